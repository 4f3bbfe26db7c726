"""The exchange of the demonstration: the city signed for what the county accepted, the province not yet."""

from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from lianfang.apps.exchange import operations
from lianfang.apps.exchange.terms import Direction, Party
from lianfang.core.access.permissions import EVERY
from lianfang.core.access.terms import Actor
from lianfang.kernel.clock import ZONE

OFFICE: Final = Actor(name="演示：县防控办", role="rehearsal", permissions=EVERY)
CITY: Final = Ed25519PrivateKey.from_private_bytes(b"demonstration: the city's server")
PROVINCE: Final = Ed25519PrivateKey.from_private_bytes(b"demonstration: province's server")
"""Keys of servers that do not exist."""
MINUTE: Final = timedelta(minutes=1)


@transaction.atomic
def build(*, area: str, at: datetime) -> int:
    """Register two servers above, pack for both, bring the receipt of one; how many envelopes were made."""
    today, packed_at = at.astimezone(ZONE).date(), at - 15 * MINUTE
    made = 0
    for name, key in (("澜川市平台", CITY), ("省级平台", PROVINCE)):
        known = key.public_key().public_bytes_raw().hex()
        party = Party(name, known, (area,), Direction.OUT, today)
        peer = operations.add_peer(party, by=OFFICE, at=packed_at)
        message = operations.pack(peer=str(peer.uid), on=today, by=OFFICE, at=packed_at)
        made += message is not None
        if message is not None and key is CITY:
            receipt = operations.receipt_for(message, key=key, at=at - 12 * MINUTE)
            operations.acknowledge(receipt, at=at - 12 * MINUTE)
    return made
