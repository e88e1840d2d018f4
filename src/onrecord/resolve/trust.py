"""How far a resolved speaker's name is to be trusted: what is plain from the statement beside the resolver's own probability, as log-odds that are added to its.

Fitted by logistic regression on our training reports and on PolNeAR train, held-out texts among them, to whether the name was right; BIAS is then raised by 0.3, so that as many names are told as by the resolver's
probability alone.
"""

from collections.abc import Iterator

from onrecord.odds import logit
from onrecord.resolve.document import Document
from onrecord.resolve.speakers import SURE, Resolution
from onrecord.types import SpeakerKind

SLOPE, OF_STATEMENT, OF_DISTANCE, BIAS = 0.72, 0.44, -0.17, -0.5  # of the resolver's log-odds, the statement's, a sentence between source and mention, and of all
OF_CLUE = {"by its words alone": 1.0, "noun phrase": 0.8, "they": -1.5, "who": -0.7, "it": -0.4, "in pieces": -2.2, "quoted": 0.5, "person": 0.9, "group": -0.1}
FAR = 6  # sentences, beyond which distance tells no more
_QUOTES = frozenset("\"“„«'‘”")


def trust(document: Document, index: int, resolution: Resolution, kind: SpeakerKind, found: float) -> float:
    """Log-odds that the name is right to which a statement's source was resolved; `found`: the probability that the statement is right."""
    away = 0 if resolution.mention is None else abs(int(document.sentence[document.queries[index].first]) - int(document.sentence[int(document.first[resolution.mention])]))
    return SLOPE * logit(resolution.probability) + OF_STATEMENT * logit(found) + OF_DISTANCE * min(away, FAR) + BIAS + sum(OF_CLUE[clue] for clue in _clues(document, index, resolution.probability, kind))


def _clues(document: Document, index: int, probability: float, kind: SpeakerKind) -> Iterator[str]:
    asked, form = document.asked[index], document.queries[index].form
    if probability == SURE:
        yield "by its words alone"
    if form in ("the", "bare", "name"):
        yield "noun phrase"
    if form in OF_CLUE:
        yield form
    if len(asked.source) > 1:
        yield "in pieces"
    if document.text[asked.content[0][0]] in _QUOTES:
        yield "quoted"
    if kind in OF_CLUE:
        yield kind
