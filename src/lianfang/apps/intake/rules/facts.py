"""What a row says of exposure and of the five groups: decided from its own cells and its channel."""

from typing import Final

import polars as pl

from lianfang.apps.intake.terms import TOP_DOWN, Channel, Group
from lianfang.apps.policy.terms import AREA_EXPOSURE

ABROAD: Final = "overseas"
ARRIVAL_BY_PUSH: Final = "area_arrival"
ARRIVAL_REGISTERED: Final = "returnee"
CONTACTS: Final = ("close_contact", "secondary_contact", "general_contact", "co_exposed", "closed_loop_exit")
KEY_AREAS: Final = (*AREA_EXPOSURE.values(), ABROAD, ARRIVAL_BY_PUSH)
ENTERPRISE_CHANNELS: Final = frozenset({Channel.EMPLOYER})


def exposure_kind(channel: str) -> pl.Expr:
    """Kind of exposure a row tells of, null for none.

    What the list says comes first; then the grade of the area it names; then what its channel is about: the
    border pushes entrants, a push that names an origin or a date pushes arrivals, a registration that does so
    registers returnees.
    """
    by_level = pl.col("level").replace_strict(dict(AREA_EXPOSURE), default=None, return_dtype=pl.String)
    came = pl.any_horizontal(pl.col("origin", "last_exposure", "arrived").is_not_null())
    arrival = ARRIVAL_BY_PUSH if channel in TOP_DOWN else ARRIVAL_REGISTERED
    by_channel = pl.lit(ABROAD) if channel == Channel.BORDER_PUSH else pl.when(came).then(pl.lit(arrival))
    return pl.coalesce(pl.col("exposure"), by_level, by_channel)


def groups(channel: str) -> pl.Expr:
    """Groups a row by itself puts a person into (outsiders and those away depend on the register)."""
    at_work = pl.lit(channel in ENTERPRISE_CHANNELS) | pl.col("workplace").is_not_null()
    kind = pl.col("exposure_kind")
    listed = (
        pl.when(at_work).then(pl.lit(Group.ENTERPRISE_WORKERS.value)),
        pl.when(kind.is_in(CONTACTS)).then(pl.lit(Group.OUTSIDE_CONTACTS.value)),
        pl.when(kind.is_in(KEY_AREAS)).then(pl.lit(Group.KEY_AREAS.value)),
    )
    return pl.concat_list(listed).list.drop_nulls()
