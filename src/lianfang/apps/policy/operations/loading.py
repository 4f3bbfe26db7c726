"""Load packs and disease profiles: a file is taken whole, once, and never alters what was loaded before."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from lianfang.apps.policy import models, terms
from lianfang.apps.policy.operations.strictness import check_not_stricter
from lianfang.apps.policy.rules import wording
from lianfang.apps.policy.rules.disease_file import read_diseases
from lianfang.apps.policy.rules.pack_file import read_pack
from lianfang.core import written
from lianfang.core.access.terms import Actor
from lianfang.core.audit.operations import record
from lianfang.kernel.errors import DomainError, NotAllowed

FOLDER = Path(__file__).resolve().parents[1]
_HEAD = re.compile(r'^pack: (?P<name>\S+)\nversion: "(?P<version>[^"]+)"', re.MULTILINE)
LOCK = 4_712_010  # one loader at a time
LOADED, UNCHANGED, LEFT_OUT = "loaded", "unchanged", "left_out"


class VersionTaken(DomainError):
    """Another content was loaded under the same name and version."""

    code = "policy.version_taken"
    sentence = "“{name}”第{version}版已经载入，内容不同；已载入的版本不能改动，请改用新的版本号。"


class VersionTooEarly(DomainError):
    """A new version begins before the version that it replaces."""

    code = "policy.version_too_early"
    sentence = "“{name}”第{version}版的生效日{valid_from}早于现行第{current}版的{since}，请核对生效日。"


@dataclass(frozen=True, slots=True)
class PackLoaded:
    """What became of a file: loaded, unchanged or left out, and the approved cells stricter than above."""

    name: str
    version: str
    outcome: str
    pack_id: int | None = None
    stricter: tuple[terms.Cell, ...] = ()
    remark: str = ""


def load_file(*, text: str, by: Actor, at: datetime, approved_by: str = "", reason: str = "") -> PackLoaded:
    """Load a pack, or a list of disease profiles, whichever the file holds."""
    names = written.read(text).names()
    if "diseases" in names and "pack" not in names:
        return load_diseases(text=text, by=by, at=at)
    return load_pack(text=text, by=by, at=at, approved_by=approved_by, reason=reason)


@transaction.atomic
def load_pack(*, text: str, by: Actor, at: datetime, approved_by: str = "", reason: str = "") -> PackLoaded:
    """Load a pack and close the version before it on the day this one begins.

    The same content again changes nothing. Raises PackRefused with all problems of the file, VersionTaken,
    VersionTooEarly, NotAllowed outside the actor's scope, StricterThanUpper without approver and reason.
    """
    pack = read_pack(text)
    row, closed = enter(pack, by=by, at=at)
    if closed is None:
        return PackLoaded(pack.name, pack.version, UNCHANGED, row.pk)
    approval = {"approved_by": approved_by, "reason": reason}
    area, on = pack.issuer.area, pack.valid_from
    stricter: tuple[terms.Cell, ...] = ()
    if pack.issuer.level > terms.IssuerLevel.NATIONAL:
        stricter = check_not_stricter(pack_id=row.pk, area=area, on=on, by=by, at=at, **approval)
    record(
        "policy.pack_loaded",
        subject=f"policy_pack:{row.pk}",
        by=by,
        at=at,
        area=area,
        name=pack.name,
        version=pack.version,
        content=row.content_hash,
        closed=closed,
        stricter_cells=len(stricter),
        approval=approval if stricter else {},
    )
    return PackLoaded(pack.name, pack.version, LOADED, row.pk, stricter)


def load_builtin_packs(*, by: Actor, at: datetime) -> list[PackLoaded]:
    """Load the packs and disease profiles that come with the program; what is loaded stays as it is.

    A pack that an operator's own version stands in the way of is left out, with the reason as remark: it must
    not keep the program from starting.
    """
    found = [_load_builtin(path, by=by, at=at) for path in sorted((FOLDER / "packs").glob("*.yaml"))]
    return [*found, load_diseases(text=(FOLDER / "diseases.yaml").read_text(), by=by, at=at)]


def ensure_builtin_packs(*, by: Actor, at: datetime) -> list[PackLoaded]:
    """Load the built-in packs if the database lacks one; with all of them there it costs two queries."""
    heads = (_HEAD.search(path.read_text()) for path in (FOLDER / "packs").glob("*.yaml"))
    built_in = {(head["name"], head["version"]) for head in heads if head}
    known = set(models.Pack.objects.values_list("name", "version"))
    if built_in <= known and models.Disease.objects.exists():
        return []
    return load_builtin_packs(by=by, at=at)


def _load_builtin(path: Path, *, by: Actor, at: datetime) -> PackLoaded:
    try:
        return load_pack(text=path.read_text(), by=by, at=at)
    except (VersionTaken, VersionTooEarly) as obstacle:
        return PackLoaded(path.stem, "", LEFT_OUT, remark=str(obstacle))


@transaction.atomic
def load_diseases(*, text: str, by: Actor, at: datetime) -> PackLoaded:
    """Load disease profiles; a changed profile supersedes the one before it, an equal one changes nothing."""
    profiles = read_diseases(text)
    _lock()
    rows = {row.code: row for row in models.Disease.objects.filter(superseded_at=None)}
    changed = [profile for profile in profiles if not _same(profile, rows.get(profile.code))]
    if not changed:
        return PackLoaded("diseases", "", UNCHANGED)
    codes = [profile.code for profile in changed]
    models.Disease.objects.filter(code__in=codes, superseded_at=None).update(superseded_at=at)
    models.Disease.objects.bulk_create(models.Disease(**asdict(profile), loaded_at=at) for profile in changed)
    record("policy.diseases_loaded", subject="policy_disease", by=by, at=at, codes=codes)
    return PackLoaded("diseases", "", LOADED)


def content_hash(pack: terms.Pack) -> str:
    """Hash of what a pack says, whatever its layout and comments."""
    said = json.dumps(asdict(pack), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def enter(pack: terms.Pack, *, by: Actor, at: datetime) -> tuple[models.Pack, list[str] | None]:
    """Write a pack and close the versions before it: its row and these; None where the same is there already.

    One writer at a time, until the transaction ends. Raises NotAllowed, VersionTaken, VersionTooEarly.
    """
    _check_scope(pack, by)
    _lock()
    known = models.Pack.objects.filter(name=pack.name, version=pack.version).first()
    if known is None:
        row = _insert(pack, by=by, at=at)
        return row, _close_earlier(row)
    if known.content_hash != content_hash(pack):
        raise VersionTaken(name=pack.name, version=pack.version)
    return known, None


def _check_scope(pack: terms.Pack, by: Actor) -> None:
    if by.scope and not (pack.issuer.area and by.may_see(pack.issuer.area)):
        raise NotAllowed(actor=by.name, action=f"载入“{pack.name}”（发布地区在权限之外）")


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def _close_earlier(row: models.Pack) -> list[str]:
    closed = []
    for earlier in models.Pack.objects.filter(name=row.name, closed_on=None).exclude(pk=row.pk):
        if row.valid_from < earlier.valid_from:
            raise VersionTooEarly(
                name=row.name,
                version=row.version,
                valid_from=row.valid_from,
                current=earlier.version,
                since=earlier.valid_from,
            )
        models.Pack.objects.filter(pk=earlier.pk).update(closed_on=row.valid_from)
        closed.append(earlier.version)
    return closed


def _insert(pack: terms.Pack, *, by: Actor, at: datetime) -> models.Pack:
    columns = {name: _plain(getattr(pack, name)) for name in _names(pack) - {"issuer", "rules"}}
    row = models.Pack.objects.create(
        **columns,
        issuer_level=int(pack.issuer.level),
        issuer_area=pack.issuer.area,
        issuer_name=pack.issuer.name,
        content_hash=content_hash(pack),
        loaded_by=by.name,
        loaded_at=at,
    )
    rules = models.Rule.objects.bulk_create(_rules(row, pack))
    models.Phase.objects.bulk_create(_phases(zip(rules, pack.rules, strict=True)))
    return row


def _rules(row: models.Pack, pack: terms.Pack) -> Iterable[models.Rule]:
    for priority, rule in enumerate(pack.rules, 1):
        columns = {name: _plain(getattr(rule, name)) for name in _names(rule) - {"when", "phases"}}
        day_ones = [terms.ANCHORS[anchor].day_one.value for anchor in rule.anchors]
        yield models.Rule(
            pack=row,
            priority=priority,
            **columns,
            **asdict(rule.when),
            day_ones=day_ones,
            total_days=rule.total_days,
            basis=wording.basis(pack, rule),
        )


def _phases(pairs: Iterable[tuple[models.Rule, terms.Rule]]) -> Iterable[models.Phase]:
    for row, rule in pairs:
        for step, phase in enumerate(rule.phases, 1):
            yield models.Phase(
                rule=row,
                step=step,
                last=step == len(rule.phases),
                strictness=terms.STRICTNESS[phase.place],
                **{name: _plain(getattr(phase, name)) for name in _names(phase)},
            )


def _names(record_: Any) -> set[str]:
    return {item.name for item in fields(record_)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _same(profile: terms.Disease, row: models.Disease | None) -> bool:
    return row is not None and asdict(profile) == {name: getattr(row, name) for name in _names(profile)}
