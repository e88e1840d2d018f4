#!/usr/bin/env python3
"""Measure entities across reports on reports/speakers-across-reports.json, which is for measuring only, or on another author's set to tune on.

    evaluate_entities.py [--tuning]

B³ F1 (Bagga and Baldwin, 1998) over the appearances that are hard (a name shared by several, or spelt variously) and over all, each appearance's cluster taken
from the whole set; string equality beside it; and the share of pairs of equal names but different speakers that are kept apart.
"""

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations

from corpora import REPORTS
from onrecord.resolve.entities import Appearance, Entities
from speaker_annotation import normal

SETS = {False: REPORTS / "speakers-across-reports.json", True: REPORTS / "speakers-across-reports-tuning.json"}


def b_cubed(gold: Sequence[str], found: Sequence[str], judged: Sequence[int]) -> tuple[float, float, float]:
    """(precision, recall, F1) in percent over the judged items."""
    sizes_gold, sizes_found, both = Counter(gold), Counter(found), Counter(zip(gold, found))
    precision = sum(both[gold[i], found[i]] / sizes_found[found[i]] for i in judged) / len(judged)
    recall = sum(both[gold[i], found[i]] / sizes_gold[gold[i]] for i in judged) / len(judged)
    return 100 * precision, 100 * recall, 200 * precision * recall / (precision + recall)


def interval(gold: Sequence[str], found: Sequence[str], judged: Sequence[int], rounds: int = 300) -> tuple[float, float]:
    """95 % bootstrap interval of F1, resampling gold speakers."""
    by_speaker = defaultdict(list)
    for i in judged:
        by_speaker[gold[i]].append(i)
    rng, groups = random.Random(0), list(by_speaker.values())
    values = sorted(b_cubed(gold, found, [i for group in rng.choices(groups, k=len(groups)) for i in group])[2] for _ in range(rounds))
    return values[int(0.025 * rounds)], values[int(0.975 * rounds)]


def kept_apart(rows: Sequence[dict], found: Sequence[str]) -> tuple[int, int]:
    """(pairs of appearances with equal names and different speakers that have different entities, such pairs)"""
    by_name = defaultdict(list)
    for i, row in enumerate(rows):
        if row["kind"] == "person":
            by_name[normal(row["name"])].append(i)
    pairs = [(i, j) for group in by_name.values() for i, j in combinations(group, 2) if rows[i]["entity"] != rows[j]["entity"]]
    return sum(found[i] != found[j] for i, j in pairs), len(pairs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the set to tune on")
    rows = json.loads(SETS[parser.parse_args().tuning].read_text(encoding="utf-8"))
    appearances = [Appearance(r["article"], r["published"], r["name"], r["kind"], r["role"], r["organization"], r["country"], tuple(r["forms"])) for r in rows]
    entities = Entities(appearances)
    systems: dict[str, Callable[[int], str]] = {
        "onrecord": lambda i: entities.find(appearances[i]).entity,
        "equal names": lambda i: normal(rows[i]["name"]),
        "equal names and countries": lambda i: f"{normal(rows[i]['name'])} {rows[i]['country']}",
    }
    gold = [r["entity"] for r in rows]
    parts = {name: [i for i, r in enumerate(rows) if r["hard"] in hard] for name, hard in {"hard": ("shared-name", "spelt-variously"), "shared name": ("shared-name",), "spelt variously": ("spelt-variously",)}.items()}
    parts["all"] = list(range(len(rows)))
    for system, entity_of in systems.items():
        found = [entity_of(i) for i in range(len(rows))]
        for part, judged in parts.items():
            precision, recall, f1 = b_cubed(gold, found, judged)
            low, high = interval(gold, found, judged)
            print(f"{system}, {part}: B³ {f1:.1f} ({low:.1f}–{high:.1f}), precision {precision:.1f}, recall {recall:.1f}; {len(judged)} appearances of {len({gold[i] for i in judged})} speakers")
        apart, pairs = kept_apart(rows, found)
        print(f"{system}: {apart} of {pairs} pairs of people with equal names kept apart ({100 * apart / max(1, pairs):.1f} %)")


if __name__ == "__main__":
    main()
