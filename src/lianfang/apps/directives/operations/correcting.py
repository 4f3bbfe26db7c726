"""A person corrects what was read: text, who, by when; leaves out; links to standing work; accepts doubts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lianfang.apps.areas.terms import PostCode, UnitKind
from lianfang.apps.directives import queries
from lianfang.apps.directives.models import Item
from lianfang.apps.directives.operations.receiving import columns_of
from lianfang.apps.directives.rules import rhythm
from lianfang.apps.directives.terms import PART_NAMES, ItemUse, Limit, Targets
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.duty import registry
from lianfang.kernel.errors import InputRefused


class AlreadyIssued(InputRefused):
    """An item of a directive that was issued."""

    code = "directives.already_issued"
    sentence = "“{title}”已经交办，条目不能再改。请收回有误的任务后另行交办。"


class TextMissing(InputRefused):
    """An item without words."""

    code = "directives.text_missing"
    sentence = "任务内容不能为空。请填写，或选择不交办。"


class TooManyParts(InputRefused):
    """An item that has as many limits as can be told apart."""

    code = "directives.too_many_parts"
    sentence = "一个条目最多设{most}个时限。"


class WrongTarget(InputRefused):
    """A post, a kind of unit or a unit that does not exist here."""

    code = "directives.wrong_target"
    sentence = "“{value}”不是可交办的岗位或单位。请从列表中选择。"


class WrongRhythm(InputRefused):
    """A recurrence that no calendar has."""

    code = "directives.wrong_rhythm"
    sentence = "频次应为1至366天内1至24次。请核对。"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person makes of an item."""

    text: str
    use: ItemUse
    limit: Limit
    targets: Targets
    title: str = ""
    covered_by: str = ""


def as_read(item: Item, *, use: ItemUse, covered_by: str = "") -> Correction:
    """An item as it stands, put to another use."""
    return Correction(
        text=item.text,
        title=item.title,
        use=use,
        covered_by=covered_by,
        limit=Limit(item.within, item.due_at, item.times, item.days, tuple(item.clocks), item.weekday),
        targets=targets_of(item),
    )


def targets_of(item: Item) -> Targets:
    """Who is to act by an item as it stands."""
    return Targets(tuple(item.posts), tuple(item.unit_kinds), tuple(item.units), tuple(item.areas))


@transaction.atomic
def correct_item(uid: UUID | str, correction: Correction, *, by: Actor, at: datetime) -> None:
    """Put a person's decision in place of what was read; doubts of the item are settled by it.

    Raises NotFound, AlreadyIssued, TextMissing, WrongTarget, WrongRhythm.
    """
    check(by, Permission.RECEIVE_DIRECTIVE)
    found = _open_item(uid, by)
    before = _told(found)
    _check(correction, found)
    for name, value in columns_of(_whole(correction.limit), correction.targets).items():
        setattr(found, name, value)
    found.text, found.use = correction.text.strip(), correction.use
    found.title = correction.title.strip()
    found.covered_by = correction.covered_by if correction.use is ItemUse.COVERED else ""
    found.doubts = [doubt | {"accepted_by": doubt["accepted_by"] or by.name} for doubt in found.doubts]
    found.save()
    _log("directive.item_corrected", found, by=by, at=at, before=before, after=_told(found))


@transaction.atomic
def accept_doubts(uid: UUID | str, *, by: Actor, at: datetime) -> None:
    """Say that an item is right as it was read, all its parts, in spite of doubts.

    Raises NotFound, AlreadyIssued.
    """
    check(by, Permission.RECEIVE_DIRECTIVE)
    found = _open_item(uid, by)
    for one in _parts_of(found):
        one.doubts = [doubt | {"accepted_by": doubt["accepted_by"] or by.name} for doubt in one.doubts]
        one.save(update_fields=["doubts"])
    codes = [doubt["code"] for doubt in found.doubts]
    _log("directive.doubts_accepted", found, by=by, at=at, doubts=codes)


@transaction.atomic
def add_part(uid: UUID | str, *, by: Actor, at: datetime) -> UUID:
    """Give an item one limit more: a part of its own, as the item stands, without limit yet; its uid.

    Raises NotFound, AlreadyIssued, TooManyParts.
    """
    check(by, Permission.RECEIVE_DIRECTIVE)
    found = _open_item(uid, by)
    parts = _parts_of(found)
    if len(parts) >= len(PART_NAMES):
        raise TooManyParts(most=len(PART_NAMES))
    if not found.part:
        Item.objects.filter(pk=found.pk).update(part=1)
    kept = {field.attname: getattr(found, field.attname) for field in Item._meta.concrete_fields}
    kept |= {"part": max(parts[-1].part, 1) + 1, "doubts": []} | columns_of(Limit(), targets_of(found))
    made = Item.objects.create(**{name: value for name, value in kept.items() if name not in {"id", "uid"}})
    made.refresh_from_db(fields=["uid"])
    _log("directive.part_added", made, by=by, at=at, part=made.part)
    added: UUID = made.uid
    return added


def _parts_of(found: Item) -> list[Item]:
    """All rows of the demand that an item is, held until the end of the transaction."""
    own = Item.objects.filter(directive_id=found.directive_id, index=found.index)
    return list(own.select_for_update().order_by("part"))


def _open_item(uid: UUID | str, by: Actor) -> Item:
    found = queries.item(uid, by=by)
    if queries.state_of(found.directive) != "draft":
        raise AlreadyIssued(title=found.directive.title)
    return Item.objects.select_for_update().get(pk=found.pk)


def _check(correction: Correction, found: Item) -> None:
    if not correction.text.strip():
        raise TextMissing
    if correction.use is ItemUse.COVERED:
        registry.kind(correction.covered_by)
    check_targets(correction.targets, area=found.area)
    limit = correction.limit
    if limit.recurs and not (1 <= limit.times <= rhythm.MOST_TIMES and 1 <= limit.days <= rhythm.MOST_DAYS):
        raise WrongRhythm


def check_targets(targets: Targets, *, area: str) -> None:
    """Raise WrongTarget for a post, a kind of unit or a unit that does not exist in an area."""
    wrong = [code for code in targets.posts if code not in set(PostCode) or code == PostCode.UNIT_HEAD]
    wrong += [code for code in targets.unit_kinds if code not in set(UnitKind)]
    known = {one.uid for one in queries.units(area=area, uids=targets.units)} if targets.units else set()
    wrong += [str(uid) for uid in targets.units if uid not in known]
    wrong += [code for code in targets.areas if not code.startswith(area)]
    if wrong:
        raise WrongTarget(value="、".join(wrong))


def _whole(limit: Limit) -> Limit:
    """A rhythm has a clock for each of its times; what recurs has no other limit."""
    if not limit.recurs:
        return Limit(within=limit.within, due_at=limit.due_at)
    clocks = rhythm.clocks_of(limit.times, limit.clocks)
    return Limit(times=limit.times, days=limit.days, clocks=clocks, weekday=limit.weekday)


def _told(found: Item) -> dict[str, object]:
    names = ("text", "use", "covered_by", "posts", "unit_kinds", "units", "areas", "times", "days", "clocks")
    return {name: getattr(found, name) for name in (*names, "within", "due_at")}


def _log(action: str, found: Item, *, by: Actor, at: datetime, **facts: object) -> None:
    audit.record(action, subject=f"directive_item:{found.uid}", by=by, at=at, area=found.area, **facts)
