"""Words that stand in a report twice, as in its headline, a pull quote or a caption, are said by whom it names once."""

import re
from collections.abc import Iterator

from onrecord.resolve.document import Document

_WORD = re.compile(r"\w+")
FEWEST = 3  # words that are surely the same ones


def said_again(document: Document) -> dict[int, int]:
    """For each statement without source and cue the one other that has a source, and its words among its own."""
    bare = [i for i, asked in enumerate(document.asked) if not asked.source and not asked.cue]
    if not bare:
        return {}
    words = [_words(document, i) for i in range(len(document.asked))]
    having: dict[str, list[int]] = {}  # by a run of words the statements with a source that have it, so that none is compared with all others
    for j, asked in enumerate(document.asked):
        for run in dict.fromkeys(_runs(words[j])) if asked.source else ():
            having.setdefault(run, []).append(j)
    found = {}
    for i in bare:
        again = [j for j in having.get(next(_runs(words[i]), ""), ()) if words[i] in words[j]]
        inner = [j for j in again if not any(document.asked[k].outer == j for k in again)]  # of a statement inside another the words are its own
        if len(inner) == 1:
            found[i] = inner[0]
    return found


def _runs(words: str) -> Iterator[str]:
    """Each FEWEST words that stand together."""
    each = words.split()
    return (" ".join(each[at : at + FEWEST]) for at in range(len(each) - FEWEST + 1))


def _words(document: Document, index: int) -> str:
    """The words of a statement, with spaces between and around them."""
    return " ".join(["", *(word.casefold() for start, end in document.asked[index].content for word in _WORD.findall(document.text, start, end)), ""])
