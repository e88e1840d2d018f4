"""Reviewing by hand: what is right leaves the queue, what is wrong is a correction, and the queue follows the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

import onrecord
from onrecord import InputError, Report, UsageError
from onrecord.keep import doubting
from onrecord.keep.doubting import DOUBTS, differ_in_name, doubts_in, worth_of
from onrecord.keep.schema import doubted

TEXT = 'The minister Irena Novak promised "sixty pumps by spring". Per Haldorsen said that it rains. Bo Orn thought aloud. Per Haldorsen denied "all of it".\n'
DESK = {"who": "the desk"}
WHY = DESK | {"why": "heard on the tape"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


@pytest.fixture
def kept(record, scripted):
    record.ingest(Report(TEXT, id="a", outlet="Nordpress", published="2026-01-01"), Report('Bo Orn said "nothing of the kind".', id="b", outlet="Radio Öst"), Report(TEXT, id="tied", outlet="Echo", published="2026-01-02"), extractor=scripted)
    return record


def waiting(record, **options) -> list[str]:
    return [each.words for each in record.review_queue(**options).waiting]


ALL = ["that it rains", '"sixty pumps by spring"', '"all of it"', '"nothing of the kind"']


def test_those_at_which_a_look_is_worth_most_come_first(kept):
    found = kept.review_queue()
    assert [found.waiting[0].words, found.waiting[-1].words] == [ALL[0], ALL[-1]] and sorted(each.words for each in found.waiting) == sorted(ALL) and (found.count, found.more, found.after) == (4, False, None)
    first = found.waiting[0]
    assert first.doubts == ("statement", "act") and (first.article, first.outlet) == ("tied", "Echo") and first.statement.confidence == 0.5
    assert kept.verify().faults == ()


def test_taken_in_by_portions_it_is_as_at_once(record, scripted, monkeypatch):
    record.ingest(*(Report(TEXT.replace("sixty", number), id=number, outlet=f"Post {number}", published="2026-01-01") for number in ("sixty", "forty", "ninety")), extractor=scripted)

    def queue() -> list[tuple]:
        return [(each.statement.id, each.doubts) for each in record.review_queue().waiting]

    at_once, portions = queue(), []
    with record._writing() as connection:
        connection.execute(delete(doubted))
    monkeypatch.setattr(doubting, "PORTION", 1)
    taken_in = doubting.catch_up
    monkeypatch.setattr(doubting, "catch_up", lambda connection: portions.append(taken_in(connection)) or portions[-1])
    assert queue() == at_once and {doubt for _, doubts in at_once for doubt in doubts} >= {"reports"} and portions == [False, False, True]
    assert record.verify().faults == ()


def test_filters(kept):
    assert waiting(kept, doubt="statement") == [ALL[0]] and len(waiting(kept, doubt=("statement", "act"))) == 4
    assert waiting(kept, act="pledge") == [ALL[1]] and waiting(kept, outlet="radio ost") == [ALL[3]] and waiting(kept, speaker="orn") == [ALL[3]]
    assert sorted(waiting(kept, speaker=("novak", "bo orn"))) == sorted([ALL[1], ALL[3]]) and waiting(kept, speaker="!") == [] == waiting(kept, outlet="Nobody's")
    assert len(waiting(kept, outlet=("Nordpress", "Radio Öst"))) == 4
    for wrong in ({"doubt": "all"}, {"act": "sing"}, {"limit": 0}, {"after": "first"}, {"colour": "red"}):
        with pytest.raises(UsageError):
            kept.review_queue(**wrong)


def test_pages_stay_while_others_review(kept):
    first = kept.review_queue(limit=2)
    assert first.after
    kept.accept_statement(first.waiting[0].statement.id, **DESK)
    kept.correct_statement(first.waiting[1].statement.id, act="warn", **WHY)
    second = kept.review_queue(limit=2, after=first.after)
    assert len({each.statement.id for each in (*first.waiting, *second.waiting)}) == 4 and second.after is None


def test_what_is_accepted_waits_no_more_until_that_is_taken_back(kept):
    (one,) = [each for each in kept.review_queue().waiting if each.words == ALL[0]]
    place = kept.place_in_queue(one.statement.id)
    assert place == one.cursor
    made = kept.accept_statement(one.statement.id[:10], **DESK)
    assert (made.act, made.by, made.statement, made.number, made.article) == ("accept", "the desk", one.statement.id, 1, "a")
    assert ALL[0] not in waiting(kept) and kept.place_in_queue(one.statement.id) is None
    assert kept.reviewed("tied").accepted == {one.statement.id: made} == kept.reviewed("a").accepted and kept.article("a").corrections == ()
    with pytest.raises(UsageError, match="already"):
        kept.accept_statement(one.statement.id, **DESK)
    for wrong in ({"who": " ", "why": "x"}, {"who": "x", "why": " "}):
        with pytest.raises(UsageError):
            kept.undo_review(made.number, **wrong)
    kept.undo_review(made.number, **WHY)
    assert kept.place_in_queue(one.statement.id) == place and kept.reviewed("a").accepted == {} and [row.act for row in kept.reviews()] == ["accept", "undo"]
    for number, error in ((1, UsageError), (2, UsageError), (9, InputError)):
        with pytest.raises(error):
            kept.undo_review(number, **WHY)
    kept.accept_statement(one.statement.id, **DESK)
    assert ALL[0] not in waiting(kept) and kept.verify().faults == ()


def test_a_correction_is_a_review_and_taking_it_back_puts_it_in_the_queue_again(kept):
    (one,) = [each.statement for each in kept.review_queue().waiting if each.words == ALL[2]]
    made = kept.correct_statement(one.id, none=True, **WHY)
    assert sorted(waiting(kept)) == sorted(set(ALL) - {ALL[2]})
    kept.undo_statement_correction(made.number, **WHY)
    assert sorted(waiting(kept)) == sorted(ALL)
    kept.accept_statement(one.id, **DESK)
    added = kept.add_statement("a", content="aloud", source="Bo Orn", cue="thought", **WHY)
    assert sorted(waiting(kept)) == sorted(set(ALL) - {ALL[2]}) and added.act == "add"  # what was accepted stays so in the new reading
    kept.correct_statement(one.id, act="assert", **WHY)
    kept.undo_statement_correction(kept.statement_corrections()[-1].correction.number, **WHY)
    assert ALL[2] not in waiting(kept)


def test_a_report_as_a_whole(kept):
    assert not kept.reviewed("a").done and len(kept.reviewed("a").left) == 3
    kept.accept_statement(kept.reviewed("a").left[0].id, **DESK)
    made = kept.finish_report("a", **DESK)
    assert [row.act for row in made] == ["accept", "accept", "whole"] and kept.reviewed("tied").done and waiting(kept) == [ALL[3]]
    with pytest.raises(UsageError, match="already"):
        kept.finish_report("a", **DESK)
    kept.undo_review(made[0].number, **WHY)
    assert not kept.reviewed("a").done and len(waiting(kept)) == 2
    assert [row.act for row in kept.finish_report("a", **DESK)] == ["accept"] and kept.reviewed("a").done


def test_what_another_model_reads_otherwise_waits_again(kept, make_scripted):
    for each in kept.reviewed("a").left:
        kept.accept_statement(each.id, **DESK)
    assert waiting(kept) == [ALL[3]]
    kept.reextract(extractor=make_scripted("scripted-2"))
    assert waiting(kept) == [ALL[3]]

    class Doubting(make_scripted):
        def statement(self, match, sha256):
            made = super().statement(match, sha256)
            return onrecord.types.Statement(**{name: getattr(made, name) for name in made.__dataclass_fields__} | ({"act": "warn"} if made.act == "pledge" else {}))

    kept.reextract(extractor=Doubting("scripted-3"))
    assert sorted(waiting(kept)) == sorted([ALL[1], ALL[3]])


def test_a_changed_report_waits_as_it_is_now(kept, scripted):
    kept.ingest(Report('Bo Orn said "everything of the kind".', id="b"), extractor=scripted)
    assert '"everything of the kind"' in waiting(kept) and ALL[3] not in waiting(kept)


def test_wordings_that_were_read_differently(record, scripted):
    said = 'The mayor Irena Novak {} "we will not sell the old harbour quay before the winter ferries return".'
    record.ingest(*(Report(said.format(cue) + f" Filler {cue}.", id=cue, outlet=cue, published=f"2026-03-0{n}") for n, cue in enumerate(("said", "promised", "denied"), 1)), Report('Bo Orn said "no".', id="o"), extractor=scripted)
    assert len(record.utterances()) == 1
    assert len(waiting(record, doubt="readings")) == 3 and len(waiting(record, doubt="reports")) == 1 and waiting(record)[-1] == '"no"'
    decision = record.split_utterance(record.utterances()[0].id, *(v.statement.id for v in record.utterances()[0].versions[1:2]), **WHY)
    assert len(waiting(record, doubt="readings")) < 3
    record.undo_utterances(decision, **WHY)
    assert len(waiting(record, doubt="readings")) == 3
    record.takedown("promised", **WHY)
    assert len(waiting(record)) == 3 and record.verify().faults == ()


def test_reviews_go_with_a_takedown_and_come_with_a_merge(kept, tmp_path, scripted):
    one = kept.reviewed("a").left[0]
    kept.accept_statement(one.id, **DESK)
    kept.undo_review(1, **WHY)
    kept.accept_statement(one.id, **WHY)
    kept.finish_report("b", **DESK)
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(Report(TEXT, id="a"), extractor=scripted)
        assert len(waiting(other)) == 3
        assert other.merge(kept.path).reviews == 5 and other.merge(kept.path).reviews == 0
        assert len(waiting(other)) == 2 and other.reviewed("a").accepted.keys() == {one.id} and other.reviewed("b").done
        other.takedown("a", **WHY)
        assert {row.article for row in other.reviews()} == {"b"} and waiting(other) == [] and other.verify().faults == ()


@given(st.floats(0, 1), st.floats(0, 1) | st.none(), st.floats(0, 1) | st.none(), st.integers(1, 500), st.booleans())
def test_more_doubt_and_more_reports_come_sooner(statement, speaker, act, reports, differ):
    here = worth_of(statement, speaker, act, reports, differ)
    assert here.turn <= 0 and doubts_in(here.bits) == tuple(each for each in DOUBTS if each in here.doubts)
    assert worth_of(statement, speaker, act, reports + 1, differ).turn <= here.turn
    assert worth_of(statement / 2, speaker, act, reports, differ).turn <= here.turn
    assert worth_of(statement, speaker, act, reports, True).turn <= here.turn


@pytest.mark.parametrize(("names", "differ"), [(["Irena Novak", "Novak", "Irena Novak"], False), (["Novak", None], True), ([None, None], False), (["Irena Novak", "Petr Novak", "Novak"], True), (["the minister", "Novak"], True)])
def test_names_that_differ(names, differ):
    assert differ_in_name(names) is differ
