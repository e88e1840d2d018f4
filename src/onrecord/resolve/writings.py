"""What is written is no other writing: "the paper" is not the post that cites it, "the researchers" are no journal, and "it", a statement from somebody, is that body's or person's alone."""

import numpy as np

from onrecord.resolve.countries import code_of
from onrecord.resolve.document import INDEFINITE, Document, Query
from onrecord.resolve.issuers import issuer_of
from onrecord.resolve.names import ORGANIZATION, OTHER, PERSON
from onrecord.resolve.words import ARTICLES, bodies, documents, is_plural

SURELY = 0.9  # share of a type from which an entity is surely of it
_ONE = ("study research paper report analysis findings experiment experiments document documents survey poll polls questionnaire", "post tweet message", "statement message letter communique communiqué",
        "footage video images image recording recordings photo photos", "ruling verdict order", "law laws bill act", "data figures statistics estimates estimate results records record numbers", "article editorial review", "email e-mail emails message",
        "plan plans draft proposal", "lawsuit suit complaint filing filings petition indictment")  # fmt: skip
"""Nouns of which two may name one writing."""
_LOOSE = frozenset(["findings", "data", "figures", "results", "statistics", "numbers", "estimate", "estimates", "record", "records", "plan", "plans", "evidence", "research"])  # which belong to other writings as often
_WRITTEN = frozenset(["post", "article", "report", "letter", "statement", "tweet", "video", "caption", "email", "e-mail", "memo", "memorandum", "poster", "leaflet", "message", "study", "survey", "poll", "transcript", "document", "dossier", "petition"])
_PRINTING = frozenset(["journal", "magazine", "review", "annals", "proceedings"])
NEAR = 3  # sentences from a writing back to where it is told whose it is
_OWN = frozenset(["his", "her", "its", "their"])
_FIRST = 4  # words of a noun phrase
_GROUPS = tuple(frozenset(line.split()) for line in _ONE)


def other_writings(document: Document, query: Query, entity_now: np.ndarray) -> set[int]:
    """The entities that a writing, a body or people in the plural cannot be."""
    if query.form not in ("the", "bare"):
        return set()
    noun = document.head(query.first, query.last)
    if noun in _LOOSE:
        return set()
    if noun in bodies() and noun not in documents():
        return {int(entity_now[m]) for m in range(document.name_count, len(document.first)) if entity_now[m] >= len(document.entities) and _is_anothers(document, int(document.first[m]), int(document.last[m]))}
    if noun not in documents():
        return {e for e, entity in enumerate(document.entities) if entity.types[OTHER] > SURELY} | _writings(document, entity_now) if is_plural(noun) else set()
    named_before = any(document.words[u] == noun and not INDEFINITE.isdisjoint(document.words[max(0, u - 3) : u]) for u in range(query.first))
    one, others = set(), set()
    for m in range(document.name_count, len(document.first)):
        head = _noun(document, int(document.first[m]), int(document.last[m]))
        if head == noun:
            one.add(int(entity_now[m]))
        elif head in documents() and (named_before or not any({head, noun} <= group for group in _GROUPS)):
            others.add(int(entity_now[m]))
    return others - one


def _writings(document: Document, entity_now: np.ndarray) -> set[int]:
    """The entities of writings that no name tells of."""
    return {int(entity_now[m]) for m in range(document.name_count, len(document.first)) if entity_now[m] >= len(document.entities) and is_writing(document, int(document.first[m]), int(document.last[m]))}


def journals(document: Document, query: Query) -> set[int]:
    """The journals that a text names only as where something came out, and which say nothing: "scientists report in the journal | Shore | that …"; "the journal" may be one of them."""
    if query.form in ("name", "it") or document.words[query.last - 1] in _PRINTING:
        return set()
    named: dict[int, bool] = {}
    for m in range(document.name_count):
        if not document.is_person(m):
            entity = document.entity_named(m)
            named[entity] = named.get(entity, True) and _is_where(document, *document.name_units(m))
    return {entity for entity, only in named.items() if only}


def _is_where(document: Document, first: int, last: int) -> bool:
    words = document.words
    at = first - 1
    while at > 0 and (words[at] in ARTICLES or words[at] in _PRINTING):
        at -= 1
    return words[at] in "in" and (words[first - 1] in _PRINTING or not _PRINTING.isdisjoint(words[first:last]))


def _is_anothers(document: Document, first: int, last: int) -> bool:
    """Whether a noun phrase is a writing that names nobody who issued it: "a report commissioned by the transport union" is not the union."""
    noun = _noun(document, first, last)
    return noun in documents() and noun not in bodies() and issuer_of(document, first, last) is None


def _noun(document: Document, first: int, last: int) -> str:
    """The head noun of a noun phrase, or the writing's among its first words: "a post | shared 40,000 times"."""
    head = document.head(first, last)
    return head if head in documents() else next((w for w in document.words[first : min(last, first + _FIRST)] if w in documents()), head)


def is_writing(document: Document, first: int, last: int) -> bool:
    """Whether a noun phrase names a writing and nothing else: "the post", "a statement"; not the Post, nor "the paper", which may be a newspaper."""
    noun = _noun(document, first, last)
    at = next((u for u in range(first, last) if document.words[u] == noun), None)
    return noun in _WRITTEN and at is not None and not document.text[document.tokens.starts[at]].isupper()


def issuer_before(document: Document, query: Query) -> int | None:
    """The mention of who issued the writing that "it" or "the statement" stands for, where the sentence before says so, or for the noun one of those before: "A statement from | the widow of Carl Lind | was read out." """
    noun = _definite(document, query)
    if noun is None and (document.words[query.first] != "it" or query.last - query.first != 1):
        return None
    sentence = int(document.sentence[query.first])
    at = query.first - 1
    while at > 0 and document.sentence[at] >= sentence - (1 if noun is None else NEAR):
        if document.words[at] in ("from", "by") and (document.words[at - 1] in documents() if noun is None else document.words[at - 1] == noun) and not INDEFINITE.isdisjoint(document.words[max(0, at - 3) : at - 1]):
            return _mention_at(document, at + 1)
        at -= 1
    return None


def _mention_at(document: Document, unit: int) -> int | None:
    """The noun phrase, or else the name of somebody or of a body, that begins at a unit, be there an article and a nationality before it."""
    begins = [unit]
    begins += [unit + 1] if document.words[unit : unit + 1] == ["the"] else []
    begins += [begins[-1] + 1] if begins[-1] < len(document.words) and code_of(document.words[begins[-1]]) else []
    people_and_bodies = (m for m in range(document.name_count) if document.types[m].argmax() in (PERSON, ORGANIZATION))
    return next((m for m in (*range(document.name_count, len(document.first)), *people_and_bodies) if int(document.first[m]) in begins), None)


def written_in(document: Document, index: int) -> int | None:
    """The statement before whose words say that it was made in the writing for which the source of another stands: "Lind wrote | in a letter to staff | that …"; its speaker is who issued it."""
    query = document.queries[index]
    noun = _definite(document, query)
    if noun is None:
        return None
    sentence = int(document.sentence[query.first])
    for i in range(index - 1, -1, -1):
        cue = document.asked[i].cue
        if document.asked[i].outer is not None or not cue or document.queries[i].form == "none":
            continue
        begins = document.units(cue[0])[0]
        if document.sentence[begins] < sentence - NEAR:
            return None
        if document.sentence[begins] < sentence and _made_in(document, i, noun):
            return i
    return None


def _made_in(document: Document, index: int, noun: str) -> bool:
    """Whether beside the source and cue of a statement stands "in a", "in an open" and the like with a noun."""
    asked, words = document.asked[index], document.words
    content = set(document.units_of(asked.content))
    at = int(document.sentence[document.units(asked.cue[0])[0]])
    for u in range(int(np.searchsorted(document.sentence, at)), int(np.searchsorted(document.sentence, at + 1))):
        if words[u] == noun and u not in content:
            before = words[max(0, u - _FIRST) : u]
            if "in" in before and not (INDEFINITE | _OWN).isdisjoint(before[before.index("in") :]):
                return True
    return False


def _definite(document: Document, query: Query) -> str | None:
    """The noun of a source that is only "the letter", "the statement" and the like."""
    words = document.words[query.first : query.last]
    return words[1] if len(words) == 2 and words[0] == "the" and is_writing(document, query.first, query.last) else None
