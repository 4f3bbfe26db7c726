"""The demonstration's documents: an outline of a talk that was issued; a report and a letter that wait.

The outline counts one town: a report on the county counts ten times as much, and is drawn when it is opened.
"""

from datetime import datetime, timedelta
from typing import Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.documents import operations
from lianfang.apps.documents.terms import DocumentKind
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

WRITER, FIRST, SECOND = (
    Actor(name=f"演示：{name}", role="rehearsal", permissions=EVERY)
    for name in ("综合组", "综合组组长", "办公室主任")
)
WORK: Final = (
    "7月10日晚接收公安推送等名单后，连夜推送到村（社区），逐人核查、送达告知书。\n"
    "7月11日晨组织上门走访和测温。"
)
NEXT: Final = "超时未办的事项逐项落实到人，当日18时前办结；岗位空缺的当日补齐或指定代理。"
ASK: Final = "对名单所列人员逐一核实现居住地，落实相应的健康管理措施。"
ASKED: Final = "岗位空缺的，哪一天补齐，补齐前由谁代理。"
READ: Final = timedelta(minutes=10)


def build(*, area: str, until: datetime) -> int:
    """Issue the first, hand in the others, all done by a moment; returns how many."""
    at = until - 3 * READ
    day = at.astimezone(ZONE).date()
    asked = {"area": area, "on": day, "as_known_at": at, "by": WRITER, "at": at}
    texts = {"work": WORK, "next": NEXT}
    changes = {"copied_to": ("县卫生健康局", "县公安局"), "signer": "办公室主任"}
    town = areas.area(area).children[0].code
    talk = operations.prepare(DocumentKind.TALK_OUTLINE, **asked, about=town, texts={"asked": ASKED})  # type: ignore[arg-type]
    report = operations.prepare(DocumentKind.SITUATION, **asked, texts=texts, changes=changes)  # type: ignore[arg-type]
    letter = operations.prepare(DocumentKind.LETTER, **asked, texts={"ask": ASK})  # type: ignore[arg-type]
    made = (talk, report, letter)
    for each in made:
        operations.submit(each, by=WRITER, at=at)
    operations.approve(talk, by=FIRST, at=at + READ)
    operations.approve(talk, by=SECOND, at=at + 2 * READ)
    return len(made)
