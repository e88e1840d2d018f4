"""Whole reports out of a record, chosen as a search chooses, one after the other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.errors import InputError
from onrecord.keep.belonging import with_utterances
from onrecord.keep.query import MOST, Query
from onrecord.types import Article

if TYPE_CHECKING:
    from onrecord.keep.record import Record


TOGETHER = 50  # reports of which the utterances are asked for at once


def choose(record: "Record", query: Query) -> Iterator[Article]:
    """Every report that the query finds, the oldest first, its versions in their order, each statement with its utterance.  Of statements only those that were found; where neither words nor a filter ask for statements, all,
    and reports without any."""
    chosen = _chosen(record, query)
    while some := list(islice(chosen, TOGETHER)):
        utterances = record.belongings(*(statement.id for article in some for statement in article.statements))
        yield from (with_utterances(article, utterances) for article in some)


def _chosen(record: "Record", query: Query) -> Iterator[Article]:
    whole = query.within == "reports" or not (query.words.strip() or query.of_statements)
    asked = replace(query, within="reports" if whole else "statements", sort="date", limit=MOST, after=None, facets=False)
    found: dict[str, dict[str, set[str]]] = {}
    while True:
        page = record.search(asked)
        for hit in page.hits:
            ids = found.setdefault(hit.article, {}).setdefault(hit.sha256, set())
            if hit.statement:
                ids.add(hit.statement.id)
        if page.after is None:
            break
        asked = replace(asked, after=page.after)
    for article in reversed(found):
        numbers = {version.sha256: version.number for version in record.versions(article)}
        for sha256 in sorted(found[article], key=lambda each: numbers[each]):
            try:
                kept = record.article(article, numbers[sha256])
            except InputError:  # taken down meanwhile
                continue
            yield kept if whole else only(kept, found[article][sha256])


def only(article: Article, ids: Iterable[str]) -> Article:
    """The article with some of its statements; what one of them lies within is then the innermost that is left."""
    outer = {s.id: s.within for s in article.statements}
    left = set(ids)

    def holder(within: str | None) -> str | None:
        while within is not None and within not in left:
            within = outer.get(within)
        return within

    return replace(article, statements=tuple(replace(s, within=holder(s.within)) for s in article.statements if s.id in left))
