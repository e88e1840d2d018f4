"""The speed gate: a ratio of two sides in one run, never a time."""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

MOST = 2.5  # `make bench` on an idle machine gives 2.2, commitments included; a busy one is allowed more


def test_the_pipeline_costs_little_more_than_its_encoder():
    from speed import pipeline_against_encoder

    _, ratios = pipeline_against_encoder(rounds=3)
    assert statistics.median(ratios) <= MOST
