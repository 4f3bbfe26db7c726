"""The facts of many notices, a chunk at a time: however many persons, a few statements a chunk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lianfang.apps.control.models import NoticeSheaf
from lianfang.apps.control.queries.orders import APP, view_of
from lianfang.apps.control.queries.releases import courses
from lianfang.apps.control.rules.notice_text import NoticeFacts
from lianfang.apps.control.terms import MeasureView
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.core.access.terms import Actor
from lianfang.core.sealing import mask_id
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

CHUNK: Final = 500
SHOWN: Final = 30
BESIDE: Final = (
    "issuer",
    "readings_per_day",
    "approved_by",
    "approval_reason",
    "last_exposure",
    "officers",
)
"""What a row tells beside the order itself."""
Steps = Mapping[tuple[int, Any], tuple[MeasureView, ...]]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which notices: of an area, of decisions in force since a moment or of releases, maybe of one list."""

    area: str
    since: datetime
    released: bool = False
    batch: int | None = None

    def parameters(self) -> dict[str, Any]:
        """Return what the statements ask for."""
        lo, hi = area_code.prefix_range(self.area)
        return {"lo": lo, "hi": hi, "since": self.since, "released": self.released, "batch": self.batch}


def count_notices(wanted: Wanted) -> int:
    """Return how many notices there are."""
    (row,) = sql.fetch(APP, "count_notices", **wanted.parameters())
    return int(row["notices"])


def notices(wanted: Wanted, *, help_phone: str = "") -> Iterator[list[NoticeFacts]]:
    """Yield the facts of notices, chunk by chunk."""
    after, asked = 0, wanted.parameters()
    while rows := sql.fetch(APP, "notices_of_area", after=after, most=CHUNK, **asked):
        after = rows[-1]["id"]
        beside = [{name: row.pop(name) for name in BESIDE} for row in rows]
        yield _facts([view_of(row) for row in rows], beside, help_phone)


def sheaf(uid: UUID, *, by: Actor) -> NoticeSheaf:
    """Return a file of notices that was asked for; raises NotFound, also out of sight."""
    found = NoticeSheaf.objects.filter(uid=uid).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="成批文书", value=uid)
    return found


def sheaves(*, area: str, most: int = SHOWN) -> list[NoticeSheaf]:
    """Return the files of notices asked for in an area and the areas within, newest first."""
    lo, hi = area_code.prefix_range(area)
    found = NoticeSheaf.objects.filter(area__gte=lo, area__lt=hi).order_by("-asked_at", "-id")
    return list(found[:most])


def _facts(views: list[MeasureView], beside: list[dict[str, Any]], help_phone: str) -> list[NoticeFacts]:
    persons = people.told([view.person_id for view in views])
    steps, observed = _steps(views), courses(views)
    return [
        NoticeFacts(
            view=view,
            series=steps[view.person_id, view.series],
            name=persons[view.person_id].name,
            document=_document(persons[view.person_id].document),
            address=persons[view.person_id].address,
            ground=policy.ground(view.rule_id, on=view.issued_at.astimezone(ZONE).date()),
            issuer=told["issuer"],
            last_exposure=told["last_exposure"],
            approved_by=told["approved_by"] or "",
            approval_reason=told["approval_reason"] or "",
            readings_per_day=told["readings_per_day"],
            results=observed[view.id].results,
            officers=tuple(told["officers"]),
            help_phone=help_phone,
        )
        for view, told in zip(views, beside, strict=True)
    ]


def _steps(views: list[MeasureView]) -> Steps:
    found: dict[tuple[int, Any], list[MeasureView]] = {}
    asked = {
        "persons": [view.person_id for view in views],
        "series": list({view.series for view in views}),
    }
    for row in sql.fetch(APP, "steps_of_series", **asked):
        found.setdefault((row["person_id"], row["series"]), []).append(view_of(row))
    return {key: tuple(steps) for key, steps in found.items()}


def _document(number: str) -> str:
    return f"证件号码{mask_id(number)}" if number else ""
