"""Turns that only their form tells: `Name: words` in transcripts, question and answer in interviews, `"Words" – Name` in headlines."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.extraction.interviews import find_questions_and_answers, speaks_in_first_person
from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_LABELLED = re.compile(r"\s*(?P<label>[^\W\d_][^:\r\n\"“„«?!.]{0,59}|[A-Z]\.[^:\r\n\"“„«?!]{0,58}|[QA])\s*(?P<cue>:|(?<=\b[QA])\.)\s+(?P<words>(?=.*[^\W\d_]).*)")
_DASHED = re.compile(r"\s*(?P<words>[\"“„«‘'].{12,}[\"”“»’'])\s+(?P<cue>[–—-])\s+(?P<label>[A-ZÀ-Þ][^\"“”.!?]{1,79})\s*")
_HEADLINE = re.compile(r"\s*(?P<label>[A-ZÀ-Þ][^:\r\n\"“„«‘?!.,]{1,39}?)(?P<cue>:)\s+(?P<words>\S+(?:[ \t]+\S+){2,}?)[ \t]*(?:\Z|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n))")
_RUBRICS = frozenset(["exclusive", "opinion", "comment", "watch", "video", "live", "breaking", "update", "analysis", "explainer", "photos", "gallery", "podcast", "sport", "weather", "obituary", "interview", "review", "transcript", "editorial", "column"]) | {"the latest"}
_LETTER = re.compile(r"\w")
_STAGE_NOTE = re.compile(r"\s*[(\[](?:[A-Z][^()\[\]]{2,60}\.|(?:[Ll]aughs|[Ll]aughter|[Aa]pplause|[Pp]auses?|[Ss]miles|[Ii]nterrupting)[^()\[\]]{0,30})[)\]]\s*")
LONGEST_LABEL = 6  # words
FEWEST_TURNS = 4


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
    contents or of results is none; paragraphs behind one go on with it as long as they are quoted or speak of "I" or "we".  Without
    labels, see interviews.py.
    """
    lines = [m for line in _LINE.finditer(text) if (m := _LABELLED.fullmatch(text, line.start(), line.end())) and len(m["label"].split()) <= LONGEST_LABEL]
    labels = Counter(m["label"].strip() for m in lines)
    if len(lines) >= FEWEST_TURNS and sum(n > 1 for n in labels.values()) >= 2:
        again = [i for i, m in enumerate(lines) if labels[m["label"].strip()] > 1]
        turns = lines[again[0] : again[-1] + 1]
        for m, following in zip(turns, [*turns[1:], None]):
            turn = _turn("transcript", text, m)
            more = _going_on(text, m.end(), following.start()) if following else ()
            yield replace(turn, content=tuple(part for span in (*turn.content, *more) for part in without_stage_notes(text, span)))
    else:
        for i, paragraphs in enumerate(find_questions_and_answers(text)):
            yield Turn("answer" if i % 2 else "question", (), (), tuple(part for p in paragraphs for part in without_stage_notes(text, _without_full_stop(text, *p))))
    headline = _HEADLINE.match(text)
    if headline and headline["label"].lower() not in _RUBRICS:
        yield _turn("first-person headline" if speaks_in_first_person(text, headline.span("words")) else "headline", text, headline)
    for line in _LINE.finditer(text):
        dashed = _DASHED.fullmatch(text, line.start(), line.end())
        if dashed:
            yield _turn("dash", text, dashed)


def _going_on(text: str, start: int, end: int) -> Iterator[Span]:
    for line in _LINE.finditer(text, start, end):
        if _LETTER.search(line[0]) and line[0].lstrip()[:1] != "(":
            if line[0].lstrip()[0] not in "\"“„«‘" and not speaks_in_first_person(text, line.span()):
                return
            yield _without_full_stop(text, line.start() + len(line[0]) - len(line[0].lstrip()), line.end())


def without_stage_notes(text: str, span: Span) -> Iterator[Span]:
    """The parts of a turn between notes such as "(Laughs.)"."""
    start = span[0]
    for note in _STAGE_NOTE.finditer(text, *span):
        if note.start() > start:
            yield start, note.start()
        start = note.end()
    if start < span[1]:
        yield start, span[1]


def _turn(rule: str, text: str, m: re.Match[str]) -> Turn:
    label = m.start("label")
    return Turn(rule, ((label, label + len(m["label"].rstrip())),), (m.span("cue"),), (_without_full_stop(text, *m.span("words")),))


def _without_full_stop(text: str, start: int, end: int) -> Span:
    """The full stop that ends a turn outside quotation marks is not part of it."""
    end = start + len(text[start:end].rstrip())
    return start, end - (text[end - 1] == "." and text[end - 2 : end] != "..")

