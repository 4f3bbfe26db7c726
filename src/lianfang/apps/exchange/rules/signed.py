"""Signed texts: canonical JSON with an Ed25519 signature over all of it but itself.

What is signed is the text itself: keys sorted, no blanks, UTF-8. A reader signs nothing that it did not read.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lianfang.apps.exchange.terms import LARGEST, PROTOCOL
from lianfang.kernel.errors import InputRefused, NotAllowed

KEY_LENGTH: Final = 64
SIGNATURE_LENGTH: Final = 128
HEXADECIMAL: Final = frozenset("0123456789abcdef")
SIGNATURE: Final = "signature"


class Unreadable(InputRefused):
    """A text that is no envelope."""

    code = "exchange.unreadable"
    sentence = "不是交换信封，或内容残缺：{problem}。请对方重新发送。"


class SignatureInvalid(NotAllowed):
    """What was signed is not what arrived, or another signed it."""

    code = "exchange.signature_invalid"
    sentence = "签名不符：内容被改动，或不是所称的一方签发。没有接收。"


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


def signed(facts: Mapping[str, Any], key: Ed25519PrivateKey) -> str:
    """Facts with the signature of a key over them, as one text."""
    return canonical({**facts, SIGNATURE: key.sign(canonical(facts).encode()).hex()})


def facts_of(text: str) -> Mapping[str, Any]:
    """What a text says, signed or not; raises Unreadable."""
    if len(text) > LARGEST:
        raise Unreadable(problem=f"超过{LARGEST}字")
    try:
        facts = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(problem="不是JSON") from problem
    if not isinstance(facts, Mapping):
        raise Unreadable(problem="不是一组内容")
    return facts


def check_signature(facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Check that these facts and no others were signed by whom they name.

    Raises Unreadable, SignatureInvalid.
    """
    differing = {*names, SIGNATURE} ^ set(facts)
    if differing or facts["protocol"] != PROTOCOL:
        raise Unreadable(problem=f"格式应为{PROTOCOL}，{'、'.join(sorted(differing)) or '版本'}不符")
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


def count(value: Any) -> int:
    """A natural number; raises Unreadable."""
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
