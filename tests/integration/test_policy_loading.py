"""Loading packs: whole or not at all, once, never altering the past; stricter tables need an approver."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import policy as factory

from lianfang.apps.policy import models, operations, queries
from lianfang.apps.policy.rules.pack_file import PackRefused, read_pack
from lianfang.core.access.terms import Actor
from lianfang.core.audit.models import AuditEvent
from lianfang.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
AT, BY, COUNTY = factory.AT, factory.BY, factory.COUNTY
V9 = factory.pack_file("covid19-v9")


def load(text: str, **approval: str) -> operations.PackLoaded:
    return operations.load_pack(text=text, by=BY, at=AT, **approval)


@pytest.mark.parametrize("path", factory.PACKS, ids=lambda path: path.stem)
def test_a_stored_pack_reads_back_as_its_file(path):
    assert queries.read_pack(factory.stored(path.read_text())) == read_pack(path.read_text())


def test_the_built_in_packs_load_once():
    first = operations.load_builtin_packs(by=BY, at=AT)
    assert {loaded.outcome for loaded in first} == {"loaded"}
    assert len(first) == len(factory.PACKS) + 1
    audited = AuditEvent.objects.count()
    again = operations.load_builtin_packs(by=BY, at=AT)
    assert {loaded.outcome for loaded in again} == {"unchanged"}
    assert AuditEvent.objects.count() == audited == len(first)


def test_an_operators_own_version_does_not_keep_the_program_from_starting():
    factory.stored(V9.replace("tests: [1, 4, 7]", "tests: [1, 7]", 1))
    factory.stored(
        factory.pack_file("mpox").replace('"1"', '"0"').replace("2023-09-20, cert", "2024-01-01, cert")
    )
    found = {loaded.name: loaded for loaded in operations.load_builtin_packs(by=BY, at=AT)}
    assert {name for name, loaded in found.items() if loaded.outcome == "left_out"} == {"covid19-v9", "mpox"}
    assert "内容不同" in found["covid19-v9"].remark


def test_a_refused_file_leaves_nothing_behind():
    with pytest.raises(PackRefused):
        load(V9.replace("days: 7", "days: seven"))
    assert not models.Pack.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_new_version_closes_the_one_before_and_leaves_its_content():
    old = factory.stored(V9)
    before = queries.read_pack(old)
    new = load(
        V9.replace('version: "1"', 'version: "2"').replace("date: 2022-06-27", "date: 2022-08-01")
    ).pack_id
    assert models.Pack.objects.get(pk=old).closed_on == date(2022, 8, 1)
    assert queries.read_pack(old) == before
    assert [queries.pack_in_force(disease="covid19", area="99", on=date(2022, m, 31)) for m in (7, 8)] == [
        old,
        new,
    ]
    assert queries.find_pack("covid19-v9") == new
    assert [queries.find_pack("covid19-v9", on=date(2022, m, 15)) for m in (5, 7, 8)] == [new, old, new]
    assert queries.find_pack("covid19-v9@1") == old


def test_a_version_can_not_be_loaded_with_other_content():
    factory.stored(V9)
    with pytest.raises(operations.VersionTaken):
        load(V9.replace("tests: [1, 4, 7]", "tests: [1, 7]", 1))


def test_a_version_can_not_begin_before_the_one_it_replaces():
    factory.stored(V9)
    with pytest.raises(operations.VersionTooEarly):
        load(V9.replace('version: "1"', 'version: "2"').replace("date: 2022-06-27", "date: 2022-06-01"))
    assert models.Pack.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "update policy_phase set days = 14",
        "delete from policy_phase",
        "update policy_rule set category = 'x'",
        "update policy_pack set title = 'x'",
        "delete from policy_pack",
    ],
)
def test_the_database_itself_refuses_to_alter_a_loaded_pack(statement):
    factory.stored(V9)
    refused = pytest.raises(DatabaseError, match=r"append-only|may change")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_actor_loads_packs_of_their_own_area_only():
    with pytest.raises(NotAllowed):
        operations.load_pack(text=COUNTY, by=Actor("某镇", scopes=("980101",)), at=AT)
    with pytest.raises(NotAllowed):
        operations.load_pack(text=V9, by=Actor("某县", scopes=("990121",)), at=AT)
    assert operations.load_pack(text=COUNTY, by=Actor("某县", scopes=("990121",)), at=AT).outcome == "loaded"


def test_a_lower_table_that_is_not_stricter_is_loaded():
    factory.stored(V9)
    assert load(COUNTY).stricter == ()
    assert not models.Deviation.objects.exists()


def test_a_stricter_lower_table_needs_approver_and_reason_and_both_are_kept():
    factory.stored(V9)
    stricter = COUNTY.replace("days: 7", "days: 14")
    for approval in ({}, {"approved_by": "张主任", "reason": " "}, {"reason": "疫情严重"}):
        with pytest.raises(operations.StricterThanUpper, match="上级7天，下级14天，多7天"):
            load(stricter, **approval)
    assert models.Pack.objects.count() == 1
    loaded = load(stricter, approved_by="张主任", reason="疫情严重")
    assert {cell.cell for cell in loaded.stricter} == {"total_days", "days"}
    kept = models.Deviation.objects.get()
    assert (kept.approved_by, kept.reason, len(kept.cells)) == ("张主任", "疫情严重", 2)
    assert AuditEvent.objects.last().facts["approval"] == {"approved_by": "张主任", "reason": "疫情严重"}


def test_an_area_works_by_its_own_pack_then_by_what_is_above():
    national, county = factory.stored(V9), factory.stored(COUNTY)
    on = date(2022, 7, 10)
    areas = {"990121100001": county, "990121": county, "9901": national, "990122": national, "98": national}
    found = {area: queries.pack_in_force(disease="covid19", area=area, on=on) for area in areas}
    assert found == areas
    assert queries.pack_in_force(disease="covid19", area="990121", on=date(2022, 6, 30)) == national
    assert queries.pack_in_force(disease="covid19", area="990121", on=date(2020, 1, 1)) is None
    assert queries.pack_in_force(disease="measles", area="990121", on=on) is None


def test_a_pack_without_a_place_is_in_force_only_where_it_was_adopted():
    town = factory.stored(factory.pack_file("town-opinion-14d"))
    on = date(2021, 1, 10)
    assert queries.pack_in_force(disease="covid19", area="990121100", on=on) is None
    operations.adopt_pack(pack_id=town, area="990121100", starts_on=date(2021, 1, 1), by=BY, at=AT)
    assert queries.pack_in_force(disease="covid19", area="990121100001", on=on) == town
    assert queries.pack_in_force(disease="covid19", area="990121101", on=on) is None


def test_adopting_is_idempotent_ends_the_one_before_and_can_not_overlap_a_later_one():
    first, second = (factory.stored(factory.pack_file(f"town-opinion-{days}d")) for days in (14, 24))
    days = {name: date(2021, 1, day) for name, day in (("start", 1), ("change", 10), ("end", 20))}
    for outcome in ("loaded", "unchanged"):
        adopted = operations.adopt_pack(pack_id=first, area="990121", starts_on=days["start"], by=BY, at=AT)
        assert adopted.outcome == outcome
    operations.adopt_pack(
        pack_id=second, area="990121", starts_on=days["change"], ends_on=days["end"], by=BY, at=AT
    )
    in_force = [
        queries.pack_in_force(disease="covid19", area="990121", on=date(2021, 1, day)) for day in (9, 10, 20)
    ]
    assert in_force == [first, second, None]
    with pytest.raises(operations.AdoptionOverlaps):
        operations.adopt_pack(pack_id=first, area="990121", starts_on=date(2021, 1, 5), by=BY, at=AT)


def test_adopting_a_revived_protocol_that_is_stricter_than_today_needs_an_approver():
    v9, _ = factory.stored(V9), factory.stored(factory.pack_file("covid19-v10"))
    drill = {"pack_id": v9, "area": "990121", "starts_on": date(2026, 11, 1), "by": BY, "at": AT}
    with pytest.raises(operations.StricterThanUpper):
        operations.adopt_pack(**drill)
    operations.adopt_pack(**drill, approved_by="县指挥部", reason="演练")
    assert queries.pack_in_force(disease="covid19", area="990121", on=date(2026, 11, 2)) == v9


def test_an_actor_adopts_for_their_own_area_only():
    town = factory.stored(factory.pack_file("town-opinion-14d"))
    with pytest.raises(NotAllowed):
        operations.adopt_pack(
            pack_id=town,
            area="980101",
            starts_on=date(2021, 1, 1),
            by=Actor("某县", scopes=("990121",)),
            at=AT,
        )


def test_a_changed_disease_profile_supersedes_the_one_before():
    text = (factory.PACKS[0].parents[1] / "diseases.yaml").read_text()
    operations.load_diseases(text=text, by=BY, at=AT)
    assert queries.disease_profile("measles").follow_up_days == 21
    changed = text.replace(
        'follow_up_days: 21, sormas_follow_up_days: 21, certainty: B, note: "传',
        'follow_up_days: 18, certainty: B, note: "传',
    )
    assert operations.load_file(text=changed, by=BY, at=AT).outcome == "loaded"
    assert queries.disease_profile("measles").follow_up_days == 18
    assert models.Disease.objects.filter(code="measles").count() == 2
    assert models.Disease.objects.filter(code="influenza").count() == 1
    assert queries.disease_profile("smallpox") is None


def test_a_name_that_is_not_loaded_is_refused_with_the_nearest():
    factory.stored(V9)
    with pytest.raises(queries.PackNotFound, match="covid19-v9"):
        queries.find_pack("covid-v9")


def test_only_sure_law_that_is_in_force_is_shown_as_law():
    pack_id = factory.stored(V9.replace("certainty: A, from: 2003-05-09", "certainty: M, from: 2003-05-09"))
    rule = models.Rule.objects.get(pack_id=pack_id, code="close_contact")
    assert ["2013" in law for law in queries.ground(rule.pk, on=date(2022, 7, 10)).law] == [True]
    assert ["2025" in law for law in queries.ground(rule.pk, on=date(2026, 7, 10)).law] == [True]
