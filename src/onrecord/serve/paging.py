"""Pages of a list that is at hand: the cursor names the last row that was shown."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from onrecord.errors import UsageError

Row = TypeVar("Row")


def take(rows: Sequence[Row], id_of: Callable[[Row], str], after: str | None, limit: int) -> tuple[list[Row], str | None]:
    """The rows after the cursor, and the cursor of the page after them, None where there is none.  Raises UsageError for a cursor of no row of the list."""
    start = 0
    if after:
        start = next((i for i, row in enumerate(rows, 1) if id_of(row) == after), 0)
        if not start:
            raise UsageError("this is no cursor of the list as it is now: begin with its first page")
    shown = list(rows[start : start + limit])
    return shown, id_of(shown[-1]) if start + limit < len(rows) else None
