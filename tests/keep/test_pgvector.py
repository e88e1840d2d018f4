"""What is peculiar to vectors that pgvector keeps; that they are found, and gone, is in test_meaning."""

import numpy as np
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

import onrecord
from onrecord import Query, Report
from onrecord.keep import pgvector
from onrecord.keep.cursors import Cursor
from onrecord.keep.finding import of_rows
from onrecord.keep.vectors import built
from onrecord.meaning.embedding import embedding

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REPORTS = [Report(f'Ann Lee said "the {what} to {where} was late on {day}". Per Dahl denied that the {what} had sunk on {day}.', id=f"{what} {where} {day}", outlet=where, published="2026-01-03")
           for what in ("ferry", "train", "bus", "plane") for where in ("Oslo", "Bergen", "Molde") for day in DAYS]  # fmt: skip


@pytest.fixture
def database() -> str:
    return "pgvector"


@pytest.fixture
def kept(record, scripted):
    record.ingest(*REPORTS, extractor=scripted)
    record.index()
    return record


def by_server(record) -> bool:
    with record._reading() as connection:
        return built(connection).by_server


def found(record, **options) -> list[tuple[str, str]]:
    return [(hit.article, hit.words) for hit in record.search("Did the boat go under at the weekend?", by="meaning", limit=100, **options).hits]


def test_the_same_is_found_as_without_it(kept, scripted, tmp_path):
    with onrecord.open(tmp_path / "record.db") as file:
        file.ingest(*REPORTS, extractor=scripted)
        file.index()
        assert by_server(kept) and not by_server(file)
        for options in ({}, {"outlet": "Molde"}, {"act": "deny"}, {"speaker": "Dahl", "outlet": "Oslo"}):
            ours, theirs = found(kept, **options), found(file, **options)
            assert len(ours) == len(theirs) > 9 and set(ours[:9]) <= set(theirs[:12]) and ours[0] == theirs[0], options


def nearest(record, vector, most=10, **options) -> list[tuple[int, float]]:
    with record._reading() as connection:
        return [(row.number, row.cosine) for row in pgvector.nearest(connection, vector, of_rows(connection, Query(**options), Cursor(10**9, 10**9)), most, 0.0)]


@pytest.fixture
def indexed(kept, monkeypatch):
    """With an index, which the server takes wherever it may."""
    monkeypatch.setattr(pgvector, "INDEXED", 100)
    assert kept.index() == 0
    with kept._engine.connect() as connection:
        for setting in ("enable_seqscan", "enable_sort"):
            connection.execute(text(f"ALTER DATABASE {kept.path.database} SET {setting} = off"))
        connection.commit()
    kept._engine.dispose()
    return kept


def test_the_index_finds_nearly_all_that_comparing_all_finds(kept, request):
    asked = [embedding().embed(f"the {what} was delayed on {day}") for what in ("ship", "railway", "coach") for day in DAYS[:3]]
    exact = [{number for number, _ in nearest(kept, vector)} for vector in asked]
    indexed = request.getfixturevalue("indexed")
    with indexed._reading() as connection:
        made = of_rows(connection, Query(), Cursor(10**9, 10**9))
        sql = pgvector.beside(connection, made, "meaning_nearest", "0 AS cosine") + f" ORDER BY n.vector <#> CAST('{[0.5] * 384}' AS halfvec(384)) LIMIT 10"
        assert any("ix_meaning_nearest" in row[0] for row in pgvector.ask(connection, made, "EXPLAIN " + sql))
    assert sum(len(one & {number for number, _ in nearest(indexed, vector)}) for one, vector in zip(exact, asked)) >= 0.95 * 10 * len(asked)
    assert indexed.verify().faults == ()


def test_filters_that_leave_few_are_passed_by_all_that_pass(indexed, monkeypatch):
    """Also where the index gives up before it has found as many."""
    monkeypatch.setattr(pgvector, "CANDIDATES", 10)
    monkeypatch.setattr(pgvector, "LOOKED_AT", 10)
    vector = embedding().embed("ship")
    for options, many in (({"outlet": "Molde", "act": "deny"}, 28), ({"speaker": "Lee", "until": "2026-01-31"}, 84), ({"speaker": "nobody"}, 0), ({"mode": "thought"}, 0)):
        found = nearest(indexed, vector, 1_000, **options)
        assert len(found) == len(dict(found)) == many, options
        assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)


def test_where_no_memory_can_be_shared_the_index_is_made_without(kept, monkeypatch):
    monkeypatch.setattr(pgvector, "INDEXED", 100)
    tried = []

    def refuse(connection, clause, *_):
        if "CREATE INDEX" in str(clause) and not tried:
            tried.append(clause)
            raise DBAPIError("CREATE INDEX", None, Exception("could not resize shared memory segment"))

    with kept._writing() as connection:
        event.listen(connection, "before_execute", refuse)
        pgvector.index(connection)
        assert tried and connection.execute(text("SELECT to_regclass('ix_meaning_nearest')")).scalar_one() is not None


def test_a_takedown_erases_them_from_the_files(kept, server_with_vectors):
    with kept._reading() as connection:
        (number,) = connection.execute(text("SELECT s.id FROM statements AS s JOIN readings AS r ON r.id = s.reading JOIN versions AS v ON v.text = r.text JOIN articles AS a ON a.id = v.article WHERE a.article_id = 'ferry Oslo Monday' LIMIT 1")).one()
        kept_as = connection.execute(text(f"SELECT vector FROM meaning_nearest WHERE statement = {number}")).scalar_one()
        (oid,) = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).one()
    halves = np.array(kept_as.strip("[]").split(","), dtype=np.float16).tobytes()

    def held() -> bool:
        with kept._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        return any(halves in file.read_bytes() for file in (server_with_vectors.data / "base" / str(oid)).iterdir())

    assert held()
    kept.takedown("ferry Oslo Monday", who="the editor", why="a court's order")
    assert not held() and kept.verify().faults == ()


def test_with_and_without_the_extension(server_with_vectors, scripted, monkeypatch):
    """Vectors that are kept otherwise are found as before, and taken over by `index`; where it was dropped, they are made anew."""
    with onrecord.open(server_with_vectors.empty()) as record:
        record.ingest(*REPORTS[:9], extractor=scripted)
        with monkeypatch.context() as without:
            without.setattr(pgvector, "prepare", lambda connection: None)
            record.index()
        before = found(record)
        assert before and not by_server(record)
        with record._writing() as connection:
            connection.execute(text("CREATE EXTENSION vector"))
        record.ingest(REPORTS[9], extractor=scripted)
        assert len(found(record)) == len(before) + 2 and not by_server(record)
        assert record.index() == 20 and by_server(record) and len(found(record)) == len(before) + 2
        with record._writing() as connection:
            connection.execute(text("DROP EXTENSION vector CASCADE"))
        assert len(found(record)) == len(before) + 2 and record.verify().faults == ()


def test_who_may_not_take_the_extension_in_does_without(server_with_vectors, scripted):
    address = server_with_vectors.empty()
    with onrecord.open(address) as record, record._engine.connect() as connection:
        for statement in ("DROP ROLE IF EXISTS editor", "CREATE ROLE editor LOGIN", f"ALTER DATABASE {record.path.database} OWNER TO editor", "GRANT ALL ON ALL TABLES IN SCHEMA public TO editor",
                          "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO editor", "GRANT CREATE ON SCHEMA public TO editor"):  # fmt: skip
            connection.execute(text(statement))
        connection.commit()
    with onrecord.open(address.replace("onrecord@", "editor@")) as record:
        record.ingest(*REPORTS[:3], extractor=scripted)
        assert record.index() == 6 and not by_server(record) and found(record)
