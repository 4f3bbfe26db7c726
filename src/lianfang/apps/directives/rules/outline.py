"""Parts of a paper: which mark continues which list, how deep it stands, and which text is its own."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from lianfang.apps.directives.rules.labels import LABEL_LINE, MEASURE_LINE
from lianfang.apps.directives.rules.markers import COUNTLESS, Marker, markers_of
from lianfang.apps.directives.rules.papers import DATE_LINE, ISSUER

OUTER: Final = {"chapter": 0, "article": 1, "comma": 2, "round": 3}
BLOCKS: Final = frozenset({"entry", "problem", "stage"})
"""Parts that are forms of labelled lines: such lines after their points speak for all of these."""
"""Styles that never stand below a weaker one that opened before them."""
WEAK: Final = frozenset({"one", "ordinal", "its", "first", "bullet"})
TITLE_LENGTH: Final = 45
SHORT_TITLE: Final = 20
WIDEST_GAP: Final = 3
ENDS: Final = "。;:!?”)…"
_CLOSING: Final = re.compile(
    r"同志们|总之|各位(?:领导|同志|代表)?[,!:]|特此(?:通知|通告|公告|报告|函)|附件[0-9一二三四五六七八九十]*[:：.、]?|抄送|主送|印发|最后[,、](?:我|再|还|想|让)|(?:今天|本次|这次)的?会议(?:到此|就)|散会|以上(?:就是|意见|要求|通知|请(?!各|有关|相关)|[^,。;:]{2,4}自)|(?:此|现)致|联系(?:人|电话|方式)[:]|(?:[一二三四五六七八九]|最后)[,、]?谢谢|本(?:通知|方案|意见|办法|通告|预案|公告|令|命令|决定|规定|制度|细则)自|\(?此件|(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日$|二零[零一二三四五六七八九]{2}年.{1,6}日$"
)
_SPEAKS: Final = re.compile(r"(?:作.{0,6}(?:讲话|发言|报告|汇报)|汇报发言|领导讲话|进行发言|作部署)[;。]?$")
"""A point of an agenda: what follows it is said, and no part of it."""
_TURNS: Final = re.compile("(?:散?会后|会议结束后|(?:以上[^,。;]{2,14},)?请(?:各|大家|有关|相关))")
"""How a paragraph begins that speaks to all again: it belongs to no part above it."""
_SUMS_UP: Final = re.compile(
    "(?:以上|上述)?(?:整改|执行|落实|贯彻|工作|进展|完成|推进)(?:落实|完成|推进|进展)?情况|[本此](?:通知|方案|意见|办法|预案|通告|提示|函)|会议(?:最后|还)?(?:强调|要求)"
)
"""How a paragraph begins that speaks of the whole paper; below a title it still is the title's."""
_SENTENCE: Final = re.compile("(?=.*[0-9]).*[,;].*。$")
"""A line that says all it has to say, with a figure, and is no title."""
_ATTACHMENT: Final = re.compile(r"附件[0-9一二三四五六七八九十]*[:.、]?(?![0-9一二三四五六七八九十])")
_LISTED: Final = re.compile(r"(?:附件)?[0-9]{1,2}[.、].{2,40}$")


@dataclass(slots=True, eq=False)
class Part:
    """A numbered part, or a paragraph of no number; its own text is `start` until before `end`, its number `at`."""

    number: str
    family: str
    level: int
    parent: "Part | None"
    start: int
    end: int
    at: int = 0
    lead: str = ""
    faults: list[str] = field(default_factory=list)
    labels: list[tuple[int, int]] = field(default_factory=list)
    children: int = 0


@dataclass(slots=True)
class _List:
    family: str
    suffix: str
    opens_line: bool
    last: int
    part: Part
    lead: str


class Outline:
    """Reads a paper line by line; `parts` in the order of the paper."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.parts: list[Part] = []
        self.lists: list[_List] = []
        self.ended: dict[tuple[str, str], int] = {}
        self.plain_since = False
        self.plain = ""
        self.open: Part | None = None
        self.attached = False
        self.after_labels = False
        self.signed = _signatures(view)
        self._read()

    def _read(self) -> None:
        waiting = markers_of(self.view)
        start = 0
        for line in self.view.split("\n"):
            end = start + len(line)
            here = [marker for marker in waiting if start <= marker.start < end]
            waiting = waiting[len(here) :]
            if line.strip():
                self._line(line, start, end, here)
            start = end + 1

    def _line(self, line: str, start: int, end: int, here: list[Marker]) -> None:
        if self._is_attached(line):
            self.open = None
            return
        if MEASURE_LINE.match(line) and self._measure(end):
            return
        if LABEL_LINE.match(line) and self.parts:
            for owner in self._labelled():
                owner.labels.append((start, end))
            self.open, self.after_labels = None, True
            return
        opening = here[0] if here and here[0].opens_line else None
        if opening is None or not self._place(opening, end):
            self._paragraph(line, start, end)
        for marker in here:
            if marker is not opening:
                self._place(marker, end)

    def _labelled(self) -> list[Part]:
        """Whose a line of labels is: the last part's; at the end of a form, that of all its points."""
        owner = self._line_level() or self.parts[-1]
        form = owner.parent
        if form is None or form.family not in BLOCKS:
            return [owner]
        points = [part for part in self.parts if part.parent is form and part.number]
        alone = any(part.labels and part.labels != owner.labels for part in points)
        return [owner] if alone or owner not in points else points

    def _measure(self, end: int) -> bool:
        """A line 整改措施：… goes on with the part that it mends."""
        owner = self._line_level()
        if owner is None or owner.children:
            return False
        owner.end, self.open = end, owner
        return True

    def _is_attached(self, line: str) -> bool:
        if _ATTACHMENT.match(line) and len(line) <= TITLE_LENGTH:
            self.attached = True
        elif not _LISTED.match(line) or len(line) > TITLE_LENGTH:
            self.attached = False
        return self.attached

    def _line_level(self) -> Part | None:
        return next((one.part for one in reversed(self.lists) if one.opens_line), None)

    def _paragraph(self, line: str, start: int, end: int) -> None:
        signed = start in self.signed
        if self.open is not None and not signed and self._continues(line):
            self.open.end = end
            return
        while self.lists and not self.lists[-1].opens_line:
            self._close()
        self.open = None
        closing = signed or _CLOSING.match(line) is not None
        apart = closing or self.after_labels or _TURNS.match(line) or _SUMS_UP.match(line)
        above = None if apart else self._line_level()
        part = Part("", "closing" if closing else "", above.level + 1 if above else 1, above, start, end)
        self.parts.append(part)
        self.plain, self.plain_since = line, True
        self.after_labels = False

    def _continues(self, line: str) -> bool:
        if self.open is None or _CLOSING.match(line) or _TURNS.match(line):
            return False
        own = self.view[self.open.start : self.open.end]
        if self.open.family == "agenda" or _SPEAKS.search(own):
            return False
        first = own.split("\n", 1)[0]
        if line.rstrip().endswith(":"):
            return False
        if self.open.family in WEAK and own.rstrip()[-1:] in ENDS and _SUMS_UP.match(line):
            return False
        longest = SHORT_TITLE if self.open.family in WEAK else TITLE_LENGTH
        titled = len(first) <= longest and not _SENTENCE.search(first)
        if titled and self.open.family != "bullet" and self.open.number:
            return True
        return bool(self.open.number) and own.rstrip()[-1:] not in ENDS

    def _place(self, marker: Marker, end: int) -> bool:
        """Put a mark where it belongs; False where it is none."""
        at = self._continued(marker)
        if at is None and marker.number != 1 and not self._may_start(marker):
            return False
        lead = self._lead(marker)
        if at is None:
            self._make_room(marker)
        else:
            while len(self.lists) > at + 1:
                self._close()
        faults = self._faults(marker, self.lists[at] if at is not None else None)
        above = (
            self.lists[at - 1].part if at else (self.lists[-1].part if at is None and self.lists else None)
        )
        part = Part(marker.text, marker.family, above.level + 1 if above else 1, above, marker.body, end)
        part.faults, part.at = faults, marker.start
        self._cut(marker.start)
        if at is None:
            self.lists.append(
                _List(marker.family, marker.suffix, marker.opens_line, marker.number, part, lead)
            )
        else:
            self.lists[at].last, self.lists[at].part = marker.number, part
            lead = self.lists[at].lead
        part.lead, self.after_labels = lead, False
        self.ended[marker.family, marker.suffix] = marker.number
        self.parts.append(part)
        self.open, self.plain_since = part if marker.opens_line else None, False
        if above:
            above.children += 1
        return True

    def _cut(self, before: int) -> None:
        """The text before a mark inside a paragraph ends there."""
        for part in reversed(self.parts):
            if part.start <= before < part.end:
                part.end = before
                return

    def _continued(self, marker: Marker) -> int | None:
        """Which open list a mark continues: the innermost of the same kind, most alike first."""
        best: tuple[int, int] | None = None
        for at, one in enumerate(self.lists):
            if one.family != marker.family or not self._follows(one, marker):
                continue
            alike = 2 * (one.opens_line == marker.opens_line) + (one.suffix == marker.suffix)
            exact = 4 * (marker.number == one.last + 1)
            if best is None or (exact + alike, at) > best:
                best = (exact + alike, at)
        return best[1] if best else None

    @staticmethod
    def _follows(one: _List, marker: Marker) -> bool:
        if marker.family in COUNTLESS:
            return one.opens_line == marker.opens_line
        if marker.number == 1:
            same = one.suffix == marker.suffix and one.opens_line == marker.opens_line
            return same and one.last >= 1
        if one.last < marker.number <= one.last + 1:
            return True
        close = one.last < marker.number <= one.last + WIDEST_GAP or marker.number == one.last
        return close and one.opens_line == marker.opens_line and one.suffix == marker.suffix

    def _may_start(self, marker: Marker) -> bool:
        """Whether a number above one may open a list: it goes on from an earlier part, or opens a line."""
        before = self.ended.get((marker.family, marker.suffix), -1)
        return marker.opens_line and (marker.family != "first" or before == marker.number - 1)

    def _faults(self, marker: Marker, into: _List | None) -> list[str]:
        if marker.family in {*COUNTLESS, "first"} or marker.number == 0:
            return []
        if into is None:
            before = self.ended.get((marker.family, marker.suffix), 0)
            return [] if marker.number in {1, before + 1} else ["number_starts_late"]
        if marker.number == into.last:
            return ["number_repeated"] if marker.number != 1 else []
        return ["number_gap"] if marker.number > into.last + 1 else []

    def _make_room(self, marker: Marker) -> None:
        """Close what a new list can't stand below."""
        if not marker.opens_line:
            while (
                self.plain_since
                and self.lists
                and (self.lists[-1].family == "agenda" or self._speaks(self.lists[-1]))
            ):
                self._close()
            return
        while self.lists and not self.lists[-1].opens_line:
            self._close()
        rank = OUTER.get(marker.family)
        while self.lists and self._is_weaker(self.lists[-1], marker.family, rank):
            self._close()

    def _is_weaker(self, one: _List, family: str, rank: int | None) -> bool:
        if family == "agenda" or one.family == "agenda" or self._speaks(one):
            return self.plain_since
        led = self.plain_since and self.plain.endswith(":") and one.family not in OUTER
        if led or family == "chapter" or (one.family == "bullet" and family != "bullet"):
            return True
        if rank is None:
            return False
        if one.family in WEAK:
            return self.plain_since or rank <= OUTER["comma"]
        return one.family not in OUTER and self.plain_since and rank <= OUTER["comma"]

    def _speaks(self, one: _List) -> bool:
        return _SPEAKS.search(self.view[one.part.start : one.part.end]) is not None

    def _close(self) -> None:
        self.lists.pop()

    def _lead(self, marker: Marker) -> str:
        if not marker.opens_line:
            line = self.view.rfind("\n", 0, marker.start) + 1
            return self.view[line : marker.start]
        return self.plain if self.plain_since else ""


def _signatures(view: str) -> set[int]:
    """Where lines begin that name who issued a paper: an office above a date."""
    starts, at = [], 0
    for line in view.split("\n"):
        if line.strip():
            starts.append((at, line.strip()))
        at += len(line) + 1
    return {
        start
        for (start, line), (_, below) in pairwise(starts)
        if ISSUER.fullmatch(line) and DATE_LINE.fullmatch(below)
    }


def outline(view: str) -> list[Part]:
    """The parts of a paper in order: numbered ones, and paragraphs of no number between them."""
    return Outline(view).parts
