#!/usr/bin/env python3
"""How far the two annotators of our measuring reports agree with each other, and each with the settled annotation.

    agreement.py
"""

import json
from collections import Counter

from annotation import read_text
from corpora import REPORTS
from scoring import counts_of, figures, interval


def between(first: str, second: str) -> dict:
    per_text = []
    for path in sorted((REPORTS / "measure").glob("*.txt")):
        sides = [json.loads(path.with_suffix(suffix).read_text(encoding="utf-8"))["statements"] for suffix in (first, second)]
        per_text.append(counts_of(read_text(path), *sides))
    out = figures(sum(per_text, Counter()))
    return out | {"intervals": {name: interval(per_text, lambda c, name=name: figures(c)[name], 300) for name in ("who_said_what", "exact", "quotes")}}


if __name__ == "__main__":
    for names in ((".A.json", ".B.json"), (".json", ".A.json"), (".json", ".B.json")):
        print(*names, json.dumps(between(*names)))
