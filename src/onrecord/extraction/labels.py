"""Labels: who speaks, told at the beginning of a line, with a colon (in records of sittings a full stop) behind.

One grammar for transcripts of all kinds and for threads: a time, a title, a name or an office, and behind it, in any order,
a seat, a party, an office or a time in brackets or behind a comma: `Mrs LIND (Tarn West) (14.02):`, `[00:01:20] PER DAHL:`,
`SPEAKER 2:`, `Mr. LIND.`, `Q.`, `@lind:`, `Ana Lind (@lind):`.  Each line is matched from its beginning over a bounded length.
"""

import re
from dataclasses import dataclass
from typing import Literal

from onrecord.resolve.words import is_role
from onrecord.types import Span

Form = Literal["handle", "record", "person", "name", "loose"]
"""How a label tells that somebody speaks: by a handle; as records of sittings print it; by a title, an office, a time or a number beside a name; by being
in capitals or by what stands in brackets; or not by itself."""

FURTHEST = 600  # characters from the beginning of a line within which a label ends
LONGEST_LABEL = 6  # words, without what stands in brackets
KICKERS = frozenset(["exclusive", "opinion", "watch", "video", "live", "breaking", "update", "analysis", "explainer", "photos", "gallery", "podcast", "sport", "weather", "obituary", "interview", "review", "transcript", "editorial", "column", "factbox", "fact box", "timeline",
                     "wrapup", "refile", "corrected", "correction", "urgent", "alert", "developing", "recap", "preview", "graphic", "special report", "in pictures", "long read", "must read", "quiz", "on this day", "key points"])  # fmt: skip
"""What tells of which sort a report is, before its headline: "FACTBOX: What the ceasefire says"."""
RUBRICS = KICKERS | frozenset(["comment", "the latest", "fact check", "fact-check", "factcheck", "claim", "rating", "verdict", "our verdict", "note", "editor's note", "editor’s note", "source", "sources", "contact", "media contact", "press contact"])
_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"(?:[\[(]{_TIME}[\])]|{_TIME})"
_BRACKETS = r"(?:[ \t]*(?:\([^()\r\n]{1,80}\)|\[[^\[\]\r\n]{1,80}\]))"
_SHORTENED = r"(?:(?<=\b[A-Z])|(?<=\b[MDS][rt])|(?<=\bMs)|(?<=\bMrs)|(?<=\bHon)|(?<=\bHON)|(?<=\b[GS]en)|(?<=\bRep)|(?<=\bRe[vp])|(?<=\bGov)|(?<=\bProf)|(?<=\bCllr))\."
_NAME = rf"[^\W\d_](?:[^:\r\n\"“„«?!.()\[\]@]|{_SHORTENED}){{0,59}}"
_LEAD = rf"\s*(?:(?P<stamp>{_STAMP})[ \t]*(?:[-–—|][ \t]*)?)?(?:\([^()\r\n]{{1,60}}\)[ \t]*)?"
_LABELLED = re.compile(rf"{_LEAD}(?P<label>(?P<name>{_NAME})(?P<brackets>{_BRACKETS}{{0,4}})(?P<behind>[ \t]+{_TIME})?)[ \t]*(?P<cue>[:：])(?:\s+(?P<words>(?=.*[^\W\d_]).*)|[ \t]*)")
_LOOSE = re.compile(r"\s*(?P<label>(?P<name>[^\W\d_][^:\r\n\"“„«?!.]{0,59}|[A-Z]\.[^:\r\n\"“„«?!]{0,58}))\s*(?P<cue>:)\s+(?P<words>(?=.*[^\W\d_]).*)")
_QUESTION = re.compile(rf"{_LEAD}(?P<label>(?P<name>[QA]\d{{0,2}}))\s*(?P<cue>[:.])\s+(?P<words>(?=.*[^\W\d_]).*)")
_HANDLE = re.compile(rf"\s*(?:(?P<stamp>{_STAMP})[ \t]+)?(?:(?:RT|QT|MT|🔁|♻)\s+)?(?P<label>(?P<name>{_NAME}(?P<open>[(\[])|)(?P<handle>@\w{{1,40}})(?(open)[)\]])(?P<brackets>{_BRACKETS}?))[ \t]*(?P<cue>[:：])\s+(?P<words>\S.*)")
_CAPITALS = r"(?:[A-Z][a-z]{1,2})?(?:[A-ZÀ-Þ]['’])?[A-ZÀ-Þ][A-ZÀ-Þ'’-]+"
_RECORD = re.compile(rf"\s*(?P<label>(?P<name>(?:(?:Mr|Mrs|Ms|Miss|Dr|Mx)\.?|Madam)[ ]{_CAPITALS}(?:[ ]{_CAPITALS}){{0,3}}(?:[ ]of[ ][A-Z]\w{{1,20}}(?:[ ][A-Z]\w{{1,20}})?)?|The[ ][A-Z]{{4,}}(?:[ ][A-Z]{{2,}}){{0,2}}(?:[ ]pro tempore)?)(?P<brackets>{_BRACKETS}{{0,2}}))(?P<cue>[.])[ \t—–-]+(?P<words>(?=.*[^\W\d_]).*)")
_TITLE = re.compile(r"(?:(?:Rt\.?|Right)\s+)?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Hon|Senator|Sen|Rep|Congressman|Congresswoman|Judge|Justice|Cllr|Councillor|Rev|Madam)\.?[ \t]+[A-ZÀ-Þ]")
_NO_NAMES = frozenset(["the", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "baroness", "hon", "honourable", "honorable", "rt", "right", "senator", "sen", "rep", "congressman", "congresswoman", "judge", "justice", "cllr", "councillor", "rev", "madam"])
_NUMBERED = re.compile(r"(?:speaker|participant|voice|interviewer|interviewee|moderator|respondent|caller|officer|witness|unidentified \w+)\s*#?\d{1,2}", re.IGNORECASE)
_MEMBERS = re.compile(r"(?:an?\s+|several\s+|some\s+|the\s+)?(?:hon(?:\.|ou?rable)?\s+)?(?:members?|senators?|deput(?:y|ies)|voices?)", re.IGNORECASE)
_IN_CHAIR = frozenset(["president", "chair", "chairman", "chairwoman", "chairperson", "speaker", "moderator", "court", "witness", "clerk", "judge", "interviewer", "host", "presenter", "narrator", "operator", "defendant", "prosecutor", "convener", "convenor"])
_SENTENCE = re.compile(r"[.?!…][\"'”’»)\]*_]*$|[–—-]$")
_CAPITAL = re.compile(rf"{_CAPITALS}|[A-Z]\.?")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a line: the spans of it, of its cue and of the words behind (empty where they begin in the next line), the end of its line, who it stands for, as words that the labels of one
    speaker share, and its form."""

    span: Span
    cue: Span
    words: Span
    end: int
    who: str
    form: Form


def read_label(text: str, start: int, end: int) -> Label | None:
    """The label with which a line, text[start:end], begins."""
    colon = text.find(":", start, min(end, start + FURTHEST)) >= 0 or text.find("：", start, min(end, start + FURTHEST)) >= 0
    if colon and text.find("@", start, min(end, start + FURTHEST)) >= 0 and (m := _HANDLE.fullmatch(text, start, end)) is not None:
        return _label(m, m["handle"].casefold(), "handle")
    if (m := _QUESTION.fullmatch(text, start, end)) is not None:
        return _label(m, m["name"][0].casefold(), "loose")
    if (m := _RECORD.fullmatch(text, start, end)) is not None:
        return _label(m, _who(m["name"]), "record")
    if not colon or (m := _LABELLED.fullmatch(text, start, end) or _LOOSE.fullmatch(text, start, end)) is None or len(m["name"].split()) > LONGEST_LABEL:
        return None
    form = _form(m)
    if m["words"] is None and form == "loose":
        return None
    return _label(m, _who(m["name"]) or m["name"].strip().casefold(), form)


def _label(m: re.Match[str], who: str, form: Form) -> Label:
    start = m.start("label")
    words = m.span("words") if m["words"] is not None else (m.end(), m.end())
    return Label((start, start + len(m["label"].rstrip())), m.span("cue"), words, m.end(), who, form)


def _form(m: re.Match[str]) -> Form:
    found = m.groupdict()
    name, words = m["name"].strip(), found["words"]
    if name.casefold() in RUBRICS or (words is not None and not _SENTENCE.search(words.rstrip()[-4:])):
        return "loose"
    core = _WORD.findall(name.partition(",")[0])
    capitals = bool(core) and all(_CAPITAL.fullmatch(w) for w in core)
    capitalised = bool(core) and all(w[0].isupper() or len(w) < 4 for w in core)
    last = core[-1].casefold() if core else ""
    timed = capitalised and (found.get("stamp") or found.get("behind") or re.search(rf"[\[(]{_TIME}[\])]", found.get("brackets") or ""))
    office = 1 < len(core) < 5 and core[-1][0].isupper() and any(is_role(w.casefold()) for w in core[:-1])
    if _TITLE.match(name) or office or timed or _NUMBERED.fullmatch(name) or _MEMBERS.fullmatch(name) or (last in _IN_CHAIR and len(core) <= 3):
        return "person"
    if capitals or (capitalised and found.get("brackets")) or (len(core) < 4 and is_role(last)):
        return "name"
    return "loose"


def _who(name: str) -> str:
    words = [w.casefold() for w in _WORD.findall(name.partition(",")[0])]
    while len(words) > 1 and words[0].rstrip(".") in _NO_NAMES:
        words = words[1:]
    return " ".join(words)
