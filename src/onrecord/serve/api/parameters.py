"""The parameters of an address that an operation of the API knows, by its description; any other is refused, since what it was to leave out would be answered."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from rapidfuzz import fuzz, process

ALIKE = 60  # of 100, from which a name is taken for a slip of another


async def known_parameters(request: Request) -> None:
    """Raises RequestValidationError that names each parameter that is not known, and the known one that is most like it, or all of them."""
    if not request.query_params:
        return
    operation = request.app.openapi()["paths"][request.scope["route"].path_format][request.method.lower()]
    known = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"]
    faults = [{"loc": ("query", name), "msg": f"is no parameter here; {_instead(name, known)}", "type": "unknown"} for name in dict.fromkeys(request.query_params) if name not in known]
    if faults:
        raise RequestValidationError(faults)


def _instead(name: str, known: list[str]) -> str:
    if found := process.extractOne(name.casefold(), known, scorer=fuzz.ratio, score_cutoff=ALIKE):
        return f"did you mean {found[0]!r}?"
    return f"it knows {', '.join(dict.fromkeys(known))}" if known else "it knows none"
