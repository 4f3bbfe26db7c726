"""How soon things at a site are done; local norms (C) unless said otherwise."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from lianfang.apps.facilities.terms import TransferWhy

CLEANED_WITHIN: Final = timedelta(hours=12)
"""A room is disinfected after whoever lived there left, before anybody else comes."""
LEAVE_WITHIN: Final = timedelta(hours=4)
"""Whose order was released leaves the site with a certificate."""
VERIFIED_FIRST: Final = timedelta(days=2)
VERIFIED_NOTICE: Final = timedelta(days=5)
"""How long before a verification runs out the next stands on the list."""
MOVED_WITHIN: Final[Mapping[TransferWhy, timedelta]] = {
    TransferWhy.CASE: timedelta(hours=2),
    TransferWhy.FEVER: timedelta(hours=2),
    TransferWhy.CLOSE_CONTACT: timedelta(hours=8),
    TransferWhy.SECONDARY_CONTACT: timedelta(hours=12),
    TransferWhy.OTHER: timedelta(hours=12),
}
"""From the request to arrival: infected people 2 h (M), close and secondary contacts 8 h and 12 h (C)."""
