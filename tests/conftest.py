import os
from pathlib import Path

import pytest

from onrecord import Extractor

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of the shared corpora, which most machines do not have."""
    folder = os.environ.get("ONRECORD_DATA")
    if not folder:
        pytest.skip("ONRECORD_DATA is not set")
    return Path(folder)
