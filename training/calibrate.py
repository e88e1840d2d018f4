#!/usr/bin/env python3
"""Set the model's thresholds and fit its confidence on texts that it was not trained on, and write the model's card.

    calibrate.py --weights DIR --name NAME
    calibrate.py --weights DIR --speakers        only what a speaker's log-odds are worth, where fit_speakers.py has fitted them anew

Candidates are found with low thresholds in the held-out part of PolNeAR train (outer statements) and of our own training
reports (inner ones too).  A logistic regression on what the model tells of each gives its confidence (Platt, 1999); the least confidence that
is kept is half of the best F1 of who_said_what.  The probability of a speaker's name is fitted likewise, on the held-out texts whose
speakers are annotated; below LEAST_SPEAKER no speaker is told.  So is how often an act is right, on the same texts.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from corpora import Text, split_polnear, split_reports
from evaluate_acts import judge
from onrecord.classify.acts import ACTS
from onrecord.extraction.blocks import cut_blocks
from onrecord.extraction.confidence import FEATURES, features
from onrecord.extraction.encoder import Model
from onrecord.extraction.quotes import find_quotations
from onrecord.pipeline import Extractor, find_drafts
from onrecord.read.boilerplate import find_boilerplate
from onrecord.resolve.telling import Calibration
from scoring import match
from speaker_corpora import SpeakerText, split_polnear_speakers, split_report_speakers
from speaker_scoring import counts_of

LOW = {"cue_threshold": 0.4, "inner_threshold": 0.4}
RIDGE = 1.0
LEAST_SPEAKER = 0.4
Read = list[tuple[SpeakerText, list[dict]]]  # texts, and the statements found in each


def candidates(model: Model, text: Text) -> tuple[list[tuple[tuple[float, ...] | str, bool]], int]:
    """([(features, or the name of the rule that found it; is it right), ...], number of gold statements)."""
    gold = text.annotators[0]
    drafts = []
    for start, end in cut_blocks(text.text, find_boilerplate(text.text)):
        words = text.text[start:end]
        for d in find_drafts(model, words, find_quotations(words))[0]:
            moved = {role: [(start + a, start + b) for a, b in getattr(d, role)] for role in ("source", "cue", "content")}
            drafts.append((d, moved | {"inner": d.outer is not None}))
    rows = []
    n_gold = 0
    for inner in (False, True):
        wanted = [s for s in gold if bool(s["within"]) == inner]
        if inner and not text.nested:
            continue
        found = [(d, s) for d, s in drafts if s["inner"] == inner]
        right = {p for p, _, source, _ in match(text.text, wanted, [s for _, s in found])[0] if source}
        rows += [(features(d.found) if d.found else d.rule, i in right) for i, (d, _) in enumerate(found)]
        n_gold += len(wanted)
    return rows, n_gold


def fit(x: np.ndarray, y: np.ndarray, steps: int = 50) -> tuple[np.ndarray, float]:
    """Ridge logistic regression by Newton's method -> (weights, bias)."""
    a = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(a.shape[1])
    penalty = RIDGE * np.eye(a.shape[1])
    penalty[-1, -1] = 0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-a @ w))
        w -= np.linalg.solve(a.T @ (a * (p * (1 - p))[:, None]) + penalty, a.T @ (p - y) + penalty @ w)
    return w[:-1], float(w[-1])


def shares_by_rule(rows: list[tuple[tuple[float, ...] | str, bool]]) -> dict[str, float]:
    """Of what each rule found, the share that is right, as if two more had been right and two wrong, so that one case decides nothing.

    Rules learn nothing, so that the reports which the network was trained on may judge them too.
    """
    found, right = Counter(f for f, _ in rows if isinstance(f, str)), Counter(f for f, r in rows if isinstance(f, str) and r)
    print({rule: f"{right[rule]} of {n}" for rule, n in found.items()})
    return {rule: round((right[rule] + 2) / (n + 4), 4) for rule, n in found.items()}


def best_cut(confidence: np.ndarray, right: np.ndarray, n_gold: int) -> float:
    """The least confidence to keep for the best F1: of calibrated probabilities, half of that F1 (Lipton, Elkan and Naryanaswamy, ECML 2014), which fewer texts tell more surely than where the best one lies."""
    order = np.argsort(-confidence)
    f1 = 2 * np.cumsum(right[order]) / (np.arange(1, len(order) + 1) + n_gold)
    return float(f1.max() / 2)


def fit_speakers(read: Read) -> dict[str, float]:
    """The logistic function of the resolver's own log-odds that gives the probability of a name."""
    judged = [each for text, found in read for each in counts_of(text.text, text.statements, text.speakers, found)[1]]
    slope, bias = fit(log_odds(judged), np.array([r for _, r in judged], dtype=float))
    print(f"{len(judged)} names, {sum(r for _, r in judged)} right")
    return {"slope": round(float(slope[0]), 5), "bias": round(bias, 5)}


def calibrate_speakers(weights: Path) -> None:
    """Fit the names of speakers alone anew, and leave the rest of the card as it is."""
    path = weights / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    extractor = Extractor(weights=weights, commitments=False)
    extractor.model.speaker_calibration = Calibration(1.0, 0.0, 0.0)
    card["speaker_calibration"] = fit_speakers(read_held_out(extractor))
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def read_held_out(extractor: Extractor) -> Read:
    return [(text, extractor.extract(text.text).to_dict()["statements"]) for text in split_report_speakers()[1] + split_polnear_speakers()[1]]


def fit_acts(read: Read) -> dict:
    """The logistic function of the likeliest act's log-odds, with a bias for each act, that tells how often it is right."""
    rows = [judge(text, found) for text, found in read if text.acts]
    judged = [each for row in rows for each in row["judged"]]
    acts = [act for row in rows for act, _ in row["model"]]
    weights, bias = fit(np.hstack((log_odds(judged), np.array([[float(act == each) for each in ACTS] for act in acts]))), np.array([r for _, r in judged], dtype=float))
    print(f"{len(judged)} acts, {sum(r for _, r in judged)} right")
    return {"slope": round(float(weights[0]), 5), "biases": {act: round(float(w) + bias, 5) for act, w in zip(ACTS, weights[1:])}}


def log_odds(judged: list[tuple[float, bool]]) -> np.ndarray:
    """(N, 1), of confidences."""
    p = np.clip([c for c, _ in judged], 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))[:, None]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--name")
    parser.add_argument("--speakers", action="store_true")
    args = parser.parse_args()
    if args.speakers:
        calibrate_speakers(args.weights)
        return
    if not args.name:
        parser.error("the model needs a --name")
    card = {"name": args.name, **LOW, "least_confidence": 0.0, "calibration": {}, "speaker_calibration": {"slope": 1.0, "bias": 0.0}, "least_speaker_confidence": 0.0, "act_calibration": {}}
    path = args.weights / "card.json"
    path.write_text(json.dumps(card))
    model = Model(args.weights, threads=2)
    polnear, own = split_polnear()[1], split_reports()[1]
    rows, n_gold = [], 0
    for text in polnear + own:
        found, n = candidates(model, text)
        rows += found
        n_gold += n
    x = np.array([f for f, _ in rows if not isinstance(f, str)])
    y = np.array([r for f, r in rows if not isinstance(f, str)], dtype=float)
    weights, bias = fit(x, y)
    confidence = 1 / (1 + np.exp(-(x @ weights + bias)))
    by_rule = shares_by_rule(rows + [row for text in split_reports()[0] for row in candidates(model, text)[0]])
    card["calibration"] = {"features": FEATURES, "weights": [round(float(w), 5) for w in weights], "bias": round(bias, 5), "by_rule": by_rule}
    of_rules = [(by_rule[f], r) for f, r in rows if isinstance(f, str)]
    cut = best_cut(np.append(confidence, [c for c, _ in of_rules]), np.append(y, [r for _, r in of_rules]), n_gold)
    card["least_confidence"] = round(cut, 3)
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    read = read_held_out(Extractor(weights=args.weights, commitments=False))
    card |= {"speaker_calibration": fit_speakers(read), "least_speaker_confidence": LEAST_SPEAKER, "act_calibration": fit_acts(read)}
    path.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(card | {"candidates": len(y), "right": int(y.sum()), "gold": n_gold}))


if __name__ == "__main__":
    main()
