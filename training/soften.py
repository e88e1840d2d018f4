#!/usr/bin/env python3
"""What several earlier models together tell of each text to train on: soft labels, for train.py to learn from beside the annotations.

    soften.py --weights DIR --weights DIR … [--teacher average.pt --base DIR] [--texts wires.jsonl] --out soft.pt [--part 0/2]

--weights: a folder with a model's files.  --teacher: a network of another base, as train.py wrote it, which counts as much as all others together.  The mean of several models is right more often than each of them; a network that learns its probabilities learns from it what the annotations alone
do not tell (Hinton, Vinyals and Dean, 2015).  Of PolNeAR train and our own training reports without what is held out, and of texts that nobody has annotated: GUM train, storylines to train and develop with, and those of --texts.
--part I/N does every Nth text only, into OUT.I; train.py takes several files.  Needs $ONRECORD_DATA.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from corpora import Text, split_polnear, split_reports
from data import units_of
from export import load_network
from model import log_partition
from onrecord.extraction.decoder import softmax
from onrecord.extraction.encoder import BEFORE, REACH, Model, Reading, inputs_of
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import Tokens, Window, cut_windows, tokenize
from speaker_corpora import read_gum
from stories import read_stories

LIKELY = 0.3  # probability of a cue from which a unit that no annotator calls one is asked about as well


class Teacher(Model):
    """A network that is not exported, read as one that is; wordpieces and everything else are the package's own."""

    def __init__(self, base: Path, weights: Path):
        super().__init__()
        self.network = load_network(base, [weights], bfloat16=torch.cpu._is_avx512_bf16_supported())

    @property
    def transitions(self) -> tuple[np.ndarray, np.ndarray]:
        return self.network.scores().detach().numpy(), self.network.first_label.detach().numpy()

    @torch.no_grad()
    def read(self, tokens: Tokens, window: Window) -> Reading:
        ids, features, first = (torch.from_numpy(part)[None] for part in inputs_of(tokens, window))
        network = self.network
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.in_bfloat16):
            hidden = network.encode(ids, features, torch.ones_like(ids), first).float()[0]
        anchor_mode, source_mode = network.linker.mode.weight.chunk(2, 1)
        parts = (network.tag(hidden), network.inner(hidden), hidden @ anchor_mode.T + network.linker.mode.bias, hidden @ source_mode.T, hidden, hidden, network.traits(hidden))
        return Reading(*(part.numpy() for part in parts))

    @torch.no_grad()
    def link(self, reading: Reading, at: np.ndarray) -> np.ndarray:
        return self.network.linker(torch.from_numpy(reading.unit)[None], torch.zeros(len(at), dtype=torch.long), torch.from_numpy(at)).numpy()


@dataclass
class Soft:
    """text: it itself; starts (U,): the units, by their first characters; tags (U, 7) and inner (U, 3): probabilities; links: unit -> (probabilities (REACH, 7) of the labels around it, expected
    counts (7, 7) of one label after another), in half precision."""

    text: str
    starts: np.ndarray
    tags: np.ndarray
    inner: np.ndarray
    links: dict[int, tuple[np.ndarray, np.ndarray]]


def unlabelled() -> list[Text]:
    """Texts without annotated statements."""
    return [Text(f"gum {t.name}", t.text, []) for t in read_gum("train")] + [Text(f"story {t.name}", t.text, []) for part in ("train", "develop") for t in read_stories(part)]


def label_chances(logits: np.ndarray, within: np.ndarray, transitions: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Marginals of the linker's random field: logits (N, REACH, 7), within (N, REACH) the units that exist -> (N, REACH, 7), (N, 7, 7)."""
    emissions = torch.from_numpy(logits).float().requires_grad_()
    steps = torch.from_numpy(transitions).float()[None].repeat(len(logits), 1, 1).requires_grad_()
    log_partition(emissions, torch.from_numpy(within), steps, torch.from_numpy(first).float()).sum().backward()
    return emissions.grad.numpy(), steps.grad.numpy()


def soften(models: list[Model], shares: list[int], text: Text) -> Soft:
    tokens = tokenize(models[0].tokenizer, text.text, find_quotations(text.text))
    units = len(tokens.first)
    tags, inner, links = np.zeros((units, 7)), np.zeros((units, 3)), {}
    asked = {int(u) for statements in text.annotators for s in statements for u in (units_of(tokens, s["cue"]) if s["cue"] else units_of(tokens, s["content"])[:1])}
    transitions, first = (np.average(parts, 0, shares) for parts in zip(*(m.transitions for m in models)))
    for window in cut_windows(tokens):
        readings = [m.read(tokens, window) for m in models]
        core = slice(window.core_start, window.core_end)
        local = slice(window.core_start - window.start, window.core_end - window.start)
        tags[core] = np.average([softmax(r.tags[local]) for r in readings], 0, shares)
        inner[core] = np.average([softmax(r.inner[local]) for r in readings], 0, shares)
        cue = tags[core][:, 3:5].sum(1)
        likely = {window.core_start + int(u) for u in np.flatnonzero(cue >= LIKELY)}
        at = np.array(sorted(u for u in asked | likely if window.core_start <= u < window.core_end)) - window.start
        if len(at):
            links |= link(models, shares, readings, window, at, transitions, first)
    return Soft(text.text, np.asarray(tokens.starts), tags.astype(np.float16), inner.astype(np.float16), links)


def link(models: list[Model], shares: list[int], readings: list[Reading], window: Window, at: np.ndarray, transitions: np.ndarray, first: np.ndarray) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    logits = np.average([m.link(r, at) for m, r in zip(models, readings)], 0, shares)
    index = at[:, None] + np.arange(-BEFORE, REACH - BEFORE)[None]
    labels, steps = label_chances(logits, (index >= 0) & (index < len(readings[0].tags)), transitions, first)
    return {window.start + int(u): (labels[i].astype(np.float16), steps[i].astype(np.float16)) for i, u in enumerate(at)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, action="append", default=[])
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--base", type=Path, help="that of the teacher")
    parser.add_argument("--texts", type=Path, help="JSONL with id and text")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", default="0/1")
    args = parser.parse_args()
    part, parts = map(int, args.part.split("/"))
    models = [Model(folder) for folder in args.weights]
    if args.teacher:
        models.append(Teacher(args.base, args.teacher))
    shares = [max(1, len(args.weights)) if isinstance(model, Teacher) else 1 for model in models]
    more = [Text(row["id"], row["text"], []) for row in map(json.loads, args.texts.read_text(encoding="utf-8").splitlines())] if args.texts else []
    texts = (split_polnear()[0] + split_reports()[0] + unlabelled() + more)[part::parts]
    found = {}
    for i, text in enumerate(texts):
        found[text.name] = soften(models, shares, text)
        if i % 50 == 49:
            print(f"{i + 1} of {len(texts)} texts", flush=True)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({name: vars(soft) for name, soft in found.items()}, args.out if parts == 1 else args.out.with_suffix(f".{part}{args.out.suffix}"))


if __name__ == "__main__":
    main()
