"""Minutes of meetings: `It was proposed by Cllr Mott and seconded by Cllr Penn that …` is said by both, and `It was resolved that …` by nobody who is named."""

import re
from collections.abc import Sequence

from onrecord.extraction.clauses import PHRASE
from onrecord.extraction.drafts import Draft, borne_out

_WHAT = r"(?P<what>(?:that|to) [^\r\n]*?[^\s.;])(?=[.;]?[ \t]*(?:[\r\n]|\Z)|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bCllr)(?<!\b[A-Z])[.;][ \t]+[A-Z0-9])"
_BEGINS = r"(?:(?<![^\r\n])|(?<=[.:;”\"] )|(?<=\) ))"
_MOVED = re.compile(rf"{_BEGINS}(?:[Ii]t )?(?P<moved>(?:was )?(?:proposed|moved|suggested|Proposed|Moved|PROPOSED|MOVED) by) (?P<mover>{PHRASE})(?:,? )(?P<seconded>(?:and )?(?:was )?(?:seconded|SECONDED) by) (?P<seconder>{PHRASE})(?:,|:)? {_WHAT}")
_MOVES = re.compile(rf"{_BEGINS}(?P<mover>{PHRASE}) (?P<moved>proposed|moved),?(?: and)? (?P<seconder>{PHRASE}) (?P<seconded>seconded),? {_WHAT}")
_RESOLVED = re.compile(rf"{_BEGINS}(?:It|it|IT) (?P<resolved>(?:was|WAS) (?:then |also |further |unanimously )?(?:resolved|RESOLVED|agreed|AGREED|decided|noted|recommended)(?: unanimously)?) {_WHAT}")
_HINT = re.compile(r"\bseconded\b|\bit was\b", re.IGNORECASE)
RULE = "motion"


def with_motions(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, of which what two have moved is told of both, and with what was resolved where the model has not read it."""
    kept = list(drafts)
    for m in (*_MOVED.finditer(text), *_MOVES.finditer(text), *_RESOLVED.finditer(text)) if _HINT.search(text) else ():
        if "resolved" in m.groupdict():
            made = Draft((), (m.span("resolved"),), (m.span("what"),), None, RULE)
        else:
            made = Draft((m.span("mover"), m.span("seconder")), (m.span("moved"), m.span("seconded")), (m.span("what"),), None, RULE)
        kept = borne_out(kept, made, (m.start(), m.start("what")))
    return kept
