"""How values lie in a database: text that no database can hold as it is, JSON, and what is kept in few bytes.

What was altered in the file, so that it is no such value any more, comes back as the string DAMAGED, and is told where it is used.
"""

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, SmallInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from onrecord.keep.packing import Part, pack_parts, pack_spans, unpack_parts, unpack_spans
from onrecord.types import Span

DAMAGED = "damaged"
_HALF = 1 << 63
_SURE = 1_000_000

ESCAPE = "\ufdd0"  # a noncharacter of Unicode
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufdd0]")
_ESCAPED = re.compile(ESCAPE + "([0-9a-f]{4})")


def escape(words: str) -> str:
    """NUL characters and halves of surrogate pairs, which no text column holds, as ESCAPE and four hexadecimal digits."""
    return _UNSTORABLE.sub(lambda match: f"{ESCAPE}{ord(match[0]):04x}", words)


def unescape(words: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), words) if ESCAPE in words else words


class Words(TypeDecorator[str]):
    """Any string whatever, given back as it came."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unescape(value)


class Json(TypeDecorator[Any]):
    """Plain JSON values, in ASCII; None is NULL.  What is no JSON any more comes back as the string that it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        try:
            return json.loads(value)
        except ValueError:
            return value


class Packed(TypeDecorator[Any]):
    """The same, compressed: in a quarter of the bytes where much is repeated."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(json.dumps(value, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        try:
            return None if value is None else json.loads(zlib.decompress(value))
        except (zlib.error, ValueError, TypeError):
            return DAMAGED


class Spans(TypeDecorator[Any]):
    """Spans, packed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Iterable[Sequence[int]] | None, dialect: Dialect) -> bytes | None:
        return None if value is None else pack_spans(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[Span, ...] | str | None:
        if value is None:
            return None
        try:
            return unpack_spans(value)
        except (ValueError, TypeError):
            return DAMAGED


class Parts(TypeDecorator[Any]):
    """Words with their spans, several in a fixed order, each of which may be missing."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Sequence[Part | None] | None, dialect: Dialect) -> bytes | None:
        return None if value is None else pack_parts(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[Part | None, ...] | str | None:
        if value is None:
            return None
        try:
            return unpack_parts(value)
        except (ValueError, TypeError):
            return DAMAGED


class Choice(TypeDecorator[str]):
    """One of some names, as its number among them.  Names are only ever added at the end."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, *names: str):
        super().__init__()
        self.names = names

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else self.names.index(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return self.names[value] if isinstance(value, int) and 0 <= value < len(self.names) else DAMAGED


class HexId(TypeDecorator[str]):
    """Sixteen hexadecimal digits as a number; the order is that of the digits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value, 16) - _HALF

    def process_result_value(self, value: int | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return f"{value + _HALF:016x}" if isinstance(value, int) else DAMAGED


class Probability(TypeDecorator[float]):
    """To six decimals, as a whole number of millionths."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:
        return None if value is None else round(value * _SURE)

    def process_result_value(self, value: int | None, dialect: Dialect) -> float | None:
        return None if value is None else value / _SURE
