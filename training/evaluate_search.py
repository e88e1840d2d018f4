#!/usr/bin/env python3
"""Measure search by words, by meaning and by both: is the one statement that answers a question among the first ten hits?

    evaluate_search.py [--part measure|unshared|hard|choose] [--record FILE] [--worst]

The questions are those of reports/questions.jsonl, each with the report and the words of the statement that answers it.  All reports of this repository are kept in one record, through the whole pipeline, those too
of which nothing is asked.  A hit is right that holds at least half of these words.  The search by words has its chances: `all words`, the question as it is; `any word`, those of its words that are not of the
commonest, any of them, the best first.  *Found*: only questions are judged whose statement the model found; *whole*: the others count as missed.  Intervals are the middle 95 in 100 of 2 000 bootstrap samples over
reports.  --record takes a record that was kept by an earlier run, or keeps it there.
"""

import argparse
import json
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from snowballstemmer import stemmer

import onrecord
from onrecord import Report
from onrecord.follow.words import COMMON
from onrecord.keep.record import Record
from onrecord.keep.search import Hit
from onrecord.keep.words import cut

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "reports" / "questions.jsonl"
FIRST = 10  # hits that are looked at
ENOUGH = 0.5  # share of the words that a hit must hold
STEM = stemmer("english").stemWord


@dataclass(frozen=True)
class Pair:
    """A question, and where its answer stands; `disjoint`: whether they share no content word, as stems."""

    question: str
    report: str
    start: int
    end: int
    disjoint: bool


def content_words(text: str) -> set[str]:
    return {STEM(word.folded) for word in cut(text) if word.folded not in COMMON}


def any_word(question: str) -> str:
    return " OR ".join(dict.fromkeys(word.folded for word in cut(question) if word.folded not in COMMON))


SYSTEMS: dict[str, Callable[[str], dict[str, str]]] = {
    "all words": lambda question: {"query": question, "sort": "relevance"},
    "any word": lambda question: {"query": any_word(question), "sort": "relevance"},
    "meaning": lambda question: {"query": question, "by": "meaning"},
    "both": lambda question: {"query": question, "by": "both"},
}


def keep_reports(record: Record) -> None:
    """Every report of this repository once: those of reports/train that begin with w- are the newsroom's."""
    texts = [path for folder in ("train", "measure") for path in sorted((ROOT / "reports" / folder).glob("*.txt")) if not path.name.startswith("w-")]
    record.ingest(*(Report(path.read_text(encoding="utf-8"), id=path.stem) for path in texts), *sorted((ROOT / "examples" / "newsroom").glob("*/*/reports.jsonl")))
    record.index()


def load_pairs(record: Record, part: str) -> list[Pair]:
    pairs = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] != part:
            continue
        article = record.article(row["report"])
        start = article.text.index(row["quote"])
        end = start + len(row["quote"])
        said = next((article.words(s.content) for s in article.statements if shared(s.content, start, end) >= ENOUGH), row["quote"])
        pairs.append(Pair(row["question"], row["report"], start, end, not content_words(row["question"]) & content_words(said)))
    return pairs


def shared(spans: Sequence[Sequence[int]], start: int, end: int) -> float:
    """The share of a passage that some spans hold."""
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans) / (end - start)


def is_right(hit: Hit, pair: Pair) -> bool:
    return hit.article == pair.report and hit.statement is not None and shared(hit.statement.content, pair.start, pair.end) >= ENOUGH


def recall(right: Sequence[tuple[Pair, bool]]) -> str:
    """In percent, with its interval; of none, a dash."""
    if not right:
        return "–"
    by_report = defaultdict(list)
    for pair, found in right:
        by_report[pair.report].append(found)
    groups, chance = list(by_report.values()), random.Random(1)
    samples = []
    for _ in range(2_000):
        drawn = [found for group in chance.choices(groups, k=len(groups)) for found in group]
        samples.append(100 * sum(drawn) / len(drawn))
    samples.sort()
    return f"{100 * sum(found for _, found in right) / len(right):.1f} ({samples[50]:.1f}–{samples[1949]:.1f}; n = {len(right)})"


def measure(record: Record, part: str, worst: bool) -> None:
    pairs = load_pairs(record, part)
    found = {pair for pair in pairs if any(shared(s.content, pair.start, pair.end) >= ENOUGH for s in record.article(pair.report).statements)}
    print(f"{len(pairs)} questions on {len({pair.report for pair in pairs})} reports, {sum(pair.disjoint for pair in pairs)} of them without a content word in common; of {len(pairs) - len(found)} the statement was not found")
    for name, asked in SYSTEMS.items():
        right = [(pair, any(is_right(hit, pair) for hit in record.search(limit=FIRST, **asked(pair.question)).hits)) for pair in pairs]
        for what, chosen in (("whole", right), ("found", [each for each in right if each[0] in found])):
            apart, common = ([each for each in chosen if each[0].disjoint == disjoint] for disjoint in (True, False))
            print(f"{name}, {what}: recall in the first {FIRST} {recall(chosen)}; no word in common {recall(apart)}; some {recall(common)}")
        if worst:
            for pair, hit in right:
                if not hit and pair in found:
                    print(f"    {pair.report}: {pair.question!r} | {record.article(pair.report).text[pair.start : pair.end]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("choose", "measure", "unshared", "hard"), default="measure", help="choose: the questions by which the search was set up; unshared: those that measure too, and have no content word in common with the answer")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--worst", action="store_true", help="name the questions that failed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.record or Path(folder) / "record.db"
        known = path.exists()
        with onrecord.open(path) as record:
            if not known:
                keep_reports(record)
            measure(record, options.part, options.worst)


if __name__ == "__main__":
    main()
