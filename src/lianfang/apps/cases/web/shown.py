"""Cases as pages show them: in words, with the clocks that run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_noop as _

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases.rules import clocks
from lianfang.apps.cases.terms import (
    CLASSIFICATION_NAMES,
    FOUND_NAMES,
    CaseCard,
    Classification,
    FoundThrough,
)
from lianfang.apps.policy import queries as policy
from lianfang.core.access.ways import way
from lianfang.core.pages import PageRequest
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE

TONES: Final = {
    Classification.SUSPECTED: "late",
    Classification.CLINICAL: "late",
    Classification.CONFIRMED: "bad",
    Classification.ASYMPTOMATIC: "bad",
    Classification.RECOVERED: "good",
}
TABS: Final = (
    ("cases:cases", _("病例")),
    ("cases:new", _("登记病例")),
    ("cases:positives", _("阳性待报")),
    ("cases:letters", _("协查函")),
)


@dataclass(frozen=True)
class Shown:
    """A case in words."""

    card: CaseCard
    classification: str
    tone: str
    place: str
    disease: str
    found: str


@dataclass(frozen=True)
class Clock:
    """A clock of a case: what is due by when, and since when it is done."""

    name: str
    due_at: datetime
    done_at: datetime | None
    source: str


def tabs(request: PageRequest, current: str) -> list[dict[str, Any]]:
    """The sides of cases that the actor may see."""
    found = [(view, name, way(request.actor, view)) for view, name in TABS]
    return [{"name": name, "href": href, "current": view == current} for view, name, href in found if href]


def shown(cards: Sequence[CaseCard]) -> list[Shown]:
    """Cases with their names."""
    village = LENGTHS[Level.VILLAGE]
    places = areas.names({card.area[:village] for card in cards})
    diseases = policy.diseases()
    return [
        Shown(
            card,
            CLASSIFICATION_NAMES[Classification(card.classification)],
            TONES.get(Classification(card.classification), ""),
            places.get(card.area[:village], card.area),
            diseases.get(card.disease, card.disease),
            FOUND_NAMES[FoundThrough(card.found_through)],
        )
        for card in cards
    ]


def clocks_of(card: CaseCard) -> list[Clock]:
    """The clocks of a case, from its diagnosis on."""
    profile = policy.disease_profile(card.disease)
    told = clocks.report_hours(profile, on=card.stated_at.astimezone(ZONE).date())
    rows = (
        (_("网络直报"), told, card.reported_at, clocks.REPORT_SOURCE),
        (_("核心轨迹"), card.trajectory_hours, card.trajectory_at, clocks.TRAJECTORY_SOURCE),
        (_("个案调查"), clocks.INVESTIGATED_HOURS, card.investigated_at, clocks.INVESTIGATED_SOURCE),
    )
    return [
        Clock(name, card.stated_at + timedelta(hours=hours), done, source)
        for name, hours, done, source in rows
    ]
