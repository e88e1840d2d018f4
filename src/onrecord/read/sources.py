"""What a source is, and which reader it gets: a URL, `-`, a folder, or a file by its name's ending."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.read.decoding import decode
from onrecord.read.html import looks_like_html, read_html
from onrecord.read.jsonl import looks_like_json, looks_like_jsonl, read_json, read_jsonl
from onrecord.read.web import fetch
from onrecord.types import Report

SUFFIXES = (".txt", ".html", ".htm", ".json", ".jsonl")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a reader may take: `max_bytes` of one file or page, `timeout` seconds for one URL; `fields` maps JSON fields."""

    max_bytes: int = 64 * 1024 * 1024
    timeout: float = 30.0
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Files of a folder that no reader is for."""

    folder: str
    count: int


def read(source: str, limits: Limits = Limits(), stdin: BinaryIO | None = None) -> Iterator[Report | InputError | Skipped]:
    """The reports of one source, in order.  What cannot be read is yielded as an InputError."""
    for item in _read(source, limits, stdin):
        if isinstance(item, InputError):
            item.source = item.source or source
        yield item


def _read(source: str, limits: Limits, stdin: BinaryIO | None) -> Iterator[Report | InputError | Skipped]:
    try:
        if source == "-":
            data = (stdin or sys.stdin.buffer).read(limits.max_bytes + 1)
            yield from _documents("-", data, None, limits, Report("", path=None))
        elif source.startswith(("http://", "https://")):
            data, charset, kind, url = fetch(source, limits.max_bytes, limits.timeout)
            suffix = ".html" if kind in ("text/html", "application/xhtml+xml") else ".json" if kind == "application/json" else None
            yield from _documents(source, data, suffix, limits, Report("", url=url), charset)
        elif Path(source).is_dir():
            yield from _folder(Path(source), limits)
        else:
            yield from _file(Path(source), limits)
    except InputError as error:
        yield error
    except OSError as error:
        yield InputError(source, _reason(error), "check the name and the permissions")


def _folder(folder: Path, limits: Limits) -> Iterator[Report | InputError | Skipped]:
    unreadable: list[InputError] = []

    def report_unreadable(error: OSError) -> None:
        unreadable.append(InputError(str(error.filename or folder), _reason(error), "check the permissions"))

    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=report_unreadable):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        files += [Path(parent) / n for n in sorted(names) if not n.startswith(".")]
    yield from unreadable
    readable = [path for path in files if path.suffix.lower() in SUFFIXES]
    if not readable and not unreadable:
        yield InputError(str(folder), "holds nothing to read", f"files named {' '.join('*' + s for s in SUFFIXES)} are read")
    for path in readable:
        yield from read(str(path), limits)
    if len(files) > len(readable):
        yield Skipped(str(folder), len(files) - len(readable))


def _file(path: Path, limits: Limits) -> Iterator[Report | InputError]:
    if path.exists() and not path.is_file():
        raise InputError(str(path), "is not a file", "give a file, a folder, a URL or -")
    with path.open("rb") as file:
        data = file.read(limits.max_bytes + 1)
    yield from _documents(str(path), data, path.suffix.lower(), limits, Report("", path=str(path)))


def _documents(name: str, data: bytes, suffix: str | None, limits: Limits, report: Report, charset: str | None = None) -> Iterator[Report | InputError]:
    if len(data) > limits.max_bytes:
        raise InputError(name, f"is larger than {limits.max_bytes} bytes", "split it, or raise --max-bytes")
    text = decode(name, data, charset)
    known = suffix in SUFFIXES
    of_rows = replace(report, url=None)  # an address of many reports is none of theirs
    if suffix in (".html", ".htm") or (not known and looks_like_html(text)):
        yield read_html(name, text, data, replace(report, source=name, reader="html"))
    elif suffix == ".jsonl" or (not known and looks_like_jsonl(text)):
        yield from read_jsonl(name, text, limits.fields, replace(of_rows, source=name, reader="jsonl"))
    elif suffix == ".json" or (not known and looks_like_json(text)):
        yield from read_json(name, text, limits.fields, replace(of_rows, source=name, reader="json"))
    else:
        yield replace(report, text=text, source=name, reader="text")


def _reason(error: OSError) -> str:
    return {FileNotFoundError: "does not exist", PermissionError: "may not be read", IsADirectoryError: "is a folder"}.get(type(error), (error.strerror or str(error)).lower())
