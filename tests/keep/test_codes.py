import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.meaning import codes
from onrecord.meaning.codes import CODE, DIMENSIONS, SIZES, as_codes, as_columns, count_bits, lean, packed, restored

CENTRE = (np.random.default_rng(0).standard_normal(DIMENSIONS) * 0.018).astype(np.float32)


def drawn(seed: int, number: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((number, DIMENSIONS)).astype(np.float32) + 5 * CENTRE
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 30))
def test_vectors_come_back_nearly_as_they_were(seed, number):
    vectors = drawn(seed, number)
    bits, sizes = packed(vectors, CENTRE)
    assert bits.shape == (number, CODE) and sizes.shape == (number, SIZES)
    back = restored(bits, sizes, CENTRE)
    assert np.allclose(np.linalg.norm(back, axis=1), 1, atol=1e-4) and ((back * vectors).sum(axis=1) > 0.9995).all()
    assert np.abs(back @ vectors.T - vectors @ vectors.T).max() < 0.02


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 200))
def test_bits_are_counted(seed, number):
    of = np.random.default_rng(seed).integers(0, 256, size=(number + 1, CODE), dtype=np.uint8)
    columns = as_columns(of)
    assert np.array_equal(as_codes(columns), of)
    expected = np.unpackbits(of ^ of[0], axis=1).sum(axis=1)
    assert np.array_equal(count_bits(columns, of[0]), expected)
    assert np.array_equal(codes._ones_by_table(columns[0].copy()), np.unpackbits(of[:, :8], axis=1).sum(axis=1))
    vector = np.arange(DIMENSIONS, dtype=np.float32)
    assert np.allclose(lean(of, vector), np.unpackbits(of, axis=1) @ vector)
