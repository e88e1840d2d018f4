"""A record in a PostgreSQL database: its engine, and its errors told for people."""

import os
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from onrecord.errors import RecordError, UsageError

DRIVER = "postgresql+pg8000"
LOCK = 1_869_509_219  # of those who write, one after the other, as in a file
_REASONS = {
    "3D000": "does not exist: make it with `createdb`", "28P01": "refuses the password: check user and password in the address", "28000": "refuses the user: check the address, and the server's pg_hba.conf",
    "55P03": "is being written by another program: try again when it is done", "25006": "may not be written: it is read-only now", "42501": "may not be used by this user: grant it rights on the database's schema",
    "53100": "could not be written, since the disk is full: make room, and run it again; what was committed before is kept",
}  # fmt: skip
_SETTINGS = "SET random_page_cost = 1.1; SET jit = off"  # rows that lie apart are in memory or on no turning disk; and questions are too short to be compiled
_GONE = "cannot be reached: check that the server runs and the address is right, and run it again; what was committed before is kept"


def address(given: str) -> URL:
    """With the password of $PGPASSWORD where it has none.  Raises UsageError where it is none of a PostgreSQL database."""
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise UsageError(f"{given} is no address: write it as postgresql://user@host/database") from None
    if url.drivername not in ("postgresql", DRIVER):
        raise UsageError(f"{url} is no address of a record: that is a file, or postgresql://user@host/database")
    return url.set(drivername=DRIVER, password=url.password or os.environ.get("PGPASSWORD"))


def shown(url: URL) -> str:
    """Without the password."""
    return str(url.set(drivername="postgresql"))


def array_of(values: Iterable[Any]) -> str:
    """Whole numbers, truth values, strings, bytes and None as the server writes an array; the driver would go through strings letter by letter."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return f'"\\\\x{value.hex()}"' if isinstance(value, bytes) else str(value)


@cache
def _remember_statements() -> None:
    """The driver goes through each statement letter by letter, for its parameters, whenever it is executed: the same ones once only."""
    from pg8000 import legacy

    convert = getattr(legacy, "convert_paramstyle", None)
    if convert is None:
        return

    @lru_cache(maxsize=1_000)
    def numbered(statement: str) -> str:
        return str(convert("format", statement, ())[0])

    def converted(style: str, statement: str, values: Any) -> tuple[str, Any]:
        result: tuple[str, Any] = (numbered(statement), values) if style == "format" else convert(style, statement, values)
        return result

    legacy.convert_paramstyle = converted


def make_engine(url: URL, patience: float) -> Engine:
    """Raises RecordError where the driver is not installed."""
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise RecordError("records in PostgreSQL need its driver: pip install 'onrecord[postgresql]'") from None
    _remember_statements()

    @event.listens_for(engine, "connect")
    def settle(raw: Any, _: Any) -> None:
        cursor = raw.cursor()
        cursor.execute(_SETTINGS)
        cursor.close()
        raw.commit()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        if writing:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        elif writing is not None:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return engine


def is_being_written(engine: Engine) -> bool:
    with engine.execution_options(writing=None).begin() as connection:
        return not connection.execute(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")).scalar_one()


def find_schema(engine: Engine, url: URL, create: bool) -> str | None:
    """The schema of the record, None where it is still to be made.  Raises RecordError where the database is another program's."""
    with engine.connect() as connection:
        tables = set(connection.execute(text("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()")).scalars())
        if not tables and create:
            return None
        if not tables:
            raise RecordError(f"{shown(url)} is empty: fill it with `onrecord ingest`, or name another one with --db")
        if not {"alembic_version", "texts", "versions"} <= tables:
            raise RecordError(f"{shown(url)} holds another program's tables, and no record: name an empty database with --db")
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found or "")


def erase_traces(url: URL, tables: tuple[str, ...]) -> None:
    """Write the tables anew, so that their files hold no deleted row, and gather anew what the planner knows of their words."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            for table in tables:
                connection.execute(text(f"VACUUM (FULL, ANALYZE) {table}"))
    finally:
        engine.dispose()


def reason(error: Any) -> str:
    """What the server, or its driver, says is wrong."""
    told = error.args[0] if getattr(error, "args", None) else error
    if not isinstance(told, dict):
        return _GONE
    code = str(told.get("C", ""))
    if code.startswith(("57P", "08")):
        return _GONE
    return _REASONS.get(code) or f"could not be used ({told.get('M', code)})"
