"""Sources of which a text tells nobody: who is told or asked something, who is said or seems to do it, courts and committees that hear it, "it" of "it is said", "no one", "somebody"."""

from onrecord.resolve.document import Document
from onrecord.resolve.words import PREPOSITIONS, documents

_NOBODY = frozenset(["nobody", "none", "everyone", "everybody"])
_SOMEBODY = frozenset(["somebody", "someone", "anybody", "anyone", "no-one"])  # who are nobody when nothing more is said of them
_IS = frozenset(["is", "was", "are", "were", "been", "be", "being", "am", "m", "re"])
_ARE_TOLD = frozenset(["told", "informed", "promised", "offered", "advised", "warned", "briefed", "reminded", "notified"])  # as whose passive subject they hear
_ARE_SAID = frozenset(["said", "thought", "believed", "understood", "rumoured", "rumored", "alleged", "reported", "supposed"])  # "are said to be"
_IT_IS_HELD = _ARE_SAID | frozenset(["expected", "feared", "hoped", "claimed", "announced", "known", "argued", "suggested", "assumed", "estimated", "stated", "noted", "confirmed", "explained", "stressed", "emphasised", "emphasized", "added", "revealed", "concluded",
                                   "reckoned", "considered", "presumed", "suspected", "predicted", "recalled", "felt", "whispered", "told", "written"])  # fmt: skip
"""In "it is said that"."""
_HEAR = frozenset(["heard", "hears", "hear"])
_HEARING = frozenset(["court", "inquest", "inquests", "hearing", "inquiry", "tribunal", "trial", "jury", "jurors", "committee", "subcommittee", "commission", "panel", "magistrates", "judges", "meeting", "conference", "councillors", "councilors", "mps", "lawmakers", "senators",
                      "peers", "deputies", "members", "delegates", "assembly", "parliament", "coroner"])  # fmt: skip
"""Before whom others speak."""
_ARE_HELD = frozenset(["asked", "pressed", "questioned", "challenged", "expected", "known", "considered", "seen", "viewed", "criticised", "criticized", "condemned", "accused", "charged", "named", "scheduled", "recognised", "recognized", "celebrated", "described", "portrayed"])  # of whom others ask or hold something
_SEEMS = frozenset(["seem", "seems", "seemed", "appear", "appears", "appeared"])
_BESIDE = frozenset(["to", "not", "never", "also", "still", "now", "only", "even", "ready", "likely", "be", "have", "has", "had", "been", "did", "does", "do", "would", "may", "might", "will", "as", "if", "though", "that", "like"])


def is_impersonal(document: Document, index: int) -> bool:
    """Whether a statement's source is the "it" of "it is said that", which is nobody; "it is expected to rise" may be a company's."""
    asked, query, words = document.asked[index], document.queries[index], document.words
    if query.form != "it" or not asked.cue or query.first > document.units(asked.cue[0])[0]:
        return False
    cue = [words[u] for u in document.units_of(asked.cue)]
    behind = document.units(asked.content[0])[0]
    return cue[-1] in _IT_IS_HELD and not _IS.isdisjoint(cue[:-1]) and behind > query.first and words[behind] not in ("to", "by", "as")


def is_hearing(document: Document, index: int) -> bool:
    """Whether a statement's source is a court, a committee or the like, before which it was said: "| The inquest | heard that"."""
    asked, query = document.asked[index], document.queries[index]
    cue = {document.words[u] for u in document.units_of(asked.cue)}
    return query.form != "none" and not cue.isdisjoint(_HEAR) and "from" not in cue and document.head(query.first, query.last) in _HEARING


def tells_nobody(document: Document, index: int) -> bool:
    """Whether a statement's source cannot be its speaker, and nobody else is plain."""
    asked, query, words = document.asked[index], document.queries[index], document.words
    source = words[query.first : query.last]
    if query.form == "none":
        return False
    if query.form != "name" and (source[0] in _NOBODY or source[:2] in (["no", "one"], ["not", "everyone"], ["not", "everybody"]) or (len(source) == 1 and source[0] in _SOMEBODY)):
        return True
    if query.form in ("I", "we") and asked.outer is not None:
        return False  # inside a quotation they are its speaker, whatever the verb
    if is_impersonal(document, index) or is_hearing(document, index):
        return True
    cue = [words[u] for u in document.units_of(asked.cue)]
    if asked.cue and query.first < document.units(asked.cue[0])[0] and not _SEEMS.isdisjoint(cue) and (_SEEMS | _BESIDE).issuperset(cue):
        return True
    verb = next((k for k in range(1, len(cue)) if cue[k] in _ARE_TOLD | _ARE_SAID | _ARE_HELD and not _IS.isdisjoint(cue[:k])), None)
    if verb is None or "by" in cue or query.first > document.units(asked.cue[0])[0] or document.head(query.first, query.last) in documents():
        return False
    behind = document.units(asked.content[0])[0]
    if cue[verb] in _ARE_HELD:
        return PREPOSITIONS.issuperset(cue[verb + 1 :]) and "let" not in cue  # "let it be known"
    return cue[verb] in _ARE_TOLD or words[behind] == "to"
