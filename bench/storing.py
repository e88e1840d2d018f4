#!/usr/bin/env python3
"""What keeping costs on top of extracting: seconds, statements a second, size of the file.

    storing.py FOLDER [--texts 300] [--rounds 5] [--variants 20]
    storing.py --synthetic 1000 10000 100000 [--queries 1000] [--without-utterances] [--db postgresql://user@host/database]

The texts of a folder are extracted once, and that is timed; then what was made of them is kept, each round in a new record, so that storing is timed by itself: looking up,
writing, indexing and committing.  With --variants, so many variants of each text are kept in one record, which is then searched: the best of three of each.

With --synthetic, records of so many statements are made up (see synthetic.py), each in a new file, or in the empty database of --db, and searched by queries drawn from their words by a fixed seed: 40 in 100 of one
rare word, 40 of one middling, 20 of one of the 100 commonest; half with one to three filters, a tenth by relevance, a tenth with facets.  Seconds are told as they pass, and as the processor
spends them on this program, since a shared machine stretches the former.  A million takes some gigabytes and half an hour.
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from synthetic import Synthetic

import onrecord
from onrecord import Article, Extractor, Report
from onrecord.extraction.statements import statement_id
from onrecord.follow.comparing import Comparing
from onrecord.identity import version_of
from onrecord.keep.record import Record

SEARCHES = ({"words": "president"}, {"words": "the"}, {"words": "the", "sort": "relevance"}, {"words": "the", "facets": True}, {}, {"facets": True}, {"words": "president", "within": "reports"})


class Replay:
    """An extractor that has its results already."""

    def __init__(self, extractor: Extractor, articles: list[Article]):
        self.model, self.articles = extractor.model, {article.text: article for article in articles}

    def extract_many(self, reports):
        for report in reports:
            yield self.articles[report.text]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def variant(article: Article, number: int) -> Article:
    """The same statements in a text with another end."""
    text = f"{article.text}\n{number}"
    version = version_of(text)
    ids = {s.id: statement_id(version, s.content, s.cue) for s in article.statements}
    changed = tuple(replace(s, id=ids[s.id], within=s.within and ids[s.within]) for s in article.statements)
    return replace(article, id=f"{article.id}-{number}", text=text, sha256=version, statements=changed)


def measure_large(extractor: Extractor, articles: list[Article], path: Path) -> None:
    reports = [Report(a.text, id=a.id, outlet=f"outlet {n % 30}", published=f"{2010 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}") for n, a in enumerate(articles)]
    with onrecord.open(path) as record:
        storing = seconds(lambda: record.ingest(*reports, extractor=Replay(extractor, articles)))
        found = sum(len(article.statements) for article in articles)
        print(f"in one record {found:,} statements, {record.stats().bytes:,} bytes: {found / storing:,.0f} stored a second")
        for options in SEARCHES:
            print(f"{1000 * min(seconds(partial(record.search, **options)) for _ in range(3)):8.1f} ms  search {options}")
        print(f"{seconds(record.verify):8.1f} s   verify")
        print(f"{seconds(lambda: record.takedown(articles[0].id, who='bench', why='bench')):8.1f} s   takedown")
    print(f"{1000 * min(seconds(lambda: onrecord.open(path).close()) for _ in range(3)):8.1f} ms  open")


def leave_out_utterances() -> None:
    """Reports are kept, and not compared with each other."""
    Comparing.waiting = lambda *_: []  # type: ignore[method-assign]
    Comparing.run = lambda *_: 0  # type: ignore[method-assign]


ITS_MEMORY = """
import atexit, re, sys
atexit.register(lambda: print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr))
from onrecord.cli import main
main()
"""


def measure_commands(place: str | Path, word: str) -> None:
    """From the start of Python to the end, as a person or cron calls them: seconds of the processor, and the most memory that they held (Linux)."""
    for command in (["stats"], ["search", word], ["search", word, "--facets"]):
        spent, memory = [], []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([sys.executable, "-c", ITS_MEMORY, "--db", str(place), *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, text=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            memory.append(int(done.stderr.split()[-1]) / 1024)
        print(f"    onrecord {' '.join(command)}: {min(spent):.2f} s of the processor, {max(memory):.0f} MB", flush=True)


def seconds_of_server(record: Record) -> float:
    """Of the processor, that the process of a PostgreSQL server on this machine has spent on this program (Linux), without what other processes of the server did for it beside; 0 where there is none."""
    if isinstance(record.path, Path):
        return 0.0
    with record._reading() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def measure_synthetic(size: int, queries: int, place: str | Path) -> None:
    made, words = Synthetic(), Counter[str]()
    waiting, outlets, storing, spent, kept = made.reports(size), Counter[str](), 0.0, 0.0, 0
    told = max(1, size // 10)
    with onrecord.open(place) as record:
        while batch := list(islice(waiting, 500)):
            for report in batch:
                outlets[report.outlet or ""] += 1
                for statement in made.made[report.id or ""].statements:
                    kept += 1
                    words.update({word for start, end in statement.content for word in report.text[start:end].strip('"').split()})
            began, before = time.perf_counter(), time.process_time()
            record.ingest(*batch, extractor=made)
            storing, spent = storing + time.perf_counter() - began, spent + time.process_time() - before
            if kept >= told:
                told += max(1, size // 10)
                print(f"    {kept:,} statements: {kept / spent:,.0f} a second of the processor so far; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most", flush=True)
        if of_server := seconds_of_server(record):
            print(f"    the server spent {of_server:.0f} s of the processor on it: {kept / of_server:,.0f} statements a second")
        stats = record.stats()
        print(f"{kept:,} statements in {stats.articles:,} reports, {stats.text_bytes:,} bytes of text: {kept / storing:,.0f} stored a second ({kept / spent:,.0f} a second of the processor); "
              f"{stats.bytes:,} bytes, {stats.bytes / stats.text_bytes:.2f} times the text", flush=True)  # fmt: skip
    measure_commands(place, words.most_common(2000)[-1][0])
    opening = [seconds(lambda: onrecord.open(place).close()) for _ in range(5)]
    with onrecord.open(place) as record:
        passed, spent_on, spent_on_both = [], [], []
        for options in draw(words, outlets, queries):
            of_server = seconds_of_server(record)
            began, before = time.perf_counter(), time.process_time()
            record.search(**options)
            passed.append(1000 * (time.perf_counter() - began))
            spent_on.append(1000 * (time.process_time() - before))
            spent_on_both.append(spent_on[-1] + 1000 * (seconds_of_server(record) - of_server))
        for what, times in (("passed", passed), ("of the processor", spent_on), ("of the processor, the server's too", spent_on_both)):
            cuts = statistics.quantiles(times, n=100)
            print(f"    {queries:,} queries, ms {what}: p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, most {max(times):.1f}")
            sys.stdout.flush()
        before = time.process_time()
        proving = seconds(record.verify)
        proved, before = time.process_time() - before, time.process_time()
        erasing = seconds(lambda: record.takedown("report-7", who="bench", why="bench"))
        print(f"    open {1000 * min(opening):.1f} ms; verify {proving:.1f} s ({proved:.1f} of the processor); a takedown {erasing:.2f} s ({time.process_time() - before:.2f})")


def draw(words: Counter[str], outlets: Counter[str], number: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    ranked = [word for word, _ in words.most_common()]
    rare = [word for word in ranked if words[word] <= max(1, len(ranked) // 20_000)]
    middling, common, names = ranked[100 : len(ranked) - len(rare)], ranked[:100], [outlet for outlet, _ in outlets.most_common()]
    for n in range(number):
        options: dict[str, Any] = {"query": chance.choice(rare if n % 5 < 2 else middling if n % 5 < 4 else common)}
        year = chance.randint(2016, 2024)
        filters: list[dict[str, Any]] = [
            {"act": chance.choice(["pledge", "assert", "request", "accuse"])}, {"kind": chance.choice(["direct", "indirect"])}, {"outlet": names[min(int(chance.paretovariate(0.6)), len(names) - 1)]},
            {"since": f"{year}-03-01", "until": f"{year + 1}-03-01"}, {"min_confidence": 0.8}, {"mode": "said"},
        ]  # fmt: skip
        if n % 2:
            for each in chance.sample(filters, chance.randint(1, 3)):
                options |= each
        yield options | ({"sort": "relevance"} if n % 10 == 3 else {"facets": True} if n % 10 == 6 else {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--variants", type=int, default=0)
    parser.add_argument("--synthetic", type=int, nargs="+", default=[])
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--db")
    parser.add_argument("--without-utterances", action="store_true", help="reports are not compared with each other")
    options = parser.parse_args()
    if bool(options.folder) == bool(options.synthetic) or (options.db and len(options.synthetic) != 1):
        parser.error("give a folder of texts, or --synthetic with sizes; with --db, one size")
    if options.without_utterances:
        leave_out_utterances()
    for size in options.synthetic:
        with tempfile.TemporaryDirectory() as folder:
            measure_synthetic(size, options.queries, options.db or Path(folder) / "record.db")
    if options.synthetic:
        return
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.folder.glob("*.txt"))[: options.texts]]
    reports = [Report(text, id=str(number), source="bench", reader="text") for number, text in enumerate(texts)]
    extractor = Extractor()
    extractor.extract(texts[0])
    began = time.perf_counter()
    articles = list(extractor.extract_many(reports))
    extracting = time.perf_counter() - began
    found, size, stored, copies = sum(len(article.statements) for article in articles), sum(len(text.encode()) for text in texts), [], []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder, onrecord.open(Path(folder) / "record.db") as record:
            began = time.perf_counter()
            record.ingest(*reports, extractor=Replay(extractor, articles))
            stored.append(time.perf_counter() - began)
            copies.append(record.stats().bytes)
            began = time.perf_counter()
            proof = record.verify()
            proving = time.perf_counter() - began
            assert not proof.faults and proof.statements == found
    storing = statistics.median(stored)
    print(f"{len(texts)} texts, {sum(len(text.split()) for text in texts):,} words, {size:,} bytes, {found:,} statements")
    print(f"extracting {extracting:.1f} s; storing {storing:.2f} s ({min(stored):.2f} to {max(stored):.2f}, {options.rounds} rounds): {100 * storing / extracting:.1f} % on top")
    print(f"{found / storing:,.0f} statements stored a second ({found / max(stored):,.0f} to {found / min(stored):,.0f})")
    print(f"the file is {statistics.median(copies):,.0f} bytes, {statistics.median(copies) / size:.2f} times the text; proving it takes {proving:.2f} s")
    if options.variants:
        with tempfile.TemporaryDirectory() as folder:
            measure_large(extractor, [variant(article, number) for number in range(options.variants) for article in articles], Path(folder) / "record.db")


if __name__ == "__main__":
    main()
