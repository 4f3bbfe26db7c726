"""A kept file goes when no row of any area names it: not before, not from elsewhere, not in doubt."""

import json
import os
import time
from contextlib import nullcontext
from datetime import timedelta

import pytest
from tests.factories.control import COUNTY, NOW, VILLAGE

from lianfang.apps.control.models import Photograph
from lianfang.apps.intake.models import Batch, Submission
from lianfang.apps.people.models import Person
from lianfang.core import keeping
from lianfang.core.access import rows
from lianfang.core.access.terms import SYSTEM, Actor
from lianfang.core.audit import operations as audit
from lianfang.core.audit.models import AuditEvent
from lianfang.core.retention import files, operations
from lianfang.core.retention.files import SweepRefused

pytestmark = pytest.mark.django_db
OLD = 3 * 24 * 3600


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    """A home of the test's own, whose log and database belong together."""
    settings.HOME = type(settings.HOME)(tmp_path)
    audit.record("test.begun", subject="test", by=SYSTEM, at=NOW)
    last = AuditEvent.objects.latest("id")
    settings.HOME.audit_anchor.write_text(json.dumps({"id": last.id, "hash": bytes(last.hash).hex()}))


def kept(content: bytes, *, age: float = OLD) -> str:
    name = keeping.keep_bytes(content)
    then = time.time() - age
    os.utime(keeping.kept_path(name), (then, then))
    return name


def photograph(name: str, area: str = VILLAGE) -> Photograph:
    person = Person.objects.create(name="某人", area=area, recorded_at=NOW)
    return Photograph.objects.create(
        client_id=f"00000000-0000-4000-8000-{Photograph.objects.count():012}",
        person=person,
        area=area,
        about="door",
        file_hash=name,
        media_type="image/jpeg",
        size=3,
        by="甲",
        happened_at=NOW,
        recorded_at=NOW,
    )


def test_a_copy_in_clear_that_nobody_fetched_goes_and_one_of_today_stays():
    from django.conf import settings

    folder = settings.HOME.root / "rejects"
    folder.mkdir()
    for name, age in (("旧.xlsx", 4 * 24 * 3600), ("新.xlsx", 3600)):
        (folder / name).write_bytes(b"abc")
        os.utime(folder / name, (time.time() - age,) * 2)
    assert files.count(at=NOW).files == 1
    assert files.sweep(by=SYSTEM, at=NOW).files == 1
    assert [path.name for path in folder.iterdir()] == ["新.xlsx"]


def is_kept(name: str) -> bool:
    return keeping.kept_path(name).exists()


def test_what_a_row_names_stays_and_what_none_names_goes_with_a_line_of_the_log():
    named, nameless = kept(b"named"), kept(b"nameless")
    size = keeping.kept_path(nameless).stat().st_size
    photograph(named)
    done = files.sweep(by=SYSTEM, at=NOW)
    assert (done.files, done.bytes, done.kept) == (1, size, 2)
    assert (is_kept(named), is_kept(nameless)) == (True, False)
    assert AuditEvent.objects.get(action="retention.files").facts == {"files": 1, "bytes": size}
    assert files.sweep(by=SYSTEM, at=NOW).files == 0


def test_a_file_of_another_county_is_never_swept():
    far = "990199100001"
    here, there = kept(b"here"), kept(b"there")
    photograph(here)
    photograph(there, far)
    with rows.acting(Actor.job("narrow", scopes=(COUNTY,))):  # this session sees one county alone
        assert Photograph.objects.count() == 1
        assert files.sweep(by=SYSTEM, at=NOW).files == 0
    assert is_kept(here)
    assert is_kept(there)


def test_who_acts_in_a_part_sweeps_nothing():
    nameless = kept(b"nameless")
    told = files.sweep(by=Actor.job("part", scopes=(COUNTY,)), at=NOW)
    assert told.remark == files.ELSEWHERE
    assert is_kept(nameless)


def test_a_session_that_does_not_see_every_row_is_refused(monkeypatch):
    nameless = kept(b"nameless")
    monkeypatch.setattr(rows, "acting_for", lambda _work: nullcontext())
    monkeypatch.setattr(files.log, "is_anchored", lambda: True)
    with rows.acting(Actor.job("narrow", scopes=(COUNTY,))), pytest.raises(SweepRefused, match="全部行"):
        files.sweep(by=SYSTEM, at=NOW)
    assert is_kept(nameless)


@pytest.mark.parametrize("table", ["control_photograph", "intake_batch"])
def test_a_declared_table_with_a_lock_that_hides_rows_is_refused(monkeypatch, table):
    nameless = kept(b"nameless")
    narrow = rows.locks() | {table: rows.Lock("area = '1'")}
    monkeypatch.setattr(rows, "locks", lambda: narrow)
    monkeypatch.setattr(rows, "are_closed", lambda _role: True)
    with pytest.raises(SweepRefused, match=table):
        files.sweep(by=SYSTEM, at=NOW)
    assert is_kept(nameless)


def test_locks_of_another_edition_are_refused(monkeypatch):
    nameless = kept(b"nameless")
    monkeypatch.setattr(rows, "are_closed", lambda _role: False)
    with pytest.raises(SweepRefused):
        files.sweep(by=SYSTEM, at=NOW)
    assert is_kept(nameless)


@pytest.mark.parametrize("anchor", [None, {"id": 1, "hash": "00"}, {"id": 10**9, "hash": "00"}])
def test_a_database_of_another_home_is_refused(settings, anchor):
    nameless = kept(b"nameless")
    settings.HOME.audit_anchor.unlink()
    if anchor:
        settings.HOME.audit_anchor.write_text(json.dumps(anchor))
    with pytest.raises(SweepRefused, match="audit verify"):
        files.sweep(by=SYSTEM, at=NOW)
    assert is_kept(nameless)


def test_what_is_young_stays_and_to_keep_again_makes_young():
    young, again = kept(b"young", age=60), kept(b"again")
    assert keeping.keep_bytes(b"again") == again
    assert files.sweep(by=SYSTEM, at=NOW).files == 0
    assert is_kept(young)
    assert is_kept(again)


def test_who_keeps_a_file_while_it_is_about_to_go_has_it():
    name = kept(b"again")
    before = time.time() - files.YOUNG.total_seconds()
    (found,) = keeping.older(before)
    keeping.keep_bytes(b"again")
    assert keeping.forget(found, before=before) is False
    assert b"".join(keeping.read_kept(name)) == b"again"


def test_what_a_broken_sweep_left_half_removed_is_put_back():
    name = kept(b"named")
    photograph(name)
    path = keeping.kept_path(name)
    path.rename(path.with_name(keeping.GOING + name))
    assert files.sweep(by=SYSTEM, at=NOW).files == 0
    assert is_kept(name)


def test_an_unended_draft_goes_too():
    path = keeping.kept_path(kept(b"x")).with_name("tmpabcdef")
    path.write_bytes(b"half")
    os.utime(path, (0, 0))
    assert files.sweep(by=SYSTEM, at=NOW).files == 2
    assert not path.exists()


def test_more_than_half_goes_only_when_told(monkeypatch):
    monkeypatch.setattr(files, "FEW", 1)
    names = [kept(bytes([number])) for number in range(4)]
    photograph(names[0])
    with pytest.raises(SweepRefused, match="any-number"):
        files.sweep(by=SYSTEM, at=NOW)
    assert all(map(is_kept, names))
    assert files.sweep(by=SYSTEM, at=NOW, any_number=True).files == 3
    assert is_kept(names[0])


def test_a_dry_run_counts_what_its_deletions_would_free_and_removes_nothing():
    name = kept(b"named")
    photograph(name)
    assert operations.run_whole(by=SYSTEM, at=NOW, dry_run=True).files.files == 0
    later = NOW + timedelta(days=200)  # nobody is under an order, and the term is over
    tried = operations.run_whole(by=SYSTEM, at=later, dry_run=True)
    assert tried.files.files == 1
    assert is_kept(name)
    assert Photograph.objects.count() == 1
    done = operations.run_whole(by=SYSTEM, at=later, dry_run=False)
    assert done == tried
    assert not is_kept(name)
    assert Photograph.objects.count() == 0


def test_the_original_of_a_list_goes_sixty_days_after_it_was_done_while_its_hash_stays():
    names = [kept(b"done"), kept(b"not done")]
    for name, done_at in zip(names, (NOW, None), strict=True):
        Batch.objects.create(
            channel="travel",
            area=COUNTY,
            file_name="名单.xlsx",
            file_hash=name,
            disease="covid",
            received_at=NOW,
            recorded_at=NOW,
            done_at=done_at,
            state="done" if done_at else "received",
            by="甲",
        )
    assert files.sweep(by=SYSTEM, at=NOW + timedelta(days=59)).files == 0
    assert files.sweep(by=SYSTEM, at=NOW + timedelta(days=61)).files == 1
    assert [is_kept(name) for name in names] == [False, True]
    assert Batch.objects.filter(file_hash__in=names).count() == 2


def test_what_was_handed_in_and_never_taken_goes_with_its_file():
    name = kept(b"handed in")
    facts = {"area": COUNTY, "channel": "travel", "file_name": "名单.xlsx", "by": "甲"}
    Submission.objects.create(file_hash=name, received_at=NOW, recorded_at=NOW, **facts)
    operations.run_whole(by=SYSTEM, at=NOW + timedelta(days=59), dry_run=False)
    assert is_kept(name)
    operations.run_whole(by=SYSTEM, at=NOW + timedelta(days=61), dry_run=False)
    assert not is_kept(name)
    assert not Submission.objects.exists()


def test_the_command_tells_of_files(run_command, capsys):
    name = kept(b"nameless")
    assert run_command("retention", "run", "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)["files"]
    assert (told["files"], told["remark"]) == (1, "")
    assert run_command("retention", "run", "--dry-run") == 0
    assert "将会清理没有记录指着的文件1个" in capsys.readouterr().out
    assert is_kept(name)


def test_the_page_tells_terms_grounds_and_files(signed_in):
    kept(b"nameless")
    client = signed_in("administrator")
    page = client.get("/retention/").content.decode()
    assert "现在有 1 个" in page
    assert "个人信息保护法第四十七条" in page
    assert "现在到期</th>" not in page
    assert "现在到期</th>" in client.post("/retention/").content.decode()
    assert signed_in("village_secretary", VILLAGE).get("/retention/").status_code in {403, 404}


def test_the_page_says_why_files_are_not_swept(signed_in, settings):
    settings.HOME.audit_anchor.unlink()
    assert "audit verify" in signed_in("administrator").get("/retention/").content.decode()
