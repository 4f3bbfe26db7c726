"""Who sees what: every role, in its own, a neighbouring, a higher and a foreign place, at every address.

The addresses are walked from the resolver, so that a new page is in the matrix the day it is made. What a
page must not show is looked for by its marks: names, uids and codes of the place of which the person is not.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lianfang.core import sql
from lianfang.core.access.doors import PUBLIC, declared
from lianfang.core.access.models import Grant
from lianfang.core.access.permissions import Permission
from lianfang.core.access.roles import ROLES
from lianfang.project.morning import Morning

TOWN, VILLAGE = 9, 12
PLACES = ("own", "sibling", "parent", "foreign")
WAYS = ("read", "search", "filter", "count", "export", "write")
OF_ALLAUTH = re.compile(r"account_|mfa_")
REASONS = {"reason": "矩阵核对", "ground": "矩阵核对"}
LACKS = "权限。请换用有此权限的身份"


@dataclass(frozen=True)
class Place:
    """A place and the marks by which anything that belongs to it is known on a page."""

    code: str
    person: str
    name: str
    batch: int | None
    phone: str = ""


@dataclass(frozen=True)
class Address:
    """An address of the program: its name, its pattern, what its view declares."""

    name: str
    route: str
    read: Permission | str | None
    write: Permission | str | None


def walked(patterns: list[URLPattern | URLResolver], before: str = "", space: str = "") -> Iterator[Address]:
    """Every address of the resolver."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from walked(one.url_patterns, before + str(one.pattern), inner)
        else:
            view = one.callback
            yield Address(
                f"{space}{one.name}", f"/{before}{one.pattern}", declared(view, "GET"), declared(view, "POST")
            )


SAMPLES = {"int:": "1", "uuid:": "00000000-0000-7000-8000-000000000000"}
ADDRESSES = list(walked(get_resolver().url_patterns))


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda one: one.name)
def test_every_address_declares_what_it_needs(address):
    assert address.read is not None
    assert address.write is not None


def test_only_known_addresses_are_public():
    found = {one.name for one in ADDRESSES if PUBLIC in {one.read, one.write}}
    signing = {"account_login", "account_logout", "account_inactive", "mfa_authenticate"}
    frame = {"access:enter", "access:invitation", "ui:language", "ui:gallery"}
    api = {one for one in found if one.startswith("api:")}
    callers = {"hotline:ask", "hotline:follow", "hotline:rate"}
    told = {f"bulletin:{page}" for page in ("front", "feed", "places", "services", "questions", "read")}
    signed = {"exchange:envelopes"}  # by a server whose key is registered
    assert found - signing - frame - api - callers - told - signed - {"control:worker"} == set()


def test_a_view_that_declares_nothing_answers_nobody(county, signed_in, settings):
    settings.ROOT_URLCONF = "tests.factories.undeclared"
    for client in (Client(), signed_in("headquarters", "")):
        answer = client.get("/open/")
        assert answer.status_code == 403
        assert "秘密" not in answer.content.decode()


@pytest.fixture
def places(county: Morning) -> dict[str, Place]:
    """A village, its neighbour in the town, a village of another town: each with somebody under measure."""
    rows = sql.query(
        "select distinct on (left(m.area, 12)) left(m.area, 12) as code, p.uid::text as person, p.name"
        " from control_measure m join people_person p on p.id = m.person_id and p.merged_into_id is null"
        " where length(m.area) >= 12 and p.area like left(m.area, 12) || '%%' and length(p.name) > 2"
        " and (select count(*) from people_person q where q.name = p.name) = 1"
        " order by left(m.area, 12), m.id"
    )
    towns = Counter(row["code"][:TOWN] for row in rows)
    home = next(town for town, count in sorted(towns.items()) if count > 1)
    own, sibling = [row for row in rows if row["code"].startswith(home)][:2]
    foreign = next(row for row in rows if not row["code"].startswith(home))
    return {
        "own": Place(own["code"], own["person"], own["name"], None),
        "sibling": Place(sibling["code"], sibling["person"], sibling["name"], None),
        "parent": Place(home, sibling["person"], sibling["name"], _list_of(home)),
        "foreign": Place(foreign["code"], foreign["person"], foreign["name"], _list_of(foreign["code"])),
    }


def _list_of(code: str) -> int | None:
    """A list that came to the town of a place: lists belong to towns, whose villages do not see them."""
    found = sql.query(
        "select id from intake_batch where area = %(town)s order by id limit 1", town=code[:TOWN]
    )
    return found[0]["id"] if found else None


def asked(way: str, place: Place) -> Iterator[tuple[str, Permission]]:
    """Addresses that ask for something of a place in one way, and what each needs."""
    if way == "read":
        yield f"/people/{place.person}/", Permission.VIEW_PERSON
        yield f"/rollup/{place.code}/", Permission.VIEW_ROLLUP
        yield f"/gaps/?area={place.code}", Permission.VIEW_GAPS
        if place.batch:
            yield f"/batches/{place.batch}/", Permission.VIEW_LISTS
    elif way == "search":
        yield f"/people/?q={quote(place.name)}", Permission.FIND_PERSON
        yield f"/people/?q={place.person}", Permission.FIND_PERSON
    elif way == "filter":  # what a drop-down offers
        yield "/gaps/", Permission.VIEW_GAPS
    elif way == "count":
        yield "/", Permission.OWN_ACCOUNT
        yield "/batches/", Permission.VIEW_LISTS
    elif way == "export":
        yield f"/people/{place.person}/held/", Permission.PRINT_PERSON
        yield f"/people/{place.person}/clear/", Permission.UNMASK
    else:
        yield f"/people/{place.person}/correct/", Permission.CORRECT_PERSON


def sees(scope: str, place: Place, name: str) -> bool:
    """Whether somebody of a scope may see the place: it is theirs or lies within it."""
    return scope != "00" and place.code.startswith(scope) and name != "none"


@dataclass
class Findings:
    """What the matrix found: combinations tried, leaks, wrong refusals."""

    tried: int
    leaks: list[str]
    refusals: list[str]


@dataclass(frozen=True)
class Asked:
    """One thing asked for: in which way, at which address, and which permission it needs."""

    way: str
    address: str
    needed: Permission


def held_by(client: Client) -> str:
    """The area where a client's person holds the role."""
    return Grant.objects.get(user_id=client.session["_auth_user_id"]).area


def held_at(role: str, places: dict[str, Place]) -> str:
    """Where a role is usually held: at the county, in a town, in a village."""
    if role in {"headquarters", "county_clerk", "inspector", "auditor", "administrator"}:
        return "990121"
    if role in {"town_clerk", "health_centre"}:
        return places["parent"].code
    return places["own"].code


def test_no_role_sees_beyond_its_place_and_none_is_wrongly_refused(
    county, places, signed_in, record_property
):
    found = Findings(0, [], [])
    for role in ROLES:
        scope = held_at(role, places)
        client = signed_in(role, scope)
        for name, way in product(PLACES, WAYS):
            for address, needed in asked(way, places[name]):
                _judge(found, client, role, (name, places[name]), Asked(way, address, needed))
    _no_one(found, places, signed_in)
    record_property("told", f"isolation matrix: {found.tried} combinations of role, place, way and address")
    assert found.leaks == []
    assert found.refusals == []
    assert found.tried > 600


def _judge(found: Findings, client: Client, role: str, place: tuple[str, Place], asked_for: Asked) -> None:
    name, where = place
    own = sees(held_by(client), where, name)
    may = asked_for.needed in ROLES[role].permissions
    for method in ("get", "post") if asked_for.way in {"write", "export"} else ("get",):
        answer = getattr(client, method)(asked_for.address, REASONS if method == "post" else {})
        found.tried += 1
        note = f"{role} {method} {asked_for.address} ({name}, {asked_for.way}) -> {answer.status_code}"
        if not (own and may) and shows(answer.content.decode(), where, asked_for.address):
            found.leaks.append(note)
        if own and may and answer.status_code in {401, 403, 404}:
            found.refusals.append(note)
        if not may and answer.status_code == 200:
            found.leaks.append(f"{note} without the permission")


def shows(text: str, place: Place, address: str) -> bool:
    """Whether a page shows something of a person; what was typed comes back and proves nothing."""
    typed = place.name in address or quote(place.name) in address
    named = place.name in re.sub(r"“[^”]*”|value=\"[^\"]*\"", "", text) if typed else place.name in text
    linked = f"/people/{place.person}/" in re.sub(r'(?:action|value)="[^"]*"', "", text)
    return named or (linked and place.person not in address)


def _no_one(found: Findings, places: dict[str, Place], signed_in) -> None:
    """Nobody, and an account without a post, get nothing anywhere."""
    for label, client in (("signed out", Client()), ("without a post", signed_in("", ""))):
        for place, way in product(places.values(), WAYS):
            for address, _ in asked(way, place):
                answer = client.get(address)
                found.tried += 1
                if answer.status_code == 200 and shows(answer.content.decode(), place, address):
                    found.leaks.append(f"{label} {address}")
                if answer.status_code == 200 and label == "signed out":
                    found.leaks.append(f"{label} answered {address}")


def test_every_address_refuses_roles_without_its_permission(county, places, signed_in, record_property):
    """Walk every address with every role: only whoever has the declared permission gets past the door."""
    tried, wrong = 0, []
    for role in ROLES:
        client = signed_in(role, held_at(role, places))
        for address in ADDRESSES:
            if address.read == PUBLIC or OF_ALLAUTH.match(address.name) or address.name.startswith("api:"):
                continue
            for method, needed in (("get", address.read), ("post", address.write)):
                may = needed in ROLES[role].permissions
                answer = getattr(client, method)(filled(address.route, places["own"]))
                tried += 1
                refused = answer.status_code == 403 and LACKS in answer.content.decode()
                if refused == may:
                    wrong.append(f"{role} {method} {address.route}: {answer.status_code}")
    record_property("told", f"every address: {tried} combinations of role, address and method")
    assert wrong == []


def filled(route: str, place: Place) -> str:
    """An address with the values of a place in its pattern."""
    values = {"code": place.code, "uid": place.person, "reference": str(place.batch or 1)}

    def value(found: re.Match[str]) -> str:
        kind, name = found[1] or "", found[2]
        return values.get(name, SAMPLES.get(kind, "x"))

    return re.sub(r"<(\w+:)?(\w+)>", value, route)
