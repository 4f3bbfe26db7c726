"""Load forms: an edition is taken whole, once, and never alters what was loaded before."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from lianfang.apps.forms import queries
from lianfang.apps.forms.models import Edition, Field, Report, Window
from lianfang.apps.forms.operations.closing import load_builtin_days_off
from lianfang.apps.forms.operations.handing import place_handed
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.forms import plain
from lianfang.core.forms.reading import read_form
from lianfang.core.forms.terms import Form
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused

DAY: Final = timedelta(days=1)


class VersionTaken(InputRefused):
    """Another content was loaded under the same form and version."""

    code = "forms.version_taken"
    sentence = "报表“{name}”第{version}版已经载入，内容不同；已载入的版本不能改动，请改用新的版本号。"


class EditionsOverlap(InputRefused):
    """An edition whose days belong to another one already."""

    code = "forms.editions_overlap"
    sentence = "报表“{name}”第{other}版在{day}已经有效，或已有填报。请把启用日期改到它之后。"


class StartsTooEarly(InputRefused):
    """A form asked for from a day before its own first, or after its last."""

    code = "forms.starts_too_early"
    sentence = "报表“{name}”自{first}起有效，不能从{day}起应报。"


@transaction.atomic
def load_form(form: Form, *, text: str, by: Actor, at: datetime, from_day: date | None = None) -> Edition:
    """Load an edition; the same content again changes nothing. The one before ends on the day before it.

    It is asked for from its own first day, or from a later one that is named. Raises PermissionMissing,
    VersionTaken, StartsTooEarly, EditionsOverlap.
    """
    check(by, Permission.MANAGE_FORMS)
    content = plain.digest_of(form)
    known = Edition.objects.filter(form=form.code, version=form.version).first()
    if known is not None:
        if known.content_hash != content:
            raise VersionTaken(name=form.name, version=form.version)
        return known
    form = _from(form, from_day)
    _end_before(form)
    made = _write(form, plain.as_plain(form), text=text, content=content, by=by, at=at)
    audit.record("form.loaded", subject=f"form:{form.code}", by=by, at=at, version=form.version)
    return made


def _from(form: Form, day: date | None) -> Form:
    if day is None:
        return form
    if day < form.starts_on or (form.ends_on is not None and day > form.ends_on):
        raise StartsTooEarly(name=form.name, first=form.starts_on, day=day)
    return replace(form, starts_on=day)


def load_text(text: str, *, by: Actor, at: datetime, from_day: date | None = None) -> Edition:
    """Load an edition from the text of its file, and the days off that its windows ask for.

    Raises FormRefused with every fault, and as `load_form`.
    """
    form = read_form(text, queries.known())
    if any(window.dayoff is not None for window in form.windows):
        load_builtin_days_off(by=by, at=at)
    return load_form(form, text=text, by=by, at=at, from_day=from_day)


def load_builtin_forms(*, by: Actor, at: datetime) -> list[Edition]:
    """Load the forms that come with the program, those first that others name; again changes nothing."""
    return [load_text(text, by=by, at=at) for text in queries.builtin_texts().values()]


def _end_before(form: Form) -> None:
    """End the edition before; refuse where days would belong to two, or reports lose theirs."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=form.starts_on)
    reaching = Q() if form.ends_on is None else Q(starts_on__lte=form.ends_on)
    for other in Edition.objects.filter(lasting, reaching, form=form.code).order_by("starts_on"):
        kept = Report.objects.filter(edition=other, period_on__gte=form.starts_on).exists()
        if other.starts_on >= form.starts_on or other.ends_on or kept:
            raise EditionsOverlap(name=form.name, other=other.version, day=form.starts_on)
        other.ends_on = form.starts_on - DAY
        other.save(update_fields=["ends_on"])


def _write(form: Form, body: dict[str, Any], *, text: str, content: str, by: Actor, at: datetime) -> Edition:
    made = Edition.objects.create(
        form=form.code,
        version=form.version,
        name=form.name,
        starts_on=form.starts_on,
        ends_on=form.ends_on,
        level=form.reporters.level,
        unit_kinds=list(form.reporters.unit_kinds),
        accepted_level=form.accepted_by,
        body=body,
        source=text,
        content_hash=content,
        by=by.name,
        at=at,
    )
    Field.objects.bulk_create(_fields(form, made))
    Window.objects.bulk_create(_windows(form, made))
    place_handed(made)
    return made


def _fields(form: Form, made: Edition) -> list[Field]:
    return [
        Field(
            edition=made,
            code=field.code,
            position=field.position,
            type=field.type,
            rollup=field.rollup,
            numerator=field.numerator,
            denominator=field.denominator,
            figure=field.derived,
        )
        for field in form.fields
    ]


def _windows(form: Form, made: Edition) -> list[Window]:
    return [
        Window(
            edition=made,
            slot=window.slot,
            opens=window.opens,
            due=window.due,
            zone=ZONE.key,
            responses=list(window.responses),
            days=list(window.days),
            dayoff=window.dayoff,
        )
        for window in form.windows
    ]
