"""Closed lists of facilities, with the words that people see."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

SITE_KINDS: Final = ("isolation_site", "hospital")
"""Kinds of unit that hold people apart."""


class Readiness(StrEnum):
    """How ready a site is."""

    RESERVE = "reserve"
    ACTIVATABLE = "activatable_24h"
    ACTIVE = "active"
    CLEANING = "cleaning"
    CLOSED = "closed"


READINESS_NAMES: Mapping[Readiness, str] = {
    Readiness.RESERVE: "储备",
    Readiness.ACTIVATABLE: "24小时内可启用",
    Readiness.ACTIVE: "启用",
    Readiness.CLEANING: "终末消毒",
    Readiness.CLOSED: "停用",
}


class Zone(StrEnum):
    """Of which of the three zones a building is (三区两通道)."""

    LIVING = "living"
    BUFFER = "buffer"
    CLEAN = "clean"


ZONE_NAMES: Mapping[Zone, str] = {
    Zone.LIVING: "生活（隔离）区",
    Zone.BUFFER: "缓冲区",
    Zone.CLEAN: "清洁区",
}


class RoomState(StrEnum):
    """How a room stands: whoever left it leaves it to be cleaned."""

    FREE = "free"
    ASSIGNED = "assigned"
    OCCUPIED = "occupied"
    DIRTY = "dirty"


ROOM_STATE_NAMES: Mapping[RoomState, str] = {
    RoomState.FREE: "空",
    RoomState.ASSIGNED: "已分配，待入住",
    RoomState.OCCUPIED: "在住",
    RoomState.DIRTY: "待终末消毒",
}


class PartyReason(StrEnum):
    """Why people share a room; one person needs no reason."""

    ALONE = "alone"
    CHILD = "child"
    PREGNANT = "pregnant"
    ILL = "ill"
    DEPENDENT = "dependent"


PARTY_REASON_NAMES: Mapping[PartyReason, str] = {
    PartyReason.ALONE: "单人单间",
    PartyReason.CHILD: "14岁及以下儿童，由一人陪护",
    PartyReason.PREGNANT: "孕产妇，由一人陪护",
    PartyReason.ILL: "有严重基础疾病，由一人陪护",
    PartyReason.DEPENDENT: "生活不能自理，由一人陪护",
}


class WhyNot(StrEnum):
    """Why somebody who waits got no room."""

    NO_ROOM = "no_room"
    NOT_COUNTED = "not_counted"
    NO_DOUBLE = "no_double"
    NO_ACCESSIBLE = "no_accessible"
    NO_CARER = "no_carer"
    CARER_BUSY = "carer_busy"


WHY_NOT_NAMES: Mapping[WhyNot, str] = {
    WhyNot.NO_ROOM: "空房已经用完",
    WhyNot.NOT_COUNTED: "现场核验可用的房间已经用完",
    WhyNot.NO_DOUBLE: "儿童和陪护人要双床房间，已经没有空的",
    WhyNot.NO_ACCESSIBLE: "要无障碍房间，已经没有床位够的",
    WhyNot.NO_CARER: "14岁及以下，同户没有18至59岁的人一同等候，不能独住：请人工安排陪护人，或换成居家隔离",
    WhyNot.CARER_BUSY: "14岁及以下，同户的成年人已陪护另一名儿童，一人只陪护一名：请人工安排陪护人",
}


class LodgingEventKind(StrEnum):
    """What happens to somebody's stay in a room."""

    ASSIGNED = "assigned"
    ARRIVED = "arrived"
    LEFT = "left"
    HELD = "held"
    RELEASED = "released"
    CLEANED = "cleaned"
    CANCELLED = "cancelled"


LODGING_EVENT_NAMES: Mapping[LodgingEventKind, str] = {
    LodgingEventKind.ASSIGNED: "分配房间",
    LodgingEventKind.ARRIVED: "入住",
    LodgingEventKind.LEFT: "离开",
    LodgingEventKind.HELD: "暂不能离开",
    LodgingEventKind.RELEASED: "凭解除证明离开",
    LodgingEventKind.CLEANED: "终末消毒",
    LodgingEventKind.CANCELLED: "取消分配",
}

CHECKS: Mapping[str, str] = {
    "apart": "与居民区保持距离，相对独立",
    "three_zones": "三区两通道分明",
    "single_rooms": "单人单间，有独立卫生间和外窗",
    "air": "不使用集中空调回风",
    "bins": "每间两个加盖垃圾桶，医疗废物有专人专收",
    "meals": "非接触送餐",
    "staff_loop": "工作人员登记在册、闭环管理、按频次检测",
    "protection": "防护和消毒物资够用",
}
"""集中隔离点的设置和管理要求 (B)."""


class TransferWhy(StrEnum):
    """Why somebody is moved; each has a clock."""

    CASE = "case"
    FEVER = "fever"
    CLOSE_CONTACT = "close_contact"
    SECONDARY_CONTACT = "secondary_contact"
    OTHER = "other"


TRANSFER_WHY_NAMES: Mapping[TransferWhy, str] = {
    TransferWhy.CASE: "病例或无症状感染者，2小时（M）",
    TransferWhy.FEVER: "发热或有症状，2小时（M）",
    TransferWhy.CLOSE_CONTACT: "密切接触者，8小时（C）",
    TransferWhy.SECONDARY_CONTACT: "密接的密接，12小时（C）",
    TransferWhy.OTHER: "其他，12小时（C）",
}


class Custodian(StrEnum):
    """Who answers for somebody who is moved; at any moment exactly one."""

    SENDER = "sender"
    CREW = "crew"
    RECEIVER = "receiver"


CUSTODIAN_NAMES: Mapping[Custodian, str] = {
    Custodian.SENDER: "送出方",
    Custodian.CREW: "转运人员",
    Custodian.RECEIVER: "接收方",
}
