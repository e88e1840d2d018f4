#!/usr/bin/env python3
"""Measure utterances and `onrecord check` on storylines: reports of which a person has told which statements report one occasion, and quotations with their verdicts.

    evaluate_utterances.py STORY_DIR... [--worst] [--cosine 0.65]

Each folder holds reports.jsonl, utterances.json (clusters, and near misses that are not one utterance) and, where there are any, quotations.json.  The reports of each story are kept in a record of their own, through
the whole pipeline.  Judged are the statements that a person named: a pair of them that stand in one cluster and in one utterance is right.  *Found*: only pairs are judged of which both statements
were found by the model; *whole*: a statement that was not found is an utterance of its own.  B³ is of Bagga and Baldwin (1998).  Beside it, on the same statements: MinHash
(Broder, 1997) over two words in a row, SimHash (Charikar, 2002) over single words, and the vectors by which statements are searched by meaning, all within APART days, at the threshold that is best for them on
these very stories; with --cosine the vectors at a threshold that was found on others.
"""

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from pathlib import Path

import onrecord
from onrecord import Article, Extractor
from onrecord.follow.meetings import APART
from onrecord.follow.occasions import day_of
from onrecord.follow.words import cut
from onrecord.meaning.embedding import embedding

LEAST = 0.3  # share of a named quote that a statement must hold, to be taken for it


@dataclass
class Tally:
    """What was counted over stories."""

    mentions: int = 0
    lost: int = 0
    pairs: Counter = field(default_factory=Counter)
    items: list = field(default_factory=list)
    near: Counter = field(default_factory=Counter)
    verdicts: Counter = field(default_factory=Counter)
    right: Counter = field(default_factory=Counter)


def statement_for(article: Article, quote: str):
    """The statement whose content is nearest to a quote that a person gives; None where none holds enough of it."""
    start = article.text.index(quote)
    end, best, most = start + len(quote), None, 0.0
    for statement in article.statements:
        size = sum(b - a for a, b in statement.content)
        shared = sum(max(0, min(end, b) - max(start, a)) for a, b in statement.content)
        if shared / len(quote) >= LEAST and shared / min(size, len(quote)) >= 0.5 and 2 * shared / (size + len(quote)) > most:
            best, most = statement, 2 * shared / (size + len(quote))
    return best


def named(story: Path, articles: dict[str, Article]):
    """The statements that a person named: (article, quote, statement or None, cluster or None), and the near misses as pairs of their numbers."""
    told = json.loads((story / "utterances.json").read_text(encoding="utf-8"))
    rows: dict[tuple[str, str], int | None] = {}
    for number, cluster in enumerate(told["clusters"]):
        for mention in cluster:
            rows[mention["article"], mention["quote"]] = number
    for miss in told["near_misses"]:
        for side in "ab":
            rows.setdefault((miss[side]["article"], miss[side]["quote"]), None)
    mentions = [(article, quote, statement_for(articles[article], quote), cluster) for (article, quote), cluster in rows.items()]
    place = {(article, quote): i for i, (article, quote, _, _) in enumerate(mentions)}
    misses = [(*(place[miss[side]["article"], miss[side]["quote"]] for side in "ab"), miss["why"]) for miss in told["near_misses"]]
    return mentions, misses


def measure(story: Path, extractor: Extractor, tallies: dict[str, Tally], worst: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, onrecord.open(Path(folder) / "record.db") as record:
        record.ingest(story / "reports.jsonl", extractor=extractor)
        ids = [json.loads(line)["id"] for line in (story / "reports.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
        articles = {id: record.article(id) for id in ids}
        mentions, misses = named(story, articles)
        belonging = record.belongings(*(statement.id for _, _, statement, _ in mentions if statement))
        homes = {"onrecord": [belonging[s.id].id if s else f"lost {i}" for i, (_, _, s, _) in enumerate(mentions)]}
        for name, alike in BASELINES.items():
            for least in THRESHOLDS:
                homes[f"{name} {least}"] = connected(mentions, articles, lambda x, y, alike=alike, least=least: alike(x, y) >= least)
        for system, home in homes.items():
            judge(tallies.setdefault(system, Tally()), mentions, misses, home, story.name if worst and system == "onrecord" else "")
        check(tallies["onrecord"], record, story, worst)


def judge(tally: Tally, mentions, misses, home: Sequence[str], worst: str) -> None:
    gold = [f"cluster {c}" if c is not None else f"alone {i}" for i, (_, _, _, c) in enumerate(mentions)]
    tally.mentions += len(mentions)
    tally.lost += sum(s is None for _, _, s, _ in mentions)
    for i, j in combinations(range(len(mentions)), 2):
        if mentions[i][0] == mentions[j][0]:
            continue
        right, found = gold[i] == gold[j], home[i] == home[j]
        same = mentions[i][2] is not None and mentions[i][2] is mentions[j][2]
        for part in ("whole", *(["found"] if mentions[i][2] and mentions[j][2] and not same else [])):
            tally.pairs[part, right, found] += 1
        if worst and right != found:
            print(f"{worst}: {'missed' if right else 'wrong'}{'' if mentions[i][2] and mentions[j][2] else ' (not found)'}: {mentions[i][0]} {mentions[i][1]!r} | {mentions[j][0]} {mentions[j][1]!r}")
    base = len(tally.items)
    tally.items += [(f"{base} {g}", f"{base} {h}", s is not None) for g, h, (_, _, s, _) in zip(gold, home, mentions)]
    for i, j, why in misses:
        if mentions[i][2] and mentions[j][2]:
            tally.near[why.split(":")[0], home[i] != home[j]] += 1


def check(tally: Tally, record, story: Path, worst: bool) -> None:
    if not (story / "quotations.json").is_file():
        return
    for row in json.loads((story / "quotations.json").read_text(encoding="utf-8")):
        done = record.check(row["quotation"], speaker=row["speaker"], on=row["on"])
        tally.verdicts[row["verdict"], done.verdict] += 1
        if worst and done.verdict != row["verdict"]:
            print(f"{story.name}: {row['verdict']} told as {done.verdict}: {row}", *[f"    {m.article} {m.speaker} {m.published} {m.likeness}" for m in done.matches[:3]], sep="\n")


def connected(mentions, articles: dict[str, Article], alike: Callable[[str, str], bool]) -> list[str]:
    """Mentions joined wherever their contents are alike and their reports near in time."""
    home = list(range(len(mentions)))
    words = [articles[a].words(s.content) if s else "" for a, _, s, _ in mentions]
    days = [day_of(articles[a].published) for a, _, _, _ in mentions]
    for i, j in combinations(range(len(mentions)), 2):
        near = days[i] is None or days[j] is None or abs((days[i] - days[j]).days) <= APART
        if words[i] and words[j] and near and mentions[i][0] != mentions[j][0] and alike(words[i], words[j]):
            home = [home[i] if h == home[j] else h for h in home]
    return [str(h) for h in home]


def hashed(token: str, seed: int = 0) -> int:
    return int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8, salt=seed.to_bytes(8, "big")).digest(), "big")


def minhash(x: str, y: str, size: int = 128) -> float:
    """Share of minima in common of the shingles of two words."""
    signatures = []
    for text in (x, y):
        words = [w.folded for w in cut(text)]
        shingles = {" ".join(words[i : i + 2]) for i in range(max(1, len(words) - 1))}
        base = [hashed(s) for s in shingles]
        signatures.append([min((b * (2 * k + 1) + k * 0x9E3779B97F4A7C15) % (2**61 - 1) for b in base) for k in range(size)])
    return sum(a == b for a, b in zip(*signatures)) / size


def simhash(x: str, y: str) -> float:
    """Share of bits in common."""
    bits = []
    for text in (x, y):
        sums = [0] * 64
        for word in cut(text):
            value = hashed(word.folded)
            sums = [s + (1 if value >> k & 1 else -1) for k, s in enumerate(sums)]
        bits.append([s > 0 for s in sums])
    return sum(a == b for a, b in zip(*bits)) / 64


def cosine(x: str, y: str) -> float:
    """Of the vectors of the words alone, without the report that they stand in."""
    one, other = vector(x), vector(y)
    return 0.0 if one is None or other is None else float(one @ other)


@cache
def vector(words: str):
    return embedding().embed(words)


BASELINES = {"MinHash": cache(minhash), "SimHash": cache(simhash), "embeddings": cache(cosine)}
THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85)


def f1(tally: Tally, part: str) -> tuple[float, float, float]:
    right = tally.pairs[part, True, True]
    precision, recall = right / max(1, right + tally.pairs[part, False, True]), right / max(1, right + tally.pairs[part, True, False])
    return 100 * precision, 100 * recall, 200 * precision * recall / max(1e-9, precision + recall)


def b_cubed(items) -> float:
    gold, found, both = Counter(g for g, _, _ in items), Counter(h for _, h, _ in items), Counter((g, h) for g, h, _ in items)
    precision = sum(both[g, h] / found[h] for g, h, _ in items) / len(items)
    recall = sum(both[g, h] / gold[g] for g, h, _ in items) / len(items)
    return 2 * precision * recall / (precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path, nargs="+")
    parser.add_argument("--worst", action="store_true", help="name what went wrong")
    parser.add_argument("--cosine", type=float, choices=THRESHOLDS)
    options = parser.parse_args()
    extractor, tallies = Extractor(), {}
    for story in options.stories:
        measure(story, extractor, tallies, options.worst)
    shown = ["onrecord", *([f"embeddings {options.cosine}"] if options.cosine else []), *(max((s for s in tallies if s.startswith(name)), key=lambda s: f1(tallies[s], "found")[2]) for name in BASELINES)]
    for system in shown:
        tally = tallies[system]
        for part in ("found", "whole"):
            precision, recall, value = f1(tally, part)
            pairs = tally.pairs[part, True, True] + tally.pairs[part, True, False]
            items = [item for item in tally.items if item[2] or part == "whole"]
            print(f"{system}, {part}: pairwise F1 {value:.1f} (precision {precision:.1f}, recall {recall:.1f}; {pairs} pairs), B³ {b_cubed(items):.3f} of {len(items)} statements")
        print(f"{system}: near misses kept apart {sum(n for (_, apart), n in tally.near.items() if apart)} of {sum(tally.near.values())}")
    tally = tallies["onrecord"]
    print(f"{tally.lost} of {tally.mentions} statements that a person named were not found by the model")
    if not tally.verdicts:
        return
    right = sum(n for (gold, told), n in tally.verdicts.items() if gold == told)
    print(f"verdicts right: {right} of {sum(tally.verdicts.values())} ({100 * right / sum(tally.verdicts.values()):.1f} %); told as: " + ", ".join(f"{g} as {t} {n}" for (g, t), n in sorted(tally.verdicts.items())))
    invented = sum(n for (gold, told), n in tally.verdicts.items() if gold in ("reworded", "not_in_record") and told == "as_reported")
    print(f"reworded or not in record, and told as reported: {invented}")


if __name__ == "__main__":
    main()
