"""The description at /openapi.json: FastAPI's, with an example of each answer, and errors as what they are, problem details."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from onrecord.serve.api.examples import EXAMPLES


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """A function that makes the description when it is first asked for."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        known = app.openapi_schema is not None
        told: dict[str, Any] = plain()
        if not known:
            for path, operations in told["paths"].items():
                for method, operation in operations.items():
                    _mend(operation["responses"], path if method == "get" else f"{method.upper()} {path}")
        return told

    return described


def _mend(answers: dict[str, Any], where: str) -> None:
    for status, answer in answers.items():
        content = answer.get("content", {})
        example = EXAMPLES.get(f"{where} {status}") or EXAMPLES.get(where)
        if status >= "400" and "application/json" in content:
            answer["content"] = {"application/problem+json": content["application/json"]}
        elif example is not None and "application/json" in content:
            content["application/json"]["example"] = example
