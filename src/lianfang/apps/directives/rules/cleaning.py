"""Cleaning, step by step; each step leaves out or converts, marks where, and keeps places."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from lianfang.apps.directives.rules import noise
from lianfang.apps.directives.rules.labels import LABEL_LINE
from lianfang.apps.directives.rules.tracing import CJK, Traced
from lianfang.apps.directives.terms import Mark, MarkKind, Span
from lianfang.kernel.text import INVISIBLE

Step: TypeAlias = Callable[[Traced], tuple[Traced, list[Mark]]]

_UNSEEN: Final = re.compile(INVISIBLE)
_BLANKS: Final = re.compile(
    rf"(?<=[{CJK}，。；：、（）“”])[ \u3000\u00a0]+(?=[{CJK}0-9，。；：、（）“”])|(?<=[0-9])[ \u3000\u00a0]+(?=[{CJK}％%])|(?m:^[ \t\u3000\u00a0]+|[ \t\u3000\u00a0]+$)"
)
_MARKDOWN: Final = re.compile(rf"(?m:^#{{1,6}}[ ]+|^>[ ]+)|\*\*|__(?=[{CJK}])|(?<=[{CJK}])__")
_INITIAL: Final = "(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
_FINAL: Final = "[aeiouvêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüɑ]{1,3}(?:ng|n|r)?"
_SYLLABLE: Final = re.compile(rf"(?<=[{CJK}])[（(](?:{_INITIAL}{_FINAL}|ńg?|ňg?|ǹg?|[nm]g)[）)]")
_QUESTION: Final = re.compile(
    r"什么|怎么|怎样|如何|吗|呢|谁|哪|多少|几|何|是不是|能不能|有没有|能否|是否|可否|么$|吧$|难道|了$"
)
_LOST: Final = re.compile(
    r"\ufffd+|锟斤拷(?:锟斤拷)*|(?:烫{3,}|屯{3,})|[\u0080-\u009f]+|[ÃÂäåæçèé][\u0080-\u00bf]{1,2}(?:[ÃÂäåæçèé][\u0080-\u00bf]{1,2})+|[\ue000-\uf8ff]+"
)
_BROKEN: Final = re.compile(
    r"\?+(?:[,;:.。；，、：▲△▍■◆￥¥]?[A-Z]?(?:\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\))?|[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\))"
)
_SYNC: Final = re.compile(rf"[{CJK}（）▍！，]{{1,14}}[a-z](?=[{CJK}（(])")
_LETTERS: Final = re.compile(rf"[^{CJK}0-9]")
ENDS: Final = "。;:!?”"
_OPENS: Final = re.compile(rf"{noise.NUMBERED.pattern}|{LABEL_LINE.pattern}")
WIDTH_BETWEEN, WIDEST, RAGGED, LEAST_BROKEN = 14, 60, 4, 3
"""A broken line is longer than a title, no longer than a printed line, nearly as long as the longest."""
FOLDED_FROM: Final = 40
"""Characters of a line that may be folded as repeated: shorter lines repeat by right (责任人：…)."""
FOLDED_BESIDE: Final = 8
"""Characters of a short line that goes with a repeated one beside it."""
_MOST_BREAK: Final = 60


def cleaned(original: str) -> tuple[Traced, tuple[Mark, ...]]:
    """The text as it can be split and read, and marks of what was left out, converted or unreadable."""
    traced, marks = Traced.whole(original), list[Mark]()
    for step in STEPS:
        traced, found = step(traced)
        marks += found
    return traced, tuple(sorted(marks, key=lambda mark: (mark.span, mark.kind)))


def _invisible(traced: Traced) -> tuple[Traced, list[Mark]]:
    return traced.without(_places(_UNSEEN, traced.text)), []


def _pinyin(traced: Traced) -> tuple[Traced, list[Mark]]:
    return _leave_out(traced, list(_places(_SYLLABLE, traced.text)), MarkKind.PINYIN)


def _script(traced: Traced) -> tuple[Traced, list[Mark]]:
    changed = traced.simplified()
    marks, start = [], 0
    for old, new in zip(traced.text.split("\n"), changed.text.split("\n"), strict=True):
        other = [at for at, (one, two) in enumerate(zip(old, new, strict=True)) if one != two]
        if other:
            first, last = start + other[0], start + other[-1] + 1
            marks.append(Mark(MarkKind.CONVERTED, traced.span(first, last), changed.text[first:last]))
        start += len(old) + 1
    return changed, marks


def _markdown(traced: Traced) -> tuple[Traced, list[Mark]]:
    return traced.without(_places(_MARKDOWN, traced.text)), []


def _blanks(traced: Traced) -> tuple[Traced, list[Mark]]:
    """Leave out blanks inside of Chinese text; in a line of labels they part names."""
    labels = [(start, end) for start, end, line in _lines(traced.view) if LABEL_LINE.match(line)]
    found = _places(_BLANKS, traced.text)
    kept = (place for place in found if not any(start < place[0] and place[1] < end for start, end in labels))
    return traced.without(kept), []


def _inside(traced: Traced) -> tuple[Traced, list[Mark]]:
    places = [
        match.span("gone") if "gone" in kind.pattern.groupindex else match.span()
        for kind in noise.INSIDE
        for match in kind.pattern.finditer(traced.view)
    ]
    return _leave_out(traced, places, MarkKind.BOILERPLATE)


def _boilerplate(traced: Traced) -> tuple[Traced, list[Mark]]:
    places = [(start, end) for start, end, line in _lines(traced.view) if noise.is_line(line)]
    return _leave_out(traced, places, MarkKind.BOILERPLATE)


def _unwrapped(traced: Traced) -> tuple[Traced, list[Mark]]:
    """Join the lines of a text that was broken at a fixed width, as copies of printed pages are."""
    lines = [(start, end, line) for start, end, line in _lines(traced.view) if line.strip()]
    width = max((len(line) for _, _, line in lines), default=0)
    broken = [WIDTH_BETWEEN < len(line) >= width - RAGGED and line[-1] not in ENDS for _, _, line in lines]
    if width > WIDEST or sum(broken) < LEAST_BROKEN:
        return traced, []
    joined = [
        (end, end + 1)
        for at, (_, end, _) in enumerate(lines[:-1])
        if broken[at] and lines[at + 1][0] == end + 1 and not _OPENS.match(lines[at + 1][2])
    ]
    return traced.without(joined), []


def _repeated(traced: Traced) -> tuple[Traced, list[Mark]]:
    """Fold lines that stood before: long ones, and short ones beside them."""
    lines = [(start, end, _LETTERS.sub("", line)) for start, end, line in _lines(traced.view) if line.strip()]
    seen: set[str] = set()
    again = []
    for _, _, key in lines:
        again.append(key in seen)
        seen.add(key)
    long = [old and len(key) >= FOLDED_FROM for old, (_, _, key) in zip(again, lines, strict=True)]
    places = [
        (start, end)
        for at, (start, end, key) in enumerate(lines)
        if long[at]
        or (
            again[at]
            and len(key) >= FOLDED_BESIDE
            and (long[at - 1 : at] + long[at + 1 : at + 2]).count(True)
        )
    ]
    return _leave_out(traced, places, MarkKind.REPEATED)


def _mojibake(traced: Traced) -> tuple[Traced, list[Mark]]:
    places = list(_places(_LOST, traced.text))
    places += [place for match in _BROKEN.finditer(traced.text) if (place := _broken(traced.text, match))]
    marks = [
        Mark(MarkKind.MOJIBAKE, traced.span(start, end), traced.text[start:end]) for start, end in places
    ]
    return traced, marks


def _broken(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """Where a lost character stands: a question mark that asks nothing, and what its bytes spoilt after it."""
    start, end = match.span()
    before, after = text[max(0, start - _MOST_BREAK) : start], text[end : end + 1]
    if not before or not re.match(f"[{CJK}“0-9）)]", before[-1]):
        return None
    plain = match.group().strip("?") == ""
    clause = re.split(r"[,，。；;：:\n?？!！]", before)[-1]
    if plain and (_QUESTION.search(clause) or after in {"", "\n", "”", "」"}):
        return None
    sync = _SYNC.match(text, start + 1)
    return start, max(end, sync.end() if sync else end)


def _places(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line), line
        start += len(line) + 1


def _leave_out(
    traced: Traced, places: Iterable[tuple[int, int]], kind: MarkKind
) -> tuple[Traced, list[Mark]]:
    found = sorted({(start, end) for start, end in places if end > start})
    marks = [Mark(kind, traced.span(start, end), traced.text[start:end]) for start, end in found]
    return traced.without(found), marks


def spoilt(marks: Iterable[Mark]) -> list[Span]:
    """Where the original could not be read."""
    return [mark.span for mark in marks if mark.kind is MarkKind.MOJIBAKE]


STEPS: Final[tuple[Step, ...]] = (
    _invisible,
    _pinyin,
    _script,
    _markdown,
    _blanks,
    _inside,
    _boilerplate,
    _unwrapped,
    _mojibake,
    _repeated,
)
