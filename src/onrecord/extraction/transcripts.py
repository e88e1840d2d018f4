"""Turns that only their form tells: `Name: words` in transcripts, question and answer in interviews, `"Words" – Name` in headlines."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_LABELLED = re.compile(r"\s*(?P<label>[^\W\d_][^:\r\n\"“„«?!.]{0,59}|[A-Z]\.[^:\r\n\"“„«?!]{0,58}|[QA])\s*(?P<cue>:)\s+(?P<words>(?=.*[^\W\d_]).*)")
_DASHED = re.compile(r"\s*(?P<words>[\"“„«‘'].{12,}[\"”“»’'])\s+(?P<cue>[–—-])\s+(?P<label>[A-ZÀ-Þ][^\"“”.!?]{1,79})\s*")
_HEADLINE = re.compile(r"\s*(?P<label>[A-ZÀ-Þ][^:\r\n\"“„«‘?!.,]{1,39}?)(?P<cue>:)\s+(?P<words>\S+(?:[ \t]+\S+){2,}?)[ \t]*(?:\Z|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n))")
_RUBRICS = frozenset(["exclusive", "opinion", "comment", "watch", "video", "live", "breaking", "update", "analysis", "explainer", "photos", "gallery", "podcast", "sport", "weather", "obituary", "interview", "review", "transcript", "editorial", "column"]) | {"the latest"}
LONGEST_LABEL = 6  # words
FEWEST_TURNS = 4
_PARAGRAPH = re.compile(r"\S.*?(?=\s*(?:\Z|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)))", re.DOTALL)
_FIRST_OR_SECOND_PERSON = re.compile(r"\b(?:I|we|you|me|us|my|our|your|I’m|I'm)\b", re.IGNORECASE)
LONGEST_QUESTION = 60  # words
MOST_ANSWERS = 3  # paragraphs to one question


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a time; an interview's turns have neither source nor cue."""

    rule: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def find_turns(text: str) -> Iterator[Turn]:
    """The turns of a report, by rule.

    Lines with a label are turns where a report has several of them and two of the labels speak again, so that a list of
    contents or of results is none.  Without labels, paragraphs are turns where questions take turns with answers in the first or
    second person.
    """
    lines = [m for line in _LINE.finditer(text) if (m := _LABELLED.fullmatch(text, line.start(), line.end())) and len(m["label"].split()) <= LONGEST_LABEL]
    labels = Counter(m["label"].strip() for m in lines)
    if len(lines) >= FEWEST_TURNS and sum(n > 1 for n in labels.values()) >= 2:
        for m in lines:
            if labels[m["label"].strip()] > 1:
                yield _turn("transcript", text, m)
    else:
        yield from _interview(text)
    headline = _HEADLINE.match(text)
    if headline and headline["label"].lower() not in _RUBRICS:
        yield _turn("headline", text, headline)
    for line in _LINE.finditer(text):
        dashed = _DASHED.fullmatch(text, line.start(), line.end())
        if dashed:
            yield _turn("dash", text, dashed)


def _turn(rule: str, text: str, m: re.Match[str]) -> Turn:
    label = m.start("label")
    return Turn(rule, ((label, label + len(m["label"].rstrip())),), (m.span("cue"),), (_without_full_stop(text, *m.span("words")),))


def _without_full_stop(text: str, start: int, end: int) -> Span:
    """The full stop that ends a turn outside quotation marks is not part of it."""
    end = start + len(text[start:end].rstrip())
    return start, end - (text[end - 1] == "." and text[end - 2 : end] != "..")


def _interview(text: str) -> Iterator[Turn]:
    paragraphs = [m.span() for m in _PARAGRAPH.finditer(text)]
    asks = [i for i, (s, e) in enumerate(paragraphs) if text[e - 1] == "?" and len(text[s:e].split()) <= LONGEST_QUESTION]
    pairs = [(i, range(i + 1, j)) for i, j in zip(asks, [*asks[1:], asks[-1] + 2 if asks else 0]) if 1 <= j - i - 1 <= MOST_ANSWERS and j <= len(paragraphs)]
    answers = [paragraphs[k] for _, replies in pairs for k in replies]
    personal = sum(bool(_FIRST_OR_SECOND_PERSON.search(text, s, e)) for s, e in answers)
    if len(pairs) < FEWEST_TURNS or 3 * personal < 2 * len(answers):
        return
    for i, replies in pairs:
        yield Turn("interview", (), (), (paragraphs[i],))
        yield Turn("interview", (), (), tuple(_without_full_stop(text, *paragraphs[k]) for k in replies))
