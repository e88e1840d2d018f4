"""Fit the weights by which findings are put to commitments: a conditional logit over the commitments that are known and "none of them", on stories with a gold ledger.

    python training/fit_linking.py STORY…      writes src/onrecord/follow/weights.json, and says how many decisions are right, each story judged by weights fitted on the others

Weights of answers to asks are set by hand, since a story has too few of them to fit any; they are only judged.

The commitments are those of the gold ledger as far as the findings before tell of them, and false ones that findings outside of it would make.
"""

import json
import sys
from pathlib import Path

import numpy as np

from onrecord import Extractor
from onrecord.follow.findings import Finding
from onrecord.follow.linking import FOUNDING, Draft, Linker, Told, _counts, _frequent, _may, _weights, may_answer
from onrecord.follow.reading import read_findings
from onrecord.read.sources import read

RIDGE = 0.02
STEPS, RATE = 300, 0.05
Place = tuple[str, int, int]
Decision = tuple[list[dict[str, float]], set[int]]


def alike(a: Place, b: Place) -> bool:
    shared = min(a[2], b[2]) - max(a[1], b[1])
    return a[0] == b[0] and shared > 0 and shared >= 0.6 * min(a[2] - a[1], b[2] - b[1]) and shared >= 0.3 * max(a[2] - a[1], b[2] - b[1])


def evidence(story: dict, texts: dict[str, str]) -> list[tuple[Place, str]]:
    spots = []
    for commitment in story["commitments"]:
        for event in commitment["events"]:
            for quote in (event["quote"], *event.get("also", ())):
                start = texts[event["article"]].index(quote)
                spots.append(((event["article"], start, start + len(quote)), commitment["id"]))
    return spots


def decisions(folder: Path, extractor: Extractor) -> tuple[list[Decision], list[Decision]]:
    """Each finding's choice: the features of every candidate, and which are right; none right: it is no event of any.  Then the same for each pledge and the ask that it answers."""
    story = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    articles = sorted(map(extractor.extract, read(str(folder / "reports.jsonl"))), key=lambda a: (a.published or "", a.id))
    spots = evidence(story, {a.id: a.text for a in articles})
    types = {c["id"]: c["type"] for c in story["commitments"]}
    linker, made, found = Linker(), {}, []
    for article in articles:
        findings, spoken = read_findings(article)
        told = Told(article.id, article.published, tuple(findings), tuple(sorted(spoken)))
        linker.speak(told)
        names = _frequent(told.findings)
        near = list(linker.drafts)
        for finding in findings:
            owners = {name for spot, name in spots if alike((article.id, *finding.span), spot) and (finding.type in (None, types[name]))}
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
    answered = {c["id"]: c.get("answers") for c in story["commitments"]}
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
    if finding.type and finding.strength >= FOUNDING:
        draft = linker._found(told, finding)
        if owners:
            made[draft.number] = min(owners)
        return draft
    return None


def fit(choices: list[Decision], ridge: float) -> dict[str, float]:
    names = sorted({name for rows, _ in choices for row in rows for name in row})
    index = {name: i for i, name in enumerate(names)}
    tables = []
    for rows, right in choices:
        table = np.zeros((len(rows) + 1, len(names)))
        for r, row in enumerate(rows):
            for name, value in row.items():
                table[r, index[name]] = value
        mask = np.zeros(len(rows) + 1, dtype=bool)
        mask[list(right) or [len(rows)]] = True
        tables.append((table, mask))
    weights = np.zeros(len(names))
    moment, square = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        gradient = ridge * weights * len(tables) / 10
        for table, mask in tables:
            score = table @ weights
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            wanted = chance * mask / max((chance * mask).sum(), 1e-9)
            gradient += table.T @ (chance - wanted)
        gradient /= len(tables)
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights -= RATE * moment / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: round(float(w), 3) for name, w in zip(names, weights)}


def right_share(choices: list[Decision], weights: dict[str, float]) -> tuple[float, int, int, int]:
    """Share of decisions that are right; findings put to a commitment, of these rightly, and all that belong to one."""
    ok = put = hit = 0
    for rows, right in choices:
        scores = [sum(weights.get(k, 0.0) * v for k, v in row.items()) for row in rows]
        best = int(np.argmax(scores))
        chosen = best if scores[best] > 0 else None
        ok += (chosen in right) if right else chosen is None
        put += chosen is not None
        hit += chosen is not None and chosen in right
    return ok / len(choices), put, hit, sum(bool(r) for _, r in choices)


if __name__ == "__main__":
    extractor = Extractor()
    by_story = {name: decisions(Path(name), extractor) for name in sys.argv[1:]}
    target = Path(__file__).parents[1] / "src/onrecord/follow/weights.json"
    weights = json.loads(target.read_text(encoding="utf-8"))
    for part, what in enumerate(("linking", "answering")):
        total = np.zeros(3)
        for left_out in by_story:
            some = fit([c for name, choices in by_story.items() if name != left_out for c in choices[part]], RIDGE) if what == "linking" else weights[what]
            share, *counts = right_share(by_story[left_out][part], some)
            total += counts
            print(f"{what}, {left_out}: {100 * share:.1f} % right; put, rightly, to be put: {counts}")
        print(f"{what}, F1 of those put: {200 * total[1] / (total[0] + total[2]):.1f}")
    weights["linking"] = dict(sorted(fit([c for choices in by_story.values() for c in choices[0]], RIDGE).items()))
    target.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
