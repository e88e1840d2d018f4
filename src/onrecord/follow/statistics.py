"""How long things took, over all commitments of a ledger and by maker, category and year."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from onrecord.follow.survival import durations

STEPS = ("ask_to_pledge", "pledge_to_first_delivery", "pledge_to_delivery")
TITLES = {"ask_to_pledge": "From ask to promise", "pledge_to_first_delivery": "From promise to the first delivery", "pledge_to_delivery": "From promise to delivery"}
Observed = tuple[int, bool]


def summarise(rows: Sequence[dict[str, Any]], as_of: str | None = None) -> list[dict[str, Any]]:
    """One row for each step and group: how many were watched, how many came to it, and the quartiles of the days.

    What has not come to it by `as_of` (an ISO day; None: today) counts as watched until then; what was withdrawn or refused, until the day when it was.  What has no day is left out.
    """
    day = as_of or date.today().isoformat()
    found = []
    keys: dict[str, Callable[[dict[str, Any]], str]] = {
        "all": lambda row: "all", "maker": lambda row: (row["maker"] or {}).get("name") or "–", "category": lambda row: row["what"]["category"], "year": lambda row: (_begun(row) or "–")[:4],
    }  # fmt: skip
    for by, key in keys.items():
        groups: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            groups.setdefault(key(row), []).append(row)
        for name in sorted(groups):
            for step in STEPS:
                watched = list(observed(groups[name], step, day))
                if watched:
                    found.append({"by": by, "group": name, "step": step, **asdict(durations(watched))})
    return found


def chart(rows: Sequence[dict[str, Any]], as_of: str | None = None) -> str:
    """The same over all commitments, as curves in SVG."""
    from onrecord.drawing.curve import Panel, draw_curves

    day = as_of or date.today().isoformat()
    return draw_curves([Panel(TITLES[step], list(observed(rows, step, day))) for step in STEPS], f"How many days it took, as of {day}: Kaplan–Meier curves")


def _begun(row: dict[str, Any]) -> str | None:
    return min((e["date"] for e in row["events"] if e["date"]), default=None)


def observed(rows: Iterable[dict[str, Any]], step: str, day: str) -> Iterable[Observed]:
    """Of each commitment that has the step before it, the days to this one, or for how long it was watched without."""
    for row in rows:
        begun = _begun(row)
        if begun is None or begun > day or row["type"] != ("ask" if step == "ask_to_pledge" else "pledge"):
            continue
        if (days := row["days"][step]) is not None:
            yield days, True
            continue
        over = max((e["date"] for e in row["events"] if e["date"] and e["kind"] in ("withdrawn", "refused")), default=None) if row["status"] in ("withdrawn", "refused") else None
        done = max((e["date"] for e in row["events"] if e["date"] and e["kind"] == "delivered"), default=None) if row["status"] == "delivered" else None
        yield (date.fromisoformat(over or done or day) - date.fromisoformat(begun)).days, False
