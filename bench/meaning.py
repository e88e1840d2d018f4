"""What searching by meaning costs in a record of many statements, and whether it finds what comparing all vectors would.

    meaning.py 100000 1000000 [--queries 200] [--db postgresql://user@host/database]

Ten thousand statements of synthetic reports are kept, and multiplied within the file (by tables and index, their words left out of the latter); each gets a vector of its own, a mixture of the vectors of two
statements of reports/train with some noise, so that they lie about as densely as statements of news do.  Searched are the questions of reports/questions.jsonl, half of them with one or two filters.  Recall is of the
first ten of 100 questions without filters, and of 40 with filters, against the cosines of all vectors that pass as they were before they were kept in few bytes.  In an empty PostgreSQL database (--db), with pgvector where the server has it, all reports are kept
instead; seconds of the processor that questions take are then those of the server's process too, which is to run on this machine.
"""

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, text
from storing import leave_out_utterances, seconds_of_server
from synthetic import Synthetic

import onrecord
from onrecord.keep import pgvector
from onrecord.keep.finding import ask, kept_last, make_ready
from onrecord.keep.nearest import LEAST, Passing, find_nearest
from onrecord.keep.record import Record
from onrecord.keep.schema import ACTS, KINDS, meaning_built
from onrecord.keep.search import _newest
from onrecord.keep.vectors import _keep_codes, _Reading, _to_be, marks_of_readings
from onrecord.meaning.embedding import Embedding, embedding

ROOT = Path(__file__).parents[1]
KEPT, NOISE, FIRST, JUDGED, FILTERED = 10_000, 0.02, 10, 100, 40


def questions() -> list[str]:
    found = [json.loads(line)["question"] for line in (ROOT / "reports" / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    random.Random(1).shuffle(found)
    return found


def vectors_of_reports(of: Embedding) -> np.ndarray:
    """Of the statements of every third annotated report."""
    found = []
    for path in sorted((ROOT / "reports" / "train").glob("*.json"))[::3]:
        words = path.with_suffix(".txt").read_text(encoding="utf-8")
        found += of.embed_contents(words, (" ".join(words[a:b] for a, b in row["content"]) for row in json.loads(path.read_text(encoding="utf-8"))["statements"]))
    return np.array([vector for vector in found if vector is not None], dtype=np.float32)


def mixtures(real: np.ndarray, chance: np.random.Generator, number: int) -> np.ndarray:
    one, other = (real[chance.integers(len(real), size=number)] for _ in range(2))
    share = chance.uniform(0.15, 0.5, size=(number, 1)).astype(np.float32)
    mixed = (1 - share) * one + share * other + NOISE * chance.standard_normal(one.shape, dtype=np.float32)
    return mixed / np.linalg.norm(mixed, axis=1, keepdims=True)


def multiply(record: Record, times: int) -> None:
    """So many times the rows of a record, under other ids."""
    with record._writing() as connection:

        def last(table: str) -> int:
            return int(connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar_one())

        of = {"texts": last("texts"), "articles": last("articles"), "versions": last("versions"), "readings": last("readings"), "statements": last("statements")}
        changed: dict[str, dict[str, str]] = {
            "texts": {"sha256": "printf('%08d', j) || substr(sha256, 9)"}, "articles": {"article_id": "article_id || '-' || j"},
            "versions": {"article": f"article + j * {of['articles']}", "text": f"text + j * {of['texts']}"}, "readings": {"text": f"text + j * {of['texts']}", "first": f"first + j * {of['statements']}"},
            "statements": {"reading": f"reading + j * {of['readings']}"},
        }  # fmt: skip
        for table, others in changed.items():
            names = [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')]
            values = [f"id + j * {of[table]}" if name == "id" else others.get(name, f'"{name}"') for name in names]
            copies = f"WITH RECURSIVE copies(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM copies WHERE j < {times - 1})"
            connection.execute(text(f'INSERT INTO "{table}" {copies} SELECT {", ".join(values)} FROM copies CROSS JOIN (SELECT * FROM "{table}") AS kept'))
        kinds, acts = KINDS.index("indirect"), ACTS.index("assert")
        tags = f"CASE kind WHEN {kinds} THEN '' ELSE '§k' || kind END || ' ' || CASE act WHEN {acts} THEN '' ELSE '§a' || act END"
        connection.execute(text(f"INSERT INTO statement_words(rowid, content, speaker) SELECT id, {tags}, lower(coalesce(speaker_name, '')) FROM statements WHERE id > {of['statements']}"))


class Nearest:
    """The rows (Q, FIRST) of the statements that are nearest to some questions, of those that pass the filters of each, by the cosines of the vectors as they were; -1 below LEAST."""

    def __init__(self, asked: np.ndarray, passes: list[np.ndarray | None]):
        self.asked, self.passes = asked, passes  # of each question, by row; None where all do
        self.best, self.found = np.full((len(asked), FIRST), -1.0, dtype=np.float32), np.zeros((len(asked), FIRST), dtype=np.int64)

    def see(self, numbers: np.ndarray, vectors: np.ndarray) -> None:
        cosines = self.asked @ vectors.T
        for row, passes in zip(cosines, self.passes):
            if passes is not None:
                row[~passes[numbers]] = -1
        both = np.concatenate([self.best, cosines], axis=1)
        names = np.concatenate([self.found, np.broadcast_to(numbers, cosines.shape)], axis=1)
        at = np.argsort(-both, axis=1)[:, :FIRST]
        self.best, self.found = np.take_along_axis(both, at, axis=1), np.take_along_axis(names, at, axis=1)

    @property
    def rows(self) -> np.ndarray:
        return np.where(self.best >= LEAST, self.found, -1)


def passing(record: Record, options: dict[str, Any], last: int) -> np.ndarray | None:
    """Which statements pass, by row."""
    if not options:
        return None
    found = np.zeros(last + 1, dtype=bool)
    with record._reading() as connection:
        made = make_ready(connection, onrecord.Query(**options), None, _newest(connection))
        found[[row.number for row in ask(connection, made, f"SELECT number FROM ({kept_last(connection, made, last)}) AS found")]] = True
    return found


def give_vectors(record: Record, of: Embedding, nearest: Nearest) -> None:
    """Every statement a vector, in pgvector where the server has it."""
    real, chance = vectors_of_reports(of), np.random.default_rng(1)
    with record._reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, first, found FROM readings WHERE found > 0 ORDER BY id").all()
    model = _to_be(record._engine, record.path, of, True)
    by_server = model.endswith(pgvector.FORM)
    for start in range(0, len(rows), 200):
        some = rows[start : start + 200]
        numbers = np.concatenate([np.arange(row.first, row.first + row.found) for row in some])
        vectors = mixtures(real, chance, len(numbers))
        nearest.see(numbers, vectors)
        with record._writing() as connection:
            marks = marks_of_readings(connection, [row.id for row in some])
            if not start:
                pgvector.begin(connection, by_server)
            place, read = 0, []
            for row in some:
                read.append(_Reading(row.id, row.first, vectors[place : place + row.found], marks[row.id]))
                place += row.found
            if by_server:
                pgvector.add(connection, ((each.first, each.vectors) for each in read))
            else:
                _keep_codes(connection, of, read)
    with record._writing() as connection:
        connection.execute(insert(meaning_built), {"id": 1, "model": model, "reading": rows[-1].id, "changes": 0})
    with record._writing() as connection:
        if by_server:
            pgvector.index(connection)


def filters(outlets: list[str]) -> Iterator[dict[str, Any]]:
    chance = random.Random(2)
    while True:
        year = chance.randint(2016, 2024)
        some: list[dict[str, Any]] = [
            {"act": chance.choice(ACTS[:6])}, {"kind": "direct"}, {"mode": "thought"}, {"outlet": outlets[min(int(chance.paretovariate(0.6)), len(outlets) - 1)]},
            {"since": f"{year}-03-01", "until": f"{year + 1}-03-01"}, {"min_confidence": 0.8},
        ]  # fmt: skip
        yield {name: value for each in chance.sample(some, chance.randint(1, 2)) for name, value in each.items()}


def told(times: list[float]) -> str:
    return f"p50 {statistics.median(times):.1f}, p95 {statistics.quantiles(times, n=20)[18]:.1f}, most {max(times):.1f}"


def recall(record: Record, asked: list[str], filtered: list[dict[str, Any]], right: np.ndarray) -> str:
    found = wanted = 0
    with record._reading() as connection:
        for question, options, rows in zip(asked, filtered, right):
            first = {near.number for near in find_nearest(connection, question, Passing(connection, onrecord.Query(**options), _newest(connection)), record._meanings())[:FIRST]}
            wanted += int((rows >= 0).sum())
            found += len(first & set(rows[rows >= 0].tolist()))
    return f"{100 * found / wanted:.1f} % of {wanted}"


def measure(size: int, queries: int, place: Path | str) -> None:
    of, made, began = embedding(), Synthetic(), time.process_time()
    asked, chosen = questions(), filters(made.outlets)
    filtered = [{}] * JUDGED + [next(chosen) for _ in range(FILTERED)]
    judged = asked[:JUDGED] + asked[:FILTERED]
    with onrecord.open(place) as record:
        record.ingest(*made.reports(min(size, KEPT) if isinstance(place, Path) else size), extractor=made)
        if size > KEPT and isinstance(place, Path):
            multiply(record, round(size / KEPT))
        before, kept = record.stats().bytes, sum(record.stats().statements.values())
        nearest = Nearest(np.array([of.embed_question(question) for question in judged]), [passing(record, options, kept) for options in filtered])
        give_vectors(record, of, nearest)
        if not isinstance(place, Path):
            with record._writing() as connection:
                connection.execute(text("ANALYZE"))
        print(f"{kept:,} statements; vectors take {record.stats().bytes - before:,} bytes, {(record.stats().bytes - before) / kept:.0f} a statement; made in {time.process_time() - began:.0f} s of the processor", flush=True)
    with onrecord.open(place) as record:
        began = time.process_time()
        record.search(asked[0], by="meaning")
        print(f"    the first question of a program: {time.process_time() - began:.2f} s of the processor; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most in the whole run", flush=True)
        for what, options in (("without filters", None), ("with filters", filters(made.outlets))):
            for by in ("meaning", "both"):
                passed, spent = [], []
                for question in (asked * 3)[: queries // 2]:
                    more, of_server = next(options) if options else {}, seconds_of_server(record)
                    start, at = time.perf_counter(), time.process_time()
                    record.search(question, by=by, **more)
                    passed.append(1000 * (time.perf_counter() - start))
                    spent.append(1000 * (time.process_time() - at + seconds_of_server(record) - of_server))
                print(f"    by {by}, {what}, {len(spent)} questions, ms: of the processor {told(spent)}, passed {told(passed)}", flush=True)
        right = nearest.rows
        print(f"    of the first {FIRST} (from a cosine of {LEAST} on) are found: {recall(record, judged[:JUDGED], filtered, right)} without filters, "
              f"{recall(record, judged[JUDGED:], filtered[JUDGED:], right[JUDGED:])} with filters")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--db")
    options = parser.parse_args()
    if options.db and len(options.sizes) != 1:
        parser.error("with --db, give one size")
    leave_out_utterances()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, options.queries, options.db or Path(folder) / "record.db")


if __name__ == "__main__":
    main()
