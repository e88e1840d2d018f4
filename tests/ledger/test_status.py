"""The guidelines' rule, case by case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.status import Dated, status_on
from onrecord.follow.survival import durations, survival

PLEDGED = Dated("2024-01-10", "pledged")


@pytest.mark.parametrize(
    ("events", "due", "day", "wanted"),
    [
        ([], None, "2024-02-01", "open"),
        ([Dated("2024-02-01", "progressed")], None, "2024-02-01", "in_progress"),
        ([Dated("2024-02-01", "progressed")], None, "2024-01-31", "open"),
        ([Dated("2024-02-01", "partly_delivered")], "2024-03-01", "2024-03-01", "partly_delivered"),
        ([Dated("2024-02-01", "partly_delivered")], "2024-03-01", "2024-03-02", "overdue"),
        ([Dated("2024-02-01", "delivered")], "2024-03-01", "2024-03-02", "delivered"),
        ([Dated("2024-02-01", "withdrawn")], None, "2024-03-02", "withdrawn"),
        ([Dated("2024-02-01", "withdrawn"), Dated("2024-02-02", "reaffirmed")], None, "2024-03-02", "open"),
        ([Dated("2024-02-01", "withdrawn"), Dated("2024-02-02", "reaffirmed", retold=True)], None, "2024-03-02", "withdrawn"),
        ([Dated("2024-02-01", "disputed"), Dated("2024-02-01", "cut")], None, "2024-03-02", "open"),
    ],
)  # fmt: skip
def test_of_a_pledge(events, due, day, wanted):
    assert status_on(day, "pledge", [PLEDGED, *events], due) == wanted


def test_of_an_ask():
    asked, refused = Dated("2024-01-01", "asked"), Dated("2024-01-10", "refused")
    assert status_on("2024-02-01", "ask", [asked], "2024-01-20") == "open"  # an ask is never overdue
    assert status_on("2024-02-01", "ask", [asked, refused], None) == "refused"
    assert status_on("2024-02-01", "ask", [asked, refused, Dated("2024-01-12", "asked")], None) == "refused"  # asking again does not lift it
    assert status_on("2024-02-01", "ask", [asked, refused], None, [([PLEDGED], None)]) == "answered"  # pledged on the day of the refusal
    assert status_on("2024-01-09", "ask", [asked], None, [([PLEDGED], None)]) == "open"  # not yet
    withdrawn = [PLEDGED, Dated("2024-01-20", "withdrawn")]
    assert status_on("2024-02-01", "ask", [asked], None, [(withdrawn, None)]) == "open"
    assert status_on("2024-02-01", "ask", [asked, Dated("2024-01-15", "delivered")], None) == "delivered"


def test_kaplan_meier_of_a_textbook():
    # Freireich's leukaemia trial, 6-MP arm: the estimates that Kalbfleisch and Prentice print (The Statistical Analysis of Failure Time Data, 1980)
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    watched = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = survival([*((d, True) for d in ended), *((d, False) for d in watched)])
    assert [(day, round(share, 3)) for day, share in curve] == [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.69), (16, 0.627), (22, 0.538), (23, 0.448)]
    found = durations([*((d, True) for d in ended), *((d, False) for d in watched)])
    assert (found.n, found.ended, found.lower, found.median, found.upper) == (21, 9, 13, 23, None)


@given(st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=40))
def test_the_estimate_only_falls(observed):
    shares = [share for _, share in survival(observed)]
    assert shares == sorted(shares, reverse=True) and all(-1e-9 <= share <= 1 for share in shares)
