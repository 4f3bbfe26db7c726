"""Who may share a room: one person alone, or somebody who needs it with one who cares."""

from collections.abc import Sequence
from typing import Final

from lianfang.apps.facilities.terms import Company, PartyReason
from lianfang.kernel.errors import InputRefused

CHILD_UNTIL: Final = 14
"""Children of 14 and younger may be with one carer (B)."""
CARER_AGES: Final = range(18, 60)
"""Elderly people can't be carers (B); 60 as the law has it (老年人权益保障法第二条, A)."""


class CompanyNotAllowed(InputRefused):
    """People who may not share a room."""

    code = "facilities.company_not_allowed"
    sentence = "不能这样同住：{problem}。一人一间；儿童、孕产妇、重病、不能自理的可由一人陪护。"


class NoOrder(InputRefused):
    """Somebody whom no order in force sends to a place."""

    code = "facilities.no_order"
    sentence = "{persons}没有在期的集中隔离决定，不能安排入住。请先作出决定；陪护的人与被陪护的人一起安排。"


def check_company(company: Company, *, beds: int) -> None:
    """Raise CompanyNotAllowed: several need a reason and a bed each, one needs none."""
    persons: Sequence[str] = company.persons
    if not persons or len(set(persons)) < len(persons):
        raise CompanyNotAllowed(problem="没有写人，或同一人写了两次")
    if len(persons) > 1 and company.reason is PartyReason.ALONE:
        raise CompanyNotAllowed(problem="几个人同住须写明理由")
    if len(persons) == 1 and company.reason is not PartyReason.ALONE:
        raise CompanyNotAllowed(problem="写了陪护的理由，却只有一人")
    if len(persons) > beds:
        raise CompanyNotAllowed(problem=f"{len(persons)}人多于{beds}张床")


def check_orders(company: Company, under_order: Sequence[str], *, names: dict[str, str]) -> None:
    """Raise NoOrder: whoever is alone needs an order; of several only one may be there as a carer."""
    without = [person for person in company.persons if person not in set(under_order)]
    if len(without) > (len(company.persons) > 1):
        raise NoOrder(persons="、".join(names.get(person, person) for person in without))
