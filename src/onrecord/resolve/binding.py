"""Whom a noun phrase cannot stand for where it stands: nobody else in its clause, and in what somebody says not the one who says it (principles B and C of binding theory; Chomsky, Lectures on Government and
Binding, 1981)."""

from collections.abc import Mapping, Sequence

import numpy as np

from onrecord.resolve.document import Document
from onrecord.resolve.roles import POSSESSIVE
from onrecord.resolve.words import ARTICLES, PREPOSITIONS, bodies, is_role, titles

NEAR = 5  # units between two noun phrases that are surely of one clause

_MEANWHILE = frozenset(["as", "while"])
_QUOTES = frozenset("\"“„«‘'”»")
_WHO = ("he", "she")
_MEETING = frozenset(["asked", "pressed", "questioned", "quizzed", "challenged", "interviewed", "speaking", "talking", "responding", "replying", "answering", "joined", "accompanied", "flanked"])
_ASK = frozenset(["ask", "asks", "asked", "wonder", "wonders", "wondered"])
_INTO = frozenset(["about", "whether", "if", "what", "how", "why", "when", "where", "who", "whom", "which"])  # with which an indirect question begins
_NEAR_STATEMENTS = 4  # statements before and behind an answer, among which its question is
_QUESTIONS = frozenset(["question", "questions"])
_BY = frozenset(["by", "to", "with", "from", "of"])
_TURNS = frozenset(["question", "answer", "transcript"])  # whose words are direct speech without quotation marks
_NOT_SPEAKING = frozenset(["he", "she", "they", "you"])  # forms of pronouns that nobody calls himself by
_CLAUSE_ENDS = frozenset([",", ";", ":", "(", ")", "—", "–", "\"", "“", "”", "«", "»", "and", "or", "but", "that", "which", "who", "whom", "whose", "when", "while", "where", "because", "if", "as", "though", "although", "since", "until", "before", "after",
                          "is", "was", "be", "been", "being", "became", "becomes", "become", "remains", "remained", "named", "called"])  # fmt: skip


def named_in_own_words_alone(document: Document, index: int, entity_now: np.ndarray) -> set[int]:
    """The entities that a text mentions nowhere but in a statement's own quotation, and that do not say it therefore: "Ask the chairman," he said."""
    content = document.asked[index].content
    if not content or document.text[content[0][0]] not in _QUOTES:
        return set()
    inside = np.zeros(len(document.first), dtype=bool)
    for span in content:
        first, last = document.units(span)
        inside |= (document.first >= first) & (document.last <= last)
    return set(entity_now[inside].tolist()) - set(entity_now[~inside].tolist()) if inside.any() else set()


def addressed(document: Document, index: int, entity_now: np.ndarray) -> set[int]:
    """Whom the words of a statement without a source address by name where they begin, and who does not say them therefore: "Minister Lind, why …?"."""
    content = document.asked[index].content
    if not content or document.queries[index].form != "none" or document.text[content[0][0]] not in _QUOTES or "?" not in document.text[slice(*content[0])]:
        return set()
    first, last = document.units(content[0])
    name = next((m for m in document.names_within(first, min(last, first + NEAR)) if document.is_person(m)), None)
    if name is None:
        return set()
    begins, ends = document.name_units(name)
    before = [w for w in document.words[first:begins] if w.isalnum()]
    return {int(entity_now[name])} if all(w in titles() or is_role(w) for w in before) and document.words[ends : ends + 1] == [","] else set()


def asking_before(document: Document, index: int, entity_now: np.ndarray) -> set[int]:
    """Who asks in the sentence before a quotation without source and cue, and does not answer therefore: "| A deputy | asked whether he had signed. “I sign nothing.”"."""
    asked = document.asked[index]
    if asked.source or asked.cue or not asked.content or "?" in document.text[slice(*asked.content[0])]:
        return set()
    first = document.units(asked.content[0])[0]
    before = int(document.sentence[max(0, first - 1)])
    found = set()
    for other, query in zip(document.asked, document.queries):
        if other.cue and query.form != "none" and document.sentence[query.first] in (before, int(document.sentence[first]) - 1):
            cue = [document.words[u] for u in document.units_of(other.cue)]
            if not _ASK.isdisjoint(cue) and document.words[document.units(other.content[0])[0]] in _INTO and query.first < first:
                found |= set(entity_now[(document.first >= query.first) & (document.last <= query.last)].tolist())
    return found


def asking_another(document: Document, index: int, entity_now: np.ndarray) -> set[int]:
    """Who asks in the sentence before a quotation, and does not answer therefore: not "he" or "she" where somebody is asked by name ("| A reporter | asked Lind whether she would sign. “I sign nothing,” she said"), nor whom another
    noun names ("| The senator | asked whether it was true. “It is,” the executive said")."""
    asked, query = document.asked[index], document.queries[index]
    pronoun, office = document.words[query.first] in _WHO, document.head(query.first, query.last)
    if not (pronoun or (query.form == "the" and is_role(office))) or not asked.content or document.text[asked.content[0][0]] not in _QUOTES or "?" in document.text[slice(*asked.content[0])]:
        return set()
    first = document.units(asked.content[0])[0]
    found = set()
    for near in range(max(0, index - _NEAR_STATEMENTS), min(index + _NEAR_STATEMENTS, len(document.asked))):
        other, asking = document.asked[near], document.queries[near]
        if other.cue and other.content and asking.form != "none" and asking.first < first <= query.first and document.sentence[asking.first] == document.sentence[first - 1]:
            behind, goes_on = document.units(other.cue[-1])[1], document.units(other.content[0])[0]
            asks = not _ASK.isdisjoint(document.words[u] for u in document.units_of(other.cue)) and document.words[goes_on] in _INTO
            others_office = not pronoun and asking.form == "the" and is_role(noun := document.head(asking.first, asking.last)) and noun != office
            if asks and (others_office if not pronoun else any(document.is_person(m) and document.name_units(m)[1] == goes_on for m in document.names_within(behind, goes_on))):
                found |= set(entity_now[(document.first >= asking.first) & (document.last <= asking.last)].tolist())
    return found


def met_at_the_outset(document: Document, index: int, entity_now: np.ndarray) -> set[int]:
    """Whom the words with which its sentence begins tell of as asking or meeting the one who is "he" or "she" then: "Asked by | a reporter |, he said", "To the question of | a reporter | he said"."""
    query, words = document.queries[index], document.words
    begins = int(np.searchsorted(document.sentence, document.sentence[query.first]))
    if words[query.first] not in _WHO or not (words[begins] in _MEETING or not _QUESTIONS.isdisjoint(words[begins : begins + 4])):
        return set()
    found = set()
    for m in np.flatnonzero((document.first >= begins) & (document.last <= query.first)).tolist():
        unit = int(document.first[m]) - 1
        while unit > begins and words[unit].isalpha() and words[unit] not in PREPOSITIONS:
            unit -= 1
        if words[unit] in _BY and words[int(document.last[m])] not in POSSESSIVE and int(document.first[m]) - unit <= NEAR:
            found.add(int(entity_now[m]))
    return found


def speaking_directly(document: Document, index: int, speakers: Mapping[int, int | None]) -> set[int]:
    """Who says the words in which a pronoun stands that is a statement's source, and is not meant by it therefore: "| He | said he would stay," she says; `speakers`: by statement, of those before."""
    query, outer = document.queries[index], document.asked[index].outer
    if query.form not in _NOT_SPEAKING:
        return set()
    found = set()
    while outer is not None:
        asked = document.asked[outer]
        within = next((span for span in asked.content if document.units(span)[0] <= query.first < document.units(span)[1]), None)
        if within is not None and (asked.rule in _TURNS or document.text[within[0]] in _QUOTES) and (speaker := speakers.get(outer)) is not None:
            found.add(speaker)
        outer = asked.outer
    return found


def may_stand_for(document: Document, mention: int, mentions: Sequence[tuple[int, int]], statements: Sequence[int]) -> bool:
    """Whether a noun phrase may stand for somebody of whom some mentions (first unit, last unit) and statements are known."""
    first, last = int(document.first[mention]), int(document.last[mention])
    for i in statements:
        if any(a <= first and last <= b for a, b in map(document.units, document.asked[i].content)):
            return False
    if _begins_clause(document, first) and any(other[1] <= first and document.sentence[other[0]] == document.sentence[first] for other in mentions):
        return False
    return not any(_in_one_clause(document, *sorted([(first, last), other])) for other in mentions if document.sentence[other[0]] == document.sentence[first])


def _begins_clause(document: Document, first: int) -> bool:
    """Whether a noun phrase is the subject of a clause that tells what another does meanwhile: "Ana Lind wept as | the foreman | read"."""
    return first > 0 and document.words[first - 1] in _MEANWHILE


def _in_one_clause(document: Document, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether but a verb and its small words stand between two noun phrases, which are none that belong to the first ("the head | of the Harbour Board | Ana Lind")."""
    between = range(one[1], other[0])
    if not 0 < len(between) <= NEAR or not _CLAUSE_ENDS.isdisjoint(document.words[one[1] : other[0]]):
        return False
    return document.words[other[0] - 1] not in bodies() and not all(document.words[u] in PREPOSITIONS or document.words[u] in ARTICLES or document.text[document.tokens.starts[u]].isupper() for u in between)
