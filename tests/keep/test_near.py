import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Report
from onrecord.keep.near import BANDS, LIKE, bands_of, likeness, runs_of

chance = random.Random(5)
WORDS = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(chance.randint(1, 4))) for _ in range(3000)]
COPY = " ".join(chance.choice(WORDS) for _ in range(300))


def edited(share: float, seed: int) -> str:
    """The copy with some words replaced."""
    drawn = random.Random(seed)
    return " ".join(drawn.choice(WORDS) if drawn.random() < share else word for word in COPY.split())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


def test_the_same_copy_in_several_outlets_is_tied_and_not_dropped(record, scripted):
    other = " ".join(chance.choice(WORDS) for _ in range(300))
    reports = [Report("Harbour Post: " + COPY, id="a"), Report(COPY + " Reported by our own.", id="b"), Report(other, id="c"), Report(" ".join(COPY.split()[:270]), id="d"), Report("Short.", id="e"), Report("Short!", id="f")]
    assert record.ingest(*reports, extractor=scripted).new == 6
    (version,) = record.versions("b")
    assert [name for name, _ in version.near] == ["a", "d"] and all(LIKE <= share < 1 for _, share in version.near) and version.tied == ()
    assert record.versions("c")[0].near == record.versions("e")[0].near == ()
    assert record.stats().near == 3 and record.stats().articles == 6 and record.verify().faults == ()


def test_versions_of_one_report_are_not_its_near_duplicates(record, scripted):
    record.ingest(Report(COPY, id="a"), extractor=scripted)
    record.ingest(Report(COPY + " Corrected.", id="a"), Report(COPY + " Copied.", id="b"), extractor=scripted)
    assert record.stats().near == 2 and [[name for name, _ in version.near] for version in record.versions("a")] == [["b"], ["b"]]
    record.takedown("a", who="x", why="y")
    assert record.stats().near == 0 and record.versions("b")[0].near == () and record.verify().faults == ()


def test_how_many_are_found():
    """Of texts with one word in twenty replaced nearly all share a band; of other texts none do."""
    own = set(bands_of(runs_of(COPY)))
    found = [bool(own & set(bands_of(runs_of(edited(0.05, seed))))) for seed in range(100)]
    assert sum(found) >= 98 and np.mean([likeness(runs_of(COPY), runs_of(edited(0.05, seed))) for seed in range(20)]) > 0.7
    assert not any(own & set(bands_of(runs_of(edited(1, seed)))) for seed in range(100))


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_has_runs(text):
    runs = runs_of(text)
    assert len(runs) == len(set(runs.tolist())) and (not len(runs) or (likeness(runs, runs) == 1 and len(bands_of(runs)) == BANDS))
