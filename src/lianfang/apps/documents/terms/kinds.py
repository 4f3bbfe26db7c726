"""The kinds of document: those written here from templates, and those that other parts write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from lianfang.core.documents import Form
from lianfang.kernel.errors import NotFound

SMALLEST_SHOWN: Final = 10
"""Counts below ten are not told to the public. A local norm (C): no text of law known here gives it."""
URGENCIES: Final = ("", "加急", "特急")
SECRECIES: Final = ("", "秘密", "机密", "绝密")
"""What may stand on a head (GB/T 9704-2012, 7.2.2 and 7.2.3); a secret says for how long, as 秘密★1年."""


class DocumentKind(StrEnum):
    """What a document is."""

    DAILY_BRIEF = "daily_brief"
    SITUATION = "situation"
    INSPECTION_NOTICE = "inspection_notice"
    RECTIFICATION = "rectification"
    TALK_OUTLINE = "talk_outline"
    MEETING_SCRIPT = "meeting_script"
    MINUTES = "minutes"
    PRESS_RELEASE = "press_release"
    COMMAND = "command"
    ANNOUNCEMENT = "announcement"
    LETTER = "letter"
    CONTACT_LETTER = "contact_letter"
    ORDER_NOTICE = "order_notice"
    RELEASE_NOTICE = "release_notice"


DOCUMENT_KIND_NAMES: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.DAILY_BRIEF: "工作日报",
    DocumentKind.SITUATION: "情况报告",
    DocumentKind.INSPECTION_NOTICE: "督查通报",
    DocumentKind.RECTIFICATION: "整改报告",
    DocumentKind.TALK_OUTLINE: "约谈提纲",
    DocumentKind.MEETING_SCRIPT: "会议主持词",
    DocumentKind.MINUTES: "会议纪要",
    DocumentKind.PRESS_RELEASE: "新闻通稿",
    DocumentKind.COMMAND: "命令（令）",
    DocumentKind.ANNOUNCEMENT: "解除通告",
    DocumentKind.LETTER: "协查函",
    DocumentKind.CONTACT_LETTER: "密接协查函",
    DocumentKind.ORDER_NOTICE: "措施告知书",
    DocumentKind.RELEASE_NOTICE: "解除通知单",
}
DOCUMENT_KIND_USES: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.DAILY_BRIEF: "每日向上级和领导报告，日报告、零报告",
    DocumentKind.SITUATION: "向上级报告一个时点的总体情况，与昨日同时比较",
    DocumentKind.INSPECTION_NOTICE: "通报当日督查发现的问题和销号情况",
    DocumentKind.RECTIFICATION: "被督查单位报告整改情况",
    DocumentKind.TALK_OUTLINE: "约谈落实不力的地区：数据、问题、请说明的事项",
    DocumentKind.MEETING_SCRIPT: "主持会议用：议程、上次议定事项落实情况",
    DocumentKind.MINUTES: "记载会议情况和议定事项",
    DocumentKind.PRESS_RELEASE: "向媒体和公众发布：只有总数，小于10的不写明",
    DocumentKind.COMMAND: "发布防控命令",
    DocumentKind.ANNOUNCEMENT: "通告解除封控、管控等措施",
    DocumentKind.LETTER: "请外地协助核查转交的人员",
    DocumentKind.CONTACT_LETTER: "就病例的密接请外地协助：人员、接触情形、请协助的事项、答复时限",
    DocumentKind.ORDER_NOTICE: "告知本人所采取的措施、期限、权利和救济",
    DocumentKind.RELEASE_NOTICE: "通知本人措施解除，可作返岗、返校证明",
}
"""What each kind is for."""


@dataclass(frozen=True)
class Elsewhere:
    """Where a kind is written: the page that leads there, what `about` names."""

    view: str
    about: str = ""
    by_area: bool = False


@dataclass(frozen=True)
class KindOf:
    """A kind: how it looks and is numbered, what people write of it, where it is written.

    `suffix` follows the office's short name in its number. `texts` are the parts that people write, as name
    and heading; without the `needed` ones it says nothing. `public` kinds tell the public: of small counts no
    number, of persons nothing. `personal` kinds print numbers of persons: they are sealed, shown masked.
    """

    code: DocumentKind
    form: Form = "document"
    suffix: str = ""
    upward: bool = False
    public: bool = False
    personal: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    imprint: bool = True
    elsewhere: Elsewhere | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return DOCUMENT_KIND_NAMES[self.code]

    @property
    def says(self) -> str:
        """What it is for."""
        return DOCUMENT_KIND_USES[self.code]


KINDS: Final[Mapping[DocumentKind, KindOf]] = {
    kind.code: kind
    for kind in (
        KindOf(
            DocumentKind.DAILY_BRIEF,
            elsewhere=Elsewhere("reporting:briefs", by_area=True),
        ),
        KindOf(
            DocumentKind.SITUATION,
            suffix="报",
            upward=True,
            texts={"work": "主要工作", "problems": "存在的问题", "next": "下一步安排"},
        ),
        KindOf(
            DocumentKind.INSPECTION_NOTICE,
            elsewhere=Elsewhere("inspection:papers"),
        ),
        KindOf(
            DocumentKind.RECTIFICATION,
            elsewhere=Elsewhere("inspection:papers", about="单位编号"),
        ),
        KindOf(
            DocumentKind.TALK_OUTLINE,
            suffix="督",
            texts={"problems": "其他问题", "asked": "请说明的事项"},
        ),
        KindOf(
            DocumentKind.MEETING_SCRIPT,
            elsewhere=Elsewhere("directives:meetings", about="会议编号"),
        ),
        KindOf(
            DocumentKind.MINUTES,
            form="minutes",
            elsewhere=Elsewhere("directives:meetings", about="会议编号"),
        ),
        KindOf(
            DocumentKind.PRESS_RELEASE,
            suffix="宣",
            public=True,
            texts={"measures": "工作措施", "advice": "温馨提示"},
            imprint=False,
        ),
        KindOf(
            DocumentKind.COMMAND,
            form="order",
            suffix="令",
            texts={"ground": "缘由和依据", "orders": "命令事项", "effect": "施行"},
            needed=("ground", "orders"),
        ),
        KindOf(
            DocumentKind.ANNOUNCEMENT,
            suffix="告",
            public=True,
            texts={"ground": "缘由和依据", "content": "解除事项", "advice": "有关要求"},
            needed=("ground", "content"),
        ),
        KindOf(
            DocumentKind.LETTER,
            form="letter",
            suffix="函",
            texts={"ask": "请予协助的事项", "contact": "联系人和电话"},
        ),
        KindOf(
            DocumentKind.CONTACT_LETTER,
            form="letter",
            suffix="函",
            personal=True,
            texts={"more": "补充说明", "contact": "联系人和电话"},
        ),
        KindOf(
            DocumentKind.ORDER_NOTICE,
            elsewhere=Elsewhere("control:sheaves", about="措施编号"),
        ),
        KindOf(
            DocumentKind.RELEASE_NOTICE,
            elsewhere=Elsewhere("control:sheaves", about="措施编号"),
        ),
    )
}
MADE_HERE: Final = tuple(kind for kind in KINDS.values() if kind.elsewhere is None)


def kind_of(code: str) -> KindOf:
    """Return a kind by its code; raises NotFound."""
    try:
        return KINDS[DocumentKind(code)]
    except ValueError as problem:
        raise NotFound(what="文书种类", value=code) from problem
