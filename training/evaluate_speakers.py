#!/usr/bin/env python3
"""Measure speakers.

    evaluate_speakers.py [--weights DIR] --part held-out|reports|dev [--part ...]
    evaluate_speakers.py [--weights DIR] --gap validation|development

--part: the held-out ones of our training reports and of PolNeAR train, our measuring reports, 30 texts of PolNeAR dev; through the whole pipeline, so that a speaker is judged only
where his statement was found.  --gap: which of two names a pronoun stands for (Webster et al., TACL 2018): F1 over both, and of masculine and feminine pronouns.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from calibration import calibration_error, chance_error, error_interval
from onrecord import Extractor
from onrecord.extraction.encoder import WEIGHTS
from onrecord.extraction.quotes import find_quotations
from onrecord.pipeline import find_drafts
from onrecord.resolve.document import Asked
from onrecord.resolve.speakers import Scoring, resolve
from onrecord.resolve.telling import read_document
from onrecord.traits import split_traits
from scoring import interval
from speaker_corpora import read_gap, read_measuring_speakers, read_polnear_speakers, split_polnear_speakers, split_report_speakers
from speaker_scoring import SHARES, counts_of, figures

PARTS = {"held-out": lambda: split_report_speakers()[1] + split_polnear_speakers()[1], "reports": read_measuring_speakers, "dev": lambda: read_polnear_speakers("dev")}
FEMININE = {"she", "her", "hers", "herself"}


def measure(extractor: Extractor, texts) -> dict:
    rows, judged = [], []
    for text in texts:
        found = extractor.extract(text.text).to_dict()["statements"]
        counts, confidences = counts_of(text.text, text.statements, text.speakers, found)
        rows.append(counts)
        judged += confidences
    out = figures(sum(rows, Counter()))
    out["intervals"] = {name: interval(rows, lambda c, name=name: figures(c)[name]) for name in SHARES}
    out["calibration"] = {"error": calibration_error(judged), "by_chance": chance_error(judged), "interval_of_the_difference": error_interval(judged), "n": len(judged)}
    return out | {"texts": len(rows)}


def gap(extractor: Extractor, part: str) -> dict:
    rows = []
    for snippet in read_gap(part):
        _, read = find_drafts(extractor.model, snippet.text, find_quotations(snippet.text))
        traits = split_traits(read.traits)
        document = read_document(snippet.text, read, traits, [Asked((snippet.pronoun,), (), ())])
        entity = resolve(Scoring(document, traits, extractor.model.speaker_weights))[0].entity
        c: Counter = Counter(feminine=snippet.text[slice(*snippet.pronoun)].lower() in FEMININE)
        for span, right in snippet.names:
            first, last = document.units(span)
            chosen = any(int(document.entity[m]) == entity for m in range(len(document.first)) if document.is_name[m] and document.first[m] < last and document.last[m] > first)
            c.update(hit=chosen and right, found=chosen, gold=right)
        rows.append(c)

    def f1(counts) -> float:
        return round(200 * counts["hit"] / max(1, counts["found"] + counts["gold"]), 2)

    of = {name: [c for c in rows if bool(c["feminine"]) == (name == "feminine")] for name in ("masculine", "feminine")}
    rng = random.Random(0)
    gaps = sorted(f1(sum(rng.choices(of["masculine"], k=len(of["masculine"])), Counter())) - f1(sum(rng.choices(of["feminine"], k=len(of["feminine"])), Counter())) for _ in range(1000))
    return {"f1": f1(sum(rows, Counter())), "interval": interval(rows, f1), "n": len(rows), **{name: f1(sum(some, Counter())) for name, some in of.items()},
            "masculine_less_feminine": (round(gaps[25], 2), round(gaps[975], 2))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--part", action="append", choices=PARTS, default=[])
    parser.add_argument("--gap", choices=["validation", "development"])
    args = parser.parse_args()
    extractor = Extractor(weights=args.weights)
    for part in args.part:
        print(part, json.dumps(measure(extractor, PARTS[part]())))
    if args.gap:
        print("gap", args.gap, json.dumps(gap(extractor, args.gap)))


if __name__ == "__main__":
    main()
