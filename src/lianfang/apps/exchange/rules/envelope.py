"""Envelopes between two servers: canonical JSON, a digest of the content, an Ed25519 signature over the rest.

What is signed is the text itself: keys sorted, no blanks, UTF-8. A reader signs nothing that it did not read.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lianfang.apps.exchange.terms import (
    CLOCKS_APART,
    LARGEST,
    PROTOCOL,
    VALID_FOR,
    Direction,
    Envelope,
    Party,
    Receipt,
)
from lianfang.kernel.area_code import contains
from lianfang.kernel.errors import InputRefused, NotAllowed

KEY_LENGTH: Final = 64
SIGNATURE_LENGTH: Final = 128
HEXADECIMAL: Final = frozenset("0123456789abcdef")
SIGNATURE: Final = "signature"
FACTS: Final = ("protocol", "from", "to", "sequence", "made_at", "expires_at", "digest", "content")
RECEIPT_FACTS: Final = ("protocol", "from", "to", "sequence", "digest", "received_at", "taken")
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
    "accepted_at": str,
    "accepted_digest": str,
}


class Unreadable(InputRefused):
    """A text that is no envelope."""

    code = "exchange.unreadable"
    sentence = "不是交换信封，或内容残缺：{problem}。请对方重新发送。"


class SignatureInvalid(NotAllowed):
    """What was signed is not what arrived, or another signed it."""

    code = "exchange.signature_invalid"
    sentence = "签名不符：内容被改动，或不是所称的一方签发。没有接收。"


class DigestDiffers(NotAllowed):
    """The content is not the one that the digest names."""

    code = "exchange.digest_differs"
    sentence = "内容与摘要不符，没有接收。请对方重新打包。"


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


def canonical(value: Mapping[str, Any]) -> str:
    """The one text of a value: of whatever order its keys are, whoever writes it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(content: Mapping[str, Any]) -> str:
    """What names a content."""
    return sha256(canonical(content).encode()).hexdigest()


def public_key(private: Ed25519PrivateKey) -> str:
    """The public half of a key, hexadecimal."""
    return private.public_key().public_bytes_raw().hex()


def is_key(text: str, *, length: int = KEY_LENGTH) -> bool:
    """Whether a text is a public key, or another value of fixed length, in the one way to write it."""
    return len(text) == length and set(text) <= HEXADECIMAL


def seal(
    content: Mapping[str, Any], *, key: Ed25519PrivateKey, to: str, sequence: int, made_at: datetime
) -> str:
    """A content as a signed envelope for a receiver."""
    return _signed(
        {
            "protocol": PROTOCOL,
            "from": public_key(key),
            "to": to,
            "sequence": sequence,
            "made_at": made_at.isoformat(),
            "expires_at": (made_at + VALID_FOR).isoformat(),
            "digest": digest_of(content),
            "content": content,
        },
        key,
    )


def acknowledge(envelope: Envelope, *, key: Ed25519PrivateKey, received_at: datetime, taken: int) -> str:
    """The signed receipt of an envelope."""
    return _signed(
        {
            "protocol": PROTOCOL,
            "from": public_key(key),
            "to": envelope.sender,
            "sequence": envelope.sequence,
            "digest": envelope.digest,
            "received_at": received_at.isoformat(),
            "taken": taken,
        },
        key,
    )


def _signed(facts: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    return canonical({**facts, SIGNATURE: key.sign(canonical(facts).encode()).hex()})


def is_receipt(text: str) -> bool:
    """Whether a text looks like a receipt rather than an envelope."""
    return "received_at" in _facts(text)


def open_envelope(text: str) -> Envelope:
    """An envelope that is whole, signed by whom it names, and whose digest is its content's.

    Raises Unreadable, SignatureInvalid, DigestDiffers. Whether its sender may say this is asked by `check`.
    """
    facts = _facts(text)
    _check_signature(facts, FACTS)
    if not isinstance(facts["content"], Mapping):
        raise Unreadable(problem="没有内容")
    if digest_of(facts["content"]) != facts["digest"]:
        raise DigestDiffers
    return Envelope(
        sender=facts["from"],
        receiver=str(facts["to"]),
        sequence=_count(facts["sequence"]),
        digest=facts["digest"],
        made_at=moment(facts["made_at"]),
        expires_at=moment(facts["expires_at"]),
        content=facts["content"],
        text=text,
    )


def open_receipt(text: str) -> Receipt:
    """A receipt that is whole and signed by whom it names; raises Unreadable, SignatureInvalid."""
    facts = _facts(text)
    _check_signature(facts, RECEIPT_FACTS)
    return Receipt(
        sender=facts["from"],
        receiver=str(facts["to"]),
        sequence=_count(facts["sequence"]),
        digest=str(facts["digest"]),
        received_at=moment(facts["received_at"]),
        taken=_count(facts["taken"]),
        text=text,
    )


def _facts(text: str) -> Mapping[str, Any]:
    if len(text) > LARGEST:
        raise Unreadable(problem=f"超过{LARGEST}字")
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(problem="不是JSON") from problem
    if not isinstance(facts, Mapping):
        raise Unreadable(problem="不是一组内容")
    return facts


def _check_signature(facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    missing = {*names, SIGNATURE} ^ set(facts)
    if missing or facts["protocol"] != PROTOCOL:
        raise Unreadable(problem=f"格式应为{PROTOCOL}，{'、'.join(sorted(missing)) or '版本'}不符")
    if not is_key(str(facts["from"])):
        raise Unreadable(problem="没有签发方的公钥")
    if not is_key(str(facts[SIGNATURE]), length=SIGNATURE_LENGTH):
        raise SignatureInvalid
    try:
        said = canonical({name: facts[name] for name in names}).encode()
        signature = bytes.fromhex(facts[SIGNATURE])
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(facts["from"])).verify(signature, said)
    except (InvalidSignature, ValueError, TypeError) as problem:
        raise SignatureInvalid from problem


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unreadable(problem="号码不是自然数")
    return value


def moment(text: Any) -> datetime:
    """A moment with its zone; raises Unreadable."""
    try:
        read = datetime.fromisoformat(text)
    except (ValueError, TypeError) as problem:
        raise Unreadable(problem=f"“{text}”不是时间") from problem
    if read.tzinfo is None:
        raise Unreadable(problem=f"“{text}”没有时区")
    return read


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
