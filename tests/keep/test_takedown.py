import random
import sqlite3
from contextlib import closing

import pytest

import onrecord
from onrecord import InputError, RecordError, Report, UsageError
from onrecord.keep.index import encoded

WORDS = ("Quibblethorn", "zanzitarium", "mulberry", "Vextrapool")  # nowhere else
SECRET = 'Zed Quibblethorn said "the zanzitarium and its mulberry must go", she added, "to Vextrapool". ' + "Filler of the Vextrapool page. " * 400
OTHER = 'Ann Lee said "the harbour stays open". ' + "More of the harbour. " * 300


@pytest.fixture
def kept(record, scripted):
    record.ingest(Report(SECRET, id="s1", title="Zanzitarium to go", url="https://a.example/zanzitarium", path="in/mulberry.txt", source="in/mulberry.txt"), Report(OTHER, id="o1"), extractor=scripted)
    record.ingest(Report(SECRET.replace("must", "may"), id="s1"), Report(SECRET, id="s2", title="Mulberry"), extractor=scripted)
    record.ingest(*(Report(f'Ann Lee said "harbour {n}".', id=f"h{n}") for n in range(50)), extractor=scripted)
    return record


def all_bytes(path) -> bytes:
    """Of the file and of its log."""
    return b"".join(file.read_bytes() for file in (path, path.with_name(path.name + "-wal")) if file.exists())


def holding(path) -> list[str]:
    """The words that the bytes of the file or of its log hold, in any case; a text is kept compressed, and counts as all of them."""
    data = all_bytes(path)
    texts = [encoded(text) for text in (SECRET, SECRET.replace("must", "may"))]
    if any(text[at : at + 24] in data for text in texts for at in range(0, len(text) - 24, 24)):
        return list(WORDS)
    return [word for word in WORDS if word.lower().encode() in data.lower()]


def terms(path) -> set[str]:
    """What the indexes know, also where their pages hold words in pieces."""
    with closing(sqlite3.connect(path)) as raw:
        for index in ("statement_words", "text_words"):
            raw.execute(f"CREATE VIRTUAL TABLE temp.{index}_v USING fts5vocab(main, {index}, row)")
        return {term for index in ("statement_words", "text_words") for (term,) in raw.execute(f"SELECT term FROM temp.{index}_v")}


def test_the_words_are_nowhere_in_the_file(kept):
    assert set(holding(kept.path)) == set(WORDS)
    done = kept.takedown("s1", who="the editor", why="a court's order")
    assert holding(kept.path) == [] and not {word.lower() for word in WORDS} & terms(kept.path)
    assert done.articles == ("s1", "s2") and len(done.sha256) == 2 and done.statements == 2
    assert kept.verify().faults == () and kept.verify().taken_down == 2
    kept.close()
    assert holding(kept.path) == []


def test_the_rest_is_found_as_before(kept):
    before = kept.search("harbour", limit=1000).hits
    kept.takedown("s1", who="the editor", why="a court's order")
    assert kept.search("harbour", limit=1000).hits == before and kept.article("o1").text == OTHER
    assert [hit.article for hit in kept.search("more of the harbour", within="reports").hits] == ["o1"]
    for words in WORDS:
        assert not kept.search(words).hits and not kept.search(words, within="reports", versions="all").hits
    assert not kept.search(speaker="Quibblethorn", versions="all").hits


def test_hash_and_reason_stay_and_the_text_is_not_taken_again(kept, scripted):
    hashes = [version.sha256 for version in kept.versions("s1")]
    kept.takedown("s1", who="the editor", why="a court's order")
    versions = kept.versions("s1")
    assert [version.sha256 for version in versions] == hashes and all(v.taken_down and not (v.title or v.url or v.path or v.source) for v in versions)
    with pytest.raises(InputError, match=r"taken down on .* by the editor: a court's order"):
        kept.article("s1")
    outcome = kept.ingest(Report(SECRET, id="s1"), Report(SECRET, id="s3"), extractor=scripted)
    assert outcome.taken_down == 2 and outcome.new == 0 and holding(kept.path) == []
    assert kept.ingest(Report("Nothing of that.", id="s1"), extractor=scripted).changed == 1 and kept.article("s1").text == "Nothing of that."


def test_a_takedown_that_was_broken_off_is_finished_by_another(kept, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("onrecord.keep.takedown._erase_traces", lambda path: None)
        kept.takedown("s1", who="the editor", why="a court's order")
    again = kept.takedown("s1", who="somebody", why="else")
    assert holding(kept.path) == [] and again.statements == 2
    assert kept.stats().takedowns == 2


def test_a_reader_in_the_way_is_told(kept, monkeypatch):
    monkeypatch.setattr("onrecord.keep.takedown.PATIENCE", 0.1)
    with closing(sqlite3.connect(kept.path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM texts").fetchall()
        with pytest.raises(RecordError, match="run the takedown again"):
            kept.takedown("s1", who="the editor", why="a court's order")
    kept.takedown("s1", who="the editor", why="a court's order")
    assert holding(kept.path) == []


def test_who_and_why_are_wanted(kept):
    for who, why in (("", "x"), ("x", " ")):
        with pytest.raises(UsageError):
            kept.takedown("s1", who=who, why=why)
    with pytest.raises(InputError):
        kept.takedown("nobody", who="x", why="y")
    with onrecord.open(kept.path) as again:
        assert again.verify().taken_down == 0


def test_no_piece_is_left_in_a_larger_file(record, scripted):
    """Pages are split and merged while reports are kept; words that no other report has, by their ends too, since an index leaves out beginnings."""
    chance = random.Random(3)

    def word(syllables: int) -> str:
        return "".join(chance.choice("bcdfghklmnprstvz") + chance.choice("aeiou") for _ in range(syllables))

    vocabulary = [word(chance.randint(2, 6)) for _ in range(3000)]
    own = {n: [word(9) for _ in range(20)] for n in range(7, 300, 40)}
    reports = []
    for n in range(300):
        words = [vocabulary[min(int(chance.paretovariate(0.6)), 2999)] for _ in range(chance.randint(50, 600))] + own.get(n, [])
        chance.shuffle(words)
        reports.append(Report(f'{" ".join(words)}. Ann Lee said "{" ".join(words[:20] + own.get(n, []))}".', id=str(n), url=f"https://x.example/{word(5)}/{n}"))
    record.ingest(*reports, extractor=scripted)
    for n in (207, 7, 127):
        kept = encoded(reports[n].text)
        pieces = [kept[at : at + 24] for at in range(0, len(kept) - 24, 24)]
        before = all_bytes(record.path)
        assert any(piece in before for piece in pieces)
        record.takedown(str(n), who="the editor", why="a court's order")
        after = all_bytes(record.path)
        assert not [piece for piece in pieces if piece in after] and not [ending for ending in own[n] if ending[-10:].encode() in after.lower()]
    assert record.verify().faults == () and len(record.search("ann", within="reports", limit=1000).hits) == 297


def test_backups_that_hold_the_words_are_named(kept, tmp_path):
    later = Report("Bo Orn said that it rains.", id="later")
    for name in ("held.db", "moved.db", "written-over.db"):
        kept.backup(tmp_path / name)
    (tmp_path / "moved.db").rename(tmp_path / "elsewhere.db")
    with onrecord.open(tmp_path / "other.db") as other:
        other.ingest(later)
        other.backup(tmp_path / "written-over.db")
    done = kept.takedown("s1", who="the editor", why="a court's order")
    assert [(each.file, each.holds) for each in done.backups] == [(str(tmp_path / "held.db"), True), (str(tmp_path / "moved.db"), None)] and done.at >= done.backups[0].at
    with onrecord.open(tmp_path / "held.db") as copy:
        assert copy.takedown("s1", who="the editor", why="a court's order").backups == ()
    (tmp_path / "elsewhere.db").rename(tmp_path / "moved.db")
    assert [(each.file, each.holds) for each in kept.takedown("s1", who="the editor", why="once more").backups] == [(str(tmp_path / "moved.db"), True)]


def test_a_backup_of_before_the_report_or_of_after_its_takedown_holds_nothing_of_it(record, scripted, tmp_path, monkeypatch):
    times = iter(range(10))
    for module in ("adding", "backup", "takedown"):
        monkeypatch.setattr(f"onrecord.keep.{module}.now", lambda: f"2026-01-0{next(times)}T00:00:00+00:00")
    record.ingest(Report(OTHER, id="o1"), extractor=scripted)
    record.backup(tmp_path / "before.db")
    record.ingest(Report(SECRET, id="s1"), extractor=scripted)
    record.takedown("s1", who="the editor", why="a court's order")
    record.backup(tmp_path / "after.db")
    for name in ("before.db", "after.db"):
        (tmp_path / name).unlink()
    assert record.takedown("s1", who="the editor", why="once more").backups == ()
