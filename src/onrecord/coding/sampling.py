"""A stratified random sample of statements, as a sheet that does not tell what the model made of them, and a key that does.

Each stratum gives the same number, or all that it has, so that rare acts are seen; the key has how many statements each row stands for, by which estimates are weighted.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.pipeline import LANGUAGES
from onrecord.types import Article, Statement

STRATA = ("act", "kind", "mode", "speaker_kind", "outlet", "model")
CODED = ("right", "kind", "mode", "act", "speaker")
"""What is coded: is it a statement, with the right source and content (yes, no, or missed: one that was not found, in a row of the coder's own); and what it is."""
SHEET = ("id", "report", "whole", "context", "source", "cue", "content", *CODED, "note")
KEY = ("id", "report", "stratum", "weight", "model", "confidence", "kind", "mode", "act", "speaker")
AROUND = 400  # characters that are shown on either side
NOTHING = "no statement was found in this report: add a row for each that is missed"
OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Rows of the sheet and of its key."""

    sheet: list[dict[str, Any]]
    key: list[dict[str, Any]]


def draw(articles: Callable[[], Iterable[Article]], n: int, by: Sequence[str] = (), *, whole: int = 0, seed: int = 0) -> Drawn:
    """`n` statements, each text's counted once, spread evenly over the strata that `by` makes; or, with `whole`, all statements of so many reports, which are to be coded fully; of one in which nothing was found there is a row that says so, since something may have been missed in it.

    `articles` is called twice, to count and to draw.  The same seed and record give the same sample.  Raises UsageError where `by` is none of STRATA.
    """
    for name in by:
        if name not in STRATA:
            raise UsageError(f"--by {name!r} is none of {', '.join(STRATA)}")
    chance = random.Random(seed)
    strata: dict[str, set[str]] = {}
    texts: set[str] = set()
    for article in articles():
        if article.language in LANGUAGES:
            texts.add(article.sha256)
        for s in article.statements:
            strata.setdefault(_stratum(article, s, by), set()).add(s.id)
    weights: dict[str, float] = {}
    if whole:
        texts = set(chance.sample(sorted(texts), min(whole, len(texts))))
    else:
        for name, share in _shares({name: len(ids) for name, ids in strata.items()}, n).items():
            weights |= dict.fromkeys(chance.sample(sorted(strata[name]), share), len(strata[name]) / share)
    rows: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {}
    for article in articles():
        if whole and not article.statements and article.sha256 in texts:
            rows[article.sha256] = _row_of_none(article), None
        for s in article.statements:
            if s.id not in rows and (article.sha256 in texts if whole else s.id in weights):
                rows[s.id] = _row(article, s, "yes" if whole else ""), _key(article, s, weights.get(s.id, 1.0), _stratum(article, s, by))
    drawn = list(rows.values())
    if not whole:
        chance.shuffle(drawn)  # strata are not to be told by their place
    return Drawn([row for row, _ in drawn], [key for _, key in drawn if key])


def _shares(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of each stratum: the same of all, what small ones lack from the others."""
    shares: dict[str, int] = {}
    left = n
    for number, name in enumerate(sorted(sizes, key=lambda name: (sizes[name], name))):
        shares[name] = min(sizes[name], left // (len(sizes) - number))
        left -= shares[name]
    return {name: share for name, share in shares.items() if share}


def _stratum(article: Article, s: Statement, by: Sequence[str]) -> str:
    values = {"act": s.act, "kind": s.kind, "mode": s.mode, "speaker_kind": s.speaker and s.speaker.kind, "outlet": article.outlet, "model": article.model}
    return " / ".join(str(values[name] or "–") for name in by)


def _row(article: Article, s: Statement, whole: str) -> dict[str, Any]:
    coded = dict.fromkeys((*CODED, "note"))
    return {"id": s.id, "report": article.id, "whole": whole, "context": _context(article.text, s), "source": article.words(s.source), "cue": article.words(s.cue), "content": article.words(s.content), **coded}


def _row_of_none(article: Article) -> dict[str, Any]:
    begins = article.text[: 2 * AROUND]
    return dict.fromkeys(("source", "cue", "content", *CODED)) | {"id": article.sha256, "report": article.id, "whole": "yes", "context": begins + "…" * (len(article.text) > len(begins)), "note": NOTHING}


def _key(article: Article, s: Statement, weight: float, stratum: str) -> dict[str, Any]:
    return {"id": s.id, "report": article.id, "stratum": stratum, "weight": weight, "model": article.model, "confidence": s.confidence, "kind": s.kind, "mode": s.mode, "act": s.act, "speaker": s.speaker and s.speaker.name}


def _context(text: str, s: Statement) -> str:
    """The passage around the statement, its content between ⟦ and ⟧."""
    edges = [edge for spans in (s.source, s.cue, s.content) for span in spans for edge in span]
    start, end = max(0, min(edges) - AROUND), min(len(text), max(edges) + AROUND)

    def pieces() -> Iterator[str]:
        at = start
        for a, b in s.content:
            yield text[at:a] + OPEN + text[a:b] + CLOSE
            at = b
        yield text[at:end]

    return ("…" if start else "") + "".join(pieces()) + ("…" if end < len(text) else "")
