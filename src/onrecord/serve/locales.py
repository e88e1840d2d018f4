"""Dates and numbers as the reader writes them, by the browser's Accept-Language."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

LONGEST = 300  # characters of the header that are looked at


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a page is for."""

    locale: Locale

    @property
    def tag(self) -> str:
        """As HTML names a language (BCP 47)."""
        return str(self.locale).replace("_", "-")

    def day(self, iso: str | None, short: bool = False) -> str:
        """A day or a time in ISO 8601, written out, or with a `short` month; what is none, as it is."""
        try:
            return format_date(date.fromisoformat((iso or "")[:10]), "medium" if short else "long", self.locale)
        except ValueError:
            return iso or ""

    def month(self, iso: str) -> str:
        """A month in ISO 8601, as 2026-01, with its short name; what is none, as a year, as it is."""
        try:
            return format_skeleton("yMMM", date.fromisoformat(iso + "-01"), locale=self.locale)
        except ValueError:
            return iso

    def time(self, iso: str) -> str:
        try:
            return format_datetime(datetime.fromisoformat(iso), "medium", locale=self.locale)
        except ValueError:
            return iso

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self.locale)

    def percent(self, probability: float) -> str:
        """Whole percents, rounded down, so that nothing is made out to be certain."""
        return format_percent(int(probability * 100) / 100, locale=self.locale)


@lru_cache(256)
def reader_of(accepted: str) -> Reader:
    """For an Accept-Language header (RFC 9110, 12.5.4): the best locale that is known, else English."""
    wanted: list[tuple[float, str]] = []
    for part in accepted[:LONGEST].split(","):
        tag, _, quality = part.strip().partition(";")
        try:
            wanted.append((float(quality.strip().removeprefix("q=") or 1), tag.strip()))
        except ValueError:
            continue
    for weight, name in sorted(wanted, key=lambda each: -each[0]):
        if weight > 0 and (locale := _locale(name)):
            return Reader(locale)
    return Reader(Locale("en"))


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return None
