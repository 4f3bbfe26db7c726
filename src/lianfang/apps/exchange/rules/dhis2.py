"""Data-value sets of DHIS2: reports of a form as data values, and reports read from data values.

One data value is a field of a reporter in a period. Several reports of one period become one by the roll-up
rule of the field; what can't be joined so is told, never guessed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lianfang.apps.exchange.rules import metadata as known
from lianfang.apps.exchange.rules import periods
from lianfang.apps.exchange.rules.metadata import DEFAULT, Metadata, element_code
from lianfang.apps.exchange.terms import PeriodKind, ReportRow, Unmapped
from lianfang.core.exports.tables import text_of
from lianfang.core.forms.computing import PER_HUNDRED
from lianfang.core.forms.rolling import Said, joined
from lianfang.core.forms.terms import Field, FieldType, Form, Rollup, Value
from lianfang.core.forms.values import shown
from lianfang.kernel.clock import ZONE

CODES: Final = "CODE"
DECIDED: Final = {"accepted": "已接收", "returned": "已退回", "": ""}
Sets = Mapping[tuple[str, str], Sequence[ReportRow]]


@dataclass(frozen=True)
class Exported:
    """A data-value set, and what of the reports has no place in it."""

    document: Mapping[str, Any]
    unmapped: tuple[Unmapped, ...]

    @property
    def count(self) -> int:
        return len(self.document["dataValues"])


def write(rows: Sequence[ReportRow], kind: PeriodKind, *, metadata: Metadata | None = None) -> Exported:
    """The data values of reports; by code, or by the identities that a metadata export tells.

    A form's rows may be of several editions; a field is written as its own edition defines it.
    """
    lost: dict[Unmapped, None] = {}
    joined: list[dict[str, Any]] = []
    for (unit, period), reports in sorted(_by_period(rows, kind).items()):
        for field in _fields(reports):
            value, why = _joined(field, [row for row in reports if field.code in row.form.by_code])
            if why:
                lost[Unmapped("字段", element_code(reports[0].form, field.code), *why)] = None
            elif value is not None:
                joined.append(_data_value(reports, field, (unit, period), value))
    forms = {row.form.version: row.form for row in rows}
    if metadata is None:
        schemes = {f"{name}IdScheme": CODES for name in ("dataElement", "orgUnit", "categoryOptionCombo")}
        return Exported({**schemes, "dataValues": joined}, tuple(lost))
    mapped, unmapped = _mapped(joined, metadata, list(forms.values()), kind)
    return Exported({"dataValues": mapped}, (*lost, *unmapped))


def _by_period(rows: Iterable[ReportRow], kind: PeriodKind) -> Sets:
    found: dict[tuple[str, str], list[ReportRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.on, row.form.slots.index(row.slot))):
        found[row.reporter, periods.name(kind, row.on)].append(row)
    return found


def _fields(reports: Sequence[ReportRow]) -> Iterable[Field]:
    return {field.code: field for row in reports for field in row.form.fields}.values()


def _joined(field: Field, reports: Sequence[ReportRow]) -> tuple[Value, tuple[str, str] | None]:
    """The value of a field over all reports of a period; or why there is none."""
    said = [value for row in reports if (value := row.values.get(field.code)) is not None]
    if field.rollup is Rollup.SHARE:
        return _share(field, reports), None
    if len(reports) == 1 or not said:
        return (said[0] if said else None), None
    if field.rollup is Rollup.PEOPLE:
        return _people(field, reports)
    if field.rollup is Rollup.NONE:
        return None, ("一个周期有几份报表，这个字段不汇总", "请选按日导出，且一天只有一期")
    return _number(field, reports), None


def _share(field: Field, reports: Sequence[ReportRow]) -> Value:
    fields = reports[-1].form.by_code
    part, whole = (_number(fields[code], reports) for code in (field.numerator, field.denominator))
    return PER_HUNDRED * part / whole if whole and part is not None else None


def _number(field: Field, reports: Sequence[ReportRow]) -> float | None:
    """The numbers of one reporter's reports as one."""
    values = ((row, row.values.get(field.code)) for row in reports)
    given = [(row, value) for row, value in values if value is not None and not isinstance(value, str)]
    return joined(field.rollup, [Said(row.reporter, row.on, float(value)) for row, value in given])


def _people(field: Field, reports: Sequence[ReportRow]) -> tuple[Value, tuple[str, str] | None]:
    lists = [row.persons.get(field.code, frozenset()) for row in reports]
    counts = [row.values.get(field.code) or 0 for row in reports]
    whole = all(len(listed) == count for listed, count in zip(lists, counts, strict=True))
    if not whole:
        return None, ("按人去重的字段没有全部名单，几天的数不能合成", "请选按日导出")
    return float(len(frozenset().union(*lists))), None


def _data_value(
    reports: Sequence[ReportRow], field: Field, at: tuple[str, str], value: Value
) -> dict[str, Any]:
    last = max(reports, key=lambda row: row.recorded_at)
    return {
        "dataElement": element_code(last.form, field.code),
        "period": at[1],
        "orgUnit": at[0],
        "categoryOptionCombo": DEFAULT,
        "value": _told(field, value),
        "storedBy": last.by,
        "created": moment(last.recorded_at),
        "comment": _comment(reports),
    }


def moment(at: datetime) -> str:
    """A moment as DHIS2 writes it."""
    own = at.astimezone(ZONE)
    return f"{own.replace(tzinfo=None).isoformat(timespec='milliseconds')}{own:%z}"


def _told(field: Field, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if field.type is FieldType.YES_NO and isinstance(value, float):
        return "true" if value else "false"
    return text_of(value) if isinstance(value, float) and field.is_numeric else shown(field, value)


def _comment(reports: Sequence[ReportRow]) -> str:
    if len(reports) > 1:
        return f"{len(reports)}份报表合成"
    row = reports[0]
    parts = ("零报告" if row.zero else "", f"第{row.sequence}次" if row.sequence > 1 else "")
    return "，".join(filter(None, (*parts, DECIDED[row.decision])))


def _mapped(
    values: Sequence[dict[str, Any]], metadata: Metadata, forms: Sequence[Form], kind: PeriodKind
) -> tuple[list[dict[str, Any]], list[Unmapped]]:
    """The values under the other side's identities, and those that have none."""
    fields = {element_code(form, field.code): (form, field) for form in forms for field in form.fields}
    used = {value["dataElement"] for value in values}
    lost: list[Unmapped] = [fault for form in forms[-1:] for fault in known.set_faults(metadata, form, kind)]
    bad: set[str] = set()
    for code in sorted(used):
        faults = list(known.element_faults(metadata, *fields[code]))
        lost.extend(faults)
        bad |= {code} if faults else set()
    for unit in sorted({value["orgUnit"] for value in values}):
        faults = [fault for form in forms[-1:] for fault in known.unit_faults(metadata, form, unit)]
        lost.extend(faults)
        bad |= {unit} if faults else set()
    if not metadata.default_combo:
        lost.append(Unmapped("分组", DEFAULT, "元数据中没有默认分组", "请连同categoryOptionCombos一起导出"))
    kept = [value for value in values if not {value["dataElement"], value["orgUnit"]} & bad]
    return [_identified(value, metadata) for value in kept if metadata.default_combo], lost


def _identified(value: dict[str, Any], metadata: Metadata) -> dict[str, Any]:
    return value | {
        "dataElement": metadata.elements[value["dataElement"]]["id"],
        "orgUnit": metadata.units[value["orgUnit"]]["id"],
        "categoryOptionCombo": metadata.default_combo,
    }
