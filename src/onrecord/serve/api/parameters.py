"""The parameters of an address that an operation of the API knows, by its description; any other is refused, since what it was to leave out would be answered."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from rapidfuzz import fuzz, process
from starlette.concurrency import run_in_threadpool

from onrecord.serve.access import AtLeast

ALIKE = 60  # of 100, from which a name is taken for a slip of another


async def known_parameters(request: Request) -> None:
    """Raises RequestValidationError that names each parameter that is not known, and the known one that is most like it, or all of them; HTTPException 403 where who asks may not."""
    if not request.query_params:
        return
    operation = request.app.openapi()["paths"][request.scope["route"].path_format][request.method.lower()]
    known = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
    faults = [{"loc": ("query", name), "msg": f"is no parameter here; {_instead(name, known)}", "type": "unknown"} for name in dict.fromkeys(request.query_params) if name not in known]
    if faults:
        for each in request.scope["route"].dependant.dependencies:
            if isinstance(each.call, AtLeast):  # who may not ask at all is told that first
                await run_in_threadpool(each.call, request)
        raise RequestValidationError(faults)


def _instead(name: str, known: list[str]) -> str:
    if found := process.extractOne(name.casefold(), known, scorer=fuzz.ratio, score_cutoff=ALIKE):
        return f"did you mean {found[0]!r}?"
    return f"it knows {', '.join(dict.fromkeys(known))}" if known else "it knows none"
