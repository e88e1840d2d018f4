"""Text that was wrapped at a width, as in mail, on terminals and in old archives: its lines end inside sentences, and are no paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.read.edits import Edit
from onrecord.read.hyphens import Hyphens
from onrecord.types import Span

LEAST = 2  # line ends inside sentences, before a text counts as wrapped; one that cuts a word is worth as much
SHARE = 0.4  # of the line ends inside paragraphs, that are inside sentences: of wrapped prose three quarters, of a paragraph a line hardly any
WIDEST = 200  # characters of a line of wrapped text
BULLETS = frozenset("-–—•*·▪")
_LINE = re.compile(r"[^\r\n]+")
_OVER = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Break:
    """A line end between two lines that both say something, with the blanks beside it: where it is, how long the line would be with the word behind it (0: a list's next point), and whether the sentence or
    even the word goes on."""

    span: Span
    length: int
    goes_on: bool
    in_word: bool


def find_wraps(text: str) -> list[Edit]:
    """A blank for each line end that only wraps a line, and nothing for one at a hyphen; none where the text was not wrapped.

    A text is wrapped if many of its lines end inside a sentence and none is long; of such a text those line ends wrap that are followed by a word which the line had no room for, or by a small letter.
    """
    hyphens = Hyphens(text)
    breaks = list(_breaks(hyphens))
    if sum(each.goes_on * (LEAST if each.in_word else 1) for each in breaks) < max(LEAST, SHARE * len(breaks)):
        return []
    width = max(len(line) for line in text.splitlines())
    if width > WIDEST:
        return []
    return [hyphens.joint(*each.span) for each in breaks if each.goes_on or each.in_word or each.length > width]


def _breaks(hyphens: Hyphens) -> Iterator[_Break]:
    text = hyphens.text
    for line, after in pairwise(_LINE.finditer(text)):
        words, behind = line[0].rstrip(), after[0].split(None, 1)
        if words and behind and text[line.end() : after.start()] in ("\n", "\r\n", "\r"):
            end, start = line.start() + len(words), after.end() - len(after[0].lstrip())
            length = 0 if behind[0] in BULLETS else len(words) + 1 + len(behind[0])
            yield _Break((end, start), length, behind[0][0].islower() and not _OVER.search(words[-8:]), hyphens.at(end) and behind[0][0].isalpha())
