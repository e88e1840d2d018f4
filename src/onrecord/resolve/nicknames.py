"""Names in the midst of which a nickname is quoted: 'Raymond "Duke" Malloy' is one name, however it is tagged."""

import re
from collections.abc import Sequence

import numpy as np

from onrecord.resolve.names import OTHER, PERSON, TYPES, Name, Units
from onrecord.resolve.words import given_names

_SURELY = tuple(float(kind == PERSON) for kind in range(len(TYPES)))
_BEFORE = re.compile(r"(?<![^\W\d_])(?P<given>[^\W\d_a-z][\w’'-]+) (?:\"[^\W\d_a-z][\w-]*\"|“[^\W\d_a-z][\w-]*”|‘[^\W\d_a-z][\w-]*’|'[^\W\d_a-z][\w-]*') \Z")
LONGEST = 60  # characters before a surname in which the given name and the nickname stand


def with_nicknames(text: str, tokens: Units, names: Sequence[Name]) -> list[Name]:
    """The names, of which those of people begin with the given name that stands before a quoted nickname: 'Raymond "Duke" | Malloy |'; what was tagged inside is none."""
    found = list(names)
    for name in names:
        before = _BEFORE.search(text, max(0, name.start - LONGEST), name.start) if int(np.argmax(name.types)) in (PERSON, OTHER) else None
        if before is None:
            continue
        start, given = before.start("given"), before["given"].casefold()
        people = [n for n in found if n.start <= start and n.end == before.end("given") and int(np.argmax(n.types)) == PERSON]
        if not people and not any(given in several for several in given_names()):
            continue
        if any(n.start < start < n.end for n in found) or any(int(np.argmax(n.types)) not in (PERSON, OTHER) and start <= n.start < name.start for n in found):
            continue
        first = int(np.searchsorted(tokens.ends, start, side="right"))
        found = [n for n in found if not start <= n.start < name.end]
        found.append(Name(start, name.end, first, name.last, _SURELY))
    return sorted(found, key=lambda n: n.start)
