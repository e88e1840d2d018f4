"""Words set in lines without a font at hand: widths are those of usual text faces, rounded up, so that a line never runs out of its box."""

import re
import unicodedata
from collections.abc import Iterator

_NARROW, _WIDE = frozenset("iljtfrI.,:;'’‘!|()[]- "), frozenset("mwMW@%—…⟦⟧")
_WORD = re.compile(r"\S+")
ROOM = 1.06  # for faces that are wider than most


def width(text: str) -> float:
    """In em."""
    return ROOM * sum(map(_of, text))


def _of(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _WIDE:
        return 1.0
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.05
    return 0.76 if character.isupper() else 0.6


def wrapped(text: str, most: float) -> list[str]:
    """Lines of at most so many em; a word that is longer is broken between characters."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text, most):
        longer = f"{line} {word}" if line else word
        if line and width(longer) > most:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


def _pieces(text: str, most: float) -> Iterator[str]:
    for match in _WORD.finditer(text):
        piece = ""
        for character in match[0]:
            if piece and width(piece + character) > most and not unicodedata.combining(character):
                yield piece
                piece = ""
            piece += character
        yield piece


def shortened(text: str, most: float) -> str:
    """On one line, with an ellipsis where words had to be left out."""
    if width(text) <= most:
        return text
    first, *_ = wrapped(text, most - width("…")) or [""]
    return first + "…"


def is_right_to_left(text: str) -> bool:
    """By the first letter that has a direction (Unicode Standard Annex 9, rules P2 and P3)."""
    for character in text:
        if (way := unicodedata.bidirectional(character)) in ("L", "R", "AL"):
            return way != "L"
    return False
