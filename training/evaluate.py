#!/usr/bin/env python3
"""Measure the model on texts that it was not trained on, and write the figures.

    evaluate.py [--weights DIR] [--part NAME]... [--out figures.json]

dev: PolNeAR dev; reports: our own measuring reports; held-out and held-out-reports: the parts of PolNeAR train and of our
training reports kept aside to tune on.  Prints one JSON object.  Each figure of dev and reports comes with its 95 % interval (bootstrap over texts).
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from calibration import calibration_error, chance_error, error_interval
from corpora import Text, read_polnear, read_reports, split_polnear, split_reports
from onrecord import Extractor
from onrecord.extraction.encoder import WEIGHTS
from scoring import counts_of, figures, interval, match, outermost


def texts_of(part: str) -> list[Text]:
    return {"dev": lambda: read_polnear("dev"), "held-out": lambda: split_polnear()[1], "held-out-reports": lambda: split_reports()[1], "reports": lambda: read_reports("measure")}[part]()


def judge(extractor: Extractor, text: Text) -> tuple[Counter, list[tuple[float, bool]]]:
    """What one text adds to the figures, and (confidence, is it right) of each outer statement."""
    found = [s.to_dict() for s in extractor.extract(text.text).statements]
    gold = text.annotators[0]
    outer = outermost(found)
    right = {p for p, _, source, _ in match(text.text, outermost(gold), outer)[0] if source}
    return counts_of(text.text, gold, found), [(s["confidence"], i in right) for i, s in enumerate(outer)]


def measure(extractor: Extractor, texts: list[Text]) -> tuple[dict, list[tuple[float, bool]]]:
    """(figures, (confidence, is it right) of each outer statement)"""
    per_text, judged = [], []
    for text in texts:
        counts, confidences = judge(extractor, text)
        per_text.append(counts)
        judged += confidences
    total = sum(per_text, Counter())
    out = figures(total) | {"texts": len(texts)}
    out["intervals"] = {name: interval(per_text, lambda c, name=name: figures(c).get(name, 0.0), 300) for name in ("who_said_what", "exact", "quotes") + (("direct",) if "direct" in out else ())}
    out["calibration"] = {"error": calibration_error(judged), "by_chance": chance_error(judged), "interval_of_the_difference": error_interval(judged), "n": len(judged)}
    return out, judged


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--part", action="append", choices=("dev", "held-out", "held-out-reports", "reports"))
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    extractor = Extractor(weights=args.weights)
    out = {part: measure(extractor, texts_of(part))[0] for part in args.part or ("dev", "reports")}
    print(json.dumps(out, indent=1))
    if args.out:
        args.out.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
