"""Write the audit log: one line an operation, inside its transaction.

Each line's hash is HMAC-SHA256 over the hash before it and its own canonical content; the key is a secret of
the installation, so that somebody who may write the table can still not forge the chain. After commit the
newest number and hash are also kept in a file outside the database: a log cut off at its end is found too.
"""

import hmac
import json
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from lianfang.core import kept
from lianfang.core.access import rows
from lianfang.core.access.terms import Actor, Work
from lianfang.core.audit.models import AuditEvent

LOCK = 4_712_001  # one writer at a time: the chain has one end
GENESIS = b"\0" * 32
CHAINING = Work("audit.chain", "a line is bound to the last one, wherever that happened")


def record(action: str, *, subject: str, by: Actor, at: datetime, area: str = "", **facts: object) -> int:
    """Append one line and return its number; facts are plain JSON values, no personal keys in clear."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    changed = partial(kept.changed, action=action, area=area, user=by.user)
    changed()
    transaction.on_commit(changed)
    with rows.acting_for(CHAINING):
        last = AuditEvent.objects.order_by("-id").only("id", "hash").first()
    event = AuditEvent(
        id=last.id + 1 if last else 1,
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
    event.hash = chained(bytes(last.hash) if last else GENESIS, event)
    event.save(force_insert=True)
    transaction.on_commit(lambda: _anchor(event.id, bytes(event.hash)))
    return event.id


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
    """Keep the newest number and hash; of two commits that end together the later number stays."""
    target: Path = settings.HOME.audit_anchor
    with target.with_suffix(".lock").open("w") as handle:
        flock(handle, LOCK_EX)
        if target.exists() and json.loads(target.read_text())["id"] >= number:
            return
        draft = target.with_suffix(".draft")
        draft.write_text(json.dumps({"id": number, "hash": hash_.hex()}))
        draft.replace(target)
