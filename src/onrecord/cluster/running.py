"""A run: the sources are listed, cut into units, and those whose shards are not there are made by the workers of a cluster."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from onrecord import __version__
from onrecord.cluster.folder import PLAN, Folder
from onrecord.cluster.on_ray import RayPool, connected, load_ray
from onrecord.cluster.scheduling import GivenUp, Made, Schedule
from onrecord.cluster.shards import Contents
from onrecord.cluster.units import Part, Plan, Settings, Unit, unit_size
from onrecord.cluster.working import About, noted
from onrecord.errors import InputError, UsageError
from onrecord.export.arrow import needed
from onrecord.pipeline import Extractor
from onrecord.read.addresses import WEB, is_address, list_files, opened
from onrecord.read.limits import Limits, Skipped
from onrecord.read.sources import list_folder


@dataclass(slots=True)
class Course:
    """How far a run is: units in all, done, there before; of this run reports, statements and words, those of units under way included; workers at work."""

    units: int = 0
    done: int = 0
    before: int = 0
    workers: int = 0
    reports: int = 0
    statements: int = 0
    words: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return max(time.monotonic() - self.began, 1e-6)


@dataclass(slots=True)
class Result:
    """What each shard of the folder holds in the end, and what went wrong: `failures` of sources, reports and units that were given up, `lost` workers whose units others made."""

    contents: dict[str, Contents] = field(default_factory=dict)
    failures: list[InputError] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    lost: int = 0
    course: Course = field(default_factory=Course)

    def count(self, name: str) -> int:
        return sum(getattr(each, name) for each in self.contents.values())


def extract_on_cluster(sources: Iterable[str], out: str, address: str, limits: Limits, *, workers: int | None = None, min_confidence: float = 0.0, watch: Callable[[Course], None] = lambda course: None) -> Result:
    """Shards of all that the sources hold, in the folder `out` (a local one, or an address that fsspec writes).  Where shards are there already, the others are made.

    `address` is that of a Ray cluster, or "local"; `workers` by default one for each core.  Raises UsageError where the folder was begun with other settings, OnrecordError where it cannot be written or no cluster answers.
    """
    load_ray()
    for module in ("fsspec", "pyarrow"):
        needed(module, "ray")
    result = Result()
    parts = _parts(sources, result)
    settings = Settings.of(str(Extractor(min_confidence=min_confidence).model.card["name"]), min_confidence, limits)
    folder = Folder(out)
    folder.create()
    before = folder.names()
    plan = Plan.from_json(folder.read(PLAN), out, settings) if PLAN in before else Plan(settings)
    if PLAN not in before and any(name.endswith(".parquet") for name in before):
        raise UsageError(f"{out} holds Parquet files and no plan of shards: name another folder with --out")
    with connected(address, workers) as number:
        planned, changed = plan.extended(parts, unit_size(sum(part.size for part in parts), number))
        result.failures += changed
        if planned != plan or PLAN not in before:
            folder.write(PLAN, planned.to_json())
        there = [unit for unit in planned.units if unit.name in before]
        waiting = [unit for unit in planned.units if unit.name not in before]
        result.course = Course(len(planned.units), len(there), len(there))
        result.contents = folder.contents_of_all([unit.name for unit in there])
        if waiting:
            _make(folder, waiting, number, limits, settings, result, watch)
    folder.clean()
    for _, each in sorted(result.contents.items()):
        result.failures += each.failures
        result.skipped += each.skipped
    return result


def _make(folder: Folder, units: list[Unit], workers: int, limits: Limits, settings: Settings, result: Result, watch: Callable[[Course], None]) -> None:
    pool = RayPool(folder, limits, settings.min_confidence)
    schedule = Schedule(pool, units, workers, About("", __version__, settings.model))
    course, done = result.course, (0, 0, 0)
    for told in schedule.run():
        if isinstance(told, Made):
            done = tuple(map(sum, zip(done, (told.contents.reports, told.contents.statements, told.contents.words))))  # type: ignore[assignment]
            course.done += 1
            result.contents[told.unit.name] = told.contents
            folder.remove(noted(told.unit))
        elif isinstance(told, GivenUp):
            result.failures.append(InputError(f"{told.unit.name} of {told.unit}", f"was not made: {told.why}", "run the same again: what is there is not done twice"))
        course.workers = schedule.ready
        course.reports, course.statements, course.words = map(sum, zip(done, *pool.progress.values()))
        watch(course)
    result.lost = schedule.lost


def _parts(sources: Iterable[str], result: Result) -> list[Part]:
    """The files of the sources, in their order, each once; what cannot be read is told, and left out."""
    found: dict[str, Part] = {}
    for source in sources:
        try:
            for part in _of(source, result):
                found.setdefault(part.address, part)
        except InputError as error:
            error.source = error.source or source
            result.failures.append(error)
    return list(found.values())


def _of(source: str, result: Result) -> list[Part]:
    if source == "-":
        raise UsageError("a cluster cannot read standard input: save it in a file")
    if source.startswith(WEB):
        return [Part(source, source, 0)]
    if is_address(source):
        listed = list_files(source)
        result.skipped += [listed.skipped] if listed.skipped else []
        return [Part(each.address, each.address, each.size) for each in listed.found]
    path = Path(source)
    if path.is_dir():
        unreadable, chosen, skipped = list_folder(path)
        result.failures += unreadable
        result.skipped += [skipped] if skipped else []
    else:
        chosen = [path]
    parts = []
    for file in chosen:
        try:
            if file.exists() and not file.is_file():
                raise InputError(str(file), "is not a file", "give a file, a folder or an address")
            with opened(str(file)):
                parts.append(Part(str(file), str(file.resolve()), file.stat().st_size))
        except InputError as error:
            error.source = error.source or str(file)
            result.failures.append(error)
    return parts


