"""Editions of forms: which are loaded, which was in force on a day, what forms may name beyond themselves."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.db.models import Q

from lianfang.apps.areas.terms import UnitKind
from lianfang.apps.forms.models import DayOff, Edition
from lianfang.apps.reporting import queries as ledger
from lianfang.core.forms import plain
from lianfang.core.forms.reading import Known, read_form
from lianfang.core.forms.terms import Form
from lianfang.kernel.errors import NotFound

FOLDER: Final = Path(__file__).resolve().parents[1] / "data"
"""The forms that come with the program, those first that others name."""
CODE: Final = re.compile(r"form: *(\S+)\n")


def editions() -> Sequence[Edition]:
    """Every edition, by form and the day from which it is in force."""
    return list(Edition.objects.order_by("form", "starts_on"))


def edition_on(form: str, on: date) -> Edition:
    """The edition of a form that was in force on a day; raises NotFound."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    found = Edition.objects.filter(lasting, form=form, starts_on__lte=on).first()
    if found is None:
        raise NotFound(what="当日有效的报表", value=form)
    return found


def edition(number: int) -> Edition:
    """An edition by its number; raises NotFound."""
    found = Edition.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(what="报表版本", value=number)
    return found


def form_of(found: Edition) -> Form:
    """The form of an edition; what was loaded never alters, so each is read once."""
    return _form(found.pk, found.content_hash)


@lru_cache(maxsize=256)
def _form(number: int, content_hash: str) -> Form:
    return plain.of_plain(Edition.objects.values_list("body", flat=True).get(pk=number))


def forms_by_edition(form: str) -> dict[int, Form]:
    """Every edition of a form, by its number."""
    return {one.pk: form_of(one) for one in Edition.objects.filter(form=form)}


def known() -> Known:
    """What a form may name: kinds of units, figures of the ledger, forms as last loaded."""
    return Known(
        unit_kinds=tuple(kind.value for kind in UnitKind),
        figures=tuple(ledger.figure_sources()),
        forms={one.form: form_of(one) for one in editions()},
    )


@lru_cache(maxsize=1)
def builtin_texts() -> Mapping[str, str]:
    """The files of the forms that come with the program, by the code of the form."""
    texts = (path.read_text() for path in sorted(FOLDER.glob("*.yaml")))
    return {CODE.match(text)[1]: text for text in texts}  # type: ignore[index]


def builtin_forms() -> list[Form]:
    """The forms that come with the program; each may name those before it."""
    found: dict[str, Form] = {}
    for code, text in builtin_texts().items():
        found[code] = read_form(text, replace(known(), forms=dict(found)))
    return list(found.values())


def days_off(year: int | None = None) -> list[DayOff]:
    """The days that are unlike their weekday, of a year or all."""
    days = DayOff.objects.order_by("period_on")
    return list(days.filter(period_on__year=year) if year else days)
