#!/usr/bin/env python3
"""The act and the addressee of each annotated statement: written by annotators as words, kept as offsets.

    speaker_annotation.py prepare …                  writes NAME.txt and NAME.todo.json, as for speakers
    act_annotation.py check DIR LETTER
    act_annotation.py differences DIR...             how far A and B agree, and where they do not
    act_annotation.py compile DIR... --letters A [B C] --out FILE      (C: settled by a third annotator)

An annotator writes NAME.LETTER.acts.json, from each statement's id to ``{"act": one of ACTS, "addressee": null or {"words": piece, "name": piece, "kind": kind}}``; an act alone may be
written as text.  What is kept: ``{text: {"start of the cue, or else of the content": [[act, addressee or null] of each annotator]}}``, an addressee having ``span``, ``name`` (a span) and ``kind``.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from annotation import SPEAKER_KINDS, Problem, locate, read_text, texts

ACTS = ("deliver", "pledge", "agree", "request", "refuse", "warn", "accuse", "deny", "support", "assert")


def read_acts(folder: Path, name: str, letter: str) -> tuple[dict, list[str]]:
    """({id: [act, addressee or None]}, problems)"""
    text, path = read_text(folder / f"{name}.txt"), folder / f"{name}.{letter}.acts.json"
    given = json.loads(path.read_text(encoding="utf-8"))
    found, problems = {}, []
    for row in json.loads((folder / f"{name}.todo.json").read_text(encoding="utf-8")):
        try:
            value = given[row["id"]]
            value = {"act": value} if isinstance(value, str) else value
            if value["act"] not in ACTS:
                raise Problem(f"act {value['act']!r} is none of {', '.join(ACTS)}")
            found[row["id"]] = [value["act"], place_addressee(text, value.get("addressee"), row["at"])]
        except (Problem, KeyError, TypeError) as error:
            problems.append(f"{path.name} {row['id']}: {error}")
    return found, problems


def place_addressee(text: str, addressee: dict | None, near: int) -> dict | None:
    if addressee is None:
        return None
    if addressee["kind"] not in SPEAKER_KINDS:
        raise Problem(f"kind of addressee {addressee['kind']!r} is none")
    return {"span": locate(text, addressee["words"], near), "name": locate(text, addressee["name"], near), "kind": addressee["kind"]}


def check(folder: Path, letter: str) -> bool:
    problems = []
    for path in texts(folder):
        if not (folder / f"{path.stem}.{letter}.acts.json").exists():
            problems.append(f"{path.name} has no annotation {letter}")
            continue
        try:
            problems += read_acts(folder, path.stem, letter)[1]
        except json.JSONDecodeError as error:
            problems.append(f"{path.stem}.{letter}.acts.json: not JSON: {error}")
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


def differences(folders: list[Path]) -> None:
    pairs: Counter = Counter()
    addressed: Counter = Counter()
    for folder in folders:
        for path in texts(folder):
            (a, _), (b, _) = (read_acts(folder, path.stem, letter) for letter in "AB")
            for i in a:
                pairs[a[i][0], b[i][0]] += 1
                addressed[bool(a[i][1]), bool(b[i][1])] += 1
                if a[i][0] != b[i][0]:
                    print(json.dumps({"text": f"{folder}/{path.stem}", "id": i, "A": a[i][0], "B": b[i][0]}))
    total, same = sum(pairs.values()), sum(n for (x, y), n in pairs.items() if x == y)
    print(f"{same} of {total} acts alike", file=sys.stderr)
    for act in ACTS:
        both, either = pairs[act, act], sum(n for (x, y), n in pairs.items() for side in (x, y) if side == act)
        print(f"{act}: F1 of B against A {100 * 2 * both / max(1, either):.1f}, {sum(n for (x, _), n in pairs.items() if x == act)} of A", file=sys.stderr)
    print(f"an addressee: both {addressed[True, True]}, A alone {addressed[True, False]}, B alone {addressed[False, True]}", file=sys.stderr)


def compile_folders(folders: list[Path], letters: list[str], out: Path) -> None:
    kept = {}
    for folder in folders:
        for path in texts(folder):
            keys = {row["id"]: row["key"] for row in json.loads((folder / f"{path.stem}.todo.json").read_text(encoding="utf-8"))}
            readings = [read_acts(folder, path.stem, letter) for letter in letters]
            problems = [problem for _, found in readings for problem in found]
            if problems:
                sys.exit("\n".join(problems))
            kept[path.stem] = {key: [acts[i] for acts, _ in readings] for i, key in keys.items()}
    rows = ",\n".join(f" {json.dumps(name)}: {{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in kept[name].items()) + "}" for name in sorted(kept))
    out.write_text("{\n" + rows + "\n}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sub = commands.add_parser("check")
    sub.add_argument("folder", type=Path)
    sub.add_argument("letter")
    sub = commands.add_parser("differences")
    sub.add_argument("folders", type=Path, nargs="+")
    sub = commands.add_parser("compile")
    sub.add_argument("folders", type=Path, nargs="+")
    sub.add_argument("--letters", nargs="+", required=True)
    sub.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "check":
        sys.exit(check(args.folder, args.letter))
    elif args.command == "differences":
        differences(args.folders)
    else:
        compile_folders(args.folders, args.letters, args.out)


if __name__ == "__main__":
    main()
