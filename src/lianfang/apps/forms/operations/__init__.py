"""Writes of forms: load editions, hand in and correct reports, decide on them, settle disputes."""

from lianfang.apps.forms.operations.closing import (
    ClosingImpossible,
    close_reporter,
    load_builtin_days_off,
    load_days_off,
    set_day,
)
from lianfang.apps.forms.operations.deciding import (
    DisputeOpen,
    GroundMissing,
    NotToDecide,
    NotYourLevel,
    OwnReport,
    accept,
    accept_clean,
    digest_of,
    return_report,
)
from lianfang.apps.forms.operations.doubting import (
    AlreadySeen,
    FindingMissing,
    ReportedYourself,
    find_doubts,
    look_at_doubt,
)
from lianfang.apps.forms.operations.loading import (
    EditionsOverlap,
    VersionTaken,
    load_builtin_forms,
    load_form,
    load_text,
)
from lianfang.apps.forms.operations.settling import AlreadySettled, OwnDispute, WordsMissing, settle
from lianfang.apps.forms.operations.spreadsheets import (
    HandedIn,
    OtherForm,
    SomeRefused,
    submit_spreadsheet,
)
from lianfang.apps.forms.operations.submitting import (
    MomentImpossible,
    NotOpenYet,
    ReasonMissing,
    ReportRefused,
    submit,
)

__all__ = [
    "AlreadySeen",
    "AlreadySettled",
    "ClosingImpossible",
    "DisputeOpen",
    "EditionsOverlap",
    "FindingMissing",
    "GroundMissing",
    "HandedIn",
    "MomentImpossible",
    "NotOpenYet",
    "NotToDecide",
    "NotYourLevel",
    "OtherForm",
    "OwnDispute",
    "OwnReport",
    "ReasonMissing",
    "ReportRefused",
    "ReportedYourself",
    "SomeRefused",
    "VersionTaken",
    "WordsMissing",
    "accept",
    "accept_clean",
    "close_reporter",
    "digest_of",
    "find_doubts",
    "load_builtin_days_off",
    "load_builtin_forms",
    "load_days_off",
    "load_form",
    "load_text",
    "look_at_doubt",
    "return_report",
    "set_day",
    "settle",
    "submit",
    "submit_spreadsheet",
]
