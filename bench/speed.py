#!/usr/bin/env python3
"""How fast: the pipeline beside the bare encoder, worker processes, a cold start, memory.

    speed.py [--rounds 7] [--articles 10000] [--textacy PYTHON]

Plain text, one thread, the sides taking turns, medians; pipeline and encoder by processor time, which other programs change little.  *Bare encoder*: the same session on the text's wordpieces, each once, in
windows sorted by length.  Texts: the measuring reports of the project.  --textacy: the interpreter of an environment with textacy, to compare with.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime

from onrecord import Extractor, read
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import CLS, SEP, WINDOW, tokenize

REPORTS = Path(__file__).parents[1] / "reports" / "measure"
EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"


def texts() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(REPORTS.glob("*.txt"))]


def bare_runs(extractor: Extractor, reports: list[str]) -> list[dict]:
    """The encoder's inputs for each wordpiece once."""
    runs = []
    for report in reports:
        tokens = tokenize(extractor.model.tokenizer, report, find_quotations(report))
        for start in range(0, len(tokens.ids), WINDOW):
            ids, features = tokens.ids[start : start + WINDOW], tokens.features[start : start + WINDOW]
            first = tokens.first[(tokens.first >= start) & (tokens.first < start + WINDOW)] - start + 1
            runs.append({"ids": np.concatenate(([CLS], ids, [SEP])), "features": np.concatenate(([0], features, [0])), "first": first})
    return sorted(runs, key=lambda run: len(run["ids"]))


def seconds(work, clock=time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def pipeline_against_encoder(rounds: int) -> tuple[float, list[float]]:
    """(words a second of the pipeline, ratio of pipeline to bare encoder in each round)."""
    extractor, reports = Extractor(), texts()
    pipeline, bare = both(extractor, reports)
    pairs = [(seconds(pipeline, time.process_time), seconds(bare, time.process_time)) for _ in range(rounds)]
    return sum(len(report.split()) for report in reports) / statistics.median(a for a, _ in pairs), [a / b for a, b in pairs]


def both(extractor: Extractor, reports: list[str]) -> tuple[Callable[[], None], Callable[[], None]]:
    """The pipeline and the bare encoder on all reports, each run once already."""
    runs, encoder = bare_runs(extractor, reports), extractor.model.encoder

    def pipeline():
        for report in reports:
            extractor.extract(report)

    def bare():
        for run in runs:
            encoder.run(None, run)

    pipeline(), bare()
    return pipeline, bare


def textacy_against_pipeline(python: str, rounds: int) -> tuple[list[float], int, int, int]:
    """(textacy's time over the pipeline's in each round, statements found, quotations textacy found, texts it failed on)."""
    paths = [str(path) for path in sorted(REPORTS.glob("*.txt"))]
    extractor, reports = Extractor(), texts()
    environment = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")}
    peer = subprocess.Popen([python, str(Path(__file__).with_name("peer_textacy.py")), *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert peer.stdin and peer.stdout
    ratios, ours, theirs, failed = [], 0, 0, 0
    for _ in range(rounds + 1):
        peer.stdin.write("\n")
        peer.stdin.flush()
        took, theirs, failed = (float(x) for x in peer.stdout.readline().split())
        began = time.perf_counter()
        ours = sum(len(extractor.extract(report).statements) for report in reports)
        ratios.append(took / (time.perf_counter() - began))
    peer.stdin.close()
    peer.wait()
    return ratios[1:], ours, int(theirs), int(failed)


def workers_ratio(rounds: int) -> list[float]:
    """Words a second of `onrecord extract` with two worker processes over those with one, start and output included, on all reports of the project."""
    paths = [str(path) for path in sorted(REPORTS.parent.glob("*/*.txt"))]

    def extract(workers: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, "-m", "onrecord.cli", "extract", "--workers", workers, *paths], stdout=subprocess.DEVNULL, check=True))

    return [extract("1") / extract("2") for _ in range(rounds)]


def cold_start(rounds: int) -> float:
    path = next(iter(sorted(REPORTS.glob("*.txt"))))
    return statistics.median(seconds(lambda: subprocess.run([sys.executable, "-m", "onrecord.cli", "extract", str(path)], stdout=subprocess.DEVNULL, check=True)) for _ in range(rounds))


def html_reading(rounds: int) -> tuple[float, int]:
    """(seconds a page, bytes of the page): reading the example page, without extracting anything."""
    path = next(iter(sorted(EXAMPLES.glob("*.html"))))
    list(read(str(path)))
    return statistics.median(seconds(lambda: list(read(str(path)))) for _ in range(3 * rounds)), path.stat().st_size


def memory(articles: int) -> tuple[int, int]:
    """Peak resident memory in MiB after a tenth of the articles, and after all."""
    reports = texts()
    stream = (reports[i % len(reports)][: 400 + i % 200] for i in range(articles))
    peaks = []
    for i, _ in enumerate(Extractor().extract_many(stream), 1):
        if i in (articles // 10, articles):
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return peaks[0], peaks[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--textacy", metavar="PYTHON")
    args = parser.parse_args()
    print(f"onnxruntime {onnxruntime.__version__}, Python {sys.version.split()[0]}")
    speed, ratios = pipeline_against_encoder(args.rounds)
    print(f"pipeline: {speed:,.0f} words/s on one thread; {statistics.median(ratios):.2f} times the bare encoder ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)
    if args.textacy:
        peer, ours, theirs, failed = textacy_against_pipeline(args.textacy, args.rounds)
        print(f"{statistics.median(peer):.2f} times as many words/s as textacy ({min(peer):.2f} to {max(peer):.2f}); {ours} statements against {theirs} quotations; textacy failed on {failed} of {len(texts())}", flush=True)
    print(f"cold start, one report: {cold_start(args.rounds):.2f} s", flush=True)
    page, size = html_reading(args.rounds)
    print(f"reading an HTML page of {size:,} bytes: {page * 1000:.1f} ms", flush=True)
    two = workers_ratio(args.rounds)
    print(f"two workers: {statistics.median(two):.2f} times one ({min(two):.2f} to {max(two):.2f})", flush=True)
    early, late = memory(args.articles)
    print(f"memory: {early} MiB after {args.articles // 10} short articles, {late} MiB after {args.articles}")


if __name__ == "__main__":
    main()
