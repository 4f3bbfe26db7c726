"""Pages of facilities as they are used: what is typed is done, or comes back on its form with the reason."""

from datetime import date

import pytest
from django.test import Client
from tests.factories import facilities as made

from lianfang.apps.areas import operations as areas
from lianfang.apps.control import operations as control
from lianfang.apps.control.models import Measure
from lianfang.apps.facilities import operations, queries
from lianfang.apps.facilities.models import ClinicHold, ClinicLetter, HomeCheck, Lodging, Need, StaffPeriod
from lianfang.apps.facilities.terms import HoldGround, NeedKind
from lianfang.core import sql
from lianfang.core.access.models import Grant

pytestmark = pytest.mark.django_db
DAYS = 7
HOUR = made.HOUR


@pytest.fixture
def site(db):
    made.build()
    made.control.load_pack()
    hospital = {"kind": "hospital", "name": "县医院", "area": made.TOWN}
    areas.add_unit(**hospital, by=made.SYSTEM, at=made.places.AT)
    return made.active()


@pytest.fixture
def office(site, signed_in, monkeypatch) -> Client:
    return at(monkeypatch, signed_in("headquarters", made.COUNTY), made.AT + HOUR)


def at(monkeypatch, client, moment):
    monkeypatch.setenv("LIANFANG_NOW", moment.isoformat())
    return client


def rule():
    return sql.query("select id from policy_rule order by id limit 1")[0]["id"]


def lodged(site, moment=made.AT):
    person = made.ordered("某某人", days=DAYS, rule=rule())
    return person, made.lodged(made.rooms(site)[0], person, at=moment)[0]


def test_who_waits_is_told_before_and_after_which_rule_leaves_them_without_a_room(site, office):
    child = made.ordered("小孩子", birth=date(2015, 1, 1))
    made.ordered("大人家")
    page = f"/sites/{site.uid}/waiting/"
    told = office.get(page).content.decode()
    assert "小孩子" in told
    assert "不能独住" in told
    assert "大人家" not in told
    answer = office.post(f"/sites/{site.uid}/assign/", {"accessible": ""})
    assert answer.headers["Location"] == page
    after = office.get(page).content.decode()
    assert (Lodging.objects.count(), "不能独住" in after) == (1, True)
    assert not Lodging.objects.filter(person=child).exists()
    assert "全部分配" not in after


def test_who_is_asked_for_and_not_found_is_told_on_the_page_itself(site, office):
    for page in ("/homes/?person=没这个人", f"/sites/{site.uid}/waiting/?accessible=没这个人"):
        told = office.get(page).content.decode()
        assert "没有找到人员“没这个人”" in told
        assert 'value="没这个人"' in told


def test_a_need_is_asked_taken_up_and_answered(site, office):
    person, _ = lodged(site)
    nobody = office.post("/care/ask/", {"person": "没这个人", "kind": "medicine"})
    assert (nobody.status_code, "没这个人" in nobody.content.decode()) == (404, True)
    asked = {"person": person.name, "kind": "medicine", "text": "降压药", "every": "12"}
    assert office.post("/care/ask/", asked).headers["Location"] == "/care/"
    page = f"/care/{Need.objects.get().uid}/"
    assert "每 12 小时一次" in office.get(page).content.decode()
    office.post(f"{page}step/", {"step": "acknowledged"})
    again = office.post(f"{page}step/", {"step": "acknowledged"})
    assert (again.status_code, "已经受理" in again.content.decode()) == (422, True)
    office.post(f"{page}step/", {"step": "answered", "note": "送到门口"})
    assert "定期照护" in office.get("/care/").content.decode()
    assert "送到门口" in office.get(page).content.decode()


@pytest.mark.parametrize(
    ("address", "typed", "says"),
    [
        ("/care/ask/", {"kind": "gold"}, "不是照护的种类"),
        ("/care/ask/", {"kind": "food", "every": "1000"}, "1至720小时"),
        ("/fever-clinic/hold/", {"ground": "whim"}, "不是留观的原因"),
    ],
)
def test_what_cannot_be_is_told_on_the_form_that_was_filled_in(site, office, address, typed, says):
    person = made.control.person("某某人")
    answer = office.post(address, {"person": str(person.uid)} | typed)
    assert answer.status_code in {400, 422}
    told = answer.content.decode()
    assert says in told
    assert str(person.uid) in told


def test_a_meal_staff_and_a_home_are_recorded_from_a_phone(site, office):
    lodged(site)
    nurse, page = made.control.person("护士甲"), f"/sites/{site.uid}/"
    office.post(f"{page}meals/", {"meal": "lunch", "served": "1"})
    assert "今天这一餐已经登记送达" in office.post(f"{page}meals/", {"meal": "lunch"}).content.decode()
    office.post(f"{page}staff/enter/", {"person": str(nurse.uid), "work": "medical"})
    period = f"{page}staff/{StaffPeriod.objects.get().uid}/"
    office.post(f"{period}temperature/", {"celsius": "38.3"})
    assert "38.3℃" in office.get(f"{page}staff/").content.decode()
    office.post(f"{period}leave/")
    assert "护士甲" not in office.get(f"{page}staff/").content.decode()
    assert "登记的同户人员只有本人" in office.get(f"/homes/?person={nurse.uid}").content.decode()
    office.post("/homes/check/", {"person": str(nurse.uid), "met": ["own_room"]})
    told = office.get(f"/homes/{HomeCheck.objects.get().uid}/").content.decode()
    assert "应到集中隔离点" in told
    assert "没有单独的卫生间" in told


def test_whoever_waits_at_the_clinic_goes_with_the_result(site, office):
    person = made.control.person("某某人")
    office.post(
        "/fever-clinic/hold/",
        {"person": str(person.uid), "clinic": str(made.unit("县医院")), "ground": HoldGround.FEVER},
    )
    page = f"/fever-clinic/{ClinicHold.objects.get().uid}/"
    refused = office.post(f"{page}result/", {"result": "positive"})
    assert (refused.status_code, "送往哪里" in refused.content.decode()) == (422, True)
    office.post(f"{page}result/", {"result": "negative"})
    assert "阴性，离开" in office.get(page).content.decode()
    assert "登记结果" not in office.get(page).content.decode()


def test_somebody_from_elsewhere_is_taken_on_the_same_form_and_the_letter_printed(site, office):
    clinic = str(made.unit("县医院"))
    asked = {"clinic": clinic, "ground": HoldGround.FEVER, "name": "过路人", "home": "外省某县"}
    refused = office.post("/fever-clinic/hold/", asked)
    assert (refused.status_code, "证件号码或手机号" in refused.content.decode()) == (422, True)
    assert "外省某县" in refused.content.decode()
    office.post("/fever-clinic/hold/", asked | {"phone": "13800000009"})
    office.post(f"/fever-clinic/{ClinicHold.objects.get().uid}/result/", {"result": "negative"})
    page = f"/fever-clinic/letters/{ClinicLetter.objects.get().uid}/"
    assert "函告居住地" in office.get("/fever-clinic/").content.decode()
    told = office.get(page).content.decode()
    assert "外省某县" in told
    assert "13800000009" not in told
    office.post(f"{page}acknowledge/")
    again = office.post(f"{page}acknowledge/")
    assert (again.status_code, "已经签收" in again.content.decode()) == (422, True)


def test_who_is_released_leaves_by_one_button_with_a_certificate_that_can_be_printed(
    site, office, monkeypatch
):
    lodged(site)
    page, over = f"/sites/{site.uid}/", made.AT + DAYS * 24 * HOUR
    at(monkeypatch, office, over)
    assert "办理解除和离开" in office.get(page).content.decode()
    office.post(f"{page}release/")
    (event,) = queries.certificates(queries.site(site.uid, by=made.OFFICE, at=over))
    certificate = office.get(f"{page}certificates/{event.note}/").content.decode()
    assert "解除隔离证明" in certificate
    assert made.SITE in certificate


def test_who_was_released_elsewhere_is_let_go_by_the_site_itself(site, signed_in, monkeypatch):
    person, stay = lodged(site)
    over = made.AT + DAYS * 24 * HOUR
    control.release(Measure.objects.get(person=person).pk, by=made.OFFICE, at=over)
    clerk = at(monkeypatch, signed_in("site_clerk", made.COUNTY), over + HOUR)
    page = f"/sites/{site.uid}/"
    assert "凭解除证明离开" in clerk.get(page).content.decode()
    clerk.post(f"{page}lodgings/{stay}/", {"act": "let_go"})
    assert Lodging.objects.get().during.upper == over + HOUR


def test_who_may_not_see_names_sees_none(site, signed_in, monkeypatch):
    person, _ = lodged(site)
    operations.ask_need(str(person.uid), NeedKind.FOOD, by=made.OFFICE, at=made.AT)
    head = at(monkeypatch, signed_in("unit_clerk", made.COUNTY), made.AT + HOUR)
    Grant.objects.update(unit=made.unit())
    for address in ("/care/", f"/care/{Need.objects.get().uid}/", f"/sites/{site.uid}/"):
        told = head.get(address)
        assert told.status_code == 200
        assert "某某人" not in told.content.decode()
        assert str(person.uid) not in told.content.decode()


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("grid_worker", "/care/", "/sites/"),
        ("health_centre", "/care/", "/sites/"),
        ("town_clerk", "/sites/", ""),
    ],
)
def test_the_navigation_leads_to_what_each_may_do(site, signed_in, role, shown, hidden):
    told = signed_in(role, made.VILLAGE).get("/care/").content.decode()
    navigation = told[: told.index("<main")]
    assert f'href="{shown}"' in navigation
    assert not hidden or f'href="{hidden}"' not in told
    assert navigation.count(">照护<") == (role != "town_clerk")
