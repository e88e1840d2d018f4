"""What a browser sends by POST: fields by name, each as often as it was filled in."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

LARGEST, MOST = 1_000_000, 500  # bytes of a form; fields


class Form:
    """The fields of a form, in order."""

    def __init__(self, pairs: list[tuple[str, str]]):
        self.pairs = pairs

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def get(self, name: str, default: str = "") -> str:
        """The last value of a field."""
        return next(reversed(self.all(name)), default)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.pairs)


async def form_of(request: Request) -> Form:
    """Raises HTTPException 413 for a form that is too large, 415 for what is none, 400 for one of too many fields."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "A form is sent as application/x-www-form-urlencoded.")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise HTTPException(413, f"A form of more than {LARGEST} bytes is not read.")
    try:
        return Form(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace", max_num_fields=MOST))
    except ValueError:
        raise HTTPException(400, f"A form of more than {MOST} fields is not read.") from None


Sent = Annotated[Form, Depends(form_of)]


def only_once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Parameters of an address of which none may be given twice; one that is counts as none at all."""
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}
