"""Receipt numbers and codes: a number to say aloud, and a code that nobody guesses."""

import secrets
from datetime import datetime
from typing import Final

from lianfang.kernel.clock import ZONE

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without characters that are mistaken for each other on paper or by telephone."""
CODE_LENGTH: Final = 10
"""31 to the power of 10: fifty bits, with ten attempts an hour."""
TAIL: Final = 10**6


def new_number(at: datetime) -> str:
    """A receipt number: the day and six random digits, so that it tells not how many there are."""
    return f"{at.astimezone(ZONE):%Y%m%d}{secrets.randbelow(TAIL):06}"


def new_code() -> str:
    """A code to follow a matter."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def plain(code: str) -> str:
    """A code as typed: without spaces and dashes, in capitals."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
