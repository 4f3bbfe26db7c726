"""Letters that come in from outside: whom they name is located or registered, and ordered what policy says.

Each row of a letter is taken alone: one that can't be used comes back with its reason and takes back no
other. The same letter again adds whom it did not name before, so that mended rows can be sent again.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases.models import Letter, LetterPerson
from lianfang.apps.cases.operations.judging import order
from lianfang.apps.cases.operations.patients import known_patient, patient
from lianfang.apps.cases.operations.stating import NotThen
from lianfang.apps.cases.operations.writing import LetterEmpty, open_letter, told_of
from lianfang.apps.cases.rules import letter_file
from lianfang.apps.cases.rules.judging import EXPOSURES
from lianfang.apps.cases.rules.letter_file import COLUMNS, LetterLine
from lianfang.apps.cases.terms import LetterFrom, LetterTaken, Named, NewPatient, RowRefused
from lianfang.apps.intake.terms import Ground
from lianfang.apps.people import queries as people
from lianfang.core import sealing
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.exports import returned
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.errors import DomainError, InputRefused
from lianfang.kernel.names import clean_name

REGISTERED, LOCATED, REPEATED = "registered", "located", "repeated"
TYPED: Final = ""
"""The sheet of rows that stand in no file."""


class LetterKnown(InputRefused):
    """A letter of the same sender with the same number, that names nobody new."""

    code = "cases.letter_known"
    sentence = "“{sender}”的协查函{number}已经登记过，没有新的人员。"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: where it stands, and how it is read into a person."""

    sheet: str
    row: int
    read: Callable[[], Named]


@transaction.atomic
def receive_letter(
    told: LetterFrom, named: Sequence[Named], *, area: str, by: Actor, at: datetime
) -> LetterTaken:
    """Take in a letter from outside the system, or more of one: each person alone, with what became of it.

    Raises PermissionMissing, LetterEmpty, LetterKnown, NotThen.
    """
    rows = [_Row(TYPED, number, partial(_same, one)) for number, one in enumerate(named, start=1)]
    return _receive(told, rows, area=area, by=by, at=at)


@transaction.atomic
def load_letter(
    told: LetterFrom,
    path: Path,
    *,
    area: str,
    by: Actor,
    at: datetime,
    degree: int = 1,
    rejects: Path | None = None,
) -> LetterTaken:
    """The same from the table of a file; `degree` is what those are of whom it says nothing.

    Rows that can't be used are written to `rejects`. Raises as `receive_letter`, and LetterTableMissing,
    FileRefused, and WrongCall for `rejects`.
    """
    returned.check_target(rejects)
    lines = letter_file.lines_of(path)
    read = partial(letter_file.named_of, degree=degree, at=at)
    rows = [_Row(line.sheet, line.row, partial(read, line)) for line in lines]
    taken = _receive(told, rows, area=area, by=by, at=at)
    if not taken.refused or rejects is None:
        return taken
    _write_rejects(rejects, lines, taken.refusals, file=path.name)
    return replace(taken, rejects_file=str(rejects))


def _same(one: Named) -> Named:
    return one


def _receive(told: LetterFrom, rows: Sequence[_Row], *, area: str, by: Actor, at: datetime) -> LetterTaken:
    check(by, Permission.JUDGE_CONTACT)
    if not (rows and told.sender.strip() and told.number.strip() and told.asked.strip()):
        raise LetterEmpty
    if told.sent_at > at:
        raise NotThen
    county = area[: LENGTHS[Level.COUNTY]]
    letter = _letter(told, county, by=by, at=at)
    counts, grounds, refusals = _each(letter, rows, by=by, at=at)
    if counts[REPEATED] == len(rows):
        raise LetterKnown(sender=told.sender, number=told.number)
    card = told_of(letter, "cases.letter_received", by=by, at=at, **{REPEATED: 0} | counts)
    name = f"协查函 {letter.number}"
    ordered = (
        order(grounds, area=county, disease=letter.disease, name=name, by=by, at=at) if grounds else (0, "")
    )
    account: dict[str, Any] = {"refused": len(refusals), "refusals": tuple(refusals), **counts}
    return LetterTaken(card, len(rows), measures=ordered[0], refusal=ordered[1], **account)


def _letter(told: LetterFrom, county: str, *, by: Actor, at: datetime) -> Letter:
    """The letter of that sender and number; written down where it is new."""
    names = {"other": told.sender.strip(), "number": told.number.strip()}
    known = Letter.objects.select_for_update().filter(area=county, outgoing=False, **names).first()
    if known is not None:
        return known
    facts: dict[str, Any] = names | {"asked": told.asked.strip(), "sent_at": told.sent_at}
    return open_letter(facts, area=county, to="", disease=told.disease, case=None, by=by, at=at)


def _each(
    letter: Letter, rows: Sequence[_Row], *, by: Actor, at: datetime
) -> tuple[Counter[str], list[Ground], list[RowRefused]]:
    """Take the rows one by one: how many of each fate, the grounds of orders, what comes back."""
    counts, grounds, refusals = Counter[str](), list[Ground](), list[RowRefused]()
    for row in rows:
        try:
            with transaction.atomic():
                fate, ground = _take(letter, row.read(), by=by, at=at)
        except DomainError as problem:
            refusals.append(RowRefused(row.sheet, row.row, sealing.mask_numbers(str(problem))))
            continue
        counts[fate] += 1
        grounds += [ground] if ground else []
    return counts, grounds, refusals


def _take(letter: Letter, one: Named, *, by: Actor, at: datetime) -> tuple[str, Ground | None]:
    told = _placed(one.patient, letter.area)
    known = known_patient(told, by=by)
    named = set(letter.persons.values_list("person_id", flat=True))
    if known in named or (known is None and _named_so(told, named)):
        return REPEATED, None
    person = patient(told, by=by, at=at) if known is None else known
    LetterPerson.objects.create(letter=letter, person_id=person, degree=one.degree, last_on=one.last_on)
    ground = Ground(person, EXPOSURES[one.degree], one.last_on)
    return (REGISTERED if known is None else LOCATED), ground


def _named_so(told: NewPatient, named: set[int]) -> bool:
    """Whether somebody of whom nothing but the name is told is one whom the letter names already."""
    bare = not told.document and not told.phone
    return bare and clean_name(told.name) in {label.name for label in people.labels(named).values()}


def _placed(told: NewPatient, county: str) -> NewPatient:
    """Where somebody lives: the place of a code or of the one name meant; else an address in the county."""
    text = told.area.strip()
    if text.isdecimal() and len(text) >= LENGTHS[Level.COUNTY]:
        return told
    found = [one.code for one in areas.find_places(text) if one.code.startswith(county)] if text else []
    if len(found) == 1:
        return replace(told, area=found[0])
    return replace(told, area=county, address=told.address or text)


def _write_rejects(
    path: Path, lines: Sequence[LetterLine], refused: Sequence[RowRefused], *, file: str
) -> None:
    """The rows that came back, as they stood, with the reason: to be mended and sent again."""
    stood = {(line.sheet, line.row): line.cells for line in lines}
    rows = [
        (one.sheet, str(one.row), *(stood[one.sheet, one.row][column] for column in COLUMNS), one.reason)
        for one in refused
    ]
    returned.write(path, [rows], head=(*COLUMNS, "退回原因"), file=file)
