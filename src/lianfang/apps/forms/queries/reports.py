"""Reports as handed in, their chains, what was decided of them and what of them is disputed."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from lianfang.apps.forms.models import Decision, Dispute, Report
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.rules.sight import decides_at
from lianfang.core import sql
from lianfang.core.access.terms import Actor, bound_to
from lianfang.core.forms.terms import Value
from lianfang.core.forms.values import values_of
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import NotFound

APP: Final = "forms"


@dataclass(frozen=True)
class Link:
    """One report of a chain: what it says, what it changed, what was decided of it."""

    report: Report
    values: dict[str, Value]
    changed: tuple[str, ...]
    decision: Decision | None
    amends: bool


def current(form: str, reporter: str, *, on: date, slot: str) -> Report | None:
    """The report that counts now for a period, if any was handed in."""
    period = {"form": form, "reporter": reporter, "period_on": on, "slot": slot}
    return Report.objects.select_related("edition").filter(**period, superseded_at=None).first()


def before(form: str, reporter: str, *, on: date, slot: str) -> Report | None:
    """The last report before a day, of the same slot."""
    earlier = Report.objects.select_related("edition").filter(
        form=form, reporter=reporter, slot=slot, period_on__lt=on, superseded_at=None
    )
    return earlier.order_by("-period_on").first()


def report(uid: UUID | str, *, by: Actor) -> Report:
    """A report that the actor may see; raises NotFound."""
    wanted = _uid(uid)
    found = Report.objects.select_related("edition").filter(uid=wanted).first() if wanted else None
    own = bound_to(by)
    if found is None or not by.may_see(found.area) or own not in {None, _uid(found.reporter)}:
        raise NotFound(what="报表", value=uid)
    return found


def may_decide(found: Report, *, by: Actor) -> bool:
    """Whether the actor stands where a report is decided on, and did not hand it in."""
    own = by.user is not None and by.user == found.by_user
    return not own and decides_at(by, Level(found.edition.accepted_level), found.area)


def values(found: Report) -> dict[str, Value]:
    """The values of a report by field, with the shares that follow from them."""
    return values_of(form_of(found.edition), found.numbers, found.texts)


def chain(found: Report) -> list[Link]:
    """Every report of the same period, the first first, each with what it changed."""
    period = {name: getattr(found, name) for name in ("form", "reporter", "period_on", "slot")}
    links: list[Link] = []
    every = Report.objects.select_related("edition").prefetch_related("decisions").filter(**period)
    for one in every.order_by("sequence"):
        last = links[-1] if links else None
        said = values(one)
        changed = tuple(code for code in said if last and said[code] != last.values.get(code))
        decision = next(iter(one.decisions.all()), None)
        amends = any(link.decision and link.decision.kind == "accepted" for link in links)
        links.append(Link(one, said, changed, decision, amends))
    return links


def open_disputes(found: Report) -> "QuerySet[Dispute]":
    """What of a report is disputed and not settled."""
    return Dispute.objects.filter(report=found, settled_at=None)


def disputes_of(found: Report) -> list[Dispute]:
    """Every dispute of a report, in the order of fields."""
    return list(Dispute.objects.filter(report=found).order_by("id"))


def dispute(uid: UUID | str, *, by: Actor) -> Dispute:
    """A dispute that the actor may see; raises NotFound."""
    wanted = _uid(uid)
    known = Dispute.objects.select_related("report__edition")
    found = known.filter(uid=wanted).first() if wanted else None
    own = bound_to(by)
    if found is None or not by.may_see(found.area) or own not in {None, _uid(found.report.reporter)}:
        raise NotFound(what="异议", value=uid)
    return found


def clean_reports(*, area: str, on: date, form: str | None, by: Actor) -> list[int]:
    """Numbers of reports of a day against which nothing speaks; raises NotFound out of sight."""
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)
    lo, hi = area_code.prefix_range(area)
    rows = sql.fetch(APP, "clean_reports", form=form, lo=lo, hi=hi, on=on, user=by.user)
    return [row["id"] for row in rows]


def _uid(text: UUID | str) -> UUID | None:
    try:
        return text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        return None
