"""Servers that we hand over to or that hand over to us: registered with their key, and ended."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from lianfang.apps.areas import queries as areas
from lianfang.apps.exchange import queries
from lianfang.apps.exchange.models import Peer
from lianfang.apps.exchange.rules.signed import is_key
from lianfang.apps.exchange.terms import Party
from lianfang.core.access.doors import check
from lianfang.core.access.permissions import Permission
from lianfang.core.access.terms import Actor
from lianfang.core.audit import operations as audit
from lianfang.core.webhooks.operations import check_address
from lianfang.kernel.area_code import shared
from lianfang.kernel.errors import InputRefused, NotAllowed

LONGEST: Final = 100


class PeerRefused(InputRefused):
    """A peer that can't be registered so."""

    code = "exchange.peer_refused"
    sentence = "交换对方没有登记：{problem}。"


def add_peer(party: Party, *, by: Actor, at: datetime, url: str = "") -> Peer:
    """Register a server by its public key, for some areas, in one direction, for a time.

    Without an address it takes part by files. Raises PermissionMissing, PeerRefused, AddressRefused, and
    NotAllowed for an area out of sight.
    """
    check(by, Permission.MANAGE_EXCHANGE)
    within = tuple(areas.require_area(area) for area in dict.fromkeys(party.areas))
    name, key = " ".join(party.name.split())[:LONGEST], party.public_key.strip().lower()
    known = replace(party, name=name, public_key=key, areas=within)
    _check(known, by=by)
    if url:
        check_address(url)
    try:
        return _write(known, url.rstrip("/"), by=by, at=at)
    except IntegrityError as problem:
        raise PeerRefused(problem=f"“{name}”或它的公钥已经登记过") from problem


@transaction.atomic
def _write(party: Party, url: str, *, by: Actor, at: datetime) -> Peer:
    made = Peer.objects.create(
        name=party.name,
        url=url,
        public_key=party.public_key,
        direction=party.direction,
        area=shared(party.areas),
        areas=list(party.areas),
        begins_on=party.begins_on,
        ends_on=party.ends_on,
        by=by.name,
        created_at=at,
    )
    made.refresh_from_db(fields=["uid"])
    facts = {"peer": party.name, "direction": party.direction, "areas": made.areas, "key": party.public_key}
    audit.record("exchange.peer_added", subject=f"peer:{made.uid}", area=made.area, by=by, at=at, **facts)
    return made


def _check(party: Party, *, by: Actor) -> None:
    if not party.name:
        raise PeerRefused(problem="没有名称")
    if not is_key(party.public_key):
        raise PeerRefused(problem="公钥应为64位十六进制，请向对方要 exchange status 显示的公钥")
    if party.public_key == queries.own_public_key():
        raise PeerRefused(problem="这是本服务器自己的公钥")
    if not party.areas:
        raise PeerRefused(problem="没有写负责的区划")
    if party.ends_on is not None and party.ends_on < party.begins_on:
        raise PeerRefused(problem="停止日期早于起始日期")
    for area in party.areas:
        if not by.may_see(area):
            raise NotAllowed(actor=by.name, action=f"登记{area}的交换对方")


@transaction.atomic
def end_peer(*, peer: str, by: Actor, at: datetime) -> None:
    """Exchange with a server no more; what was exchanged stays. Raises PermissionMissing, NotFound."""
    check(by, Permission.MANAGE_EXCHANGE)
    found = queries.peer(peer, by=by)
    Peer.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at)
    audit.record("exchange.peer_ended", subject=f"peer:{found.uid}", area=found.area, by=by, at=at)
