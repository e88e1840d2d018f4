"""A record in a temporary folder, and a stand-in for the model: it finds `Somebody said "words"` and `Somebody said that words.`, at once and always the same."""

import re
from types import SimpleNamespace

import pytest

import onrecord
from onrecord.extraction.statements import statement_id
from onrecord.identity import id_of, version_of
from onrecord.read.boilerplate import find_boilerplate
from onrecord.types import Article, Report, Speaker, Statement, Told
from postgresql import running

_SAID = re.compile(r'(?:The (?P<role>[a-z]+) )?(?P<name>[A-Z]\w+(?: [A-ZÉ]\w+)?) (?P<cue>said|promised|denied) (?:(?P<quoted>"[^"]*")(?:, (?:he|she) added, (?P<more>"[^"]*"))?|(?P<told>that [^.\n]*))')


class Scripted:
    """What Ingest needs of an Extractor.  `seen` counts the reports that it was given."""

    def __init__(self, model: str = "scripted-1"):
        self.model, self.seen = SimpleNamespace(card={"name": model}), 0

    def extract(self, report: Report) -> Article:
        self.seen += 1
        sha256 = version_of(report.text)
        language = "de" if "Bürgermeister" in report.text else "en"
        found = tuple(self.statement(match, sha256) for match in _SAID.finditer(report.text)) if language == "en" else ()
        return Article(id=id_of(report, sha256), text=report.text, sha256=sha256, model=self.model.card["name"], language=language, statements=found,
                       boilerplate=find_boilerplate(report.text), path=report.path, url=report.url, title=report.title, outlet=report.outlet, published=report.published,
                       published_at=report.published_at, page_sha256=report.page_sha256)

    def statement(self, match: re.Match, sha256: str) -> Statement:
        content = tuple(match.span(group) for group in ("quoted", "more", "told") if match[group])
        cue, name = (match.span("cue"),), match.span("name")
        role = Told(match["role"], (match.span("role"),)) if match["role"] else None
        return Statement(id=statement_id(sha256, content, cue), kind="direct" if match["quoted"] else "indirect", mode="said", source=(name,), cue=cue, content=content, within=None,
                         confidence=0.9 if match["quoted"] else 0.5, speaker=Speaker(match["name"], "person", 0.8, (name,), role),
                         act={"said": "assert", "promised": "pledge", "denied": "deny"}[match["cue"]], act_confidence=0.7)

    def extract_many(self, reports):
        yield from map(self.extract, reports)


@pytest.fixture
def scripted() -> Scripted:
    return Scripted()


@pytest.fixture
def make_scripted() -> type[Scripted]:
    return Scripted


SERVERS = {"postgresql": "server", "pgvector": "server_with_vectors"}


@pytest.fixture
def database() -> str:
    """Which one holds the record; modules whose tests are the same for both say so."""
    return "sqlite"


@pytest.fixture
def record(tmp_path, database, request):
    server = None if database == "sqlite" else request.getfixturevalue(SERVERS[database])
    place = server.fresh() if server else tmp_path / "record.db"
    with onrecord.open(place) as opened:
        yield opened
    if server:
        server.drop(place)


@pytest.fixture(scope="session")
def server_with_vectors():
    with running(with_vectors=True) as started:
        yield started


@pytest.fixture(scope="session")
def server():
    with running() as started:
        yield started
