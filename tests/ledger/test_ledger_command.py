"""Through the command line, as it is used."""

import csv
import json
from xml.etree import ElementTree

import pytest
from town import REPORTS

import in_process
import onrecord


def run(*arguments, db):
    return in_process.run("--db", db, *arguments)


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ledger")
    reports = [json.dumps({"id": name, "title": name, "outlet": "Brova Post", "published": day, "text": text}) for name, (day, text) in REPORTS.items()]
    (folder / "reports.jsonl").write_text("\n".join(reports), encoding="utf-8")
    assert run("ingest", folder / "reports.jsonl", db=folder / "record.db").returncode == 0
    return folder / "record.db"


def rows(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


KEYS = {"id", "type", "maker", "counterpart", "beneficiary", "what", "amount", "due", "condition", "firmness", "events", "answers", "status", "days"}


def test_the_binding_form_and_every_span(db):
    found = rows(run("ledger", "--format", "jsonl", "--as-of", "2024-06-30", db=db))
    assert found
    with onrecord.open(db) as record:
        assert found == [json.loads(json.dumps(row)) for row in record.ledger(as_of="2024-06-30")]
        for row in found:
            assert set(row) >= KEYS and row["type"] in ("ask", "pledge")
            assert {"date", "reported", "kind", "article", "statement", "span", "by", "amount", "confidence"} <= set(row["events"][0])
            assert set(row["days"]) == {"ask_to_pledge", "pledge_to_first_delivery", "pledge_to_delivery", "open"}
            text = record.article(row["what"]["article"]).text
            assert text[slice(*row["what"]["span"])] == row["what"]["text"]
            ids = {s.id for e in row["events"] for s in record.article(e["article"]).statements}
            assert all(e["statement"] is None or e["statement"] in ids for e in row["events"])


def test_filters(db):
    everything = rows(run("ledger", "--as-of", "2024-06-30", db=db))
    assert {r["type"] for r in rows(run("ledger", "--as-of", "2024-06-30", "--type", "ask", db=db))} == {"ask"}
    withdrawn = rows(run("ledger", "--as-of", "2024-06-30", "--status", "withdrawn", db=db))
    assert withdrawn and len(withdrawn) < len(everything)
    assert not rows(run("ledger", "--as-of", "2024-06-30", "--maker", "nobody", db=db)) and not rows(run("ledger", "--as-of", "2020-01-01", db=db))
    assert rows(run("ledger", "--as-of", "2024-06-30", "--due-until", "2024-05-31", db=db))


def test_tables_csv_and_calendar(db):
    table = run("ledger", "--format", "table", "--as-of", "2024-06-30", db=db)
    assert table.returncode == 0 and "withdrawn" in table.stdout and "40 detectors" in table.stdout and {row["amount"]["unit"] for row in rows(run("ledger", "--as-of", "2024-06-30", db=db)) if row["amount"]} >= {"detector", "EUR"}
    lines = list(csv.DictReader(run("ledger", "--format", "csv", "--as-of", "2024-06-30", db=db).stdout.splitlines()))
    assert len(lines) == len(rows(run("ledger", "--as-of", "2024-06-30", db=db))) and {"id", "status", "due_to"} <= set(lines[0])
    calendar = run("ledger", "--format", "ics", "--as-of", "2024-06-30", db=db).stdout
    assert calendar.startswith("BEGIN:VCALENDAR") and "DTSTART;VALUE=DATE:20240531" in calendar and all(len(line.encode()) <= 75 for line in calendar.splitlines())


def test_stats_are_of_what_the_filters_let_through(db):
    told = {asked: rows(run("ledger", "stats", "--as-of", "2024-06-30", *asked, db=db)) for asked in ((), ("--type", "ask"), ("--maker", "nobody"))}
    assert told["--maker", "nobody"] == [] and {row["step"] for row in told["--type", "ask"]} == {"ask_to_pledge"} and len(told[()]) > len(told["--type", "ask"]) > 0
    for wrong in (("--maker", "x", "stats"), ("--as-of", "2024-06-30", "show", "x"), ("--format", "jsonl", "stats"), ("--overdue", "corrections")):
        refused = run("ledger", *wrong, db=db)
        assert refused.returncode == 2 and "behind it" in refused.stderr


def test_show_stats_and_corrections(db):
    row = next(r for r in rows(run("ledger", "--as-of", "2024-06-30", "--type", "pledge", db=db)) if "smoke" in r["what"]["text"])
    (shown,) = rows(run("ledger", "show", row["id"][:10], "--as-of", "2024-06-30", db=db))
    assert shown["id"] == row["id"] and all(e["words"] and e["outlet"] == "Brova Post" for e in shown["events"])
    assert "smoke" in run("ledger", "show", row["id"], "--format", "table", db=db).stdout
    stats = rows(run("ledger", "stats", "--as-of", "2024-06-30", db=db))
    assert {"by": "all", "group": "all", "step": "ask_to_pledge", "n": 2, "ended": 1}.items() <= next(s for s in stats if s["by"] == "all" and s["step"] == "ask_to_pledge").items()
    event = shown["events"][-1]["id"]
    done = run("ledger", "unlink", event, row["id"], "--who", "Ada", "--why", "of another house", db=db)
    assert done.returncode == 0 and done.stdout.startswith("correction 1:")
    again = next(r for r in rows(run("ledger", "--as-of", "2024-06-30", db=db)) if r["id"] == row["id"])
    assert event not in {e["id"] for e in again["events"]}
    assert run("ledger", "undo", "1", "--who", "Ada", "--why", "it was right", db=db).returncode == 0
    assert [r["decision"] for r in rows(run("ledger", "corrections", db=db))] == ["unlink", "undo"]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(("--as-of", "yesterday"), 2), (("--status", "broken"), 2), (("show", "ffffffff"), 1), (("unlink", "ffff", "ffff", "--who", "A", "--why", "b"), 1), (("undo", "77", "--who", "A", "--why", "b"), 1), (("reject", "ffff", "--who", " ", "--why", "b"), 1)],
)  # fmt: skip
def test_wrong_usage_is_told(db, arguments, status):
    done = run("ledger", *arguments, db=db)
    assert done.returncode == status and done.stderr and "Traceback" not in done.stderr


def test_a_takedown_takes_what_the_ledger_knew(db, tmp_path):
    with onrecord.open(db) as record:
        record.backup(tmp_path / "copy.db")
    with onrecord.open(tmp_path / "copy.db") as record:
        record.ledger()
        record.takedown("h3", who="the editor", why="a court's order")
        assert all(e["article"] != "h3" for row in record.ledger() for e in row["events"])
        assert "library" not in (tmp_path / "copy.db").read_bytes().decode("latin-1")


def test_days_are_drawn(db, tmp_path):
    target = tmp_path / "days.svg"
    done = run("ledger", "stats", "--as-of", "2024-06-30", "--chart", target, db=db)
    assert done.returncode == 0 and rows(done) and done.stdout == run("ledger", "stats", "--as-of", "2024-06-30", db=db).stdout
    drawn = ElementTree.fromstring(target.read_text(encoding="utf-8"))
    assert len([each for each in drawn.iter() if each.get("class") == "curve"]) == len({row["step"] for row in rows(done)}) and not list(tmp_path.glob("*.part"))
    wrong = run("ledger", "stats", "--chart", tmp_path / "days.png", db=db)
    assert wrong.returncode == 2 and ".svg" in wrong.stderr and wrong.stderr.count("\n") == 1
