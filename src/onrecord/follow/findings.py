"""What one report tells about commitments: each finding is one event as one clause tells it, before it is known to which commitment it belongs."""

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from onrecord.types import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """An event that a clause tells.

    `kind` is one of the ledger's kinds of events; `type` is ask or pledge where the clause itself asks or promises, and `strength`, 0 to 1, how surely: a commitment is made of those that are
    likely enough, the others only join one.  `span` is the clause, `what` the words for what is asked or promised, `terms` their stems with weights, `names` the stems of names among them.
    `by` is who did it, `counterpart` to whom.  `day` is when it happened, None: on the article's day; where the words name a period, `day` is its first and `last` its last day.  `retold` tells that somebody recalls it later.
    `amounts` are (value, unit, further) in the order of the clause, `share` a part ("half of it"); `due` is (from, to, start, end).  `numbers` are all numbers of the clause.  `anaphoric`: its subject is a pronoun;
    `plain`: its words say that it asks or promises ("promised", "appealed for"), and do not deny it, or what somebody will do, and how much or by when; `vague`: it has neither an amount nor words that tell much of what it is;
    `cued`: a word of asking or promising introduces it.  `chances` are the probabilities of EVENTS but the first, "none"; `around` are the stems of the sentences around, with weights; `headline`: it stands in the report's
    headline.
    """

    kind: str
    span: Span
    sentence: int
    paragraph: int
    statement: str | None = None
    type: str | None = None
    strength: float = 0.0
    what: Span | None = None
    text: str = ""
    terms: dict[str, float] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    by: tuple[str, str] | None = None
    counterpart: tuple[str, str] | None = None
    named: tuple[str, ...] = ()
    day: str | None = None
    retold: bool = False
    amounts: tuple[tuple[float, str, bool, int, int], ...] = ()
    share: float | None = None
    numbers: tuple[float, ...] = ()
    tokens: tuple[str, ...] = ()
    vague: bool = False
    cued: bool = False
    due: tuple[str | None, str | None, int, int] | None = None
    dates: tuple[tuple[str, str], ...] = ()
    condition: Span | None = None
    firmness: str = "firm"
    anaphoric: bool = False
    confidence: float = 0.5
    act: str | None = None
    chances: tuple[float, ...] = ()
    last: str | None = None
    plain: bool = False
    around: dict[str, float] = field(default_factory=dict)
    headline: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values, without those that are as they are unless told."""
        return {name: value for name in _NAMES if (value := getattr(self, name)) != _UNLESS_TOLD.get(name, MISSING)}


_NAMES = tuple(each.name for each in fields(Finding))
_UNLESS_TOLD = {each.name: each.default if each.default_factory is MISSING else each.default_factory() for each in fields(Finding)}


def finding_of(row: dict[str, Any]) -> Finding:
    """From the plain JSON values of `to_dict`, in which lists stand for tuples."""
    return Finding(**{name: _tuples(value) for name, value in row.items()})


def places_of(finding: Finding) -> list[Span]:
    """Every span of the text that it names."""
    due = () if finding.due is None else (finding.due[2:],)
    return [finding.span, *(span for span in (finding.what, finding.condition) if span), *due, *((start, end) for _, _, _, start, end in finding.amounts)]


def _tuples(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return tuple(map(_tuples, value)) if value and isinstance(value[0], list) else tuple(value)
