"""The record: what was said, kept in one file or database.  sqlalchemy is imported when a record is first opened."""

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.keep.record import Record


def open(path: str | PathLike[str], *, create: bool = True) -> "Record":
    """The record in a file, or in a PostgreSQL database by its address, postgresql://user@host/database; a new one is made where there is none, unless `create` is false.

    Close it, or use it in a `with` block.  Raises RecordError where it cannot be opened, is no record, or was made by a newer onrecord, UsageError for another address.
    """
    from onrecord.keep.record import Record

    return Record(path, create=create)
