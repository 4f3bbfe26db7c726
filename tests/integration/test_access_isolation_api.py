"""The API under the same matrix: every operation with every role; nothing of another place in any answer."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.factories.access import token_of

from lianfang.core import sql
from lianfang.core.access.roles import ROLES
from lianfang.project import api

TOWN = 9
OPERATIONS = [
    (method, address, operation)
    for address, methods in sorted(api.document()["paths"].items())
    for method, operation in methods.items()
]
PARAMETER = re.compile(r"{(\w+)}")


@pytest.fixture
def values(county) -> dict[str, dict[str, str]]:
    """What stands in addresses: for a place of one's own, and for one in another town."""
    rows = sql.query(
        "select distinct on (left(m.area, 9)) left(m.area, 12) as area, m.id::text as measure,"
        " m.person_uid::text as person, p.name, coalesce((select min(b.id) from intake_batch b"
        " where b.area = left(m.area, 9)), 0)::text as batch"
        " from control_measure m join people_person p on p.id = m.person_id"
        " where length(m.area) >= 12 and length(p.name) > 2 and p.area like left(m.area, 12) || '%%'"
        " and (select count(*) from people_person q where q.name = p.name) = 1 order by left(m.area, 9), m.id"
    )
    own, foreign = rows[0], rows[1]
    return {"own": own, "foreign": foreign}


def ask(client: Client, method: str, address: str, found: dict[str, str], secret: str) -> Any:
    """Call an operation with the values of a place in its address, its query and its body."""
    place = PARAMETER.sub(lambda name: found.get(name[1], "1"), address)
    told = {"area": found["area"], "person": found["person"], "q": found["name"], "on": "2022-07-11"}
    headers = {"Authorization": f"Bearer {secret}"}
    if method == "get":
        return client.get(place, {"area": found["area"], "q": found["name"]}, headers=headers)
    return client.generic(
        method.upper(), place, api_json(told), content_type="application/json", headers=headers
    )


def api_json(value: object) -> str:
    from lianfang.core.doors import as_json

    return as_json(value)


def test_every_operation_refuses_roles_without_its_permission_and_only_them(values, record_property):
    tried, wrong = 0, []
    for role in [role for role in ROLES.values() if not role.second_factor]:
        secret, client = token_of(role.code.value, "990121"), Client()
        for method, address, operation in OPERATIONS:
            answer = ask(client, method, address, values["own"], secret)
            tried += 1
            may = operation["x-permission"] in {one.value for one in role.permissions}
            refused = answer.status_code == 403 and "access.permission_missing" in answer.content.decode()
            if refused == may or answer.status_code == 401:
                wrong.append(f"{role.code} {method} {address}: {answer.status_code}")
    record_property("told", f"API: {tried} combinations of role and operation")
    assert wrong == []


def test_no_answer_shows_another_place(values, record_property):
    tried, leaks = 0, []
    own, foreign = values["own"], values["foreign"]
    for role, area in (
        ("town_clerk", own["area"][:TOWN]),
        ("village_secretary", own["area"]),
        ("village_doctor", own["area"]),
        ("investigator", own["area"][:TOWN]),
    ):
        secret, client = token_of(role, area), Client()
        for method, address, _ in OPERATIONS:
            answer = ask(client, method, address, foreign, secret)
            text = answer.content.decode() if not answer.streaming else ""
            tried += 1
            echoed = f"“{foreign['name']}”" in text or f"“{foreign['person']}”" in text
            shown = foreign["name"] in text or (f'"{foreign["person"]}"' in text)
            if shown and not echoed:
                leaks.append(f"{role}@{area} {method} {address}: {answer.status_code} {text[:200]}")
    record_property("told", f"API: {tried} combinations of role, foreign place and operation")
    assert leaks == []


def test_nobody_and_a_token_that_ended_get_nothing(values):
    for secret in ("", "lf_nonsense"):
        for method, address, _ in OPERATIONS:
            answer = ask(Client(), method, address, values["own"], secret)
            assert answer.status_code == 401, (method, address)
