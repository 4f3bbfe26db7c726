"""Read a pack from YAML: the whole file is taken, or refused with every problem it has."""

from datetime import date

from lianfang.apps.policy.rules.table_rows import read_rules
from lianfang.apps.policy.terms import Certainty, Issuer, IssuerLevel, Pack, RiskLevel
from lianfang.core import written
from lianfang.core.written import Node, Problem
from lianfang.kernel import area_code
from lianfang.kernel.errors import InputRefused

LONGEST_FILE = 1_000_000  # characters; the largest pack written so far has 8,000
NUMBER_LIMIT = 100_000
REQUIRED = ("pack", "version", "title", "diseases", "issuer", "valid_from", "source", "rules")
OPTIONAL = (
    "valid_to",
    "legal_basis",
    "contact_window",
    "case_clocks",
    "area_rules",
    "mass_test",
    "thresholds",
    "notes",
    "labels",
)
AREA_NUMBERS = (
    "no_new_days",
    "last_contact_days",
    "full_screen_within_days",
    "screen_day",
    "breteau_below",
    "radius_m",
)
MASS_NUMBERS = ("rounds_per_day", "stop_after_clear_rounds", "pause_days", "final_rounds")
THRESHOLD_NUMBERS = ("cases", "within_days", "days_off", "share", "breteau_from", "breteau_below")
TRAJECTORY_HOURS = (1, 72)
LIFTED_UNITS = ("core_zone", "warning_zone")


class PackRefused(InputRefused):
    """A pack file with at least one problem; nothing of it was loaded."""

    code = "policy.pack_refused"
    sentence = "政策文件没有载入，共{count}处问题：\n{listing}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(count=len(problems), listing=written.listing(problems))


def read_pack(text: str) -> Pack:
    """Read a pack; raises PackRefused with every problem found."""
    if len(text) > LONGEST_FILE:
        raise PackRefused([Problem("文件", "", "过大", f"请控制在{LONGEST_FILE}字以内")])
    root = written.read(text)
    pack = _pack(root) if not root.problems and root.fields(REQUIRED, OPTIONAL) else None
    if pack is None or root.problems:
        raise PackRefused(root.problems)
    return pack


def _pack(root: Node) -> Pack:
    labels = {key: root["labels"][key].text() for key in root["labels"].names()}
    start, end, valid_certainty = _period(root)
    source = root["source"]
    source.fields(("text", "certainty"))
    diseases = tuple(item.code() for item in root["diseases"].items())
    rules = read_rules(root["rules"], disease=diseases[0] if diseases else "", labels=labels)
    if any(rule.phases for rule in rules) and root["legal_basis"].absent:
        root["legal_basis"].refuse("有隔离、观察措施的方案必须写明法律依据", "请补上legal_basis")
    return Pack(
        name=root["pack"].code(),
        version=root["version"].text(),
        title=root["title"].text(),
        diseases=diseases,
        issuer=_issuer(root["issuer"]),
        valid_from=start,
        valid_to=end,
        valid_certainty=valid_certainty,
        source=source["text"].text(),
        certainty=source["certainty"].choice(Certainty),
        rules=rules,
        legal_basis=tuple(_basis(item) for item in root["legal_basis"].items()),
        contact_window=tuple(_window(item) for item in root["contact_window"].items()),
        case_clocks=_case_clocks(root["case_clocks"]),
        area_rules=tuple(_area_rule(item) for item in root["area_rules"].items()),
        mass_test=_mass_test(root["mass_test"]),
        thresholds=tuple(_threshold(item) for item in root["thresholds"].items()),
        notes=tuple(_note(item) for item in root["notes"].items()),
        labels=labels,
    )


def _issuer(node: Node) -> Issuer:
    node.fields(("level", "name"), ("area",))
    levels = {level.name.lower(): level for level in IssuerLevel}
    level = levels.get(node["level"].choice(levels), IssuerLevel.NATIONAL)
    area = node["area"].text()
    if area and not _is_area(area):
        node["area"].refuse("不是区划代码", "请填2、4、6、9或12位数字，全国和未定地点留空")
    if area and level is IssuerLevel.NATIONAL:
        node["area"].refuse("全国方案不写地区", "请留空")
    return Issuer(level, area, node["name"].text())


def _is_area(text: str) -> bool:
    try:
        area_code.level_of(text)
    except area_code.NotAnAreaCode:
        return False
    return True


def _period(root: Node) -> tuple[date, date | None, dict[str, str]]:
    start, marks = _dated(root["valid_from"])
    end, end_marks = (None, "") if root["valid_to"].absent else _dated(root["valid_to"])
    if start and end and end <= start:
        root["valid_to"].refuse("不晚于生效日", "请核对有效期，止日为失效的第一天")
    certainty = {"valid_from": marks} | ({"valid_to": end_marks} if end else {})
    return start or date.min, end, certainty


def _dated(node: Node) -> tuple[date | None, str]:
    node.fields(("date", "certainty"))
    return node["date"].day(), node["certainty"].choice(Certainty)


def _basis(node: Node) -> dict[str, str]:
    node.fields(("text", "certainty", "from"), ("until",))
    start, end = node["from"].day(), node["until"].day()
    return {
        "text": node["text"].text(),
        "certainty": node["certainty"].choice(Certainty),
        "from": start.isoformat() if start else "",
        "until": end.isoformat() if end else "",
    }


def _window(node: Node) -> dict[str, object]:
    node.fields(("days_before", "from", "certainty"), ("note",))
    node["days_before"].integer(0, 60)
    node["from"].day()
    return _marked(node)


def _case_clocks(node: Node) -> dict[str, object]:
    """How soon the core of a case's trajectory is told, where that is a custom of the place."""
    if node.absent:
        return {}
    node.fields(("trajectory_hours", "certainty"), ("note",))
    node["trajectory_hours"].integer(*TRAJECTORY_HOURS)
    return _marked(node)


def _area_rule(node: Node) -> dict[str, object]:
    node.fields(("level", "certainty"), ("unit", "after", "lowers_to", "note", *AREA_NUMBERS))
    node["level"].choice((*RiskLevel, *LIFTED_UNITS))
    node["after"].choice(RiskLevel)
    node["lowers_to"].choice(RiskLevel)
    return _numbers(node, AREA_NUMBERS)


def _mass_test(node: Node) -> dict[str, object]:
    if node.absent:
        return {}
    node.fields((*MASS_NUMBERS, "certainty"), ("note",))
    return _numbers(node, MASS_NUMBERS)


def _threshold(node: Node) -> dict[str, object]:
    node.fields(("code", "label", "certainty"), THRESHOLD_NUMBERS)
    node["code"].code()
    if not set(node.names()) & set(THRESHOLD_NUMBERS):
        node.refuse("没有写任何数值", f"请填写{'、'.join(THRESHOLD_NUMBERS)}之一")
    return _numbers(node, THRESHOLD_NUMBERS)


def _note(node: Node) -> dict[str, object]:
    node.fields(("text", "certainty"))
    return _marked(node)


def _numbers(node: Node, names: tuple[str, ...]) -> dict[str, object]:
    for name in names:
        node[name].integer(0, NUMBER_LIMIT)
    return _marked(node)


def _marked(node: Node) -> dict[str, object]:
    node["certainty"].choice(Certainty)
    found = node.plain()
    return found if isinstance(found, dict) else {}
