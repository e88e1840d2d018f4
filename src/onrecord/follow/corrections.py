"""What a person decides about the ledger holds against all that is computed, now and later."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from onrecord.follow.findings import Finding
from onrecord.identity import address_of

Decision = Literal["link", "unlink", "reject", "undo"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated row: `link` puts an event to a commitment, `unlink` keeps it away from one, `reject` says that a commitment is none, `undo` takes back the row `undoes`.

    `event` and `commitment` are addresses as `event_id` and `commitment_id` make them.
    """

    number: int
    at: str
    who: str
    why: str
    decision: Decision
    commitment: str | None = None
    event: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """The rows that hold, as the linker asks for them."""

    linked: dict[str, str] = field(default_factory=dict)
    unlinked: frozenset[tuple[str, str]] = frozenset()
    rejected: frozenset[str] = frozenset()


def in_force(rows: Iterable[Correction]) -> Corrections:
    """What holds of all rows, the later before the earlier."""
    rows = sorted(rows, key=lambda row: row.number)
    undone = {row.undoes for row in rows if row.decision == "undo"}
    held = [row for row in rows if row.number not in undone and row.decision != "undo"]
    linked: dict[str, str] = {}
    unlinked: set[tuple[str, str]] = set()
    for row in held:
        if row.decision == "link" and row.event and row.commitment:
            linked[row.event] = row.commitment
            unlinked.discard((row.event, row.commitment))
        elif row.decision == "unlink" and row.event and row.commitment:
            unlinked.add((row.event, row.commitment))
            if linked.get(row.event) == row.commitment:
                del linked[row.event]
    return Corrections(linked, frozenset(unlinked), frozenset(row.commitment for row in held if row.decision == "reject" and row.commitment))


def event_id(article: str, finding: Finding) -> str:
    """The address of an event: a hash of its report, its clause and what it was read as."""
    return address_of(f"event {article} {finding.span[0]} {finding.span[1]} {finding.kind}")


def commitment_id(article: str, finding: Finding) -> str:
    """The address of a commitment: a hash of its type and of the report and clause where it is asked or promised; each later wording of it leads there too."""
    return address_of(f"{finding.type} {article} {finding.span[0]} {finding.span[1]}")
