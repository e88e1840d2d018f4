#!/usr/bin/env python3
"""Proper names of texts, and which of them name the same: written by annotators as words, kept as offsets.

    name_annotation.py check DIR                                what is wrong in DIR/NAME.names.json, for every DIR/NAME.txt
    name_annotation.py compile DIR... --out FILE                one file of all texts, with offsets

NAME.names.json is a list of entities: ``{"type": one of TYPES, "names": [form, ...], "phrases": [form, ...]}``.  A form is words of the text, meant wherever they stand as
whole words and are no part of a longer form; or ``{"words": ..., "only": [1, 3]}``, meant the first and third time alone.
What is kept: ``{text: [[start, end, type or null for a phrase, number of the entity], ...]}``, in the order of the text.
"""

import argparse
import json
import re
import sys
from pathlib import Path

from annotation import read_text
from onrecord.resolve.names import TYPES


def place(text: str, entities: list[dict]) -> tuple[list[list], list[str]]:
    """(rows of the file kept, problems)"""
    problems: list[str] = []
    forms = []
    for number, entity in enumerate(entities):
        if entity.get("type") not in TYPES:
            problems.append(f"type {entity.get('type')!r} is none of {', '.join(TYPES)}")
            continue
        for part in ("names", "phrases"):
            for form in entity.get(part, ()):
                words, only = (form, None) if isinstance(form, str) else (form["words"], form.get("only"))
                forms.append((words, only, entity["type"] if part == "names" else None, number))
    taken: dict[int, int] = {}
    rows: list[list] = []
    for words, only, kind, number in sorted(forms, key=lambda form: -len(form[0])):
        places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        if not places:
            problems.append(f"{words!r} does not stand in the text")
        placed = 0
        for nth, (start, end) in enumerate(places, 1):
            if (only and nth not in only) or any(c in taken for c in range(start, end)):
                continue
            taken.update(dict.fromkeys(range(start, end), number))
            rows.append([start, end, kind, number])
            placed += 1
        if places and not placed and not any(words == w and other == number for w, _, _, other in forms if w != words):
            problems.append(f"{words!r} stands only inside longer forms, or is given twice")
    return sorted(rows), problems


def missed(text: str, rows: list[list]) -> list[str]:
    """Capitalised words in the middle of a sentence that are in no name."""
    taken = {c for start, end, _, _ in rows for c in range(start, end)}
    return [m[1] for m in re.finditer(r"(?<=[a-z,] )([A-Z][\w'’-]+)", text) if m.start(1) not in taken]


def read(folder: Path, name: str) -> tuple[list[list], list[str], list[str]]:
    text = read_text(folder / f"{name}.txt")
    rows, problems = place(text, json.loads((folder / f"{name}.names.json").read_text(encoding="utf-8")))
    return rows, problems, missed(text, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["check", "compile"])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    kept, failed = {}, False
    for folder in args.folders:
        for path in sorted(folder.glob("*.txt")):
            if not path.with_suffix(".names.json").exists():
                print(f"{path.stem}: not annotated")
                failed = True
                continue
            rows, problems, capitals = read(folder, path.stem)
            kept[path.stem] = rows
            for problem in problems:
                print(f"{path.stem}: {problem}")
                failed = True
            if capitals and args.command == "check":
                print(f"{path.stem}: in no name (look whether they should be): {', '.join(sorted(set(capitals)))}")
    if args.command == "compile" and args.out:
        args.out.write_text("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(rows)}" for name, rows in sorted(kept.items())) + "\n}\n", encoding="utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
