"""Bytes to characters: the encoding is detected, never assumed, and line ends stay as they are."""

import codecs
import re

from onrecord.errors import InputError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 65_536  # bytes that are looked at to detect an encoding


def decode(name: str, data: bytes, declared: str | None = None) -> str:
    """The text of a file's bytes.  Raises InputError for empty, binary and cut-off input."""
    if not data.strip():
        raise InputError(name, "is empty", "there is nothing to read in it")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            if data == bom:
                raise InputError(name, "is empty", "there is nothing to read in it")
            return _decoded(name, data, encoding)
    if len(_CONTROL.findall(data[:SAMPLE])) > len(data[:SAMPLE]) // 500:
        raise InputError(name, "is a binary file", "give text, HTML or JSONL")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(data) and error.reason == "unexpected end of data" and error.start > 0 and not _is_plain(data[: error.start]):
            raise InputError(name, f"is UTF-8 that is cut off inside a character at byte {error.start}", "fetch the whole file again") from None
    in_page = _DECLARED.search(data[:4096])
    for told in (declared, in_page.group(1).decode("ascii") if in_page else None):
        if told and _known(told) and codecs.lookup(told).name != "utf-8":
            return _decoded(name, data, _as_browsers_do(told))
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise InputError(name, "is in no encoding that could be recognised", "save it as UTF-8")
    return _decoded(name, data, best.encoding, errors="replace" if len(data) > SAMPLE else "strict")


def _is_plain(data: bytes) -> bool:
    return data.isascii()


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def _as_browsers_do(encoding: str) -> str:
    """Pages that say Latin-1 or ASCII and hold other bytes are Windows-1252 (WHATWG Encoding Standard, labels of windows-1252)."""
    return "cp1252" if codecs.lookup(encoding).name in ("iso8859-1", "ascii") else encoding


def _decoded(name: str, data: bytes, encoding: str, errors: str = "strict") -> str:
    try:
        return data.decode(encoding, errors)
    except (UnicodeError, LookupError):
        raise InputError(name, f"says it is {encoding}, and is not", "save it as UTF-8") from None
