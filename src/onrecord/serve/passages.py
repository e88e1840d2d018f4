"""A report's text as it is marked anew: each piece tells where in the text it stands, so that what is selected in a browser can be told in offsets of the record."""

import re
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from onrecord.serve.marking import escaped
from onrecord.serve.visible import visible
from onrecord.types import Article, Span

ROLES = ("source", "cue", "content", "addressee")
_ALONE = re.compile("[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # what a page shows by other characters than it is, or not at all
LONGEST = 200  # characters of a passage that is shown by its words in a field


def mark_passages(article: Article, within: Span, passages: Mapping[str, Sequence[Span]], base: Iterable[tuple[str, Sequence[Span]]] = ()) -> Markup:
    """A span of the text in pieces, cut wherever a passage or something of the base begins or ends; a character that is shown as it is not stands alone."""
    start, end = within
    layers = [*((role, spans) for role, spans in passages.items()), *base]
    cuts = {start, end}
    for _, spans in layers:
        cuts |= {min(max(edge, start), end) for span in spans for edge in span}
    for match in _ALONE.finditer(article.text, start, end):
        cuts |= {match.start(), match.end()}
    ordered, roles = sorted(cuts), frozenset(passages)
    return Markup("").join(_piece(article.text, a, b, layers, roles) for a, b in zip(ordered, ordered[1:]))


def _piece(text: str, start: int, end: int, layers: Sequence[tuple[str, Sequence[Span]]], roles: frozenset[str]) -> Markup:
    of = [role for role, spans in layers if any(a <= start and end <= b for a, b in spans)]
    edges = [f"{role}-begins" for role, spans in layers if role in of and any(a == start for a, _ in spans)] + [f"{role}-ends" for role, spans in layers if role in of and any(b == end for _, b in spans)]
    told = Markup(' class="{}"').format(" ".join([*of, *edges])) if of else Markup("")
    under = " ".join(role for role in of if role not in roles)
    alone = Markup(" data-alone") if _ALONE.fullmatch(text, start, end) else Markup("")
    words = "" if text[start:end] == "\r" else escaped(text[start:end])
    return Markup('<span data-at="{}"').format(start) + told + (Markup(' data-under="{}"').format(under) if under else Markup("")) + alone + Markup(">") + Markup(words) + Markup("</span>")


def as_field(text: str, span: Span) -> str:
    """A passage as a person would write it into a field, and as `onrecord.keep.passages` reads it: its words, with the number of the place where they stand several times; or its offsets, where a field cannot hold the words."""
    words = text[slice(*span)]
    if len(words) > LONGEST or visible(words) != words or "\n" in words or "\r" in words or words != words.strip() or words.startswith("@"):
        return f"@{span[0]}-{span[1]}"
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    if len(places) == 1:
        return words
    numbered = f"{words}#{places.index(span[0]) + 1}"
    return f"@{span[0]}-{span[1]}" if numbered in text else numbered
