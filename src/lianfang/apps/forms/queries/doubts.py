"""Doubts as lists and one by one: where each stands, what is said of it, who must look."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianfang.apps.forms.models import Doubt, DoubtAnswer, DoubtSeen, Edition, Report
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.names import form_names, reporter_names
from lianfang.apps.forms.rules.doubts import CORRECTED, READINGS, READINGS_NAME, sentence
from lianfang.apps.forms.terms import CHECK_NAMES, CheckCode, DoubtOutcome
from lianfang.apps.reporting import queries as reporting
from lianfang.core.access.terms import Actor, bound_to
from lianfang.kernel import area_code
from lianfang.kernel.area_code import Level
from lianfang.kernel.errors import NotFound

SINCE: Final = timedelta(days=2)
"""Reports handed in after a doubt are looked through again so much longer."""


@dataclass(frozen=True)
class Answer:
    """What the reporter said to a doubt."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DoubtLine:
    """A doubt as a list shows it; `outcome` is empty where nobody has looked.

    `corrected` is the report that was handed in after it: it answers the doubt, also where nobody looked.
    """

    uid: UUID
    check: str
    form: str
    form_name: str
    reporter: str
    name: str
    area: str
    on: date
    slot: str
    report: UUID | None
    evidence: dict[str, Any]
    found_at: datetime
    outcome: str
    seen_by: str
    corrected: UUID | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class DoubtList:
    """Doubts, the newest day first: a part of them is fetched when it is asked for."""

    found: QuerySet[Doubt]

    def __len__(self) -> int:
        return self._counted

    @cached_property
    def _counted(self) -> int:
        return self.found.count()

    def __iter__(self) -> Iterator[DoubtLine]:
        return iter(lines(self.found))

    def __getitem__(self, part: slice) -> list[DoubtLine]:
        return lines(self.found[part])

    @property
    def waiting(self) -> int:
        """How many wait for somebody who looks."""
        return self.found.filter(~_closed()).count()

    @property
    def forms(self) -> dict[str, str]:
        """The forms that they are about, by code."""
        return _names_of_forms(self.found.order_by().values_list("form", flat=True).distinct())


def check_sight(area: str, *, by: Actor) -> None:
    """Raises NotFound for an area that the actor may not see."""
    if not by.may_see(area):
        raise NotFound(what="辖区", value=area)


def doubts(
    *,
    area: str,
    by: Actor,
    on: date | None = None,
    check: str = "",
    form: str = "",
    seen: bool | None = None,
) -> DoubtList:
    """Doubts of an area, the newest day first; `seen` also where a correction answers. Raises NotFound."""
    check_sight(area, by=by)
    lo, hi = area_code.prefix_range(area)
    found = _visible(by).filter(area__gte=lo, area__lt=hi)
    given = {"period_on": on, "check_code": check, "form": form}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if seen is not None:
        found = found.filter(_closed() if seen else ~_closed())
    return DoubtList(found.order_by("-period_on", "check_code", "area", "id"))


def waiting_for_answers(reporters: Iterable[str]) -> list[DoubtLine]:
    """Doubts about reports of some reporters of which nobody has said anything yet."""
    answered = Exists(DoubtAnswer.objects.filter(doubt=OuterRef("pk")))
    found = Doubt.objects.filter(~_closed(), ~answered, reporter__in=set(reporters))
    return lines(found.order_by("-period_on", "check_code", "id"))


def corrected_days(area: str, *, at: datetime) -> list[date]:
    """Days of which a report was handed in lately after a doubt about it or about its absence."""
    lo, hi = area_code.prefix_range(area)
    period = ("form", "reporter", "period_on", "slot")
    doubted = Doubt.objects.filter(**{name: OuterRef(name) for name in period}, found_at__lte=at)
    found = Report.objects.filter(Exists(doubted), area__gte=lo, area__lt=hi, superseded_at=None)
    late = found.filter(recorded_at__gt=at - SINCE, recorded_at__lte=at)
    return sorted(late.values_list("period_on", flat=True).distinct())


def doubt(uid: UUID | str, *, by: Actor) -> Doubt:
    """A doubt that the actor may see; raises NotFound."""
    try:
        wanted = UUID(str(uid))
    except ValueError as problem:
        raise NotFound(what="疑点", value=uid) from problem
    found = _visible(by).select_related("report__edition").filter(uid=wanted).first()
    if found is None or not by.may_see(found.area):
        raise NotFound(what="疑点", value=uid)
    return found


def doubt_line(found: Doubt) -> DoubtLine:
    """One doubt as a list shows it."""
    return lines(Doubt.objects.filter(pk=found.pk))[0]


def doubt_names(uids: Iterable[str]) -> dict[str, str]:
    """Check, form and reporter of doubts, by their uids; those out of sight are absent."""
    found = lines(Doubt.objects.filter(uid__in=list(uids)))
    return {str(one.uid): f"{one.name} {one.form_name}：{CHECK_NAMES[one.check]}" for one in found}


def level_of(found: Doubt) -> Level:
    """The level that must look: the one that accepts the form, for readings the town."""
    edition = (
        Edition.objects.filter(form=found.form, starts_on__lte=found.period_on).order_by("-starts_on").first()
    )
    return Level(edition.accepted_level) if edition else Level.TOWN


def sentences(rows: Sequence[DoubtLine]) -> list[tuple[str, dict[str, str]]]:
    """What the evidence of each says: a sentence and what fills it."""
    others = reporter_names({other for one in rows if (other := one.evidence.get("other"))})
    figures = {key: name for key, (_, name) in reporting.figure_sources().items()}
    asked = {one.form for one in rows if "field" in one.evidence}
    known = Edition.objects.filter(form__in=asked).order_by("starts_on") if asked else ()
    fields = {one.form: {field.code: field.name for field in form_of(one).fields} for one in known}
    return [sentence(one.check, one.evidence, figures | others | fields.get(one.form, {})) for one in rows]


def lines(found: QuerySet[Doubt]) -> list[DoubtLine]:
    """Doubts with their names, and what became of them."""
    rows: Sequence[Doubt] = list(found.select_related("report").prefetch_related("seen", "answered"))
    names = reporter_names({one.reporter for one in rows})
    forms = _names_of_forms(one.form for one in rows)
    later = _later(rows)
    return [_line(one, names, forms, later.get(one.pk)) for one in rows]


def _names_of_forms(codes: Iterable[str]) -> dict[str, str]:
    """Forms by code, with what people call them; temperatures as registered are one of them."""
    asked = set(codes)
    own = {READINGS: READINGS_NAME} if READINGS in asked else {}
    return form_names(asked) | own


def _line(one: Doubt, names: dict[str, str], forms: dict[str, str], later: Report | None) -> DoubtLine:
    seen = next(iter(one.seen.all()), None)
    outcome, seen_by = (seen.outcome, seen.by) if seen else ("", "")
    if seen is None and later is not None:
        outcome, seen_by = DoubtOutcome.CORRECTED.value, later.by
    return DoubtLine(
        one.uid,
        one.check_code,
        one.form,
        forms.get(one.form, one.form),
        one.reporter,
        names.get(one.reporter, one.reporter),
        one.area,
        one.period_on,
        one.slot,
        one.report.uid if one.report else None,
        one.evidence,
        one.found_at,
        outcome,
        seen_by,
        later.uid if later else None,
        tuple(Answer(said.words, said.by, said.at) for said in one.answered.all()),
    )


def _later(rows: Sequence[Doubt]) -> dict[int, Report]:
    """The report that counts now, of doubts that a report handed in after them answers."""
    asked = {(one.form, one.reporter, one.period_on, one.slot): one.pk for one in rows if _answerable(one)}
    found = Report.objects.filter(
        form__in={key[0] for key in asked},
        reporter__in={key[1] for key in asked},
        period_on__in={key[2] for key in asked},
        superseded_at=None,
    )
    kept = {(one.form, one.reporter, one.period_on, one.slot): one for one in (found if asked else ())}
    return {
        one.pk: kept[key]
        for one in rows
        if _answerable(one) and (key := (one.form, one.reporter, one.period_on, one.slot)) in kept
    }


def _answerable(one: Doubt) -> bool:
    """Whether a report that stands now was handed in after the doubt."""
    if one.check_code == CheckCode.MISSING:
        return True
    return one.check_code in CORRECTED and one.report is not None and one.report.superseded_at is not None


def _closed() -> Q:
    """Somebody has looked, or a correction or the missing report answers."""
    arrived = Report.objects.filter(
        form=OuterRef("form"),
        reporter=OuterRef("reporter"),
        period_on=OuterRef("period_on"),
        slot=OuterRef("slot"),
    )
    return (
        Q(Exists(DoubtSeen.objects.filter(doubt=OuterRef("pk"))))
        | Q(check_code__in=CORRECTED, report__superseded_at__isnull=False)
        | (Q(check_code=CheckCode.MISSING) & Q(Exists(arrived)))
    )


def _visible(by: Actor) -> QuerySet[Doubt]:
    own = bound_to(by)
    return Doubt.objects.all() if own is None else Doubt.objects.filter(reporter=str(own))
