"""Everything a demand says, gathered: who, by when, how often, how much, when it holds, who supervises."""

import re
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from lianfang.apps.directives.rules import actors, doubts, phrases, quantities, repeats, times
from lianfang.apps.directives.rules.days import Dated
from lianfang.apps.directives.rules.labels import Label, labels_in
from lianfang.apps.directives.rules.tracing import Traced
from lianfang.apps.directives.terms import (
    Actor,
    Deadline,
    Doubt,
    Phrase,
    Quantity,
    Recurrence,
    Span,
)

_Spanned = TypeVar("_Spanned", Actor, Deadline, Recurrence, Quantity, Phrase)
_SHORT_TITLE: Final = 8
_BLANK: Final = re.compile(r"(?<![A-Za-z])[xX×]{1,4}(?=[\u4e00-\u9fff])|\*{2,}|_{2,}|某某")


@dataclass(slots=True)
class Said:
    """What is gathered; lists grow stretch by stretch."""

    actors: list[Actor] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    recurrences: list[Recurrence] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    conditions: list[Phrase] = field(default_factory=list)
    supervision: list[Phrase] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def read_stretch(said: Said, traced: Traced, start: int, end: int, dated: Dated) -> None:
    """Read a demand's own text."""
    part = traced.part(start, end)
    labels = list(labels_in(part.view, 0, len(part.view), whole_line=False))
    for label in labels:
        _label(said, part, label, dated)
    masked = _masked(part.view, labels)
    taken = _times(said, part, masked, dated)
    said.quantities += [_placed(found.quantity, part) for found in quantities.quantities_in(masked, taken)]
    for found in actors.actors_in(masked, part.text):
        actor = _placed(found.actor, part)
        said.actors.append(actor)
        if actor.rule == actors.UNSURE:
            said.doubts.append(doubts.doubt("actor_unsure", actor.span))
    said.conditions += [_placed(one, part) for one in phrases.conditions_in(masked, part.text)]
    said.supervision += [_placed(one, part) for one in phrases.supervision_in(masked, part.text)]
    said.doubts += [doubts.doubt("blank", part.span(*match.span())) for match in _BLANK.finditer(masked)][:1]


def read_labels(said: Said, traced: Traced, start: int, end: int, dated: Dated) -> None:
    """Read a line of labels below a demand."""
    part = traced.part(start, end)
    for label in labels_in(part.view, 0, len(part.view), whole_line=True):
        _label(said, part, label, dated)


def _label(said: Said, part: Traced, label: Label, dated: Dated) -> None:
    if label.kind == "time":
        _label_time(said, part, label, dated)
        return
    for found in actors.labelled(part.view, part.text, label):
        actor = _placed(found.actor, part)
        said.actors.append(actor)
        (said.posts if label.kind == "post" else said.units).append(actor.text)
        if not found.known:
            said.doubts.append(doubts.doubt("actor_unknown", actor.span))


def _label_time(said: Said, part: Traced, label: Label, dated: Dated) -> None:
    value = part.part(label.start, label.end)
    often = list(repeats.recurrences_in(value.view))
    said.recurrences += [_placed(found.recurrence, value) for found in often]
    masked = _blanked(value.view, [(found.start, found.end) for found in often])
    for found in times.deadlines_in(masked, dated, label=True):
        deadline = _placed(found.deadline, value)
        said.deadlines.append(deadline)
        said.doubts += [doubts.doubt(code, deadline.span) for code in found.doubts]


def _times(said: Said, part: Traced, view: str, dated: Dated) -> list[tuple[int, int]]:
    """Read recurrences, then deadlines where no recurrence stands; the places they take."""
    often = list(repeats.recurrences_in(view))
    often = [one for one in often if len(often) == 1 or not _is_title(view, one)]
    for repeat in sorted(often, key=lambda one: one.start):
        recurrence = _placed(repeat.recurrence, part)
        said.recurrences.append(recurrence)
        if recurrence.rule == repeats.PER_SHIFT:
            said.doubts.append(doubts.doubt("shifts_assumed", recurrence.span))
    taken = [(found.start, found.end) for found in often]
    once = sorted(times.deadlines_in(_blanked(view, taken), dated, whole=view), key=lambda one: one.start)
    for found in once:
        deadline = _placed(found.deadline, part)
        said.deadlines.append(deadline)
        said.doubts += [doubts.doubt(code, deadline.span) for code in found.doubts]
    return taken + [(found.start, found.end) for found in once]


def _is_title(view: str, found: repeats.Found) -> bool:
    """Whether a rhythm is only the item's short title, which its text then tells: 晨午检。"""
    title = view.split("。", 1)[0]
    short = len(title.strip()) <= _SHORT_TITLE and found.end <= len(title)
    return short and found.recurrence.rule == "chapter_words"


def _masked(view: str, labels: list[Label]) -> str:
    return _blanked(view, [(label.start - len(label.name) - 1, label.end) for label in labels])


def _blanked(view: str, places: list[tuple[int, int]]) -> str:
    """The view with some places made unreadable, every other place as it was."""
    signs = list(view)
    for start, end in places:
        signs[start:end] = "\u0000" * (end - start)
    return "".join(signs)


def _placed(found: _Spanned, part: Traced) -> _Spanned:
    """An extraction whose span is of the part, with its text and span of the original."""
    start, end = found.span.start, found.span.end
    return replace(found, text=part.text[start:end], span=part.span(start, end))


def span_of(traced: Traced, start: int, end: int) -> Span:
    """The original's span of a stretch without the blanks at its ends."""
    while start < end and traced.text[start].isspace():
        start += 1
    while end > start and traced.text[end - 1].isspace():
        end -= 1
    return traced.span(start, end)


def in_order(found: list[_Spanned]) -> tuple[_Spanned, ...]:
    """Extractions as they stand in the original."""
    return tuple(sorted(found, key=lambda one: one.span))
