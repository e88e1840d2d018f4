"""Passages of a text as people name them: by their exact words, or by where they stand."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from onrecord.errors import UsageError
from onrecord.read.copying import reading_copy
from onrecord.types import Span

Passage = str | tuple[int, int]
"""Exact words of the text, "words#2" for the second place where they stand, "@12-45" or (12, 45) for the characters from 12 up to 45."""

NAMED = 6  # places that are told
_OFFSETS = re.compile(r"@(\d+)-(\d+)")
_NUMBERED = re.compile(r"(.+)#(\d+)", re.DOTALL)


def find_passages(text: str, given: Iterable[Passage], what: str) -> tuple[Span, ...]:
    """The spans of some passages, in the order of the text.  Raises UsageError for one that is not in the text, stands in several places, or overlaps another one."""
    spans = sorted(find_passage(text, passage, what) for passage in given)
    for (_, end), (start, _) in zip(spans, spans[1:]):
        if start < end:
            raise UsageError(f"two passages of the {what} overlap at {start}: give each passage once")
    return tuple(spans)


def find_passage(text: str, given: Passage, what: str) -> Span:
    """Raises UsageError as `find_passages` does."""
    if not isinstance(given, str):
        pair: tuple[Any, ...] = tuple(given) if isinstance(given, Sequence) else ()
        if len(pair) != 2 or any(type(edge) is not int for edge in pair):
            raise UsageError(f"a passage of the {what} is words of the report, or a pair of characters, not {given!r}")
        return _within(text, pair, what)
    if match := _OFFSETS.fullmatch(given):
        return _within(text, (int(match[1]), int(match[2])), what)
    if not given.strip():
        raise UsageError(f"the {what} has no words: give exact words of the report")
    places = _places(text, given)
    if len(places) == 1:
        return places[0]
    if places:
        more = ", …" if len(places) > NAMED else ""
        raise UsageError(f"the {what} {_short(given)!r} stands in the report {len(places)} times, at {', '.join(f'{s}-{e}' for s, e in places[:NAMED])}{more}: say which, as '@{places[0][0]}-{places[0][1]}', or as 'WORDS#2' for the second")
    if match := _NUMBERED.fullmatch(given):
        places, number = _places(text, match[1]), int(match[2])
        if 1 <= number <= len(places):
            return places[number - 1]
        if places:
            raise UsageError(f"the {what} {_short(match[1])!r} stands in the report {len(places)} times: there is no number {number}")
    raise UsageError(f"the {what} {_short(given)!r} does not stand in the report: give its exact words, or offsets as '@12-45'")


def nearest(text: str, words: str, to: int, what: str) -> Span:
    """The place of some words that is nearest to another one; they may stand only in the copy that is read.  Raises UsageError where they are not in the text."""
    copy = reading_copy(text)
    places = [*_places(text, words), *map(copy.back, _places(copy.text, words))] if words.strip() else []
    if not places:
        raise UsageError(f"the {what} {_short(words)!r} does not stand in the report: the record has only words of reports; who is who across reports is told with `onrecord decide`")
    return min(places, key=lambda place: abs(place[0] - to))


def _places(text: str, words: str) -> list[Span]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def _within(text: str, span: tuple[int, ...], what: str) -> Span:
    if len(span) != 2 or not all(type(edge) is int for edge in span) or not 0 <= span[0] < span[1] <= len(text):
        raise UsageError(f"the {what} {'-'.join(map(str, span))} is no passage of the report, which has {len(text):,} characters")
    return span[0], span[1]


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:57] + "…"
