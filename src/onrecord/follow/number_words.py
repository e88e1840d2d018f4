"""Numbers in English words and digits, by their value: "six hundred" is 600, "1.2 billion" 1 200 000 000, "thirty-first" 31."""

import re
from collections.abc import Sequence

from onrecord.follow.numbers import ONES, TENS

_SMALL = ONES | TENS
_ORDINAL = {word: value for value, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth"], 1)} | {"twentieth": 20, "thirtieth": 30}
SCALES = {"thousand": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9, "trillion": 1e12}
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(st|nd|rd|th|m|mln|bn|km|kg|am|pm|h)?")


def take_numbers(words: Sequence[str]) -> tuple[list[float], list[str]]:
    """The values of the numbers in some words (as `words.cut` folds them), and the words that are no part of one.  "One" by itself is a word."""
    found: list[float] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        value, size = _number(words, at)
        if size:
            found.append(value)
        else:
            rest.append(words[at])
        at += size or 1
    return found, rest


def _number(words: Sequence[str], start: int) -> tuple[float, int]:
    """The value of the number that begins there, and how many words it has; (0, 0) where none does."""
    digits = _DIGITS.fullmatch(words[start])
    if digits:
        value, at = float(digits[1]) * SCALES.get(digits[2] or "", 1.0), start + 1
        while at < len(words) and words[at] in SCALES:
            value, at = value * SCALES[words[at]], at + 1
        return value, at - start
    total, group, at, ended = 0.0, 0.0, start, False
    while at < len(words) and not ended:
        word = words[at]
        if word in _SMALL and (group % 100 == 0 or (group % 100 >= 20 and group % 10 == 0 and _SMALL[word] < 10)):
            group += _SMALL[word]
        elif word in _ORDINAL and (group % 100 == 0 or (group % 100 >= 20 and group % 10 == 0 and _ORDINAL[word] < 10)):
            group, ended = group + _ORDINAL[word], True
        elif word == "hundred" and group < 100 and (group or _article(words, at)):
            group = (group or 1) * 100
        elif word in SCALES and (group or _article(words, at)):
            total, group = total + (group or 1) * SCALES[word], 0.0
        elif not (word == "and" and at > start and group % 100 == 0 and at + 1 < len(words) and words[at + 1] in _SMALL and (group or total)):
            break
        at += 1
    if at == start or (at == start + 1 and words[start] in ("one", "second")):
        return 0.0, 0
    return total + group, at - start


def _article(words: Sequence[str], at: int) -> bool:
    """Whether "a" stands before: "a hundred"."""
    return at > 0 and words[at - 1] == "a"
