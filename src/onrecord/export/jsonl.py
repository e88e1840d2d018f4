"""Our own JSONL: a line is an article (`Article.to_dict`, described by article.schema.json), and is read back as that article.

What a line says is proved before it is taken: the hash of the text, the ids of statements, and that every span lies in the text.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, get_args

from onrecord.errors import InputError
from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of
from onrecord.keep.standing import FIELDS, PARTS, standing
from onrecord.read.alike import told_once
from onrecord.read.inflate import GZIP, Inflated
from onrecord.types import (
    SPEAKER_KINDS,
    Act,
    Addressee,
    AmendmentAct,
    Article,
    Corrected,
    CorrectionAct,
    Country,
    Kind,
    Mode,
    ReportAmendment,
    ReviewAct,
    Span,
    Speaker,
    Statement,
    StatementCorrection,
    StatementReview,
    Told,
    Via,
)

_ID = re.compile("[0-9a-f]{16}")
LONGEST = 256 * 1024 * 1024  # bytes of a line
ADVICE = "export it again, or `onrecord ingest` what no record has exported"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line."""
    return dict(json.loads(files("onrecord.export").joinpath("article.schema.json").read_text(encoding="utf-8")))


def read_articles(name: str, file: BinaryIO) -> Iterator[Article | InputError]:
    """The articles of a file, plain or gzipped, in order; a line that is none is told, and the others are read.  Where none is an article, lines with the same fault are told as one."""
    return told_once(name, _each_line(name, file))


def _each_line(name: str, file: BinaryIO) -> Iterator[Article | InputError]:
    packed = file.peek(2)[:2] == GZIP if isinstance(file, BufferedReader) else False
    unpacked = Inflated(file) if packed else None
    lines = BufferedReader(unpacked) if unpacked else file
    number = 0
    while line := lines.readline(LONGEST + 1):
        number += 1
        if not line.strip():
            continue
        where = f"{name} line {number}"
        if len(line) > LONGEST:
            yield InputError(where, f"is longer than {LONGEST} bytes", "it is no article")
            return
        try:
            yield article_of(json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8", "surrogatepass")))
        except UnicodeDecodeError:
            yield InputError(where, "is not in UTF-8", "export it again")
        except Wrong as error:
            yield InputError(where, str(error), ADVICE)
        except (ValueError, RecursionError):
            yield InputError(where, "is not valid JSON", ADVICE)
    if unpacked and unpacked.fault:
        yield InputError(name, f"is gzip that {unpacked.fault}", "fetch it again; the lines before were read")
    elif not number:
        yield InputError(name, "is empty", "export it again")


def read_file(path: Path) -> Iterator[Article | InputError]:
    """As `read_articles`."""
    try:
        with path.open("rb") as file:
            yield from read_articles(str(path), file)
    except OSError as error:
        yield InputError(str(path), (error.strerror or str(error)).lower(), "check the name and the permissions")


class Wrong(Exception):
    """What is wrong with a line."""


def article_of(row: Any) -> Article:
    """The article that a line holds.  Raises Wrong."""
    about = _object(row, "the line")
    text = _words(about, "text")
    sha256 = _words(about, "sha256")
    if version_of(text) != sha256:
        raise Wrong("has a text of another hash than it says: it was altered")
    statements = tuple(statement_from(each, f"statement {number}", text, sha256) for number, each in enumerate(_list(about, "statements"), 1))
    known = {s.id for s in statements}
    for s in statements:
        if s.within is not None and s.within not in known:
            raise Wrong(f"has a statement {s.id} within one that is not there")
    if len(known) < len(statements):
        raise Wrong("has a statement twice")
    commitments = None if about.get("commitments") is None else tuple(dict(_object(each, f"commitment {number}")) for number, each in enumerate(_list(about, "commitments"), 1))
    optional = {name: _words(about, name, empty=True) for name in ("path", "url", "title", "outlet", "published", "published_at", "page_sha256")}
    return Article(id=_words(about, "id") or "", text=text, sha256=sha256, model=_words(about, "model"), language=_words(about, "language"), statements=statements,
                   boilerplate=_spans(about, "boilerplate", text), commitments=commitments, corrections=_corrections(about, text, sha256), reviews=_reviews(about), amendments=_amendments(about), **optional)  # fmt: skip


def statement_from(row: Any, where: str, text: str, sha256: str) -> Statement:
    """The statement that plain JSON values tell, as `Statement.to_dict` gives them.  Raises Wrong, with `where`, for what is none in that text."""
    told = _object(row, where)
    try:
        found = Statement(
            id=_words(told, "id"), kind=_one_of(told, "kind", get_args(Kind)), mode=_one_of(told, "mode", get_args(Mode)), source=_spans(told, "source", text), cue=_spans(told, "cue", text),
            content=_spans(told, "content", text), within=_words(told, "within", empty=True), confidence=_share(told, "confidence"), speaker=speaker_from(told.get("speaker"), text), via=_via(told.get("via"), text),
            addressee=_addressee(told.get("addressee"), text), act=None if told.get("act") is None else _one_of(told, "act", get_args(Act)),
            act_confidence=None if told.get("act_confidence") is None else _share(told, "act_confidence"), corrected=_corrected(told.get("corrected")),
        )  # fmt: skip
    except Wrong as error:
        raise Wrong(f"{where}: {error}") from None
    if not found.content:
        raise Wrong(f"{where}: has no content")
    if statement_id(sha256, found.content, found.cue) != found.id:
        raise Wrong(f"{where}: has an id that is not that of its spans")
    return found


def _corrected(row: Any) -> Corrected | None:
    return None if row is None else Corrected(*(_words(_object(row, "corrected"), name) for name in ("by", "at", "why")))


def _each(about: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows of a list that may be missing, each with what it is called when something is wrong: "review 1"."""
    for place, row in enumerate(_list(about, name) if about.get(name) is not None else (), 1):
        where = f"{name.removesuffix('s')} {place}"
        yield where, _object(row, where)


def _reviews(about: Mapping[str, Any]) -> tuple[StatementReview, ...]:
    found: list[StatementReview] = []
    for where, told in _each(about, "reviews"):
        act = _one_of(told, "act", get_args(ReviewAct))
        statement, seen, undoes = told.get("statement"), told.get("seen"), told.get("undoes")
        about_one = all(isinstance(each, str) and _ID.fullmatch(each) for each in (statement, seen))
        if not (about_one if act == "accept" else statement is None and seen is None):
            raise Wrong(f"{where}: says of no statement that it is right")
        known = [each.number for each in found if each.act != "undo"]
        if type(told.get("number")) is not int or not (undoes in known if act == "undo" else undoes is None):
            raise Wrong(f"{where}: has no number, or takes back what is not there")
        found.append(StatementReview(told["number"], act, _words(told, "at"), _words(told, "by"), _words(told, "why"), statement, undoes, seen))
    return tuple(found)


def _corrections(about: Mapping[str, Any], text: str, sha256: str) -> tuple[StatementCorrection, ...]:
    found: list[StatementCorrection] = []
    for where, told in _each(about, "corrections"):
        act = _one_of(told, "act", get_args(CorrectionAct))
        before, changes, undoes = told.get("before"), told.get("changes"), told.get("undoes")
        try:
            if act in ("change", "none"):
                statement_from(before, "before", text, sha256)
            if act == "add":
                statement_from(changes, "changes", text, sha256)
            if act == "change":
                changes_from(_object(changes, "changes"), text)
        except Wrong as error:
            raise Wrong(f"{where}: {error}") from None
        if type(told.get("number")) is not int or (act == "undo") != (undoes in [row.number for row in found if row.act != "undo"]):
            raise Wrong(f"{where}: has no number, or takes back what is not there")
        signed = _words(told, "at"), _words(told, "by"), _words(told, "why")
        found.append(StatementCorrection(told["number"], act, *signed, before if act in ("change", "none") else None, changes if act in ("change", "add") else None, undoes))
    return tuple(found)


def _amendments(about: Mapping[str, Any]) -> tuple[ReportAmendment, ...]:
    found: list[ReportAmendment] = []
    for where, told in _each(about, "amendments"):
        act, undoes, ingest = _one_of(told, "act", get_args(AmendmentAct)), told.get("undoes"), told.get("ingest")
        try:
            before, changes = (_day_and_outlet(told, name) for name in ("before", "changes"))
        except Wrong as error:
            raise Wrong(f"{where}: {error}") from None
        if set(before) != set(FIELDS) or (act == "undo") != (not changes):
            raise Wrong(f"{where}: does not tell how it was before, or what is given")
        known = [row.number for row in found if row.act == "change"]
        if type(told.get("number")) is not int or not (undoes in known if act == "undo" else undoes is None) or not (ingest is None or type(ingest) is int):
            raise Wrong(f"{where}: has no number, or takes back what is not there")
        by, why = (_words(told, name, empty=act == "told") for name in ("by", "why"))
        found.append(ReportAmendment(told["number"], act, _words(told, "at"), before, changes, ingest, by, why, undoes))
    if found and standing(found) != {name: about.get(name) for name in FIELDS}:
        raise Wrong("has a day or an outlet that are not as its amendments say")
    return tuple(found)


def _day_and_outlet(told: Mapping[str, Any], name: str) -> dict[str, str | None]:
    """Some of the fields of a day and an outlet, those that go together with each other."""
    row = _object(told.get(name), name)
    parts = [part for part, fields in PARTS.items() if any(field in row for field in fields)]
    if set(row) != {field for part in parts for field in PARTS[part]} or not all(value is None or isinstance(value, str) for value in row.values()):
        raise Wrong(f"{name} is not of a day with its moment and an outlet")
    return row


def changes_from(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Some fields of a statement as it has them, of their plain JSON values.  Raises Wrong for what is none of them in that text."""
    known: dict[str, Callable[[], Any]] = {
        "source": lambda: _spans(row, "source", text), "cue": lambda: _spans(row, "cue", text), "content": lambda: _spans(row, "content", text), "kind": lambda: _one_of(row, "kind", get_args(Kind)),
        "mode": lambda: _one_of(row, "mode", get_args(Mode)), "act": lambda: _one_of(row, "act", get_args(Act)), "speaker": lambda: speaker_from(row["speaker"], text),
        "addressee": lambda: _addressee(row["addressee"], text),
    }  # fmt: skip
    if strange := sorted(set(row) - known.keys()):
        raise Wrong(f"changes {strange[0]!r}, which no person can")
    if row.get("content") == []:
        raise Wrong("has no content")
    return {name: known[name]() for name in row}


def speaker_from(row: Any, text: str) -> Speaker | None:
    """The speaker that plain JSON values tell.  Raises Wrong."""
    if row is None:
        return None
    told = _object(row, "speaker")
    return Speaker(
        _named(told, text), _one_of(told, "kind", SPEAKER_KINDS), _share(told, "confidence"), _spans(told, "mentions", text), _told(told.get("role"), "role", text),
        _told(told.get("organization"), "organization", text), _country(told.get("country"), text),
    )  # fmt: skip


def _told(row: Any, name: str, text: str) -> Told | None:
    if row is None:
        return None
    told = _object(row, name)
    part = Told(_words(told, "text"), _spans(told, "spans", text))
    _check_words(part.text, part.spans, name, text)
    return part


def _country(row: Any, text: str) -> Country | None:
    return None if row is None else Country(_words(_object(row, "country"), "code"), _spans(row, "spans", text))


def _via(row: Any, text: str) -> Via | None:
    if row is None:
        return None
    via = Via(_words(_object(row, "via"), "name"), _spans(row, "spans", text))
    _check_words(via.name, via.spans, "via", text)
    return via


def _addressee(row: Any, text: str) -> Addressee | None:
    return None if row is None else Addressee(_spans(_object(row, "addressee"), "spans", text), _named(row, text), _one_of(row, "kind", SPEAKER_KINDS))


def _check_words(words: str, spans: tuple[Span, ...], name: str, text: str) -> None:
    if words != " … ".join(text[start:end] for start, end in spans):
        raise Wrong(f"{name} {words!r} is not what its spans give")


def _named(told: Mapping[str, Any], text: str) -> str:
    name = str(_words(told, "name"))
    if name not in text:
        raise Wrong(f"the name {name!r} is not in the text")
    return name


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(f"{where} is not a JSON object")
    return value


def _list(told: Mapping[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    if not isinstance(value, list):
        raise Wrong(f"has no list of {name}")
    return value


def _words(told: Mapping[str, Any], name: str, empty: bool = False) -> Any:
    value = told.get(name)
    if not isinstance(value, str) and not (empty and value is None):
        raise Wrong(f"has no {name}" if value is None else f"has a {name} that is no string")
    return value


def _one_of(told: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> Any:
    value = told.get(name)
    if value not in allowed:
        raise Wrong(f"has the {name} {value!r}, which is none of {', '.join(allowed)}")
    return value


def _share(told: Mapping[str, Any], name: str) -> float:
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise Wrong(f"has a {name} that is no number from 0 to 1")
    return value


def _spans(told: Mapping[str, Any], name: str, text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    for pair in _list(told, name):
        if not (isinstance(pair, list) and len(pair) == 2 and all(type(edge) is int for edge in pair) and 0 <= pair[0] < pair[1] <= len(text)):
            raise Wrong(f"has a span of {name} outside of the text")
        spans.append((pair[0], pair[1]))
    return tuple(spans)
