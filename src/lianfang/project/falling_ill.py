"""The outbreak of the demonstration: twelve invented cases of one market, some found under control."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from lianfang.apps.cases import operations, queries
from lianfang.apps.cases.terms import (
    CaseCard,
    CaseStep,
    Classification,
    Found,
    FoundThrough,
    LetterStep,
    LetterTo,
    Met,
    NewPatient,
    ReportCard,
    Setting,
    Situation,
    Statement,
    Stay,
    Team,
)
from lianfang.core import sql
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

CENTRE: Final = Actor(name="演示：疾控中心 林见", role="rehearsal", permissions=EVERY)
DISEASE: Final = "covid19"
CODE: Final = "LY-2022-07"
NAME: Final = "七月农贸市场疫情"
HOUR: Final = timedelta(hours=1)
C: Final = Classification


@dataclass(frozen=True)
class Ill:
    """One invented case: hours before now at which it was diagnosed, days before that it began, how found."""

    hours: int
    days: int | None
    kind: Classification
    through: FoundThrough | None


CASES: Final = (
    Ill(46, 4, C.CONFIRMED, FoundThrough.FEVER_CLINIC),
    Ill(40, 2, C.CONFIRMED, FoundThrough.SOUGHT_CARE),
    Ill(34, 1, C.CONFIRMED, FoundThrough.SCREENING),
    Ill(30, None, C.ASYMPTOMATIC, FoundThrough.SCREENING),
    Ill(22, 1, C.CONFIRMED, FoundThrough.CONTROL),
    Ill(20, None, C.ASYMPTOMATIC, FoundThrough.CONTROL),
    Ill(16, 2, C.CONFIRMED, FoundThrough.FEVER_CLINIC),
    Ill(11, 1, C.CONFIRMED, FoundThrough.CONTROL),
    Ill(9, None, C.ASYMPTOMATIC, FoundThrough.CONTROL),
    Ill(5, 1, C.CONFIRMED, FoundThrough.SCREENING),
    Ill(3, 1, C.SUSPECTED, FoundThrough.FEVER_CLINIC),
    Ill(1, 2, C.CONFIRMED, None),
)
LINKS: Final = (
    (1, 0, Setting.MARKET),
    (2, 0, Setting.MARKET),
    (3, 0, Setting.HOUSEHOLD),
    (4, 1, Setting.HOUSEHOLD),
    (5, 1, Setting.MEAL),
    (7, 2, Setting.WORK),
    (8, 4, Setting.CONTROL),
    (9, 7, Setting.WORK),
)
"""Who infected whom, by place in the list above; the seventh has no known source."""
REPORTED: Final = 3
TRACED: Final = 12
INVESTIGATED: Final = 24
"""Hours since the diagnosis after which a case is reported, its core told, and all of it investigated."""


def build(*, area: str, at: datetime) -> int:
    """Cases of people of the county, with what was done about them by now; how many."""
    began = at - 48 * HOUR
    operations.open_outbreak(disease=DISEASE, area=area, name=NAME, code=CODE, by=CENTRE, at=began)
    cards = []
    for person, ill in zip(_people(area), CASES, strict=True):
        cards.append(_report(person, ill, at))
        _follow(cards[-1], ill, at)
    _judge(cards[-1], cards[-3], at=at)
    _trace(cards[-1], at)
    _write(cards[-1], at)
    for case, infector, setting in LINKS:
        operations.link(cards[case].uid, infector=cards[infector].uid, setting=setting, by=CENTRE, at=at)
    return len(cards)


def _people(area: str) -> list[str]:
    """Grown-up residents, in the order of the register: neighbours, whatever the scale."""
    rows = sql.query(
        "select uid::text from people_person where area like %(county)s and merged_into_id is null"
        " and state = 'present' and birth_date < '1995-01-01' and length(area) >= 12"
        " order by area, id limit %(most)s",
        county=f"{area}%",
        most=len(CASES),
    )
    return [row["uid"] for row in rows]


def _report(person: str, ill: Ill, at: datetime) -> CaseCard:
    diagnosed = at - ill.hours * HOUR
    day: date = diagnosed.astimezone(ZONE).date()
    said = Statement(
        ill.kind,
        onset_on=day - timedelta(days=ill.days) if ill.days is not None else None,
        sampled_on=day,
        diagnosed_at=diagnosed,
        card=ReportCard(group="商业服务", course="急性", doctor="演示：白医生"),
    )
    found = Found(DISEASE, outbreak=CODE, through=ill.through)
    return operations.report(NewPatient(person=person), said, found, by=CENTRE, at=diagnosed + HOUR)


def _trace(case: CaseCard, at: datetime) -> None:
    """Where the latest case was: two teams heard it, and of one evening they heard two things."""
    told = (
        (Team.CDC, "农贸市场水产摊位", 52, 46),
        (Team.POLICE, "镇上理发店", 30, 29),
        (Team.CDC, "家中，与家人同住", 28, 4),
    )
    for team, place, since, until in told:
        stay = Stay(team, place, at - since * HOUR, at - until * HOUR)
        saved = operations.save_stay(case.uid, stay, by=CENTRE, at=at)
    for team, place in ((Team.COMMUNITY, "家中，晚饭后去过邻居家"), (Team.POLICE, "家中；晚上在棋牌室")):
        stay = Stay(team, place, at - 28 * HOUR, at - 4 * HOUR)
        operations.save_stay(case.uid, stay, by=CENTRE, at=at, stay=saved.stay, seen=1)


def _judge(case: CaseCard, *others: CaseCard, at: datetime) -> None:
    """The latest case met its neighbours: judged and ordered; of the others that is still to be confirmed."""
    for number, one in enumerate((case, *others)):
        area = one.area
        rows = sql.query(
            "select uid::text from people_person p where area = %(area)s and merged_into_id is null"
            " and not exists (select from cases_case c where c.person_id = p.id) order by id limit 3",
            area=area,
        )
        for row, situation in zip(rows, (Situation.HOUSEHOLD, Situation.MEAL, Situation.VISIT), strict=False):
            met = Met(situation, at - 30 * HOUR, at - 28 * HOUR)
            operations.meet(one.uid, NewPatient(person=row["uid"]), met, by=CENTRE, at=at)
        if not number:
            operations.judge(one.uid, by=CENTRE, at=at)


def _write(case: CaseCard, at: datetime) -> None:
    """Two letters about a contact of the latest case: one answered, one that waits."""
    contact = queries.contacts(case, known_at=at)[0]
    asked = "此人为我县确诊病例的密切接触者，请核实位置，按规定管控，并函复。"
    for name in ("临江市疾病预防控制中心", "北川县疾病预防控制中心"):
        told = LetterTo((contact.person,), asked, name=name)
        sent = operations.send_letter(case.uid, told, by=CENTRE, at=at)
    operations.note_letter(sent.uid, LetterStep.ANSWERED, note="已找到本人，居家隔离。", by=CENTRE, at=at)


def _follow(card: CaseCard, ill: Ill, at: datetime) -> None:
    begun = at - ill.hours * HOUR
    if ill.hours > REPORTED:
        operations.note_step(card.uid, CaseStep.REPORTED, by=CENTRE, at=begun + 1.5 * HOUR)
    if ill.hours >= TRACED:
        operations.note_step(card.uid, CaseStep.TRAJECTORY, by=CENTRE, at=begun + 4 * HOUR)
    if ill.hours >= INVESTIGATED:
        operations.note_step(card.uid, CaseStep.INVESTIGATED, by=CENTRE, at=begun + 20 * HOUR)
