"""Long reports, in parts, so that the first words are there soon: each part ends with a line, and no statement is cut."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from onrecord.types import Article, Span, Statement

CHARACTERS, STATEMENTS = 16_000, 80  # of a part, together: with fewer statements it has more characters


def parts_of(article: Article) -> tuple[Span, ...]:
    """The spans of the parts, which together are the text; one alone for most reports.  Lines that a statement reaches across are kept together, so that a part may be longer than others."""
    text, extents = article.text, [extent(each) for each in article.statements]
    whole = _weight(len(text), len(extents))
    number = ceil(whole)
    places = _places(text, extents) if number > 1 else []
    begins = sorted(start for start, _ in extents)
    weights = [_weight(place, bisect_right(begins, place)) for place in places]
    cuts: list[int] = []
    for each in range(1, number):
        wanted = each * whole / number
        at = bisect_right(weights, wanted)
        nearest = min(places[max(0, at - 1) : at + 1], key=lambda place: abs(_weight(place, bisect_right(begins, place)) - wanted), default=0)
        if nearest > (cuts[-1] if cuts else 0):
            cuts.append(nearest)
    return tuple(zip([0, *cuts], [*cuts, len(text)], strict=True))


def part_with(parts: Sequence[Span], place: int) -> int:
    """The number of the part, from 1 on, in which a place of the text lies."""
    return max(1, bisect_right([start for start, _ in parts], place))


def extent(statement: Statement) -> Span:
    """From the first of its source, cue and content to the last."""
    spans = (*statement.content, *statement.cue, *statement.source)
    return min((start for start, _ in spans), default=0), max((end for _, end in spans), default=0)


def _weight(characters: int, statements: int) -> float:
    """In parts."""
    return (characters / CHARACTERS + statements / STATEMENTS) / 2


def _places(text: str, extents: Sequence[Span]) -> list[int]:
    """Where lines begin of which no statement has begun before."""
    ordered = sorted(extents)
    starts, furthest = [start for start, _ in ordered], list(accumulate((end for _, end in ordered), max))
    found, at = [], text.find("\n") + 1
    while 0 < at < len(text):
        before = bisect_right(starts, at - 1)
        if text[at] != "\n" and (before == 0 or furthest[before - 1] <= at):
            found.append(at)
        at = text.find("\n", at) + 1
    return found
