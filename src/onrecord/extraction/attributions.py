"""A name behind a quotation, or under it: `"Words" – Name`, and a block quote or a quoted paragraph with `— Name` in the next line."""

import re
from collections.abc import Iterator

from onrecord.extraction.turns import Turn, without_full_stop
from onrecord.resolve.words import is_role
from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_DASHED = re.compile(r"\s*(?P<words>[\"“„«‘'].{12,}[\"”“»’'])\s+(?P<cue>[–—-]{1,2})\s+(?P<label>[A-Za-zÀ-ÿ][^\"“”.!?]{1,79})\s*")
_UNDER = re.compile(r"\s*(?P<marks>(?:>[ \t]?)*)\s*(?P<cue>[–—―]|--?)[ \t]*(?P<label>[A-Za-zÀ-Þ][^\"“”!?;:\r\n]{1,119}?)\s*")
_BLOCK = re.compile(r"\s*>(?:[ \t]?>)*[ \t]*(?P<words>.*?)\s*")
_QUOTED = re.compile(r"\s*(?P<words>[\"“„«].{12,}[\"”“»])\s*")
_NAMED = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*|of|the|de|la|le|du|da|dos|van|von|der|den|bin|al|el|y|e|and|&)(?:[ \t]+(?:[A-ZÀ-Þ][\w.'’-]*|of|the|de|la|le|du|da|dos|van|von|der|den|bin|al|el|y|e|and|&)){0,7}")
_NO_PART_OF_A_NAME = re.compile(r",[ \t]+(?:on|in|at|after|when|who|speaking|during|to|from|before|about|as|while)\b.*")
_ENDS = re.compile(r"[.!?…][\"”“»’']?$")
_WORD = re.compile(r"\w+")
_BEGINS = frozenset("\"“„«‘'>–—―-")
MOST_LINES = 12  # of a block quote with a name under it
LONGEST_OFFICE = 4  # words of a speaker who is named by an office alone


def find_attributions(text: str) -> Iterator[Turn]:
    """Turns of the rule "attribution", where a sentence is quoted or a person's name or office stands by itself, and else of the rule "dash"."""
    lines = [line.span() for line in _LINE.finditer(text) if line[0].strip()]
    for i, (start, end) in enumerate(lines):
        if text[start:end].lstrip()[0] not in _BEGINS:
            continue
        if (m := _DASHED.fullmatch(text, start, end)) is not None:
            label, sure = _label(text, m.span("label"))
            if sure and (_ENDS.search(m["words"]) or is_role(_last_word(text, label))):
                yield Turn("attribution", (label,), (m.span("cue"),), (m.span("words"),))
            elif m["label"][0].isupper():
                yield Turn("dash", (m.span("label"),), (m.span("cue"),), (without_full_stop(text, *m.span("words")),))
        elif (m := _UNDER.fullmatch(text, start, end)) is not None and i:
            label, sure = _label(text, m.span("label"))
            above = _block(text, lines[max(0, i - MOST_LINES - 1) : i]) if m["marks"] else ()
            if not above and (m["marks"] or m["cue"] != "-") and (quoted := _QUOTED.fullmatch(text, *lines[i - 1])) is not None:
                above = (quoted.span("words"),)
            if sure and above:
                yield Turn("attribution", (label,), (m.span("cue"),), above)


def _label(text: str, span: Span) -> tuple[Span, bool]:
    """The words of a label that name who speaks, without what tells of when and where, and whether they surely name somebody: a name, or a short office."""
    start = span[0]
    end = start + len(_NO_PART_OF_A_NAME.sub("", text[slice(*span)]).rstrip(" \t.,"))
    name = text[start:end].partition(",")[0]
    named = _NAMED.fullmatch(name) is not None and any(w[0].isupper() for w in name.split())
    return (start, end), named or (len(name.split()) <= LONGEST_OFFICE and is_role(_last_word(text, (start, start + len(name)))))


def _last_word(text: str, span: Span) -> str:
    words: list[str] = _WORD.findall(text, *span)
    return words[-1].casefold() if words else ""


def _block(text: str, lines: list[Span]) -> tuple[Span, ...]:
    """The words of the lines of a block quote that end such a list of lines, without their marks; nothing where it has too many."""
    found: list[Span] = []
    for span in reversed(lines):
        if (m := _BLOCK.fullmatch(text, *span)) is None or _UNDER.fullmatch(text, *span):
            break
        if m["words"]:
            found.insert(0, m.span("words"))
    return tuple(found) if len(found) < MOST_LINES else ()
