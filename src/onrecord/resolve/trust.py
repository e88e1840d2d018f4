"""How far a resolved speaker's name is to be trusted: what is plain from the statement beside the resolver's own probability, as log-odds that are added to its.

Fitted by logistic regression to whether the name was right (`training/fit_speakers.py`).
"""

from onrecord.odds import logit, total
from onrecord.resolve.document import Document
from onrecord.resolve.fitted import Odds, fitted
from onrecord.resolve.speakers import SURE, Resolution
from onrecord.resolve.words import PRONOUNS
from onrecord.types import SpeakerKind

FAR = 6  # sentences, beyond which distance tells no more
_QUOTES = frozenset("\"“„«'‘”")


def trust(document: Document, index: int, resolution: Resolution, kind: SpeakerKind, found: float, odds: Odds | None = None) -> float:
    """Log-odds that the name is right to which a statement's source was resolved; `found`: the probability that the statement is right."""
    return total(of_name(document, index, resolution, kind, found), (odds or fitted()).trust)


def of_name(document: Document, index: int, resolution: Resolution, kind: SpeakerKind, found: float) -> dict[str, float]:
    """The features of a name; "one" is the intercept."""
    asked, query = document.asked[index], document.queries[index]
    away = 0 if resolution.mention is None else abs(int(document.sentence[query.first]) - int(document.sentence[int(document.first[resolution.mention])]))
    features = {"one": 1.0, "resolver": logit(resolution.probability), "statement": logit(found), "away": float(min(away, FAR)), query.form: 1.0, kind: 1.0}
    if resolution.probability == SURE:
        features["by its words alone"] = 1.0
    if sum(document.text[a:b].casefold() not in PRONOUNS for a, b in asked.source[1:]):
        features["in pieces"] = 1.0
    if document.text[asked.content[0][0]] in _QUOTES:
        features["quoted"] = 1.0
    if asked.outer is not None:
        features["inner"] = 1.0
    return features
