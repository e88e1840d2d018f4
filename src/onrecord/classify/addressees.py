"""To whom a statement was said: the units that the model takes for addressees, each given to the statement whose cue is nearest, and whom they stand for."""

import numpy as np

from onrecord.resolve.countries import code_of
from onrecord.resolve.document import Document
from onrecord.resolve.names import ORGANIZATION, PERSON, PLACE, tagged_runs
from onrecord.resolve.speakers import Scoring, whom
from onrecord.resolve.telling import cut_behind_head, name_of
from onrecord.resolve.words import ARTICLES, PREPOSITIONS, PRONOUNS, bodies, documents, is_role, roles, titles
from onrecord.types import Addressee, SpeakerKind

ASKING = ("ask", "urg", "call", "order", "tell", "told", "beg", "invit", "advis", "press", "remind", "persuad", "implor", "appeal", "instruct", "encourag")  # how verbs begin that name whom they ask
QUESTIONS = frozenset(["how", "if", "whether", "what", "why", "who", "whom", "when", "where", "that"])
NOBODY = ARTICLES | {"this", "that"}  # words that alone name nobody: "wrote this to the city"
_ASKED = frozenset(["asked", "pressed", "questioned", "quizzed"])
_WERE = frozenset(["was", "were", "been", "being", "is", "are"])
FARTHEST = 8  # units of a content in which an infinitive begins


def tell_addressees(scoring: Scoring) -> list[Addressee | None]:
    """The addressee of each statement, None where nobody is named; once the speakers are resolved."""
    document = scoring.document
    return [run and _addressee(scoring, i, *run) for i, run in enumerate(_by_statement(document, scoring.parts["addressee"]))]


def _by_statement(document: Document, labels: np.ndarray) -> list[tuple[int, int] | None]:
    """The units of each statement's addressee; labels (units, 3) are logits of BIO."""
    found: list[tuple[int, tuple[int, int]] | None] = [None] * len(document.asked)
    by_sentence: dict[int, list[tuple[int, int, int]]] = {}
    for i, asked in enumerate(document.asked):
        for span in asked.cue:
            first, last = document.units(span)
            by_sentence.setdefault(int(document.sentence[first]), []).append((first, last, i))
    for first, last, _ in tagged_runs(document.tokens, labels):
        if NOBODY.issuperset(document.words[first:last]):
            continue
        first, last = _phrase_of(document, first, last)
        near = [(max(first - b, a - last, 0), i) for a, b, i in by_sentence.get(int(document.sentence[first]), ()) if not (_in_source(document, i, first, last) or _is_the_speakers_own(document, i, first, last))]
        if near:
            distance, i = min(near)
            if (best := found[i]) is None or distance < best[0]:
                found[i] = (distance, (first, last))
    tagged = [whole_phrase(document, i, *best[1]) if best else None for i, best in enumerate(found)]
    return [None if run and _is_wanted(document, i, run[0]) else run or _asked_to_act(document, i) or who_was_asked(document, i) for i, run in enumerate(tagged)]


def _is_wanted(document: Document, index: int, first: int) -> bool:
    """Whether a noun phrase that begins at a unit is what is asked for, and nobody who is asked: "asks for | a doctor", "called for | two nurses"."""
    return first > 1 and document.words[first - 1] == "for" and not {first - 1, first - 2}.isdisjoint(document.units_of(document.asked[index].cue))


def _phrase_of(document: Document, first: int, last: int) -> tuple[int, int]:
    """Tagged units without prepositions at their ends: of "parents in | Brova" the parents; where there is nothing else, the noun before: "residents | of | Kesten"."""
    words = document.words
    if PREPOSITIONS.issuperset(words[first:last]):
        return max(first - 1, 0), first
    while words[last - 1] in PREPOSITIONS:
        last -= 1
    while words[first] in PREPOSITIONS:
        first += 1
    return first, last


def whole_phrase(document: Document, index: int, first: int, last: int) -> tuple[int, int]:
    """With the article and the adjectives before a noun ("| a packed | room"), and the name that an office goes on to ("former | Attorney General Eric Holder")."""
    words, sentence = document.words, document.sentence
    if words[first] in PRONOUNS:
        return first, last
    cue = set(document.units_of(document.asked[index].cue))
    article = next((u for u in range(first - 1, max(-1, first - 3), -1) if words[u] in ARTICLES and sentence[u] == sentence[first]), None)
    if article is not None and all(words[u].isalpha() and words[u] not in PREPOSITIONS and u not in cue for u in range(article, first)):
        first = article
    for m in document.names_within(last, last + FARTHEST):
        begins, ends = int(document.first[m]), int(document.last[m])
        office = [u for u in range(last, begins) if words[u] in titles() or is_role(words[u])]
        if sentence[ends - 1] == sentence[last - 1] and len(office) == begins - last and (office or is_role(words[last - 1]) or words[last - 1] in titles()):
            return first, ends
    return first, last


def who_was_asked(document: Document, index: int) -> tuple[int, int] | None:
    """Who answers "Asked whether it was so, | she …", or stands before "was asked whether"."""
    asked, words = document.asked[index], document.words
    if not asked.cue or asked.source:
        return None
    first, last = document.units(asked.cue[0])
    if not any(w in _ASKED for w in words[first:last]):
        return None
    if _WERE.isdisjoint(words[first:last]):
        _, end = document.units(asked.content[-1])
        end += end < len(words) and words[end] == ","
        return _mention_at(document, end)
    return _mention_before(document, first)


def _mention_at(document: Document, unit: int) -> tuple[int, int] | None:
    if unit < len(document.words) and document.words[unit] in ("he", "she", "they"):
        return unit, unit + 1
    return next(((unit, int(document.last[m])) for m in document.names_within(unit, unit + 4) if all(w in titles() or w in ARTICLES or is_role(w) or w == "." for w in document.words[unit : int(document.first[m])])), None)


def _mention_before(document: Document, unit: int) -> tuple[int, int] | None:
    if unit and document.words[unit - 1] in ("he", "she", "they", "i", "we"):
        return unit - 1, unit
    return next(((int(document.first[m]), unit) for m in document.names_within(max(0, unit - 6), unit) if int(document.last[m]) == unit), None)


def _asked_to_act(document: Document, index: int) -> tuple[int, int] | None:
    """Who stands between a verb of asking and an infinitive: "urged | donors to send the money"."""
    asked = document.asked[index]
    if not asked.cue:
        return None
    _, behind = document.units(asked.cue[-1])
    first, last = document.units(asked.content[0])
    to = next((u for u in range(first, min(last, first + FARTHEST)) if document.words[u] == "to"), first)
    if document.words[to - 1] == "not":
        to -= 1
    if document.words[first] in QUESTIONS:
        return None
    verbs = document.words[max(0, behind - 2) : behind]
    return (first, to) if first == behind < to and any(verb.startswith(ASKING) for verb in verbs) and verbs[-1] != "for" else None


def _in_source(document: Document, index: int, first: int, last: int) -> bool:
    return any(a < last and first < b for a, b in map(document.units, document.asked[index].source))


def _is_the_speakers_own(document: Document, index: int, first: int, last: int) -> bool:
    """Whether "us" or "me" in what somebody says means him, and nobody whom he tells: "the samples tell | us | nothing", Brandt said."""
    return PRONOUNS.get(document.words[last - 1]) in ("I", "we") and any(a <= first < b for a, b in map(document.units, document.asked[index].content))


def _addressee(scoring: Scoring, index: int, first: int, last: int) -> Addressee:
    document = scoring.document
    names = [m for m in document.names_within(first, last) if int(document.last[m]) == last]
    entity = int(document.entity[names[-1]]) if names else whom(scoring, index, first, last)
    name = name_of(document, entity) if entity is not None else cut_behind_head(document, first, last)
    return Addressee((document.span(first, last),), document.text[slice(*name)], _kind(document, entity, first, last))


def _kind(document: Document, entity: int | None, first: int, last: int) -> SpeakerKind:
    """Of a name by its type, of a noun phrase by its head."""
    if entity is not None and entity < len(document.entities):
        kind = int(document.entities[entity].types.argmax())
        if kind == PLACE or code_of(document.text[slice(*document.span(*document.fullest(entity)))]):
            return "country"
        return "person" if kind == PERSON else "organization" if kind == ORGANIZATION else "group"
    if entity is not None:
        first, last = document.fullest(entity)
    head = document.head(first, last)
    if head in bodies():
        return "organization"
    if document.plural(first, last):
        return "group"
    return "document" if head in documents() and head not in roles() else "person"
