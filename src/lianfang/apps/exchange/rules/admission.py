"""Whether an envelope may be taken: to us, now, the next one, from a peer in force, about its own areas."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from lianfang.apps.exchange.rules.signed import Unreadable
from lianfang.apps.exchange.terms import CLOCKS_APART, VALID_FOR, Direction, Envelope, Party
from lianfang.kernel.area_code import contains
from lianfang.kernel.errors import NotAllowed

REPORT_FACTS: Final = {
    "uid": str,
    "form": str,
    "version": int,
    "reporter": str,
    "name": str,
    "area": str,
    "on": str,
    "slot": str,
    "sequence": int,
    "zero": bool,
    "values": dict,
    "reported_at": str,
    "accepted_at": str,
    "accepted_digest": str,
}


class NotForUs(NotAllowed):
    """An envelope to another server."""

    code = "exchange.not_for_us"
    sentence = "这份信封不是发给本服务器的，没有接收。"


class Expired(NotAllowed):
    """An envelope whose time has run out."""

    code = "exchange.expired"
    sentence = "信封已于{expires_at}过期，没有接收。请对方重新发送。"


class FromTheFuture(NotAllowed):
    """An envelope made later than now: a clock is wrong."""

    code = "exchange.from_the_future"
    sentence = "信封的时间{made_at}晚于本机时间。请双方校准时钟。"


class ForeignArea(NotAllowed):
    """A peer speaks for an area that is not its own."""

    code = "exchange.foreign_area"
    sentence = "“{peer}”不能代{area}上报，它只负责{areas}。整份没有接收。"


class PeerNotInForce(NotAllowed):
    """A peer that may not hand over, at all or today."""

    code = "exchange.peer_not_in_force"
    sentence = "与“{peer}”的交换没有生效：方向、起止日期不符，或已停用。"


class Replayed(NotAllowed):
    """An envelope that was taken before."""

    code = "exchange.replayed"
    sentence = "第{sequence}号信封已经接收过，没有再次写入。"
    status = 409


class OutOfOrder(NotAllowed):
    """An envelope whose number is not the next."""

    code = "exchange.out_of_order"
    sentence = "应接第{expected}号，来的是第{sequence}号，没有接收。请对方从第{expected}号起补发。"
    status = 409


def check(envelope: Envelope, party: Party, *, own_key: str, last: int, at: datetime) -> None:
    """Whether a party may say what an envelope says, here and now, and as the next one after `last`.

    Raises NotForUs, PeerNotInForce, Expired, FromTheFuture, Unreadable, ForeignArea, OutOfOrder.
    """
    if envelope.receiver != own_key:
        raise NotForUs
    check_in_force(party, Direction.IN, at=at)
    if envelope.expires_at < at or envelope.expires_at - envelope.made_at > VALID_FOR:
        raise Expired(expires_at=envelope.expires_at)
    if envelope.made_at > at + CLOCKS_APART:
        raise FromTheFuture(made_at=envelope.made_at)
    if envelope.sequence != last + 1:
        raise OutOfOrder(expected=last + 1, sequence=envelope.sequence)
    check_content(envelope.content, party)


def check_in_force(party: Party, direction: Direction, *, at: datetime) -> None:
    """Raises PeerNotInForce for another direction, another time, and a peer that was ended."""
    today = at.date()
    lasting = party.begins_on <= today and (party.ends_on is None or today <= party.ends_on)
    if party.ended or party.direction is not direction or not lasting:
        raise PeerNotInForce(peer=party.name)


def check_content(content: Mapping[str, Any], party: Party) -> None:
    """Check that a content is reports, whole, of areas of the party; raises Unreadable, ForeignArea."""
    reports = content.get("reports")
    if content.get("kind") != "reports" or not isinstance(reports, list) or not reports:
        raise Unreadable(problem="没有报表")
    for number, report in enumerate(reports, 1):
        _check_report(report, number)
        for area in {report["area"], *([report["reporter"]] if report["reporter"].isdigit() else [])}:
            if not any(contains(own, area) for own in party.areas):
                raise ForeignArea(peer=party.name, area=area, areas="、".join(party.areas))


def _check_report(report: Any, number: int) -> None:
    if not isinstance(report, Mapping) or set(report) != set(REPORT_FACTS):
        raise Unreadable(problem=f"第{number}份报表的项目不全")
    for name, kind in REPORT_FACTS.items():
        if type(report[name]) is not kind:
            raise Unreadable(problem=f"第{number}份报表的{name}不对")
    if not report["area"].isdigit():
        raise Unreadable(problem=f"第{number}份报表的区划不对")
