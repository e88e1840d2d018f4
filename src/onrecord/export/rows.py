"""Statements as flat rows, for tables: one row a statement, with what is known of its report."""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.types import Article, Statement

TEXTS = ("article", "sha256", "path", "url", "title", "outlet", "published", "published_at", "language", "model", "statement", "kind", "mode", "act", "within", "speaker", "speaker_kind", "role", "organization",
         "country", "via", "addressee", "addressee_kind", "source", "cue", "content", "corrected_by", "corrected_at", "utterance")  # fmt: skip
NUMBERS = ("confidence", "act_confidence", "speaker_confidence")
SPANS = ("source_spans", "cue_spans", "content_spans", "speaker_mentions")
COLUMNS = (*TEXTS, *NUMBERS, *SPANS)
"""Columns of words, of probabilities, and of spans: lists of pairs of offsets into the report's text, which the rows do not hold."""


def rows_of(articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    """A report without statements has no row."""
    for article in articles:
        about = {"article": article.id} | {name: getattr(article, name) for name in ("sha256", "path", "url", "title", "outlet", "published", "published_at", "language", "model")}
        for statement in article.statements:
            yield about | _row(article, statement)


def _row(article: Article, s: Statement) -> dict[str, Any]:
    speaker, to = s.speaker, s.addressee
    return {
        "statement": s.id, "kind": s.kind, "mode": s.mode, "act": s.act, "within": s.within, "speaker": speaker and speaker.name, "speaker_kind": speaker and speaker.kind,
        "role": speaker and speaker.role and speaker.role.text, "organization": speaker and speaker.organization and speaker.organization.text, "country": speaker and speaker.country and speaker.country.code,
        "via": s.via and s.via.name, "addressee": to and to.name, "addressee_kind": to and to.kind, "source": article.words(s.source), "cue": article.words(s.cue), "content": article.words(s.content),
        "corrected_by": s.corrected and s.corrected.by, "corrected_at": s.corrected and s.corrected.at, "utterance": s.utterance and s.utterance.id, "confidence": s.confidence, "act_confidence": s.act_confidence, "speaker_confidence": speaker and speaker.confidence,
        "source_spans": _pairs(s.source), "cue_spans": _pairs(s.cue), "content_spans": _pairs(s.content), "speaker_mentions": _pairs(speaker.mentions if speaker else ()),
    }  # fmt: skip


def _pairs(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [list(span) for span in spans]


def storable(words: str | None) -> str | None:
    """Halves of surrogate pairs, which most formats cannot hold, as U+FFFD; every other character keeps its place."""
    return words and words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
