"""Read the checks of a form from its YAML: what they refer to exists, types fit, in their sentences too."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain, count
from typing import Final

from lianfang.core.forms.expressions import Expression, read_expression
from lianfang.core.forms.terms import Check, Field, FieldType, Form, Reach, Weight
from lianfang.core.forms.words import REACHES, Of, Reference, WordFault, words_of
from lianfang.core.written import Node

HOLE: Final = re.compile(r"\{([^{}]*)\}")
MOST_CHECKS: Final = 100
GRAVEST: Final = (Reach.LEDGER, Reach.FORMS, Reach.DAYS, Reach.WITHIN)
"""A check reaches as far as its farthest reference."""
TYPES: Final[Mapping[FieldType, type]] = {
    FieldType.YES_NO: bool,
    FieldType.CHOICE: str,
    FieldType.TEXT: str,
}
"""Types of values; numbers where nothing else is said."""
Types = Callable[[Reference], type]


class Scope:
    """What the checks of a form may refer to."""

    def __init__(self, form: Form, forms: Mapping[str, Form], figures: frozenset[str]) -> None:
        self._form, self._forms, self._figures = form, forms, figures

    def type_of(self, reference: Reference) -> type:
        """The type of what a reference points to; raises LookupError with a reason and a remedy."""
        if reference.of is Of.DAY:
            return float
        if reference.of is Of.LEDGER:
            return self._figure(reference.name)
        return TYPES.get(self.field_of(reference).type, float)

    def field_of(self, reference: Reference) -> Field:
        """The field that a reference points to; raises LookupError."""
        form = self._form if reference.of is not Of.OTHER else self._forms.get(reference.form)
        if form is None:
            raise LookupError("还没有这张报表", f"请先载入那张报表；{closest(reference.form, self._forms)}")
        if reference.name not in form.by_code:
            raise LookupError("没有这个字段", closest(reference.name, form.by_code))
        return form.by_code[reference.name]

    def _figure(self, name: str) -> type:
        if self._form.reporters.level is None:
            raise LookupError("单位没有台账数", "由单位填报的报表不能引用台账指标")
        if name not in self._figures:
            raise LookupError("台账没有这项指标", closest(name, self._figures))
        return float


def closest(found: str, known: Collection[str]) -> str:
    """The remedy for a code that is not known."""
    close = get_close_matches(found, list(known), n=1, cutoff=0.6)
    return f"请改为“{close[0]}”" if close else "请核对代码"


def read_checks(node: Node, scope: Scope) -> tuple[Check, ...]:
    """The checks of a form; what is wrong with them is noted in its line."""
    found: list[Check] = []
    for item in node.items():
        if not item.fields(("code", "expression", "says"), ("weight",)):
            continue
        check = _check(item, scope)
        if check.code in {one.code for one in found}:
            item["code"].refuse("校验代码重复", "请换一个")
        found.append(check)
    if len(found) > MOST_CHECKS:
        node.refuse(f"超过{MOST_CHECKS}条", "请精简校验")
    return tuple(found)


def _check(node: Node, scope: Scope) -> Check:
    expression = _expression(node["expression"], scope)
    says, facts = _sentence(node["says"], scope)
    references = expression.references if expression else ()
    reaches = {REACHES[reference.of] for reference in references}
    return Check(
        code=node["code"].code(),
        expression=node["expression"].text(),
        says=says,
        reach=next((reach for reach in GRAVEST if reach in reaches), Reach.WITHIN),
        weight=Weight(node["weight"].choice(Weight, Weight.MUST)),
        facts=facts,
    )


def expression_at(node: Node, types: Types, *, number: bool = False) -> Expression | None:
    """The expression that stands in a line, of a condition or a number; what is wrong with it is noted."""
    try:
        return read_expression(node.text(), types, number=number)
    except WordFault as fault:
        shown = f"“{fault.value}”" if fault.value else ""
        node.refuse(f"第{fault.at + 1}个字处{shown}{fault.reason}", fault.remedy)
        return None


def _expression(node: Node, scope: Scope) -> Expression | None:
    found = expression_at(node, scope.type_of)
    if found is None:
        return None
    if not any(reference.of is Of.OWN for reference in found.references):
        node.refuse("没有用到本表的字段", "校验须说本表的事")
    for text in _unknown_choices(found, scope):
        node.refuse(f"“{text}”不是选项", "请写选项的代码")
    return found


def _unknown_choices(expression: Expression, scope: Scope) -> Iterator[str]:
    """Texts of the expression that no choice has, where all its texts are choices."""
    fields = [
        scope.field_of(reference)
        for reference in expression.references
        if reference.of is not Of.DAY and scope.type_of(reference) is str
    ]
    if fields and all(field.type is FieldType.CHOICE for field in fields):
        known = {choice.code for choice in chain.from_iterable(field.choices for field in fields)}
        texts = (word.text[1:-1] for word in expression.words.words if word.kind == "text")
        yield from (text for text in texts if text not in known)


def _sentence(node: Node, scope: Scope) -> tuple[str, tuple[str, ...]]:
    """What a check says, its holes numbered, and the references that fill them."""
    facts = tuple(HOLE.findall(node.text()))
    for hole in facts:
        try:
            scope.type_of(_hole(hole))
        except (WordFault, LookupError) as problem:
            reason, remedy = problem.args
            node.refuse(f"“{{{hole}}}”{reason}", remedy)
    if set("{}") & set(HOLE.sub("", node.text())):
        node.refuse("花括号不成对", "请写成{字段}")
    numbers = count()
    return HOLE.sub(lambda _: f"{{{next(numbers)}}}", node.text()), facts


def _hole(hole: str) -> Reference:
    words = words_of(hole).words
    if len(words) != 1 or words[0].kind != "value" or words[0].reference is None:
        raise WordFault(0, hole, "不是一个字段", "花括号中请只写一个字段、before.字段、ledger.指标")
    return words[0].reference
