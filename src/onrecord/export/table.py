"""A table for a terminal: one a report, one row a statement."""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.headlines import headline_of
from onrecord.resolve.listing import Speaking
from onrecord.types import Article, Speaker, Statement

NARROW = 120  # characters of a line, from which on there is room for acts and cues to be as wide as their share
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def print_article(article: Article, console: Console) -> None:
    console.print()
    console.print(Text(heading(article), style="bold"))
    if not article.statements:
        console.print("no statements", style="dim")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    narrow = console.width < NARROW
    for title, ratio, least in (("speaker", 18, None), ("act", 12, 8), ("source", 16, None), ("cue", 11, 8), ("content", 43, None)):
        table.add_column(title, ratio=None if narrow and least else ratio, width=least if narrow else None, overflow="fold")
    table.add_column("kind", width=8)
    table.add_column("sure", justify="right", width=4)
    for s in article.statements:
        inset = "↳ " if s.within else ""
        table.add_row(Text(inset + (_line(described(s.speaker)) if s.speaker else "–"), style="bold"), Text(_line(acted(s))), Text(_line(article.words(s.source)) or "–"),
                      Text(_line(article.words(s.cue)) or "–", style="italic"), Text(_line(article.words(s.content))), s.kind if s.mode == "said" else f"{s.kind} {s.mode}", f"{s.confidence:.2f}")
    console.print(table)


def described(speaker: Speaker) -> str:
    """The name, with role and organization where the report tells them, each in its own words; but for what the name says already ("two diplomats")."""
    return ", ".join([speaker.name, *(part.text for part in (speaker.role, speaker.organization) if part and f" {part.text} ".casefold() not in f" {speaker.name} ".casefold())])


def acted(statement: Statement) -> str:
    """The act, and to whom: "request → donors"."""
    return f"{statement.act or '–'} → {statement.addressee.name}" if statement.addressee else statement.act or "–"


def print_speakers(rows: Sequence[Speaking], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("speaker", "kind"):
        table.add_column(title)
    for title in ("statements", "reports"):
        table.add_column(title, justify="right")
    for title in ("roles", "named as"):
        table.add_column(title)
    for row in rows:
        listed = f"  [{row.listed}{f', {row.identifier}' if row.identifier else ''}]" if row.listed else ""
        table.add_row(Text(_line(row.name + listed), style="bold"), row.kind, str(row.statements), str(row.reports), Text(_line("; ".join(row.roles))), Text(_line("; ".join(row.sources))))
    console.print(table)


def heading(article: Article) -> str:
    """What tells a report from others: its headline, else its first line, with outlet, day and path where known."""
    title = headline_of(article) or next((line.strip() for line in article.text.splitlines() if line.strip()), "")
    title = title if len(title) <= 100 else title[:99] + "…"
    title = _CONTROL.sub("�", title)
    beside = " · ".join(x for x in (article.outlet, article.published, article.path or article.url) if x)
    return f"{title}  ({beside})" if beside else title


def _line(words: str) -> str:
    """On one line, and without control characters, which a terminal would obey."""
    return _CONTROL.sub("�", " ".join(words.split()))
