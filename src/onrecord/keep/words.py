"""Words as they are searched: cut out of a text with their places, without case and diacritics."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u093a-\u094f\u0951-\u0957\u0962\u0963\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # written without spaces: each is a word
_WORD = re.compile(f"[{IDEOGRAPH}]|[^\\W_{IDEOGRAPH}](?:[^\\W_{IDEOGRAPH}]|[{MARKS}])*")
_PLAIN = re.compile("[a-z0-9]+")
_NOT_OF_WORDS = re.compile(r"[\W_]+")


class Word(NamedTuple):
    """A word as it is searched, and where it stands."""

    folded: str
    start: int
    end: int


def cut(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a text, or of a span of it."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [Word(folded, match.start(), match.end()) for match in found if (folded := fold(match[0]))]


def folded(text: str) -> str:
    """All words of a text, separated by spaces: what the index is given."""
    if text.isascii():
        return " ".join(_PLAIN.findall(text.lower()))
    return " ".join(word for match in _WORD.findall(text) if (word := fold(match)))


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Without case and diacritics: "Élysée" is "elysee"."""
    if word.isascii():
        return word.lower()
    letters = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return _NOT_OF_WORDS.sub("", letters.casefold())
