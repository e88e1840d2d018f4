import json

import pytest

from in_process import run

NOVAK = "Irena Novak"


def rows(done) -> list[dict]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def db(record, told, tmp_path):
    record.ingest(
        told.say("a", "2026-03-05", (NOVAK, "“We will not sell the port before winter, and the ferry <stays>”"), outlet="Wire"),
        told.say("b", "2026-03-06", (NOVAK, "“We will not sell the port before winter”"), outlet="Mail"),
        extractor=told,
    )
    record.close()
    return tmp_path / "record.db"


def test_a_line_of_json(db):
    (row,) = rows(run("check", "We will sell the port", "--speaker", "Novak", "--db", db))
    assert row["verdict"] == "reworded" and row["quotation"] == "We will sell the port"
    first = row["matches"][0]
    assert {"article": "a", "published": "2026-03-05", "outlet": "Wire", "speaker": NOVAK}.items() <= first.items()
    assert first["difference"] == [{"op": "keep", "asked": "We will", "reported": "We will"}, {"op": "drop", "asked": "", "reported": "not"}, {"op": "keep", "asked": "sell the port", "reported": "sell the port"}]
    assert row["covers"] == {"articles": 2, "outlets": 2, "from": "2026-03-05", "to": "2026-03-06", "undated": 0}
    (shown,) = rows(run("show", first["article"], "--db", db))
    assert "We will not sell the port" in shown["text"][slice(*first["span"])]


def test_a_file_of_quotations(db, tmp_path):
    file = tmp_path / "quotations.txt"
    file.write_text("we will not sell the port\n\n???\nDer Hafen wird vor dem Winter nicht verkauft werden\n", encoding="utf-8")
    done = run("check", "--file", file, "--db", db)
    assert done.returncode == 1 and "quotations.txt:3: holds no word" in done.stderr and "another language (de)" in done.stderr
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["as_reported", "not_in_record"]
    assert [row["verdict"] for row in rows(run("check", "--file", "-", "--db", db, stdin="we will sell\r\nwe will not sell"))] == ["reworded", "as_reported"]


def test_as_a_table_and_as_a_page(db, tmp_path):
    shown = run("check", "We will sell the port", "--format", "table", "--db", db).stdout
    assert "reworded" in shown and "We will [-not-] sell the port" in shown and "looked through: 2 reports of 2 outlets, 2026-03-05 to 2026-03-06" in shown
    assert run("check", "ferry <stays> & more", "--out", tmp_path / "x.html", "--db", db).returncode == 0  # by the ending
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "<stays>" not in page and "&lt;stays&gt;" in page and "2 reports of 2 outlets" in page and page.startswith("<!doctype html>")


def test_utterances(db):
    (row,) = rows(run("--db", db, "utterances"))
    assert [v["article"] for v in row["versions"]] == ["a", "b"] and row["reports"] == 2 and row["repeats"] == []
    assert "2026-03-05, 2 reports" in run("utterances", "--format", "table", "--db", db).stdout
    (wording,) = rows(run("utterances", "show", row["id"][:8], "--db", db))
    assert [c["op"] for c in wording["versions"][1]["changes"]] == ["keep", "drop"] and wording["fullest"] == row["id"]
    assert "cut: and the ferry" in run("--db", db, "utterances", "show", row["id"], "--format", "table").stdout
    (hit,) = rows(run("search", "ferry", "--db", db))[:-1]
    assert hit["statement"]["utterance"]["id"] == row["id"] and hit["statement"]["utterance"]["statements"] == 2
    (article,) = [each for each in rows(run("export", "--db", db)) if each["id"] == "b"]
    assert [s["utterance"]["id"] for s in article["statements"]] == [row["id"]] and rows(run("show", "b", "--db", db))[0]["statements"] == article["statements"]
    why = ["--who", "the desk", "--why", "compared"]
    assert run("utterances", "split", row["id"], row["versions"][1]["statement"], *why, "--db", db).stdout == "decision 1\n"
    assert rows(run("utterances", "--db", db)) == []
    (decided,) = rows(run("utterances", "decisions", "--db", db))
    assert (decided["number"], decided["act"], decided["who"], decided["why"], decided["right"]) == (1, "split", "the desk", "compared", [row["versions"][1]["statement"]])
    assert run("utterances", "undo", "1", *why, "--db", db).returncode == 0 and len(rows(run("utterances", "--db", db))) == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["check"], 2), (["check", "…"], 2), (["check", "x", "--on", "soon"], 2), (["check", "x", "--file", "y"], 2), (["check", "--file", "/nowhere/y"], 1), (["check", "x", "--format", "pdf"], 2), (["check", "x", "--out", "/nowhere/x.pdf"], 2), (["check", "x", "--out", "/nowhere/x.csv"], 2), (["utterances", "--sort", "size"], 2),
     (["utterances", "show", "nothing"], 1), (["utterances", "undo", "7", "--who", "a", "--why", "b"], 2), (["utterances", "merge", "x"], 2), (["utterances", "--speaker", "Novak", "show", "x"], 2), (["utterances", "--format", "jsonl", "show", "x"], 2)],
)  # fmt: skip
def test_what_cannot_be_done_is_told(db, arguments, status):
    done = run(*arguments, "--db", db)
    assert done.returncode == status and done.stderr and "Traceback" not in done.stderr
