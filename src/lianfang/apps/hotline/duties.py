"""The duties of the hotline: what was brought is taken up and answered, help arrives; what is kept."""

import json
from datetime import timedelta
from typing import Final

from lianfang.apps.hotline import queries
from lianfang.apps.hotline.rules import clocks
from lianfang.apps.hotline.terms import MatterKind
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import Purpose

APP: Final = "hotline"
PAGE: Final = "hotline:matter"
ANSWERED: Final = [kind.value for kind in MatterKind if kind is not MatterKind.HELP]
SOURCE: Final = "时限表见“群众来电来信”的“时限”一页（地方，C）"

KINDS: Final = (
    DutyKind(
        code="matter_taken",
        name="签收群众事项",
        phrase="应接尽接",
        app=APP,
        statement="slots_taken",
        subject="matter",
        post="",
        source=SOURCE,
        constants={"clocks": json.dumps(clocks.taking_seconds())},
        page=PAGE,
        page_of=PageOf.SUBJECT,
    ),
    DutyKind(
        code="call_answered",
        name="答复群众事项",
        phrase="应答尽答",
        app=APP,
        statement="slots_answered",
        subject="matter",
        post="",
        source=SOURCE,
        constants={"clocks": json.dumps(clocks.answer_seconds()), "kinds": ANSWERED},
        page=PAGE,
        page_of=PageOf.SUBJECT,
    ),
    DutyKind(
        code="help_given",
        name="生活和就医求助",
        phrase="应助尽助",
        app=APP,
        statement="slots_answered",
        subject="matter",
        post="",
        source=SOURCE,
        constants={"clocks": json.dumps(clocks.answer_seconds()), "kinds": [MatterKind.HELP.value]},
        page=PAGE,
        page_of=PageOf.SUBJECT,
    ),
)
SUBJECT_NAMES: Final = {"matter": queries.matter_names}

RETENTION: tuple[Purpose, ...] = (
    Purpose(
        code="informants",
        name="举报投诉人身份",
        app=APP,
        statement="forget_identities",
        keep=timedelta(days=180),
        counted_from="事项办结",
        ground="个人信息保护法第四十七条：目的已实现即主动删除；180天为本地规定",
        certainty="C",
    ),
    Purpose(
        code="callers",
        name="求助咨询人联系方式",
        app=APP,
        statement="forget_contacts",
        keep=timedelta(days=90),
        counted_from="事项办结",
        ground="个人信息保护法第四十七条：目的已实现即主动删除；90天为本地规定",
        certainty="C",
    ),
)
