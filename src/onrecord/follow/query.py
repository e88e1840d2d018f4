"""What can be asked of a ledger: one object for the command line and for Python."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args, get_type_hints

from onrecord.errors import UsageError
from onrecord.follow.actors import words_of
from onrecord.keep.query import check_day

Type = Literal["ask", "pledge"]
Category = Literal["money", "military", "energy", "humanitarian", "infrastructure", "political", "legal", "economic", "other"]
Status = Literal["open", "answered", "in_progress", "partly_delivered", "delivered", "refused", "withdrawn", "overdue"]
_CHOICES: dict[str, tuple[str, ...]] = {"type": get_args(Type), "category": get_args(Category), "status": get_args(Status)}


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """A question to the ledger.  Each field is an option of `onrecord ledger` too; a filter that takes several values wants any of them.

    Raises UsageError where a value is none that the field can have.
    """

    as_of: Annotated[str | None, "The ledger as it stood on this day, as 2026-01-31: of events dated up to it. Default: the day of known_on, else today."] = None
    known_on: Annotated[str | None, "From what was reported up to this day, and as it stood on it where as_of names no other."] = None
    type: Annotated[tuple[Type, ...], "ask or pledge."] = ()
    maker: Annotated[tuple[str, ...], "A name of who promised or asked."] = ()
    counterpart: Annotated[tuple[str, ...], "A name of to whom it was promised, or who was asked."] = ()
    category: Annotated[tuple[Category, ...], f"{', '.join(get_args(Category))}."] = ()
    status: Annotated[tuple[Status, ...], f"{', '.join(get_args(Status))}."] = ()
    since: Annotated[str | None, "First asked or promised on this day or later."] = None
    until: Annotated[str | None, "First asked or promised on this day or earlier."] = None
    due_since: Annotated[str | None, "Due on this day or later."] = None
    due_until: Annotated[str | None, "Due on this day or earlier."] = None
    overdue: Annotated[bool, "Only what is overdue."] = False
    undated: Annotated[bool, "Leave out what only reports without a date tell of."] = False

    def __post_init__(self) -> None:
        for name in ("type", "maker", "counterpart", "category", "status"):
            given = getattr(self, name)
            values = (given,) if isinstance(given, str) else tuple(given or ())
            for value in values:
                if not isinstance(value, str) or value not in _CHOICES.get(name, (value,)):
                    raise UsageError(f"{name} {value!r} is none of {', '.join(_CHOICES.get(name, ('a name',)))}")
            object.__setattr__(self, name, values)
        for name in ("as_of", "known_on", "since", "until", "due_since", "due_until"):
            check_day(name, getattr(self, name))

    @property
    def day(self) -> str:
        """The day as of which statuses are judged."""
        return day_judged(self.as_of, self.known_on)

    @property
    def filters(self) -> tuple[tuple[str, Any], ...]:
        """The filters that are set, by their names."""
        return tuple((name, value) for name in self.__dataclass_fields__ if name not in ("as_of", "known_on") and (value := getattr(self, name)))

    def among(self, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The commitments that pass the filters."""
        filters = self.filters
        return [row for row in rows if all(_TESTS[name](row, value) for name, value in filters)]


def day_judged(as_of: str | None, known_on: str | None) -> str:
    """The day as of which statuses are judged: `as_of`; else `known_on`, as nobody knew then what came later, but no day to come; else today."""
    today = date.today().isoformat()
    return as_of or min(known_on or today, today)


def _begun(row: dict[str, Any]) -> str | None:
    day: str | None = row["events"][0]["date"]
    return day


def _due(row: dict[str, Any]) -> str | None:
    day: str | None = row["due"] and row["due"]["to"]
    return day


def _named(actor: dict[str, str] | None, name: str) -> bool:
    return actor is not None and words_of(name) <= words_of(actor["name"])


_TESTS: dict[str, Callable[[dict[str, Any], Any], bool]] = {
    "type": lambda row, types: row["type"] in types, "category": lambda row, categories: row["what"]["category"] in categories, "status": lambda row, statuses: row["status"] in statuses,
    "maker": lambda row, names: any(_named(row["maker"], name) for name in names), "counterpart": lambda row, names: any(_named(row["counterpart"], name) for name in names),
    "since": lambda row, day: (_begun(row) or "") >= day, "until": lambda row, day: (begun := _begun(row)) is not None and begun <= day, "due_since": lambda row, day: (_due(row) or "") >= day, "due_until": lambda row, day: (due := _due(row)) is not None and due <= day,
    "overdue": lambda row, _: row["status"] == "overdue", "undated": lambda row, _: _begun(row) is not None,
}  # fmt: skip
"""Whether a commitment passes a filter that is set."""
OPTIONS = {name: (given.__origin__, str(given.__metadata__[0])) for name, given in get_type_hints(LedgerQuery, include_extras=True).items()}
