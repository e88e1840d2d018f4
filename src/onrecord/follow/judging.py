"""Which event a clause tells, by what the encoder gives it and by its words: a multinomial logistic regression, fitted by `training/fit_ledger.py`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.follow.amounts import Amount
from onrecord.follow.clauses import Clause, Sentence
from onrecord.follow.events import EVENTS
from onrecord.follow.lexicon import cues
from onrecord.follow.patterns import FUTURE, NEGATION
from onrecord.follow.scoring import fitted
from onrecord.types import Statement

_MUST = re.compile(r"(?=[msohn])\b(?:must|should|ought\s+to|has\s+to|have\s+to|needs?\s+to|had\s+better)\b", re.IGNORECASE)
_CONDITIONAL = re.compile(r"^\W*(?:if|whether|unless|until|when|once|in\s+case)\b", re.IGNORECASE)
_OWN = re.compile(r"^\W*(?:and\s+|but\s+|that\s+)*(?:we|i)\b", re.IGNORECASE)
_NAMED = "(?:promises?|pledges?|offers?|commitments?|undertakings?|assurances?|guarantees?|demands?|requests?|appeals?|pleas?|proposals?|applications?|petitions?|plans?)"
_NOUN = re.compile(rf"\b(?:its|the|their|his|her|a|an|that|this|every|no|\w+[’']s)\s+(?:\w+\s+)?{_NAMED}\b", re.IGNORECASE)
_PROMISES = re.compile(rf"(?=[pocuagdr]){_NAMED}", re.IGNORECASE)  # most clauses have none, which is told soon
_CONCLUDING = ("withdrawn", "refused", "cut", "raised", "rescheduled", "delivered", "disputed")
CONCLUDED = 2.5 * np.isin(EVENTS, ("asked", "pledged"))  # by how much less "withdrew its promise to pay" asks or promises anew
FLOOR = -8.0  # logarithms of probabilities below it count as it


@dataclass(frozen=True, slots=True)
class Clues:
    """What speaks for and against each event, by name, with its value."""

    values: dict[str, float]

    @classmethod
    def of(cls, text: str, lower: str, clause: Clause, sentence: Sentence, statement: Statement | None, dated: bool, amounts: Sequence[Amount], telling: Mapping[str, re.Match[str]]) -> "Clues":
        """`lower` is the text in lower case with straight apostrophes, `statement` the one whose content the clause is, `dated` whether it tells by when, `amounts` those in it, `telling` its cues."""
        words = text[clause.start : clause.end]
        found = {"bias": 1.0}
        for kind, match in telling.items():
            negated = NEGATION.search(" ".join(lower[clause.start : match.start()].split()[-4:]))
            found[f"not {kind}" if negated else kind] = 1.0
        if clause.start > sentence.start:
            before = cues(lower, max(sentence.start, clause.start - 60), clause.start, ("asked", "pledged"))
            found |= {f"{kind} before": 1.0 for kind in ("asked", "pledged") if kind in before and kind not in found}
        if _PROMISES.search(words) and _NOUN.search(words):
            found["a promise as a noun"] = 1.0
            for kind in _CONCLUDING:
                if kind in found:
                    found[f"{kind}, of a promise as a noun"] = 1.0
        will = FUTURE.search(words)
        if will:
            found["will not" if will["not"] else "will"] = 1.0
        for name, told in (("must", _MUST.search(words)), ("negation", NEGATION.search(words)), ("if", _CONDITIONAL.search(words)), ("we", _OWN.search(words)), ("by when", dated),
                           ("question", text[sentence.start : sentence.end].rstrip("\"”’» ").endswith("?"))):  # fmt: skip
            if told:
                found[name] = 1.0
        if amounts:
            found["money" if any(a.money for a in amounts) else "amount"] = 1.0
        if statement is None:
            found["the outlet's voice"] = 1.0
        else:
            found[f"act {statement.act}"] = statement.act_confidence or 0.5
            if statement.mode != "said":
                found[statement.mode] = 1.0
        found["length"] = min(2.0, (clause.end - clause.start) / 60)
        return cls(found)


FITTED = {name: np.array(row) for name, row in fitted()["judging"].items()}


def judge(scores: np.ndarray, clues: Clues, weights: Mapping[str, np.ndarray] = FITTED) -> np.ndarray:
    """(EVENTS,) probabilities; scores: the logarithms of those that the encoder gives."""
    total = np.maximum(scores, FLOOR) * weights["encoder"]
    for name, value in clues.values.items():
        if (row := weights.get(name)) is not None:
            total += row if value == 1.0 else row * value
    if any(f"{kind}, of a promise as a noun" in clues.values for kind in _CONCLUDING):
        total = total - CONCLUDED
    chances = np.exp(total - total.max())
    shares: np.ndarray = chances / chances.sum()
    return shares
