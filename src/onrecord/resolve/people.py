"""The user's own list of people, CSV or JSON: name, aliases, role, from, to, identifier.  Read in one pass, and matched only where it fits.

An identifier (a Wikidata id, say) holds its rows together: other names in them are aliases.  Rows without one are of one person where the name is the same.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from rapidfuzz import process

from onrecord.errors import InputError, UsageError
from onrecord.resolve.appearances import Appearance
from onrecord.resolve.attaching import fit
from onrecord.resolve.evidence import Evidence, Told, compare, probability, weigh
from onrecord.resolve.register import name_evidence, names_alike
from onrecord.resolve.spelling import keys, parse, surnames

COLUMNS = ("name", "aliases", "role", "from", "to", "identifier")
EXPECTED = "the columns are name, aliases, role, from, to, identifier; only name must be there"
FEW = 64  # people of the list who are compared with one appearance
LIMIT = 1 << 17


@dataclass(frozen=True, slots=True)
class Term:
    """A role that the list gives, and the days from and to which it was held, None where open."""

    role: str
    start: date | None
    end: date | None
    line: int

    def overlaps(self, other: "Term") -> bool:
        return (self.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (self.end or date.max)


@dataclass(slots=True)
class Person:
    """Somebody on the list."""

    name: str
    identifier: str | None
    aliases: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Match:
    """The person on the list whom an appearance is taken for."""

    person: Person
    probability: float
    reasons: tuple[str, ...]


class People:
    """A list that was read, indexed by name."""

    def __init__(self, source: str = "the list") -> None:
        self.source = source
        self.people: list[Person] = []
        self._by_identifier: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._index: dict[str, list[tuple[str, Person]]] = {}

    def __len__(self) -> int:
        return len(self.people)

    def add(self, name: str, aliases: list[str], identifier: str | None, term: Term) -> None:
        """A row of the list; InputError where it contradicts an earlier one."""
        same_name = self._by_name.get(_plain(name), [])
        if identifier:
            person = self._by_identifier.get(identifier)
            for other in same_name:
                if other is not person and other.identifier and (old := next((t for t in other.terms if t.role.casefold() == term.role.casefold() and t.overlaps(term)), None)):
                    what = f"{term.role!r} at one time" if term.role else "no role that tells them apart"
                    raise InputError(f"{self.source} line {term.line}", f"{name!r} is {identifier} here and {other.identifier} on line {old.line}, with {what}", "give one identifier, or other roles or dates")
        else:
            person = same_name[0] if len(same_name) == 1 else None
            if len(same_name) > 1:
                raise InputError(f"{self.source} line {term.line}", f"{name!r} has no identifier, and {len(same_name)} people above have that name", "give the identifier of the one who is meant")
        if person is None:
            person = Person(name, identifier)
            self.people.append(person)
            if identifier:
                self._by_identifier[identifier] = person
        person.terms.append(term)
        for form in (name, *aliases):
            if form != person.name and form not in person.aliases:
                person.aliases.append(form)
            elif form == person.name and person.terms[1:]:
                continue
            if person not in (bearers := self._by_name.setdefault(_plain(form), [])):
                bearers.append(person)
                parts = parse(form)
                for key in chain(keys(parts), ("short:" + s for s in surnames(parts))):
                    self._index.setdefault(key, []).append((form, person))

    def match(self, appearance: Appearance) -> Match | None:
        """Whom an appearance is taken for: the name must fit, and be one person's on the list or be told apart by role and time.

        A bare surname needs a role that agrees as well; what the report tells must not speak against it.
        """
        key = appearance.key
        if key.sort != "person":
            return None
        found: dict[int, tuple[Person, Evidence]] = {}
        rows, more = self._rows(appearance)
        for form, person in rows:
            name = self._name(appearance, form)
            if name and (id(person) not in found or found[id(person)][1].weight < name.weight):
                found[id(person)] = person, name
        weighed = sorted(((*_weigh(appearance, person, name), person) for person, name in found.values()), key=lambda row: -row[0])
        if not weighed or weighed[0][0] <= 0 or (more and not weighed[0][2]):
            return None
        weight, reasons, role_agrees, best = weighed[0]
        if key.partial and not role_agrees:
            return None
        if len(weighed) == 1 and not more:
            return Match(best, round(probability(weight + 1), 4), (*reasons, "one person on the list"))
        lead = weight - weighed[1][0] if weighed[1:] else weight
        return Match(best, round(probability(min(weight, lead)), 4), reasons) if lead >= 1 else None

    def _rows(self, appearance: Appearance) -> tuple[list[tuple[str, Person]], bool]:
        """Forms on the list to compare with, and whether there are too many of that name to look at all."""
        parts = parse(appearance.name)
        exact = [(form, person) for person in self._by_name.get(_plain(appearance.name), ())[:FEW] for form in (person.name, *person.aliases) if _plain(form) == _plain(appearance.name)]
        looked_up = ["short:" + w.skeletons[0] for w in parts.family[-1:]] if appearance.key.partial else sorted(keys(parts))
        rows, more = list(exact), False
        for key in looked_up:
            block = self._index.get(key, ())
            if len(block) <= FEW:
                rows += block
            elif appearance.key.partial:
                more = True
        return rows, more

    def _name(self, appearance: Appearance, form: str) -> Evidence | None:
        key, other = appearance.key, Appearance("", None, form, "person").key
        if key == other:
            return name_evidence(key, other, False)
        if key.partial:
            return fit(key, other)
        return name_evidence(key, other, False) if other.sort == key.sort and not other.partial and names_alike(key, other) else None


def _weigh(appearance: Appearance, person: Person, name: Evidence) -> tuple[float, tuple[str, ...], bool]:
    """Log-odds and reasons, and whether a role on the list agrees with the report's."""
    told = appearance.told
    pairs = []
    agrees = False
    for term in person.terms:
        theirs = Told(term.role, "", "", term.start or told.first, term.end or told.last)
        found = [e for e in compare(Told(told.role, "", "", told.first, told.last), theirs) if e.about != "time"]
        agrees |= any(e.weight >= 1 for e in found)
        if told.first and (term.start or term.end):
            late = max((term.start - told.first).days if term.start else 0, (told.first - term.end).days if term.end else 0) / 365.25
            found.append(Evidence(0.5, "within the dates on the list", "time") if late <= 0 else Evidence(-0.3 if late < 10 else -1.0 if late < 40 else -4.0, "outside the dates on the list", "time"))
        pairs.append([name, *found])
    kept = [pair for pair in pairs if all(e.weight >= 0 for e in pair[1:])] or pairs
    return *weigh(kept), agrees


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def read_people(path: str | Path) -> People:
    """The list in a file: .json (a list of objects), .jsonl (one a line), else CSV with a header."""
    path = Path(path)
    people = People(str(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = _json(people.source, file.read()) if path.suffix.casefold() == ".json" else _jsonl(people.source, file) if path.suffix.casefold() == ".jsonl" else _csv(people.source, file)
            for where, line, row in rows:
                people.add(*_row(where, line, row))
    except OSError as error:
        raise UsageError(f"--people {path} could not be read: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError:
        raise InputError(people.source, "is not UTF-8 text", "save it as UTF-8") from None
    if not people.people:
        raise InputError(people.source, "names nobody", EXPECTED)
    return people


def _csv(source: str, file: Any) -> Iterator[tuple[str, int, dict[str, Any]]]:
    first = file.readline(LIMIT)
    separator = max(",;\t", key=first.count)
    try:
        header = [column.strip().casefold() for column in next(csv.reader([first], delimiter=separator), [])]
        _check(f"{source} line 1", header)
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 2
        for values in reader:
            where, line = (f"{source} line {line}", line), reader.line_num + 2
            if not any(values):
                continue
            if len(values) > len(header):
                raise InputError(where[0], f"has {len(values)} fields, and the header {len(header)}", "put a field that holds the separator in quotation marks")
            yield *where, dict(zip(header, values))
    except csv.Error as error:
        raise InputError(f"{source} line {reader.line_num + 1 if 'reader' in locals() else 1}", f"is not valid CSV ({error})", "mend or remove the line") from None


def _json(source: str, text: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    try:
        rows = json.loads(text)
    except RecursionError:
        raise InputError(source, "is JSON nested too deeply", "give a list of objects") from None
    except ValueError as error:
        raise InputError(f"{source} line {getattr(error, 'lineno', 1)}", f"is not valid JSON ({getattr(error, 'msg', error)})", "mend the line") from None
    if not isinstance(rows, list):
        raise InputError(source, "is not a list", 'write [{"name": "…"}, …]')
    for number, row in enumerate(rows, 1):
        yield _object(f"{source} item {number}", number, row)


def _jsonl(source: str, file: Any) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for number, line in enumerate(file, 1):
        if line.strip():
            where = f"{source} line {number}"
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(where, f"is not valid JSON ({getattr(error, 'msg', 'nested too deeply')})", "mend or remove the line") from None
            yield _object(where, number, row)


def _object(where: str, line: int, row: Any) -> tuple[str, int, dict[str, Any]]:
    if not isinstance(row, dict):
        raise InputError(where, "is not a JSON object", 'write {"name": "…"}')
    lowered = {str(column).strip().casefold(): value for column, value in row.items()}
    if "name" not in lowered or line == 1:
        _check(where, list(lowered))
    return where, line, lowered


def _check(where: str, columns: list[str]) -> None:
    """That the name's column is there, and that no other is misspelt."""
    if "name" not in columns:
        raise InputError(where, f"has no column 'name', but {', '.join(map(repr, columns[:8])) or 'none'}", EXPECTED)
    for column in columns:
        if column not in COLUMNS and (meant := process.extractOne(column, [c for c in COLUMNS if c not in columns], score_cutoff=75)):
            raise InputError(where, f"has the column {column!r}, which may be meant for {meant[0]!r}", EXPECTED)
    if len(set(columns)) < len(columns):
        raise InputError(where, f"has the column {next(c for c in columns if columns.count(c) > 1)!r} twice", EXPECTED)


def _row(where: str, line: int, row: dict[str, Any]) -> tuple[str, list[str], str | None, Term]:
    aliases = row.get("aliases") or []
    if isinstance(aliases, str):
        aliases = re.split(r"\s*[;|]\s*", aliases)
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise InputError(where, "has aliases that are neither text nor a list of texts", 'write "A. Bell; Anna Novak"')
    given = {column: row.get(column) for column in COLUMNS if column != "aliases"}
    wrong = next((column for column, value in given.items() if isinstance(value, (dict, list, bool, float))), None)
    if wrong:
        raise InputError(where, f"has something other than text in {wrong!r}", "write it as text")
    text = {column: "" if value is None else str(value).strip() for column, value in given.items()}
    if not any(c.isalpha() for c in text["name"]):
        raise InputError(where, "has no name", "fill it in, or remove the line")
    start, end = _day(where, "from", text["from"]), _day(where, "to", text["to"])
    if start and end and start > end:
        raise InputError(where, f"ends ({text['to']}) before it begins ({text['from']})", "turn the dates round")
    return text["name"], [alias.strip() for alias in aliases if alias.strip()], text["identifier"] or None, Term(text["role"], start, end, line)


def _day(where: str, column: str, value: str) -> date | None:
    """A date by its year, month or day; at the end of the year or month for `to`."""
    if not value:
        return None
    try:
        match = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?(?:[T ].*)?", value)
        assert match
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year
        if column == "from" or day:
            return date(year, month or 1, day or 1)
        following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
        return following - timedelta(days=1)
    except (AssertionError, ValueError, OverflowError):
        raise InputError(where, f"has {value!r} in {column!r}, which is no date", "write 2021, 2021-03 or 2021-03-14") from None
