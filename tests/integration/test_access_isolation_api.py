"""The API under the same matrix: every operation with every role; nothing of another place in any answer."""

import re
from collections import Counter
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.factories.access import token_of

from lianfang.apps.documents import operations as documents
from lianfang.apps.reporting import operations as reporting
from lianfang.core import sql
from lianfang.core.access.roles import ROLES
from lianfang.core.access.terms import SYSTEM
from lianfang.kernel.clock import ZONE
from lianfang.project import api

TOWN = 9
OPERATIONS = [
    (method, address, operation)
    for address, methods in sorted(api.document()["paths"].items())
    for method, operation in methods.items()
]
SCHEMAS = api.document()["components"]["schemas"]
FORMATS = {
    "uuid": "00000000-0000-7000-8000-000000000000",
    "date": "2022-07-11",
    "date-time": "2022-07-11T08:00:00+08:00",
}
OF_NO_PLACE = {
    "access.break_glass": "a look beyond is meant to reach another place, to see and not to change",
    "alerts.acknowledge_all": "one's own notices",
    "alerts.set_mailbox": "one's own mailbox",
    "directives.take_all": "one's own tasks",
    "testing.plan": "arithmetic: nothing is kept, of no place",
    "testing.print_labels": "the next numbers of one's own county",
    "policy.announce": "a headquarters notes the grades that others announce of places anywhere",
    "policy.lift": "the same, ended",
    "forms.set_day_off": "days off are the calendar of every place",
    "inspection.load_builtin_checklists": "the program's own checklists belong to every place",
    "intake.save_mapping": "mappings are shared by all who receive lists",
}
"""Operations that change something of nobody's place."""
PARAMETER = re.compile(r"{(\w+)}")


@pytest.fixture
def values(county) -> dict[str, dict[str, str]]:
    """What stands in addresses: for a place of one's own, and for one in another town."""
    rows = sql.query(
        "select distinct on (left(m.area, 9)) left(m.area, 12) as area, m.uid::text as measure,"
        " m.person_uid::text as person, p.name, coalesce((select min(b.uid::text) from intake_batch b"
        " where b.area = left(m.area, 9)), m.uid::text) as batch,"
        " (select a.uid::text from areas_assignment a where a.area like left(m.area, 9) || '%%'"
        " and a.ends_at is null order by a.id limit 1) as assignment,"
        " (select o.uid::text from areas_officer o join areas_assignment a on a.officer_id = o.id"
        " where a.area like left(m.area, 9) || '%%' order by a.id limit 1) as officer,"
        " coalesce((select min(f.uid::text) from intake_forward f where f.area like left(m.area, 9) || '%%'),"
        " m.uid::text) as forward,"
        " coalesce((select min(n.uid::text) from alerts_notice n where n.area like left(m.area, 9) || '%%'),"
        " m.uid::text) as notice"
        " from control_measure m join people_person p on p.id = m.person_id"
        " where length(m.area) >= 12 and length(p.name) > 2 and p.area like left(m.area, 12) || '%%'"
        " and (select count(*) from people_person q where q.name = p.name) = 1 order by left(m.area, 9), m.id"
    )
    own, foreign = rows[0], rows[1]
    at = county.at
    told = {"on": at.astimezone(ZONE).date(), "as_known_at": at, "texts": {}, "by": SYSTEM, "at": at}
    for one in (own, foreign):
        one["brief"] = str(reporting.sign_brief(area=one["area"][:TOWN], **told))
        one["document"] = str(documents.prepare("announcement", area=one["area"][:TOWN], **told))
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


def sample(schema: dict[str, Any], found: dict[str, str], name: str = "") -> Any:
    """A value that a schema takes: what is known of a place by its name, else the plainest."""
    if "$ref" in schema or "anyOf" in schema:
        other = SCHEMAS[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema["anyOf"][0]
        return sample(other, found, name)
    kind = schema.get("type", "object")
    if kind == "array":
        return [sample(schema["items"], found, name)] * max(schema.get("minItems", 1), 1)
    if kind == "object":
        known, required = schema.get("properties", {}), schema.get("required", ())
        return {key: sample(known[key], found, key) for key in known if key in required or key in found}
    return found.get(name.rstrip("s")) or plainest(schema)


def plainest(schema: dict[str, Any]) -> Any:
    """The first value of a closed list, else the plainest of its kind."""
    if "enum" in schema or "const" in schema:
        return schema.get("const") or schema["enum"][0]
    numbers = {"integer": max(int(schema.get("minimum", 1)), 1), "number": 36.5, "boolean": False}
    return numbers.get(schema["type"], FORMATS.get(schema.get("format", ""), "矩阵核对"))


def write(client: Client, asked: tuple[str, str, Any], found: dict[str, str], secret: str) -> Any:
    """Call what changes something as its document says, about a place."""
    method, address, operation = asked
    place = PARAMETER.sub(lambda name: found.get(name[1], "1"), address)
    content = operation.get("requestBody", {}).get("content", {})
    body = sample(content["application/json"]["schema"], found) if "application/json" in content else {}
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.generic(
        method.upper(), place, api_json(body), content_type="application/json", headers=headers
    )
    if answer.streaming:
        b"".join(answer.streaming_content)  # read to its end, it closes its file
    return answer


def did_something(answer: Any) -> bool:
    """Whether a call took effect: not where it held no record, or every record of it was refused."""
    content = b"" if answer.streaming else answer.content
    if answer.status_code >= HTTPStatus.MULTIPLE_CHOICES or content == b"[]":
        return False
    told = answer.json() if content.startswith(b"{") else {}
    fates = told.get("fates") or told.get("outcomes") or [{"fate": "done"}]
    return any(one["fate"] != "refused" for one in fates)


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


def test_no_write_reaches_another_place(values, record_property):
    """County roles too, each bound to a town: what is asked of another town is done by none."""
    tried, reached, done = 0, [], Counter()
    own, foreign = values["own"], values["foreign"]
    for role in ("headquarters", "county_clerk", "town_clerk", "health_centre", "village_secretary"):
        secret, client = token_of(role, own["area"][: 12 if role == "village_secretary" else TOWN]), Client()
        for method, address, operation in OPERATIONS:
            if method == "get" or operation["operationId"] in OF_NO_PLACE:
                continue
            for whose, found in (("foreign", foreign), ("own", own)):
                with transaction.atomic():
                    effect = did_something(write(client, (method, address, operation), found, secret))
                    transaction.set_rollback(True)
                tried += 1
                done[whose] += effect
                if effect and whose == "foreign":
                    reached.append(f"{role} {method} {address}")
    record_property("told", f"API: {tried} combinations of role, place and write; {done['own']} done at home")
    assert reached == []
    assert done["own"] > 40


def test_nobody_and_a_token_that_ended_get_nothing(values):
    for secret in ("", "lf_nonsense"):
        for method, address, _ in OPERATIONS:
            answer = ask(Client(), method, address, values["own"], secret)
            assert answer.status_code == 401, (method, address)
