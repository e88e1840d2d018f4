"""Who acts in the report's own words right before "he" or "she", though he says nothing there by name: "Ana Lind was not amused. "…" | she | said"."""

import re
from dataclasses import dataclass

import numpy as np

from onrecord.resolve.document import QUOTES, Document, Query
from onrecord.resolve.named_sources import heads
from onrecord.resolve.roles import POSSESSIVE
from onrecord.resolve.words import PRONOUNS, is_role

LONGEST_SENTENCE = 500  # characters of a sentence before a quotation that are looked at
NEAR = 2  # sentences of the report's own words from who acts to the pronoun
_WHO = ("he", "she")
_LAST_SENTENCE = re.compile(r"(?:\A|[\r\n]|[.!?…][ \t]+)(?P<words>(?:A|An|Another|One)[ \t]+(?P<who>(?:[a-z][\w’'-]*[ \t]+){1,4})[^\r\n.!?…\"“”„«»]*[.!?…:])\s*\Z")
_PEOPLE = frozenset(["man", "woman", "girl", "boy", "resident", "neighbour", "neighbor", "passer-by", "villager", "islander", "passenger", "pensioner", "shopper", "customer", "pupil", "student", "teenager", "survivor", "widow", "mother", "father", "grandmother", "grandfather", "onlooker", "visitor", "protester", "striker"])


@dataclass(frozen=True, slots=True)
class Actor:
    """The entity of a person, the mention by which it is named, and the unit with which its sentence begins."""

    entity: int
    mention: int
    begins: int


class Acting:
    """The sentences of a document that are not quoted, and who acts in them."""

    def __init__(self, document: Document):
        self.document = document
        self.quoted = document.quoted
        self.own_people = [m for m in range(document.name_count) if document.is_person(m) and not self.quoted[document.name_units(m)[0]]]
        self._firsts = [document.name_units(m)[0] for m in self.own_people]

    def before(self, query: Query) -> Actor | None:
        """The one person whom the report itself names in the last sentence of its own words before a pronoun, with whom that sentence begins; None where the pronoun's own sentence names people, or others are named there."""
        document, sentence = self.document, self.document.sentence
        if query.form not in _WHO or document.words[query.first] not in _WHO or query.last - query.first > 1 or self.quoted[query.first]:
            return None
        count = int(np.searchsorted(self._firsts, query.first))
        if not count:
            return None
        at = int(sentence[self._firsts[count - 1]])
        first = next(m for m, unit in zip(self.own_people, self._firsts) if sentence[unit] == at)
        begins, (start, end) = int(np.searchsorted(sentence, at)), document.name_units(first)
        own = set(sentence[start : query.first][~self.quoted[start : query.first]].tolist()) | {int(sentence[query.first])}
        anothers = any(PRONOUNS.get(word) == query.form for word in document.words[begins:start])  # "Her chief, Ole Lund, was in the hall. … she said"
        if anothers or not 1 < len(own) <= NEAR + 1 or not heads(document, begins, start) or document.words[end] in POSSESSIVE:
            return None
        return Actor(document.entity_named(first), first, begins)


def somebody_unnamed(document: Document, index: int) -> bool:
    """Whether a quotation that no cue claims stands behind a sentence in which somebody acts who is not named: "A pharmacist on Ulm shook his head. | “Insulin does not strike.” |"."""
    asked = document.asked[index]
    if asked.source or asked.cue or not asked.content or document.text[asked.content[0][0]] not in QUOTES:
        return False
    start = asked.content[0][0]
    furthest = max(0, start - LONGEST_SENTENCE)
    m = _LAST_SENTENCE.search(document.text, max(document.text.rfind("\n", furthest, start), document.text.rfind("\r", furthest, start), furthest), start)
    if m is None or not any(is_role(word) or word in _PEOPLE for word in m["who"].split()):
        return False
    return not any(map(document.is_person, document.names_within(*document.units(m.span("words")))))
