"""The reports of a part of a file: the same ones, under the same names, that reading the whole file gives."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from onrecord.cluster.units import Part
from onrecord.errors import InputError
from onrecord.read.addresses import WEB, opened
from onrecord.read.decoding import decode
from onrecord.read.documents import Item, Way, read_document
from onrecord.read.inflate import GZIP
from onrecord.read.jsonl import looks_like_jsonl, read_jsonl, read_lines
from onrecord.read.limits import Limits
from onrecord.read.parquet import MAGIC, as_base, read_parquet
from onrecord.read.sources import read
from onrecord.types import Report

PEEK = 1_048_576  # bytes in which the first line is looked for, before more are read
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"WARC/", GZIP)


def read_part(part: Part, limits: Limits) -> Iterator[Item]:
    """In order.  What is no report is yielded as an InputError.  Raises InputError where the file cannot be opened, or its store did not give all of it."""
    if part.address.startswith(WEB):
        yield from read(part.address, limits)
        return
    with opened(part.address) as file:
        for item in _told(_whole(part, file, limits) if part.end is None else _piece(part, file, limits)):
            if isinstance(item, InputError):
                item.source = item.source or part.name
            yield item


def _told(items: Iterator[Item]) -> Iterator[Item]:
    try:
        yield from items
    except InputError as error:
        yield error


def _whole(part: Part, file: BinaryIO, limits: Limits) -> Iterator[Item]:
    yield from read_document(part.name, file, part.suffix, Report("", path=part.name), Way(limits))


def _piece(part: Part, file: BinaryIO, limits: Limits) -> Iterator[Item]:
    """A file that is not what its name says is read whole by its first piece."""
    assert part.end is not None
    head = file.read(5)
    base = Report("", path=part.name)
    if head.startswith(MAGIC):
        try:
            yield from read_parquet(part.name, file, limits, as_base(base, part.name), (part.start, part.end))
        except InputError as error:  # of the whole file
            if not part.start:
                yield error
    elif head.startswith(_PACKED) or part.suffix != ".jsonl":
        yield from _by_first(part, file, limits)
    elif part.size <= limits.max_bytes:
        yield from _lines(part, file, limits, base)
    else:
        yield from _long_lines(part, file, limits, base)


def _by_first(part: Part, file: BinaryIO, limits: Limits) -> Iterator[Item]:
    if not part.start:
        file.seek(0)
        yield from _whole(part, file, limits)


def _lines(part: Part, file: BinaryIO, limits: Limits, base: Report) -> Iterator[Item]:
    """Of a file that is decoded as a whole, since all of it tells its encoding."""
    assert part.end is not None
    file.seek(0)
    data = file.read()
    try:
        text = decode(part.name, data)
    except InputError as error:
        if not part.start:
            yield error
        return
    if text.lstrip("\ufeff \t\r\n")[:1] == "<" or text.count("\n") != data.count(b"\n"):
        yield from _by_first(part, BytesIO(data), limits)
        return
    first, last = (data.count(b"\n", 0, edge) + (edge > 0 and data[edge - 1 : edge] != b"\n") for edge in (part.start, part.end))
    lines = text.split("\n")
    blank = "\n" * first
    yield from read_jsonl(part.name, blank + "\n".join(lines[first:last]), limits.fields, replace(base, source=part.name, reader="jsonl"))


def _long_lines(part: Part, file: BinaryIO, limits: Limits, base: Report) -> Iterator[Item]:
    """Of a file that is read line by line; lines are counted from where the piece begins."""
    assert part.end is not None
    file.seek(0)
    head = file.read(min(PEEK, limits.max_bytes // 2))
    if b"\n" not in head.lstrip():
        head += file.read(max(0, limits.max_bytes // 2 - len(head)))
    if not looks_like_jsonl(head.decode("utf-8", "replace")):
        yield from _by_first(part, file, limits)
        return
    stretch = _Stretch(file, part.start, part.end)
    name = f"{part.name} from byte {stretch.start}" if part.start else part.name
    yield from read_lines(name, stretch, limits, replace(base, source=part.name, reader="jsonl"))  # type: ignore[arg-type]


class _Stretch:
    """The lines of a file that begin in a stretch of it, for who asks for nothing but lines."""

    def __init__(self, file: BinaryIO, start: int, end: int):
        self.file, self.end = file, end
        self.file.seek(max(0, start - 1))
        if start:
            self._skip_line()
        self.start = self.at = self.file.tell()
        self.within = False  # a line

    def readline(self, most: int) -> bytes:
        if self.at >= self.end and not self.within:
            return b""
        line = self.file.readline(most)
        self.at += len(line)
        self.within = not line.endswith(b"\n")
        return line

    def _skip_line(self) -> None:
        while (piece := self.file.readline(1_048_576)) and not piece.endswith(b"\n"):
            pass
