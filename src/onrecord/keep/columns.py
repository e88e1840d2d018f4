"""How values lie in a database: text that no database can hold as it is, and JSON."""

import json
import re
from typing import Any

from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

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
