import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import onrecord
from onrecord import Query, Report, UsageError
from onrecord.keep.cursors import Cursor
from onrecord.keep.finding import by_date, make_ready
from onrecord.keep.snippets import LONGEST, cut_snippet, find_marks
from onrecord.keep.syntax import DEEPEST, MOST_WORDS, Phrase, parse
from onrecord.keep.words import cut, fold, folded

REPORTS = [
    Report('The minister Irena Novak said "We will stay", she added, "until the spring floods". Nothing else.', id="a", outlet="Post", published="2026-01-03", title="Floods"),
    Report("Per Haldorsen denied that the floods had come. Irena Novak promised that pumps would come.", id="b", outlet="Új Szó", published="2026-01-05"),
    Report('José Élysée said "pumps, pumps and again pumps". The tug-boat sank.', id="c", outlet="Post", published=None),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


@pytest.fixture
def kept(record, scripted):
    record.ingest(*REPORTS, extractor=scripted)
    return record


def found(record, words="", **options) -> list[str]:
    return [contents(record, hit) for hit in record.search(words, **options).hits]


def contents(record, hit) -> str:
    return f"{hit.article}:{record.article(hit.article).words(hit.statement.content)}"


SPRING, FLOODS, COME, PUMPS = 'a:"We will stay" … "until the spring floods"', "b:that the floods had come", "b:that pumps would come", 'c:"pumps, pumps and again pumps"'


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [FLOODS, COME, SPRING, PUMPS]), ("floods", [FLOODS, SPRING]), ("FLOODS spring", [SPRING]), ("flo*", [FLOODS, SPRING]), ('"spring floods"', [SPRING]), ('"floods spring"', []),
        ('"stay until"', [SPRING]), ("spring OR pumps", [COME, SPRING, PUMPS]), ("floods NOT spring", [FLOODS]), ("NOT floods", [COME, PUMPS]), ("NOT (floods OR would)", [PUMPS]),
        ("spring OR NOT floods", [COME, SPRING, PUMPS]), ("come AND (floods OR pumps)", [FLOODS, COME]), ("NOT NOT floods", [FLOODS, SPRING]), ('"pumps wou"*', [COME]), ('"pumps wou*"', [COME]), ('"pumps wou* "', [COME]), ('"pumps wou', []), ('"pum* would"', []), ("🎉", []), ("*", []),
        ("floods 🎉", [FLOODS, SPRING]), ("or", []), ("nothing", []),
    ],
)  # fmt: skip
def test_the_language_of_queries(kept, words, expected):
    assert found(kept, words) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"speaker": "novak"}, [COME, SPRING]), ({"speaker": "IRENA NOVAK"}, [COME, SPRING]), ({"speaker": ("elysee", "haldorsen")}, [FLOODS, PUMPS]), ({"speaker": "Novak Irena"}, []), ({"speaker": "!"}, []),
        ({"kind": "direct"}, [SPRING, PUMPS]), ({"act": ["deny", "pledge"]}, [FLOODS, COME]), ({"mode": "shown"}, []), ({"outlet": "uj szo"}, [FLOODS, COME]), ({"outlet": "Új"}, []),
        ({"since": "2026-01-04"}, [FLOODS, COME]), ({"until": "2026-01-04"}, [SPRING]), ({"min_confidence": 0.6}, [SPRING, PUMPS]), ({"max_confidence": 0.6}, [FLOODS, COME]), ({"max_confidence": 0.5, "min_confidence": 0.5}, [FLOODS, COME]), ({"max_confidence": 0.1}, []), ({"sort": "oldest"}, [PUMPS, SPRING, FLOODS, COME]), ({"sort": "oldest", "words": "floods OR pumps"}, [PUMPS, SPRING, FLOODS, COME]), ({"speaker": "novak", "words": "pumps"}, [COME]),
    ],
)  # fmt: skip
def test_filters(kept, options, expected):
    page = kept.search(Query(**options))
    assert [contents(kept, hit) for hit in page.hits] == expected


def test_whole_reports(kept):
    assert [hit.article for hit in kept.search("sank OR nothing", within="reports").hits] == ["a", "c"]
    assert [hit.article for hit in kept.search("tug-boat", within="reports").hits] == ["c"]
    assert [hit.article for hit in kept.search("novak", within="reports", act="pledge").hits] == ["b"]
    assert [hit.article for hit in kept.search("novak", within="reports", act="pledge", speaker="haldorsen").hits] == []
    (hit,) = kept.search("sank", within="reports").hits
    assert hit.statement is None and REPORTS[2].text[slice(*hit.marks[0])] == "sank"


def test_snippets_are_spans_of_the_stored_text(kept):
    for hit in kept.search("floods OR pumps OR stay").hits:
        text = kept.article(hit.article).text
        assert hit.words == " … ".join(text[a:b] for a, b in hit.snippet)
        assert hit.marks and all(set(folded(text[a:b]).split()) <= {"floods", "pumps", "stay"} for a, b in hit.marks)


def test_relevance_puts_the_best_first(kept):
    assert found(kept, "pumps", sort="relevance") == [PUMPS, COME]
    assert found(kept, "NOT pumps", sort="relevance") == found(kept, "NOT pumps")


def test_the_oldest_come_first_with_reports_too(kept):
    for words in ("", "floods OR pumps"):
        assert [hit.article for hit in kept.search(words, within="reports", sort="oldest").hits] == ["c", "a", "b"] == [hit.article for hit in kept.search(words, within="reports").hits][::-1]
    assert [hit.article for hit in kept.search("", within="reports", max_confidence=0.6).hits] == ["b"]


def test_facets_count_all_hits(kept):
    page = kept.search("", limit=1, facets=True)
    assert page.facets == {"speaker": {"Irena Novak": 2, "José Élysée": 1, "Per Haldorsen": 1}, "act": {"assert": 2, "deny": 1, "pledge": 1}, "kind": {"direct": 2, "indirect": 2}, "speaker_kind": {"person": 4}, "country": {None: 4}, "mode": {"said": 4},
                           "outlet": {"Post": 2, "Új Szó": 2}, "month": {"2026-01": 3, None: 1}, "confidence": {"0.9": 2, "0.5": 4}}  # fmt: skip
    of_reports = kept.search("", within="reports", facets=True).facets
    assert of_reports["speaker"]["Irena Novak"] == 2 and of_reports["outlet"] == {"Post": 2, "Új Szó": 1} and of_reports["month"] == {"2026-01": 2, None: 1} and of_reports["confidence"] == {}


@pytest.mark.parametrize("words", ["", "ferry"])
def test_months_and_confidence_are_counted_as_their_filters_find(record, scripted, words):
    sure = itertools.cycle((0.31, 0.899999, 0.9, 0.95, 1.0, 0.52))

    class Doubting:
        model = scripted.model

        def extract_many(self, reports):
            for article in scripted.extract_many(reports):
                yield replace(article, statements=tuple(replace(s, confidence=next(sure)) for s in article.statements))

    days = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-28", "2024-02-29", None, "2026-01-15")
    record.ingest(*(Report(f'Ann Lee said "the ferry number {n} sails".', id=str(n), published=day) for n, day in enumerate(days)), extractor=Doubting())
    facets = record.search(words, limit=1, facets=True).facets
    assert list(facets["month"].items()) == [("2026-02", 1), ("2026-01", 3), ("2025-12", 1), ("2024-02", 1), (None, 1)]
    assert list(facets["confidence"].items()) == [("0.9", 3), ("0.8", 4), ("0.5", 5), ("0.3", 7)]
    assert all(record.search(words, min_confidence=float(least)).count == count for least, count in facets["confidence"].items())
    assert record.search(words, since="2026-01-01", until="2026-01-31").count == facets["month"]["2026-01"]


def test_hits_are_counted_up_to_a_number(kept, scripted, monkeypatch):
    assert [(page.count, page.more) for page in (kept.search("floods", limit=1), kept.search(), kept.search("nothing"), kept.search("!"))] == [(2, False), (4, False), (0, False), (0, False)]
    second = kept.search("floods", limit=1, after=kept.search("floods", limit=1).after)
    assert (second.count, second.after) == (2, None)
    for name in ("finding", "search", "counting"):
        monkeypatch.setattr(f"onrecord.keep.{name}.COUNTED", 3)
    kept.ingest(*(Report(f'Ann Lee said "floods, the {n}th". Bo Orn promised that floods would end.', id=f"n{n}", outlet="Post", published=f"2025-12-{1 + n % 9:02}") for n in range(12)), extractor=scripted)
    page = kept.search("floods", limit=3, facets=True)
    assert (page.count, page.more) == (3, True) and sum(page.facets["kind"].values()) == 3
    assert found(kept, "floods", limit=3) == [FLOODS, SPRING, 'n8:"floods, the 8th"']
    assert found(kept, "floods", limit=2, sort="oldest") == ['n0:"floods, the 0th"', "n0:that floods would end"]
    for sort in ("date", "oldest", "relevance"):
        assert len({id for page in pages(kept, words="floods", sort=sort, limit=2) for id in page}) == (4 if sort == "relevance" else 26)
    for options in ({"act": "pledge"}, {"outlet": "uj szo"}, {"speaker": "lee"}, {"since": "2026-01-01"}, {"kind": "direct", "min_confidence": 0.6}, {"act": ("pledge", "assert")}):
        flat = [id for page in pages(kept, words="floods", limit=2, **options) for id in page]
        assert len(flat) == len(set(flat)) == len(kept.search("floods", limit=1000, **options).hits) > 0
        assert kept.search("floods", **options, versions="all").more is (len(flat) > 3)


@pytest.mark.parametrize(("narrow", "dearer"), [(-1, 0), (1000, 0), (1000, 100)])
def test_the_way_to_the_hits_changes_nothing(kept, scripted, narrow, dearer, monkeypatch):
    """Through the hits of the words, or through the versions that the filters leave."""
    monkeypatch.setattr("onrecord.keep.finding.NARROW", narrow)
    monkeypatch.setattr("onrecord.keep.finding.DEARER", dearer)
    for within in ("statements", "reports"):
        assert [hit.article for hit in kept.search("floods OR pumps", within=within, outlet="post").hits] == ["a", "c"]
        assert [hit.article for hit in kept.search("irena OR would", within=within, since="2026-01-04", act="pledge", speaker="novak").hits] == ["b"]
        assert kept.search("pumps", within=within, until="2026-01-04", sort="relevance").count == 0


def pages(record, between=lambda: None, **options) -> list[list[str]]:
    after, all_pages = None, []
    while True:
        page = record.search(after=after, **options)
        all_pages.append([hit.statement.id + hit.article if hit.statement else hit.article for hit in page.hits])
        if page.after is None:
            return all_pages
        after = page.after
        between()


@pytest.mark.parametrize("sort", ["date", "oldest", "relevance"])
@pytest.mark.parametrize("within", ["statements", "reports"])
def test_pages_stay_while_rows_are_added(record, scripted, sort, within):
    record.ingest(*(Report(f'Ann Lee said "word {"word " * (n % 4)} and {n}". Bo Orn said that word {n}.', id=f"{n}", published=f"2026-01-{1 + n % 5:02}" if n % 6 else None) for n in range(12)), extractor=scripted)
    numbers = itertools.count(100)
    whole = pages(record, words="word", sort=sort, within=within, limit=1000)[0]

    def add():
        n = next(numbers)
        changed = Report(f'Ann Lee said "word, changed {n}".', id=f"{n % 12}", published="2026-01-03")
        record.ingest(Report(f'Ann Lee said "word word {n}".', id=f"{n}", published=f"2026-01-{1 + n % 5:02}"), changed, extractor=scripted)

    paged = pages(record, add, words="word", sort=sort, within=within, limit=5)
    flat = [id for page in paged for id in page]
    assert len(flat) == len(set(flat)) and set(flat) == set(whole) and all(len(page) == 5 for page in paged[:-1])
    if sort != "relevance":
        assert flat == whole


def test_the_latest_version_is_searched_unless_all_are_asked_for(kept, scripted):
    kept.ingest(Report("Per Haldorsen denied that the floods had come.", id="b", published="2026-01-06"), extractor=scripted)
    assert found(kept, "floods OR pumps", outlet="uj szo") == [] and found(kept, "pumps") == [PUMPS]
    assert len(found(kept, "floods OR pumps", versions="all")) == 5


@pytest.mark.parametrize(
    "options",
    [{"kind": "x"}, {"since": "yesterday"}, {"since": "20260101"}, {"until": "2026-13-01"}, {"limit": 0}, {"limit": 10_000}, {"min_confidence": 2}, {"max_confidence": -1}, {"max_confidence": "all"}, {"max_confidence": 0.2, "min_confidence": 0.3}, {"sort": "x"}, {"within": "x"}, {"nothing": 1}, {"after": "x"}, {"limit": "many"}, {"words": None}, {"since": 2026}, {"speaker": [1]}, {"after": 7},
     {"after": "é"}, {"after": "eJyLjgUAARUAuQ"}, {"words": "x " * (MOST_WORDS + 1)}, {"words": "(x " * (DEEPEST + 2)}],
)  # fmt: skip
def test_wrong_queries_are_told(kept, options):
    with pytest.raises(UsageError):
        kept.search(**{"query" if k == "words" else k: v for k, v in options.items()})


@pytest.mark.parametrize(("options", "named"), [({"actt": "pledge"}, "'actt' is no option of a search: it has "), ({"speeker": "Lee", "act": "pledge", "date": "x"}, "'speeker', 'date' is no option")])
def test_an_option_that_is_none_is_named(kept, options, named):
    with pytest.raises(UsageError, match=named):
        kept.search("floods", **options)


def test_a_cursor_is_its_query_s(kept):
    after = kept.search("floods", limit=1).after
    with pytest.raises(UsageError, match="another query's"):
        kept.search("pumps", after=after)
    with pytest.raises(UsageError):
        kept.search(Query("floods"), limit=1)


PIECES = st.sampled_from(['"', "(", ")", "*", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", "^", ":", "content:", "speaker :", "-", "+", "'", ";--", "floods", "pumps", "pum*", "\x00", "\ud83d", "🎉", "é", "{a b}:", "_", "%", "\\", "水", "½", "ﬁ"])
ANYTHING = st.one_of(st.text(alphabet=st.characters(exclude_categories=())), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANYTHING, st.sampled_from(["date", "oldest", "relevance"]), st.sampled_from(["statements", "reports"]), st.lists(ANYTHING, max_size=2))
def test_any_query_is_safe(kept, words, sort, within, speakers):
    try:
        page = kept.search(words, sort=sort, within=within, speaker=speakers, outlet=speakers[:1])
    except UsageError as error:
        assert "a query may hold" in str(error)
        return
    assert len(page.hits) <= 4


@pytest.mark.parametrize("piece", ["x ", '"', "(", ")", "((a) OR ", "NOT ", "🎉", "a* ", "' OR 1=1; --", "\x00", "a" * 999])
def test_a_hundred_kilobytes_of_anything(kept, piece):
    try:
        kept.search(piece * (100_000 // len(piece)))
    except UsageError as error:
        assert "a query may hold" in str(error)


def test_the_deepest_query_that_is_taken_is_answered(kept):
    for deep in ("a OR NOT (b NOT (", "(a b) NOT (c OR NOT (", "a NOT (b AND ("):
        words = deep * (DEEPEST // 2) + "floods"
        kept.search(words)
    kept.search(" OR ".join(["floods"] * MOST_WORDS))
    kept.search(" ".join(["floods"] * MOST_WORDS))
    kept.search(" NOT ".join(["floods"] * MOST_WORDS))
    kept.search('"' + "floods " * MOST_WORDS + '"')


def truth(tree, words: set[str]) -> bool:
    if isinstance(tree, str):
        return tree in words
    operator, *parts = tree
    return not truth(parts[0], words) if operator == "NOT" else (all if operator == "AND" else any)(truth(part, words) for part in parts)


def written(tree) -> str:
    if isinstance(tree, str):
        return tree
    operator, *parts = tree
    return f"(NOT {written(parts[0])})" if operator == "NOT" else "(" + f" {operator} ".join(map(written, parts)) + ")"


TREES = st.recursive(st.sampled_from("wxyz"), lambda some: st.one_of(st.tuples(st.just("NOT"), some), st.tuples(st.sampled_from(["AND", "OR"]), some, some)), max_leaves=6)


@pytest.fixture(scope="module")
def of_letters(tmp_path_factory):
    """A record to be filled once."""
    with onrecord.open(tmp_path_factory.mktemp("letters") / "x.db") as record:
        yield record


SETS = ["".join(letters) for n in range(5) for letters in itertools.combinations("wxyz", n)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TREES)
def test_boolean_queries_mean_what_they_say(of_letters, make_scripted, tree):
    """Over a report for every set of the letters w to z, each of which says "o" too."""
    if not of_letters.stats().articles:
        of_letters.ingest(*(Report(f'Ann Lee said "o {" ".join(letters)}".', id=letters or "none") for letters in SETS), extractor=make_scripted())
    try:
        hits = of_letters.search(written(tree), limit=100).hits
    except UsageError:
        return  # too deep
    assert {hit.article for hit in hits} == {letters or "none" for letters in SETS if truth(tree, set(letters))}


def test_words_are_cut_with_their_places():
    text = "The “Élysée’s” re\u0301sume\u0301: 1½ m, 水道 İstanbul"
    assert [text[w.start : w.end] for w in cut(text)] == ["The", "Élysée", "s", "re\u0301sume\u0301", "1½", "m", "水", "道", "İstanbul"]
    assert folded(text) == " ".join(w.folded for w in cut(text)) == "the elysee s resume 112 m 水 道 istanbul"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_folded_words_hold_nothing_that_separates(text):
    words = cut(text)
    assert folded(text) == " ".join(w.folded for w in words)
    assert all(w.folded and not set(w.folded) & set(" \"*()_\x00") and fold(w.folded) == w.folded for w in words)


def test_long_contents_are_cut_around_the_first_mark():
    text = "word " * 200 + "needle " + "word " * 200
    (mark,) = find_marks(text, ((0, len(text)),), [Phrase(("needle",))])
    ((start, end),) = cut_snippet(text, ((0, len(text)),), (mark,))
    assert start <= mark[0] and mark[1] <= end and end - start <= LONGEST and text[start:end] == text[start:end].strip() and text[start - 1] == " "
    assert cut_snippet("x" * 999, ((0, 999),), ()) == ((0, LONGEST),)


def test_the_parser_marks_what_a_hit_may_hold():
    assert [p.words for p in parse("a NOT (b OR NOT c)").phrases] == [("a",), ("c",)]
    assert parse("AND OR NOT ()") is None


def test_every_option_of_the_query_is_one_of_the_command():
    from typer.testing import CliRunner

    from onrecord.cli import app

    shown = CliRunner().invoke(app, ["search", "--help"], env={"COLUMNS": "200"}).output
    for name in Query.__dataclass_fields__:
        assert {"within": "--in", "words": "QUERY"}.get(name, "--" + name.replace("_", "-")) in shown


def test_a_hit_is_plain_json(kept):
    hit = kept.search("spring").hits[0].to_dict()
    assert json.loads(json.dumps(hit)) == hit and hit["statement"]["speaker"]["name"] == "Irena Novak"


def test_many_hits_of_one_outlet_are_gone_through_by_date(record, scripted, monkeypatch):
    record.ingest(*(Report(f'Ann Lee said "the ferry is late, day {n}".', id=f"n{n}", outlet="The Ferry Post" if n % 2 else "Other", published=f"2026-01-{n + 1:02}") for n in range(20)), extractor=scripted)
    found = [hit.article for hit in record.search("ferry", outlet="the ferry post", limit=4).hits]
    for name in ("search", "finding", "counting"):
        monkeypatch.setattr(f"onrecord.keep.{name}.COUNTED", 3)
    assert [hit.article for hit in record.search("ferry", outlet="the ferry post", limit=4).hits] == found == ["n19", "n17", "n15", "n13"]
    with record._reading() as connection:
        made = make_ready(connection, Query("ferry", outlet="The Ferry Post"), parse("ferry"), Cursor(99, 99))
        asked = by_date(made, Cursor(99, 99)).replace(":outlets", "('the ferry post')").replace(":limit", "21")
        plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"), {name: made.bound[name] for name in ("version", "reading", "matched")})] if connection.dialect.name == "sqlite" else []
    assert not any("ix_versions_outlet_key" in step or step == "USE TEMP B-TREE FOR ORDER BY" for step in plan)
