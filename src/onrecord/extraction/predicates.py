"""Quotations of which the rest of the sentence tells whose they are: `“Embarrassing,” was the coach's verdict`, `“Too late” was how Lind put it`, `“It was late,” was all he would say`."""

import re
from collections.abc import Sequence

from onrecord.extraction.clauses import PHRASE
from onrecord.extraction.drafts import Draft, borne_out
from onrecord.extraction.quotes import Quotation

_ANSWER = r"(?:verdict|answer|reply|response|retort|comment|view|conclusion|reaction|message|advice|judge?ment|assessment|summary|explanation|warning|description|excuse|defence|defense|plea|cry|appeal|promise|diagnosis|prediction|forecast)"
_SAYING = rf"(?:{_ANSWER}|motto|slogan|words|line|refrain)"
_OWNER = rf"(?:his|her|its|their|{PHRASE}(?:(?<=['’]s)|(?<=s['’])))"
_PUT = r"(?:(?:would |has |later |once )*(?:put|puts|sum(?:med|s)|phrased|described|describes|explained|explains|saw|sees|remembers|remembered|told|tells|called|opened|opens|began|begins|closed|closes|answered|answers|replied|replies|greeted|greets|justified|justifies)(?: it(?: up)?)?)"
_WAS = re.compile(
    rf",?[ \t]+(?:(?P<is>(?:was|is|has been|came)) (?P<owner>{_OWNER}) (?P<saying>(?:[a-z-]+ ){{0,2}}?{_SAYING}\b(?: (?:on|of|about))?)"
    rf"|(?P<how>(?:was|is) how) (?P<who>{PHRASE}|he|she|they|it) (?P<put>{_PUT})"
    rf"|(?P<all>(?:was|is) (?:all|the most)(?: that)?) (?P<sayer>{PHRASE}|he|she|they|it) (?P<would>(?:would|could|had to|was (?:prepared|willing|able) to) say|said)"
    rf"|(?P<whose>(?:was|is|came) the (?:[a-z-]+ ){{0,2}}?{_ANSWER} (?:of|from|by)) (?P<by>{PHRASE})(?=[,.;:]|\Z| (?:on|in|at|to|about|after|before|when|while|as|who|which|that)\b))(?=[ ,.;:]|\Z)"
)
_PARTS = (("owner", "is", "saying"), ("who", "how", "put"), ("sayer", "all", "would"), ("by", "whose", None))  # source, and the beginning and end of the cue
RULE = "predicate"


def with_predicates(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, and a statement for each such quotation that none of them has surely read."""
    kept = list(drafts)
    for q in quotations:
        if not q.closed or (m := _WAS.match(text, q.end)) is None:
            continue
        name, first, last = next(parts for parts in _PARTS if m[parts[0]])
        source = (m.start(name), m.start(name) + len(m[name].rstrip(" ,")))
        made = Draft((source,), (m.span(first), m.span(last)) if last else (m.span(first),), ((q.start, q.end),), None, RULE)
        kept = borne_out(kept, made, m.span())
    return kept
