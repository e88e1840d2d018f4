"""How probable it is that statements of two reports report one speaking occasion.

All statements of the two reports are looked at together, since each has its one counterpart as a rule: what fits another statement better is less probable, and what stands
between two pairs of counterparts is more so.  The weights are of a logistic regression on storylines written for the purpose (`training/evaluate_utterances.py`), rounded; those of
other speakers and of other numbers are set by hand, since two people who say the same words, or one who says them of two things, are rare there.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import product
from math import exp

from onrecord.follow.contents import Content, Overlap, Weights, content_of, overlap, stem
from onrecord.follow.occasions import Occasion, occasion_of
from onrecord.follow.speakers import REASONS, Likeness, Who, compare, who_of
from onrecord.follow.words import COMMON
from onrecord.types import Statement

LATER = 4  # days by which reports of one occasion, neither of which tells the day, may lie apart
APART = 10  # days of publication between two reports of one occasion
FEWEST = 2  # stems or numbers that two statements share, of which the reports do not tell that one speaker made both
LEAST = 0.0  # log odds from which two statements are tied
_ONE_DAY = timedelta(days=1)
_SPEAKERS: dict[Likeness, float] = {"same": 0.2, "body": 0.2, "role": 0.2, "kindred": 0.1, "untold": 0.1, "unlike": -0.3, "other": -0.4, "surely other": -30.0}
_SAME: tuple[Likeness, ...] = ("same", "body", "role")
_SIDES = ((-2, -1), (1, 2))


@dataclass(frozen=True)
class Said:
    """A statement with what its report tells, and what is compared of its content.  `key` tells it from all others."""

    key: str
    content: Content
    who: Who
    occasion: Occasion


@dataclass(frozen=True)
class Telling:
    """A report as it is compared: its statements in order."""

    said: tuple[Said, ...]

    @cached_property
    def frequencies(self) -> Mapping[str, int]:
        """How often each stem is said in it."""
        return Counter(stem(word) for said in self.said for word in said.content.words if word not in COMMON)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of all that is said in it."""
        return frozenset(stem for said in self.said for stem in said.content.stems)

    @cached_property
    def who(self) -> tuple[Who, ...]:
        """Those who speak in it, each once."""
        return tuple(dict.fromkeys(said.who for said in self.said))

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


@dataclass(frozen=True, slots=True)
class Pair:
    """What is told of two statements of two reports.  `rival` is the share in common with the best other partner of either, `lone` 1 over the number of pairs that these speakers leave,
    `beside` the probability by its own words of the nearest pairs before and behind."""

    speaker: Likeness
    days: str
    overlap: Overlap
    rival: float
    lone: float
    beside: float


def say(key: str, statement: Statement, text: str, published: str | None) -> Said:
    """A statement made ready to be compared."""
    return Said(key, content_of(text, statement.content), who_of(statement, text), occasion_of(text, published, [*statement.source, *statement.cue], statement.content))


def probability(weight: float) -> float:
    """Of log odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, weight))))


def tie(one: Telling, other: Telling) -> list[Tie]:
    """The statements of two reports that are tied; the same whichever report is named first."""
    found = []
    for (x, y), pair in compare_reports(one, other).items():
        weight = weigh(pair)
        if weight >= LEAST:
            found.append(Tie(min(x, y), max(x, y), round(weight, 3), reasons(pair)))
    return sorted(found, key=lambda t: (t.a, t.b))


def compare_reports(one: Telling, other: Telling) -> dict[tuple[str, str], Pair]:
    """Every pair of statements of two reports that have something in common and may be of one occasion by their days."""
    weights = Weights((one.frequencies, other.frequencies))
    speakers = {(x, y): compare(one.who[x], other.who[y]) for x, y in product(range(len(one.who)), range(len(other.who)))}
    days = {(x, y): days_alike(one.occasions[x], other.occasions[y]) for x, y in product(range(len(one.occasions)), range(len(other.occasions)))}
    kept: dict[tuple[int, int], tuple[Likeness, str, Overlap]] = {}
    for (i, a), (j, b) in product(enumerate(one.said), enumerate(other.said)):
        near, speaker = days[one.places[i][1], other.places[j][1]], speakers[one.places[i][0], other.places[j][0]]
        if near is not None and (speaker in _SAME or (speaker != "surely other" and len(a.content.stems & b.content.stems) + len(a.content.numbers & b.content.numbers) >= FEWEST)):
            kept[i, j] = speaker, near, overlap(a.content, b.content, weights)
    rivals = _rivals(kept)
    spoken = {(i, j): speaker in _SAME for (i, j), (speaker, _, _) in kept.items()}
    rows, columns = (Counter(at[side] for at, same in spoken.items() if same) for side in (0, 1))
    alone = {at: probability(_by_words(row[2], rivals[at])) for at, row in kept.items()}
    pairs = {}
    for (i, j), (speaker, near, common) in kept.items():
        if not common.weight:
            continue
        beside = sum(max(alone.get((i + d, j + e), 0.0) for d in side for e in side) for side in _SIDES)
        lone = 1 / (rows[i] * columns[j]) if spoken[i, j] else 0.0
        pairs[one.said[i].key, other.said[j].key] = Pair(speaker, near, common, rivals[i, j], lone, beside)
    return pairs


def _rivals(kept: Mapping[tuple[int, int], tuple[Likeness, str, Overlap]]) -> dict[tuple[int, int], float]:
    best: dict[tuple[int, int], list[tuple[float, int]]] = {}
    for (i, j), (_, _, common) in kept.items():
        best.setdefault((0, i), []).append((common.dice, j))
        best.setdefault((1, j), []).append((common.dice, i))
    two = {at: sorted(some, reverse=True)[:2] for at, some in best.items()}
    return {(i, j): max((dice for at, own in (((0, i), j), ((1, j), i)) for dice, partner in two[at] if partner != own), default=0.0) for i, j in kept}


def _by_words(common: Overlap, rival: float) -> float:
    """What the words alone say, as log odds."""
    run = min(common.run, 8) / 8 if common.telling else 0.0
    return (
        -4.5 + 1.5 * common.identical + 0.9 * common.dice + 0.75 * common.contained + 1.65 * min(common.weight, 4.0) + 1.6 * run + 0.6 * min(common.telling, 4) + 0.85 * min(common.numbers, 2) - 6.0 * common.conflict - 1.5 * min(rival, 1.0)
    )  # fmt: skip


def weigh(pair: Pair) -> float:
    """All that is told of a pair, as log odds."""
    return _by_words(pair.overlap, pair.rival) + 0.9 * pair.beside + 0.55 * pair.lone + _SPEAKERS[pair.speaker]


def reasons(pair: Pair) -> tuple[str, ...]:
    """Why a pair is tied, in words; without a word of what was said."""
    common = pair.overlap
    told = [REASONS[pair.speaker], pair.days]
    told.append(f"{common.run} words in a row are the same" if common.run >= 4 and common.telling else f"{round(100 * common.dice)} % of the telling words are shared")
    if common.numbers:
        told.append("the same number" if common.numbers == 1 else "the same numbers")
    if pair.beside >= 0.5:
        told.append("stands beside another pair of one occasion")
    return tuple(told)


def days_alike(a: Occasion, b: Occasion) -> str | None:
    """Why two statements may be of one day, None where they cannot."""
    if a.published is None or b.published is None:
        return "neither report has a date" if a.published is None and b.published is None else None
    if a.told and b.told:
        return "told of the same day" if a.days & b.days else None
    if a.told or b.told:
        told, other = (a, b) if a.told else (b, a)
        if told.days & other.days:
            return "the day that one report tells is among those of the other"
        return "reports of days in a row" if other.published in told.days | {day + _ONE_DAY for day in told.days} else None
    apart = abs((a.published - b.published).days)
    return None if apart > LATER else "reports of one day" if not apart else f"reports {apart} day{'s' * (apart > 1)} apart"
