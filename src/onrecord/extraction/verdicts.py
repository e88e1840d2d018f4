"""What fact checks set apart: the claim that is checked, and how it is rated."""

import re
from collections.abc import Iterator

from onrecord.extraction.turns import Turn, without_full_stop

_RATINGS = ("rating:", "verdict:", "ruling:", "conclusion:", "rating :", "verdict :", "ruling :", "conclusion :")
_SET_APART = re.compile(
    r"(?:^|(?<=[.!?\"”’][ \t]))[ \t]*(?:(?P<claim>(?:The[ ])?claim)|(?P<rating>(?:(?:Our|The)[ ])?(?:rating|verdict|ruling|conclusion)))[ ]?(?P<cue>:)[ \t]+"
    r"(?P<words>(?(claim)(?:[\"“](?P<quoted>[^\"“”\r\n]{4,400})[\"”]|[^\r\n]{4,400}?(?=[ ](?:RATING|VERDICT|Rating|Verdict)[ ]?:|[ \t]*$))|(?-i:[A-Z])[^.!?:\r\n\"“”]{1,40}?(?=[.!]|[ \t]*$)))",
    re.IGNORECASE | re.MULTILINE,
)


def find_verdicts(text: str) -> Iterator[Turn]:
    """Turns of the rule "verdict": `CLAIM: "…"`, of which no source is told, and `Our verdict: False`; nothing where a text does not rate, and a bare `RATING: False` is the outlet's own voice."""
    lowered = text.lower()
    found = list(_SET_APART.finditer(text)) if any(word in lowered for word in _RATINGS) else []
    if any(m["rating"] for m in found):
        for m in found:
            content = (without_full_stop(text, *m.span("words")),)
            if m["claim"]:
                yield Turn("verdict", (), ((m.start("claim"), m.end("cue")),), content)
            elif " " in m["rating"]:
                yield Turn("verdict", (m.span("rating"),), (m.span("cue"),), content)
