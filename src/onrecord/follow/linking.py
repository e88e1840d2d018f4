"""To which commitment a finding belongs: a scored decision with reasons, over candidates that an index gives.

Articles are taken in the order of their dates, so that the same set of articles makes the same commitments in whatever order they came.  A finding is compared only with commitments that
share a name and a word with it, and the least telling of these are left out where they are too many, so that a report costs the same however many commitments there are.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from onrecord.follow.actors import words_of
from onrecord.follow.amounts import is_money
from onrecord.follow.corrections import Corrections, commitment_id, event_id
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import related
from onrecord.follow.scoring import Scorer, fitted
from onrecord.resolve.words import bodies

BY_HAND = "a person put it here"
FOUNDING = 0.7  # strength from which a finding makes a commitment of its own
JOINING, FOLLOWING_UP = -0.3, 0.3  # least scores of what could be a commitment of its own, and of what could not
JOINING_BY_NAMES = 1.0  # the same where they have nothing in common but who
TELLING = ("telling words", "related words", "same number", "bare number", "derived number", "same wording")  # features that tell of one thing
LENIENCE = 1.5  # by how much a pledge may fit less well than the ask that it answers, and still be what is meant
ANSWERED = -0.25  # least score of an answer
CHANGE = 10.0  # by how much an amount is raised or cut at most; more is another amount
CANDIDATES = 64  # commitments that an article is compared with
NAMES, TERMS = 8, 8  # of an article and of a commitment, that are indexed


LINKING, ANSWERING = Scorer.of(fitted()["linking"]), Scorer.of(fitted()["answering"])


@dataclass(frozen=True, slots=True)
class Told:
    """The findings of one article, who speaks for whom in it, and the names in it that are indexed."""

    article: str
    published: str | None
    findings: tuple[Finding, ...]
    spoken_for: tuple[tuple[str, str], ...] = ()

    @property
    def order(self) -> tuple[str, str]:
        return (self.published or "9999-99-99", self.article)


@dataclass(slots=True, eq=False)
class Event:
    """A finding that belongs to a commitment: its kind there, its day, and why."""

    finding: Finding
    article: str
    reported: str | None
    kind: str
    date: str | None
    score: float
    reasons: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Draft:
    """A commitment as far as the articles up to now make it."""

    number: int
    type: str
    events: list[Event] = field(default_factory=list)
    terms: dict[str, float] = field(default_factory=dict)
    makers: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    amounts: list[tuple[float, str]] = field(default_factory=list)
    due: tuple[str | None, str | None, str, int, int] | None = None
    answers: "Draft | None" = None
    answer_score: float = 0.0
    place: tuple[str, int] = ("", 0)
    paragraph: int = -1
    numbers: set[float] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    @property
    def first(self) -> Event:
        return self.events[0]


@cache
def generic() -> frozenset[str]:
    """Words for bodies, which many bear: "ministry", "city"."""
    return bodies() | {"city", "town", "region", "state", "company", "firm", "government", "country", "village", "district"}


def meet(one: set[str], other: set[str]) -> bool:
    """Whether two actors may be one: a word of a name in common; or a word for a body, where one of them has no other."""
    shared = one & other
    return bool(shared - generic()) or bool(shared and (one <= generic() or other <= generic()))


def who(name: str, spoken_for: dict[str, set[str]]) -> set[str]:
    """The words by which somebody is known, and those of whom he speaks for."""
    words = set(words_of(name))
    return words.union(*(spoken_for.get(word, set()) for word in words))


class Linker:
    """Takes articles in order; `drafts` are the commitments so far."""

    def __init__(self, corrections: Corrections = Corrections(), linking: Scorer = LINKING, answering: Scorer = ANSWERING) -> None:
        self.drafts: list[Draft] = []
        self.linking, self.answering = linking, answering
        self.corrections = corrections
        self._waiting: dict[str, list[tuple[Told, Finding]]] = {}  # events that a person put to a commitment that no article has told of yet
        self._index: dict[tuple[str, str], list[Draft]] = {}
        self._spoken: dict[str, set[str]] = {}
        self._latest: Draft | None = None

    def take(self, told: Told) -> None:
        """One more article, of a later date than those before."""
        self.speak(told)
        names = _frequent(told.findings)
        near = self._near(told, names)
        here = _counts(told.findings)
        for finding in told.findings:
            draft = self._place(told, finding, near, here)
            if draft is not None:
                if draft not in near:
                    near.append(draft)
                    del near[: -2 * CANDIDATES]
                self._note(draft, names)
        for draft in near:
            if draft.type == "pledge" and draft.answers is None:
                self._answer(draft, near)

    def speak(self, told: Told) -> None:
        """Note who speaks for whom."""
        for speaker, body in told.spoken_for:
            people, bodies = words_of(speaker), words_of(body)
            if len(people) < 5:
                for word in people:
                    self._spoken.setdefault(word, set()).update(bodies)

    def _near(self, told: Told, names: Sequence[str]) -> list[Draft]:
        terms = {t for f in told.findings for t, w in f.terms.items() if w >= 0.4}
        counts: dict[int, int] = {}
        found: dict[int, Draft] = {}
        for name in names:
            for term in terms:
                for draft in self._index.get((name, term), ()):
                    counts[draft.number] = counts.get(draft.number, 0) + 1
                    found[draft.number] = draft
        best = sorted(found, key=lambda n: (-counts[n], -n))[:CANDIDATES]
        return [found[n] for n in sorted(best)]

    def _note(self, draft: Draft, names: Sequence[str]) -> None:
        for term in sorted(draft.terms, key=lambda t: (-draft.terms[t], t))[:TERMS]:
            for name in names:
                bucket = self._index.setdefault((name, term), [])
                if draft not in bucket[-CANDIDATES:]:
                    bucket.append(draft)
                    del bucket[:-CANDIDATES]

    def _place(self, told: Told, finding: Finding, near: list[Draft], here: Mapping[str, int]) -> Draft | None:
        by_hand = self.corrections
        event = event_id(told.article, finding) if by_hand.linked or by_hand.unlinked else ""
        if event in by_hand.linked:
            target = by_hand.linked[event]
            chosen = next((draft for draft in self.drafts if target in draft.addresses), None)
            if chosen is None:
                self._waiting.setdefault(target, []).append((told, finding))
                return None
            return self._join(told, finding, 9.0, chosen, (BY_HAND,))
        weights = _weights(near, here, len(told.findings))
        barred = {d.number for d in near if any((event, address) in by_hand.unlinked for address in d.addresses)} if event else set()
        fitting = [draft for draft in near if draft.number not in barred and _may(finding, draft, told.article)]
        compared = [self.features(told, finding, draft, weights, near) for draft in fitting]
        scores = self.linking.scores([features for features, _ in compared])
        scored = [(score, draft, why) for score, draft, (_, why) in zip(scores, fitting, compared)]
        best = max(scored, key=lambda x: (x[0], -x[1].number), default=None)
        if best is not None and best[1].type == "ask" and finding.type is None and finding.kind not in ("refused", "withdrawn"):
            answering = [x for x in scored if x[1].answers is best[1] and x[0] > best[0] - LENIENCE]
            best = max(answering, key=lambda x: (x[0], -x[1].number), default=best)  # a delivery belongs to the pledge, also when it is told against the ask
        least = FOLLOWING_UP
        if best is not None and finding.type and finding.strength >= FOUNDING:
            least = JOINING if any(compared[fitting.index(best[1])][0].get(name) for name in TELLING) else JOINING_BY_NAMES
        if best is not None and best[0] > least:
            return self._join(told, finding, *best)
        if finding.type and finding.strength >= FOUNDING and commitment_id(told.article, finding) not in by_hand.rejected:
            return self._found(told, finding)
        return None

    def features(self, told: Told, finding: Finding, draft: Draft, weights: dict[str, float], near: Sequence[Draft] = ()) -> tuple[dict[str, float], tuple[str, ...]]:
        """What speaks for and against a finding's belonging to a commitment, by name."""
        found: dict[str, float] = {f"bias {_sort(finding)}": 1.0}
        reasons = []
        sort = "asking" if finding.type else "telling"
        chance = min(max(finding.confidence, 0.02), 0.98)
        found[f"chance, {sort}"] = math.log(chance / (1 - chance))
        shared = sorted(((min(w, draft.terms[t]) * weights.get(t, 1.0), t) for t, w in finding.terms.items() if t in draft.terms), reverse=True)
        if shared:
            found["words"] = sum(w for w, _ in shared[:6])
            found["telling words"] = float(sum(w > 0.45 for w, _ in shared[:6]))
            whole = sum(sorted((w for w in finding.terms.values()), reverse=True)[:8]) or 1.0
            found["share of words"] = min(1.0, found["words"] / whole)
            reasons.append("words: " + ", ".join(t.lstrip("=") for _, t in shared[:3]))
        alone = [t for t in finding.terms if t in draft.terms and not any(t in d.terms for d in near if d is not draft)] if len(near) > 1 else []
        if own_words := sum(min(finding.terms[t], draft.terms[t]) >= 0.5 for t in alone if not t.startswith("=")):
            found[f"words of it alone, {sort}"] = float(min(3, own_words))
        if own_names := sum(t in finding.names for t in alone):
            found[f"names of it alone, {sort}"] = float(min(2, own_names))
        soft = sorted((_related(t, w, draft.terms, weights) for t, w in finding.terms.items() if t not in draft.terms and w > 0.2), reverse=True)[:4]
        if soft and soft[0] > 0:
            found["related words"] = sum(soft)
            if not shared:
                reasons.append("related words")
        wording = max((_alike(finding.tokens, e.finding.tokens) for e in draft.events if e.article != told.article), default=0.0)
        if wording > 0.4:
            found["same wording"] = wording
            reasons.append("nearly the same wording")
        own = who(finding.by[0], self._spoken) if finding.by else set()
        if meet(own, draft.makers):
            found[f"same maker, {sort}"] = 1.0
            reasons.append("the same maker")
        elif meet(own, draft.others):
            found[f"its counterpart, {sort}"] = 1.0
            reasons.append("its counterpart")
        elif finding.type and _proper(finding.by) and _proper(draft.first.finding.by) and finding.by and draft.first.finding.by:
            found["another maker"] = 1.0 if (finding.by[1] == "person") == (draft.first.finding.by[1] == "person") else 0.3
        if meet(own, draft.makers) and not any(d is not draft and d.type == draft.type and meet(own, d.makers) for d in near):
            found[f"only one of its maker, {sort}"] = 1.0
        if finding.counterpart and meet(who(finding.counterpart[0], self._spoken), draft.others):
            found["same counterpart"] = 1.0
        if not meet(own, draft.makers) and (draft.makers - generic()) & {w for n in finding.named for w in words_of(n)}:
            found["maker named"] = 1.0
            reasons.append("its maker is named")
        number = _same_number(finding, draft)
        if number:
            found[f"{number} number"] = 1.0
            reasons.append("the same amount")
        elif draft.amounts and any(u == draft.amounts[-1][1] and u for _, u, _, _, _ in finding.amounts):
            found[f"another number, {sort}"] = 1.0
        elif draft.amounts and finding.amounts and finding.type and finding.strength >= FOUNDING and not any(_kin(u, draft.amounts[0][1]) for _, u, _, _, _ in finding.amounts):
            found["another unit"] = 1.0
        if finding.type and any(f for _, _, f, _, _ in finding.amounts):
            found["further"] = 1.0
        if draft.due and draft.due[1] and any(low <= draft.due[1] <= high and low[:7] == high[:7] for low, high in finding.dates):
            found["same date"] = 1.0
            reasons.append("the same date")
        if draft.place[0] == told.article and 0 <= finding.sentence - draft.place[1] <= 2:
            where = "beside" if finding.sentence - draft.place[1] <= 1 else "two on"
            found[f"{where}, {'cued' if finding.cued else 'pronoun' if finding.anaphoric else 'noun'}"] = 1.0
            if finding.kind in ("refused", "withdrawn") and meet(own, draft.others):
                found["answer beside"] = 1.0
            reasons.append("told beside it")
        elif draft.place[0] == told.article:
            found["same article"] = 1.0
        if draft.place[0] == told.article and draft is self._latest:
            found[f"latest, {sort}"] = 1.0
        if draft.place[0] == told.article and draft.paragraph == finding.paragraph:
            found[f"same paragraph, {sort}"] = 1.0
        if finding.type is None and draft.type == "ask":
            found[f"of an ask, {finding.kind}"] = 1.0
        return found, tuple(reasons)

    def _found(self, told: Told, finding: Finding) -> Draft:
        assert finding.type is not None
        draft = Draft(len(self.drafts), finding.type)
        self.drafts.append(draft)
        self._add(draft, told, finding, finding.kind, finding.strength, ("asked" if finding.type == "ask" else "promised",))
        for earlier, waiting in self._waiting.pop(commitment_id(told.article, finding), ()):
            self._join(earlier, waiting, 9.0, draft, (BY_HAND,))
        return draft

    def _join(self, told: Told, finding: Finding, score: float, draft: Draft, reasons: tuple[str, ...]) -> Draft:
        kind = self._kind(told, finding, draft)
        self._add(draft, told, finding, kind, score, reasons)
        return draft

    def _kind(self, told: Told, finding: Finding, draft: Draft) -> str:
        """The kind that the event has for this commitment."""
        day = finding.day or told.published
        latest = draft.amounts[-1] if draft.amounts else None
        changed = changed_amount(finding, latest) if latest and not finding.retold else None
        if finding.type == "ask":
            return "raised" if changed and latest and changed[0] > latest[0] else "asked"
        if finding.type == "pledge":
            if draft.first.date == day or (finding.retold and finding.day and finding.day < (told.published or "")):
                return "pledged"
            if latest and changed:
                return "raised" if changed[0] > latest[0] else "cut"
            if draft.due and finding.due and draft.due[1] and finding.due[1] and finding.due[1] > draft.due[1]:
                return "rescheduled"
            return "reaffirmed"
        if finding.kind == "delivered":
            part = _only_part(finding, latest)
            return "partly_delivered" if part else "delivered"
        return finding.kind

    def _add(self, draft: Draft, told: Told, finding: Finding, kind: str, score: float, reasons: tuple[str, ...]) -> None:
        date = finding.day or told.published
        self._latest, draft.paragraph = draft, finding.paragraph
        for event in draft.events:
            if event.article == told.article and event.kind == kind and (event.date == date or kind in ("asked", "pledged", "reaffirmed")):
                draft.place = told.article, finding.sentence
                return
        if finding.type:
            draft.addresses.add(commitment_id(told.article, finding))
        draft.events.append(Event(finding, told.article, told.published, kind, date, score, reasons))
        draft.place = told.article, finding.sentence
        self._count(draft, finding, kind)
        if finding.type or kind in ("raised", "cut", "rescheduled"):
            scale = 1.0 if len(draft.events) == 1 else 0.7
            for term, weight in finding.terms.items():
                if len(draft.events) == 1 or finding.type:
                    draft.terms[term] = max(draft.terms.get(term, 0.0), weight * scale)
            if finding.type:
                if finding.by:
                    draft.makers |= who(finding.by[0], self._spoken)
                if finding.counterpart:
                    draft.others |= who(finding.counterpart[0], self._spoken)
            latest = draft.amounts[-1] if draft.amounts else None
            amount = main_amount(finding) if latest is None else changed_amount(finding, latest) if kind in ("raised", "cut") else None
            if amount:
                draft.amounts.append(amount[:2])
            if (finding.due and (kind == "rescheduled" or draft.due is None) and not finding.retold) or (finding.due and draft.due is None):
                draft.due = (finding.due[0], finding.due[1], told.article, finding.due[2], finding.due[3])

    def _count(self, draft: Draft, finding: Finding, kind: str) -> None:
        """Numbers by which the commitment may be meant later: its amounts, and what is left when a part has come."""
        values = {v for v, u, f, _, _ in finding.amounts}
        if draft.amounts and kind in ("partly_delivered", "cut"):
            unit = draft.amounts[-1][1]
            values |= {draft.amounts[-1][0] - v for v, u, _, _, _ in finding.amounts if u == unit and 0 < v < draft.amounts[-1][0]}
        if finding.type or kind in ("raised", "cut", "partly_delivered", "rescheduled"):
            draft.numbers |= values

    def _answer(self, pledge: Draft, near: Iterable[Draft]) -> None:
        """The ask that a pledge answers: like words, asked before, of somebody else."""
        candidates = [d for d in near if d.type == "ask"]
        weights = _weights(candidates)
        possible = [ask for ask in candidates if may_answer(pledge, ask)]
        scores = self.answering.scores([self.answer_features(pledge, ask, weights, candidates) for ask in possible])
        best = max(zip(scores, (-ask.number for ask in possible), possible), default=None, key=lambda x: x[:2])
        if best is not None and best[0] > ANSWERED:
            score, _, pledge.answers = best
            pledge.answer_score = round(score, 3)

    def answer_features(self, pledge: Draft, ask: Draft, weights: dict[str, float], asks: Sequence[Draft] = ()) -> dict[str, float]:
        """What speaks for and against a pledge's being the answer to an ask, by name."""
        found: dict[str, float] = {}
        shared = sorted((min(w, ask.terms[t]) * weights.get(t, 1.0) for t, w in pledge.terms.items() if t in ask.terms), reverse=True)[:6]
        soft = sorted((_related(t, w, ask.terms, weights) for t, w in pledge.terms.items() if t not in ask.terms and w > 0.2), reverse=True)[:4]
        found["words"] = sum(shared)
        found["telling words"] = float(sum(w > 0.45 for w in shared))
        found["related words"] = sum(soft)
        if meet(pledge.makers, ask.others):
            found["by who was asked"] = 1.0
        elif pledge.makers - generic() and ask.others - generic():
            found["by another"] = 1.0
        alone = [t for t in pledge.terms if t in ask.terms and not any(t in d.terms for d in asks if d is not ask)]
        found["words of it alone"] = float(min(3, sum(min(pledge.terms[t], ask.terms[t]) >= 0.5 for t in alone if not t.startswith("="))))
        if meet(pledge.others, ask.makers):
            found["to who asked"] = 1.0
        if pledge.amounts and ask.amounts:
            found["like units" if any(u == v and u for _, u in pledge.amounts for _, v in ask.amounts) else "unlike units"] = 1.0
            if pledge.numbers & ask.numbers:
                found["same number"] = 1.0
        if pledge.first.article == ask.first.article:
            found["same article"] = 1.0
            if 0 <= pledge.first.finding.sentence - ask.first.finding.sentence <= 2:
                found["beside"] = 1.0
        elif any(e.article == pledge.first.article for e in ask.events):
            found["asked in its article"] = 1.0
        return found


def may_answer(pledge: Draft, ask: Draft) -> bool:
    """Whether a pledge can be an answer: made, raised or reaffirmed on the day of the ask or later, and by somebody else."""
    if not ask.first.date or not pledge.first.date or (ask.makers & pledge.makers) - generic():
        return False
    return ask.first.date <= max(e.date or "" for e in pledge.events if e.kind in ("pledged", "raised", "reaffirmed", "rescheduled", "cut") or e is pledge.first)


def _may(finding: Finding, draft: Draft, article: str) -> bool:
    if finding.type:
        apart = finding.strength >= FOUNDING and draft.amounts and finding.amounts and not any(_kin(u, v) for _, u, _, _, _ in finding.amounts for _, v in draft.amounts)
        return finding.type == draft.type and not (apart and finding.sentence - draft.place[1] <= 2 and article == draft.place[0])
    if finding.kind in ("progressed", "rescheduled", "disputed") and draft.type != "pledge":
        return False
    if finding.kind == "refused" and draft.type == "pledge" and finding.by and draft.first.finding.by and finding.by[0] == draft.first.finding.by[0]:
        return False
    if finding.kind == "delivered" and draft.type == "ask" and finding.by and draft.first.finding.by and finding.by[0] == draft.first.finding.by[0]:
        return False
    return not (finding.day and draft.first.date and finding.day < draft.first.date)


def _kin(unit: str, other: str) -> bool:
    """Whether two units may count one thing: the same, or one of them not told; money is kin to money."""
    return not unit or not other or unit == other or (is_money(unit) and is_money(other)) or unit in ("people", "million") or other in ("people", "million")


def _proper(by: tuple[str, str] | None) -> bool:
    """Whether somebody is named, and not only "the company"."""
    return bool(by) and any(w[:1].isupper() for w in by[0].removeprefix("The ").removeprefix("A ").split())  # type: ignore[index]


def _same_number(finding: Finding, draft: Draft) -> str:
    """Whether the finding gives a number of the commitment's: "same" with its unit, "bare" without, "small" where many things are so few."""
    best = ""
    for value, unit in draft.amounts:
        if any(v == value and u == unit for v, u, f, _, _ in finding.amounts if not f):
            return "same" if value >= 3 else "small"
        if {value, value / 1e6, value / 1e9, value / 1e3} & set(finding.numbers):
            best = "bare" if value >= 10 else best or "small"
    if not best:
        for value in draft.numbers:
            if {value, value / 1e6, value / 1e9} & set(finding.numbers):
                best = "derived" if value >= 10 else best
    return best


def _related(term: str, weight: float, terms: Mapping[str, float], weights: Mapping[str, float]) -> float:
    near = related().get(term)
    return max((min(weight, terms[t]) * weights.get(t, 1.0) * c for t, c in near.items() if t in terms), default=0.0) if near else 0.0


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of words, common ones too, that the shorter of two clauses has in common with the other; 0 for clauses of fewer than four."""
    one, other = set(a), set(b)
    return len(one & other) / min(len(one), len(other)) if min(len(one), len(other)) > 3 else 0.0


def _sort(finding: Finding) -> str:
    """What is decided alike: strong and weak askings and promises, and what followed."""
    if finding.type:
        return ("cued " if finding.cued else "strong " if finding.strength >= FOUNDING else "weak ") + finding.type
    return finding.kind if finding.kind in ("delivered", "refused", "disputed") else "event"


_PART = re.compile(r"\b(?:so\s+far|first|part\s+of|some\s+of|half|third\s+of|quarter\s+of|a\s+few|instalment|tranche|only|already)\b", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:all|rest|remaining|remainder|whole|entire|complete[ds]?|in\s+full|fully|final|every|everything|both|second\s+half|other\s+half|last(?!\s+(?:week|weekend|month|year|night|spring|summer|autumn|winter|[A-Z])))\b", re.IGNORECASE)


def _only_part(finding: Finding, amount: tuple[float, str] | None) -> bool:
    """Whether a delivery is of a part: it says so, or gives less than the amount that was promised, and does not say that it is the whole or the last of it."""
    if _WHOLE.search(finding.text):
        return False
    if (finding.share or 1) < 0.99 or _PART.search(finding.text):
        return True
    if amount is None:
        return False
    value, unit = amount
    if is_money(unit):
        return any(v < value * 0.98 for v, u, further, _, _ in finding.amounts if u == unit and not further)
    return value >= 2 and any(number < value * 0.98 for number in finding.numbers)


def main_amount(finding: Finding) -> tuple[float, str, bool, int, int] | None:
    """Money before shares before counts."""
    return min(finding.amounts, key=lambda a: (0 if is_money(a[1]) else 1 if a[1] == "percent" else 2, a[3]), default=None)


_LEFT = re.compile(r"\b(?:the|their|its|his|her|those)\s+(?:other|remaining|rest|first|last|next|missing|outstanding|second|third|final)\s+$", re.IGNORECASE)
_NEW = re.compile(r"\b(?:to|now|but|it|become|becomes|became|remain|remains|speaks?\s+of)\s+(?:be\s+|is\s+|only\s+|up\s+to\s+|just\s+|about\s+|of\s+)*$", re.IGNORECASE)
_OLD = re.compile(r"\b(?:from|instead\s+of|rather\s+than|not|than|hitherto|of|wanted|was|its|the)\s+(?:the\s+)?$", re.IGNORECASE)


def _counts_things(unit: str) -> bool:
    """Whether a unit is of things, of which one may be named in several ways: 60 "posts" are cut to 45 "paramedics"."""
    return bool(unit) and unit != "percent" and not is_money(unit)


def changed_amount(finding: Finding, latest: tuple[float, str]) -> tuple[float, str, bool, int, int] | None:
    """The amount that a finding gives in place of the one that held: of several that which stands behind "to" or "now", not behind "from" or "instead of"; a bare number is of the same unit.  None where it gives no other."""
    found = []
    for value, unit, further, start, end in finding.amounts:
        before = finding.text[: max(0, start - finding.span[0])]
        if not unit and latest[1]:
            value *= next((scale for scale in (1e6, 1e3) if is_money(latest[1]) and value < 1000 and latest[0] >= 2 * scale), 1)
        alike = unit == latest[1] or not unit or (not latest[1] and is_money(unit)) or (_counts_things(unit) and _counts_things(latest[1]) and finding.kind == ("raised" if value > latest[0] else "cut"))
        if alike and not further and latest[0] / CHANGE <= value <= latest[0] * CHANGE and not _LEFT.search(before[-24:]):
            found.append((0 if _NEW.search(before[-30:]) else 2 if _OLD.search(before[-30:]) else 1, (value, latest[1] or unit, further, start, end)))
    best = min(found, key=lambda row: (row[0], row[1][3]), default=None)
    return best[1] if best is not None and best[1][0] != latest[0] else None


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of an article have each word."""
    here: dict[str, int] = {}
    for finding in findings:
        for term in finding.terms:
            here[term] = here.get(term, 0) + 1
    return here


def _weights(drafts: Sequence[Draft], here: Mapping[str, int] = MappingProxyType({}), findings: int = 0) -> dict[str, float]:
    """How telling each word is among the candidates and in the article, in so many of whose findings it stands (`here`): one that they all share tells nothing of them apart."""
    counts: dict[str, int] = {}
    for draft in drafts:
        for term in draft.terms:
            counts[term] = counts.get(term, 0) + 1
    n, m = len(drafts) + 1, findings + 1
    return {term: math.log(1 + n / count) / math.log(1 + n) * (math.log(1 + m / here[term]) / math.log(1 + m) if term in here else 1.0) for term, count in counts.items()}


def _frequent(findings: Iterable[Finding]) -> list[str]:
    """The names most often beside the findings."""
    counts: dict[str, int] = {}
    for finding in findings:
        for word in {w for n in finding.named for w in words_of(n)} - generic():
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda w: (-counts[w], w))[:NAMES]
