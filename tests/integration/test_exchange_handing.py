"""Two servers: what one accepted the other takes, once, in order, signed; here both live in one database."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from tests.factories import directives as county
from tests.factories import forms as factory
from tests.factories.directives import COUNTY, OFFICE, OTHER, TOWN, VILLAGE

from lianfang.apps.exchange import operations, queries
from lianfang.apps.exchange.models import Message, Received
from lianfang.apps.exchange.rules import admission, signed
from lianfang.apps.exchange.rules import envelope as rules
from lianfang.apps.exchange.terms import Direction, MessageState, Party
from lianfang.apps.forms import operations as forms
from lianfang.apps.forms.models import HandedReport
from lianfang.core import buckets
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.doors import now
from lianfang.core.retention import operations as retention
from lianfang.core.webhooks.terms import Answer
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
EIGHT, NINE, TEN = factory.moment(8), factory.moment(9), factory.moment(10)


@pytest.fixture(autouse=True)
def _county() -> None:
    buckets.forget()
    county.staffed()
    factory.load()


def accept(reporter=VILLAGE, *, at=NINE, **others):
    told = factory.submit(reporter, at=EIGHT, **others)
    forms.accept(told.uid, by=OFFICE, at=at)
    return told


def peer(direction=Direction.OUT, *, areas=(TOWN,), url="https://city.example", by=SYSTEM, key=OTHER_KEY):
    party = Party(f"市{direction}", signed.public_key(key), areas, direction, factory.DAY)
    return operations.add_peer(party, url=url, by=by, at=EIGHT)


def pack(at=TEN):
    return operations.pack(peer="市out", on=factory.DAY, by=SYSTEM, at=at)


def as_other(message, *, sequence=1, made_at=TEN):
    """What the other server would send of the same content: signed by it, to us."""
    content = json.loads(message.envelope)["content"]
    return rules.seal(content, key=OTHER_KEY, to=queries.own_public_key(), sequence=sequence, made_at=made_at)


def signed_for(message, *, key=OTHER_KEY):
    envelope = rules.open_envelope(message.envelope)
    return rules.acknowledge(envelope, key=key, received_at=TEN, taken=1)


def test_a_peer_is_registered_by_its_key_within_sight_only():
    with pytest.raises(PermissionMissing):
        peer(by=Actor(name="甲", scopes=("",)))
    with pytest.raises(NotAllowed):
        peer(by=Actor.job("外县", scopes=("980301",)))
    for wrong in ({"key": queries.own_key()}, {"areas": ()}):
        with pytest.raises(operations.PeerRefused):
            peer(**wrong)
    peer()
    with pytest.raises(operations.PeerRefused):
        peer()
    assert AuditEvent.objects.filter(action="exchange.peer_added").count() == 1


def test_what_was_accepted_is_packed_once_and_an_amendment_anew():
    peer()
    assert pack() is None
    factory.submit(OTHER, at=EIGHT)
    accept()
    first = pack()
    assert (first.sequence, first.reports, pack()) == (1, 1, None)
    again = forms_after_amendment()
    assert (again.sequence, again.digest == first.digest) == (2, False)


def forms_after_amendment():
    told = factory.submit(VILLAGE, at=TEN, given=factory.filled(5), reason="补报三人", client=uuid4())
    forms.accept(told.uid, by=OFFICE, at=TEN)
    return pack(at=factory.moment(11))


def test_an_envelope_is_sent_until_it_is_acknowledged():
    peer()
    accept()
    message, calls = pack(), []

    def fails(letter):
        calls.append(letter.url)
        return Answer(0, "OSError: down"), b""

    def takes(letter):
        return Answer(200), json.dumps({"receipt": signed_for(message)}).encode()

    assert operations.send_due(TEN, call=fails) == {"tried": 1, "acknowledged": 0}
    assert operations.send_due(TEN, call=fails) == {"tried": 0, "acknowledged": 0}
    assert queries.sent(by=SYSTEM, at=TEN)[0].state is MessageState.FAILED
    later = TEN + timedelta(minutes=1)
    assert operations.send_due(later, call=takes) == {"tried": 1, "acknowledged": 1}
    assert calls == ["https://city.example/exchange/envelopes/"]
    assert queries.sent(by=SYSTEM, at=later)[0].state is MessageState.ACKNOWLEDGED


def test_a_receipt_counts_only_with_the_peers_signature():
    peer()
    accept()
    message = pack()
    for receipt in (signed_for(message, key=Ed25519PrivateKey.generate()), "{}"):
        body = json.dumps({"receipt": receipt}).encode()
        told = operations.send_due(message.next_at, call=lambda letter, body=body: (Answer(200), body))
        Message.objects.update(next_at=message.next_at)
        assert told["acknowledged"] == 0
    operations.acknowledge(signed_for(message), at=TEN)
    message.refresh_from_db()
    assert (message.next_at, message.acknowledged_at) == (None, TEN)


def test_of_a_peer_the_first_that_waits_goes_first():
    peer()
    accept()
    pack()
    forms_after_amendment()
    seen = []

    def fails(letter):
        seen.append(json.loads(letter.body)["sequence"])
        return Answer(503), b""

    operations.send_due(factory.moment(12), call=fails)
    assert seen == [1]


def test_a_file_that_waits_too_long_is_signed_anew():
    peer(url="")
    accept()
    message = pack()
    later = TEN + timedelta(days=6)
    text = operations.envelope_file(message=str(message.uid), by=SYSTEM, at=later)
    renewed = rules.open_envelope(text)
    assert (renewed.sequence, renewed.digest) == (1, message.digest)
    assert renewed.expires_at == later + timedelta(days=7)


def arriving():
    peer()
    peer(Direction.IN)
    accept()
    return pack()


def test_what_arrives_is_taken_and_signed_for():
    message = arriving()
    found = operations.receive(as_other(message), at=TEN)
    receipt = rules.open_receipt(found.receipt)
    assert (receipt.sender, receipt.digest, receipt.taken) == (queries.own_public_key(), message.digest, 1)
    (report,) = HandedReport.objects.all()
    assert (report.reporter, report.values["returned"], report.superseded_at) == (VILLAGE, 2.0, None)
    assert AuditEvent.objects.filter(action="exchange.received", area=TOWN).count() == 1


def test_a_later_hand_over_supersedes_and_keeps_what_was():
    message = arriving()
    operations.receive(as_other(message), at=TEN)
    amended = forms_after_amendment()
    operations.receive(as_other(amended, sequence=2), at=factory.moment(11))
    first, second = HandedReport.objects.order_by("id")
    assert (first.superseded_at, second.superseded_at) == (factory.moment(11), None)
    assert second.values["returned"] == 5.0


def test_a_replay_writes_nothing_and_gets_the_same_receipt():
    text = as_other(arriving())
    first = operations.receive(text, at=TEN)
    with pytest.raises(operations.TakenBefore) as refused:
        operations.receive(text, at=TEN)
    assert refused.value.receipt == first.receipt
    assert (refused.value.code, Received.objects.count()) == ("exchange.replayed", 1)


def test_the_same_reports_under_another_number_are_a_replay():
    message = arriving()
    operations.receive(as_other(message), at=TEN)
    with pytest.raises(admission.Replayed):
        operations.receive(as_other(message, sequence=2), at=TEN)


def answer(text):
    found = Client().post("/exchange/envelopes/", text, content_type="application/json")
    return found.status_code, json.loads(found.content)


def refused_texts(message):
    """Envelopes that must not be taken, by the code of their refusal."""
    whole, at = json.loads(as_other(message, made_at=now())), now()
    stranger = Ed25519PrivateKey.generate()
    content, own = whole["content"], queries.own_public_key()
    foreign = json.loads(json.dumps(content).replace(VILLAGE, f"{COUNTY}200001"))

    def sealed(given=content, key=OTHER_KEY, to=own, sequence=1, made_at=at):
        return rules.seal(given, key=key, to=to, sequence=sequence, made_at=made_at)

    return {
        "exchange.signature_invalid": signed.canonical({**whole, "sequence": 9}),
        "exchange.foreign_area": sealed(foreign),
        "exchange.expired": sealed(made_at=at - timedelta(days=8)),
        "exchange.from_the_future": sealed(made_at=at + timedelta(days=1)),
        "exchange.out_of_order": sealed(sequence=3),
        "exchange.not_for_us": sealed(to=signed.public_key(stranger)),
        "exchange.unknown_peer": sealed(key=stranger),
        "exchange.unreadable": "{}",
    }


def test_the_door_takes_an_envelope_without_an_account_and_refuses_with_codes():
    message = arriving()
    for code, text in refused_texts(message).items():
        status, said = answer(text)
        assert (said["code"], status) in {(code, 403), (code, 409), (code, 422)}
    assert (Received.objects.count(), HandedReport.objects.count()) == (0, 0)
    text = as_other(message, made_at=now())
    status, said = answer(text)
    assert (status, rules.open_receipt(said["receipt"]).digest) == (200, message.digest)
    status, again = answer(text)
    assert (status, again["code"], again["receipt"]) == (409, "exchange.replayed", said["receipt"])


def test_the_door_is_closed_to_whoever_knocks_too_often():
    assert answer("{}")[0] == 422
    assert 429 in (answer("{}")[0] for _ in range(300))


def test_a_peer_that_ended_hands_over_nothing_more():
    message = arriving()
    operations.end_peer(peer="市in", by=SYSTEM, at=TEN)
    with pytest.raises(admission.PeerNotInForce):
        operations.receive(as_other(message), at=TEN)


def test_what_waits_is_resent_at_once_and_what_is_signed_for_never():
    peer()
    accept()
    message = pack()
    for _ in range(4):
        operations.send_due(Message.objects.get().next_at, call=lambda letter: (Answer(503), b""))
    later = factory.moment(23)
    assert operations.resend(message=str(message.uid), by=SYSTEM, at=later).next_at == later
    with pytest.raises(PermissionMissing):
        operations.resend(message=str(message.uid), by=Actor(name="甲", scopes=("",)), at=later)
    operations.acknowledge(signed_for(message), at=later)
    with pytest.raises(operations.SentAlready):
        operations.resend(message=str(message.uid), by=SYSTEM, at=later)
    assert AuditEvent.objects.filter(action="exchange.resent").count() == 1


def test_pauses_grow_and_the_reason_of_a_refusal_is_shown():
    peer()
    accept()
    moment, waits = pack().next_at, []
    said = json.dumps({"code": "exchange.foreign_area", "detail": "不能代别处上报"}).encode()
    for _ in range(8):
        operations.send_due(moment, call=lambda letter: (Answer(403, "refused"), said))
        waits.append((Message.objects.get().next_at - moment).total_seconds() / 60)
        moment = Message.objects.get().next_at
    assert waits == [1, 5, 15, 60, 180, 360, 720, 720]
    assert "exchange.foreign_area 不能代别处上报" in queries.sent(by=SYSTEM, at=moment)[0].reason


def test_who_has_not_handed_over_yet_stands_first():
    message = arriving()
    third = Ed25519PrivateKey.from_private_bytes(b"t" * 32)
    party = Party("乙县平台", signed.public_key(third), (COUNTY,), Direction.IN, factory.DAY)
    operations.add_peer(party, by=SYSTEM, at=EIGHT)
    operations.receive(as_other(message), at=TEN)
    first, second = queries.arrivals(on=factory.DAY, by=SYSTEM, known_at=TEN)
    assert (first.peer, first.received_at, first.forms) == ("乙县平台", None, ())
    assert [(one.form, one.reports, one.unknown) for one in second.forms] == [("village_day", 1, 0)]
    before = queries.arrivals(on=factory.DAY, by=SYSTEM, known_at=NINE)
    assert [one.received_at for one in before] == [None, None]
    assert queries.arrivals(on=factory.DAY, by=Actor.job("外县", scopes=("980301",)), known_at=TEN) == []


def test_hand_overs_go_after_their_term_and_the_last_number_of_a_peer_stays():
    message = arriving()
    operations.receive(as_other(message), at=TEN)
    amended = forms_after_amendment()
    operations.receive(as_other(amended, sequence=2), at=factory.moment(11))
    retention.run(by=SYSTEM, at=TEN + timedelta(days=300), dry_run=False)
    assert (Message.objects.count(), Received.objects.count()) == (2, 2)
    retention.run(by=SYSTEM, at=TEN + timedelta(days=400), dry_run=False)
    assert [one.sequence for one in (*Message.objects.all(), *Received.objects.all())] == [2, 2]
    assert HandedReport.objects.count() == 2
    retention.run(by=SYSTEM, at=TEN + timedelta(days=1200), dry_run=False)
    assert HandedReport.objects.count() == 0


def test_days_are_packed_for_every_peer_in_force():
    peer()
    peer(Direction.IN)
    accept()
    assert operations.pack_days([factory.DAY], by=SYSTEM, at=TEN) == 1
    assert operations.pack_days([factory.DAY], by=SYSTEM, at=TEN) == 0
