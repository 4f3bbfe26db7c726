"""What the public is told: written by one, approved by two others, frozen, corrected in sight; of nobody."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from tests.factories import control as orders
from tests.factories import hotline as factory
from tests.factories.access import BACKEND, account
from tests.factories.control import COUNTY, NOW

from lianfang.apps.bulletin import operations, queries
from lianfang.apps.bulletin.models import Publication, PublicationStep
from lianfang.apps.bulletin.terms import Entry, PublicationKind, Wording
from lianfang.apps.hotline import operations as hotline
from lianfang.apps.people.models import Person
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.rows import acting
from lianfang.core.access.terms import NOBODY, Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotFound

pytestmark = pytest.mark.django_db
WRITER, FIRST, SECOND = (
    Actor(name=name, permissions=EVERY, user=number, scopes=(COUNTY,))
    for number, name in enumerate(("拟稿人", "审一", "审二"), start=900)
)
LATER = NOW + timedelta(hours=1)
PAGES = ("/public/", "/public/areas/", "/public/services/", "/public/questions/", "/public/feed.atom")
NOTICE = Wording(PublicationKind.NOTICE, "关于免费核酸检测的通告", "7月11日起在各村设点，凭短信前往。")


@pytest.fixture(autouse=True)
def _county(monkeypatch):
    factory.answering_county()
    monkeypatch.setenv("LIANFANG_NOW", LATER.isoformat())


def publish(wording=NOTICE, *, at=NOW, **more):
    uid = operations.write(wording, area=COUNTY, by=WRITER, at=at, **more)
    operations.approve(uid, by=FIRST, at=at)
    operations.approve(uid, by=SECOND, at=at)
    return uid


def everything() -> str:
    """Everything that anybody reads without signing in."""
    client = Client()
    addresses = [
        *PAGES,
        *(f"/public/read/{uid}/" for uid in Publication.objects.values_list("uid", flat=True)),
    ]
    return "\n".join(client.get(address).content.decode() for address in addresses)


def test_three_different_people_make_a_publication():
    uid = operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW)
    with pytest.raises(operations.NotTwice):
        operations.approve(uid, by=WRITER, at=NOW)
    assert operations.approve(uid, by=FIRST, at=NOW) is False
    assert Client().get(f"/public/read/{uid}/").status_code == 404
    assert NOTICE.title not in everything()
    for again in (
        FIRST,
        Actor(name="审一", permissions=EVERY, user=77),
        Actor(name="x", permissions=EVERY, user=901),
    ):
        with pytest.raises(operations.NotTwice):
            operations.approve(uid, by=again, at=NOW)
    assert operations.approve(uid, by=SECOND, at=NOW) is True
    assert NOTICE.title in Client().get("/public/").text
    with pytest.raises(operations.NotWaiting):
        operations.approve(uid, by=Actor(name="审三", permissions=EVERY), at=NOW)
    lines = AuditEvent.objects.filter(action__startswith="publication.").order_by("id")
    assert [line.actor for line in lines] == ["拟稿人", "审一", "审二"]


def test_the_database_itself_refuses_one_person_twice():
    uid = operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW)
    row = Publication.objects.get(uid=uid)
    with pytest.raises(IntegrityError, match="publication_step_by_another"), transaction.atomic():
        PublicationStep.objects.create(publication=row, area=COUNTY, kind="approved", by="拟稿人", at=NOW)


def test_who_may_not_publish_does_not():
    with pytest.raises(PermissionMissing):
        operations.write(NOTICE, area=COUNTY, by=Actor(name="村书记"), at=NOW)
    uid = operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW)
    with pytest.raises(PermissionMissing):
        operations.approve(uid, by=Actor(name="村书记"), at=NOW)
    elsewhere = Actor(name="邻县", permissions=EVERY, scopes=("990122",))
    with pytest.raises(NotFound):
        operations.approve(uid, by=elsewhere, at=NOW)


def test_declined_it_is_written_anew_and_says_why():
    uid = operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW)
    with pytest.raises(operations.ReasonMissing):
        operations.decline(uid, note=" ", by=FIRST, at=NOW)
    operations.decline(uid, note="时间有误", by=FIRST, at=NOW)
    with pytest.raises(operations.NotWaiting):
        operations.approve(uid, by=SECOND, at=NOW)
    again = publish(corrects=uid, correction="改正时间")
    row = queries.draft(again, by=WRITER).row
    assert (row.version, row.correction) == (2, "")
    assert "改正时间" not in everything()


def test_a_correction_leaves_the_earlier_version_in_sight_as_corrected():
    first = publish()
    words = Wording(PublicationKind.NOTICE, NOTICE.title, "7月12日起在各村设点。")
    second = publish(words, corrects=first, correction="日期更正为7月12日", at=LATER)
    old, new = (Client().get(f"/public/read/{uid}/").text for uid in (first, second))
    assert "这是更正前的内容" in old
    assert "7月11日起" in old
    assert str(second) in old
    assert "日期更正为7月12日" in new
    assert str(first) in new
    front = Client().get("/public/").text
    assert str(second) in front
    assert str(first) not in front


def test_withdrawn_it_stays_and_says_why():
    uid = publish()
    with pytest.raises(operations.ReasonMissing):
        operations.withdraw(uid, note="", by=FIRST, at=LATER)
    operations.withdraw(uid, note="政策调整，不再执行", by=FIRST, at=LATER)
    page = Client().get(f"/public/read/{uid}/").text
    assert "政策调整，不再执行" in page
    assert NOTICE.text in page
    assert NOTICE.title not in Client().get("/public/").text
    assert "政策调整，不再执行" in Client().get("/public/feed.atom").content.decode()


def test_what_was_published_is_never_altered():
    publish()
    for change in (
        lambda: Publication.objects.update(text="改"),
        lambda: Publication.objects.update(figures={}),
        lambda: PublicationStep.objects.all().delete(),
        lambda: PublicationStep.objects.update(by="别人"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_nobody_reads_published_rows_alone_and_no_step():
    operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW)
    publish(Wording(PublicationKind.NOTICE, "另一则", "内容内容"))
    with acting(NOBODY):
        assert [row.title for row in Publication.objects.all()] == ["另一则"]
        assert PublicationStep.objects.count() == Person.objects.count() == 0


def test_closures_are_in_force_from_their_first_day_to_their_last():
    on = NOW.date()

    def closure(title, begins, ends):
        entry = Entry("柳溪村", "三组", "只进不出")
        publish(Wording(PublicationKind.CLOSURE, title, "", (entry,), begins, ends))

    closure("在期", on, on + timedelta(days=3))
    closure("未到", on + timedelta(days=1), None)
    closure("已过", on - timedelta(days=3), on)
    page = Client().get("/public/areas/").text
    assert "在期" in page
    assert "未到" not in page
    assert "已过" not in page


def test_lists_of_services_may_hold_telephones_and_faq_comes_from_fact_sheets():
    services = (Entry("24小时热线", "13900001111", "听不到请短信"), Entry("镇卫生院", "0990-8123456"))
    publish(Wording(PublicationKind.NUMBERS, "服务电话", "", services))
    sheet = hotline.write_fact_sheet(
        area=COUNTY,
        question="要停水吗？",
        facts="不停水",
        source="水务局",
        on=date(2022, 7, 10),
        by=WRITER,
        at=NOW,
    )
    uid = operations.write_faq(sheet, by=WRITER, at=NOW)
    operations.approve(uid, by=FIRST, at=NOW)
    operations.approve(uid, by=SECOND, at=NOW)
    assert "13900001111" in Client().get("/public/services/").text
    page = Client().get("/public/questions/").text
    assert "不停水" in page
    assert "水务局，2022-07-10" in page


@pytest.mark.parametrize(
    "text",
    ["患者王平住在三组", "欧阳明月已转运", "联系13912345678", "证件990121199001011234", "写信到a@b.cn"],
)
def test_what_names_somebody_is_refused_before_anybody_could_approve_it(text):
    for name in ("王平", "欧阳明月"):
        orders.person(name)
    for wording in (
        Wording(PublicationKind.NOTICE, "通告", text),
        Wording(PublicationKind.NOTICE, text, "内容"),
        Wording(PublicationKind.CLOSURE, "封闭", "", (Entry("三组", "", text),)),
    ):
        with pytest.raises(operations.PersonalInText):
            operations.write(wording, area=COUNTY, by=WRITER, at=NOW)
    with pytest.raises(operations.PersonalInText):
        operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW, corrects=publish(), correction=text)


def test_words_are_asked_for():
    for wording in (
        Wording(PublicationKind.NOTICE, "", "内容"),
        Wording(PublicationKind.NOTICE, "标题", ""),
        Wording(PublicationKind.NUMBERS, "电话", "见下"),
    ):
        with pytest.raises(operations.WordsMissing):
            operations.write(wording, area=COUNTY, by=WRITER, at=NOW)
    with pytest.raises(operations.WordsMissing):
        operations.write(NOTICE, area=COUNTY, by=WRITER, at=NOW, corrects=publish())


@pytest.fixture
def under_measure():
    """Persons under measure with known names, numbers and telephones: three in one village."""
    orders.load_pack()
    found = [orders.person(f"诸葛无名{sign}") for sign in "甲乙丙"]
    for person in found:
        orders.ordered(person, "close_contact")
    return found


RELEASE = Wording(PublicationKind.RELEASE, "7月10日情况发布", "全县总体平稳。")


def test_nothing_that_anybody_reads_names_a_person(under_measure):
    factory.brought(text=factory.SAID)
    hidden = set(factory.MARKS)
    for person in under_measure:
        hidden |= {person.name, str(person.uid), orders.id_number(person), orders.phone(person)}
    publish(RELEASE, at=LATER)
    first = publish()
    publish(corrects=first, correction="补充说明")
    publish(Wording(PublicationKind.CLOSURE, "封闭", "", (Entry("三组", "", "只进不出"),)))
    publish(Wording(PublicationKind.HOSPITALS, "医院", "", (Entry("县医院", "0990-8120120"),)))
    text = everything()
    assert "全县总体平稳" in text
    assert [mark for mark in hidden if mark in text] == []
    assert not re.search(r"(?<![\da-f-])\d{17}[\dX](?![\da-f-])", text)
    assert not re.search(r"(?<![\da-f-])1[3-9]\d{9}(?![\da-f-])", text)
    for name in ("拟稿人", "审一", "审二"):
        assert name not in text


def test_small_counts_are_neither_on_the_page_nor_in_the_row(under_measure):
    uid = publish(RELEASE, at=LATER)
    row = Publication.objects.get(uid=uid)
    assert row.figures["figures"][0] | {"definition": ""} == {
        "name": "现在管人数",
        "definition": "",
        "value": None,
    }
    assert row.figures["table"]["rows"] == [["青石镇", None]]
    assert row.figures["table"]["total"] is None
    page = Client().get(f"/public/read/{uid}/").text
    assert "不公布" in page
    assert "截至 2022-07-10 09:00" in page
    assert "隔离或健康监测期未满的人，每人计一次" in page


def test_figures_are_frozen_as_known_when_they_were_written():
    orders.load_pack()
    for _ in range(12):
        orders.ordered(orders.person(), "close_contact")
    uid = publish(RELEASE, at=NOW)
    before = Client().get(f"/public/read/{uid}/").text
    assert ">12<" in before
    for _ in range(12):
        orders.ordered(orders.person(), "close_contact")
    assert Client().get(f"/public/read/{uid}/").text == before


@pytest.mark.parametrize("address", PAGES)
def test_public_pages_are_cacheable_without_cookie_or_script(address):
    publish()
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert not answer.cookies
    assert b"<script" not in answer.content


def test_the_feed_is_atom_and_narrows_to_an_area():
    publish()
    root = ElementTree.fromstring(Client().get("/public/feed.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    (entry,) = root.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == NOTICE.title
    assert (
        ElementTree.fromstring(Client().get("/public/feed.atom?area=990122").content).findall(f"{atom}entry")
        == []
    )


def test_the_desk_writes_and_two_others_approve():
    clients = []
    for name in ("甲", "乙", "丙"):
        client = Client()
        client.force_login(account("headquarters", COUNTY, name=name), backend=BACKEND)
        clients.append(client)
    writer, first, second = clients
    typed = {
        "kind": "numbers",
        "title": "服务电话",
        "entries": "热线 | 12345 | 24小时\n卫生院 | 0990-8123456",
    }
    address = writer.post("/bulletin/new/", typed).headers["Location"]
    assert "同意前请核对" not in writer.get(address).text
    assert writer.post(f"{address}decide/", {"act": "approve"}).status_code == 403
    for client in (first, second):
        assert "同意前请核对" in client.get(address).text
        assert client.post(f"{address}decide/", {"act": "approve"}).status_code == 302
    assert "0990-8123456" in Client().get("/public/services/").text
    assert "服务电话" in writer.get("/bulletin/").text
    refused = writer.post("/bulletin/new/", {"kind": "notice", "title": "x", "text": "找13912345678"})
    assert refused.status_code == 422
    assert "不得含有个人信息" in refused.text
    form = writer.get(f"{address}correct/").text
    assert "热线 | 12345 | 24小时" in form
    corrected = writer.post(f"{address}correct/", typed | {"correction": "补号码"}).headers["Location"]
    assert "第2版" in writer.get(corrected).text
    assert first.post(f"{address}decide/", {"act": "withdraw", "note": "号码有误"}).status_code == 302
