#!/usr/bin/env python3
"""What keeping costs on top of extracting: seconds, statements a second, size of the file.

    storing.py FOLDER [--texts 300] [--rounds 5] [--variants 20]

The texts of a folder are extracted once, and that is timed; then what was made of them is kept, each round in a new record, so that storing is timed by itself: looking up,
writing, indexing and committing.  With --variants, so many variants of each text are kept in one record, which is then searched: the best of three of each.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import onrecord
from onrecord import Article, Extractor, Report
from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--variants", type=int, default=0)
    options = parser.parse_args()
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
