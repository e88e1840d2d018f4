"""The accuracy gate: what the committed weights reached, less what chance may take.

The bounds are the figures in docs/figures.json less half a point: the same code and weights give the same figures, so that a lower
one tells that a change has made the program worse.
"""

import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training"))
SLACK = 0.5
KNOWN_MISSES = 3  # of 16: a subject that the translation repeats as "he", and two clauses cut or joined wrongly
REACHED = json.loads((ROOT / "docs/figures.json").read_text(encoding="utf-8"))


def gate(extractor, part: str, name: str, figures: tuple[str, ...]) -> None:
    from evaluate import measure, texts_of

    measured, _ = measure(extractor, texts_of(part))
    for figure in figures:
        assert measured[figure] >= REACHED[name][figure] - SLACK, f"{figure} on {name} fell from {REACHED[name][figure]} to {measured[figure]}"
    calibration = measured["calibration"]
    assert calibration["error"] - calibration["by_chance"] <= REACHED[name]["calibration"]["error"] - REACHED[name]["calibration"]["by_chance"] + SLACK


def gate_speakers(extractor, part: str, name: str) -> None:
    from evaluate_speakers import PARTS, measure

    measured, reached = measure(extractor, PARTS[part]()), REACHED["speakers"][name]
    for figure in ("found", "name", "resolved", "kind", "role"):
        assert measured[figure] >= reached[figure] - SLACK, f"{figure} on {name} fell from {reached[figure]} to {measured[figure]}"
    assert measured["wrong_name"] <= reached["wrong_name"] + SLACK


def gate_acts(extractor, part: str, name: str) -> None:
    from evaluate_acts import PARTS, measure

    measured, reached = measure(extractor, PARTS[part]()), REACHED["acts"][name]
    for figure in ("accuracy", "macro_f1"):
        assert measured["model"][figure] >= reached["model"][figure] - SLACK, f"{figure} on {name} fell from {reached['model'][figure]} to {measured['model'][figure]}"
    assert measured["addressee"]["f1"] >= reached["addressee"]["f1"] - SLACK


def test_acts_of_own_measuring_reports(extractor):
    gate_acts(extractor, "reports", "own measuring reports")


@pytest.mark.skipif(not os.environ.get("ONRECORD_DATA"), reason="ONRECORD_DATA is not set: PolNeAR dev is measured only where it is there")
def test_acts_of_polnear_dev(extractor):
    gate_acts(extractor, "dev", "PolNeAR dev")


def test_speakers_of_own_measuring_reports(extractor):
    gate_speakers(extractor, "reports", "own measuring reports")


@pytest.mark.skipif(not os.environ.get("ONRECORD_DATA"), reason="ONRECORD_DATA is not set: PolNeAR dev is measured only where it is there")
def test_speakers_of_polnear_dev(extractor):
    gate_speakers(extractor, "dev", "PolNeAR dev")


def test_own_measuring_reports(extractor):
    gate(extractor, "reports", "own measuring reports", ("who_said_what", "exact", "quotes", "direct", "kind", "mode", "nested"))


@pytest.mark.skipif(not os.environ.get("ONRECORD_DATA"), reason="ONRECORD_DATA is not set: PolNeAR dev is measured only where it is there")
def test_polnear_dev(extractor):
    gate(extractor, "dev", "PolNeAR dev", ("who_said_what", "exact", "quotes"))


@pytest.mark.skipif(not os.environ.get("ONRECORD_DATA"), reason="ONRECORD_DATA is not set: its machine-translated report is read only where it is there")
def test_a_translated_report_with_broken_marks(extractor):
    from scoring import iou, outermost

    text = (Path(os.environ["ONRECORD_DATA"]) / "reports/bucharest.txt").read_text(encoding="utf-8")
    gold = json.loads((Path(__file__).parent / "data/bucharest.json").read_text(encoding="utf-8"))
    article = extractor.extract(text)
    found = [s.to_dict() for s in article.statements]

    def characters(spans):
        return {i for a, b in spans for i in range(a, b)}

    def best(statement, others):
        return max(others, key=lambda o: iou(characters(o["content"]), characters(statement["content"])))

    missed = []
    for statement in outermost(gold["statements"]):
        match = best(statement, found)
        same_words = iou(characters(match["content"]), characters(statement["content"])) >= 0.7
        if not (same_words and characters(match["source"]) & characters(statement["source"]) and match["kind"] == statement["kind"]):
            missed.append(text[statement["content"][0][0] :][:40])
    assert len(missed) <= KNOWN_MISSES, missed
    extra = [s for s in outermost(found) if iou(characters(s["content"]), characters(best(s, gold["statements"])["content"])) < 0.3]
    assert len(extra) <= 1
    assert [list(span) for span in article.boilerplate] == gold["boilerplate"]
