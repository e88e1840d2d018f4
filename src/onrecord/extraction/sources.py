"""How far a source reaches: to the end of its noun phrase and no further, and what belongs to the cue."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PASTS
from onrecord.extraction.drafts import Draft
from onrecord.types import Span

_LABEL_BEGINS = re.compile(r"(?:\A|[\r\n])[ \t]*(?:[-*•·▪‣–][ \t]+|\d{1,2}[:.]\d\d[ \t]*[–—|-]?[ \t]+)?(?P<name>[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){1,3}, (?:the )?)?\Z")
_WHERE = re.compile(r" (?:in|at|near|from|of|to|outside|off|around|between|across|towards?|for|with|over|after|before)[ \t]+(?:the[ \t]+)?\Z", re.IGNORECASE)
_ABOUT = re.compile(r"(?<=\w)[ \t]+[Oo]n[ \t]\w")
_WORDS_OF = re.compile(r"(?:the )?(?:own |very )?words of (?=\S)")
_DETERMINED = r"(?:the(?! (?:other|next|following|same|previous)\b)|an?|his|her|its|their|my|our|him|them|it|himself|herself|themselves|up|out|off|down|away|back|on)\b"
_NEXT_VERB = re.compile(rf",? (?:and|but|then|before) (?:then )?(?:(?:[a-z]+s|[a-z]+ed|{'|'.join(sorted(PASTS))}) {_DETERMINED}|(?:[a-z]+ed|{'|'.join(sorted(PASTS))}) (?:to|into|at|over|from|towards?|through|home)\b)")
_RELATIVE = re.compile(r"\b(?:who|which|that|whose|whom|where)\b")
_ENDING_RELATIVE = re.compile(r"(?: (?:who|that|whose)|,? which)\b[^.,;:!?\"“”„«»‘()\r\n]{3,120}(?=[.](?:\s|\Z))")
_SETTLED = re.compile(r"\b(?:decided|agreed|resolved|recommended|proposed|suggested)\b")  # after which "it" stands for an infinitive
FURTHEST = 60  # characters before a source in which its label begins


def with_whole_sources(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, of which each source is its whole noun phrase and nothing else."""
    return [_with_whole_source(text, draft) for draft in drafts]


def _with_whole_source(text: str, draft: Draft) -> Draft:
    source = of_whole_label(text, with_relative(text, draft.cue, draft.source, draft.content), draft.cue)
    source, cue = of_whose_words(text, without_next_verb(text, source, draft.cue), draft.cue)
    content = without_dummy(text, cue, draft.content)
    return draft if (source, cue, content) == (draft.source, draft.cue, draft.content) else replace(draft, source=source, cue=cue, content=content)


def of_whole_label(text: str, source: tuple[Span, ...], cue: Sequence[Span]) -> tuple[Span, ...]:
    """The source of a statement before a colon that begins its line: with the name before an office (`Inge Maas, | prosecutor |:`), without what it speaks on (`| Lind | on the budget:`) and without where it acts (`| Nurses | walk out in | Brenz |:`)."""
    if len(source) == 2 and cue and text[cue[0][0] : cue[0][1]] == ":" and source[1][1] == cue[0][0] and _WHERE.search(text, source[0][1], source[1][0]) is not None:
        return source[:1]
    if len(source) != 1 or not cue or text[cue[0][0] : cue[0][1]] != ":" or text[source[0][1] : cue[0][0]].strip():
        return source
    start, end = source[0]
    begins = _LABEL_BEGINS.search(text, max(0, start - FURTHEST), start)
    if begins is None:
        return source
    start = begins.start("name") if begins["name"] else start
    about = _ABOUT.search(text, start, end)
    return ((start, about.start() if about else end),)


def of_whose_words(text: str, source: tuple[Span, ...], cue: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """A statement's source and cue, of which "the words of" belongs to the cue: `According to the words of | the witness |`."""
    if len(source) != 1 or not cue or text[cue[-1][1] : source[0][0]] != " " or (m := _WORDS_OF.match(text, *source[0])) is None:
        return source, cue
    return ((m.end(), source[0][1]),), (*cue[:-1], (cue[-1][0], m.end() - 1))


def without_next_verb(text: str, source: tuple[Span, ...], cue: Sequence[Span]) -> tuple[Span, ...]:
    """The source of a statement that stands behind its cue, without what it does next: `asks | Pino Lazar, 80 |, and lifts a tile`, `says | the baker | and locks the door`."""
    if not source or not cue or source[-1][0] < cue[0][1]:
        return source
    start, end = source[-1]
    m = _NEXT_VERB.search(text, start, end)
    return source if m is None or m.start() == start or _RELATIVE.search(text, start, m.start()) else (*source[:-1], (start, m.start()))


def with_relative(text: str, cue: Sequence[Span], source: tuple[Span, ...], content: Sequence[Span]) -> tuple[Span, ...]:
    """The source of a statement that stands behind its cue with the relative clause behind it, where that ends the sentence: `reads | the report that the ministry kept in a drawer |.`"""
    if not source or not cue or source[-1][0] < cue[-1][1] or (m := _ENDING_RELATIVE.match(text, source[-1][1])) is None or any(e > source[-1][1] for _, e in content):
        return source
    return (*source[:-1], (source[-1][0], m.end()))


def without_dummy(text: str, cue: Sequence[Span], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The content of a statement without the "it" that only stands for it: `It | was reported by | the warden | that two swans had returned |`."""
    if len(content) < 2 or not cue or text[slice(*content[0])] not in ("It", "it") or content[0][1] + 1 != cue[0][0] or content[1][0] < cue[0][1] or not text.startswith(("that ", "to "), content[1][0]):
        return content
    stands_for_it = text.startswith("that ", content[1][0]) or _SETTLED.search(text, *cue[0]) is not None
    return content[1:] if stands_for_it else content
