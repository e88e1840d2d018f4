#!/usr/bin/env python3
"""How long pages and API take on a record of a given size, in this process, so that the network is left out.

    serving.py [--statements 100000] [--rounds 20] [--db FILE]

Each address is asked for with other words, reports, statements and speakers in each round; milliseconds, median and 95th percentile, and the largest answer, uncompressed.
"""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient
from synthetic import Synthetic

import onrecord
from onrecord.serve.app import make_app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--db", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, onrecord.open(options.db or Path(folder) / "record.db") as record:
        made = Synthetic()
        if not record.stats().articles:
            record.ingest(*made.reports(options.statements), extractor=made)
        client = TestClient(make_app(record), base_url="http://127.0.0.1", headers={"accept-encoding": "identity"})
        began = time.perf_counter()
        known = client.get("/api/speakers?limit=1000").json()["speakers"]
        stats = record.stats()
        print(f"{stats.articles} reports, {sum(stats.statements.values())} statements, {stats.bytes / 1e6:.0f} MB; the first question about speakers: {time.perf_counter() - began:.1f} s")
        chance = random.Random(0)
        statements = record.search(limit=1000).hits
        words = [word for hit in statements[:200] for word in hit.words.split() if word.isalpha()]
        addresses = {
            "/": lambda: "/",
            "/search, a word": lambda: f"/search?q={chance.choice(words)}",
            "/search, a word by relevance": lambda: f"/search?q={chance.choice(words)}&sort=relevance",
            "/search, a speaker": lambda: f"/search?speaker={chance.choice(known)['name']}",
            "/search, all": lambda: f"/search?since=20{chance.randint(15, 19)}-01-01",
            "/report": lambda: f"/report?id={chance.choice(statements).article}",
            "/statements/…": lambda: f"/statements/{chance.choice(statements).statement.id}",
            "/speakers": lambda: "/speakers",
            "/speakers/…": lambda: f"/speakers/{chance.choice(known)['entity']}",
            "/api/search, a word": lambda: f"/api/search?q={chance.choice(words)}",
            "/api/articles/…": lambda: f"/api/articles/{chance.choice(statements).article}",
            "/api/statements/…": lambda: f"/api/statements/{chance.choice(statements).statement.id}",
            "/api/stats": lambda: "/api/stats",
        }
        for name, address in addresses.items():
            taken, sizes = [], []
            for _ in range(options.rounds):
                asked = address()
                began = time.perf_counter()
                answer = client.get(asked)
                taken.append(1000 * (time.perf_counter() - began))
                sizes.append(len(answer.content))
                assert answer.status_code == 200, (asked, answer.text)
            print(f"{name:30} {statistics.median(taken):7.0f} {statistics.quantiles(taken, n=20)[-1]:7.0f} ms {max(sizes) / 1000:7.0f} kB")


if __name__ == "__main__":
    main()
