"""What changed between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.types import Span

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
LONGEST = 2_000  # words of a passage that are compared one by one; a longer one is told as replaced whole


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that another one took the place of: spans of the old and of the new text, one of them empty where words were only added or dropped."""

    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of a report, by number and hash, with their texts and the passages that differ."""

    article: str
    numbers: tuple[int, int]
    sha256: tuple[str, str]
    before: str
    after: str
    changes: tuple[Change, ...]


def compare(before: str, after: str) -> tuple[Change, ...]:
    """Line by line, and in the lines that differ word by word."""
    found: list[Change] = []
    for old, new in _differing(_spans(_LINE, before, (0, len(before))), _spans(_LINE, after, (0, len(after))), before, after):
        words = _spans(_WORD, before, old), _spans(_WORD, after, new)
        if max(map(len, words)) > LONGEST:
            found.append(Change(old, new))
        else:
            found += [Change(*pair) for pair in _differing(*words, before, after, old[0], new[0])]
    return tuple(found)


def _spans(pattern: re.Pattern[str], text: str, within: Span) -> list[Span]:
    return [match.span() for match in pattern.finditer(text, *within)]


def _differing(old: Sequence[Span], new: Sequence[Span], before: str, after: str, old_start: int = 0, new_start: int = 0) -> Iterator[tuple[Span, Span]]:
    """Runs of pieces that differ, as spans of the texts."""
    matcher = SequenceMatcher(None, [before[s:e] for s, e in old], [after[s:e] for s, e in new], autojunk=False)

    def span(pieces: Sequence[Span], start: int, first: int, last: int) -> Span:
        begin = pieces[first][0] if first < len(pieces) else pieces[-1][1] if pieces else start
        return begin, pieces[last - 1][1] if last > first else begin

    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield span(old, old_start, a, b), span(new, new_start, c, d)
