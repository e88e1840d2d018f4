"""Whose words a sentence takes over, told between commas: `It was, as one deputy put it, “a bridge to nowhere”`, `The ferry, to quote the mayor, is a raft`, `In the foreman's words, …`, and, as translations have it, `As informs the agency, …`."""

import re
from collections.abc import Sequence

from onrecord.extraction.clauses import PHRASE, SAID
from onrecord.extraction.drafts import Draft, borne_out
from onrecord.extraction.quotes import Quotation
from onrecord.resolve.words import is_shortened
from onrecord.types import Span

_OWNER = rf"(?:[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|{PHRASE}(?:(?<=['’]s)|(?<=s['’])))"
_PUT = r"(?:(?:has|had|would|once|later|also|famously) )*(?:puts? it|(?:phrase|frame|describe|express|explain)[sd] it|expressed it|like[sd]? to (?:say|put it)|sum(?:s|med) it up)"
_NO_TIME = r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|the (?:day|week|month|year|night|morning|evening|beginning|end|past|spring|summer|autumn|winter|introduction)|one|two|three|he|she|they|[io]n|at|by|to|for|from|with|of|about|after|before|during|earlier|last|this|yesterday|today|above|below)\b)"
_PASSIVE = rf"[Aa]s (?:(?:it )?(?:was|is|has been|had been) )?(?:also |already )?(?:{SAID}|underlined|written)"
_WHOM = r"(?: us| (?:to )?(?:us|the correspondents?|our correspondents?|journalists|reporters))"
_TOLD = rf"(?:{_PASSIVE} (?:by|in(?= the ))|[Aa]s (?:(?:has|have|had) )?(?:also )?(?:{SAID}|underlined|underlines|considers|thinks|transmits|writes))"
_OF = r"(?:(?:[Ii]n the|(?:[Bb]y|[Ff]rom|[Oo]n|[Ww]ith)(?: the)?) (?:own |very )?words of|[Tt]o (?:quote|cite|(?:borrow|use) (?:a|the|an) (?:phrase|words?|line|image|expression|term) (?:from|of)))"
_SAYINGS = (
    rf"(?P<as>[Aa]s) (?P<who>{PHRASE}) (?P<put>{_PUT})(?: (?:to|in|at|during|on) [^,.;:!?\"“”„«»()–—]{{2,50}})?",
    rf"(?P<of>{_OF}) (?P<whom>{PHRASE})",
    rf"(?P<told>{_TOLD}) {_NO_TIME}(?P<teller>{PHRASE})",
    rf"(?P<passed>{_PASSIVE}){_WHOM} (?P<link>by) (?P<passer>{PHRASE})",
    rf"(?P<in>[Ii]n|[Tt]o (?:use|borrow)) (?P<whose>{_OWNER}) (?P<words>(?:own |very )?(?:words?|phrase|formulation|expression|parlance))",
    rf"(?P<by>[Bb]y) (?P<owner>{_OWNER}) (?P<account>own (?:account|admission|reckoning|estimates?|count|testimony|telling|calculations?))",
)
_SAYING = re.compile(rf"(?<![\w’'-])(?=[AIBTFOWaibtfow])(?:{'|'.join(_SAYINGS)})(?=[,.)]|,? [–—]|\Z)")
_PARTS = (("who", "as", "put"), ("whom", "of", None), ("teller", "told", None), ("passer", "passed", "link"), ("whose", "in", "words"), ("owner", "by", "account"))  # source, and the beginning and end of the cue
_HINT = re.compile(r" it\b|\bas \w|\bto (?:say|quote|cite|borrow|use)\b|\b(?:words?|phrase|own|parlance|formulation|expression)\b", re.IGNORECASE)
_NOBODY = frozenset(["it", "one", "they", "this", "that", "the word", "a word"])
_OWN_WORDS = re.compile(r"(?:his|her|its|their|my|our|the)(?: own| very)? (?:words?|phrase)\b", re.IGNORECASE)  # "to quote his own words"
_BEFORE = re.compile(r"(?P<word>\w*)[.!?…]+[\"”»’)]*[ \t]+(?=[^\Wa-z_]|[\"“„«‘'(])|[\r\n]+[ \t]*|(?:;|:|[ \t][–—]|, (?:and|but|yet|while|though|although|because|so))[ \t]+|(?<![^\r\n \t])(?:But|And|Or,?|Yet|So)[ \t]+")
_DASHED = re.compile(r"[ \t][–—]")
_BEHIND = re.compile(r"(?P<word>\w*)(?P<stop>[.!?…]+[\"”»’)]*)(?=\s|\Z)|(?P<end>[\r\n]|\Z|;|[ \t][–—]|, (?:and|but|yet|while|though|although|because|so|which|who)\b)")
_SET_OFF = re.compile(r"(?:(?:\A|[\r\n]|[.!?…][\"”»’)]*[ \t]|[;:] |, (?:and|but) )(?:But |And |Or,? |Yet |So )?|,[\"”»’']? |[–—] |\()\Z")
_AROUND = " ,\t–—()"
FURTHEST = 500  # characters of a sentence to each side
LONGEST_BEFORE = 12  # words before an aside with a quotation behind it, which is surely all that is quoted
FEWEST_WORDS = 3  # that stand around
LONGEST_SHORT = 5  # characters of a word before a full stop that is its own
RULE = "wording"


def with_wordings(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, and a statement for each such aside that none of them has for its cue, or that one has misread.  Where somebody else speaks in the sentence, only a quotation right beside the aside is surely in those words."""
    kept = list(drafts)
    for m in _SAYING.finditer(text) if _HINT.search(text) else ():
        if (made := _statement(text, m, kept, quotations)) is not None:
            kept = borne_out(kept, made, m.span())
    return kept


def _statement(text: str, m: re.Match[str], drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> Draft | None:
    """The statement that an aside tells of; nothing where it is quoted itself, is not set off, or names nobody."""
    name, first, last = next(parts for parts in _PARTS if m[parts[0]])
    source = (m.start(name), m.start(name) + len(m[name].rstrip(" ,")))
    if text[slice(*source)].casefold() in _NOBODY or _OWN_WORDS.match(text, *source) or _SET_OFF.search(text, max(0, m.start() - 9), m.start()) is None or any(q.start < m.start() and m.end() < q.end for q in quotations):
        return None
    start, end = _sentence(text, m)
    before, after = _stripped(text, start, m.start()), _stripped(text, m.end(), end)
    if any(d.cue and start <= d.cue[0][0] < end and not m.start() <= d.cue[0][0] < m.end() for d in drafts):
        beside = (before,) if after[0] >= after[1] else (after,)
        content: tuple[Span, ...] = beside if any(q.closed and (q.start, q.end) in beside for q in quotations) else ()
    else:
        content = tuple(span for span in (before, after) if span[0] < span[1])
        if len(text[slice(*before)].split()) > LONGEST_BEFORE and any(q.closed and (q.start, q.end) == after for q in quotations):
            content = (after,)
    if len(" ".join(text[s:e] for s, e in content).split()) < FEWEST_WORDS:
        return None
    return Draft((source,), (m.span(first), m.span(last)) if last else (m.span(first),), content, None, RULE)


def sentence_before(text: str, at: int, before: int | None = None) -> int:
    """Where the clause begins that goes on at a place."""
    start = max(0, at - FURTHEST)
    for stop in _BEFORE.finditer(text, start, at if before is None else before):
        if not _goes_on(stop["word"]):
            start = stop.end()
    return start


def _sentence(text: str, m: re.Match[str]) -> Span:
    """The clause around an aside, without the full stop that ends it outside of a quotation."""
    start = sentence_before(text, m.start(), m.start() - (text[m.start() - 2 : m.start()] in ("– ", "— ")))
    dashed = _DASHED.match(text, m.end())
    for stop in _BEHIND.finditer(text, dashed.end() if dashed else m.end(), min(len(text), m.end() + FURTHEST)):
        if stop["end"] is not None:
            return start, stop.start()
        if not _goes_on(stop["word"]):
            return start, stop.start("stop") if stop["stop"] == "." else stop.end()
    return start, m.end()


def _goes_on(word: str | None) -> bool:
    """Whether a full stop behind a word is its own: "Dr.", "J."."""
    return word is not None and word != "" and not word.isdigit() and len(word) < LONGEST_SHORT and (word[0].isupper() or len(word) < 2) and is_shortened(word)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _AROUND:
        start += 1
    while start < end and text[end - 1] in _AROUND:
        end -= 1
    return start, end
