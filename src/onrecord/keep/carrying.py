"""What people corrected, put on the statements of a reading: of the model that they saw, or by overlap of spans of another one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.export.jsonl import changes_from, statement_from
from onrecord.extraction.statements import statement_id
from onrecord.types import Article, Corrected, Span, Statement, StatementCorrection

ALIKE = 0.5  # share of the characters of two contents that both have, of those that either has, from which they are of one statement


def in_force(rows: Iterable[StatementCorrection]) -> list[StatementCorrection]:
    """The rows that change statements and were not taken back, in order."""
    rows = list(rows)
    undone = {row.undoes for row in rows if row.act == "undo"}
    return [row for row in rows if row.act != "undo" and row.number not in undone]


def carry_over(statements: Sequence[Statement], rows: Iterable[StatementCorrection], text: str, sha256: str) -> tuple[tuple[Statement, ...], tuple[int, ...]]:
    """The statements of a text as people corrected them, and the numbers of changes to a statement that is not among them.

    A row finds its statement by its id, else as the one whose content has most characters in common with its own, from ALIKE on, and whose cue has some, where both have cues.  A statement
    that a person said is none and that is not there wants nothing.
    """
    made, unplaced = list(statements), []
    for row in in_force(rows):
        about = statement_from(row.changes if row.act == "add" else row.before, "a correction", text, sha256)
        at = find_place(made, about)
        if row.act == "none":
            if at is not None:
                remove(made, at)
        elif row.act == "add":
            added = replace(about, within=None, corrected=_by(row))
            if at is None:
                made.insert(_where(made, added), added)
                _nest_again(made, {added.id})
            else:
                _put(made, at, added, sha256)
        elif at is None:
            unplaced.append(row.number)
        else:
            _put(made, at, replace(changed(made[at], row, text), corrected=_by(row)), sha256)
    return tuple(made), tuple(unplaced)


def changed(statement: Statement, row: StatementCorrection, text: str) -> Statement:
    """The statement with the fields that a person gave; how sure these are is no matter of probability any more."""
    fields = changes_from(row.changes or {}, text)
    if "act" in fields:
        fields["act_confidence"] = 1.0
    if fields.keys() & {"source", "cue", "content"}:
        fields["confidence"] = 1.0
    return replace(statement, **fields)


def find_place(statements: Sequence[Statement], about: Statement) -> int | None:
    """Where the statement, or the one that is most like it, stands."""
    for at, statement in enumerate(statements):
        if statement.id == about.id:
            return at
    shares = [(overlap(statement.content, about.content), overlap(statement.cue, about.cue), -at) for at, statement in enumerate(statements)]
    of_one = [share for share in shares if share[0] >= ALIKE and (share[1] > 0 or not about.cue or not statements[-share[2]].cue)]
    return -max(of_one)[2] if of_one else None


def overlap(some: Sequence[Span], others: Sequence[Span]) -> float:
    """Characters that both have over those that either has (Jaccard)."""
    one, other = ({at for start, end in spans for at in range(start, end)} for spans in (some, others))
    return len(one & other) / (len(one | other) or 1)


def remove(statements: list[Statement], at: int) -> None:
    """What lay within the statement lies within what it lay in."""
    gone = statements.pop(at)
    for i, statement in enumerate(statements):
        if statement.within == gone.id:
            statements[i] = replace(statement, within=gone.within)


def as_read(made: Article) -> Article:
    """The article as the model read it before people corrected it, as far as their rows tell."""
    statements = list(made.statements)
    for row in reversed(in_force(made.corrections)):
        statements = _without(statements, row, made)
    return replace(made, statements=tuple(statements), corrections=(), reviews=(), amendments=())


def _without(statements: list[Statement], row: StatementCorrection, made: Article) -> list[Statement]:
    """One correction less: the fields that it gave are what they were."""
    before = None if row.before is None else statement_from(row.before, "before", made.text, made.sha256)
    if row.act == "none":
        if before is not None and find_place(statements, before) is None:
            known = {each.id for each in statements}
            statements.insert(_where(statements, before), before if before.within in known else replace(before, within=None))
        return statements
    after = statement_from(row.changes, "changes", made.text, made.sha256) if before is None else changed(before, row, made.text)
    at = find_place(statements, replace(after, id=statement_id(made.sha256, after.content, after.cue)))
    if at is not None and before is None:
        remove(statements, at)
    elif at is not None and before is not None:
        told = {name: getattr(before, name) for name in (*(row.changes or {}), "confidence", "act_confidence", "corrected")}
        _put(statements, at, replace(statements[at], **told), made.sha256)
    return statements


def _by(row: StatementCorrection) -> Corrected:
    return Corrected(row.by, row.at, row.why)


def _put(statements: list[Statement], at: int, new: Statement, sha256: str) -> None:
    """In the place of another one, under the id of its spans; one that has the very same spans already goes."""
    old = statements[at]
    new = statements[at] = replace(new, id=statement_id(sha256, new.content, new.cue))
    if (old.content, old.cue) == (new.content, new.cue):
        statements[at] = replace(new, within=old.within)
        return
    inside = {statement.id for statement in statements if statement.within == old.id}
    for i in [i for i, statement in enumerate(statements) if statement.id == new.id and i != at]:
        inside |= {statement.id for statement in statements if statement.within == new.id}
        del statements[i]
    _nest_again(statements, {new.id, *inside})


def _nest_again(statements: list[Statement], ids: set[str]) -> None:
    """Some statements lie within the innermost other one whose content holds their content and cue; an added one may take others in."""
    for i, statement in enumerate(statements):
        around = [other for other in statements if _holds(other, statement)]
        inner = min(around, key=lambda other: sum(end - start for start, end in other.content), default=None)
        if statement.id in ids or (inner and inner.id in ids):
            statements[i] = replace(statement, within=inner.id if inner else None)


def _holds(outer: Statement, inner: Statement) -> bool:
    return outer.content != inner.content and all(any(a <= s and e <= b for a, b in outer.content) for s, e in (*inner.content, *inner.cue))


def _where(statements: Sequence[Statement], new: Statement) -> int:
    """Before the first one that begins behind it."""
    return next((at for at, statement in enumerate(statements) if _start(statement) > _start(new)), len(statements))


def _start(statement: Statement) -> int:
    return min(start for start, _ in (*statement.source, *statement.cue, *statement.content))
