"""Text that was wrapped at a width, as in mail, on terminals and in old archives: its lines end inside sentences, and are no paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.types import Span

LEAST = 2  # line ends inside sentences, before a text counts as wrapped
SHARE = 0.4  # of the line ends inside paragraphs, that are inside sentences: of wrapped prose three quarters, of a paragraph a line hardly any
WIDEST = 200  # characters of a line of wrapped text
BULLETS = frozenset("-–—•*·▪")
_LINE = re.compile(r"[^\r\n]+")
_OVER = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Break:
    """A line end between two lines that both say something: where it is, how long the line would be with the word behind it (0: a list's next point), and whether the sentence goes on."""

    span: Span
    length: int
    goes_on: bool


def unwrapped(text: str) -> str:
    """The text with a blank for each line end that only wraps a line, so that all offsets stay; the text itself where it was not wrapped.

    A text is wrapped if many of its lines end inside a sentence and none is long; of such a text those line ends wrap that are followed by a word which the line had no room for, or by a small letter.
    """
    breaks = list(_breaks(text))
    if sum(each.goes_on for each in breaks) < max(LEAST, SHARE * len(breaks)):
        return text
    width = max(len(line) for line in text.splitlines())
    if width > WIDEST:
        return text
    pieces, at = [], 0
    for each in breaks:
        if each.goes_on or each.length > width:
            start, end = each.span
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join(pieces) + text[at:]


def _breaks(text: str) -> Iterator[_Break]:
    for line, after in pairwise(_LINE.finditer(text)):
        words, behind = line[0].rstrip(), after[0].split(None, 1)
        if words and behind and text[line.end() : after.start()] in ("\n", "\r\n", "\r"):
            start = line.start() + len(words)
            yield _Break((start, after.start()), 0 if behind[0] in BULLETS else len(words) + 1 + len(behind[0]), behind[0][0].islower() and not _OVER.search(words[-8:]))
