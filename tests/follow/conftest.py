import pytest
from telling import Told

import onrecord


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def record(tmp_path):
    with onrecord.open(tmp_path / "record.db") as opened:
        yield opened
