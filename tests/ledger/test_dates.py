from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.dates import easter, find_dates, find_due, find_past_due, shift

TODAY = date(2024, 12, 13)  # a Friday


def due(words: str, today: date = TODAY):
    found = find_due(words, find_dates(words), today)
    return found and tuple(day and day.isoformat() for day in found[:2])


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("before the end of November", (None, "2025-11-30")),
        ("played there every year until 2030", (None, "2029-12-31")),
        ("five days ahead of Christmas", ("2024-12-25", "2024-12-25")),  # no deadline
        ("not later than the feast of the harvest on 20 September", (None, "2025-09-20")),
        ("within 10 working days", (None, "2024-12-27")),
        ("for at least three more years", (None, "2027-12-13")),
        ("for another six months", (None, "2025-06-13")),
        ("for three years", None),  # how long, and not from when
        ("stay where they are until at least the second quarter of 2025", (None, "2025-03-31")),
        ("no later than the 20th", (None, "2024-12-20")),
        ("by the 15th of next month", (None, "2025-01-15")),
        ("by the first of next month", (None, "2025-01-01")),
        ("by the middle of 2026", (None, "2026-06-30")),
        ("in late 2026", ("2026-09-01", "2026-12-31")),
        ("in the opening quarter of 2026", ("2026-01-01", "2026-03-31")),
        ("in the first three months of next year", ("2025-01-01", "2025-03-31")),
        ("within the first 100 days of next year", (None, "2025-04-10")),
        ("in the last two weeks of 2025", ("2025-12-18", "2025-12-31")),
        ("in the last six months of 2025", ("2025-07-01", "2025-12-31")),
        ("next quarter", ("2025-01-01", "2025-03-31")),
        ("by the end of this quarter", (None, "2024-12-31")),
        ("in the first half of April", ("2025-04-01", "2025-04-15")),
        ("before the decade is out", (None, "2029-12-31")),
        ("over three years", (None, "2027-12-13")),
        ("over a period of five years", (None, "2029-12-13")),
        ("lend it over 25 years", None),  # the term of a loan
        ("for over three years", None),
        ("during the next two years", (None, "2026-12-13")),
        ("in no more than two months", (None, "2025-02-13")),
        ("in the next few weeks", (None, "2025-01-03")),
        ("a week from Friday", ("2024-12-27", "2024-12-27")),
        ("by this time next year", (None, "2025-12-13")),
        ("by the month's end", (None, "2024-12-31")),
        ("in the course of the year", ("2024-01-01", "2024-12-31")),
        ("this year and next", ("2024-01-01", "2025-12-31")),
        ("April through September", ("2025-04-01", "2025-09-30")),
        ("in 2026-2028", ("2026-01-01", "2028-12-31")),
        ("by its 2031 deadline", (None, "2031-12-31")),
        ("by Whitsun", (None, "2025-06-08")),
        ("by the end of the day", (None, "2024-12-13")),
        ("by the end of next month", (None, "2025-01-31")),
        ("by the end of the year", (None, "2024-12-31")),  # in December: this one
        ("before winter", (None, "2025-11-30")),
        ("within ten days", (None, "2024-12-23")),
        ("over the next three years", (None, "2027-12-13")),
        ("by the end of the decade", (None, "2029-12-31")),
        ("within the month", (None, "2024-12-31")),
        ("by Thursday week", (None, "2024-12-26")),
        ("put off until February", ("2025-02-01", "2025-02-28")),
        ("open until February", (None, "2025-01-31")),
        ("not later than 16 June", (None, "2025-06-16")),
        ("in January", ("2025-01-01", "2025-01-31")),
        ("before January is out", (None, "2025-01-31")),
        ("by Christmas", (None, "2024-12-25")),
        ("from 23rd of December until 2nd of January", ("2024-12-23", "2025-01-02")),
        ("between 1 January and 31 March", ("2025-01-01", "2025-03-31")),
        ("on the twenty-first of January", ("2025-01-21", "2025-01-21")),
        ("by the fifteenth January", (None, "2025-01-15")),
        ("by next summer", (None, "2025-08-31")),
        ("in the first quarter.", ("2025-01-01", "2025-03-31")),
        ("by the end of the second quarter", (None, "2025-06-30")),
        ("in Q3 2026", ("2026-07-01", "2026-09-30")),
        ("two weeks from now", ("2024-12-27", "2024-12-27")),
        ("in under six weeks", (None, "2025-01-24")),
        ("for the rest of the month", ("2024-12-13", "2024-12-31")),
        ("by 30.6.2025", (None, "2025-06-30")),
        ("by 30/06/2025", (None, "2025-06-30")),
        ("before the window closes on 31 January", (None, "2025-01-31")),
        ("in time for the summit in Lund on 5 May", (None, "2025-05-05")),
        ("by the end of the financial year on 31 March", (None, "2025-03-31")),
        ("before the summer recess", None),  # which has no day
        ("a quarter of the houses", None),
        ("in two months' time", (None, "2025-02-13")),
        ("by 2030", (None, "2030-12-31")),
        ("next week", ("2024-12-16", "2024-12-22")),
        ("on Monday", ("2024-12-16", "2024-12-16")),
        ("within a fortnight", (None, "2024-12-27")),
        ("inside of twenty-five days", (None, "2025-01-07")),
        ("before the year is out", (None, "2024-12-31")),
        ("before 2026 is over", (None, "2026-12-31")),
        ("before the year ends", (None, "2024-12-31")),
        ("before the summer is out", (None, "2025-08-31")),
        ("by the close of the year", (None, "2024-12-31")),
        ("early in the new year", ("2025-01-01", "2025-04-30")),
        ("in the new year", ("2025-01-01", "2025-12-31")),
        ("by the new year", (None, "2024-12-31")),
        ("by the Tuesday after Easter", (None, "2025-04-22")),
        ("on the Saturday before Christmas", ("2024-12-21", "2024-12-21")),
        ("the day after Christmas", ("2024-12-26", "2024-12-26")),
        ("a week on Friday", ("2024-12-27", "2024-12-27")),
        ("by the end of the month after next", (None, "2025-02-28")),
        ("in half a year", (None, "2025-06-13")),
        ("within a year and a half", (None, "2026-06-13")),
        ("in the first half-year of 2025", ("2025-01-01", "2025-06-30")),
        ("between 3 and 10 May", ("2025-05-03", "2025-05-10")),
        ("on May 3-5", ("2025-05-03", "2025-05-05")),
        ("by July or August", (None, "2025-08-31")),
        ("in the coming year", ("2025-01-01", "2025-12-31")),
        ("once a year from now on", None),
        ("six kilometres of pipe from Grey Spring to the square", None),
        ("in the Winter Gardens", None),
        ("In spring the pipe from Grey Spring will be laid", ("2025-03-01", "2025-05-31")),
        ("before next May is out", (None, "2025-05-31")),
        ("by the turn of the year", (None, "2024-12-31")),
        ("before New Year", (None, "2024-12-31")),
        ("by Christmas next year", (None, "2025-12-25")),
        ("by 30 June of next year", (None, "2025-06-30")),
        ("by midsummer", (None, "2025-06-24")),
        ("by the middle of May", (None, "2025-05-15")),
        ("Easter at the latest", (None, "2025-04-20")),
        ("in the new year, at the latest in March", (None, "2025-03-31")),
        ("on the first Sunday of July", ("2025-07-06", "2025-07-06")),
        ("on the last Friday in May", ("2025-05-30", "2025-05-30")),
        ("in the last week of October", ("2025-10-25", "2025-10-31")),
        ("by the last day of next year", (None, "2025-12-31")),
        ("in the first half of next year", ("2025-01-01", "2025-06-30")),
        ("on the tenth.", ("2025-01-10", "2025-01-10")),
        ("in May and June", ("2025-05-01", "2025-06-30")),
        ("free until February", (None, "2025-01-31")),  # and no longer
        ("starting on 1 July", ("2025-07-01", "2025-07-01")),
        ("from the new year on", ("2025-01-01", "2025-01-01")),
        ("every second Friday", None),
        ("this year's rent", None),
        ("within ten days of the signing", None),  # nobody knows from when on
        ("by 31 February", None),  # no calendar has it
        ("a hundred days after we are sworn in", None),
        ("soon", None),
    ],
)  # fmt: skip
def test_due_dates(words, wanted):
    if words == "before winter":
        assert due(words, date(2025, 3, 1)) == wanted
    else:
        assert due(words) == wanted


def test_the_following_month_follows_upon_the_day_named_before():
    text = "Under the November 2023 declaration all boats were to be gone by the following February"
    assert find_past_due(text, [find_dates(text)[1]], TODAY)[1] == date(2024, 2, 29)
    assert due("by the following February") == (None, "2025-02-28")


def test_in_the_same_time_is_by_the_day_named_before():
    text = "Hesper will free 90 men by the end of June. Dravia is to free 180 in the same time."
    when = find_dates(text)[1]
    assert (when.relation, when.resolve(TODAY, True)[1].isoformat()) == ("by", "2025-06-30")
    assert len(find_dates("They left at the same time.")) == 0


def test_next_friday_said_on_a_thursday_is_not_tomorrow():
    assert due("until next Friday", date(2024, 12, 12)) == (None, "2024-12-20") and due("until next Friday", date(2024, 12, 14)) == (None, "2024-12-20")


def test_this_month_is_the_reports_and_ten_days_are_counted_from_when_it_was_said():
    found = find_due("by the end of this month", find_dates("by the end of this month"), date(2024, 1, 29), date(2024, 2, 2))
    assert found and found[1] == date(2024, 2, 29)
    found = find_due("within ten days", find_dates("within ten days"), date(2024, 1, 29), date(2024, 2, 2))
    assert found and found[1] == date(2024, 2, 8)


def test_what_was_to_be_done_is_looked_back_upon():
    words = "were to be ready by the end of July"
    found = find_past_due(words, find_dates(words), TODAY)
    assert found and found[:2] == (None, date(2024, 7, 31))
    assert find_past_due("soon", find_dates("soon"), TODAY) is None


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("on Wednesday", "2024-12-11"), ("yesterday", "2024-12-12"), ("in October", "2024-10-01"), ("last autumn", "2024-09-01"), ("in 2021", "2021-01-01"), ("three weeks ago", "2024-11-22"), ("on 28 March", "2024-03-28"), ("on Friday", "2024-12-13")],
)
def test_days_of_what_has_happened(words, wanted):
    (when,) = find_dates(words)
    found = when.resolve(TODAY, False)
    assert found is not None and found[0].isoformat() == wanted


@pytest.mark.parametrize("words", ["We may march on", "the marching band", "2,021 people", "a second guard", "the fall of the government was no surprise to may"])
def test_words_that_are_no_dates(words):
    assert not [w for w in find_dates(words) if words[slice(*w.span)].casefold() in ("may", "march", "second")]


def test_easter():
    assert [easter(year) for year in (2023, 2024, 2025)] == [date(2023, 4, 9), date(2024, 3, 31), date(2025, 4, 20)]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["by Monday", "in May", "next spring", "within three weeks", "the end of the month", "on the 31st", "the fourth Friday of next month", "the last week of February", "before the year is out", "on 29 February", "last winter", "by mid-June"]), st.booleans())
def test_periods_are_in_order(today, words, future):
    for when in find_dates(words):
        period = when.resolve(today, future)
        assert period is None or period[0] <= period[1]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-30, 30))
def test_months_on_and_back(day, n):
    there = shift(day, "month", n)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == n and there.day <= day.day
