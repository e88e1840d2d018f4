"""Reports of an invented town, and the ledger that they make."""

import pytest
from town import REPORTS

from onrecord import Report
from onrecord.follow.ledger import Ledger


@pytest.fixture(scope="session")
def told(extractor):
    return {name: extractor.tell(extractor.extract(Report(text, id=name, published=day))) for name, (day, text) in REPORTS.items()}


@pytest.fixture
def ledger(told):
    return Ledger(told.values())


@pytest.fixture(scope="session")
def read(extractor):
    """The commitments of one report."""

    def commitments(text: str, published: str | None = "2024-12-10"):
        article = extractor.extract(Report(text, id="r", published=published))
        return [row | {"words": text[slice(*row["what"]["span"])]} for row in article.commitments]

    return commitments
