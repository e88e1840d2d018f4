"""A run from sources to shards, with workers in this process: what is read, what is told, what is done again and what is not."""

import socket
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from cluster_town import Ended, Straight, text, write_lines

from onrecord import InputError, OnrecordError, UsageError, cli
from onrecord.cluster import units
from onrecord.cluster.on_ray import connected
from onrecord.cluster.running import extract_on_cluster
from onrecord.cluster.telling import notes_of, summary, told
from onrecord.cluster.units import Part, Unit
from onrecord.cluster.working import Worker, noted
from onrecord.read.sources import Limits


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Some files, of which each unit has a few reports."""
    monkeypatch.setattr(units, "LEAST", 1_000)
    folder = tmp_path / "in"
    folder.mkdir()
    write_lines(folder / "a.jsonl", range(12), "broken", '{"text": ""}')
    (folder / "b.txt").write_text(text(50))
    (folder / "picture.png").write_bytes(b"none")
    (folder / "c.txt").write_text("Der Bürgermeister schwieg am Montag, und die Stadt wartete weiter auf eine Antwort der Regierung.")
    return folder


def run(sources, out, **options):
    return extract_on_cluster([str(source) for source in sources], str(out), "local", options.pop("limits", Limits()), **options)


def shards(out):
    return {path.name: path.read_bytes() for path in sorted(out.glob("*.parquet"))}


def ids(out):
    return sorted(id for path in out.glob("*.parquet") for id in pq.read_table(path)["id"].to_pylist())


def test_a_run(tmp_path, town, straight):
    seen = []
    result = run([town, tmp_path / "none.jsonl", town / "b.txt"], tmp_path / "out", watch=lambda course: seen.append(told(course)))
    assert [(error.name, error.source) for error in result.failures] == [(str(tmp_path / "none.jsonl"),) * 2, (f"{town}/a.jsonl line 13", f"{town}/a.jsonl"), (f"{town}/a.jsonl line 14", f"{town}/a.jsonl")]
    assert len(ids(tmp_path / "out")) == result.count("reports") == 14 and result.lost == 0
    assert result.course.done == result.course.units == len(shards(tmp_path / "out")) >= 4
    assert "14 reports" in seen[-1] and "reports/s" in seen[-1] and "words/s" in seen[-1] and f"14 reports with {result.count('statements')} statements in" in summary(result, "out")
    notes = notes_of(result)
    assert [name.endswith("c.txt (de)") for name in notes.foreign] == [True] and [each.count for each in notes.skipped] == [1] and notes.failed == result.failures


def test_what_is_there_is_not_made_again(tmp_path, town, straight):
    out = tmp_path / "out"
    first = run([town], out)
    whole = shards(out)
    gone = sorted(whole)[1]
    (out / gone).unlink()
    (out / f".{gone}.123456.part").write_bytes(b"half")
    again = run([town], out)
    assert straight[1].given == [2] and shards(out) == whole and sorted(path.name for path in out.iterdir()) == [".onrecord-plan.json", *sorted(whole)]
    assert list(map(str, again.failures)) == list(map(str, first.failures)) and {name: each.to_json() for name, each in again.contents.items()} == {name: each.to_json() for name, each in first.contents.items()} and "there before" in summary(again, "out")
    write_lines(town / "later.jsonl", range(2))
    run([town], out)
    assert {name: shards(out)[name] for name in whole} == whole and len(ids(out)) == 16, "new files are added behind"
    run([town], out)
    assert len(straight) == 3, "nothing to do, and no worker is started"
    write_lines(town / "a.jsonl", range(13))
    changed = run([town], out)
    assert [(error.name, "another length" in error.reason) for error in changed.failures if error.name == f"{town}/a.jsonl"] == [(f"{town}/a.jsonl", True)]
    with pytest.raises(UsageError, match=r"was begun with min_confidence 0\.0, and not 0\.5"):
        run([town], out, min_confidence=0.5)
    with pytest.raises(UsageError, match="begun with fields"):
        run([town], out, limits=Limits(fields={"text": "body"}))
    (out / ".onrecord-plan.json").write_bytes(b"{}")
    with pytest.raises(UsageError, match="plan that this version of onrecord does not read"):
        run([town], out)
    (out / ".onrecord-plan.json").unlink()
    with pytest.raises(UsageError, match="no plan of shards"):
        run([town], out)


def test_a_worker_that_ends(tmp_path, town, straight, monkeypatch):
    run([town], tmp_path / "whole")
    monkeypatch.setattr(Straight, "fate", staticmethod(lambda number, unit, leave_out: Ended("gone") if number in (1, 3) else None))
    result = run([town], tmp_path / "out")
    assert result.lost == 2 and straight[1].started == 4 and shards(tmp_path / "out") == shards(tmp_path / "whole")


def test_a_unit_that_is_given_up(tmp_path, town, straight, monkeypatch):
    real = Worker.make

    def make(self, unit, *more):
        if any(part.name.endswith("b.txt") for part in unit.parts):
            raise InputError("b.txt", "may not be read")
        return real(self, unit, *more)

    monkeypatch.setattr(Worker, "make", make)
    result = run([town], tmp_path / "out")
    (up,) = [error for error in result.failures if "was not made" in error.reason]
    assert "b.txt: may not be read" in up.reason and result.course.done == result.course.units - 1
    monkeypatch.setattr(Worker, "make", real)
    assert not [error for error in run([town], tmp_path / "out").failures if "was not made" in error.reason] and len(ids(tmp_path / "out")) == 14


def test_sources_that_cannot_be(tmp_path, town, straight):
    with pytest.raises(UsageError, match="cannot read standard input"):
        run(["-"], tmp_path / "out")
    with pytest.raises(UsageError, match="is a file: name a folder"):
        run([town], town / "b.txt")
    with pytest.raises(UsageError, match="no address that can be opened"):
        run([town], "nosuch://out")
    (tmp_path / "empty").mkdir()
    assert [error.reason for error in run([tmp_path / "empty", "memory://nothing"], tmp_path / "out").failures] == ["holds nothing to read", "does not exist"]


def test_a_store_for_sources_and_shards(tmp_path, town, straight):
    import fsspec

    store = fsspec.filesystem("memory")
    store.pipe_file("/town/a.jsonl", (town / "a.jsonl").read_bytes())
    result = run(["memory://town/"], "memory://shards")
    assert result.count("reports") == 12 and [error.name for error in result.failures] == ["memory://town/a.jsonl line 13", "memory://town/a.jsonl line 14"]
    names = sorted(path.rsplit("/", 1)[1] for path in store.ls("/shards", detail=False))
    assert names == [".onrecord-plan.json", *sorted(result.contents)]
    assert run(["memory://town"], "memory://shards").course.before == result.course.units


class Faulty:
    """The extractor of a worker, that fails on some words."""

    def __init__(self, extractor):
        self.extractor, self.model, self.min_confidence = extractor, extractor.model, 0.0

    def extract(self, report):
        if "ferries number 3" in report.text.replace("the 3 ferries", "ferries number 3"):
            raise ZeroDivisionError("of no use")
        return self.extractor.extract(report)


def test_one_bad_report_never_stops_a_shard(tmp_path, town):
    (tmp_path / "out").mkdir()
    worker = Worker(str(tmp_path / "out"), Limits(), 0.0)
    worker.extractor = Faulty(worker.extractor)
    unit = Unit(1, (Part("a.jsonl", str(town / "a.jsonl"), (town / "a.jsonl").stat().st_size),))
    contents = worker.make(unit)
    assert contents.reports == 11 == worker.at()[0] and [error.name for error in contents.failures] == ["a-3", "a.jsonl line 13", "a.jsonl line 14"]
    assert "ZeroDivisionError: of no use" in contents.failures[0].reason and contents.failures[0].source == "a.jsonl"
    contents = worker.make(unit, careful=True, leave_out=frozenset({5}))
    assert [error.name for error in contents.failures][:2] == ["a-3", "a-5"] and "ended the worker" in contents.failures[1].reason
    assert (tmp_path / "out" / noted(unit)).read_text() == "13" and len(ids(tmp_path / "out")) == 10


def test_a_file_that_cannot_be_opened_or_that_a_reader_fails_on(tmp_path, town, monkeypatch):
    (tmp_path / "out").mkdir()
    worker = Worker(str(tmp_path / "out"), Limits(), 0.0)
    good = Part("b.txt", str(town / "b.txt"), 1)
    with pytest.raises(InputError, match="does not exist"):
        worker.make(Unit(1, (good, Part("gone.txt", "/gone.txt", 1))))
    assert not list((tmp_path / "out").iterdir()), "a shard is there whole or not"

    def read_part(part, limits):
        if part is not good:
            raise KeyError("x")
        return iter([])

    monkeypatch.setattr("onrecord.cluster.working.read_part", read_part)
    unit = Unit(2, (Part("odd.warc", "x", 1), good))
    with pytest.raises(KeyError):
        worker.make(unit)
    (error,) = worker.make(unit, last=True).failures
    assert error.name == "odd.warc" and "could not be read to its end (KeyError" in error.reason


def test_wrong_usage_and_what_is_not_installed(tmp_path, town, monkeypatch, capsys):
    def command(*arguments, without=None):
        with monkeypatch.context() as patched, pytest.raises(SystemExit) as ended:
            patched.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
            if without:
                patched.setitem(sys.modules, without, None)
            cli.main()
        return ended.value.code, capsys.readouterr().err

    for arguments, why in (((), "name it with --out"), (("--out", tmp_path / "x", "--format", "csv"), "leave --format out")):
        status, told = command("extract", "--cluster", "local", town, *arguments)
        assert status == 2 and why in told
    for missing in ("ray", "fsspec", "pyarrow"):
        done = command("extract", "--cluster", "local", town, "--out", tmp_path / "x", without=missing)
        assert done == (2, f"onrecord: this needs {missing}: install it with `pip install 'onrecord[ray]'`\n") and not (tmp_path / "x").exists()
    status, told = command("extract", "s3://bucket/x.jsonl", without="fsspec.core")
    assert status == 1 and "s3://bucket/x.jsonl: is an address that needs fsspec; install it" in told
    status, told = command("extract", "s3://bucket/x.jsonl", without="s3fs")
    assert status == 1 and "needs a package that is not installed (Install s3fs" in told


def test_no_cluster_at_that_address(tmp_path):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        for address in (f"127.0.0.1:{nobody.getsockname()[1]}", f"ray://127.0.0.1:{nobody.getsockname()[1]}", "127.0.0.1:99999"):
            with pytest.raises(OnrecordError, match=f"no Ray cluster answers at {address} .*: start one with `ray start --head`"), connected(address, None):
                pass


def test_the_cluster_is_loaded_only_when_it_is_asked_for():
    code = "import onrecord, onrecord.cli, sys; print([m for m in ('ray', 'fsspec', 'pyarrow', 'onrecord.cluster') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


