"""Writes of persons, their keys and merges."""

from lianfang.apps.people.operations.arrival import begin_arrival, register_arrived
from lianfang.apps.people.operations.changes import (
    NothingToCorrect,
    add_keys,
    correct,
    follow_recodings,
    move,
    remove_key,
    set_state,
    unmask,
)
from lianfang.apps.people.operations.merging import AlreadyMerged, MergedIntoItself, merge, unmerge
from lianfang.apps.people.operations.registration import FactRefused, register
from lianfang.apps.people.operations.returning import DiffersFromRegister, NotAnExport, take_back

__all__ = [
    "AlreadyMerged",
    "DiffersFromRegister",
    "FactRefused",
    "MergedIntoItself",
    "NotAnExport",
    "NothingToCorrect",
    "add_keys",
    "begin_arrival",
    "correct",
    "follow_recodings",
    "merge",
    "move",
    "register",
    "register_arrived",
    "remove_key",
    "set_state",
    "take_back",
    "unmask",
    "unmerge",
]
