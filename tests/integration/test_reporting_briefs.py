"""The daily brief: every number counted by hand on a small county, kept, printed and traced to records."""

import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.db import DatabaseError, transaction
from docx.oxml.ns import qn
from tests.factories import office
from tests.factories import reporting as factory

from lianfang.apps.control.models import Measure
from lianfang.apps.intake.models import Batch, Check
from lianfang.apps.reporting import operations, queries
from lianfang.apps.reporting.models import Brief
from lianfang.apps.reporting.terms import FIGURES, SECTIONS, Account, Trace
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.core.documents import NoFigures, OfficialDocument, Paragraph, render
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
BY = Actor("县办 王芳")
TOTALS = ("due", "done", "on_time", "late", "gap", "rate")
PLACE_COLUMNS = ("due", "done", "gap", "overdue", "rate")
COUNTY, CUT_OFF, DAY = factory.COUNTY, factory.CUT_OFF, factory.DAY


@pytest.fixture
def people() -> dict[str, Any]:
    return factory.build_county()


def account(area: str = COUNTY, as_known_at: Any = CUT_OFF) -> Account:
    return queries.account_of(area=area, on=DAY, as_known_at=as_known_at)


def values(found: Account, *prefixes: str) -> dict[str, int | str]:
    return {key: figure.value for key, figure in found.figures.items() if key.startswith(prefixes or "")}


def written(tmp_path: Path, *, area: str = COUNTY, as_known_at: Any = CUT_OFF) -> Path:
    brief = operations.write_brief(area=area, on=DAY, as_known_at=as_known_at, by=BY, at=CUT_OFF)
    path = tmp_path / "brief.docx"
    path.write_bytes(brief.docx)
    return path


def edited(path: Path, change: Any) -> Path:
    """A copy whose text was changed, as a person would in an office program."""
    target = path.with_name("edited.docx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, change(content) if name == "word/document.xml" else content)
    return target


def by_key(found: Trace) -> dict[str, Any]:
    return {figure.key: figure for figure in found.figures}


def test_lists_and_rows_by_outcome_balance(people: dict[str, Any]) -> None:
    assert values(account(), "lists", "waiting") == {
        "lists.received": 1,
        "lists.rows": 6,
        "lists.matched": 2,
        "lists.created": 1,
        "lists.review": 1,
        "lists.rejected": 1,
        "lists.forwarded": 1,
        "lists.unchanged": 0,
        "waiting.review": 1,
        "waiting.forwards": 1,
    }


def test_persons_under_measure_new_released_and_overdue_by_kind(people: dict[str, Any]) -> None:
    found = values(account(), "measure")
    assert {key: value for key, value in found.items() if value} == {
        "measures.persons": 4,
        "measures.new": 1,
        "measures.released": 1,
        "measures.overdue": 1,
        "measure.home_isolation.persons": 2,
        "measure.home_isolation.new": 1,
        "measure.home_isolation.released": 1,
        "measure.home_isolation.overdue": 1,
        "measure.central_isolation.persons": 1,
        "measure.home_monitoring.persons": 1,
    }
    assert found["measure.mosquito_proof_isolation.persons"] == 0  # nothing to report is reported


def test_fevers_transfers_checks_tests_and_posts(people: dict[str, Any]) -> None:
    found = values(account(), "readings", "checks", "tests", "posts")
    assert {key: value for key, value in found.items() if value} == {
        "readings.taken": 3,  # the fourth was recorded after the cut-off
        "readings.fever": 1,
        "readings.symptom": 1,
        "readings.moved": 1,
        "readings.waiting": 1,
        "checks.all": 2,
        "checks.found_controlled": 1,
        "checks.not_reachable": 1,
        "tests.all": 2,
        "tests.negative": 1,
        "tests.positive": 1,
        "posts.all": 17,
        "posts.held": 16,
        "posts.vacant": 1,
    }


def test_duties_balance_and_add_up_over_kinds_places_and_holders(people: dict[str, Any]) -> None:
    found = account()
    total = values(found, "duty.")
    assert total["duty.due"] == total["duty.done"] + total["duty.gap"]
    assert total["duty.done"] == total["duty.on_time"] + total["duty.late"]
    for column in ("due", "done", "on_time", "late", "gap", "overdue"):
        for prefix in ("kind", "place"):
            parts = [
                value for key, value in values(found, f"{prefix}.").items() if key.endswith(f".{column}")
            ]
            assert sum(map(int, parts)) == total[f"duty.{column}"], (prefix, column)
    held = [value for key, value in values(found, "holder.").items() if key.endswith(".all")]
    assert sum(map(int, held)) == total["duty.gap"] == found.figures["todo.all"].value
    assert total["duty.due"]


def test_what_came_after_a_cut_off_stands_in_the_next_days_brief(people: dict[str, Any]) -> None:
    Batch.objects.update(received_at=factory.at(20), recorded_at=factory.at(20), done_at=factory.at(20.1))
    assert values(account(), "lists.rows") == {"lists.rows": 0}
    tomorrow = {"on": DAY + timedelta(days=1), "as_known_at": factory.at(24 + 17)}
    assert values(queries.account_of(area=COUNTY, **tomorrow), "lists.rows") == {"lists.rows": 6}
    day_after = {"on": DAY + timedelta(days=2), "as_known_at": factory.at(48 + 17)}
    assert values(queries.account_of(area=COUNTY, **day_after), "lists.rows") == {"lists.rows": 0}


def test_what_was_recorded_late_stands_in_the_brief_of_its_recording_and_in_no_other(
    people: dict[str, Any],
) -> None:
    late = {"area": factory.WILLOW, "by": "测", "person": people["丁"], "outcome": "refused"}
    Check.objects.create(happened_at=factory.at(16), recorded_at=factory.at(18), **late)
    tomorrow = {"on": DAY + timedelta(days=1), "as_known_at": factory.at(24 + 17)}
    told = [account(), queries.account_of(area=COUNTY, **tomorrow)]
    assert [found.figures["checks.refused"].value for found in told] == [0, 1]
    assert values(account(as_known_at=factory.at(20)), "checks.refused") == {"checks.refused": 1}


def test_places_are_ranked_by_their_gap(people: dict[str, Any]) -> None:
    found = account()
    gaps = [found.figures[f"place.{code}.gap"].value for code in found.ranking]
    assert gaps == sorted(gaps, reverse=True)
    assert set(found.ranking) == {factory.EAST, factory.WEST, COUNTY}  # the county itself holds a forward


def test_a_vacancy_is_held_one_step_up_the_ladder(people: dict[str, Any]) -> None:
    held = {(holder.post, holder.area_name): holder.kinds for holder in account().holders}
    assert "temperature" in held["卫生院院长", "柳林乡"]  # 柳林村 has no doctor


def test_what_is_recorded_after_the_cut_off_is_not_known_at_it(people: dict[str, Any]) -> None:
    before = values(account())
    factory.reading(people["丙"], "am", "36.4", factory.at(9.5), recorded_at=factory.at(17.5))
    factory.decide(recorded_at=factory.at(18), person=people["甲"])
    order = Measure.objects.get(person=people["乙"])
    factory.event(order, "released", factory.at(16), recorded_at=factory.at(18))
    assert values(account()) == before
    known_later = values(account(as_known_at=factory.at(20)))
    changed = {key: value for key, value in known_later.items() if before.get(key) != value}
    assert changed["waiting.review"] == 0
    assert (changed["lists.review"], changed["lists.matched"]) == (0, 3)
    assert changed["readings.symptom"] == 0
    assert changed["measure.central_isolation.persons"] == 0
    assert changed["measures.released"] == 2


def test_a_decided_row_counts_as_decided_from_when_it_is_known(people: dict[str, Any]) -> None:
    factory.decide(recorded_at=factory.at(16), person=people["甲"])
    known = values(account())
    assert (known["lists.review"], known["lists.matched"], known["waiting.review"]) == (0, 3, 0)
    before = values(account(as_known_at=factory.at(15)))
    assert (before["lists.review"], before["lists.matched"], before["waiting.review"]) == (1, 2, 1)


def test_a_towns_brief_counts_its_own(people: dict[str, Any]) -> None:
    found = account(factory.WEST)
    assert found.place.upper_office == "澜砚县疫情防控指挥部办公室"
    assert values(found, "measures", "posts", "lists.rows") == {
        "measures.persons": 1,
        "measures.new": 1,
        "measures.released": 1,
        "measures.overdue": 1,
        "posts.all": 6,
        "posts.held": 5,
        "posts.vacant": 1,
        "lists.rows": 3,
    }
    assert found.ranking == (
        factory.WILLOW,
        factory.WEST,
    )  # itself lacks posts of its norm


def test_a_day_on_which_nothing_happened_reports_zeros() -> None:
    factory.build_places()
    found = account()
    assert {value for key, value in values(found, "lists", "measures", "readings").items()} == {0}
    assert found.figures["kind.temperature.rate"].text == "—"


def test_the_document_says_every_declared_figure_and_no_number_of_its_own(
    people: dict[str, Any], tmp_path: Path
) -> None:
    body = docx.Document(str(written(tmp_path))).element.body
    marked = {tag.get(qn("w:val")) for tag in body.iter(qn("w:tag"))}
    printed = [figure["key"] for figure in Brief.objects.get().figures]
    assert {figure.key for figure in FIGURES} <= set(printed)
    assert len(marked) >= len(printed)
    for control in list(body.iter(qn("w:sdt"))):
        control.getparent().remove(control)
    rest = "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    dates = r"\d{4}年第\d+期|(\d{4}年)?\d+月\d+日(\d+时(\d+分)?)?"
    numbers = re.findall(r"\d+", re.sub(f"{dates}|24小时", "", rest))
    labels = [*"12", *"12", *"123"]  # what is attached, as listed and as bound; 表1 to 表3
    names = re.findall(r"..(\d+)号", rest)
    assert sorted(numbers) == sorted(labels + names)


def test_the_document_names_office_day_addressee_and_sections_in_order(
    people: dict[str, Any], tmp_path: Path
) -> None:
    body = docx.Document(str(written(tmp_path))).element.body
    lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    shown = [line for line in lines if line]
    assert shown[:6] == [
        "澜砚县疫情防控指挥部办公室",
        "2022年第201期",
        "疫情防控工作日报",
        "（截至2022年7月20日17时00分）",
        "澜砚县委、县人民政府：",
        "现将7月20日全县疫情防控工作情况报告如下。",
    ]
    assert [line[2:] for line in shown if re.match(r"[一二三四五六七]、", line)] == [
        section.heading for section in SECTIONS
    ]
    sentence = (
        "24小时内收到名单1份，涉及人员信息6条，其中已匹配2条、新建1条、待核1条、退回1条、转交1条、未变0条。"
    )
    assert sentence in shown


def test_the_same_day_known_at_the_same_moment_is_the_same_brief(people: dict[str, Any]) -> None:
    first = operations.write_brief(area=COUNTY, on=DAY, as_known_at=CUT_OFF, by=BY, at=CUT_OFF)
    later = CUT_OFF + timedelta(hours=2)
    again = operations.write_brief(area=COUNTY, on=DAY, as_known_at=CUT_OFF, by=BY, at=later)
    assert (again.uid, again.docx) == (first.uid, first.docx)
    assert (first.new, again.new) == (True, False)
    event = AuditEvent.objects.get()
    assert (event.action, event.subject, event.area) == ("brief.written", f"brief:{first.uid}", COUNTY)


def test_a_brief_is_never_altered(people: dict[str, Any], tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(DatabaseError), transaction.atomic():
        Brief.objects.update(figures=[])


def test_every_figure_traces_to_as_many_records_as_it_says(people: dict[str, Any], tmp_path: Path) -> None:
    found = queries.trace(written(tmp_path), by=BY)
    assert found.sound
    assert {figure.key for figure in found.figures} >= {figure.key for figure in FIGURES}
    counted = [figure for figure in found.figures if figure.query != "quotient"]
    assert [figure for figure in counted if len(figure.records) != figure.value] == []
    assert all(len(set(figure.records)) == len(figure.records) for figure in counted)


def test_records_are_named_by_kind_and_identity(people: dict[str, Any], tmp_path: Path) -> None:
    traced = by_key(queries.trace(written(tmp_path), by=BY))
    batch = str(Batch.objects.get().uid)
    (review,) = traced["waiting.review"].records
    assert (review.kind, review.id) == ("row", f"{batch}/1/5/0")
    (overdue,) = traced["measures.overdue"].records
    assert (overdue.kind, overdue.id) == ("person", str(people["丁"].uid))
    released = traced["kind.release_on_time.gap"]
    assert [record.id.split(":")[1] for record in released.records] == [str(people["丁"].uid)]
    assert released.parameters == {"part": "gap", "kind": "release_on_time"}


def test_the_recount_is_as_known_at_the_cut_off_whatever_came_later(
    people: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path)
    factory.decide(recorded_at=factory.at(18), person=people["甲"])
    factory.reading(people["丙"], "am", "36.4", factory.at(9.5), recorded_at=factory.at(17.5))
    assert queries.trace(path, by=BY).sound


def test_a_ledger_that_lost_a_record_is_told(people: dict[str, Any], tmp_path: Path) -> None:
    path = written(tmp_path)
    Batch.objects.all().update(done_at=None)  # as if somebody had tampered with the ledger
    traced = by_key(queries.trace(path, by=BY))
    assert (traced["lists.rows"].value, traced["lists.rows"].recount, traced["lists.rows"].agrees) == (
        6,
        0,
        False,
    )
    assert traced["lists.rows"].state == "intact"


def test_an_altered_and_a_removed_number_are_told(people: dict[str, Any], tmp_path: Path) -> None:
    path = written(tmp_path)

    def change(content: bytes) -> bytes:
        controls = re.findall(rb"<w:sdt>.*?</w:sdt>", content)
        altered, removed = controls[1], controls[2]
        fresh = altered.replace(b">6<", b">60<")
        assert fresh != altered
        return content.replace(altered, fresh).replace(removed, b"")

    found = queries.trace(edited(path, change), by=BY)
    states = {
        figure.key: (figure.state, figure.printed) for figure in found.figures if figure.state != "intact"
    }
    assert states == {"lists.rows": ("altered", "60"), "lists.matched": ("removed", None)}
    assert not found.sound


def test_a_figure_printed_twice_is_altered_when_one_of_them_is(
    people: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path)

    def change(content: bytes) -> bytes:
        controls = re.findall(rb"<w:sdt>.*?</w:sdt>", content)
        first = next(control for control in controls if "在管人数".encode() in control)
        return content.replace(first, first.replace(b">4<", b">5<"), 1)

    traced = by_key(queries.trace(edited(path, change), by=BY))
    assert (traced["measures.persons"].state, traced["measures.persons"].printed) == ("altered", "5")


def test_a_forged_list_of_figures_in_the_file_convinces_nobody(
    people: dict[str, Any], tmp_path: Path
) -> None:
    path = written(tmp_path)
    target = tmp_path / "forged.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b">6</w:t>", b">5</w:t>", 1)
            if name == "customXml/item1.xml":
                content = content.replace(b'value="6" text="6"', b'value="5" text="5"', 1)
            copy.writestr(name, content)
    traced = by_key(queries.trace(target, by=BY))
    assert (traced["lists.rows"].state, traced["lists.rows"].value) == ("altered", 6)


def test_documents_that_are_no_brief_of_ours_are_refused(tmp_path: Path) -> None:
    plain = OfficialDocument(written_at=CUT_OFF, author="", title="函", body=[Paragraph("正文。")])
    path = tmp_path / "letter.docx"
    path.write_bytes(render(plain))
    with pytest.raises(queries.BriefUnknown, match=r"letter\.docx"):
        queries.trace(path, by=BY)
    bare = tmp_path / "bare.docx"
    docx.Document().save(str(bare))
    with pytest.raises(NoFigures):
        queries.trace(bare, by=BY)


def test_who_may_not_see_an_area_gets_neither_brief_nor_trace(people: dict[str, Any], tmp_path: Path) -> None:
    town = Actor("柳林乡", scopes=(factory.WEST,))
    with pytest.raises(NotAllowed):
        operations.write_brief(area=COUNTY, on=DAY, as_known_at=CUT_OFF, by=town, at=CUT_OFF)
    with pytest.raises(NotAllowed):
        queries.trace(written(tmp_path), by=town)


def test_a_brief_of_tomorrow_or_of_no_place_is_refused() -> None:
    factory.build_places()
    with pytest.raises(operations.BriefAhead, match="2022-07-21"):
        operations.write_brief(
            area=COUNTY, on=DAY + timedelta(days=1), as_known_at=CUT_OFF, by=BY, at=CUT_OFF
        )
    with pytest.raises(queries.PlaceUnknown, match="990199"):
        operations.write_brief(area="990199", on=DAY, as_known_at=CUT_OFF, by=BY, at=CUT_OFF)


@office.NEEDS_OFFICE
@pytest.mark.slow
def test_a_brief_opened_and_saved_by_an_office_program_still_traces(
    people: dict[str, Any], tmp_path: Path
) -> None:
    (saved,) = office.convert([written(tmp_path)], kind="docx", base=tmp_path)
    with zipfile.ZipFile(saved) as package:
        assert "LibreOffice" in package.read("docProps/app.xml").decode()
    assert queries.trace(saved, by=BY).sound


@office.NEEDS_OFFICE
@office.NEEDS_POPPLER
@pytest.mark.slow
def test_a_brief_prints_on_a4_with_its_tables_whole(people: dict[str, Any], tmp_path: Path) -> None:
    (pdf,) = office.convert([written(tmp_path)], kind="pdf", base=tmp_path)
    assert "595.304 x 841.89 pts (A4)" in office.tool("pdfinfo", pdf)
    shown = office.tool("pdftotext", "-layout", pdf, "-")
    found = account()
    for key, columns in (("duty", TOTALS), (f"place.{factory.EAST}", PLACE_COLUMNS)):
        figures = [re.escape(found.figures[f"{key}.{column}"].text) for column in columns]
        assert re.search(" +".join(figures), shown), key
