"""The forms of Review: what a person sent, as changes of a statement; and who may be its speaker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.extraction.statements import statement_id
from onrecord.keep.passages import Passage, find_passages
from onrecord.keep.queue import ReviewQuery
from onrecord.keep.words import folded
from onrecord.resolve.listing import Speaking
from onrecord.serve.asking import encoded
from onrecord.serve.forms import Form
from onrecord.serve.passages import ROLES, as_field
from onrecord.serve.visible import visible
from onrecord.types import Article, Span, Statement, StatementCorrection

NOBODY, NAMED = "nobody", "name:"
FILTERS = ("doubt", "speaker", "act", "outlet")
DOUBT_WORDS = {"statement": "is it a statement?", "speaker": "who speaks?", "act": "what does it do?", "readings": "reports were read differently", "reports": "many reports tell of it"}


@dataclass(frozen=True, slots=True)
class Field:
    """A passage in a form: what stands in its field, and its span where it is one of the statement as it stands."""

    value: str
    span: Span | None = None


def spans_of(statement: Statement | None) -> dict[str, tuple[Span, ...]]:
    """The passages that a person may correct, by role."""
    if statement is None:
        return dict.fromkeys(ROLES, ())
    return {"source": statement.source, "cue": statement.cue, "content": statement.content, "addressee": statement.addressee.spans if statement.addressee else ()}


def fields_of(text: str, statement: Statement | None, sent: Form | None = None) -> dict[str, list[Field]]:
    """What stands in the fields of each role: as it was sent, else as the statement has it; and an empty one for one passage more."""
    if sent is not None:
        return {role: [*(Field(value, _span(text, value)) for value in sent.all(role) if value.strip()), Field("")] for role in ROLES}
    return {role: [*(Field(as_field(text, span), span) for span in spans), Field("")] for role, spans in spans_of(statement).items()}


def changes_in(sent: Form, article: Article, statement: Statement | None, known: Mapping[str, str]) -> dict[str, Any]:
    """What is to be otherwise, as `Record.correct_statement` and, without a statement, `Record.add_statement` take it; `known` are the names of other speakers in the text, with their kinds.

    Raises UsageError for passages that do not stand in the report.
    """
    changes: dict[str, Any] = {}
    for role, before in spans_of(statement).items():
        given: list[Passage] = [value for value in sent.all(role) if value.strip()]
        spans = find_passages(article.text, given, role)
        if spans != before and (sent.has(role) or statement is None):
            changes[role] = list(spans)
    for name in ("kind", "mode", "act"):
        value = sent.get(name)
        if value and (statement is None or value != getattr(statement, name)):
            changes[name] = value
    told = _speaker(sent, statement)
    told |= {"speaker_kind": kind} if "speaker_kind" not in told and (kind := _kind_of(told.get("speaker"), article, known)) else {}
    return changes | told | _addressee(sent, statement)


def _kind_of(name: str | None, article: Article, known: Mapping[str, str]) -> str | None:
    """Of a speaker that no statement of the report has."""
    return known.get(name) if name and all(each.speaker is None or each.speaker.name != name for each in article.statements) else None


def _speaker(sent: Form, statement: Statement | None) -> dict[str, Any]:
    """A name that was typed counts before one that was chosen."""
    now = statement.speaker if statement else None
    typed, chosen, kind = sent.get("speaker_words").strip(), sent.get("speaker"), sent.get("speaker_kind")
    name = typed or (chosen.removeprefix(NAMED) if chosen.startswith(NAMED) else None)
    if name is None and chosen == NOBODY:
        return {"speaker": ""} if now else {}
    changed = {"speaker": name} if name is not None and (now is None or name != now.name) else {}
    return changed | ({"speaker_kind": kind} if kind and (changed or now) and not (now and not changed and kind == now.kind) else {})


def _addressee(sent: Form, statement: Statement | None) -> dict[str, Any]:
    now = statement.addressee if statement else None
    found: dict[str, Any] = {}
    if (name := sent.get("addressee_name").strip()) and (now is None or name != now.name):
        found["addressee_name"] = name
    if (kind := sent.get("addressee_kind")) and (now is None or kind != now.kind):
        found["addressee_kind"] = kind
    return found


def stands_for(sent: Form, statement: Statement, article: Article, known: Speaking, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with which a known speaker whom the report does not name may be tied to the statement's: it needs one, by the report's own words.  Raises UsageError where there are none."""
    if statement.speaker is None and not changes.get("speaker"):
        if not statement.source and "source" not in changes:
            raise UsageError("the record has only words of reports: give the report's own words for the speaker too")
        start, end = (changes.get("source") or statement.source)[0]
        changes = changes | {"speaker": article.text[start:end]}
    return changes | ({"speaker_kind": known.kind} if changes.get("speaker") and "speaker_kind" not in changes else {})


def corrected_id(sha256: str, made: StatementCorrection) -> str:
    """The id that the statement has after a correction of it, which is no undoing."""
    told = {**(made.before or {}), **(made.changes or {})}
    return statement_id(sha256, told["content"], told["cue"])


def known_speaker(rows: Iterable[Speaking], asked: str) -> Speaking:
    """The one of the speakers across reports that has this name or id.  Raises UsageError where there is none, or several."""
    rows = list(rows)
    found = [row for row in rows if row.entity == asked] or [row for row in rows if folded(asked) in {folded(name) for name in (row.name, *row.names)}]
    if len(found) != 1 or not folded(asked):
        raise UsageError(f"{len(found) or 'no'} speakers of this record have the name or id {asked!r}" + (f": give the id of one, {', '.join(row.entity for row in found[:5])}" if found else ": find speakers at /speakers"))
    return found[0]


def names_in(article: Article, known: Iterable[str] = ()) -> list[str]:
    """Who may be a statement's speaker: those of the report's statements, their addressees, and other known names that stand in it; as a field can hold them."""
    told = [each.name for s in article.statements for each in (s.speaker, s.addressee) if each]
    return [name for name in dict.fromkeys([*told, *(name for name in known if name in article.text)]) if visible(name) == name and name == name.strip() and "\n" not in name and "\r" not in name]


def query_from(pairs: Sequence[tuple[str, str]], **fixed: Any) -> ReviewQuery:
    """A question to the queue as an address has it, in which what was left empty is not asked for.  Raises UsageError."""
    given = {name: tuple(dict.fromkeys(value for key, value in pairs if key == name and value.strip())) for name in FILTERS}
    after = next((value for key, value in pairs if key == "after" and value), None)
    values: dict[str, Any] = {**given, "after": after, **fixed}
    return ReviewQuery(**values)


def address(path: str, query: ReviewQuery, **more: str | None) -> str:
    """A page of Review with the filters of the queue."""
    pairs = [(name, value) for name in FILTERS for value in getattr(query, name)] + [(name, value) for name, value in more.items() if value]
    return path + ("?" + encoded(pairs) if pairs else "")


def local(given: str) -> str:
    """Where to go back to: a page of this server.  Raises UsageError for any other place."""
    if not given.startswith("/") or given.startswith(("//", "/\\")) or not given.isprintable():
        raise UsageError("this is no page to go back to")
    return given


def _span(text: str, value: str) -> Span | None:
    try:
        return find_passages(text, [value], "passage")[0]
    except UsageError:
        return None
