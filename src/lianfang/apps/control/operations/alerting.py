"""What is observed and must be told to other systems: a fever, a positive result."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from lianfang.apps.control import queries
from lianfang.apps.control.rules import monitoring
from lianfang.core import sql
from lianfang.core.webhooks import operations as webhooks
from lianfang.core.webhooks.terms import EventKind, Happened


def fevers(whose: Iterable[tuple[UUID, str, datetime]], *, at: datetime) -> None:
    """Announce temperatures that call for transfer: of whom, where, when."""
    told = [Happened(EventKind.FEVER, f"person:{person}", area, moment) for person, area, moment in whose]
    if told:
        webhooks.announce(told, at=at)


def positive(subject: queries.Subject, *, happened_at: datetime, at: datetime) -> None:
    """Announce one positive result."""
    told = Happened(EventKind.POSITIVE, f"person:{subject.person_uid}", subject.area, happened_at)
    webhooks.announce([told], at=at)


def observed(*, at: datetime) -> None:
    """Announce what alerts among the observations at hand that were written."""
    webhooks.announce(_alerting(), at=at)


def _alerting() -> Iterator[Happened]:
    for row in sql.fetch("control", "alerting_observed", fever=monitoring.FEVER_CELSIUS):
        kind = EventKind.POSITIVE if row["positive"] else EventKind.FEVER
        yield Happened(kind, f"person:{row['person']}", row["area"], row["happened_at"])
