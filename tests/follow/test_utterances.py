from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord import InputError, UsageError
from onrecord.follow.contents import Weights, content_of, overlap
from onrecord.follow.number_words import take_numbers
from onrecord.follow.occasions import occasion_of
from onrecord.follow.speakers import Who, asked, compare
from onrecord.follow.words import cut

NOVAK = "Irena Novak"
HANGARS = "The batteries are standing in hangars and protecting swallows"
DECIDER = {"who": "the desk", "why": "the recordings were compared"}


def reports(told):
    """One speech in four reports, what she repeats a month later, another speaker with her words, and a stock phrase."""
    return [
        told.say("a", "2026-03-05", (NOVAK, HANGARS), (NOVAK, "We thank the crews of the ferry"), outlet="Wire"),
        told.say("b", "2026-03-06", (NOVAK, "that the batteries stand in hangars and guard swallows"), ("Per Lind", "The budget has grown by five million euros"), outlet="Mail"),
        told.say("c", "2026-03-06", ("Novak", "The batteries are standing in hangars"), outlet="Post"),
        told.say("d", "2026-03-07", ("Per Lind", "the budget grew by 5 million euros since autumn"), outlet="Star"),
        told.say("e", "2026-04-20", (NOVAK, "The batteries are still standing in hangars and protecting swallows"), outlet="Wire"),
        told.say("f", "2026-03-06", ("Tomas Verekh", HANGARS), outlet="Gazette"),
        told.say("g", "2026-03-19", (NOVAK, "We thank the crews of the tugboat"), outlet="Gazette"),
    ]


def kept(path, told, some):
    with onrecord.open(path) as record:
        for report in some:
            record.ingest(report, extractor=told)
        return {frozenset((v.article, v.words) for v in u.versions): u for u in record.utterances(limit=100)}


def statement(record, article, number=0):
    return record.article(article).statements[number].id


@pytest.fixture
def full(record, told):
    record.ingest(*reports(told), extractor=told)
    return record


def test_one_occasion_in_several_reports(full):
    found = {frozenset(v.article for v in u.versions): u for u in full.utterances()}
    assert set(found) == {frozenset("abc"), frozenset("bd")}
    speech = found[frozenset("abc")]
    assert speech.id == statement(full, "a") and speech.speaker == NOVAK and speech.reports == 3
    assert all(0.5 <= v.probability <= 1 and v.reasons for v in speech.versions)
    assert full.utterance(statement(full, "c")[:9]).id == speech.id


def test_a_repeat_on_another_day_stays_apart(full):
    later = full.utterance(statement(full, "e"))
    assert [v.article for v in later.versions] == ["e"] and later.repeats == (statement(full, "a"),)
    assert full.utterance(statement(full, "a")).repeats == ()


def test_the_order_of_reports_does_not_matter(tmp_path, told):
    some = reports(told)[:5]
    ways = [kept(tmp_path / f"{n}.db", told, order) for n, order in enumerate(list(permutations(some))[::13])]
    assert len({tuple(sorted((tuple(sorted(group)), u.id) for group, u in way.items())) for way in ways}) == 1


def test_what_a_person_decides_holds_until_it_is_undone(full, told):
    a, b, e = (statement(full, id) for id in "abe")
    with pytest.raises(UsageError, match="one utterance already"):
        full.merge_utterances(a, b, **DECIDER)
    merged = full.merge_utterances(a, e, **DECIDER)
    assert {v.article for v in full.utterance(e).versions} == set("abce")
    assert "a person's decision" in full.belongings(e)[e].reasons
    parted = full.split_utterance(a, b, **DECIDER)
    assert {v.article for v in full.utterance(b).versions} == set("b") and {v.article for v in full.utterance(a).versions} == set("ace")
    full.ingest(told.say("h", "2026-03-06", (NOVAK, "that the batteries stand in hangars and guard swallows"), outlet="Sun"), extractor=told)
    assert not {"a", "b"} <= {v.article for v in full.utterance(b).versions}
    full.undo_utterances(parted, **DECIDER)
    full.undo_utterances(merged, **DECIDER)
    assert {v.article for v in full.utterance(a).versions} == set("abch") and {v.article for v in full.utterance(e).versions} == set("e")
    with pytest.raises(UsageError, match="has been undone"):
        full.undo_utterances(merged, **DECIDER)
    for wrong in ({"who": "", "why": "x"}, {"who": "x", "why": " "}):
        with pytest.raises(UsageError, match="name both"):
            full.merge_utterances(a, e, **wrong)
    with pytest.raises(UsageError, match="not all"):
        full.split_utterance(a, "nothing", **DECIDER)
    assert not full.verify().faults


def test_a_report_that_was_taken_down_is_in_none(full):
    b = statement(full, "b")
    full.takedown("b", who="the editor", why="a court's order")
    assert {frozenset(v.article for v in u.versions) for u in full.utterances()} == {frozenset("ac")}
    assert full.belongings(b) == {} and not full.verify().faults
    with pytest.raises(InputError, match="is the id of no statement"):
        full.utterance(b)


def test_what_an_earlier_version_kept_is_compared_by_the_next_ingest(full, told):
    before = {u.id for u in full.utterances()}
    with full._engine.begin() as connection:
        for table in ("ties", "meeting_keys", "compared"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert full.utterances() == ()
    full.ingest(extractor=told)
    assert {u.id for u in full.utterances()} == before


def test_only_the_latest_version_counts(full, told):
    full.ingest(told.say("c", "2026-03-06", ("Novak", "The ferry sails in the morning"), outlet="Post"), extractor=told)
    assert frozenset("ab") in {frozenset(v.article for v in u.versions) for u in full.utterances()}


def test_a_statement_that_thousands_report_leaves_its_neighbours(record, told):
    many = [told.say(f"r{n}", "2026-03-05", (NOVAK, "Our thoughts are with the victims of the fire"), (NOVAK, f"Street number {n} has {3 * n + 1000} hydrants")) for n in range(260)]
    other = [told.say(f"s{n}", "2026-03-05", ("Per Lind", "Our thoughts are with the families of the fire crew")) for n in range(3)]
    record.ingest(*many, *other, extractor=told)
    first, second, *_ = record.utterances()
    assert (first.reports, second.reports) == (260, 3) and {len(v.statement.content) for v in first.versions} == {1}
    assert {v.words for v in first.versions} == {"Our thoughts are with the victims of the fire"}


def test_sorting_and_filtering(full):
    assert [u.speaker for u in full.utterances(sort="speaker")] == [NOVAK, "Per Lind"]
    assert [u.reports for u in full.utterances(least=3)] == [3] and len(full.utterances(limit=1)) == 1
    assert [u.speaker for u in full.utterances(speaker="Lind")] == ["Per Lind"]
    assert {u.id for u in full.utterances(sort="disagreement")} == {u.id for u in full.utterances()}
    for wrong in ({"sort": "size"}, {"limit": 0}, {"least": 0}):
        with pytest.raises(UsageError):
            full.utterances(**wrong)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (Who("Irena Novak", "person", source="Irena Novak"), Who("Novak", "person", source="Novak"), "same"),
        (Who("Irena Novak", "person", source="Irena Novak"), Who("Pavel Novak", "person", source="Pavel Novak"), "surely other"),
        (Who("Irena Novak", "person", source="she"), Who("Per Lind", "person", source="Per Lind"), "other"),
        (Who("spokesman", "unnamed", "spokesman", "Harbour Board", source="a spokesman for the Harbour Board"), Who("Harbour Board", "organization", source="the Harbour Board"), "body"),
        (Who("", "", source="Harbour Board's office"), Who("Harbour Board", "organization", source="the Board"), "body"),
        (Who("", "", source="The energy minister"), Who("Irena Novak", "person", "Minister of Energy", source="Novak"), "role"),
        (Who("", "", source="she"), Who("Per Lind", "person", source="Lind"), "untold"),
    ],
)
def test_speakers(one, other, likeness):
    assert compare(one, other) == compare(other, one) == likeness


@pytest.mark.parametrize(
    ("name", "who", "beside", "answer"),
    [
        ("Novak", Who("Irena Novak", "person"), False, "same"),
        ("Irina Nowak", Who("Irena Novak", "person"), False, "same"),
        ("Minister Novak", Who("Irena Novak", "person"), False, "same"),
        ("Pavel Novak", Who("Irena Novak", "person"), True, "other"),
        ("the harbour board", Who("spokesman", "unnamed", "", "Harbour Board"), False, "same"),
        ("Novak", Who("", "", source="she"), True, "unknown"),
        ("Novak", Who("", "", source="she"), False, "other"),
    ],
)
def test_a_name_as_a_person_types_it(name, who, beside, answer):
    assert asked(name, who, beside) == answer


@pytest.mark.parametrize(
    ("words", "published", "days", "told"),
    [
        ("On Tuesday, Novak said {}", "2026-03-05", {"2026-03-03"}, True),
        ("Novak said {} on 2 March", "2026-03-05", {"2026-03-02"}, True),
        ("Novak said yesterday {}", "2026-03-05", {"2026-03-04"}, True),
        ("Novak said {}", "2026-03-05", {"2026-03-04", "2026-03-05"}, False),
        ("The hall was full on Monday. Novak said {}", "2026-03-05", {"2026-03-02", "2026-03-04", "2026-03-05"}, False),
        ("From Monday a bus will run. Novak said {}", "2026-03-05", {"2026-03-04", "2026-03-05"}, False),
        ("Novak said {}", None, set(), False),
    ],
)
def test_days(words, published, days, told):
    text = words.format("that ships leave on Friday")
    start, said = text.index("that ships"), text.index("Novak said")
    found = occasion_of(text, published, [(said, said + 10)], [(start, start + 26)])
    assert ({day.isoformat() for day in found.days}, found.told) == (days, told)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("six hundred powerful engines until 15 November", [600, 15]), ("1.2 billion euros", [1.2e9]), ("a hundred and eighty thousand euros", [180_000]), ("the thirty-first of December", [31]), ("one of them", []),
     ("one hundred and fifty and twenty five", [150, 25]), ("2.4m and eight millions", [2.4e6, 8e6]), ("a second course", [])],
)  # fmt: skip
def test_numbers(words, numbers):
    assert take_numbers([w.folded for w in cut(words)])[0] == numbers


SOME = st.lists(st.sampled_from(["ferry", "bridge", "not", "the", "12", "twelve", "parliament", "parliamentary", "we", "open"]), max_size=8).map(" ".join)


@given(SOME, SOME)
def test_overlap_is_the_same_either_way(one, other):
    a, b = (content_of(text, [(0, len(text))]) for text in (one, other))
    weights = Weights(({"ferri": 4}, {"bridg": 2}))
    assert overlap(a, b, weights) == overlap(b, a, weights)
    assert 0 <= overlap(a, b, weights).dice <= 1.0000001


def test_what_is_no_id_is_told(record):
    for id in ("none", "0" * 17, ""):
        with pytest.raises(InputError, match="is the id of no statement"):
            record.utterance(id)
