"""What the bar of progress tells on a terminal: how many reports, how fast, and where it is known how many are to come, how long it takes still."""

import gzip
import io
import os
import sys
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from onrecord.read.expecting import expected
from onrecord.terminal import counting, counting_up


class Terminal(io.StringIO):
    def isatty(self):
        return True


@contextmanager
def terminal(made: io.StringIO):
    with patch.object(sys, "stderr", made), patch.dict(os.environ, COLUMNS="140", TERM="xterm"):
        yield made


def test_how_many_reports_are_to_come(tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "a.txt").write_text("x\ny\n")
    (tmp_path / "more" / "b.html").write_text("<p>x")
    (tmp_path / "c.jsonl").write_text('{"text": "x"}\n' * 7)
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n' * 5))
    (tmp_path / "picture.png").write_bytes(b"x")
    assert expected([tmp_path]) == 14 and expected([str(tmp_path / "c.jsonl"), str(tmp_path / "a.txt")]) == 8 and expected([]) == 0
    (tmp_path / "more" / "e.zip").write_bytes(b"PK")
    assert expected([tmp_path]) is None


@pytest.mark.parametrize("source", ["-", "https://example.org/a.html?x", "nowhere.jsonl", "s3://bucket/folder", ""])
def test_what_is_not_told_quickly_is_not_told(source):
    assert expected([source]) is None


def test_what_is_cut_off_is_not_told(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"x\n" * 99_999)[:-9])
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip")
    assert expected([tmp_path / "a.jsonl.gz"]) is None and expected([tmp_path / "b.jsonl.gz"]) is None


def test_with_a_number_to_come_the_time_left_is_told(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n" * 400)
    with terminal(Terminal()) as told, counting([str(tmp_path)]) as watch:
        for reports in (100, 200):
            watch(reports, 3 * reports)
    assert "200 of 400 reports, 600 statements," in told.getvalue() and "reports a second" in told.getvalue()


def test_without_the_time_that_has_passed():
    with terminal(Terminal()) as told, counting(["-"]) as watch:
        watch(1200, 3600)
    assert "1,200 reports, 3,600 statements," in told.getvalue()


def test_nothing_in_a_pipe_and_where_nothing_is_to_do():
    with terminal(Terminal()) as told, counting_up("for the ledger", 0) as none, counting_up("for the ledger", 9) as watch:
        watch(3)
        assert none is None
    assert "for the ledger" in told.getvalue() and "3/9" in told.getvalue()
    with terminal(io.StringIO()) as told, counting(["-"]) as watch, counting_up("for the ledger", 9) as other:
        assert watch is other is None
    assert told.getvalue() == ""
