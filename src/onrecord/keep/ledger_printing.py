"""The ledger for a terminal."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.follow.nouns import numbered
from onrecord.keep.printing import SHOWN, _clean

NARROW = 130  # columns of a terminal below which some are left out
AMOUNT = (14, 18)  # how wide amounts are at least and at most
STYLES = {"delivered": "green", "partly_delivered": "green", "overdue": "red", "withdrawn": "red", "refused": "red", "in_progress": "yellow", "answered": "cyan"}


def print_ledger(rows: Sequence[dict[str, Any]], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    columns = (("since", None), ("who → whom", 24), ("what", 44), ("amount", None), ("due", None), ("status", None), ("days", None), ("reports", None), ("id", None))
    shown = [i for i, (title, _) in enumerate(columns) if console.width >= NARROW or title not in ("amount", "due", "days", "reports")]
    longest = max((len(word) for row in rows for word in _amount(row["amount"]).split()), default=0)  # so that no number is broken
    for title, ratio in (columns[i] for i in shown):
        width = {"since": 10, "amount": min(max(longest, AMOUNT[0]), AMOUNT[1]), "due": 10, "status": 16, "days": 5, "reports": 7, "id": SHOWN}.get(title)
        table.add_column(title, width=width, ratio=ratio, no_wrap=width is not None and title != "amount", overflow="fold", justify="right" if title in ("days", "reports") else "left")
    for row in rows:
        cells = (
            row["events"][0]["date"] or "undated", _clean(f"{_name(row['maker'])} → {_name(row['counterpart'])}"), Text(("? " if row["type"] == "ask" else "! ") + _clean(row["what"]["text"])),
            _amount(row["amount"]), (row["due"] or {}).get("to") or "–", Text(row["status"].replace("_", " "), style=STYLES.get(row["status"], "")), _days(row), str(len({e["article"] for e in row["events"]})), row["id"][:SHOWN],
        )  # fmt: skip
        table.add_row(*(cells[i] for i in shown))
    if rows:
        console.print(table)
        console.print(Text("? asked, ! promised; days: open so far, or until it was delivered", style="dim"))
    else:
        console.print("nothing asked or promised", style="dim")


def _name(actor: dict[str, str] | None) -> str:
    return actor["name"] if actor else "–"


def _amount(amount: dict[str, Any] | None) -> str:
    return f"{amount['value']:,} {numbered(amount['unit'] or '', amount['value'])}".strip() if amount else "–"


def _days(row: dict[str, Any]) -> str:
    days = row["days"]["open"] if row["days"]["open"] is not None else row["days"]["pledge_to_delivery"]
    return "–" if days is None else str(days)


def print_commitment(row: dict[str, Any], wordings: Sequence[str], outlets: Sequence[str | None], console: Console) -> None:
    console.print(Text(f"{row['type']} {row['id']}: {_clean(_name(row['maker']))} → {_clean(_name(row['counterpart']))}", style="bold"), soft_wrap=True)
    due = row["due"] and " to ".join(day for day in (row["due"]["from"], row["due"]["to"]) if day)
    told = [row["what"]["category"], row["firmness"], row["status"].replace("_", " "), *([f"amount {_amount(row['amount'])}"] if row["amount"] else []), *([f"due {due}"] if due else []),
            *([f"answers {row['answers']}"] if row["answers"] else []), *(f"{name.replace('_', ' ')} {days} days" for name, days in row["days"].items() if days is not None)]  # fmt: skip
    console.print(Text(", ".join(told)), soft_wrap=True)
    for event, words, outlet in zip(row["events"], wordings, outlets):
        console.print(Text(f"{event['date'] or 'undated'}  {event['kind'].replace('_', ' '):<16}  ", style="dim") + Text(_clean(words)), soft_wrap=True)
        why = f"{_clean(outlet or '–')}, {_clean(event['article'])}, event {event['id'][:SHOWN]}; {'; '.join(map(_clean, event['why']))}"
        console.print(Text(" " * 30 + why, style="dim"), soft_wrap=True)


def print_durations(rows: Sequence[dict[str, Any]], console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("by", "group", "step", "watched", "came to it", "a quarter by", "half by", "three quarters by"):
        table.add_column(title, justify="right" if title not in ("by", "group", "step") else "left")
    for row in rows:
        table.add_row(row["by"], _clean(row["group"]), row["step"].replace("_", " "), str(row["n"]), str(row["ended"]), *("–" if row[q] is None else f"day {row[q]}" for q in ("lower", "median", "upper")))
    console.print(table)


def print_corrections(rows: Sequence[dict[str, Any]], console: Console) -> None:
    for row in rows:
        what = " ".join(str(row[part]) for part in ("event", "commitment", "undoes") if row[part])
        console.print(Text(_clean(f"{row['number']}  {row['at']}  {row['who']}: {row['decision']} {what}: {row['why']}")), soft_wrap=True)
    if not rows:
        console.print("nothing corrected", style="dim")
