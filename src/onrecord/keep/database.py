"""Opening a record: is it one, is it of a schema that this version knows; and the database's errors told for people.

A record is a file, or a PostgreSQL database by its address: a `Place`.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, insert, text
from sqlalchemy.exc import DBAPIError, StatementError

from onrecord.errors import RecordError, expect
from onrecord.keep import postgresql
from onrecord.keep.schema import SCHEMA

Place = Path | URL

APPLICATION = int.from_bytes(b"onrc", "big")  # the file's application_id
MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 30.0  # seconds to wait for another program that is writing


def connect(place: Place, create: bool) -> Engine:
    """An engine on a record of the newest schema.  Raises RecordError where `place` is none, or, without `create`, does not exist."""
    with told(place):
        engine = _engine(place) if isinstance(place, Path) else postgresql.make_engine(place, PATIENCE)
        known = _schema(place, create) if isinstance(place, Path) else postgresql.find_schema(engine, place, create)
        if known is not None and known not in _known():
            raise RecordError(f"{shown(place)} was made by a newer onrecord (schema {known or 'unknown'}; this one knows up to {SCHEMA}): install the newer one")
        if known != SCHEMA:
            _migrate(place, engine)
        if known and known < "0002" and isinstance(place, Path):
            _shrink(place)
    return engine


def place_of(given: str | PathLike[str] | URL) -> Place:
    """A file, or an address.  Raises UsageError for the address of anything but a PostgreSQL database, and for what is neither."""
    if isinstance(given, URL):
        return given
    expect(given, (str, PathLike), "a record is a file's path, or the address of a PostgreSQL database")
    return postgresql.address(fspath(given)) if "://" in fspath(given) else Path(given).resolve()


def shown(place: Place) -> str:
    return str(place) if isinstance(place, Path) else postgresql.shown(place)


@contextmanager
def reading(engine: Engine, path: Place) -> Iterator[Connection]:
    """A transaction that sees one state of the record."""
    with told(path), engine.execution_options(writing=False).begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, path: Place) -> Iterator[Connection]:
    """A transaction that no other one writes beside; all of it is kept, or nothing."""
    with told(path), engine.execution_options(writing=True).begin() as connection:
        yield connection


def is_being_written(engine: Engine, place: Place) -> bool:
    """Whether another transaction writes at this moment."""
    if not isinstance(place, Path):
        return postgresql.is_being_written(engine)
    with told(place), closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as raw:
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return True
        raw.execute("ROLLBACK")
    return False


def empty_traces(place: Place, tables: tuple[str, ...]) -> None:
    """What rows of these tables were before they were changed is in no file of the record any more; in a record that is a file, as soon as no other program reads it."""
    if not isinstance(place, Path):
        with told(place):
            postgresql.erase_traces(place, tables)
        return
    with told(place), closing(sqlite3.connect(place, timeout=PATIENCE, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def add(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert a row; its id."""
    key = connection.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have their ids and the same columns; on a server by one statement, with an array for each column."""
    if not rows:
        return
    names, columns = tuple(rows[0]), []
    for name in names:
        process = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        columns.append([process(row[name]) for row in rows] if process else [row[name] for row in rows])
    if connection.dialect.name == "sqlite":
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.exec_driver_sql(f'INSERT INTO "{table.name}"({quoted}) VALUES ({", ".join("?" * len(names))})', list(zip(*columns)))
        return
    arrays = (f"CAST(:{name} AS {table.c[name].type.compile(dialect=connection.dialect)}[])" for name in names)
    connection.execute(text(f"INSERT INTO {table.name}({', '.join(names)}) SELECT * FROM unnest({', '.join(arrays)})"), dict(zip(names, map(postgresql.array_of, columns))))


@contextmanager
def told(path: Place) -> Iterator[None]:
    """The database's errors as a RecordError."""
    try:
        yield
    except DBAPIError as error:
        raise RecordError(_reason(path, error.orig)) from None
    except StatementError as error:
        raise RecordError(f"{shown(path)} cannot keep that: {error.orig}") from None
    except sqlite3.Error as error:
        raise RecordError(_reason(path, error)) from None
    except OSError as error:
        if isinstance(path, Path):
            raise
        raise RecordError(_reason(path, error)) from None


def _reason(path: Place, error: Any) -> str:
    if not isinstance(path, Path):
        return f"{shown(path)} {postgresql.reason(error)}"
    words = str(error)
    for sign, reason in (
        ("not a database", "is not a record: name another file with --db"),
        ("locked", "is being written by another program: try again when it is done"),
        ("readonly", "may not be written: check the permissions of the file and its folder"),
        ("unable to open", "could not be opened: check the name and the permissions of the file and its folder"),
        ("disk is full", "could not be written, since the disk is full: make room, and run it again; what was committed before is kept"),
        ("disk I/O", "could not be read or written: check the disk and its free space"),
        ("malformed", "is damaged: go back to a backup"),
    ):
        if sign in words:
            return f"{path} {reason}"
    return f"{path} could not be used ({words})"


def _schema(path: Path, create: bool) -> str | None:
    """The schema of the file, None where it is still to be made."""
    try:
        path.stat()
    except PermissionError:
        raise RecordError(_reason(path, "unable to open")) from None
    except OSError:
        pass  # it is not there, or leads nowhere
    if path.is_dir():
        raise RecordError(f"{path} is a folder: name a file")
    if not path.exists():
        if not create:
            raise RecordError(f"{path} does not exist: make a record with `onrecord ingest`, or name another file with --db")
        if not path.parent.is_dir():
            raise RecordError(f"{path} cannot be made, since its folder does not exist: make the folder first")
        return None
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as raw:
        ((application,),) = raw.execute("PRAGMA application_id")
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
        if not tables and application in (0, APPLICATION):
            if not create:
                raise RecordError(f"{path} is empty: fill it with `onrecord ingest`, or name another file with --db")
            return None
        if application != APPLICATION or "alembic_version" not in tables:
            raise RecordError(f"{path} is another program's database, and no record: name another file with --db")
        found = [str(version) for (version,) in raw.execute("SELECT version_num FROM alembic_version")]
    return found[0] if found else ""


def _known() -> set[str]:
    return {file.name[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")}


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def settle(raw: Any, _: Any) -> None:
        raw.isolation_level = None  # transactions are begun below, and not by the driver's own rules
        for setting in ("foreign_keys = ON", "synchronous = FULL", "secure_delete = ON", "cache_size = -65536", "automatic_index = OFF"):
            raw.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")

    return engine


def _migrate(path: Place, engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    if isinstance(path, Path):
        _use_wal(path)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with writing(engine, path) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, SCHEMA)


def _shrink(path: Path) -> None:
    """What a migration has left free is given back, if there is room to write the file anew."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as raw:
        raw.execute("VACUUM")


def _use_wal(path: Path) -> None:
    """The switch asks for the file alone and does not wait for it, so that two programs that make a record at once take turns here."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(sqlite3.connect(path, timeout=PATIENCE)) as raw:
                raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(0.05)
