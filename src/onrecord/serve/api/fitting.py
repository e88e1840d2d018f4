"""What is sent as JSON, as what an operation takes."""

from typing import Any, TypeVar

from fastapi import HTTPException, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from onrecord.serve.bodies import whole_body
from onrecord.serve.posted import read_json

M = TypeVar("M", bound=BaseModel)


async def body_of(request: Request, model: type[M]) -> M:
    """Raises as `whole_body`, HTTPException 415 where it is said to be something else, UsageError for what is no JSON, and as `fitted`."""
    body = await whole_body(request)
    kind = kind_of(request)
    if kind != "application/json":
        raise HTTPException(415, f"The body is {kind[:80] or 'of no content type'}: send application/json.", {"Accept-Post": "application/json"})
    return fitted(model, read_json(body))


def kind_of(request: Request) -> str:
    """The content type, without what is said of it."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def fitted(model: type[M], value: Any) -> M:
    """A JSON value as a model.  Raises RequestValidationError, which names each field, for one that is none."""
    try:
        return model.model_validate(value, strict=True)
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]) from None
