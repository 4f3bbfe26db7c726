"""The demonstration's documents: a situation report that was issued, a letter that waits for approval."""

from datetime import datetime, timedelta
from typing import Final

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
READ: Final = timedelta(minutes=10)


def build(*, area: str, until: datetime) -> int:
    """Issue the one, hand in the other, all done by a moment; returns how many."""
    at = until - 3 * READ
    day = at.astimezone(ZONE).date()
    asked = {"area": area, "on": day, "as_known_at": at, "by": WRITER, "at": at}
    texts = {"work": WORK, "next": NEXT}
    changes = {"copied_to": ("县卫生健康局", "县公安局"), "signer": "办公室主任"}
    report = operations.prepare(DocumentKind.SITUATION, **asked, texts=texts, changes=changes)  # type: ignore[arg-type]
    operations.submit(report, by=WRITER, at=at)
    operations.approve(report, by=FIRST, at=at + READ)
    operations.approve(report, by=SECOND, at=at + 2 * READ)
    letter = operations.prepare(DocumentKind.LETTER, **asked, texts={"ask": ASK})  # type: ignore[arg-type]
    operations.submit(letter, by=WRITER, at=at)
    return 2
