"""Who writes "I" outside quotation marks: whoever signs what stands before the signature, else whom the last line tells of ("Ana Lind is the mayor of Brova."), else the byline's name."""

from onrecord.resolve.document import Document
from onrecord.resolve.names import PERSON
from onrecord.resolve.words import ARTICLES, is_role, titles

LONGEST = 10  # units of a signature
TOP, BOTTOM = 80, 2  # units in which a byline stands, and lines in which the author is told of
_WRITES = frozenset(["is", "writes", "was"])


class Signatures:
    """The signatures of a document, and its author."""

    def __init__(self, document: Document):
        self.document = document
        words, breaks = document.words, document.tokens.breaks
        starts = [u for u in range(len(words)) if u == 0 or breaks[u]]
        names = {int(document.first[m]): m for m in range(document.name_count) if int(document.types[m].argmax()) == PERSON}
        self.signed: list[tuple[int, int]] = []
        bylines, told = [], []
        for k, (start, end) in enumerate(zip(starts, [*starts[1:], len(words)])):
            by = words[start] == "by"
            first = start + by
            while first < end and (words[first] in titles() or words[first] in ".-–—" or is_role(words[first])):
                first += 1
            if first not in names:
                continue
            entity, last = int(document.entity[names[first]]), int(document.last[names[first]])
            if by and start < TOP:
                bylines.append(entity)
            elif end - first <= LONGEST and k > 0 and (last == end or words[last] in ",("):
                self.signed.append((start, entity))
            elif k >= len(starts) - BOTTOM and words[last : last + 1] and words[last] in _WRITES and (words[last + 1 : last + 2] and (words[last + 1] in ARTICLES or is_role(words[last + 1]))):
                told.append(entity)
        self.author = told[0] if len(set(told)) == 1 else bylines[0] if len(set(bylines)) == 1 else None

    def writer(self, unit: int) -> int | None:
        """The entity that writes the words at a unit; None where they are quoted, or nobody signs them."""
        if self._quoted(unit):
            return None
        return next((entity for start, entity in self.signed if start > unit), self.author)

    def _quoted(self, unit: int) -> bool:
        document = self.document
        start = unit
        while start > 0 and not document.tokens.breaks[start]:
            start -= 1
        words = document.words[start:unit]
        return sum(w in "“«„" for w in words) > sum(w in "”»" for w in words) or words.count('"') % 2 == 1 or words[:1] in (["‘"], ["'"])
