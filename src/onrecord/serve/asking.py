"""A search as the parameters of an address, and back: the fields of `onrecord.Query`, of which `words` is `q` and `within` is `in`, as on the command line."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, fields, replace
from inspect import Parameter, Signature
from typing import Annotated, Any, get_args, get_origin
from urllib.parse import urlencode

from fastapi import Query as FromAddress
from starlette.datastructures import QueryParams

from onrecord.errors import UsageError
from onrecord.keep.query import MOST, OPTIONS, Query

NAMES = {"words": "q", "within": "in"}
_DEFAULTS = asdict(Query())
_BOUNDS: dict[str, dict[str, Any]] = {  # as Query checks them, for the description
    "since": {"format": "date"}, "until": {"format": "date"}, "limit": {"minimum": 1, "maximum": MOST}, "min_confidence": {"minimum": 0, "maximum": 1}, "max_confidence": {"minimum": 0, "maximum": 1},
}  # fmt: skip
SEVERAL = frozenset(name for name, (kind, _) in OPTIONS.items() if get_origin(kind) is tuple)


def query_from(parameters: QueryParams, **fixed: Any) -> Query:
    """As a form sends it, in which what was left empty is not asked for.  Raises UsageError."""
    values: dict[str, Any] = dict(fixed)
    for name, default in _DEFAULTS.items():
        if name in fixed:
            continue
        given = [value for value in parameters.getlist(NAMES.get(name, name)) if value.strip()]
        if name in SEVERAL:
            values[name] = tuple(dict.fromkeys(given))
        elif given:
            values[name] = _number(name, given[-1], type(default)) if isinstance(default, (int, float)) and not isinstance(default, bool) else given[-1]
    return Query(**values)


def _number(name: str, given: str, kind: type[int] | type[float]) -> int | float:
    try:
        return kind(given)
    except ValueError:
        raise UsageError(f"{name} cannot be {given!r}: give a number") from None


def address(query: Query, **changes: Any) -> str:
    """The page of a search, with only what is not the default; from its first page on, unless `after` is among the changes."""
    made = replace(query, **{"after": None} | changes)
    values = {field.name: getattr(made, field.name) for field in fields(made)}
    pairs = [(NAMES.get(name, name), str(value)) for name, value in _pairs(values) if value != _DEFAULTS[name] and name not in ("facets",)]
    return "/search" + ("?" + encoded(pairs) if pairs else "")


def encoded(pairs: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(pairs), errors="replace")


def _pairs(values: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in values.items():
        if isinstance(value, tuple):
            yield from ((name, each) for each in value)
        else:
            yield name, value


def asked(*fixed: str) -> Callable[..., Query]:
    """A FastAPI dependency whose parameters are the fields of Query, but those that are fixed."""

    def ask(**values: Any) -> Query:
        given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return Query(**given)

    parameters = []
    for name, (kind, told) in OPTIONS.items():
        if name in fixed:
            continue
        several = name in SEVERAL
        alias, default = NAMES.get(name, name), _DEFAULTS[name]
        plain: Any = list[get_args(kind)[0]] if several else kind  # type: ignore[misc]
        annotation = Annotated[plain, FromAddress(alias=alias, description=told, json_schema_extra=_BOUNDS.get(name))]
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=[] if several else default, annotation=annotation))
    ask.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return ask
