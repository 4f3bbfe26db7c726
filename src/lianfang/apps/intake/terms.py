"""Words of intake: channels, outcomes of rows, rules that match, outcomes of checks, the five groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

REJECTS: Final = "rejects"
"""Folder of the home where a command lays the rows that it gives back, until they are fetched."""


class Channel(StrEnum):
    """Where a list comes from."""

    POLICE_PUSH = "police_push"
    TRANSPORT_PUSH = "transport_push"
    TELECOM_PUSH = "telecom_push"
    UPPER_PUSH = "upper_push"
    BORDER_PUSH = "border_push"
    SELF_REPORT = "self_report"
    DOOR_TO_DOOR = "door_to_door"
    HOTEL = "hotel"
    EMPLOYER = "employer"
    SCHOOL = "school"
    CHECKPOINT = "checkpoint"
    HOTLINE = "hotline"


CHANNEL_NAMES: Mapping[str, str] = {
    "police_push": "公安推送",
    "transport_push": "交通推送",
    "telecom_push": "通信推送",
    "upper_push": "上级推送",
    "border_push": "口岸推送",
    "self_report": "主动报备",
    "door_to_door": "入户摸排",
    "hotel": "酒店登记",
    "employer": "企业用工",
    "school": "学校报送",
    "checkpoint": "卡口登记",
    "hotline": "热线线索",
    "check_return": "核查反馈",
    "investigation": "流调判定",
}
CHECK_RETURN = "check_return"  # a list of outcomes of checks: it tells of persons, it brings none
INVESTIGATION = "investigation"  # what an investigation judged: no file, and nobody hands it in
TOP_DOWN = frozenset(channel for channel in Channel if channel.endswith("_push"))
BOTTOM_UP = frozenset(Channel) - TOP_DOWN


class Outcome(StrEnum):
    """What became of a row; every row has exactly one."""

    MATCHED = "matched"
    CREATED = "created"
    REVIEW = "review"
    REJECTED = "rejected"
    FORWARDED = "forwarded"
    UNCHANGED = "unchanged"


OUTCOME_NAMES: Mapping[str, str] = {
    "matched": "已匹配",
    "created": "新建",
    "review": "待核",
    "rejected": "退回",
    "forwarded": "转交",
    "unchanged": "未变",
}


class Rule(StrEnum):
    """Rules that match a row to a person, the surest first; the row and the person agree on what is named."""

    ID_NAME = "id_name"
    ID_SOUND = "id_sound"
    ID_CLOSE = "id_close"
    PHONE_NAME = "phone_name"
    PHONE_SOUND = "phone_sound"
    PHONE_CLOSE_BIRTH = "phone_close_birth"
    NAME_BIRTH_VILLAGE = "name_birth_village"
    NAME_DOOR = "name_door"
    NEW_ID = "new_id"
    NEW_PHONE = "new_phone"
    NEW_BIRTH = "new_birth"
    DECIDED = "decided"


class Hint(StrEnum):
    """Rules too weak to match: a person decides."""

    SEVERAL = "several"
    ID_OTHER_NAME = "id_other_name"
    ID_ONE_OFF = "id_one_off"
    PHONE_OTHER_NAME = "phone_other_name"
    PHONE_OTHER_ID = "phone_other_id"
    NAME_BIRTH_SEX = "name_birth_sex"
    NAME_VILLAGE_SEX = "name_village_sex"


EVIDENCE_NAMES: Mapping[str, str] = {
    "name": "姓名",
    "name_sound": "姓名读音",
    "id": "证件号码",
    "phone": "电话",
    "sex": "性别",
    "birth_date": "出生日期",
    "village": "村（社区）",
}


class CheckOutcome(StrEnum):
    """Outcome of a check at the door or by telephone."""

    FOUND_CONTROLLED = "found_controlled"
    LEFT_AREA = "left_area"
    WRONG_NUMBER = "wrong_number"
    NOT_REACHABLE = "not_reachable"
    REFUSED = "refused"
    DECEASED = "deceased"
    DUPLICATE = "duplicate"


CHECK_OUTCOME_NAMES: Mapping[str, str] = {
    "found_controlled": "已找到并落实管控",
    "left_area": "已离开本地",
    "wrong_number": "号码错误",
    "not_reachable": "联系不上",
    "refused": "拒绝配合",
    "deceased": "已死亡",
    "duplicate": "重复信息",
}


class Group(StrEnum):
    """The five groups that a village keeps clear (五清), in the order of the town opinion, item 4."""

    OUTSIDERS = "outsiders"
    AWAY = "away"
    ENTERPRISE_WORKERS = "enterprise_workers"
    OUTSIDE_CONTACTS = "outside_contacts"
    KEY_AREAS = "key_areas"


GROUP_NAMES: Mapping[str, str] = {
    "outsiders": "外来人员",
    "away": "外出人员",
    "enterprise_workers": "企业用工",
    "outside_contacts": "接触域外人员",
    "key_areas": "重点区域人员",
}


class Decision(StrEnum):
    """What a person may decide of a row in review."""

    SAME_AS = "same_as"
    NEW_PERSON = "new_person"
    REJECT = "reject"


class Work(StrEnum):
    """What is done with a file handed in at the desk."""

    LOOK = "look"
    DRY_RUN = "dry_run"
    RECEIVE = "receive"


WORK_NAMES: Mapping[str, str] = {"look": "辨认列和取值", "dry_run": "试算", "receive": "导入"}
STEP_NAMES: Mapping[str, str] = {
    "intake.chunk": "读取、清洗、识别",
    "intake.chunks": "全部行已读完",
    "intake.resolve_by_id": "按证件号码找人",
    "intake.pair_by_phone": "按电话找人",
    "intake.pair_by_birth": "按姓名、出生日期找人",
    "intake.pair_by_door": "按姓名、门牌找人",
    "intake.hint_by_name": "给存疑行找候选人",
    "intake.new_by_id": "登记新人员（有证件）",
    "intake.new_by_phone": "登记新人员（有电话）",
    "intake.new_by_birth": "登记新人员（有出生日期）",
    "intake.write_rows": "写入每一行的去向",
    "intake.write_exposures": "写入暴露",
    "intake.write_groups": "写入五清",
    "intake.write_forwards": "写入转交",
}
"""Steps of receiving a list that a person is told of while it runs."""


DECISION_NAMES: Mapping[str, str] = {"same_as": "就是此人", "new_person": "新人员", "reject": "退回"}
HINT_NAMES: Mapping[str, str] = {
    "several": "有两个以上登记人员都相符",
    "id_other_name": "证件号码相同，姓名不同",
    "id_one_off": "证件号码只差一位",
    "phone_other_name": "电话相同，姓名不同",
    "phone_other_id": "姓名、电话相同，证件号码不同",
    "name_birth_sex": "姓名读音、出生日期、性别相同",
    "name_village_sex": "同村同名同性别",
}


class Finding(StrEnum):
    """What the reconciliation of lists looks for."""

    PUSHED_NOT_FOUND = "pushed_not_found"
    FOUND_NOT_PUSHED = "found_not_pushed"
    FOUND_TWICE = "found_twice"
    CONTRADICTING_ADDRESSES = "contradicting_addresses"
    CLAIMED_BY_TWO_VILLAGES = "claimed_by_two_villages"
    NEVER_VISITED = "never_visited"


FINDING_NAMES: Mapping[str, str] = {
    "pushed_not_found": "推送名单有、尚未找到",
    "found_not_pushed": "已登记、不在任何推送名单",
    "found_twice": "被两份以上名单重复登记",
    "contradicting_addresses": "不同名单地址矛盾",
    "claimed_by_two_villages": "两个村（社区）同时认领",
    "never_visited": "从未走访的户",
}


@dataclass(frozen=True, slots=True)
class Account:
    """The account of a batch: `rows` is the sum of the six outcomes."""

    batch: int
    rows: int
    matched: int
    created: int
    review: int
    rejected: int
    forwarded: int
    unchanged: int
    seconds: float
    rejects_file: str | None

    def __post_init__(self) -> None:
        if self.rows != sum(getattr(self, outcome) for outcome in Outcome):
            raise ArithmeticError(f"the account of rows does not balance: {self}")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a batch is received under: who sends it, to whom, when, and of which disease it speaks."""

    channel: str
    area: str
    received_at: datetime
    sheet: str = ""
    mapping: str = ""
    disease: str = "covid19"


@dataclass(frozen=True, slots=True)
class RowKey:
    """A row as the spreadsheet numbers it, within a batch."""

    batch: int
    sheet_no: int
    row_no: int
    part: int = 0


@dataclass(frozen=True)
class Ground:
    """What an investigation says of a person's exposure: of which kind, last on which day."""

    person: int
    exposure: str
    last_exposure: date
