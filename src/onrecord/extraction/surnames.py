"""A surname that is a verb of saying elsewhere, "Said": written with a capital inside a sentence, or before another verb, it names who speaks: "Nour Said | warned", "Said | told them"."""

import re
from collections.abc import Sequence

from onrecord.extraction.clauses import SAID
from onrecord.types import Span

NEAR = 60  # characters around a source and a cue in which the surname is looked for
_BEHIND_SOURCE = re.compile(r" Said(?=[,.]| (?!to\b|by\b)[a-z])")
_VERB = rf"(?:(?:has|had|have|is|was|will|would) |{SAID}\b|[a-z]+ed\b)"
_OWNED = re.compile(r"['’]s? ")
_IN_CUE, _FINITE = re.compile(rf"Said (?={_VERB})"), re.compile(_VERB)
_BEFORE = re.compile(r"(?<![^\s\"“(])(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|Today|But|And|Then|Later|Still|Meanwhile)\b)[^\W\d_a-zß-öø-ÿ][\w'’-]+ (?:Said )?$")


def with_surname(text: str, source: tuple[Span, ...], cue: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """A statement's source and cue, of which the source has a surname that was taken for its verb, or left out between it and its verb."""
    spans = (*source, *cue)
    if not cue or "Said" not in text[max(0, min(first for first, _ in spans) - NEAR) : max(last for _, last in spans) + NEAR]:
        return source, cue
    if source and _OWNED.match(text, source[0][0]) and text[: source[0][0]].endswith("Said"):
        source = ((source[0][0] - len("Said"), source[0][1]), *source[1:])  # "Said's office"
    start, end = cue[0]
    beside = next((k for k, (_, last) in enumerate(source) if last + 1 == start), None)
    if beside is not None and len(cue) > 1 and text[start:end] == "Said":  # "Nour | Said |, the engineer, | denied"
        return (*source[:beside], (source[beside][0], end), *source[beside + 1 :]), cue[1:]
    if (taken := _IN_CUE.match(text, start, end)) is not None:
        name = (start, start + len("Said"))
        cue = ((taken.end(), end), *cue[1:])
        if source and source[-1][1] + 1 == start:
            return (*source[:-1], (source[-1][0], name[1])), cue
        if source and not _begins_sentence(text, start):
            return source, cue
        before = None if _begins_sentence(text, start) else _BEFORE.search(text, max(0, start - NEAR), start)
        return ((before.start() if before else name[0], name[1]),), cue
    if source and (left := _BEHIND_SOURCE.match(text, source[-1][1])) is not None and (left.end() < start or cue[-1][1] <= source[-1][0]):
        return (*source[:-1], (source[-1][0], left.end())), cue
    if not source and (before := _BEFORE.search(text, max(0, start - NEAR), start)) is not None and before.group().endswith("Said ") and _FINITE.match(text, start):
        return ((before.start(), start - 1),), cue
    return source, cue


def _begins_sentence(text: str, at: int) -> bool:
    before: Sequence[str] = text[:at].rstrip(" \t\"“")
    return not before or before[-1] in ".!?:\r\n”\""
