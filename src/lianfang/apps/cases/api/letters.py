"""Operations of the API about letters: sent, received, acknowledged, answered."""

from uuid import UUID

from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.api.cases import router
from lianfang.apps.cases.terms import (
    LetterCard,
    LetterFrom,
    LetterStep,
    LetterTaken,
    LetterTo,
    NewPatient,
)
from lianfang.apps.cases.terms import Named as NamedPerson
from lianfang.core import uploads
from lianfang.core.access.doors import needs
from lianfang.core.access.permissions import Permission
from lianfang.core.api.asking import ApiRequest
from lianfang.core.api.shapes import AreaCode, Code, Day, Given, Moment, Named, Text
from lianfang.core.pages import told


class LetterToIn(Given):
    """A letter to another place: about which contacts, by their persons; to an area, or to a name outside."""

    persons: list[UUID] = Field(min_length=1, max_length=500)
    asked: Named
    area: AreaCode = ""
    name: Text = ""


class NamedIn(Given):
    """Somebody whom a letter names: a person of the register, or name and area of one who is not in it."""

    person: Code = ""
    name: Text = ""
    document: Code = ""
    phone: Text = ""
    area: AreaCode = ""
    degree: int = Field(ge=1, le=2)
    last_on: Day


class LetterFromIn(Given):
    """A letter that came from outside: from whom, its number there, what it asks, whom it names."""

    sender: Named
    number: Named
    disease: Code
    asked: Named
    sent_at: Moment
    area: AreaCode
    persons: list[NamedIn] = Field(min_length=1, max_length=500)


class LetterStepIn(Given):
    """What became of a letter, and when; an answer says what was found."""

    step: LetterStep
    note: Text = ""
    happened_at: Moment | None = None


@router.get("/letters", response=list[LetterCard])
@needs(Permission.VIEW_CASES)
def letters(request: ApiRequest) -> list[LetterCard]:
    """发出的和收到的协查函"""
    return queries.letters(by=request.actor, known_at=request.moment)


@router.post("/letters", response=LetterTaken)
@needs(Permission.JUDGE_CONTACT)
def receive_letter(request: ApiRequest, given: LetterFromIn) -> LetterTaken:
    """登记来函：函中的人按政策下达措施"""
    names = ("person", "name", "document", "phone", "area")
    named = [
        NamedPerson(NewPatient(**{name: getattr(one, name) for name in names}), one.degree, one.last_on)
        for one in given.persons
    ]
    facts = {name: getattr(given, name) for name in ("sender", "number", "disease", "asked", "sent_at")}
    return operations.receive_letter(LetterFrom(**facts), named, area=given.area, **told(request))


class LetterFileIn(Given):
    """A letter whose persons stand in a file: from whom, its number there, what it asks.

    `degree` is what those are of whom the file says nothing.
    """

    sender: Named
    number: Named
    disease: Code
    asked: Named
    sent_at: Moment
    area: AreaCode
    degree: int = Field(default=1, ge=1, le=2)


@router.post("/letters/file", response=LetterTaken)
@needs(Permission.JUDGE_CONTACT)
def load_letter(request: ApiRequest, given: Form[LetterFileIn], file: File[UploadedFile]) -> LetterTaken:
    """登记来函，人员按文件逐行登记；不能用的行写明原因，改好后再次登记即可补入"""
    facts = given.model_dump(exclude={"area", "degree"})
    with uploads.kept(file) as path:
        return operations.load_letter(
            LetterFrom(**facts), path, area=given.area, degree=given.degree, **told(request)
        )


@router.post("/cases/{case}/letters", response=LetterCard)
@needs(Permission.JUDGE_CONTACT)
def send_letter(request: ApiRequest, case: UUID, given: LetterToIn) -> LetterCard:
    """就一例病例的密接发协查函"""
    letter_to = LetterTo(tuple(given.persons), given.asked, area=given.area, name=given.name)
    return operations.send_letter(case, letter_to, **told(request))


@router.post("/letters/{letter}/steps", response=LetterCard)
@needs(Permission.JUDGE_CONTACT)
def note_letter(request: ApiRequest, letter: UUID, given: LetterStepIn) -> LetterCard:
    """登记协查函已签收、已复函"""
    return operations.note_letter(letter, **given.model_dump(), **told(request))
