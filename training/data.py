"""Training samples: windows of units with tags, and one labelled row a statement."""

import random
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpora import Text
from model import AFTER, BEFORE, MODES, ROLES
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import Tokens, cut_windows, tokenize

IGNORED = -100


def load_tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


STYLES = ['""', "„“", "„”", "«»", "‘’", "''", "“”"]


def disturb(text: str, rng: random.Random) -> str:
    """The same text, character for character as long, with quotation marks of another kind, or some of them lost."""
    chance = rng.random()
    if chance < 0.45:
        return text
    opening, closing = rng.choice(STYLES) if chance < 0.9 else '""'
    inner = "'" if opening in "‘'" else None
    out = list(text)
    opened = False
    for i, c in enumerate(text):
        if c == "\n":
            opened = False
        elif c in "“”" or c == '"':
            opens = c == "“" or (c == '"' and not opened)
            opened = opens
            out[i] = opening if opens else closing
            if chance >= 0.9 and not opens and rng.random() < 0.3:
                out[i] = " "
        elif inner and c in "‘’" and not (text[i - 1 : i].isalpha() and text[i + 1 : i + 2].isalpha()):
            out[i] = '"'
    return "".join(out)


@dataclass
class Sample:
    """ids, features (T,); first, tags, inner (U,); links: (anchor candidates, labels (U,), mode) a statement.  What other models tell, where it is known: soft_tags (U, 7), soft_inner (U, 3), and
    soft_links, unit -> (REACH, 7) and (7, 7), as soften.py has them."""

    ids: np.ndarray
    features: np.ndarray
    first: np.ndarray
    tags: np.ndarray
    inner: np.ndarray
    links: list[tuple[list[int], np.ndarray, int]] = field(default_factory=list)
    soft_tags: np.ndarray | None = None
    soft_inner: np.ndarray | None = None
    soft_links: dict[int, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)


def units_of(tokens: Tokens, spans) -> np.ndarray:
    """Indices of the units that any of the spans touches."""
    touched = [np.arange(np.searchsorted(tokens.ends, s, side="right"), np.searchsorted(tokens.starts, e, side="left")) for s, e in spans]
    return np.unique(np.concatenate(touched)) if touched else np.zeros(0, dtype=np.int64)


def write_runs(labels: np.ndarray, units: np.ndarray, begin: int) -> None:
    labels[units] = begin + 1
    if len(units):
        labels[units[np.diff(units, prepend=-2) > 1]] = begin


def begin_after_breaks(labels: np.ndarray) -> None:
    """A run that another role interrupts begins anew behind it."""
    before = np.append(0, labels[:-1])
    inside = (labels > 0) & (labels % 2 == 0)
    labels[inside & (before != labels) & (before != labels - 1)] -= 1


def samples_of(text: Text, statements: list[dict], tokenizer: Tokenizer, rng: random.Random | None, soft: dict | None = None) -> list[Sample]:
    """`soft`: what soften.py tells of the text; of use where the disturbed text has the same units.  Of a text without annotators that is all there is."""
    words = disturb(text.text, rng) if rng else text.text
    tokens = tokenize(tokenizer, words, find_quotations(words))
    units = len(tokens.first)
    if soft is not None and not np.array_equal(soft["starts"], tokens.starts):
        soft = None
    tags, inner = np.zeros(units, dtype=np.int64), np.full(units, 0 if text.nested else IGNORED, dtype=np.int64)
    rows = []
    outer = [s for s in statements if not s["within"]]
    for r in (2, 0, 1):  # where roles of two statements meet, the cue counts most
        for statement in outer:
            write_runs(tags, units_of(tokens, statement[ROLES[r]]), 1 + 2 * r)
    begin_after_breaks(tags)
    if not text.annotators:
        tags[:] = IGNORED
    for statement in statements:
        labels = np.zeros(units, dtype=np.int64)
        at = {role: units_of(tokens, statement[role]) for role in ROLES}
        for r in (2, 0, 1):
            write_runs(labels, at[ROLES[r]], 1 + 2 * r)
        begin_after_breaks(labels)
        anchors = at["cue"] if len(at["cue"]) else at["content"][:1]
        if not len(at["content"]):
            continue
        if not len(at["cue"]) and not statement["within"]:
            tags[anchors] = 3
        if statement["within"] and text.nested:
            write_runs(inner, anchors, 1)
        mode = MODES.index(statement["mode"]) if "mode" in statement else IGNORED
        rows.append((anchors, labels, mode))
    samples = []
    position = np.append(tokens.first, len(tokens.ids))
    for w in cut_windows(tokens):
        a, b = position[w.start], position[w.end]
        sample = Sample(tokens.ids[a:b], tokens.features[a:b], tokens.first[w.start : w.end] - a, tags[w.start : w.end], inner[w.start : w.end])
        for anchors, labels, mode in rows:
            if w.core_start <= anchors[0] < w.core_end:
                near = [int(u) - w.start for u in anchors if u < w.end]
                sample.links.append((near, labels[w.start : w.end], mode))
        if soft is not None:
            sample.soft_tags, sample.soft_inner = soft["tags"][w.start : w.end], soft["inner"][w.start : w.end]
            sample.soft_links = {u - w.start: told for u, told in soft["links"].items() if w.core_start <= u < w.core_end}
        samples.append(sample)
    return samples


def reach(labels: np.ndarray, at: int) -> np.ndarray:
    """Labels of the units around an anchor, (BEFORE + 1 + AFTER,), IGNORED outside the window."""
    out = np.full(BEFORE + 1 + AFTER, IGNORED, dtype=np.int64)
    a, b = max(0, at - BEFORE), min(len(labels), at + AFTER + 1)
    out[a - at + BEFORE : b - at + BEFORE] = labels[a:b]
    first = a - at + BEFORE
    if out[first] > 0 and out[first] % 2 == 0:
        out[first] -= 1  # what began before the reach begins at its edge
    return out
