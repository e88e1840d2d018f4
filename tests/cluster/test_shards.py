"""A shard gives back every article as it was, proved; and a record that reads it extracts nothing."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import onrecord
from onrecord import InputError, Report
from onrecord.cluster.folder import PART, Folder
from onrecord.cluster.shards import KEY, Contents, ShardWriter
from onrecord.read.sources import Skipped, read
from onrecord.types import Made, UnreadDate

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def pairs(extractor):
    """Reports and what was made of them: the example reports, one of another language, and one that UTF-8 cannot hold."""
    reports = [report for path in sorted(EXAMPLES.iterdir()) for report in read(str(path))]
    odd = Report('The mayor, Zoë Lind, said: "We \ud83d wait 🙂."', id="odd", title="half \udc00", source="x.jsonl", reader="jsonl", published="2026-02-03", url="http://a.example/?b=ü")
    foreign = Report("Der Bürgermeister schwieg am Montag, und die Stadt wartete weiter auf eine Antwort.", source="y.txt", reader="text")
    pairs = [(report, extractor.extract(report)) for report in [*reports, odd, foreign]]
    assert sum(bool(article.statements) for _, article in pairs) >= 4 and any(article.commitments for _, article in pairs)
    return pairs


def write(path, pairs, model, **about):
    with open(path, "wb") as file, ShardWriter(file) as writer:
        for report, article in pairs:
            writer.add(report, article)
        writer.finish(Contents("0", model, **{"min_confidence": 0.0} | about))


def test_there_and_back(tmp_path, pairs):
    failure, skipped = InputError("x line 3", "is no report", "mend it", "x"), Skipped("x", 2, "record")
    write(tmp_path / "s.parquet", pairs, "m", failures=(failure,), skipped=(skipped,))
    first, *made, last = read(str(tmp_path / "s.parquet"))
    assert (str(first), first.source, last) == (str(failure), "x", skipped)
    assert [each.article for each in made] == [article for _, article in pairs]
    for each, (report, article) in zip(made, pairs):
        assert replace(report, id=article.id) == Report(**{name: getattr(each, name) for name in Report.__dataclass_fields__})
    table = pq.read_table(tmp_path / "s.parquet")
    assert [words for words in table["text"].to_pylist() if "Zoë" in words] == ['The mayor, Zoë Lind, said: "We � wait 🙂."'] and table["line"].null_count == len(pairs) - 1
    assert table["statements"].to_pylist()[0][0]["content"] == [list(span) for span in pairs[0][1].statements[0].content], "others can read it without us"


def test_a_record_does_not_extract_again(tmp_path, pairs, extractor):
    model = extractor.model.card["name"]
    write(tmp_path / "s.parquet", pairs, model)

    def ingested(name, *sources, extractor=None):
        with onrecord.open(tmp_path / name) as record:
            outcome = record.ingest(*sources, extractor=extractor)
            kept = sorted(record.articles(), key=lambda article: article.id)
            return outcome, kept, [[(v.source, v.reader, v.sha256) for v in record.versions(article.id)] for article in kept]

    never = SimpleNamespace(model=extractor.model, extract_many=lambda reports: iter([pytest.fail("extracts again") for _ in reports]))
    loaded = ingested("a.db", tmp_path / "s.parquet", extractor=never)
    plain = ingested("b.db", *(report for report, _ in pairs))
    assert loaded == plain and loaded[0].new == len(pairs) and len(loaded[0].foreign) == 1
    other = SimpleNamespace(model=SimpleNamespace(card={"name": "another"}), extract_many=lambda reports: (replace(extractor.extract(report), model="another") for report in reports))
    assert {article.model for article in ingested("c.db", tmp_path / "s.parquet", extractor=other)[1]} == {"another"}, "another model reads it itself"
    write(tmp_path / "t.parquet", [(report, replace(article, statements=())) for report, article in pairs], model, min_confidence=0.5)
    assert ingested("d.db", tmp_path / "t.parquet")[1] == plain[1], "a shard that leaves statements out is not taken for all of them"


def test_reports_made_and_not_made_are_kept_in_their_order(tmp_path, pairs, extractor):
    """A report that has to be read, and one of the same id that was read before, behind it: the latter is the later version, also with worker processes that read ahead."""
    before, after = Report("Ann Lee said that the pier would close.", id="one"), Report("Ann Lee said that the pier would stay.", id="one")
    late = Made(after.text, id="one", article=extractor.extract(after))

    class Ahead:
        model = extractor.model

        def extract_many(self, reports):
            yield from [extractor.extract(report) for report in reports]

    with onrecord.open(tmp_path / "x.db") as record:
        record.ingest(before, late, Report("Bo Ek said that it rains.", id="two"), extractor=Ahead())
        assert [record.article("one", number).text for number in (1, 2)] == [before.text, after.text]


def test_an_altered_or_damaged_shard(tmp_path, pairs):
    path = tmp_path / "s.parquet"
    write(path, pairs, "m")
    table = pq.read_table(path)
    texts = table["text"].to_pylist()
    altered = table.set_column(table.schema.get_field_index("text"), "text", pa.array(["Forged. " + texts[0], *texts[1:]]))
    pq.write_table(altered.replace_schema_metadata({KEY: Contents("0", "m", 0.0).to_json()}), path)
    first, *others = read(str(path))
    assert first.name == f"{path} row 1" and "altered" in first.reason and all(isinstance(each, Made) for each in others) and len(others) == len(pairs) - 1
    pq.write_table(table.replace_schema_metadata({KEY: b"{}"}), path)
    (error,) = read(str(path))
    assert "no shard that this version of onrecord reads" in error.reason


def test_there_or_not(tmp_path):
    folder = Folder(str(tmp_path / "out"))
    folder.create()
    folder.write("a", b"old")
    with pytest.raises(ZeroDivisionError), folder.placing("a") as file:
        file.write(b"half")
        assert folder.read("a") == b"old" and len(folder.names()) == 2
        raise ZeroDivisionError
    assert folder.names() == {"a"} and folder.read("a") == b"old"
    folder.write("a", b"new")
    (tmp_path / "out" / f".b.123{PART}").write_bytes(b"of one that was killed")
    folder.clean()
    assert folder.names() == {"a"} and folder.read("a") == b"new"
    assert next(iter(read(str(tmp_path / "out")))).reason == "holds nothing to read", "a file that is not whole is none"


def test_contents_there_and_back():
    contents = Contents("1", "m", 0.5, 1, 2, 3, (InputError("a", "b", "c", "d"),), (Skipped("f", 2, "record"),), 1, ("x (de)",), (UnreadDate("a", "soon"),))
    back = Contents.from_json(contents.to_json())
    assert replace(back, failures=()) == replace(contents, failures=()) and [vars(error) for error in back.failures] == [vars(error) for error in contents.failures]
