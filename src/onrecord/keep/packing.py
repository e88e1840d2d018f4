"""Spans, and words with spans, in few bytes: numbers of variable length, seven bits a byte, lowest first; signed ones as zigzag, so that small ones stay short."""

from collections.abc import Iterable, Sequence

from onrecord.types import Span

Part = tuple[str, tuple[Span, ...]]
"""Words, and where they stand."""


def pack_spans(spans: Iterable[Sequence[int]]) -> bytes:
    """Their number, then of each the way from the end of the one before, and its length."""
    out = bytearray()
    _put_spans(out, tuple(spans))
    return bytes(out)


def unpack_spans(packed: bytes) -> tuple[Span, ...]:
    """Raises ValueError where it is not what `pack_spans` gives."""
    spans, at = _take_spans(packed, 0)
    if at != len(packed):
        raise ValueError("more than spans")
    return spans


def pack_parts(parts: Sequence[Part | None]) -> bytes:
    """Parts in order, any of which may be missing."""
    out = bytearray()
    for part in parts:
        if part is None:
            out.append(0)
            continue
        words = part[0].encode("utf-8", "surrogatepass")
        _put(out, len(words) + 1)
        out += words
        _put_spans(out, part[1])
    return bytes(out)


def unpack_parts(packed: bytes) -> tuple[Part | None, ...]:
    """Raises ValueError where it is not what `pack_parts` gives."""
    found: list[Part | None] = []
    at = 0
    while at < len(packed):
        size, at = _take(packed, at)
        if not size:
            found.append(None)
            continue
        end = at + size - 1
        if end > len(packed):
            raise ValueError("cut off")
        words = packed[at:end].decode("utf-8", "surrogatepass")
        spans, at = _take_spans(packed, end)
        found.append((words, spans))
    return tuple(found)


def _put(out: bytearray, number: int) -> None:
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _put_spans(out: bytearray, spans: Sequence[Sequence[int]]) -> None:
    _put(out, len(spans))
    last = 0
    for start, end in spans:
        _put(out, _zigzag(start - last))
        _put(out, _zigzag(end - start))
        last = end


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _take(packed: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        if at >= len(packed) or shift > 63:
            raise ValueError("cut off")
        byte = packed[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def _take_spans(packed: bytes, at: int) -> tuple[tuple[Span, ...], int]:
    count, at = _take(packed, at)
    spans: list[Span] = []
    last = 0
    for _ in range(count):
        way, at = _take(packed, at)
        length, at = _take(packed, at)
        start = last + _signed(way)
        last = start + _signed(length)
        spans.append((start, last))
    return tuple(spans), at


def _signed(number: int) -> int:
    return number >> 1 if not number & 1 else -((number + 1) >> 1)
