"""Whoever owns the tables and lifts their locks finds ciphers under a key that is in no table."""

import pytest
from django.db import connection
from tests.factories import hotline as factory

from lianfang.apps.hotline.terms import MatterKind
from lianfang.core import sealing
from lianfang.core.sealing import SealBroken, vault


@pytest.mark.usefixtures("as_owner", "db")
def test_no_dump_by_the_owner_shows_it():
    factory.answering_county()
    factory.brought(MatterKind.COMPLAINT, text=factory.SAID)
    with connection.cursor() as cursor:
        for table in ("hotline_sealedidentity", "hotline_matter"):
            cursor.execute(f"alter table {table} no force row level security")
        held = factory.every_value()
        for table in ("hotline_sealedidentity", "hotline_matter"):
            cursor.execute(f"alter table {table} force row level security")
    assert "hotline_sealedidentity" not in held
    assert factory.marks_in(held) == []
    with connection.cursor() as cursor:
        cursor.execute("alter table hotline_sealedidentity no force row level security")
        cursor.execute("select matter, sealed from hotline_sealedidentity")
        ((matter, sealed),) = cursor.fetchall()
        cursor.execute("alter table hotline_sealedidentity force row level security")
    block = bytes(sealed)
    assert len(block) % 16 == 12  # a nonce and whole blocks: the length tells nothing
    for attempt in (
        lambda: sealing.unseal_bytes(block),
        lambda: vault.opened(block, bound_to="another"),
        lambda: vault.opened(block[:-1] + bytes([block[-1] ^ 1]), bound_to=str(matter)),
    ):
        with pytest.raises(SealBroken):
            attempt()
    assert factory.NAME in vault.opened(block, bound_to=str(matter))
