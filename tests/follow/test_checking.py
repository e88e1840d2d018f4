from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord import UsageError
from onrecord.export.checks import show_checks, tells
from onrecord.follow.alignment import align, find
from onrecord.follow.speakers import Who, asked
from onrecord.follow.words import cut, fold
from onrecord.identity import version_of
from onrecord.types import Article, Report, Speaker, Statement

NOVAK, LIND = "Irena Novak", "Per Lind"


@pytest.fixture
def kept(record, told):
    record.ingest(
        told.say("a", "2026-03-05", (NOVAK, "“We will not sell the port,”|“and the ferry stays until spring”"), (LIND, "the budget grew by 1,500.50 euros, or 5 per cent"), before="It was on Tuesday."),
        told.say("b", "2026-04-09", ("I. Novak", "“The ferry stays until spring”"), (None, "Nobody knows what the infra-\nstructure fund is for"), outlet="The Mail"),
        told.say("c", None, ("Harbour Board", "It’s a well-known tariff: we’re paying −3 % on it"), outlet="The Mail", kind="organization"),
        extractor=told,
    )
    return record


@pytest.mark.parametrize(
    ("quotation", "speaker", "on", "verdict"),
    [
        ("We will not sell the port", None, None, "as_reported"),
        ("«WE WILL not sell the Port …»", "Novak", None, "as_reported"),
        ("we will not sell the port and the ferry stays", "Novak", "2026-03-05", "as_reported"),
        ("not sell the port", "Irina Novak", "2026-03-03", "as_reported"),
        ("We will … sell the port", None, None, "reworded"),
        ("We will sell the port", "Novak", None, "reworded"),
        ("We will not sell that port", None, "2026-03-05", "reworded"),
        ("we will not sell the port", "Lind", None, "other_speaker"),
        ("we will not sell the port", "Novak", "2026-05-01", "other_occasion"),
        ("we will not sell the port", "Lind", "2026-05-01", "other_speaker"),
        ("the ferry stays until spring", "Novak", "2026-04-09", "as_reported"),
        ("the budget grew by 1500.50 euros", None, None, "as_reported"),
        ("the budget grew by 150,050 euros", None, None, "reworded"),
        ("5 percent", "Lind", None, "as_reported"),
        ("what the infrastruc-\nture fund is for", None, None, "as_reported"),
        ("what the infrastructure fund\n  is for", None, None, "as_reported"),
        ("a well known tariff: we're paying -3% on it", "Harbour Board", None, "as_reported"),
        ("a well-known tariff: we were paying -3% on it", None, None, "reworded"),
        ("a well-known tariff: we're paying 3% on it", None, None, "reworded"),
        ("The moon is made of cheese and nobody minds", None, None, "not_in_record"),
        ("port", None, None, "as_reported"),
        ("la mairie ne vendra pas le port de la ville", None, None, "not_in_record"),
    ],
)
def test_verdicts(kept, quotation, speaker, on, verdict):
    done = kept.check(quotation, speaker=speaker, on=on)
    assert done.verdict == verdict
    assert (done.verdict == "not_in_record") == (not done.matches)
    for match in done.matches:
        text = kept.article(match.article).text
        for step in match.difference:
            assert all(part in text for part in step.reported.split(" … "))
            assert step.asked in quotation
        assert match.span == (match.spans[0][0], match.spans[-1][1])
        if verdict != "reworded":
            said = " ".join(text[a:b] for a, b in match.spans)
            assert [w.folded for w in cut(said.replace("-\n", ""))] == [w.folded for w in cut(quotation.replace("-\n", ""))]


def test_what_is_covered_is_always_told(kept, record):
    covers = kept.check("nothing of the kind").to_dict()["covers"]
    assert covers == {"articles": 3, "outlets": 2, "from": "2026-03-05", "to": "2026-04-09", "undated": 1}


def test_an_empty_record(record):
    done = record.check("We will not sell the port").to_dict()
    assert done["verdict"] == "not_in_record" and done["covers"] == {"articles": 0, "outlets": 0, "from": None, "to": None, "undated": 0}


def test_the_earliest_report_comes_first_and_context_is_told(kept):
    found = kept.check("the ferry stays until spring").matches
    assert [match.article for match in found] == ["a", "b"]
    assert found[0].before == "“We will not sell the port,” … “and " and found[0].said == ()


def test_a_wording_that_a_line_breaks_counts_beside_one_that_is_whole(record, told):
    whole, broken = "We shall widen the harbour before winter", "We shall widen the har-\nbour before winter"
    record.ingest(told.say("a", "2026-03-05", (NOVAK, whole)), told.say("b", "2026-03-19", (LIND, broken)), extractor=told)
    assert record.check(whole, speaker="Novak").verdict == "as_reported"
    for wanted in ({"speaker": "Lind"}, {"on": "2026-03-19"}):
        done = record.check(whole, **wanted)
        assert (done.verdict, [match.article for match in done.matches]) == ("as_reported", ["b"])
    assert [match.article for match in record.check(whole, speaker="Verekh").matches] == ["a", "b"]


def test_a_report_that_was_taken_down_is_in_it_no_more(kept):
    kept.takedown("a", who="the editor", why="a court's order")
    done = kept.check("we will not sell the port")
    assert done.verdict == "not_in_record" and done.covers.articles == 2


def test_an_earlier_version_still_counts(record, told):
    for words in ("“We will sell the port”", "“We will keep the port”"):
        record.ingest(told.say("a", "2026-03-05", (NOVAK, words)), extractor=told)
    assert record.check("we will sell the port").verdict == record.check("we will keep the port").verdict == "as_reported"


def test_a_stock_phrase_of_thousands(record, told):
    people = [f"{first} {last}" for first in ("Ada", "Bo", "Cy", "Dee", "Eli") for last in ("Holm", "Varga", "Okoro", "Brandt", "Sato", "Reyes", "Nilsen", "Quist")]
    reports = [told.say(f"r{n}", f"2026-01-{1 + n % 28:02}", (people[n % 40], f"Our thoughts are with the victims{' of the fire' * (n % 3 == 0)}")) for n in range(1_500)]
    reports.append(told.say("last", "2026-02-20", (NOVAK, "Our thoughts are with the victims")))
    record.ingest(*reports, extractor=told)
    assert record.check("Our thoughts are with the victims").verdict == "as_reported"
    assert record.check("Our thoughts are with the victims", speaker="Novak", on="2026-02-20").verdict == "as_reported"
    assert record.check("Our thoughts are with the victims", speaker="Novak", on="2026-01-20").verdict == "other_occasion"
    assert record.check("Our thoughts are with the victims", speaker="Pál Kovács").verdict == "other_speaker"
    assert record.check("Our thoughts are not with the victims").verdict == "reworded"


@pytest.mark.parametrize("quotation", ["", " \n", "…", "?!", "“”", "\x00"])
def test_no_word(kept, quotation):
    with pytest.raises(UsageError, match="holds no word"):
        kept.check(quotation)


def test_too_long_and_long(kept):
    with pytest.raises(UsageError, match="give a passage"):
        kept.check("word " * 20_001)
    assert kept.check("we will not sell the port " * 900).verdict in ("reworded", "not_in_record")


@pytest.mark.parametrize("on", ["soon", "2026-13-01", "20260305", "2026-W10-4", ""])
def test_no_day(kept, on):
    with pytest.raises(UsageError, match="is no day"):
        kept.check("we will", on=on)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_quotation_gets_an_answer(any_record, quotation):
    if cut(quotation):
        assert any_record.check(quotation).verdict in ("as_reported", "reworded", "not_in_record")


@pytest.fixture(scope="module")
def any_record(tmp_path_factory):
    from telling import Told

    import onrecord

    teller = Told()
    with onrecord.open(tmp_path_factory.mktemp("any") / "record.db") as opened:
        opened.ingest(teller.say("a", "2026-03-05", (NOVAK, "We will not sell the port")), extractor=teller)
        yield opened


WORDS = st.lists(st.sampled_from(["we", "will", "not", "sell", "the", "port", "until", "spring", "comes"]), max_size=9)


@example(["we", "will", "we", "we"], ["we", "we", "we", "will", "we"])
@given(WORDS, WORDS)
def test_steps_give_back_both_wordings(asked, reported):
    found = align(asked, reported)
    assert [w for step in found.steps for w in asked[slice(*step.asked)]] == asked
    assert [w for step in found.steps for w in reported[slice(*step.reported)]] == reported[slice(*found.within)]
    for step in found.steps:
        same = asked[slice(*step.asked)] == reported[slice(*step.reported)]
        assert same == (step.op == "keep")
        assert (step.op == "add") == (step.reported[0] == step.reported[1]) and (step.op == "drop") == (step.asked[0] == step.asked[1])
    assert bool(asked and found.exact) == (find(asked, reported) is not None)
    assert 0 <= found.likeness <= 1


@given(st.text(max_size=80))
def test_words_lie_in_their_text(text):
    words = cut(text)
    assert all(0 <= w.start < w.end <= len(text) and w.folded for w in words)
    assert all(a.end <= b.start for a, b in zip(words, words[1:]))
    assert [w.folded for w in cut(text.upper())] == [w.folded for w in cut(text.upper().lower())] or not text.isascii()


def test_what_is_covered_is_counted_anew_when_a_report_is_kept_or_taken_down(record, told):
    assert record.check("we will sell the port").covers.articles == 0
    for number, id in enumerate("ab", 1):
        record.ingest(told.say(id, "2026-03-05", (NOVAK, f"we will sell port number {id}")), extractor=told)
        assert record.check("we will sell the port").covers.articles == number
    record.takedown("b", who="the desk", why="asked for")
    assert record.check("we will sell the port").covers.articles == 1


def test_sentences_of_two_statements_are_told_each_where_it_stands(kept):
    done = kept.check("We will not sell the port. The budget grew by 1,500.50 euros", speaker="Novak")
    assert done.verdict == "reworded" and all(step.op == "keep" for match in done.matches for step in match.difference)
    assert [(match.speaker, match.unlike) for match in done.matches] == [(NOVAK, ()), (LIND, ("speaker",))]
    assert "do not stand together" in tells(done)
    assert kept.check("We will not sell the port. The moon is a cheese", speaker="Novak").verdict == "not_in_record"
    assert kept.check("We will not sell the port. The budget grew by 1,500.50 euros", speaker="Weber").verdict == "not_in_record"


def test_an_ellipsis_over_words_of_one_statement_is_told_as_what_it_drops(kept):
    done = kept.check("We will … sell the port", speaker="Novak")
    assert "in this order, but not in a row, and a negation stands between them" in tells(done)
    assert "a number" in tells(kept.check("the budget grew by 2,500.50 euros", speaker="Lind"))


def test_words_that_stand_in_a_report_but_in_no_statement_are_not_called_unheard_of(kept):
    done = kept.check("Report a. It was on Tuesday")
    assert done.verdict == "not_in_record" and done.matches == () and "in no statement" in tells(done)
    (passage,) = done.passages
    text = kept.article("a").text
    assert text[slice(*passage.span)] == passage.words == "Report a. It was on Tuesday" and text.startswith(passage.before + passage.words + passage.after)
    assert kept.check("We will not sell the port").passages == () and kept.check("it was").passages == ()


def test_of_a_statement_and_what_lies_within_it_one_is_told(record):
    text = "Novak said that Lind promised that the ferry stays until spring.\n"
    whole, inner = (16, 63), (35, 63)
    outer = Statement("a" * 16, "indirect", "said", ((0, 5),), ((6, 10),), (whole,), None, 0.9)
    nested = Statement("b" * 16, "indirect", "said", ((16, 20),), ((21, 29),), (inner,), "a" * 16, 0.9)
    article = Article(id="n", text=text, sha256=version_of(text), model="told-1", language="en", statements=(outer, nested), boilerplate=(), path=None, url=None, title=None, outlet=None, published=None)
    record.ingest(Report(text, id="n"), extractor=SimpleNamespace(model=SimpleNamespace(card={"name": "told-1"}), extract_many=lambda reports: (article for _ in reports)))
    assert [match.statement for match in record.check("the ferry stays until spring").matches] == ["a" * 16]
    assert [match.statement for match in record.check("the ferry stayed until spring").matches] == ["a" * 16]


def test_where_a_report_does_not_name_the_speaker_its_words_are_told(record):
    text = "Irena Novak came. She said the ferry stays until spring.\n"
    said = Statement("c" * 16, "indirect", "said", ((18, 21),), ((22, 26),), ((27, 55),), None, 0.9, Speaker(NOVAK, "person", 0.9, ((0, 11), (18, 21))))
    article = Article(id="s", text=text, sha256=version_of(text), model="told-1", language="en", statements=(said,), boilerplate=(), path=None, url=None, title=None, outlet=None, published=None)
    record.ingest(Report(text, id="s"), extractor=SimpleNamespace(model=SimpleNamespace(card={"name": "told-1"}), extract_many=lambda reports: (article for _ in reports)))
    done = record.check("the ferry stays until spring", speaker="Lind")
    assert done.verdict == "other_speaker" and done.matches[0].source == "She" and "was taken for another speaker" in tells(done)
    assert "Irena Novak (in the report “She”)" in show_checks([done], False)


@pytest.mark.parametrize(("name", "told"), [("Helen Strand", "other"), ("Erik Strand", "same"), ("Strand", "same")])
def test_who_shares_a_surname_did_not_say_it(name, told):
    assert asked(name, Who("Erik Strand", "person", source="Strand")) == told


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1,200,000", "1.200.000", True), ("1,200,000.5", "1.200.000,5", True), ("12 500 000", "12.500.000", False), ("1200000kg", "1.200.000kg", True), ("1,200", "1.200", False), ("1.2", "1.200.000", False),
        ("12.05.2026", "12052026", False), ("1.200.00", "120000", False), ("1.200.000.1", "12000001", False),
    ],
)  # fmt: skip
def test_millions_parted_by_points_are_the_same_number(one, other, same):
    assert (fold(one) == fold(other)) is same
