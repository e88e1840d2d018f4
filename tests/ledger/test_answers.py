"""Which ask a pledge answers."""

from dataclasses import replace

import pytest

from onrecord.follow.answers import by_a_stranger, may_answer, of_answering
from onrecord.follow.drafts import Draft, Event, who
from onrecord.follow.findings import Finding
from onrecord.follow.linking import ANSWERED_TOO, DECIDING


def commitment(number, type, article, day, sentence=0, by=None, to=None, terms=(), amounts=(), **more):
    finding = Finding("asked" if type == "ask" else "pledged", (0, 50), sentence, 0, type=type, strength=0.9, by=by and (by, "organization"), counterpart=to and (to, "organization"), terms=dict.fromkeys(terms, 1.0), **more)
    draft = Draft(number, type, [Event(finding, article, day, finding.kind, day, 1.0, ())], terms=dict(finding.terms), amounts=list(amounts), numbers={value for value, _ in amounts})
    draft.makers, draft.others = (who(name, {}) if name else set() for name in (by, to))
    return draft


@pytest.fixture
def ask():
    return commitment(0, "ask", "a", "2031-03-01", by="Orlec", to="Tarsk Relief", terms=("pump", "flood"), amounts=[(40.0, "pump")])


def score(pledge, *asks):
    found = DECIDING.answering.scores([of_answering(pledge, each, {}, asks) for each in asks])
    return found if len(found) > 1 else found[0]


def test_who_was_asked_answers_with_what_was_asked_for(ask):
    other = commitment(1, "ask", "a", "2031-03-01", sentence=3, by="Orlec", to="Vessel Bank", terms=("loan", "farm"))
    meant, unmeant = score(commitment(2, "pledge", "b", "2031-03-09", by="Tarsk Relief", to="Orlec", terms=("pump",), amounts=[(25.0, "pump")]), ask, other)
    assert meant > 0 > unmeant


def test_a_promise_about_something_else_answers_nothing(ask):
    assert score(commitment(1, "pledge", "b", "2031-03-09", by="Tarsk Relief", terms=("choir", "hall")), ask) < -2


def test_anybody_may_answer_what_several_were_asked(ask):
    pledge = commitment(1, "pledge", "b", "2031-03-09", by="Vessel Bank", terms=("pump",))
    several = commitment(0, "ask", "a", "2031-03-01", by="Orlec", to="donors", terms=("pump", "flood"), amounts=[(40.0, "pump")])
    assert of_answering(pledge, several, {}, [several])["asked of several"] and score(pledge, several) > score(pledge, ask)


def test_nobody_answers_himself_whoever_recalls_it_later(ask):
    pledge = commitment(1, "pledge", "b", "2031-03-09", by="Tarsk Relief", terms=("pump",))
    pledge.makers |= who("Orlec", {})  # named in a retelling
    assert may_answer(pledge, ask) and not may_answer(commitment(2, "pledge", "b", "2031-03-09", by="Orlec", terms=("pump",)), ask)


def test_a_promise_before_the_ask_answers_only_one_that_is_recalled(ask):
    pledge = commitment(1, "pledge", "b", "2031-02-09", by="Tarsk Relief", terms=("pump",))
    recalled = replace(ask.first.finding, retold=True)
    assert not may_answer(pledge, ask)
    ask.events[0] = Event(recalled, "a", "2031-03-01", "asked", "2031-03-01", 1.0, ())
    assert may_answer(pledge, ask) and of_answering(pledge, ask, {}, [ask])["asked after"]


def test_a_body_that_nobody_asked_is_a_stranger(ask):
    def by(name, kind="organization", to=ask):
        pledge = commitment(1, "pledge", "b", "2031-03-09", by=name, terms=("plant",))
        pledge.events[0] = replace(pledge.first, finding=replace(pledge.first.finding, by=(name, kind)))
        return by_a_stranger(pledge, to)

    council, donors, nobody = (commitment(0, "ask", "a", "2031-03-01", by="the parents", to=to, terms=("playground",)) for to in ("the council", "donors", None))
    assert by("Volt Energy") and by("Volt Energy", to=council)
    assert not by("Tarsk Relief") and not by("Volt Energy", to=donors) and not by("Volt Energy", to=nobody) and not by("Ada Holm", "person")


def test_what_a_stranger_promises_answers_only_what_it_is_about():
    playground = commitment(0, "ask", "a", "2031-03-01", by="the parents", to="the council", terms=("playground", "swing"))
    plant = commitment(1, "pledge", "a", "2031-03-01", sentence=1, by="Volt Energy", terms=("plant", "solar"))
    swings = commitment(2, "pledge", "a", "2031-03-01", sentence=1, by="Volt Energy", terms=("playground", "swing"))
    assert score(plant, playground) < ANSWERED_TOO < score(swings, playground)
