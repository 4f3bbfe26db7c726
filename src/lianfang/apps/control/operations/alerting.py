"""What is observed and must be told to other systems: a fever, a positive result."""

from collections.abc import Iterator
from datetime import datetime

from lianfang.apps.control import queries
from lianfang.apps.control.rules import monitoring
from lianfang.core import sql
from lianfang.core.webhooks import operations as webhooks
from lianfang.core.webhooks.terms import EventKind, Happened


def fever(subject: queries.Subject, *, happened_at: datetime, at: datetime) -> None:
    """Announce one temperature that calls for transfer."""
    _announce(EventKind.FEVER, subject, happened_at=happened_at, at=at)


def positive(subject: queries.Subject, *, happened_at: datetime, at: datetime) -> None:
    """Announce one positive result."""
    _announce(EventKind.POSITIVE, subject, happened_at=happened_at, at=at)


def _announce(kind: EventKind, subject: queries.Subject, *, happened_at: datetime, at: datetime) -> None:
    told = Happened(kind, f"person:{subject.person_uid}", subject.area, happened_at)
    webhooks.announce([told], at=at)


def observed(*, at: datetime) -> None:
    """Announce what alerts among the observations at hand that were written."""
    webhooks.announce(_alerting(), at=at)


def _alerting() -> Iterator[Happened]:
    for row in sql.fetch("control", "alerting_observed", fever=monitoring.FEVER_CELSIUS):
        kind = EventKind.POSITIVE if row["positive"] else EventKind.FEVER
        yield Happened(kind, f"person:{row['person']}", row["area"], row["happened_at"])
