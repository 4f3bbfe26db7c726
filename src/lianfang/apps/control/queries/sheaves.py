"""The facts of many notices, a chunk at a time: however many persons, a few statements a chunk."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from lianfang.apps.control.queries.orders import APP, view_of
from lianfang.apps.control.queries.releases import courses
from lianfang.apps.control.rules.notice_text import NoticeFacts
from lianfang.apps.control.terms import MeasureView
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.core.sealing import mask_id
from lianfang.kernel import area_code
from lianfang.kernel.clock import ZONE

CHUNK: Final = 500
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


def notices_of_area(
    *, area: str, since: datetime, released: bool, help_phone: str = ""
) -> Iterator[list[NoticeFacts]]:
    """Yield the facts of notices of decisions in force since a moment, or of releases, chunk by chunk."""
    lo, hi = area_code.prefix_range(area)
    asked = {"lo": lo, "hi": hi, "since": since, "released": released, "most": CHUNK}
    after = 0
    while rows := sql.fetch(APP, "notices_of_area", after=after, **asked):
        after = rows[-1]["id"]
        beside = [{name: row.pop(name) for name in BESIDE} for row in rows]
        yield _facts([view_of(row) for row in rows], beside, help_phone)


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
