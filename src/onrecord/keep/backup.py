"""Copies of the record while it is in use, and which of them hold a text."""

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from onrecord.errors import RecordError, UsageError
from onrecord.keep.clock import now
from onrecord.keep.database import APPLICATION, PATIENCE, told
from onrecord.keep.schema import backups


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the record: its file, when it was made, and whether the file `holds` what was asked for; None where that cannot be told, since it is not there any more or cannot be read."""

    file: str
    at: str
    holds: bool | None


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


def note(connection: Connection, target: Path) -> None:
    """Write down that the copy was made."""
    connection.execute(insert(backups), {"at": now(), "file": str(target.resolve())})


def backups_holding(connection: Connection, sha256: Collection[str], since: str, until: str) -> tuple[Backup, ...]:
    """The backups that were made between two times and hold one of these texts, or may: the last one of each file, the oldest first."""
    last = select(func.max(backups.c.id)).group_by(backups.c.file)
    rows = connection.execute(select(backups.c.file, backups.c.at).where(backups.c.id.in_(last), backups.c.at.between(since, until)).order_by(backups.c.id))
    made = (Backup(row.file, row.at, _holds(Path(row.file), sha256)) for row in rows)
    return tuple(each for each in made if each.holds is not False)


def _holds(file: Path, sha256: Collection[str]) -> bool | None:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as raw:
            return any(raw.execute("SELECT 1 FROM texts WHERE sha256 = ? AND text IS NOT NULL", (each,)).fetchone() for each in sha256)
    except sqlite3.Error:
        return None
