"""Markdown (CommonMark 0.31): what marks up the words of a text, and is not read with them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from onrecord.read.edits import Edit
from onrecord.types import Span

FEWEST_SET_OFF = 3  # paragraphs in bold or italics of which half ask: the questions of an interview, which are told by that
_WORDS = r"(?P<words>(?:[^\[\]\\\r\n]|\\.|\[[^\[\]\r\n]{0,500}\]){0,1000})"
_TARGET = r"(?:<[^<>\r\n]{0,2000}>|[^\s()<>]{0,2000}(?:\([^\s()]{0,500}\)[^\s()<>]{0,500}){0,8})(?:[ \t]+(?:\"[^\"\r\n]{0,500}\"|'[^'\r\n]{0,500}'))?"
_LINK = re.compile(rf"(?<![!\\])\[{_WORDS}\]\((?P<target>[ \t]*{_TARGET}[ \t]*)\)")
_IMAGE = re.compile(rf"!\[{_WORDS}\](?:\((?P<target>[ \t]*{_TARGET}[ \t]*)\)|\[[^\[\]\r\n]{{0,200}}\])")
_ADDRESS = re.compile(r"\s*<?(?:[a-z][a-z0-9+.-]{1,15}:|www\.|[./#?]|[^\s.]+\.[a-z]{2,5}\b)", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\r\n]{1,300})\](?:\[(?P<label>[^\[\]\r\n]{0,200})\])?(?![(\[:])")
_DEFINITION = re.compile(r"(?<![^\r\n]) {0,3}\[(?P<label>(?!\^)[^\[\]\r\n]{1,200})\]:[ \t]*<?(?:[a-z][a-z0-9+.-]{1,15}:|www\.|[/#])\S*[^\r\n]*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,50}\]:?[ \t]*")
_HEADING = re.compile(r"(?<![^\r\n]) {0,3}(?P<marks>#{1,6}[ \t]+)(?=[^\s#])[^\r\n]*")
_RULE = re.compile(r"(?<![^\r\n]) {0,3}(?:([-*_])(?:[ \t]*+\1){2,}+|={3,}+|(?:`{3,}|~{3,})[\w +-]*+)[ \t]*+(?![^\r\n])")
_BULLET = re.compile(r"(?<![^\r\n])[ \t]*+(?P<mark>[*+])[ \t]++(?=\S)")
_RUN = re.compile(r"(?P<escaped>\\[!-/:-@\[-`{-~])|(?P<code>`+)|(?P<marks>\*+|_+)|(?P<address>https?://[^\s()<>\[\]]+)|(?P<paragraph>(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*)")
_ASKS = re.compile(r"\?[\"”’»]*$")
_RUN_IN = re.compile(r"[^\r\n:]{1,80} [a-z][^\r\n:]{0,40}:")  # "**Why it matters:**" heads what follows; "**Ana Lind:**" speaks it
_PARAGRAPH_END = re.compile(r"[ \t]*(?:\Z|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n|\Z))")
_LIKELY = re.compile(r"\]\(|\]\[|\]:|\*\*|\*[\"“]|(?<![^\r\n]) {0,3}#{1,6}[ \t]")


class _Pair(NamedTuple):
    """Marks before and behind some words, and whether these are a paragraph."""

    marks: str
    opening: Span
    closing: Span
    paragraph: bool


def is_markdown(text: str) -> bool:
    """Whether a text surely is Markdown: it has a link or an image with an address, words in bold, a quotation in italics, several headings, or one at its start."""
    if not _LIKELY.search(text):
        return False
    if any(_ADDRESS.match(m["target"]) for pattern in (_LINK, _IMAGE) for m in pattern.finditer(text) if m["target"]) or _references(text):
        return True
    headings = [m.start() for m in _HEADING.finditer(text)]
    return len(headings) > 1 or (len(headings) == 1 and not text[: headings[0]].strip()) or any(pair.marks == "**" or (pair.marks == "*" and text[pair.opening[1]] in "\"“" and text[pair.closing[0] - 1] in "\"”") for pair in _pairs(text, []))


def find_markup(text: str) -> list[Edit]:
    """The marks of Markdown, with nothing in their place, a dash in that of a bullet, and a line end behind a heading in bold that a paragraph begins with; images and what links lead to go with them."""
    found: list[Edit] = []
    for m in _RULE.finditer(text):
        found.append(Edit(*m.span()))
    for m in _HEADING.finditer(text):
        found.append(Edit(*m.span("marks")))
    for m in _BULLET.finditer(text):
        found.append(Edit(*m.span("mark"), "-"))
    for m in _IMAGE.finditer(text):
        found.append(Edit(*m.span()))
    labels = {m["label"].casefold() for m in _DEFINITION.finditer(text)}
    found += [Edit(*m.span()) for m in _DEFINITION.finditer(text)]
    found += [Edit(*m.span()) for m in _FOOTNOTE.finditer(text)]
    for m in (*(m for m in _LINK.finditer(text) if _ADDRESS.match(m["target"])), *(m for m in _REFERENCE.finditer(text) if (m["label"] or m["words"]).casefold() in labels)):
        found += [Edit(m.start(), m.start("words")), Edit(m.end("words"), m.end())]
    aside = _merged(found)
    for pair in _without_questions(text, list(_pairs(text, aside))):
        if not (pair.marks == "**" and _RUN_IN.fullmatch(text, pair.opening[1], pair.closing[0])):
            found += [Edit(*pair.opening), Edit(*pair.closing)]
    found += [Edit(m.start(), m.end(), m["escaped"][1]) for m in _RUN.finditer(text) if m["escaped"]]
    return _merged(found)


def _references(text: str) -> bool:
    labels = {m["label"].casefold() for m in _DEFINITION.finditer(text)}
    return bool(labels) and any((m["label"] or m["words"]).casefold() in labels for m in _REFERENCE.finditer(text))


def _pairs(text: str, aside: Sequence[Edit]) -> Iterator[_Pair]:
    """Emphasis and code: a mark that no word stands before and another like it that none stands behind, in one paragraph and outside the spans `aside`."""
    opened: dict[str, Span] = {}
    begins, skipped = 0, iter((*aside, Edit(len(text) + 1, len(text) + 1)))
    skip = next(skipped)
    for run in _RUN.finditer(text):
        start, end = run.span()
        while skip.end <= start:
            skip = next(skipped)
        if run["paragraph"]:
            opened.clear()
            begins = end
        marks = run["code"] or run["marks"]
        if not marks or len(marks) > 3 or skip.start <= start:
            continue
        before, behind = text[start - 1 : start], text[end : end + 1]
        closes = bool(run["code"]) or (bool(before.strip()) and not behind.isalnum())
        if closes and (opening := opened.get(marks)):
            opened = {other: span for other, span in opened.items() if span < opening}
            whole = not text[begins : opening[0]].strip() and _PARAGRAPH_END.match(text, end) is not None
            yield _Pair(marks, opening, (start, end), whole)
        elif run["code"] or (behind.strip() and not before.isalnum()):
            opened[marks] = start, end


def _without_questions(text: str, pairs: Sequence[_Pair]) -> list[_Pair]:
    """Without the marks by which the questions of an interview are set off."""
    whole = [pair for pair in pairs if pair.paragraph]
    asking = sum(bool(_ASKS.search(text[max(pair.opening[1], pair.closing[0] - 4) : pair.closing[0]])) for pair in whole)
    return [pair for pair in pairs if not pair.paragraph] if len(whole) >= FEWEST_SET_OFF and 2 * asking >= len(whole) else list(pairs)


def _merged(edits: Iterable[Edit]) -> list[Edit]:
    """In order, without those that begin inside another."""
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or kept[-1].end <= edit.start:
            kept.append(edit)
    return kept
