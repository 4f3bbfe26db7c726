"""Gateways: how a message leaves; the one that comes with the program writes files that show what would.

A county with a contract for text messages names its own class in `LIANFANG_GATEWAY` (`package.module:Class`).
`send` must take the same `uid` twice as one message: after a crash a message is handed over again.
"""

import json
import os
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings

from lianfang.apps.alerts.terms import Channel, Outgoing
from lianfang.core import sealing
from lianfang.kernel.clock import ZONE

VARIABLE: Final = "LIANFANG_GATEWAY"
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class Gateway(Protocol):
    """Whatever hands messages to the world."""

    def send(self, message: Outgoing) -> None:
        """Hand over one message; raise for what could not be handed over."""


class FileGateway:
    """Write each message as a file of the home, the address masked: nothing leaves the machine."""

    def send(self, message: Outgoing) -> None:
        """Write `outbox/<channel>/<uid>.json`; the same message again writes the same file."""
        folder = outbox() / message.channel
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        shown = asdict(message) | {
            "uid": str(message.uid),
            "address": masked(message.channel, message.address),
            "made_at": message.made_at.astimezone(ZONE).isoformat(),
        }
        draft = folder / f".{message.uid}.draft"
        draft.touch(mode=PRIVATE_FILE)
        draft.write_text(json.dumps(shown, ensure_ascii=False, indent=1))
        draft.replace(folder / f"{message.uid}.json")


def outbox() -> Path:
    """Folder of what the file gateway wrote."""
    folder: Path = settings.HOME.root / "outbox"
    return folder


def masked(channel: str, address: str) -> str:
    """An address as logs and pages show it: 138****5678, w***@example.cn."""
    if channel == Channel.SMS:
        return sealing.mask_phone(address)
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}"


def leaves_the_machine() -> bool:
    """Whether a gateway of the county's own is named: messages really leave."""
    return bool(os.environ.get(VARIABLE))


def gateway() -> Gateway:
    """The gateway of this installation."""
    named = os.environ.get(VARIABLE)
    if not named:
        return FileGateway()
    module, _, name = named.partition(":")
    made: Gateway = getattr(import_module(module), name)()
    return made
