"""Who writes "I" outside quotation marks: whose statement it is ("STATEMENT BY THE MAYOR, ANA LIND"), else whoever signs what stands before the signature, else whom the last line tells of ("Ana Lind is the mayor of
Brova."), else the byline's name.  Who is to be asked for more, or is named in notes to editors, signs nothing."""

from collections.abc import Sequence
from functools import cached_property

from onrecord.resolve.document import Document, Query
from onrecord.resolve.named_sources import person_named
from onrecord.resolve.names import PERSON
from onrecord.resolve.words import ARTICLES, is_role, titles

LONGEST = 10  # units of a signature
TOP, BOTTOM = 80, 2  # units in which a byline stands, and lines in which the author is told of
_WRITES = frozenset(["is", "writes", "was"])
_HEADINGS = 3  # lines at the top, in which it stands whose statement it is
_STATEMENTS = frozenset(["statement", "message", "remarks", "letter", "speech", "address", "declaration", "testimony", "comments", "words", "greetings", "appeal"])
_OF = frozenset(["by", "from", "of"])
_TO_THE_PRESS = (("notes", "to", "editors"), ("notes", "for", "editors"), ("note", "to", "editors"), ("note", "to", "editor"), ("editor", "s", "notes"), ("editors", "notes"), ("for", "more", "information"), ("for", "further", "information"),
                 ("for", "media"), ("for", "press"), *((who, what) for who in ("press", "media", "news") for what in ("contact", "contacts", "office", "enquiries", "inquiries", "queries", "enquiry", "inquiry")))  # fmt: skip
"""Words with which lines begin from which on nobody signs."""
_ALONE = frozenset(["contact", "contacts", "ends", "end"])  # which do so where they are all of a line, or have a colon or a "for" behind


class Signatures:
    """The signatures of a document, and its author."""

    def __init__(self, document: Document):
        self.document = document
        words, breaks = document.words, document.tokens.breaks
        starts = [u for u in range(len(words)) if u == 0 or breaks[u]]
        names = {int(document.first[m]): m for m in range(document.name_count) if int(document.types[m].argmax()) == PERSON}
        self.signed: list[tuple[int, int]] = []
        self.issuer: tuple[int, int] | None = None
        lines = list(zip(starts, [*starts[1:], len(words)]))
        lines = lines[: next((k for k, (start, end) in enumerate(lines) if k and _is_for_the_press(words[start:end])), len(lines))]
        self._behind = lines[-1][1] if lines else 0  # where nobody signs any more
        bylines, told = [], []
        for k, (start, end) in enumerate(lines):
            if k < _HEADINGS and self.issuer is None and (issuer := self._whose(start, end)) is not None:
                self.issuer = end, issuer
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
            elif k >= len(lines) - BOTTOM and words[last : last + 1] and words[last] in _WRITES and (words[last + 1 : last + 2] and (words[last + 1] in ARTICLES or is_role(words[last + 1]))):
                told.append(entity)
        self.author = told[0] if len(set(told)) == 1 else bylines[0] if len(set(bylines)) == 1 else None

    def writer(self, unit: int) -> int | None:
        """The entity that writes the words at a unit; None where they are quoted, or nobody signs them."""
        if self._quoted(unit):
            return None
        if self.issuer is not None and unit >= self.issuer[0]:
            return self.issuer[1]
        return next((entity for start, entity in self.signed if start > unit), self.author)

    @cached_property
    def contacts(self) -> frozenset[int]:
        """The people who are named where nobody signs and nowhere else."""
        people = [m for m in range(self.document.name_count) if self.document.is_person(m)]
        return frozenset(int(self.document.entity[m]) for m in people if self.document.first[m] >= self._behind) - {int(self.document.entity[m]) for m in people if self.document.first[m] < self._behind}

    def strangers(self, query: Query) -> frozenset[int]:
        """Who cannot be "I" or "we" outside of what others say: contacts for the press, and of "we" in somebody's statement everybody else who is named."""
        if query.form == "we" and self.issuer is not None and (writer := self.writer(query.first)) is not None:
            return frozenset(int(self.document.entity[m]) for m in range(self.document.name_count) if self.document.is_person(m)) - {writer}
        return self.contacts if query.form in ("I", "we") else frozenset()

    def _whose(self, start: int, end: int) -> int | None:
        """The one person whose statement, letter or speech a heading announces."""
        document = self.document
        words = [w.strip(".:") for w in document.words[start:end]]
        at = next((k for k in range(1, len(words)) if words[k] in _OF and words[k - 1] in _STATEMENTS), None)
        if at is None or words[-1] in _STATEMENTS or document.text[document.tokens.ends[end - 1] - 1] in ".!?":
            return None
        first = start + at + 1
        name = person_named(document, Query(first, end, document.form(first, end))) if first < end else None
        return None if name is None else int(document.entity[name])

    def _quoted(self, unit: int) -> bool:
        document = self.document
        start = unit
        while start > 0 and not document.tokens.breaks[start]:
            start -= 1
        words = document.words[start:unit]
        return sum(w in "“«„" for w in words) > sum(w in "”»" for w in words) or words.count('"') % 2 == 1 or words[:1] in (["‘"], ["'"])


def _is_for_the_press(line: Sequence[str]) -> bool:
    """Whether a line of words in lower case begins what is meant for the press alone: contacts, notes to editors."""
    words = [w for w in line[:6] if w.isalnum()]
    if any(tuple(words[: len(begin)]) == begin for begin in _TO_THE_PRESS):
        return True
    return bool(words) and words[0] in _ALONE and (len([w for w in line if w.isalnum()]) == 1 or words[1:2] == ["for"] or line[line.index(words[0]) + 1] == ":")
