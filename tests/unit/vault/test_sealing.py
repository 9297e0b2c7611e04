"""Sealed bytes open with their key and context only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.vault.sealing import SealBroken, context, new_key, seal, unseal

KEY = bytes(range(32))


@given(st.binary(max_size=2000))
def test_sealed_bytes_open_again(plaintext: bytes) -> None:
    sealed = seal(KEY, plaintext, bound_to=b"row 1")

    assert unseal(KEY, sealed, bound_to=b"row 1") == plaintext
    assert len(sealed) == len(plaintext) + 28


def test_another_row_key_or_byte_does_not_open() -> None:
    sealed = seal(KEY, b"template", bound_to=b"row 1")

    for key, data, row in [
        (KEY, sealed, b"row 2"),
        (new_key(), sealed, b"row 1"),
        (KEY, sealed[:-1] + bytes([sealed[-1] ^ 1]), b"row 1"),
        (KEY, b"", b"row 1"),
    ]:
        with pytest.raises(SealBroken):
            unseal(key, data, bound_to=row)


def test_same_bytes_are_sealed_differently_each_time() -> None:
    assert seal(KEY, b"template", bound_to=b"") != seal(KEY, b"template", bound_to=b"")


def test_context_tells_where_parts_end() -> None:
    assert context(["ab", "c"]) != context(["a", "bc"])
