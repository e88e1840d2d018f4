#!/usr/bin/env python3
"""What keeping costs on top of extracting: seconds, statements a second, size of the file.

    storing.py FOLDER [--texts 300] [--rounds 5]

The texts of a folder are extracted once, and that is timed; then what was made of them is kept, each round in a new record, so that storing is timed by itself: looking up,
writing, indexing and committing.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import onrecord
from onrecord import Article, Extractor, Report


class Replay:
    """An extractor that has its results already."""

    def __init__(self, extractor: Extractor, articles: list[Article]):
        self.model, self.articles = extractor.model, {article.text: article for article in articles}

    def extract_many(self, reports):
        for report in reports:
            yield self.articles[report.text]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
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


if __name__ == "__main__":
    main()
