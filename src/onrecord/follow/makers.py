"""Who asks or promises what a clause tells: those whom the clause, its sentence, the two before and its statement name, by features that a small network weighs.

Fitted by `training/fit_ledger.py`.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from onrecord.follow.actors import Actor, Cast, words_of
from onrecord.follow.clauses import Clause, Sentence
from onrecord.follow.scoring import Scorer, fitted
from onrecord.resolve.words import PRONOUNS, bodies
from onrecord.types import Statement

MAKING = Scorer.of(fitted()["making"])
_BEFORE = re.compile(r"\b(to|from|for|by|of|with|on|in|at|against|between|than|and|behalf of)\s+(?:the\s+|an?\s+|its\s+|their\s+|his\s+|her\s+)?$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?\s")
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

    sentence = sentences[clause.sentence]
    pivot = verb if verb is not None else clause.end
    inside = cast.within(clause.start, clause.end)
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
    for start, end, actor in cast.within(sentence.start, clause.start):
        one = candidate(actor)
        one.note(f"before the clause, {kind}")
        _beside(one, text, start, end, kind)
    for _, _, actor in cast.within(clause.end, sentence.end):
        candidate(actor).note(f"behind the clause, {kind}")
    for back in (1, 2):
        number = clause.sentence - back
        if number >= 0 and (back == 1 or sentences[number].paragraph == sentence.paragraph):
            earlier = cast.within(sentences[number].start, sentences[number].end)
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


def _beside(one: Candidate, text: str, start: int, end: int, kind: str) -> None:
    if word := _BEFORE.search(text, max(0, start - 24), start):
        one.note(f"behind {word[1].casefold()}, {kind}")
    if _POSSESSIVE.match(text, end):
        one.note("of which something is")


def _of_statement(candidate: Callable[[Actor], Candidate], text: str, cast: Cast, statement: Statement, depth: str, kind: str) -> None:
    if statement.speaker is not None:
        one = candidate(Actor(statement.speaker.name, statement.speaker.kind))
        one.note(f"{depth}speaker")
        one.note(f"{depth}speaker, {statement.speaker.kind}, {kind}")
        one.note(f"{depth}speaker of {statement.act}", statement.act_confidence or 0.5)
    elif statement.source and (words := text[slice(*statement.source[0])]).casefold() not in PRONOUNS:
        plain = re.sub(r"^(?:the|an?)\s+", "", words, flags=re.IGNORECASE)
        candidate(cast.named(plain) or Actor(plain, "group")).note(f"{depth}source")
    if statement.addressee is not None:
        candidate(cast.named(statement.addressee.name) or Actor(statement.addressee.name, statement.addressee.kind)).note("addressee")
