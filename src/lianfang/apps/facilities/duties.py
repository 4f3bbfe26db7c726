"""The duty kinds of facilities: sites are verified, rooms are cleaned; what is kept how long."""

from datetime import time, timedelta
from functools import partial
from typing import Final

from lianfang.apps.areas.terms import PostCode
from lianfang.apps.facilities import queries
from lianfang.apps.facilities.rules import clocks, verifying
from lianfang.apps.facilities.terms import FREED_WITHIN, LETTER_WITHIN, MEAL_CLOCKS
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import FileColumn, Purpose

APP: Final = "facilities"


def _of_day(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute)


SITE_VERIFIED: Final = DutyKind(
    code="site_verified",
    name="隔离点现场核验",
    phrase="应核尽核",
    app=APP,
    statement="slots_site_verified",
    subject="site",
    post=PostCode.COUNTY_OFFICE,
    source="房间数须现场核验，未核验的不计入；每30天一次（地方，C）",
    constants={
        "valid_for": verifying.VALID_FOR,
        "notice": clocks.VERIFIED_NOTICE,
        "first_within": clocks.VERIFIED_FIRST,
    },
    page="facilities:site",
    page_of=PageOf.SUBJECT,
)
ROOM_CLEANED: Final = DutyKind(
    code="room_cleaned",
    name="房间终末消毒",
    phrase="应消尽消",
    app=APP,
    statement="slots_room_cleaned",
    subject="room",
    post="",
    source="人员离开后房间终末消毒，12小时内（地方，C）",
    constants={"within": clocks.CLEANED_WITHIN},
    page="facilities:sites",
)
TRANSFER_COMPLETED: Final = DutyKind(
    code="transfer_completed",
    name="闭环转运",
    phrase="应转尽转",
    app=APP,
    statement="slots_transfer_completed",
    subject="transfer",
    post=PostCode.HEALTH_CENTRE_HEAD,
    source="病例2小时（M）；密接8小时、次密接12小时转运到隔离点（地方，C）",
    page="facilities:transfer",
    page_of=PageOf.SUBJECT,
)
RELEASE_CERTIFICATE: Final = DutyKind(
    code="release_certificate",
    name="凭证明离开隔离点",
    phrase="应解尽解",
    app=APP,
    statement="slots_release_certificate",
    subject="person",
    post="",
    source="不得超过规定期限（传染病防治法，B）；解除后4小时内凭解除证明离开（地方，C）",
    constants={"within": clocks.LEAVE_WITHIN},
    page="facilities:sites",
)
NEED_ACKNOWLEDGED: Final = DutyKind(
    code="need_acknowledged",
    name="受理照护需求",
    phrase="应接尽接",
    app=APP,
    statement="slots_need_acknowledged",
    subject="need",
    post="",
    source="隔离期间保障基本生活和基本医疗（传染病防治法第六十七条，B）；各类时限为本地默认（M）",
    page="facilities:need",
    page_of=PageOf.SUBJECT,
)
NEED_ANSWERED: Final = DutyKind(
    code="need_answered",
    name="办结照护需求",
    phrase="应保尽保",
    app=APP,
    statement="slots_need_answered",
    subject="need",
    post="",
    source="隔离期间保障基本生活和基本医疗（传染病防治法第六十七条，B）；各类时限为本地默认（M）",
    page="facilities:need",
    page_of=PageOf.SUBJECT,
)
MEAL_SERVED: Final = DutyKind(
    code="meal_served",
    name="隔离点送餐",
    phrase="应送尽送",
    app=APP,
    statement="slots_meal_served",
    subject="site",
    post="",
    source="非接触送餐（B）；三餐时间为本地默认（M）",
    constants={
        "meals": [meal.value for meal in MEAL_CLOCKS],
        "opens": [_of_day(opens) for opens, _ in MEAL_CLOCKS.values()],
        "dues": [_of_day(due) for _, due in MEAL_CLOCKS.values()],
    },
    page="facilities:site",
    page_of=PageOf.SUBJECT,
)
STAFF_TESTED: Final = DutyKind(
    code="staff_tested",
    name="闭环工作人员检测",
    phrase="应检尽检",
    app=APP,
    statement="slots_staff_tested",
    subject="person",
    post="",
    source="与隔离人员直接接触的每日检测（第九版方案，B）；其他每周两次（M）",
    page="facilities:sites",
)
CLINIC_RESULT: Final = DutyKind(
    code="clinic_result",
    name="发热门诊出结果",
    phrase="应检尽检",
    app=APP,
    statement="slots_clinic_result",
    subject="hold",
    post="",
    source="发热门诊检测结果6小时内（M）",
    page="facilities:hold_card",
    page_of=PageOf.SUBJECT,
)
CLINIC_LEFT: Final = DutyKind(
    code="clinic_left",
    name="出结果后离开发热门诊",
    phrase="应解尽解",
    app=APP,
    statement="slots_clinic_left",
    subject="hold",
    post="",
    source="结果出来即告知、离开或转送，不得继续留置；1小时为本地默认（M）",
    constants={"within": FREED_WITHIN},
    page="facilities:hold_card",
    page_of=PageOf.SUBJECT,
)
CLINIC_LETTER: Final = DutyKind(
    code="clinic_letter",
    name="签收发热门诊协查函",
    phrase="应接尽接",
    app=APP,
    statement="slots_clinic_letter",
    subject="clinic_letter",
    post="",
    source="外地人员留观结束即函告居住地；24小时内签收为本地默认（M）",
    constants={"within": LETTER_WITHIN},
    page="facilities:clinic",
)
KINDS: Final = (
    SITE_VERIFIED,
    ROOM_CLEANED,
    TRANSFER_COMPLETED,
    RELEASE_CERTIFICATE,
    NEED_ACKNOWLEDGED,
    NEED_ANSWERED,
    MEAL_SERVED,
    STAFF_TESTED,
    CLINIC_RESULT,
    CLINIC_LEFT,
    CLINIC_LETTER,
)
SUBJECT_NAMES: Final = {
    "site": queries.site_names,
    "room": queries.room_names,
    "transfer": queries.transfer_names,
    "need": queries.need_names,
    "hold": queries.hold_names,
    "clinic_letter": queries.letter_names,
}

_forgotten = partial(
    Purpose,
    app=APP,
    keep=timedelta(days=180),
    ground="个人信息保护法第四十七条：目的已实现即主动删除；180天为本地规定",
    certainty="C",
)
RETENTION: tuple[Purpose, ...] = (
    _forgotten("lodgings", "隔离点入住", statement="forget_lodgings", counted_from="房间终末消毒"),
    _forgotten("transfers", "转运和交接", statement="forget_transfers", counted_from="送达或取消"),
    _forgotten("needs", "照护需求", statement="forget_needs", counted_from="最后一次办理"),
    _forgotten("staff_periods", "闭环工作人员", statement="forget_staff_periods", counted_from="离开闭环"),
    _forgotten("clinic_holds", "发热门诊留观", statement="forget_clinic_holds", counted_from="离开"),
    _forgotten("home_checks", "居家条件核查", statement="forget_home_checks", counted_from="核查之日"),
    Purpose(
        code="verification_photographs",
        name="隔离点核验照片",
        app=APP,
        statement="forget_verification_photographs",
        keep=timedelta(days=365),
        counted_from="核验之日",
        ground="个人信息保护法第十九条：目的所必要的最短时间；一年为本地规定",
        certainty="C",
    ),
)
FILES: tuple[FileColumn, ...] = (FileColumn("facilities_verificationphotograph"),)
