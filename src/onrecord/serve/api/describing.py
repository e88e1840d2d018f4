"""The description at /openapi.json: FastAPI's, with an example of each answer, and errors as what they are, problem details."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from onrecord.serve.admitting import COOKIE, OPEN
from onrecord.serve.api.examples import EXAMPLES

UNKNOWN = {status: {"description": told, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}} for status, told in (("401", "Nobody is known by what was shown."), ("429", "Too many requests; Retry-After says when to come again."))}


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """A function that makes the description when it is first asked for."""
    plain = app.openapi
    wanted = bool(app.state.login)

    def described() -> dict[str, Any]:
        known = app.openapi_schema is not None
        told: dict[str, Any] = plain()
        if not known:
            for path, operations in told["paths"].items():
                for method, operation in operations.items():
                    _mend(operation["responses"], path if method == "get" else f"{method.upper()} {path}")
                    if wanted and path not in OPEN:
                        operation["security"] = [{"token": []}, {"session": []}]
                        operation["responses"] |= UNKNOWN
            if wanted:
                told["components"]["securitySchemes"] = {
                    "token": {"type": "http", "scheme": "bearer", "description": "As `onrecord user token add`, or the page Account, gives it."},
                    "session": {"type": "apiKey", "in": "cookie", "name": f"__Host-{COOKIE}", "description": f"Of a browser; {COOKIE} by plain HTTP."},
                }
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
