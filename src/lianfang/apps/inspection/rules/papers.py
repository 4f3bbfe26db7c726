"""Papers of inspection as official documents: the notice of a visit, the daily bulletin, a unit's report.

Every number is a figure with its own query: what it counts can be asked again, as known when it was written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from lianfang.apps.inspection.rules import signature
from lianfang.apps.inspection.terms import (
    MODE_NAMES,
    SEVERITY_NAMES,
    STATE_NAMES,
    FindingState,
    FindingView,
    Mode,
    Severity,
)
from lianfang.core.documents import (
    Align,
    Block,
    Drawing,
    Emphasis,
    Figure,
    Heading,
    Imprint,
    Inline,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
    Text,
)
from lianfang.kernel.clock import ZONE

MADE_BY: Final = "联防"
OFFICE: Final = "疫情防控指挥部办公室"
OWN_UNITS: Final = "本级直属单位"
RECEIPT: Final = (
    ("签收单位", "", "签收时间", "　　年　月　日　时"),
    ("签收人签名", "", "督查人员签名", ""),
)
DRAWN_WIDTH: Final = 36
DRAWN_HEIGHT: Final = 9
"""Millimetres that a signature takes at most; the lines of the page keep their distance."""
CENTRE: Final[Align] = "center"
LEFT: Final[Align] = "left"
BULLETIN: Final = (
    ("visits", "今日检查{}处"),
    ("found", "发现问题{}个"),
    ("red", "其中严重问题{}个"),
    ("closed", "今日销号{}个"),
    ("unclosed", "尚未销号{}个"),
    ("overdue", "逾期未整改{}个"),
    ("repeated", "重复出现{}个"),
)
REPORT: Final = (
    ("all", "共接到督查问题{}个"),
    ("closed", "已销号{}个"),
    ("rectified", "已整改待回头看{}个"),
    ("open", "正在整改{}个"),
    ("overdue", "逾期{}个"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure: its key and value, what it counts, and the query by which that is found again."""

    key: str
    value: int
    counts: str
    query: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def shown(self) -> Figure:
        """The figure as a document prints it."""
        return Figure(self.key, self.value, str(self.value), self.counts)


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the bulletin's table, with its figures."""

    name: str
    figures: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a paper says: of which place or unit, of which day, its figures, rows, and findings."""

    area: str
    name: str
    office: str
    on: date
    as_known_at: datetime
    figures: Mapping[str, Counted]
    rows: tuple[Row, ...] = ()
    listed: tuple[FindingView, ...] = ()


@dataclass(frozen=True, slots=True)
class There:
    """Who was there at a visit: name and post, whether as a witness of a refusal, and the drawn signature."""

    name: str
    role: str = ""
    refused: bool = False
    drawn: bytes = b""


def notice(
    *,
    office: str,
    unit: str,
    campaign: str,
    visited_at: datetime,
    findings: Sequence[FindingView],
    there: There,
    at: datetime,
) -> OfficialDocument:
    """The notice of what a visit found (督查情况告知单), with the form that proves it was received."""
    rows = [
        (str(number), one.text, MODE_NAMES[Mode(one.mode)], moment(one.due_at))
        for number, one in enumerate(findings, start=1)
    ]
    head = ("序号", "发现的问题", "整改方式", "期限")
    return OfficialDocument(
        written_at=at,
        author=MADE_BY,
        letterhead=Letterhead(body=office),
        title="督查情况告知单",
        addressee=unit,
        body=[
            Paragraph(f"{moment(visited_at)}，督查组按照“{campaign}”到你单位检查，发现以下问题，现予告知。"),
            Table(head, rows, (0.6, 3.4, 1.1, 1.8), (CENTRE, LEFT, CENTRE, CENTRE)),
            Paragraph(_there(there)),
            Paragraph("请于期限内整改，附凭证报告。整改后由未参加本次检查的督查人员回头看，合格的予以销号。"),
            Paragraph("对所列情况有异议的，可以在签收后向督查组提出并附说明。"),
        ],
        signature=office,
        signed_on=day_of(at),
        below=[
            Table((), _receipt(), (1.1, 1.7, 1.1, 1.9), (CENTRE, LEFT, CENTRE, LEFT), roomy=True, whole=True)
        ],
    )


def _there(there: There) -> list[Inline]:
    """Who was there, and what they drew as their signature."""
    post = f"（{there.role}）" if there.role else ""
    who = (
        f"被查方拒绝签名，见证人：{there.name}{post}" if there.refused else f"检查时在场：{there.name}{post}"
    )
    if not there.drawn:
        return [f"{who}。"]
    width, height = signature.size_of("", there.drawn)
    share = min(DRAWN_WIDTH / width, DRAWN_HEIGHT / height)
    return [f"{who}，签名：", Drawing(there.drawn, width * share, height * share, "手写签名")]


def _receipt() -> list[list[Text]]:
    return [[Emphasis(one), first, Emphasis(two), second] for one, first, two, second in RECEIPT]


def bulletin(account: Account, *, uid: str) -> OfficialDocument:
    """The daily bulletin of inspection (督查通报)."""
    office = account.office
    day = f"{account.on.month}月{account.on.day}日"
    return OfficialDocument(
        written_at=account.as_known_at,
        author=office,
        letterhead=Letterhead(body=office, number=f"{account.on.year}年第{account.on.timetuple().tm_yday}期"),
        title="疫情防控督查通报",
        subtitle=f"（截至{moment(account.as_known_at)}）",
        addressee="各乡镇（街道）、各成员单位",
        body=[
            Paragraph(f"现将{day}督查情况通报如下。"),
            Heading(1, "总体情况"),
            Paragraph(_sentence(account, BULLETIN)),
            Heading(1, "各地情况"),
            *_places(account),
            Heading(1, "今日发现的问题"),
            *_found(account),
            Heading(1, "要求"),
            Paragraph(
                "有关单位对照告知单立行立改、限期整改，按时报告；逾期的逐级上报，重复出现的由主要负责人说明原因。"
            ),
        ],
        signature=office,
        signed_on=account.on,
        note="所列数字均由督查台账生成，可逐项追溯到具体记录",
        imprint=Imprint(printed_by=office, printed_on=account.on),
        facts={"paper": uid, "area": account.area, "on": account.on.isoformat()},
    )


def report(account: Account, *, uid: str) -> OfficialDocument:
    """A unit's report on what became of its list (整改报告)."""
    head = ("序号", "问题", "整改情况", "状态")
    rows = [
        (str(number), one.text, _mended(one), STATE_NAMES[FindingState(one.state)])
        for number, one in enumerate(account.listed, start=1)
    ]
    table = [Table(head, rows, (0.6, 2.6, 2.6, 1.3), (CENTRE, LEFT, LEFT, CENTRE))] if rows else []
    return OfficialDocument(
        written_at=account.as_known_at,
        author=account.name,
        letterhead=Letterhead(body=account.name),
        title=f"{account.name}\n关于督查问题整改情况的报告",
        subtitle=f"（截至{moment(account.as_known_at)}）",
        addressee=account.office,
        body=[
            Paragraph("现将督查问题整改情况报告如下。"),
            Heading(1, "总体情况"),
            Paragraph(_sentence(account, REPORT)),
            Heading(1, "逐项情况"),
            *table,
            *([] if rows else [Paragraph("没有督查问题。")]),
            Paragraph("特此报告。"),
        ],
        signature=account.name,
        signed_on=account.on,
        note="所列数字均由督查台账生成，可逐项追溯到具体记录",
        facts={"paper": uid, "area": account.area, "on": account.on.isoformat()},
    )


def _sentence(account: Account, words: Sequence[tuple[str, str]]) -> list[Inline]:
    parts: list[Inline] = []
    for key, said in words:
        before, after = said.split("{}")
        parts += [("，" if parts else "") + before, account.figures[key].shown(), after]
    return [*parts, "。"]


def _places(account: Account) -> list[Block]:
    head = ("地区", "问题", "已销号", "未销号", "逾期")
    rows: list[list[Text]] = [[row.name, *(figure.shown() for figure in row.figures)] for row in account.rows]
    return [Table(head, rows, (2.4, 1, 1, 1, 1))] if rows else [Paragraph("各地没有督查问题。")]


def _found(account: Account) -> list[Block]:
    if not account.listed:
        return [Paragraph("今日检查没有发现问题。")]
    rows = [
        (str(number), one.name, one.text, SEVERITY_NAMES[Severity(one.severity)], moment(one.due_at))
        for number, one in enumerate(account.listed, start=1)
    ]
    head = ("序号", "单位", "问题", "程度", "期限")
    return [Table(head, rows, (0.6, 1.6, 2.8, 0.8, 1.6), (CENTRE, CENTRE, LEFT, CENTRE, CENTRE))]


def _mended(one: FindingView) -> str:
    if not one.rectified_text or not one.rectified_at:
        return f"期限{moment(one.due_at)}"
    return f"{one.rectified_text}（{moment(one.rectified_at)}）"


def moment(at: datetime) -> str:
    """A moment as a table cell holds it."""
    local = at.astimezone(ZONE)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.month}月{local.day}日{local.hour}时{minutes}"


def day_of(at: datetime) -> date:
    """The day of a moment in the jurisdiction."""
    return at.astimezone(ZONE).date()
