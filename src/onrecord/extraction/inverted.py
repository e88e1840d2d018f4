"""What the end of a sentence gives to somebody with the verb before its subject, or, as translations have it, with no verb: `It was the steepest bill yet, mocked the union`, `The bridge will stand, has she hammered`, `No one loses the place, so the director`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PHRASE, SAID
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation
from onrecord.extraction.wordings import sentence_before
from onrecord.follow.lexicon import forms, irregular
from onrecord.resolve.words import bodies, is_role

_BASES = ("calm reassure mock praise joke jest quip mean hammer thunder sigh scoff grumble boast reckon nod estimate lament rejoice regret gloat demand ask wonder reproach judge contend swear vow pledge greet cheer sum "
          "hint snap growl justify defend brag muse deplore appeal plead criticise criticize communicate")  # fmt: skip
_FORMS = [forms(base) for base in _BASES.split()]
_VERBS = "(?:" + "|".join(dict.fromkeys(form for each in _FORMS for form in each[1:3])) + f"|{SAID})"
_SAYING = "(?:" + "|".join(each[4] for each in _FORMS) + ")"
_TOLD_SO = "(?:" + "|".join(each[3] for each in _FORMS) + f"|{SAID})"
_PARTICIPLE = r"(?:[a-z]{2,}ed|" + "|".join(sorted({participle for _, participle in irregular().values() if len(participle) > 2})) + ")"
_NO_VERBS = r"(?!(?:is|was|does|has|his|as|this|needs|seems|goes|comes|used|indeed)\b)"
_END = r"(?=[.;!]|[ \t]*(?:[\r\n]|\Z)|, (?:and|but|while|as|who|which|when|whose|adding|in|on|at|after|before|during)\b)"
_TOLD = re.compile(
    rf",[”\"»]? (?:"
    rf"(?P<past>{_NO_VERBS}(?:[a-z]{{2,}}(?:s|ed)|told|said|meant|thought|found|wrote)) (?P<pronoun>he|she|they)"
    rf"|(?P<has>(?:has|have|had)) (?P<doer>he|she|they) (?P<done>(?:[a-z]+ly )?{_PARTICIPLE})"
    rf"|(?P<perfect>(?:has|have|had) (?:[a-z]+ly )?{_TOLD_SO}) (?P<teller>{PHRASE})"
    rf"|(?P<verb>(?:(?:is|was) {_SAYING}|{_VERBS})) (?P<sayer>{PHRASE})"
    rf"|(?P<so>so) (?P<whose>{PHRASE})"
    rf"){_END}"
)
_PARTS = (("pronoun", "past", None), ("doer", "has", "done"), ("teller", "perfect", None), ("sayer", "verb", None), ("whose", "so", None))  # source, and the beginning and end of the cue
_TURNED = re.compile(r"(?:neither|nor|so|only|not only|if|than|as|like|how|why|whom?)\b", re.IGNORECASE)  # "Nor, has he said", "So, thought he"
_SOMEBODY = re.compile(r"(?:(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Aa]n?|Mr\.?|Mrs\.?|Ms\.?|[A-ZÀ-Þ][\w’'-]*[’']s) )?(?P<nouns>(?:[a-z][\w’'-]* ){0,3}?)(?P<names>(?:(?:[A-ZÀ-Þ][\w’'-]*|de|von|van|al) ){0,4})(?:(?:of|from|for) .+ |, .+ )?")
_MEANT = frozenset(["first", "latter", "former", "other", "others", "officials", "residents", "sources", "man", "woman", "gentleman", "lady"])
_HINT = re.compile(r", so |, (?:has|have|had|is|was) |,[”\"»]? [a-z]+(?:s|ed|d|t|nt) (?:he|she|they|the|[A-ZÀ-Þ])")
FEWEST_WORDS = 3
RULE = "inverted"


def with_inverted(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, of which those that have read such an end alike are borne out by it, and a statement for each of which none of them tells."""
    kept = list(drafts)
    for m in _TOLD.finditer(text) if _HINT.search(text) else ():
        if not _tells_of_somebody(m):
            continue
        alike = [i for i, d in enumerate(kept) if d.source and d.cue and all(m.start() <= s and e <= m.end() for s, e in (*d.source, *d.cue))]
        if alike:
            kept[alike[0]] = replace(kept[alike[0]], rule=kept[alike[0]].rule or RULE)
        elif (made := _statement(text, m, kept, quotations)) is not None:
            kept.append(made)
    return kept


def _statement(text: str, m: re.Match[str], drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> Draft | None:
    name, first, last = next(parts for parts in _PARTS if m[parts[0]])
    source = (m.start(name), m.start(name) + len(m[name].rstrip(" ,.")))
    start = sentence_before(text, m.start())
    quoted = next((q for q in quotations if q.start <= m.start() < q.end), None)
    content = (start, quoted.end if quoted is not None else m.start())
    if (quoted is not None and (quoted.end > m.start(first) or quoted.start < start)) or len(text[slice(*content)].split()) < FEWEST_WORDS or _TURNED.match(text, start):
        return None
    if any(s < m.end() and start < e and not (content[0] <= d.start and d.end <= content[1]) for d in drafts for s, e in (*d.source, *d.cue)):
        return None
    return Draft((source,), (m.span(first), m.span(last)) if last else (m.span(first),), (content,), None, RULE)


def _tells_of_somebody(m: re.Match[str]) -> bool:
    """Whether what stands behind the verb is a pronoun, or nothing but a name, or an office or a body with a name or without: "the director Veltin", "the union", but not "the director left", or "the bill"."""
    if m["pronoun"] or m["doer"]:
        return True
    words = _SOMEBODY.fullmatch((m["teller"] or m["sayer"] or m["whose"]).rstrip(" ,.") + " ")
    nouns = words["nouns"].split() if words else []
    return words is not None and (nouns[-1] in _MEANT or nouns[-1] in bodies() or is_role(nouns[-1]) if nouns else bool(words["names"]))
