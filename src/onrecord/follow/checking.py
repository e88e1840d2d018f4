"""Did she say that, and in these words?  A quotation is looked up in the record, and one verdict given.

The verdict looks at words alone: case, white space, forms of marks and punctuation do not count.  A quotation whose words stand in the record is never called reworded, and one whose words
do not stand in a row in the content of one statement is never *as reported*.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from itertools import zip_longest
from typing import Any, Literal

from sqlalchemy import Connection, distinct, func, select

from onrecord.errors import UsageError, expect
from onrecord.follow.alignment import Alignment, align, find
from onrecord.follow.candidates import Found, in_a_row, load, tell, with_rare_words
from onrecord.follow.occasions import LATE, Occasion, day_of, occasion_of
from onrecord.follow.passages import Passage, passages
from onrecord.follow.speakers import Same, Who, asked, telling, who_of
from onrecord.follow.words import Word, cut, indexed, settle_both
from onrecord.keep.query import check_day
from onrecord.keep.schema import amendments, outcomes, takedowns, versions
from onrecord.types import Span

_PARTED = re.compile(r"[.!?…]")
Verdict = Literal["as_reported", "reworded", "other_speaker", "other_occasion", "not_in_record"]
MOST_WORDS = 20_000  # of a quotation
MATCHES = 10  # that are shown
READ_AT_ONCE = 40  # statements whose words are loaded together
SAME_UTTERANCE = 0.62  # likeness from which another wording is plainly of the same utterance
SURELY_SAME = 0.8  # likeness from which it is, even where the report names another speaker or day
LEAST_PART, MOST_PARTS = 3, 6  # words of a part of a quotation that is looked up by itself, and parts
CONTEXT = 12  # words before and behind that are shown


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of words: kept, dropped (the report has them, the quotation has not), added (the other way round) or replaced."""

    op: Literal["keep", "drop", "add", "replace"]
    asked: str
    reported: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a wording stands: the report and the statement by id, the stretch as spans of the report's text (`span` from its first to its last word, `spans` without what is no content),
    who spoke, when and where it was published.  `source` are the words of the report that stand for the speaker, where they do not name who was taken for it; `unlike` tells what is not as it was asked for.  `before` and `after` are what the statement has around it, as it stands there, and `likeness`, from 0 to 1, how much of the wording is the same."""

    article: str
    sha256: str
    statement: str
    span: Span
    spans: tuple[Span, ...]
    speaker: str | None
    kind: str
    published: str | None
    outlet: str | None
    said: tuple[str, ...]
    source: str | None
    unlike: tuple[Literal["speaker", "day"], ...]
    difference: tuple[Difference, ...]
    before: str
    after: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Covers:
    """What was looked through: numbers of reports and of outlets, first and last day of publication; `undated` of the reports have none."""

    articles: int
    outlets: int
    first: str | None
    last: str | None
    undated: int


@dataclass(frozen=True, slots=True)
class Check:
    """A quotation, the verdict, and the nearest wordings, the earliest report first; see `onrecord check`.  `passages` are places where the very words stand in the text of a report and in no statement."""

    quotation: str
    speaker: str | None
    on: str | None
    verdict: Verdict
    matches: tuple[Match, ...]
    covers: Covers
    passages: tuple[Passage, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values: one line of `onrecord check --format jsonl`."""
        row = asdict(self)
        for match in row["matches"]:
            match |= {"span": list(match["span"]), "spans": [list(span) for span in match["spans"]], "said": list(match["said"]), "unlike": list(match["unlike"]), "difference": list(match["difference"])}
        covers = row.pop("covers")
        row["passages"] = [passage | {"span": list(passage["span"])} for passage in row["passages"]]
        return row | {"matches": list(row["matches"]), "covers": {"articles": covers["articles"], "outlets": covers["outlets"], "from": covers["first"], "to": covers["last"], "undated": covers["undated"]}}


@dataclass(frozen=True)
class _Hit:
    """A statement beside the question; what its report tells of speaker and day is read where it is asked for, since that costs more than to compare the words."""

    found: Found
    words: list[Word]
    asked: list[Word]
    alignment: Alignment
    wanted: str | None
    day: date | None

    @cached_property
    def occasion(self) -> Occasion:
        statement = self.found.statement
        return occasion_of(self.found.text, self.found.published, [*statement.source, *statement.cue], statement.content)

    @cached_property
    def speaker(self) -> Same:
        return "same" if self.wanted is None else asked(self.wanted, who_of(self.found.statement, self.found.text), _has_name(self.found, self.wanted))

    @cached_property
    def on_day(self) -> bool:
        return self.day is None or self.occasion.is_on(self.day)

    @property
    def source(self) -> str | None:
        """The words that stand for the speaker, where they do not name who was taken for it."""
        statement = self.found.statement
        words = " … ".join(self.found.text[start:end] for start, end in statement.source)
        return words if statement.speaker and words and not telling(words) & telling(statement.speaker.name) else None

    @property
    def unlike(self) -> tuple[Literal["speaker", "day"], ...]:
        return (*(("speaker",) if self.speaker == "other" else ()), *(() if self.on_day else ("day",)))

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(sorted(day.isoformat() for day in self.occasion.days)) if self.occasion.told else ()

    @property
    def fits(self) -> bool:
        """Whether the speaker and the day are those that were asked for, as far as the report tells."""
        return self.speaker != "other" and self.on_day


def check(connection: Connection, quotation: str, speaker: str | None = None, on: str | None = None, covers: Covers | None = None) -> Check:
    """Look a quotation up.  Raises UsageError where it holds no word or too many, or where `on` is no day."""
    expect(quotation, str, "a quotation is a string")
    expect(speaker, (str, type(None)), "a speaker is a name, or None")
    words = cut(quotation)
    if not words:
        raise UsageError(f"{_short(quotation)!r} holds no word that could be looked up: give the words of the quotation")
    if len(words) > MOST_WORDS:
        raise UsageError(f"a quotation may hold {MOST_WORDS:,} words, and this one holds {len(words):,}: give a passage of it")
    check_day("on", on)
    day = date.fromisoformat(on) if on else None
    question = _Question(connection, quotation, words, (speaker or "").strip() or None, day)
    verdict, hits = question.answer()
    nearest = sorted(_once(hits), key=lambda hit: -hit.alignment.likeness)[:MATCHES]
    shown = sorted(nearest, key=lambda hit: (hit.found.published or "9999", hit.found.version, hit.found.number))
    elsewhere = passages(connection, words, question.index) if verdict in ("reworded", "not_in_record") else ()
    return Check(quotation, speaker, on, verdict, tuple(_match(quotation, hit) for hit in shown), covers or covered(connection), elsewhere)


def extent(connection: Connection) -> tuple[int, ...]:
    """The last outcome of an ingest, the last takedown and the last amendment of a day or an outlet: what is covered is the same as long as these are."""
    return tuple(connection.execute(select(func.coalesce(func.max(newest), 0))).scalar_one() for newest in (outcomes.c.id, takedowns.c.id, amendments.c.id))


def covered(connection: Connection) -> Covers:
    """What the record can tell of at all."""
    some = connection.execute(select(takedowns.c.id).limit(1)).scalar() is not None
    kept = [versions.c.text.not_in(select(takedowns.c.text))] if some else []  # else each number is told by an index
    numbers = (func.count(distinct(versions.c.article)), func.count(distinct(versions.c.outlet_key)), func.min(versions.c.published), func.max(versions.c.published))
    undated = select(func.count(distinct(versions.c.article))).where(versions.c.published.is_(None), *kept)
    return Covers(*(connection.execute(chosen).scalar_one() for chosen in (*(select(number).where(*kept) for number in numbers), undated)))


class _Question:
    def __init__(self, connection: Connection, quotation: str, words: list[Word], speaker: str | None, day: date | None):
        self.connection, self.quotation, self.words, self.speaker, self.day = connection, quotation, words, speaker, day
        self.index = [indexed(quotation, word) for word in words]

    def answer(self) -> tuple[Verdict, list[_Hit]]:
        index = self.index
        exact = self._exact(in_a_row(self.connection, index, self.speaker), self.words)
        hits: list[_Hit] = []
        fitting = [hit for hit in exact if hit.fits]
        if not fitting:  # the index has broken words in two, so that the words in a row may be found only by comparing
            hits = self._hits(with_rare_words(self.connection, self._rare(index)), self.words)
            known = {(hit.found.number, hit.found.version) for hit in exact}
            exact += [hit for hit in hits if hit.alignment.exact and (hit.found.number, hit.found.version) not in known]
            fitting = [hit for hit in exact if hit.fits]
        if exact:
            if fitting:
                return "as_reported", fitting
            by_speaker = [hit for hit in exact if hit.speaker != "other"]
            return ("other_occasion", by_speaker) if by_speaker else ("other_speaker", exact)
        best = sorted(hits, key=lambda hit: -self._likeness(hit))
        same = [hit for hit in best if self._likeness(hit) >= SAME_UTTERANCE]
        if not any(hit.alignment.shortened and hit.fits for hit in same) and (spliced := self._spliced()):
            return "reworded", spliced
        return ("reworded", same) if same else ("not_in_record", [])

    def _spliced(self) -> list[_Hit]:
        """Where each sentence of the quotation stands by itself, or what an ellipsis parts; nothing where one stands nowhere, or none with the speaker and on the day that were asked for."""
        parts: list[list[Word]] = [[]]
        for word, behind in zip_longest(self.words, self.words[1:]):
            parts[-1].append(word)
            if behind is not None and _PARTED.search(self.quotation, word.end, behind.start):
                parts.append([])
        if not 2 <= len(parts) <= MOST_PARTS or min(map(len, parts)) < LEAST_PART:
            return []
        found = []
        for part in parts:
            hits = self._exact(in_a_row(self.connection, [indexed(self.quotation, word) for word in part], self.speaker), part)
            if not hits:
                return []
            found.append(max(hits, key=lambda hit: hit.fits))
        return found if any(hit.fits for hit in found) else []

    def _rare(self, index: Sequence[Sequence[str]]) -> list[str]:
        joined = [first.folded + second.folded for first, second in zip(self.words, self.words[1:]) if first.broken]
        return [part for word in index for part in word] + joined

    def _exact(self, numbers: Sequence[int], words: list[Word]) -> list[_Hit]:
        """Statements that hold all of the words in a row: those that fit speaker and day are read first, and not more than are shown."""
        rows = tell(self.connection, numbers)
        order: dict[int, tuple[bool, bool, str, int]] = {}
        for row in rows:
            place = (not self._may_be_speaker(row), not self._may_be_day(row.published), row.published or "9999", row.version)
            order[row.number] = min(order.get(row.number, place), place)
        waiting = sorted(order, key=lambda number: order[number])
        found: list[_Hit] = []
        for start in range(0, len(waiting), READ_AT_ONCE):
            found += self._hits(waiting[start : start + READ_AT_ONCE], words, exact=True)
            if sum(hit.fits for hit in found) >= MATCHES or (start + READ_AT_ONCE < len(waiting) and found and order[waiting[start + READ_AT_ONCE]][0]):
                break
        return found

    def _may_be_speaker(self, row: Any) -> bool:
        return self.speaker is None or row.speaker_name is None or asked(self.speaker, Who(row.speaker_name, row.speaker_kind), True) != "other"

    def _may_be_day(self, published: str | None) -> bool:
        day = day_of(published)
        return self.day is None or (day is not None and 0 <= (day - self.day).days <= LATE)

    def _hits(self, numbers: Sequence[int], words: list[Word], exact: bool = False) -> list[_Hit]:
        hits = []
        for found in load(self.connection, numbers):
            mine, theirs = settle_both(words, cut(found.text, found.statement.content))
            plain = [word.folded for word in mine], [word.folded for word in theirs]
            alignment = find(*plain) if exact else align(*plain)
            if alignment is not None and alignment.steps:
                hits.append(_Hit(found, theirs, mine, alignment, self.speaker, self.day))
        return hits

    def _likeness(self, hit: _Hit) -> float:
        """How alike, less where the report names another speaker or day; one content word in common is no utterance."""
        likeness = hit.alignment.likeness
        return 0.0 if SAME_UTTERANCE <= likeness < SURELY_SAME and not hit.fits else likeness


def _once(hits: Sequence[_Hit]) -> list[_Hit]:
    """Of a statement and those that lie within it the nearest one alone, the whole one of equals."""
    of = {(hit.found.version, hit.found.statement.id): hit for hit in hits}
    left = dict(of)
    for (version, id), hit in of.items():
        outer = of.get((version, hit.found.statement.within or ""))
        if outer is not None and outer is not hit:
            left.pop((version, id) if outer.alignment.likeness >= hit.alignment.likeness else (version, outer.found.statement.id), None)
    return list(left.values())


def _has_name(found: Found, name: str) -> bool:
    """Whether the paragraph in which a statement stands has the last word of a name."""
    words = name.casefold().split()
    start = found.text.rfind("\n", 0, found.statement.content[0][0]) + 1
    end = found.text.find("\n", found.statement.content[-1][1])
    return bool(words) and words[-1] in found.text[start : end if end >= 0 else len(found.text)].casefold()


def _match(quotation: str, hit: _Hit) -> Match:
    found, (first, last) = hit.found, hit.alignment.within
    content = found.statement.content
    spans = _pieces(content, hit.words[first].start, hit.words[last - 1].end)
    steps = tuple(Difference(step.op, _words(quotation, hit.asked[slice(*step.asked)]), _words(found.text, hit.words[slice(*step.reported)], content)) for step in hit.alignment.steps)
    begin = hit.words[first - CONTEXT].start if first > CONTEXT else content[0][0]
    end = hit.words[last + CONTEXT - 1].end if last + CONTEXT < len(hit.words) else content[-1][1]
    before, after = (" … ".join(found.text[a:b] for a, b in _pieces(content, *part)) for part in ((begin, spans[0][0]), (spans[-1][1], end)))
    speaker = found.statement.speaker
    return Match(found.article, found.sha256, found.statement.id, (spans[0][0], spans[-1][1]), spans, speaker.name if speaker else None, found.statement.kind, found.published, found.outlet, hit.said,
                 hit.source, hit.unlike, steps, before, after, round(hit.alignment.likeness, 4))  # fmt: skip


def _pieces(content: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans of a content between two places."""
    return tuple((max(a, start), min(b, end)) for a, b in content if a < end and b > start)


def _words(text: str, words: Sequence[Word], content: Sequence[Span] | None = None) -> str:
    """The words as they stand in the text, those of different spans of the content joined by " … "."""
    if not words:
        return ""
    pieces = _pieces(content or [(0, len(text))], words[0].start, words[-1].end)
    return " … ".join(text[start:end] for start, end in pieces)


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
