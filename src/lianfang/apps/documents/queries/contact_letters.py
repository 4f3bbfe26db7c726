"""What the official letter about contacts prints: whom it is about, what is asked, until when to answer.

No more numbers stand in the clear than the purpose needs (个人信息保护法, articles 5 to 9 and 28; A).
A county in the system reads them there, with its own permission: masked. A place outside gets telephones, so
that somebody can be called, and the document only of whom no telephone is known.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lianfang.apps.areas import queries as areas
from lianfang.apps.cases import queries as cases
from lianfang.apps.cases.terms import (
    CLASSIFICATION_NAMES,
    DEGREE_NAMES,
    RULE_NAMES,
    Classification,
    LetterCard,
    LetterPersonCard,
)
from lianfang.apps.documents.terms import Subject
from lianfang.apps.people import queries as people
from lianfang.apps.policy import queries as policy
from lianfang.apps.reporting.terms import Counted, Source
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.core.documents import Text, Value
from lianfang.kernel.area_code import LENGTHS, Level
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotFound

NOTHING: Final = "—"
INSIDE: Final = "证件号码和电话只列部分，全号请登录系统，凭本单位权限查看。"
OUTSIDE: Final = "为联系需要列明电话；有电话的，证件号码只列部分。"
COUNTED: Final = {"close": (1, "本函协查的密切接触者人数"), "secondary": (2, "本函协查的次密切接触者人数")}


def letter_of(area: str, about: str, *, known_at: datetime) -> LetterCard:
    """The letter that a document of an area is about, as sent by it; raises NotFound."""
    found = cases.letter(about, by=Actor(name="公文", scopes=(area,)), known_at=known_at)
    if not (found.outgoing and found.area.startswith(area)):
        raise NotFound(what="本地发出的协查函", value=about)
    return found


def letter_figures(about: str, persons: Sequence[LetterPersonCard]) -> list[Counted]:
    """How many close and secondary contacts a letter names, each leading back to its rows."""
    degrees = [one.degree for one in persons]
    return [
        Counted(
            f"letter.{name}",
            degrees.count(degree),
            str(degrees.count(degree)),
            counts,
            Source("letter_contacts", part=f"{about}:{degree}"),
        )
        for name, (degree, counts) in COUNTED.items()
    ]


def letter_values(subject: Subject, *, clear: bool) -> tuple[dict[str, Value], list[Counted]]:
    """What a letter about contacts prints, and its figures; numbers masked unless `clear`."""
    card = letter_of(subject.area, subject.about, known_at=subject.as_known_at)
    persons = cases.letter_persons(card, known_at=subject.as_known_at)
    values: dict[str, Value] = {
        "协查.病种": policy.diseases().get(card.disease, card.disease),
        "协查.病例": _case(card, subject),
        "协查.请协助的事项": [line.strip() for line in card.asked.splitlines() if line.strip()],
        "协查.号码说明": INSIDE if card.other_area else OUTSIDE,
        "协查.签收时限": _until(card.acknowledge_by),
        "协查.复函时限": _until(card.answer_by),
        "协查人员": _rows(persons, clear=clear and not card.other_area),
    }
    return values, letter_figures(str(card.uid), persons)


def _case(card: LetterCard, subject: Subject) -> str:
    """The case as an outsider may know it: what it is and its number, not who."""
    seen = Actor(name="公文", scopes=(subject.area,))
    found = cases.case(card.case, by=seen, known_at=subject.as_known_at)
    return f"{CLASSIFICATION_NAMES[Classification(found.classification)]}（{card.case}）"


def _until(moment: datetime) -> str:
    local = moment.astimezone(ZONE)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.month}月{local.day}日{local.hour}时{minutes}"


def _rows(persons: Sequence[LetterPersonCard], *, clear: bool) -> list[dict[str, Text]]:
    found = people.reached(one.person for one in persons)
    village = LENGTHS[Level.VILLAGE]
    places = areas.names({one.area[:village] for one in persons})
    return [
        {
            "序号": str(number),
            "姓名": one.name,
            **_numbers(found.get(one.person, people.Reached((), ())), clear=clear),
            "住地": places.get(one.area[:village], one.area[:village]),
            "类别": DEGREE_NAMES[one.degree],
            "接触情形": RULE_NAMES.get(one.rule, NOTHING),
            "末次接触": f"{one.last_on.month}月{one.last_on.day}日",
        }
        for number, one in enumerate(persons, start=1)
    ]


def _numbers(reached: people.Reached, *, clear: bool) -> dict[str, Text]:
    document, phone = (next(iter(several), "") for several in reached)
    shown = document if clear and not phone else sealing.mask_id(document)
    return {"证件号码": shown or NOTHING, "电话": (phone if clear else sealing.mask_phone(phone)) or NOTHING}
