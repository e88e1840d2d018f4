#!/usr/bin/env python3
"""Annotations of reports: written as quoted pieces of the text, kept as offsets.

    annotation.py check DIR [LETTER]            every problem in DIR/NAME.LETTER.quotes.json
    annotation.py show TEXT QUOTES              the statements as they were understood
    annotation.py compile DIR LETTER OUT [--as LETTER]   NAME.json (or NAME.LETTER.json) with offsets beside a copy of NAME.txt

An annotator writes, for every statement, the exact words of its source, cue and content.  A piece that occurs more than
once is told by its context: ``on Monday ⟦he⟧ said``.  A long piece may be shortened: ``first words ⟦...⟧ last words``.
What is kept is ``{"boilerplate": [[s, e], ...], "statements": [{"id", "source", "cue", "content", "kind", "mode",
"within"}, ...]}`` with character offsets into the text.  A row may also have a ``speaker``: null, or ``{"name", "kind",
"role", "organization", "country", "via"}``, where all but ``kind`` are pieces or null, ``name`` may be a list of equally good pieces (kept as
``names``) and ``country`` is ``{"code", "piece"}``.
"""
import argparse
import json
import re
import shutil
import sys
from pathlib import Path

ROLES = ("source", "cue", "content")
KINDS = ("direct", "indirect", "mixed")
MODES = ("said", "thought", "shown")
SPEAKER_KINDS = ("person", "group", "organization", "country", "document", "unnamed")
GAP = "⟦...⟧"


class Problem(Exception):
    """A piece that cannot be placed in its text, or a statement that breaks the guidelines."""


def occurrences(text, piece):
    return [m.start() for m in re.finditer(f"(?={re.escape(piece)})", text)] if piece else []


def locate(text, piece, near=None):
    """The span of `piece` in `text`; of several, the one nearest to the offset `near`."""
    if GAP in piece:
        first, last = (part.strip(" ") for part in piece.split(GAP))
        candidates = [(s, text.index(last, s + len(first)) + len(last)) for s in occurrences(text, first) if last in text[s + len(first):]]
    elif "⟦" in piece:
        before, _, rest = piece.partition("⟦")
        wanted, _, after = rest.partition("⟧")
        candidates = [(s + len(before), s + len(before) + len(wanted)) for s in occurrences(text, before + wanted + after)]
        near = None
    else:
        candidates = [(s, s + len(piece)) for s in occurrences(text, piece)]
    if not candidates:
        raise Problem(f"not in the text: {piece!r}")
    if len(candidates) > 1 and near is None:
        raise Problem(f"occurs {len(candidates)} times, give context: {piece!r}")
    start, end = min(candidates, key=lambda span: abs(span[0] - (near or 0)))
    return [start, end]


def place_speaker(text, speaker, near):
    """The offsets of a speaker's pieces; null stays null."""
    if speaker is None:
        return None
    if speaker["kind"] not in SPEAKER_KINDS:
        raise Problem(f"kind of speaker {speaker['kind']!r} is none")
    names = [speaker["name"]] if isinstance(speaker["name"], str) else speaker["name"]
    if not names:
        raise Problem("a speaker without a name")
    country = speaker.get("country")
    return {"names": [locate(text, name, near) for name in names], "kind": speaker["kind"],
            **{part: locate(text, speaker[part], near) if speaker.get(part) else None for part in ("role", "organization", "via")},
            "country": country and {"code": country["code"], "span": locate(text, country["piece"], near)}}


def place(text, row):
    content = [locate(text, piece) for piece in row["content"]]
    if not content:
        raise Problem("no content")
    near = content[0][0]
    placed = {"id": row["id"], "source": [locate(text, p, near) for p in row["source"]], "cue": [locate(text, p, near) for p in row["cue"]],
              "content": content, "kind": row["kind"], "mode": row["mode"], "within": row.get("within")}
    if row["kind"] not in KINDS or row["mode"] not in MODES:
        raise Problem(f"kind {row['kind']!r} or mode {row['mode']!r} is none")
    taken = sorted((s, e, role) for role in ROLES for s, e in placed[role])
    for (_, end, a), (start, _, b) in zip(taken, taken[1:]):
        if start < end and not {a, b} == {"source", "content"}:
            raise Problem(f"{a} and {b} overlap at {text[start:end]!r}")
    for role in ROLES:
        for s, e in placed[role]:
            if text[s:e] != text[s:e].strip():
                raise Problem(f"{role} begins or ends with white space: {text[s:e]!r}")
    if "speaker" in row:
        placed["speaker"] = place_speaker(text, row["speaker"], (placed["source"] or content)[0][0])
    return placed


def read_quotes(text, path):
    """(placed statements, boilerplate spans, problems)"""
    statements, boilerplate, problems = [], [], []
    for row in json.loads(path.read_text(encoding="utf-8")):
        try:
            if "boilerplate" in row:
                boilerplate += [locate(text, piece) for piece in row["boilerplate"]]
            else:
                statements.append(place(text, row))
        except (Problem, KeyError, TypeError) as error:
            problems.append(f"{path.name} {row.get('id', 'boilerplate')}: {error}")
    by_id = {s["id"]: s for s in statements}
    if len(by_id) < len(statements):
        problems.append(f"{path.name}: two statements have one id")
    for s in statements:
        outer = by_id.get(s["within"])
        if s["within"] and not outer:
            problems.append(f"{path.name} {s['id']}: within {s['within']!r}, which is not there")
        elif outer and not all(any(a <= x and y <= b for a, b in outer["content"]) for x, y in s["content"]):
            problems.append(f"{path.name} {s['id']}: its content does not lie inside that of {s['within']}")
    return statements, sorted(boilerplate), problems


def read_text(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def texts(folder):
    return sorted(Path(folder).glob("*.txt"))


def check(folder, letter):
    problems = 0
    for path in texts(folder):
        for quotes in sorted(path.parent.glob(f"{path.stem}.{letter or '*'}.quotes.json")):
            try:
                _, _, found = read_quotes(read_text(path), quotes)
            except json.JSONDecodeError as error:
                found = [f"{quotes.name}: not JSON: {error}"]
            problems += len(found)
            print(*found, sep="\n", end="\n" if found else "")
    return bool(problems)


def show(text_path, quotes):
    text = read_text(text_path)
    statements, boilerplate, problems = read_quotes(text, Path(quotes))
    for s in statements:
        words = {role: " … ".join(text[a:b] for a, b in s[role]) for role in ROLES}
        print(f"{s['id']:4} {s['kind']:8} {s['mode']:7} {'in ' + s['within'] if s['within'] else '':6} [{words['source']}] <{words['cue']}> {words['content']}")
        if s.get("speaker"):
            told = [text[slice(*span)] for span in (s["speaker"]["names"][0], s["speaker"]["role"], s["speaker"]["organization"]) if span]
            print(f"     {s['speaker']['kind']}: {' | '.join(told)}")
    print(*(f"boilerplate: {text[a:b]}" for a, b in boilerplate), *problems, sep="\n")


def compile_folder(folder, letter, out, name):
    out.mkdir(parents=True, exist_ok=True)
    for path in texts(folder):
        quotes = path.parent / f"{path.stem}.{letter}.quotes.json"
        if not quotes.exists():
            sys.exit(f"{path.name} has no annotation {letter}")
        statements, boilerplate, problems = read_quotes(read_text(path), quotes)
        if problems:
            sys.exit("\n".join(problems))
        shutil.copyfile(path, out / path.name)
        write_annotation(out / f"{path.stem}{name and '.' + name}.json", statements, boilerplate)


def write_annotation(path, statements, boilerplate):
    rows = ",\n  ".join(json.dumps(s) for s in statements)
    path.write_text(f'{{"boilerplate": {json.dumps(boilerplate)},\n "statements": [\n  {rows}\n]}}\n', encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    sub = commands.add_parser("check")
    sub.add_argument("folder")
    sub.add_argument("letter", nargs="?")
    sub = commands.add_parser("show")
    sub.add_argument("text")
    sub.add_argument("quotes")
    sub = commands.add_parser("compile")
    sub.add_argument("folder")
    sub.add_argument("letter")
    sub.add_argument("out", type=Path)
    sub.add_argument("--as", dest="name", default="")
    args = parser.parse_args()
    if args.command == "check":
        sys.exit(check(args.folder, args.letter))
    if args.command == "show":
        show(args.text, args.quotes)
    if args.command == "compile":
        compile_folder(args.folder, args.letter, args.out, args.name)


if __name__ == "__main__":
    main()
