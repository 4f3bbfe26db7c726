"""Rosters, outcomes and papers: absence is a finding, names are for few, every figure can be asked again."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tests.factories import inspection as made

from lianfang.apps.inspection import operations, queries
from lianfang.apps.inspection.models import Finding, Outcome
from lianfang.apps.inspection.operations.papers import DayAhead
from lianfang.apps.inspection.rules.shifts import ShiftImpossible
from lianfang.apps.inspection.terms import OutcomeKind, PlannedShift, ShiftRole
from lianfang.core.access import rows
from lianfang.core.access.doors import PermissionMissing
from lianfang.core.access.operations import ReasonMissing
from lianfang.core.audit.models import AuditEvent
from lianfang.core.documents import read_figures
from lianfang.core.duty import engine, registry
from lianfang.core.photographs import NoPhotograph
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _county() -> None:
    made.build()


def planned(*names: str, hours: int = 24) -> list[PlannedShift]:
    site = made.unit("城关集中隔离点")
    return [PlannedShift(site, ShiftRole.DUTY, name, made.AT, made.AT + hours * HOUR) for name in names]


def shift_of(name: str, at=made.AT):
    found = queries.shifts(area="", by=made.OFFICE, at=at, since=made.AT, until=made.AT + HOUR)
    return next(one for one in found if one.planned == name)


def test_planning_the_same_roster_again_changes_nothing():
    assert operations.plan_shifts(planned("甲某", "乙某"), by=made.OFFICE, at=made.AT - HOUR) == 2
    assert operations.plan_shifts(planned("甲某", "乙某"), by=made.OFFICE, at=made.AT - HOUR) == 0


@pytest.mark.parametrize("wrong", ["name", "long", "none"])
def test_a_shift_that_cannot_be_is_refused(wrong):
    asked = {"name": planned(" "), "long": planned("甲某", hours=25), "none": planned("甲某", hours=0)}
    with pytest.raises(ShiftImpossible):
        operations.plan_shifts(asked[wrong], by=made.OFFICE, at=made.AT)


def test_a_clerk_plans_for_the_own_unit_alone():
    clerk = made.actor("unit_clerk", made.TOWN, unit=made.unit("北山卡口"))
    with pytest.raises(NotAllowed):
        operations.plan_shifts(planned("甲某"), by=clerk, at=made.AT)
    away = made.actor("village_secretary", "990121200201")
    with pytest.raises(NotFound):
        operations.plan_shifts(planned("甲某"), by=away, at=made.AT)


def test_whoever_checks_in_late_is_late_and_whoever_does_not_is_a_finding():
    operations.plan_shifts(planned("甲某", "乙某", "丙某"), by=made.OFFICE, at=made.AT - HOUR)
    kind = registry.kind("on_duty")

    def gaps(at):
        return len(list(engine.gaps(view=engine.at_moment(area=made.TOWN, at=at), kinds=[kind])))

    assert gaps(made.AT - MINUTE) == 0
    assert gaps(made.AT) == 3
    operations.check_in(shift_of("甲某").uid, by=made.OFFICE, at=made.AT + 5 * MINUTE)
    operations.excuse(shift_of("丙某").uid, note="发热就医", by=made.OFFICE, at=made.AT + 6 * MINUTE)
    assert gaps(made.AT + 20 * MINUTE) == 1
    (tally,) = engine.tallies(
        view=engine.at_moment(area=made.TOWN, at=made.AT + 20 * MINUTE), digits=9, kinds=[kind]
    )
    assert (tally.gap, tally.overdue) == (1, 1)
    assert operations.note_absences(area=made.COUNTY, by=made.SYSTEM, at=made.AT + 20 * MINUTE) == 0
    assert operations.note_absences(area=made.COUNTY, by=made.SYSTEM, at=made.AT + 31 * MINUTE) == 1
    assert operations.note_absences(area=made.COUNTY, by=made.SYSTEM, at=made.AT + 41 * MINUTE) == 0
    (found,) = queries.findings(area="", by=made.OFFICE, at=made.AT + HOUR)
    assert (found.item, found.name, found.mode) == ("on_duty", "城关集中隔离点", "at_once")
    assert "乙某无故缺岗" in found.text
    assert shift_of("乙某", made.AT + HOUR).finding == found.uid
    with pytest.raises(ShiftImpossible):
        operations.excuse(
            shift_of("乙某", made.AT + HOUR).uid, note="补假", by=made.OFFICE, at=made.AT + HOUR
        )


def test_a_shift_that_was_swapped_is_that_of_the_other():
    operations.plan_shifts(planned("甲某"), by=made.OFFICE, at=made.AT - HOUR)
    operations.swap(
        shift_of("甲某").uid, officer="丁某", note="家中有事", by=made.OFFICE, at=made.AT - MINUTE
    )
    found = operations.spot_call(
        shift_of("甲某").uid, answered=False, note="", by=made.INSPECTOR, at=made.AT + HOUR
    )
    assert (found.officer, found.called) == ("丁某", "unanswered")
    assert "丁某不在岗" in Finding.objects.get().text
    operations.spot_call(found.uid, answered=False, note="", by=made.INSPECTOR, at=made.AT + 2 * HOUR)
    assert Finding.objects.count() == 1
    with pytest.raises(PermissionMissing):
        operations.spot_call(
            found.uid, answered=True, note="", by=made.actor("town_clerk", made.TOWN), at=made.AT
        )
    with pytest.raises(ShiftImpossible):
        operations.check_in(found.uid, by=made.OFFICE, at=made.AT - HOUR)


def add(name: str = "冷某", kind: OutcomeKind = OutcomeKind.REMINDED, **more: object) -> UUID:
    given = {"area": made.TOWN, "unit": "城关镇", "basis": "督查问题逾期未改", "issuer": "县纪委监委"}
    told = {"decided_on": made.AT.date(), "by": made.OFFICE, "at": made.AT}
    return operations.add_outcome(name=name, kind=kind, **(given | told | more))  # type: ignore[arg-type]


def test_outcomes_are_counted_for_many_and_named_for_few():
    for name in ("冷某", "温某"):
        add(name)
    add("热某", OutcomeKind.COMMENDED, unit="卫生院", basis="连续三月无问题")
    clerk = made.actor("town_clerk", made.TOWN)
    with rows.acting(clerk):
        counts = queries.outcome_counts(area="", by=clerk, at=made.AT)
        assert [(one.unit, one.kind, one.number) for one in counts] == [
            ("卫生院", "commended", 1),
            ("城关镇", "reminded", 2),
        ]
        assert queries.by_kind(counts)[OutcomeKind.REMINDED] == 2
        with pytest.raises(PermissionMissing):
            operations.outcome_names(area="", reason="看看", by=clerk, at=made.AT)
    with pytest.raises(ReasonMissing):
        operations.outcome_names(area="", reason=" ", by=made.OFFICE, at=made.AT)
    named = operations.outcome_names(area="", reason="年度考核", by=made.OFFICE, at=made.AT)
    assert {one.name for one in named} == {"冷某", "温某", "热某"}
    line = AuditEvent.objects.get(action="outcome.names_seen")
    assert line.facts["reason"] == "年度考核"
    assert len(line.facts["seen"]) == 3
    assert not any("冷某".encode() in bytes(one.name_sealed) for one in Outcome.objects.all())
    assert "冷某" not in str(list(AuditEvent.objects.values_list("facts", flat=True)))


def test_an_outcome_without_a_basis_is_refused():
    with pytest.raises(operations.OutcomeIncomplete):
        add(basis=" ")
    with pytest.raises(NotAllowed):
        add(area="990122")
    with pytest.raises(PermissionMissing):
        add(by=made.actor("inspector"))


def test_every_figure_of_the_bulletin_is_the_number_of_the_records_behind_it(tmp_path: Path):
    _, drawn = made.campaign()
    made.visit(drawn["北山卡口"], "entrance", "abnormal")
    made.visit(drawn["柳林小学"], "entrance")
    made.visit(drawn["澜砚县医院"], "stock")
    first = queries.findings(area="", by=made.OFFICE, at=made.AT)[0]
    operations.rectify(first.uid, text="已办", by=made.OFFICE, at=made.AT + MINUTE)
    operations.recheck(first.uid, passed=True, text="看过", by=made.OTHER, at=made.AT + 2 * MINUTE)
    at = made.AT + HOUR
    written = operations.write_bulletin(
        area=made.COUNTY, on=at.astimezone(ZONE).date(), by=made.OFFICE, at=at
    )
    kept = queries.paper(written.uid, by=made.OFFICE)
    values = {one["key"]: one["value"] for one in kept.figures}
    assert {key: values[key] for key in ("visits", "found", "red", "closed", "unclosed")} == {
        "visits": 3,
        "found": 4,
        "red": 1,
        "closed": 1,
        "unclosed": 3,
    }
    places = [key for key in values if key.startswith("place.") and key.endswith(".found")]
    assert sum(values[key] for key in places) == 4
    made.visit(drawn["澜砚县医院"], "entrance", at=at + MINUTE)
    for figure in kept.figures:
        _, records = queries.behind(kept, figure["key"], by=made.OFFICE)
        assert len(records) == figure["value"], figure["key"]
    file = tmp_path / "通报.docx"
    file.write_bytes(written.docx)
    sheet = read_figures(file)
    assert sheet.facts["paper"] == str(written.uid)
    assert {figure.key: figure.value for figure in sheet.figures} == values
    assert all(figure.state == "intact" for figure in sheet.figures)
    with pytest.raises(DayAhead):
        operations.write_bulletin(area=made.COUNTY, on=(at + 48 * HOUR).date(), by=made.OFFICE, at=at)


def test_the_notice_lists_what_is_open_and_notes_that_it_was_handed_over():
    _, drawn = made.campaign()
    visit, _ = made.visit(drawn["北山卡口"], "entrance", "leader")
    written = operations.write_notice(UUID(visit), by=made.INSPECTOR, at=made.AT + MINUTE)
    assert written.docx.startswith(b"PK")
    for one in queries.findings(area="", by=made.OFFICE, at=made.AT + MINUTE):
        assert [event.kind for event in queries.events(one.uid)] == ["noticed"]
        assert one.state == "open"
    clean, _ = made.visit(drawn["柳林小学"])
    with pytest.raises(operations.NothingToTell):
        operations.write_notice(UUID(clean), by=made.INSPECTOR, at=made.AT + MINUTE)


def test_a_unit_reports_on_its_list():
    _, drawn = made.campaign()
    made.visit(drawn["北山卡口"], "entrance", "leader")
    clerk = made.actor("unit_clerk", made.VILLAGE, unit=made.unit("北山卡口"))
    first = queries.findings(area="", by=clerk, at=made.AT)[0]
    operations.rectify(first.uid, text="已办", by=clerk, at=made.AT)
    written = operations.write_report(target=str(clerk.unit), by=clerk, at=made.AT)
    kept = queries.paper(written.uid, by=made.OFFICE)
    assert {one["key"]: one["value"] for one in kept.figures} == {
        "all": 2,
        "closed": 0,
        "rectified": 1,
        "open": 1,
        "overdue": 0,
    }
    for figure in kept.figures:
        assert len(queries.behind(kept, figure["key"], by=made.OFFICE)[1]) == figure["value"]
    with pytest.raises(NotFound):
        operations.write_report(target=str(made.unit("柳林小学")), by=made.OFFICE, at=made.AT)


def test_photographs_outcomes_and_check_ins_are_forgotten_after_three_years():
    from lianfang.core.retention import operations as retention

    _, drawn = made.campaign()
    visit, _ = made.visit(drawn["北山卡口"], "entrance")
    (found,) = queries.findings(area="", by=made.OFFICE, at=made.AT, visit=visit)
    picture = {"client_id": UUID(visit), "finding": found.uid, "about": "found", "name": "a.png"}
    told = {"happened_at": made.AT, "by": made.INSPECTOR, "at": made.AT}
    assert operations.keep_evidence(content=b"\x89PNG\r\n\x1a\n0", **picture, **told)
    assert not operations.keep_evidence(content=b"\x89PNG\r\n\x1a\n0", **picture, **told)
    with pytest.raises(NoPhotograph):
        operations.keep_evidence(content=b"GIF89a", **(picture | {"client_id": found.uid}), **told)
    shown = operations.evidence(UUID(visit), by=made.OFFICE, at=made.AT)
    assert b"".join(shown.blocks) == b"\x89PNG\r\n\x1a\n0"
    assert AuditEvent.objects.filter(action="evidence.seen").count() == 1
    away = made.actor("village_secretary", "990121200201")
    with rows.acting(away), pytest.raises(NotFound):
        operations.evidence(UUID(visit), by=away, at=made.AT)
    operations.rectify(found.uid, text="已办", by=made.OFFICE, at=made.AT)
    operations.recheck(found.uid, passed=True, text="看过", by=made.OTHER, at=made.AT)
    add()
    operations.plan_shifts(planned("甲某"), by=made.OFFICE, at=made.AT - HOUR)
    operations.check_in(shift_of("甲某").uid, by=made.OFFICE, at=made.AT)

    def forgotten(at) -> dict[str, int]:
        deleted = retention.run(by=made.SYSTEM, at=at, dry_run=False)
        return {one.purpose.code: one.rows for one in deleted if one.purpose.app == "inspection"}

    none = {"evidence": 0, "signatures": 0, "outcomes": 0, "shift_events": 0}
    assert forgotten(made.AT + timedelta(days=1000)) == none
    assert forgotten(made.AT + timedelta(days=1100)) == none | {
        "evidence": 1,
        "outcomes": 1,
        "shift_events": 1,
    }
