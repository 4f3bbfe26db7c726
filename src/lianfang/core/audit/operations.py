"""Write the audit log: one line an operation, inside its transaction.

Each line's hash is HMAC-SHA256 over the hash before it and its own canonical content; the key is a secret of
the installation, so that somebody who may write the table can still not forge the chain. After commit the
newest number and hash are also kept in a file outside the database: a log cut off at its end is found too.
"""

import hmac
import json
import os
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from lianfang.core import kept, sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent

APP = "core.audit"
COLUMNS = ("id", "at", "recorded_at", "actor", "role", "user", "action", "subject", "area", "hash")
PRIVATE = 0o600
ANCHOR_LENGTH = 128
GENESIS = b"\0" * 32


def record(action: str, *, subject: str, by: Actor, at: datetime, area: str = "", **facts: object) -> int:
    """Append one line and return its number; facts are plain JSON values, no personal keys in clear."""
    number, before = _end()
    changed = partial(kept.changed, action=action, area=area, user=by.user)
    changed()
    transaction.on_commit(changed)
    event = AuditEvent(
        id=number + 1,
        at=at,
        recorded_at=datetime.now(UTC),
        actor=by.name,
        role=by.role,
        user=by.user,
        action=action,
        subject=subject,
        area=area,
        facts=json.loads(json.dumps(facts, default=str)),
    )
    event.hash = chained(before, event)
    _append(event)
    transaction.on_commit(lambda: _anchor(event.id, bytes(event.hash)))
    return event.id


def _end() -> tuple[int, bytes]:
    """Number and hash of the last line, when no other transaction is writing one."""
    last = sql.ready(APP, "last_line")
    return last[0] if last else (0, GENESIS)


def _append(event: AuditEvent) -> None:
    values = {name: getattr(event, name) for name in COLUMNS}
    sql.ready(APP, "append_line", **values, facts=json.dumps(event.facts))


def chained(before: bytes, event: AuditEvent) -> bytes:
    """Hash that binds an event to the hash before it."""
    key = bytes.fromhex(settings.SECRETS.audit_key)
    return hmac.new(key, before + canonical(event), sha256).digest()


def canonical(event: AuditEvent) -> bytes:
    """The event's content as bytes that do not depend on key order or time zone."""
    content: dict[str, Any] = {
        "id": event.id,
        "at": event.at.astimezone(UTC).isoformat(),
        "recorded_at": event.recorded_at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "role": event.role,
        "user": event.user,
        "action": event.action,
        "subject": event.subject,
        "area": event.area,
        "facts": event.facts,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def lift_anchor() -> int | None:
    """Forget the anchor because an older state of the log takes its place; its number, for the log itself."""
    target: Path = settings.HOME.audit_anchor
    if not target.exists():
        return None
    number: int = json.loads(target.read_text())["id"]
    target.unlink()
    return number


def _anchor(number: int, hash_: bytes) -> None:
    """Keep the newest number and hash; of two commits that end together the later number stays.

    The line is written over the one before, of one length: a reader finds the one or the other.
    """
    target = os.open(settings.HOME.audit_anchor, os.O_RDWR | os.O_CREAT, PRIVATE)
    try:
        flock(target, LOCK_EX)
        known = os.read(target, ANCHOR_LENGTH)
        if not known or json.loads(known)["id"] < number:
            newest = json.dumps({"id": number, "hash": hash_.hex()})
            os.pwrite(target, newest.encode().ljust(ANCHOR_LENGTH), 0)
    finally:
        os.close(target)
