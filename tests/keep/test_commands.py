import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import onrecord
from in_process import run
from onrecord.cli import EVERY
from onrecord.keep.query import Query
from onrecord.keep.record import Record

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
NOTE = 'The mayor, Ann Lee, said the bridge would close. "We will not wait," she told reporters.'


def rows(done) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def db(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("record") / "record.db"
    done = run("ingest", EXAMPLES, "--db", path)
    assert (done.returncode, done.stdout) == (0, "3 new, 0 changed, 0 known, 0 failed\n")
    assert done.stderr == "onrecord: 2 reports have no day: they are in no search between days, and in no count of days; ingest the same again with --published DAY to give them one\n"
    return path


def test_where_the_record_is(db, tmp_path):
    for done in (run("--db", db, "stats"), run("stats", "--db", db), run("stats", ONRECORD_DB=str(db)), run("stats", cwd=db.parent, ONRECORD_DB=str(db)), run("--db", "nowhere.db", "stats", "--db", db)):
        assert rows(done)[0]["articles"] == 3
    assert run("ingest", "-", stdin=NOTE, cwd=tmp_path).returncode == 0
    assert rows(run("stats", cwd=tmp_path))[0]["articles"] == 1 and (tmp_path / "onrecord.db").exists()
    done = run("stats", "--db", tmp_path / "none.db")
    assert done.returncode == 1 and "does not exist" in done.stderr and not (tmp_path / "none.db").exists()


def test_a_second_run_knows_and_tells_what_failed(tmp_path):
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "good.txt").write_text(NOTE)
    (tmp_path / "other.pdf").write_text("x")
    db = tmp_path / "x.db"
    first, second = (run("--db", db, "ingest", tmp_path) for _ in range(2))
    assert (first.returncode, first.stdout) == (1, "1 new, 0 changed, 0 known, 1 failed\n") and "bad.txt: is a binary file" in first.stderr
    assert (second.returncode, second.stdout) == (1, "0 new, 0 changed, 1 known, 1 failed\n")
    (row,) = rows(run("--db", db, "failures"))
    assert row["reason"] == "is a binary file" and row["source"].endswith("bad.txt") and "bad.txt" in run("--db", db, "failures", "--format", "table").stdout
    (tmp_path / "bad.txt").write_text("The council said it would pay.")
    assert run("--db", db, "failures", "--retry").stdout == "1 new, 0 changed, 0 known, 0 failed\n"
    assert rows(run("--db", db, "failures")) == []


def test_days_that_are_missing_are_told_and_given(tmp_path):
    (tmp_path / "a.txt").write_text(NOTE)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "The council said it would pay.", "published": "Friday"}))
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": "The council said it would not pay.", "published": "2026-02-01"}))
    first, given, third = (run("ingest", tmp_path, "--db", tmp_path / "x.db", *options) for options in ((), ("--published", "2026-01-31"), ()))
    assert "2 reports have no day" in first.stderr and "b.jsonl line 1: read without its date 'Friday'" in first.stderr and first.returncode == 0
    assert given.stdout == "0 new, 0 changed, 3 known, 0 failed; 2 of the known had no day, and have one now\n" and "no day" not in given.stderr + third.stderr
    assert {row["published"] for row in rows(run("search", "--db", tmp_path / "x.db", "--since", "2026-01-01"))[:-1]} == {"2026-01-31", "2026-02-01"}
    assert run("ingest", tmp_path, "--db", tmp_path / "x.db", "--published", "Friday").returncode == 2


def test_of_many_failures_the_first_are_told_and_all_are_kept(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": NOTE, "published": "2026-02-01"}) + "\n" + "{\n" * 23)
    done = run("ingest", tmp_path / "a.jsonl", "--db", tmp_path / "x.db")
    assert done.returncode == 1 and len(done.stderr.splitlines()) == 21 and done.stderr.splitlines()[-1] == "onrecord: 3 more failed: `onrecord failures` tells them all"
    assert len(rows(run("failures", "--db", tmp_path / "x.db"))) == 23


def test_as_a_process_of_its_own(tmp_path):
    command = [sys.executable, "-m", "onrecord.cli", "--db", str(tmp_path / "x.db")]
    done = subprocess.run([*command, "ingest", "-", "--published", "2026-01-31"], input=NOTE, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 new, 0 changed, 0 known, 0 failed\n", "")
    assert "close" in subprocess.run([*command, "search", "bridge"], capture_output=True, text=True).stdout
    done = subprocess.run([*command, "search", "bridge", "--since", "soon"], capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr == "onrecord: since 'soon' is no day: write it as 2026-01-31\n"


def test_workers_keep_the_same(db, tmp_path):
    run("--db", tmp_path / "x.db", "ingest", EXAMPLES, "--workers", 2)
    with onrecord.open(tmp_path / "x.db") as mine, onrecord.open(db) as theirs:
        assert mine.search(limit=1000).hits == theirs.search(limit=1000).hits


def test_search_in_a_pipe_and_on_a_terminal(db):
    *hits, last = rows(run("--db", db, "search", "generators OR council", "--limit", 2, "--facets"))
    assert len(hits) == 2 and last["after"] and dict(last["facets"]["mode"])
    for hit in hits:
        text = rows(run("--db", db, "show", hit["article"]))[0]["text"]
        assert " … ".join(text[a:b] for a, b in hit["snippet"]) == hit["words"] and hit["marks"]
    *more, _ = rows(run("--db", db, "search", "generators OR council", "--limit", 2, "--after", last["after"]))
    assert not {hit["statement"]["id"] for hit in more} & {hit["statement"]["id"] for hit in hits}
    shown = run("--db", db, "search", "generators", "--format", "table").stdout
    assert "120 generators in October" in shown
    assert rows(run("--db", db, "search", "sorland", "--in", "reports", "--kind", "direct"))[:-1]
    assert "nothing found" in run("--db", db, "search", '"(* OR NOT', "--format", "table").stdout


def test_show_diff_verify(tmp_path):
    db = tmp_path / "x.db"
    for text in (NOTE, NOTE.replace("bridge", "ferry pier")):
        assert run("--db", db, "ingest", "-", stdin=json.dumps({"id": "note-1", "title": "T", "outlet": "Post", "published": "2026-02-03", "text": text})).returncode == 0
    (shown,) = rows(run("--db", db, "show", "note"))
    assert shown["text"] == text and [v["number"] for v in shown["versions"]] == [1, 2] and shown["outlet"] == "Post"
    assert rows(run("--db", db, "show", "note", "--version", 1))[0]["text"] == NOTE
    id = shown["statements"][0]["id"]
    (statement,) = rows(run("--db", db, "show", id[:10]))
    assert statement["statement"] == shown["statements"][0] and statement["article"]["id"] == "note-1"
    assert "→ version 2" in run("--db", db, "show", "note", "--format", "table").stdout
    assert f"statement {id} of report note-1" in run("--db", db, "show", id, "--format", "table").stdout
    (change,) = rows(run("--db", db, "diff", "note-1"))
    assert (change["dropped"], change["added"]) == ("bridge", "ferry pier")
    assert "the [-bridge-]{+ferry pier+} would" in run("--db", db, "diff", "note-1", "--format", "table").stdout
    assert "the [-ferry pier-]{+bridge+} would" in run("--db", db, "diff", "note-1", "--before", 2, "--after", 1, "--format", "table").stdout
    assert run("--db", db, "diff", "note-1", "--before", 3).returncode == 2 and "has the versions 1, 2" in run("--db", db, "diff", "note-1", "--after", 1).stderr
    proved = run("--db", db, "verify")
    assert proved.returncode == 0 and "no fault" in proved.stdout and "2 texts with the right hash" in proved.stdout
    assert run("--db", db, "show", "nothing").returncode == 1 and run("--db", db, "diff", "nothing").returncode == 1


def test_a_fault_is_status_one(tmp_path):
    db = tmp_path / "x.db"
    run("--db", db, "ingest", "-", stdin=NOTE)
    with closing(sqlite3.connect(db)) as raw:
        raw.execute("UPDATE statements SET source = x'010002' WHERE id = 1")
        raw.commit()
    done = run("--db", db, "verify")
    assert done.returncode == 1 and "other words than were stored" in done.stderr and "no fault" not in done.stdout


def test_backup_and_takedown(db, tmp_path):
    copy = tmp_path / "copy.db"
    assert "bytes" in run("--db", db, "backup", copy).stdout
    id = rows(run("--db", copy, "search", "generators"))[0]["article"]
    second = tmp_path / "second.db"
    run("--db", copy, "backup", second)
    done = run("--db", copy, "takedown", id, "--who", "the editor", "--why", "asked for by the family")
    assert done.returncode == 0 and f"report {id}" in done.stdout and "1 text of 1 report" in done.stdout and f"backup {second}, of 20" in done.stdout and "holds them still" in done.stdout
    assert "no backup that" in run("--db", second, "takedown", id, "--who", "the editor", "--why", "asked for by the family").stdout
    assert b"generators" not in copy.read_bytes() and b"generators" in db.read_bytes()
    done = run("--db", copy, "show", id)
    assert done.returncode == 1 and "asked for by the family" in done.stderr
    again = run("--db", copy, "ingest", EXAMPLES)
    assert again.returncode == 0 and again.stdout == "0 new, 0 changed, 2 known, 0 failed, 1 taken down before and not taken again\n"
    assert "the editor" not in run("--db", copy, "verify").stderr


def test_speakers_of_a_record_and_decisions(tmp_path):
    db = tmp_path / "x.db"
    run("--db", db, "ingest", "-", stdin=json.dumps({"id": "n", "text": NOTE}))
    found = rows(run("--db", db, "speakers"))
    assert found[0]["name"] == "Ann Lee" and found[0]["statements"] == 2 and "Ann Lee" in run("speakers", "--db", db, "--format", "table").stdout
    entity, appearance = rows(run("--db", db, "speaker", found[0]["entity"]))
    assert entity["name"] == "Ann Lee" and appearance["article"] == "n"
    run("--db", db, "ingest", "-", stdin="Bo Orn said that it rains.")
    ids = [row["entity"] for row in rows(run("--db", db, "speakers"))]
    assert len(ids) == 2 and run("--db", db, "decide", "merge", *ids, "--who", "the desk", "--why", "one person").stdout == "decision 1: merge\n"
    assert len(rows(run("--db", db, "speakers"))) == 1
    assert run("--db", db, "decide", "undo", 1, "--who", "the desk", "--why", "an error").returncode == 0
    assert [(row["act"], row["undoes"]) for row in rows(run("--db", db, "decisions"))] == [("merge", None), ("undo", 1)]
    assert run("--db", db, "speaker", "nobody").returncode == 2


def test_reextract_and_merge(db, tmp_path):
    mine = tmp_path / "mine.db"
    done = run("--db", mine, "merge", db)
    assert done.returncode == 0 and done.stdout.startswith("3 new, 0 changed, 0 known; 3 readings by models"), done
    assert run("--db", mine, "merge", db).stdout.startswith("0 new, 0 changed, 3 known; 0 readings") and run("--db", mine, "merge", mine).returncode == 2
    assert run("--db", mine, "verify").returncode == 0
    with closing(sqlite3.connect(mine)) as raw:
        raw.execute("UPDATE readings SET model = 'older', read = '2020-01-01T00:00:00+00:00'")
        raw.commit()
    assert "3 texts read by onrecord" in run("--db", mine, "reextract").stdout
    id = rows(run("--db", mine, "search", "generators"))[0]["article"]
    assert rows(run("--db", mine, "show", id, "--model", "older"))[0]["model"] == "older" and rows(run("--db", mine, "show", id))[0]["versions"][0]["models"][0] == "older"
    assert run("--db", mine, "merge", tmp_path / "none.db").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [["ingest"], ["search", "x", "--kind", "loud"], ["search", "x", "--since", "soon"], ["search", "x", "--limit", "0"], ["search", "x", "--after", "zzz"], ["search", "x " * 999], ["show"], ["takedown", "x"],
     ["backup"], ["backup", "/"], ["ingest", "x", "--field", "body"], ["ingest", "x", "--workers", "0"], ["takedown", "x", "--who", "", "--why", ""], ["--db", "postgres://x/y", "stats"],
     ["decide", "merge", "x", "--who", "a", "--why", "b"], ["decide", "undo", "x", "--who", "a", "--why", "b"], ["decide", "split", "x", "--who", "a", "--why", "b"], ["decide", "join", "x", "y", "--who", "a", "--why", "b"], ["decide", "merge", "x", "y"], ["merge"]],
)  # fmt: skip
def test_wrong_usage_is_status_two(db, arguments):
    done = run(*arguments, ONRECORD_DB=str(db))
    assert done.returncode == 2 and done.stderr


def test_what_is_no_record_is_status_one(tmp_path):
    (tmp_path / "x.db").write_text("not a database, not at all" * 100)
    for command in (["stats"], ["ingest", EXAMPLES], ["search", "x"], ["verify"], ["failures"], ["backup", tmp_path / "y"], ["show", "x"]):
        done = run("--db", tmp_path / "x.db", *command)
        assert done.returncode == 1 and "is not a record" in done.stderr


def test_what_opening_needs_is_not_imported_before():
    script = "import sys, onrecord, onrecord.cli; print([m for m in ('sqlalchemy', 'alembic', 'sqlite3') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"


def test_every_command_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "record.md").read_text(encoding="utf-8")
    assert not [name for command in EVERY if f"onrecord {(name := command.__name__.rstrip('_'))}" not in page]
    assert not [name for name in Query.__dataclass_fields__ if f"`{name}`" not in page]
    assert not [name for name in vars(Record) if not name.startswith("_") and f"`{name}(" not in page]


def test_a_wrong_day_is_told_and_put_right(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{NOTE} This is {name}.")
    mine = tmp_path / "mine.db"
    assert run("--db", mine, "ingest", tmp_path / "a.txt", tmp_path / "b.txt", "--published", "2024-05-01", "--outlet", "Vell Post", "--no-meaning").stderr == ""
    again = run("--db", mine, "ingest", tmp_path / "a.txt", tmp_path / "b.txt", "--published", "2026-05-02", "--no-meaning")
    ids = sorted(row["id"] for row in rows(run("--db", mine, "export", "--format", "jsonl")))
    assert again.returncode == 0 and again.stdout == "0 new, 0 changed, 2 known, 0 failed\n" and len(again.stderr.splitlines()) == 1
    assert again.stderr.startswith("onrecord: 2 reports are known with another day or outlet than given now, and kept so (the first is ") and ": 2024-05-01, and now 2026-05-02)" in again.stderr and "--amend-by NAME --why TEXT" in again.stderr
    signed = ("--by", "the desk", "--why", "another bundle")
    assert run("--db", mine, "amend", *ids, "--published", "2026-05-02", *signed).stdout == f"amendment 1: change of report {ids[0]}\namendment 2: change of report {ids[1]}\n"
    none = run("--db", mine, "amend", ids[1], "nowhere", "--published", "2026-05-04", *signed)
    assert none.returncode == 1 and none.stdout == "" and none.stderr.startswith("onrecord: nowhere: is the id of no report here") and len(rows(run("--db", mine, "amendments"))) == 2
    assert "of none" in " ".join(run("amend", "--help").stdout.split())
    assert [row["published"] for row in rows(run("--db", mine, "search", "wait", "--since", "2026-05-02")) if "published" in row] == ["2026-05-02"] * 2
    assert run("--db", mine, "amend", "2", "--undo", *signed).stdout == "amendment 3: undo of 2\n"
    done = run("--db", mine, "ingest", tmp_path / "a.txt", tmp_path / "b.txt", "--published", "2026-05-03", "--no-meaning", "--amend-by", "the desk", "--why", "the right bundle")
    assert (done.stdout, done.stderr) == ("0 new, 0 changed, 2 known, 0 failed; 2 of the known put right\n", "")
    made = rows(run("--db", mine, "amendments"))
    assert [(row["act"], row["by"], row["ingest"], row["undoes"]) for row in made] == [("change", "the desk", None, None)] * 2 + [("undo", "the desk", None, 2)] + [("change", "the desk", 3, None)] * 2
    told = run("--db", mine, "amendments", "--format", "table").stdout
    assert "amendment 1 by the desk on 20" in told and ": 2026-05-02 (before: 2024-05-01) – another bundle" in told and "takes back 2" in told
    shown = run("--db", mine, "show", ids[0], "--format", "table").stdout
    assert "(ingest 1)" in shown and "ingest 3: 2026-05-03 (before: 2026-05-02) – the right bundle" in shown


@pytest.mark.parametrize("arguments, told", [
    (("amend", "x", "--undo"), "--undo takes nothing but"), (("amend", "1", "2", "--undo"), "--undo takes nothing but"), (("amend", "1", "--undo", "--outlet", "Vell Post"), "--undo takes nothing but"),
    (("amend", "a", "b", "--version", "1"), "--version is of one report"), (("amend", "nowhere", "--outlet", "Vell Post"), "is the id of no report"), (("amend", "9", "--undo"), "is the number of no amendment"),
])  # fmt: skip
def test_what_cannot_be_put_right_is_told_in_one_line(db, arguments, told):
    done = run("--db", db, *arguments, "--by", "the desk", "--why", "x")
    assert done.returncode and told in done.stderr and len(done.stderr.splitlines()) == 1


def test_an_ingest_wants_both_who_and_why(db):
    done = run("--db", db, "ingest", EXAMPLES, "--amend-by", "the desk")
    assert done.returncode == 2 and "--why TEXT" in done.stderr
