"""Everything that is exported is read back, by the format's own library where there is one, and by its rules where there is none."""

import csv
import gzip
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import rdflib
import spacy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Namespace, URIRef
from spacy.tokens import DocBin
from test_commands import rows

import onrecord
from in_process import run
from onrecord import InputError, Report, UsageError
from onrecord.export import annotation, docbin, quotation
from onrecord.export.formats import FORMATS
from onrecord.export.jsonl import Wrong, article_of, read_articles, schema
from onrecord.export.rows import COLUMNS, rows_of
from onrecord.export.sheet import guard, lines, read_sheet, unguard
from onrecord.keep.choosing import only
from onrecord.keep.quoting import is_asserted, quote
from onrecord.terminal import dump

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
ENGLISH = spacy.blank("en")
OA = Namespace("http://www.w3.org/ns/oa#")


@pytest.fixture(scope="module")
def articles(extractor):
    """The example reports, one with an address, and one of words that every format has to get through."""
    found = [extractor.extract(report) for path in sorted(EXAMPLES.iterdir()) for report in onrecord.read(str(path))]
    text = 'The mayor, Zoë Lind, said: "=1+1 🙂 is\u2028two."\r\n\r\n"@home, \'we\' wait," she added.\tThe council said the bridge would close.'
    odd = extractor.extract(Report(text, id="-1+1", url="https://sarn.example/a?b=1&c=2", title="=SUM(A1)", outlet="'Sarn' Post", published="2026-02-03", published_at="2026-02-03T10:00:00+01:00"))
    assert len(found) == 3 and all(article.statements for article in found) and len(odd.statements) >= 2
    return [*found, odd]


@pytest.fixture
def filled(record, scripted):
    reports = [
        Report('Ann Lee said "we wait". Bo Ek promised that the pier would open. It rained.', id="a", outlet="Post", published="2026-02-01"), Report("Nothing was heard.", id="b", published="2026-02-02"),
        Report('Cy Moe denied "all of it".', id="c", published="2026-02-05"), Report('Cy Moe denied "all of it, twice".', id="c", published="2026-02-04"), Report("Der Bürgermeister schwieg.", id="d"),
    ]  # fmt: skip
    record.ingest(*reports, extractor=scripted)
    return record


def test_jsonl_fits_the_schema_and_comes_back(articles):
    assert schema() == json.loads((EXAMPLES.parents[1] / "docs" / "article.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema())
    validator = jsonschema.Draft202012Validator(schema())
    for article in articles:
        row = json.loads(dump(article.to_dict()))
        validator.validate(row)
        assert article_of(row) == article
    for broken in (row | {"sha256": "0"}, {key: value for key, value in row.items() if key != "model"}, row | {"statements": [row["statements"][0] | {"kind": "loud"}]}):
        assert not validator.is_valid(broken)
    assert set(schema()["properties"]) == set(articles[0].to_dict()) and set(schema()["$defs"]["statement"]["properties"]) == set(articles[0].statements[0].to_dict())


def test_export_then_import_is_the_identity(filled, tmp_path):
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    FORMATS["jsonl"](filled.articles(versions="all"), first)
    with onrecord.open(tmp_path / "copy.db") as copy:
        outcome = copy.take_in(first)
        assert (outcome.new, outcome.changed, outcome.known, outcome.failed) == (4, 1, 0, 0) and copy.verify().faults == ()
        FORMATS["jsonl"](copy.articles(versions="all"), second)
        assert copy.search(limit=100).hits == filled.search(limit=100).hits
        assert [v.number for v in copy.versions("c")] == [1, 2] and copy.article("c") == filled.article("c")
        again = copy.take_in(first)
        assert (again.new, again.changed, again.known) == (0, 0, 5)
    assert first.read_bytes() == second.read_bytes() and len(first.read_text().splitlines()) == 5


def test_the_utterance_stands_in_every_format(record, scripted, tmp_path):
    record.ingest(Report('Ann Lee said "we wait for the ferry to Lusk".', id="a", published="2026-02-01"), Report('Ann Lee said "we wait for the ferry to Lusk". It rained.', id="b", published="2026-02-01"),
                  Report('Cy Moe denied "all of it".', id="c", published="2026-02-02"), extractor=scripted)  # fmt: skip
    a, b, c = record.articles()
    ids = [s.utterance.id for each in (a, b, c) for s in each.statements]
    assert ids[0] == ids[1] == a.statements[0].id and ids[2] == c.statements[0].id and [s.utterance.statements for each in (a, c) for s in each.statements] == [2, 1]
    assert [row["utterance"] for row in rows_of((a, b, c))] == list(record.frame()["utterance"]) == ids
    assert {"type": "SpecificResource", "purpose": "linking", "source": f"urn:onrecord:utterance:{ids[0]}"} in annotation.annotation(b, b.statements[0])["body"]
    assert quotation.quotation(b, b.statements[0])["exampleOfWork"] == {"@id": f"urn:onrecord:utterance:{ids[0]}"}
    FORMATS["brat"]([b], tmp_path / "brat")
    assert f"#1\tAnnotatorNotes E1\tutterance {ids[0]}\n" in (tmp_path / "brat" / "b.ann").read_text(encoding="utf-8")
    assert json.loads(docbin.document(ENGLISH, b).user_data["onrecord"])["statements"][0]["utterance"]["id"] == ids[0]


DAY = st.none() | st.sampled_from(["2026-02-01", "2026-02-02", "2026-02-03"])
REPORTS = st.lists(st.builds(Report, st.text(max_size=20).map('Ann Lee said "{}". Bo Ek said that it rained.'.format), id=st.sampled_from(["a", "b", "c", "=d", "\ud800é\x00"]), title=st.none() | st.text(max_size=5), published=DAY), max_size=8)


@given(REPORTS, REPORTS)
@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])  # the fixture is a class
def test_any_record_comes_back(tmp_path_factory, make_scripted, first, second):
    folder = tmp_path_factory.mktemp("any")
    with onrecord.open(folder / "x.db") as record, onrecord.open(folder / "y.db") as copy:
        record.ingest(*first, extractor=make_scripted())
        record.ingest(*second, extractor=make_scripted("scripted-2"))
        FORMATS["jsonl"](record.articles(versions="all"), folder / "x.jsonl")
        outcome = copy.take_in(folder / "x.jsonl")
        FORMATS["jsonl"](copy.articles(versions="all"), folder / "y.jsonl")
        assert counted_anew(folder / "x.jsonl") == counted_anew(folder / "y.jsonl") and copy.verify().faults == ()
        assert outcome.new == record.stats().articles and outcome.failed == (not first and not second)


def counted_anew(path: Path) -> list[dict]:
    """The lines of a file, with numbers of amendments that count from 1 in each, and what is told of their ingests: whether there was one; without utterances, which are worked out anew."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8", errors="surrogatepass").split("\n") if line]
    for row in rows:
        row["statements"] = [{key: value for key, value in statement.items() if key != "utterance"} for statement in row["statements"]]
        numbers = {each["number"]: place for place, each in enumerate(row["amendments"], 1)}
        for each in row["amendments"]:
            each.update(number=numbers[each["number"]], undoes=numbers.get(each["undoes"]), ingest=each["ingest"] is not None)
    return rows


def amended(record, scripted) -> None:
    """Some reports whose days and outlets were told later, put right by people and by an ingest, and taken back."""
    told = [Report(f'Ann Lee said "number {n}".', id=f"r{n}", outlet="Vell Pots", published="2026-02-01T08:00:00") for n in range(5)]
    record.ingest(*(replace(each, published=None, outlet=None) for each in told[:2]), *told[2:], extractor=scripted)
    record.ingest(*told, extractor=scripted)
    record.amend_report("r0", published="2026-02-02", outlet="Vell Post", who="Ida Berg", why="the feed")
    record.ingest(*(replace(each, published="2026-02-03") for each in told[1:3]), extractor=scripted, amend=("the desk", "another bundle"))
    record.amend_report("r3", published="", who="Per Moe", why="nobody knows")
    first = record.amend_report("r4", published="2026-02-05", who="Per Moe", why="it is told so")
    record.undo_amendment(first.number, who="Per Moe", why="a slip")
    record.amend_report("r4", published="2026-02-05", who="Per Moe", why="it is told so")  # within the same second, as a rule
    record.ingest(replace(told[4], text=told[4].text + " It rained."), extractor=scripted)
    record.amend_report("r4", outlet="Sarn Courier", who="Per Moe", why="the head of the page")


def test_amendments_come_along(record, scripted, tmp_path):
    amended(record, scripted)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    FORMATS["jsonl"](record.articles(versions="all"), first)
    validator = jsonschema.Draft202012Validator(schema())
    for line in first.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))
    with onrecord.open(tmp_path / "copy.db") as copy:
        outcome = copy.take_in(first)
        assert (outcome.new, outcome.changed, outcome.failed, outcome.undated, outcome.differing) == (5, 1, 0, 1, ())
        FORMATS["jsonl"](copy.articles(versions="all"), second)
        assert counted_anew(first) == counted_anew(second) and len(copy.amendments()) == len(record.amendments()) == 10 and copy.verify().faults == ()
        assert {row.ingest for row in copy.amendments()} == {None, 1}
        again = copy.take_in(first)
        assert (again.known, again.undated, again.differing) == (6, 1, ()) and len(copy.amendments()) == 10
        copy.undo_amendment(next(row.number for row in copy.amendments() if row.article == "r0" and row.by), who="Per Moe", why="a slip")
        assert (copy.article("r0").published, copy.article("r0").outlet) == ("2026-02-01T08:00:00", "Vell Pots")  # as the ingest there told
    with onrecord.open(tmp_path / "merged.db") as merged:
        merged.merge(record.path)
        FORMATS["jsonl"](merged.articles(versions="all"), second)
        assert counted_anew(first) == counted_anew(second) and merged.verify().faults == ()


@pytest.mark.parametrize(("written", "reasons"), [("id,text\na,b\nc,d\n", ["is not valid JSON, 3 times, first in line 1"]), ('{"body": "x"}\n{"body": "y"}\n{"bo\n', ["has no text, 2 times, first in line 1", "is not valid JSON"]), ("{\n", ["is not valid JSON"])])
def test_a_file_that_holds_no_article_is_told_once(tmp_path, written, reasons):
    (tmp_path / "x.jsonl").write_text(written)
    with onrecord.open(tmp_path / "copy.db") as copy:
        outcome = copy.take_in(tmp_path / "x.jsonl")
    assert [error.reason for error in outcome.failures] == reasons


def test_amendments_come_to_a_report_that_is_known(record, scripted, tmp_path):
    amended(record, scripted)
    FORMATS["jsonl"](record.articles(), tmp_path / "x.jsonl")
    with onrecord.open(tmp_path / "copy.db") as copy:
        copy.ingest(Report('Ann Lee said "number 0".', id="r0"), Report('Ann Lee said "number 2".', id="r2", outlet="Vell Pots", published="2026-02-01"), extractor=scripted)
        outcome = copy.take_in(tmp_path / "x.jsonl")
        assert (outcome.new, outcome.known, outcome.differing) == (3, 2, ()) and copy.verify().faults == ()
        assert [(copy.article(id).published, copy.article(id).outlet) for id in ("r0", "r2")] == [("2026-02-02", "Vell Post"), ("2026-02-03", "Vell Pots")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: row.update(published="2026-02-09"), "not as its amendments say"), (lambda row: row["amendments"].pop(), "not as its amendments say"), (lambda row: row["amendments"][0].update(act="guess"), "none of"),
        (lambda row: row["amendments"][0]["before"].pop("outlet"), "how it was before"), (lambda row: row["amendments"][1]["changes"].pop("published_at"), "with its moment"), (lambda row: row["amendments"][1]["changes"].update(outlet=5), "an outlet"),
        (lambda row: row["amendments"][1]["changes"].update(title="x"), "an outlet"), (lambda row: row["amendments"][1].update(changes={}), "what is given"), (lambda row: row["amendments"][1].update(by=None), "has no by"), (lambda row: row["amendments"][1].update(why=7), "why that is no string"),
        (lambda row: row["amendments"][1].update(act="undo", changes={}, undoes=row["amendments"][0]["number"]), "takes back what is not there"), (lambda row: row["amendments"][1].update(undoes=1), "takes back"), (lambda row: row["amendments"][0].update(number="1"), "no number"),
        (lambda row: row["amendments"][0].update(ingest="2"), "no number"), (lambda row: row["amendments"][0].pop("at"), "has no at"), (lambda row: row["amendments"].append(3), "not a JSON object"), (lambda row: row.update(amendments={}), "no list of amendments"),
        (lambda row: row["amendments"][0].update(before=None), "amendment 1: before is not a JSON object"),
    ],
)  # fmt: skip
def test_amendments_that_were_altered_are_not_taken(record, scripted, change, words):
    amended(record, scripted)
    row = json.loads(dump(record.article("r0").to_dict()))
    assert article_of(row) == record.article("r0")
    change(row)
    with pytest.raises(Wrong, match=words):
        article_of(row)


def test_what_is_exported_is_what_a_search_finds(filled):
    assert [a.id for a in filled.articles()] == ["d", "a", "b", "c"]
    assert [(a.id, len(a.statements)) for a in filled.articles(act="pledge")] == [("a", 1)]
    assert [(a.id, len(a.statements)) for a in filled.articles("pier")] == [("a", 1)]
    assert [(a.id, len(a.statements)) for a in filled.articles("pier", within="reports")] == [("a", 2)]
    assert [a.sha256 for a in filled.articles(speaker="moe", versions="all")] == [v.sha256 for v in filled.versions("c")]
    assert list(filled.articles("nowhere")) == []


def test_more_than_a_page(record, scripted, monkeypatch):
    monkeypatch.setattr("onrecord.keep.choosing.MOST", 3)
    record.ingest(*(Report(f'Ann Lee said "number {n}". Bo Ek said "and {n}".', id=f"r{n}") for n in range(10)), extractor=scripted)
    assert [a.id for a in record.articles()] == [f"r{n}" for n in range(10)] == [a.id for a in record.articles(kind="direct")]
    assert sum(len(a.statements) for a in record.articles(kind="direct")) == 20


def test_within_names_what_is_left(articles):
    nested = next(a for a in articles if any(s.within for s in a.statements))
    inner = next(s for s in nested.statements if s.within)
    assert only(nested, [inner.id]).statements == (replace(inner, within=None),)
    assert only(nested, [s.id for s in nested.statements]) == nested


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: row | {"text": row["text"].replace("bridge", "tunnel")}, "altered"), (lambda row: row["statements"][0].update(content=[[0, 10**6]]), "outside of the text"),
        (lambda row: row["statements"][0].update(cue=[[0, 1]]), "not that of its spans"), (lambda row: row["statements"][0].update(within="0" * 16), "not there"), (lambda row: row.__delitem__("statements"), "no list of statements"),
        (lambda row: row["statements"].append(row["statements"][0]), "twice"), (lambda row: row["statements"][0].update(confidence=2), "0 to 1"), (lambda row: row["statements"][0].update(confidence=True), "0 to 1"),
        (lambda row: row["statements"][0]["speaker"].update(name="Nobody"), "not in the text"), (lambda row: row["statements"][0].update(kind="loud"), "none of"), (lambda row: row["statements"].append(3), "not a JSON object"),
        (lambda row: row.__delitem__("model"), "no model"), (lambda row: row.update(commitments=[1]), "commitment 1 is not a JSON object"), (lambda row: row["statements"][0].update(content=[]), "no content"),
    ],
)  # fmt: skip
def test_a_line_that_was_altered_is_not_taken(articles, tmp_path, change, words):
    good = dump(articles[0].to_dict())
    row = json.loads(dump(articles[3].to_dict()))
    row = change(row) or row
    with pytest.raises(Wrong, match=words):
        article_of(row)
    path = tmp_path / "x.jsonl"
    path.write_text(good + "\n\n" + dump(row) + "\n{\n", encoding="utf-8")
    done = run("import", path, "--db", tmp_path / "x.db")
    assert done.returncode == 1 and done.stdout == "1 new, 0 changed, 0 known, 2 failed\n" and words in done.stderr and "line 3" in done.stderr and "line 4: is not valid JSON" in done.stderr
    assert "no fault" in run("verify", "--db", tmp_path / "x.db").stdout


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "sha256", "statements", "id", "speaker", "content"]), inner), max_leaves=20))
@settings(max_examples=100)
def test_any_json_is_an_article_or_told(value):
    (item,) = read_articles("x", io.BytesIO(json.dumps(value).encode() + b"\n"))
    assert isinstance(item, InputError)


def test_gzipped_cut_and_missing_imports(articles, tmp_path):
    path = tmp_path / "x.jsonl.gz"
    data = gzip.compress("".join(dump(a.to_dict()) + "\n" for a in articles).encode())
    path.write_bytes(data)
    assert run("import", path, "--db", tmp_path / "x.db").stdout.startswith("4 new")
    path.write_bytes(data[:-2000])
    done = run("import", path, tmp_path / "nowhere.jsonl", "--db", tmp_path / "y.db")
    assert done.returncode == 1 and "cut off" in done.stderr and "nowhere.jsonl: no such file" in done.stderr


def test_csv_is_read_back_and_safe_in_a_spreadsheet(articles, tmp_path):
    path = tmp_path / "x.csv"
    FORMATS["csv"](articles, path)
    expected = list(rows_of(articles))
    with path.open(encoding="utf-8", newline="") as file:
        raw = list(csv.DictReader(file))
    assert tuple(raw[0]) == COLUMNS and not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in raw for cell in row.values())
    assert raw[-1]["article"] == "'-1+1" and raw[-1]["title"] == "'=SUM(A1)" and raw[-1]["outlet"] == "''Sarn' Post"
    for told, row in zip(read_sheet(path), expected, strict=True):
        for name, value in row.items():
            assert told[name] == ("" if value is None else value if isinstance(value, str) else json.dumps(value) if isinstance(value, list) else repr(value))
    text = {a.id: a.text for a in articles}
    assert all(text[r["article"]][a:b] in r["content"] for r in expected for a, b in r["content_spans"])


@given(st.text(max_size=20))
def test_a_guarded_cell_comes_back(words):
    assert unguard(guard(words)) == words and not guard(words).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    (_, line) = lines([{"x": words}], ["x"], exact=True)
    assert next(csv.reader(io.StringIO(line, newline="")), [""]) == [words]


def test_arrow_parquet_and_frames(articles, tmp_path):
    expected = list(rows_of(articles))
    FORMATS["parquet"](articles, tmp_path / "x.parquet")
    FORMATS["arrow"](articles, tmp_path / "x.arrow")
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == expected == pa.ipc.open_stream((tmp_path / "x.arrow").read_bytes()).read_all().to_pylist()
    assert polars.read_parquet(tmp_path / "x.parquet").to_dicts() == expected
    none = tmp_path / "none.parquet"
    FORMATS["parquet"]([], none)
    assert pq.read_table(none).num_rows == 0 and pq.read_table(none).schema == pq.read_table(tmp_path / "x.parquet").schema


def test_frames_of_a_record(filled):
    found, same = filled.frame(kind="direct"), filled.frame(kind="direct", library="polars")
    assert isinstance(found, pandas.DataFrame) and isinstance(same, polars.DataFrame) and list(found.columns) == list(COLUMNS) == same.columns
    assert found["content"].tolist() == same["content"].to_list() == ['"we wait"', '"all of it, twice"'] and found["confidence"].tolist() == [0.9, 0.9]
    assert filled.frame("nothing").shape == (0, len(COLUMNS)) == filled.frame("nothing", library="polars").shape
    with pytest.raises(UsageError, match="none of pandas"):
        filled.frame(library="excel")


ANNO = {
    "oa": str(OA), "rdf": str(rdflib.RDF), "as": "http://www.w3.org/ns/activitystreams#", "xsd": "http://www.w3.org/2001/XMLSchema#", "id": "@id", "type": "@type", "Annotation": "oa:Annotation", "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector", "TextualBody": "oa:TextualBody", "source": {"@type": "@id", "@id": "oa:hasSource"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"}, "body": {"@type": "@id", "@id": "oa:hasBody"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"}, "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"}, "exact": "oa:exact", "styleClass": "oa:styleClass", "items": {"@id": "as:items", "@container": "@list"}, "first": {"@id": "as:first", "@type": "@id"}, "value": "rdf:value",
}  # fmt: skip
"""What the model's context (https://www.w3.org/TR/annotation-vocab/, appendix A) says of the terms used, since tests reach no network."""


def test_web_annotations_point_to_the_words(articles):
    document = json.loads("".join(annotation.pieces(articles)))
    assert document["@context"] == "http://www.w3.org/ns/anno.jsonld" and document["total"] == len(document["first"]["items"]) == sum(len(a.statements) for a in articles)
    texts = {annotation.named(a.sha256): a.text for a in articles}
    graph = Graph().parse(data=json.dumps(document | {"@context": ANNO}), format="json-ld")
    found = []
    for one in graph.subjects(rdflib.RDF.type, OA.Annotation):
        for target in graph.objects(one, OA.hasTarget):
            (place,) = (each for each in graph.objects(target, OA.hasSelector) if (each, rdflib.RDF.type, OA.TextPositionSelector) in graph)
            (quote,) = (each for each in graph.objects(target, OA.hasSelector) if (each, rdflib.RDF.type, OA.TextQuoteSelector) in graph)
            found.append((graph.value(target, OA.hasSource), graph.value(target, OA.styleClass), graph.value(place, OA.start), graph.value(place, OA.end), graph.value(quote, OA.exact)))
    expected = {(annotation.named(a.sha256), role, *span) for a in articles for s in a.statements for role in ("source", "cue", "content") for span in getattr(s, role)}
    assert {(str(text), str(role), int(start), int(end)) for text, role, start, end, _ in found} == expected
    assert all(texts[str(text)][int(start) : int(end)] == str(exact) for text, _, start, end, exact in found)
    assert all(a["id"] and a["target"] for a in document["first"]["items"]) and len({a["id"] for a in document["first"]["items"]}) == document["total"]


def test_quotations_are_in_the_terms_of_schema_org(articles):
    document = json.loads("".join(quotation.pieces(articles)))
    assert document["@context"] == "https://schema.org"
    graph = Graph().parse(data=json.dumps(document | {"@context": {"@vocab": str(rdflib.SDO)}}), format="json-ld")
    used = {term for triple in graph for term in (triple[1], triple[2]) if isinstance(term, URIRef) and term.startswith(str(rdflib.SDO))}
    assert used and all(term in rdflib.SDO for term in used) and URIRef(f"{rdflib.SDO}saidBy") not in rdflib.SDO
    statements = [(a, s) for a in articles for s in a.statements]
    assert len(list(graph.subjects(rdflib.RDF.type, rdflib.SDO.Quotation))) == sum(s.kind != "indirect" and is_asserted(a.text, s) for a, s in statements)
    assert {str(text) for text in graph.objects(None, rdflib.SDO.text)} == {a.words(s.content) if is_asserted(a.text, s) else quote(a.text, s).words for a, s in statements}
    assert not all(is_asserted(a.text, s) for a, s in statements)
    reports = set(graph.subjects(rdflib.RDF.type, rdflib.SDO.NewsArticle))
    assert set(graph.objects(None, rdflib.SDO.isPartOf)) | set(graph.objects(None, rdflib.SDO.appearance)) == reports and len(reports) == len(articles)


def standoff(lines):
    """Of brat's own grammar (https://brat.nlplab.org/standoff.html): text-bound annotations with their fragments, events with their arguments, attributes and relations by name."""
    found = {"T": {}, "E": {}, "A": {}, "R": {}}
    for line in lines:
        name, told, *words = line.split("\t")
        assert name not in found[name[0]]
        if name[0] == "T":
            label, offsets = told.split(" ", 1)
            found["T"][name] = (label, [tuple(map(int, fragment.split(" "))) for fragment in offsets.split(";")], words[0])
        else:
            found[name[0]][name] = told.split(" ")
    return found


def test_brat_is_read_back(articles, tmp_path):
    FORMATS["brat"](articles, tmp_path / "out")
    settings = (tmp_path / "out" / "annotation.conf").read_text()
    assert all(f"[{part}]\n" in settings for part in ("entities", "relations", "events", "attributes"))
    files = sorted((tmp_path / "out").glob("*.ann"))
    assert len(files) == len(articles)
    for path in files:
        text = path.with_suffix(".txt").read_bytes().decode()
        (article,) = (a for a in articles if a.text == text)
        found = standoff(path.read_bytes().decode().removesuffix("\n").split("\n"))
        for label, fragments, words in found["T"].values():
            assert label in settings and " ".join(text[a:b] for a, b in fragments) == words and "\n" not in words
        events = [[(role.rstrip("0123456789"), found["T"][name][1]) for role, name in (part.split(":") for part in event)] for event in found["E"].values()]
        expected = [list(s.content) for s in article.statements]
        assert len(events) == len(expected) == sum(label == "Kind" for label, *_ in found["A"].values())
        for event, content in zip(events, expected, strict=True):
            (fragments,) = [found for role, found in event if role == "Content"]
            assert all(any(a <= start and end <= b for a, b in content) for start, end in fragments) and sum(b - a for a, b in fragments) > 0
        assert len(found["R"]) == sum(s.within is not None for s in article.statements)


def test_docbin_holds_text_and_spans_to_the_character(articles, tmp_path):
    FORMATS["spacy"](articles, tmp_path / "x.spacy")
    docs = list(DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("en").vocab))
    for article, doc in zip(articles, docs, strict=True):
        assert doc.text == article.text and json.loads(doc.user_data["onrecord"])["id"] == article.id
        for role in ("source", "cue", "content"):
            found = [(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans[role]]
            assert found == [(*span, s.kind, s.id) for s in article.statements for span in getattr(s, role)]


@given(st.text(alphabet="ab \n.,'\"\t🙂", min_size=2, max_size=30), st.data())
@settings(max_examples=40, deadline=None)
def test_any_span_is_one_of_the_doc(articles, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = (start, data.draw(st.integers(start + 1, len(text))))
    doc = docbin.document(ENGLISH, replace(articles[0], text=text, statements=(replace(articles[0].statements[0], source=(), cue=(), content=(span,)),)))
    assert doc.text == text and [(s.start_char, s.end_char) for s in doc.spans["content"]] == [span]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("exports") / "x.db"
    assert run("ingest", EXAMPLES, "--db", path).returncode == 0
    return path


def test_the_commands(db, tmp_path):
    (first, *more) = rows(run("export", "--db", db))
    assert len(more) == 2 and first["text"] and first["statements"]
    out = tmp_path / "all.jsonl"
    assert run("export", "--db", db, "--out", out).stdout == "" and [json.loads(line) for line in out.read_text().splitlines()] == [first, *more]
    assert run("import", out, "--db", tmp_path / "copy.db").stdout == "3 new, 0 changed, 0 known, 0 failed\n"
    assert run("export", "--db", tmp_path / "copy.db").stdout == out.read_text()
    pledges = rows(run("export", "--db", db, "--act", "pledge"))
    assert pledges and all(s["act"] == "pledge" for a in pledges for s in a["statements"])
    assert run("export", "--db", db, "--format", "csv").stdout.startswith("article,sha256,")
    run("export", "--db", db, "--out", tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").num_rows == sum(len(a["statements"]) for a in (first, *more))
    for name in FORMATS:
        done = run("export", "--db", db, "--format", name, "--out", tmp_path / f"by-{name}")
        assert done.returncode == 0 and done.stderr == "" and (tmp_path / f"by-{name}").exists() and not list(tmp_path.glob("*.part"))
    assert run("extract", EXAMPLES / "brova-council.txt", "--format", "csv").stdout.count("\n") > 2


def test_the_ending_of_a_name_tells_the_format(db, tmp_path):
    for name in ("x.csv", "x.JSONL", "x.ndjson", "x.html", "x.json", "folder"):
        assert run("extract", EXAMPLES / "brova-council.txt", "--out", tmp_path / name).returncode == 0
    assert (tmp_path / "x.csv").read_text().startswith("article,sha256,") and (tmp_path / "x.html").read_text().startswith("<!doctype html>") and len(json.loads((tmp_path / "x.json").read_text())) == 1
    assert json.loads((tmp_path / "x.JSONL").read_text()) == json.loads((tmp_path / "x.ndjson").read_text()) == json.loads((tmp_path / "folder").read_text())
    for command in (["export", "--db", db], ["extract", EXAMPLES / "brova-council.txt"]):
        done = run(*command, "--out", tmp_path / "x.xlsx")
        assert done.returncode == 2 and "x.xlsx, is that of no format" in done.stderr and ".csv" in done.stderr and not (tmp_path / "x.xlsx").exists()
        assert run(*command, "--format", "csv", "--out", tmp_path / "x.xlsx").returncode == 0
        (tmp_path / "x.xlsx").unlink()
    assert "--format" in run("export", "--db", db, "--out", tmp_path / "y.html").stderr


@pytest.mark.parametrize("arguments", [["--format", "brat"], ["--format", "xml"], ["--exact"], ["--limit", "3"], ["--out", "/"], ["--out", "/nowhere/x.csv"], ["--since", "soon"], ["--format", "brat", "--out", "/proc/x"]])
def test_wrong_usage_is_status_two(db, arguments):
    done = run("export", "--db", db, *arguments)
    assert done.returncode == 2 and done.stderr and "Traceback" not in done.stderr


def test_without_a_library_it_is_told(db, monkeypatch, tmp_path):
    for module, name in (("pyarrow", "parquet"), ("spacy", "spacy")):
        monkeypatch.setitem(sys.modules, module, None)
        done = run("export", "--db", db, "--format", name, "--out", tmp_path / "x")
        assert done.returncode == 2 and "pip install 'onrecord[" in done.stderr and not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["jsonl", "parquet"])
def test_a_full_disk_is_told(db, name):
    for command in (f"{sys.executable} -m onrecord.cli --db {db} export --format {name} > /dev/full", f"{sys.executable} -m onrecord.cli --db {db} export --format {name} --out /dev/full"):
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        assert done.returncode == 1 and done.stderr.count("\n") == 1 and "no space left on device" in done.stderr
