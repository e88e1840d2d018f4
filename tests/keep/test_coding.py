"""Samples and what is made of them when they are coded."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_commands import rows

import onrecord
from in_process import run
from onrecord import InputError, Report, UsageError
from onrecord.coding.agreement import judge
from onrecord.coding.alpha import alpha
from onrecord.coding.sampling import CODED, KEY, SHEET, draw
from onrecord.export.sheet import lines, read_sheet

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
VERBS = {"said": 60, "promised": 25, "denied": 5}


@pytest.fixture
def filled(record, scripted):
    record.ingest(*(Report("\n".join(f'Ann Lee {verb} "it was {n} and {k}".' for k in range(number // 5)), id=f"{verb}-{n}") for verb, number in VERBS.items() for n in range(5)), extractor=scripted)
    record.ingest(Report(record.article("said-0").text, id="the same again"), extractor=scripted)
    return record


def test_a_sample_is_even_blind_and_the_same_again(filled):
    drawn = draw(filled.articles, 30, ["act"])
    strata = [row["stratum"] for row in drawn.key]
    assert {act: strata.count(act) for act in strata} == {"assert": 13, "pledge": 12, "deny": 5} and len({row["id"] for row in drawn.sheet}) == 30
    assert {act: round(sum(row["weight"] for row in drawn.key if row["stratum"] == act), 6) for act in strata} == {"assert": 60, "pledge": 25, "deny": 5}
    assert [row["id"] for row in drawn.sheet] == [row["id"] for row in drawn.key] and strata != sorted(strata)
    assert all(row[name] is None for row in drawn.sheet for name in CODED) and set(drawn.sheet[0]) == set(SHEET) and set(drawn.key[0]) == set(KEY)
    assert draw(filled.articles, 30, ["act"]) == drawn != draw(filled.articles, 30, ["act"], seed=1)
    for row in drawn.sheet:
        before, _, rest = row["context"].partition("⟦")
        assert rest.partition("⟧")[0] == row["content"] and row["cue"] in before
    assert len(draw(filled.articles, 10_000, ["act", "kind"]).sheet) == 90 and len(draw(filled.articles, 0).sheet) == 0
    with pytest.raises(UsageError, match="none of"):
        draw(filled.articles, 3, ["weather"])


def test_whole_reports(filled):
    drawn = draw(filled.articles, 1, whole=3)
    reports = {row["report"] for row in drawn.sheet}
    assert len(reports) == 3 and all(row["whole"] == "yes" for row in drawn.sheet) and len(drawn.sheet) == sum(len(filled.article(id).statements) for id in reports)


def test_whole_reports_in_which_nothing_was_found_count(record, scripted):
    record.ingest(Report('Ann Lee said "it rains".', id="told"), Report("Nobody has said a word about the rain in the port of Helder since Monday.", id="silent"), extractor=scripted)
    record.ingest(Report("Der Hafen bleibt im Winter geschlossen, und niemand hat etwas dazu gesagt.", id="foreign"), extractor=Foreign(scripted))
    drawn = draw(record.articles, 1, whole=9)
    assert sorted(row["report"] for row in drawn.sheet) == ["silent", "told"] and [row["report"] for row in drawn.key] == ["told"]
    (silent,) = [row for row in drawn.sheet if row["report"] == "silent"]
    assert silent["whole"] == "yes" and not silent["content"] and not silent["right"] and silent["context"].startswith("Nobody has said") and "no statement was found" in silent["note"]
    coded = [{name: value or "" for name, value in row.items()} | {"right": "yes" if row["content"] else ""} for row in drawn.sheet]
    missed = {"id": "", "report": "silent", "whole": "", "content": "a word", "right": "missed"}
    found = figures({"a": [*coded, missed]}, drawn.key)
    assert (found["recall"].value, found["recall"].n, found["precision"].value) == (0.5, 2, 1.0)
    with pytest.raises(InputError, match="no statement to judge"):
        judge({"a": [{name: value or "" for name, value in silent.items()} | {"right": "yes"}]})


class Foreign:
    """A Scripted that takes every report for German, in which it finds nothing."""

    def __init__(self, scripted):
        self.scripted, self.model = scripted, scripted.model

    def extract_many(self, reports):
        for article in self.scripted.extract_many(reports):
            yield replace(article, language="de", statements=())


def test_alpha_of_the_published_example():
    """Krippendorff (2011), section C: four observers, twelve units, 0.743."""
    coders = ["1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *"]
    units = list(zip(*([None if value == "*" else value for value in coder.split()] for coder in coders)))
    assert round(alpha(units), 3) == 0.743


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=3), min_size=1, max_size=12))
def test_alpha_is_observed_over_expected_disagreement(units):
    """By its definition, from pairs of values (Krippendorff 2011, formula 1)."""
    paired = [[value for value in unit if value is not None] for unit in units]
    paired = [unit for unit in paired if len(unit) > 1]
    everything = [value for unit in paired for value in unit]
    n = len(everything)
    observed = sum(sum(a != b for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j) / (len(unit) - 1) for unit in paired) / n if n else 0
    expected = sum(a != b for i, a in enumerate(everything) for j, b in enumerate(everything) if i != j) / (n * (n - 1)) if n else 0
    assert np.isnan(alpha(units)) if expected == 0 else alpha(units) == pytest.approx(1 - observed / expected)


def sheet(*coded: str, whole: str = "", act: str = "") -> list[dict[str, str]]:
    """A row for each of `coded`, ten to a report."""
    return [{"id": f"s{i}", "report": f"r{i // 10}", "whole": whole, "content": f"words {i}", "right": right, "act": act, "kind": "", "mode": "", "speaker": ""} for i, right in enumerate(coded)]


def figures(*arguments, **more):
    return {figure.name: figure for figure in judge(*arguments, **more)}


def test_precision_is_weighted_by_what_a_row_stands_for():
    coded = sheet(*["yes"] * 40, *["no"] * 40, "")
    found = figures({"a": coded})["precision"]
    assert (found.value, found.n) == (0.5, 80) and 0.1 < found.low < 0.5 < found.high < 0.9
    key = [{"id": f"s{i}", "weight": "3" if i < 40 else "1", "act": "pledge"} for i in range(80)]
    assert figures({"a": coded}, key)["precision"].value == 0.75
    assert figures({"a": sheet(*["Yes"] * 3, act="Pledge ")}, key)["accuracy of act"].value == 1.0 and figures({"a": sheet("yes", "yes", act="deny")}, key)["accuracy of act"].value == 0.0


def test_recall_counts_what_was_missed_in_whole_reports():
    coded = sheet(*["yes"] * 30, *["no"] * 10, whole="yes") + [{"id": "", "report": f"r{i % 3}", "whole": "", "content": f"missed words {i}", "right": "missed"} for i in range(10)]
    found = figures({"a": coded})
    assert (found["recall"].value, found["recall"].n) == (0.75, 40) and found["precision"].value == 0.75
    assert figures({"a": sheet("yes", "no")})["recall"].value is None and "alpha of right" not in found


def test_intervals_hold_what_they_should():
    """Of a hundred samples of a known share, some 95 hold it; with 40 clusters at least 85 must."""
    chance = random.Random(5)
    held = 0
    for _ in range(40):
        found = figures({"a": sheet(*(("yes" if chance.random() < 0.8 else "no") for _ in range(400)))})["precision"]
        held += found.low <= 0.8 <= found.high
    assert held >= 34


def test_alpha_between_coders():
    first, second = sheet(*["yes", "no"] * 20, act="pledge"), sheet(*["yes", "no"] * 19, "no", "yes", act="pledge")
    found = figures({"a": first, "b": second})
    assert found["alpha of right"].value == pytest.approx(alpha([[a["right"], b["right"]] for a, b in zip(first, second)])) and found["alpha of right"].low <= found["alpha of right"].value <= found["alpha of right"].high
    assert found["alpha of act"].value is None and found["alpha of act"].n == 40  # all the same: nothing to disagree on
    assert found["precision"].n == 38  # where the two differ, nobody is right


@pytest.mark.parametrize(("row", "words"), [({"id": "s0", "right": "perhaps"}, "perhaps"), ({"id": "", "report": "r", "right": "yes"}, "has no id"), ({"id": "s1", "right": "no"}, "second time")])
def test_what_cannot_be_read_is_told_by_its_row(row, words):
    with pytest.raises(InputError, match=words) as told:
        judge({"mine.csv": [{"id": "s1", "right": "yes"}, row]})
    assert "mine.csv row 3" in str(told.value)


def test_the_commands(tmp_path):
    db, out = tmp_path / "x.db", tmp_path / "sheet.csv"
    run("ingest", EXAMPLES, "--db", db)
    done = run("sample", "--n", 12, "--by", "act,kind", "--out", out, "--db", db)
    assert done.returncode == 0 and "12 statements to code" in done.stdout
    blind = read_sheet(out)
    with onrecord.open(db) as record:
        for row in blind:
            kept = record.statement(row["id"])
            assert row["content"] == kept.words and not row["act"] and row["context"].count("⟦") == len(kept.statement.content)
    for name, wrong in (("ann.csv", 2), ("bo.csv", 3)):
        coded = [row | {"right": "no" if i < wrong else "yes"} for i, row in enumerate(blind)]
        (tmp_path / name).write_text("".join(lines(coded, SHEET)), encoding="utf-8")
    (told, *_) = rows(run("agree", tmp_path / "ann.csv", "--key", tmp_path / "sheet.key.csv"))
    assert told["name"] == "precision" and told["n"] == 12 and 0 < told["value"] < 1
    told = rows(run("agree", tmp_path / "ann.csv", tmp_path / "bo.csv"))
    assert [row["name"] for row in told if row["name"].startswith("alpha")] == [f"alpha of {name}" for name in CODED]
    assert "there is no key" not in run("agree", tmp_path / "ann.csv", "--key", tmp_path / "sheet.key.csv").stderr
    done = run("agree", tmp_path / "ann.csv", "--format", "table")
    assert "precision" in done.stdout and "there is no key beside the sheets" in done.stderr
    for chosen in (["winter"], ["--act", "pledge"], ["--min-confidence", 0.5]):
        done = run("sample", *chosen, "--whole", 2, "--out", tmp_path / "whole.csv", "--db", db)
        assert done.returncode == 2 and "--in reports" in done.stderr and not (tmp_path / "whole.csv").exists()
    assert run("sample", "--act", "pledge", "--in", "reports", "--whole", 2, "--out", tmp_path / "whole.csv", "--db", db).returncode == 0
    done = run("sample", "nosuchword", "--out", tmp_path / "none.csv", "--db", db)
    assert done.returncode == 2 and "nothing to code" in done.stderr and not list(tmp_path.glob("none*"))
    semicolons = tmp_path / "excel.csv"
    with semicolons.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SHEET, delimiter=";")
        writer.writeheader()
        writer.writerows(coded)
    assert rows(run("agree", semicolons))[0]["n"] == 12
    assert run("sample", "--out", out, "--db", db).returncode == 2  # it may have been coded
    assert run("sample", "--by", "weather", "--out", tmp_path / "y.csv", "--db", db).returncode == 2 and not (tmp_path / "y.csv").exists()
    assert run("agree", tmp_path / "nowhere.csv").returncode == 1 and run("agree", EXAMPLES / "brova-council.txt").returncode == 1 and run("agree", out, out).returncode == 2
    assert len(read_sheet(tmp_path / "sheet.key.csv")) == 12


def test_the_citation_is_of_this_version():
    assert f"version: {onrecord.__version__}" in (Path(__file__).parents[2] / "CITATION.cff").read_text().splitlines()
