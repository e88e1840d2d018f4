"""What a source is: a URL, `-`, a folder, a file, or the address of one that fsspec opens."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO

from onrecord.errors import InputError, expect
from onrecord.read import addresses
from onrecord.read.documents import KINDS, SUFFIXES, Way, read_document, readable
from onrecord.read.limits import Limits, Skipped
from onrecord.read.links import Link
from onrecord.read.web import fetch
from onrecord.types import Report

__all__ = ["SUFFIXES", "Limits", "Skipped", "read"]


def read(source: str, limits: Limits = Limits(), stdin: BinaryIO | None = None, known: Callable[[Link], bool] = lambda link: False) -> Iterator[Report | InputError | Skipped]:
    """The reports of one source, in order.  What cannot be read is yielded as an InputError; UsageError is raised for a source that is no string.  `known` tells of a page that a sitemap lists whether it needs not be fetched."""
    expect(source, str, "a source is a file, a folder, a URL or -, as a string")
    expect(limits, Limits, "limits are Limits(…)")
    for item in _read(source, limits, stdin, known):
        if isinstance(item, InputError):
            item.source = item.source or source
        yield replace(item, outlet=item.outlet or limits.outlet, published=item.published or limits.published) if isinstance(item, Report) else item


def _read(source: str, limits: Limits, stdin: BinaryIO | None, known: Callable[[Link], bool]) -> Iterator[Report | InputError | Skipped]:
    way = Way(limits, known=known)
    try:
        if not source:
            raise InputError("''", "names nothing", "give a file, a folder, a URL or -")
        if source == "-":
            data = (stdin or sys.stdin.buffer).read(limits.max_bytes + 1)
            if len(data) > limits.max_bytes:
                raise InputError("-", f"is larger than {limits.max_bytes} bytes", "save it in a file, or raise --max-bytes")
            yield from read_document("-", BytesIO(data), None, Report("", path=None), way)
        elif source.startswith(("http://", "https://")):
            way.visited.add(source)
            answer = fetch(source, limits.max_bytes, limits.timeout)
            yield from read_document(source, BytesIO(answer.body), KINDS.get(answer.kind), Report("", url=answer.url), way, answer.charset)
        elif addresses.is_address(source):
            yield from _address(source, way)
        elif Path(source).is_dir():
            yield from _folder(Path(source), limits, known)
        else:
            yield from _file(Path(source), way)
    except InputError as error:
        yield error
    except OSError as error:
        yield addresses.refused(source, error) if addresses.is_address(source) else InputError(source, _reason(error), "check the name and the permissions")


def _folder(folder: Path, limits: Limits, known: Callable[[Link], bool]) -> Iterator[Report | InputError | Skipped]:
    unreadable, chosen, skipped = list_folder(folder)
    yield from unreadable
    for path in chosen:
        yield from read(str(path), limits, known=known)
    if skipped:
        yield skipped


def list_folder(folder: Path) -> tuple[list[InputError], list[Path], Skipped | None]:
    """What could not be listed, or that nothing is there; the files to read, in order; and how many files no reader is for."""
    unreadable: list[InputError] = []

    def report_unreadable(error: OSError) -> None:
        unreadable.append(InputError(str(error.filename or folder), _reason(error), "check the permissions"))

    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=report_unreadable):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        files += [Path(parent) / n for n in sorted(names) if not n.startswith(".")]
    chosen = [path for path in files if readable(path.name)]
    if not chosen and not unreadable:
        unreadable.append(InputError(str(folder), "holds nothing to read", f"files named {' '.join('*' + s for s in SUFFIXES)} are read, and these with .gz behind"))
    return unreadable, chosen, Skipped(str(folder), len(files) - len(chosen)) if len(files) > len(chosen) else None


def _address(source: str, way: Way) -> Iterator[Report | InputError | Skipped]:
    listed = addresses.list_files(source)
    for found in listed.found:
        if listed.folder:
            yield from read(found.address, way.limits, known=way.known)
        else:
            yield from _read_address(source, way)
    if listed.skipped:
        yield listed.skipped


def _read_address(address: str, way: Way) -> Iterator[Report | InputError | Skipped]:
    with addresses.opened(address) as file:
        yield from read_document(address, file, PurePath(address).suffix.lower(), Report("", path=address), way)


def _file(path: Path, way: Way) -> Iterator[Report | InputError | Skipped]:
    if path.exists() and not path.is_file():
        raise InputError(str(path), "is not a file", "give a file, a folder, a URL or -")
    with path.open("rb") as file:
        yield from read_document(str(path), file, path.suffix.lower(), Report("", path=str(path)), way)


def _reason(error: OSError) -> str:
    return {FileNotFoundError: "does not exist", PermissionError: "may not be read", IsADirectoryError: "is a folder"}.get(type(error), (error.strerror or str(error)).lower())
