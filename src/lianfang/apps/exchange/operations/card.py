"""The draft of a national report card leaves: with whole numbers, a reason, a line in the log."""

from dataclasses import dataclass
from datetime import datetime

from lianfang.apps.exchange.rules import card as rules
from lianfang.apps.exchange.rules.card import Item, Known
from lianfang.apps.people import operations as people
from lianfang.apps.people import queries
from lianfang.apps.people.terms import KEY_NAMES, SEX_NAMES, KeyKind, PersonCard, PersonState
from lianfang.apps.policy import queries as policy
from lianfang.core import sql
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.exports.leaving import logged
from lianfang.kernel.clock import ZONE


@dataclass(frozen=True)
class Draft:
    """A card as far as it can be filled: its items, what is missing, the mark of the export."""

    person: str
    name: str
    items: tuple[Item, ...]
    missing: tuple[str, ...]
    mark: str


def draft_card(*, person: str, reason: str, by: Actor, at: datetime) -> Draft:
    """What the registry can fill of a person's card.

    Raises PermissionMissing, ReasonMissing, and NotFound out of sight.
    """
    check(by, Permission.UNMASK)
    area = queries.person(person, scope=by.scope).area
    with logged("国家传染病报告卡草稿", area=area, reason=reason, by=by, at=at) as log:
        shown = people.unmask(person=person, reason=reason, by=by, at=at)
        found = rules.items(_known(shown), on=at.astimezone(ZONE).date(), reporting=by.scope or shown.area)
        log.rows = 1
        return Draft(str(shown.person), shown.name, found, rules.missing(found), log.mark)


def _known(shown: PersonCard) -> Known:
    facts = dict(sql.fetch("exchange", "card_facts", persons=_records(shown))[0])
    facts["disease"] = policy.diseases().get(facts["disease"], facts["disease"])
    return Known(
        name=shown.name,
        sex=SEX_NAMES.get(shown.sex, ""),
        birth=shown.birth_date,
        documents=tuple(
            f"{KEY_NAMES[KeyKind(key.kind)]} {key.value}" for key in shown.keys if key.kind != KeyKind.PHONE
        ),
        phones=tuple(key.value for key in shown.keys if key.kind == KeyKind.PHONE),
        area=shown.area,
        place=shown.place,
        address=shown.address,
        occupation=shown.occupation,
        deceased=shown.state == PersonState.DECEASED,
        **facts,
    )


def _records(shown: PersonCard) -> list[int]:
    """The person's own record and those merged into it."""
    return [shown.id, *(queries.person_id(str(one.person)) for one in shown.merged)]
