"""Utterances: what several reports tell, by how many tell it, by speaker, or by how much their wordings differ."""

from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import UsageError
from onrecord.follow.utterances import Sort
from onrecord.serve.asking import encoded
from onrecord.serve.paging import take
from onrecord.serve.record_of import Served
from onrecord.serve.templating import page
from onrecord.serve.utterances_of import utterances_of

router = APIRouter(include_in_schema=False)
ROWS = 25
SORTS: dict[Sort, str] = {"spread": "most reports first", "speaker": "by speaker", "disagreement": "most differing first"}
LEASTS = (2, 3, 5, 10, 20)
Text = Annotated[str, Query(max_length=500)]


@router.get("/utterances")
def utterances(request: Request, record: Served, sort: Text = "", speaker: Text = "", least: Text = "", after: Text = "") -> Response:
    """As a form sends it, in which what was left empty is not asked for.  Raises UsageError."""
    order, fewest = _order(sort), _fewest(least)
    rows = utterances_of(request, record, order, speaker, fewest)
    shown, later = take(rows, lambda row: row.id, after, ROWS)

    def address(**changes: Any) -> str:
        asked = {"sort": order, "speaker": speaker.strip(), "least": fewest, "after": ""} | changes
        pairs = [(name, str(value)) for name, value in asked.items() if value and (name, value) not in (("sort", "spread"), ("least", 2))]
        return "/utterances" + ("?" + encoded(pairs) if pairs else "")

    return page(request, "utterances.html", rows=list(zip(shown, record._earliest(shown))), count=len(rows), sort=order, sorts=[(name, address(sort=each), each == order) for each, name in SORTS.items()], speaker=speaker, least=fewest, leasts=sorted({*LEASTS, fewest}),
                first=address() if after else None, later=address(after=later) if later else None)  # fmt: skip


def _order(given: str) -> Sort:
    for each in get_args(Sort):
        if each == (given.strip() or "spread"):
            return each  # type: ignore[no-any-return]
    raise UsageError(f"sort {given!r} is none of {', '.join(get_args(Sort))}")


def _fewest(given: str) -> int:
    if not given.strip():
        return 2
    if not (given.isascii() and given.isdecimal() and 2 <= int(given) < 10**6):
        raise UsageError(f"least {given!r} is no number of reports: give 2 or more")
    return int(given)
