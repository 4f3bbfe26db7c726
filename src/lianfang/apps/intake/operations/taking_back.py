"""Take back what superseded decisions of a doubtful row told of somebody whose row it was not after all.

Nothing is deleted: an exposure is withdrawn by a fact of its own, a group (五清) is left again. What a list
told of the same person by itself was written beside it (`write_exposures`, `write_groups` don't look at what
decisions told) and stays.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from lianfang.apps.intake.models import Exposure, GroupFact, ReviewDecision, Withdrawal


def standing() -> QuerySet[Exposure]:
    """Exposures that nobody withdrew."""
    return Exposure.objects.exclude(Exists(Withdrawal.objects.filter(exposure=OuterRef("pk"))))


def withdraw(superseded: Sequence[ReviewDecision], *, now: ReviewDecision) -> int:
    """Withdraw what decisions told of persons other than the one decided now; how many facts that were."""
    ids = [decision.pk for decision in superseded]
    told = standing().filter(batch_id=now.batch_id, decision_id__in=ids).exclude(person_id=now.person_id or 0)
    taken = [
        Withdrawal(
            exposure=exposure,
            area=exposure.area,
            decision=now,
            by=now.by,
            happened_at=now.happened_at,
            recorded_at=now.recorded_at,
        )
        for exposure in told
    ]
    left = [
        fact
        for person in {one.person_id for one in superseded} - {None, now.person_id}
        for fact in _leavings(person or 0, set(ids), now=now)
    ]
    Withdrawal.objects.bulk_create(taken)
    GroupFact.objects.bulk_create(left)
    return len(taken) + len(left)


def _leavings(person: int, ids: set[int], *, now: ReviewDecision) -> Iterator[GroupFact]:
    """For each group that only these decisions put a person into: the fact that they leave it."""
    facts = list(GroupFact.objects.filter(person_id=person).order_by("happened_at", "id"))
    latest = {fact.group: fact for fact in facts}
    otherwise = {fact.group: fact.enters for fact in facts if fact.decision_id not in ids}
    for group, fact in latest.items():
        if fact.decision_id in ids and fact.enters and not otherwise.get(group):
            yield GroupFact(
                person_id=person,
                area=fact.area,
                group=group,
                enters=False,
                batch_id=fact.batch_id,
                decision=now,
                happened_at=now.happened_at,
                recorded_at=now.recorded_at,
            )
