"""Where one report may tell an event, and what its clause tells of it by itself."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from onrecord.follow.clauses import Clause
from onrecord.follow.evidence import fits
from onrecord.follow.linking import LIKELIER, REPLYING_AT_ALL
from onrecord.types import Span, Statement


@dataclass(slots=True)
class Place:
    """A clause, the innermost statement whose content it is, all that hold it, and the words in it that tell of each kind of event."""

    clause: Clause
    statement: Statement | None
    chain: tuple[Statement, ...]
    cues: Mapping[str, re.Match[str]]


@dataclass(slots=True)
class Occurrence:
    """A place with the probabilities of each kind of event and of any, the likeliest kind, and its span; `taken_up`: it tells again what was asked or promised, as in "the 5 million that it promised";
    `plain`: its words say that it asks or promises, or what somebody will do, and how much or by when."""

    place: Place
    told: tuple[float, ...]
    confidence: float
    kind: str
    type: str | None
    span: Span
    strength: float
    taken_up: bool
    plain: bool

    @property
    def may_found(self) -> bool:
        """Whether it may be strong enough for a commitment of its own, whatever else is told of it."""
        return self.strength >= LIKELIER or self.taken_up

    @property
    def may_reply(self) -> bool:
        """Whether it may be strong enough for a pledge in reply to an ask."""
        return self.type == "pledge" and self.strength >= REPLYING_AT_ALL

    def may_join(self, types: Set[str]) -> bool:
        """Whether it can belong to a commitment of one of these types, as far as the clause by itself tells."""
        return any(fits(self.type, self.told, self.confidence, of) for of in types)
