"""What is peculiar to vectors that pgvector keeps; that they are found, and gone, is in test_meaning."""

import numpy as np
import pytest
from sqlalchemy import text

import onrecord
from onrecord import Report
from onrecord.keep import pgvector
from onrecord.keep.nearest import Meanings
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


def test_the_index_finds_nearly_all_that_comparing_all_finds(kept, monkeypatch):
    asked = [embedding().embed(f"the {what} was delayed on {day}") for what in ("ship", "railway", "coach") for day in DAYS[:3]]
    monkeypatch.setattr(pgvector, "AT_ONCE", (10, 20, 40))

    def nearest() -> list[set[int]]:
        with kept._reading() as connection:
            return [set(next(Meanings(embedding()).nearest(connection, vector, None))) for vector in asked]

    exact = nearest()
    monkeypatch.setattr(pgvector, "INDEXED", 100)
    with kept._writing() as connection:
        pgvector.index(connection)
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = " ".join(connection.execute(text(f"EXPLAIN SELECT statement FROM meaning_nearest ORDER BY vector <#> CAST('{[0.5] * 384}' AS halfvec(384)) LIMIT 10")).scalars())
    assert "ix_meaning_nearest" in plan
    with kept._engine.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {kept.path.database} SET enable_seqscan = off"))
        connection.commit()
    kept._engine.dispose()
    assert sum(len(one & other) for one, other in zip(exact, nearest())) >= 0.95 * 10 * len(asked)
    assert kept.verify().faults == ()


def test_later_batches_bring_what_the_first_did_not(kept, monkeypatch):
    monkeypatch.setattr(pgvector, "AT_ONCE", (5, 30, 1_000))
    with kept._reading() as connection:
        batches = list(Meanings(embedding()).nearest(connection, embedding().embed("ship"), None))
    numbers = [number for batch in batches for number in batch]
    assert [len(batch) for batch in batches] == [5, 25, 138] and len(set(numbers)) == 168
    cosines = [cosine for batch in batches for cosine in batch.values()]
    assert cosines == sorted(cosines, reverse=True)


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
