"""What leaves: one message for many notices, not at night, not twice, not to those who took it up."""

import json
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from tests.factories.control import COUNTY, VILLAGE, at

from lianfang.apps.alerts import operations, queries
from lianfang.apps.alerts.models import Dispatch, Message, Notice
from lianfang.apps.alerts.operations import gateways
from lianfang.apps.alerts.operations.telling import _dispatch
from lianfang.apps.alerts.terms import Outgoing
from lianfang.apps.areas.models import Officer
from lianfang.core import sealing
from lianfang.core.access.terms import Actor
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
DAY = date(2022, 7, 31)
JOB = Actor.job("alerts.send", scopes=(COUNTY,))


class Remembering:
    """A gateway that remembers what it was given, and fails when told to."""

    def __init__(self, fails: int = 0) -> None:
        self.given: list[Outgoing] = []
        self.fails = fails

    def send(self, message: Outgoing) -> None:
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        self.given.append(message)


@pytest.fixture
def officer() -> Officer:
    made = Officer.objects.create(
        name="书记",
        phone_sealed=sealing.seal("13800001234"),
        phone_digest=sealing.digest("phone", "13800001234"),
    )
    made.refresh_from_db()
    return made


def noticed(officer: Officer, moment: datetime, *, nature: str = "overdue", urgent: bool = False) -> Notice:
    line = {"kind": "temperature", "nature": nature, "count": 20, "due_at": moment.isoformat()}
    made = Notice.objects.create(
        area=VILLAGE,
        officer=officer.uid,
        holder=officer.name,
        post="village_secretary",
        nature=nature,
        urgent=urgent,
        items=20,
        lines=[line],
        due_at=moment,
        told_at=moment,
    )
    made.refresh_from_db()
    _dispatch([made], moment)
    return made


def send(moment: datetime, way: Remembering):
    account = operations.gather(by=JOB, at=moment)
    operations.hand_over(at=moment, through=way)
    return account


def test_two_notices_are_one_message_without_a_person(officer):
    way = Remembering()
    noticed(officer, at(DAY, "16:00"))
    noticed(officer, at(DAY, "16:01"))
    assert send(at(DAY, "16:01"), way).messages == 1
    (given,) = way.given
    assert given.text == "【联防】每日测温已逾期40项（最早16:00到期）。请登录系统办理并签收。"
    assert given.address == "13800001234"
    assert Message.objects.get().address_masked == "138****1234"
    assert queries.messages(limit=9)[0].address == "138****1234"
    send(at(DAY, "16:02"), way)
    assert len(way.given) == 1


def test_the_next_message_waits_for_the_digest_unless_it_is_urgent(officer):
    way = Remembering()
    noticed(officer, at(DAY, "16:00"))
    send(at(DAY, "16:00"), way)
    noticed(officer, at(DAY, "16:10"))
    assert send(at(DAY, "16:10"), way).waiting == 1
    noticed(officer, at(DAY, "16:11"), urgent=True)
    assert send(at(DAY, "16:11"), way).gathered == 2
    noticed(officer, at(DAY, "16:20"))
    assert send(at(DAY, "16:41"), way).gathered == 1
    assert len(way.given) == 3


def test_at_night_nothing_leaves_until_seven_but_a_fever(officer):
    way = Remembering()
    noticed(officer, at(DAY, "23:00"))
    assert send(at(DAY, "23:00"), way).dispatches == 0
    noticed(officer, at(DAY, "23:30"), nature="opened", urgent=True)
    assert send(at(DAY, "23:30"), way).gathered == 1
    morning = at(DAY + timedelta(days=1), "07:00")
    assert send(morning, way).gathered == 1
    assert [message.made_at for message in way.given] == [at(DAY, "23:30"), morning]


def test_what_was_acknowledged_meanwhile_is_not_sent(officer):
    way = Remembering()
    notice = noticed(officer, at(DAY, "23:00"))
    operations.acknowledge(notice.uid, officer=officer.uid, by=JOB, at=at(DAY, "23:10"))
    assert send(at(DAY + timedelta(days=1), "07:00"), way).dropped == 1
    assert way.given == []


def test_who_has_no_address_is_counted_not_forgotten():
    officer = Officer.objects.create(name="无号")
    officer.refresh_from_db()
    noticed(officer, at(DAY, "16:00"))
    assert send(at(DAY, "16:00"), Remembering()).unreachable == 1
    assert queries.waiting() == {"unreachable": 1}


def test_escalations_go_by_mail_too_where_a_box_is_known(officer):
    operations.set_mailbox("w@example.cn", officer=officer.uid, area=VILLAGE, by=JOB, at=at(DAY))
    way = Remembering()
    noticed(officer, at(DAY, "16:00"), nature="escalated")
    assert send(at(DAY, "16:00"), way).messages == 2
    assert {message.address for message in way.given} == {"w@example.cn", "13800001234"}
    operations.set_mailbox("", officer=officer.uid, area=VILLAGE, by=JOB, at=at(DAY))
    assert queries.mailbox_of(officer=officer.uid) == ""
    with pytest.raises(operations.NotAnAddress):
        operations.set_mailbox("somewhere", officer=officer.uid, area=VILLAGE, by=JOB, at=at(DAY))
    with pytest.raises(NotAllowed):
        operations.set_mailbox("w@example.cn", officer=None, area=VILLAGE, by=JOB, at=at(DAY))


def test_a_gateway_that_fails_is_given_the_same_message_again(officer):
    noticed(officer, at(DAY, "16:00"))
    operations.gather(by=JOB, at=at(DAY, "16:00"))
    way = Remembering(fails=1)
    with pytest.raises(ConnectionError):
        operations.hand_over(at=at(DAY, "16:00"), through=way)
    assert Message.objects.get().handed_at is None
    assert operations.hand_over(at=at(DAY, "16:01"), through=way) == 1
    assert [message.uid for message in way.given] == [Message.objects.get().uid]


def test_the_file_gateway_shows_what_would_be_sent_once(settings, tmp_path):
    settings.HOME = type(settings.HOME)(tmp_path)
    message = Outgoing(uuid4(), "sms", "13800001234", "书记", "文字", at(DAY))
    for _ in range(2):
        gateways.gateway().send(message)
    (written,) = (tmp_path / "outbox" / "sms").iterdir()
    shown = json.loads(written.read_text())
    assert (shown["address"], shown["text"]) == ("138****1234", "文字")
    assert written.stat().st_mode & 0o777 == 0o600
    assert not operations.leaves_the_machine()


def test_a_county_names_its_own_gateway(monkeypatch):
    monkeypatch.setenv("LIANFANG_GATEWAY", f"{__name__}:Remembering")
    assert isinstance(gateways.gateway(), Remembering)
    assert operations.leaves_the_machine()


def test_every_dispatch_has_one_fate(officer):
    for minute in range(3):
        noticed(officer, at(DAY, f"16:0{minute}"))
    send(at(DAY, "16:05"), Remembering())
    assert sum(queries.waiting().values()) == Dispatch.objects.count() == 3
