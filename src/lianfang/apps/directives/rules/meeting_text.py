"""The papers of a meeting as official documents: what the chair says, and the minutes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, TypeAlias

from lianfang.apps.directives.terms import Convened, Pending, Point
from lianfang.core.documents import Block, Figure, Heading, Letterhead, OfficialDocument, Paragraph, Table
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

NUMERALS: Final = "一二三四五六七八九十"
SEPARATORS: Final = ("|", "｜")
Papers: TypeAlias = Mapping[str, Sequence[str]]
"""Names of attached papers by the title of their point."""
NO_PAPERS: Final[Papers] = MappingProxyType({})
NOTHING: Final = "上次会议议定事项已全部办结。"


class AgendaFault(InputRefused):
    """A line of an agenda that can't be read."""

    code = "directives.agenda_fault"
    sentence = "议程第{line}行有误：“{text}”。每行写作：议题 | 汇报人 | 分钟 | 材料。"


def points_of(text: str) -> tuple[Point, ...]:
    """The points of an agenda, one a line: what | who | minutes | paper. Raises AgendaFault."""
    lines = [line.strip() for line in text.splitlines()]
    return tuple(_point(line, place) for place, line in enumerate(lines, start=1) if line)


def _point(line: str, place: int) -> Point:
    for sign in SEPARATORS[1:]:
        line = line.replace(sign, SEPARATORS[0])
    title, speaker, minutes, paper, *more = [part.strip() for part in line.split(SEPARATORS[0])] + [""] * 3
    number = minutes.removesuffix("分钟").strip()
    if not title or any(more) or (number and not number.isdecimal()):
        raise AgendaFault(line=place, text=line)
    return Point(title, speaker, int(number or 0), paper)


def agenda_text(points: Sequence[Point]) -> str:
    """An agenda as it is typed."""
    rows = ((one.title, one.speaker, str(one.minutes or ""), one.paper) for one in points)
    return "\n".join(" | ".join(row).rstrip(" |") for row in rows)


def office_of(place: str) -> str:
    """The office of a place that holds its meetings, as documents name it."""
    return f"{place}疫情防控指挥部办公室"


def script(
    meeting: Convened,
    pending: Sequence[Pending],
    *,
    office: str,
    written_at: datetime,
    papers: Papers = NO_PAPERS,
) -> OfficialDocument:
    """What the chair says: the opening, what became of the last meeting's decisions, each point, the end."""
    return OfficialDocument(
        written_at=written_at,
        author=office,
        title=f"{meeting.title}\n主持词",
        subtitle=f"（{_moment(meeting.held_at)}）",
        body=[*_script(meeting, pending, papers)],
        signature=office,
        signed_on=meeting.held_at.astimezone(ZONE).date(),
        sealed=False,
    )


def _script(meeting: Convened, pending: Sequence[Pending], papers: Papers) -> Iterator[Block]:
    yield Paragraph("同志们：")
    count = Figure("points", len(meeting.agenda), str(len(meeting.agenda)), "议程项数")
    yield Paragraph([f"现在开会。今天召开{meeting.title}，共有", count, "项议程。"])
    yield Heading(1, "上次会议议定事项")
    yield from _pending(pending)
    for place, point in enumerate(meeting.agenda):
        yield Heading(1, f"第{_numeral(place)}项：{point.title}")
        who = f"请{point.speaker}汇报" if point.speaker else "请与会同志讨论"
        limit = f"，时间{point.minutes}分钟" if point.minutes else ""
        named = dict.fromkeys(filter(None, [point.paper, *papers.get(point.title, ())]))
        paper = f"材料见{'、'.join(f'《{name}》' for name in named)}。" if named else ""
        yield Paragraph(f"下面进行第{_numeral(place)}项议程：{point.title}。{who}{limit}。{paper}")
    yield Heading(1, "总结")
    yield Paragraph(f"请{meeting.chair}讲话。" if meeting.chair else "请主要负责同志讲话。")
    yield Paragraph("会议议定的事项由办公室形成纪要，逐项交办，按时限办结销号。散会。")


def _pending(pending: Sequence[Pending]) -> Iterator[Block]:
    waiting = [one for one in pending if one.open]
    if not waiting:
        yield Paragraph(NOTHING)
        return
    tasks, late = sum(one.open for one in waiting), sum(one.overdue for one in waiting)
    counted = Figure("pending.open", tasks, str(tasks), "上次会议未结的任务")
    overdue = Figure("pending.overdue", late, str(late), "其中逾期的任务")
    yield Paragraph(["上次会议议定事项中，还有", counted, "项任务没有办结，其中逾期", overdue, "项："])
    rows = [[one.name, str(one.tasks), str(one.open), str(one.overdue)] for one in waiting]
    yield Table(["事项", "任务", "未结", "逾期"], rows, widths=(5, 1, 1, 1))


def minutes(
    meeting: Convened, text: str, *, office: str, written_at: datetime, papers: Papers = NO_PAPERS
) -> OfficialDocument:
    """The minutes: when, where, who; what was decided, a paragraph a line; the papers as attachments."""
    return OfficialDocument(
        written_at=written_at,
        author=office,
        letterhead=Letterhead(body=f"{office.removesuffix('办公室')}会议纪要", form="minutes"),
        title=meeting.title,
        body=[*_minutes(meeting, text)],
        attendance=[("出席", meeting.attendees)] if meeting.attendees else (),
        enclosed=[*dict.fromkeys(name for names in papers.values() for name in names)],
        signature=office,
        signed_on=meeting.held_at.astimezone(ZONE).date(),
    )


def _minutes(meeting: Convened, text: str) -> Iterator[Block]:
    place = f"，在{meeting.place}" if meeting.place else ""
    chair = f"，{meeting.chair}主持" if meeting.chair else ""
    yield Paragraph(f"{_moment(meeting.held_at)}{place}召开{meeting.title}{chair}。现纪要如下。")
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip())


def _moment(at: datetime) -> str:
    local = at.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def _numeral(place: int) -> str:
    ten = len(NUMERALS)
    if place < ten:
        return NUMERALS[place]
    return str(place + 1)
