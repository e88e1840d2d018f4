from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import Told

import onrecord
from onrecord import InputError, UsageError
from onrecord.follow import utterances as telling
from onrecord.follow.contents import Content, Weights, content_of, overlap
from onrecord.follow.number_words import take_numbers
from onrecord.follow.occasions import Occasion, occasion_of
from onrecord.follow.speakers import Who, asked, compare
from onrecord.follow.ties import days_alike, tell_report, tie
from onrecord.follow.weighing import fitted, of_pair, of_two, weigh_two
from onrecord.follow.words import COMMON, cut

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


def test_of_a_report_that_says_nearly_the_same_twice_the_nearer_statement_belongs(record, told):
    sails = "The winter ferry to the islands will sail again in the spring"
    record.ingest(told.say("a", "2026-03-05", (NOVAK, sails)), told.say("b", "2026-03-05", (NOVAK, "The winter ferry to the islands sails in the spring with nine men"), (NOVAK, sails)), extractor=told)
    (found,) = record.utterances()
    assert [(v.article, v.words) for v in found.versions] == [("a", sails), ("b", sails)]
    assert record.utterance(statement(record, "b", 0)).reports == 1


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
    many = [
        told.say(f"r{n}", "2026-03-05", (NOVAK, "Our thoughts are with the victims of the fire"), (NOVAK, f"Street number {n} has {3 * n + 1000} hydrants")) for n in range(260)
    ]
    other = [told.say(f"s{n}", "2026-03-05", ("Per Lind", "Our thoughts are with the families of the fire crew")) for n in range(3)]
    record.ingest(*many, *other, extractor=told)
    first, second, *_ = record.utterances()
    assert (first.reports, second.reports) == (260, 3) and {len(v.statement.content) for v in first.versions} == {1}
    assert {v.words for v in first.versions} == {"Our thoughts are with the victims of the fire"}


def test_what_many_report_is_put_together_once_for_each_state(full, told, monkeypatch):
    made = []
    plain = telling._grouped
    monkeypatch.setattr(telling, "LARGE", 3)
    monkeypatch.setattr(telling, "_grouped", lambda connection, rows, whole=False: made.append(len(rows)) or plain(connection, rows, whole))
    utterance = next(u for u in full.utterances() if u.reports == 3)
    ids = [version.statement.id for version in utterance.versions]
    made.clear()
    before = full.belongings(*ids)
    assert {each.id for each in before.values()} == {utterance.id} and full.belongings(*ids) == before and full.belongings(ids[2]) == {ids[2]: before[ids[2]]} and [n for n in made if n] == [3]
    full.split_utterance(ids[0], ids[2], who="the desk", why="compared")
    assert [full.belongings(id)[id].statements for id in ids] == [2, 2, 1]  # what a person decides is never told as it was
    full.undo_utterances(1, who="the desk", why="a slip")
    assert full.belongings(*ids) == before
    for rests, anew in ((1e9, []), (0, [3])):
        monkeypatch.setattr(telling, "RESTS", rests)
        full._crowds = telling.Crowds()
        full.belongings(*ids)
        full.ingest(told.say(f"later {rests}", "2026-03-06", ("Per Lind", "Nobody knows of ships")), extractor=told)
        made.clear()
        assert full.belongings(*ids) == before and [n for n in made if n] == anew


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
        (
            Who("spokesman", "unnamed", "spokesman", "Harbour Board", source="a spokesman for the Harbour Board"),
            Who("Harbour Board", "organization", source="the Harbour Board"),
            "body",
        ),
        (Who("", "", source="Harbour Board's office"), Who("Harbour Board", "organization", source="the Board"), "body"),
        (Who("", "", source="The energy minister"), Who("Irena Novak", "person", "Minister of Energy", source="Novak"), "role"),
        (Who("", "", source="she"), Who("Per Lind", "person", source="Lind"), "untold"),
        (Who("Owen Lind", "person", source="Owen Lind"), Who("Lind of the league", "person", source="Lind of the league"), "same"),
        (Who("Per Lind", "person", source="the energy minister of Sorland Irena Novak"), Who("Irena Novak", "person", source="she"), "same"),
        (Who("Per Lind", "person", source="the wife of Irena Novak"), Who("Irena Novak", "person", source="she"), "other"),
        (Who("Per Lind", "person", source="an aide to President Irena Novak"), Who("Irena Novak", "person", source="she"), "other"),
        (Who("Per Lind", "person", source="Per Lind and Irena Novak"), Who("Irena Novak", "person", source="Irena Novak"), "surely other"),
        (Who("Per Lind", "person", source="The mayor"), Who("Irena Novak", "person", "mayor", source="the mayor Irena Novak"), "kindred"),
        (Who("Per Lind", "person", "mayor", source="Per Lind"), Who("Irena Novak", "person", "mayor", source="Irena Novak"), "surely other"),
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
        ("Last Thursday, Novak said {}", "2026-03-06", {"2026-02-26", "2026-03-05"}, True),
        ("From Monday a bus will run. Novak said {}", "2026-03-05", {"2026-03-04", "2026-03-05"}, False),
        ("Novak said {}", None, set(), False),
    ],
)
def test_days(words, published, days, told):
    text = words.format("that ships leave on Friday")
    start, said = text.index("that ships"), text.index("Novak said")
    found = occasion_of(text, published, [(said, said + 10)], [(start, start + 26)])
    assert ({day.isoformat() for day in found.days}, found.told) == (days, told)


def test_a_day_in_what_another_says_is_not_the_day_of_this():
    text = "Novak called it a slow death and demanded that the Friday boat be kept."
    content, demanded = (text.index("a slow"), text.index(" and")), text.index("the Friday")
    frame = [(0, 5), (6, 12)]
    assert occasion_of(text, "2026-03-05", frame, [content]).told
    assert not occasion_of(text, "2026-03-05", frame, [content], [(demanded, len(text) - 1)]).told


def on(*days, published, told=True):
    return Occasion(frozenset(map(date.fromisoformat, days)), told, date.fromisoformat(published))


@pytest.mark.parametrize(
    ("one", "other", "late"),
    [
        (on("2026-03-05", published="2026-03-06"), on("2026-03-05", published="2026-03-12"), False),
        (on("2026-03-05", published="2026-03-06"), on("2026-03-04", published="2026-03-06"), None),
        (on("2026-03-05", published="2026-03-06"), on("2026-03-12", "2026-03-11", published="2026-03-12", told=False), True),
        (on("2026-03-05", published="2026-03-06"), on("2026-03-18", "2026-03-17", published="2026-03-18", told=False), None),
        (on("2026-03-05", published="2026-03-06"), on("2026-03-03", "2026-03-02", published="2026-03-03", told=False), None),
        (on("2026-03-05", published="2026-03-05", told=False), on("2026-03-09", published="2026-03-09", told=False), False),
        (on("2026-03-05", published="2026-03-05", told=False), on("2026-03-11", published="2026-03-11", told=False), True),
        (on("2026-03-05", published="2026-03-05", told=False), on("2026-03-16", published="2026-03-16", told=False), None),
    ],
)
def test_days_of_two_reports(one, other, late):
    found = days_alike(one, other)
    assert found == days_alike(other, one) and (late is None if found is None else found[1] is late)


def test_a_weekly_paper_retells_what_was_said_and_what_was_said_again_stays_apart(record, told):
    record.ingest(
        told.say("daily", "2026-03-05", (NOVAK, "I cannot heat a school with silence, and I shall not try"), (NOVAK, "The ferry needs a crew of nine"), outlet="Wire"),
        told.say("weekly", "2026-03-12", (NOVAK, "With silence I can't heat a school and I shan't try"), outlet="Bote"),
        told.say("again", "2026-03-12", (NOVAK, "The ferry will have its new engine in May"), outlet="Star"),
        extractor=told,
    )
    assert [{v.article for v in u.versions} for u in record.utterances()] == [{"daily", "weekly"}]


def test_every_feature_has_a_fitted_weight():
    common = overlap(*(content_of(text, [(0, len(text))]) for text in ("31 ferries", "31 ferries sail")), Weights(({},)))
    features = {name for speaker in ("same", "body", "role", "kindred", "untold", "unlike", "other") for name in of_two(speaker, True, common, 0.5)}
    assert features == set(fitted().alone) and set(of_pair(0.0, 0.0, 0.0, 0.0, True)) == set(fitted().among)


def test_numbers_that_contradict_each_other_keep_like_statements_apart():
    one, other, same = (content_of(text, [(0, len(text))]) for text in ("Street 4 has 1012 hydrants", "Street 5 has 1015 hydrants", "Street 4 had 1012 hydrants"))
    weights = [weigh_two("same", False, overlap(one, content, Weights(({},))), 0.9, fitted()) for content in (other, same)]
    assert weights[0] < 0 < weights[1]


def test_the_same_in_other_words(record, told):
    record.ingest(
        told.say("a", "2026-03-05", (NOVAK, "The hospital will open its doors in the spring"), ("Per Lind", "The harbour is closed to ferries until Friday"), outlet="Wire"),
        told.say("b", "2026-03-05", (NOVAK, "By April the clinic is going to be open"), ("Tomas Verekh", "Nobody told me of the harbour or of ferries"), outlet="Mail"),
        extractor=told,
    )
    (found,) = record.utterances(speaker="Novak")
    assert {v.words for v in found.versions} == {"The hospital will open its doors in the spring", "By April the clinic is going to be open"}
    assert "they mean nearly the same" in found.versions[0].reasons


@given(
    st.lists(st.sampled_from([HANGARS, "We guard swallows", "31 million", "nobody knows", "12 trees and 4 boats"]), max_size=4),
    st.lists(st.sampled_from(["Swallows are guarded", "it costs 31 million", HANGARS, "…"]), max_size=4),
)
@settings(max_examples=30, deadline=None)
def test_reports_are_compared_alike_either_way(some, others):
    def report(id, contents):
        told = Told()
        article = told.articles[told.say(id, "2026-03-05", *((NOVAK, content) for content in contents)).text]
        return tell_report([(f"{id}{i}", statement) for i, statement in enumerate(article.statements)], article.text, article.published)

    one, other = report("a", some), report("b", others)
    assert tie(one, other) == tie(other, one)


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


@given(SOME, SOME)
def test_the_longest_run_is_that_of_words_in_both(one, other):
    a, b = (content_of(text, [(0, len(text))]) for text in (one, other))
    runs = [a.words[i:j] for i in range(len(a.words)) for j in range(i + 1, len(a.words) + 1)]
    shared = [run for run in runs if any(b.words[i : i + len(run)] == run for i in range(len(b.words)))]
    longest = max(map(len, shared), default=0)
    found = overlap(a, b, Weights(({},)))
    if not (a.stems.isdisjoint(b.stems) and a.numbers.isdisjoint(b.numbers)):
        assert (found.run, found.telling) == (longest, max((sum(word not in COMMON for word in run) for run in shared if len(run) == longest), default=0))


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [("parliament", "parliamentary", True), ("toll", "tollway", True), ("tollway", "toll", True), ("ferrymen", "ferryboat", True), ("ferrymen", "ferrous", False), ("ferrymen", "ferns", False), ("tollway", "tollbooth", False), ("dam", "damage", False), ("quay", "bridge", False)],
)  # fmt: skip
def test_words_with_one_beginning_count_in_part(one, other, kin):
    a, b = (Content((word, "harbour"), frozenset([word, "harbour"]), frozenset()) for word in (one, other))
    assert overlap(a, b, Weights(({},))).weight == pytest.approx(1.6 if kin else 1.0)


def test_a_stem_tells_less_in_reports_that_are_about_it():
    weights = Weights(({"ferri": 40}, {"ferri": 60, "bridg": 1}))
    assert weights["ferri"] < 0.25 < weights["bridg"] == weights["harbour"] == 1


def test_what_is_no_id_is_told(record):
    for id in ("none", "0" * 17, ""):
        with pytest.raises(InputError, match="is the id of no statement"):
            record.utterance(id)
