"""Read disease profiles from YAML: the whole file is taken, or refused with every problem it has."""

from lianfang.apps.policy.rules.pack_file import PackRefused
from lianfang.apps.policy.terms import Certainty, Disease
from lianfang.core import written
from lianfang.core.written import Node, certainty_of

CLASSES = ("A", "B", "C", "none", "unknown")  # 甲、乙、丙类, not statutory, to be checked
LONGEST_REPORT_HOURS = 168
LONGEST_INCUBATION_HOURS = 24 * 366
LONGEST_DAYS = 366
NUMBERS = (
    "class",
    "report_hours",
    "incubation_hours",
    "infectious_days",
    "follow_up_days",
    "sormas_follow_up_days",
    "as_class_a_until",
)


def read_diseases(text: str) -> tuple[Disease, ...]:
    """Read a list of profiles; raises PackRefused with every problem found."""
    root = written.read(text)
    found: list[Disease] = []
    if not root.problems and root.fields(("diseases",)):
        found = [_disease(item) for item in root["diseases"].items() if _complete(item)]
        _refuse_twins(root["diseases"])
    if root.problems:
        raise PackRefused(root.problems)
    return tuple(found)


def _complete(node: Node) -> bool:
    return node.fields(("code", "name", "class", "certainty"), (*NUMBERS, "note"))


def _disease(node: Node) -> Disease:
    incubation = _pair(node["incubation_hours"], 0, LONGEST_INCUBATION_HOURS)
    infectious = _pair(node["infectious_days"], -LONGEST_DAYS, LONGEST_DAYS)
    return Disease(
        code=node["code"].code(),
        name=node["name"].text(),
        legal_class=node["class"].choice(CLASSES),
        report_hours=node["report_hours"].integer(1, LONGEST_REPORT_HOURS),
        incubation_min_hours=incubation[0],
        incubation_max_hours=incubation[1],
        infectious_from_days=infectious[0],
        infectious_to_days=infectious[1],
        follow_up_days=node["follow_up_days"].integer(0, LONGEST_DAYS),
        sormas_follow_up_days=node["sormas_follow_up_days"].integer(0, LONGEST_DAYS),
        as_class_a_until=node["as_class_a_until"].day(),
        certainty=certainty_of(node["certainty"], {name: node[name] for name in NUMBERS}, list(Certainty)),
        note=node["note"].text(),
    )


def _pair(node: Node, low: int, high: int) -> tuple[int | None, int | None]:
    items = node.items()
    if not items:
        return None, None
    if len(items) != 2:  # noqa: PLR2004  a pair
        node.refuse("应为[起, 止]两个数", "不明的一端写null")
        return None, None
    start, end = items[0].integer(low, high), items[1].integer(low, high)
    if start is not None and end is not None and end < start:
        node.refuse("止小于起", "请核对")
    return start, end


def _refuse_twins(node: Node) -> None:
    seen: set[str] = set()
    for item in node.items():
        code = item["code"].text()
        if code in seen:
            item["code"].refuse("写了两次", "请只保留一处")
        seen.add(code)
