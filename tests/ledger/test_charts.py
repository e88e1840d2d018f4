"""Charts of the ledger: what is drawn is what the numbers say."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from onrecord.drawing.curve import Panel, draw_curves
from onrecord.drawing.lines import width
from onrecord.drawing.timeline import Mark, draw_days, draw_strand, draw_timeline
from onrecord.follow.survival import survival

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ["asked", "pledged", "reaffirmed", "raised", "cut", "rescheduled", "progressed", "partly_delivered", "delivered", "refused", "withdrawn", "disputed"]
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def of_class(drawn: str, name: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(drawn).iter() if name in (element.get("class") or "").split()]


@given(st.lists(st.builds(Mark, DAYS, st.sampled_from(KINDS)), min_size=1, max_size=30), st.none() | DAYS, DAYS)
def test_every_event_has_its_mark_at_its_day(marks, due, as_of):
    drawn = draw_timeline(marks, due, as_of, "x")
    at = [round(float(mark.get("cx") or float(mark.get("x")) + 5), 2) for mark in of_class(drawn, "mark")]
    days = sorted(mark.day for mark in marks)
    assert len(at) == len(marks) and at == sorted(at) and all(27.9 <= x <= 732.1 for x in at)
    first, last = min([*days, as_of, *([due] if due else [])]), max([*days, as_of, *([due] if due else [])])
    assert all(abs(x - (28 + 704 * (day - first).days / max(1, (last - first).days))) < 0.02 for x, day in zip(at, days, strict=True))
    assert len(of_class(drawn, "due")) == (due is not None)
    placed: dict[str, float] = {}
    for label in of_class(drawn, "mark-label"):
        x, y = float(label.get("x")), label.get("y")
        assert x >= placed.get(y, 0) and x + width(label.text) * 13 <= 760
        placed[y] = x + width(label.text) * 13
    assert len(of_class(drawn, "tick")) + (first == last) + 1 >= 2 and len(of_class(drawn, "tick")) <= 16


@given(st.lists(st.builds(Mark, DAYS, st.sampled_from(KINDS)), min_size=1, max_size=9), st.none() | DAYS, st.lists(DAYS, min_size=2, max_size=9))
def test_lines_below_each_other_share_their_days(marks, due, others):
    days = [mark.day for mark in marks]
    over = min([*days, *others]), max([*days, *others])
    drawn = draw_strand(marks, due, over[1], over, "x")
    at = [round(float(mark.get("cx") or float(mark.get("x")) + 5), 2) for mark in of_class(drawn, "mark")]
    assert all(abs(x - (28 + 704 * (day - over[0]).days / max(1, (over[1] - over[0]).days))) < 0.02 for x, day in zip(at, sorted(days), strict=True))
    (span,) = of_class(drawn, "span")
    assert abs(float(span.get("x1")) - at[0]) < 0.02 and len(of_class(drawn, "due")) == (due is not None and over[0] <= due <= over[1])
    above = draw_days(over, "x", str.upper)
    assert all(28 <= float(tick.get("x")) <= 732.1 for tick in of_class(above, "tick"))


@given(st.lists(st.tuples(st.integers(0, 5000), st.booleans()), min_size=1, max_size=60))
def test_a_curve_goes_down_where_something_came(observed):
    drawn = draw_curves([Panel("From ask to promise", observed), Panel("nothing", [])], "x")
    (curve,) = of_class(drawn, "curve")
    steps = [(float(x), float(y)) for x, y in re.findall(r"H([\d.]+)V([\d.]+)", curve.get("d"))]
    assert len(steps) == len(survival(observed))
    for (_, y), (_, share) in zip(steps, survival(observed), strict=True):
        assert abs(y - (44 + 168 * (1 - share))) < 0.06
    assert [x for x, _ in steps] == sorted(x for x, _ in steps) and all(56 <= x <= 736 for x, _ in steps)
    (title,) = of_class(drawn, "chart-title")
    assert title.text == f"From ask to promise: {sum(done for _, done in observed)} of {len(observed)}"
    assert len(of_class(drawn, "censored")) == len({days for days, done in observed if not done})


def test_a_known_curve():
    observed = [(10, True), (20, True), (20, False), (40, True)]
    drawn = draw_curves([Panel("x", observed)], "x")
    assert of_class(drawn, "median")[0].get("x1") == of_class(drawn, "censored")[0].get("x1") and "median 20" in drawn
    assert "nothing yet" in draw_curves([], "x")


def test_what_is_close_together_keeps_its_marks():
    marks = [Mark(date(2026, 1, 1) + timedelta(days=n // 4), "reaffirmed") for n in range(40)]
    drawn = draw_timeline(marks, None, date(2027, 1, 1), "<&>")
    assert len(of_class(drawn, "mark")) == 40 and len(of_class(drawn, "mark-label")) < 40 and 'aria-label="&lt;&amp;&gt;"' in drawn
