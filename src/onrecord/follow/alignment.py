"""Two wordings side by side: where the one stands in the other, and what differs, word by word.

The alignment is that of the longest common subsequence of words (rapidfuzz), in the stretch of the longer wording that fits best.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from onrecord.follow.words import COMMON
from onrecord.types import Span

Op = Literal["keep", "drop", "add", "replace"]
LITTLE = 0.35  # what a common word counts beside one that tells something
TURNED = 0.85  # likeness of wordings that have the same words in another order
GAP = 0.5  # what a word costs that stands in the stretch and has no partner, of its weight


@dataclass(frozen=True, slots=True)
class Step:
    """A run of words that was kept, dropped, added, or replaced by others: spans of word numbers in either wording, one of them empty where words were dropped or added."""

    op: Op
    asked: Span
    reported: Span


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a wording that is asked for stands in one that was reported: the stretch of the reported one, the steps from the one to the other, and how alike they are, from 0 to 1."""

    within: Span
    steps: tuple[Step, ...]
    likeness: float

    @property
    def exact(self) -> bool:
        return all(step.op == "keep" for step in self.steps)

    @property
    def shortened(self) -> bool:
        """Whether all words that were asked for stand there in their order, whatever else does."""
        return all(step.op in ("keep", "drop") for step in self.steps)


def find(asked: Sequence[str], reported: Sequence[str]) -> Alignment | None:
    """Where all of the words stand in this order, without a break; None where they do not."""
    size = len(asked)
    if not size:
        return None
    first = asked[0]
    for start in range(len(reported) - size + 1):
        if reported[start] == first and list(reported[start : start + size]) == list(asked):
            return Alignment((start, start + size), (Step("keep", (0, size), (start, start + size)),), 1.0)
    return None


def align(asked: Sequence[str], reported: Sequence[str]) -> Alignment:
    """The best place of one wording in another: words before and behind it do not count."""
    exact = find(asked, reported)
    if exact is not None:
        return exact
    start, end = _stretch(asked, reported)
    pairs = [(i, start + j) for i, j in _kept(asked, reported[start:end])]
    run = _best_run(pairs, reported)
    if not run:
        return Alignment((0, 0), (Step("add", (0, len(asked)), (0, 0)),) if asked else (), 0.0)
    within = run[0][1], run[-1][1] + 1
    within = _with_replaced_ends(run, within, len(asked), len(reported))
    pairs = [(i, within[0] + j) for i, j in _kept(asked, reported[slice(*within)])]
    steps = _steps(pairs, len(asked), within)
    kept = sum(_weight(asked[i]) for i, _ in pairs)
    likeness = 2 * kept / (sum(map(_weight, asked)) + sum(map(_weight, reported[slice(*within)])))
    return Alignment(within, steps, max(likeness, TURNED * _in_any_order(asked, reported[start:end])))


def compare(one: Sequence[str], other: Sequence[str]) -> tuple[Step, ...]:
    """Two whole wordings, step by step."""
    return _steps(_kept(one, other), len(one), (0, len(other)))


def _in_any_order(asked: Sequence[str], reported: Sequence[str]) -> float:
    """How much two wordings of about one length have in common, in whatever order: "not lending but giving" and "not giving but lending"."""
    if len(reported) > 1.5 * len(asked) + 1:
        return 0.0
    one, other = Counter(asked), Counter(reported)
    return 2 * sum(_weight(word) * number for word, number in (one & other).items()) / sum(_weight(word) * number for word, number in (one + other).items())


def _weight(word: str) -> float:
    return LITTLE if word in COMMON else 1.0


def _stretch(asked: Sequence[Hashable], reported: Sequence[Hashable]) -> Span:
    """The part of a longer wording in which the shorter one is looked for."""
    if len(reported) <= 2 * len(asked):
        return 0, len(reported)
    found = fuzz.partial_ratio_alignment(asked, reported)
    if found is None:
        return 0, len(reported)
    margin = len(asked) // 2 + 3
    return max(0, found.dest_start - margin), min(len(reported), found.dest_end + margin)


def _kept(one: Sequence[str], other: Sequence[str]) -> list[tuple[int, int]]:
    """Words in common, as pairs of numbers, both rising."""
    return [(block.a + k, block.b + k) for block in Indel.opcodes(one, other).as_matching_blocks() for k in range(block.size)]


def _best_run(pairs: Sequence[tuple[int, int]], reported: Sequence[str]) -> Sequence[tuple[int, int]]:
    """The pairs in a row of which most words are kept, less what stands between them."""
    best = total = 0.0
    first, chosen = 0, (0, 0)
    for k, (_, j) in enumerate(pairs):
        gap = sum(map(_weight, reported[pairs[k - 1][1] + 1 : j])) if k > first else 0.0
        total -= GAP * gap
        if total <= 0:
            first, total = k, 0.0
        total += _weight(reported[j])
        if total > best:
            best, chosen = total, (first, k + 1)
    return pairs[slice(*chosen)]


def _with_replaced_ends(run: Sequence[tuple[int, int]], within: Span, asked: int, reported: int) -> Span:
    """As many words more at either end as were asked for there, since the first or the last may have been replaced."""
    before, behind = run[0][0], asked - run[-1][0] - 1
    return max(0, within[0] - min(before, 2)), min(reported, within[1] + min(behind, 2))


def _steps(pairs: Sequence[tuple[int, int]], asked: int, within: Span) -> tuple[Step, ...]:
    steps: list[Step] = []
    at, there = 0, within[0]
    for i, j in [*pairs, (asked, within[1])]:
        if i > at or j > there:
            steps.append(Step("replace" if i > at and j > there else "add" if i > at else "drop", (at, i), (there, j)))
        if i < asked:
            if steps and steps[-1].op == "keep":
                steps[-1] = Step("keep", (steps[-1].asked[0], i + 1), (steps[-1].reported[0], j + 1))
            else:
                steps.append(Step("keep", (i, i + 1), (j, j + 1)))
        at, there = i + 1, j + 1
    return tuple(steps)
