"""What a statement does: asserts, asks, promises, refuses …

A small network with one hidden layer: the mean of what the encoder tells of the cue's units, and of the content's units the mean weighted by how much each counts
(attention pooling).  The definitions leave what is *shown* no act but `assert`, and what is *thought* only three.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import get_args

import numpy as np

from onrecord.odds import calibrated
from onrecord.types import Act, Mode, Statement

ACTS: tuple[Act, ...] = get_args(Act)
WIDTH = 48  # of the hidden layer
_PAST = re.compile(r"\w{2}ed\b|\b(?:had|have|has|did|was|were|said|told|sought)\b", re.IGNORECASE)  # in a cue that does not tell of now
_FIRST_PERSON = re.compile(r"\W*(?P<who>I|we)\b", re.IGNORECASE)
_INTENTION = r"(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|intentions?|aim(?:s|ed|ing)?|ready|willing|prepared)"
_PROMISE = r"(?:promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|vow(?:s|ed|ing)?|commit(?:s|ted|ting|ment)?|guarante(?:e|es|ed|ing)|undert(?:ake|akes|ook|aken|aking)|offer(?:s|ed|ing)?|assurances?|undertakings?|decid(?:e|ed|ing)|agreed)"
_NO = r"(?:\b(?:not|never|no|no\s+longer|neither|nor|cannot|short\s+of|without)|n[’']t)"
_PLEDGING_NOTHING = re.compile(rf"{_NO}\s+(?:(?!only\b|just\b|merely\b|hesitat|fail)[\w’'-]+\s+){{0,2}}?(?:{_INTENTION}|{_PROMISE})\b", re.IGNORECASE)
_RECALLED = re.compile(rf"(?:\b(?:never|did|made|makes?|gave|gives?|given|has|had|have|short\s+of)\b.*\b{_PROMISE}|\bnever\b)", re.IGNORECASE)
_NOBODY = re.compile(r"\W*(?:neither|nobody|no\s?one|none|nothing|no\s+(?!fewer\b|less\b|more\b)[a-z]+)\b", re.IGNORECASE)
_VOWED, _NOT_TO = re.compile(r"\b(?:promis|pledg|vow|guarante|swore|sworn|undert|commit)", re.IGNORECASE), re.compile(r"\W*(?:not|never)\s+to\b", re.IGNORECASE)
_FORSAKES_NOBODY = re.compile(
    r"(?:\b(?:will|shall|would)\s+(?:not|never)|\b(?:won|wouldn|shan)[’']t|[’']ll\s+(?:not|never))\s+(?:ever\s+|simply\s+|again\s+)?(?:abandon|forsake|desert|forget\s+(?:you|them|him|her|our|the|those|this|your)|betray|"
    r"let\s+(?:\S+\s+){1,4}down|give\s+up\s+on|turn\s+(?:our|its|their|my|his|her)\s+backs?|rest\s+(?:until|till|before)|(?:leave|let)\s+(?:\S+\s+){1,4}(?:alone|behind|in\s+the\s+(?:dark|cold|lurch)|without|starve|freeze|go\s+(?:hungry|cold|without)|fall)|stand\s+(?:idly\s+)?by|(?:stop|cease)\s+(?:helping|supporting))\b", re.IGNORECASE)  # fmt: skip
OF_THOUGHTS = np.array([act in ("assert", "pledge", "request") for act in ACTS])


@dataclass(frozen=True, slots=True)
class ActCalibration:
    """A logistic function of the log-odds of the likeliest act, with a bias for each act: how often it is right (Platt, 1999)."""

    slope: float = 1.0
    biases: Mapping[str, float] = field(default_factory=dict)

    def of(self, act: Act, chance: float) -> float:
        return calibrated(chance, self.slope, self.biases.get(act, 0.0))


@dataclass(frozen=True, slots=True)
class ActWeights:
    """(WIDTH, ACTS) and (ACTS,) from the hidden layer to the acts."""

    output: np.ndarray
    bias: np.ndarray
    calibration: ActCalibration = ActCalibration()


def tell_act(told: Mapping[str, np.ndarray], cue: Sequence[int], content: Sequence[int], mode: Mode, weights: ActWeights, instead: Sequence[Act] = ()) -> tuple[Act, float]:
    """The act of a statement and how likely it is right; `told` are the traits of all units, `cue` and `content` index them; `instead`: what it may be alone where it seems to promise or refuse (`acts_by_words`)."""
    if mode == "shown":
        return "assert", 1.0
    chances = act_chances(told, cue, content, weights)
    if mode == "thought":
        chances = chances * OF_THOUGHTS / (chances * OF_THOUGHTS).sum()
    if instead and ACTS[int(chances.argmax())] in ("pledge", "refuse"):
        chances = chances * [act in instead for act in ACTS]
        chances = chances / chances.sum()
    best = int(chances.argmax())
    return ACTS[best], weights.calibration.of(ACTS[best], float(chances[best]))


def acts_by_words(text: str, statement: Statement) -> Sequence[Act]:
    """What a statement that seems to promise or refuse may do alone, by its words; nothing where these leave it open.  Who "does not intend" to do something rules it out, that something was "never promised", or by nobody, is told or
    denied, who vows not to do something promises it, and so does who will "never abandon" somebody."""
    cue, content = (" ".join(text[a:b] for a, b in spans) for spans in (statement.cue, statement.content))
    if statement.source and _NOBODY.match(text, *statement.source[0]):
        return "assert", "deny"
    if _PLEDGING_NOTHING.search(cue):
        return ("assert", "deny") if _RECALLED.search(cue) else ("assert", "refuse", "deny")
    if _FORSAKES_NOBODY.search(content) or (_VOWED.search(cue) and _NOT_TO.match(content)):
        return "pledge", "warn"
    return ()


def act_chances(told: Mapping[str, np.ndarray], cue: Sequence[int], content: Sequence[int], weights: ActWeights) -> np.ndarray:
    """(ACTS,) probabilities, whatever the mode."""
    counts = told["act weight"][content, 0]
    counts = np.exp(counts - counts.max())
    hidden = counts / counts.sum() @ told["act of content"][content]
    if len(cue):
        hidden = hidden + told["act of cue"][cue].mean(0)
    scores = np.maximum(hidden, 0) @ weights.output + weights.bias
    chances = np.exp(scores - scores.max())
    shares: np.ndarray = chances / chances.sum()
    return shares


def performed(text: str, statements: Sequence[Statement], acts: Sequence[tuple[Act, float]]) -> list[tuple[Act, float]]:
    """The acts, of which one that only asserts is what its first words say that the speaker does by them: "| We ask everybody to stay at home," is a request."""
    beginning = {(s.within, s.source[0][0]): i for i, s in enumerate(statements) if s.within and s.source and s.mode == "said"}
    found = list(acts)
    for i, s in enumerate(statements):
        begins = _FIRST_PERSON.match(text, *s.content[0]) if acts[i][0] == "assert" and s.mode == "said" else None
        inner = beginning.get((s.id, begins.start("who"))) if begins else None
        if inner is not None and acts[inner][0] != "assert" and (cue := " ".join(text[a:b] for a, b in statements[inner].cue)) and not _PAST.search(cue):
            found[i] = acts[inner]
    return found
