"""Of which commitments a report may tell: those of its matter, which takes more to tell the more reports there are."""

from dataclasses import dataclass, replace

import pytest

from onrecord.follow.corrections import Corrections
from onrecord.follow.drafts import Told, specific
from onrecord.follow.findings import Finding
from onrecord.follow.ledger import Ledger
from onrecord.follow.linking import DECIDING, Scorers

PROMISE = Finding("pledged", (0, 40), 0, 0, type="pledge", strength=0.9, plain=True, text="Ostley will buy 200 lamps for Mill Street", terms={"lamp": 1.0}, named=("Ostley", "Brannoch"), amounts=((200.0, "lamp", False, 16, 25),))
CAME = Finding("delivered", (0, 30), 0, 0, text="what was promised has come", confidence=0.8)


@dataclass
class Willing:
    """Takes whatever may be put anywhere."""

    def scores(self, candidates):
        return [9.0 if "candidates, new" in features else 5.0 for features in candidates]


@dataclass
class Never:
    def scores(self, candidates):
        return [-9.0] * len(candidates)


def joined(others: int, **fields) -> bool:
    """Whether an event is put to the promise where so many reports of other places lie between."""
    between = [Told(f"o{n:03d}", "2031-05-02", (replace(CAME, text="nothing", named=(f"Town{n}", f"Person{n}")),)) for n in range(others)]
    told = [Told("a", "2031-05-01", (PROMISE,)), *between, Told("z", "2031-05-03", (replace(CAME, **fields),))]
    (row,) = Ledger(told, Corrections(), Scorers(Willing(), Never(), DECIDING.kinds)).rows(as_of="2031-06-01")
    return "z" in {event["article"] for event in row["events"]}


def test_a_name_is_enough_among_few_reports_and_not_among_many():
    assert joined(3, named=("Ostley", "Kerrow", "Dunmoor"))
    assert not joined(120, named=("Ostley", "Kerrow", "Dunmoor"))


@pytest.mark.parametrize(
    "fields",
    [
        {"named": ("Ostley", "Brannoch", "Kerrow")},
        {"named": ("Ostley",)},  # all that it names
        {"named": ("Ostley", "Kerrow", "Dunmoor"), "terms": {"lamp": 1.0}, "amounts": ((200.0, "lamp", False, 0, 9),)},
    ],
)
def test_two_names_or_a_name_with_a_word_and_a_number_are_among_many(fields):
    assert joined(60, **fields)


def test_who_shares_no_name_is_compared_with_nothing():
    assert not joined(0, named=("Kerrow", "Dunmoor"), terms={"lamp": 1.0})


def test_ordinary_words_tell_less_of_a_matter():
    assert specific(["brannoch"]) == 1.0 and specific(["coast"]) == 0.5 and specific(["new"]) == 0.0 and specific([]) == 0.0
