"""What people have reviewed, as training data: every statement with what became of it, and reports that were looked through as a whole in the form of the annotated reports in `reports/`.

That form is `NAME.txt`, the text, and `NAME.json`, its statements with character offsets (see `training/annotation.py`); `acts.json` has act and addressee of each statement by the start of its cue, else of its content, as
`reports/train-acts.json` has them.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError, UsageError
from onrecord.keep.carrying import find_place, in_force
from onrecord.keep.passages import nearest
from onrecord.keep.reviewing import Reviewed
from onrecord.keep.reviewing import in_force as held
from onrecord.read.copying import reading_copy
from onrecord.types import Article, Span, Statement

if TYPE_CHECKING:
    from onrecord.keep.record import Record

STATEMENTS, ACTS = "statements.jsonl", "acts.json"
_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """How many statements of how many reports were written, and how many of these as a whole; `failures` are reports whose text cannot be written."""

    statements: int
    reports: int
    whole: int
    failures: tuple[InputError, ...]


def write_reviewed(record: "Record", folder: Path) -> Written:
    """Into a folder that appears when all is in it.  Raises UsageError where something else is there, or it cannot be made."""
    folder = folder.resolve()
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder} is there already, and not empty: name another folder")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as made:
            done = _write(record, Path(made) / folder.name)
            if folder.exists():
                folder.rmdir()
            (Path(made) / folder.name).rename(folder)
    except OSError as error:
        raise UsageError(f"{folder} could not be written: {(error.strerror or str(error)).lower()}") from None
    return done


def _write(record: "Record", folder: Path) -> Written:
    folder.mkdir()
    acts: dict[str, Any] = {}
    failures: list[InputError] = []
    statements = reports = whole = 0
    with (folder / STATEMENTS).open("w", encoding="ascii") as lines:
        for looked in reviewed_reports(record):
            rows = list(verdicts(looked))
            lines.writelines(json.dumps(row) + "\n" for row in rows)
            statements, reports = statements + len(rows), reports + 1
            if not looked.done:
                continue
            name = name_of(looked.article)
            try:
                text = looked.article.text.encode()
            except UnicodeEncodeError:
                failures.append(InputError(looked.article.id, "holds halves of characters, which no file in UTF-8 can", "its statements are in " + STATEMENTS))
                continue
            (folder / f"{name}.txt").write_bytes(text)
            (folder / f"{name}.json").write_text(annotation_of(looked.article), encoding="ascii")
            if (told := acts_of(looked.article)) is not None:
                acts[name] = told
            whole += 1
    (folder / ACTS).write_text(json.dumps(acts, indent=1) + "\n", encoding="ascii")
    return Written(statements, reports, whole, tuple(failures))


def reviewed_reports(record: "Record") -> Iterator[Reviewed]:
    """Every text of which something was accepted, corrected or looked through as a whole, once, in a report that has it."""
    found = {row.sha256: row.article for row in held(record.reviews())}
    noted = record.statement_corrections()
    standing = {row.number for row in in_force(each.correction for each in noted)}
    found |= {each.sha256: each.article for each in noted if each.correction.number in standing}
    for sha256, article in sorted(found.items(), key=lambda item: (item[1], item[0])):
        yield record.reviewed(article, next(each.number for each in record.versions(article) if each.sha256 == sha256))


def verdicts(looked: Reviewed) -> Iterator[dict[str, Any]]:
    """A row for each statement that was accepted, corrected, added or rejected: as it stands, or stood, with who decided it last, when and why."""
    article = looked.article
    rows = in_force(article.corrections)
    added = {article.statements[at].id for row in rows if row.act == "add" and (at := find_place(article.statements, _of(row.changes))) is not None}
    for s in article.statements:
        if s.corrected is not None:
            yield _row(article, "added" if s.id in added else "corrected", s.to_dict(), s.corrected.by, s.corrected.at, s.corrected.why)
        elif s.id in looked.accepted:
            review = looked.accepted[s.id]
            yield _row(article, "accepted", s.to_dict(), review.by, review.at, review.why)
    for row in rows:
        if row.act == "none" and row.before is not None and all(each.id != row.before["id"] for each in article.statements):
            yield _row(article, "rejected", row.before, row.by, row.at, row.why)


def annotation_of(article: Article) -> str:
    """The statements of a report in the form of the annotated ones."""
    names = {s.id: f"s{number}" for number, s in enumerate(article.statements, 1)}
    rows = [{"id": names[s.id], "source": _spans(s.source), "cue": _spans(s.cue), "content": _spans(s.content), "kind": s.kind, "mode": s.mode, "within": s.within and names[s.within], "speaker": _speaker(article, s)} for s in article.statements]
    return f'{{"boilerplate": {json.dumps(_spans(article.boilerplate))},\n "statements": [\n  ' + ",\n  ".join(map(json.dumps, rows)) + "\n]}\n"


def acts_of(article: Article) -> dict[str, Any] | None:
    """Act and addressee of each statement by where its cue begins, else its content; None where a place does not tell one, or an act is not told."""
    found: dict[str, Any] = {}
    for s in article.statements:
        place, told = str((s.cue or s.content)[0][0]), [[s.act, _addressee(article, s)]]
        if s.act is None or found.setdefault(place, told) != told:
            return None
    return found


def name_of(article: Article) -> str:
    """A file's name, of letters that are safe everywhere, which no other text has."""
    return (_UNFIT.sub("-", article.id)[:60].strip("-") or "report") + "-" + article.sha256[:12]


def _row(article: Article, verdict: str, statement: dict[str, Any], by: str, at: str, why: str) -> dict[str, Any]:
    words = {role: [article.text[start:end] for start, end in statement[role]] for role in ("source", "cue", "content")}
    return {"report": article.id, "sha256": article.sha256, "verdict": verdict, "by": by, "at": at, "why": why, "words": words, "statement": statement}


def _speaker(article: Article, s: Statement) -> dict[str, Any] | None:
    if s.speaker is None:
        return None
    told, near = s.speaker, (s.source or s.cue or s.content)[0][0]
    names = [span for span in told.mentions if reading_copy(article.text).words(span) == told.name] or [nearest(article.text, told.name, near, "speaker's name")]
    parts = {"role": told.role, "organization": told.organization, "via": s.via}
    return {"names": _spans(names), "kind": told.kind, **{name: list(part.spans[0]) if part and part.spans else None for name, part in parts.items()},
            "country": {"code": told.country.code, "span": list(told.country.spans[0])} if told.country and told.country.spans else None}  # fmt: skip


def _addressee(article: Article, s: Statement) -> dict[str, Any] | None:
    if s.addressee is None or not s.addressee.spans:
        return None
    span = s.addressee.spans[0]
    return {"span": list(span), "name": list(nearest(article.text, s.addressee.name, span[0], "addressee's name")), "kind": s.addressee.kind}


def _of(told: dict[str, Any] | None) -> Statement:
    """As much of a statement as tells its place."""
    told = told or {}
    return Statement(told["id"], "indirect", "said", (), tuple((a, b) for a, b in told["cue"]), tuple((a, b) for a, b in told["content"]), None, 1.0)


def _spans(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
