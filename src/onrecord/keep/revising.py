"""What a person says of a statement, proved against the text and written down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import NoneType
from typing import Any, get_args

from sqlalchemy import Connection, func, select

from onrecord.errors import InputError, UsageError, expect, expect_signed
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.statements import kind_of, statement_id
from onrecord.follow.comparing import Comparing
from onrecord.keep import lookup
from onrecord.keep.carrying import find_place, in_force
from onrecord.keep.clock import now
from onrecord.keep.correcting import add_correction, settle, standing, text_of_correction
from onrecord.keep.corrections import corrections_of
from onrecord.keep.ingest import COMPARED
from onrecord.keep.passages import Passage, find_passages, nearest
from onrecord.keep.schema import readings, statements, texts
from onrecord.read.copying import reading_copy
from onrecord.types import SPEAKER_KINDS, Act, Addressee, Article, Kind, Mode, Speaker, Statement, StatementCorrection

_PASSAGES, _CHOICES = ("source", "cue", "content", "addressee"), {"act": get_args(Act), "mode": get_args(Mode), "kind": get_args(Kind), "speaker_kind": SPEAKER_KINDS, "addressee_kind": SPEAKER_KINDS}
SIGNED = "a correction is kept with who made it and why"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person gives of a statement; None is left as it is.

    Passages are of the report (see `passages`).  `speaker` is a name that stands in the report, "" where the report does not tell whose words they are; its role, organization and country are those that
    the report's other statements have of it.  `kind` is told from the quotation marks where it is not given.  `addressee` are the words that name to whom it was said, none where nobody is named, and `addressee_name` whom these
    stand for, else the words themselves.
    """

    source: Sequence[Passage] | None = None
    cue: Sequence[Passage] | None = None
    content: Sequence[Passage] | None = None
    speaker: str | None = None
    speaker_kind: str | None = None
    act: str | None = None
    mode: str | None = None
    kind: str | None = None
    addressee: Sequence[Passage] | None = None
    addressee_name: str | None = None
    addressee_kind: str | None = None

    def __post_init__(self) -> None:
        for name in _PASSAGES:
            given = getattr(self, name)
            if isinstance(given, str) or (isinstance(given, tuple) and len(given) == 2 and all(type(edge) is int for edge in given)):
                object.__setattr__(self, name, (given,))
            elif given is not None:
                expect(given, Sequence, f"{name} is words of the report, a pair of characters, or a list of these")
        for name in ("speaker", "addressee_name"):
            expect(getattr(self, name), (str, NoneType), f"{name} is a name that stands in the report")
        for name, allowed in _CHOICES.items():
            if (given := getattr(self, name)) is not None and given not in allowed:
                raise UsageError(f"{name.replace('_', ' ')} {given!r} is none of {', '.join(allowed)}")

    @property
    def nothing(self) -> bool:
        return all(getattr(self, name) is None for name in self.__dataclass_fields__)


def correct(connection: Connection, id: str, none: bool, changes: Changes, who: str, why: str) -> StatementCorrection:
    """Say that a statement is none, or what of it is otherwise."""
    expect_signed(who, why, SIGNED)
    if none != changes.nothing:
        raise UsageError("say what is to be otherwise, or that it is no statement" if not none else "what is no statement has nothing to be otherwise: say the one or the other")
    text, statement, made = stands(connection, id)
    if none:
        return _keep(connection, text, StatementCorrection(0, "none", now(), who, why, statement.to_dict()))
    given = _fields(changes, made, statement)
    after = replace(statement, **given)
    if after == statement:
        raise UsageError(f"statement {statement.id} says that already")
    new_id = statement_id(made.sha256, after.content, after.cue)
    if new_id != statement.id and any(each.id == new_id for each in made.statements):
        raise UsageError(f"statement {new_id} has these passages already: say that {statement.id} is none, or correct the other")
    told = after.to_dict()
    return _keep(connection, text, StatementCorrection(0, "change", now(), who, why, statement.to_dict(), {name: told[name] for name in given}))


def add_missed(connection: Connection, report: str, changes: Changes, who: str, why: str) -> StatementCorrection:
    """Say that a report has a statement which was missed; it needs a content at least."""
    expect_signed(who, why, SIGNED)
    if not changes.content:
        raise UsageError("a statement that was missed needs its content: give the words of the report that were said")
    article = lookup.load_article(connection, lookup.find_article(connection, report))
    text = connection.execute(select(texts.c.id).where(texts.c.sha256 == article.sha256)).scalar_one()
    made = standing(connection, text)
    blank = Statement("", "indirect", "said", (), (), (), None, 1.0, act="assert", act_confidence=1.0)
    given = _fields(changes, made, blank)
    new = replace(blank, **given)
    new = replace(new, id=statement_id(made.sha256, new.content, new.cue))
    if (at := find_place(made.statements, new)) is not None:
        raise UsageError(f"statement {made.statements[at].id} has these words already, or most of them: correct that one")
    return _keep(connection, text, StatementCorrection(0, "add", now(), who, why, None, new.to_dict()))


def undo(connection: Connection, number: int, who: str, why: str) -> StatementCorrection:
    """Take a correction back; the row that it was stays.  Raises InputError where there is none, UsageError where it was taken back already."""
    expect_signed(who, why, SIGNED)
    text = text_of_correction(connection, number)
    rows = corrections_of(connection, text)
    if all(row.number != number for row in in_force(rows)):
        raise UsageError(f"correction {number} is an undoing, or was taken back already: correct the statement anew")
    return _keep(connection, text, StatementCorrection(0, "undo", now(), who, why, undoes=number))


def _keep(connection: Connection, text: int, made: StatementCorrection) -> StatementCorrection:
    kept = add_correction(connection, text, made)
    settle(connection, text)
    Comparing(connection).run(COMPARED)
    return kept


def stands(connection: Connection, id: str) -> tuple[int, Statement, Article]:
    """A statement among those of its text as it stands, with the text.  Raises InputError where it is there no more."""
    found = lookup.find_statement(connection, id).statement
    of = select(func.max(readings.c.text)).select_from(statements.join(readings)).where(statements.c.statement_id == found.id)
    text = int(connection.execute(of).scalar_one())
    made = standing(connection, text)
    for statement in made.statements:
        if statement.id == found.id:
            return text, statement, made
    raise InputError(found.id, "is not among the statements as they stand: it was corrected, or the latest model reads it otherwise", "`onrecord show` of the report lists them")


def _fields(changes: Changes, made: Article, statement: Statement) -> dict[str, Any]:
    """The fields that are given, with their values in the text."""
    given: dict[str, Any] = {name: find_passages(made.text, passages, name) for name in _PASSAGES[:3] if (passages := getattr(changes, name)) is not None}
    if given.get("content") == ():
        raise UsageError("a statement has a content: give its words, or say that it is no statement")
    given |= {name: value for name in ("act", "mode", "kind") if (value := getattr(changes, name)) is not None}
    after = replace(statement, **given)
    if "content" in given and "kind" not in given:
        copy = reading_copy(made.text)
        given["kind"] = kind_of(copy.text, copy.into(after.content), find_quotations(copy.text))
    if changes.speaker == "":
        given["speaker"] = None
    elif changes.speaker is not None or changes.speaker_kind is not None:
        given["speaker"] = _speaker(changes, made, after)
    if changes.addressee is not None or changes.addressee_name is not None or changes.addressee_kind is not None:
        given["addressee"] = _addressee(changes, made, after)
    return given


def _addressee(changes: Changes, made: Article, statement: Statement) -> Addressee | None:
    """Of the kind that is given, else that it has elsewhere in the report."""
    before = statement.addressee
    spans = before.spans if changes.addressee is None and before else find_passages(made.text, changes.addressee or (), "addressee")
    if not spans:
        if changes.addressee_name or changes.addressee_kind:
            raise UsageError("give the words of the report that name the addressee, before whom they stand for")
        return None
    kept = before is not None and before.spans == spans
    name = changes.addressee_name or (before.name if before and kept else made.text[slice(*spans[0])])
    nearest(made.text, name, spans[0][0], "addressee's name")
    known = [each.kind for s in made.statements for each in (s.speaker, s.addressee) if each and each.name == name]
    kind = changes.addressee_kind or (before.kind if before and kept else None) or (known[0] if known else "group")
    return Addressee(spans, name, kind)  # type: ignore[arg-type]


def _speaker(changes: Changes, made: Article, statement: Statement) -> Speaker:
    if changes.speaker is None:
        if statement.speaker is None:
            raise UsageError("the statement has no speaker whose kind could be otherwise: name one")
        return replace(statement.speaker, kind=changes.speaker_kind, confidence=1.0)  # type: ignore[arg-type]
    at = (statement.source or statement.cue or statement.content)[0][0]
    place = nearest(made.text, changes.speaker, at, "speaker's name")
    others = [each.speaker for each in made.statements if each.speaker and each.speaker.name == changes.speaker and changes.speaker_kind in (None, each.speaker.kind)]
    kind = changes.speaker_kind or (others[0].kind if others else statement.speaker.kind if statement.speaker else None)
    if kind is None:
        raise UsageError(f"no other statement of the report is {changes.speaker!r}'s: give the kind of speaker too, one of {', '.join(SPEAKER_KINDS)}")
    mentions = tuple(dict.fromkeys((*statement.source[:1], place)))
    known = others[0] if others else None
    return Speaker(changes.speaker, kind, 1.0, mentions, known and known.role, known and known.organization, known and known.country)  # type: ignore[arg-type]
