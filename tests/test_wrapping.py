import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.copying import reading_copy
from onrecord.types import Report

REPORTS = sorted((Path(__file__).parent.parent / "reports").rglob("*.txt"))
ORCHARD = """Fruit growers want frost fund before blossom

By Tilda Maris

GRENNEL, 17 November (Vale Press) - The fruit growers of the Low Vale asked the Ministry of Agriculture on Monday for 12 million crowns to replant orchards that were lost in the April frost, and for a decision before the end of the year.

"We are not here to complain about the weather," said Anselm Korda, who chairs the Growers' Association. "We are here because in May the minister stood in my orchard and promised that nobody would be left alone with it."

Agriculture Minister Petra Sule said the government would pay six million crowns in January, provided that parliament adopts the budget. Insurance company Alma Mutual declined to comment.
"""


def unwrapped(text: str) -> str:
    return reading_copy(text).text


def wrapped(text: str, width: int, end: str = "\n") -> str:
    """Each line cut at a width, and nothing else changed."""
    lines = (end.join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) for line in text.split("\n"))
    return end.join(lines)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_what_was_wrapped_is_read_as_before(extractor, width):
    whole, cut = (extractor.extract(Report(text, id="orchard", published="2026-11-17")) for text in (ORCHARD, wrapped(ORCHARD, width)))
    assert len(cut.text) == len(whole.text) and cut.text != whole.text

    def told(article):
        return [(s.source, s.cue, s.content, s.kind, s.mode, s.act, s.speaker, s.addressee, s.confidence) for s in article.statements]

    assert told(cut) == told(whole) and len(whole.statements) > 5 and cut.boilerplate == whole.boilerplate
    assert [c["what"]["span"] for c in cut.commitments] == [c["what"]["span"] for c in whole.commitments] != []
    assert all(c["what"]["text"] == cut.text[slice(*c["what"]["span"])] for c in cut.commitments)
    assert {c["maker"]["name"] for c in cut.commitments if c["maker"]} == {c["maker"]["name"] for c in whole.commitments if c["maker"]}


def test_reports_with_a_paragraph_a_line_stay_as_they_are():
    assert [path.name for path in REPORTS if unwrapped(path.read_text(encoding="utf-8")) != path.read_text(encoding="utf-8")] == []


def test_nearly_all_line_ends_of_wrapped_reports_are_found_and_no_others():
    ends = missed = joined = 0
    for path in REPORTS:
        text = "\n".join(" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n"))
        cut = wrapped(text, 72)
        found = unwrapped(cut)
        ends += cut.count("\n") - text.count("\n")
        missed += sum(a == "\n" and b == " " for a, b in zip(found, text))
        joined += sum(a == " " and b == "\n" for a, b in zip(found, text))
    assert ends > 5000 and missed < ends / 100 and joined < ends / 100


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_and_blanks_before_them(end):
    text = wrapped(ORCHARD, 70, f" {end}")
    assert unwrapped(text).count(end) == ORCHARD.count("\n")


def test_points_of_a_list_stay_apart():
    text = "The council decided on four things at its meeting\non Monday, which went on until late in the evening:\n\n- to repair the roof of the old school before the\n  autumn, when the rains begin in the valley\n- to buy a snow plough for the upper villages, and\n  two for the lower ones\n"
    assert unwrapped(text).count("\n- ") == 2 and unwrapped(text).count("\n") == 4


@given(st.text(alphabet=st.sampled_from("ab A.\n\r\t:"), max_size=300))
def test_only_line_ends_become_blanks(text):
    words = re.findall(r"\S+", text)
    assert re.findall(r"\S+", unwrapped(text)) == words and len(unwrapped(text)) <= len(text)
