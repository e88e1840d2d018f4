"""To which of several entities a partial name belongs: a bare surname, initials with a surname, an acronym, or a full name of which nothing is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log1p

from onrecord.resolve.appearances import BODY, Key
from onrecord.resolve.clusters import Cluster, Node, pair_evidence
from onrecord.resolve.evidence import Evidence, weigh
from onrecord.resolve.organizations import initials
from onrecord.resolve.spelling import Name, parse, word_likeness

UNIQUE = Evidence(1.5, "nobody else is known by that name")
JOINS = 0.5  # probability from which a partial name joins


@dataclass(frozen=True, slots=True)
class Attachment:
    """The cluster that fits best, None where none fits well enough."""

    cluster: Cluster | None
    probability: float
    reasons: tuple[str, ...]


def fit(partial: Key, full: Key) -> Evidence | None:
    """What a partial name alone says about a full one; None where it cannot be short for it."""
    if partial.sort != full.sort:
        return None
    if partial.sort == BODY:
        return Evidence(0.6, f"{partial.name} are its first letters", "name") if partial.name.casefold() in initials(full.name) else None
    short, long = parse(partial.name), parse(full.name)
    if short.generation and long.generation and short.generation != long.generation:
        return None
    return _initials_fit(short, long) if short.given else _word_fits(short, long)


def _initials_fit(short: Name, long: Name) -> Evidence | None:
    same_family = max(word_likeness(a, b) for a in short.family for b in long.family) >= 0.9
    letters = [w.skeletons[0][0] for w in short.given]
    others = [w.skeletons[0][0] for w in long.given]
    if same_family and letters[: len(others)] == others[: len(letters)]:
        return Evidence(0.8, "initials and surname", "name")
    return None


def _word_fits(short: Name, long: Name) -> Evidence | None:
    families = long.family + (long.given[-1:] if len(long.given) > 1 else ())
    if all(max(word_likeness(part, family) for family in families) >= 0.9 for part in short.family):
        return Evidence(-0.2, "the surname", "name")
    if len(short.family) == 1 and not long.given[0].initial and word_likeness(short.family[0], long.given[0]) >= 0.95:
        return Evidence(-1.0, "one of the names", "name")
    return None


def attach(node: Node, clusters: Sequence[Cluster], names: Callable[[Key], Evidence | None], company: Callable[[Cluster], Evidence | None], unexamined: int = 0, at_best: bool = False) -> Attachment:
    """The cluster to which a node belongs with what probability; that it is of none of them has an odd of 1, those left unexamined count little each.

    `at_best` gives it to the best however little speaks for it: a full name of which nothing is told is one of those who bear it.
    """
    found: list[tuple[float, tuple[str, ...], Cluster]] = []
    for cluster in clusters:
        pairs = [pair_evidence(node, other, name) for other in cluster.nodes if (name := names(other.key))]
        if not pairs:
            continue
        beside = company(cluster) if len(clusters) > 1 else None
        found.append((*weigh([[*pair, beside] if beside else pair for pair in pairs]), cluster))
    possible = [weight for weight, _, _ in found if weight > -2.0]
    if len(possible) == 1 and not unexamined:
        found = [(w + UNIQUE.weight, (*reasons, UNIQUE.reason), c) if w > -2.0 else (w, reasons, c) for w, reasons, c in found]
    if not found:
        return Attachment(None, 1.0, ())
    weight, reasons, best = max(found, key=lambda row: (row[0], tuple(-ord(c) for c in row[2].first.id)))
    share = exp(min(weight, 30)) / (1 + log1p(unexamined) + sum(exp(min(w, 30)) for w, _, _ in found))
    return Attachment(best, round(share, 4), reasons) if share >= JOINS or at_best else Attachment(None, round(1 - share, 4), ("several could be meant",) if len(found) + unexamined > 1 else ())
