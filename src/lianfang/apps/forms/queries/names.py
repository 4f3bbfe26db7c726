"""What expected reports, reports and disputes are, in a few words, for lists of duties."""

from collections.abc import Iterable

from lianfang.apps.areas import queries as areas
from lianfang.apps.forms.models import Dispute, Edition, Report
from lianfang.apps.forms.queries.editions import form_of
from lianfang.apps.forms.queries.expected import Key, as_unit, key_of, units
from lianfang.kernel.errors import NotFound


def expected_names(keys: Iterable[str]) -> dict[str, str]:
    """Form, day and reporter of what is expected, by its key; those out of sight are absent."""
    asked = {text: _key(text) for text in keys}
    known = {text: key for text, key in asked.items() if key is not None}
    return {text: f"{name}：{key.on:%m-%d}" for (text, key), name in _named(known)}


def report_names(uids: Iterable[str]) -> dict[str, str]:
    """Form, day and reporter of reports, by their uids; those out of sight are absent."""
    found = Report.objects.filter(uid__in=list(uids)).values_list(
        "uid", "form", "reporter", "period_on", "slot"
    )
    known = {str(uid): Key(form, reporter, on, slot) for uid, form, reporter, on, slot in found}
    return {text: f"{name}：{key.on:%m-%d}" for (text, key), name in _named(known)}


def dispute_names(uids: Iterable[str]) -> dict[str, str]:
    """The field and both numbers of disputes, by their uids; those out of sight are absent."""
    found = Dispute.objects.filter(uid__in=list(uids)).select_related("report__edition")
    return {str(one.uid): f"{_field(one)}：台账{one.ledger:g}，所报{one.said:g}" for one in found}


def _field(one: Dispute) -> str:
    return form_of(one.report.edition).by_code[one.field].name


def _key(text: str) -> Key | None:
    try:
        return key_of(text)
    except NotFound:
        return None


def _named(known: dict[str, Key]) -> list[tuple[tuple[str, Key], str]]:
    names = reporter_names({key.reporter for key in known.values()})
    forms = form_names({key.form for key in known.values()})
    return [
        ((text, key), f"{names[key.reporter]} {forms[key.form]}")
        for text, key in known.items()
        if key.reporter in names and key.form in forms
    ]


def reporter_names(reporters: Iterable[str]) -> dict[str, str]:
    """Names of areas, closed ones too, and units that report; those out of sight are absent."""
    asked = set(reporters)
    found = areas.names_ever(one for one in asked if one.isdigit())
    others = [unit for one in asked if not one.isdigit() and (unit := as_unit(one))]
    return found | {str(unit["uid"]): unit["name"] for unit in units(others)}


def form_names(forms: Iterable[str]) -> dict[str, str]:
    """Names of forms, as last loaded."""
    found = Edition.objects.filter(form__in=set(forms)).order_by("starts_on")
    return dict(found.values_list("form", "name"))
