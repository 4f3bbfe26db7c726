"""Writes of forms: load editions, hand in and correct reports, decide on them, settle disputes."""

from lianfang.apps.forms.operations.loading import (
    EditionsOverlap,
    VersionTaken,
    load_builtin_forms,
    load_form,
    load_text,
)
from lianfang.apps.forms.operations.submitting import (
    MomentImpossible,
    NotOpenYet,
    ReasonMissing,
    ReportRefused,
    submit,
)

__all__ = [
    "EditionsOverlap",
    "MomentImpossible",
    "NotOpenYet",
    "ReasonMissing",
    "ReportRefused",
    "VersionTaken",
    "load_builtin_forms",
    "load_form",
    "load_text",
    "submit",
]
