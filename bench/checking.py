#!/usr/bin/env python3
"""What checking a quotation, and comparing the next report with those that are kept, costs in records of growing size.

    checking.py [--sizes 10000 100000] [--quotations 300] [--compared-days 25] [--folder DIR]

Reports are made by a program: words by Zipf's law from 60 000, of which the frequent ones are English function words, thirty speakers a day out of thousands, fifteen statements a report, and every
sixth report retells another one of its day.  Nothing is extracted.  Quotations are whole statements, parts of them, some with a word changed, and some that nobody said.

With --compared-days, only the reports of so many days before each size are compared when they are kept.  The older ones are kept with all by which others meet them, and have no ties: a report is compared with those
of the days around it alone, so that the next one costs what it would cost if all were compared, and a million statements take a quarter of an hour of the processor instead of two hours.  `check` looks at no tie.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from types import SimpleNamespace

import onrecord
from onrecord.extraction.statements import statement_id
from onrecord.follow.comparing import Comparing
from onrecord.follow.words import COMMON
from onrecord.identity import version_of
from onrecord.keep.record import Record
from onrecord.types import Article, Report, Speaker, Statement

SAID = 15  # statements of a report
A_DAY = 40  # reports
SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "po", "ri", "su", "ta", "ve", "wo", "za", "chi", "dra", "gle", "kro", "plu", "ste", "tri", "vlo"]


class Maker:
    """Reports with their statements, and what Ingest needs of an Extractor."""

    def __init__(self, seed: int = 1):
        self.random, self.model = random.Random(seed), SimpleNamespace(card={"name": "made-1"})
        self.words = [*sorted(COMMON), *("".join(self.random.choices(SYLLABLES, k=2 + n % 3)) for n in range(60_000))]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))  # each with those before it, which would be summed up for each draw else
        self.speakers = [f"{a.title()}{b} {c.title()}{d}{e}" for a, b, c, d, e in (self.random.choices(SYLLABLES, k=5) for _ in range(4_000))]
        self.articles: dict[str, Article] = {}
        self.today: list[list[tuple[str, str]]] = []
        self.number = 0

    def report(self) -> Report:
        if self.number % A_DAY == 0:
            self.today = []
            self.of_day = self.random.sample(self.speakers, 30)
        said = [(name, self.retold(words)) for name, words in self.random.choice(self.today)[:SAID // 2]] if self.today and self.number % 6 == 0 else []
        said += [(self.random.choice(self.of_day), " ".join(self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(6, 34)))) for _ in range(SAID - len(said))]
        self.today.append(said)
        day = (date(1990, 1, 1) + timedelta(days=self.number // A_DAY)).isoformat()
        self.number += 1
        return self.written(f"r{self.number}", day, said)

    def retold(self, words: str) -> str:
        """With a tenth of the words replaced."""
        return " ".join(self.random.choices(self.words, cum_weights=self.weights)[0] if self.random.random() < 0.1 else word for word in words.split())

    def written(self, id: str, day: str, said: list[tuple[str, str]]) -> Report:
        text, spans = "", []
        for name, words in said:
            start = len(text)
            text += f"{name} said {words}.\n"
            spans.append((name, (start, start + len(name)), (start + len(name) + 1, start + len(name) + 5), (start + len(name) + 6, len(text) - 2)))
        sha256 = version_of(text)
        found = tuple(Statement(statement_id(sha256, (content,), (cue,)), "indirect", "said", (source,), (cue,), (content,), None, 0.9, Speaker(name, "person", 0.9, (source,))) for name, source, cue, content in spans)
        self.articles[text] = Article(id=id, text=text, sha256=sha256, model="made-1", language="en", statements=found, boilerplate=(), path=None, url=None, title=None, outlet=f"outlet {self.number % 30}", published=day)
        return Report(text, id=id, outlet=f"outlet {self.number % 30}", published=day)

    def extract_many(self, reports: Iterator[Report]) -> Iterator[Article]:
        for report in reports:
            yield self.articles.pop(report.text)


@contextmanager
def compared_with_none() -> Iterator[None]:
    """Reports are kept with what others meet them by, and meet none."""
    met, Comparing._met = Comparing._met, lambda *_: []  # type: ignore[method-assign]
    try:
        yield
    finally:
        Comparing._met = met  # type: ignore[method-assign]


def fill(record: Record, maker: Maker, size: int, quoted: list[str], days: int | None) -> float:
    """Reports until the record holds so many statements, of which those of the last so many days are compared, else all; seconds it took."""
    began = time.perf_counter()

    def some(size: int) -> Iterator[Report]:
        while maker.number * SAID < size:
            report = maker.report()
            if maker.random.random() < 0.02:
                quoted.append(maker.random.choice(report.text.splitlines()).partition(" said ")[2].rstrip("."))
            yield report

    if days is not None:
        with compared_with_none():
            record.ingest(*some(size - days * A_DAY * SAID), extractor=maker)
    record.ingest(*some(size), extractor=maker)
    return time.perf_counter() - began


def ask(maker: Maker, quoted: list[str], number: int) -> Iterator[str]:
    for n in range(number):
        words = maker.random.choice(quoted).split()
        if n % 4 == 1 and len(words) > 8:
            words = words[2:-2]
        elif n % 4 == 2:
            words[len(words) // 2] = "never"
        elif n % 4 == 3:
            words = maker.random.choices(maker.words, cum_weights=maker.weights, k=14)
        yield " ".join(words)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, which other programs do not lengthen."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def keep_anew(path: Path, maker: Maker) -> tuple[float, float]:
    """What keeping and comparing the next report takes where no other one is in memory."""
    with onrecord.open(path) as record:
        return timed(partial(record.ingest, maker.report(), extractor=maker))


def told(name: str, seconds: list[tuple[float, float]]) -> str:
    parts = []
    for unit, some in zip(("by the clock", "of the processor"), zip(*seconds, strict=True), strict=True):
        ordered = sorted(some)
        parts.append(f"median {1000 * statistics.median(ordered):.1f} ms, 95th percentile {1000 * ordered[int(0.95 * len(ordered))]:.1f} ms {unit}")
    return f"{name}: {'; '.join(parts)}; n = {len(seconds)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--quotations", type=int, default=300)
    parser.add_argument("--reports", type=int, default=60, help="reports whose keeping is timed at each size")
    parser.add_argument("--compared-days", type=int, help="reports of so many days before each size are compared, and no others; else all are")
    parser.add_argument("--folder", type=Path, help="where the record is made; else a temporary folder")
    options = parser.parse_args()
    maker, quoted = Maker(), list[str]()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder, onrecord.open(path := Path(folder) / "record.db") as record:
        for size in sorted(options.sizes):
            seconds = fill(record, maker, size, quoted, options.compared_days)
            print(f"{maker.number * SAID:,} statements ({seconds:.0f} s)", flush=True)
            checks = [timed(partial(record.check, quotation)) for quotation in ask(maker, quoted, options.quotations)]
            print("  " + told("check", checks), flush=True)
            keeping = [timed(partial(record.ingest, maker.report(), extractor=maker)) for _ in range(options.reports)]
            print("  " + told("keeping and comparing the next report", keeping), flush=True)
            print("  " + told("the same in a record that was just opened, without a report in memory", [keep_anew(path, maker) for _ in range(options.reports)]), flush=True)


if __name__ == "__main__":
    main()
