"""What is replied to an ask where it stands."""

from dataclasses import replace

import pytest

from onrecord.follow.drafts import Draft, Event, Told, who
from onrecord.follow.evidence import Scene
from onrecord.follow.findings import Finding
from onrecord.follow.linking import Linker
from onrecord.follow.replies import replied_to, said_no_to

ASKED = Finding("asked", (0, 70), 0, 0, type="ask", strength=0.95, what=(0, 70), text="the tenants asked the council for a vote on the tram", terms={"vote": 1.0, "tram": 1.0}, by=("the tenants", "group"), counterpart=("Vessel town council", "organization"), plain=True, confidence=0.95, chances=(0.95, *[0.0] * 10), cued=True)
REPLY = Finding("pledged", (80, 110), 1, 0, type="pledge", strength=0.5, what=(80, 110), text="there will be a vote in June", terms={"vote": 1.0}, around={"tram": 1.0, "vote": 1.0}, by=("Vessel town council", "organization"), confidence=0.5, chances=(0.0, 0.5, *[0.0] * 9))


def commitment(finding, article="a", kind="asked", number=0):
    draft = Draft(number, "ask", [Event(finding, article, "2031-03-01", kind, "2031-03-01", 1.0, ())], terms=dict(finding.terms), place=(article, finding.sentence))
    draft.makers, draft.others = who(finding.by[0], {}), who(finding.counterpart[0], {}) if finding.counterpart else set()
    return draft


def reply(finding, *asks, article="a"):
    return replied_to(finding, Scene(Told(article, "2031-03-01", ()), list(asks), {}))


def test_who_was_asked_replies_soon():
    ask = commitment(ASKED)
    assert reply(REPLY, ask) is ask and reply(replace(REPLY, sentence=2), ask) is ask
    assert reply(replace(REPLY, sentence=3), ask) is None and reply(REPLY, ask, article="b") is None


@pytest.mark.parametrize("by", [("the tenants", "group"), ("Orlec Bank", "organization"), None])
def test_neither_who_asks_nor_another_nor_nobody_replies(by):
    assert reply(replace(REPLY, by=by), commitment(ASKED)) is None


def test_where_nobody_is_named_as_asked_the_next_sentence_may_reply():
    ask = commitment(replace(ASKED, counterpart=None))
    assert reply(REPLY, ask) is ask
    assert reply(replace(REPLY, sentence=2), ask) is None and reply(replace(REPLY, by=("the tenants", "group")), ask) is None


def test_of_several_asks_the_last_is_replied_to():
    first, last = commitment(ASKED), commitment(replace(ASKED, sentence=1), number=1)
    assert reply(replace(REPLY, sentence=2), first, last) is last


def test_what_stands_behind_a_refusal_tells_why():
    ask = commitment(ASKED)
    ask.events.append(Event(replace(REPLY, kind="refused", type=None), "a", "2031-03-01", "refused", "2031-03-01", 1.0, ()))
    assert reply(REPLY, ask) is None


def test_a_weak_promise_counts_as_a_reply_alone():
    def types(*findings):
        linker = Linker()
        linker.take(Told("a", "2031-03-01", findings))
        return [(draft.type, draft.answers is not None) for draft in linker.drafts]

    assert types(ASKED, REPLY) == [("ask", False), ("pledge", True)]
    assert types(REPLY) == [] and types(ASKED, replace(REPLY, by=("Orlec Bank", "organization"))) == [("ask", False)]


NO = Finding("refused", (80, 93), 2, 0, text="So it's a no", by=("Vessel town council", "organization"), confidence=0.8, chances=(*[0.0] * 8, 0.8, 0.0, 0.0))


def no(finding, *asks, article="a"):
    return said_no_to(finding, Scene(Told(article, "2031-03-01", ()), list(asks), {}))


def test_few_words_say_no_to_the_ask_that_was_told_last():
    first, last = commitment(ASKED), commitment(replace(ASKED, sentence=1, text="the tenants also asked for a lift"), number=1)
    assert no(NO, first, last) is last and no(replace(NO, by=None), first, last) is last
    assert no(replace(NO, sentence=6), first) is None and no(NO, first, article="b") is None


def test_what_says_to_what_it_says_no_is_judged_by_its_words():
    assert no(replace(NO, text="the council refused to repair the tram"), commitment(ASKED)) is None


@pytest.mark.parametrize("by", [("the tenants", "group"), ("Orlec Bank", "organization")])
def test_neither_who_asks_nor_another_says_no(by):
    assert no(replace(NO, by=by), commitment(ASKED)) is None


def test_a_short_no_refuses_in_the_ledger():
    linker = Linker()
    linker.take(Told("a", "2031-03-01", (ASKED, replace(ASKED, span=(75, 79), sentence=1, kind="refused", type=None, text="Forget it", by=None, counterpart=None, terms={}, strength=0.0, plain=False, chances=NO.chances))))
    assert [[event.kind for event in draft.events] for draft in linker.drafts] == [["asked", "refused"]]
