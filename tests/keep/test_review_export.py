"""What people reviewed, as training data: by verdict, and whole reports in the form that training/ reads."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import onrecord
from in_process import run
from onrecord import InputError, Report, UsageError
from onrecord.export.jsonl import Wrong, article_of, schema
from onrecord.export.reviewed import acts_of, write_reviewed

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
from annotation import ROLES, read_text

TEXT = 'The minister Irena Novak promised "sixty pumps, \U0001f600, by spring".\r\nPer Haldorsen said that it rains. Bo Orn thought aloud. Per Haldorsen denied "all of it".\r\n'
WHO = {"who": "the desk", "why": "heard on the tape"}


@pytest.fixture
def reviewed(record, scripted):
    record.ingest(Report(TEXT, id="https://x.example/a?b=../c", published="2026-01-01"), Report('Bo Orn said "no \ud800".', id="half"), Report('Bo Orn said "nothing". Ann Lee said "much".', id="part"), Report('Ann Lee said "later".', id="none"), extractor=scripted)
    ids = {record.article(each).words(s.cue): s.id for each in ("https://x.example/a?b=../c",) for s in record.article(each).statements}
    record.correct_statement(ids["denied"], none=True, **WHO)
    record.correct_statement(ids["said"], act="warn", addressee="Bo Orn", **WHO)
    record.add_statement("https://x.example/a?b=../c", content="aloud", source="Bo Orn", cue="thought", mode="thought", speaker="Bo Orn", speaker_kind="person", **WHO)
    record.finish_report("https://x.example/a?b=../c", who="Ann", why="read twice")
    record.finish_report("half", who="Ann")
    (nothing, much) = record.article("part").statements
    record.accept_statement(nothing.id, who="Bo")
    made = record.correct_statement(much.id, act="deny", **WHO)
    record.undo_statement_correction(made.number, **WHO)
    return record


def test_each_statement_with_its_verdict(reviewed, tmp_path):
    done = write_reviewed(reviewed, tmp_path / "out")
    rows = [json.loads(line) for line in (tmp_path / "out" / "statements.jsonl").read_text().splitlines()]
    assert [(row["report"][:5], row["verdict"], row["words"]["content"], row["by"]) for row in rows] == [
        ("half", "accepted", ['"no \ud800"'], "Ann"), ("https", "accepted", ['"sixty pumps, \U0001f600, by spring"'], "Ann"), ("https", "corrected", ["that it rains"], "the desk"),
        ("https", "added", ["aloud"], "the desk"), ("https", "rejected", ['"all of it"'], "the desk"), ("part", "accepted", ['"nothing"'], "Bo")]  # fmt: skip
    assert rows[2]["statement"]["act"] == "warn" and rows[4]["why"] == "heard on the tape"
    assert (done.statements, done.reports, done.whole) == (6, 3, 1) and [(type(each), each.name) for each in done.failures] == [(InputError, "half")]


def test_whole_reports_are_read_by_training(reviewed, tmp_path, monkeypatch):
    write_reviewed(reviewed, tmp_path / "out")
    assert {file.name.rpartition("-")[0] for file in (tmp_path / "out").glob("*.txt")} == {"https-x-example-a-b-c"}
    (path,) = (tmp_path / "out").glob("*.txt")
    assert read_text(path) == TEXT
    import corpora

    (text,) = corpora.read_folder(tmp_path / "out")
    assert text.text == TEXT and text.nested
    words = [[[TEXT[a:b] for a, b in s[role]] for role in ROLES] for s in text.annotators[0]]
    assert words == [[["Irena Novak"], ["promised"], ['"sixty pumps, \U0001f600, by spring"']], [["Per Haldorsen"], ["said"], ["that it rains"]], [["Bo Orn"], ["thought"], ["aloud"]]]
    assert [(s["kind"], s["mode"], s["within"]) for s in text.annotators[0]] == [("direct", "said", None), ("indirect", "said", None), ("indirect", "thought", None)]
    speaker = text.annotators[0][0]["speaker"]
    assert TEXT[slice(*speaker["names"][0])] == "Irena Novak" and TEXT[slice(*speaker["role"])] == "minister" and speaker["kind"] == "person" and speaker["country"] is speaker["via"] is None
    acts = json.loads((tmp_path / "out" / "acts.json").read_text())[path.stem]
    assert [each[0][0] for each in acts.values()] == ["pledge", "warn", "assert"] and TEXT[slice(*acts[str(TEXT.index("said"))][0][1]["span"])] == "Bo Orn"
    import speaker_corpora

    before, held = corpora.split_reports()
    monkeypatch.setenv("ONRECORD_REVIEWED", os.pathsep.join([str(tmp_path / "out"), ""]))
    with_them, same = corpora.split_reports()
    assert [t.name for t in with_them] == [*(t.name for t in before), path.stem] and [t.name for t in same] == [t.name for t in held]
    told, tuned = speaker_corpora.split_report_speakers()
    (ours,) = [t for t in told if t.name == path.stem]
    assert not [t for t in tuned if t.name == path.stem] and all(t.acts for t in told)
    assert [[(act, addressee and TEXT[slice(*addressee["span"])], addressee and TEXT[slice(*addressee["name"])]) for act, addressee in each] for each in ours.acts] == [[("pledge", None, None)], [("warn", "Bo Orn", "Bo Orn")], [("assert", None, None)]]
    assert [[speaker and TEXT[slice(*speaker["names"][0])] for speaker in each] for each in ours.speakers] == [["Irena Novak"], ["Per Haldorsen"], ["Bo Orn"]]


def test_acts_that_the_form_cannot_tell_are_left_out(reviewed):
    article = reviewed.article("part")
    (one, other) = article.statements
    assert list(acts_of(article)) == [str(one.cue[0][0]), str(other.cue[0][0])]
    assert acts_of(replace(article, statements=(one, replace(other, cue=one.cue, act=one.act)))) is not None and acts_of(replace(article, statements=(one, replace(other, cue=one.cue, act="deny")))) is None
    assert acts_of(replace(article, statements=(one, replace(other, act=None)))) is None


def test_the_command(reviewed, tmp_path):
    done = run("--db", reviewed.path, "review", "export", "--out", tmp_path / "new" / "out")
    assert done.returncode == 1 and "6 statements of 3 reports, of which 1 as a whole" in done.stdout and "halves of characters" in done.stderr and (tmp_path / "new" / "out" / "acts.json").exists()
    again = run("--db", reviewed.path, "review", "export", "--out", tmp_path / "new" / "out")
    assert again.returncode == 2 and "not empty" in again.stderr and len(list((tmp_path / "new").iterdir())) == 1
    listed = [json.loads(line) for line in run("--db", reviewed.path, "review", "list").stdout.splitlines()]
    assert [row["act"] for row in listed] == ["accept", "whole", "accept", "whole", "accept"] and "read twice" in run("--db", reviewed.path, "review", "list", "--format", "table").stdout


def test_where_nothing_can_be_written(reviewed, tmp_path):
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(UsageError):
            write_reviewed(reviewed, place)


def told(record):
    """What was reviewed, without the numbers that rows have in a record."""
    rows = record.reviews()
    by_number = {row.number: (row.act, row.by, row.statement) for row in rows}
    return [(row.act, row.at, row.by, row.why, row.sha256, row.statement, row.seen, row.undoes and by_number[row.undoes]) for row in rows]


def test_reviews_go_along_with_an_export(reviewed, tmp_path):
    reviewed.undo_review(next(row.number for row in reviewed.reviews() if row.by == "Bo"), who="Ann", why="not so")
    lines = run("--db", reviewed.path, "export", "--format", "jsonl").stdout.splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    jsonschema.validate(rows["part"], schema())
    assert [(row["act"], row["by"]) for row in rows["part"]["reviews"]] == [("accept", "Bo"), ("undo", "Ann")] and rows["none"]["reviews"] == []
    looked = rows["https://x.example/a?b=../c"]
    assert {row["statement"] for row in looked["reviews"] if row["act"] == "accept"} <= {s["id"] for s in looked["statements"]} and looked["reviews"][-1]["act"] == "whole"
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("--db", tmp_path / "other.db", "import", tmp_path / "all.jsonl").returncode == 0
    with onrecord.open(tmp_path / "other.db") as other:
        assert sorted(told(other), key=str) == sorted(told(reviewed), key=str) and len(told(other)) == 6
        assert [s.id for s in other.reviewed("part").left] == [s.id for s in reviewed.reviewed("part").left] and other.reviewed("https://x.example/a?b=../c").done
        assert {each.statement.id for each in other.review_queue(limit=50).waiting} == {each.statement.id for each in reviewed.review_queue(limit=50).waiting}
        assert run("--db", tmp_path / "other.db", "import", tmp_path / "all.jsonl").returncode == 0
        assert len(other.reviews()) == 6
    again = run("--db", tmp_path / "other.db", "export", "--format", "jsonl").stdout.splitlines()
    strip = lambda row: row | {name: [{key: value for key, value in each.items() if key not in ("number", "undoes")} for each in row[name]] for name in ("reviews", "corrections")}  # noqa: E731
    assert sorted(map(str, (strip(json.loads(line)) for line in again))) == sorted(map(str, map(strip, rows.values())))


@pytest.mark.parametrize("wrong", [
    [7], {"x": 1}, [{"act": "praise"}], [{"number": "1"}], [{"statement": None}], [{"statement": "../x"}], [{"seen": "x"}], [{"at": None}], [{"by": 3}], [{"undoes": 1}], [{"act": "whole"}], [{"act": "undo", "statement": None, "seen": None, "undoes": 5}],
])  # fmt: skip
def test_reviews_that_are_none_are_refused(reviewed, wrong):
    row = reviewed.article("part").to_dict()
    (fit,) = row["reviews"]
    article_of(row)
    article_of({key: value for key, value in row.items() if key != "reviews"})  # as 0.5 wrote it
    with pytest.raises(Wrong):
        article_of(row | {"reviews": [fit | each if isinstance(each, dict) else each for each in wrong] if isinstance(wrong, list) else wrong})
