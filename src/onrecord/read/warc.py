"""WARC, plain or gzipped (ISO 28500), by warcio: the pages and texts among the records are reports."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.read.inflate import GZIP, Inflated
from onrecord.read.limits import Limits, Skipped
from onrecord.types import Report

MAGIC = b"WARC/"
TYPES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/json": ".json"}
Inner = Callable[[str, BinaryIO, str | None, Report, str | None], Iterator[Any]]
"""Reads a document that lies in another one: name, bytes, suffix, what is known of it, declared encoding."""


def read_warc(name: str, file: BinaryIO, limits: Limits, inner: Inner) -> Iterator[Report | InputError | Skipped]:
    """A record that is cut off is left out and told, and what comes before it is read; so is one of more than `limits.max_bytes`.  Records of other kinds are counted."""
    from warcio.archiveiterator import ArchiveIterator

    stream = Inflated(file) if file.read(2) == GZIP else None
    file.seek(0)
    skipped = number = 0
    fault = ""
    records = iter(ArchiveIterator(stream or file))
    while True:
        try:
            record = next(records, None)
        except Exception:  # whatever damaged bytes make of the parser: the file is read up to there
            fault = "is cut off or damaged"
            break
        if record is None:
            break
        number += 1
        where = f"{name} record {number}"
        try:
            kind, data = _content(record, limits.max_bytes)
        except EOFError:
            fault = "is cut off"
            break
        except Exception as error:
            yield InputError(where, f"could not be read ({type(error).__name__})", "the other records are read")
            continue
        if data is None:
            skipped += kind != ""
        elif len(data) > limits.max_bytes:
            yield InputError(where, f"is larger than {limits.max_bytes} bytes", "raise --max-bytes if it really is a report")
        else:
            url = record.rec_headers.get_header("WARC-Target-URI")
            yield from inner(f"{name} record {number} ({url})" if url else where, BytesIO(data), TYPES[kind], Report("", url=url and url.strip("<>")), _charset(record))
    if stream is not None and stream.fault:
        fault = stream.fault
    if fault:
        yield InputError(name, f"{fault} at record {max(number, 1)}", "fetch it again; the records before were read")
    elif not number:
        yield InputError(name, "holds no WARC records", "check that it is the right file")
    if skipped:
        yield Skipped(name, skipped, "record")


def _content(record: Any, most: int) -> tuple[str, bytes | None]:
    """The content type and what it holds, None where no reader is for it; the type is "" for what is no capture.  Raises EOFError where the record is cut off."""
    if record.rec_type not in ("response", "resource", "conversion"):
        _check_whole(record)
        return "" if record.rec_type in ("warcinfo", "request", "metadata", "continuation") else "other", None
    kind = _type(record)
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if kind not in TYPES or status != "200":
        _check_whole(record)
        return "other", None
    data = record.content_stream().read(most + 1)
    if len(data) <= most:
        _check_whole(record)
    return kind, data


def _check_whole(record: Any) -> None:
    while record.raw_stream.read(65_536):
        pass
    if not record.rec_headers.get_header("Content-Length") or getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError


def _type(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()


def _charset(record: Any) -> str | None:
    _, _, parameter = ((record.http_headers or record.rec_headers).get_header("Content-Type") or "").lower().partition("charset=")
    return parameter.split(";")[0].strip(" \"'") or None
