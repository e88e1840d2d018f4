"""What was found in a record, its statements with the utterances to which they belong."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from onrecord.keep.lookup import Kept
from onrecord.keep.search import Page
from onrecord.types import Article, Belonging, Statement

Found = TypeVar("Found", bound=Article | Kept | Page)


def statements_of(found: Article | Kept | Page) -> tuple[Statement, ...]:
    if isinstance(found, Page):
        return tuple(hit.statement for hit in found.hits if hit.statement)
    return found.statements if isinstance(found, Article) else (found.statement,)


def with_utterances(found: Found, utterances: Mapping[str, Belonging]) -> Found:
    """The same, each statement with its utterance of those, by the statements' ids."""

    def told(statement: Statement) -> Statement:
        return replace(statement, utterance=utterances.get(statement.id))

    if isinstance(found, Page):
        return replace(found, hits=tuple(replace(hit, statement=hit.statement and told(hit.statement)) for hit in found.hits))
    if isinstance(found, Article):
        return replace(found, statements=tuple(map(told, found.statements)))
    return replace(found, statement=told(found.statement))
