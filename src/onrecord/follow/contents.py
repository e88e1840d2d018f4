"""What was said, as it is compared with what another report makes of it: stems of its telling words, and numbers by their value ("six hundred" is 600)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum, log
from typing import Any

from onrecord.follow.number_words import take_numbers
from onrecord.follow.words import COMMON, cut, unbroken
from onrecord.types import Span

_IRREGULAR = """
be is are was were been being|have has had|do does did done|go goes went gone|say says said|tell told|give gave given|take took taken|make made|get got gotten|see saw seen|know knew known|think thought|come came|find found
leave left|keep kept|hold held|bring brought|buy bought|build built|send sent|spend spent|lose lost|pay paid|meet met|sit sat|stand stood|run ran|begin began begun|break broke broken|choose chose chosen|drive drove driven|eat ate eaten
fall fell fallen|feel felt|fight fought|fly flew flown|forget forgot forgotten|grow grew grown|hear heard|hide hid hidden|lead led|lend lent|lie lay lain|mean meant|rise rose risen|seek sought|sell sold|shake shook shaken|show showed shown
sing sang sung|sink sank sunk|sleep slept|speak spoke spoken|steal stole stolen|swear swore sworn|swim swam swum|teach taught|throw threw thrown|understand understood|wear wore worn|win won|withdraw withdrew withdrawn|write wrote written
man men|woman women|child children|foot feet|person people|life lives
"""
_CONTRACTED = {"won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "shan't": ("shall", "not"), "it's": ("it", "is"), "that's": ("that", "is"), "there's": ("there", "is"), "let's": ("let", "us"), "he's": ("he", "is"),
               "she's": ("she", "is"), "what's": ("what", "is"), "who's": ("who", "is")}  # fmt: skip
_SHORTENED = {"re": "are", "m": "am", "ve": "have", "ll": "will", "d": "would"}
_KIN = 0.6  # of the weight of a word, where the other content has one with the same beginning alone
SENTENCE = 4  # words from which two contents that are the same are so hardly by chance
_EMPTY = COMMON | frozenset(["like", "even", "also", "still", "much", "many", "another", "every", "something", "anything", "nothing", "never", "ever", "whether", "per", "via", "upon", "among", "amid"]) - frozenset(["nothing", "never"])


@dataclass(frozen=True, slots=True)
class Content:
    """Words as they are compared, the stems of those that tell something, and the numbers in them."""

    words: tuple[str, ...]
    stems: frozenset[str]
    numbers: frozenset[float]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two contents have in common: the share of all their stems (`dice`) and of the shorter one's (`contained`), each stem by its weight; the weight in common; the longest run of
    equal words, and how many of these tell something; how many numbers they share; and whether their numbers
    contradict each other; `identical` are some words that are all the same."""

    dice: float
    contained: float
    weight: float
    run: int
    telling: int
    numbers: int
    conflict: bool
    identical: bool = False


def content_of(text: str, spans: Iterable[Span]) -> Content:
    words = unbroken(text, cut(text, spans))
    folded = tuple(part for word in words for part in _written_out(word.folded))
    numbers, rest = take_numbers(folded)
    return Content(folded, frozenset(stem(word) for word in rest if word not in _EMPTY and (len(word) > 1 or not word.isascii())), frozenset(numbers))


@lru_cache(1 << 14)
def _written_out(word: str) -> tuple[str, ...]:
    """A contraction as the words that it is: "don't" is "do not"; of a possessive, or of "it's", which may be either, the word alone."""
    if "'" not in word:
        return (word,)
    if word in _CONTRACTED:
        return _CONTRACTED[word]
    before, _, behind = word.rpartition("'")
    if word.endswith("n't"):
        return word[:-3], "not"
    if behind in _SHORTENED and before:
        return before, _SHORTENED[behind]
    return (before or behind,) if behind in ("s", "") else (word,)


def frequencies(text: str) -> Counter[str]:
    """How often a text has each stem."""
    return Counter(stem(word.folded) for word in cut(text) if word.telling)


class Weights(dict[str, float]):
    """How much a stem tells, in reports that use it so often: 1 where each has it once, less where it is what they are about.  Worked out once for each stem that is asked for."""

    def __init__(self, counts: Sequence[Mapping[str, int]]):
        super().__init__()
        self.counts = counts

    def __missing__(self, of: str) -> float:
        weight = self[of] = 1 / (1 + log(max(1.0, sum(count.get(of, 0) for count in self.counts) / len(self.counts))))
        return weight


def overlap(a: Content, b: Content, weight: Weights) -> Overlap:
    """The same whichever is named first."""
    if a.stems.isdisjoint(b.stems) and a.numbers.isdisjoint(b.numbers):
        return Overlap(0.0, 0.0, 0.0, 0, 0, 0, _conflict(a.numbers, b.numbers))
    numbers = a.numbers & b.numbers
    alone = a.stems - b.stems, b.stems - a.stems
    near = [_KIN * weight[s] / 2 for here, there in (alone, alone[::-1]) for s in _kin(here, there)]
    common = fsum([*(weight[s] for s in a.stems & b.stems), *map(_telling, numbers), *near])
    totals = [fsum([*(weight[s] for s in content.stems), *map(_telling, content.numbers)]) for content in (a, b)]
    run, telling = _longest_run(a.words, b.words)
    return Overlap(2 * common / sum(totals) if sum(totals) else 0.0, min(1.0, common / min(totals)) if min(totals) else 0.0, common, run, telling, len(numbers), _conflict(a.numbers, b.numbers), len(a.words) >= SENTENCE and a.words == b.words)


def _conflict(a: frozenset[float], b: frozenset[float]) -> bool:
    """Whether each has numbers that the other has not, and they share no more than these."""
    a, b = frozenset(map(_without_thousands, a)), frozenset(map(_without_thousands, b))
    return 0 < min(len(a - b), len(b - a)) >= len(a & b)


def _without_thousands(number: float) -> float:
    """Of "31 million against 19" the millions of the second are left to the reader."""
    while number >= 1000 and number % 1000 == 0:
        number /= 1000
    return number


def _telling(number: float) -> float:
    return 1.0 if number > 2 else 0.4


def _kin(some: frozenset[str], others: frozenset[str]) -> list[str]:
    """The words that have one beginning with any of the others: "parliament" and "parliamentary" have other stems.  Five letters, or four that are the whole of either."""
    begun, longer = {other[:4] for other in others if len(other) > 3}, {other[:5] for other in others}
    return [word for word in some if word[:4] in begun and (len(word) == 4 or word[:4] in others or word[:5] in longer)]


def _longest_run(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """Length of the longest run of words that both have, and its telling words."""
    at: dict[str, list[int]] = {}
    for j, word in enumerate(b):
        at.setdefault(word, []).append(j)
    best = 0
    ends: list[int] = []
    before: dict[int, int] = {}  # by a place in b the length of the run that ends there and at the last word of a
    for i, word in enumerate(a, 1):
        if word not in at:
            before = {}
            continue
        before = {j: before.get(j - 1, 0) + 1 for j in at[word]}
        longest = max(before.values())
        if longest > best:
            best, ends = longest, []
        if longest == best:
            ends.append(i)
    return best, max((sum(w not in COMMON for w in a[end - best : end]) for end in ends), default=0)


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """The stem of an English word (Porter2, by snowballstemmer), irregular forms by their plain one."""
    plain = word.removesuffix("'s").removesuffix("'")
    plain = _irregular().get(plain, plain)
    return str(_stemmer().stemWord(plain))


@cache
def _irregular() -> dict[str, str]:
    groups = (group.split() for line in _IRREGULAR.strip().splitlines() for group in line.split("|"))
    return {form: group[0] for group in groups for form in group}


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer

    return stemmer("english")
