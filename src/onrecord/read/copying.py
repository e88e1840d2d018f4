"""The copy of a text that is read in its place: without what only sets its words on a page, in a mail or in Markdown, and where each passage of the copy stands in the text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from onrecord.read.characters import find_characters
from onrecord.read.edits import Edit, Edited
from onrecord.read.furniture import find_furniture
from onrecord.read.markdown import find_markup, is_markdown
from onrecord.read.quoted_mail import find_quote_marks
from onrecord.read.wrapping import find_wraps
from onrecord.types import Addressee, Article, Country, Span, Statement, Told, Via

T = TypeVar("T", Told, Country, Via, Addressee)


@dataclass(frozen=True, slots=True)
class Copy:
    """What is read of a text.  `furniture` are the lines of page numbers and running heads in the text, which the copy is without."""

    text: str
    furniture: tuple[Span, ...] = ()
    steps: tuple[Edited, ...] = ()

    def back(self, span: Span) -> Span:
        """Where a passage of the copy stands in the text, with all between its first and its last character."""
        for step in reversed(self.steps):
            span = step.back(*span)
        return span

    def spans_back(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The same of several; one that page furniture interrupts is two."""
        for step in reversed(self.steps):
            spans = [step.back(*part) for span in spans for part in step.parts(*span)]
        return tuple(spans)

    def into(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Where passages of the text stand in the copy, without those of which nothing does: what `spans_back` undoes."""
        for step in self.steps:
            spans = step.whole(place for span in spans if step.text[slice(*(place := step.into(*span)))].strip())
        return tuple(spans)

    def words(self, span: Span) -> str:
        """What is read of a passage of the text."""
        return " ".join(self.text[start:end] for start, end in self.into((span,)))

    def statement_back(self, statement: Statement) -> Statement:
        """A statement of the copy with the spans that it has in the text: only its source, cue and content are interrupted."""
        return _with_spans(statement, self.spans_back, lambda spans: tuple(map(self.back, spans))) if self.steps else statement

    def statement(self, statement: Statement) -> Statement:
        """A statement of the text with the spans that it has in the copy."""
        return _with_spans(statement, self.into, self.into) if self.steps else statement

    def article(self, article: Article) -> Article:
        """An article with the copy for its text, and the spans that its statements and its boilerplate have there."""
        if not self.steps:
            return article
        return replace(article, text=self.text, boilerplate=self.into(article.boilerplate), statements=tuple(map(self.statement, article.statements)))

    def boilerplate_back(self, boilerplate: Sequence[Span]) -> tuple[Span, ...]:
        """The boilerplate of the copy as it stands in the text, and the furniture, in order."""
        return tuple(sorted((*self.spans_back(boilerplate), *self.furniture)))


@lru_cache(maxsize=2)  # a report is read for its statements and then for its commitments
def reading_copy(text: str) -> Copy:
    """The copy of a text that is read: characters in the place of what stands for them, and no marks of quoted mail, page numbers, running heads, line ends that only wrap a line, hyphens that only cut
    a word there, or Markdown.  A text without any of these is its own copy."""
    markdown = is_markdown(text)
    copy = _after(Copy(text), find_characters(text))
    copy = _after(copy, find_quote_marks(copy.text, markdown))
    furniture, edits = find_furniture(copy.text)
    lines = tuple(map(copy.back, furniture))
    copy = _after(copy, edits)
    copy = _after(copy, find_wraps(copy.text))
    copy = _after(copy, find_markup(copy.text) if markdown else [])
    return replace(copy, furniture=lines)


def _after(copy: Copy, edits: Sequence[Edit]) -> Copy:
    if not edits:
        return copy
    step = Edited(copy.text, edits)
    return replace(copy, text=step.text, steps=(*copy.steps, step))


Respanning = Callable[[tuple[Span, ...]], tuple[Span, ...]]


def _with_spans(s: Statement, words: Respanning, others: Respanning) -> Statement:
    """A statement whose source, cue and content have other spans, and in other ways what is told of its speaker and addressee."""
    speaker = s.speaker and replace(s.speaker, mentions=others(s.speaker.mentions), role=_respanned(s.speaker.role, others), organization=_respanned(s.speaker.organization, others), country=_respanned(s.speaker.country, others))
    return replace(s, source=words(s.source), cue=words(s.cue), content=words(s.content), speaker=speaker, via=_respanned(s.via, others), addressee=_respanned(s.addressee, others))


def _respanned(part: T | None, others: Respanning) -> T | None:
    return part and replace(part, spans=others(part.spans))
