"""The marks ">" before each line of a mail that another one answers, and of block quotes in Markdown, which stand inside sentences."""

import re
from itertools import pairwise

from onrecord.read.edits import Edit

_LINE = re.compile(r"(?P<marks>[ \t]*(?:>[ \t]?)+)?[^\r\n]*(?:\r\n|\r|\n|\Z)")
_MARKED = re.compile(r"^[ \t]*>", re.MULTILINE)


def find_quote_marks(text: str, block_quotes: bool) -> list[Edit]:
    """The marks before lines that go on with a paragraph, where a text has two such lines together; where the writer changes from one line to the next, a line end.  The mark before a paragraph of mail stays, as
    it tells apart who wrote it; that of `block_quotes` does not."""
    if ">" not in text or not _MARKED.search(text):
        return []
    lines = [line for line in _LINE.finditer(text) if line[0]]
    depths = [(line["marks"] or "").count(">") for line in lines]
    if not block_quotes and not any(one and other for one, other in pairwise(depths)):
        return []
    edits, before, empty = [], 0, True
    for line, depth in zip(lines, depths):
        start, end = line.start(), line.end("marks") if depth else line.start()
        blank = not line[0][end - start :].strip()
        begins = empty or depth != before
        if begins and not (empty or blank):
            edits.append(Edit(start, start, "\n"))
        if depth and (blank or block_quotes or not begins):
            edits.append(Edit(start, end))
        before, empty = depth, blank
    return edits
