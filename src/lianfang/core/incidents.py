"""Unforeseen errors: the trace is kept in the home, the person who met it is told a number."""

import secrets
import traceback
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lianfang.kernel.clock import ZONE


def keep(problem: BaseException) -> str:
    """Keep the trace of an unforeseen error, readable by its owner only; returns its number."""
    number = f"{datetime.now(ZONE):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    folder: Path = settings.HOME.root / "incidents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"{number}.txt"
    kept.touch(mode=0o600)
    kept.write_text("".join(traceback.format_exception(problem)))
    return number
