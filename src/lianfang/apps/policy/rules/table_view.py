"""A decision table as a page shows it: each row with its people, its days, its steps, and their ground."""

from dataclasses import dataclass

from lianfang.apps.policy.rules import wording
from lianfang.apps.policy.rules.comparison import CHANGED, LAXER, STRICTER, Comparison
from lianfang.apps.policy.terms import (
    ANCHORS,
    EXPOSURES,
    MEASURES,
    PLACES,
    RELEASES,
    SHOWN_AS_LAW,
    Cell,
    Pack,
    Rule,
)

FIELDS = {
    "category": "有无措施",
    "phase": "阶段",
    "total_days": "总天数",
    "anchor": "起算日",
    "place": "场所",
    "days": "天数",
    "tests": "检测次数",
    "readings_per_day": "每日测温",
    "calls_per_day": "每日联系",
    "release": "解除条件",
    "contact_window_days": "密接判定天数",
}
TONES = {STRICTER: "bad", LAXER: "good", CHANGED: "late"}
PRESENT = "有措施"
VERDICTS = {STRICTER: "更严", LAXER: "更宽", CHANGED: "须由人判断"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step in words, and how sure its numbers are."""

    text: str
    certainty: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    code: str
    label: str
    who: str
    day_one: str
    steps: tuple[Step, ...]
    otherwise: str
    advice: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell in which two tables differ, side by side."""

    who: str
    field: str
    upper: str
    lower: str
    tone: str
    verdict: str


def exposures(pack: Pack) -> dict[str, str]:
    """The exposures that a table speaks of, by code, in the order of its rows."""
    used = dict.fromkeys(rule.when.exposure for rule in pack.rules if rule.when.exposure)
    return {code: wording.word(code, EXPOSURES, pack.labels) for code in used}


def lines(pack: Pack) -> list[Line]:
    """The rows of a table, in the order in which they win."""
    return [_line(rule, pack) for rule in pack.rules]


def _line(rule: Rule, pack: Pack) -> Line:
    return Line(
        code=rule.code,
        label=rule.label,
        who=wording.conditions(rule.when, pack.labels),
        day_one="、".join(ANCHORS[anchor].label for anchor in rule.anchors),
        steps=tuple(
            Step(
                wording.phase(step, pack.labels),
                wording.certainty(step.certainty),
                set(step.certainty.values()) <= SHOWN_AS_LAW,
            )
            for step in rule.phases
        ),
        otherwise="" if rule.phases else rule.reason,
        advice=rule.advice,
        source=rule.source,
        certainty=rule.certainty,
    )


def differences(found: Comparison, pack: Pack, *, direction: str = "") -> list[Difference]:
    """The differing cells of two tables, all or those of one direction."""
    return [_difference(cell, pack) for cell in found.cells if direction in ("", cell.direction)]


def _difference(cell: Cell, pack: Pack) -> Difference:
    who = cell.sentence.split("：", 1)[0].removesuffix(FIELDS.get(cell.cell, ""))
    upper, lower = (_said(value, cell.cell, pack) for value in (cell.upper, cell.lower))
    return Difference(
        who, FIELDS.get(cell.cell, cell.cell), upper, lower, TONES[cell.direction], VERDICTS[cell.direction]
    )


def _said(value: object, field: str, pack: Pack) -> str:
    """A value of a cell in words; "" for none."""
    if field == "category":
        return "" if value is None else PRESENT
    words = {"place": PLACES, "phase": PLACES, "release": RELEASES}.get(field, MEASURES)
    return "" if value is None else wording.word(str(value), words, pack.labels)
