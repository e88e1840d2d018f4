"""The pages of reference are as the program is, and nothing public is left out."""

import runpy
from pathlib import Path

import pytest
import typer

import onrecord
from onrecord.cli import app
from onrecord.keep.record import Record

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def reference():
    return runpy.run_path(str(DOCS / "reference.py"))


def test_every_python_name_is_told_as_it_is(reference):
    assert reference["python"]() == (DOCS / "python.md").read_text(encoding="utf-8"), "make reference writes it anew"


def test_what_is_public_is_in_it():
    page = (DOCS / "python.md").read_text(encoding="utf-8")
    public = [f"onrecord.{name}" for name in onrecord.__all__] + [f"record.{name}" for name in vars(Record) if not name.startswith("_")]
    assert [name for name in public if f"### `{name}`" not in page] == []


def test_what_has_no_docstring_is_refused(reference):
    def silent(): ...

    with pytest.raises(SystemExit, match="silent has no docstring"):
        reference["python"].__globals__["_text"](silent)


def test_every_command_is_told_with_its_options():
    sections = (DOCS / "commands.md").read_text(encoding="utf-8").split("\n## `")
    told = {section.split("`", 1)[0]: section for section in sections}
    for name, command in typer.main.get_command(app).commands.items():
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
        assert [option for option in options if option not in told[f"onrecord {name}"]] == []


def test_the_reference_can_be_written(reference):
    page = reference["commands"]()
    assert page.startswith("# Every command\n") and "## `onrecord check`" in page and "&#x27;" not in page
