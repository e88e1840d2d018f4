"""Addresses of files that fsspec opens: object stores, file systems of clusters, other machines (`s3://`, `gs://`, `hdfs://`, `sftp://`, `file://` …).

What speaks to a store is a package of its own (s3fs, gcsfs, adlfs …), which whoever uses one installs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import BufferedReader, RawIOBase
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.read.limits import Skipped

BUFFER = 1_048_576  # bytes that are asked for at once
WEB = ("http://", "https://")  # pages and feeds have a way of their own


@dataclass(frozen=True, slots=True)
class Found:
    """A file: its address, and its length in bytes."""

    address: str
    size: int


@dataclass(frozen=True, slots=True)
class Files:
    """What an address names: one file, or the files of a folder or a pattern with `*`, in the order in which a folder is read; `skipped` tells how many no reader is for."""

    found: tuple[Found, ...]
    skipped: Skipped | None = None
    folder: bool = False


def is_address(source: str) -> bool:
    return "://" in source and not source.startswith(WEB)


def file_system(address: str) -> tuple[Any, str]:
    """The fsspec file system of an address or a local path, and the path in it.  Raises InputError where a package is not installed, or the protocol is none."""
    try:
        core = import_module("fsspec.core")
    except ImportError:
        raise InputError(address, "is an address that needs fsspec", "install it with `pip install 'onrecord[ray]'`") from None
    try:
        fs, path = core.url_to_fs(address)
    except ImportError as error:
        raise InputError(address, f"needs a package that is not installed ({str(error).rstrip('.')})", "install it, on every machine that reads") from None
    except ValueError as error:
        raise InputError(address, f"is no address that can be opened ({str(error).lower()})", "give a file, a folder, a URL, or an address that fsspec knows") from None
    return fs, str(path)


class Stored(RawIOBase):
    """A file in a store.  What goes wrong while it is read is an OSError, whatever the store raises, and is kept in `fault`, since readers of archives take it for damage."""

    def __init__(self, file: Any):
        self.file, self.fault = file, ""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return int(self.file.seek(offset, whence))

    def tell(self) -> int:
        return int(self.file.tell())

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.file.read(len(buffer))
        except Exception as error:  # every store has errors of its own
            self.fault = _line(error)
            raise OSError(self.fault) from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self.file.close()
        super().close()


@contextmanager
def opened(address: str) -> Iterator[BinaryIO]:
    """A file, also a local one, for reading, from any place in it.  Raises InputError where it cannot be opened, and where it could not be read to the end."""
    try:
        stored = Stored(open(address, "rb", buffering=0) if not is_address(address) else _open(address))
    except InputError:
        raise
    except Exception as error:  # every store has errors of its own
        raise refused(address, error) from None
    with BufferedReader(stored, BUFFER) as file:
        yield file
    if stored.fault:
        raise refused(address, OSError(stored.fault))


def _open(address: str) -> Any:
    fs, path = file_system(address)
    return fs.open(path, "rb")


def list_files(address: str) -> Files:
    """Raises InputError where there is nothing, or it may not be listed."""
    from onrecord.read.documents import SUFFIXES, readable

    fs, path = file_system(address)
    try:
        if "*" in path:
            listed = fs.glob(path, detail=True)
            files = [Found(fs.unstrip_protocol(name), int(info["size"])) for name, info in sorted(listed.items()) if info["type"] == "file"]
            if not files:
                raise InputError(address, "matches no file", "check the pattern")
            return Files(tuple(files), folder=True)
        about = fs.info(path)
        if about["type"] != "directory":
            return Files((Found(address, int(about["size"])),))
        listed = {str(name)[len(path.rstrip("/")) :].lstrip("/"): info for name, info in fs.find(path, detail=True).items()}
    except InputError:
        raise
    except Exception as error:
        raise refused(address, error) from None
    shown = sorted((name for name in listed if not any(part.startswith(".") for part in PurePosixPath(name).parts)), key=_as_walked)
    chosen = [name for name in shown if readable(name)]
    if not chosen:
        raise InputError(address, "holds nothing to read", f"files named {' '.join('*' + s for s in SUFFIXES)} are read, and these with .gz behind")
    found = tuple(Found(f"{address.rstrip('/')}/{name}", int(listed[name]["size"])) for name in chosen)
    return Files(found, Skipped(address, len(shown) - len(chosen)) if len(shown) > len(chosen) else None, folder=True)


def refused(address: str, error: Exception) -> InputError:
    """What a store's error means to whoever gave the address."""
    if isinstance(error, FileNotFoundError):
        return InputError(address, "does not exist", "check the address")
    if isinstance(error, PermissionError):
        return InputError(address, "may not be read", "check the permissions")
    return InputError(address, f"could not be read ({_line(error)})", "check the address and the network")


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__


def _as_walked(name: str) -> list[tuple[bool, str]]:
    """Files of a folder before its folders, each by name."""
    *folders, last = PurePosixPath(name).parts
    return [*((True, folder) for folder in folders), (False, last)]
