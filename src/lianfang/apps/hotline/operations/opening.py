"""Open a sealed identity: one named account asks, another that it names confirms, the first looks once.

Both hold the permission where the matter lies; every step is a line of the audit log; the program has no
other way to open the vault. Times run by the clock on the wall, which no rehearsal stops.
"""

import json
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from lianfang.apps.hotline import queries
from lianfang.apps.hotline.models import Matter, Opening, OpeningStep
from lianfang.apps.hotline.operations.receiving import record
from lianfang.apps.hotline.terms import OPENING_NAMES, Identity, OpeningCard, OpeningState, Revealed
from lianfang.core import sql
from lianfang.core.access import queries as access
from lianfang.core.access.doors import check
from lianfang.core.access.operations.breaking import reason_of
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.sealing import vault
from lianfang.kernel.errors import InputRefused, NotAllowed, NotFound

OPEN_FOR: Final = timedelta(hours=2)
"""From asking to looking; after it everything begins anew."""


class NotYourself(InputRefused):
    """The second person is the first one, or may not open identities here."""

    code = "hotline.not_yourself"
    sentence = "请写另一位有“查看封存身份”权限的人的用户名：不能是本人，且须管辖该事项。"


class NotYourRequest(NotAllowed):
    """A request that waits for somebody else."""

    code = "hotline.not_your_request"
    sentence = "这项请求由他人办理：确认的人由请求人指定，查看的人只能是请求人。"


class OpeningOver(InputRefused):
    """A request that was not confirmed, was used, declined, or has run out."""

    code = "hotline.opening_over"
    sentence = "这项请求现为“{state}”，不能进行。需要的，请重新提出。"


@transaction.atomic
def ask_opening(
    reference: str | UUID, *, confirmer: str, reason: str, by: Actor, at: datetime, real: datetime
) -> UUID:
    """Ask to open who brought a matter, naming who shall confirm. Returns the request.

    Raises NotFound, PermissionMissing, ReasonMissing, NotYourself.
    """
    account = _check(by)
    why = reason_of(reason)
    card = queries.matter(reference, scope=by.scope, known_at=at)
    if not card.sealed:
        raise NotFound(what="封存的身份", value=card.number)
    other, name = _second(confirmer.strip(), card.area, by=by, at=at, real=real)
    matter = Matter.objects.get(uid=card.uid)
    made = Opening.objects.create(
        matter=matter,
        area=matter.area,
        reason=why,
        asked_by=account,
        asked_name=by.name,
        confirmer=other,
        confirmer_name=name,
        asked_at=real,
        expires_at=real + OPEN_FOR,
    )
    made.refresh_from_db(fields=["uid"])
    record("hotline.opening_asked", matter, by=by, at=at, reason=why, confirmer=other)
    return UUID(str(made.uid))


def _second(username: str, area: str, *, by: Actor, at: datetime, real: datetime) -> tuple[int, str]:
    """The account that shall confirm: another's, that may open identities where the matter lies."""
    try:
        account = access.user(username)
    except NotFound as problem:
        raise NotYourself from problem
    worn = access.hats(account, at=at, real=real) if account.is_active else []
    able = any(hat.may(Permission.OPEN_IDENTITY) and hat.may_see(area) for hat in worn)
    if not able or account.pk == by.user or account.name == by.name:
        raise NotYourself
    return account.pk, account.name


@transaction.atomic
def confirm_opening(uid: UUID, *, agree: bool, by: Actor, at: datetime, real: datetime) -> None:
    """The one named agrees that the identity is opened, or does not. Raises NotYourRequest, OpeningOver."""
    _check(by)
    asked, card = _locked(uid, real=real)
    if asked.confirmer != by.user or asked.asked_by == by.user:
        raise NotYourRequest
    _expect(card, OpeningState.ASKED)
    kind = OpeningState.CONFIRMED if agree else OpeningState.DECLINED
    _step(asked, kind, by=by, real=real)
    record(f"hotline.opening_{kind}", asked.matter, by=by, at=at, opening=str(uid))


@transaction.atomic
def open_identity(uid: UUID, *, by: Actor, at: datetime, real: datetime) -> Revealed:
    """Show who brought a matter, once, to whoever asked. Raises NotYourRequest, OpeningOver."""
    _check(by)
    asked, card = _locked(uid, real=real)
    if asked.asked_by != by.user:
        raise NotYourRequest
    _expect(card, OpeningState.CONFIRMED)
    _step(asked, OpeningState.OPENED, by=by, real=real)
    record("hotline.identity_opened", asked.matter, by=by, at=at, opening=str(uid), confirmer=asked.confirmer)
    return _revealed(asked.matter.uid)


def _revealed(matter: UUID) -> Revealed:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lianfang.opening', %s, true)", [str(matter)])
    rows = sql.fetch("hotline", "sealed_identity", matter=matter)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lianfang.opening', '', true)")
    if not rows:
        raise NotFound(what="封存的身份", value="（已到期删除）")
    held = json.loads(vault.opened(rows[0]["sealed"], bound_to=str(matter)))
    return Revealed(Identity(**held["identity"]), held["words"])


def _check(by: Actor) -> int:
    """The account of a person who may: no job, no terminal, no token."""
    check(by, Permission.OPEN_IDENTITY)
    if by.user is None or "令牌" in by.name:
        raise NotAllowed(actor=by.name, action="查看封存身份（须本人登录）")
    return by.user


def _locked(uid: UUID, *, real: datetime) -> tuple[Opening, OpeningCard]:
    asked = Opening.objects.select_for_update().filter(uid=uid).select_related("matter").first()
    if asked is None:
        raise NotFound(what="查看请求", value=uid)
    return asked, queries.opening(uid, real=real)


def _expect(card: OpeningCard, state: OpeningState) -> None:
    if card.state != state:
        raise OpeningOver(state=OPENING_NAMES[OpeningState(card.state)])


def _step(asked: Opening, kind: OpeningState, *, by: Actor, real: datetime) -> None:
    OpeningStep.objects.create(opening=asked, kind=kind, account=_check(by), by=by.name, at=real)
