"""Read and verify the audit log."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from lianfang.core.access import rows
from lianfang.core.access.terms import Work
from lianfang.core.audit.models import AuditEvent
from lianfang.core.audit.operations import GENESIS, chained
from lianfang.kernel import area_code

VERIFYING = Work("audit.verify", "a chain is sound as a whole or not at all; the verdict shows no line")


@dataclass(frozen=True)
class Verdict:
    """Outcome of a verification: lines read, and every fault found as a sentence."""

    lines: int
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


@rows.acting_for(VERIFYING)
def verify() -> Verdict:
    """Walk the chain: find removed, altered, reordered and cut-off lines."""
    faults: list[str] = []
    before, expected, lines = GENESIS, 1, 0
    hashes: dict[int, str] = {}
    for event in AuditEvent.objects.order_by("id").iterator(chunk_size=5000):
        lines += 1
        if event.id != expected:
            faults.append(f"第{expected}至{event.id - 1}号记录缺失。")
        elif chained(before, event) != bytes(event.hash):
            faults.append(f"第{event.id}号记录被改动。")
        before, expected = bytes(event.hash), event.id + 1
        hashes[event.id] = before.hex()
    return Verdict(lines, (*faults, *_against_anchor(hashes)))


def _against_anchor(hashes: dict[int, str]) -> list[str]:
    if not settings.HOME.audit_anchor.exists():
        return ["库外锚定文件缺失，无法证明末尾记录完整。"] if hashes else []
    anchor = json.loads(settings.HOME.audit_anchor.read_text())
    kept = hashes.get(anchor["id"])
    if kept is None:
        return [f"库外锚定到第{anchor['id']}号，库内没有：末尾记录被删除。"]
    return [] if kept == anchor["hash"] else [f"第{anchor['id']}号记录与库外锚定不符。"]


def is_anchored() -> bool:
    """Whether the log holds the line that the home remembers as its newest: whether it is this home's log."""
    if not settings.HOME.audit_anchor.exists():
        return False
    anchor = json.loads(settings.HOME.audit_anchor.read_text())
    found = AuditEvent.objects.filter(id=anchor["id"]).first()
    return found is not None and bytes(found.hash).hex() == anchor["hash"]


def lines(
    *, scopes: Sequence[str], action: str = "", subject: str = "", before: int = 0, limit: int
) -> list[AuditEvent]:
    """Lines of areas within scopes, the newest first, those before a number where one is told."""
    within = Q(pk__in=[])
    for lo, hi in map(area_code.prefix_range, scopes):
        within |= Q(area__gte=lo, area__lt=hi)
    found = AuditEvent.objects.filter(within)
    if action:
        found = found.filter(action=action)
    if subject:
        found = found.filter(subject=subject)
    return list((found.filter(id__lt=before) if before else found).order_by("-id")[:limit])


def about(subject: str) -> list[AuditEvent]:
    """Every line about one record, oldest first."""
    return list(AuditEvent.objects.filter(subject=subject).order_by("id"))
