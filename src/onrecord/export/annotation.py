"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): an AnnotationCollection whose annotations are the statements.

A target is a passage of the report's text, which is named by its hash (RFC 6920), since offsets into a page's HTML would be others; `scope` is the page's address.  Each passage has its place, in code points
as the standard wants it, and its words with what stands around them, so that it is found in the page too.  `styleClass` tells source, cue and content apart.
"""

import base64
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.terminal import dump
from onrecord.types import Article, Span, Statement

AROUND = 32  # characters before and after a passage


def pieces(articles: Iterable[Article]) -> Iterator[str]:
    """One JSON document."""
    yield '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection", "first": {"type": "AnnotationPage", "startIndex": 0, "items": ['
    total, name = 0, uuid.NAMESPACE_URL
    for article in articles:
        for statement in article.statements:
            yield (",\n" if total else "\n") + dump(annotation(article, statement))
            total, name = total + 1, uuid.uuid5(name, f"{article.id} {statement.id}".encode("utf-8", "replace").decode())
    yield f'\n], "id": "urn:uuid:{uuid.uuid5(name, "page")}", "partOf": "urn:uuid:{name}"}}, "total": {total}, "id": "urn:uuid:{name}"}}\n'


def annotation(article: Article, statement: Statement) -> dict[str, Any]:
    """The statement `statement` of `article`; the bodies classify it, name the speaker, where the report tells him, and lead to the utterance, where a record knows it."""
    bodies = [{"type": "TextualBody", "purpose": "classifying", "value": value} for value in (statement.kind, statement.mode, statement.act) if value]
    if statement.speaker:
        bodies.append({"type": "TextualBody", "purpose": "identifying", "value": statement.speaker.name})
    if statement.utterance:
        bodies.append({"type": "SpecificResource", "purpose": "linking", "source": f"urn:onrecord:utterance:{statement.utterance.id}"})
    return {
        "id": f"urn:onrecord:statement:{article.sha256[:16]}:{statement.id}", "type": "Annotation", "motivation": "describing",
        "generator": {"type": "Software", "id": f"urn:onrecord:model:{article.model}", "name": article.model},
        "body": bodies,
        "target": [_passage(article, span, role) for role in ("content", "source", "cue") for span in getattr(statement, role)],
    }  # fmt: skip


def _passage(article: Article, span: Span, role: str) -> dict[str, Any]:
    start, end = span
    text = article.text
    quote = {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
    passage = {
        "type": "SpecificResource", "styleClass": role, "source": {"id": named(article.sha256), "type": "Text", "format": "text/plain", "language": article.language},
        "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote],
    }  # fmt: skip
    return passage | ({"scope": article.url} if article.url else {})


def named(sha256: str) -> str:
    """A text's name by its hash: an "ni" address as RFC 6920 has it."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
