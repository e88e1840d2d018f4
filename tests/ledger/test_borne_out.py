"""What is hardly a commitment by its own words is one where something else bears it out."""

from dataclasses import dataclass, replace

import pytest

from onrecord.follow.corrections import Correction, commitment_id, event_id, in_force
from onrecord.follow.drafts import SURELY, Told
from onrecord.follow.findings import Finding
from onrecord.follow.ledger import Ledger
from onrecord.follow.linking import DECIDING, DOUBTFULLY, FOUNDING_ALONE, FOUNDING_PLAINLY, Scorers

PROMISE = Finding("pledged", (0, 40), 0, 0, type="pledge", strength=0.9, plain=True, text="Ostley will buy 200 lamps for the mill", terms={"lamp": 1.0, "mill": 1.0}, named=("Ostley",), by=("Ostley", "organization"))
ASK = replace(PROMISE, kind="asked", type="ask", span=(50, 90), by=("Mill Street", "organization"), counterpart=("Ostley", "organization"), text="Mill Street asked Ostley for 200 lamps")
CAME = Finding("delivered", (0, 30), 0, 0, text="the lamps for the mill have come", terms={"lamp": 1.0, "mill": 1.0}, named=("Ostley",), confidence=0.8)
ELSE = Finding("delivered", (0, 30), 0, 0, text="Ostley has mowed its meadows", terms={"meadow": 1.0}, named=("Ostley",), confidence=0.8)
DOUBTFUL = -DOUBTFULLY / 2


@dataclass
class Sure:
    """Scores what may make a commitment, and what may join one."""

    making: float
    joining: float

    def scores(self, candidates):
        return [self.making if "candidates, new" in features else self.joining for features in candidates]


@dataclass
class Turns:
    """The same, with another score each time that something may make one."""

    making: list[float]
    joining: float

    def scores(self, candidates):
        return [self.making.pop(0) if "candidates, new" in features else self.joining for features in candidates]


def ledger(sureness, *reports, least=FOUNDING_PLAINLY, joining=-9.0, answering=-9.0, corrections=()):
    """Of reports that come day by day, in each of which one or more clauses tell something."""
    told = [Told(f"r{n}", f"2031-05-0{n + 1}", findings) for n, findings in enumerate(reports)]
    return Ledger(told, in_force(corrections), Scorers(Sure(least + sureness, joining), Sure(answering, answering), DECIDING.kinds))


def types(made):
    return sorted(row["type"] for row in made.rows(as_of="2031-06-01"))


@pytest.mark.parametrize(("sureness", "alone", "followed"), [(-DOUBTFULLY - 0.1, 0, 0), (DOUBTFUL, 0, 0), (SURELY / 2, 1, 0), (SURELY + 0.1, 1, 1)])
def test_later_reports_that_are_silent_speak_against_it(sureness, alone, followed):
    assert len(types(ledger(sureness, (PROMISE,)))) == alone
    assert len(types(ledger(sureness, (PROMISE,), (ELSE,)))) == followed


def test_words_that_only_imply_a_promise_need_more():
    implied = replace(PROMISE, plain=False)
    assert types(ledger(0.1, (implied,), least=FOUNDING_ALONE)) == ["pledge"] and types(ledger(0.1, (implied,))) == []


def test_a_later_report_of_an_event_bears_it_out():
    assert types(ledger(DOUBTFUL, (PROMISE,), (CAME,), joining=2.0)) == ["pledge"]
    (row,) = ledger(DOUBTFUL, (PROMISE,), (CAME,), joining=2.0).rows(as_of="2031-06-01")
    assert [event["article"] for event in row["events"]] == ["r0", "r1"]


def test_more_of_the_same_report_does_not():
    assert types(ledger(DOUBTFUL, (PROMISE, replace(CAME, span=(60, 90), sentence=1)), joining=2.0)) == []


@pytest.mark.parametrize(("again", "told"), [(-DOUBTFULLY / 2, 0), (SURELY / 2, 1)])
def test_what_is_promised_again_surely_enough_in_one_report_does(again, told):
    """Though the first words hardly made it: else a plain promise would be lost for being put to a doubtful one."""
    second = replace(PROMISE, span=(60, 100), sentence=2)
    made = [Told("r0", "2031-05-01", (PROMISE, second))]
    linked = Ledger(made, in_force(()), Scorers(Turns([FOUNDING_PLAINLY + DOUBTFUL, FOUNDING_PLAINLY + again], 2.0), Sure(-9.0, -9.0), DECIDING.kinds))
    assert len(types(linked)) == told and all(len(row["events"]) == 1 for row in linked.rows(as_of="2031-06-01"))


def test_what_a_report_asks_for_does_not_bear_out_a_promise():
    made = [Told("r0", "2031-05-01", (PROMISE, replace(ASK, sentence=2, chances=(0.1, 0.1), confidence=0.9)))]
    assert types(Ledger(made, in_force(()), Scorers(Turns([FOUNDING_PLAINLY + DOUBTFUL, FOUNDING_PLAINLY + 1.0], 2.0), Sure(-9.0, -9.0), DECIDING.kinds))) == []


def test_what_another_report_tells_first_is_told_of_once_it_is_borne_out():
    made = ledger(DOUBTFUL, (PROMISE,), joining=2.0)
    assert made.rows(as_of="2031-06-01") == [] and made.drafts() == []
    made.add(Told("r1", "2031-05-02", (CAME,)))
    assert len(made.rows(as_of="2031-06-01")) == len(made.drafts()) == 1
    assert made.rows(as_of="2031-06-01", known_on="2031-05-01") == []


def test_an_ask_and_its_answer_bear_each_other_out():
    assert types(ledger(SURELY / 2, (ASK, PROMISE), (ELSE,), answering=5.0)) == ["ask", "pledge"]
    assert types(ledger(SURELY / 2, (ASK, PROMISE), (ELSE,))) == []
    assert types(ledger(DOUBTFUL, (ASK, PROMISE), (ELSE,), answering=5.0)) == []


def test_what_a_person_put_something_to_is_one():
    put = Correction(1, "2031-05-03T00:00:00", "Ada", "it is this promise", "link", commitment_id("r0", PROMISE), event_id("r1", ELSE))
    assert types(ledger(SURELY / 2, (PROMISE,), (ELSE,), (ELSE,), corrections=[put])) == ["pledge"]
    early = replace(put, event=event_id("r0", ELSE), commitment=commitment_id("r1", PROMISE))
    assert types(ledger(SURELY / 2, (ELSE,), (PROMISE,), (ELSE,), corrections=[early])) == ["pledge"]
