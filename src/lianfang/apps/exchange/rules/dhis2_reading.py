"""Reports read from a data-value set of DHIS2: one for each unit and day; the rest is told, with reasons."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from lianfang.apps.exchange.rules import periods
from lianfang.apps.exchange.rules.metadata import DEFAULT, DEFAULT_OPTION, Metadata
from lianfang.apps.exchange.terms import Given, PeriodKind, Read, Refused
from lianfang.core.forms.terms import Form
from lianfang.core.written import Problem
from lianfang.kernel.errors import InputRefused

INHERITED: Final = ("period", "orgUnit", "attributeOptionCombo")
GROUPINGS: Final = ("categoryOptionCombo", "attributeOptionCombo")
GENERAL: Final = "idScheme"
UID, CODE = "UID", "CODE"


class NotASet(InputRefused):
    """A document that is no data-value set."""

    code = "exchange.not_a_data_value_set"
    sentence = "不是DHIS2的数据值集：{problem}。"


def read(document: Any, form: Form, *, slot: str = "", metadata: Metadata | None = None) -> Read:
    """The reports of a form that a data-value set tells; raises NotASet.

    What is given by identity needs the metadata export that tells its code. `slot` is the one of a day.
    """
    values = document.get("dataValues") if isinstance(document, Mapping) else None
    if not isinstance(values, list):
        raise NotASet(problem="没有dataValues这一组")
    reader = _Reader(document, form, slot, metadata or Metadata())
    for number, one in enumerate(values, 1):
        reader.take(one, f"第{number}个数据值")
    return reader.told()


class _Reader:
    """Sorts data values by unit and day, and notes what can't be taken."""

    def __init__(self, document: Mapping[str, Any], form: Form, slot: str, metadata: Metadata) -> None:
        slots = {window.slot for window in form.windows}
        self.document, self.form, self.metadata = document, form, metadata
        self.slot = slot or (slots.pop() if len(slots) == 1 else "")
        self.known: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self.places: dict[tuple[str, str], str] = {}
        self.refused: list[Refused] = []
        self.aside: dict[str, None] = {}
        self.torn: set[tuple[str, str]] = set()

    def take(self, one: Any, place: str) -> None:
        """Sort one data value."""
        if not isinstance(one, Mapping):
            self._refuse(place, str(one)[:40], "不是一组内容", "请按DHIS2的格式写", {})
            return
        whole = {name: self.document.get(name) for name in INHERITED} | dict(one)
        row = {str(name): str(value) for name, value in whole.items() if value is not None}
        code = self._code("dataElement", row.get("dataElement", ""))
        prefix, _, field = code.rpartition(".")
        if prefix != self.form.code or field not in self.form.by_code:
            self._refuse(place, code, "不是这张报表的字段", f"代码应为{self.form.code}.字段", row)
        elif not self.form.by_code[field].is_typed:
            self.aside[self.form.by_code[field].name] = None
        elif self._is_sound(row, place):
            key = (self._code("orgUnit", row["orgUnit"]), row["period"])
            self._keep(key, field, row, place)

    def _keep(self, key: tuple[str, str], field: str, row: dict[str, str], place: str) -> None:
        self.places.setdefault(key, place)
        before = self.known[key].setdefault(field, row.get("value", ""))
        if before != row.get("value", ""):
            self.torn.add(key)
            self._refuse(
                place, row.get("value", ""), f"与前面的{before}矛盾", "同一单位同一天只能有一个值", row
            )

    def _is_sound(self, row: dict[str, str], place: str) -> bool:
        period = periods.read(row.get("period", ""))
        if row.get("deleted") in {"True", "true"}:
            self._refuse(place, row.get("dataElement", ""), "对方已删除", "本系统不删除已报的数，请更正", row)
        elif period is None:
            self._refuse(place, row.get("period", ""), "不是日、周、月", "请写作20220701", row)
        elif period[0] is not PeriodKind.DAILY:
            self._refuse(place, row["period"], "是几天的合计，不能拆成每天的报表", "请按日导出", row)
        elif combo := self._grouped(row):
            self._refuse(place, combo, "是分组的数，本表没有分组", "请导出不分组的数", row)
        elif not row.get("orgUnit"):
            self._refuse(place, "", "没有机构", "请写orgUnit", row)
        else:
            return True
        return False

    def _grouped(self, row: Mapping[str, str]) -> str:
        """By which option combination a value stands apart, empty for the default one."""
        plain = {"", DEFAULT, DEFAULT_OPTION, self.metadata.default_combo}
        combos = (self._code(name, row.get(name, "")) for name in GROUPINGS)
        return next((combo for combo in combos if combo not in plain), "")

    def _code(self, name: str, given: str) -> str:
        """The code of an object: as given, or as the metadata tells for its identity."""
        specific = self.document.get(f"{name}IdScheme") or self.document.get(GENERAL) or UID
        return given if str(specific).upper() == CODE else self.metadata.codes.get(given, given)

    def _refuse(self, place: str, value: str, reason: str, remedy: str, row: Mapping[str, str]) -> None:
        self.refused.append(Refused((Problem(place, value, reason, remedy),), row))

    def told(self) -> Read:
        """What was read."""
        given = [self._given(key, typed) for key, typed in self.known.items() if key not in self.torn]
        return Read(tuple(given), tuple(self.refused), tuple(self.aside))

    def _given(self, key: tuple[str, str], typed: dict[str, str]) -> Given:
        unit, period = key
        found = periods.read(period)
        if found is None:
            raise NotASet(problem=f"“{period}”不是日期")
        row = {"_reporter": unit, "_day": found[1].isoformat(), "_slot": self.slot, **typed}
        return Given(self.places[key], unit, found[1], self.slot, typed, row=row)
