#!/usr/bin/env python3
"""Two Ray workers beside two plain ones, and what shards cost.

    cluster.py [--rounds 3] [--workers 2] [--copies 1] [--without-shards] [--parts REPORTS]

The reports of the project (225; with --copies so many variants of each), as one file of JSONL, are extracted by `Extractor(workers=…)` into a file and by `extract_on_cluster(…, "local")` into shards, in turns.
Told are seconds as they pass, start-up included, and as processors spend them: on workers (loading the model included), on this program, and on Ray's own processes, which take some of every second that passes, however little is done in it, and so
more where a shared machine stretches the run.  Before that, in this process: seconds of the processor that writing shards, reading them (which proves every line) and loading them into a record take for each report, and bytes.
--parts alone tells where the seconds of one Ray worker go, for so many reports in five units, one after the other, beside those of the same reports in this process.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import onrecord
from onrecord import Extractor, read
from onrecord.cluster.folder import Folder
from onrecord.cluster.on_ray import connected, load_ray
from onrecord.cluster.running import extract_on_cluster
from onrecord.cluster.shards import Contents, ShardWriter
from onrecord.cluster.units import Part, Plan, Settings
from onrecord.cluster.working import Worker
from onrecord.export.formats import FORMATS
from onrecord.read.limits import Limits

REPORTS = Path(__file__).parents[1] / "reports"
EVERY = 5.0  # seconds between two looks at the processes
TICK = os.sysconf("SC_CLK_TCK")


def write_reports(path: Path, copies: int) -> tuple[int, int]:
    """(reports, words)"""
    texts = [file.read_text(encoding="utf-8") + "\n" * copy for file in sorted(REPORTS.glob("*/*.txt")) for copy in range(copies)]
    path.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)))
    return len(texts), sum(len(text.split()) for text in texts)


class Processors:
    """Seconds that processors have spent by now on the processes that this one started, by kind (workers, others), and on this one; looked at now and then, so that those that have ended count.

    `worker`: what the command of a worker holds; without it all are workers.
    """

    def __init__(self, worker: bytes = b""):
        self.worker, self.spent, self.looked, self.own = worker, dict[int, tuple[bool, float]](), 0.0, time.process_time()

    def look(self, now: bool = False) -> None:
        if not now and time.monotonic() - self.looked < EVERY:
            return
        self.looked = time.monotonic()
        stats: dict[int, tuple[int, float, bool]] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    fields = (folder / "stat").read_text().rpartition(")")[2].split()
                    stats[int(folder.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / TICK, self.worker in (folder / "cmdline").read_bytes()
                except OSError:
                    continue

        def ours(pid: int) -> bool:
            return pid in stats and (stats[pid][0] == os.getpid() or ours(stats[pid][0]))

        self.spent |= {pid: (is_worker, seconds) for pid, (_, seconds, is_worker) in stats.items() if ours(pid)}

    def told(self) -> tuple[float, float, float]:
        """(workers, this program, others)"""
        by_kind = [sum(seconds for is_worker, seconds in self.spent.values() if is_worker is kind) for kind in (True, False)]
        return by_kind[0], time.process_time() - self.own, by_kind[1]


def plain(source: Path, out: Path, workers: int) -> tuple[float, tuple[float, float, float]]:
    """(seconds, those of processors)"""
    began, processors = time.perf_counter(), Processors()

    def articles():
        for number, article in enumerate(Extractor(workers=workers).extract_many(read(str(source))), 1):
            processors.look(now=number > last)
            yield article

    last = sum(1 for _ in read(str(source))) - 4
    FORMATS["jsonl"](articles(), out)
    return time.perf_counter() - began, processors.told()


def on_ray(source: Path, out: Path, workers: int) -> tuple[float, tuple[float, float, float]]:
    """As `plain`."""
    began, processors = time.perf_counter(), Processors(b"ray::Worker")
    result = extract_on_cluster([str(source)], str(out), "local", Limits(), workers=workers, watch=lambda course: processors.look(now=course.done == course.units))
    assert not result.failures
    return time.perf_counter() - began, processors.told()


def shards(source: Path, folder: Path) -> None:
    reports = list(read(str(source)))
    extractor = Extractor()
    began = time.process_time()
    made = [extractor.extract(report) for report in reports]
    extracting = time.process_time() - began
    for place in (Folder(str(folder.with_name("first"))), Folder(str(folder))):  # with the first one pyarrow loads, and pandas, where it is installed
        place.create()
        began = time.process_time()
        with place.placing("shard-000001.parquet") as file, ShardWriter(file) as writer:
            for report, article in zip(reports, made):
                writer.add(report, article)
            writer.finish(Contents("0", made[0].model, 0.0, len(made)))
        writing = time.process_time() - began
    began = time.process_time()
    back = list(read(str(folder)))
    reading = time.process_time() - began
    assert [each.article for each in back] == made
    with onrecord.open(folder / "x.db") as record:
        began = time.process_time()
        record.ingest(str(folder))
        loading = time.process_time() - began
    sizes = (folder / "shard-000001.parquet").stat().st_size, (folder / "x.db").stat().st_size, sum(len(report.text.encode()) for report in reports)
    each = [1000 * seconds / len(made) for seconds in (extracting, writing, reading, loading)]
    print(f"a report, in ms of a core: extracting {each[0]:.1f}, writing a shard {each[1]:.2f}, reading it {each[2]:.2f}, loading it into a record, reading included, {each[3]:.1f}")
    print(f"a report, in bytes: text {sizes[2] / len(made):,.0f}, shard {sizes[0] / len(made):,.0f}, record {sizes[1] / len(made):,.0f}")


def parts(source: Path, folder: Path, number: int) -> None:
    """Seconds of the processor of one Ray worker, from the start of its process."""
    few = folder / "few.jsonl"
    few.write_text("".join(source.read_text().splitlines(keepends=True)[:number]))
    size = few.stat().st_size
    units = Plan(Settings.of("", 0.0, Limits())).extended([Part(str(few), str(few), size)], -(-size // 5))[0].units

    class Timed(Worker):
        def done(self, unit=None, pause=0):
            if unit:
                self.make(unit)
            time.sleep(pause)
            return time.process_time()

    def here():
        extractor, began = Extractor(), time.process_time()
        FORMATS["jsonl"](extractor.extract_many(read(str(few))), folder / "few.out")
        return time.process_time() - began

    here()
    before = here()
    Folder(str(folder / "parts")).create()
    ray = load_ray()
    with connected("local", 1):
        worker = ray.remote(num_cpus=1, max_concurrency=2)(Timed).remote(str(folder / "parts"), Limits(), 0.0)
        seen = [ray.get(worker.done.remote(unit, pause)) for unit, pause in ((None, 0), *((unit, 0) for unit in units), (None, 30))]
    spent = [f"{later - sooner:.2f}" for sooner, later in zip([0, *seen], seen)]
    print(f"{number} reports here: {before:.2f} and {here():.2f} s of the processor; a Ray worker: started {spent[0]}, units {', '.join(spent[1:-1])}, idle for 30 s {spent[-1]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--without-shards", action="store_true", help="leave out what shards cost")
    parser.add_argument("--parts", type=int, metavar="REPORTS", help="where one worker's seconds go, and nothing else")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "in.jsonl")
        reports, words = write_reports(source, args.copies)
        print(f"{reports} reports, {words:,} words", flush=True)
        if args.parts:
            parts(source, Path(scratch), args.parts)
            return
        if not args.without_shards:
            shards(source, Path(scratch, "measured"))
        passed, at_work = [], []
        for number in range(args.rounds):
            one = plain(source, Path(scratch, f"plain-{number}.jsonl"), args.workers)
            other = on_ray(source, Path(scratch, f"ray-{number}"), args.workers)
            passed.append(one[0] / other[0])
            at_work.append(one[1][0] / other[1][0])
            for name, (seconds, (work, own, others)) in (("plain", one), ("Ray", other)):
                print(f"{name}: {seconds:.1f} s passed; of processors {work:.1f} s for workers, {own:.1f} for the program, {others:.1f} for others ({100 * others / seconds:.1f} % of a core)", flush=True)
        for name, ratios in (("seconds as they pass", passed), ("seconds of processors that workers take", at_work)) if args.rounds else ():
            print(f"throughput of {args.workers} Ray workers over {args.workers} plain ones, by {name}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
