"""Reads of cases: cases and their events, outbreaks and their chains."""

from lianfang.apps.cases.queries.cases import case, case_names, cases, events_of
from lianfang.apps.cases.queries.chains import chain, link_of
from lianfang.apps.cases.queries.contacts import contacts, proposed, standing_for, window_of
from lianfang.apps.cases.queries.letters import letter, letter_names, letter_persons, letters
from lianfang.apps.cases.queries.met import met
from lianfang.apps.cases.queries.outbreaks import outbreak, outbreaks
from lianfang.apps.cases.queries.positives import corrected_positive, diseases_of_positives, positive
from lianfang.apps.cases.queries.settling import centre_of, in_control, trajectory_hours
from lianfang.apps.cases.queries.stays import stays
from lianfang.apps.cases.queries.strangers import strangers

__all__ = [
    "case",
    "case_names",
    "cases",
    "centre_of",
    "chain",
    "contacts",
    "corrected_positive",
    "diseases_of_positives",
    "events_of",
    "in_control",
    "letter",
    "letter_names",
    "letter_persons",
    "letters",
    "link_of",
    "met",
    "outbreak",
    "outbreaks",
    "positive",
    "proposed",
    "standing_for",
    "stays",
    "strangers",
    "trajectory_hours",
    "window_of",
]
