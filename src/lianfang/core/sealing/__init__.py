"""Sealing of personal keys: encrypted for reading back, keyed digests for equality, masks for showing.

Sealed values are AES-256-GCM (nonce, ciphertext, tag); digests are keyed BLAKE2b of 16 bytes over the kind
and the value, so that the same digits as a telephone and as an identity number never meet.
"""

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lianfang.kernel.errors import DomainError

NONCE_BYTES: Final = 12
DIGEST_BYTES: Final = 16
SHORTEST_MASKABLE: Final = 8
LONG_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{7,}[0-9Xx]?")


class SealBroken(DomainError):
    """A sealed value that this installation's key does not open."""

    code = "sealing.broken"
    sentence = "加密内容无法解开：密钥不属于本库，或内容被改动。请检查密钥文件。"


@lru_cache(maxsize=1)
def _keys() -> tuple[AESGCM, bytes]:
    from django.conf import settings

    return AESGCM(bytes.fromhex(settings.SECRETS.sealing_key)), bytes.fromhex(settings.SECRETS.digest_key)


def seal(value: str) -> bytes:
    """Encrypt one value."""
    return seal_bytes(value.encode())


def seal_bytes(value: bytes) -> bytes:
    """Encrypt a block of bytes, such as a received file."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _keys()[0].encrypt(nonce, value, None)


def seals(values: Iterable[str]) -> list[bytes]:
    """Encrypt many values; about 500,000 a second."""
    cipher = _keys()[0]
    encrypt, random = cipher.encrypt, os.urandom
    return [(nonce := random(NONCE_BYTES)) + encrypt(nonce, value.encode(), None) for value in values]


def unseal(sealed: bytes | memoryview) -> str:
    """Decrypt one value; raises SealBroken for a foreign key or an altered value."""
    return unseal_bytes(sealed).decode()


def unseal_bytes(sealed: bytes | memoryview) -> bytes:
    """Decrypt a block of bytes; raises SealBroken for a foreign key or an altered block."""
    block = bytes(sealed)
    try:
        return _keys()[0].decrypt(block[:NONCE_BYTES], block[NONCE_BYTES:], None)
    except InvalidTag as problem:
        raise SealBroken from problem


def digest(kind: str, value: str) -> bytes:
    """Keyed digest of one value of a kind, for equality look-ups."""
    return blake2b(f"{kind}:{value}".encode(), digest_size=DIGEST_BYTES, key=_keys()[1]).digest()


def digests(kind: str, values: Iterable[str | None]) -> list[bytes | None]:
    """Keyed digests of many values; None stays None. About 800,000 a second."""
    started = blake2b(f"{kind}:".encode(), digest_size=DIGEST_BYTES, key=_keys()[1])
    return [None if value is None else _continued(started, value) for value in values]


def _continued(started: "blake2b", value: str) -> bytes:
    own = started.copy()
    own.update(value.encode())
    return own.digest()


def mask_id(number: str) -> str:
    """Show an identity number as 110***********1234; a short one shows its last two characters."""
    if len(number) < SHORTEST_MASKABLE:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_numbers(text: str) -> str:
    """A text with every number in it that may be a person's or a telephone's shown as `mask_id` shows it."""
    return LONG_NUMBER.sub(lambda number: mask_id(number[0]), text)


def mask_phone(number: str) -> str:
    """Show a telephone number as 138****5678."""
    if len(number) < SHORTEST_MASKABLE:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
