#!/usr/bin/env python3
"""Fit the odds by which speakers are told: which of the descriptions beside a speaker's mentions is the role, which the organization, and how far a name is to be trusted.

    fit_speakers.py [--show] [--folds 5]      writes src/onrecord/resolve/odds.json, unless --show, and says how right speakers are, each text judged by odds fitted on others

It learns from our training reports and from the texts of PolNeAR train whose speakers are annotated, and from none that is held out (`speaker_corpora.py`), read by the weights as they are.  Role and organization are
conditional logistic regressions (McFadden, 1974) among all that is found of one speaker, and nothing; where several are right, any of them will do.  A speaker counts as the square root of its statements.  Trust is a logistic
regression of whether a name is right.  The encoder has learned from the same texts, and is surer there than elsewhere: `calibrate.py --speakers` then fits, on those held out, what a name's log-odds are worth.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

import onrecord.resolve.fitted as fitted_odds
from fit_utterances import Rows, fit_logistic
from onrecord import Extractor, Statement
from onrecord.resolve.countries import code_of
from onrecord.resolve.fitted import Odds
from onrecord.resolve.speakers import Scoring
from onrecord.resolve.telling import Calibration, hear, name_of, tell_speakers
from onrecord.resolve.trust import of_name
from onrecord.resolve.worth import NOUN, OF_COURSE, Found, Scale
from speaker_annotation import normal
from speaker_corpora import SpeakerText, split_polnear_speakers, split_report_speakers
from speaker_scoring import FOUND, counts_of, figures, overlap, says

RIDGE, RIDGE_OF_NOUNS, STEPS = 1.0, 5.0, 60
FEWEST = 12  # speakers of whom a noun is told that is weighed by itself
LEAST = 0.4  # as calibrate.py has it
SOONER = {"role": 1.5, "body": 1.25}  # log-odds by which something is told rather than nothing than the likelihood has it, which counts as nothing also what was not found; near the best F1 on the same texts, each judged by others
WITH_ROLES = ("person", "unnamed")
PARTS = ("role", "organization")
TARGET = Path(fitted_odds.__file__).with_name("odds.json")


@dataclass
class Choice:
    """Features of each of the options, the last of them that nothing is told, which of them are right, and how much the choice counts."""

    options: list[dict[str, float]]
    right: list[bool]
    count: float


@dataclass
class Speaking:
    """All that is found of one speaker by what weighs it, how annotators read who that is, and how much it counts."""

    text: str
    scale: Scale
    found: list[Found]
    readings: list[dict]
    count: float

    def role(self) -> Choice:
        return self._choice("role", self.scale.of_roles(self.found))

    def body(self, odds: Odds) -> Choice:
        """Beside the role that is told by these odds."""
        return self._choice("organization", self.scale.of_bodies(self.found, self.scale.likeliest_role(self.found, odds)))

    def _choice(self, part: str, options: list[dict[str, float]]) -> Choice:
        """Right is what annotators took word for word, or, where nothing is, a part of it; nothing, where that is not found either."""
        wanted = [span for r in self.readings if (span := told_by(self.text, r, part))]
        spans = [span for f in self.found if (span := getattr(f.description, part))]
        exact = [any(normal(self.text[slice(*span)]) == normal(self.text[slice(*gold)]) for gold in wanted) for span in spans]
        right = exact if any(exact) else [says(self.text, span, wanted) for span in spans]
        return Choice([*options, {"nothing": 1.0}], [*right, not any(right)], self.count)


@dataclass
class Learned:
    """What one text teaches: by whom it is, and the features of each name with whether it is right."""

    speaking: list[Speaking]
    names: list[tuple[dict[str, float], bool]]


@dataclass
class Read:
    """An annotated text, the statements found in it, and what their speakers are told by."""

    text: SpeakerText
    statements: Sequence[Statement]
    scoring: Scoring | None

    def fresh(self) -> Scoring:
        """As it is before anybody is resolved."""
        assert self.scoring
        return Scoring(self.scoring.document, self.scoring.parts, self.scoring.weights)


class Listener(Extractor):
    """Keeps what the last report's speakers are told by."""

    heard: Scoring | None = None

    def _scoring(self, *args) -> Scoring:
        self.heard = super()._scoring(*args)
        return self.heard

    def read(self, text: SpeakerText) -> Read:
        self.heard = None
        return Read(text, self.extract(text.text).statements, self.heard)


def readings_of(read: Read) -> dict[int, list[dict | None]]:
    """By its index each statement that an annotated one is found by, with the readings of its speaker."""
    found = {}
    for row, speakers in zip(read.text.statements, read.text.speakers):
        best = max(range(len(read.statements)), key=lambda i: overlap(read.statements[i].content, row["content"]), default=None)
        if best is not None and overlap(read.statements[best].content, row["content"]) >= FOUND:
            found[best] = speakers
    return found


def learn(read: Read) -> Learned:
    """What a text teaches."""
    learned = Learned([], [])
    if read.scoring is None:
        return learned
    scoring, readings, text = read.fresh(), readings_of(read), read.text.text
    resolutions, describer, everybody = hear(scoring)
    for entity, heard in everybody.items():
        name = normal(text[slice(*name_of(scoring.document, entity))])
        right = {i: any(r is not None and name in {normal(text[a:b]) for a, b in r["names"]} for r in readings[i]) for i in heard.statements if i in readings}
        learned.names += [(of_name(scoring.document, i, resolutions[i], heard.kind, read.statements[i].confidence), is_right) for i, is_right in right.items()]
        if any(right.values()) and heard.kind in WITH_ROLES:
            speakers = [r for i, is_right in right.items() if is_right for r in readings[i] if r]
            learned.speaking.append(Speaking(text, describer.scale, heard.found, speakers, sum(right.values()) ** 0.5))
    return learned


def told_by(text: str, reading: dict, part: str) -> Sequence[int] | None:
    """The span of a role or an organization as an annotator has it; for want of an organization the country that no list has ("the foreign minister of | Varland"), which has no code and is told as one."""
    country = reading.get("country")
    unlisted = part == "organization" and country and country["code"] == text[slice(*country["span"])] and code_of(country["code"]) is None and len(country["code"]) > 2
    return reading[part] or (country["span"] if unlisted else None)


def fit_choices(choices: Iterable[Choice]) -> dict[str, float]:
    """Log-odds by name, by Newton's method on the likelihood of any right option."""
    choices = [c for c in choices if len(c.options) > 1]
    seen = Counter(name for c in choices for name in {name for option in c.options for name in option})
    names = sorted(name for name, times in seen.items() if times >= FEWEST or not name.startswith(NOUN))
    at = {name: k for k, name in enumerate(names)}
    of = np.repeat(np.arange(len(choices)), [len(c.options) for c in choices])
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    values = np.zeros((len(of), len(names)))
    for row, option in zip(values, (option for c in choices for option in c.options)):
        for name, value in option.items():
            if name in at:
                row[at[name]] = value
    right = np.array([r for c in choices for r in c.right])
    counts = np.array([c.count for c in choices])[of]

    def shares(scores: np.ndarray) -> np.ndarray:
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        return powers / np.add.reduceat(powers, starts)[of]

    ridge = np.array([RIDGE_OF_NOUNS if name.startswith(NOUN) else RIDGE for name in names])
    odds = np.zeros(len(names))
    for _ in range(STEPS):
        scores = values @ odds
        chance = shares(scores)
        wanted = shares(np.where(right, scores, -1e9))
        mean = np.add.reduceat(chance[:, None] * values, starts, axis=0)
        slope = values.T @ (counts * (chance - wanted)) + ridge * odds
        curve = (values.T * (counts * chance)) @ values - (mean.T * counts[starts]) @ mean + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        odds -= step
        if abs(step).max() < 1e-6:
            break
    return {name: round(float(value), 3) for name, value in zip(names, odds)}


def fit(learned: Sequence[Learned]) -> Odds:
    speaking, names = [who for of in learned for who in of.speaking], [row for of in learned for row in of.names]
    trust = fit_logistic(Rows([features for features, _ in names], [0.0] * len(names), [right for _, right in names], [1.0] * len(names)))
    odds = Odds(sooner("role", fit_choices(who.role() for who in speaking)), {}, trust)
    return replace(odds, body=sooner("body", fit_choices(who.body(odds) for who in speaking)))


def sooner(part: str, odds: dict[str, float]) -> dict[str, float]:
    """With what is told sooner than the likelihood has it; half as much for a body that nothing but the text's course ties to an office."""
    return odds | {name: round(odds[name] - SOONER[part] * (1.0 if name == "nothing" else 0.5), 3) for name in odds if name == "nothing" or name.endswith(OF_COURSE)}


def test(read: Read, odds: Odds, calibration: Calibration) -> tuple[Counter, list[tuple[float, bool]]]:
    """How right a text's speakers are by these odds, as `evaluate_speakers.py` counts it."""
    speakers = tell_speakers(read.fresh(), calibration, [s.confidence for s in read.statements], odds) if read.scoring else []
    found = [{"content": s.content, "speaker": told_of(speaker)} for s, (speaker, _) in zip(read.statements, speakers)]
    counts, judged = counts_of(read.text.text, read.text.statements, read.text.speakers, found)
    for i, readings in readings_of(read).items():
        speaker = speakers[i][0]
        if speaker and normal(speaker.name) in {normal(read.text.text[a:b]) for r in readings if r for a, b in r["names"]}:
            for part in PARTS:
                wanted, told = [span for r in readings if r and (span := told_by(read.text.text, r, part))], getattr(speaker, part)
                counts.update({f"{part} wanted": bool(wanted), f"{part} told": told is not None, f"{part} right": told is not None and any(says(read.text.text, span, wanted) for span in told.spans)})
    return counts, judged


def told_of(speaker) -> dict | None:
    return speaker and {part: value for part, value in asdict(speaker).items() if value is not None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--show", action="store_true", help="write nothing")
    options = parser.parse_args()
    extractor = Listener(commitments=False)
    parts = {"own training reports": split_report_speakers()[0], "PolNeAR train": split_polnear_speakers()[0]}
    reads = [extractor.read(text) for texts in parts.values() for text in texts]
    part_of = [part for part, texts in parts.items() for _ in texts]
    learned = [learn(read) for read in reads]
    rows: dict[str, list[Counter]] = {part: [] for part in parts}
    for k in range(options.folds):
        odds = fit([row for i, row in enumerate(learned) if i % options.folds != k])
        for i in range(k, len(reads), options.folds):
            rows[part_of[i]].append(test(reads[i], odds, Calibration(1.0, 0.0, LEAST))[0])
    for part, counts in rows.items():
        both = sum(counts, Counter())
        print(f"{part} ({len(counts)} texts, each judged by odds fitted on others):", json.dumps(figures(both)))
        for told in PARTS:
            right, n, wanted = (both[f"{told} {name}"] for name in ("right", "told", "wanted"))
            print(f"  {told}, where the name is right: precision {100 * right / n:.1f}, recall {100 * right / wanted:.1f}, F1 {200 * right / (n + wanted):.1f} ({n} told, {wanted} wanted)")
    odds = fit(learned)
    print(odds)
    if not options.show:
        TARGET.write_text(json.dumps(asdict(odds), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
