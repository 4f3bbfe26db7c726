"""Writes of intake: lists received, doubtful rows decided, checks, forwards, saved mappings."""

from lianfang.apps.intake.operations.checking import (
    AcknowledgedAlready,
    acknowledge,
    acknowledge_all,
    record_check,
)
from lianfang.apps.intake.operations.deciding import NamelessRow, NotInReview, RejectionUnfounded, decide
from lianfang.apps.intake.operations.judged import take_judged
from lianfang.apps.intake.operations.mappings import (
    MappingNameless,
    MappingUnreadable,
    keep_mapping,
    save_mapping,
)
from lianfang.apps.intake.operations.receipt import receive
from lianfang.apps.intake.operations.returning import rejects_file, write_rejects
from lianfang.apps.intake.operations.submitting import (
    JOB,
    SubmissionBusy,
    SubmissionOver,
    begin,
    carry_out,
    choose,
    correct,
    resume,
    submit,
    withdraw,
)

__all__ = [
    "JOB",
    "AcknowledgedAlready",
    "MappingNameless",
    "MappingUnreadable",
    "NamelessRow",
    "NotInReview",
    "RejectionUnfounded",
    "SubmissionBusy",
    "SubmissionOver",
    "acknowledge",
    "acknowledge_all",
    "begin",
    "carry_out",
    "choose",
    "correct",
    "decide",
    "keep_mapping",
    "receive",
    "record_check",
    "rejects_file",
    "resume",
    "save_mapping",
    "submit",
    "take_judged",
    "withdraw",
    "write_rejects",
]
