"""Keys under which reports of one occasion meet, so that none has to be compared with all others.

A report has the keys of those who speak in it (surnames by their sound, the words of bodies, roles) and of runs of words that were said: of each statement the runs of which the hash is
least (min-wise hashing, Broder 1997), so that the same words are found whoever is taken for their speaker.  Keys are hashes, and hold no words.
"""

import hashlib
from collections.abc import Iterator
from itertools import islice

from onrecord.follow.contents import stem
from onrecord.follow.speakers import telling
from onrecord.follow.ties import Said, Telling
from onrecord.resolve.appearances import titled
from onrecord.resolve.organizations import is_generic
from onrecord.resolve.spelling import parse

RUN = 3  # telling words of a run
RUNS = 3  # runs of a statement
LONGEST = 2_000  # words of a statement that are looked at


def keys_of(report: Telling, dated: bool = True) -> frozenset[int]:
    """64-bit hashes, signed, as a database holds them; of a report without a date, whose speakers may meet others of any year, those of its words alone."""
    return frozenset(_hash(key) for said in report.said for key in (*(_of_speaker(said) if dated else ()), *_of_words(said)))


def _of_speaker(said: Said) -> Iterator[str]:
    who = said.who
    if who.kind == "person" and who.named:
        name = parse(titled(who.name)[1])
        for word in name.family:
            yield from (f"surname {skeleton}" for skeleton in word.skeletons)
    for body in (who.organization, who.name if who.kind in ("organization", "country", "group", "unnamed", "document") or not who.named else "", who.source if not who.name else ""):
        words = telling(body)
        if words and not (len(words) == 1 and is_generic(body) and body == who.organization):
            yield from (f"named {word}" for word in words)


def _of_words(said: Said) -> Iterator[str]:
    stems = [stem(word) for word in islice(said.content.words, LONGEST) if stem(word) in said.content.stems or word.isdigit()]
    runs = {" ".join(stems[i : i + RUN]) for i in range(max(0, len(stems) - RUN + 1))}
    yield from sorted((f"words {run}" for run in runs), key=_hash)[:RUNS]


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)
