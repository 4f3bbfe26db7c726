"""The entry page as rows: what each field asks, what stands there, what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext

from lianfang.apps.forms import queries
from lianfang.apps.forms.terms import Filled, Said
from lianfang.apps.reporting.terms import LedgerFigure
from lianfang.core.forms.terms import Fault, Field, FieldType, Form
from lianfang.core.forms.values import listed

KINDS: Final[Mapping[FieldType, str]] = {
    FieldType.COUNT: "text",
    FieldType.NUMBER: "text",
    FieldType.TEMPERATURE: "text",
    FieldType.PEOPLE: "area",
    FieldType.YES_NO: "choice",
    FieldType.CHOICE: "choice",
    FieldType.TEXT: "area",
    FieldType.DATE: "date",
    FieldType.TIME: "time",
}
MODES: Final[Mapping[FieldType, str]] = {
    FieldType.COUNT: "numeric",
    FieldType.NUMBER: "decimal",
    FieldType.TEMPERATURE: "decimal",
}
YES_NO: Final = (("是", "是"), ("否", "否"))
VALUE, WAS, DISPUTED, SAID, KEPT, ADDED, REASON = "v.", "w.", "d.", "n.", "k.", "a.", "r."
"""What the names of inputs begin with."""


@dataclass(frozen=True)
class Listed:
    """A person of the ledger, ticked unless the reporter said that they should not be counted."""

    person: UUID
    name: str
    is_kept: bool


@dataclass(frozen=True)
class Row:
    """A field on the page."""

    field: Field
    kind: str
    mode: str
    choices: Sequence[tuple[str, str]]
    value: str
    before: str
    is_prefilled: bool
    error: str
    help: str
    held: LedgerFigure | None
    persons: Sequence[Listed]
    disputed: Mapping[str, Any] | None


@dataclass(frozen=True)
class Part:
    """A section on the page."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Beside:
    """What the page shows beside the fields: typed texts, those of the report before, the ledger, faults."""

    typed: Mapping[str, str]
    before: Mapping[str, str]
    ledger: Mapping[str, LedgerFigure]
    computed: Mapping[str, str]
    faults: Sequence[Fault] = ()
    sent: QueryDict | None = None


def parts(form: Form, beside: Beside) -> list[Part]:
    """The sections of a form with their rows."""
    return [
        Part(section.name, [_row(field, beside) for field in form.fields if field.section == section.code])
        for section in form.sections
    ]


def _row(field: Field, beside: Beside) -> Row:
    said = beside.computed if field.computed else beside.typed
    value, held = said.get(field.code, ""), beside.ledger.get(field.code)
    before = beside.before.get(field.code, "")
    disputed = _disputed(field, beside.sent)
    own = [fault.told for fault in beside.faults if fault.fields[:1] == (field.code,)]
    bounds = _bounds(field)
    return Row(
        field=field,
        kind=KINDS[field.type],
        mode=MODES.get(field.type, ""),
        choices=_choices(field),
        value=value,
        before=before,
        is_prefilled=field.prefill and bool(before) and value == before,
        error="；".join(own),
        help="；".join(filter(None, (field.definition, bounds))),
        held=held,
        persons=_listed(held, disputed),
        disputed=disputed,
    )


def _listed(held: LedgerFigure | None, disputed: Mapping[str, Any] | None) -> list[Listed]:
    kept = None if disputed is None else set(disputed["kept"])
    return [
        Listed(one.person, one.name, kept is None or str(one.person) in kept)
        for one in (queries.labels(held.persons) if held else ())
    ]


def _bounds(field: Field) -> str:
    if field.maximum is None or not field.is_typed:
        return ""
    return f"{field.minimum or 0:g}–{field.maximum:g}"


def _choices(field: Field) -> list[tuple[str, str]]:
    given = YES_NO if field.type is FieldType.YES_NO else [(one.code, one.name) for one in field.choices]
    return [("", "—"), *given]


def _disputed(field: Field, sent: QueryDict | None) -> dict[str, Any] | None:
    """The objection as it was sent, where the page comes back."""
    if sent is None or f"{DISPUTED}{field.code}" not in sent:
        return None
    names = {"said": SAID, "added": ADDED, "reason": REASON}
    told: dict[str, Any] = {name: sent.get(f"{begun}{field.code}", "") for name, begun in names.items()}
    return told | {"kept": sent.getlist(f"{KEPT}{field.code}")}


def filled_of(form: Form, sent: QueryDict, *, area: str) -> Filled:
    """What was handed in on the page; texts are read by the form, not here."""
    if sent.get("zero"):
        return Filled(zero=True, explanation=sent.get("explanation", ""))
    typed = {field.code: sent.get(f"{VALUE}{field.code}", "").strip() for field in form.fields}
    typed = {code: said for code, said in typed.items() if form.by_code[code].is_typed}
    found = queries.people_in(form, typed, area=area)
    return Filled(
        typed=typed,
        persons=found.persons,
        unclear=found.unclear,
        disputed={
            field.code: _said(field.code, sent, area=area)
            for field in form.fields
            if field.derived and f"{DISPUTED}{field.code}" in sent
        },
        prefilled=frozenset(
            code for code, said in typed.items() if said and said == sent.get(f"{WAS}{code}")
        ),
        explanation=sent.get("explanation", ""),
    )


def sent_of(values: Mapping[str, str]) -> QueryDict:
    """What a queue kept of a page, as the page sends it: boxes of one name were kept as one text."""
    sent = QueryDict(mutable=True)
    for name, said in values.items():
        sent.setlist(name, said.split(",") if name.startswith(KEPT) else [said])
    return sent


def _said(code: str, sent: QueryDict, *, area: str) -> Said:
    """An objection: the ledger's persons that were left ticked, those added by name, the number."""
    kept = [uid for text in sent.getlist(f"{KEPT}{code}") if (uid := queries.as_unit(text))]
    added, unclear = queries.found_by(listed(sent.get(f"{ADDED}{code}", "")), area=area)
    persons = tuple(dict.fromkeys((*kept, *added)))
    number = sent.get(f"{SAID}{code}", "").strip()
    value = float(number) if number.isdecimal() else float(len(persons) + len(unclear))
    reason = sent.get(f"{REASON}{code}", "").strip()
    if unclear and reason:
        reason += gettext("（另有：{names}）").format(names="、".join(unclear))
    return Said(value, reason, persons)
