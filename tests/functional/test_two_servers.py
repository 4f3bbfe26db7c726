"""A county hands its accepted reports to the city: over HTTP, signed, once, in spite of what goes wrong."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from tests.factories.directives import COUNTY, TOWN
from tests.functional.two_servers import ACCEPT, EVENING, FIRST, SEND, SET_UP, Server

from lianfang.apps.exchange.rules.envelope import open_envelope, open_receipt, seal
from lianfang.apps.exchange.rules.signed import canonical
from lianfang.kernel.clock import ZONE

DAY = "2022-07-01"
NOW = datetime.fromisoformat(EVENING).replace(tzinfo=ZONE)


@pytest.fixture(scope="module")
def county() -> Iterator[Server]:
    """A county with a report of one village, accepted."""
    made = Server(settings.HOME.root / "two-county")
    made.python(SET_UP)
    made.python(ACCEPT)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def city() -> Iterator[Server]:
    """The city above it, which knows nobody yet and does not answer yet."""
    made = Server(settings.HOME.root / "two-city")
    made.python(SET_UP)
    yield made
    made.stop()


def sent(county: Server) -> dict[str, object]:
    (message,) = county.told("exchange", "status")["sent"]
    return message


def introduce(server: Server, other: Server, name: str, direction: str) -> None:
    key = other.told("exchange", "status")["public_key"]
    address = ["--url", other.address] if direction == "out" else []
    given = ["--key", key, "--area", COUNTY, "--direction", direction, "--from", DAY, *address]
    server.lianfang("exchange", "peer", "add", name, *given)


def tries_while_the_city_is_down(county: Server) -> None:
    """It waits, and tries again later and later; nothing is sent in between."""
    for minutes, attempts, wait in ((0, 1, 1), (0, 1, 1), (1, 2, 5), (6, 3, 15)):
        at = NOW + timedelta(minutes=minutes)
        county.python(SEND, at=f"{at:%Y-%m-%dT%H:%M}")
        message = sent(county)
        assert (message["state"], message["attempts"]) == ("failed", attempts)
        assert datetime.fromisoformat(message["next_at"]) == at + timedelta(minutes=wait)


def asks_again(county: Server) -> dict[str, object]:
    county.lianfang("exchange", "resend", str(sent(county)["uid"]))
    county.python(SEND)
    return sent(county)


def refused_texts(county: Server, text: str) -> dict[str, str]:
    """Envelopes that must not be taken, by the code of their refusal."""
    whole, key = json.loads(text), Ed25519PrivateKey.from_private_bytes(county.exchange_key)
    content, to, stranger = whole["content"], whole["to"], Ed25519PrivateKey.generate()
    tampered = json.loads(text)
    tampered["content"]["reports"][0]["values"]["returned"] = 0
    forged = json.loads(seal(content, key=stranger, to=to, sequence=2, made_at=NOW)) | {"from": whole["from"]}
    old = NOW - timedelta(days=8)
    return {
        "exchange.signature_invalid": canonical(tampered),
        "exchange.signature_invalid ": canonical(forged),
        "exchange.expired": seal(content | {"on": "2022-06-30"}, key=key, to=to, sequence=2, made_at=old),
        "exchange.unknown_peer": seal(content, key=stranger, to=to, sequence=2, made_at=NOW),
    }


def booked(city: Server) -> tuple[int, float]:
    """What the city's roll-up counts from below: reports, and the sum of one figure."""
    told = city.told("report", "rollup", "village_day", "--area", COUNTY, "--on", DAY)
    (town,) = [one for one in told["places"] if one["area"] == TOWN]
    return town["handed"], town["figures"]["returned"]["value"]


def test_what_a_county_accepted_reaches_the_city_once(county: Server, city: Server) -> None:
    introduce(county, city, "市平台", "out")
    assert county.told("exchange", "send", "市平台", "--on", DAY)["reports"] == 1
    tries_while_the_city_is_down(county)
    city.start()
    assert "exchange.unknown_peer" in str(asks_again(county)["reason"])
    introduce(city, county, "县平台", "in")
    assert city.told("exchange", "arrived", "--on", DAY)[0]["received_at"] is None
    assert asks_again(county)["state"] == "acknowledged"
    assert booked(city) == (1, 2.0)
    text = sealed_again(county, city)
    status, _, said = city.post(text)
    assert (status, said["code"]) == (409, "exchange.replayed")
    assert open_receipt(said["receipt"]).digest == open_envelope(text).digest
    for code, refused in refused_texts(county, text).items():
        status, kind, said = city.post(refused)
        assert (status, kind, said["code"]) == (403, "application/problem+json", code.strip())
        assert said["detail"]
    assert booked(city) == (1, 2.0)
    assert [one["reports"] for one in city.told("exchange", "arrived", "--on", DAY)[0]["forms"]] == [1]


def sealed_again(county: Server, city: Server) -> str:
    """The envelope that the city has: the same content under the same number, signed by the county."""
    key = Ed25519PrivateKey.from_private_bytes(county.exchange_key)
    taken = county.python(FIRST)
    whole = json.loads(taken)
    assert whole["to"] == city.told("exchange", "status")["public_key"]
    return seal(whole["content"], key=key, to=whole["to"], sequence=whole["sequence"], made_at=NOW)
