#!/usr/bin/env python3
"""Find the statements inside the contents of PolNeAR train, which marks none, for the network to learn from.

    nested.py --weights DIR --out polnear-train-inner.json

The model that PolNeAR alone has taught reads each content as a text of its own; what it then finds with high probability is
kept as an inner statement.  Only every third text is read: the rest would add
little and take long.  {text name: [[statement, ...] of each annotator, ...]}, with offsets into the text.
"""

import argparse
import json
import re
from pathlib import Path

from corpora import Text, split_polnear
from onrecord.extraction.decoder import find_statements
from onrecord.extraction.encoder import Model
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import tokenize

OPENING = re.compile(r"[\"“”„«»‘'\s]*(?:that\s+)?[\"“”„«»‘'\s]*")
SHORTEST, CUE_PROBABILITY, CONTENT_WORDS = 30, 0.7, 3
FIRST_PERSON = {"i", "we"}
SPEAKING = ("said", "told", "asked", "say", "promised", "agreed", "urged", "warned")


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the marks and the conjunction at its edges, which tell the model that it reads a content, where PolNeAR marks no cue."""
    opening = OPENING.match(text, start, end)
    start = opening.end() if opening else start
    return start, start + len(text[start:end].rstrip("\"“”„«»'’ "))


def inner_statements(model: Model, text: str, start: int, end: int) -> list[dict]:
    start, end = bare(text, start, end)
    tokens = tokenize(model.tokenizer, text[start:end], find_quotations(text[start:end]))

    def spans(runs) -> list[list[int]]:
        return [[start + int(tokens.starts[s]), start + int(tokens.ends[e - 1])] for s, e in runs]

    found = []
    for f in find_statements(model, tokens, CUE_PROBABILITY, inner_threshold=2.0)[0]:
        statement = {"source": spans(f.source), "cue": spans(f.cue), "content": spans(f.content), "within": "outer"}
        words = sum(len(text[a:b].split()) for a, b in statement["content"])
        whole = sum(b - a for a, b in statement["content"]) > 0.9 * (end - start)
        if not f.cue or whole or words < CONTENT_WORDS:
            continue
        source, cue = (" ".join(text[a:b] for a, b in statement[role]).lower() for role in ("source", "cue"))
        if source in FIRST_PERSON and not any(word in cue for word in SPEAKING):  # a speaker's present stance is no statement of its own
            continue
        found.append(statement)
    return found


def of_text(model: Model, text: Text) -> list[list[dict]]:
    return [[inner for s in statements for a, b in s["content"] if b - a >= SHORTEST for inner in inner_statements(model, text.text, a, b)] for statements in text.annotators]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = Model(args.weights, threads=2)
    found = {text.name: of_text(model, text) for text in split_polnear()[0][::3]}
    new = args.out.with_suffix(".new")
    new.write_text(json.dumps(found), encoding="utf-8")
    new.replace(args.out)
    print(sum(len(rows) for annotators in found.values() for rows in annotators[:1]), "inner statements")


if __name__ == "__main__":
    main()
