import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "reports"


def run(*arguments, stdin: str | None = None, env: dict | None = None) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "onrecord.cli", *map(str, arguments)], input=stdin, capture_output=True, text=True, env={**os.environ, **(env or {})})


def rows(done) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_extract_prints_one_object_a_line_with_the_binding_keys():
    done = run("extract", EXAMPLES)
    assert done.returncode == 0 and done.stderr == ""
    articles = rows(done)
    assert [Path(a["path"]).name for a in articles] == sorted(p.name for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".html"))
    for a in articles:
        assert {"id", "path", "url", "title", "outlet", "published", "published_at", "language", "sha256", "model", "text", "boilerplate", "statements", "commitments"} <= set(a)
        for s in a["statements"]:
            assert set(s) == {"id", "kind", "mode", "source", "cue", "content", "within", "speaker", "via", "addressee", "act", "act_confidence", "confidence", "corrected", "utterance"}
    text = next(a for a in articles if a["path"].endswith(".txt"))
    assert text["text"] == Path(text["path"]).read_text(encoding="utf-8")


def test_standard_input_and_json():
    (article,) = json.loads(run("extract", "-", "--format", "json", stdin="The mayor said the bridge would close.").stdout)
    assert article["path"] is None and [article["text"][a:b] for a, b in article["statements"][0]["source"]] == ["The mayor"]
    assert json.loads(run("extract", "-", "--format", "json", stdin="").stdout) == []


def test_one_bad_input_does_not_stop_the_rest(tmp_path):
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "good.txt").write_text("The mayor said the bridge would close.")
    (tmp_path / "other.pdf").write_text("x")
    done = run("extract", tmp_path, tmp_path / "missing.txt")
    assert done.returncode == 1
    assert [Path(a["path"]).name for a in rows(done)] == ["good.txt"]
    told = done.stderr.splitlines()
    assert len(told) == 3 and "1 file of other kinds skipped" in told[0] and "bad.txt" in told[1] and "missing.txt" in told[2]
    assert "Traceback" not in done.stderr


def test_another_language_is_one_warning_and_no_failure(tmp_path):
    for i in range(7):
        (tmp_path / f"{i}.txt").write_text("Der Bürgermeister sagte, die Brücke werde nicht geöffnet, und dankte den Helfern für ihre Arbeit.")
    done = run("extract", tmp_path)
    assert done.returncode == 0 and len(rows(done)) == 7
    assert len(done.stderr.splitlines()) == 1 and "(de)" in done.stderr and "2 more" in done.stderr


def test_dates_that_cannot_be_read_are_told_and_no_failure(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"The mayor said {i}.", "published": "2026-01-31" if i == 1 else f"day {i}"}) + "\n" for i in range(23)))
    done = run("extract", path)
    told = done.stderr.splitlines()
    assert done.returncode == 0 and [row["published"] for row in rows(done)] == [None, "2026-01-31", *[None] * 21]
    assert len(told) == 21 and told[1] == f"onrecord: {path} line 3: read without its date 'day 2', which is none that is understood" and told[-1].startswith("onrecord: 2 more were read without their dates; dates are written 2026-01-31,")


@pytest.mark.parametrize(
    "arguments",
    [["extract"], ["extract", "x", "--format", "pdf"], ["extract", "x", "--min-confidence", "2"], ["extract", "x", "--field", "body"], ["extract", "x", "--format", "brat"], ["extract", "x", "--workers", "0"], ["nothing"]],
)
def test_wrong_usage_is_status_two(arguments):
    done = run(*arguments)
    assert done.returncode == 2 and done.stderr and "Traceback" not in done.stderr


def test_half_a_surrogate_pair_is_kept_as_it_came():
    (article,) = rows(run("extract", "-", stdin='{"text": "The mayor said \\ud83d the bridge would close."}\n'))
    assert "\ud83d" in article["text"] and article["statements"]


def test_fields_of_jsonl_are_mapped():
    line = json.dumps({"body": "The mayor said the bridge would close.", "paper": "Post", "day": "2024-02-03"})
    (article,) = rows(run("extract", "-", "--field", "text=body", "--field", "outlet=paper", "--field", "published=day", stdin=line + "\n"))
    assert (article["outlet"], article["published"]) == ("Post", "2024-02-03") and article["statements"]


def test_workers_give_the_same_output():
    assert run("extract", EXAMPLES, "--workers", 2).stdout == run("extract", EXAMPLES).stdout


def test_a_table_of_80_characters_has_acts_and_cues_whole():
    out = run("extract", "-", "--format", "table", stdin='Two diplomats warned that the ferry was late. The city expects a storm. "We stay," the mayor told reporters.', env={"COLUMNS": "80"}).stdout
    told = out.split("sure", 1)[1]
    assert "…" not in told and all(f" {word} " in told for word in ("warned", "told", "warn")) and all(len(line) <= 80 for line in out.splitlines())
    assert "diplomats, diplomats" not in " ".join(told.split())


def test_table_names_source_cue_and_content():
    out = run("extract", EXAMPLES / "kesten-generators.txt", "--format", "table", env={"COLUMNS": "140"}).stdout
    assert "Irena Novak" in out and "appealed" in out and "content" in out


def test_html_stands_alone(tmp_path):
    done = run("extract", EXAMPLES, "--format", "html", "--out", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text()
    assert done.returncode == 0 and page.count("<article") == len(list(EXAMPLES.glob("*.[th]*"))) and "http-equiv" not in page and "<script" not in page


def test_brat_files_give_back_the_words(tmp_path):
    assert run("extract", EXAMPLES, "--format", "brat", "--out", tmp_path / "out").returncode == 0
    for ann in (tmp_path / "out").glob("*.ann"):
        text = ann.with_suffix(".txt").read_text(encoding="utf-8")
        bound = [line.split("\t") for line in ann.read_text(encoding="utf-8").splitlines() if line.startswith("T")]
        assert bound
        for _, label, words in bound:
            spans = [tuple(map(int, s.split())) for s in label.split(" ", 1)[1].split(";")]
            assert " ".join(text[a:b] for a, b in spans) == words


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    done = run("extract", EXAMPLES, "--out", tmp_path / "no-such-folder" / "x.jsonl")
    assert done.returncode == 2 and "could not be written" in done.stderr
    run("extract", EXAMPLES, "--out", tmp_path / "x.jsonl")
    assert [p.name for p in tmp_path.iterdir()] == ["x.jsonl"]
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "x.jsonl")
    assert run("extract", EXAMPLES, "--out", link).returncode == 0 and link.is_symlink()
    for bad in (tmp_path, tmp_path / "x.jsonl" / "y"):
        done = run("extract", EXAMPLES, "--out", bad)
        assert done.returncode == 2 and "could not be written" in done.stderr and "Traceback" not in done.stderr


def test_an_old_file_stands_when_writing_fails_half_way(tmp_path):
    from onrecord.terminal import write

    def pieces():
        yield "new"
        raise RuntimeError

    out = tmp_path / "x.jsonl"
    out.write_text("old")
    with pytest.raises(RuntimeError):
        write(pieces(), out)
    assert out.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["x.jsonl"]


def test_a_device_is_written_and_not_replaced():
    assert run("extract", EXAMPLES, "--out", "/dev/null").returncode == 0 and not Path("/dev/null").is_file()


def test_version_and_doctor():
    assert run("--version").stdout.startswith("onrecord 0.")
    out = run("doctor").stdout
    assert "who said what" in out and "words a second" in out


def test_importing_is_quick():
    """The best of three, since a busy machine is slower."""
    script = "import time; t = time.perf_counter(); import onrecord; print(time.perf_counter() - t)"
    times = [float(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout) for _ in range(3)]
    assert min(times) <= 0.5


def test_onnxruntime_is_not_imported_before_it_is_needed():
    script = "import sys, onrecord, onrecord.cli; print([m for m in ('onnxruntime', 'trafilatura', 'httpx', 'py3langid', 'torch') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"


@pytest.mark.parametrize(("format", "told"), [("jsonl", True), ("json", True), ("csv", False), ("html", False)])
def test_commitments_are_read_for_the_formats_that_tell_them(monkeypatch, tmp_path, format, told):
    from typer.testing import CliRunner

    from onrecord.cli import app
    from onrecord.follow import ledger

    asked = []
    monkeypatch.setattr(ledger, "with_commitments", lambda article, telling: asked.append(article) or article)
    report = tmp_path / "report.txt"
    report.write_text("The mayor said the bridge would close.", encoding="utf-8")
    assert CliRunner().invoke(app, ["extract", str(report), "--format", format, "--out", str(tmp_path / "out")]).exit_code == 0
    assert bool(asked) is told
