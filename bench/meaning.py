"""What searching by meaning costs in a record of many statements, and whether it finds what comparing all vectors would.

    meaning.py 100000 1000000 [--queries 200]

Ten thousand statements of synthetic reports are kept, and multiplied within the file (by tables and index, their words left out of the latter); each gets a vector of its own, a mixture of the vectors of two
statements of reports/train with some noise, so that they lie about as densely as statements of news do.  Searched are the questions of reports/questions.jsonl, half of them with one or two filters.  Recall is of the
first ten of 100 questions without filters, against the cosines of all vectors as they were before they were kept in few bytes.  SQLite alone.
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
from storing import leave_out_utterances
from synthetic import Synthetic

import onrecord
from onrecord.keep.database import add_many
from onrecord.keep.nearest import LEAST, Passing, find_nearest
from onrecord.keep.record import Record
from onrecord.keep.schema import ACTS, KINDS, meaning_built, meaning_codes, meaning_vectors
from onrecord.keep.search import _newest
from onrecord.meaning.codes import packed
from onrecord.meaning.embedding import Embedding, embedding

ROOT = Path(__file__).parents[1]
KEPT, NOISE, FIRST, JUDGED = 10_000, 0.02, 10, 100


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


def give_vectors(record: Record, of: Embedding, asked: np.ndarray) -> np.ndarray:
    """Every statement a vector; the rows (Q, FIRST) of those that are nearest to some questions, before they were kept."""
    real, chance = vectors_of_reports(of), np.random.default_rng(1)
    best, nearest = np.full((len(asked), FIRST), -1.0, dtype=np.float32), np.zeros((len(asked), FIRST), dtype=np.int64)
    with record._reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, first, found FROM readings WHERE found > 0 ORDER BY id").all()
    for start in range(0, len(rows), 1_000):
        some = rows[start : start + 1_000]
        numbers = np.concatenate([np.arange(row.first, row.first + row.found) for row in some])
        vectors = mixtures(real, chance, len(numbers))
        both = np.concatenate([best, asked @ vectors.T], axis=1)
        names = np.concatenate([nearest, np.broadcast_to(numbers, (len(asked), len(numbers)))], axis=1)
        at = np.argsort(-both, axis=1)[:, :FIRST]
        best, nearest = np.take_along_axis(both, at, axis=1), np.take_along_axis(names, at, axis=1)
        codes, sizes = packed(vectors, of.centre)
        place = 0
        with record._writing() as connection:
            add_many(connection, meaning_vectors, [{"statement": number, "sizes": size.tobytes()} for number, size in zip(numbers.tolist(), sizes)])
            kept = []
            for row in some:
                kept.append({"reading": row.id, "first": row.first, "codes": codes[place : place + row.found].tobytes()})
                place += row.found
            add_many(connection, meaning_codes, kept)
    with record._writing() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM readings").scalar_one()
        connection.execute(insert(meaning_built), {"id": 1, "model": of.name, "reading": last, "changes": 0})
    return np.where(best >= LEAST, nearest, -1)


def filters(outlets: list[str]) -> Iterator[dict[str, Any]]:
    chance = random.Random(2)
    while True:
        year = chance.randint(2016, 2024)
        some: list[dict[str, Any]] = [
            {"act": chance.choice(ACTS[:6])}, {"kind": "direct"}, {"mode": "thought"}, {"outlet": outlets[min(int(chance.paretovariate(0.6)), len(outlets) - 1)]},
            {"since": f"{year}-03-01", "until": f"{year + 1}-03-01"}, {"min_confidence": 0.8},
        ]  # fmt: skip
        yield {name: value for each in chance.sample(some, chance.randint(1, 2)) for name, value in each.items()}


def measure(size: int, queries: int, path: Path) -> None:
    of, made, began = embedding(), Synthetic(), time.process_time()
    asked = questions()
    vectors = np.array([of.embed_question(question) for question in asked[:JUDGED]])
    with onrecord.open(path) as record:
        record.ingest(*made.reports(min(size, KEPT)), extractor=made)
        if size > KEPT:
            multiply(record, round(size / KEPT))
        before = record.stats().bytes
        right = give_vectors(record, of, vectors)
        kept = sum(record.stats().statements.values())
        print(f"{kept:,} statements; vectors take {record.stats().bytes - before:,} bytes, {(record.stats().bytes - before) / kept:.0f} a statement; made in {time.process_time() - began:.0f} s of the processor", flush=True)
    with onrecord.open(path) as record:
        began = time.process_time()
        record.search(asked[0], by="meaning")
        print(f"    the first question of a program: {time.process_time() - began:.2f} s of the processor; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most in the whole run", flush=True)
        chosen = filters(made.outlets)
        for what, options in (("without filters", None), ("with filters", chosen)):
            for by in ("meaning", "both"):
                passed, spent = [], []
                for question in (asked * 3)[: queries // 2]:
                    more = next(options) if options else {}
                    start, at = time.perf_counter(), time.process_time()
                    record.search(question, by=by, **more)
                    passed.append(1000 * (time.perf_counter() - start))
                    spent.append(1000 * (time.process_time() - at))
                told = ", ".join(f"{name} p50 {statistics.median(times):.1f}, p95 {statistics.quantiles(times, n=20)[18]:.1f}, most {max(times):.1f}" for name, times in (("of the processor", spent), ("passed", passed)))
                print(f"    by {by}, {what}, {len(spent)} questions, ms: {told}", flush=True)
        found = wanted = 0
        with record._reading() as connection:
            passing = Passing(connection, onrecord.Query(), _newest(connection))
            meanings = record._meanings()
            for question, rows in zip(asked, right):
                first = {near.number for near in find_nearest(connection, question, passing, meanings)[:FIRST]}
                wanted += int((rows >= 0).sum())
                found += len(first & set(rows[rows >= 0].tolist()))
        print(f"    of the {wanted} nearest (the first {FIRST} of {len(right)} questions, from a cosine of {LEAST} on) {100 * found / wanted:.1f} % are found", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    leave_out_utterances()
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, options.queries, Path(folder) / "record.db")


if __name__ == "__main__":
    main()
