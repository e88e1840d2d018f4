"""How the wordings of one utterance differ: version beside version, word by word; marks that moved, context that was cut, the wording that most agree on, and who copied whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from onrecord.extraction.quotes import find_quotations
from onrecord.follow.alignment import Op, align, compare
from onrecord.follow.utterances import Utterance, Version
from onrecord.follow.words import Word, cut, unbroken
from onrecord.types import Span

SHINGLE = 6  # words in a row by which a copied text is told
COPIED = 0.4  # share of the shorter text's runs of words that the other has, from which one is plainly copied from the other
LEAST_COPIED = 12  # words of a paragraph that is told as copied
MOST = 60  # different wordings that are compared each with each, and reports that are looked at for copies
_LINE_END = re.compile(r"(?<![.!?…:;\"”’»\n])\n(?!\n)")
_FLIPPED: dict[Op, Op] = {"keep": "keep", "replace": "replace", "add": "drop", "drop": "add"}
ALIKE = 0.6  # likeness from which two versions are of one wording, so far as to agree


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words of the reference that a version has kept, dropped or replaced, or words that it has added; `marked` tells whether the version has them in quotation marks, `moved` that the
    reference has it otherwise."""

    op: Op
    reference: str
    version: str
    marked: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A version beside the reference.  `before` and `behind` are what the fullest version has around the words that this one has: its cut context.  `likeness` to the reference is from 0 to 1."""

    version: Version
    changes: tuple[Change, ...]
    before: str
    behind: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Copy:
    """A report, by id, of which another one was plainly the source: it is later, and has its text or the passage."""

    article: str
    source: str
    what: str


@dataclass(frozen=True)
class Wording:
    """All versions of an utterance, compared.  `reference` is the version whose wording most reports agree on, `earliest` the one that was published first, `fullest` the longest one that is not
    retold: all by the ids of their statements."""

    utterance: Utterance
    reference: str
    agreeing: int
    earliest: str
    fullest: str
    versions: tuple[Compared, ...]
    copies: tuple[Copy, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values: what `onrecord utterances show --format jsonl` prints."""
        row = self.utterance.to_dict()
        for version, done in zip(row["versions"], self.versions, strict=True):
            changes = [{"op": c.op, "reference": c.reference, "version": c.version, "marked": c.marked, "moved": c.moved} for c in done.changes]
            version |= {"changes": changes, "before": done.before, "behind": done.behind, "likeness": done.likeness}
        copies = [{"article": copy.article, "source": copy.source, "what": copy.what} for copy in self.copies]
        return row | {"reference": self.reference, "agreeing": self.agreeing, "earliest": self.earliest, "fullest": self.fullest, "copies": copies}


class _Cut:
    """A version cut into words, each with whether it stands in quotation marks."""

    def __init__(self, version: Version):
        self.version = version
        self.words: list[Word] = unbroken(version.text, cut(version.text, version.spans))

    @cached_property
    def plain(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)

    @cached_property
    def marked(self) -> tuple[bool, ...]:
        text = self.version.text
        for start, end in self.version.spans:  # marks are paired in a line, and a line may end in the midst of a sentence
            text = text[:start] + _LINE_END.sub(" ", text[start:end]) + text[end:]
        quoted = [(q.start, q.end) for q in find_quotations(text)]
        return tuple(any(start <= word.start and word.end <= end for start, end in quoted) for word in self.words)

    def text(self, span: Span) -> str:
        words = self.words[slice(*span)]
        if not words:
            return ""
        pieces = [(max(a, words[0].start), min(b, words[-1].end)) for a, b in self.version.spans if a < words[-1].end and b > words[0].start]
        return " … ".join(self.version.text[a:b] for a, b in pieces)


def compare_versions(utterance: Utterance) -> Wording:
    """The versions of an utterance side by side."""
    cuts = [_Cut(version) for version in utterance.versions]
    reference, agreeing = _reference(cuts)
    fullest = max(range(len(cuts)), key=lambda i: (cuts[i].version.statement.kind != "indirect", len(cuts[i].words), -i))
    ids = [version.statement.id for version in utterance.versions]
    compared = tuple(_compared(one, cuts[reference], cuts[fullest]) for one in cuts)
    return Wording(utterance, ids[reference], agreeing, ids[0], ids[fullest], compared, tuple(_copies(utterance.versions[:MOST])))


def disagreement(utterance: Utterance) -> float:
    """How much the wordings of an utterance differ, from 0 (all the same, or parts of each other) to 1."""
    plain = sorted({_Cut(version).plain for version in utterance.versions})[:MOST]
    pairs = [align(*sorted(pair, key=len)).likeness for pair in combinations(plain, 2)]
    return 1 - sum(pairs) / len(pairs) if pairs else 0.0


def _reference(cuts: Sequence[_Cut]) -> tuple[int, int]:
    """The version of which most reports have the words, whole or in part, and how many these are; of equals the one that is quoted, then the longest on which several agree, then the one that is most like the others."""
    reports: dict[tuple[str, ...], set[str]] = {}
    first: dict[tuple[str, ...], int] = {}
    for i, one in enumerate(cuts):
        reports.setdefault(one.plain, set()).add(one.version.article)
        first[one.plain] = min(first.get(one.plain, i), i, key=lambda k: (cuts[k].version.statement.kind != "direct", k))
    wordings = sorted(reports, key=lambda plain: (-len(reports[plain]), first[plain]))[:MOST]

    def agreeing(plain: tuple[str, ...]) -> int:
        whole = " " + " ".join(plain) + " "
        return len(set().union(*(reports[other] for other in wordings if " " + " ".join(other) + " " in whole)))

    def likeness(plain: tuple[str, ...]) -> float:
        return sum(len(reports[other]) * align(*sorted((plain, other), key=len)).likeness for other in wordings)

    best = max(wordings, key=lambda plain: (agreeing(plain), cuts[first[plain]].version.statement.kind == "direct", len(plain) * (agreeing(plain) > 1), likeness(plain), -first[plain]))
    return first[best], agreeing(best)


def _compared(one: _Cut, reference: _Cut, fullest: _Cut) -> Compared:
    longer_is_reference = len(one.plain) <= len(reference.plain)
    placed = align(one.plain, reference.plain) if longer_is_reference else align(reference.plain, one.plain)
    if placed.likeness < ALIKE:
        steps = [(step.op, step.asked, step.reported) for step in compare(one.plain, reference.plain)]
    else:
        steps = [(step.op, step.asked, step.reported) for step in placed.steps] if longer_is_reference else [(_FLIPPED[step.op], step.reported, step.asked) for step in placed.steps]
        start, end = placed.within
        whole: tuple[Op, int] = ("drop", len(reference.plain)) if longer_is_reference else ("add", len(one.plain))
        steps = [*_end(whole[0], 0, start, 0), *steps, *_end(whole[0], end, whole[1], len(one.plain) if longer_is_reference else len(reference.plain))]
    changes = [change for op, version, of_reference in steps for change in _by_marks(op, of_reference, version, reference, one)]
    here = align(one.plain, fullest.plain)
    cut_off = one is not fullest and here.likeness >= ALIKE
    before, behind = (fullest.text((0, here.within[0])), fullest.text((here.within[1], len(fullest.words)))) if cut_off else ("", "")
    return Compared(one.version, tuple(changes), before, behind, round(placed.likeness, 4))


def _end(op: Op, start: int, end: int, beside: int) -> list[tuple[Op, Span, Span]]:
    """The words of the longer wording that stand before or behind the shorter one, as a step of the version's and the reference's words."""
    if start == end:
        return []
    return [(op, (beside, beside), (start, end)) if op == "drop" else (op, (start, end), (beside, beside))]


def _by_marks(op: Op, asked: Span, reported: Span, reference: _Cut, one: _Cut) -> list[Change]:
    """A step, and where words are kept, one for every run of them that is marked alike in both."""
    if op == "keep":
        runs: list[tuple[int, int, bool, bool]] = []
        for k in range(asked[1] - asked[0]):
            marks = reference.marked[asked[0] + k], one.marked[reported[0] + k]
            if runs and runs[-1][2:] == marks:
                runs[-1] = (runs[-1][0], k + 1, *marks)
            else:
                runs.append((k, k + 1, *marks))
        return [Change("keep", reference.text((asked[0] + a, asked[0] + b)), one.text((reported[0] + a, reported[0] + b)), mine, mine != theirs) for a, b, theirs, mine in runs]
    marked = bool(reported[0] < reported[1] and all(one.marked[slice(*reported)]))
    return [Change(op, reference.text(asked), one.text(reported), marked, False)]


def _copies(versions: Sequence[Version]) -> list[Copy]:
    """Each report that has most of an earlier one's text, or its paragraph; the earliest of those that it may have copied."""
    found: dict[str, Copy] = {}
    for source, later in combinations(versions, 2):
        if source.article == later.article or source.published is None or later.published is None or source.published >= later.published or later.article in found:
            continue
        if source.sha256 == later.sha256 or _shared(_shingles(source.text), _shingles(later.text)) >= COPIED:
            found[later.article] = Copy(later.article, source.article, "the text" if source.sha256 != later.sha256 else "the whole text")
            continue
        passages = [[w.folded for w in cut(v.text, [_paragraph(v)])] for v in (source, later)]
        if min(map(len, passages)) >= LEAST_COPIED and _shared(*(_shingles(" ".join(p)) for p in passages)) >= 2 * COPIED:
            found[later.article] = Copy(later.article, source.article, "the paragraph")
    return list(found.values())


def _paragraph(version: Version) -> Span:
    start = version.text.rfind("\n", 0, version.spans[0][0]) + 1
    end = version.text.find("\n", version.spans[-1][1])
    return start, end if end >= 0 else len(version.text)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = [word.folded for word in cut(text)]
    return {tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}


def _shared(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
