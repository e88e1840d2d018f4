"""A question to the ledger as the parameters of an address, and back: the fields of LedgerQuery."""

from collections.abc import Callable
from dataclasses import replace
from inspect import Parameter, Signature
from typing import Annotated, Any, get_args, get_origin

from fastapi import Query as FromAddress
from starlette.datastructures import QueryParams

from onrecord.follow.query import OPTIONS, LedgerQuery
from onrecord.serve.asking import encoded

SEVERAL = frozenset(name for name, (kind, _) in OPTIONS.items() if get_origin(kind) is tuple)
FLAGS = frozenset(name for name, (kind, _) in OPTIONS.items() if kind is bool)
DAYS = tuple(name for name in OPTIONS if name not in SEVERAL | FLAGS)
_FALSE = ("", "false", "0", "no")


def ledger_query_from(parameters: QueryParams) -> LedgerQuery:
    """As a form sends it, in which what was left empty is not asked for.  Raises UsageError."""
    values: dict[str, Any] = {}
    for name in OPTIONS:
        given = [value for value in parameters.getlist(name) if value.strip()]
        if name in SEVERAL:
            values[name] = tuple(dict.fromkeys(given))
        elif name in FLAGS:
            values[name] = bool(given) and given[-1].casefold() not in _FALSE
        elif given:
            values[name] = given[-1]
    return LedgerQuery(**values)


def ledger_address(query: LedgerQuery, after: str | None = None, page: str = "/ledger", **changes: Any) -> str:
    """The page of a question, or another `page` that takes one, with only what is not the default; from its first page on, unless `after` is given."""
    made = replace(query, **changes)
    pairs: list[tuple[str, str]] = []
    for name in OPTIONS:
        value = getattr(made, name)
        pairs += [(name, each) for each in value] if name in SEVERAL else [(name, str(value).lower() if value is True else str(value))] if value else []
    pairs += [("after", after)] if after else []
    return page + ("?" + encoded(pairs) if pairs else "")


def asked_of_ledger() -> Callable[..., LedgerQuery]:
    """A FastAPI dependency whose parameters are the fields of LedgerQuery."""

    def ask(**values: Any) -> LedgerQuery:
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return LedgerQuery(**given)

    parameters = []
    for name, (kind, told) in OPTIONS.items():
        plain: Any = list[get_args(kind)[0]] if name in SEVERAL else kind  # type: ignore[misc]
        annotation = Annotated[plain, FromAddress(description=told, json_schema_extra={"format": "date"} if name in DAYS else None)]
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=[] if name in SEVERAL else False if name in FLAGS else None, annotation=annotation))
    ask.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return ask
