#!/usr/bin/env python3
"""Fit what the ledger is decided by: which event a clause tells (a multinomial logistic regression over what the encoder gives it and its words), who asks or promises in it (a small network that chooses
among those who are named around it and "none of them"), of or to whom (another), and to which commitment a finding belongs (another, among the commitments that are known).  The weights of answers to asks are set by hand, since stories have too few of them to fit any; they are only judged.

    fit_ledger.py STORY… [--weights FOLDER] [--show]      writes src/onrecord/follow/weights.json, unless --show, and says how right it is, each story judged by weights fitted on others

STORY: folders with reports.jsonl and gold.json that the encoder has not learned from (examples/newsroom/develop/*).  The commitments are those of the gold ledger as far as the findings before tell of them, and
false ones that findings outside of it would make.
"""

import argparse
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import onrecord.follow.judging as judging
from onrecord import Extractor
from onrecord.extraction.encoder import WEIGHTS
from onrecord.follow.events import EVENTS, Telling
from onrecord.follow.findings import Finding
from onrecord.follow.linking import ANSWERING, FOUNDING, Draft, Linker, Told, _counts, _frequent, _may, _weights, may_answer
from onrecord.follow.reading import LEAST_MAKER, LEAST_RECEIVER, Reader, read_findings
from onrecord.follow.scoring import Scorer
from onrecord.read.sources import read
from onrecord.types import Article
from stories import StoryText, alike, read_story

FOLDS = 4
JUDGING_RIDGE = 0.0005
HIDDEN, EPOCHS, RATE, DECAY, NETWORKS = 16, 20, 5e-3, 0.3, 4  # of the scorers
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
            right = sorted({kind for a, b, kind, _ in story.gold[article.id].events if alike((place.clause.start, place.clause.end), (a, b))})
            found.append(Judged(np.maximum(scores, judging.FLOOR), clues.values, right or [0]))
    return found


def fit_judge(rows: list[Judged]) -> dict[str, np.ndarray]:
    names = sorted({name for row in rows for name in row.clues})
    index = {name: i for i, name in enumerate(names)}
    table = torch.zeros(len(rows), len(names))
    right = torch.zeros(len(rows), len(EVENTS), dtype=torch.bool)
    for i, row in enumerate(rows):
        for name, value in row.clues.items():
            table[i, index[name]] = value
        right[i, row.right] = True
    scores = torch.tensor(np.stack([row.scores for row in rows]), dtype=torch.float32)
    scale, weights = torch.ones(len(EVENTS), requires_grad=True), torch.zeros(len(names), len(EVENTS), requires_grad=True)
    optimizer = torch.optim.LBFGS([scale, weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        logs = F.log_softmax(scores * scale + table @ weights, 1)
        value = -logs.masked_fill(~right, -1e4).logsumexp(1).mean() + JUDGING_RIDGE * (weights.square().sum() + (scale - 1).square().sum())
        value.backward()
        return value

    optimizer.step(loss)
    return {"encoder": scale.detach().numpy()} | {name: weights.detach().numpy()[i] for name, i in index.items()}


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
            if told is not None and (candidates := reader.makers(place, {"asked": "ask", "pledged": "pledge"}[told[0]])):
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
            maker = next((c.actor.name for c in reader.makers(place, kind) if plain_name(c.actor.name) in makers), None)
            if candidates := reader.receivers(place, kind, maker):
                found.append(([c.features for c in candidates], {i for i, c in enumerate(candidates) if plain_name(c.actor.name) in wanted and plain_name(c.actor.name) not in makers}))
    return found


# to which commitment a finding belongs


def decisions(story: Story, judging_weights: dict[str, np.ndarray], making: Scorer, receiving: Scorer) -> tuple[list[Decision], list[Decision]]:
    """Each finding's choice: the features of every candidate, and which are right; none right: it is no event of any.  Then the same for each pledge and the ask that it answers."""
    types = {c["id"]: c["type"] for c in story.commitments}
    linker, made, found = Linker(), {}, []
    for article in story.articles:
        findings, spoken = read_findings(article, story.tellings[article.id], judging_weights, making, receiving)
        told = Told(article.id, article.published, tuple(findings), tuple(sorted(spoken)))
        linker.speak(told)
        names = _frequent(told.findings)
        near = list(linker.drafts)
        for finding in findings:
            owners = {owner for a, b, _, owner in story.gold[article.id].events if alike(finding.span, (a, b)) and finding.type in (None, types[owner])}
            candidates = [d for d in near if _may(finding, d, article.id)]
            weights = _weights(near, _counts(told.findings), len(told.findings))
            right = {i for i, d in enumerate(candidates) if made.get(d.number) in owners}
            if candidates and (right or not owners or finding.type):
                found.append(([linker.features(told, finding, d, weights, near)[0] for d in candidates], right))
            draft = candidates[min(right)] if right else None
            draft = place(linker, told, finding, draft, owners, made)
            if draft is not None and draft not in near:
                near.append(draft)
            if draft is not None:
                linker._note(draft, names)
    answered = {c["id"]: c.get("answers") for c in story.commitments}
    asks = [d for d in linker.drafts if d.type == "ask"]
    answers = []
    for pledge in linker.drafts:
        candidates = [a for a in asks if may_answer(pledge, a)]
        if pledge.type == "pledge" and candidates:
            wanted = answered.get(made.get(pledge.number, ""))
            right = {i for i, a in enumerate(candidates) if wanted and made.get(a.number) == wanted}
            answers.append(([linker.answer_features(pledge, a, _weights(asks), asks) for a in candidates], right))
    return found, answers


def place(linker: Linker, told: Told, finding: Finding, draft: Draft | None, owners: set[str], made: dict[int, str]) -> Draft | None:
    if draft is not None:
        linker._join(told, finding, 1.0, draft, ())
        return draft
    if finding.type and (finding.strength >= FOUNDING or owners):
        draft = linker._found(told, finding)
        if owners:
            made[draft.number] = min(owners)
        return draft
    return None


def fit_choice(choices: list[Decision]) -> dict:
    """The scorer of these decisions, as plain JSON values: the mean of several networks, which is one network with all their hidden units."""
    names = sorted({name for rows, _ in choices for row in rows for name in row})
    index = {name: i for i, name in enumerate(names)}
    tables = []
    for rows, right in choices:
        table, mask = torch.zeros(len(rows), len(names)), torch.zeros(len(rows) + 1, dtype=torch.bool)
        for r, row in enumerate(rows):
            for name, value in row.items():
                table[r, index[name]] = value
        mask[list(right) or [len(rows)]] = True
        tables.append((table, mask))
    linear, first, bias, second, nothing = (list(part) for part in zip(*(fit_network(tables, len(names), seed) for seed in range(NETWORKS))))
    rows = torch.cat((torch.stack(linear).mean(0), *first))

    def plain(values: torch.Tensor) -> list[float]:
        return [round(float(value), 3) for value in values.flatten()]

    features = {name: plain(rows[:, i]) for name, i in index.items()}
    return {"none": plain(torch.stack(nothing).mean(0))[0], "bias": plain(torch.cat(bias)), "second": plain(torch.cat(second, 1) / NETWORKS), "features": features}


def fit_network(tables, width: int, seed: int) -> tuple[torch.Tensor, ...]:
    """linear (1, F), first (H, F), its bias (H,), second (1, H), and the score of none of the candidates (1,)."""
    torch.manual_seed(seed)
    linear, first, second = torch.nn.Linear(width, 1, bias=False), torch.nn.Linear(width, HIDDEN), torch.nn.Linear(HIDDEN, 1, bias=False)
    torch.nn.init.zeros_(linear.weight)
    nothing = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.AdamW([nothing, *linear.parameters(), *first.parameters(), *second.parameters()], lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(tables)).split(32):
            chosen = [tables[i] for i in batch.tolist()]
            table = torch.cat([rows for rows, _ in chosen])
            scores = (linear(table) + second(F.dropout(F.relu(first(table)), 0.3)))[:, 0]
            size = max(len(mask) for _, mask in chosen)
            padded = torch.full((len(chosen), size), -torch.inf)  # the candidates of each decision, then the score of none of them
            at = torch.cat([torch.arange(len(rows)) + i * size for i, (rows, _) in enumerate(chosen)])
            padded = padded.flatten().index_put((at,), scores).view(len(chosen), size)
            last = torch.tensor([len(rows) for rows, _ in chosen])
            padded = padded.index_put((torch.arange(len(chosen)), last), nothing.expand(len(chosen)))
            right = torch.stack([F.pad(mask, (0, size - len(mask))) for _, mask in chosen])
            loss = (padded.logsumexp(1) - padded.masked_fill(~right, -torch.inf).logsumexp(1)).mean()
            optimizer.zero_grad(), loss.backward(), optimizer.step()
    return tuple(part.detach() for part in (linear.weight, first.weight, first.bias, second.weight, nothing))


def fit_by_fold(choices: dict[str, list[Decision]], fold: dict[str, int]) -> dict[int, Scorer]:
    """For each fold the scorer of the stories of the others."""
    return {k: Scorer.of(fit_choice([c for name, rows in choices.items() if fold[name] != k for c in rows])) for k in range(FOLDS)}


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
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="a folder with another model's files")
    parser.add_argument("--show", action="store_true", help="write nothing")
    args = parser.parse_args()
    extractor = Extractor(weights=args.weights, commitments=False)
    stories = [load(folder, extractor) for folder in args.stories]
    fold = {story.name: i % FOLDS for i, story in enumerate(stories)}
    judged = {story.name: clauses(story) for story in stories}
    by_fold = {k: fit_judge([row for name, rows in judged.items() if fold[name] != k for row in rows]) for k in range(FOLDS)}
    everything = [(row, judging.judge(row.scores, judging.Clues(row.clues), by_fold[fold[name]])) for name, rows in judged.items() for row in rows]
    say_judged([row for row, _ in everything], np.stack([row.scores for row, _ in everything]), "the encoder alone")
    say_judged([row for row, _ in everything], np.stack([chances for _, chances in everything]), "with the words")
    made = {story.name: makers(story) for story in stories}
    making = fit_by_fold(made, fold)
    say_put("makers", sum(np.array(right_share(rows, making[fold[name]], LEAST_MAKER)) for name, rows in made.items()))
    received = {story.name: receivers(story) for story in stories}
    receiving = fit_by_fold(received, fold)
    say_put("receivers", sum(np.array(right_share(rows, receiving[fold[name]], LEAST_RECEIVER)) for name, rows in received.items()))
    choices = {story.name: decisions(story, by_fold[fold[story.name]], making[fold[story.name]], receiving[fold[story.name]]) for story in stories}
    linked = {name: linking for name, (linking, _) in choices.items()}
    linking = fit_by_fold(linked, fold)
    say_put("linking", sum(np.array(right_share(rows, linking[fold[name]])) for name, rows in linked.items()))
    say_put("answering", sum(np.array(right_share(answering, ANSWERING)) for _, answering in choices.values()))
    parts = {"making": fit_choice([c for rows in made.values() for c in rows]), "receiving": fit_choice([c for rows in received.values() for c in rows]), "linking": fit_choice([c for rows in linked.values() for c in rows]), "answering": json.loads(TARGET.read_text(encoding="utf-8"))["answering"]}
    parts["judging"] = {name: [round(float(w), 3) for w in row] for name, row in sorted(fit_judge([row for rows in judged.values() for row in rows]).items())}
    if not args.show:
        TARGET.write_text(json.dumps(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
