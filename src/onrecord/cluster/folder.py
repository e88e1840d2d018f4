"""The folder of shards: on this machine, or wherever fsspec writes.  A file in it is there, whole, or not: it is written beside, under a hidden name, and then renamed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from onrecord.cluster.shards import Contents, contents_of
from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.read.addresses import file_system, is_address, refused

PLAN = ".onrecord-plan.json"
PART = ".part"
AT_ONCE = 32  # shards that are looked into


class Folder:
    """`name` as it was given; raises UsageError where it is no folder that can be."""

    def __init__(self, name: str):
        self.name = name
        self.address = name if is_address(name) else str(Path(name).resolve())
        try:
            self.fs, path = file_system(self.address)
        except InputError as error:
            raise UsageError(str(error)) from None
        self.path = path.rstrip("/")

    def create(self) -> None:
        """Raises OnrecordError where it cannot be written."""
        with self._told():
            if self.fs.isfile(self.path):
                raise UsageError(f"{self.name} is a file: name a folder with --out")
            self.fs.makedirs(self.path, exist_ok=True)

    def names(self) -> set[str]:
        """Of the files in it."""
        with self._told():
            self.fs.invalidate_cache(self.path)
            return {str(each).rsplit("/", 1)[-1] for each in self.fs.ls(self.path, detail=False)}

    def read(self, name: str) -> bytes:
        with self._told():
            return bytes(self.fs.cat_file(f"{self.path}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        with self._told(), self.placing(name) as file:
            file.write(data)

    @contextmanager
    def placing(self, name: str) -> Iterator[BinaryIO]:
        """A file that appears under its name when it is whole, in the place of one that is there; two that write it at once each write one of their own.  Raises what the store raises."""
        beside = f"{self.path}/.{name}.{uuid4().hex[:12]}{PART}"
        try:
            with self.fs.open(beside, "wb") as file:
                yield file
            self.fs.mv(beside, f"{self.path}/{name}")
        except BaseException:
            self._remove(beside)
            raise

    def clean(self) -> None:
        """Without what was left half-written."""
        for name in self.names():
            if name.startswith(".") and name.endswith(PART):
                self._remove(f"{self.path}/{name}")

    def remove(self, name: str) -> None:
        self._remove(f"{self.path}/{name}")

    def contents(self, name: str) -> Contents:
        """What a shard holds.  Raises OnrecordError for what is none."""
        parquet = import_module("pyarrow.parquet")
        with self._told():
            try:
                with self.fs.open(f"{self.path}/{name}", "rb") as file:
                    return contents_of(parquet.ParquetFile(file))
            except (ValueError, KeyError, TypeError):
                raise OnrecordError(f"{self.name}/{name} is no shard that this version of onrecord reads: remove it, and it is made again") from None

    def contents_of_all(self, names: list[str]) -> dict[str, Contents]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return dict(zip(names, pool.map(self.contents, names)))

    def _remove(self, path: str) -> None:
        try:
            self.fs.rm(path)
        except Exception:  # it is not there, or is found by the next run
            return

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OnrecordError:
            raise
        except OSError as error:
            raise OnrecordError(f"{self.name} could not be written or read: {(error.strerror or str(error)).lower()}") from None
        except Exception as error:  # every store has errors of its own
            raise OnrecordError(str(refused(self.name, error))) from None
