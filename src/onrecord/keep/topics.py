"""What a speaker speaks of: the nouns and names that stand in more of its statements than in those of others.

They are ordered by the log odds of standing in a statement of the speaker against those of standing in any one, over the standard error of their difference (Monroe, Colaresi and Quinn, Fightin' Words, Political Analysis 16 (2008),
372–403; without their prior, but for half a statement on each side).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.follow.dates import MONTHS
from onrecord.follow.nouns import singular
from onrecord.follow.number_words import SCALES
from onrecord.follow.numbers import ONES, TENS
from onrecord.follow.occasions import WEEKDAYS
from onrecord.follow.words import COMMON, cut
from onrecord.keep.index import decoded
from onrecord.keep.rows import statement_of
from onrecord.keep.schema import readings, statements, takedowns, texts, versions
from onrecord.keep.superseding import LATEST_READING, LATEST_VERSION
from onrecord.types import Span

NEWEST = 60  # statements of a speaker that are looked at
SAMPLED = 1_000  # statements of the record that they are held against
LEAST = 2  # statements in which a topic stands
NOUNS = 0.3  # the share of its statements in which a topic stands as a noun
SURE = 1.64  # standard errors, from which it is told
SHOWN = 12
_TOLD = statements.join(readings, readings.c.id == statements.c.reading).join(texts, texts.c.id == readings.c.text)
_BEFORE = frozenset(["the", "a", "an", "our", "their", "his", "her", "its", "my", "your", "this", "these", "those", "of", "for", "in", "on", "from", "with", "without", "into", "about", "no", "more", "any", "every", "each", "some", "all"])
_GENERAL = frozenset(["time", "day", "week", "month", "year", "hour", "minute", "morning", "evening", "night", "today", "tomorrow", "yesterday", "way", "thing", "something", "anything", "nothing", "everything", "lot", "end", "part", "number", "kind", "side", "place", "case", "point", "fact", "word", "question", "answer", "reason", "man", "woman", "person", "people", "somebody", "nobody", "anybody", "everybody", "everyone", "someone", "course", "moment", "matter", "sort", "bit", "half", "rest", "percent", "per", "first", "second", "third", "last", "next", "hundred", "dozen", "mr", "mrs", "ms", "dr", "yes", "no", "him", "them", "me", "us", "own", "else", "both", "either", "neither", "none", "whole", "same", "let", "well", "back", "now", "then", "there", "here", "again"])
_NUMBERS = ONES.keys() | TENS.keys() | SCALES.keys()
_NONE = _GENERAL | COMMON | MONTHS.keys() | frozenset(WEEKDAYS) | _NUMBERS
_APART = re.compile(r"[^\s’'\-]")  # between two words that do not belong together
_BEGINS = re.compile(r"(?:^|[.!?:;…“\"‘(])\W*$")  # what stands before the first word of a sentence


@dataclass(frozen=True, slots=True)
class Topic:
    """A noun or a name in the form in which most statements have it, the forms by which statements are found that have it, and how many of the newest statements do."""

    word: str
    forms: tuple[str, ...]
    statements: int


Words = dict[str, tuple[str, bool]]
"""The words of a statement, folded and in the singular: each in the form that stands there first, and whether it stands there as a noun or a name."""


def words_in(text: str, spans: Iterable[Span]) -> Words:
    """A word is a noun behind an article, a preposition or a number, where no other telling word follows, and a name with a capital within a sentence."""
    found: Words = {}
    for start, end in spans:
        words = cut(text, [(start, end)])
        for n, word in enumerate(words):
            form = text[word.start : word.end]
            if len(word.folded) < 3 or not word.folded.isalpha() or word.folded in _NONE or (key := singular(word.folded)) in _NONE:
                continue
            before, behind = words[n - 1] if n else None, words[n + 1] if n + 1 < len(words) else None
            named = form[0].isupper() and not _BEGINS.search(text, start, word.start)
            led = before is not None and (before.folded in _BEFORE or before.folded in _NUMBERS or before.folded[0].isdigit()) and not _APART.search(text, before.end, word.start)
            noun = named or (led and (behind is None or not behind.telling or bool(_APART.search(text, word.end, behind.start))))
            first, known = found.get(key, (form, False))
            found[key] = first, known or noun
    return found


@dataclass(frozen=True, slots=True)
class Sample:
    """In how many of `size` statements each word stands, and in how many as a noun."""

    words: Counter[str]
    nouns: Counter[str]
    size: int


def count(told: Sequence[Words]) -> Sample:
    words = Counter(key for each in told for key in each)
    nouns = Counter(key for each in told for key, (_, noun) in each.items() if noun)
    return Sample(words, nouns, len(told))


def choose(said: Sequence[Words], record: Sample, without: Iterable[str] = ()) -> list[Topic]:
    """The topics of a speaker's statements against those of the record; `without`: the speaker's own names."""
    own, here = {word.folded for name in without for word in cut(name)}, count(said)
    forms: dict[str, Counter[str]] = {}
    for words in said:
        for key, (form, _) in words.items():
            forms.setdefault(key, Counter())[form] += 1

    def sureness(key: str) -> float:
        n, m = here.words[key] + 0.5, record.words[key] + 0.5
        odds = log(n / (here.size + 1 - n)) - log(m / (max(record.size, record.words[key]) + 1 - m))
        return odds / sqrt(1 / n + 1 / m)

    def is_noun(key: str) -> bool:
        return here.nouns[key] > 0 and NOUNS * (here.words[key] + record.words[key]) <= here.nouns[key] + record.nouns[key]

    sure = {key: sureness(key) for key, number in here.words.items() if number >= LEAST and key not in own and is_noun(key)}
    chosen = sorted((key for key in sure if sure[key] >= SURE), key=lambda key: (-sure[key], key))[:SHOWN]
    return [Topic(forms[key].most_common(1)[0][0], tuple(sorted({form.casefold() for form in forms[key]})), here.words[key]) for key in sorted(chosen, key=lambda key: (-here.words[key], -sure[key], key))]


def sample(connection: Connection, last: int) -> Sample:
    """SAMPLED statements of the record, evenly drawn from its rows up to the last one."""
    step = max(1, last // SAMPLED)
    of = _TOLD.join(versions, versions.c.text == texts.c.id)
    return count(_words(connection, of, statements.c.id.in_(range(step, last + 1, step)), LATEST_VERSION))


def extent(connection: Connection) -> tuple[int, int]:
    """Up to which row of the statements a sample is drawn, which stays until there are twice as many, and the number of the last takedown, after which it is drawn anew."""
    last, gone = (connection.execute(select(func.coalesce(func.max(of.c.id), 0))).scalar_one() for of in (statements, takedowns))
    return (1 << int(last).bit_length()) >> 1, gone


def words_of(connection: Connection, ids: Sequence[str]) -> list[Words]:
    """Of statements by their ids."""
    return _words(connection, _TOLD, statements.c.statement_id.in_(ids))


def _words(connection: Connection, of: Any, *chosen: ColumnElement[bool]) -> list[Words]:
    rows = connection.execute(select(statements, texts.c.text.label("words")).select_from(of).where(*chosen, texts.c.text.is_not(None), LATEST_READING))
    return [words_in(decoded(row.words), statement_of(row).content) for row in rows]
