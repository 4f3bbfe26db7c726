"""Writes of control: orders and their changes, what is observed under them."""

from lianfang.apps.control.operations.appealing import NoAppeal, OwnDecision, answer_appeal, appeal
from lianfang.apps.control.operations.batches import add_readings
from lianfang.apps.control.operations.changing import (
    OfficersMissing,
    extend,
    lapse,
    release,
    revoke,
    serve_notice,
    shorten,
)
from lianfang.apps.control.operations.field import receive_field
from lianfang.apps.control.operations.issuing import (
    JOB,
    ApprovalMissing,
    BatchNotDone,
    issue,
    issue_for_batch,
)
from lianfang.apps.control.operations.loading import load_readings, load_results
from lianfang.apps.control.operations.notices import NoNotice, NoticeUnwritable, write_notice
from lianfang.apps.control.operations.observing import (
    Observed,
    add_encounter,
    add_reading,
    add_result,
)
from lianfang.apps.control.operations.photographs import keep_photograph, photograph
from lianfang.apps.control.operations.releasing import release_all
from lianfang.apps.control.operations.resulting import add_results
from lianfang.apps.control.operations.sheaves import (
    NoNotices,
    PurposeMissing,
    ask_sheaf,
    take_sheaf,
    write_notices,
    write_sheaves,
)
from lianfang.apps.control.queries import NoPackInForce
from lianfang.apps.control.rules.field_records import OutcomeImpossible

__all__ = [
    "JOB",
    "ApprovalMissing",
    "BatchNotDone",
    "NoAppeal",
    "NoNotice",
    "NoNotices",
    "NoPackInForce",
    "NoticeUnwritable",
    "Observed",
    "OfficersMissing",
    "OutcomeImpossible",
    "OwnDecision",
    "PurposeMissing",
    "add_encounter",
    "add_reading",
    "add_readings",
    "add_result",
    "add_results",
    "answer_appeal",
    "appeal",
    "ask_sheaf",
    "extend",
    "issue",
    "issue_for_batch",
    "keep_photograph",
    "lapse",
    "load_readings",
    "load_results",
    "photograph",
    "receive_field",
    "release",
    "release_all",
    "revoke",
    "serve_notice",
    "shorten",
    "take_sheaf",
    "write_notice",
    "write_notices",
    "write_sheaves",
]
