"""Words that stand in a report twice, as in its headline, a pull quote or a caption, are said by whom it names once."""

import re

from onrecord.resolve.document import Document

_WORD = re.compile(r"\w+")
FEWEST = 3  # words that are surely the same ones


def said_again(document: Document) -> dict[int, int]:
    """For each statement without source and cue the one other that has a source, and its words among its own."""
    bare = [i for i, asked in enumerate(document.asked) if not asked.source and not asked.cue]
    if not bare:
        return {}
    words = [_words(document, i) for i in range(len(document.asked))]
    sourced = [i for i, asked in enumerate(document.asked) if asked.source]
    found = {}
    for i in bare:
        again = [j for j in sourced if words[i] in words[j]] if words[i].count(" ") > FEWEST else []
        inner = [j for j in again if not any(document.asked[k].outer == j for k in again)]  # of a statement inside another the words are its own
        if len(inner) == 1:
            found[i] = inner[0]
    return found


def _words(document: Document, index: int) -> str:
    """The words of a statement, with spaces between and around them."""
    return " ".join(["", *(word.casefold() for start, end in document.asked[index].content for word in _WORD.findall(document.text, start, end)), ""])
