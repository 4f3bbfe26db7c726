"""The vault: a key of its own for who informs, apart from the key of persons.

What is sealed is bound to the record that it belongs to: moved to another, it does not open. One module alone
opens it (`apps.hotline.operations.opening`); a test holds that.
"""

import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lianfang.core.sealing import NONCE_BYTES, SealBroken

BLOCK: Final = 512
"""Bytes to a multiple of which a value is filled up, so that its length tells nothing."""


@lru_cache(maxsize=1)
def _key() -> AESGCM:
    from django.conf import settings

    return AESGCM(bytes.fromhex(settings.SECRETS.vault_key))


def shut(value: str, *, bound_to: str) -> bytes:
    """Seal a value, bound to a record."""
    plain = value.encode()
    filled = plain + b"\0" * (-len(plain) % BLOCK)
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _key().encrypt(nonce, filled, bound_to.encode())


def opened(sealed: bytes | memoryview, *, bound_to: str) -> str:
    """What was sealed for a record; raises SealBroken for another's, a foreign key or an altered value."""
    block = bytes(sealed)
    try:
        plain = _key().decrypt(block[:NONCE_BYTES], block[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as problem:
        raise SealBroken from problem
    return plain.rstrip(b"\0").decode()
