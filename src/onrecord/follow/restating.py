"""The wordings of one commitment beside the first of them: what of its words each has kept, dropped, added or replaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.follow.alignment import Step, compare
from onrecord.follow.words import Word, cut, unbroken
from onrecord.keep.difference import Change
from onrecord.types import Span

ANEW = frozenset(["asked", "pledged", "reaffirmed", "raised", "cut", "rescheduled"])  # kinds of events in which it is told anew what is asked or promised


@dataclass(frozen=True, slots=True)
class Restatement:
    """A wording, and the events that have it, by their numbers, in their order.  `changes` lead from the first wording's text to this one's, as spans of both; None where nothing that tells anything is common to both."""

    text: str
    events: tuple[int, ...]
    changes: tuple[Change, ...] | None


def restatements(events: Sequence[tuple[Mapping[str, Any], str]]) -> tuple[Restatement, ...]:
    """Of a commitment's events, each with its words in the report.  Case, white space and punctuation make no other wording."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number, (event, text) in enumerate(events):
        if event["kind"] in ANEW and (words := _words(text)):
            found.setdefault(tuple(word.folded for word in words), []).append(number)
    texts = [events[numbers[0]][1] for numbers in found.values()]
    return tuple(Restatement(text, tuple(numbers), differing(texts[0], text)) for text, numbers in zip(texts, found.values()))


def differing(first: str, other: str) -> tuple[Change, ...] | None:
    """The runs of words that differ; a run in common that tells nothing ("to the") and lies between two of them is part of what differs."""
    one, two = _words(first), _words(other)
    steps = compare([word.folded for word in one], [word.folded for word in two])
    told = [step.op == "keep" and any(word.telling for word in one[slice(*step.asked)]) for step in steps]
    if not any(told):
        return None
    runs: list[list[Step]] = []
    for i, step in enumerate(steps):
        if step.op == "keep" and (told[i] or i in (0, len(steps) - 1)):
            runs.append([])
        else:
            runs = runs or [[]]
            runs[-1].append(step)
    return tuple(_change(one, two, (run[0].asked[0], run[-1].asked[1]), (run[0].reported[0], run[-1].reported[1])) for run in runs if run)


def _words(text: str) -> list[Word]:
    return unbroken(text, cut(text))


def _change(one: Sequence[Word], two: Sequence[Word], before: Span, after: Span) -> Change:
    """Runs of words as spans of their texts.  Where words were only dropped, the space that parted them from the others is part of the span, so that it can be set between those."""
    first, last = before
    if after[0] < after[1] or first == last:
        return Change(_place(one, before), _place(two, after))
    start = one[first - 1].end if first else one[0].start
    return Change((start, one[last - 1].end if first or last == len(one) else one[last].start), _place(two, after))


def _place(words: Sequence[Word], run: Span) -> Span:
    """Where there are no words, the place behind the word before."""
    first, last = run
    if first < last:
        return words[first].start, words[last - 1].end
    at = words[first - 1].end if first else words[0].start
    return at, at
