#!/usr/bin/env python3
"""Fit what the ledger is decided by: which event a clause tells (a multinomial logistic regression over what the encoder gives it and its words), who asks or promises in it (a small network that chooses
among those who are named around it and "none of them"), of or to whom (another), and to which commitment a finding belongs (another, among the commitments that are known).  Which ask a pledge answers is a
conditional logit that is drawn towards weights set by hand (ANSWERING), since stories have few answers; it learns from the commitments of the gold ledger, and from those that the linker makes.

    fit_ledger.py STORY… [--learned STORY…] [--weights FOLDER] [--show]      writes src/onrecord/follow/weights.json, unless --show, and says how right it is, each story judged by weights fitted on others

STORY: folders with reports.jsonl and gold.json that the encoder has not learned from (examples/newsroom/develop/*).  The commitments are those of the gold ledger as far as the findings before tell of them, and
false ones that findings outside of it would make; then those that the linker itself makes.  `--learned`: storylines of which the encoder has learned the gold (examples/newsroom/train/*); they teach where findings
belong and of which kind events are, with what the encoder tells of them blurred until it is no righter than elsewhere.
"""

import argparse
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import onrecord.follow.judging as judging
from onrecord import Extractor
from onrecord.extraction.encoder import WEIGHTS
from onrecord.follow.answers import may_answer, of_answering
from onrecord.follow.drafts import Draft, Told, weights_of
from onrecord.follow.events import EVENTS, Telling
from onrecord.follow.evidence import FOUNDING, Scene
from onrecord.follow.findings import Finding
from onrecord.follow.kinds import KINDS, kind_of, telling_kind
from onrecord.follow.linking import ANSWERED, DECIDING, Linker, Option, Scorers
from onrecord.follow.participants import LEAST_MAKER, LEAST_RECEIVER
from onrecord.follow.readers import read_findings
from onrecord.follow.reading import Reader
from onrecord.follow.scoring import Scorer
from onrecord.read.sources import read
from onrecord.types import Article, Span
from stories import StoryText, alike, events_of, read_story

FOLDS = 4
ROUNDS = 1  # in which the scorers learn from what they did themselves
SOFTER, ERRORS = 0.6, 1.1  # of what the encoder tells of reports that it has learned: events are found there with an average precision of 81 then, of 90 without, of 80 elsewhere
JUDGING_RIDGE, KINDS_RIDGE = 0.0005, 0.004
ANSWERING_RIDGE = 0.02
ANSWERING = {"words": 1.0, "related words": 0.4, "around to it": 1.0, "words of it alone": 0.5, "by who was asked": 1.2, "by another": -0.8, "to who asked": 0.6, "like units": 1.0, "unlike units": -0.3, "same number": 0.9,
             "little in common": -5.0, "beside": 1.6, "asked in its article": 0.5}  # fmt: skip
ANSWERING_NONE = 2.2  # the score of no ask
HIDDEN, BATCH, EPOCHS, RATE, DECAY, NETWORKS = 16, 256, 20, 0.02, 0.3, 4  # of the scorers
TARGET = Path(__file__).parents[1] / "src/onrecord/follow/weights.json"
Decision = tuple[list[dict[str, float]], set[int]]


@dataclass
class Story:
    """A storyline as it is read: its articles by date, what the encoder tells of each, and what is right."""

    name: str
    articles: list[Article]
    tellings: dict[str, Telling]
    gold: dict[str, StoryText]
    commitments: list[dict]


def load(folder: Path, extractor: Extractor) -> Story:
    articles = sorted(map(extractor.extract, read(str(folder / "reports.jsonl"))), key=lambda a: (a.published or "", a.id))
    commitments = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["commitments"]
    return Story(folder.name, articles, {a.id: extractor.telling(a) for a in articles}, {t.name: t for t in read_story(folder)}, commitments)


# which event a clause tells


@dataclass
class Judged:
    """A clause: what the encoder gives it, its clues, and the events that it tells (none: 0)."""

    scores: np.ndarray
    clues: dict[str, float]
    right: list[int]


def clauses(story: Story) -> list[Judged]:
    found = []
    for article in story.articles:
        for place, scores, clues in Reader(article, story.tellings[article.id]).places():
            right = events_of(story.gold[article.id], (place.clause.start, place.clause.end))
            found.append(Judged(np.maximum(scores, judging.FLOOR), clues.values, right or [0]))
    return found


def fit_judge(rows: list[Judged]) -> dict[str, np.ndarray]:
    return fit_classes([row.clues for row in rows], [row.right for row in rows], len(EVENTS), JUDGING_RIDGE, np.stack([row.scores for row in rows]))


def fit_classes(found: list[dict[str, float]], right: list[Iterable[int]], classes: int, ridge: float, scores: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """The weights (classes,) of each feature, in a multinomial logistic regression; and, where there are `scores`, of each class's, as "encoder"."""
    names = sorted({name for row in found for name in row})
    index = {name: i for i, name in enumerate(names)}
    table = torch.zeros(len(found), len(names))
    wanted = torch.zeros(len(found), classes, dtype=torch.bool)
    for i, row in enumerate(found):
        for name, value in row.items():
            table[i, index[name]] = value
        wanted[i, list(right[i])] = True
    given = torch.zeros(1, classes) if scores is None else torch.tensor(scores, dtype=torch.float32)
    scale, weights = torch.ones(classes, requires_grad=True), torch.zeros(len(names), classes, requires_grad=True)
    optimizer = torch.optim.LBFGS([scale, weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        logs = F.log_softmax(given * scale + table @ weights, 1)
        value = -logs.masked_fill(~wanted, -1e4).logsumexp(1).mean() + ridge * (weights.square().sum() + (scale - 1).square().sum())
        value.backward()
        return value

    optimizer.step(loss)
    fitted = {name: weights.detach().numpy()[i] for name, i in index.items()}
    return fitted if scores is None else {"encoder": scale.detach().numpy()} | fitted


def fit_kinds(rows: list[tuple[dict[str, float], set[int]]]) -> dict[str, np.ndarray]:
    return fit_classes([row for row, _ in rows], [right for _, right in rows], len(KINDS), KINDS_RIDGE)


def say_judged(rows: list[Judged], chances: np.ndarray, name: str) -> None:
    event = np.array([row.right != [0] for row in rows])
    order = np.argsort(chances[:, 0])
    hits = np.cumsum(event[order])
    precision = hits / np.arange(1, len(order) + 1)
    told = chances[:, 1:].argmax(1) + 1
    kind = np.mean([told[i] in rows[i].right for i in np.flatnonzero(event)])
    print(f"{name}: average precision of events {100 * precision[event[order]].mean():.1f} ({event.sum()} of {len(rows)} clauses); of these the kind is right {100 * kind:.1f} %")


# who asks or promises


def plain_name(name: str) -> str:
    """As the scorer compares names: without case, article and more than one space."""
    return re.sub(r"^(the|a|an) ", "", re.sub(r"\s+", " ", name.casefold().strip()))


def makers(story: Story) -> list[Decision]:
    """Each asking or promising clause's choice: the features of everybody who may be meant, and who is right."""
    names = {c["id"]: {plain_name(name) for name in c["maker"]} for c in story.commitments}
    found = []
    for article in story.articles:
        reader = Reader(article, story.tellings[article.id])
        for place, _, _ in reader.places():
            told = next(((EVENTS[kind], owner) for a, b, kind, owner in story.gold[article.id].events if alike((place.clause.start, place.clause.end), (a, b)) and EVENTS[kind] in ("asked", "pledged")), None)
            if told is not None and (candidates := reader.participants.makers(place, {"asked": "ask", "pledged": "pledge"}[told[0]])):
                found.append(([c.features for c in candidates], {i for i, c in enumerate(candidates) if plain_name(c.actor.name) in names[told[1]]}))
    return found


def receivers(story: Story) -> list[Decision]:
    """The same of whom it is asked, or to whom promised."""
    names = {c["id"]: ({plain_name(name) for name in c["maker"]}, {plain_name(name) for name in (c["counterpart"] or [])} | {plain_name(name) for name in c.get("counterpart_also", []) if name}) for c in story.commitments}
    found = []
    for article in story.articles:
        reader = Reader(article, story.tellings[article.id])
        for place, _, _ in reader.places():
            told = next(((EVENTS[kind], owner) for a, b, kind, owner in story.gold[article.id].events if alike((place.clause.start, place.clause.end), (a, b)) and EVENTS[kind] in ("asked", "pledged")), None)
            if told is None:
                continue
            kind, (makers, wanted) = {"asked": "ask", "pledged": "pledge"}[told[0]], names[told[1]]
            maker = next((c.actor.name for c in reader.participants.makers(place, kind) if plain_name(c.actor.name) in makers), None)
            if candidates := reader.participants.receivers(place, kind, maker):
                found.append(([c.features for c in candidates], {i for i, c in enumerate(candidates) if plain_name(c.actor.name) in wanted and plain_name(c.actor.name) not in makers}))
    return found


# to which commitment a finding belongs


class Guided(Linker):
    """Puts findings where the gold ledger says, or, once there are `deciding` scorers, where these say; and notes of each finding what could be done with it and what is right, and of each event its kind."""

    def __init__(self, story: Story, deciding: Scorers | None) -> None:
        super().__init__(deciding=deciding or DECIDING)
        self.free = deciding is not None
        self.types = {c["id"]: c["type"] for c in story.commitments}
        self.gold = story.gold
        self.kinds_of = {c["id"]: [e["kind"] for e in c["events"]] for c in story.commitments}
        self.made: dict[int, str] = {}
        self.choices: list[Decision] = []
        self.kinds: list[tuple[dict[str, float], set[int]]] = []

    @classmethod
    def through(cls, story: Story, told: list[Told], deciding: Scorers | None = None) -> "Guided":
        """Having taken a story's reports."""
        guided = cls(story, deciding)
        for each in told:
            guided.take(each)
        return guided

    def add(self, other: "Guided") -> None:
        """Note what another one noted, too."""
        self.choices += other.choices
        self.kinds += other.kinds

    def _choose(self, finding: Finding, scene: Scene, options: list[Option]) -> Draft | None:
        told = [(kind, owner) for a, b, kind, owner in self.gold[scene.told.article].told if alike(finding.span, (a, b))]
        owners = {owner for _, owner in told}
        right = {i for i, option in enumerate(options) if option.draft is not None and self.made.get(option.draft.number) in owners}
        fresh = {owner for owner in owners if self.types[owner] == finding.type} - set(self.made.values())
        if fresh and not right and options and options[-1].draft is None:
            right = {len(options) - 1}
        if options:
            self.choices.append(([option.features for option in options], right))
        for i in right:
            if (draft := options[i].draft) is not None:
                kinds = {KINDS.index(kind) for kind, owner in told if owner == self.made[draft.number]}
                self.kinds.append((telling_kind(finding, draft, scene.told.article, scene.told.published, self._spoken), kinds))
        if self.free:
            draft = super()._choose(finding, scene, options)
        elif right:
            option = options[min(right)]
            draft = self._found(scene.told, finding, 0.0, ()) if option.draft is None else self._join(scene.told, finding, 1.0, option.draft, ())
        else:
            draft = self._found(scene.told, finding, 0.0, ()) if finding.strength >= FOUNDING and not owners else None
        if draft is not None and draft.first.finding.span == finding.span and fresh:
            self.made[draft.number] = min(fresh)
        return draft


def answers(story: Story, guided: Guided) -> list[Decision]:
    """Each pledge's choice of the ask that it answers."""
    answered = {c["id"]: c.get("answers") for c in story.commitments}
    asks = [d for d in guided.drafts if d.type == "ask"]
    found = []
    for pledge in guided.drafts:
        candidates = [a for a in asks if may_answer(pledge, a)]
        if pledge.type == "pledge" and candidates:
            wanted = answered.get(guided.made.get(pledge.number, ""))
            right = {i for i, a in enumerate(candidates) if wanted and guided.made.get(a.number) == wanted}
            found.append(([of_answering(pledge, a, weights_of([d.terms for d in asks]), asks) for a in candidates], right))
    return found


def fit_answering(decisions: list[Decision]) -> dict:
    """The weights of a linear scorer of these decisions, as plain JSON values."""
    decisions = [(rows, right) for rows, right in decisions if rows]
    names = sorted({*ANSWERING, *(name for rows, _ in decisions for row in rows for name in row)})
    table = Table.of(decisions, {name: i for i, name in enumerate(names)})
    prior = torch.tensor([ANSWERING_NONE, *(ANSWERING.get(name, 0.0) for name in names)])
    weights = prior.clone().requires_grad_()
    held = table.rows >= 0
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        scores = torch.full(held.shape, -1e4).masked_scatter(held, (table.values @ weights[1:])[table.rows[held]])
        scores = torch.cat((scores[:, :-1], weights[:1].expand(len(scores), 1)), 1)
        value = -scores.log_softmax(1).masked_fill(~table.right, -1e4).logsumexp(1).mean() + ANSWERING_RIDGE * (weights - prior).square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    none, *fitted = (round(weight, 3) for weight in weights.tolist())
    return {"none": none, "bias": [0.0], "second": [0.0], "features": {name: [weight, 0.0] for name, weight in zip(names, fitted)}}


class Blurred(Telling):
    """What the encoder tells, less surely and with errors: of reports that it has learned it tells too much."""

    def scores(self, spans: Sequence[Span]) -> np.ndarray:
        told = super().scores(spans)
        told = SOFTER * told + np.random.default_rng(len(spans)).normal(0, ERRORS, told.shape)
        return told - np.log(np.exp(told).sum(1, keepdims=True))


def blur(story: Story) -> Story:
    return replace(story, tellings={name: Blurred(t.starts, t.ends, t.told, t.counts, t.weights) for name, t in story.tellings.items()})


def told_of(story: Story, judging_weights: dict[str, np.ndarray], making: Scorer, receiving: Scorer) -> list[Told]:
    return [Told(a.id, a.published, tuple(found), tuple(sorted(spoken))) for a in story.articles for found, spoken in [read_findings(a, story.tellings[a.id], judging_weights, making, receiving)]]


def fit_choice(choices: list[Decision]) -> dict:
    """The scorer of these decisions, as plain JSON values: the mean of several networks, which is one network with all their hidden units."""
    names = sorted({name for rows, _ in choices for row in rows for name in row})
    index = {name: i for i, name in enumerate(names)}
    linear, first, bias, second, nothing = fit_networks(Table.of(choices, index))

    def plain(values: torch.Tensor) -> list[float]:
        return [round(float(value), 3) for value in values.flatten()]

    rows = torch.cat((linear.mean(1, keepdim=True), first), 1)
    features = {name: plain(rows[i]) for name, i in index.items()}
    return {"none": plain(nothing.mean())[0], "bias": plain(bias), "second": plain(second / NETWORKS), "features": features}


@dataclass
class Table:
    """Decisions as numbers: the candidates of all of them (R, F), and for each decision their rows (D, C), the last one "none of them", padded with -1; and which of them are right (D, C)."""

    values: torch.Tensor
    rows: torch.Tensor
    right: torch.Tensor

    @classmethod
    def of(cls, choices: list[Decision], index: dict[str, int]) -> "Table":
        sizes = [len(rows) for rows, _ in choices]
        values, rows = torch.zeros(sum(sizes), len(index)), torch.full((len(choices), max(sizes) + 1), -1)
        right = torch.zeros(rows.shape, dtype=torch.bool)
        r = 0
        for d, (candidates, chosen) in enumerate(choices):
            right[d, list(chosen) or [rows.shape[1] - 1]] = True
            for c, row in enumerate(candidates):
                rows[d, c] = r
                for name, value in row.items():
                    values[r, index[name]] = value
                r += 1
        return cls(values, rows, right)


def fit_networks(table: Table) -> tuple[torch.Tensor, ...]:
    """N networks at once: linear (F, N), first (F, N * H), its bias (N * H,), second (N * H,), and the score of none of the candidates (N,)."""
    torch.manual_seed(0)
    width = table.values.shape[1]
    first, bias = ((torch.rand(shape) * 2 - 1) / width**0.5 for shape in ((width, NETWORKS * HIDDEN), (NETWORKS * HIDDEN,)))
    linear, second, nothing = torch.zeros(width, NETWORKS), (torch.rand(NETWORKS, HIDDEN) * 2 - 1) / HIDDEN**0.5, torch.zeros(NETWORKS)
    parts = [part.requires_grad_() for part in (linear, first, bias, second, nothing)]
    optimizer = torch.optim.AdamW(parts, lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(table.rows)).split(BATCH):
            places, right = table.rows[batch], table.right[batch]
            held = places >= 0
            values = table.values[places[held]]
            hidden = F.dropout(F.relu(values @ first + bias), 0.3).view(len(values), NETWORKS, HIDDEN)
            scores = values.new_full((*places.shape, NETWORKS), -1e4).masked_scatter(held[:, :, None], values @ linear + (hidden * second).sum(2))
            scores = torch.cat((scores[:, :-1], nothing.expand(len(batch), 1, -1)), 1)
            loss = -scores.log_softmax(1).masked_fill(~right[:, :, None], -1e4).logsumexp(1).mean(0).sum()
            optimizer.zero_grad(), loss.backward(), optimizer.step()
    return tuple(part.detach() for part in parts)


def fit_by_fold(choices: dict[str, list[Decision]], fold: dict[str, int]) -> dict[int, Scorer]:
    """For each fold the scorer of the stories of the others, and of those in none."""
    return {k: Scorer.of(fit_choice([c for name, rows in choices.items() if fold.get(name) != k for c in rows])) for k in range(FOLDS)}


def fit_deciding(followed: dict[str, Guided], fold: dict[str, int]) -> dict[int, Scorers]:
    """For each fold the scorers of the stories of the others, and of those in none."""
    linking = fit_by_fold({name: g.choices for name, g in followed.items()}, fold)
    return {k: Scorers(linking[k], DECIDING.answering, fit_kinds([row for name, g in followed.items() if fold.get(name) != k for row in g.kinds])) for k in range(FOLDS)}


def plain_rows(weights: dict[str, np.ndarray]) -> dict[str, list[float]]:
    return {name: [round(float(w), 3) for w in row] for name, row in sorted(weights.items())}


def say_kinds(right: list[bool]) -> None:
    print(f"kinds: {100 * np.mean(right):.1f} % right of {len(right)} events put rightly")


def right_share(choices: list[Decision], scorer: Scorer, least: float = 0.0) -> tuple[int, int, int]:
    """Decisions for a candidate, of these rightly, and all that have a right one."""
    put = hit = 0
    for rows, right in choices:
        scores = scorer.scores(rows)
        best = int(np.argmax(scores))
        chosen = best if scores[best] > least else None
        put += chosen is not None
        hit += chosen is not None and chosen in right
    return put, hit, sum(bool(r) for _, r in choices)


def say_put(name: str, counts: np.ndarray) -> None:
    print(f"{name}: F1 of those put to one {200 * counts[1] / max(1, counts[0] + counts[2]):.1f} (put, rightly, to be put: {counts.astype(int).tolist()})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", type=Path, nargs="+")
    parser.add_argument("--learned", type=Path, nargs="*", default=[], help="storylines of which the encoder has learned the gold")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="a folder with another model's files")
    parser.add_argument("--show", action="store_true", help="write nothing")
    args = parser.parse_args()
    extractor = Extractor(weights=args.weights, commitments=False)
    stories = [load(folder, extractor) for folder in args.stories]
    more = [blur(load(folder, extractor)) for folder in args.learned]
    fold = {story.name: i % FOLDS for i, story in enumerate(stories)}
    judged = {story.name: clauses(story) for story in stories}
    by_fold = {k: fit_judge([row for name, rows in judged.items() if fold[name] != k for row in rows]) for k in range(FOLDS)}
    everything = [(row, judging.judge(row.scores, judging.Clues(row.clues), by_fold[fold[name]])) for name, rows in judged.items() for row in rows]
    say_judged([row for row, _ in everything], np.stack([row.scores for row, _ in everything]), "the encoder alone")
    say_judged([row for row, _ in everything], np.stack([chances for _, chances in everything]), "with the words")
    made = {story.name: makers(story) for story in (*stories, *more)}
    making = fit_by_fold(made, fold)
    say_put("makers", sum(np.array(right_share(rows, making[fold[name]], LEAST_MAKER)) for name, rows in made.items() if name in fold))
    received = {story.name: receivers(story) for story in (*stories, *more)}
    receiving = fit_by_fold(received, fold)
    say_put("receivers", sum(np.array(right_share(rows, receiving[fold[name]], LEAST_RECEIVER)) for name, rows in received.items() if name in fold))
    told = {story.name: told_of(story, by_fold[fold[story.name]], making[fold[story.name]], receiving[fold[story.name]]) for story in stories}
    told |= {story.name: told_of(story, by_fold[i % FOLDS], making[i % FOLDS], receiving[i % FOLDS]) for i, story in enumerate(more)}
    followed = {story.name: Guided.through(story, told[story.name]) for story in (*stories, *more)}
    answered = {story.name: answers(story, followed[story.name]) for story in (*stories, *more)}
    for _ in range(ROUNDS):  # what goes wrong where the commitments are those that were found is learned too
        deciding = fit_deciding(followed, fold)
        for i, story in enumerate((*stories, *more)):
            free = Guided.through(story, told[story.name], deciding[fold.get(story.name, i % FOLDS)])
            answered[story.name] += answers(story, free)
            followed[story.name].add(free)
    deciding = fit_deciding(followed, fold)
    own = {name: g for name, g in followed.items() if name in fold}
    say_put("linking", sum(np.array(right_share(g.choices, deciding[fold[name]].linking)) for name, g in own.items()))
    answering = {k: Scorer.of(fit_answering([row for name, rows in answered.items() if fold.get(name) != k for row in rows])) for k in range(FOLDS)}
    say_put("answering", sum(np.array(right_share(rows, answering[fold[name]], ANSWERED)) for name, rows in answered.items() if name in fold))
    say_kinds([(KINDS.index(kind_of(row, deciding[fold[name]].kinds)) in right) for name, g in own.items() for row, right in g.kinds])
    parts = {"making": fit_choice([c for rows in made.values() for c in rows]), "receiving": fit_choice([c for rows in received.values() for c in rows]), "linking": fit_choice([c for g in followed.values() for c in g.choices]), "answering": fit_answering([row for rows in answered.values() for row in rows])}
    parts["kinds"] = plain_rows(fit_kinds([row for g in followed.values() for row in g.kinds]))
    parts["judging"] = plain_rows(fit_judge([row for rows in judged.values() for row in rows]))
    if not args.show:
        TARGET.write_text(json.dumps(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
