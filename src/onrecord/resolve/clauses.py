"""The body of which the clause right before a semicolon or a colon tells, and which "it" or "the company" behind it goes on with: "Northern Power has yet to agree; | the company | wants more", "said that Lukanda owed the
utility 9 million; | the company | denies it"."""

from onrecord.resolve.document import Document, Query
from onrecord.resolve.names import ORGANIZATION
from onrecord.resolve.words import ARTICLES, bodies

_PARTING = (";", ":")
_SMALL = frozenset(["but", "and", "though", "yet", "now"])  # which may stand between
_QUOTES = frozenset("\"“”„«»")


def subject_before(document: Document, query: Query) -> int | None:
    """The name of the body with which that clause begins, be it behind "that"; None where the source is neither "it" nor a body's noun alone, where it does not begin its own clause, or no body's name begins the one before."""
    words = document.words
    source = words[query.first : query.last]
    if source != ["it"] and not (len(source) == 2 and source[0] == "the" and source[1] in bodies()):
        return None
    end = query.first - 1
    while end > 0 and words[end] in _SMALL:
        end -= 1
    if end < 1 or words[end] not in _PARTING:
        return None
    begins = end
    while begins > 0 and document.sentence[begins - 1] == document.sentence[query.first] and words[begins - 1] not in _PARTING:
        begins -= 1
    if not _QUOTES.isdisjoint(words[begins:end]):
        return None
    starts = [u + 1 for u in range(begins, end) if words[u] == "that"][-1:] or [begins]
    first = starts[0] + (words[starts[0]] in ARTICLES)
    name = next((m for m in document.names_within(first, first + 1) if document.types[m].argmax() == ORGANIZATION and document.name_units(m)[1] < end), None)
    return None if name is None or words[document.name_units(name)[1]] in ("'", "’", "'s", "’s") else name
