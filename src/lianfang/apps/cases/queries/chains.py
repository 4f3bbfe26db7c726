"""The chains of an outbreak as known at a moment."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Final

from lianfang.apps.cases.queries.outbreaks import outbreak
from lianfang.apps.cases.rules import chains as rules
from lianfang.apps.cases.rules import judging
from lianfang.apps.cases.terms import AttackRate, CaseCard, Chain, Linked
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel.clock import ZONE

APP: Final = "cases"


def link_of(card: CaseCard, *, by: Actor, known_at: datetime) -> Linked | None:
    """From whom a case caught it, as believed; None where nobody is known."""
    found = chain(card.outbreak, by=by, known_at=known_at)
    return next((one for one in found.cases if one.uid == card.uid and one.infector), None)


def chain(reference: str, *, by: Actor, known_at: datetime) -> Chain:
    """Who infected whom in an outbreak, named by code or uid, and its indicators; raises NotFound."""
    code = outbreak(reference, by=by, known_at=known_at).code
    rows = sql.fetch(APP, "links", outbreak=code, unit=bound_to(by), known_at=known_at)
    return replace(
        rules.chain(code, [Linked(**row) for row in rows]),
        attack_rates=_attack_rates(code, by=by, known_at=known_at),
    )


def _attack_rates(code: str, *, by: Actor, known_at: datetime) -> tuple[AttackRate, ...]:
    """Secondary attack rates by setting: of the contacts that were judged, those who became cases."""
    asked = {"outbreak": code, "unit": bound_to(by), "known_at": known_at, "zone": str(ZONE)}
    rows = sql.fetch(APP, "attack_rates", settings=json.dumps(judging.SETTINGS), **asked)
    return tuple(AttackRate(**row, rate=round(row["cases"] / row["contacts"], 4)) for row in rows)
