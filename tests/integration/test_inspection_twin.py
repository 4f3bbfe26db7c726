"""The ledger's statement says what the slow twin says, after any course of events, as known at any moment."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from tests.factories import inspection as made
from tests.reference import inspection_twin as twin

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import Finding
from lianfang.apps.inspection.terms import FindingState, Mode
from lianfang.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
STEPS = 24


def act(draw: Random, uid: UUID, at) -> None:
    """Do something to a finding, possible or not."""
    told = {"text": "办了", "at": at}
    chosen = draw.choice(("rectify", "passed", "failed", "raise", "withdraw"))
    if chosen == "rectify":
        operations.rectify(uid, by=made.OFFICE, happened_at=at - draw.randrange(3) * HOUR, **told)
    elif chosen == "raise":
        operations.raise_finding(uid, to=draw.choice((Mode.COUNTY, Mode.CITY)), by=made.OFFICE, **told)
    elif chosen == "withdraw":
        operations.withdraw(uid, by=made.OFFICE, **told)
    else:
        operations.recheck(uid, passed=chosen == "passed", by=made.OTHER, **told)


@pytest.mark.parametrize("seed", range(6))
def test_the_statement_and_its_twin_agree(seed):
    draw = Random(seed)
    made.build()
    _, drawn = made.campaign()
    for hour in range(4):
        target = drawn[draw.choice(("北山卡口", "柳林小学"))]
        made.visit(target, *draw.sample(("entrance", "leader", "stock"), 2), at=made.AT + hour * HOUR)
    done = 0
    for step in range(STEPS):
        uid = draw.choice(list(Finding.objects.values_list("uid", flat=True)))
        try:
            act(draw, uid, made.AT + (5 + step) * HOUR)
            done += 1
        except DomainError:
            continue
    assert done > 3
    for step in range(0, STEPS + 6, 3):
        _agree(made.AT + step * HOUR + timedelta(minutes=1))


def _agree(at) -> None:
    found = {one.uid: one for one in queries.findings(area="", by=made.SYSTEM, at=at)}
    for finding in Finding.objects.all():
        known = twin.known(finding, at=at)
        assert (known is None) == (finding.uid not in found)
        if known is not None:
            one = found[finding.uid]
            assert FindingState(one.state)
            assert (
                twin.Known(
                    one.state, one.mode, one.due_at, one.rounds, one.times, one.rectified_at, one.closed_at
                )
                == known
            )
