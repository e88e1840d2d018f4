"""What speaks for and against a finding's belonging to a commitment, or making one of its own, by name."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.follow.actors import words_of
from onrecord.follow.amounts import is_money
from onrecord.follow.drafts import Draft, Told, counts_of, generic, meet, weights_of, who
from onrecord.follow.events import EVENTS
from onrecord.follow.findings import Finding
from onrecord.follow.lexicon import related, stem

OTHERWISE = 0.25  # share of a clause's events that must be other than asking and promising, for an asking to belong to a promise, or a promise to an asking
SAME_NUMBER, LIKE_WORDS = ("same number", "bare number", "derived number"), ("telling words", "related words", "same wording")  # features that tell of one thing
TELLS = 0.45  # weight from which a word tells what a clause is about
FOUNDING = 0.7  # strength from which a finding asks or promises surely
_TOO = re.compile(r"\b(?:also|further(?:more)?|moreover|in\s+addition|additionally|besides|as\s+well)\b", re.IGNORECASE)
_OVER_AGAIN = re.compile(r"\b(?:repeat|renew|reaffirm|reiterat|confirm|stress|insist|recall|underlin)\w*\b|\bagain\b|\bonce\s+more\b", re.IGNORECASE)


@dataclass
class Scene:
    """Where findings are compared: an article, the commitments near to it, who speaks for whom, and the commitment that was told of last."""

    told: Told
    near: list[Draft]
    spoken: dict[str, set[str]]
    latest: Draft | None = None

    def __post_init__(self) -> None:
        self._here = counts_of(self.told.findings)
        self.known = len(self.near)
        self.refresh()

    def refresh(self) -> None:
        """Weigh the words anew, once commitments have come."""
        self.weights = weights_of([d.terms for d in self.near], self._here, len(self.told.findings))
        self.around = weights_of([d.around for d in self.near])


def of_joining(finding: Finding, draft: Draft, scene: Scene) -> tuple[dict[str, float], tuple[str, ...]]:
    """What speaks for and against a finding's belonging to a commitment; and the reasons, in words."""
    told, near, weights = scene.told, scene.near, scene.weights
    found: dict[str, float] = {f"bias {_sort(finding)}": 1.0}
    reasons = []
    sort = "asking" if finding.type else "telling"
    chance = min(max(finding.confidence, 0.02), 0.98)
    found[f"chance, {sort}"] = math.log(chance / (1 - chance))
    shared = sorted(((min(w, draft.terms[t]) * weights.get(t, 1.0), t) for t, w in finding.terms.items() if t in draft.terms), reverse=True)
    if shared:
        found["words"] = sum(w for w, _ in shared[:6])
        found["telling words"] = float(sum(w > TELLS for w, _ in shared[:6]))
        most = sum(sorted(finding.terms.values(), reverse=True)[:8]) or 1.0
        found["share of words"] = min(1.0, found["words"] / most)
        reasons.append(_words_of(finding, [t for _, t in shared]))
    alone = {t for _, t in shared}.difference(*(d.terms for d in near if d is not draft)) if len(near) > 1 else set()
    if own_words := sum(min(finding.terms[t], draft.terms[t]) >= 0.5 for t in alone if not t.startswith("=")):
        found[f"words of it alone, {sort}"] = float(min(3, own_words))
    if own_names := sum(t in finding.names for t in alone):
        found[f"names of it alone, {sort}"] = float(min(2, own_names))
    known = related()
    soft = sorted((related_to(t, w, draft.terms, weights) for t, w in finding.terms.items() if t in known and t not in draft.terms and w > 0.2), reverse=True)[:4]
    if soft and soft[0] > 0:
        found["related words"] = sum(soft)
        if not shared:
            reasons.append("related words")
    wording = max((_alike(finding.tokens, e.finding.tokens) for e in draft.events if e.article != told.article), default=0.0)
    if wording > 0.4:
        found["same wording"] = wording
        reasons.append("nearly the same wording")
    own = who(finding.by[0], scene.spoken) if finding.by else set()
    if meet(own, draft.makers):
        found[f"same maker, {sort}"] = 1.0
        reasons.append("the same maker")
    elif meet(own, draft.others):
        found[f"its counterpart, {sort}"] = 1.0
        reasons.append("its counterpart")
    elif finding.type and proper(finding.by) and proper(draft.first.finding.by) and finding.by and draft.first.finding.by:
        found["another maker"] = 1.0 if (finding.by[1] == "person") == (draft.first.finding.by[1] == "person") else 0.3
    if meet(own, draft.makers) and not any(d is not draft and d.type == draft.type and meet(own, d.makers) for d in near):
        found[f"only one of its maker, {sort}"] = 1.0
    if finding.counterpart and meet(who(finding.counterpart[0], scene.spoken), draft.others):
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
    if draft.place[0] == told.article and draft is scene.latest:
        found[f"latest, {sort}"] = 1.0
    if draft.place[0] == told.article and draft.paragraph == finding.paragraph:
        found[f"same paragraph, {sort}"] = 1.0
    if finding.type is None and draft.type == "ask":
        found[f"of an ask, {finding.kind}"] = 1.0
    for name, one, other, telling in (("around to it", finding.around, draft.terms, weights), ("to around it", finding.terms, draft.around, scene.around), ("around to around", finding.around, draft.around, scene.around)):
        if common := overlap(one, other, telling):
            found[name] = common
    whole = max(chance, sum(finding.chances))
    for kind, share in zip(EVENTS[1:], finding.chances):
        found[f"{kind} {draft.type}"] = share / whole
    for kind in {e.kind for e in draft.events} & {"delivered", "refused", "withdrawn", "partly_delivered"}:
        found[f"{kind} before, {sort}"] = 1.0
    if any(e.article == told.article for e in draft.events):
        found[f"told here already, {sort}"] = 1.0
    found["events"] = math.log(len(draft.events))
    found["candidates"] = math.log(1 + len(near)) / 3
    return found, tuple(reasons)


def _words_of(finding: Finding, shared: Sequence[str]) -> str:
    """The first of the shared terms, as the finding's own words where they stand in its clause; of concepts there is only that they are related."""
    words = {stem(token): token for token in finding.tokens}
    plain = [words.get(term, term) for term in shared if not term.startswith("=")][:3]
    return "words: " + ", ".join(plain) if plain else "related words"


def of_founding(finding: Finding, scene: Scene) -> dict[str, float]:
    """What speaks for and against a finding's making a commitment of its own."""
    kind = f"new {finding.type}"
    strength, chance = (min(max(share, 0.02), 0.98) for share in (finding.strength, finding.confidence))
    found = {kind: 1.0, f"{kind}, strength": math.log(strength / (1 - strength)), f"{kind}, chance": math.log(chance / (1 - chance)), "candidates, new": math.log(1 + len(scene.near)) / 3}
    if scene.known:
        found["known before"] = 1.0
    own = who(finding.by[0], scene.spoken) if finding.by else set()
    told = {"cued": finding.cued, "amount": finding.amounts, "maker": finding.by, "named maker": proper(finding.by), "counterpart": finding.counterpart, "retold": finding.retold, "due": finding.due, "pronoun": finding.anaphoric, "vague": finding.vague,
            "condition": finding.condition, finding.firmness: True, f"act {finding.act}": True, "outlet": finding.statement is None}  # fmt: skip
    found |= {f"new, {name}": 1.0 for name, value in told.items() if value}
    found["new, words"] = min(3.0, sum(w for t, w in finding.terms.items() if w > 0.4) / 3)
    for type in ("ask", "pledge"):
        like = [d for d in scene.near if d.type == type]
        sort = "new, like one" if type == finding.type else "new, like one of the other type"
        if like:
            found[sort] = max(overlap(finding.terms, d.terms, scene.weights) for d in like)
            if any(d.place[0] == scene.told.article and 0 <= finding.sentence - d.place[1] <= 1 for d in like):
                found[f"{sort}, beside"] = 1.0
            if any(meet(own, d.makers) for d in like):
                found[f"{sort}, its maker"] = 1.0
            if any(_same_number(finding, d) == "same" for d in like):
                found[f"{sort}, its number"] = 1.0
    whole = max(chance, sum(finding.chances))
    for event, share in zip(EVENTS[1:], finding.chances):
        found[f"new, {event}"] = share / whole
    return found


def overlap(one: Mapping[str, float], other: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How much two sets of terms have in common, by the six that tell most."""
    return sum(sorted((min(w, other[t]) * weights.get(t, 1.0) for t, w in one.items() if t in other), reverse=True)[:6])


def of_one_thing(finding: Finding, draft: Draft, features: Mapping[str, float], spoken: dict[str, set[str]]) -> bool:
    """Whether anything but who tells that a finding is of a commitment.  Of what others ask it takes more than that it is asked of the same, in like words: "asked the court for more time", "asked the court for compensation"."""
    if not (finding.type == draft.type == "ask" and finding.by and draft.makers) or meet(who(finding.by[0], spoken), draft.makers):
        return any(features.get(name) for name in (*SAME_NUMBER, *LIKE_WORDS))
    asked = {stem(word) for word in draft.others | (who(finding.counterpart[0], spoken) if finding.counterpart else set())}
    words = {term for term, weight in finding.terms.items() if min(weight, draft.terms.get(term, 0.0)) > TELLS and term.removeprefix("=") not in asked}
    return bool(words) or any(features.get(name) for name in SAME_NUMBER)


def fits(type: str | None, chances: Sequence[float], confidence: float, of: str) -> bool:
    """Whether what a clause tells, by its own type and the chances of each event, can belong to a commitment of a type: what asks or promises belongs to the other type only if it may well tell something else."""
    return type in (None, of) or 1 - sum(chances[:2]) / max(confidence, 1e-6) >= OTHERWISE


def may_join(finding: Finding, draft: Draft, article: str) -> bool:
    if finding.type:
        apart = finding.strength >= FOUNDING and draft.amounts and finding.amounts and not any(_kin(u, v) for _, u, _, _, _ in finding.amounts for _, v in draft.amounts)
        if finding.type == draft.type:
            more = finding.strength >= FOUNDING and not finding.retold and article != draft.first.article and any(further for _, _, further, _, _ in finding.amounts)  # "another 3 million" is a new one
            first = draft.first.finding
            second = finding.plain and first.plain and article == draft.first.article and finding.sentence == first.sentence and min(finding.strength, first.strength) >= FOUNDING  # one sentence that asks for two things
            too = finding.plain and not finding.vague and article == draft.first.article and _TOO.search(finding.text) and not _OVER_AGAIN.search(finding.text)  # "he also promised two buses"
            return not more and not second and not too and not _of_another(finding, draft, article) and not (apart and finding.sentence - draft.place[1] <= 2 and article == draft.place[0])
        if not fits(finding.type, finding.chances, finding.confidence, draft.type):
            return False
    if finding.kind == "refused" and draft.type == "pledge" and finding.by and draft.first.finding.by and finding.by[0] == draft.first.finding.by[0]:
        return False
    if finding.kind == "delivered" and draft.type == "ask" and finding.by and draft.first.finding.by and finding.by[0] == draft.first.finding.by[0]:
        return False
    return not (finding.last and draft.first.date and finding.last < draft.first.date)


def _of_another(finding: Finding, draft: Draft, article: str) -> bool:
    """Whether a report tells that two makers promise, or ask for, two amounts of one kind."""
    return any(_two(finding, event.finding) for event in draft.events if event.article == article and event.finding.type == finding.type)


def _two(one: Finding, other: Finding) -> bool:
    """Whether the makers of two promises, or asks, and their amounts, of one kind, are others."""
    if not (one.by and other.by and one.amounts and other.amounts and all(each.plain or each.strength >= FOUNDING for each in (one, other))):
        return False
    (value, unit, *_), (number, of, *_) = one.amounts[0], other.amounts[0]
    return value != number and _kin(unit, of) and not meet(set(words_of(one.by[0])), set(words_of(other.by[0])))


def _kin(unit: str, other: str) -> bool:
    """Whether two units may count one thing: the same, or one of them not told; money is kin to money."""
    return not unit or not other or unit == other or (is_money(unit) and is_money(other)) or unit in ("people", "million") or other in ("people", "million")


def proper(by: tuple[str, str] | None) -> bool:
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


def related_to(term: str, weight: float, terms: Mapping[str, float], weights: Mapping[str, float]) -> float:
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
