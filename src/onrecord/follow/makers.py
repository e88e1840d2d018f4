"""Who asks or promises what a clause tells, and of or to whom: those whom the clause, its sentence, the two before and its statement name, by features that two small networks weigh.

Fitted by `training/fit_ledger.py`.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from onrecord.follow.actors import Actor, Cast, words_of
from onrecord.follow.clauses import Clause, Sentence
from onrecord.follow.nouns import is_plural, singular
from onrecord.follow.scoring import Features, Scorer, fitted
from onrecord.resolve.countries import countries, nationalities
from onrecord.resolve.words import PRONOUNS, bodies, roles
from onrecord.types import Statement

MAKING, RECEIVING = Scorer.of(fitted()["making"]), Scorer.of(fitted()["receiving"])
PEOPLE = frozenset(["residents", "people", "families", "children", "staff", "workers", "pupils", "patients", "passengers", "tenants", "farmers", "refugees", "victims", "survivors", "veterans", "pensioners", "households", "commuters", "holders", "customers", "traders", "fans", "supporters", "students", "leavers", "apprentices", "villagers", "parents", "teachers", "drivers", "donors", "lawmakers", "deputies", "fishermen", "members", "municipalities", "villages", "towns"])
_GAINING = re.compile(r"\bfor\s+(?:(?!to\b|the\s+first\b)[\w’'-]+\s+){0,3}$", re.IGNORECASE)  # "tents for homeless | families": for whom it is, and not to whom it is promised
_AUDIENCE = frozenset(["reporters", "reporter", "journalists", "journalist", "press", "media", "newspaper", "radio", "television", "correspondents"])  # who is told of it, and neither asked nor promised
_BEFORE = re.compile(r"\b(to|from|for|by|of|with|on|in|at|against|between|than|and|behalf of)\s+(?:the\s+|an?\s+|its\s+|their\s+|his\s+|her\s+)?$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?\s")
_OF_PLACES = ("n", "an", "ian", "ish", "ese")  # endings of adjectives that are made of places' names
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|t|n|de)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:we|i|our|my|us)\b", re.IGNORECASE)
_THIRD_PERSON = re.compile(r"^\W*(?:(?:and|but|that|so)\s+)*(?:he|she|it|they|who|which)\b", re.IGNORECASE)


@dataclass(slots=True)
class Candidate:
    """Somebody who may be meant, with what speaks for and against it, by name."""

    actor: Actor
    features: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, value: float = 1.0) -> None:
        self.features[name] = max(self.features.get(name, 0.0), value)


def find_candidates(text: str, clause: Clause, sentences: Sequence[Sentence], cast: Cast, chain: Sequence[Statement], verb: int | None, kind: str) -> list[Candidate]:
    """Everybody who may be meant.  `chain`: the statements whose content the clause is, the innermost first, or whose cue it holds; `verb`: where the word of asking or promising stands in it, if there is
    one; `kind`: "ask" or "pledge"."""
    found: dict[frozenset[str], Candidate] = {}

    def candidate(actor: Actor) -> Candidate:
        return found.setdefault(words_of(actor.name) or frozenset([actor.name]), Candidate(actor))

    def named(start: int, end: int) -> list[tuple[int, int, Actor]]:
        return [spot for spot in cast.within(start, end) if not is_adjective(cast, *spot) and not cast.in_dateline(spot[0])]

    sentence = sentences[clause.sentence]
    pivot = verb if verb is not None else clause.end
    inside = named(clause.start, clause.end)
    for order, (start, end, actor) in enumerate(inside):
        one = candidate(actor)
        where = "before the verb" if end <= pivot else "behind the verb"
        one.note(f"{where}, {kind}")
        one.note(f"{where}, {actor.kind}")
        if order == 0:
            one.note("first of the clause")
        if end <= pivot and not any(end < a and b <= pivot for a, b, _ in inside):
            one.note("last before the verb")
        _beside(one, text, start, end, kind)
    for start, end, actor in named(sentence.start, clause.start):
        one = candidate(actor)
        one.note(f"before the clause, {kind}")
        _beside(one, text, start, end, kind)
    for _, _, actor in named(clause.end, sentence.end):
        candidate(actor).note(f"behind the clause, {kind}")
    for back in (1, 2):
        number = clause.sentence - back
        if number >= 0 and (back == 1 or sentences[number].paragraph == sentence.paragraph):
            earlier = named(sentences[number].start, sentences[number].end)
            for order, (_, _, actor) in enumerate(earlier):
                candidate(actor).note(f"{back} sentences before" + (", first" if order == 0 else ""))
    for depth, statement in enumerate(chain[:2]):
        _of_statement(candidate, text, cast, statement, "" if depth == 0 else "outer ", kind)
    words = text[clause.start : clause.end]
    speaker = chain[0].speaker.name if chain and chain[0].speaker else None
    passive, first_person, third_person = _PASSIVE.search(words) is not None, _FIRST_PERSON.search(words) is not None, _THIRD_PERSON.match(words) is not None
    for one in found.values():
        one.note(f"a {one.actor.kind}")
        one.note(f"named often, {kind}", math.log(1 + cast.mentions[one.actor.name]) / 2)
        if words_of(one.actor.name) <= bodies():
            one.note("only a word for a body")
        if speaker and (speaker, one.actor.name) in cast.spoken_for:
            one.note("spoken for")
        for name, told in (("passive", passive), ("first person", first_person), ("third person", third_person)):
            if told:
                for feature in ("speaker", f"before the verb, {kind}", f"behind the verb, {kind}", "1 sentences before, first"):
                    if feature in one.features:
                        one.note(f"{name}: {feature}")
    return list(found.values())


def is_adjective(cast: Cast, start: int, end: int, actor: Actor) -> bool:
    """Whether a nationality only tells of what country something is: "Russian aggression", but not "the Russian side"; also one that is made of a place's name in the text, "Keldavian bridges" of "Keldavia"."""
    if re.match(r"\s+[a-z]", cast.text[end : end + 4]) is None:
        return False
    name = actor.name
    return (name.casefold() in nationalities() and name.casefold() not in countries()) or any(name.endswith(ending) and len(name) > len(ending) + 3 and cast.has(name.removesuffix(ending)) for ending in _OF_PLACES)


def find_receivers(text: str, candidates: Sequence[Candidate], clause: Clause, cast: Cast, statements: Sequence[Statement], verb: int | None, maker: str | None, kind: str) -> list[Candidate]:
    """Everybody of whom it may be asked, or to whom it may be promised: the same candidates but for who asks or promises (`maker`), with what tells only this."""
    own = words_of(maker) if maker else frozenset()
    asking = {words_of(s.speaker.name) for s in statements if s.act == "request" and s.speaker is not None}
    inside = [(start, words_of(actor.name)) for start, _, actor in cast.within(clause.start, clause.end) if verb is not None and start > verb and not cast.in_dateline(start) and not words_of(actor.name) & own]
    found = []
    for candidate in candidates:
        words = words_of(candidate.actor.name)
        if words & own or words <= _AUDIENCE or _only_a_place(candidate.features, kind):
            continue
        one = Candidate(candidate.actor, dict(candidate.features))
        if inside and inside[0][1] == words:
            one.note(f"first behind the verb, {kind}")
            gap = len(text[verb : inside[0][0]].split())
            one.note(f"first behind the verb, near, {kind}", 1 / max(1, gap))
        if words in asking:
            one.note(f"asks in the report, {kind}")
        if maker and ((maker, one.actor.name) in cast.spoken_for or (one.actor.name, maker) in cast.spoken_for):
            one.note("speaks for the maker")
        found.append(one)
    for start, end, name in _groups(text, clause):
        if not words_of(name) & own:
            one = Candidate(Actor(name, "group"))
            one.note(f"{'before' if verb is None or end <= verb else 'behind'} the verb, {kind}")
            one.note("a group that is not named")
            _beside(one, text, start, end, kind)
            found.append(one)
    return found


def _only_a_place(features: Features, kind: str) -> bool:
    """Whether a name tells where something is done: "in Harbour House"."""
    return any(f"behind {word}, {kind}" in features for word in ("in", "at", "on")) and not any(name in features for name in (f"behind to, {kind}", f"behind for, {kind}", "addressee", "speaker", "source"))


def _groups(text: str, clause: Clause) -> list[tuple[int, int, str]]:
    """Many people of one kind in a clause, each kind once: "residents", "teachers", "the fishermen's families"."""
    found: dict[str, tuple[int, int, str]] = {}
    for match in re.finditer(r"\b[a-z]{3,}\b", text[clause.start : clause.end]):
        word = match[0]
        gaining = _GAINING.search(text, clause.start, clause.start + match.start())
        if not gaining and (word in PEOPLE or (is_plural(word) and singular(word) in roles())):
            found.setdefault(word, (clause.start + match.start(), clause.start + match.end(), word))
    return list(found.values())


def _beside(one: Candidate, text: str, start: int, end: int, kind: str) -> None:
    if word := _BEFORE.search(text, max(0, start - 24), start):
        one.note(f"behind {word[1].casefold()}, {kind}")
    if _POSSESSIVE.match(text, end):
        one.note("of which something is")


def _of_statement(candidate: Callable[[Actor], Candidate], text: str, cast: Cast, statement: Statement, depth: str, kind: str) -> None:
    if statement.speaker is not None:
        one = candidate(Actor(cast.spelled(statement.speaker.name), statement.speaker.kind))
        one.note(f"{depth}speaker")
        one.note(f"{depth}speaker, {statement.speaker.kind}, {kind}")
        one.note(f"{depth}speaker of {statement.act}", statement.act_confidence or 0.5)
    elif statement.source and (words := text[slice(*statement.source[0])]).casefold() not in PRONOUNS:
        plain = re.sub(r"^(?:the|an?)\s+", "", words, flags=re.IGNORECASE)
        candidate(cast.named(plain) or Actor(plain, "group")).note(f"{depth}source")
    if statement.addressee is not None:
        candidate(cast.named(statement.addressee.name) or Actor(statement.addressee.name, statement.addressee.kind)).note("addressee")
