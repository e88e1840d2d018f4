"""Vectors in few bytes, and which of many are nearest to one.

A vector is kept as its *code*, a bit a dimension, whether it lies above the centre of all vectors there; and as its *sizes*, six bits a dimension, how far, in 64ths of its own farthest, the highest bits of all dimensions first.  Codes that differ
in few bits belong to vectors that are near (Charikar, 2002), and counting bits is so quick that a million codes are looked through in some milliseconds.  Code and sizes together give the vector back, its cosines right to the third decimal.
"""

import numpy as np

DIMENSIONS = 384
BITS = 6  # of a size
CODE, SIZES = DIMENSIONS // 8, DIMENSIONS * BITS // 8  # bytes
_AT_ONCE = 65_536  # codes, so that they stay in the processor's cache


def packed(vectors: np.ndarray, centre: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes (N, CODE) and sizes (N, SIZES) of vectors (N, DIMENSIONS) of length 1."""
    away = vectors - centre
    far = np.abs(away)
    sizes = np.minimum(2**BITS - 1, far * (2**BITS / far.max(axis=1, keepdims=True))).astype(np.uint8)
    planes = np.unpackbits(sizes[:, :, None], axis=2)[:, :, 8 - BITS :].transpose(0, 2, 1)
    return np.packbits(away > 0, axis=1), np.packbits(planes.reshape(len(vectors), -1), axis=1)


def restored(codes: np.ndarray, sizes: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """(N, DIMENSIONS): the vectors of length 1 that such steps from the centre lead to."""
    planes = np.unpackbits(sizes, axis=1).reshape(len(sizes), BITS, DIMENSIONS)
    far = np.zeros((len(sizes), DIMENSIONS), dtype=np.uint8)
    for place in range(BITS):
        far |= planes[:, place] << (BITS - 1 - place)
    halfway = far.astype(np.float32) + np.float32(0.5)
    away = np.where(np.unpackbits(codes, axis=1), halfway, -halfway)
    square, half, rest = (away * away).sum(axis=1), away @ centre, float(centre @ centre) - 1
    step = (np.sqrt(half * half - square * rest) - half) / square
    vectors: np.ndarray = centre + step[:, None] * away
    return vectors


def as_columns(codes: np.ndarray) -> np.ndarray:
    """(CODE / 8, N): codes (N, CODE) as numbers of 64 bits, to be counted by `count_bits`."""
    return np.ascontiguousarray(codes).view(np.uint64).T.copy()


def as_codes(columns: np.ndarray) -> np.ndarray:
    """(N, CODE), back from `as_columns`."""
    return np.ascontiguousarray(columns.T).view(np.uint8)


def count_bits(columns: np.ndarray, code: np.ndarray) -> np.ndarray:
    """(N,), in how many bits each of the codes as columns differs from one (CODE,)."""
    words = np.frombuffer(code.tobytes(), dtype=np.uint64)
    differing = np.empty(columns.shape[1], dtype=np.uint16)
    for start in range(0, columns.shape[1], _AT_ONCE):
        part = columns[:, start : start + _AT_ONCE]
        sums = _ones(part[0] ^ words[0]).astype(np.uint16)
        for column, word in zip(part[1:], words[1:]):
            sums += _ones(column ^ word)
        differing[start : start + _AT_ONCE] = sums
    return differing


def lean(codes: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """(N,), how far codes (N, CODE) lean a vector's way: the sum of its numbers over the bits that are set.  It tells more than the count of bits, and takes longer."""
    sums: np.ndarray = np.unpackbits(codes, axis=1).astype(np.float32) @ vector
    return sums


def _ones_by_table(numbers: np.ndarray) -> np.ndarray:
    """How many bits are set in numbers of 64 bits."""
    counts: np.ndarray = _OF_TWO_BYTES[numbers.view(np.uint16)].reshape(-1, 4).sum(axis=1, dtype=np.uint8)
    return counts


_OF_TWO_BYTES = np.unpackbits(np.arange(65_536, dtype=np.uint16).view(np.uint8).reshape(-1, 2), axis=1).sum(axis=1, dtype=np.uint8)
_ones = getattr(np, "bitwise_count", _ones_by_table)  # numpy 1 has none
