"""Expressions of checks: compiled by a library that knows no loops and reaches nothing, tried when loaded.

The library (CEL) has no types before it runs, so each expression is run when it is loaded, whole and each
part of its `&&`, `||`, `?:` alone (one side would hide the other), on values of the right types, and with
blanks where it asks for them. What passes can't fail later, but for a division by nothing: then it says
neither yes nor no.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from math import isfinite
from typing import Any, Final

import cel

from lianfang.core.forms.terms import Value
from lianfang.core.forms.words import Reference, Word, WordFault, Words, words_of

Look = Callable[[Reference], Value]
MOST_BLANKS: Final = 6
"""References whose blanks are tried together; more are tried one by one."""
TURNS: Final = 4
"""How often a part is tried, each time on other values."""
REMEDY: Final = "数值与数值、文字与文字相比；“是”或“否”直接写字段；结果须为真或假"
COMPARED: Final = ("==", "!=", "in")
"""CEL takes values of two types for different, and says nothing."""
_FAILURES: Final = (ArithmeticError, LookupError, RuntimeError, TypeError, ValueError)
"""What the library raises; nothing else was seen from expressions of this length."""


class Expression:
    """A condition: yes, no, or neither, where something that it takes is blank; or a number, or none."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._program = _compiled(words)
        self._wanted = [
            (f"v{place}", f"h{place}", reference, reference in words.asked)
            for place, reference in enumerate(words.references)
        ]

    @property
    def references(self) -> tuple[Reference, ...]:
        return self.words.references

    def holds(self, look: Look) -> bool | None:
        """Whether the condition holds of what `look` finds; None where it can't be said."""
        found = self._found(look)
        return found if isinstance(found, bool) else None

    def number(self, look: Look) -> float | None:
        """What it comes to of what `look` finds; None where it can't be said."""
        found = self._found(look)
        return float(found) if _type(found) == "number" and isfinite(found) else None

    def _found(self, look: Look) -> Any:
        context: dict[str, Value] = {}
        for variable, asking, reference, may_be_blank in self._wanted:
            value = look(reference)
            if value is None and not may_be_blank:
                return None
            context[variable] = value
            if may_be_blank:
                context[asking] = value is not None
        try:
            return self._program.execute(context)
        except _FAILURES:
            return None


def read_expression(source: str, types: Callable[[Reference], type], *, number: bool = False) -> Expression:
    """An expression, compiled and tried on values of its types; raises WordFault.

    `types` tells the type of what a reference points to, and raises LookupError, with the reason, of none.
    It must be true or false, or a number where that is asked for.
    """
    words = words_of(source)
    kinds = {}
    for reference in words.references:
        try:
            kinds[reference] = types(reference)
        except LookupError as problem:
            raise WordFault(_place(words, reference), str(reference), *problem.args) from problem
    expression = Expression(words)
    for part, answers in _parts(words.words, not number):
        _try(words, part, kinds, answers)
    _try_blanks(expression, kinds, number=number)
    return expression


def _compiled(words: Words) -> Any:
    try:
        return cel.compile(words.compiled())
    except ValueError as problem:
        raise WordFault(
            _column(words, str(problem)), words.source, "不是完整的表达式", "请核对括号和运算符"
        ) from problem


def _column(words: Words, message: str) -> int:
    _, _, place = message.partition("<input>:1:")
    digits = place.partition(":")[0]
    return words.told(int(digits) - 1) if digits.isdecimal() else 0


def _place(words: Words, reference: Reference) -> int:
    return next(word.at for word in words.words if word.reference == reference)


def _sample(kind: type, place: int, turn: int) -> Value:
    """A value of a type; numbers differ from one another, so that no difference of two is nothing."""
    if kind is float:
        return 1.0 + 3.7 * place + 7.3 * turn
    return (place + turn) % 2 == 0 if kind is bool else "甲乙丙丁"[(place + turn) % TURNS]


def _samples(words: Words, kinds: Mapping[Reference, type]) -> Iterator[dict[str, Value]]:
    for turn in range(TURNS):
        context: dict[str, Value] = {}
        for place, reference in enumerate(words.references):
            context[f"v{place}"] = _sample(kinds[reference], place, turn)
            context[f"h{place}"] = True
        yield context


def _try(words: Words, part: Sequence[Word], kinds: Mapping[Reference, type], answers: bool) -> None:
    """Run a part on samples, and each side of a comparison; raises WordFault where types don't fit.

    `answers` says that the part must be true or false.
    """
    found = _results(words, part, kinds)
    if answers and not all(isinstance(one, bool) for one in found):
        raise WordFault(part[0].at, _text(part), "不是真假", REMEDY)
    sides = _cut(part, COMPARED)
    if len(sides) == 1:
        return
    for side in sides:
        for inner, inside in _parts(side, False):
            _try(words, inner, kinds, inside)
    types = [set(map(_type, _results(words, side, kinds))) for side in sides]
    if any(one != types[0] for one in types):
        raise WordFault(part[0].at, _text(part), "两边不是同一类值", REMEDY)


def _results(words: Words, part: Sequence[Word], kinds: Mapping[Reference, type]) -> list[Any]:
    program = cel.compile(words.compiled(part))
    try:
        return [program.execute(context) for context in _samples(words, kinds)]
    except _FAILURES as problem:
        raise WordFault(part[0].at, _text(part), "不能计算", REMEDY) from problem


def _text(part: Sequence[Word]) -> str:
    return " ".join(word.text for word in part)


def _type(value: Any) -> str:
    """The kind of value; that of its elements for a list."""
    if isinstance(value, list):
        return "、".join(sorted(set(map(_type, value))))
    return (
        "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__
    )


def _try_blanks(expression: Expression, kinds: Mapping[Reference, type], *, number: bool) -> None:
    """Run the whole with blanks wherever it asks for them; raises WordFault where that gives no answer."""
    source, run = expression.words.source, expression.number if number else expression.holds
    wanted, remedy = ("数", "结果须为数") if number else ("是或否", REMEDY)
    full = {reference: _sample(kind, place, 0) for place, (reference, kind) in enumerate(kinds.items())}
    asked = expression.words.asked
    for blanks in _blanks([reference for reference in expression.references if reference in asked]):
        if run({**full, **dict.fromkeys(blanks)}.get) is None:
            told = "、".join(map(str, blanks))
            reason = f"在{told}未填时不能得出{wanted}" if blanks else f"不能得出{wanted}"
            asking = "如has(x) ? x : 0" if number else "如!has(x) || x > 0"
            raise WordFault(0, source, reason, f"请先用has()判断，{asking}" if blanks else remedy)


def _blanks(asked: Sequence[Reference]) -> Iterator[tuple[Reference, ...]]:
    if len(asked) > MOST_BLANKS:
        yield from ((), *((reference,) for reference in asked), tuple(asked))
        return
    for chosen in product((False, True), repeat=len(asked)):
        yield tuple(reference for reference, blank in zip(asked, chosen, strict=True) if blank)


def _parts(words: Sequence[Word], answers: bool) -> Iterator[tuple[Sequence[Word], bool]]:
    """The operands of `?:`, `||`, `&&` and `!` that hold none; whether each is true or false."""
    for signs in (("?", ":"), ("||",), ("&&",)):
        pieces = _cut(words, signs)
        if len(pieces) > 1:
            for place, piece in enumerate(pieces):
                yield from _parts(piece, answers or signs[0] != "?" or place == 0)
            return
    if words[0].text == "!":
        yield from _parts(words[1:], True)
    elif words[0].text == "(" and _closing(words) == len(words) - 1:
        yield from _parts(words[1:-1], answers)
    else:
        yield words, answers


def _cut(words: Sequence[Word], signs: Sequence[str]) -> list[Sequence[Word]]:
    pieces: list[list[Word]] = [[]]
    depth = 0
    for word in words:
        depth += (word.text in {"(", "["}) - (word.text in {")", "]"})
        if depth == 0 and word.kind != "text" and word.text in signs:
            pieces.append([])
        else:
            pieces[-1].append(word)
    return list(pieces)


def _closing(words: Sequence[Word]) -> int:
    """The place of the bracket that closes the first."""
    depth = 0
    for place, word in enumerate(words):
        depth += (word.text == "(") - (word.text == ")")
        if depth == 0:
            return place
    return -1
