"""What a file holds is the same, whether it is read whole or in pieces."""

import json
import sys

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import InputError, Report
from onrecord.cluster.reading import read_part
from onrecord.cluster.units import LEAST, MOST, Part, Plan, Settings, unit_size
from onrecord.read import addresses
from onrecord.read.alike import told_once
from onrecord.read.sources import Limits, Skipped, read

SETTINGS = Settings("m", 0.0, {}, 1)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
LINES = st.one_of(
    st.builds(lambda words: json.dumps({"text": words}, ensure_ascii=False), WORDS), st.builds(lambda words: json.dumps({"text": "x" + words, "id": "é"}), WORDS), st.just(""), st.just("{"), st.just("   "), st.just('{"text": "a"}\r'), st.just("[1]"),
)  # fmt: skip


def told(items):
    return [item if isinstance(item, (Report, Skipped)) else (str(item), item.source) for item in items]


def in_pieces(path, size, limits=Limits()):
    plan, changed = Plan(SETTINGS).extended([Part(str(path), str(path), path.stat().st_size)], size)
    assert not changed
    return [item for unit in plan.units for part in unit.parts for item in read_part(part, limits)], len(plan.units)


@given(st.lists(LINES, min_size=1, max_size=12), st.integers(1, 400), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16-le", "utf-16"]))
@settings(max_examples=60, deadline=None)
def test_lines(tmp_path_factory, lines, size, ended, encoding):
    path = tmp_path_factory.mktemp("x") / "a.jsonl"
    path.write_bytes(("\n".join(lines) + "\n" * ended).encode(encoding, "replace"))
    pieces, count = in_pieces(path, size)
    assert told(told_once(str(path), pieces)) == told(read(str(path)))  # no piece knows whether another one holds a report
    assert count >= min(path.stat().st_size // size, 1)


@given(st.lists(LINES, min_size=1, max_size=12).map(lambda lines: ['{"text": "first"}', *lines]), st.integers(1, 400), st.integers(40, 90), st.booleans())
@settings(max_examples=60, deadline=None)
def test_lines_of_a_file_that_is_never_held_whole(tmp_path_factory, lines, size, most, ended):
    """Lines are then counted from where the piece begins; else all is the same."""
    path = tmp_path_factory.mktemp("x") / "a.jsonl"
    path.write_text("\n".join(lines) + "\n" * ended)
    limits = Limits(max_bytes=most)
    pieces, whole = in_pieces(path, size, limits)[0], list(read(str(path), limits))
    assert [each for each in told(pieces) if isinstance(each, Report)] == [each for each in told(whole) if isinstance(each, Report)]
    assert [each.reason for each in pieces if isinstance(each, InputError)] == [each.reason for each in whole if isinstance(each, InputError)]


def test_a_line_is_found_again_from_where_its_piece_begins(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n' * 4 + "broken\n" + '{"text": "six"}\n')
    (error,) = [item for item in in_pieces(path, 40, Limits(max_bytes=50))[0] if isinstance(item, InputError)]
    name, _, line = error.name.partition(" line ")
    byte = int(name.rsplit(" ", 1)[1])
    assert path.read_text()[byte:].split("\n")[int(line) - 1] == "broken" and byte > 0


@pytest.mark.parametrize("content", [b'<rss version="2.0"><channel><item><title>A</title><description>Ann Lee said that it rains and rains.</description></item></channel></rss>', b"PK\x03\x04 no archive", b"\x1f\x8b no gzip", b"", b"\x00\x01\x02" * 50, b"PAR1 no table" * 9])
def test_what_is_not_what_its_name_says(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert told(in_pieces(path, 20)[0]) == told(read(str(path)))


@given(st.lists(st.none() | WORDS, max_size=20), st.integers(1, 7), st.integers(1, 3000))
@settings(max_examples=15, deadline=None)
def test_rows(tmp_path_factory, texts, group, size):
    path = tmp_path_factory.mktemp("x") / "a.parquet"
    pq.write_table(pa.table({"body": pa.array(texts, pa.string()), "id": [str(n) for n in range(len(texts))], "published": pa.array([None] * len(texts), pa.date32())}), path, row_group_size=group)
    limits = Limits(fields={"text": "body"})
    assert told(in_pieces(path, size, limits)[0]) == told(read(str(path), limits))
    assert len(list(read(str(path), limits))) == len(texts)


def test_days_and_times_of_rows(tmp_path):
    from datetime import date, datetime

    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["one", "two"], "published": [date(2026, 3, 1), None]}), path)
    assert [report.published for report in read(str(path))] == ["2026-03-01", None]
    pq.write_table(pa.table({"text": ["one"], "published": [datetime(2026, 3, 1, 9, 30)], "other": [{"a": 1}]}), path)
    (report,) = read(str(path))
    assert (report.published, report.published_at, report.reader) == ("2026-03-01", "2026-03-01T09:30:00", "parquet")


def test_damaged_rows_and_no_pyarrow(tmp_path, monkeypatch):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["one " * 1000, "two " * 1000]}), path, row_group_size=1, compression="none", use_dictionary=False)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    (error,) = read(str(path))
    assert isinstance(error, InputError) and "cut off or damaged" in error.reason
    path.write_bytes(whole[:20] + b"\xff" * 40 + whole[60:])
    assert any(isinstance(item, InputError) and "damaged behind row 0" in item.reason for item in read(str(path)))
    path.write_bytes(whole)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (error,) = read(str(path))
    assert "pip install 'onrecord[arrow]'" in error.advice


@given(st.lists(st.tuples(st.integers(0, 5000), st.sampled_from([".jsonl", ".txt", ".parquet"])), max_size=30), st.integers(1, 2000), st.integers(0, 30))
def test_each_byte_is_in_one_unit(files, size, first):
    parts = [Part(f"{n}{suffix}", f"/{n}{suffix}", length) for n, (length, suffix) in enumerate(files)]
    early, _ = Plan(SETTINGS).extended(parts[:first], size)
    plan, changed = early.extended(parts, size)
    assert not changed and plan.units[: len(early.units)] == early.units, "what is planned stays"
    assert [unit.number for unit in plan.units] == list(range(1, len(plan.units) + 1))
    for part in parts:
        pieces = [piece for unit in plan.units for piece in unit.parts if piece.address == part.address]
        edges = [(piece.start, part.size if piece.end is None else piece.end) for piece in pieces]
        assert edges[0][0] == 0 and edges[-1][1] == part.size and all(a[1] == b[0] for a, b in zip(edges, edges[1:]))
    for unit in plan.units:
        assert unit.size <= size or len(unit.parts) == 1
    assert Plan.from_json(plan.to_json(), "x", SETTINGS) == plan and plan.extended(parts, size)[0] == plan


def test_size_of_a_unit():
    assert unit_size(10**12, 100) == MOST and unit_size(10, 2) == LEAST and LEAST < unit_size(4_000_000, 2) < MOST


def test_a_store(tmp_path):
    """Of fsspec: the memory of this process, and files."""
    with fsspec.open_files(["memory://store/b/x.jsonl", "memory://store/a.txt", "memory://store/.hidden.txt", "memory://store/picture.png", "memory://store/z.txt", "memory://store/b/a.txt"], "w") as files:
        for file in files:
            file.write('{"text": "It rains."}')
    items = list(read("memory://store"))
    assert [item.path for item in items[:-1]] == ["memory://store/a.txt", "memory://store/z.txt", "memory://store/b/a.txt", "memory://store/b/x.jsonl"] and items[-1] == Skipped("memory://store", 1)
    (tmp_path / "a.txt").write_text("It rains.")
    assert [item.text for item in read(f"file://{tmp_path}/*.txt")] == ["It rains."]
    for source, why in {"memory://nowhere/x.txt": "does not exist", "memory://store/*.warc": "matches no file", "nosuch://a": "no address that can be opened", f"file://{tmp_path}/b": "does not exist"}.items():
        (error,) = read(source)
        assert isinstance(error, InputError) and why in str(error) and error.source == source


def test_a_store_that_fails_on_the_way(monkeypatch, tmp_path):
    """A network that breaks is no damage of the file: a reader that takes it for that is not believed."""

    class Broken:
        def __init__(self):
            self.file = open(tmp_path / "x.warc", "rb")

        def __getattr__(self, name):
            return getattr(self.file, name)

        def read(self, size):
            if self.file.tell() > 300:
                raise RuntimeError("connection reset\nby peer")
            return self.file.read(min(size, 200))

    record = b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 9\r\n\r\nIt rains.\r\n\r\n"
    (tmp_path / "x.warc").write_bytes(record * 9)
    fsspec.filesystem("memory").pipe_file("/x.warc", record * 9)
    monkeypatch.setattr(addresses, "_open", lambda address: Broken())
    items = list(read("memory://x.warc"))
    assert "could not be read (connection reset)" in str(items[-1])
    with pytest.raises(InputError, match="connection reset"):
        list(read_part(Part("memory://x.warc", "memory://x.warc", 9), Limits()))
