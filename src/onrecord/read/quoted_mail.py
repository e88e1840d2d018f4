"""The marks ">" before each line of a mail that another one answers, and of block quotes in Markdown, which stand inside sentences."""

import re
from itertools import pairwise

from onrecord.read.edits import Edit

SIGNATURE = 6  # words, at most
_LINE = re.compile(r"(?P<marks>[ \t]*(?:>[ \t]?)+)?[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARKED = re.compile(r"^[ \t]*>", re.MULTILINE)


def find_quote_marks(text: str, block_quotes: bool) -> list[Edit]:
    """The marks before lines, where a text has two such lines together or single ones are `block_quotes`; where the writer changes from one line to the next, a line end.

    Before a paragraph of mail that is a few words and no sentence the mark stays, so that who signed what is answered does not sign the answer.
    """
    if ">" not in text or not _MARKED.search(text):
        return []
    lines = [line for line in _LINE.finditer(text) if line[0]]
    depths = [(line["marks"] or "").count(">") for line in lines]
    if not block_quotes and not any(one and other for one, other in pairwise(depths)):
        return []
    edits, before, empty = [], 0, True
    for line, depth, behind in zip(lines, depths, [*map(_words, lines[1:]), ""]):
        start, end = line.start(), line.end("marks") if depth else line.start()
        words = _words(line)
        blank = not words
        begins = empty or depth != before
        if begins and not (empty or blank):
            edits.append(Edit(start, start, "\n"))
        signed = begins and not behind and len(words.split()) <= SIGNATURE and words[-1:] not in ("", ".", "!", "?")
        if depth and (block_quotes or not signed):
            edits.append(Edit(start, end))
        before, empty = depth, blank
    return edits


def _words(line: re.Match[str]) -> str:
    return line[0][line.end("marks") - line.start() if line["marks"] else 0 :].strip()
