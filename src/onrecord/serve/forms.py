"""What a page's form sends: URL-encoded fields, few and short."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

LARGEST, MOST = 65_536, 50  # bytes, fields
ENCODED = "application/x-www-form-urlencoded"


async def form_of(request: Request) -> dict[str, str]:
    """Fields by name; of several with one name the last.  Raises HTTPException 413 for one that is too large, 415 for one that is encoded otherwise, 400 for one that is no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != ENCODED:
        raise HTTPException(415, f"A form is sent as {ENCODED}.")
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            raise HTTPException(413, f"A form has at most {LARGEST} bytes.")
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST, errors="replace"))
    except ValueError:
        raise HTTPException(400, "This is no form.") from None


Form = Annotated[dict[str, str], Depends(form_of)]
