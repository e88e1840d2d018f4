"""Searched by what kind of speaker speaks, and by the country of its office."""

from dataclasses import replace

import pytest
from older import AS_OF_0021
from sqlalchemy import text

import onrecord
from onrecord import Report, UsageError
from onrecord.types import Country

REPORTS = [
    Report('The minister Irena Novak said "the ferry to Norway stays". Per Haldorsen denied that the ferry had sunk.', id="a", published="2026-01-03"),
    Report("Port Authority promised that the ferry would sail. Irena Novak denied that Norway paid.", id="b", published="2026-01-05"),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    return request.param


class Abroad:
    """A Scripted whose reports tell the country of the minister's office, and that an authority is no person."""

    def __init__(self, scripted):
        self.scripted, self.model = scripted, scripted.model

    def extract_many(self, reports):
        for report in reports:
            article = self.scripted.extract(report)
            yield replace(article, statements=tuple(replace(s, speaker=self.told(s.speaker, report.text)) for s in article.statements))

    def told(self, speaker, text):
        start = text.find("Norway")
        if speaker.name == "Port Authority":
            return replace(speaker, kind="organization")
        return replace(speaker, country=Country("NO", ((start, start + 6),))) if speaker.name == "Irena Novak" else speaker


@pytest.fixture
def kept(record, scripted):
    record.ingest(*REPORTS, extractor=Abroad(scripted))
    return record


def found(record, words="", **options) -> list[str]:
    return [hit.statement.speaker.name if hit.statement else hit.article for hit in record.search(words, **options).hits]


def check(kept):
    assert found(kept, country="no") == found(kept, country=("NO", "SE")) == ["Irena Novak", "Irena Novak"] and found(kept, country="SE") == []
    assert found(kept, speaker_kind="organization") == ["Port Authority"] and found(kept, "ferry", speaker_kind="person", act="deny") == ["Per Haldorsen"]
    assert found(kept, within="reports", speaker_kind="organization") == ["b"] and found(kept, "haldorsen", within="reports", country="NO") == ["a"]
    assert kept.search(facets=True).facets["country"] == kept.search("NOT nothing", within="statements", facets=True).facets["country"] == {None: 2, "NO": 2}
    assert kept.search(within="reports", facets=True).facets["speaker_kind"] == {"person": 2, "organization": 1} and kept.search(within="reports", facets=True).facets["country"] == {None: 2, "NO": 2}
    assert kept.verify().faults == ()


def test_filters_and_facets(kept):
    check(kept)
    for options in ({"country": "Norway"}, {"country": "Ñ1"}, {"country": 1}, {"speaker_kind": "minister"}):
        with pytest.raises(UsageError):
            kept.search(**options)


def test_by_meaning(kept):
    kept.index()
    assert found(kept, "ships and boats", by="meaning", country="NO", limit=1) == ["Irena Novak"] and found(kept, "ships", by="both", speaker_kind="organization") == ["Port Authority"]
    assert kept.search("boats", by="meaning", facets=True).facets["speaker_kind"]["organization"] == 1


def test_records_that_were_made_before_have_the_countries_too(kept):
    with kept._writing() as connection:
        for change in AS_OF_0021:
            connection.exec_driver_sql(change)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0021'")
    kept.close()
    with onrecord.open(kept.path) as again:
        check(again)


def test_a_country_that_is_not_the_speakers_is_a_fault(kept):
    with kept._writing() as connection:
        connection.execute(text("UPDATE statements SET speaker_country = 'SE' WHERE speaker_country = 'NO'"))
    faults = kept.verify().faults
    assert len(faults) == 2 and all("country" in fault for fault in faults)
