#!/usr/bin/env python3
"""Fit by what two statements are told to report one occasion: two logistic regressions, of a pair alone and of it among the other pairs of its two reports.

    fit_utterances.py STORY_DIR… [--show]      writes src/onrecord/follow/ties.json, unless --show, and says how right it is, each story judged by weights fitted on the others

STORY_DIR: folders with reports.jsonl that nobody measures on (examples/newsroom/develop/*, training/occasions/*).  Where there is utterances.json, a pair of statements of two reports is right where a person put both into
one cluster; it is wrong where both were named and not put together, and counts LITTLE as much as wrong where only one of them was named, since then the person may have overlooked the other.
Folders without it teach what is not one occasion: reports of two of them, drawn at random, are compared as if they were of one day, and reports of one that lie far apart as if they were of one week, and all of their pairs are wrong.
How many of these are tied is told too, by weights fitted on half of these storylines for the other half.
"""

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path

import numpy as np

import onrecord.follow.weighing as weighing
from evaluate_utterances import Tally, b_cubed, f1, judge, named
from onrecord import Article, Extractor
from onrecord.follow.joining import Joining
from onrecord.follow.meetings import APART
from onrecord.follow.ties import LEAST, Alone, Pair, Place, Telling, see_alone, see_together, tell_report, weigh
from onrecord.follow.weighing import CONFLICT, Scale, contradict, of_pair, of_two
from onrecord.read.sources import read

RIDGE = 0.5
LITTLE = 0.3
SHIFT = 2.0  # of the intercept, since more wrong pairs are taught than are met; chosen on the same storylines, each judged by the others
STRANGE = 600  # pairs of reports of different storylines
DAY, WEEK = "2021-05-05", "2021-05-12"
RESAMPLES = 2000
TARGET = Path(weighing.__file__).with_name("ties.json")


@dataclass
class Met:
    """Two reports, and what is told of their pairs of statements alone."""

    one: Telling
    other: Telling

    @cached_property
    def seen(self) -> dict[Place, Alone]:
        return see_alone(self.one, self.other)

    def pairs(self, scale: Scale) -> dict[tuple[str, str], Pair]:
        return see_together(self.one, self.other, self.seen, scale)


@dataclass
class Story:
    """Its reports as they are compared, what a person named in them, and for each statement by its key the clusters that it stands for, its report, and the statement that holds it; or, without any, reports that have nothing to do with each other."""

    name: str
    met: list[Met]
    mentions: list = field(default_factory=list)
    misses: list = field(default_factory=list)
    clusters: dict[str, set] | None = None
    reports: dict[str, str] = field(default_factory=dict)
    within: dict[str, str] = field(default_factory=dict)

    def pairs(self, scale: Scale) -> dict[tuple[str, str], Pair]:
        return {at: pair for met in self.met for at, pair in met.pairs(scale).items()}


@dataclass
class Rows:
    """Features by name, fixed log odds beside them, what is right, and how much each row counts."""

    features: list[dict[str, float]]
    fixed: list[float]
    right: list[bool]
    counts: list[float]


def load(folder: Path, extractor: Extractor) -> Story:
    articles = extract(folder, extractor)
    mentions, misses = named(folder, articles)
    clusters: dict[str, set] = {}
    for number, (article, _, statement, cluster) in enumerate(mentions):
        if statement:
            clusters.setdefault(key(article, statement), set()).add(f"alone {number}" if cluster is None else cluster)
    reports = {key(a.id, s): a.id for a in articles.values() for s in a.statements}
    within = {key(a.id, s): f"{a.id} {s.within}" for a in articles.values() for s in a.statements if s.within}
    return Story(folder.name, [Met(one, other) for one, other in combinations([telling(a, a.published) for a in articles.values()], 2)], mentions, misses, clusters, reports, within)


def load_strange(folders: Sequence[Path], extractor: Extractor) -> Story:
    """Reports of two storylines, as if of one day."""
    tellings = [[telling(a, DAY) for a in extract(folder, extractor).values()] for folder in folders]
    both = [Met(a, b) for one, other in combinations(tellings, 2) for a in one for b in other]
    return Story("strange", random.Random(0).sample(both, min(len(both), STRANGE)))


def load_again(folders: Sequence[Path], extractor: Extractor) -> Story:
    """Reports of one storyline of which one was published more than APART days later, as if a week later."""
    met = []
    for folder in folders:
        articles = sorted(extract(folder, extractor).values(), key=lambda a: a.published or "")
        met += [Met(telling(a, DAY), telling(b, WEEK)) for a, b in combinations(articles, 2) if (date.fromisoformat(b.published) - date.fromisoformat(a.published)).days > APART]
    return Story("again", met)


@cache
def extract(folder: Path, extractor: Extractor) -> dict[str, Article]:
    return {a.id: a for a in map(extractor.extract, read(str(folder / "reports.jsonl")))}


def telling(article: Article, published: str | None) -> Telling:
    return tell_report([(key(article.id, s), s) for s in article.statements], article.text, published)


def key(article: str, statement) -> str:
    return f"{article} {statement.id}"


def rows(stories: Iterable[Story], scale: Scale, among: bool) -> Rows:
    found = Rows([], [], [], [])
    for story in stories:
        for (a, b), pair in story.pairs(scale).items():
            one, other = (None, None) if story.clusters is None else (story.clusters.get(a), story.clusters.get(b))
            if story.clusters is not None and one is None and other is None:
                continue
            told = pair.alone
            found.features.append(of_pair(pair.weight, pair.rival, pair.others, pair.lone, told.late) if among else of_two(told.speaker, told.late, told.overlap, told.cosine))
            found.fixed.append(0.0 if among else CONFLICT * contradict(told.overlap))
            found.right.append(bool(one and other and one & other))
            found.counts.append(1.0 if story.clusters is None or (one and other) else LITTLE)
    return found


def fit_logistic(table: Rows) -> dict[str, float]:
    """Weights by name, by Newton's method."""
    names = sorted({name for row in table.features for name in row})
    values = np.array([[row.get(name, 0.0) for name in names] for row in table.features])
    fixed, right, counts = np.array(table.fixed), np.array(table.right, dtype=float), np.array(table.counts)
    ridge = np.array([1e-6 if name == "one" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(values @ weights + fixed)))
        slope = values.T @ (counts * (chance - right)) + ridge * weights
        step = np.linalg.solve((values.T * (counts * chance * (1 - chance))) @ values + np.diag(ridge), slope)
        weights -= step
        if abs(step).max() < 1e-9:
            break
    return {name: round(float(weight), 3) for name, weight in zip(names, weights)}


def fit(stories: Sequence[Story]) -> Scale:
    first = Scale(fit_logistic(rows(stories, Scale({}, {}), False)), {})
    among = fit_logistic(rows(stories, first, True))
    return Scale(first.alone, among | {"one": round(among["one"] + SHIFT, 3)})


def test(story: Story, scale: Scale, tally: Tally) -> None:
    """Count what these weights tell of a story, as `evaluate_utterances.py` does."""
    reports = set(story.reports.values())
    joining = Joining(story.reports, story.within, {report: reports - {report} for report in reports})
    tied = ((weigh(pair, scale), at) for at, pair in story.pairs(scale).items())
    joining.connect([(round(1000 * weight), a, b) for weight, (a, b) in tied if weight >= LEAST], {item: item for item in story.reports})
    homes = [joining.root(key(article, s)) if s else f"lost {i}" for i, (article, _, s, _) in enumerate(story.mentions)]
    judge(tally, story.mentions, story.misses, homes, "")


def interval(tallies: Sequence[Tally], part: str) -> tuple[float, float]:
    """95 % of F1 over stories drawn anew (bootstrap, percentiles)."""
    drawn = np.random.default_rng(0)
    values = [f1(Tally(pairs=sum((tallies[i].pairs for i in drawn.integers(0, len(tallies), len(tallies))), type(tallies[0].pairs)())), part)[2] for _ in range(RESAMPLES)]
    return float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))


def say(name: str, tallies: Sequence[Tally]) -> None:
    for part in ("found", "whole"):
        pooled = Tally(
            pairs=sum((t.pairs for t in tallies), type(tallies[0].pairs)()), items=[(f"{i} {g}", f"{i} {h}", found) for i, t in enumerate(tallies) for g, h, found in t.items]
        )
        precision, recall, value = f1(pooled, part)
        least, most = interval(tallies, part)
        items = [item for item in pooled.items if item[2] or part == "whole"]
        told = sum(n for (of, right, _), n in pooled.pairs.items() if of == part and right)
        print(
            f"{name}, {part}: pairwise F1 {value:.1f} ({least:.1f}–{most:.1f}), precision {precision:.1f}, recall {recall:.1f}; {told} pairs of {len(tallies)} stories; B³ {b_cubed(items):.3f}"
        )
    near = sum((t.near for t in tallies), type(tallies[0].near)())
    print(f"{name}: near misses kept apart {sum(n for (_, apart), n in near.items() if apart)} of {sum(near.values())}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path, nargs="+")
    parser.add_argument("--show", action="store_true", help="write nothing")
    options = parser.parse_args()
    extractor = Extractor(commitments=False)
    folders = [folder for folder in options.stories if (folder / "utterances.json").is_file()]
    others = [folder for folder in options.stories if folder not in folders]
    stories, wrong = [load(folder, extractor) for folder in folders], [load_strange(others, extractor), load_again(others, extractor)]
    tallies = []
    for story in stories:
        tallies.append(Tally())
        test(story, fit([*wrong, *(other for other in stories if other is not story)]), tallies[-1])
    for part in sorted({folder.parent.name for folder in folders}):
        say(part, [tally for tally, folder in zip(tallies, folders) if folder.parent.name == part])
    say("all", tallies)
    for k in (0, 1):
        scale = fit([load_strange(others[k::2], extractor), load_again(others[k::2], extractor), *stories])
        for rest in (load_strange(others[1 - k :: 2], extractor), load_again(others[1 - k :: 2], extractor)):
            print(f"{rest.name}: {sum(weigh(pair, scale) >= LEAST for pair in rest.pairs(scale).values())} ties among {len(rest.met)} pairs of reports")
    scale = fit([*wrong, *stories])
    print(scale)
    if not options.show:
        TARGET.write_text(json.dumps({"alone": scale.alone, "among": scale.among}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
