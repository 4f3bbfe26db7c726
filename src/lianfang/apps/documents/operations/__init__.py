"""Writes of documents: drafted, made into a file, approved by two others, numbered and frozen; templates."""

from lianfang.apps.documents.operations.deciding import (
    NotTwice,
    NotWaiting,
    ReasonMissing,
    TextMissing,
    approve,
    drop,
    send_back,
    submit,
    void,
)
from lianfang.apps.documents.operations.drafting import (
    AboutMissing,
    DayAhead,
    HeadFault,
    LettersOnly,
    LetterUnnamed,
    NotOpen,
    prepare,
    refresh,
    revise,
)
from lianfang.apps.documents.operations.kinds import make_kind, print_notices
from lianfang.apps.documents.operations.making import hand_out, make, preview
from lianfang.apps.documents.operations.templating import choose_blanks, fill_blanks, upload_template

__all__ = [
    "AboutMissing",
    "DayAhead",
    "HeadFault",
    "LetterUnnamed",
    "LettersOnly",
    "NotOpen",
    "NotTwice",
    "NotWaiting",
    "ReasonMissing",
    "TextMissing",
    "approve",
    "choose_blanks",
    "drop",
    "fill_blanks",
    "hand_out",
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
    "void",
]
