"""The demonstration's calls and letters, and what the public reads: some of each, in several states."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from lianfang.apps.areas import queries as areas
from lianfang.apps.bulletin import operations as bulletin
from lianfang.apps.bulletin.terms import Entry, PublicationKind, Wording
from lianfang.apps.hotline import operations as hotline
from lianfang.apps.hotline.terms import Brought, Identity, MatterChannel, MatterKind, Need, Satisfaction, Slip
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor

HOUR: Final = timedelta(hours=1)
DESK, WRITER, FIRST, SECOND = (
    Actor(name=f"演示：{name}", role="rehearsal", permissions=EVERY)
    for name in ("热线经办", "宣传组", "审核一", "审核二")
)
CALLER: Final = Identity(name="来电人", phone="13900000000", address="三组12号")
NEEDS: Final = {"透析": Need.DIALYSIS, "米和菜": Need.FOOD}
NOTICE: Final = Wording(
    PublicationKind.NOTICE,
    "关于在各村（社区）设置便民检测点的通告",
    "自7月12日起，各村（社区）每日8时至11时设检测点，免费。行动不便的，拨打服务电话预约上门。",
)
NUMBERS: Final = Wording(
    PublicationKind.NUMBERS,
    "服务电话",
    "",
    (
        Entry("疫情防控热线", "12345", "24小时"),
        Entry("生活和就医求助", "0990-8120001", "24小时，封控区送菜送药、透析和孕产就医"),
        Entry("心理援助", "0990-8120002", "8时至22时"),
    ),
)
WAITING: Final = Wording(
    PublicationKind.NOTICE, "关于调整县内公共交通的通告", "自7月12日起，县内公交班次恢复正常。"
)
RELEASE: Final = Wording(PublicationKind.RELEASE, "疫情防控情况", "各项工作有序进行，详见下列数字。")


def build(*, area: str, at: datetime) -> int:
    """Bring what callers brought and what the public was told, once; returns how many."""
    return len(list(_calls(area, at))) + len(list(_told(area, at)))


def _calls(area: str, at: datetime) -> Iterator[Slip]:
    town = areas.area(area).children[0].code
    village = areas.area(town).children[0].code
    yield _call(MatterKind.HELP, village, "明早九点县医院透析，小区出不去", at - HOUR)
    food = _call(MatterKind.HELP, village, "家里两位老人，米和菜只够今天", at - 9 * HOUR)
    hotline.acknowledge(food.uid, by=DESK, at=at - 8 * HOUR)
    hotline.answer(food.uid, text="菜包和10公斤米已放到门口，电话已告知", by=DESK, at=at - 6 * HOUR)
    yield food
    lead = _call(MatterKind.LEAD, village, "夜里卡口没有人，有车直接开出去", at - 20 * HOUR)
    hotline.acknowledge(lead.uid, by=DESK, at=at - 18 * HOUR)
    yield lead
    yield _call(MatterKind.APPEAL, town, "告知书上说我去过市场，我没有去过", at - HOUR)
    asked = _call(MatterKind.QUESTION, town, "隔离期满当天几点可以出门？", at - 30 * HOUR)
    hotline.answer(asked.uid, text="期满当日零时解除，12时前送达解除通知单", by=DESK, at=at - 20 * HOUR)
    hotline.rate(asked.number, asked.code, satisfaction=Satisfaction.SATISFIED, at=at - 19 * HOUR)
    hotline.close(asked.uid, reason="已答复，来电人满意", by=DESK, at=at - 18 * HOUR)
    yield asked


def _call(kind: MatterKind, place: str, text: str, at: datetime) -> Slip:
    need = next((need for sign, need in NEEDS.items() if sign in text), None)
    brought = Brought(kind, MatterChannel.PHONE, place, text, need)
    return hotline.receive(brought, identity=CALLER, by=DESK, at=at)


def _told(area: str, at: datetime) -> Iterator[UUID]:
    for wording in (NOTICE, NUMBERS, RELEASE):
        yield _approved(bulletin.write(wording, area=area, by=WRITER, at=at - HOUR), at - HOUR)
    sheet = hotline.write_fact_sheet(
        area=area,
        question="网传超市明天关门，要不要去囤货？",
        facts="全县超市正常营业，封控区每日配送，储备可供应三个月以上。",
        source="县商务部门",
        on=at.date(),
        by=WRITER,
        at=at - HOUR,
    )
    yield _approved(bulletin.write_faq(sheet, by=WRITER, at=at - HOUR), at - HOUR)
    yield bulletin.write(WAITING, area=area, by=WRITER, at=at)


def _approved(uid: UUID, at: datetime) -> UUID:
    """A publication after its two approvals."""
    for approver in (FIRST, SECOND):
        bulletin.approve(uid, by=approver, at=at)
    return uid
