"""Reads of reporting: roll-ups, gaps by holder, the account that a brief prints, briefs and their traces."""

from lianfang.apps.reporting.queries.accounts import account_of
from lianfang.apps.reporting.queries.again import Again, compared, days_before
from lianfang.apps.reporting.queries.behind import behind, count_behind
from lianfang.apps.reporting.queries.briefs import (
    briefs,
    draft,
    figure,
    list_briefs,
    persons_of,
    records_of,
    signed,
)
from lianfang.apps.reporting.queries.by_key import figure_sources, figures_by_key
from lianfang.apps.reporting.queries.exporting import gaps_leaving
from lianfang.apps.reporting.queries.gap_lists import gap_list, holding
from lianfang.apps.reporting.queries.holders import by_holder
from lianfang.apps.reporting.queries.places import PlaceUnknown, check_sight, place_of
from lianfang.apps.reporting.queries.rollups import daily_rates, rollup, rollup_now
from lianfang.apps.reporting.queries.tracing import BriefUnknown, brief_of, trace

__all__ = [
    "Again",
    "BriefUnknown",
    "PlaceUnknown",
    "account_of",
    "behind",
    "brief_of",
    "briefs",
    "by_holder",
    "check_sight",
    "compared",
    "count_behind",
    "daily_rates",
    "days_before",
    "draft",
    "figure",
    "figure_sources",
    "figures_by_key",
    "gap_list",
    "gaps_leaving",
    "holding",
    "list_briefs",
    "persons_of",
    "place_of",
    "records_of",
    "rollup",
    "rollup_now",
    "signed",
    "trace",
]
