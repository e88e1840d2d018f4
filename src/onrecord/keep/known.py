"""Who of the speakers that a record knows is named in a text, whether or not anything there was taken for said by them."""

import re
from collections.abc import Iterator

from sqlalchemy import Connection, select

from onrecord.keep.portions import portions
from onrecord.keep.schema import appearances, names

LONGEST, MOST = 5, 4_000  # words of a name; names of one text that are looked up
_WORD = re.compile(r"\w[\w'’.-]*\w|\w")
_BETWEEN = frozenset("of the for and de da di du del la van von der den al el bin ibn y".split())  # noqa: SIM905


def known_in(connection: Connection, text: str) -> dict[str, str]:
    """Names as the text has them, of two words at least, in its order, with the kind of speaker.  As names are compared: see `onrecord.resolve.appearances.Key`."""
    found: dict[str, list[str]] = {}
    for name in _candidates(text):
        found.setdefault(name.casefold().replace(".", ""), []).append(name)
        if len(found) == MOST:
            break
    kinds: dict[str, str] = {}
    for keys in portions(found):
        chosen = select(names.c.name, appearances.c.kind).join(appearances, appearances.c.name == names.c.id).where(names.c.name.in_(keys), names.c.sort != "alone").distinct()
        kinds |= {row.name: row.kind for row in connection.execute(chosen)}
    return {name: kinds[key] for key, forms in found.items() if key in kinds for name in dict.fromkeys(forms)}


def _candidates(text: str) -> Iterator[str]:
    """Words in a row of which the first and the last begin with a capital, and no other that is not usual within names does not."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    for i, (first, start, _) in enumerate(words):
        if not first[0].isupper():
            continue
        for word, _, end in words[i + 1 : i + LONGEST]:
            between = text[start:end]
            if not (word[0].isupper() or word in _BETWEEN) or any(sign in between for sign in "\n\r,;:!?\"“”()"):
                break
            if word[0].isupper():
                yield between
