"""What the next report costs a ledger that holds so many commitments: made-up reports of made-up towns, each with an ask, a pledge and a delivery.

    python bench/ledger.py [--sizes 1000 100000] [--reports 200]
"""

import argparse
import random
import time

from onrecord import Extractor, Report
from onrecord.follow.drafts import Told
from onrecord.follow.ledger import Ledger

SYLLABLES = ["ba", "be", "bo", "da", "de", "do", "fa", "fe", "ga", "go", "ha", "ka", "ke", "ko", "la", "le", "lo", "ma", "me", "mo", "na", "ne", "no", "pa", "pe", "ra", "re", "ro", "sa", "se", "so", "ta", "te", "to", "va", "ve"]
THINGS = ["footbridge", "clinic", "library", "tramway", "ferry", "boiler", "playground", "reservoir", "lift", "substation", "bakery", "kindergarten", "orchard", "lighthouse", "archive", "stadium"]


def name(random_: random.Random) -> str:
    return "".join(random_.choice(SYLLABLES) for _ in range(3)).capitalize()


def templates(extractor: Extractor) -> list[Told]:
    texts = [
        "The Residents of Xxxx on Monday called on the Xxxx Council to build a footbridge for 40,000 euros before the end of May, Yyyy Zzzz said.",
        "The Xxxx Council will build a footbridge for 40,000 euros by the end of May, Mayor Yyyy Zzzz said on Monday.",
        "The footbridge of the Xxxx Council for 40,000 euros was opened on Sunday, Mayor Yyyy Zzzz said.",
    ]
    return [extractor.tell(extractor.extract(Report(text, id=f"t{i}", published=f"2024-0{i + 3}-12"))) for i, text in enumerate(texts)]


def varied(told: Told, number: int, random_: random.Random) -> Told:
    """The same findings about another town, other people and another thing."""
    from dataclasses import replace

    town, first, last, thing = name(random_), name(random_), name(random_), random_.choice(THINGS)
    share = random_.randint(2, 900)
    words = {"Xxxx": town, "Yyyy": first, "Zzzz": last}

    def put(text: str) -> str:
        for old, new in words.items():
            text = text.replace(old, new)
        return text

    def terms(old: dict[str, float]) -> dict[str, float]:
        return {town.casefold() if t == "xxxx" else thing if t == "footbridg" else t: w for t, w in old.items() if not t.startswith("=")}

    findings = tuple(
        replace(f, text=put(f.text), by=f.by and (put(f.by[0]), f.by[1]), counterpart=f.counterpart and (put(f.counterpart[0]), f.counterpart[1]), named=tuple(map(put, f.named)), terms=terms(f.terms), numbers=(), tokens=(),
                amounts=tuple((v * share, u, further, a, b) for v, u, further, a, b in f.amounts))
        for f in told.findings
    )
    return Told(f"{number:07d}-{told.article}", told.published, findings, tuple((put(a), put(b)) for a, b in told.spoken_for))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--reports", type=int, default=200)
    options = parser.parse_args()
    made, random_ = templates(Extractor()), random.Random(1)
    for size in options.sizes:
        ledger, number = Ledger(), 0
        began = time.perf_counter()
        while len(ledger.drafts()) < size:
            for _ in range(max(1, size // 100)):
                seed = random_.random()
                for each in made:
                    told = varied(each, number, random.Random(seed))
                    ledger.add(Told(told.article, f"2024-03-12T{number:09d}", told.findings, told.spoken_for))
                    number += 1
        filled = time.perf_counter() - began
        took = []
        for n in range(options.reports):
            told = varied(made[n % 3], number + n, random.Random(random_.random()))
            began = time.perf_counter()
            ledger.add(Told(told.article, f"2024-03-12T{number + n:09d}", told.findings, told.spoken_for))
            took.append(time.perf_counter() - began)
        took.sort()
        print(f"{len(ledger.drafts()):,} commitments of {number:,} reports, linked in {filled:.1f} s; the next report: median {1e6 * took[len(took) // 2]:.0f} µs, 95 % {1e6 * took[int(0.95 * len(took))]:.0f} µs")


if __name__ == "__main__":
    main()
