"""For which body "the company" or "the firm" stands where nothing near tells of the one that the scores take it for: the one that its own sentence names before it, or else the sentence before ("A rival, Marram Travel, has
offered to run the bus. | The firm | said …")."""

from itertools import takewhile

import numpy as np

from onrecord.resolve.document import Document, Query
from onrecord.resolve.names import ORGANIZATION, PERSON, PLACE

FIRMS = frozenset(["company", "firm"])  # not "the airline": that tells of which business it is
LEAST_OF_BODY, MOST_OF_PERSON, MOST_OF_PLACE = 0.15, 0.5, 0.6  # shares of types; a firm's name of one word may be anybody's


def body_near(document: Document, query: Query, entity: int | None, entity_now: np.ndarray, speakers: dict[int, int | None]) -> int | None:
    """The one body; None where the source is neither of the two, where several are named there, or where the report tells there of whom the scores take it for (`entity`), be it as a speaker."""
    words = document.words[query.first : next((u for u in range(query.first, query.last) if document.words[u] == ","), query.last)]
    if len(words) != 2 or words[0] != "the" or words[1] not in FIRMS:
        return None
    number = int(document.sentence[query.first])
    near_statements = takewhile(lambda i: int(document.sentence[document.queries[i].first]) >= number - 1, reversed(speakers))
    if any(speakers[i] == entity for i in near_statements):
        return None
    for sentence in (number, number - 1):
        near = np.flatnonzero((document.sentence[document.first] == sentence) & (document.first < query.first)) if len(document.first) else np.empty(0, dtype=np.int64)
        if entity in entity_now[near].tolist():
            return None
        named = list(dict.fromkeys(int(entity_now[m]) for m in near.tolist() if m < document.name_count and _is_body(document, m)))
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _is_body(document: Document, name: int) -> bool:
    types = document.types[name]
    return bool(types[ORGANIZATION] > LEAST_OF_BODY and types[PERSON] < MOST_OF_PERSON and types[PLACE] < MOST_OF_PLACE)
