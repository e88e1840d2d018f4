#!/usr/bin/env python3
"""Who the speaker of each annotated statement is: written by annotators as quoted pieces, kept as offsets.

    speaker_annotation.py prepare OUT polnear-train|polnear-dev|reports-train|reports-measure [--texts 30] [--parts 3]
    speaker_annotation.py check DIR LETTER
    speaker_annotation.py differences DIR            statements on which A and B do not agree, and how far they do
    speaker_annotation.py compile DIR... --letters A [B] --out FILE      one file of all texts, with offsets

``prepare`` writes NAME.txt and NAME.todo.json, the statements to be told.  An annotator writes NAME.LETTER.speakers.json, from each
statement's id to null, to the id of an earlier statement with the same speaker, or to ``{"name": piece or [pieces, the best first], "kind",
"role", "organization", "country": {"code", "piece"}, "via"}``; pieces as in annotation.py, all but name and kind may be left out.
What is kept: ``{text: {"start of the cue, or else of the content": [each annotator's speaker or null]}}``, a speaker having ``names``: [[s, e], ...].
"""

import argparse
import json
import random
import re
import sys
import unicodedata
from pathlib import Path

from annotation import Problem, place_speaker, read_text, texts


def key_of(statement: dict) -> str:
    return str((statement["cue"] or statement["content"])[0][0])


def prepare(out: Path, corpus: str, count: int, parts: int) -> None:
    from corpora import read_polnear, read_reports, split_polnear

    chosen = {
        "polnear-train": lambda: [t for t in split_polnear()[0] if len(t.annotators) == 1],
        "polnear-dev": lambda: read_polnear("dev"),
        "reports-train": lambda: read_reports("train"),
        "reports-measure": lambda: read_reports("measure"),
    }[corpus]()
    if len(chosen) > count:
        chosen = random.Random(1).sample(chosen, count)
    for i, text in enumerate(sorted(chosen, key=lambda t: t.name)):
        folder = out / f"part{i * parts // len(chosen) + 1}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{text.name}.txt").write_text(text.text, encoding="utf-8", newline="")
        rows = []
        for n, s in enumerate(sorted(text.annotators[0], key=lambda s: s["content"][0][0]), 1):
            source, cue, content = (" … ".join(text.text[a:b] for a, b in s[role]) for role in ("source", "cue", "content"))
            rows.append({"id": f"s{n}", "key": key_of(s), "at": (s["source"] or s["content"])[0][0], "source": source, "cue": cue,
                         "content": content if len(content) < 110 else f"{content[:70]} … {content[-30:]}"})
        (folder / f"{text.name}.todo.json").write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", encoding="utf-8")


def read_speakers(folder: Path, name: str, letter: str) -> tuple[dict, list[str]]:
    """({id: speaker or null}, problems)"""
    text, path = read_text(folder / f"{name}.txt"), folder / f"{name}.{letter}.speakers.json"
    given = json.loads(path.read_text(encoding="utf-8"))
    found, problems = {}, []
    for row in json.loads((folder / f"{name}.todo.json").read_text(encoding="utf-8")):
        try:
            value = given[row["id"]]
            if isinstance(value, str):
                found[row["id"]] = found[value]
            else:
                found[row["id"]] = place_speaker(text, value, row["at"])
        except (Problem, KeyError, TypeError) as error:
            problems.append(f"{path.name} {row['id']}: {error}")
    return found, problems


def check(folder: Path, letter: str) -> bool:
    problems = []
    for path in texts(folder):
        if not (folder / f"{path.stem}.{letter}.speakers.json").exists():
            problems.append(f"{path.name} has no annotation {letter}")
            continue
        try:
            problems += read_speakers(folder, path.stem, letter)[1]
        except json.JSONDecodeError as error:
            problems.append(f"{path.stem}.{letter}.speakers.json: not JSON: {error}")
    print(*problems, sep="\n", end="\n" if problems else "")
    return bool(problems)


def normal(name: str) -> str:
    name = re.sub(r"[’']s\b", "", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(w for w in re.findall(r"\w+", name) if w not in {"the", "a", "an"})


def differences(folders: list[Path]) -> None:
    same_name = same_kind = both = total = 0
    for folder in folders:
        for path in texts(folder):
            text = read_text(path)
            (a, _), (b, _) = (read_speakers(folder, path.stem, letter) for letter in "AB")
            for i in a:
                total += 1
                names = [{normal(text[s:e]) for s, e in v["names"]} if v else {""} for v in (a[i], b[i])]
                agree = bool(names[0] & names[1])
                kinds = (a[i] or {}).get("kind") == (b[i] or {}).get("kind")
                same_name += agree
                both += agree and bool(a[i])
                same_kind += agree and bool(a[i]) and kinds
                if not agree or not kinds:
                    print(json.dumps({"text": f"{folder}/{path.stem}", "id": i, **{x: v and {"names": [text[s:e] for s, e in v["names"]], "kind": v["kind"]} for x, v in (("A", a[i]), ("B", b[i]))}}, ensure_ascii=False))
    print(f"{same_name} of {total} the same name or both none; of {both} named alike {same_kind} of one kind", file=sys.stderr)


def compile_folders(folders: list[Path], letters: list[str], out: Path) -> None:
    kept = {}
    for folder in folders:
        for path in texts(folder):
            keys = {row["id"]: row["key"] for row in json.loads((folder / f"{path.stem}.todo.json").read_text(encoding="utf-8"))}
            readings = [read_speakers(folder, path.stem, letter) for letter in letters]
            problems = [problem for _, found in readings for problem in found]
            if problems:
                sys.exit("\n".join(problems))
            kept[path.stem] = {key: [speakers[i] for speakers, _ in readings] for i, key in keys.items()}
    rows = ",\n".join(f" {json.dumps(name)}: {{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in kept[name].items()) + "}" for name in sorted(kept))
    out.write_text("{\n" + rows + "\n}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sub = commands.add_parser("prepare")
    sub.add_argument("out", type=Path)
    sub.add_argument("corpus", choices=["polnear-train", "polnear-dev", "reports-train", "reports-measure"])
    sub.add_argument("--texts", type=int, default=30)
    sub.add_argument("--parts", type=int, default=3)
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
    if args.command == "prepare":
        prepare(args.out, args.corpus, args.texts, args.parts)
    elif args.command == "check":
        sys.exit(check(args.folder, args.letter))
    elif args.command == "differences":
        differences(args.folders)
    else:
        compile_folders(args.folders, args.letters, args.out)


if __name__ == "__main__":
    main()
