"""Storylines with a gold ledger: their reports, and the words that tell each event.

A storyline is a folder with reports.jsonl (id, title, outlet, published, text) and gold.json (see examples/newsroom/README.md).
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from corpora import rows_of
from onrecord.extraction.blocks import cut_blocks
from onrecord.follow.clauses import cut_clauses, find_sentences
from onrecord.follow.events import EVENTS
from onrecord.read.boilerplate import find_boilerplate
from onrecord.types import Span

PIECES = Path(__file__).parent / "events"
MAKING = (EVENTS.index("asked"), EVENTS.index("pledged"))
_TAKEN_UP = re.compile(r"\b(?:that|which)\s+(?:[\w’'-]+\s+){1,4}(?:(?:promised|pledged|announced|offered)|(?P<asked>asked\s+for|requested|demanded))\b(?:\s+(?:in|on|for|last|since)\s+(?:the\s+|last\s+)?[\w’'-]+)?", re.IGNORECASE)
NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom"


@dataclass
class StoryText:
    """A report of a storyline with its events: (start, end, index of EVENTS, id of the commitment); each wording that proves one counts as one.  `told` are the same with the kind as the ledger has it."""

    name: str
    text: str
    events: list[tuple[int, int, int, str]]
    told: list[tuple[int, int, str, str]] = field(default_factory=list)


def read_stories(part: str) -> list[StoryText]:
    """The reports of `develop`, `train` or `measure`."""
    return [text for folder in sorted((NEWSROOM / part).iterdir()) for text in read_story(folder)]


def read_pieces() -> list[StoryText]:
    """Pieces of reports, written to tell what comes of promises and requests in many ways: files of JSON lines, each with a text and its events, the words that tell one with its kind."""
    return [_with_taken_up(StoryText(name, row["text"], [(start := row["text"].index(quote), start + len(quote), EVENTS.index(kind), "") for quote, kind in row["events"]])) for name, row in rows_of(PIECES)]


def read_story(folder: Path) -> list[StoryText]:
    texts = [StoryText(row["id"], row["text"], []) for row in map(json.loads, (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines())]
    by_id = {text.name: text for text in texts}
    for commitment in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["commitments"]:
        for event in commitment["events"]:
            text = by_id[event["article"]]
            kind = ("asked" if commitment["type"] == "ask" else "pledged") if event["kind"] == "reaffirmed" else event["kind"]
            for quote in (event["quote"], *event.get("also", ())):
                start = text.text.index(quote)
                text.events.append((start, start + len(quote), EVENTS.index(kind), commitment["id"]))
                text.told.append((start, start + len(quote), event["kind"], commitment["id"]))
    return list(map(_with_taken_up, texts))


def _with_taken_up(text: StoryText) -> StoryText:
    """With what the quoted words of an event take up: of "has paid 2 of the 5 million that it promised in May" the relative clause promises."""
    for start, end, kind, owner in list(text.events):
        if kind not in MAKING and (match := _TAKEN_UP.search(text.text, start, end)):
            text.events.append((*match.span(), EVENTS.index("asked" if match["asked"] else "pledged"), owner))
    return text


def events_of(text: StoryText, span: Span) -> list[int]:
    """The kinds of event that a clause tells: of several pieces of evidence with which it is alike those that it fits best."""
    found = [(_fit(span, (a, b)), kind) for a, b, kind, _ in text.events if alike(span, (a, b))]
    return sorted({kind for fit, kind in found if fit == max(found)[0]})


def _fit(a: Span, b: Span) -> float:
    """The share of two spans that is common."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (a[1] - a[0] + b[1] - b[0] - shared)


def alike(a: Span, b: Span) -> bool:
    """Whether two spans are one piece of evidence, as the scorer counts it: 60 % of the shorter and 30 % of the longer are common."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0 and shared >= 0.6 * min(a[1] - a[0], b[1] - b[0]) and shared >= 0.3 * max(a[1] - a[0], b[1] - b[0])


def clauses_of(text: StoryText) -> list[tuple[Span, int]]:
    """The clauses of a report, each with the index of the event that it tells."""
    found = []
    for start, end in cut_blocks(text.text):
        words = text.text[start:end]
        for clause in cut_clauses(words, find_sentences(words, find_boilerplate(words))):
            span = start + clause.start, start + clause.end
            found.append((span, next(iter(events_of(text, span)), 0)))
    return found
