#!/usr/bin/env python3
"""One sentence in thousands of reports: whether they become one utterance without its neighbours, and what the next report, a check and the utterance cost then.

    crowd.py [--sizes 1000 10000] [--folder DIR]

Each report tells the sentence by one speaker and two sentences of its own; neighbours are the same speaker's other sentence of that day, another one's with most of the same words, and the same words said again weeks later.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from checking import Maker, timed, told

import onrecord
from onrecord.types import Report

SPEAKER, OTHER = "Irena Novak", "Per Lind"
SENTENCE, NEAR, BESIDE = "our thoughts are with the victims of the fire at Lusk harbour", "our thoughts are with the families of the fire crew at Lusk harbour", "the school in Brenn will open again on Monday"
DAY, LATER = "2026-03-05", "2026-04-16"
NEIGHBOURS = 40


def report(maker: Maker, name: str, day: str, speaker: str, words: str) -> Report:
    own = [(maker.random.choice(maker.speakers), " ".join(maker.random.choices(maker.words, cum_weights=maker.weights, k=12))) for _ in range(2)]
    maker.number += 1
    return maker.written(name, day, [(speaker, words), *own])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--folder", type=Path, help="where the record is made; else a temporary folder")
    options = parser.parse_args()
    maker = Maker()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder, onrecord.open(Path(folder) / "record.db") as record:
        groups = {"of the same words": (DAY, SPEAKER, SENTENCE), "of another speaker": (DAY, OTHER, NEAR), "of the speaker's other sentence": (DAY, SPEAKER, BESIDE), "of the same words weeks later": (LATER, SPEAKER, SENTENCE)}
        made = {group: set[str]() for group in groups}

        def add(group: str, number: int) -> list[tuple[float, float]]:
            names = [f"{group} {n}" for n in range(len(made[group]), number)]
            made[group] |= set(names)
            day, speaker, words = groups[group]
            return [timed(partial(record.ingest, report(maker, name, day, speaker, words), extractor=maker)) for name in names]

        for group in list(groups)[1:]:
            add(group, NEIGHBOURS)
        for size in sorted(options.sizes):
            taken = add("of the same words", size)[-100:]
            print(f"{size:,} reports of one sentence", flush=True)
            print("  " + told("keeping and comparing the next report", taken), flush=True)
            for group, ids in made.items():
                found = [{v.article for v in utterance.versions} for utterance in record.utterances(limit=20) if any(v.article in ids for v in utterance.versions)]
                print(f"  {len(ids):,} reports {group}: in {len(found)} utterances, the largest with {max(map(len, found)):,} reports, {len(set().union(*found) - ids)} of other groups", flush=True)
            first = record.article("of the same words 0").statements[0]
            asked: dict[str, Callable[[], object]] = {"check": partial(record.check, SENTENCE), "the utterance": partial(record.utterance, first.id), "to which utterance a statement belongs": partial(record.belongings, first.id), "all utterances": record.utterances}
            for name, work in asked.items():
                print("  " + told(name, [timed(work) for _ in range(5)]), flush=True)


if __name__ == "__main__":
    main()
