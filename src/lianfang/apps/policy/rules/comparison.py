"""Compare two decision tables cell by cell: which cells of the lower one are stricter, which are laxer.

A sum of days hides where the change is, a step alone hides that two steps became one: both are compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.apps.policy.terms import ANCHORS, EXPOSURES, PLACES, RELEASES, RISK_LEVELS, Cell

STRICTER, LAXER, CHANGED = "stricter", "laxer", "changed"
OTHER = "other"  # the exposure that neither pack names
VERDICT = {STRICTER: "加码", LAXER: "放宽", CHANGED: "宽严须由人判断"}
LATER_IS_STRICTER = {"last_exposure": 1, "arrived": 2, "assessed": 3}

Row = Mapping[str, Any]
Side = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of a step, compared as it is: what it is called and its unit."""

    key: str
    label: str
    unit: str


NUMBERS = (
    Measured("days", "天数", "天"),
    Measured("tests", "检测次数", "次"),
    Measured("readings_per_day", "每日测温", "次"),
    Measured("calls_per_day", "每日联系", "次"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every cell in which two tables differ, and how many of the compared cells agree."""

    cells: tuple[Cell, ...]
    same: int

    @property
    def stricter(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.direction == STRICTER)

    @property
    def laxer(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.direction == LAXER)

    @property
    def changed(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.direction == CHANGED)


def compare(rows: Iterable[Row], *, labels: Mapping[str, str]) -> Comparison:
    """Compare the answers of two packs, given side by side for each case and step."""
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["case_id"], []).append(row)
    cells: list[Cell] = []
    same = 0
    for steps in grouped.values():
        found = [cell for cell in _case_cells(steps, labels) if cell is not None]
        differing = [cell for cell in found if isinstance(cell, Cell)]
        same += len(found) - len(differing)
        cells += differing
    return Comparison(tuple(cells), same)


def contact_window_cells(upper: int | None, lower: int | None) -> list[Cell]:
    """The days before onset from which contacts are looked for: more days find more contacts."""
    if upper is None or lower is None or upper == lower:
        return []
    direction = STRICTER if lower > upper else LAXER
    sentence = f"密切接触者判定时间：上级为发病前{upper}天，下级为{lower}天，{VERDICT[direction]}。"
    return [Cell("", "", "contact_window", 0, "contact_window_days", direction, upper, lower, sentence)]


def _case_cells(steps: list[Row], labels: Mapping[str, str]) -> Iterable[Cell | bool | None]:
    uppers = [row["upper"] for row in steps if row["upper"]]
    lowers = [row["lower"] for row in steps if row["lower"]]
    head = _Head.of(steps[0], uppers[0] if uppers else lowers[0], labels)
    if not uppers or not lowers:
        yield head.presence(STRICTER if lowers else LAXER, (uppers or lowers)[0])
        return
    yield head.number(
        Measured("total_days", "总天数", "天"), uppers[0]["total_days"], lowers[0]["total_days"]
    )
    yield head.anchor(uppers[0], lowers[0])
    for row in steps:
        yield from _step_cells(head, row)


def _step_cells(head: "_Head", row: Row) -> Iterable[Cell | bool | None]:
    step = head.at(row["step"])
    upper, lower = row["upper"], row["lower"]
    if not upper or not lower:
        yield step.extra_step(STRICTER if lower else LAXER, upper or lower)
        return
    yield step.ranked(
        "place", "场所", (upper["place"], upper["strictness"]), (lower["place"], lower["strictness"])
    )
    for measured in NUMBERS:
        yield step.number(measured, upper[measured.key], lower[measured.key])
    yield step.release(upper["release"], lower["release"])


@dataclass(frozen=True, slots=True)
class _Head:
    """What the cells of one case and step have in common."""

    exposure: str
    conditions: str
    category: str
    label: str
    step: int
    labels: Mapping[str, str]

    @classmethod
    def of(cls, row: Row, side: Side, labels: Mapping[str, str]) -> "_Head":
        said = [
            RISK_LEVELS.get(row["level"] or "", ""),
            row["occupation"] or "",
            {True: "已接种", False: "未接种"}.get(row["vaccinated"], ""),
            f"{row['age']}岁" if row["age"] is not None else "",
        ]
        exposure = row["exposure"]
        label = labels.get(exposure, EXPOSURES.get(exposure, "其他人员" if exposure == OTHER else exposure))
        return cls(exposure, "，".join(filter(None, said)), side["category"], label, 0, labels)

    def at(self, step: int) -> "_Head":
        return _Head(self.exposure, self.conditions, self.category, self.label, step, self.labels)

    def cell(self, name: str, direction: str, upper: object, lower: object, said: str) -> Cell:
        """A differing cell with its sentence."""
        who = self.label + (f"（{self.conditions}）" if self.conditions else "")
        where = f"第{self.step}阶段" if self.step else ""
        sentence = f"{who}{where}{said}，{VERDICT[direction]}。"
        return Cell(
            self.exposure, self.conditions, self.category, self.step, name, direction, upper, lower, sentence
        )

    def presence(self, direction: str, side: Side) -> Cell:
        days = side["total_days"]
        if direction == STRICTER:
            return self.cell(
                "category", direction, None, side["category"], f"：上级没有措施，下级管控{days}天"
            )
        return self.cell("category", direction, side["category"], None, f"：上级管控{days}天，下级没有措施")

    def extra_step(self, direction: str, side: Side) -> Cell:
        named = f"{PLACES[side['place']]}{side['days']}天"
        if direction == STRICTER:
            return self.cell("phase", direction, None, side["place"], f"：上级没有，下级另加{named}")
        return self.cell("phase", direction, side["place"], None, f"：上级有{named}，下级没有")

    def number(self, measured: Measured, upper: int, lower: int) -> Cell | bool:
        if upper == lower:
            return True
        direction = STRICTER if lower > upper else LAXER
        unit, change = measured.unit, f"{'多' if lower > upper else '少'}{abs(lower - upper)}"
        said = f"{measured.label}：上级{upper}{unit}，下级{lower}{unit}，{change}{unit}"
        return self.cell(measured.key, direction, upper, lower, said)

    def ranked(self, name: str, label: str, upper: tuple[str, int], lower: tuple[str, int]) -> Cell | bool:
        if upper[1] == lower[1]:
            return True
        direction = STRICTER if lower[1] > upper[1] else LAXER
        said = f"{label}：上级为{PLACES[upper[0]]}，下级为{PLACES[lower[0]]}"
        return self.cell(name, direction, upper[0], lower[0], said)

    def anchor(self, upper: Side, lower: Side) -> Cell | bool:
        ranks = LATER_IS_STRICTER[upper["anchor"]], LATER_IS_STRICTER[lower["anchor"]]
        if ranks[0] == ranks[1]:
            return True
        direction = STRICTER if ranks[1] > ranks[0] else LAXER
        words = ANCHORS[upper["anchor_word"]].label, ANCHORS[lower["anchor_word"]].label
        return self.cell("anchor", direction, *words, f"起算：上级自{words[0]}，下级自{words[1]}")

    def release(self, upper: str, lower: str) -> Cell | bool | None:
        """A condition is stricter than none; which of two different ones is stricter, a person says."""
        if upper == lower:
            return True if upper else None
        words = [self.labels.get(code, RELEASES.get(code, code)) or "无" for code in (upper, lower)]
        direction = CHANGED if upper and lower else STRICTER if lower else LAXER
        said = f"解除条件：上级为{words[0]}，下级为{words[1]}"
        return self.cell("release", direction, upper or None, lower or None, said)
