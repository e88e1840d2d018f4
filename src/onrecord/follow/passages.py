"""Words that stand in the text of a report, but in a row in no statement that was found there: who says them, a reader has to see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.follow.alignment import find
from onrecord.follow.candidates import texts_with
from onrecord.follow.words import Word, cut, settle_both
from onrecord.keep.index import decoded
from onrecord.keep.schema import articles, texts, versions
from onrecord.types import Span

FEWEST = 4  # words from which a passage is looked for: fewer stand anywhere
READ = 12  # texts that are read for it
MOST = 3  # passages that are told
CONTEXT = 12  # words before and behind


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the words stand: the report, the hash of its text, the stretch of the text, and what stands around it there."""

    article: str
    sha256: str
    span: Span
    published: str | None
    outlet: str | None
    before: str
    words: str
    after: str


def passages(connection: Connection, words: Sequence[Word], index: Sequence[Sequence[str]]) -> tuple[Passage, ...]:
    """The first passages with the words in a row, the earliest report first, of those few texts that are read."""
    if len(words) < FEWEST:
        return ()
    numbers = texts_with(connection, index)
    chosen = select(texts.c.text, texts.c.sha256, versions.c.published, versions.c.outlet, articles.c.article_id).select_from(texts.join(versions, versions.c.text == texts.c.id).join(articles))
    found: list[Passage] = []
    for row in connection.execute(chosen.where(texts.c.id.in_(numbers[:READ]), texts.c.text.is_not(None)).order_by(versions.c.published, versions.c.id)):
        text = decoded(row.text)
        mine, theirs = settle_both(words, cut(text))
        place = find([word.folded for word in mine], [word.folded for word in theirs])
        if place is not None:
            first, last = place.within
            start, end = theirs[first].start, theirs[last - 1].end
            before, after = text[theirs[max(0, first - CONTEXT)].start : start], text[end : theirs[min(len(theirs), last + CONTEXT) - 1].end]
            found.append(Passage(row.article_id, row.sha256, (start, end), row.published, row.outlet, before, text[start:end], after))
        if len(found) == MOST:
            break
    return tuple(found)
