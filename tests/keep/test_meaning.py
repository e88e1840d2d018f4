"""Searching by meaning, with the embedding that comes with onrecord, in both databases, and in PostgreSQL with pgvector."""

import json

import numpy as np
import pytest
from older import AS_OF_0020
from sqlalchemy import delete, func, insert, select, update

import onrecord
from onrecord import ModelError, Query, Report, UsageError
from onrecord.keep.fusing import DAMPING, WORDS, fuse
from onrecord.keep.nearest import LEAST, Near, NotIndexed
from onrecord.keep.pgvector import nearest_vectors, there
from onrecord.keep.schema import meaning_built, meaning_codes, meaning_vectors
from onrecord.keep.vectors import built
from onrecord.meaning.embedding import WEIGHTS, Embedding, embedding

REPORTS = [
    Report('Irena Novak said "the hospital has run out of blood". Nothing else.', id="a", outlet="Post", published="2026-01-03"),
    Report("Per Haldorsen promised that the ferry would run all winter. Per Haldorsen denied that the boat had sunk.", id="b", outlet="Gazette", published="2026-01-05"),
    Report('José Élysée said "consumer prices rose faster than wages". The dog slept.', id="c", outlet="Post", published=None),
    Report('Ann Lee said "🎉". Ann Lee said "the goalkeeper saved a penalty in the last minute".', id="d", outlet="Sport", published="2026-02-01"),
]


@pytest.fixture(params=["sqlite", "postgresql", "pgvector"])
def database(request) -> str:
    return request.param


@pytest.fixture
def kept(record, scripted):
    record.ingest(*REPORTS, extractor=scripted)
    record.index()
    return record


def found(record, words, **options) -> list[str]:
    return [f"{hit.article}: {hit.words}" for hit in record.search(words, **{"by": "meaning", **options}).hits]


def rows(record) -> int:
    """Statements that have a vector."""
    with record._reading() as connection:
        by_server = built(connection).by_server
        return connection.execute(select(func.count()).select_from(nearest_vectors if by_server else meaning_vectors)).scalar_one()


@pytest.mark.parametrize(("question", "first"), [("Are donors needed for transfusions?", "a"), ("inflation and salaries", "c"), ("Does the ship sail in the cold season?", "b"), ("football", "d")])
def test_what_means_the_same_comes_first(kept, question, first):
    assert found(kept, question)[0].startswith(first + ":") and found(kept, question, by="words") == []
    assert found(kept, question, by="both")[0].startswith(first + ":")


def test_filters(kept):
    everything = found(kept, "ships and boats", versions="all")
    assert everything[:2] and all(line.startswith("b:") for line in everything[:2])
    assert found(kept, "ships and boats", act="deny") == ["b: that the boat had sunk"]
    assert found(kept, "ships and boats", speaker="haldorsen") == everything[:2] == found(kept, "ships and boats", outlet="gazette", since="2026-01-04", until="2026-01-31")
    for options in ({"speaker": "nobody"}, {"speaker": "!"}, {"outlet": "none"}, {"since": "2027-01-01"}, {"mode": "shown"}, {"min_confidence": 0.95}, {"added": "2999-01-01"}):
        assert found(kept, "ships and boats", **options) == found(kept, "ships and boats", by="both", **options) == [], options


def test_filters_let_the_same_through_whatever_is_known_beforehand(record, scripted, monkeypatch):
    """Marks, speakers and texts only spare work: without them each candidate is asked for."""
    verbs, names = ("said", "promised", "denied"), ("Ann Lee", "Per Dahl", "Irena Novak")
    record.ingest(*(Report(f'{names[n % 3]} {verbs[n % 2]} "the ferry number {n} is late". {names[n % 2]} {verbs[n % 3]} that the boat {n} sank.', id=f"r{n}", outlet=("Post", "Gazette")[n % 2], published=f"2026-01-{1 + n:02}")
                    for n in range(28)), extractor=scripted)  # fmt: skip
    asked = ({"kind": "direct"}, {"act": ("deny", "pledge")}, {"min_confidence": 0.5}, {"min_confidence": 0.51}, {"max_confidence": 0.51}, {"speaker": "Dahl", "kind": "indirect"}, {"outlet": "post", "since": "2026-01-07"},
             {"speaker": ("Lee", "Novak"), "outlet": "Gazette", "mode": "said"}, {"until": "2026-01-09", "kind": "mixed"}, {"added": "2026-01-01"})  # fmt: skip
    narrowed = [found(record, "ships and boats", limit=100, **options) for options in asked]
    monkeypatch.setattr("onrecord.keep.nearest.FEW_VERSIONS", 0)
    monkeypatch.setattr("onrecord.keep.nearest.fitting", lambda marks, query: None)
    assert [set(found(record, "ships and boats", limit=100, **options)) for options in asked] == list(map(set, narrowed))
    assert [len(lines) > 3 for lines in narrowed] == [True] * 8 + [False, True] and narrowed[8] == []


def test_marks_are_made_for_what_was_built_before_there_were_any(kept):
    with kept._writing() as connection:
        for change in (*AS_OF_0020, "DROP TABLE amendments", "ALTER TABLE meaning_codes DROP COLUMN marks", "ALTER TABLE compared DROP COLUMN others", "ALTER TABLE versions DROP COLUMN superseded_by", "ALTER TABLE readings DROP COLUMN superseded_by", "ALTER TABLE speakers DROP COLUMN outline", "DROP INDEX ix_appearances_entity_day", "CREATE INDEX ix_appearances_entity ON appearances (entity)"):
            connection.exec_driver_sql(change)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0015'")
    kept.close()
    with onrecord.open(kept.path) as again:
        assert again.verify().faults == () and found(again, "ships and boats", act="deny") == ["b: that the boat had sunk"]


def test_words_that_stand_there_are_marked(kept):
    (hit, *_) = kept.search("the ferry in winter", by="both").hits
    assert [REPORTS[1].text[a:b] for a, b in hit.marks] == ["ferry", "winter"]


def test_reports_are_found_by_their_nearest_statement(kept):
    page = kept.search("ships and boats", by="meaning", within="reports", facets=True)
    assert page.hits[0].article == "b" and page.hits[0].statement is None and len({hit.article for hit in page.hits}) == len(page.hits) == page.count
    assert page.facets["outlet"]["Gazette"] == 1 and page.facets["confidence"] == {}


def test_both_takes_the_language_of_queries(kept):
    assert found(kept, '"the boat"', by="both")[0] == "b: that the boat had sunk"
    assert found(kept, "NOT ferry", by="both", limit=100)


def test_facets_count_what_is_found(kept):
    page = kept.search("ships and boats", by="meaning", facets=True)
    for counts in (counts for facet, counts in page.facets.items() if facet != "confidence"):
        assert sum(counts.values()) == page.count == len(page.hits)
    assert max(page.facets["confidence"].values()) == page.count and all(kept.search("ships and boats", by="meaning", min_confidence=float(least)).count == count for least, count in page.facets["confidence"].items())


@pytest.mark.parametrize("by", ["meaning", "both"])
def test_pages_are_those_of_the_whole(record, scripted, by):
    record.ingest(*(Report(f'Ann Lee said "the ferry number {n} is late".', id=f"r{n}") for n in range(23)), extractor=scripted)
    whole = found(record, "which ferry is late", by=by, limit=100)
    seen, after = [], None
    while True:
        page = record.search("which ferry is late", by=by, limit=5, after=after)
        seen += [f"{hit.article}: {hit.words}" for hit in page.hits]
        if after is None:  # what is added between two pages moves nothing
            record.ingest(Report('Ann Lee said "which ferry is late".', id="new"), extractor=scripted)
        after = page.after
        if after is None:
            break
    assert seen == whole and len(set(seen)) == 23
    with pytest.raises(UsageError, match="another query"):
        record.search("which ferry is late", by="words", after=record.search("which ferry is late", by=by, limit=5).after)


@pytest.mark.parametrize("by", ["meaning", "both"])
def test_what_is_added_between_pages_pushes_nothing_out(record, scripted, monkeypatch, by):
    monkeypatch.setattr("onrecord.keep.nearest.EXACT", (8, 8))
    monkeypatch.setattr("onrecord.keep.nearest.NEAR", 8)
    record.ingest(*(Report(f'Ann Lee said "{what} number {n} is late".', id=f"{what}{n}") for n in range(6) for what in ("the ferry", "a boat")), extractor=scripted)
    whole = found(record, "which ferry is late", by=by, limit=100)
    page = record.search("which ferry is late", by=by, limit=3)
    seen = [f"{hit.article}: {hit.words}" for hit in page.hits]
    while page.after:
        record.ingest(*(Report(f'Ann Lee said "which ferry is late, {len(seen)} or {n}".', id=f"new{len(seen)}-{n}") for n in range(9)), extractor=scripted)
        page = record.search("which ferry is late", by=by, limit=3, after=page.after)
        seen += [f"{hit.article}: {hit.words}" for hit in page.hits]
    assert seen == whole and len(whole) >= 8


@pytest.mark.parametrize("words", ["🎉", "🎉 🚢", "…", "\ud800", "\x00", "«»"])
def test_what_has_no_meaning_finds_nothing(kept, words):
    for by in ("meaning", "both"):
        page = kept.search(words, by=by, facets=True)
        assert page.hits == () and page.count == 0


def test_what_else_may_be_asked(kept):
    assert kept.search("", by="meaning") == kept.search("") and kept.search("  ", by="both").hits == kept.search("").hits
    with pytest.raises(UsageError, match="200 words"):
        kept.search("winter " * 15_000, by="meaning")
    kept.search("w" * 100_000, by="meaning")
    for words in ("la nave affonda", "Das Schiff sank", "船が沈んだ", "السفينة غرقت", "корабль"):
        kept.search(words, by="both")
    with pytest.raises(UsageError, match="by 'sense'"):
        Query(by="sense")


def test_a_little_that_was_added_is_taken_in(kept, scripted):
    kept.ingest(Report('Ann Lee said "the ferry has a hole".', id="e"), extractor=scripted)
    assert any(line.startswith("e:") for line in found(kept, "damaged ship"))
    assert kept.index() == 0 and kept.verify().faults == ()


def test_much_that_waits_is_told(kept, scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.vectors.SOON", 0)
    kept.ingest(Report('Ann Lee said "the ferry has a hole". Ann Lee said "it sinks".', id="e"), extractor=scripted)
    with pytest.raises(NotIndexed, match="2 statements cannot be searched by meaning yet: run `onrecord index`"):
        kept.search("ship", by="meaning")
    assert kept.index() == 2 and found(kept, "ship")


def test_it_goes_on_where_it_was_broken_off(record, scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.vectors.READINGS", 1)
    record.ingest(*REPORTS, extractor=scripted)

    def stop(number):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record.index(watch=stop)
    assert rows(record) == 1 and record.verify().faults == ()
    assert record.index() == 5 and rows(record) == 6 == record.stats().meaning
    assert record.index() == 0


def test_another_model_has_all_built_anew(kept, scripted):
    before, state = found(kept, "ship"), kept.state()
    with kept._writing() as connection:
        connection.execute(update(meaning_built).values(model="older"))
        connection.execute(update(meaning_codes).values(codes=b"\0" * 48))
        if there(connection):
            connection.execute(update(nearest_vectors).values(vector=str([0.5] * 384)))
    kept.close()
    with onrecord.open(kept.path) as again:
        assert found(again, "ship") == before and again.verify().faults == () and again.state() != state


def test_what_is_wrong_with_vectors_is_found(kept, database):
    with kept._writing() as connection:
        if database == "pgvector":
            connection.execute(delete(nearest_vectors).where(nearest_vectors.c.statement == 2))
            connection.execute(insert(meaning_vectors), {"statement": 1, "sizes": b""})
        connection.execute(update(meaning_codes).where(meaning_codes.c.first == 1).values(codes=b"\0" * 47))
        connection.execute(delete(meaning_vectors).where(meaning_vectors.c.statement == 2))
        connection.execute(update(meaning_vectors).where(meaning_vectors.c.statement == 3).values(sizes=b"\0"))
        connection.execute(update(meaning_codes).where(meaning_codes.c.first == 2).values(marks=b"\0\0"))
    assert len(kept.verify().faults) == (2 if database == "pgvector" else 4)


def test_a_takedown_takes_the_vectors(kept):
    vectors = rows(kept)
    assert found(kept, "ship")[0].startswith("b:")
    kept.takedown("b", who="the editor", why="a court's order")
    assert rows(kept) == vectors - 2
    assert not any(line.startswith("b:") for line in found(kept, "ship")) and kept.verify().faults == () and kept.index() == 0


def test_news_of_a_saved_search(kept, scripted):
    kept.save_search("ships", "a ship sinks", by="meaning")
    assert kept.news("ships") == ()
    kept.ingest(Report('Ann Lee said "the ferry went down in the storm".', id="e"), extractor=scripted)
    assert [hit.article for hit in kept.news("ships")] == ["e"]


def test_corrected_statements_are_found_as_they_stand(kept):
    (statement,) = kept.article("a").statements
    kept.correct_statement(statement.id, none=True, who="the desk", why="no statement")
    assert not any(line.startswith("a:") for line in found(kept, "blood donors")) and kept.verify().faults == ()


def test_ranks_are_fused():
    a, b, c = (Near(n, n, "", n) for n in (1, 2, 3))
    assert fuse([a, b], [b, c]) == [b, a, c] and fuse([a], []) == [a] and fuse([], []) == []
    near, worded = ([Near(n, n, "", n) for n in range(start, start + 50)] for start in (0, 100))
    assert fuse(near, worded)[:18] == [*near[:16], worded[0], near[16]]
    assert 1 / (DAMPING + 1) < (1 + WORDS) / (DAMPING + 40)  # in both lists is better than first in one


def test_the_same_words_have_the_same_vector():
    one, other = embedding().embed("the ferry is late"), Embedding().embed("the ferry is late")
    assert np.array_equal(one, other) and abs(float(one @ one) - 1) < 1e-5
    assert np.array_equal(embedding().embed_question("Is the ferry late? "), embedding().embed("Is the ferry late")) and embedding().embed_question("?!") is None
    assert embedding().embed("") is embedding().embed("🎉") is None and LEAST > 0


def test_what_lacks_is_told(tmp_path):
    with pytest.raises(ModelError, match=r"lacks embedding\.onnx"):
        Embedding(tmp_path)
    (tmp_path / "embedding.onnx").write_bytes(b"none")
    (tmp_path / "embedding.json").write_text((WEIGHTS / "embedding.json").read_text())
    with pytest.raises(ModelError, match="damaged"):
        Embedding(tmp_path).embed("word")
    assert json.loads((WEIGHTS / "embedding.json").read_text())["licence"] == "Apache-2.0"
