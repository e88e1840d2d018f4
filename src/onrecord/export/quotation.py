"""schema.org in JSON-LD: direct and mixed statements are `Quotation`s, indirect ones, which quote nobody, `Claim`s; reports are `NewsArticle`s.

What is denied, or stands inside another statement, is a `Claim`, too, whose words are those of the report around it: see `onrecord.keep.quoting`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from onrecord.export.annotation import named
from onrecord.keep.quoting import is_asserted, quote
from onrecord.terminal import dump
from onrecord.types import Article, Speaker, Statement

TYPES = {"person": "Person", "unnamed": "Person", "organization": "Organization", "group": "Organization", "country": "GovernmentOrganization", "document": "CreativeWork"}
"""What a kind of speaker is there.  A quotation is somebody's: a country stands for its government, and a document, which is nobody, is cited."""


def pieces(articles: Iterable[Article]) -> Iterator[str]:
    """One JSON-LD document."""
    yield '{"@context": "https://schema.org", "@graph": ['
    before = "\n"
    for article in articles:
        yield before + dump(report(article))
        before = ",\n"
        for statement in article.statements:
            yield before + dump(quotation(article, statement))
    yield "\n]}\n"


def report(article: Article) -> dict[str, Any]:
    about = {
        "@type": "NewsArticle", "@id": _name(article), "identifier": article.id, "url": article.url, "headline": article.title, "datePublished": article.published_at or article.published,
        "inLanguage": None if article.language == "und" else article.language, "publisher": article.outlet and {"@type": "Organization", "name": article.outlet},
    }  # fmt: skip
    return {key: value for key, value in about.items() if value is not None}


def quotation(article: Article, statement: Statement) -> dict[str, Any]:
    """A Quotation or Claim that names its report and, where the report tells, its speaker; and the utterance whose wording it is, where a record knows it."""
    asserted = is_asserted(article.text, statement)
    direct = asserted and statement.kind != "indirect"
    said: dict[str, Any] = {"@type": "Quotation" if direct else "Claim", "@id": f"urn:onrecord:statement:{article.sha256[:16]}:{statement.id}", "text": article.words(statement.content) if asserted else quote(article.text, statement).words}
    if statement.speaker:
        key = "citation" if statement.speaker.kind == "document" else "spokenByCharacter" if direct else "author"
        said[key] = _speaker(statement.speaker)
    if statement.utterance:
        said["exampleOfWork"] = {"@id": f"urn:onrecord:utterance:{statement.utterance.id}"}
    return said | {"isPartOf" if direct else "appearance": {"@id": _name(article)}}


def _speaker(speaker: Speaker) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": TYPES[speaker.kind], "name": speaker.name}
    if told["@type"] == "Person":
        if speaker.role:
            told["jobTitle"] = speaker.role.text
        if speaker.organization:
            told["affiliation"] = {"@type": "Organization", "name": speaker.organization.text}
    return told


def _name(article: Article) -> str:
    return article.url or named(article.sha256)
