"""Envelopes between two servers and receipts for them: what each says, sealed and opened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lianfang.apps.exchange.rules.signed import (
    Unreadable,
    check_signature,
    count,
    digest_of,
    facts_of,
    moment,
    public_key,
    signed,
)
from lianfang.apps.exchange.terms import PROTOCOL, VALID_FOR, Envelope, Receipt
from lianfang.kernel.errors import NotAllowed

FACTS: Final = ("protocol", "from", "to", "sequence", "made_at", "expires_at", "digest", "content")
RECEIPT_FACTS: Final = ("protocol", "from", "to", "sequence", "digest", "received_at", "taken")


class DigestDiffers(NotAllowed):
    """The content is not the one that the digest names."""

    code = "exchange.digest_differs"
    sentence = "内容与摘要不符，没有接收。请对方重新打包。"


def seal(
    content: Mapping[str, Any], *, key: Ed25519PrivateKey, to: str, sequence: int, made_at: datetime
) -> str:
    """A content as a signed envelope for a receiver."""
    return signed(
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
    return signed(
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


def is_receipt(text: str) -> bool:
    """Whether a text looks like a receipt rather than an envelope."""
    return "received_at" in facts_of(text)


def open_envelope(text: str) -> Envelope:
    """An envelope that is whole, signed by whom it names, and whose digest is its content's.

    Raises Unreadable, SignatureInvalid, DigestDiffers. Whether its sender may say this is asked by `check`.
    """
    facts = facts_of(text)
    check_signature(facts, FACTS)
    if not isinstance(facts["content"], Mapping):
        raise Unreadable(problem="没有内容")
    if digest_of(facts["content"]) != facts["digest"]:
        raise DigestDiffers
    return Envelope(
        sender=facts["from"],
        receiver=str(facts["to"]),
        sequence=count(facts["sequence"]),
        digest=facts["digest"],
        made_at=moment(facts["made_at"]),
        expires_at=moment(facts["expires_at"]),
        content=facts["content"],
        text=text,
    )


def open_receipt(text: str) -> Receipt:
    """A receipt that is whole and signed by whom it names; raises Unreadable, SignatureInvalid."""
    facts = facts_of(text)
    check_signature(facts, RECEIPT_FACTS)
    return Receipt(
        sender=facts["from"],
        receiver=str(facts["to"]),
        sequence=count(facts["sequence"]),
        digest=str(facts["digest"]),
        received_at=moment(facts["received_at"]),
        taken=count(facts["taken"]),
        text=text,
    )
