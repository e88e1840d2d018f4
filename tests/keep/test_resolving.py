"""Speakers that are kept and follow the record are those that resolving everything from nothing gives, in whatever order things came."""

import shutil
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import Report, UsageError
from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of
from onrecord.keep.decided import list_decisions
from onrecord.keep.lookup import load_article
from onrecord.keep.resolving import changed_articles
from onrecord.resolve.listing import Listing
from onrecord.types import Article, Country, Speaker, Statement, Told

NAMES = ["Ann Lee", "Anne Lee", "A. Lee", "Lee", "Ann Leigh", "Anna Lee-Orn", "Per Haldorsen", "Peer Haldorsen", "Haldorsen", "P. Haldorsen", "Health Workers Union", "HWU", "the Harbour Works Union", "Norway"]
KINDS = {"Health Workers Union": "organization", "HWU": "organization", "the Harbour Works Union": "organization", "Norway": "country"}
SPEAKING = st.tuples(st.sampled_from(NAMES), st.sampled_from([None, None, "minister", "mayor", "football coach", "minister of health"]), st.sampled_from([None, "NO", "UA"]))
REPORT = st.tuples(st.integers(0, 6), st.lists(SPEAKING, min_size=0, max_size=4), st.sampled_from([None, "1999-01-01", "2025-03-01", "2026-01-01", "2026-06-01"]))
STEP = st.one_of(
    st.tuples(st.just("report"), REPORT), st.tuples(st.just("report"), REPORT), st.tuples(st.just("report"), REPORT), st.tuples(st.just("takedown"), st.integers(0, 6)), st.tuples(st.just("look"), st.none()),
    st.tuples(st.just("merge"), st.tuples(st.integers(0, 20), st.integers(0, 20))), st.tuples(st.just("split"), st.tuples(st.integers(0, 20), st.integers(0, 20))), st.tuples(st.just("undo"), st.integers(1, 4)),
    st.tuples(st.just("correct"), st.tuples(st.integers(0, 6), st.sampled_from(NAMES))),
)  # fmt: skip


class Made:
    """In an extractor's place: a statement of each of some speakers, in a text that is their names."""

    model = SimpleNamespace(card={"name": "made-1"})

    def __init__(self, speaking, published):
        self.speaking, self.published = speaking, published

    def report(self, id: str) -> Report:
        return Report(" ".join(["+".join(NAMES), *(f"{name} as {role} of {country} said so." for name, role, country in self.speaking)]), id=id, published=self.published)

    def extract_many(self, reports):
        for report in reports:
            sha256, statements, at = version_of(report.text), [], len("+".join(NAMES))
            for name, role, country in self.speaking:
                start = report.text.index(f"{name} as", at)
                at = report.text.index("said so", start) + 7
                told = Told(role, ((report.text.index(role, start), report.text.index(role, start) + len(role)),)) if role else None
                speaker = Speaker(name, KINDS.get(name, "person"), 0.9, ((start, start + len(name)),), told, None, Country(country, ((start, start + 1),)) if country else None)
                statements.append(Statement(statement_id(sha256, ((at - 2, at),), ((at - 7, at - 3),)), "indirect", "said", ((start, start + len(name)),), ((at - 7, at - 3),), ((at - 2, at),), None, 0.9, speaker, act="assert", act_confidence=0.5))
            yield Article(id=report.id, text=report.text, sha256=sha256, model="made-1", language="en", statements=tuple(statements), published=report.published)


def from_nothing(record) -> tuple[list, dict]:
    """The speakers, and each of them with its appearances, resolved anew."""
    with record._reading() as connection:
        listing = Listing(list_decisions(connection))
        for number in changed_articles(connection, {"version": 0, "reading": 0, "takedown": 0}):
            try:
                listing.add(load_article(connection, number))
            except onrecord.InputError:  # taken down
                continue
    rows = listing.rows()
    return rows, {row.entity: (listing.entities.entity(row.entity), listing.appearances(row.entity)) for row in rows}


def kept(record) -> tuple[list, dict]:
    rows = record.speakers()
    return rows, {row.entity: record.speaker(row.entity) for row in rows}


def step(record, what: str, told) -> None:
    if what == "report":
        number, speaking, published = told
        made = Made(speaking, published)
        record.ingest(made.report(f"r{number}"), extractor=made)
    elif what == "takedown":
        if any(number == f"r{told}" for number in [row.id for row in record.articles()]):
            record.takedown(f"r{told}", who="x", why="y")
    elif what == "look":
        record.speakers()
    elif what == "correct":
        statements = [s for article in record.articles() if article.id == f"r{told[0]}" for s in article.statements]
        if statements and (statements[0].speaker is None or statements[0].speaker.name != told[1]):
            record.correct_statement(statements[0].id, who="x", why="y", speaker=told[1], speaker_kind=KINDS.get(told[1], "person"))
    else:
        rows = record.speakers()
        try:
            if what == "undo":
                record.undo_decision(told, who="x", why="y")
            elif rows:
                one, other = (rows[n % len(rows)].entity for n in told)
                if what == "merge":
                    record.merge_speakers(one, other, who="x", why="y")
                else:
                    ids = record.speaker(one)[0].appearances
                    record.split_speaker(one, ids[: 1 + told[1] % len(ids)], who="x", why="y")
        except UsageError:
            pass  # one already, the only appearance, undone already: nothing changes


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    onrecord.open(path).close()
    return path


@pytest.mark.parametrize("limits", [{}, {"BLOCK": 3, "CANDIDATES": 1, "NODES": 3}, {"FEW": -1, "MANY": 3}])
def test_what_is_kept_is_what_resolving_from_nothing_gives(empty, tmp_path, monkeypatch, limits):
    monkeypatch.setattr("onrecord.keep.resolving.FEW", 10**9)  # in parts, but for the first
    for name, value in limits.items():
        for module in ("resolve.register", "resolve.entities", "keep.resolving", "keep.kept_names"):
            monkeypatch.setattr(f"onrecord.{module}.{name}", value, raising=False)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=1, max_size=12))
    def compare(steps):
        path = tmp_path / "record.db"
        shutil.copy(empty, path)
        with onrecord.open(path) as record:
            for what, told in steps:
                step(record, what, told)
            rows, entities = kept(record)
            expected_rows, expected = from_nothing(record)
            assert rows == expected_rows and entities == expected

    compare()
