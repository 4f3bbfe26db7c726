"""What a metadata export of DHIS2 knows: data sets, data elements, organisation units, option combinations.

The names of properties are those of its Web API. Objects are matched by `code` alone, never by a likeness of
names; what has no match is told with the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lianfang.apps.exchange.terms import PeriodKind, Unmapped
from lianfang.core.forms.terms import Field, FieldType, Form

PERIOD_TYPES: Final = {
    "Daily": PeriodKind.DAILY,
    "Weekly": PeriodKind.WEEKLY,
    "Monthly": PeriodKind.MONTHLY,
}
NUMBERS: Final = frozenset(
    {"INTEGER", "INTEGER_ZERO_OR_POSITIVE", "NUMBER", "UNIT_INTERVAL", "PERCENTAGE", "INTEGER_POSITIVE"}
)
TEXTS: Final = frozenset({"TEXT", "LONG_TEXT"})
FITTING: Final[Mapping[FieldType, frozenset[str]]] = {
    FieldType.COUNT: NUMBERS - {"UNIT_INTERVAL", "PERCENTAGE"},
    FieldType.PEOPLE: NUMBERS - {"UNIT_INTERVAL", "PERCENTAGE"},
    FieldType.NUMBER: frozenset({"NUMBER", "PERCENTAGE"}),
    FieldType.TEMPERATURE: frozenset({"NUMBER"}),
    FieldType.YES_NO: frozenset({"BOOLEAN"}),
    FieldType.DATE: frozenset({"DATE"}),
    FieldType.TIME: frozenset({"TIME"}),
    FieldType.TEXT: TEXTS,
    FieldType.CHOICE: TEXTS,
}
DEFAULT: Final = "default"
DEFAULT_COMBO: Final = "bjDvmb4bfuf"
DEFAULT_OPTION: Final = "HllvX50cXC0"
"""Identities that every server gives its default category combination and option combination."""
AGGREGATE: Final = "AGGREGATE"


@dataclass(frozen=True)
class Metadata:
    """Objects by code, and by their identity; which elements and units a data set has.

    `combos` are the names of category combinations by identity: an export refers to them by that alone.
    """

    elements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    units: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    default_combo: str = ""
    combos: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    without_code: tuple[Unmapped, ...] = ()


def read(document: Mapping[str, Any]) -> Metadata:
    """What a metadata export says; an object without `code` can't be matched and is told so."""
    kinds = {
        "dataElements": "数据元",
        "organisationUnits": "机构",
        "dataSets": "数据集",
    }
    found = {kind: _listed(document, kind) for kind in (*kinds, "categoryOptionCombos", "categoryCombos")}
    defaults = [one for one in found["categoryOptionCombos"] if DEFAULT in {one.get("code"), one.get("name")}]
    coded = [one for kind in kinds for one in found[kind] if one.get("code") and one.get("id")]
    return Metadata(
        elements=_by_code(found["dataElements"]),
        units=_by_code(found["organisationUnits"]),
        sets=_by_code(found["dataSets"]),
        default_combo=str(defaults[0].get("id", "")) if defaults else "",
        combos=dict(_named(found["categoryCombos"])) | {DEFAULT_COMBO: DEFAULT},
        codes={str(one["id"]): str(one["code"]) for one in coded},
        without_code=tuple(
            Unmapped(name, str(one.get("name", "")), "没有代码（code）", "请在对方系统中补上代码")
            for kind, name in kinds.items()
            for one in found[kind]
            if not one.get("code")
        ),
    )


def _listed(document: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    listed = document.get(kind) or []
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _named(combos: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in combos:
        if one.get("id"):
            yield str(one["id"]), str(one.get("name") or one["id"])


def _by_code(objects: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(one["code"]): one for one in objects if one.get("code") and one.get("id")}


def element_code(form: Form, code: str) -> str:
    """The code of the data element of a field: form and field."""
    return f"{form.code}.{code}"


def element_faults(metadata: Metadata, form: Form, one: Field) -> Iterator[Unmapped]:
    """Why a field has no data element that takes its values; nothing where it has."""
    code = element_code(form, one.code)
    element = metadata.elements.get(code)
    if element is None:
        yield Unmapped("数据元", code, "对方没有这个代码", "请在对方系统建立数据元并写此代码")
        return
    if element.get("domainType", AGGREGATE) != AGGREGATE:
        yield Unmapped("数据元", code, f"是{element['domainType']}，不接收汇总数", "请改用AGGREGATE数据元")
    kind = element.get("valueType", "")
    if kind not in FITTING[one.type]:
        yield Unmapped(
            "数据元", code, f"类型{kind}与本表字段不合", f"应为{'、'.join(sorted(FITTING[one.type]))}"
        )
    combo = _combo_of(metadata, _member(metadata, form, element), element)
    if combo != DEFAULT:
        yield Unmapped("数据元", code, f"按“{combo}”分组，本表没有分组", "请改用不分组的数据元")
    yield from _set_faults(metadata, form, element, code)


def _member(metadata: Metadata, form: Form, element: Mapping[str, Any]) -> Mapping[str, Any]:
    """How a data set has an element: it may group its values otherwise than the element does."""
    members = (metadata.sets.get(form.code) or {}).get("dataSetElements") or []
    own = (one for one in members if (one.get("dataElement") or {}).get("id") == element["id"])
    return next(own, {})


def _combo_of(metadata: Metadata, *holders: Mapping[str, Any]) -> str:
    """By what values are grouped, as the first that says so says."""
    for holder in holders:
        combo = holder.get("categoryCombo") or {}
        if combo:
            identity = str(combo.get("id", ""))
            return metadata.combos.get(identity) or str(combo.get("name") or identity)
    return DEFAULT


def _set_faults(metadata: Metadata, form: Form, element: Mapping[str, Any], code: str) -> Iterator[Unmapped]:
    data_set = metadata.sets.get(form.code)
    if data_set is None:
        return
    members = {(one.get("dataElement") or {}).get("id") for one in data_set.get("dataSetElements") or []}
    if members and element["id"] not in members:
        yield Unmapped("数据元", code, f"不在数据集{form.code}中", "请把它加入数据集")


def set_faults(metadata: Metadata, form: Form, kind: PeriodKind) -> Iterator[Unmapped]:
    """Why the data set of a form does not take periods of a kind; nothing where there is none or it does."""
    data_set = metadata.sets.get(form.code)
    if data_set is None:
        yield Unmapped("数据集", form.code, "对方没有这个代码", "没有数据集也能导入；要看完成率请在对方建立")
        return
    asked = str(data_set.get("periodType", ""))
    if PERIOD_TYPES.get(asked) is not kind:
        yield Unmapped("数据集", form.code, f"按{asked}填报，与所选周期不同", "请改选周期")
    combo = _combo_of(metadata, data_set)
    if combo != DEFAULT:
        yield Unmapped("数据集", form.code, f"整份按“{combo}”分组，本表没有分组", "请改用不分组的数据集")


def unit_faults(metadata: Metadata, form: Form, code: str) -> Iterator[Unmapped]:
    """Why a reporter has no organisation unit that reports on the form."""
    unit = metadata.units.get(code)
    if unit is None:
        yield Unmapped("机构", code, "对方没有这个代码", "请在对方系统的机构上写此代码")
        return
    data_set = metadata.sets.get(form.code) or {}
    assigned = {one.get("id") for one in data_set.get("organisationUnits") or []}
    if assigned and unit["id"] not in assigned:
        yield Unmapped("机构", code, f"没有分配数据集{form.code}", "请在对方系统给机构分配数据集")
