"""What the desk writes: a call with its outcome and the temperature it brought, a step of a transfer."""

from datetime import datetime

from django.db import transaction

from lianfang.apps.control import operations as control
from lianfang.apps.control.terms import EncounterKind, EncounterOutcome
from lianfang.apps.health import queries
from lianfang.apps.people import operations as people
from lianfang.apps.people.terms import KeyKind
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import InputRefused

CALLING = "卫生院电话追访"


class ReachedNobody(InputRefused):
    """A temperature from a call in which nobody was reached."""

    code = "health.reached_nobody"
    sentence = "没有接通，不能登记体温。请核对通话结果。"


@transaction.atomic
def log_call(
    *, person: str, outcome: EncounterOutcome, by: Actor, at: datetime, celsius: str = "", symptoms: str = ""
) -> bool:
    """Record a call, and the temperature and symptoms told in it; True where these call for a transfer.

    Raises ReachedNobody, and what the observations of control raise.
    """
    told = bool(celsius.strip())
    if told and outcome is not EncounterOutcome.REACHED:
        raise ReachedNobody
    control.add_encounter(person=person, kind=EncounterKind.CALL, outcome=outcome, by=by, at=at)
    if not told:
        return False
    observed = control.add_reading(
        person=person,
        slot=queries.slot_at(at),
        celsius=celsius,
        symptoms=symptoms,
        by=by,
        at=at,
    )
    return observed.alert


def log_transfer(*, person: str, outcome: EncounterOutcome, by: Actor, at: datetime) -> None:
    """Record that a transfer set out, arrived and was handed over, or was refused."""
    control.add_encounter(person=person, kind=EncounterKind.TRANSFER, outcome=outcome, by=by, at=at)


def numbers(*, person: str, by: Actor, at: datetime) -> list[str]:
    """Telephones of a person in clear, to be called now; leaves a line in the log."""
    card = people.unmask(person=person, reason=CALLING, by=by, at=at)
    return [key.value for key in card.keys if key.kind == KeyKind.PHONE]
