"""Working on what was posted: one job after the other, beside the requests."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from queue import SimpleQueue
from threading import Event, Lock, Thread
from time import monotonic
from uuid import uuid4

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from onrecord.errors import InputError, OnrecordError
from onrecord.identity import id_of, version_of
from onrecord.keep import jobs
from onrecord.keep.completing import Differing, Signed
from onrecord.keep.ingest import Source
from onrecord.keep.record import Record
from onrecord.pipeline import Extractor
from onrecord.read.sources import Limits
from onrecord.serve.posted import Item, Page
from onrecord.serve.record_of import NotYet
from onrecord.types import Report

WAITING = 20  # jobs that one process has at hand
BEAT = 15.0  # seconds between two signs of life
LOOK = 0.02  # seconds between two looks whether a job is over
PAGE = Limits(max_bytes=8 * 1024 * 1024, timeout=20.0)
Reader = Callable[[str, Limits, Report], Report]


def _read_page(url: str, limits: Limits, base: Report) -> Report:
    from onrecord.read.guarded import read_page

    return read_page(url, limits, base)


class Jobs:
    """The jobs of one process.  `read`: what reads a page by its address."""

    def __init__(self, record: Record, extractor: Extractor | None = None, read: Reader = _read_page):
        self._record, self._extractor, self._read = record, extractor, read
        self._queue: SimpleQueue[tuple[str, Sequence[Item], Signed | None]] = SimpleQueue()
        self._at_hand: dict[str, Event] = {}
        self._lock, self._started = Lock(), False

    def post(self, who: str, key: str | None, body: bytes, items: Sequence[Item], single: bool, amend: Signed | None = None) -> str:
        """The id of the job that works on them; `amend` as for `Record.ingest`.  Raises NotYet where too many are waiting, KeyTaken as `jobs.place` does."""
        with self._lock:
            if len(self._at_hand) >= WAITING:
                raise NotYet(f"{WAITING} jobs are waiting already: send it again in a moment")
            with self._record._writing() as connection:
                id, fresh = jobs.place(connection, uuid4().hex, who, key, sha256(body).hexdigest(), len(items), single)
            if fresh:
                self._at_hand[id] = Event()
                self._queue.put((id, items, amend))
                self._start()
            return id

    async def wait(self, id: str, seconds: float) -> jobs.Job:
        """A job, when it is over, or after so many seconds."""
        event, ends = self._at_hand.get(id), monotonic() + seconds
        while event is not None and not event.is_set() and monotonic() < ends:
            await asyncio.sleep(LOOK)
        return await run_in_threadpool(self._record.job, id)

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for each in (self._work, self._beat):
                Thread(target=each, daemon=True).start()

    def _work(self) -> None:
        while True:
            id, items, amend = self._queue.get()
            try:
                self._run(id, items, amend)
            except Exception:  # the record is closed or cannot be written: its silence tells that the job is broken off
                logging.getLogger(__name__).exception("job %s", id)
            finally:
                self._at_hand.pop(id).set()

    def _run(self, id: str, items: Sequence[Item], amend: Signed | None) -> None:
        made: list[str] = []
        fault, differing = None, tuple[Differing, ...]()
        try:
            self._extractor = self._extractor or Extractor()
            differing = self._record.ingest(*(self._source(id, item, made) for item in items), extractor=self._extractor, begun=lambda ingest: self._begin(id, ingest), amend=amend).differing
            self._record.resolve_speakers()
        except OnrecordError as error:
            fault = str(error)
        except Exception:
            logging.getLogger(__name__).exception("job %s", id)
            fault = "something went wrong here; what it was stands in the terminal where onrecord runs"
        with self._record._writing() as connection:
            jobs.end(connection, id, made[0] if len(items) == len(made) == 1 else None, fault, differing)

    def _begin(self, id: str, ingest: int) -> None:
        with self._record._writing() as connection:
            jobs.begin(connection, id, ingest)

    def _source(self, id: str, item: Item, made: list[str]) -> Source:
        """What is read when its turn has come, so that pages are fetched one by one, and the first ids are known."""
        source = jobs.source_of(id)

        def give() -> Report | InputError:
            try:
                found = self._read(item.url, PAGE, Report("")) if isinstance(item, Page) else item
            except InputError as error:
                found = error
            if isinstance(found, InputError):
                name = f"{item.where}: {found.name}" if isinstance(item, Page) and item.where else found.name
                return InputError(name, found.reason, found.advice, source)
            if len(made) < 2:
                made.append(id_of(found, version_of(found.text)))
            return replace(found, source=source)

        return give

    def _beat(self) -> None:
        pause = Event()
        while True:
            pause.wait(BEAT)
            if ids := list(self._at_hand):
                try:
                    with self._record._writing() as connection:
                        jobs.beat(connection, ids)
                except OnrecordError:
                    continue


def jobs_of(request: Request) -> Jobs:
    found: Jobs = request.app.state.jobs
    return found
