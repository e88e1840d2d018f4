"""Tables of a record for a terminal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.export.table import described, print_article
from onrecord.keep.amendments import Amendment, in_words
from onrecord.keep.correcting import Noted
from onrecord.keep.difference import Change, Difference
from onrecord.keep.failures import Failure
from onrecord.keep.lookup import Kept, Version
from onrecord.keep.query import Query
from onrecord.keep.reviewing import Review
from onrecord.keep.search import Hit, Page
from onrecord.types import Article, StatementCorrection

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
SHOWN = 12  # characters of an id
BESIDE = 60  # characters of unchanged text that are shown on either side of a change


def print_page(page: Page, query: Query, console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    for title, width in (("day", 10), ("outlet", None), ("speaker", None), ("act", 7), ("words", None), ("id", SHOWN)):
        table.add_column(title, width=width, ratio=None if width else {"outlet": 14, "speaker": 18, "words": 50}[title], no_wrap=width is not None, overflow="fold")
    for hit in page.hits:
        s = hit.statement
        speaker = described(s.speaker) if s and s.speaker else "–" if s else hit.headline or "–"
        id = s.id[:SHOWN] if s else hit.article
        table.add_row(hit.published or "–", _clean(hit.outlet or "–"), _clean(speaker), (s and s.act) or "–", marked(hit), _clean(id))
    if page.hits:
        console.print(table)
    else:
        console.print("nothing found", style="dim")
    if page.count:
        console.print(Text(f"{page.count:,}{'+' * page.more} found" + " (counts are of those kept last)" * (page.more and page.facets is not None), style="dim"))
    for name, counts in (page.facets or {}).items():
        console.print(Text(f"{name}: ", style="bold") + Text(", ".join(f"{_clean(value or '–')} {number}" for value, number in counts.items())))
    if page.after:
        console.print(Text(f"more: the same search with --after {page.after}", style="dim"), soft_wrap=True)


def marked(hit: Hit) -> Text:
    """What a hit shows on one line, a statement as it is quoted, the words that were searched set off."""
    shown, at = Text(), 0
    spans, told = (hit.quote.spans, hit.quote.words) if hit.quote else (hit.snippet, hit.words)
    for i, (start, end) in enumerate(spans):
        if i:
            shown.append(" … ")
            at += 3
        words, begin = told[at : at + end - start], 0
        for a, b in hit.marks:
            if start <= a and b <= end:
                shown.append(_clean(words[begin : a - start]))
                shown.append(_clean(words[a - start : b - start]), style="bold reverse")
                begin = b - start
        shown.append(_clean(words[begin:]))
        at += end - start
    return shown


def print_found(found: Article | Kept, versions: Sequence[Version], console: Console) -> None:
    if isinstance(found, Kept):
        print_article(replace(found.article, statements=(found.statement,)), console)
        console.print(Text(f"statement {found.statement.id} of report {_clean(found.article.id)}", style="dim"), soft_wrap=True)
        for row in found.corrections:
            console.print(Text(told_of(row), style="dim"), soft_wrap=True)
        return
    print_article(found, console)
    console.print(Text(f"report {_clean(found.id)}", style="dim"), soft_wrap=True)
    for row in found.corrections:
        console.print(Text(told_of(row), style="dim"), soft_wrap=True)
    for version in versions:
        told = [f"version {version.number}", version.sha256[:SHOWN], f"ingested {version.ingested} (ingest {version.ingest})"]
        told += [f"by the {version.reader} reader"] if version.reader else []
        told += [f"from {_clean(version.source)}"] if version.source else []
        told += [f"read by {', '.join(map(_clean, version.models))}"] if version.models else []
        told += [f"the same text as {', '.join(map(_clean, version.tied))}"] if version.tied else []
        told += [f"nearly the same as {', '.join(f'{_clean(name)} ({100 * share:.0f} %)' for name, share in version.near)}"] if version.near else []
        told += [f"taken down {version.taken_down}"] if version.taken_down else []
        console.print(Text(("→ " if version.sha256 == found.sha256 else "  ") + ", ".join(told), style="dim"), soft_wrap=True)
        for amendment in version.amendments:
            console.print(Text(f"    {amended(amendment)}", style="dim"), soft_wrap=True)


def told_of(row: StatementCorrection) -> str:
    """A correction on one line."""
    what = {"none": "no statement", "add": "was missed", "undo": f"takes back {row.undoes}"}.get(row.act) or ", ".join(row.changes or {})
    return _clean(f"correction {row.number} by {row.by} on {row.at[:10]}: {what} – {row.why}")


def print_corrections(made: Sequence[Noted], console: Console) -> None:
    for each in made:
        about = each.correction.before or each.correction.changes or {}
        console.print(Text(f"{told_of(each.correction)}{'' if each.placed else '; not placed: the latest model does not find the statement'}"), soft_wrap=True)
        console.print(Text(_clean(f"    {'statement ' + about['id'] + ' of ' if 'id' in about else ''}report {each.article}"), style="dim"), soft_wrap=True)
    if not made:
        console.print("nothing was corrected", style="dim")


def amended(row: Amendment) -> str:
    """An amendment on one line, without its report."""
    given, before = in_words(row.changes), in_words({field: row.before[field] for field in row.changes})
    what = f"takes back {row.undoes}" if row.act == "undo" else f"{given} (before: {before})"
    by = "" if row.by is None else f" by {row.by}"
    return _clean(f"amendment {row.number}{by} on {row.at[:10]}{f', ingest {row.ingest}' if row.ingest else ''}: {what}{f' – {row.why}' if row.why else ''}")


def print_amendments(rows: Sequence[Amendment], console: Console) -> None:
    for row in rows:
        console.print(Text(amended(row)), soft_wrap=True)
        console.print(Text(_clean(f"    version {row.version} of report {row.article}"), style="dim"), soft_wrap=True)
    if not rows:
        console.print("nothing was amended", style="dim")


def print_reviews(rows: Sequence[Review], console: Console) -> None:
    undone = {row.undoes for row in rows}
    for row in rows:
        about = {"accept": f"statement {row.statement} was found right", "whole": "looked through as a whole", "undo": f"review {row.undoes} was taken back"}[row.act]
        console.print(Text(_clean(f"{row.number}  {row.at[:10]}  {row.by}: {about}{': ' + row.why if row.why else ''}{' (taken back)' if row.number in undone else ''}")), soft_wrap=True)
        console.print(Text(_clean(f"    report {row.article}"), style="dim"), soft_wrap=True)
    if not rows:
        console.print("nothing was reviewed", style="dim")


def print_difference(difference: Difference, console: Console) -> None:
    """Passages with changes, dropped words as [-these-] and added ones as {+these+}."""
    console.print(Text(f"{_clean(difference.article)}: version {difference.numbers[0]} → {difference.numbers[1]}", style="bold"), soft_wrap=True)
    for group in _near(difference.changes):
        first, last = group[0].after[0], group[-1].after[1]
        shown, at = Text("… " * (first > BESIDE)), max(0, first - BESIDE)
        for change in group:
            shown.append(_clean(difference.after[at : change.after[0]]))
            if dropped := difference.before[slice(*change.before)]:
                shown.append(f"[-{_clean(dropped)}-]", style="red")
            if added := difference.after[slice(*change.after)]:
                shown.append(f"{{+{_clean(added)}+}}", style="green")
            at = change.after[1]
        shown.append(_clean(difference.after[at : last + BESIDE]) + " …" * (last + BESIDE < len(difference.after)))
        console.print(shown)


def _near(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Changes whose surroundings meet are shown in one passage."""
    group: list[Change] = []
    for change in changes:
        if group and change.after[0] - group[-1].after[1] > 2 * BESIDE:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def print_failures(failures: Sequence[Failure], console: Console) -> None:
    for failure in failures:
        console.print(Text(_clean(f"{failure.at}  {failure.name}: {failure.reason}" + f"; {failure.advice}" * bool(failure.advice))), soft_wrap=True)
    if not failures:
        console.print("nothing failed", style="dim")


def print_stats(counts: Mapping[str, Any], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for name, value in counts.items():
        if isinstance(value, Mapping):
            shown = ", ".join(f"{key or '–'} {number:,}" for key, number in value.items()) or "–"
        elif isinstance(value, tuple):
            shown = " to ".join(str(each or "–") for each in value)
        else:
            shown = f"{value:,}" if isinstance(value, int) else str(value)
        table.add_row(name.replace("_", " "), Text(_clean(shown)))
    console.print(table)


def _clean(words: str) -> str:
    """On one line, and without control characters, which a terminal would obey."""
    return _CONTROL.sub("�", _SPACE.sub(" ", words))
