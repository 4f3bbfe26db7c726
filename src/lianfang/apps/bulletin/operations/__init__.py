"""Writes of the bulletin: written by one, approved by two others, corrected, taken back."""

from lianfang.apps.bulletin.operations.deciding import (
    NotTwice,
    NotWaiting,
    ReasonMissing,
    approve,
    decline,
    withdraw,
)
from lianfang.apps.bulletin.operations.writing import PersonalInText, WordsMissing, write, write_faq

__all__ = [
    "NotTwice",
    "NotWaiting",
    "PersonalInText",
    "ReasonMissing",
    "WordsMissing",
    "approve",
    "decline",
    "withdraw",
    "write",
    "write_faq",
]
