#!/usr/bin/env python3
"""The pipeline beside that of another checkout, both beside the bare encoder: two processes take turns, by processor time.

    against.py FOLDER [--rounds 6]

FOLDER: a checkout of another version (`git worktree add`).  Texts: the measuring reports of this one, which both must read alike.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parents[1]
SIDE = """
import sys, time
from hashlib import sha256
from speed import both, seconds, texts
from onrecord import Extractor

extractor, reports = Extractor(), texts()
pipeline, bare = both(extractor, reports)
print(sha256(repr([extractor.extract(report) for report in reports]).encode()).hexdigest(), flush=True)
for _ in sys.stdin:
    print(*(1000 * seconds(work, time.process_time) / len(reports) for work in (pipeline, bare)), flush=True)
"""


class Side:
    def __init__(self, folder: Path):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "src"), str(HERE / "bench")]), "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen([sys.executable, "-c", SIDE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.read = self.told()
        self.times: list[tuple[float, float]] = []

    def told(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def turn(self) -> None:
        assert self.process.stdin
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        pipeline, bare = map(float, self.told().split())
        self.times.append((pipeline, bare))

    def summary(self) -> str:
        ratios = [pipeline / bare for pipeline, bare in self.times]
        pipelines, bares = zip(*self.times)
        return f"{statistics.median(pipelines):.1f} ms a report, bare encoder {statistics.median(bares):.1f} ms: {statistics.median(ratios):.2f} times ({min(ratios):.2f} to {max(ratios):.2f})"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=6)
    args = parser.parse_args()
    sides = {"there": Side(args.folder.resolve()), "here": Side(HERE)}
    for _ in range(args.rounds):
        for side in sides.values():
            side.turn()
    for name, side in sides.items():
        print(f"{name}: {side.summary()}")
    print("the same articles" if len({side.read for side in sides.values()}) == 1 else "OTHER ARTICLES")


if __name__ == "__main__":
    main()
