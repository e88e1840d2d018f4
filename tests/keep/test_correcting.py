"""Corrections of statements by hand: what a person says holds, in search, speakers, exports and against newer models, and nothing that it overrules is lost."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_commands import rows

import onrecord
from in_process import run
from onrecord import InputError, Report, UsageError
from onrecord.export.jsonl import schema
from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of
from onrecord.keep.carrying import as_read, carry_over
from onrecord.keep.unread import unread
from onrecord.types import Article, Statement, StatementCorrection

TEXT = 'The minister Irena Novak promised "sixty pumps by spring". Per Haldorsen said that it rains. Bo Orn thought aloud. Per Haldorsen denied "all of it". Winter came. The pumps, the pumps!\n'
WHO = {"who": "the desk", "why": "heard on the tape"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


@pytest.fixture
def kept(record, scripted):
    record.ingest(Report(TEXT, id="a", published="2026-01-01"), Report('Bo Orn said "nothing".', id="b"), Report(TEXT, id="tied", published="2026-01-02"), extractor=scripted)
    return record


def of(record, cue: str, article: str = "a") -> Statement:
    found = record.article(article)
    (one,) = [each for each in found.statements if found.words(each.cue) == cue]
    return one


def said(record, **options) -> list[str]:
    return [hit.words for hit in record.search(**options).hits if hit.article == "a"]


def test_what_is_none_is_found_no_more_and_stays_readable(kept):
    denied = of(kept, "denied")
    assert said(kept, query="all") == ['"all of it"']
    made = kept.correct_statement(denied.id, none=True, **WHO)
    assert (made.act, made.by, made.why, made.before["id"]) == ("none", "the desk", "heard on the tape", denied.id)
    assert said(kept, query="all") == [] and denied.id not in {each.id for each in kept.article("a").statements}
    assert {row.name: row.statements for row in kept.speakers()}["Per Haldorsen"] == 2  # in each of the tied reports
    assert denied in kept.article("a", model="scripted-1").statements and said(kept, query="all", versions="all")
    found = kept.statement(denied.id)
    assert found.statement == denied and [row.act for row in found.corrections] == ["none"]
    with pytest.raises(InputError, match="not among the statements as they stand"):
        kept.correct_statement(denied.id, act="assert", **WHO)
    assert kept.verify().faults == () and kept.stats().statements == {"scripted-1": 4} and kept.stats().corrections == 1
    kept.undo_statement_correction(made.number, who="the editor", why="it is one")
    assert kept.article("a").statements == kept.article("a", model="scripted-1").statements and said(kept, query="all")
    assert [row.act for row in kept.statement(denied.id).corrections] == ["none", "undo"]
    for number, error in ((made.number, UsageError), (made.number + 1, UsageError), (99, InputError)):
        with pytest.raises(error):
            kept.undo_statement_correction(number, **WHO)


def test_another_speaker_act_and_mode(kept):
    rains = of(kept, "said")
    state = kept.state()
    kept.correct_statement(rains.id, speaker="Irena Novak", act="warn", mode="thought", **WHO)
    now = of(kept, "said")
    assert (now.id, now.speaker.name, now.speaker.kind, now.act, now.mode, now.speaker.confidence, now.act_confidence, now.confidence) == (rains.id, "Irena Novak", "person", "warn", "thought", 1.0, 1.0, rains.confidence)
    assert now.speaker.role.text == "minister" and now.corrected.by == "the desk" and now.corrected.at <= onrecord.keep.clock.now()
    assert said(kept, query="rains", speaker="Novak") and not said(kept, query="rains", speaker="Haldorsen") and said(kept, act="warn")
    assert {row.name: row.statements for row in kept.speakers()} == {"Irena Novak": 4, "Per Haldorsen": 2, "Bo Orn": 1}
    assert kept.state() != state and kept.verify().faults == ()
    assert {row["maker"]["name"] for row in kept.ledger()} == {"Irena Novak"}
    kept.correct_statement(of(kept, "promised").id, speaker="Bo Orn", **WHO)
    assert {row["maker"]["name"] for row in kept.ledger()} == {"Bo Orn"}  # read anew
    kept.correct_statement(rains.id, speaker="", **WHO)
    assert of(kept, "said").speaker is None and of(kept, "said").act == "warn"
    kept.correct_statement(rains.id, speaker="Winter", speaker_kind="group", **WHO)
    assert of(kept, "said").speaker.kind == "group"
    kept.correct_statement(rains.id, speaker_kind="unnamed", **WHO)
    assert of(kept, "said").speaker.kind == "unnamed" and len(kept.article("a").corrections) == 5


def test_another_addressee(kept):
    rains = of(kept, "said")
    kept.correct_statement(rains.id, addressee="Bo Orn", **WHO)
    assert kept.article("a").words(of(kept, "said").addressee.spans) == "Bo Orn" and (of(kept, "said").addressee.name, of(kept, "said").addressee.kind) == ("Bo Orn", "group")
    kept.correct_statement(rains.id, addressee="The minister", addressee_name="Irena Novak", **WHO)
    assert (of(kept, "said").addressee.name, of(kept, "said").addressee.kind) == ("Irena Novak", "person") and kept.verify().faults == ()
    kept.correct_statement(rains.id, addressee_kind="organization", **WHO)
    assert (of(kept, "said").addressee.name, of(kept, "said").addressee.kind, len(of(kept, "said").addressee.spans)) == ("Irena Novak", "organization", 1)
    article = kept.article("a")
    assert not list(Draft202012Validator(schema()).iter_errors(json.loads(json.dumps(article.to_dict())))) and as_read(article).statements == kept.article("a", model="scripted-1").statements
    for wrong in ({"addressee": "nobody here"}, {"addressee": "Bo Orn", "addressee_name": "Zed"}, {"addressee": [], "addressee_kind": "person"}, {"addressee_kind": "tree"}):
        with pytest.raises(UsageError):
            kept.correct_statement(rains.id, **wrong, **WHO)
    kept.correct_statement(rains.id, addressee=[], **WHO)
    assert of(kept, "said").addressee is None


def test_the_ledger_is_read_anew(kept):
    pledge = of(kept, "promised")
    before = kept.ledger()
    kept.correct_statement(pledge.id, none=True, **WHO)
    with kept._reading() as connection:
        assert unread(connection)
    after = kept.ledger()
    assert all(pledge.id not in {event["statement"] for event in row["events"]} for row in after) and len(after) <= len(before)


def test_other_passages_make_another_id_and_the_old_one_leads_there(kept):
    rains = of(kept, "said")
    kept.correct_statement(rains.id, content=["that it rains. Bo Orn thought aloud"], cue="said", source=["Per Haldorsen#1"], **WHO)
    now = of(kept, "said")
    assert now.id != rains.id and kept.article("a").words(now.content) == "that it rains. Bo Orn thought aloud" and now.confidence == 1.0 and now.kind == "indirect"
    assert now.id == statement_id(version_of(TEXT), now.content, now.cue)
    assert said(kept, query="aloud") and kept.verify().faults == ()
    for id in (rains.id, now.id):
        assert [row.changes["content"] for row in kept.statement(id).corrections] == [[list(now.content[0])]]
    quoted = of(kept, "denied")
    start = TEXT.index('"all of it"')
    kept.correct_statement(quoted.id, content=[(start + 1, start + 4), (start + 5, start + 7)], **WHO)
    assert of(kept, "denied").kind == "direct" and len(of(kept, "denied").content) == 2


def test_what_was_missed_is_added(kept):
    made = kept.add_statement("a", content="Winter came", speaker="Bo Orn", speaker_kind="person", source="Bo Orn", cue="thought aloud", mode="thought", **WHO)
    new = of(kept, "thought aloud")
    assert made.act == "add" and new.mode == "thought" and new.speaker.name == "Bo Orn" and new.corrected and (new.confidence, new.act) == (1.0, "assert")
    assert said(kept, query="winter", speaker="Orn") == ["Winter came"] and kept.article("tied").statements == kept.article("a").statements and kept.verify().faults == ()
    with pytest.raises(UsageError, match="already"):
        kept.add_statement("a", content="Winter came.", cue="thought aloud", **WHO)
    kept.correct_statement(new.id, act="warn", **WHO)
    kept.correct_statement(new.id, none=True, **WHO)
    assert not said(kept, query="winter") and kept.article("a").statements == kept.article("a", model="scripted-1").statements


def test_a_statement_within_another_one_follows_it(kept):
    rains = of(kept, "said")
    kept.add_statement("a", content=[(TEXT.index("it rains"), TEXT.index("it rains") + 8)], cue="thought aloud", **WHO)
    inner = of(kept, "thought aloud")
    assert inner.within is None  # its cue lies outside
    kept.correct_statement(rains.id, content="that it rains. Bo Orn thought aloud", **WHO)
    outer = of(kept, "said")
    assert of(kept, "thought aloud").within == outer.id and kept.verify().faults == ()
    kept.correct_statement(outer.id, none=True, **WHO)
    assert of(kept, "thought aloud").within is None and kept.verify().faults == ()


@pytest.mark.parametrize(("changes", "told"), [
    ({"content": "not in it"}, "does not stand in the report"), ({"source": "Per Haldorsen"}, "2 times, at 59-72, 115-128: say which, as '@59-72'"), ({"source": "Per Haldorsen#3"}, "no number 3"),
    ({"content": ["@5-9999"]}, "no passage of the report"), ({"content": (9, 9)}, "no passage"), ({"content": [" "]}, "has no words"), ({"content": []}, "has a content"), ({"content": ["Winter", "Winter came"]}, "overlap"),
    ({"speaker": "Nobody Known"}, "does not stand in the report"), ({"speaker": "Winter", "speaker_kind": "cat"}, "none of person"), ({"act": "shout"}, "none of"), ({"mode": "sung"}, "none of"), ({}, "say what"), ({"none": True, "act": "warn"}, "the one or the other"),
    ({"act": "assert", "who": " "}, "name both"), ({"colour": "red"}, "no change of a statement"), ({"act": "assert"}, "says that already"), ({"content": '"all of it"', "cue": "denied"}, "has these passages already"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(kept, changes, told):
    before = kept.article("a")
    with pytest.raises(UsageError, match=told):
        kept.correct_statement(of(kept, "said").id, **(WHO | changes))
    assert kept.article("a") == before and kept.statement_corrections() == ()


def test_a_newer_model_keeps_them_by_span(kept, make_scripted):
    rains, denied, promised = of(kept, "said"), of(kept, "denied"), of(kept, "promised")
    kept.correct_statement(rains.id, speaker="Irena Novak", **WHO)
    kept.correct_statement(denied.id, none=True, **WHO)
    kept.correct_statement(promised.id, act="warn", **WHO)
    kept.add_statement("a", content="Winter came", cue="thought aloud", **WHO)

    class Newer(make_scripted):
        """Finds "that it rains. Bo Orn", denied with a word less, and no promise."""

        def extract(self, report):
            made = super().extract(report)
            return replace(made, statements=tuple(self.other(each, made) for each in made.statements if made.words(each.cue) != "promised"))

        def other(self, each, made):
            (start, end), *_ = each.content
            content = ((start, end + 8),) if made.words(each.cue) == "said" and "rains" in made.text else ((start + 1, end),)
            return replace(each, id=statement_id(made.sha256, content, each.cue), content=content)

    done = kept.reextract(extractor=Newer("newer-2"))
    assert (done.model, done.carried) == ("newer-2", 3) and done.unplaced == (3,)
    now = kept.article("a")
    assert now.model == "newer-2" and [(now.words(each.cue), now.words(each.content), each.speaker and each.speaker.name) for each in now.statements] == [("said", "that it rains. Bo Orn", "Irena Novak"), ("thought aloud", "Winter came", None)]
    assert [each.placed for each in kept.statement_corrections()] == [True, True, False, True] and kept.verify().faults == ()
    assert all(each.corrected for each in now.statements) and now.statements[0].id != rains.id
    kept.undo_statement_correction(2, **WHO)
    assert "denied" in {now.words(each.cue) for each in kept.article("a").statements}
    kept.reextract(extractor=make_scripted("third-3"))
    assert [each.placed for each in kept.statement_corrections()] == [True] * 5 and of(kept, "promised").act == "warn"


def test_a_takedown_erases_them(kept):
    kept.correct_statement(of(kept, "said").id, speaker="Irena Novak", who="the desk", why="zanzitarium on the tape")
    kept.takedown("a", who="x", why="y")
    assert kept.statement_corrections() == () and kept.verify().faults == ()
    if not isinstance(kept.path, onrecord.keep.database.URL):
        assert b"zanzitarium" not in kept.path.read_bytes()


def test_export_and_import_is_the_identity(kept, tmp_path, make_scripted):
    kept.correct_statement(of(kept, "said").id, speaker="Irena Novak", content="it rains. Bo Orn thought aloud", **WHO)
    kept.correct_statement(of(kept, "denied").id, none=True, **WHO)
    kept.add_statement("a", content="Winter came", **WHO)
    kept.undo_statement_correction(2, **WHO)
    lines = [json.dumps(article.to_dict()) + "\n" for article in kept.articles()]
    for line in lines:
        Draft202012Validator(schema()).validate(json.loads(line))
    (tmp_path / "out.jsonl").write_text("".join(lines), encoding="utf-8")
    with onrecord.open(tmp_path / "other.db") as other:
        assert other.take_in(tmp_path / "out.jsonl").new == 3
        assert [json.dumps(article.to_dict()) + "\n" for article in other.articles()] == lines and other.verify().faults == ()
        assert other.article("a", model="scripted-1").statements == kept.article("a", model="scripted-1").statements
        assert other.take_in(tmp_path / "out.jsonl").known == 3 and len(other.statement_corrections()) == 4
        other.undo_statement_correction(1, **WHO)
        assert other.article("a").words(of(other, "said").content) == "that it rains"
    with onrecord.open(tmp_path / "plain.db") as plain:  # what has the report already takes the corrections
        plain.ingest(Report(TEXT, id="a", published="2026-01-01"), extractor=make_scripted())
        plain.take_in(tmp_path / "out.jsonl")
        assert plain.article("a").statements == kept.article("a").statements and plain.verify().faults == ()


def test_merge_takes_them_over_once(kept, tmp_path, make_scripted):
    kept.correct_statement(of(kept, "said").id, act="warn", **WHO)
    kept.undo_statement_correction(kept.correct_statement(of(kept, "denied").id, none=True, **WHO).number, **WHO)
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(Report(TEXT, id="a", published="2026-01-01"), extractor=make_scripted())
        other.correct_statement(of(other, "promised").id, mode="thought", who="another desk", why="so")
        assert other.merge(kept.path).corrections == 3 and other.merge(kept.path).corrections == 0
        assert {(each.act, each.mode) for each in other.article("a").statements} == {("warn", "said"), ("pledge", "thought"), ("deny", "said")} and other.verify().faults == ()
        other.backup(tmp_path / "copy.db")
    with onrecord.open(tmp_path / "copy.db") as copy:
        assert len(copy.statement_corrections()) == 4


def test_verify_finds_a_correction_that_was_tampered_with(kept):
    if not isinstance(kept.path, onrecord.keep.database.URL):
        kept.correct_statement(of(kept, "said").id, act="warn", **WHO)
        with kept._writing() as connection:
            connection.exec_driver_sql("UPDATE statement_corrections SET changes = '{\"act\":\"shout\"}'")
        assert any("correction 1" in fault for fault in kept.verify().faults)
        with kept._writing() as connection:
            connection.exec_driver_sql("UPDATE statement_corrections SET changes = '{\"act\":\"deny\"}'")
        assert any("not as people corrected them" in fault for fault in kept.verify().faults)


def test_the_commands(tmp_path, make_scripted):
    path = tmp_path / "record.db"
    with onrecord.open(path) as record:
        record.ingest(Report(TEXT, id="a", published="2026-01-01"), extractor=make_scripted())
        rains, denied = of(record, "said"), of(record, "denied")
    by = ("--by", "the desk", "--why", "heard on the tape", "--db", path)
    assert run("correct", rains.id[:10], "--speaker", "Irena Novak", "--act", "warn", *by).stdout == "correction 1: change\n"
    assert run("correct", denied.id, "--none", *by).stdout == "correction 2: none\n"
    assert run("correct", "a", "--missing", "--content", "Winter came", "--speaker", "Bo Orn", "--speaker-kind", "person", *by).stdout == "correction 3: add\n"
    assert run("correct", "2", "--undo", *by).stdout == "correction 4: undo of 2\n"
    told = rows(run("corrections", "--db", path))
    assert [(row["number"], row["act"], row["by"], row["article"], row["placed"]) for row in told] == [(1, "change", "the desk", "a", True), (2, "none", "the desk", "a", True), (3, "add", "the desk", "a", True), (4, "undo", "the desk", "a", True)]
    (shown,) = rows(run("show", rains.id, "--db", path))
    assert shown["statement"]["corrected"]["by"] == "the desk" and shown["corrections"][0]["before"]["speaker"]["name"] == "Per Haldorsen"
    assert "correction 1 by the desk" in run("show", rains.id, "--format", "table", "--db", path).stdout and "was missed" in run("corrections", "--format", "table", "--db", path).stdout
    (row, *_) = [line for line in run("export", "--format", "csv", "--db", path).stdout.splitlines() if rains.id in line]
    assert "the desk" in row
    for asked, told in ((("correct", rains.id, "--source", "Per Haldorsen", *by), "say which"), (("correct", rains.id, *by), "say what is to be"), (("correct", "x", "--undo", *by), "number"), (("correct", "a", "--missing", *by), "needs its content")):
        done = run(*asked)
        assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr
    assert run("correct", "nothing", "--none", *by).returncode == 1 and run("verify", "--db", path).stdout.endswith("no fault\n")


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
WORDS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUV"
SHA = version_of(WORDS)


def statement_at(content, cue) -> Statement:
    return Statement(statement_id(SHA, (content,), (cue,)), "indirect", "said", (), (cue,), (content,), None, 0.5, act="assert", act_confidence=0.5)


STATEMENTS = st.lists(st.builds(statement_at, SPANS, SPANS), unique_by=lambda each: each.id, max_size=5)


@settings(max_examples=60)
@given(STATEMENTS, STATEMENTS, st.data())
def test_whatever_is_corrected_stays_statements_of_the_text(first, second, data):
    made, numbered = list(first), []
    for number in range(1, data.draw(st.integers(1, 5)) + 1):
        act = data.draw(st.sampled_from(["change", "none", "add", "undo"]))
        if act in ("change", "none") and made:
            about = data.draw(st.sampled_from(made))
            changes = {"change": {"content": [list(data.draw(SPANS))], "act": "warn"}, "none": None}[act]
            numbered.append(StatementCorrection(number, act, "2026", "x", "y", about.to_dict(), changes))
        elif act == "add":
            numbered.append(StatementCorrection(number, "add", "2026", "x", "y", None, statement_at(data.draw(SPANS), data.draw(SPANS)).to_dict()))
        elif act == "undo" and (left := [row.number for row in numbered if row.act != "undo" and row.number not in {each.undoes for each in numbered}]):
            numbered.append(StatementCorrection(number, "undo", "2026", "x", "y", undoes=data.draw(st.sampled_from(left))))
        made = list(carry_over(first, numbered, WORDS, SHA)[0])
    for base in (first, second):
        found, unplaced = carry_over(base, numbered, WORDS, SHA)
        ids = [each.id for each in found]
        assert len(set(ids)) == len(ids) and all(each.within is None or each.within in ids for each in found) and all(each.id == statement_id(SHA, each.content, each.cue) for each in found)
        assert set(unplaced) <= {row.number for row in numbered if row.act == "change"}
        if not numbered or all(row.number in {each.undoes for each in numbered} or row.act == "undo" for row in numbered):
            assert list(found) == base
        before = as_read(Article("a", WORDS, SHA, "m", "en", found, corrections=tuple(numbered)))
        assert len({each.id for each in before.statements}) == len(before.statements)
