"""Turns that only the form of their line tells: `Name: words` in transcripts and interviews, `"Words" – Name` in headlines."""

import re
from collections import Counter
from collections.abc import Iterator

from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_LABELLED = re.compile(r"\s*(?P<label>[^\W\d_][^:\r\n\"“„«?!.]{0,59}|[A-Z]\.[^:\r\n\"“„«?!]{0,58}|[QA])\s*(?P<cue>:)\s+(?P<words>(?=.*[^\W\d_]).*)")
_DASHED = re.compile(r"\s*(?P<words>[\"“„«‘'].{12,}[\"”“»’'])\s+(?P<cue>[–—-])\s+(?P<label>[A-ZÀ-Þ][^\"“”.!?]{1,79})\s*")
LONGEST_LABEL = 6  # words
FEWEST_TURNS = 4


def find_turns(text: str) -> Iterator[tuple[str, Span, Span, Span]]:
    """(rule, source, cue, content) of each turn.

    Lines with a label are turns where a report has several of them and two of the labels speak again, so that a list of
    contents or of results is none.
    """
    lines = [m for line in _LINE.finditer(text) if (m := _LABELLED.fullmatch(text, line.start(), line.end())) and len(m["label"].split()) <= LONGEST_LABEL]
    labels = Counter(m["label"].strip() for m in lines)
    if len(lines) >= FEWEST_TURNS and sum(n > 1 for n in labels.values()) >= 2:
        for m in lines:
            if labels[m["label"].strip()] > 1:
                yield "transcript", *_spans(text, m)
    for line in _LINE.finditer(text):
        dashed = _DASHED.fullmatch(text, line.start(), line.end())
        if dashed:
            yield "dash", *_spans(text, dashed)


def _spans(text: str, m: re.Match[str]) -> tuple[Span, Span, Span]:
    """The full stop that ends a turn outside quotation marks is not part of it."""
    start, end = m.span("words")
    end = start + len(text[start:end].rstrip())
    if text[end - 1] == "." and text[end - 2 : end] != "..":
        end -= 1
    label = m.start("label")
    return (label, label + len(m["label"].rstrip())), m.span("cue"), (start, end)
