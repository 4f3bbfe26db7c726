"""When rounds end: so many clear ones, a pause, a last one; the numbers come from the table of policy."""

from collections.abc import Sequence
from datetime import date, timedelta

from lianfang.apps.testing.terms.records import NextStep, RoundView
from lianfang.kernel.clock import ZONE


def clear_at_the_end(rounds: Sequence[RoundView]) -> list[RoundView]:
    """The last rounds without a positive, the oldest first."""
    found: list[RoundView] = []
    for one in sorted(rounds, key=lambda one: -one.number):
        if not one.clear:
            break
        found.insert(0, one)
    return found


def next_step(rounds: Sequence[RoundView], *, on: date) -> NextStep:
    """What follows the rounds of an area for the disease of the newest, which has the numbers of the rule.

    Round upon round until enough are clear one after another; then a pause; then the last rounds; then stop.
    """
    if not rounds:
        return NextStep("begin")
    newest = max(rounds, key=lambda one: one.number)
    clear = clear_at_the_end([one for one in rounds if one.disease == newest.disease])
    if newest.ended_at is None:
        return NextStep("running", clear=len(clear))
    if newest.resulted < newest.tubes or newest.pending:
        return NextStep("awaited", clear=len(clear))
    if len(clear) < newest.clear_rounds:
        return NextStep("again", clear=len(clear))
    ended = clear[newest.clear_rounds - 1].ended_at or newest.starts_at
    until = ended.astimezone(ZONE).date() + timedelta(days=newest.pause_days)
    if len(clear) >= newest.clear_rounds + newest.final_rounds:
        return NextStep("stop", clear=len(clear))
    return NextStep("pause" if on < until else "final", until=until, clear=len(clear))
