"""Who only hears, or is only said to do something, is not the source: "| The bishop | was told to go", "| Lind | is said to have left", "| The inquest | heard that", and nobody is the "it" of "| It | is feared that"."""

from onrecord.resolve.document import Document
from onrecord.resolve.untold import is_hearing, is_impersonal, tells_nobody

_IS = frozenset(["is", "was", "are", "were", "been", "be", "being", "am", "m", "re", "s"])
_NOBODY = frozenset(["no", "nobody", "none", "not", "everyone", "everybody", "somebody", "someone", "anybody", "anyone", "no-one"])


def only_hears(document: Document, index: int) -> bool:
    """Whether a statement's source is the subject of a passive that names no speaker, or those before whom it was said."""
    asked, query = document.asked[index], document.queries[index]
    if is_impersonal(document, index) or is_hearing(document, index):
        return True
    if query.form == "none" or document.words[query.first] in _NOBODY or _IS.isdisjoint(document.words[u] for u in document.units_of(asked.cue)):
        return False
    return tells_nobody(document, index)
