"""How many reports are to come, as far as that is told quickly."""

import gzip
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from onrecord.read.sources import list_folder

SINGLE = (".txt", ".html", ".htm")
LINES = (".jsonl", ".jsonl.gz")
LARGEST = 1 << 30  # bytes of which lines are counted
PIECE = 1 << 20


def expected(sources: Iterable[str | os.PathLike[str]]) -> int | None:
    """The number of reports that files and folders hold: a file of text or HTML is one, and so is a line of JSONL.  None where it would have to be read to be told."""
    found = 0
    for source in sources:
        path = Path(source)
        for each in list_folder(path)[1] if path.is_dir() else [path]:
            number = _in_file(each)
            if number is None:
                return None
            found += number
    return found


def _in_file(path: Path) -> int | None:
    name = path.name.lower()
    if name.endswith(SINGLE):
        return 1
    try:
        if not name.endswith(LINES) or path.stat().st_size > LARGEST:
            return None
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as file:
            return sum(piece.count(b"\n") for piece in iter(partial(file.read, PIECE), b""))
    except (OSError, EOFError):
        return None
