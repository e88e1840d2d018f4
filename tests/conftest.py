import os
from pathlib import Path

import pytest
from hypothesis import settings

from onrecord import Extractor

ROOT = Path(__file__).parents[1]

settings.register_profile("whatever the machine does besides", deadline=None)
settings.load_profile("whatever the machine does besides")


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


@pytest.fixture
def cheap_passwords(monkeypatch):
    """Argon2 with little work, for tests that log in often."""
    from argon2 import PasswordHasher

    from onrecord.access import passwords

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords.nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    yield
    passwords.nobodys.cache_clear()
