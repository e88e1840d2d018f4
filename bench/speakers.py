#!/usr/bin/env python3
"""What it costs to know who speaks in a record: once from nothing, when nothing has changed, and after some reports more.

    speakers.py SIZE... [--db postgresql://user@host/database]

Records of so many statements are made up (see synthetic.py); seconds are those of the processor that this program takes.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from storing import leave_out_utterances
from synthetic import Synthetic

import onrecord


def spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(size: int, place: str | Path) -> None:
    made = Synthetic()
    waiting = made.reports(size + 10_000)
    with onrecord.open(place) as record:
        kept = 0
        while kept < size:
            batch = list(islice(waiting, min(500, 1 + (size - kept) // 30)))
            kept += sum(len(made.made[report.id or ""].statements) for report in batch)
            record.ingest(*batch, extractor=made)
        before = record.stats().bytes
        first = spent(record.speakers)
        rows = record.speakers()
        print(f"{kept:,} statements: {first:.2f} s from nothing, {len(rows):,} speakers, {100 * (record.stats().bytes - before) / before:.1f} % more bytes", flush=True)
    with onrecord.open(place) as record:
        print(f"    {spent(record.speakers):.3f} s when nothing has changed; {spent(lambda: record.speaker(rows[0].entity)):.3f} s for the one with most statements", flush=True)
        for number in (1, 10, 100):
            batch = list(islice(waiting, number))
            record.ingest(*batch, extractor=made)
            print(f"    {spent(record.resolve_speakers):.2f} s after {number} more reports", flush=True)
        one, other = rows[0].entity, rows[1].entity
        print(f"    {spent(lambda: record.merge_speakers(one, other, who='bench', why='bench')):.2f} s to decide that the first two are one; {spent(lambda: record.takedown('report-7', who='bench', why='bench')):.2f} s for a takedown")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--db")
    options = parser.parse_args()
    leave_out_utterances()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, options.db or Path(folder) / "record.db")


if __name__ == "__main__":
    main()
