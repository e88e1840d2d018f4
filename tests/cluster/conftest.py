"""Runs on a cluster that is none."""

from contextlib import contextmanager

import pytest
from cluster_town import Straight

from onrecord.cluster import running


@pytest.fixture
def straight(monkeypatch):
    """Runs on a cluster work in this process; the pools that were made."""
    pools: list[Straight] = []

    @contextmanager
    def connected(address, workers):
        yield workers or 2

    def pool(*arguments):
        pools.append(Straight(*arguments))
        return pools[-1]

    monkeypatch.setattr(running, "connected", connected)
    monkeypatch.setattr(running, "RayPool", pool)
    return pools

