"""The findings of one article, block by block where its text is many times a report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from onrecord.extraction.blocks import cut_blocks
from onrecord.follow.events import Telling
from onrecord.follow.findings import Finding
from onrecord.follow.judging import FITTED
from onrecord.follow.makers import MAKING, RECEIVING
from onrecord.follow.places import Occurrence
from onrecord.follow.reading import Reader
from onrecord.follow.scoring import Scorer
from onrecord.read.copying import reading_copy
from onrecord.types import Article, Span


class Readers:
    """The readers of an article.  A text that is many times a report is read block by block, so that time grows with its length."""

    def __init__(self, article: Article, telling: Telling, weights: Mapping[str, np.ndarray] = FITTED, making: Scorer = MAKING, receiving: Scorer = RECEIVING):
        self._text, self._copy = article.text, reading_copy(article.text)
        article = self._copy.article(article)
        blocks = list(cut_blocks(article.text))
        parts = [(article, telling) if end - start == len(article.text) else (_block(article, start, end), telling.moved(-start)) for start, end in blocks]
        self._readers = [(start, Reader(part, told, weights, making, receiving)) for (start, _), (part, told) in zip(blocks, parts)]

    @cached_property
    def events(self) -> list[tuple[int, Reader, Occurrence]]:
        """What the clauses tell, in order, with the reader of each and where its block begins."""
        return [(start, reader, event) for start, reader in self._readers for event in reader.events]

    def finding(self, number: int) -> Finding:
        """All that is told of the event with a number, in places of the article."""
        start, reader, event = self.events[number]
        finding = _moved(reader.finding(event), start)
        if not self._copy.steps:
            return finding
        finding = _with_places(finding, self._copy.back)
        return replace(finding, text=self._text[slice(*(finding.what or finding.span))])

    def outlines(self) -> list[Finding]:
        """Of each event what counts beside others."""
        return [_moved(reader.outline(event), start) for start, reader, event in self.events]

    @property
    def spoken_for(self) -> set[tuple[str, str]]:
        """Who speaks for whom."""
        return {pair for _, reader in self._readers for pair in reader.cast.spoken_for}


def read_findings(article: Article, telling: Telling, weights: Mapping[str, np.ndarray] = FITTED, making: Scorer = MAKING, receiving: Scorer = RECEIVING) -> tuple[list[Finding], set[tuple[str, str]]]:
    """What an article tells, and who speaks for whom in it."""
    readers = Readers(article, telling, weights, making, receiving)
    return [readers.finding(number) for number in range(len(readers.events))], readers.spoken_for


def _block(article: Article, start: int, end: int) -> Article:
    """A part of an article as an article: its words, and the statements that lie in it."""

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple((a - start, b - start) for a, b in spans)

    inside = [s for s in article.statements if all(start <= a and b <= end for spans in (s.source, s.cue, s.content) for a, b in spans)]
    statements = tuple(
        replace(s, source=moved(s.source), cue=moved(s.cue), content=moved(s.content), addressee=s.addressee and replace(s.addressee, spans=moved(s.addressee.spans))) for s in inside
    )
    boilerplate = moved([(max(a, start), min(b, end)) for a, b in article.boilerplate if a < end and start < b])
    return replace(article, text=article.text[start:end], statements=statements, boilerplate=boilerplate)


def _moved(finding: Finding, by: int) -> Finding:
    """A finding of a block, told of the whole text; its numbers of sentence and paragraph only keep the order."""
    if not by:
        return finding
    return replace(_with_places(finding, lambda span: (span[0] + by, span[1] + by)), sentence=finding.sentence + by, paragraph=finding.paragraph + by)


def _with_places(finding: Finding, place: Callable[[Span], Span]) -> Finding:
    """A finding with another span for each of its own."""
    due = None if finding.due is None else (*finding.due[:2], *place(finding.due[2:]))
    amounts = tuple((value, unit, further, *place((start, end))) for value, unit, further, start, end in finding.amounts)
    what, condition = (None if span is None else place(span) for span in (finding.what, finding.condition))
    return replace(finding, span=place(finding.span), what=what, condition=condition, due=due, amounts=amounts)
