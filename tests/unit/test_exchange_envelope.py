"""Envelopes: whole or refused; each way of tampering has a code of its own."""

import json
import string
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import exchange as factory
from tests.factories import forms
from tests.factories.directives import COUNTY, OTHER, TOWN, VILLAGE

from lianfang.apps.exchange.rules import admission, signed
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.apps.exchange.rules.packing import content_of, handed
from lianfang.apps.exchange.terms import Direction, Party

SENDER, RECEIVER = (Ed25519PrivateKey.from_private_bytes(seed * 32) for seed in (b"s", b"r"))
AT = forms.moment(18)
PARTY = Party("县", signed.public_key(SENDER), (TOWN,), Direction.IN, factory.DAY)


def accepted(reporter=VILLAGE, **others):
    return factory.row(reporter, decided_at=AT, decision="accepted", digest="d" * 64, **others)


def sealed(*rows, sequence=1, made_at=AT, to=RECEIVER):
    content = content_of(rows or [accepted()], on=factory.DAY)
    return rules.seal(content, key=SENDER, to=signed.public_key(to), sequence=sequence, made_at=made_at)


def check(text, *, party=PARTY, last=0, at=AT):
    envelope = rules.open_envelope(text)
    admission.check(envelope, party, own_key=signed.public_key(RECEIVER), last=last, at=at)
    return envelope


def altered(text, **facts):
    return signed.canonical({**json.loads(text), **facts})


def test_an_envelope_is_opened_as_it_was_sealed():
    found = check(sealed())
    (report,) = handed(found.content)
    assert (report.reporter, report.on, report.values) == (VILLAGE, factory.DAY, dict(factory.VALUES))
    assert (found.sender, found.sequence) == (PARTY.public_key, 1)


@given(
    st.dictionaries(
        st.text("abcdefgh_", min_size=1, max_size=9),
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
        max_size=8,
    ),
    st.integers(1, 10**9),
    st.uuids(),
)
def test_whatever_is_sealed_survives_the_way(values, sequence, uid):
    row = accepted(values=values, uid=uid)
    found = check(sealed(row, sequence=sequence), last=sequence - 1)
    (report,) = handed(found.content)
    assert report.values == {code: value for code, value in values.items() if value is not None}
    assert (report.uid, found.sequence) == (uid, sequence)


@given(st.data())
def test_no_changed_byte_is_taken(data):
    text = sealed()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([one for one in string.printable if one != text[place]]))
    with pytest.raises((signed.Unreadable, signed.SignatureInvalid, rules.DigestDiffers)):
        check(text[:place] + other + text[place + 1 :])


def test_the_same_reports_are_the_same_content_in_any_order():
    rows = [accepted(), accepted(OTHER, uid=UUID(int=2))]
    one, other = content_of(rows, on=factory.DAY), content_of(rows[::-1], on=factory.DAY)
    assert signed.digest_of(one) == signed.digest_of(other)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"sequence": 2}, signed.SignatureInvalid),
        ({"expires_at": "2099-01-01T00:00:00+08:00"}, signed.SignatureInvalid),
        ({"digest": "0" * 64}, signed.SignatureInvalid),
        ({"content": {}}, signed.SignatureInvalid),
        ({"from": signed.public_key(RECEIVER)}, signed.SignatureInvalid),
        ({"signature": "00" * 64}, signed.SignatureInvalid),
        ({"signature": 7}, signed.SignatureInvalid),
        ({"protocol": "lianfang-exchange/2"}, signed.Unreadable),
        ({"more": 1}, signed.Unreadable),
        ({"from": "x"}, signed.Unreadable),
    ],
)
def test_what_was_tampered_with_is_refused(facts, refusal):
    with pytest.raises(refusal):
        check(altered(sealed(), **facts))


def test_a_content_that_its_digest_does_not_name_is_refused():
    whole = json.loads(sealed())
    whole["content"]["reports"][0]["values"]["returned"] = 99.0
    whole.pop("signature")
    with pytest.raises(rules.DigestDiffers):
        rules.open_envelope(signed.signed(whole, SENDER))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{" * 5000, '{"content": NaN}'])
def test_what_is_no_envelope_is_unreadable(text):
    with pytest.raises(signed.Unreadable):
        rules.open_envelope(text)


def test_another_server_can_not_use_it():
    with pytest.raises(admission.NotForUs):
        check(sealed(to=SENDER))


def test_it_expires():
    with pytest.raises(admission.Expired):
        check(sealed(), at=AT + timedelta(days=8))
    assert check(sealed(), at=AT + timedelta(days=6))


def test_a_clock_that_is_wrong_is_told():
    with pytest.raises(admission.FromTheFuture):
        check(sealed(made_at=AT + timedelta(hours=1)))


@pytest.mark.parametrize("last", [1, 5])
def test_an_old_number_is_out_of_order_and_so_is_a_gap(last):
    with pytest.raises(admission.OutOfOrder):
        check(sealed(sequence=last), last=last)
    with pytest.raises(admission.OutOfOrder):
        check(sealed(sequence=last + 2), last=last)


def test_a_peer_speaks_for_its_own_areas_alone():
    foreign = accepted(f"{COUNTY}200001", uid=UUID(int=3))
    with pytest.raises(admission.ForeignArea) as refused:
        check(sealed(accepted(), foreign))
    assert f"{COUNTY}200001" in str(refused.value)
    hidden = accepted(f"{COUNTY}200001", area=VILLAGE)
    with pytest.raises(admission.ForeignArea):
        check(sealed(hidden))


@pytest.mark.parametrize(
    "facts",
    [
        {"direction": Direction.OUT},
        {"ended": True},
        {"begins_on": factory.DAY + timedelta(days=1)},
        {"ends_on": factory.DAY - timedelta(days=1)},
    ],
)
def test_a_peer_that_is_not_in_force_hands_over_nothing(facts):
    party = replace(PARTY, **facts)
    with pytest.raises(admission.PeerNotInForce):
        check(sealed(), party=party)


@pytest.mark.parametrize(
    "change",
    [{"area": 5}, {"version": "1"}, {"sequence": True}, {"area": "x"}, {"more": 1}, {"values": []}],
)
def test_a_report_that_is_not_whole_is_refused(change):
    content = content_of([accepted()], on=factory.DAY)
    content["reports"][0] |= change
    text = rules.seal(content, key=SENDER, to=signed.public_key(RECEIVER), sequence=1, made_at=AT)
    with pytest.raises(signed.Unreadable):
        check(text)


def test_a_receipt_is_signed_by_the_receiver():
    text = rules.acknowledge(check(sealed()), key=RECEIVER, received_at=AT, taken=1)
    found = rules.open_receipt(text)
    assert (found.sender, found.receiver) == (signed.public_key(RECEIVER), PARTY.public_key)
    assert rules.is_receipt(text)
    assert not rules.is_receipt(sealed())
    with pytest.raises(signed.SignatureInvalid):
        rules.open_receipt(altered(text, taken=2))
