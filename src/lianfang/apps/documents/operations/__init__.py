"""Writes of documents: drafted, made into a file, approved by two others, numbered and frozen; templates."""

from lianfang.apps.documents.operations.deciding import (
    NotTwice,
    NotWaiting,
    ReasonMissing,
    approve,
    drop,
    send_back,
    submit,
)
from lianfang.apps.documents.operations.drafting import (
    AboutMissing,
    DayAhead,
    HeadFault,
    NotOpen,
    prepare,
    refresh,
    revise,
)
from lianfang.apps.documents.operations.kinds import make_kind, print_notices
from lianfang.apps.documents.operations.making import make, preview
from lianfang.apps.documents.operations.templating import BlankUnknown, fill_blanks, upload_template

__all__ = [
    "AboutMissing",
    "BlankUnknown",
    "DayAhead",
    "HeadFault",
    "NotOpen",
    "NotTwice",
    "NotWaiting",
    "ReasonMissing",
    "approve",
    "drop",
    "fill_blanks",
    "make",
    "make_kind",
    "prepare",
    "preview",
    "print_notices",
    "refresh",
    "revise",
    "send_back",
    "submit",
    "upload_template",
]
