"""Sealing: what is sealed comes back only with the key and unaltered; digests tell equality, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.core import sealing

texts = st.text(max_size=40)
kinds = st.sampled_from(["national_id", "phone", "passport"])


@given(texts)
def test_a_sealed_value_comes_back(value):
    assert sealing.unseal(sealing.seal(value)) == value


@given(st.lists(texts, max_size=20))
def test_many_sealed_values_come_back_in_order(values):
    assert [sealing.unseal(sealed) for sealed in sealing.seals(values)] == values


@given(st.binary(max_size=200))
def test_a_sealed_block_comes_back(block):
    assert sealing.unseal_bytes(sealing.seal_bytes(block)) == block


def test_two_seals_of_one_value_differ_and_hide_it():
    first, second = sealing.seal("990121199001011234"), sealing.seal("990121199001011234")
    assert first != second
    assert b"990121" not in first


@given(texts, st.data())
def test_one_altered_bit_breaks_the_seal(value, data):
    sealed = bytearray(sealing.seal(value))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(sealing.SealBroken):
        sealing.unseal(bytes(sealed))


@given(kinds, texts)
def test_a_digest_is_the_same_every_time_one_by_one_and_in_bulk(kind, value):
    assert sealing.digest(kind, value) == sealing.digest(kind, value)
    assert sealing.digests(kind, [value, None, value]) == [
        sealing.digest(kind, value),
        None,
        sealing.digest(kind, value),
    ]
    assert len(sealing.digest(kind, value)) == sealing.DIGEST_BYTES


@given(kinds, kinds, texts, texts)
def test_digests_of_different_kinds_or_values_differ(one, other, value, another):
    same = (one, value) == (other, another)
    assert (sealing.digest(one, value) == sealing.digest(other, another)) == same


def test_another_key_gives_other_digests_and_opens_no_seal(monkeypatch, settings):
    sealed, digest = sealing.seal("13800000000"), sealing.digest("phone", "13800000000")
    monkeypatch.setattr(sealing, "_keys", lambda: (sealing.AESGCM(bytes(32)), bytes(32)))
    assert sealing.digest("phone", "13800000000") != digest
    with pytest.raises(sealing.SealBroken, match="密钥"):
        sealing.unseal(sealed)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("990121199001011234", "990***********1234"),
        ("E12345678", "E12**5678"),
        ("1234567", "*****67"),
        ("7", "7"),
        ("", ""),
    ],
)
def test_a_document_number_is_masked(number, shown):
    assert sealing.mask_id(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13812345678", "138****5678"), ("0571-88888888", "057******8888"), ("12345", "***45")],
)
def test_a_telephone_is_masked(number, shown):
    assert sealing.mask_phone(number) == shown
