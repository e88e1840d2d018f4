"""brat standoff (https://brat.nlplab.org/standoff.html), in PolNeAR's manner: Source, Cue and Content tied by an Attribution."""

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from onrecord.errors import UsageError
from onrecord.terminal import write
from onrecord.types import Act, Article, Kind, Mode, Span, Statement

ROLES = ("source", "cue", "content")
SETTINGS = f"""[entities]
Source
Cue
Content

[relations]
Within	Arg1:Attribution, Arg2:Attribution

[events]
Attribution	Source?:Source, Cue?:Cue, Content:Content

[attributes]
Kind	Arg:Attribution, Value:{"|".join(get_args(Kind))}
Mode	Arg:Attribution, Value:{"|".join(get_args(Mode))}
Act	Arg:Attribution, Value:{"|".join(get_args(Act))}
"""


def write_folder(articles: Iterable[Article], out: Path) -> None:
    """A .txt and an .ann file for each report, and the annotation.conf that brat wants beside them.  Raises UsageError where the folder cannot be made."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{out} could not be made: {(error.strerror or str(error)).lower()}") from None
    write([SETTINGS], out / "annotation.conf")
    taken: set[str] = set()
    for article in articles:
        stem = Path(article.path).stem if article.path and not article.path.endswith((".jsonl", ".json")) else article.id
        stem = "".join(c if c.isalnum() or c in "-_." else "_" for c in stem).encode()[:100].decode(errors="ignore")
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        taken.add(name)
        write([article.text], out / f"{name}.txt")
        write([render(article)], out / f"{name}.ann")


def render(article: Article) -> str:
    """The .ann file that stands beside the article's text.  Kind, mode and act are attributes, `within` a relation, and the utterance is named in a note."""
    lines: list[str] = []
    events: dict[str, str] = {}
    count = 0
    for number, statement in enumerate(article.statements, 1):
        roles: list[str] = []
        for role in ROLES:
            spans: tuple[Span, ...] = getattr(statement, role)
            if spans:
                count += 1
                lines.append(_text_bound(f"T{count}", role.capitalize(), article, spans))
                roles.append(f"{role.capitalize()}:T{count}")
        count += 1
        lines.append(_text_bound(f"T{count}", "Attribution", article, statement.cue or statement.content[:1]))
        lines.append(f"E{number}\tAttribution:T{count} {' '.join(roles)}")
        events[statement.id] = f"E{number}"
    lines += _attributes(article.statements, events)
    lines += [f"#{number}\tAnnotatorNotes {events[s.id]}\tutterance {s.utterance.id}" for number, s in enumerate(article.statements, 1) if s.utterance]
    return "".join(line + "\n" for line in lines)


def _text_bound(name: str, label: str, article: Article, spans: tuple[Span, ...]) -> str:
    """Spans are cut at line breaks, which brat's fragments may not cross."""
    pieces = [piece for start, end in spans for piece in _lines(article.text, start, end)]
    offsets = ";".join(f"{s} {e}" for s, e in pieces)
    return f"{name}\t{label} {offsets}\t{' '.join(article.text[s:e] for s, e in pieces)}"


def _lines(text: str, start: int, end: int) -> list[Span]:
    pieces: list[Span] = []
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            at = start + len(line) - len(line.lstrip())
            pieces.append((at, at + len(stripped)))
        start += len(line)
    return pieces


def _attributes(statements: tuple[Statement, ...], events: dict[str, str]) -> list[str]:
    lines = [f"A{3 * i + k}\t{name.capitalize()} {events[s.id]} {getattr(s, name)}" for i, s in enumerate(statements) for k, name in enumerate(("kind", "mode", "act"), 1) if getattr(s, name)]
    nested = [s for s in statements if s.within]
    return lines + [f"R{i}\tWithin Arg1:{events[s.id]} Arg2:{events[s.within]}" for i, s in enumerate(nested, 1) if s.within]
