"""ZIP archives: the files in one are read where they lie, and nothing is ever unpacked onto the disk."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.read.limits import Limits, Skipped
from onrecord.types import Report

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
RATIO, FREE = 200, 1_048_576  # a file that grows more than so many times beyond so many bytes is a bomb; text shrinks to a fifth or a tenth
_OFFICE = {"[Content_Types].xml": "an office document", "META-INF/container.xml": "an e-book", "META-INF/manifest.xml": "an office document", "META-INF/MANIFEST.MF": "a program"}


def read_zip(name: str, file: BinaryIO, limits: Limits, base: Report, readable: Callable[[str], bool], inner: Callable[..., Iterator[Any]]) -> Iterator[Report | InputError | Skipped]:
    """The files in the archive's order.  One that is encrypted, damaged, too large, a bomb, or named to lie outside is told, and the others are read; those of other kinds are counted."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        yield InputError(name, f"is a ZIP archive that is cut off or damaged ({str(error).lower()})", "fetch it again")
        return
    skipped = found = 0
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        for sign in (sign for sign in _OFFICE if any(member.filename == sign for member in members)):
            yield InputError(name, f"is {_OFFICE[sign]}", "save it as text or HTML")
            return
        for member in members:
            parts = PurePosixPath(member.filename.replace("\\", "/")).parts
            where = f"{name}/{member.filename}"
            if ".." in parts or member.filename.startswith(("/", "\\")) or PureWindowsPath(member.filename).drive:
                found += 1
                yield InputError(where, "has a name that leads outside of the archive", "pack it anew, if you trust it")
            elif any(part.startswith((".", "__MACOSX")) for part in parts):
                continue
            elif not readable(member.filename):
                skipped += 1
            else:
                found += 1
                data = _unpacked(archive, member, where, limits.max_bytes)
                if isinstance(data, InputError):
                    yield data
                else:
                    yield from inner(where, BytesIO(data), PurePosixPath(member.filename).suffix.lower(), replace(base, url=None, path=where), None)
    if not found:
        yield InputError(name, "holds nothing to read", "pack text, HTML, JSON, JSONL, feeds or WARC into it")
    if skipped:
        yield Skipped(name, skipped)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, most: int) -> bytes | InputError:
    if member.flag_bits & 1:
        return InputError(where, "is encrypted", "unpack it with its password, and give the folder")
    bomb = max(FREE, RATIO * max(member.compress_size, 1))
    try:
        with archive.open(member) as file:
            data = file.read(min(most, bomb) + 1)
    except NotImplementedError:
        return InputError(where, "is packed by a method that is not known here", "unpack it, and give the folder")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, MemoryError) as error:
        return InputError(where, f"is damaged ({str(error).lower() or type(error).__name__})", "fetch the archive again; its other files are read")
    except Exception as error:  # lzma and bz2 have errors of their own
        return InputError(where, f"is damaged ({type(error).__name__})", "fetch the archive again; its other files are read")
    if len(data) > bomb and bomb < most:
        return InputError(where, f"grows more than {RATIO} times when it is unpacked", "it looks like a ZIP bomb; unpack it yourself if it is none")
    if len(data) > most:
        return InputError(where, f"is larger than {most} bytes", "raise --max-bytes if it really is a report")
    return data
