"""The words by which a statement is quoted, where it is shown apart from its report: never fewer than it takes to say what was said.

A content says that by itself where it is the speaker's own whole words: in quotation marks, begun like a sentence, by a cue that asserts them, and in no other statement.  "To close Lusk" does not, of "We have
never planned to close Lusk"; nor does "the bridge is safe", of 'Brod does not believe "the bridge is safe"'.  Of such statements the source and the cue are quoted too, as they stand; of one inside another's content
the sentences that hold it, in which the other one denies it, asks it or makes it depend on something.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.follow.clauses import find_sentences
from onrecord.follow.patterns import NEGATION
from onrecord.keep.snippets import LONGEST, cut_snippet
from onrecord.types import Span, Statement

JOIN = " … "
REACH = 1_000  # characters that are looked at before and behind a statement for the sentences that hold it
_TURNED = re.compile(r"\b(?:den(?:y|ies|ied|ying)|refus|reject|declin|disput|doubt|dismiss|almost|nearly|whether\b|if\b|(?:would|could|should|might|may)\b)", re.IGNORECASE)
_FIRST = re.compile(r"\w")
_PARAGRAPH = re.compile(r"(?:\r?\n[^\S\r\n]*){2,}")
_WRAPPED = re.compile(r"(?<![.!?…:\"”»’'\s])\s*\r?\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """Spans of the report's text, and their words, those of different spans joined by JOIN."""

    spans: tuple[Span, ...]
    words: str

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {"spans": [list(span) for span in self.spans], "words": self.words}


def is_asserted(text: str, statement: Statement) -> bool:
    """Whether the speaker says what the content says, and neither the opposite nor that it might be so; nor does a statement around it."""
    cue = " ".join(text[start:end] for start, end in statement.cue)
    return statement.mode == "said" and not statement.within and not NEGATION.search(cue) and not _TURNED.search(cue)


def stands_alone(text: str, statement: Statement) -> bool:
    """Whether the content says by itself what was said."""
    first = _FIRST.search(text, *statement.content[0])
    return statement.kind == "direct" and not (first and first[0].islower()) and is_asserted(text, statement)


def frame(text: str, statement: Statement) -> Span:
    """From the first to the last of the words that it takes to say what was said, where the content alone does not: source, cue and content, or the sentences that hold them."""
    start, end = bounds(statement)
    return _sentences(text, start, end) if statement.within else (start, end)


def bounds(statement: Statement) -> Span:
    """From the first to the last of its source, cue and content."""
    spans = [*statement.source, *statement.cue, *statement.content]
    return min(start for start, _ in spans), max(end for _, end in spans)


def quote(text: str, statement: Statement, longest: int | None = None, marks: Sequence[Span] = ()) -> Quote:
    """Of a long statement as much as `longest` characters allow: of its content from a little before the first of the marks on, with source and cue."""
    alone = stands_alone(text, statement)
    spans = statement.content if alone else (frame(text, statement),)
    if longest is not None and (alone or spans[0][1] - spans[0][0] > longest):
        cut = cut_snippet(text, statement.content, marks, longest)
        spans = cut if alone else _joined(text, [*statement.source, *statement.cue, *cut])
    return Quote(spans, JOIN.join(text[start:end] for start, end in spans))


def quote_shortly(text: str, statement: Statement) -> Quote:
    """As much as a list of statements shows."""
    return quote(text, statement, LONGEST)


def _joined(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """In the order of the text, those in one between which there is no word."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and not _FIRST.search(text, found[-1][1], start):
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _sentences(text: str, start: int, end: int) -> Span:
    """The sentences that hold a span, at most a paragraph before it and behind it."""
    first = max((gap.end() for gap in _PARAGRAPH.finditer(text, max(0, start - REACH), start)), default=max(0, start - REACH))
    gap = _PARAGRAPH.search(text, end, end + REACH)
    lines = _WRAPPED.sub(lambda wrap: " " * len(wrap[0]), text[first : gap.start() if gap else end + REACH])
    found = find_sentences(lines)
    return max((each.start for each in found if each.start <= start - first), default=start - first) + first, min((each.end for each in found if each.end >= end - first), default=end - first) + first
