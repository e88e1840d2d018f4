"""What can be asked of a record: one object for the command line and for Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Literal, get_args, get_type_hints

from onrecord.errors import UsageError
from onrecord.types import SPEAKER_KINDS, Act, Kind, Mode, SpeakerKind

MOST = 1_000  # hits of one page
In = Literal["statements", "reports"]
Sort = Literal["date", "oldest", "relevance"]
Versions = Literal["latest", "all"]
By = Literal["words", "meaning", "both"]


@dataclass(frozen=True, slots=True)
class Query:
    """A search.  Each field is an option of `onrecord search` too; a filter that takes several values wants any of them.

    Raises UsageError where a value is none that the field can have.
    """

    words: Annotated[str, 'Words, "phrases", prefix*, AND, OR, NOT and parentheses; without any, all that the filters let through.'] = ""
    by: Annotated[By, "Find the words as they stand, statements that mean what they ask for, whatever their words, or both; by meaning and by both the best come first."] = "words"
    within: Annotated[In, "Search what was said, or the whole texts of reports; of these, filters of statements want one statement that passes them all."] = "statements"
    speaker: Annotated[tuple[str, ...], "Words in a row of the speaker's name."] = ()
    speaker_kind: Annotated[tuple[SpeakerKind, ...], "person, group, organization, country, document or unnamed."] = ()
    country: Annotated[tuple[str, ...], "The country of the speaker's office, by its ISO 3166 code, as NO."] = ()
    kind: Annotated[tuple[Kind, ...], "direct, indirect or mixed."] = ()
    mode: Annotated[tuple[Mode, ...], "said, thought or shown."] = ()
    act: Annotated[tuple[Act, ...], "What the statement does: pledge, deny, request …"] = ()
    outlet: Annotated[tuple[str, ...], "The outlet's whole name."] = ()
    since: Annotated[str | None, "Published on this day or later, as 2026-01-31; reports without a date are left out."] = None
    until: Annotated[str | None, "Published on this day or earlier."] = None
    added: Annotated[str | None, "Kept in the record at this time or later: a day, or a moment as 2026-01-31T08:00, in UTC unless it says otherwise."] = None
    min_confidence: Annotated[float, "Leave out statements below this probability."] = 0.0
    max_confidence: Annotated[float, "Leave out statements above this probability."] = 1.0
    versions: Annotated[Versions, "Search the latest version of each report, as its latest model read it, or all that were ever kept."] = "latest"
    sort: Annotated[Sort, "date, the newest first; oldest, the oldest first, what has no date at their head; or relevance, those first that fit the words best."] = "date"
    limit: Annotated[int, f"Hits of one page, up to {MOST}."] = 20
    after: Annotated[str | None, "The page after the one that gave this cursor."] = None
    facets: Annotated[bool, "Count all hits by speaker, kind of speaker, country, act, kind, mode, outlet, month and confidence."] = False

    def __post_init__(self) -> None:
        for name, kinds in (("words", str), ("limit", int), ("min_confidence", (int, float)), ("max_confidence", (int, float)), ("after", (str, type(None)))):
            if not isinstance(given := getattr(self, name), kinds):
                raise UsageError(f"{name} cannot be {given!r}")
        for name in ("speaker", "speaker_kind", "country", "kind", "mode", "act", "outlet"):
            given = getattr(self, name)
            values = (given,) if isinstance(given, str) else tuple(given or ())
            if not all(isinstance(value, str) for value in values):
                raise UsageError(f"{name} cannot be {given!r}: give one string, or several")
            object.__setattr__(self, name, values)
        for name, allowed in _CHOICES.items():
            given = getattr(self, name)
            for value in given if isinstance(given, tuple) else (given,):
                if value not in allowed:
                    raise UsageError(f"{name} {value!r} is none of {', '.join(allowed)}")
        for code in self.country:
            if not (len(code) == 2 and code.isascii() and code.isalpha()):
                raise UsageError(f"country {code!r} is no ISO 3166 code: write it as NO")
        object.__setattr__(self, "country", tuple(code.upper() for code in self.country))
        for name in ("since", "until"):
            check_day(name, getattr(self, name))
        if self.added is not None:
            object.__setattr__(self, "added", _moment("added", self.added))
        for name in ("min_confidence", "max_confidence"):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} must lie between 0 and 1, not {getattr(self, name)}")
        if self.min_confidence > self.max_confidence:
            raise UsageError(f"nothing is as sure as {self.min_confidence} and no surer than {self.max_confidence}: min_confidence must not lie above max_confidence")
        if not 1 <= self.limit <= MOST:
            raise UsageError(f"limit must lie between 1 and {MOST}, not {self.limit}")

    @property
    def of_statements(self) -> bool:
        """Whether a filter looks at statements."""
        return bool(self.speaker or self.speaker_kind or self.country or self.kind or self.mode or self.act or self.min_confidence or self.max_confidence < 1)


_CHOICES: dict[str, Iterable[str]] = {"by": get_args(By), "within": get_args(In), "speaker_kind": SPEAKER_KINDS, "kind": get_args(Kind), "mode": get_args(Mode), "act": get_args(Act), "versions": get_args(Versions), "sort": get_args(Sort)}
OPTIONS = {name: (given.__origin__, str(given.__metadata__[0])) for name, given in get_type_hints(Query, include_extras=True).items()}  # type and description of each field


def check_day(name: str, value: str | None) -> None:
    """Raises UsageError where the value is no day."""
    if value is None:
        return
    try:
        whole = date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        whole = False
    if not whole:
        raise UsageError(f"{name} {value!r} is no day: write it as 2026-01-31")


def _moment(name: str, value: str) -> str:
    """In UTC, to the second, as times are kept."""
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError):
        raise UsageError(f"{name} {value!r} is no time: write it as 2026-01-31 or 2026-01-31T08:00") from None
