"""A file handed in at the desk: kept sealed, looked at, corrected, tried, received.

Looking, trying and receiving may take long: `begin` says what is to be done, `carry_out` does it, wherever it
runs. Both may be called again after a break: what was received is received once (`receipt`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.intake import queries
from lianfang.apps.intake.models import Submission
from lianfang.apps.intake.operations.mappings import keep_mapping
from lianfang.apps.intake.operations.receipt import receive
from lianfang.apps.intake.reading import files, looking
from lianfang.apps.intake.rules.corrections import Corrections
from lianfang.apps.intake.terms import CHANNEL_NAMES, Receipt, Work
from lianfang.core import incidents, keeping, refusals, sealing
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.sql import live
from lianfang.core.sql.progress import Listener
from lianfang.kernel.clock import ZONE
from lianfang.kernel.errors import InputRefused, NotAllowed, WrongCall

JOB: Final = "intake.submission"
LONGEST_NAME: Final = 120
"""Numbers of persons and telephones: samples of cells are shown without them."""
Done = dict[str, Any]


class SubmissionBusy(InputRefused):
    """Something is being done with it."""

    code = "intake.submission_busy"
    sentence = "“{file}”正在处理，请等它结束后再操作。"


class SubmissionOver(InputRefused):
    """It was received or withdrawn."""

    code = "intake.submission_over"
    sentence = "“{file}”已经{state}，不能再改。需要时请重新送入。"


OVER: Final = {"done": "导入", "withdrawn": "撤下"}


def submit(
    content: Iterable[bytes],
    *,
    name: str,
    channel: str,
    area: str,
    received_at: datetime,
    by: Actor,
    at: datetime,
) -> UUID:
    """Take a file in and keep it sealed; the uid under which it is worked on.

    Raises NotAllowed for an area out of the actor's scope, NotFound for an unknown one, WrongCall for an
    unknown channel, the FileRefused that says why the file is no list.
    """
    if not by.may_see(area):
        raise NotAllowed(actor=by.name, action=f"接收辖区{area}的名单")
    if channel not in CHANNEL_NAMES:
        raise WrongCall(problem="请选择名单的来源渠道。")
    called = _called(name)
    file_hash = _kept(content, called)
    return _opened_as(
        area=areas.require_area(area),
        channel=channel,
        file_name=called,
        file_hash=file_hash,
        received_at=received_at,
        by=by,
        at=at,
    )


@transaction.atomic
def _opened_as(*, area: str, by: Actor, at: datetime, **facts: Any) -> UUID:
    made = Submission.objects.create(area=area, by=by.name, recorded_at=at, **facts)
    made.refresh_from_db(fields=["uid"])
    told = {"file": facts["file_hash"], "channel": facts["channel"]}
    audit.record("intake.submitted", subject=f"submission:{made.uid}", area=area, by=by, at=at, **told)
    uid: UUID = made.uid
    return uid


def _called(name: str) -> str:
    """The file's own name, fit to be one here: no folders, no control characters, not too long."""
    bare = "".join(sign for sign in Path(name.replace("\\", "/")).name if sign.isprintable()).strip()
    ending = Path(bare).suffix[:10]
    stem = bare.removesuffix(ending).encode()[:LONGEST_NAME].decode("utf-8", "ignore")
    return (stem or "名单") + ending


def _kept(content: Iterable[bytes], name: str) -> str:
    with TemporaryDirectory(dir=settings.HOME.root, prefix="submitted-") as folder:
        path = Path(folder) / name
        with path.open("wb") as stream:
            for block in content:
                stream.write(block)
        files.identify(path)
        file_hash = keeping.hash_of(path)
        keeping.keep(path, file_hash=file_hash)
    return file_hash


@transaction.atomic
def begin(submission: UUID, work: Work, *, by: Actor) -> None:
    """Say what is to be done with a submission; raises NotFound, SubmissionBusy, SubmissionOver."""
    found = _locked(submission, by=by)
    Submission.objects.filter(pk=found.pk).update(state="working", work=work.value, problem="")


@transaction.atomic
def resume(submission: UUID, *, by: Actor) -> None:
    """Let a submission whose work was broken off (the program ended) wait for a person again."""
    found = queries.submission(submission, by=by)
    Submission.objects.filter(pk=found.pk, state="working").update(state="waiting", work="")


@transaction.atomic
def choose(submission: UUID, *, channel: str, sheet: str, mapping: str, by: Actor) -> None:
    """Say from whom a file comes, which sheet and saved mapping are meant. Raises WrongCall, NotFound."""
    found = _locked(submission, by=by)
    if channel not in CHANNEL_NAMES:
        raise WrongCall(problem="请选择名单的来源渠道。")
    queries.saved_mapping(mapping)
    facts = {"channel": channel, "sheet": sheet, "mapping_name": mapping, "tried": None}
    Submission.objects.filter(pk=found.pk).update(**facts)


@transaction.atomic
def correct(submission: UUID, corrections: Corrections, *, name: str, by: Actor, at: datetime) -> None:
    """Save what a person corrected as a mapping under a name, and read the file by it from now on.

    Raises MappingNameless, MappingUnusable, NotFound, SubmissionBusy, SubmissionOver.
    """
    found = _locked(submission, by=by)
    known = queries.saved_mapping(found.mapping_name)
    columns, values = corrections.mapping(queries.look(found)["sheets"], known.values if known else {})
    keep_mapping(name=name.strip(), columns=columns, values=values, channel=found.channel, by=by, at=at)
    Submission.objects.filter(pk=found.pk).update(mapping_name=name.strip(), tried=None)


@transaction.atomic
def withdraw(submission: UUID, *, by: Actor, at: datetime) -> None:
    """Take a file back before it is received. Raises NotFound, SubmissionBusy, SubmissionOver."""
    found = _locked(submission, by=by)
    Submission.objects.filter(pk=found.pk).update(state="withdrawn", look=None)
    subject = f"submission:{found.uid}"
    audit.record("intake.submission_withdrawn", subject=subject, area=found.area, by=by, at=at)


def _locked(submission: UUID, *, by: Actor) -> Submission:
    found = queries.submission(submission, by=by, locked=True)
    if found.state == "working":
        raise SubmissionBusy(file=found.file_name)
    if found.state in OVER:
        raise SubmissionOver(file=found.file_name, state=OVER[found.state])
    return found


def carry_out(submission: UUID, *, by: Actor, at: datetime) -> None:
    """Do what was begun; what came of it, or why nothing did, stands in the submission."""
    found = queries.submission(submission, by=by)
    done: Done = {"state": "waiting", "work": "", "problem": ""}
    try:
        with live.told(job=JOB, window=str(submission), at=at) as listener, _opened(found) as path:
            done |= WORKS[Work(found.work)](found, path, listener=listener, by=by, at=at)
    except Exception as problem:  # noqa: BLE001  nobody waits for this error: the page tells its number
        refusal = refusals.refusal_of(problem)
        unforeseen = (
            "" if refusal else f"程序出现未预料的错误，编号 {incidents.keep(problem)}。数据没有改变。"
        )
        done["problem"] = str(refusal or unforeseen)
    Submission.objects.filter(pk=found.pk).update(**done)


def _unforeseen(problem: Exception) -> str:
    return f"程序出现未预料的错误，编号 {incidents.keep(problem)}。数据没有改变。"


def _look(found: Submission, path: Path, **_context: object) -> Done:
    mapping = queries.saved_mapping(found.mapping_name)
    seen = looking.look(path, mapping=mapping, sheet=found.sheet)
    sealed = sealing.seal_bytes(json.dumps(_masked(asdict(seen)), ensure_ascii=False).encode())
    return {"look": sealed, "rows": seen.rows, "problem": seen.problem, "tried": None}


def _masked(value: Any) -> Any:
    """The same, long numbers masked in every text."""
    if isinstance(value, str):
        return sealing.mask_numbers(value)
    if isinstance(value, Mapping):
        return {key: _masked(each) for key, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, list | tuple) else value


def _receive(
    found: Submission, path: Path, *, listener: Listener, by: Actor, at: datetime, dry_run: bool
) -> Done:
    receipt = Receipt(
        channel=found.channel,
        area=found.area,
        received_at=found.received_at.astimezone(ZONE),
        sheet=found.sheet,
        mapping=found.mapping_name,
    )
    account = receive(path, receipt=receipt, by=by, at=at, dry_run=dry_run, listener=listener)
    done: Done = {"tried": asdict(account) | {"rejects_file": None}}
    return done if dry_run else done | {"state": "done", "batch_id": account.batch, "look": None}


WORKS: Final[Mapping[Work, Callable[..., Done]]] = {
    Work.LOOK: _look,
    Work.DRY_RUN: partial(_receive, dry_run=True),
    Work.RECEIVE: partial(_receive, dry_run=False),
}


@contextmanager
def _opened(found: Submission) -> Iterator[Path]:
    """The kept file in clear, under its own name, in a private folder that ends with the work."""
    with TemporaryDirectory(dir=settings.HOME.root, prefix="submitted-") as folder:
        path = Path(folder) / found.file_name
        with path.open("wb") as stream:
            for block in keeping.read_kept(found.file_hash):
                stream.write(block)
        yield path
