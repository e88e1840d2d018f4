#!/usr/bin/env python3
"""Measure acts and addressees.

    evaluate_acts.py [--weights DIR] --part held-out|reports|dev [--part ...]

Through the whole pipeline: an act is judged where the statement was found (contents overlap by 40 % of their characters) and its mode is *said*.  accuracy; macro_f1 over acts with at least
ten gold statements; f1 of each of these.  cue_words: a baseline that gives each statement the act that its cue's words have most often in the training texts.  people: the two annotators
against each other on the same statements.  addressee: F1 of spans that overlap by half of their words, of all statements found; named: share of those whose name is right too.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from calibration import calibration_error, chance_error, error_interval
from evaluate_speakers import PARTS
from onrecord import Extractor
from onrecord.classify.acts import ACTS
from onrecord.extraction.encoder import WEIGHTS
from scoring import interval
from speaker_annotation import normal
from speaker_corpora import SpeakerText, split_polnear_speakers, split_report_speakers
from speaker_scoring import FOUND, overlap

LEAST = 10  # gold statements of an act that counts in the macro F1
Pairs = list[tuple[str, str]]


def settled(readings: list) -> list:
    """The last reading: of texts that two annotators read, the one that a third settled."""
    return readings[-1]


def figures(pairs: Pairs) -> dict:
    """pairs: (found, gold)"""
    gold, found, both = Counter(g for _, g in pairs), Counter(f for f, _ in pairs), Counter(g for f, g in pairs if f == g)
    f1 = {act: round(200 * both[act] / (gold[act] + found[act]), 1) for act in ACTS if gold[act] >= LEAST}
    return {"accuracy": round(100 * sum(both.values()) / max(1, len(pairs)), 1), "macro_f1": round(sum(f1.values()) / max(1, len(f1)), 1), "f1": f1, "n": len(pairs), "gold": {act: gold[act] for act in ACTS}}


class CueWords:
    """The act that a cue's words have most often in annotated texts: of all words together, else of the rarest known one, else `assert`."""

    def __init__(self, texts: list[SpeakerText]):
        self.counts: dict[str, Counter] = defaultdict(Counter)
        for text in texts:
            for s, readings in zip(text.statements, text.acts):
                for key in self._keys(text.text, s["cue"]):
                    self.counts[key][settled(readings)[0]] += 1

    @staticmethod
    def _keys(text: str, cue: list) -> list[str]:
        words = re.findall(r"\w+", " ".join(text[a:b] for a, b in cue).casefold())
        return [" ".join(words), *words] if words else []

    def tell(self, text: str, cue: list) -> str:
        known = [key for key in self._keys(text, cue) if key in self.counts]
        if not known:
            return "assert"
        best = known[0] if " " in known[0] else min(known, key=lambda key: sum(self.counts[key].values()))
        return self.counts[best].most_common(1)[0][0]


def judge(text: SpeakerText, found: list[dict], cue_words: CueWords | None = None) -> dict:
    """What one text adds: pairs of acts, by the model, by cue words and by the second annotator; judged confidences; counts of addressees."""
    row: dict = {"model": [], "cue_words": [], "people": [], "judged": [], "addressees": Counter()}
    for s, readings in zip(text.statements, text.acts):
        best = max(found, key=lambda f: overlap(f["content"], s["content"]), default=None)
        if best is None or overlap(best["content"], s["content"]) < FOUND:
            continue
        act, addressee = settled(readings)
        if s.get("mode", "said") == "said":
            row["model"].append((best["act"], act))
            if cue_words:
                row["cue_words"].append((cue_words.tell(text.text, best["cue"]), act))
            row["judged"].append((best["act_confidence"], best["act"] == act))
            if len(readings) > 1:
                row["people"].append((readings[0][0], readings[1][0]))
        told = best["addressee"]
        same = bool(told and addressee) and _words_shared(text.text, told["spans"][0], addressee["span"]) >= 0.5
        row["addressees"].update(found=bool(told), gold=bool(addressee), both=same, named=same and normal(told["name"]) == normal(text.text[slice(*addressee["name"])]))
    return row


def _words_shared(text: str, a, b) -> float:
    places = [{m.start() + start for m in re.finditer(r"\w+", text[start:end])} for start, end in (a, b)]
    return len(places[0] & places[1]) / max(1, len(places[0] | places[1]))


def learn_cue_words() -> CueWords:
    return CueWords([t for t in split_report_speakers()[0] + split_polnear_speakers()[0] if t.acts])


def measure(extractor: Extractor, texts: list[SpeakerText], cue_words: CueWords | None = None) -> dict:
    texts = [t for t in texts if t.acts]
    rows = [judge(t, extractor.extract(t.text).to_dict()["statements"], cue_words) for t in texts]

    def together(name: str) -> list:
        return [pair for row in rows for pair in row[name]]

    out = {name: figures(together(name)) for name in ("model", "cue_words", "people") if together(name)}
    per_text = [Counter(row["model"]) for row in rows]
    out["model"]["intervals"] = {name: interval(per_text, lambda c, name=name: figures(list(c.elements()))[name], 300) for name in ("accuracy", "macro_f1")}
    judged = together("judged")
    out["calibration"] = {"error": calibration_error(judged), "by_chance": chance_error(judged), "interval_of_the_difference": error_interval(judged), "n": len(judged)}
    c = sum((row["addressees"] for row in rows), Counter())
    out["addressee"] = {"f1": round(200 * c["both"] / max(1, c["found"] + c["gold"]), 1), "named": round(100 * c["named"] / max(1, c["both"]), 1), "n": c["gold"]}
    return out | {"texts": len(texts)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--part", action="append", choices=PARTS, required=True)
    args = parser.parse_args()
    extractor = Extractor(weights=args.weights)
    for part in args.part:
        print(part, json.dumps(measure(extractor, PARTS[part](), learn_cue_words())))


if __name__ == "__main__":
    main()
