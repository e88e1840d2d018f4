"""A copy of the record while it is in use."""

import sqlite3
from contextlib import closing
from pathlib import Path

from onrecord.errors import RecordError, UsageError
from onrecord.keep.database import APPLICATION, PATIENCE, told


def back_up(path: Path, target: Path) -> None:
    """One state of the record, whole, by SQLite's own means; `target` appears, or is replaced if it is a record, only when the copy is whole.

    Raises UsageError where the target is the record itself, a file that is no record, or no file's place, RecordError where it cannot be written.
    """
    target = target.resolve()
    if target == path:
        raise UsageError(f"{target} is the record itself: name another file")
    if target.is_dir():
        raise UsageError(f"{target} is a folder: name a file in it")
    if not target.parent.is_dir():
        raise UsageError(f"{target} cannot be made, since its folder does not exist: make the folder first")
    if target.exists() and not _is_record(target):
        raise UsageError(f"{target} is there already and is no record, and would be lost: name another file")
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with told(part), closing(sqlite3.connect(path, timeout=PATIENCE)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, until it is opened as a record
        part.replace(target)
    except OSError as error:
        raise RecordError(f"{target} could not be written: {(error.strerror or str(error)).lower()}") from None
    finally:
        part.unlink(missing_ok=True)


def _is_record(file: Path) -> bool:
    """Whether a file bears the mark of a record, in the header of SQLite's files (https://www.sqlite.org/fileformat2.html, 1.3.11)."""
    with file.open("rb") as opened:
        return opened.read(72)[68:] == APPLICATION.to_bytes(4, "big")
