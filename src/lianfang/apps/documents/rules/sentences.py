"""Sentences are chosen from facts by a table: of each topic the first rule whose condition holds speaks.

A table can be read, argued about and tested; it says "more" only where there is more, and nothing that no
figure shows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lianfang.apps.documents.terms import Condition, Facts, Rule
from lianfang.apps.reporting.terms import FIGURES, Counted
from lianfang.core.documents import Figure, Inline, Text

DAYS_LOOKED_BACK: Final = 7
LOOKED_BACK: Final = ("readings.fever", "tests.positive", "measures.overdue")
"""Figures of which a first time is worth saying."""
WORST: Final = "worst.gap"
PIECE: Final = re.compile(r"\{([\w.]+)\}|<(\w+)>")


def _none(key: str) -> Condition:
    return Condition("等于0", lambda facts: facts[key].now == 0, key)


def _some(key: str) -> Condition:
    return Condition("大于0", lambda facts: facts[key].now > 0, key)


def _first(key: str) -> Condition:
    says = f"大于0，此前{DAYS_LOOKED_BACK}日都是0"
    return Condition(says, lambda facts: facts[key].is_first, key)


def _new(key: str) -> Condition:
    return Condition("大于0，昨日同时是0", lambda facts: facts[key].now > 0 and facts[key].before == 0, key)


def _more(key: str) -> Condition:
    return Condition("比昨日同时多", lambda facts: facts[key].change > 0, key)


def _fewer(key: str) -> Condition:
    return Condition("比昨日同时少", lambda facts: facts[key].change < 0, key)


OTHERWISE: Final = Condition("其他情况", lambda _facts: True)
VACANT: Final = Condition(
    "有超时事项，超时最久的无人负责", lambda facts: bool(facts.longest and not facts.longest.name)
)
HELD: Final = Condition(
    "有超时事项，超时最久的有人负责", lambda facts: bool(facts.longest and facts.longest.name)
)
SOMEWHERE: Final = Condition("下级各地有缺口", lambda facts: bool(facts.worst))

DUTIES: Final = "当日应办{duty.due}项，已办{duty.done}项，缺口{duty.gap}项，"
OVERDUE: Final = "超时未办{duty.overdue}项，"
PERSONS: Final = "现在管{measures.persons}人，"
CHANGED: Final = "24小时内新增{measures.new}人、解除{measures.released}人。"
FEVER: Final = "当日报告发热{readings.fever}人，"
POSITIVE: Final = "当日采样检测{tests.all}人次，"
POSTS: Final = "应设岗位{posts.all}个，"
FIRST: Final = f"为近{DAYS_LOOKED_BACK}日首次出现"
SAME: Final = "与昨日同时持平"

RULES: Final[Sequence[Rule]] = (
    Rule("duties", "none", _none("duty.due"), "当日没有应办事项。"),
    Rule("duties", "all", _none("duty.gap"), "当日应办{duty.due}项，全部办结，完成率{duty.rate}。"),
    Rule("duties", "worse", _more("duty.gap"), DUTIES + "比昨日同时多{change.duty.gap}项，落实情况变差。"),
    Rule("duties", "better", _fewer("duty.gap"), DUTIES + "比昨日同时少{change.duty.gap}项，落实情况好转。"),
    Rule("duties", "same", OTHERWISE, f"{DUTIES}{SAME}。"),
    Rule("overdue", "none", _none("duty.overdue"), "没有超时未办的事项。"),
    Rule("overdue", "new", _new("duty.overdue"), "出现超时未办{duty.overdue}项，昨日同时没有。"),
    Rule("overdue", "more", _more("duty.overdue"), OVERDUE + "比昨日同时多{change.duty.overdue}项。"),
    Rule(
        "overdue",
        "fewer",
        _fewer("duty.overdue"),
        OVERDUE + "比昨日同时少{change.duty.overdue}项，仍须逐项办结。",
    ),
    Rule("overdue", "same", OTHERWISE, f"{OVERDUE}{SAME}，没有减少。"),
    Rule(
        "longest",
        "vacant",
        VACANT,
        "超时最久的是<area>的<kind>，应于<due>前办结，至今未办，且<post>空缺，无人负责。",
    ),
    Rule(
        "longest",
        "held",
        HELD,
        "超时最久的是<area>的<kind>，应于<due>前办结，至今未办，责任人为<post><name>。",
    ),
    Rule("worst", "one", SOMEWHERE, "各地缺口最多的是<worst>，为{worst.gap}项。"),
    Rule("persons", "none", _none("measures.persons"), "现无在管人员。"),
    Rule(
        "persons",
        "more",
        _more("measures.persons"),
        f"{PERSONS}比昨日同时多{{change.measures.persons}}人；{CHANGED}",
    ),
    Rule(
        "persons",
        "fewer",
        _fewer("measures.persons"),
        f"{PERSONS}比昨日同时少{{change.measures.persons}}人；{CHANGED}",
    ),
    Rule("persons", "same", OTHERWISE, f"{PERSONS}{SAME}；{CHANGED}"),
    Rule("kept", "none", _none("measures.overdue"), "没有到期未解除的人员。"),
    Rule(
        "kept",
        "first",
        _first("measures.overdue"),
        f"到期应解除尚未解除{{measures.overdue}}人，{FIRST}，须当日解除。",
    ),
    Rule("kept", "some", OTHERWISE, "到期应解除尚未解除{measures.overdue}人，须当日解除。"),
    Rule("fever", "none", _none("readings.fever"), "当日没有报告发热人员。"),
    Rule("fever", "first", _first("readings.fever"), f"{FEVER}{FIRST}。"),
    Rule("fever", "more", _more("readings.fever"), FEVER + "比昨日同时多{change.readings.fever}人。"),
    Rule("fever", "fewer", _fewer("readings.fever"), FEVER + "比昨日同时少{change.readings.fever}人。"),
    Rule("fever", "same", OTHERWISE, f"{FEVER}{SAME}。"),
    Rule(
        "moved",
        "waiting",
        _some("readings.waiting"),
        "发热和有症状人员中尚未转运{readings.waiting}人，须立即转运。",
    ),
    Rule("positive", "none", _none("tests.positive"), POSITIVE + "没有阳性。"),
    Rule("positive", "first", _first("tests.positive"), f"{POSITIVE}阳性{{tests.positive}}人次，{FIRST}。"),
    Rule("positive", "some", OTHERWISE, POSITIVE + "阳性{tests.positive}人次。"),
    Rule("posts", "none", _none("posts.vacant"), POSTS + "没有空缺。"),
    Rule(
        "posts",
        "more",
        _more("posts.vacant"),
        POSTS + "空缺{posts.vacant}个，比昨日同时多{change.posts.vacant}个。",
    ),
    Rule("posts", "some", OTHERWISE, POSTS + "空缺{posts.vacant}个。"),
)


SAID: Final[Mapping[str, str]] = {
    "area": "地区",
    "kind": "事项",
    "due": "时限",
    "name": "姓名",
    "post": "岗位",
    "worst": "地区",
}
"""What stands for a word of the facts where a rule is shown."""


def shown_rules(topics: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the rules of topics as people read them: when, and what is said then."""
    counts = {figure.key: figure.counts for figure in FIGURES}
    for rule in RULES:
        if rule.topic in topics:
            asked = counts.get(rule.when.key, "")
            words = PIECE.sub(lambda match: f"〔{SAID[match[2]]}〕" if match[2] else "〔数〕", rule.words)
            yield f"{asked}{rule.when.says}", words


def chosen(facts: Facts, topics: Sequence[str], rules: Sequence[Rule] = RULES) -> Iterator[Rule]:
    """Yield the rule that speaks on each topic, in the order asked; a topic of which none holds is silent."""
    for topic in topics:
        found = next((rule for rule in rules if rule.topic == topic and rule.when.holds(facts)), None)
        if found:
            yield found


def keys_of(rule: Rule, facts: Facts) -> list[str]:
    """Return the keys of the figures that a rule prints."""
    return [facts.worst_key if key == WORST else key for key, _ in PIECE.findall(rule.words) if key]


def sentence(rule: Rule, facts: Facts, figures: Mapping[str, Counted]) -> Text:
    """Return a rule's words with its figures."""
    words = {"worst": facts.worst} | (vars(facts.longest) if facts.longest else {})
    parts: list[Inline] = []
    before = 0
    for match in PIECE.finditer(rule.words):
        parts.append(rule.words[before : match.start()])
        before = match.end()
        if match[2]:
            parts.append(str(words[match[2]]))
        else:
            parts.append(shown(figures[facts.worst_key if match[1] == WORST else match[1]]))
    return [part for part in (*parts, rule.words[before:]) if part]


def shown(counted: Counted) -> Figure:
    """Return a counted figure as a document prints it."""
    return Figure(counted.key, counted.value, counted.text, counted.counts)
