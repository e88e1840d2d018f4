"""A table for a terminal: one a report, one row a statement."""

import re

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.types import Article

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def print_article(article: Article, console: Console) -> None:
    console.print()
    console.print(Text(heading(article), style="bold"))
    if not article.statements:
        console.print("no statements", style="dim")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    table.add_column("source", ratio=22)
    table.add_column("cue", ratio=14)
    table.add_column("content", ratio=56)
    table.add_column("kind", width=8)
    table.add_column("mode", width=7)
    table.add_column("sure", justify="right", width=4)
    for s in article.statements:
        inset = "↳ " if s.within else ""
        table.add_row(Text(inset + _line(article.words(s.source)) or "–", style="bold"), Text(_line(article.words(s.cue)) or "–", style="italic"),
                      Text(_line(article.words(s.content))), s.kind, s.mode, f"{s.confidence:.2f}")
    console.print(table)


def heading(article: Article) -> str:
    """What tells a report from others: its title, else its first line, with outlet, day and path where known."""
    title = article.title or next((line.strip() for line in article.text.splitlines() if line.strip()), "")
    title = title if len(title) <= 100 else title[:99] + "…"
    title = _CONTROL.sub("�", title)
    beside = " · ".join(x for x in (article.outlet, article.published, article.path or article.url) if x)
    return f"{title}  ({beside})" if beside else title


def _line(words: str) -> str:
    """On one line, and without control characters, which a terminal would obey."""
    return _CONTROL.sub("�", " ".join(words.split()))
