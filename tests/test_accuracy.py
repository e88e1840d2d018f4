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
REACHED = json.loads((ROOT / "docs/figures.json").read_text(encoding="utf-8"))


def gate(extractor, part: str, name: str, figures: tuple[str, ...]) -> None:
    from evaluate import measure, texts_of

    measured = measure(extractor, texts_of(part))
    for figure in figures:
        assert measured[figure] >= REACHED[name][figure] - SLACK, f"{figure} on {name} fell from {REACHED[name][figure]} to {measured[figure]}"
    calibration = measured["calibration"]
    assert calibration["error"] - calibration["by_chance"] <= REACHED[name]["calibration"]["error"] - REACHED[name]["calibration"]["by_chance"] + SLACK


def test_own_measuring_reports(extractor):
    gate(extractor, "reports", "own measuring reports", ("who_said_what", "exact", "quotes", "direct", "kind", "mode", "nested"))


@pytest.mark.skipif(not os.environ.get("ONRECORD_DATA"), reason="ONRECORD_DATA is not set: PolNeAR dev is measured only where it is there")
def test_polnear_dev(extractor):
    gate(extractor, "dev", "PolNeAR dev", ("who_said_what", "exact", "quotes"))
