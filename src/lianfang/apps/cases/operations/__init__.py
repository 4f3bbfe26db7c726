"""Writes of cases: reported, corrected, followed up."""

from lianfang.apps.cases.operations.investigating import StayChanged, remove_stay, save_stay
from lianfang.apps.cases.operations.judging import DropUnexplained, judge, meet
from lianfang.apps.cases.operations.leaving import ChainFormat, export_chain
from lianfang.apps.cases.operations.linking import LinkElsewhere, link, unlink
from lianfang.apps.cases.operations.loading import load
from lianfang.apps.cases.operations.patients import PatientDiffers, PatientUnnamed
from lianfang.apps.cases.operations.positives import AsideDone, AsideUnexplained, set_aside
from lianfang.apps.cases.operations.receiving import LetterKnown, load_letter, receive_letter
from lianfang.apps.cases.operations.seeking import NobodyClose, seek
from lianfang.apps.cases.operations.stating import (
    CaseKnown,
    NotThen,
    StepDone,
    note_step,
    open_outbreak,
    report,
    state,
)
from lianfang.apps.cases.operations.strangers import (
    StrangerSettled,
    StrangerUnexplained,
    call_stranger,
    find_stranger,
    give_up_stranger,
)
from lianfang.apps.cases.operations.writing import (
    LetterDone,
    LetterEmpty,
    note_letter,
    send_letter,
)

__all__ = [
    "AsideDone",
    "AsideUnexplained",
    "CaseKnown",
    "ChainFormat",
    "DropUnexplained",
    "LetterDone",
    "LetterEmpty",
    "LetterKnown",
    "LinkElsewhere",
    "NobodyClose",
    "NotThen",
    "PatientDiffers",
    "PatientUnnamed",
    "StayChanged",
    "StepDone",
    "StrangerSettled",
    "StrangerUnexplained",
    "call_stranger",
    "export_chain",
    "find_stranger",
    "give_up_stranger",
    "judge",
    "link",
    "load",
    "load_letter",
    "meet",
    "note_letter",
    "note_step",
    "open_outbreak",
    "receive_letter",
    "remove_stay",
    "report",
    "save_stay",
    "seek",
    "send_letter",
    "set_aside",
    "state",
    "unlink",
]
