"""Labels of a transcript's turns: "THE PRESIDENT:", "Mr BRUN (Lower Dell):", "Forster:".  Two labels are two speakers, and an office is who is called so, unless the text names its holder."""

from collections import Counter
from functools import cached_property

from onrecord.resolve.document import Document
from onrecord.resolve.words import ARTICLES, HONORIFICS, is_role, titles

FEWEST = 2  # labels that make a transcript
_NO_TRANSCRIPT = frozenset(["headline", "first-person headline", "dash"])
_NOBODY = frozenset(["q", "a", "question", "answer"])


class Labels:
    """The labels of a document's turns, by statement."""

    def __init__(self, document: Document):
        self.document = document
        found = {i: words for i in range(len(document.asked)) if (words := self._label(i)) is not None}
        self.of_statement = found if len(Counter(found.values())) >= FEWEST else {}
        self._named = {words: entity for i, words in self.of_statement.items() if (entity := self._entity_named(i, words)) is not None}

    def speaker(self, index: int) -> tuple[int | None, bool]:
        """Whom a statement's label names, None where it stands for itself; and whether it has a label that tells."""
        words = self.of_statement.get(index)
        if words is None:
            return None, False
        if words in self._named:
            return self._named[words], True
        holder = self.document.headed_by(self.document.queries[index])
        return holder if holder not in self._named.values() else None, True

    @cached_property
    def unnamed(self) -> frozenset[int]:
        """The entities that labels stand for which name nobody."""
        found = (self.document.nominal.get(i) for i in self.of_statement if self.speaker(i)[0] is None)
        return frozenset(int(self.document.entity[m]) for m in found if m is not None)

    def _label(self, index: int) -> tuple[str, ...] | None:
        """The words of the label with which a turn's line begins, without articles, titles, and what stands in brackets."""
        document, asked = self.document, self.document.asked[index]
        if asked.outer is not None or asked.rule in _NO_TRANSCRIPT or len(asked.source) != 1 or len(asked.cue) != 1 or document.text[slice(*asked.cue[0])].strip() != ":":
            return None
        first = document.units(asked.source[0])[0]
        while first > 0 and not document.tokens.breaks[first]:
            first -= 1
            if document.words[first].isalpha():
                return None
        words = document.outside_brackets(*document.units(asked.source[0]))
        told = tuple(w for w in words if w.isalnum() and w not in ARTICLES and w not in HONORIFICS)
        return told if told and not any(w in _NOBODY or w.isdigit() for w in told) and "," not in words else None

    def _entity_named(self, index: int, label: tuple[str, ...]) -> int | None:
        """The entity that a label names: by a name in it, be it in brackets ("THE PRESIDENT (Mrs Lind)"), or by the last words of one name of the text, or its initials."""
        document, query = self.document, self.document.queries[index]
        names = document.names_within(query.first, query.last)
        outside = [m for m in names if not self._in_brackets(query.first, document.name_units(m)[0])]
        of_office = any(is_role(w) for w in label) and not any(document.is_person(m) for m in outside)
        people = [m for m in names if document.is_person(m)]
        if people or (outside and not of_office):
            return document.entity_named(([m for m in people if m in outside] or people or outside)[0])
        if of_office or any(w in titles() for w in label):
            return None
        named = [e for e, entity in enumerate(document.entities) if entity.words[-len(label) :] == label]
        if len(named) == 1:
            return named[0]
        return document.called_by_initials(document.text[slice(*document.asked[index].source[0])]) if len(label) == 1 and len(label[0]) < 4 else None

    def _in_brackets(self, first: int, unit: int) -> bool:
        words = self.document.words[first:unit]
        return words.count("(") > words.count(")")
