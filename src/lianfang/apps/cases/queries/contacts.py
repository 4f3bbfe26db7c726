"""Contacts of a case: how they stand, and what judging by the table would change."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from lianfang.apps.cases.models import Nearness
from lianfang.apps.cases.rules import judging
from lianfang.apps.cases.rules.judging import Verdict
from lianfang.apps.cases.terms import (
    CaseCard,
    ContactCard,
    ContactChange,
    Met,
    NearnessSource,
    Situation,
    Vehicle,
)
from lianfang.apps.people import queries as people
from lianfang.apps.people.terms import PersonLabel
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.kernel.clock import ZONE

APP: Final = "cases"
ADDED, CHANGED, DROPPED, SAME = "added", "changed", "dropped", "same"


def contacts(card: CaseCard, *, known_at: datetime) -> list[ContactCard]:
    """Contacts of a case that the caller sees, those that hold first; each person once, after merges."""
    rows = sql.fetch(APP, "contacts", case=card.uid, known_at=known_at, zone=str(ZONE))
    return [ContactCard(**row) for row in rows]


def window_of(card: CaseCard, *, at: datetime) -> int:
    """Days before the onset that count for a case, by the policy in force where it is investigated."""
    day = at.astimezone(ZONE).date()
    pack = policy.pack_in_force(disease=card.disease, area=card.held_in, on=day)
    windows = policy.read_pack(pack).contact_window if pack is not None else ()
    return judging.window_days(windows, day)


def proposed(card: CaseCard, *, at: datetime) -> list[ContactChange]:
    """What judging everybody met by the table would change now; whoever never was a contact is left out.

    Close contacts first, of each degree those first who were with them longest.
    """
    start = judging.window_from(card, window_of(card, at=at))
    standing = {str(one.person): one for one in contacts(card, known_at=at)}
    found = _verdicts(card, judging.start_of(start), at=at)
    between = {each for verdict in found.values() for each in verdict.through}
    labels = people.labels({person for person, _ in found} | between)
    changes = []
    for (person, degree), verdict in found.items():
        if person not in labels:
            continue  # forgotten by the register meanwhile
        before = standing.get(str(labels[person].person))
        if change := _change(before, degree, verdict):
            since = {"window_from": start, "before": before.last_at if before else None}
            changes.append(_told(person, degree, verdict, labels, change=change, **since))
    return sorted(changes, key=lambda one: (one.degree, -one.minutes))


def _told(
    person: int, degree: int, verdict: Verdict, labels: Mapping[int, PersonLabel], **more: Any
) -> ContactChange:
    label = labels[person]
    return ContactChange(
        person=person,
        uid=label.person,
        name=label.name,
        area=label.area,
        degree=degree,
        rule=verdict.rule,
        why=verdict.why,
        first_at=verdict.first_at,
        last_at=verdict.last_at,
        place=verdict.place,
        source=verdict.source,
        through=tuple(labels[one].name for one in verdict.through if one in labels),
        minutes=int(verdict.together.total_seconds()) // 60,
        **more,
    )


def _verdicts(card: CaseCard, start: datetime, *, at: datetime) -> dict[tuple[int, int], Verdict]:
    met: dict[tuple[int, int | None], list[Met]] = defaultdict(list)
    told = list(
        Nearness.objects.filter(case__uid=card.uid, recorded_at__lte=at, person_id__gt=0).order_by("id")
    )
    one_of = standing_for({each for one in told for each in (one.person_id, one.through_id) if each})
    for one in told:
        person, between = one_of[one.person_id], one_of.get(one.through_id or 0)
        if person != between:  # nobody is met through another record of themselves
            met[person, between].append(_met(one))
    return judging.verdicts(met, since=start)


def standing_for(records: Collection[int]) -> dict[int, int]:
    """For each record the person it stands for after merges; itself where the person kept is out of sight."""
    kept = people.canonical_ids(records)
    seen = people.labels(kept.values())
    return {one: kept[one] if kept.get(one) in seen else one for one in records}


def _met(one: Nearness) -> Met:
    return Met(
        situation=Situation(one.situation),
        since=one.since,
        until=one.until,
        vehicle=Vehicle(one.vehicle) if one.vehicle else None,
        rows_apart=one.rows_apart,
        place=one.place,
        source=NearnessSource(one.source),
    )


def _change(before: ContactCard | None, degree: int, verdict: Verdict) -> str:
    """What a verdict changes of what was judged last; nothing of who never was a contact and is none."""
    if before is None or not before.holds:
        return ADDED if verdict.holds else ""
    if not verdict.holds:
        return DROPPED
    same = (before.degree, before.rule, before.last_at) == (degree, verdict.rule, verdict.last_at)
    return SAME if same else CHANGED
