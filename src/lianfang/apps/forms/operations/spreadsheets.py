"""Hand in what a spreadsheet holds: each reporter's report on its own, each told what became of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from lianfang.apps.forms import queries
from lianfang.apps.forms.operations.submitting import submit
from lianfang.apps.forms.terms import Filled, Submitted
from lianfang.core.access.terms import Actor
from lianfang.core.forms.filled import FilledIn, FilledSheet
from lianfang.core.forms.terms import Form
from lianfang.kernel.errors import DomainError, InputRefused


class OtherForm(InputRefused):
    """A spreadsheet of another form, of another version, or without the reporter that was named."""

    code = "forms.other_template"
    sentence = "文件是“{form}”第{version}版的模板，{problem}。请重新下载模板填写。"


class SomeRefused(InputRefused):
    """A spreadsheet of which some reports were not taken; the others were."""

    code = "forms.some_refused"
    sentence = "{count}个填报单位没有上报，改正后把同一文件再交一次；已上报的不会重复。"


@dataclass(frozen=True)
class HandedIn:
    """What became of one reporter's report; `refusal` where it was not taken."""

    reporter: str
    row: int
    submitted: Submitted | None = None
    refusal: str = ""


def submit_spreadsheet(
    sheet: FilledSheet,
    *,
    form: str,
    by: Actor,
    at: datetime,
    reporter: str = "",
    reason: str = "",
    explanation: str = "",
) -> list[HandedIn]:
    """Hand in each report of a spreadsheet; the same again is nothing, with another reason a correction.

    A refused one does not stop the others. Raises OtherForm, and what `submit` raises where there is but one.
    """
    edition = queries.edition_on(form, sheet.period.on)
    chosen = [one for one in sheet.reporters if not reporter or one.reporter == reporter]
    problem = _problem(sheet, form, edition.version, chosen)
    if problem:
        raise OtherForm(form=sheet.form, version=sheet.version, problem=problem)
    told = queries.form_of(edition)

    def hand_in(one: FilledIn) -> Submitted:
        return submit(
            form,
            one.reporter,
            on=sheet.period.on,
            slot=sheet.period.slot,
            filled=_filled(told, one, explanation),
            client=_client(sheet, one, reason),
            by=by,
            at=at,
            reason=reason,
        )

    if len(chosen) == 1:
        return [HandedIn(chosen[0].reporter, chosen[0].row, hand_in(chosen[0]))]
    return [_tried(one, hand_in) for one in chosen]


def _problem(sheet: FilledSheet, form: str, version: int, chosen: list[FilledIn]) -> str:
    if sheet.form != form:
        return f"不是“{form}”"
    if sheet.version != version:
        return f"{sheet.period.on}用第{version}版"
    return "" if chosen else "其中没有这个填报单位填写的内容"


def _tried(one: FilledIn, hand_in: Callable[[FilledIn], Submitted]) -> HandedIn:
    try:
        return HandedIn(one.reporter, one.row, hand_in(one))
    except DomainError as refusal:
        return HandedIn(one.reporter, one.row, refusal=str(refusal))


def _filled(form: Form, one: FilledIn, explanation: str) -> Filled:
    """A row as it is handed in: its texts, and whom its lists of people mean."""
    found = queries.people_in(form, one.typed, area=queries.area_of(one.reporter))
    return Filled(typed=one.typed, persons=found.persons, unclear=found.unclear, explanation=explanation)


def _client(sheet: FilledSheet, one: FilledIn, reason: str) -> UUID:
    """The identity of a submission: its content and the reason that it names."""
    period = [sheet.form, one.reporter, sheet.period.on.isoformat(), sheet.period.slot]
    told = json.dumps([period, sorted(one.typed.items()), reason], ensure_ascii=False)
    return uuid5(NAMESPACE_OID, told)
