#!/usr/bin/env python3
"""What the next report costs when 1 000, 10 000 and 100 000 entities are known.

    entities.py [--sizes 1000 10000 100000] [--next 500]

Names are made of syllables, so that some are alike and some surnames are shared, as in life; a tenth of the appearances are bare surnames.  For each size: milliseconds to add an appearance and to
find its entity, median and 95th percentile, over appearances half of which are of known people.
"""

import argparse
import random
import statistics
import time

from onrecord.resolve.entities import Appearance, Entities

OPENING, MIDDLE, ENDING = (["ka", "be", "so", "mi", "ra", "ne", "lu", "do", "vi", "ha", "te", "pa", "jo", "ki", "za", "el", "an", "or", "ist", "ul", "gre", "ste", "bra", "tri"], ["r", "n", "l", "m", "s", "t", "d", "v", "k", "lla", "rri", "nne", "sto", "ndo"], ["a", "o", "en", "ić", "ev", "ova", "er", "son", "i", "as", "ez", "ová", "ko", "ian", "u", "el"])
ROLES = ("minister", "mayor", "spokesman", "coach", "judge", "professor", "member of parliament", "chief executive", None, None)
COUNTRIES = ("UA", "FR", "KE", "PL", "GB", "BR", None, None)


def word(rng: random.Random) -> str:
    return (rng.choice(OPENING) + "".join(rng.choice(MIDDLE) + rng.choice("aeiou") for _ in range(rng.randint(0, 2))) + rng.choice(MIDDLE)[0] + rng.choice(ENDING)).capitalize()


class World:
    """People with names, roles and countries; a surname is shared by three or so, a given name by many."""

    def __init__(self, size: int, seed: int = 0):
        self.rng = random.Random(seed)
        given = [word(self.rng) for _ in range(max(50, size // 20))]
        family = [word(self.rng) for _ in range(max(50, size // 3))]
        self.people = [(self.rng.choice(given), self.rng.choice(family), self.rng.choice(ROLES), self.rng.choice(COUNTRIES)) for _ in range(size)]
        self.number = 0

    def appearance(self, person: tuple) -> Appearance:
        self.number += 1
        given, family, role, country = person
        name = family if self.rng.random() < 0.1 else f"{given} {family}"
        day = f"{self.rng.randint(2019, 2026)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
        return Appearance(f"report-{self.number // 3}", day, name, "person", role if self.rng.random() < 0.7 else None, None, country if self.rng.random() < 0.7 else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--next", type=int, default=500)
    args = parser.parse_args()
    for size in args.sizes:
        world = World(size)
        known = [world.appearance(person) for person in world.people]
        began = time.perf_counter()
        entities = Entities(known)
        filled = time.perf_counter() - began
        strangers = World(args.next, seed=1).people
        following = [world.appearance(world.rng.choice(world.people) if i % 2 else strangers[i]) for i in range(args.next)]
        costs = []
        for appearance in following:
            began = time.perf_counter()
            entities.add(appearance)
            entities.find(appearance)
            costs.append(1000 * (time.perf_counter() - began))
        print(f"{size} people known (added in {filled:.1f} s): the next appearance takes {statistics.median(costs):.2f} ms, 95th percentile {sorted(costs)[int(0.95 * len(costs))]:.2f} ms", flush=True)


if __name__ == "__main__":
    main()
