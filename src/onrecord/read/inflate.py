"""gzip and zlib, inflated piece by piece, so that a small file can never fill the memory."""

import zlib
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any, BinaryIO

from onrecord.errors import InputError

GZIP = b"\x1f\x8b"
PIECE = 65_536  # bytes that are held at once
_EITHER = 47  # window bits by which zlib tells gzip and zlib by their headers


def inflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content of one or more members that follow each other.  Raises zlib.error where they are damaged, EOFError where they are cut off."""
    inflater, begun = zlib.decompressobj(_EITHER), False
    for chunk in chunks:
        while chunk:
            if inflater.eof:
                chunk = chunk.lstrip(b"\0")  # members may be padded
                if not chunk:
                    break
                inflater = zlib.decompressobj(_EITHER)
            begun = True
            piece = inflater.decompress(chunk, PIECE)
            if piece:
                yield piece
            chunk = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    while begun and not inflater.eof and (piece := inflater.decompress(inflater.unconsumed_tail, PIECE)):
        yield piece
    if begun and not inflater.eof:
        raise EOFError


def pieces(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(PIECE), b"")


class Inflated(RawIOBase):
    """A gzip file as a stream of what is in it.  `fault` tells, once it was met, what is wrong with the file; the stream ends there."""

    def __init__(self, file: BinaryIO):
        self._pieces, self._rest, self.fault = inflated(pieces(file)), b"", ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            try:
                self._rest = next(self._pieces, b"")
            except EOFError:
                self.fault = "is cut off"
            except zlib.error:
                self.fault = "is damaged"
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def inflate(name: str, file: BinaryIO, limit: int) -> tuple[bytes, str]:
    """What is in a gzip file, up to where it is cut off or damaged, and what is wrong with it, or "".  Raises InputError where it holds more than `limit` bytes."""
    stream, data = Inflated(file), bytearray()
    while piece := stream.read(PIECE):
        data += piece
        if len(data) > limit:
            raise InputError(name, f"inflates to more than {limit} bytes", "it may be a gzip bomb; raise --max-bytes if it really is a report")
    return bytes(data), stream.fault
