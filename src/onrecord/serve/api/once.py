"""What is done once, however often the same is asked for."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from onrecord.errors import InputError, UsageError
from onrecord.serve.api.schemas import MISSING, NOT_ALLOWED, NOT_TAKEN

T = TypeVar("T")


def once(do: Callable[[], T], rows: Callable[[], Iterable[T]], same: Callable[[T], bool]) -> tuple[T, bool]:
    """The new row, and that it is new; or, where it cannot be made since it was made already by the same request, that one."""
    try:
        return do(), True
    except (InputError, UsageError):
        made = [row for row in rows() if same(row)]
        if not made:
            raise
        return made[-1], False


def answers(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """What an operation that is done once may answer beside 201."""
    return MISSING | NOT_ALLOWED | NOT_TAKEN | {200: {"model": model, "description": "It was done before, by the same request of the same user."}, 422: {"model": MISSING[422]["model"], "description": "The body is not as it should be; `errors` names the field."}}


def takes(model: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """The body that an operation takes, for the description."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema(), "example": example}}}}
