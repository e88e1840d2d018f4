#!/usr/bin/env python3
"""Write docs/python.md and docs/commands.md from the program: its signatures, docstrings and helps.  `make reference`; a test fails while they are not as the program is."""

import ast
import inspect
import re
import sys
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path

import typer
from typer.cli import get_docs_for_click

import onrecord
from onrecord.cli import app
from onrecord.keep.record import Record

DOCS = Path(__file__).parent
NAME = re.compile(r"\b[A-Z]\w+")
PLAIN = (str, int, float, tuple, type(None))


def commands() -> str:
    """Every command with its arguments and options."""
    command = typer.main.get_command(app)
    told = get_docs_for_click(obj=command, ctx=typer.Context(command), name="onrecord", title="Every command")
    return told.replace("&#x27;", "'").replace("&quot;", '"').replace("&gt;", ">").replace("&lt;", "<").rstrip() + "\n"


def python() -> str:
    """What `onrecord` exports, the methods of a record, and whatever else these give back."""
    exported = [getattr(onrecord, name) for name in onrecord.__all__ if name != "Span"]
    parts = ["# Every Python name", "", "What `import onrecord` gives; then what a `Record`, which `onrecord.open` gives, can do; then what is given back.", "", "## `onrecord`", ""]
    for one in exported:
        parts += _told(one, f"onrecord.{one.__name__}")
    parts += ["### `onrecord.Span`", "", "Start and end of some words, in characters of a text: `text[start:end]` are the words.", ""]
    parts += ["## `Record`", "", *_text(Record)]
    for name, method in _public(Record):
        parts += _told(method, f"record.{name}")
    parts += ["## What is given back", ""]
    for one in _given_back(exported):
        parts += _told(one, one.__name__)
    return "\n".join(parts).rstrip() + "\n"


def _told(one: typing.Any, name: str) -> list[str]:
    if not inspect.isclass(one):
        return [f"### `{name}`", "", "```python", _signature(one, name), "```", "", *_text(one)]
    if not is_dataclass(one):
        base = "" if one.__base__ in (object, tuple) else f" ({one.__base__.__name__})"  # type: ignore[union-attr]
        methods = [line for called, method in _public(one) for line in _told(method, f"{one.__name__}.{called}")]
        made = ["```python", _signature(one, name), "```", ""] if "__init__" in vars(one) else []
        return [f"### `{name}`{base}", "", *made, *_text(one), *methods]
    hints = typing.get_type_hints(one, _names_of(one), include_extras=True)
    rows = [f"| `{field.name}` | {_type(hints[field.name])} | {_meaning(hints[field.name])} |" for field in fields(one) if not field.name.startswith("_")]
    explained = any(_meaning(hint) for hint in hints.values())
    table = ["| field | type | what |", "| --- | --- | --- |", *rows] if explained else ["| field | type |", "| --- | --- |", *(row.removesuffix("  |") for row in rows)]
    methods = [line for called, method in _public(one) for line in _told(method, f"{one.__name__}.{called}")]
    return [f"### `{name}`", "", *_text(one), *table, "", *methods]


def _public(one: type) -> Iterator[tuple[str, typing.Any]]:
    return ((name, value.fget if isinstance(value, property) else value) for name, value in vars(one).items() if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)))


def _text(one: typing.Any) -> list[str]:
    text = inspect.getdoc(one)
    if not text:
        raise SystemExit(f"{one.__module__}.{one.__qualname__} has no docstring")
    return [*text.splitlines(), ""]


def _signature(one: typing.Any, name: str) -> str:
    signature = inspect.signature(one)
    told = []
    for parameter in signature.parameters.values():
        if parameter.name in ("self", "cls"):
            continue
        star = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in told and not any(each.startswith("*") for each in told):
            told.append("*")
        default = "" if parameter.default is inspect.Parameter.empty else f" = {parameter.default!r}" if isinstance(parameter.default, PLAIN) else " = …"
        told.append(f"{star}{parameter.name}: {_plain(parameter.annotation)}{default}")
    inside = ", ".join(told) if len(", ".join(told)) < 100 else "\n    " + ",\n    ".join(told) + ",\n"
    given = "" if signature.return_annotation is inspect.Signature.empty or signature.return_annotation is None else f" -> {_plain(signature.return_annotation)}"
    return f"{name}({inside}){given}"


def _plain(annotation: typing.Any) -> str:
    """An annotation without modules and without what is told of it besides."""
    if typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    told = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    bare = re.sub(r"\b(?:\w+\.)+(?=[A-Za-z_])", "", re.sub(r"ForwardRef\('([^']+)'\)", r"\1", told))
    return bare.replace("'", '"') if "Literal" in bare else bare.strip("'")


def _type(hint: typing.Any) -> str:
    return "`" + _plain(hint).replace("|", "\\|") + "`"


def _meaning(hint: typing.Any) -> str:
    return next((str(part) for part in typing.get_args(hint)[1:] if isinstance(part, str)), "") if typing.get_origin(hint) is typing.Annotated else ""


def _given_back(exported: list[typing.Any]) -> list[type]:
    """The classes of ours that exported ones, and a record's methods, name in what they give, and those that these name, by name."""
    found: dict[str, type] = {}
    waiting = [*exported, Record]
    while waiting:
        one = waiting.pop()
        if not inspect.isclass(one):
            named, names = [inspect.signature(one).return_annotation], _names_of(one)
        else:
            named, names = [inspect.signature(method).return_annotation for _, method in _public(one)], _names_of(one)
            named += [field.type for field in fields(one)] if is_dataclass(one) else []
        for word in {word for each in named for word in NAME.findall(_plain(each))}:
            given = names.get(word)
            if inspect.isclass(given) and given.__module__.startswith("onrecord") and given not in (*exported, Record) and word not in found:
                found[word] = given
                waiting.append(given)
    return [found[word] for word in sorted(found)]


def _names_of(one: typing.Any) -> dict[str, typing.Any]:
    """What the names mean in the module of a class or function, also those that only checkers of types import."""
    module = sys.modules[one.__module__]
    names = dict(vars(module))
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("onrecord"):
            for alias in node.names:
                if (alias.asname or alias.name) not in names:
                    names[alias.asname or alias.name] = getattr(import_module(node.module), alias.name)
    return names


PAGES = {"python.md": python, "commands.md": commands}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (DOCS / page).write_text(write(), encoding="utf-8")
