"""Register people who arrive by a caller's own statements, as those of a list do.

1. *arrive*: after `begin_arrival` the caller fills the temporary tables `person_arriving` and, for documents
   and telephones, `identity_arriving`.
2. *number*: a person whose `uid` is known keeps the number, the others get one; `person_id` and `fresh` tell.
3. *write* households, persons, keys: one statement each; what is there already stays as it is.
"""

from datetime import datetime

from django.db import transaction

from lianfang.apps.people.terms import Registration
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql.progress import Listener, Progress, silent


def begin_arrival() -> None:
    """Make the empty temporary tables `person_arriving` and `identity_arriving` of this transaction."""
    sql.run("people", "make_person_arriving")


@transaction.atomic
def register_arrived(*, by: Actor, at: datetime, source: str, listener: Listener = silent) -> Registration:
    """Register what stands in `person_arriving` and `identity_arriving`; afterwards `person_id` is filled."""
    progress = Progress(listener)
    rows = progress.note(sql.run("people", "number_persons")).rows
    households = progress.note(sql.run("people", "write_households")).rows
    created = progress.note(sql.run("people", "write_persons", at=at, source=source)).rows
    steps = ("write_keys_of_fresh", "write_keys_of_known")
    keys = sum(progress.note(sql.run("people", step, at=at)).rows for step in steps)
    account = Registration(rows, created, rows - created, households, keys)
    return recorded(account, by=by, at=at, source=source)


def recorded(account: Registration, *, by: Actor, at: datetime, source: str) -> Registration:
    """Leave a line in the log where a registration wrote something."""
    if account.created or account.keys:
        counts = {"created": account.created, "households": account.households, "keys": account.keys}
        audit.record(
            "people.registered", subject="people", area=by.scope, by=by, at=at, source=source, **counts
        )
    return account
