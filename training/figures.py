#!/usr/bin/env python3
"""Measure the committed weights on PolNeAR dev and on our own reports, and write the figures wherever they are told.

    figures.py

Writes docs/figures.json, the figures in the model's card.json, the reliability diagram, and what stands between
`<!-- figures -->`, `<!-- speakers -->` or `<!-- acts -->` and `<!-- end -->` in README.md, docs/model-card.md, docs/speakers.md and docs/acts.md.
"""

import json
import re
from pathlib import Path

import evaluate_acts
import evaluate_speakers
from evaluate import measure, texts_of
from onrecord import Extractor
from onrecord.extraction.encoder import WEIGHTS

ROOT = Path(__file__).parents[1]
PARTS = {"PolNeAR dev": "dev", "own measuring reports": "reports"}
PEOPLE = {"PolNeAR dev": (73.4, 59.9, 79.8)}  # two annotators against each other, on texts of train that have several


def table(figures: dict) -> str:
    rows = ["| | who said what | exact | quotations | n |", "| --- | --- | --- | --- | --- |"]
    for name, f in figures.items():
        cells = [f"{f[k]:.1f} ({f['intervals'][k][0]:.1f}–{f['intervals'][k][1]:.1f})" for k in ("who_said_what", "exact", "quotes")]
        rows.append(f"| {name} | {' | '.join(cells)} | {f['n']} statements, {f['texts']} texts |")
        if name in PEOPLE:
            rows.append(f"| two people, PolNeAR train | {' | '.join(map(str, PEOPLE[name]))} | |")
    own = figures["own measuring reports"]
    low, high = own["intervals"]["direct"]
    rows += ["", f"On our own measuring reports: direct quotations {own['direct']:.1f} ({low:.1f}–{high:.1f}, n = {own['n_direct']}); kind right {own['kind']:.1f} % (n = {own['n_kind']}); "
             f"mode right {own['mode']:.1f} % (n = {own['n_mode']}); nested statements {own['nested']:.1f} (n = {own['n_nested']})."]
    c = figures["PolNeAR dev"]["calibration"]
    low, high = c["interval_of_the_difference"]
    rows += ["", f"Calibration on PolNeAR dev, 15 bins of equal mass, in percent: error {c['error']}, of which chance alone would give {c['by_chance']} (difference {c['error'] - c['by_chance']:.2f}, "
             f"95 % interval {low} to {high}; n = {c['n']})."]
    rows += ["", "F1 in percent, with 95 % bootstrap intervals over texts; nested statements are left out and reported apart. By `python training/figures.py`."]
    return "\n".join(rows)


def summary(figures: dict, speakers: dict, acts: dict) -> str:
    """The README's: one row a question, one column a set of texts."""

    def cell(f: dict, key: str) -> str:
        return f"{f[key]:.1f} ({f['intervals'][key][0]:.1f}–{f['intervals'][key][1]:.1f})"

    people = PEOPLE["PolNeAR dev"]
    rows = ["| | " + " | ".join(PARTS) + " | two annotators |", "| --- | --- | --- | --- |"]
    for told, key, theirs in (("who said what, F1", "who_said_what", people[0]), ("source, cue and content to the word, F1", "exact", people[1]), ("contents, F1", "quotes", people[2])):
        rows.append(f"| {told} | {' | '.join(cell(figures[name], key) for name in PARTS)} | {theirs} |")
    rows.append(f"| speaker's name right, % of found | {' | '.join(cell(speakers[name], 'name') for name in PARTS)} | |")
    agreement = " and ".join(str(acts[name]["people"]["accuracy"]) for name in PARTS)
    rows.append(f"| act right, % | {' | '.join(cell(acts[name]['model'], 'accuracy') for name in PARTS)} | {agreement} |")
    sizes = [f"{figures[name]['n']}, {figures[name]['texts']}" for name in PARTS]
    rows.append(f"| statements, texts | {' | '.join(sizes)} | |")
    return "\n".join([*rows, "", "With 95 % bootstrap intervals over texts, on texts that nothing was trained on. By `python training/figures.py`."])


def reliability_diagram(judged: list[tuple[float, bool]], bins: int = 15) -> str:
    """An SVG: mean confidence against the share that is right, a circle a bin of equal mass."""
    judged = sorted(judged, key=lambda x: x[0])
    edges = [round(i * len(judged) / bins) for i in range(bins + 1)]
    groups = [judged[a:b] for a, b in zip(edges, edges[1:]) if b > a]
    points = [(sum(c for c, _ in g) / len(g), sum(r for _, r in g) / len(g)) for g in groups]
    x, y = (lambda v: 50 + 300 * v), (lambda v: 320 - 300 * v)
    ticks = "".join(f'<text x="{x(v / 5):.0f}" y="338" text-anchor="middle">{v / 5:.1f}</text><text x="42" y="{y(v / 5) + 4:.0f}" text-anchor="end">{v / 5:.1f}</text>' for v in range(6))
    dots = "".join(f'<circle cx="{x(c):.1f}" cy="{y(r):.1f}" r="4" fill="#0b3d78"/>' for c, r in points)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 370 370" width="370" height="370" font-family="sans-serif" font-size="11"><rect width="370" height="370" fill="#fff"/>'
        f'<rect x="50" y="20" width="300" height="300" fill="none" stroke="#999"/><path d="M50 320L350 20" stroke="#999" stroke-dasharray="4 4"/>{ticks}{dots}'
        '<text x="200" y="360" text-anchor="middle">confidence</text><text x="14" y="170" text-anchor="middle" transform="rotate(-90 14 170)">share that is right</text></svg>\n'
    )


def speaker_table(figures: dict) -> str:
    rows = ["| | found | name right | of them by context | wrong name | kind | role or organization | n |", "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for name in PARTS:
        f = figures[name]
        cells = [f"{f[k]:.1f} ({f['intervals'][k][0]:.1f}–{f['intervals'][k][1]:.1f})" for k in ("found", "name", "resolved", "wrong_name", "kind", "role")]
        rows.append(f"| {name} | {' | '.join(cells)} | {f['n_gold']} statements, {f['texts']} texts |")
    for name in PARTS:
        c = figures[name]["calibration"]
        low, high = c["interval_of_the_difference"]
        rows += ["", f"Calibration on {name}, in percent: error {c['error']}, of which chance alone would give {c['by_chance']} (difference {c['error'] - c['by_chance']:.2f}, 95 % interval {low} to {high}; n = {c['n']})."]
    g = figures["GAP validation"]
    rows += ["", f"Pronouns of GAP validation (n = {g['n']}): F1 {g['f1']:.1f} ({g['interval'][0]:.1f}–{g['interval'][1]:.1f}); masculine {g['masculine']:.1f}, feminine {g['feminine']:.1f}, "
             f"difference with 95 % interval {g['masculine_less_feminine'][0]} to {g['masculine_less_feminine'][1]}."]
    rows += ["", "In percent, with 95 % bootstrap intervals over texts, through the whole pipeline: a speaker is judged where his statement was found. *By context*: the source shares no word with the name. "
             "Inner statements count too. By `python training/figures.py`."]
    return "\n".join(rows)


def act_table(figures: dict) -> str:
    rows = ["| | right | macro F1 | pledge F1 | request F1 | addressee F1 | n |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name in PARTS:
        f, a = figures[name], figures[name]["addressee"]
        model = f["model"]
        cells = [f"{model[k]:.1f} ({model['intervals'][k][0]:.1f}–{model['intervals'][k][1]:.1f})" for k in ("accuracy", "macro_f1")]
        rows.append(f"| {name} | {' | '.join(cells)} | {model['f1'].get('pledge', '–')} | {model['f1'].get('request', '–')} | {a['f1']} (n = {a['n']}) | {model['n']} statements, {f['texts']} texts |")
        for side, told in (("cue_words", "cue words alone"), ("people", "two annotators")):
            g = f[side]
            rows.append(f"| {told} | {g['accuracy']} | {g['macro_f1']} | {g['f1'].get('pledge', '–')} | {g['f1'].get('request', '–')} | | {g['n']} |")
    for name in PARTS:
        f = figures[name]["model"]["f1"]
        rows += ["", f"F1 of each act on {name}: " + ", ".join(f"{act} {value} (n = {figures[name]['model']['gold'][act]})" for act, value in f.items()) + "."]
        c = figures[name]["calibration"]
        low, high = c["interval_of_the_difference"]
        rows += ["", f"Calibration on {name}, in percent: error {c['error']}, of which chance alone would give {c['by_chance']} (difference {c['error'] - c['by_chance']:.2f}, 95 % interval {low} to {high}; n = {c['n']})."]
    rows += ["", "In percent, with 95 % bootstrap intervals over texts, through the whole pipeline: an act is judged where its statement was found and its mode is *said*; macro F1 is over acts with at least ten statements. "
             "*Cue words alone*: the act that the cue's words have most often in the training texts. By `python training/figures.py`."]
    return "\n".join(rows)


def put(path: Path, words: str, mark: str = "figures") -> None:
    page = path.read_text(encoding="utf-8")
    path.write_text(re.sub(rf"(<!-- {mark} -->\n).*?(<!-- end -->)", lambda m: m[1] + words + "\n" + m[2], page, flags=re.DOTALL), encoding="utf-8")


def main():
    extractor = Extractor()
    figures, judged = {}, {}
    for name, part in PARTS.items():
        figures[name], judged[name] = measure(extractor, texts_of(part))
    speakers = {name: evaluate_speakers.measure(extractor, evaluate_speakers.PARTS[part]()) for name, part in PARTS.items()}
    speakers["GAP validation"] = evaluate_speakers.gap(extractor, "validation")
    acts = {name: evaluate_acts.measure(extractor, evaluate_acts.PARTS[part](), evaluate_acts.learn_cue_words()) for name, part in PARTS.items()}
    (ROOT / "docs/reliability.svg").write_text(reliability_diagram(judged["PolNeAR dev"]), encoding="utf-8")
    (ROOT / "docs/figures.json").write_text(json.dumps(figures | {"speakers": speakers, "acts": acts}, indent=1) + "\n", encoding="utf-8")
    card = json.loads((WEIGHTS / "card.json").read_text())
    card["figures"] = figures | {"speakers": speakers, "acts": acts}
    (WEIGHTS / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    put(ROOT / "README.md", summary(figures, speakers, acts))
    put(ROOT / "docs/model-card.md", table(figures))
    for page in ("docs/speakers.md", "docs/model-card.md"):
        put(ROOT / page, speaker_table(speakers), "speakers")
    for page in ("docs/acts.md", "docs/model-card.md"):
        put(ROOT / page, act_table(acts), "acts")
    print(table(figures), speaker_table(speakers), act_table(acts), sep="\n\n")


if __name__ == "__main__":
    main()
