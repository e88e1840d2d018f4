#!/usr/bin/env python3
"""A newsroom at work: `onrecord serve` on a record of a given size, asked for mixed pages by many at a steady rate, while an ingest worker, ten steps of nice behind it, reads the reports of the example newsroom into the same record, with the model, each time as new ones.

    load.py [--statements 100000] [--seconds 600] [--rate 20] [--db FILE] [--without-ingest] [--without-ledger]

Requests are sent when they are due, however long those before them take, so that a server that stands still is seen.  For each kind of address: how many, errors, median and 95th percentile in milliseconds, beside what is asked of it, and the
milliseconds of the processor that one costs when they are asked one after the other; then what
the server's and the worker's processors worked, and how busy the machine was with others meanwhile: where it was, only the work of the processor, and the same with `--without-ingest`, tell of the program.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
from checking import compared_with_none
from mobile import wait_for
from synthetic import Synthetic

import ledger
import onrecord
from onrecord.keep import database
from onrecord.keep.unread import TOGETHER, keep_told, unread

WORKER = """
import sys
from itertools import cycle, islice
from pathlib import Path
import onrecord
from onrecord.read.sources import read
reports = cycle([each for file in sorted(Path(sys.argv[1]).glob("*/*/reports.jsonl")) for each in read(str(file))])
number = int(sys.argv[3])
with onrecord.open(sys.argv[2], create=False) as record:
    extractor = onrecord.Extractor()
    while True:
        again = [onrecord.Report(f"{each.text}\\n\\nBulletin no. {number + n}.", id=f"bulletin-{number + n}", title=each.title, outlet=each.outlet, published=each.published) for n, each in enumerate(islice(reports, 20))]
        record.ingest(*again, extractor=extractor)
        number += 20
"""


@dataclass(frozen=True)
class Kind:
    """Addresses of one kind: how often they are asked for among a hundred requests, and within how many milliseconds 95 % of them are to be answered."""

    share: int
    limit: int
    address: Callable[[random.Random], str]


def kinds_of(record: "onrecord.Record", with_ledger: bool) -> Mapping[str, Kind]:
    statements = record.search(limit=1000).hits
    words = sorted({word for hit in statements[:300] for word in hit.words.split() if word.isalpha() and len(word) > 3})
    known = record.speakers()[:300]
    statement: Callable[[random.Random], str] = lambda chance: chance.choice(statements).statement.id  # noqa: E731
    said: Callable[[random.Random], str] = lambda chance: quote(" ".join(chance.choice(statements).words.strip('"').split()[:8]))  # noqa: E731
    commitments = ([row["id"] for row in record.ledger()[:300]] if with_ledger else []) or None
    return {
        "/": Kind(8, 250, lambda chance: "/"),
        "/search, a word": Kind(12, 300, lambda chance: f"/search?q={chance.choice(words)}"),
        "/search, a speaker": Kind(8, 300, lambda chance: f"/search?speaker={quote(chance.choice(known).name)}"),
        "/search, a year": Kind(4, 300, lambda chance: f"/search?since=20{chance.randint(16, 25)}-01-01&act=pledge"),
        "/report": Kind(14, 250, lambda chance: f"/report?id={quote(chance.choice(statements).article)}"),
        "/statements/…": Kind(10, 250, lambda chance: f"/statements/{statement(chance)}"),
        "/speakers": Kind(2, 250, lambda chance: "/speakers"),
        "/speakers/…": Kind(8, 250, lambda chance: f"/speakers/{chance.choice(known).entity}"),
        "/ledger": Kind(4 if with_ledger else 0, 250, lambda chance: "/ledger"),
        "/ledger/…": Kind(4 if commitments else 0, 250, lambda chance: f"/ledger/{chance.choice(commitments or [])}"),
        "/check": Kind(5, 300, lambda chance: f"/check?words={said(chance)}"),
        "/review": Kind(2, 250, lambda chance: "/review"),
        "/search.atom": Kind(2, 300, lambda chance: f"/search.atom?q={chance.choice(words)}"),
        "/api/search": Kind(6, 300, lambda chance: f"/api/search?q={chance.choice(words)}"),
        "/api/check": Kind(2, 300, lambda chance: f"/api/check?words={said(chance)}"),
        "/api/articles/…": Kind(4, 100, lambda chance: f"/api/articles/{quote(chance.choice(statements).article)}"),
        "/api/statements/…": Kind(4, 100, lambda chance: f"/api/statements/{statement(chance)}"),
        "/api/stats": Kind(1, 100, lambda chance: "/api/stats"),
    }  # fmt: skip


def let_tell(record: "onrecord.Record") -> None:
    """Let each report of which nothing is kept tell the ledger of an ask, a pledge or a delivery in some made-up town, as `ledger.py` makes them: reading made-up words would take an hour and find nothing."""
    made = ledger.templates(onrecord.Extractor())
    with database.writing(record._engine, record.path) as connection:
        told = [(row.id, (row.reading, ledger.varied(made[number % len(made)], number, random.Random(number // len(made))))) for number, row in enumerate(unread(connection))]
        for start in range(0, len(told), TOGETHER):
            keep_told(connection, dict(told[start : start + TOGETHER]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--without-ingest", action="store_true")
    parser.add_argument("--without-ledger", action="store_true", help="leave its pages out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = options.db or Path(folder) / "record.db"
        with onrecord.open(db) as record:
            if not record.stats().articles:
                made = Synthetic()
                with compared_with_none():  # made-up reports share words at random, and of a quarter of a million statements seven million pairs were taken for one occasion's
                    record.ingest(*made.reports(options.statements), extractor=made)
            if not options.without_ledger:
                let_tell(record)
            record.resolve_speakers()
            record.queue_reviews()
            kinds = kinds_of(record, not options.without_ledger)
            stats = record.stats()
        print(f"{stats.articles} reports, {sum(stats.statements.values())} statements, {stats.bytes / 1e6:.0f} MB; {options.rate:g} requests a second for {options.seconds:g} s, {'without' if options.without_ingest else 'with'} an ingest worker", flush=True)
        command = [sys.executable, "-c", "from onrecord.cli import main; main()", "--db", str(db), "serve", "--port", "0", "--no-browser"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            worker = None
            try:
                assert server.stderr is not None
                site = server.stderr.readline().split()[3].rstrip("/")
                for address in ("/readyz", "/", *(["/ledger"] if not options.without_ledger else [])):
                    wait_for(site + address)
                costs = {name: cost(site, kind, server.pid) for name, kind in kinds.items() if kind.share}
                if not options.without_ingest:
                    worker = subprocess.Popen(["nice", "-n", "10", sys.executable, "-c", WORKER, str(Path(__file__).parents[1] / "examples/newsroom"), str(db), str(int(time.time()) * 1000)])
                    time.sleep(5)  # until its model is there
                before = {name: worked(process.pid) for name, process in (("server", server), ("worker", worker)) if process}, machine(), time.time()
                asked = asked_for(site, kinds, options.rate, options.seconds)
                after = {name: worked(process.pid) for name, process in (("server", server), ("worker", worker)) if process}, machine(), time.time()
            finally:
                if worker:
                    worker.kill()
                server.terminate()
        passed = after[2] - before[2]
        table(kinds, asked, costs)
        mean = sum(kinds[name].share * each for name, each in costs.items()) / sum(kind.share for kind in kinds.values())
        print(f"\none after the other, without the worker, the mix costs {mean:.0f} ms of the processor a request, so that {options.rate:g} a second keep {options.rate * mean / 10:.0f} % of a core busy")
        total = sum(map(len, asked.values()))
        done = {name: after[0][name] - before[0][name] for name in after[0]}
        print(f"the server's processor worked {1000 * done['server'] / total:.0f} ms a request, {100 * done['server'] / passed:.0f} % of a core" + (f"; the worker's {100 * done['worker'] / passed:.0f} %" if "worker" in done else "") + f"; all of the machine, {os.cpu_count()} cores, {100 * (after[1] - before[1]) / passed:.0f} %; load {os.getloadavg()[0]:.1f}")
        with onrecord.open(db, create=False) as record:
            print(f"{record.stats().articles - stats.articles} reports were read meanwhile")


Answers = Mapping[str, list[tuple[float, str]]]


def asked_for(site: str, kinds: Mapping[str, Kind], rate: float, seconds: float) -> Answers:
    """Milliseconds from when each request was due until its answer was whole, and its status, by kind."""
    chance, found, began = random.Random(0), defaultdict(list), time.perf_counter()
    names, shares = list(kinds), [kind.share for kind in kinds.values()]
    with httpx.Client(base_url=site, timeout=30, limits=httpx.Limits(max_connections=64, max_keepalive_connections=64), headers={"Accept-Encoding": "gzip"}, trust_env=False) as client, ThreadPoolExecutor(64) as pool:

        def ask(name: str, address: str, due: float) -> None:
            try:
                answer = client.get(address)
                told = str(answer.status_code) if answer.status_code != 200 else ""
            except httpx.HTTPError as error:
                told = type(error).__name__
            found[name].append((1000 * (time.perf_counter() - due), told))

        for number in range(int(rate * seconds)):
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            name = chance.choices(names, shares)[0]
            pool.submit(ask, name, kinds[name].address(chance), due)
    return found


def cost(site: str, kind: Kind, server: int, rounds: int = 20) -> float:
    """Milliseconds of the processor that the server works on one answer, on average, asked one after the other."""
    chance = random.Random(1)
    with httpx.Client(base_url=site, timeout=60, headers={"Accept-Encoding": "gzip"}, trust_env=False) as client:
        client.get(kind.address(chance))
        before = worked(server)
        for _ in range(rounds):
            client.get(kind.address(chance)).raise_for_status()
    return 1000 * (worked(server) - before) / rounds


def table(kinds: Mapping[str, Kind], asked: Answers, costs: Mapping[str, float]) -> None:
    print("| asked for | requests | errors | median, ms | 95 %, ms | asked | of the processor, ms |\n| --- | --- | --- | --- | --- | --- | --- |")
    groups: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, kind in kinds.items():
        if not asked.get(name):
            continue
        groups["search and check" if kind.limit == 300 else "API reads" if kind.limit == 100 else "pages"] += asked[name]
        row(name, asked[name], kind.limit, f"{costs[name]:.0f}")
    for name, limit in (("pages", 250), ("search and check", 300), ("API reads", 100)):
        row(f"**{name}**", groups[name], limit)


def row(name: str, answers: list[tuple[float, str]], limit: int, cost: str = "") -> None:
    taken, faults = [each for each, _ in answers], Counter(told for _, told in answers if told)
    last = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    print(f"| {name} | {len(taken)} | {', '.join(f'{number} × {told}' for told, number in faults.items()) or 0} | {statistics.median(taken):.0f} | {last:.0f} | {limit} | {cost} |")


def worked(process: int) -> float:
    """Seconds of the processor that a process has worked, with the children that have ended."""
    return sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")


def machine() -> float:
    """Seconds of the processor that the whole machine has worked."""
    user, nice, system = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
