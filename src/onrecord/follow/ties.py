"""Which statements of two reports report one speaking occasion, and how probable that is.

All statements of the two reports are looked at together, since each has its one counterpart as a rule: what fits another statement better is less probable, and what stands
in reports of which other statements are counterparts is more so.  How much each counts is told by `weighing`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from itertools import product
from math import fsum, log1p
from typing import TYPE_CHECKING

import numpy as np

from onrecord.follow.contents import Content, Overlap, Weights, content_of, overlap, stem
from onrecord.follow.meetings import APART
from onrecord.follow.occasions import Occasion, occasion_of
from onrecord.follow.speakers import REASONS, Likeness, Traits, Who, compare_traits, traits_of, who_of
from onrecord.follow.weighing import Scale, fitted, of_pair, weigh_two
from onrecord.follow.words import COMMON
from onrecord.meaning.codes import DIMENSIONS
from onrecord.odds import probability_of, total
from onrecord.types import Statement

if TYPE_CHECKING:
    from onrecord.meaning.embedding import Embedding

LATER = 4  # days apart from which a report is a late one
FEWEST, NEAR = 2, 0.4  # stems or numbers that two statements share, or if it is but one the cosine of their vectors, where the reports do not tell that one speaker made both
LOOKED_AT = 48  # wordpieces of a statement of which the vector is worked out: more than 99 in 100 statements of reports have fewer, and whole speeches cost no more than these
LEAST = 0.0  # log odds from which two statements are tied
_ONE_DAY = timedelta(days=1)
_MEANING = 0.5  # cosine from which two statements that share few words mean nearly the same
_SAME: tuple[Likeness, ...] = ("same", "body", "role")
_SEVERAL = log1p(1.5)  # `others` from which the reports have more in common than a pair


@dataclass(frozen=True)
class Said:
    """A statement with what its report tells, and what is compared of its content.  `key` tells it from all others."""

    key: str
    content: Content
    who: Who
    occasion: Occasion


@dataclass(frozen=True)
class Telling:
    """A report as it is compared: its statements in order; `kept` are its `vectors` as bytes, as far as they were worked out before."""

    said: tuple[Said, ...]
    kept: bytes | None = field(default=None, repr=False, compare=False)

    @cached_property
    def frequencies(self) -> Mapping[str, int]:
        """How often each stem is said in it."""
        return Counter(stem(word) for said in self.said for word in said.content.words if word not in COMMON)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of all that is said in it."""
        return frozenset(stem for said in self.said for stem in said.content.stems)

    @cached_property
    def vectors(self) -> np.ndarray:
        """(statements, D): what each statement means, in 127ths of its own farthest; zeros where nobody has asked for it (see `mean`), or where it has no word that the embedding knows."""
        if self.kept is not None and len(self.kept) == len(self.said) * DIMENSIONS:
            return np.frombuffer(self.kept, dtype=np.int8).reshape(len(self.said), DIMENSIONS).copy()
        return np.zeros((len(self.said), DIMENSIONS), dtype=np.int8)

    @cached_property
    def meant(self) -> set[int]:
        """The statements of which the vectors are worked out."""
        return set(map(int, np.flatnonzero(self.vectors.any(axis=1))))

    def mean(self, some: Iterable[int]) -> np.ndarray:
        """The `vectors`, with those of these statements worked out: they cost more than all else that is compared."""
        for i in sorted(set(some) - self.meant):
            self.meant.add(i)
            vector = _embedding().embed(" ".join(self.said[i].content.words), LOOKED_AT)
            if vector is not None:
                self.vectors[i] = np.round(127 * vector / np.abs(vector).max())
        return self.vectors

    @cached_property
    def who(self) -> tuple[Who, ...]:
        """Those who speak in it, each once."""
        return tuple(dict.fromkeys(said.who for said in self.said))

    @cached_property
    def traits(self) -> tuple[Traits, ...]:
        """What is compared of each of them."""
        return tuple(map(traits_of, self.who))

    @cached_property
    def spoken(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the statements that each of them made."""
        return tuple(tuple(i for i, (speaker, _) in enumerate(self.places) if speaker == who) for who in range(len(self.who)))

    @cached_property
    def saying(self) -> dict[str | float, list[int]]:
        """By each stem and each number the statements that have it."""
        found: dict[str | float, list[int]] = {}
        for i, said in enumerate(self.said):
            both: tuple[str | float, ...] = (*said.content.stems, *said.content.numbers)
            for what in both:
                found.setdefault(what, []).append(i)
        return found

    @cached_property
    def occasions(self) -> tuple[Occasion, ...]:
        return tuple(dict.fromkeys(said.occasion for said in self.said))

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """For each statement the numbers of its speaker and its occasion."""
        who, occasions = {w: i for i, w in enumerate(self.who)}, {o: i for i, o in enumerate(self.occasions)}
        return tuple((who[said.who], occasions[said.occasion]) for said in self.said)


@dataclass(frozen=True, slots=True)
class Tie:
    """Two statements, by their keys in order, the log odds that they report one occasion, and why."""

    a: str
    b: str
    weight: float
    reasons: tuple[str, ...]


Place = tuple[int, int]  # the numbers of a statement of one report and of one of the other


@dataclass(frozen=True, slots=True)
class Alone:
    """What is told of two statements of two reports by themselves; `late` where one report may be told days after the other, `cosine` is that of their vectors."""

    speaker: Likeness
    days: str
    late: bool
    overlap: Overlap
    cosine: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements beside all others of their reports.  `weight` are their log odds alone, `rival` is the probability of the best other partner of either, `lone` 1 over the number of pairs that these speakers
    leave, `others` the logarithm of 1 and the number of other pairs that the two reports probably have, each alone."""

    alone: Alone
    weight: float
    rival: float
    lone: float
    others: float


def tell_report(statements: Sequence[tuple[str, Statement]], text: str, published: str | None, vectors: bytes | None = None) -> Telling:
    """A report's statements, each with its key, made ready to be compared."""
    return Telling(tuple(_say(key, statement, [other for _, other in statements], text, published) for key, statement in statements), vectors)


def _say(key: str, statement: Statement, others: Iterable[Statement], text: str, published: str | None) -> Said:
    frame = [*statement.source, *statement.cue]
    at = (frame or statement.content)[0][0]
    beside = [span for other in others if not any(start <= at < end for start, end in other.content) for span in other.content]
    return Said(key, content_of(text, statement.content), who_of(statement, text), occasion_of(text, published, frame, statement.content, beside))


def tie(one: Telling, other: Telling) -> list[Tie]:
    """The statements of two reports that are tied; the same whichever report is named first."""
    found = []
    for (x, y), pair in compare_reports(one, other).items():
        weight = weigh(pair, fitted())
        if weight >= LEAST:
            found.append(Tie(min(x, y), max(x, y), round(weight, 3), reasons(pair)))
    return sorted(found, key=lambda t: (t.a, t.b))


def compare_reports(one: Telling, other: Telling) -> dict[tuple[str, str], Pair]:
    """Every pair of statements of two reports that have something in common and may be of one occasion by their days."""
    return see_together(one, other, see_alone(one, other), fitted())


def see_alone(one: Telling, other: Telling) -> dict[Place, Alone]:
    """What is told of each such pair by itself, by the numbers of its statements."""
    if not one.said or not other.said:
        return {}
    weights = Weights((one.frequencies, other.frequencies))
    speakers = {(x, y): compare_traits(a, b) for (x, a), (y, b) in product(enumerate(one.traits), enumerate(other.traits))}
    days = {(x, y): days_alike(one.occasions[x], other.occasions[y]) for x, y in product(range(len(one.occasions)), range(len(other.occasions)))}
    shared = Counter(at for what in one.saying.keys() & other.saying.keys() for at in product(one.saying[what], other.saying[what]))
    shared.update({at: FEWEST for who, speaker in speakers.items() if speaker in _SAME for at in product(one.spoken[who[0]], other.spoken[who[1]])})
    met: dict[Place, tuple[Likeness, str, bool, bool]] = {}
    for i, j in sorted(shared):
        near, speaker = days[one.places[i][1], other.places[j][1]], speakers[one.places[i][0], other.places[j][0]]
        if near is not None and speaker != "surely other":
            met[i, j] = speaker, *near, shared[i, j] >= FEWEST
    if not met:
        return {}
    cosines = _cosines(*(telling.mean(place[side] for place in met) for side, telling in enumerate((one, other))))
    return {
        (i, j): Alone(speaker, day, late, overlap(one.said[i].content, other.said[j].content, weights), float(cosines[i, j]))
        for (i, j), (speaker, day, late, enough) in met.items()
        if enough or cosines[i, j] >= NEAR
    }


def see_together(one: Telling, other: Telling, seen: Mapping[Place, Alone], scale: Scale) -> dict[tuple[str, str], Pair]:
    """Such pairs, each beside the others, by the keys of their statements."""
    weights = {at: weigh_two(pair.speaker, pair.late, pair.overlap, pair.cosine, scale) for at, pair in seen.items()}
    chances = {at: probability_of(weight) for at, weight in weights.items()}
    rivals, others = _rivals(chances), _others(chances)
    spoken = [at for at, pair in seen.items() if pair.speaker in _SAME]
    rows, columns = (Counter(at[side] for at in spoken) for side in (0, 1))
    pairs = {}
    for (i, j), pair in seen.items():
        lone = 1 / (rows[i] * columns[j]) if pair.speaker in _SAME else 0.0
        pairs[one.said[i].key, other.said[j].key] = Pair(pair, weights[i, j], rivals[i, j], lone, others[i, j])
    return pairs


def _cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Of vectors in whole steps, whose products are exact, so that they are the same whichever report is named first; 0 with those that are nothing."""
    a, b = a.astype(np.float64), b.astype(np.float64)
    lengths = np.sqrt(np.outer((a * a).sum(axis=1), (b * b).sum(axis=1)))
    found: np.ndarray = np.divide(a @ b.T, lengths, out=np.zeros((len(a), len(b))), where=lengths > 0)
    return found


def _embedding() -> "Embedding":
    from onrecord.meaning.embedding import embedding

    return embedding()


def _rivals(chances: Mapping[Place, float]) -> dict[Place, float]:
    best: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for (i, j), chance in chances.items():
        best.setdefault((0, i), []).append((chance, j))
        best.setdefault((1, j), []).append((chance, i))
    two = {at: sorted(some, reverse=True)[:2] for at, some in best.items()}
    return {(i, j): max((chance for at, own in (((0, i), j), ((1, j), i)) for chance, partner in two[at] if partner != own), default=0.0) for i, j in chances}


def _others(chances: Mapping[Place, float]) -> dict[Place, float]:
    """How many other pairs two reports probably have, by whichever of the two has fewer: as its logarithm, since the tenth tells less than the first."""
    best: dict[tuple[int, int], float] = {}
    for place, chance in chances.items():
        for side in (0, 1):
            best[side, place[side]] = max(chance, best.get((side, place[side]), 0.0))
    sums = [fsum(chance for (of, _), chance in best.items() if of == side) for side in (0, 1)]
    return {place: log1p(max(0.0, min(sums[side] - best[side, place[side]] for side in (0, 1)))) for place in chances}


def weigh(pair: Pair, scale: Scale) -> float:
    """All that is told of a pair, as log odds."""
    return total(of_pair(pair.weight, pair.rival, pair.others, pair.lone, pair.alone.late), scale.among)


def reasons(pair: Pair) -> tuple[str, ...]:
    """Why a pair is tied, in words; without a word of what was said."""
    common = pair.alone.overlap
    told = [REASONS[pair.alone.speaker], pair.alone.days]
    told.append(f"{common.run} words in a row are the same" if common.run >= 4 and common.telling else f"{round(100 * common.dice)} % of the telling words are shared")
    if pair.alone.cosine >= _MEANING and common.dice < _MEANING:
        told.append("they mean nearly the same")
    if common.numbers:
        told.append("the same number" if common.numbers == 1 else "the same numbers")
    if pair.others >= _SEVERAL:
        told.append("other statements of the two reports are of one occasion too")
    return tuple(told)


def days_alike(a: Occasion, b: Occasion) -> tuple[str, bool] | None:
    """Why two statements may be of one day, and whether one of the reports would be a late one; None where they cannot."""
    if a.published is None or b.published is None:
        return ("neither report has a date", False) if a.published is None and b.published is None else None
    if a.told and b.told:
        return ("told of the same day", False) if a.days & b.days else None
    if a.told or b.told:
        told, other = (a, b) if a.told else (b, a)
        if told.days & other.days:
            return "the day that one report tells is among those of the other", False
        apart = min(abs((other.published - day).days) if other.published and other.published >= day else APART + 1 for day in told.days)
        if apart > APART:
            return None
        return ("reports of days in a row", False) if apart <= 1 else (f"one report is {apart} days later than the day that the other tells", True)
    apart = abs((a.published - b.published).days)
    return None if apart > APART else ("reports of one day" if not apart else f"reports {apart} day{'s' * (apart > 1)} apart", apart > LATER)
