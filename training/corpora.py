"""Annotated texts: PolNeAR, found through $ONRECORD_DATA, and the reports written for the project."""

import json
import os
import random
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from annotation import ROLES, read_text

REPORTS = Path(__file__).parents[1] / "reports"
MODE_ANNOTATIONS = Path(__file__).parent / "polnear-train-modes.tsv"
PIECES = Path(__file__).parent / "pieces"
HELD_OUT = 60  # texts of PolNeAR train that only set thresholds and calibrate


def corpora() -> Path:
    folder = os.environ.get("ONRECORD_DATA")
    if not folder:
        sys.exit("ONRECORD_DATA is not set: give it the folder that holds polnear/")
    return Path(folder)


@dataclass
class Text:
    """A text with the statements that each of its annotators found; `nested` tells whether inner statements are annotated."""

    name: str
    text: str
    annotators: list[list[dict]]
    nested: bool = False


def read_ann(path: Path) -> list[dict]:
    """Statements of a brat standoff file of PolNeAR."""
    spans, statements = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 2:
            continue
        if fields[0].startswith("T"):
            spans[fields[0]] = [tuple(map(int, o.split())) for o in fields[1].split(" ", 1)[1].split(";")]
        elif fields[0].startswith("E"):
            statement = {role: [] for role in ROLES}
            for part in fields[1].split():
                label, target = part.split(":")
                role = re.sub(r"\d+$", "", label).lower()
                if role in statement:
                    statement[role] += spans.get(target, [])
            if statement["content"]:
                statements.append(statement | {"within": None})
    return statements


def read_modes() -> dict[tuple[str, int], str]:
    """Modes of statements of PolNeAR train, annotated for this project: (text name, start of the cue) -> mode."""
    rows = (line.split("\t") for line in MODE_ANNOTATIONS.read_text(encoding="utf-8").splitlines())
    return {(name, int(start)): mode for name, start, _, mode in rows}


def with_modes(text: Text, modes: dict[tuple[str, int], str]) -> Text:
    def known(s: dict) -> dict:
        mode = modes.get((text.name, s["cue"][0][0])) if s["cue"] else None
        return s | {"mode": mode} if mode else s

    return replace(text, annotators=[[known(s) for s in statements] for statements in text.annotators])


def read_polnear(part: str) -> list[Text]:
    folder = corpora() / "polnear" / part
    by_name = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        by_name[path.stem.rsplit("_", 1)[0]].append(path)
    return [Text(name, read_text(folder / "text" / f"{name}.txt"), [read_ann(p) for p in paths]) for name, paths in sorted(by_name.items())]


def split_polnear(seed: int = 0) -> tuple[list[Text], list[Text]]:
    """PolNeAR train as (to train on, held out to tune on); the second of texts with one annotator."""
    texts = read_polnear("train")
    single = [t.name for t in texts if len(t.annotators) == 1]
    held = set(random.Random(seed).sample(single, HELD_OUT))
    return [t for t in texts if t.name not in held], [t for t in texts if t.name in held]


def read_reports(part: str) -> list[Text]:
    return read_folder(REPORTS / part)


def read_folder(folder: Path) -> list[Text]:
    texts = []
    for path in sorted(folder.glob("*.txt")):
        annotation = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        texts.append(Text(path.stem, read_text(path), [annotation["statements"]], nested=True))
    return texts


def read_statement_pieces() -> list[Text]:
    """Pieces of reports, written to say much in many ways: files of JSON lines, each with a text and its outer statements, whose parts are words of the text or [words, which of their occurrences]."""
    return [Text(name, row["text"], [[s | {part: [_place(row["text"], words) for words in s[part]] for part in (*ROLES, "addressee")} | {"within": None} for s in row["statements"]]]) for name, row in rows_of(PIECES)]


def rows_of(folder: Path) -> list[tuple[str, dict]]:
    """The rows of a folder's files of JSON lines, each with its file's name and its number there."""
    return [(f"{path.stem} {number}", json.loads(line)) for path in sorted(folder.glob("*.jsonl")) for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)]


def _place(text: str, words: str | list) -> tuple[int, int]:
    words, which = (words, 1) if isinstance(words, str) else words
    start = -1
    for _ in range(which):
        start = text.index(words, start + 1)
    return start, start + len(words)


def reviewed_folders() -> list[Path]:
    """What `onrecord review export` wrote, by $ONRECORD_REVIEWED."""
    return list(map(Path, filter(None, os.environ.get("ONRECORD_REVIEWED", "").split(os.pathsep))))


def split_reports() -> tuple[list[Text], list[Text]]:
    """Our own training reports as (to train on, every sixth, held out to tune on); with reports that people reviewed, from the folders that $ONRECORD_REVIEWED names, to train on."""
    texts = read_reports("train")
    reviewed = [text for folder in reviewed_folders() for text in read_folder(folder)]
    return [t for i, t in enumerate(texts) if i % 6 != 2] + reviewed, texts[2::6]
