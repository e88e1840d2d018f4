"""How surely what stands beside a speaker's mentions tells the role or the organization: sums of log-odds of what is plain from the text.

The odds were fitted (and rounded) by conditional logistic regression on our training reports and on PolNeAR train: among all that is found of one speaker, and nothing, which do annotators take?
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from onrecord.resolve.document import Document
from onrecord.resolve.names import ORGANIZATION as BODY
from onrecord.resolve.names import PLACE
from onrecord.resolve.roles import ONCE, ORGANIZATION, PARTIES, Description, Runs, is_capitalised
from onrecord.resolve.words import OFFICES, is_plural, is_role, kin
from onrecord.types import Span

FULLER = frozenset(["doctor", "professor", "judge", "justice", "commander", "candidate", "contender", "challenger", "rival", "opponent", "donor", "supporter", "backer", "critic", "witness", "hero", "heroine", "counterpart", "predecessor", "successor", "major", "cllr", "councillor"])
"""Roles beside which a report often tells a fuller one."""

OF_ROLE = {
    "abbreviated office": 2.2, "listed": 0.7, "kin": 0.4, "fuller elsewhere": -0.2, "unlisted": -2.0, "plural": -1.8, "once": -0.2, "one word": -0.6, "with a body": 1.7, "with a country": 0.2,
    "first mention": 1.9, "early mention": 0.6, "told again": 0.9, "joined": -1.2, "source": -1.1, "phrase": 0.4,
}  # fmt: skip
OF_BODY = {
    "tagged a body": 1.5, "names a body": 1.2, "is a body's name": 1.2, "first mention": 1.0, "owned": 0.9, "source": 0.4, "place": -0.5, "seat": 1.6, "party": -0.8, "one word": -0.9, "capitals": -1.7, "some capitals": -1.2,
    "of": -1.3, "quoted": -1.4, "tagged": -1.4,
}  # fmt: skip
OF_SHARE = 2.0  # what the logarithm of the probability counts that a noun phrase is the speaker's
LEAST_ROLE, LEAST_BODY, LEAST_BODY_OF_ROLE = -1.5, -1.0, -1.6  # below which nothing is told


@dataclass(frozen=True, slots=True)
class Found:
    """A description, how it is put to the speaker, the unit where it begins, beside which of the speaker's mentions it stands, and how probably it is the speaker's."""

    description: Description
    how: str
    unit: int
    mention: int
    share: float = 1.0


class Scale:
    """Weighs what is found in one document; `runs`: what the model tags at each unit; content: (units + 1,) whether a statement's content lies there."""

    def __init__(self, document: Document, runs: Runs, content: np.ndarray):
        self.document, self.runs, self.content = document, runs, content

    def best(self, found: Sequence[Found]) -> Description:
        """The likeliest role, with its country, and the likeliest organization; of several as likely the first, and None where none is likely enough."""
        heads = [self._head(f.description.role) for f in found]
        roles = [(self.of_role(f, bool(head) and heads.count(head) > 1), f.description) for f, head in zip(found, heads) if f.description.role]
        worth, chosen = max(roles, key=lambda row: row[0], default=(LEAST_ROLE - 1, Description()))
        if worth < LEAST_ROLE:
            chosen = Description()
        bodies = [(self.of_body(f) + (LEAST_BODY - LEAST_BODY_OF_ROLE) * (f.description is chosen), f.description.organization) for f in found if f.description.organization]
        worth, body = max(bodies, key=lambda row: row[0], default=(LEAST_BODY - 1, None))
        country = chosen.country or next((f.description.country for f in found if f.description.country), None)
        return Description(chosen.role, body if worth >= LEAST_BODY else None, country)

    def of_role(self, found: Found, again: bool) -> float:
        """Log-odds that a role is what the report tells of the speaker; `again`: whether its noun stands beside another mention too."""
        return sum(OF_ROLE[clue] for clue in self._clues_of_role(found, again)) + OF_SHARE * max(-2.0, log(found.share))

    def of_body(self, found: Found) -> float:
        """The same of an organization."""
        return sum(OF_BODY[clue] for clue in self._clues_of_body(found))

    def is_place(self, span: Span) -> bool:
        first, last = self.document.units(span)
        return any(int(self.document.types[m].argmax()) == PLACE for m in self.document.names_within(first, last))

    def _head(self, span: Span | None) -> str:
        return self.document.head(*self.document.units(span)) if span else ""

    def _clues_of_role(self, found: Found, again: bool) -> Iterator[str]:
        told = found.description
        assert told.role
        first, last = self.document.units(told.role)
        words, head = self.document.words[first:last], self._head(told.role)
        yield "fuller elsewhere" if head in FULLER else "kin" if head in kin() else "abbreviated office" if head in OFFICES else "listed" if is_role(head) else "unlisted"
        yield from _those({"plural": is_plural(head), "once": not ONCE.isdisjoint(words), "one word": sum(word.isalpha() for word in words) == 1, "with a body": told.organization is not None, "with a country": told.country is not None,
                           "told again": again, "joined": found.how.endswith("joined"), found.how: found.how in ("source", "phrase"), "first mention": found.mention == 0, "early mention": 0 < found.mention < 3})  # fmt: skip

    def _clues_of_body(self, found: Found) -> Iterator[str]:
        span = found.description.organization
        assert span
        document = self.document
        first, last = document.units(span)
        words = document.words[first:last]
        capitals = [is_capitalised(document, u) for u in range(first, last) if document.words[u].isalpha()]
        names = [document.span(int(document.first[m]), int(document.last[m])) for m in document.names_within(first, last) if int(document.types[m].argmax()) == BODY]
        yield from _those({"tagged a body": any((run := self.runs.get(u)) is not None and run[2] == ORGANIZATION for u in range(first, last)), "names a body": bool(names), "is a body's name": names[:1] == [span], "place": self.is_place(span), "seat": found.description.role is not None and self.is_place(span),
                           "party": not PARTIES.isdisjoint(words), "one word": len(words) == 1, "capitals": all(capitals), "some capitals": any(capitals) and not all(capitals), "quoted": bool(self.content[found.unit]),
                           "first mention": found.mention == 0, found.how: found.how in OF_BODY})  # fmt: skip


def _those(clues: Mapping[str, bool]) -> Iterator[str]:
    return (clue for clue, holds in clues.items() if holds)
