"""The duties of cases: reported, their core told, investigated, each within its hours."""

import json
from datetime import timedelta
from functools import partial
from typing import Final

from lianfang.apps.cases import queries
from lianfang.apps.cases.rules import clocks
from lianfang.apps.cases.rules.judging import TRANSFER_HOURS, TRANSFER_SOURCE
from lianfang.apps.cases.terms import (
    ACKNOWLEDGED_HOURS,
    ANSWERED_HOURS,
    LETTER_SOURCE,
    CaseStep,
    LetterStep,
)
from lianfang.core.duty.terms import DutyKind, PageOf
from lianfang.core.retention.terms import Purpose

APP: Final = "cases"
PAGE: Final = "cases:case"


def _step(
    code: str, words: tuple[str, str], source: str, step: CaseStep, hours: int, *, by_disease: bool = False
) -> DutyKind:
    return DutyKind(
        code=code,
        name=words[0],
        phrase=words[1],
        app=APP,
        statement="slots_case_step",
        subject="case",
        post="",
        source=source,
        constants={
            "step": step.value,
            "hours": hours,
            "by_disease": by_disease,
            "by_unit": by_disease,
            "urgent_hours": clocks.URGENT_HOURS,
        },
        page=PAGE,
        page_of=PageOf.SUBJECT,
    )


def _letter(code: str, words: tuple[str, str], step: LetterStep, hours: int) -> DutyKind:
    return DutyKind(
        code=code,
        name=words[0],
        phrase=words[1],
        app=APP,
        statement="slots_letter_step",
        subject="letter",
        post="",
        source=LETTER_SOURCE,
        constants={"step": step.value, "hours": hours},
        page="cases:letter",
        page_of=PageOf.SUBJECT,
    )


POSITIVE_REPORTED: Final = DutyKind(
    code="positive_reported",
    name="阳性登记病例",
    phrase="应报尽报",
    app=APP,
    statement="slots_positive_reported",
    subject="person",
    post="",
    source=clocks.POSITIVE_SOURCE,
    constants={"hours": clocks.POSITIVE_HOURS},
    page="cases:positives",
)
KINDS: Final = (
    _step(
        "case_reported",
        ("报告病例", "应报尽报"),
        clocks.REPORT_SOURCE,
        CaseStep.REPORTED,
        clocks.REPORT_HOURS,
        by_disease=True,
    ),
    POSITIVE_REPORTED,
    _step(
        "case_traced",
        ("查清核心轨迹", "应查尽查"),
        clocks.TRAJECTORY_SOURCE,
        CaseStep.TRAJECTORY,
        clocks.TRAJECTORY_HOURS,
    ),
    _step(
        "case_investigated",
        ("完成个案调查", "应调尽调"),
        clocks.INVESTIGATED_SOURCE,
        CaseStep.INVESTIGATED,
        clocks.INVESTIGATED_HOURS,
    ),
    _letter("letter_acknowledged", ("签收协查函", "应接尽接"), LetterStep.ACKNOWLEDGED, ACKNOWLEDGED_HOURS),
    _letter("letter_answered", ("答复协查函", "应复尽复"), LetterStep.ANSWERED, ANSWERED_HOURS),
    DutyKind(
        code="stranger_found",
        name="查明同处的陌生人",
        phrase="应查尽查",
        app=APP,
        statement="slots_stranger_found",
        subject="case",
        post="",
        source=clocks.STRANGER_SOURCE,
        constants={"hours": clocks.STRANGER_HOURS},
        page="cases:contacts",
        page_of=PageOf.SUBJECT,
    ),
    DutyKind(
        code="contact_controlled",
        name="管控密接",
        phrase="应隔尽隔",
        app=APP,
        statement="slots_contact_controlled",
        subject="person",
        post="",
        source=TRANSFER_SOURCE,
        constants={"hours": json.dumps(TRANSFER_HOURS)},
    ),
)
SUBJECT_NAMES: Final = {"case": queries.case_names, "letter": queries.letter_names}

_forgotten = partial(
    Purpose,
    app=APP,
    keep=timedelta(days=180),
    ground="个人信息保护法第四十七条：目的已实现即主动删除；180天为本地规定",
    certainty="C",
)
RETENTION: Final[tuple[Purpose, ...]] = (
    _forgotten(
        code="case_stays", name="病例的轨迹", statement="forget_stays", counted_from="病例最后一次登记"
    ),
    _forgotten(
        code="case_nearnesses",
        name="与病例在一起的人",
        statement="forget_nearnesses",
        counted_from="病例最后一次登记",
    ),
    _forgotten(
        code="case_asides", name="阳性不作病例的理由", statement="forget_asides", counted_from="写明之日"
    ),
    _forgotten(
        code="case_strangers",
        name="同处陌生人的查找结果",
        statement="forget_stranger_fates",
        counted_from="病例最后一次登记",
    ),
    _forgotten(code="case_letters", name="协查函", statement="forget_letters", counted_from="发出或收到"),
    _forgotten(
        code="case_contacts", name="密接判定", statement="forget_contacts", counted_from="最后一次判定"
    ),
)
"""Cases themselves stand in the register of notifiable diseases, and stay."""
