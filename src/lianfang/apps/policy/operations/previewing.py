"""What loading a file would do: it is loaded as it would be, compared, and taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lianfang.apps.policy import queries
from lianfang.apps.policy.operations.loading import LOADED, UNCHANGED, enter
from lianfang.apps.policy.queries import Change
from lianfang.apps.policy.rules.disease_file import read_diseases
from lianfang.apps.policy.rules.pack_file import read_pack
from lianfang.apps.policy.terms import Pack
from lianfang.core import written
from lianfang.core.access.terms import Actor


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a file: for a pack what it changes in its area, and which versions it ends."""

    outcome: str
    pack: Pack | None = None
    ends: tuple[str, ...] = ()
    change: Change | None = None
    profiles: tuple[str, ...] = ()


def preview_file(*, text: str, by: Actor, at: datetime) -> Preview:
    """What `load_file` would do with a file; nothing of it stays.

    Raises PackRefused with all problems, VersionTaken, VersionTooEarly, NotAllowed.
    """
    names = written.read(text).names()
    if "diseases" in names and "pack" not in names:
        return Preview(LOADED, profiles=tuple(profile.name for profile in read_diseases(text)))
    with transaction.atomic():
        found = _tried(read_pack(text), by=by, at=at)
        transaction.set_rollback(True)
    return found


def _tried(pack: Pack, *, by: Actor, at: datetime) -> Preview:
    area, on = pack.issuer.area or by.scope, pack.valid_from
    current = queries.in_force_for(pack.diseases, area=area, on=on)
    row, ends = enter(pack, by=by, at=at)
    if ends is None:
        return Preview(UNCHANGED, pack)
    change = queries.changes(pack_id=row.pk, current=current, area=area, on=on)
    return Preview(LOADED, pack, tuple(ends), change)
