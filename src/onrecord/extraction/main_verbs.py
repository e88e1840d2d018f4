"""Where the clause ends that a noun of saying has as the subject of its sentence: `Lind's denial that it knew of the leak | surprised nobody`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PASTS, SAID
from onrecord.extraction.drafts import Draft

_NOUN = re.compile(
    r"(?:accusation|admission|allegation|announcement|argument|assertion|assessment|assurance|belief|charge|claim|complaint|conclusion|confession|contention|declaration|denial|estimate|fear|finding|forecast|guarantee|hint|hope|insistence|observation"
    r"|pledge|prediction|promise|proposal|remark|report|revelation|rumou?r|statement|suggestion|suspicion|theory|threat|view|vow|warning)s?\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:\A|[\r\n]|[.!?…][\"”»’)]*[ \t])[ \t]*(?:(?:But|And|Yet|Still|Then|Later|Meanwhile|However),?[ \t]+|(?:On|In|At|Last|This|By|After)[ \t][^,.;:\r\n]{1,40},[ \t]+)?\Z")
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_AUXILIARY = frozenset(["is", "was", "are", "were", "has", "had", "have", "will", "would", "can", "could", "may", "might", "must", "shall", "should", "does", "did"])
_BARE = frozenset(["not", "never", "also", "be", "been", "being", "have", "had", "soon", "since", "already", "now", "still", "no", "longer", "even", "yet"])
_SUBORDINATE = frozenset(["who", "which", "that", "whom", "whose", "where", "when", "because", "if", "while", "as", "after", "before", "since", "until", "though", "although", "what", "how", "why", "whether", "than"])
_COORDINATE = frozenset(["and", "or", "but", ",", ";"])
_NO_VERB_BEHIND = frozenset(["the", "a", "an", "this", "these", "those", "his", "her", "its", "their", "our", "my", "no", "any", "some", "more", "most", "of", "in", "at", "by", "for", "from", "with", "on", "to", "into", "over", "under", "about", "against", "being", "been", "be", "was", "were", "is", "are", "very"])
_NO_PAST = frozenset(["need", "indeed", "hundred", "speed", "seed", "weed", "breed", "feed", "bleed", "exceed", "proceed", "succeed", "greed", "creed", "steed", "shed", "sacred", "embed", "naked", "wicked", "rugged", "so-called", "infrared"])
_SAYS = re.compile(rf"{SAID}\b")  # after which a clause may stand that has the second verb
_OPEN = re.compile(r"\A[^\"]*(?:\"[^\"]*\"[^\"]*)*\"[^\"]*\Z|[“„«][^”“»]*\Z")
_BACK_OVER = re.compile(r"(?:[ \t]+(?:\w+ly|also|never|soon|later|now|still))*[ \t]*\Z")
FURTHEST = 60  # characters before a source in which its sentence begins


def within_their_clauses(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in which a that-clause that belongs to the subject of its sentence, and was read to the end of that, ends before the sentence's own verb; the clause must have but one verb that may be its own, and the rest one."""
    return [_within(text, draft) for draft in drafts]


def _within(text: str, draft: Draft) -> Draft:
    if len(draft.content) != 1 or len(draft.cue) != 1 or not text.startswith("that ", draft.content[0][0]):
        return draft
    (start, end), cue = draft.content[0], draft.cue[0]
    first = draft.start
    if text[cue[1] : start].strip() or _NOUN.search(text, *cue) is None or (end < len(text) and text[end] not in ".!?\r\n") or _BEFORE.search(text, max(0, first - FURTHEST), first) is None:
        return draft
    verbs = list(own_verbs(text, start + len("that "), end))
    if len(verbs) != 2 or _SAYS.match(text, verbs[0]) is not None or _OPEN.search(text, start, verbs[1]) is not None:
        return draft
    before = _BACK_OVER.search(text, start, verbs[1])
    return replace(draft, content=((start, verbs[1] if before is None else before.start()),))


def own_verbs(text: str, start: int, end: int) -> Iterator[int]:
    """Where the finite verbs begin that are in no clause with a conjunction or a relative of its own, and are not the second of two that are joined."""
    joined = inside = False
    last = ""
    for m in _WORD.finditer(text, start, end):
        word = m[0].casefold()
        if inside and (word in _BARE or word.endswith("ly")):
            continue
        if inside:  # the verb that an auxiliary goes with, or what it says of the subject
            inside = False
        elif word in _AUXILIARY or (_is_past(word) and last not in _NO_VERB_BEHIND):
            if not joined:
                yield m.start()
            joined, inside = False, word in _AUXILIARY
        elif word in _SUBORDINATE or word in _COORDINATE:
            joined = True
        last = word


def _is_past(word: str) -> bool:
    return (len(word) > 4 and word.endswith("ed") and word not in _NO_PAST) or word in PASTS
