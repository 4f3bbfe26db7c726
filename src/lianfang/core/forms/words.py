"""The words of an expression, and what it refers to.

An expression is text of CEL. Before it is compiled, whole numbers become decimals (CEL never mixes the two),
and what it refers to becomes a variable each: fields of the form by their code, `before.field`,
`other["form"].field`, `ledger.figure`, `on`. `has(…)` of one of them asks whether something stands there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from lianfang.core.forms.terms import Reach

LONGEST: Final = 500
"""Characters; the parser of the library dies of expressions of tens of thousands."""
METHODS: Final = frozenset({"contains", "startsWith", "endsWith", "matches"})
PLAIN: Final = frozenset({"true", "false", "in"})
WORD: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?![0-9A-Za-z_.]))
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/!<>?:()\[\],.])""",
    re.VERBOSE,
)


SIGNS: Final = "可用 + - * / == != < <= > >= && || ! ?: in has() size()"
REFERENCES: Final = '请写before.字段、other["报表"].字段、ledger.指标'


class Of(StrEnum):
    """Where a reference points to."""

    OWN = "own"
    BEFORE = "before"
    OTHER = "other"
    LEDGER = "ledger"
    DAY = "on"


REACHES: Final[Mapping[Of, Reach]] = {
    Of.OWN: Reach.WITHIN,
    Of.DAY: Reach.WITHIN,
    Of.BEFORE: Reach.DAYS,
    Of.OTHER: Reach.FORMS,
    Of.LEDGER: Reach.LEDGER,
}


@dataclass(frozen=True, slots=True)
class Reference:
    """What an expression takes: a field of this form, of the one before, of another, or a figure."""

    of: Of
    name: str = ""
    form: str = ""

    def __str__(self) -> str:
        if self.of is Of.OTHER:
            return f'other["{self.form}"].{self.name}'
        return self.name if self.of is Of.OWN else ".".join(filter(None, (self.of, self.name)))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an expression: as written, as compiled, what it refers to, and where it stands."""

    kind: str
    text: str
    at: int
    reference: Reference | None = None


class WordFault(ValueError):
    """An expression that is none, and why; `at` is the character, from 0."""

    def __init__(self, at: int, value: str, reason: str, remedy: str) -> None:
        self.at, self.value, self.reason, self.remedy = at, value, reason, remedy
        super().__init__(reason, remedy)


@dataclass(frozen=True)
class Words:
    """An expression word by word."""

    source: str
    words: tuple[Word, ...]

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """What the expression takes, each once, in its order."""
        found = (word.reference for word in self.words if word.reference is not None)
        return tuple(dict.fromkeys(found))

    @cached_property
    def asked(self) -> frozenset[Reference]:
        """What may be blank, because the expression asks whether it is."""
        return frozenset(word.reference for word in self.words if word.kind == "has" and word.reference)

    def compiled(self, words: Sequence[Word] | None = None) -> str:
        """The text that the library compiles, of all words or some."""
        return " ".join(self._compiled(word) for word in (self.words if words is None else words))

    def _compiled(self, word: Word) -> str:
        if word.reference is not None:
            return f"{'h' if word.kind == 'has' else 'v'}{self.references.index(word.reference)}"
        return f"{word.text}.0" if word.kind == "number" and "." not in word.text else word.text

    def told(self, column: int) -> int:
        """The character of the source at which a character of the compiled text stands."""
        passed = 0
        for word in self.words:
            passed += len(self._compiled(word)) + 1
            if column < passed:
                return word.at
        return len(self.source)


def words_of(source: str) -> Words:
    """The words of an expression; raises WordFault."""
    if len(source) > LONGEST:
        raise WordFault(0, "", f"表达式超过{LONGEST}字", "请拆成几条校验")
    return Words(source, tuple(_referring(_split(source))))


def _split(source: str) -> list[Word]:
    found, at = [], 0
    while at < len(source):
        match = WORD.match(source, at)
        if match is None:
            raise WordFault(
                at, source[at : at + 20], "不是表达式的写法", "可用 + - * / == != < <= > >= && || ! ?: has()"
            )
        if match.lastgroup != "space":
            found.append(Word(str(match.lastgroup), match.group(), at))
        at = match.end()
    return found


def _referring(words: list[Word]) -> list[Word]:
    """The words, those that make up a reference as one."""
    found, place = [], 0
    while place < len(words):
        word, taken = _taken(words, place)
        found.append(word)
        place += taken
    return found


def _taken(words: list[Word], place: int) -> tuple[Word, int]:
    word = words[place]
    if word.kind != "name" or word.text in PLAIN:
        return word, 1
    if place and words[place - 1].text == ".":
        return _method(words, place), 1
    if word.text == "has":
        return _has(words, place)
    if word.text == "size":
        return word, 1
    reference, taken = _reference(words, place)
    return Word("value", str(reference), word.at, reference), taken


def _method(words: list[Word], place: int) -> Word:
    word = words[place]
    if word.text not in METHODS:
        raise WordFault(word.at, word.text, "这里不能用", f"点号之后可用{'、'.join(sorted(METHODS))}")
    return word


def _has(words: list[Word], place: int) -> tuple[Word, int]:
    texts = [word.text for word in words[place + 1 : place + 2]]
    if texts != ["("] or place + 2 >= len(words):
        raise WordFault(words[place].at, "has", "写法不对", "请写has(字段)")
    reference, taken = _reference(words, place + 2)
    end = place + 2 + taken
    if end >= len(words) or words[end].text != ")":
        raise WordFault(words[place].at, "has", "括号中应只有一个字段", "请写has(字段)")
    return Word("has", f"has({reference})", words[place].at, reference), taken + 3


def _reference(words: list[Word], place: int) -> tuple[Reference, int]:
    """The reference that begins at a word, and how many words it takes."""
    word, after = words[place], [found.text for found in words[place + 1 :]]
    if word.kind != "name":
        raise WordFault(word.at, word.text, "应为字段", "请写字段代码")
    if word.text == Of.DAY:
        return Reference(Of.DAY), 1
    if word.text == Of.BEFORE:
        return Reference(Of.BEFORE, _name(words, place + 1)), 3
    if word.text == Of.OTHER:
        return _other(words, place), 6
    if word.text == Of.LEDGER:
        parts = _parts(words, place + 1)
        return Reference(Of.LEDGER, ".".join(parts)), 1 + 2 * len(parts)
    if after[:1] == ["("]:
        raise WordFault(word.at, word.text, "没有这个函数", "可用has、size")
    return Reference(Of.OWN, word.text), 1


def _name(words: list[Word], place: int) -> str:
    """The name after a dot."""
    if place + 1 < len(words) and words[place].text == "." and words[place + 1].kind == "name":
        return words[place + 1].text
    word = words[place - 1]
    raise WordFault(word.at, word.text, "之后应有“.字段”", '请写before.字段、other["报表"].字段、ledger.指标')


def _other(words: list[Word], place: int) -> Reference:
    brackets = words[place + 1 : place + 4]
    if [word.text if word.kind == "sign" else word.kind for word in brackets] != ["[", "text", "]"]:
        raise WordFault(words[place].at, "other", "之后应有报表代码", '请写other["报表"].字段')
    return Reference(Of.OTHER, _name(words, place + 4), brackets[1].text[1:-1])


def _parts(words: list[Word], place: int) -> list[str]:
    """The names of a figure: all that follow with dots, but for a method's."""
    parts = [_name(words, place)]
    while words[place + 2 : place + 3] and words[place + 2].text == ".":
        if place + 3 < len(words) and words[place + 3].text in METHODS:
            break
        place += 2
        parts.append(_name(words, place))
    return parts
