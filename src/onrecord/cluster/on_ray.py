"""Workers on a Ray cluster, or on one that is started on this machine; the only module that knows Ray."""

import logging
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onrecord.cluster.folder import Folder
from onrecord.cluster.scheduling import Broken, Ended
from onrecord.cluster.shards import Contents
from onrecord.cluster.units import Unit
from onrecord.cluster.working import About, Worker, noted
from onrecord.errors import OnrecordError
from onrecord.export.arrow import needed
from onrecord.read.limits import Limits

LOCAL = "local"
SECONDS = 0.5  # without an answer until there is time for something else
CONNECTING = 10.0  # seconds for a cluster's head to answer
PROGRESS = 3.0  # seconds between two questions to workers how far they are
STORE = 100 * 1024 * 1024  # bytes of the local cluster's object store, in which next to nothing is put
_QUIET = {
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",  # what raylets report of workers, which we tell ourselves
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",  # else a warning
    "RAY_USAGE_STATS_ENABLED": "0",  # nobody is told that this runs
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_worker_niceness": "0",  # else 15: whatever else the machine does would come first
}


def load_ray() -> Any:
    """Ray, which reads these settings when it is imported.  Raises UsageError where it is not installed."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    return needed("ray", "ray")


@contextmanager
def connected(address: str, workers: int | None) -> Iterator[int]:
    """A cluster by the address of its head ("local": one on this machine, for as long as it is used); the number of workers: as many as wanted, else as it has cores.

    Raises UsageError where Ray is not installed, OnrecordError where no cluster answers.
    """
    ray = load_ray()
    kept_in = None
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL, "configure_logging": True}
    if address == LOCAL:
        kept_in = tempfile.mkdtemp(prefix="onrecord-ray-", dir="/tmp" if Path("/tmp").is_dir() else None)  # names of sockets in it must be short
        options |= {"address": "local", "num_cpus": workers, "include_dashboard": False, "object_store_memory": STORE, "_temp_dir": kept_in}
    else:
        options["address"] = address
    try:
        _start(ray, address, options)
        yield workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        with _hushed():
            ray.shutdown()
        if kept_in:
            shutil.rmtree(kept_in, ignore_errors=True)


def _start(ray: Any, address: str, options: dict[str, Any]) -> None:
    """Ray gives a cluster that it starts half a minute, which is too little on a machine that is very busy: it gets a second one."""
    if address != LOCAL:
        _check_answers(address)
    for last in (False, True) if address == LOCAL else (True,):
        try:
            with _hushed():
                ray.init(**options)
            return
        except Exception as error:  # Ray's own, those of sockets and of gRPC
            ray.shutdown()
            if not last:
                continue
            if address == LOCAL:
                raise OnrecordError(f"Ray could not be started on this machine ({_line(error)}): run it again when the machine is less busy, or without --cluster") from None
            raise OnrecordError(f"no Ray cluster answers at {address} ({_line(error)}): start one with `ray start --head`, or give --cluster {LOCAL}") from None


def _check_answers(address: str) -> None:
    """Ray tries an address at which nobody is for ten minutes.  Raises OnrecordError for one; names that only Ray knows are left to it."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if not colon or not port.isdigit():
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECTING).close()
    except (OSError, OverflowError) as error:
        raise OnrecordError(f"no Ray cluster answers at {address} ({_line(error)}): start one with `ray start --head`, or give --cluster {LOCAL}") from None


@contextmanager
def _hushed() -> Iterator[None]:
    """What libraries write to standard error from below Python is dropped."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class RayPool:
    """A Pool of scheduling: actors, each with a core and the model.  `progress` is how far those at work are."""

    def __init__(self, folder: Folder, limits: Limits, min_confidence: float):
        self.ray, self.folder = load_ray(), folder
        self.actor = self.ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0, max_concurrency=2)(Worker)  # two: one makes, one tells how far it is
        self.arguments = (folder.address, limits, min_confidence)
        self.asked: dict[Any, Any] = {}
        self.telling: dict[Any, Any] = {}
        self.progress: dict[Any, tuple[int, int, int]] = {}
        self.heard = 0.0

    def start(self) -> Any:
        worker = self.actor.remote(*self.arguments)
        self.asked[worker.about.remote()] = worker
        return worker

    def give(self, worker: Any, unit: Unit, careful: bool, leave_out: frozenset[int], last: bool) -> None:
        self.asked[worker.make.remote(unit, careful, leave_out, last)] = worker
        self.telling[worker.at.remote()] = worker

    def end(self, worker: Any) -> None:
        self.ray.kill(worker)
        self.progress.pop(worker, None)

    def wait(self) -> list[tuple[Any, About | Contents | Broken | Ended]]:
        ready, _ = self.ray.wait(list(self.asked), timeout=SECONDS)
        if ready:
            ready, _ = self.ray.wait(list(self.asked), num_returns=len(self.asked), timeout=0)
        answers = [(self.asked.pop(reference), self._answer(reference)) for reference in ready]
        for worker, _ in answers:
            self.progress.pop(worker, None)
        self._hear_progress()
        return answers

    def noted(self, unit: Unit) -> int | None:
        name = noted(unit)
        if name not in self.folder.names():
            return None
        told = self.folder.read(name)
        self.folder.remove(name)
        return int(told) if told.isdigit() else None

    def _answer(self, reference: Any) -> About | Contents | Broken | Ended:
        errors = self.ray.exceptions
        try:
            answer: About | Contents = self.ray.get(reference)
        except errors.RayTaskError as error:
            return Broken(_line(error))
        except errors.RayError as error:
            return Ended(_line(error))
        return answer

    def _hear_progress(self) -> None:
        """Of workers that are at work, and have answered; and they are asked again, but not all the time."""
        if time.monotonic() - self.heard < PROGRESS:
            return
        self.heard = time.monotonic()
        ready, _ = self.ray.wait(list(self.telling), num_returns=len(self.telling), timeout=0) if self.telling else ([], [])
        busy = set(self.asked.values())
        for reference in ready:
            worker = self.telling.pop(reference)
            if worker not in busy:
                continue
            try:
                self.progress[worker] = self.ray.get(reference)
            except self.ray.exceptions.RayError:
                continue
            self.telling[worker.at.remote()] = worker


def _line(error: Exception) -> str:
    """What it comes to: of a traceback its last line."""
    lines = [line.strip() for line in str(error).strip().split("\n") if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__
