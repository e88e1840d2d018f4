"""Training samples: windows of units with tags, and one labelled row a statement, from PolNeAR and from our own reports."""

import json
import os
import random
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from annotation import read_text
from model import AFTER, BEFORE, ROLES
from tokenizers import Tokenizer

from onrecord.extract.tokens import Tokens, cut_windows, tokenize

REPORTS = Path(__file__).parents[1] / "reports"
HELD_OUT = 60  # texts of PolNeAR train that only set thresholds and calibrate
IGNORED = -100


def corpora() -> Path:
    folder = os.environ.get("ONRECORD_DATA")
    if not folder:
        sys.exit("ONRECORD_DATA is not set: give it the folder that holds polnear/")
    return Path(folder)


def load_tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@dataclass
class Text:
    """A text with the statements that each of its annotators found; `nested` tells whether inner statements are annotated."""

    name: str
    text: str
    annotators: list[list[dict]]
    nested: bool = False
    modes: bool = False


def read_ann(path: Path) -> list[dict]:
    """Statements of a brat standoff file of PolNeAR."""
    spans, statements = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 2:
            continue
        if fields[0].startswith("T"):
            spans[fields[0]] = [tuple(map(int, o.split())) for o in fields[1].split(" ", 1)[1].split(";")]
        elif fields[0].startswith("E"):
            statement = {role: [] for role in ROLES}
            for part in fields[1].split():
                label, target = part.split(":")
                role = re.sub(r"\d+$", "", label).lower()
                if role in statement:
                    statement[role] += spans.get(target, [])
            if statement["content"]:
                statements.append(statement | {"within": None})
    return statements


def read_polnear(part: str) -> list[Text]:
    folder = corpora() / "polnear" / part
    by_name = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        by_name[path.stem.rsplit("_", 1)[0]].append(path)
    return [Text(name, read_text(folder / "text" / f"{name}.txt"), [read_ann(p) for p in paths]) for name, paths in sorted(by_name.items())]


def split_polnear(seed: int = 0) -> tuple[list[Text], list[Text]]:
    """PolNeAR train as (to train on, held out to tune on); the second of texts with one annotator."""
    texts = read_polnear("train")
    single = [t.name for t in texts if len(t.annotators) == 1]
    held = set(random.Random(seed).sample(single, HELD_OUT))
    return [t for t in texts if t.name not in held], [t for t in texts if t.name in held]


def read_reports(part: str) -> list[Text]:
    texts = []
    for path in sorted((REPORTS / part).glob("*.txt")):
        annotation = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        texts.append(Text(path.stem, read_text(path), [annotation["statements"]], nested=True, modes=True))
    return texts


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
    """ids, features (T,); first, tags, inner (U,); links: (anchor candidates, labels (U,), mode) a statement."""

    ids: np.ndarray
    features: np.ndarray
    first: np.ndarray
    tags: np.ndarray
    inner: np.ndarray
    links: list[tuple[list[int], np.ndarray, int]] = field(default_factory=list)


def units_of(tokens: Tokens, spans) -> np.ndarray:
    """Indices of the units that any of the spans touches."""
    touched = [np.arange(np.searchsorted(tokens.ends, s, side="right"), np.searchsorted(tokens.starts, e, side="left")) for s, e in spans]
    return np.unique(np.concatenate(touched)) if touched else np.zeros(0, dtype=np.int64)


def write_runs(labels: np.ndarray, units: np.ndarray, begin: int) -> None:
    labels[units] = begin + 1
    if len(units):
        labels[units[np.diff(units, prepend=-2) > 1]] = begin


def samples_of(text: Text, statements: list[dict], tokenizer: Tokenizer, rng: random.Random | None) -> list[Sample]:
    tokens = tokenize(tokenizer, disturb(text.text, rng) if rng else text.text)
    units = len(tokens.first)
    tags, inner = np.zeros(units, dtype=np.int64), np.full(units, 0 if text.nested else IGNORED, dtype=np.int64)
    rows = []
    outer = [s for s in statements if not s["within"]]
    for r in (2, 0, 1):  # where roles of two statements meet, the cue counts most
        for statement in outer:
            write_runs(tags, units_of(tokens, statement[ROLES[r]]), 1 + 2 * r)
    for statement in statements:
        labels = np.zeros(units, dtype=np.int64)
        at = {role: units_of(tokens, statement[role]) for role in ROLES}
        for r in (2, 0, 1):
            write_runs(labels, at[ROLES[r]], 1 + 2 * r)
        anchors = at["cue"] if len(at["cue"]) else at["content"][:1]
        if not len(at["content"]):
            continue
        if not len(at["cue"]) and not statement["within"]:
            tags[anchors] = 3
        if statement["within"] and text.nested:
            write_runs(inner, anchors, 1)
        mode = ("said", "thought", "shown").index(statement["mode"]) if text.modes else IGNORED
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
