"""Numbers for Prometheus: requests and how long they took, counted here; what is in the record, asked when they are asked for.

Each process counts its own requests.  https://prometheus.io/docs/instrumenting/exposition_formats
"""

import time
from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord import __version__
from onrecord.keep import jobs
from onrecord.keep.record import Record
from onrecord.keep.stats import Stats
from onrecord.serve.access import Admin
from onrecord.serve.record_of import record_of, stats_of

KIND = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds


class Measured:
    """Counts what goes through it, by the pattern of the address, so that there are only so many."""

    def __init__(self, app: ASGIApp):
        self.app, self.registry = app, CollectorRegistry()
        self._requests = Counter("onrecord_requests", "Requests that were answered.", ["method", "path", "status"], registry=self.registry)
        self._seconds = Histogram("onrecord_request_seconds", "From the request to the end of its answer.", ["path"], buckets=BUCKETS, registry=self.registry)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        scope.setdefault("state", {})["registry"] = self.registry
        try:
            await self.app(scope, receive, watched)
        finally:
            path = str(getattr(scope.get("route"), "path", "other"))
            method = scope["method"] if scope["method"] in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"
            self._requests.labels(method, path, str(status)).inc()
            self._seconds.labels(path).observe(time.perf_counter() - began)


def metrics(request: Request, visitor: Admin) -> Response:
    """For admins, by a token where visitors log in."""
    record = record_of(request)
    of_record = CollectorRegistry()
    of_record.register(_OfRecord(record, stats_of(request, record)))
    return Response(generate_latest(request.state.registry) + generate_latest(of_record), media_type=KIND)


class _OfRecord(Collector):
    def __init__(self, record: Record, stats: Stats):
        self._record, self._stats = record, stats

    def collect(self) -> Iterator[Metric]:
        stats = self._stats
        info = InfoMetricFamily("onrecord", "The program, and the record's schema.")
        info.add_metric([], {"version": __version__, "schema": stats.schema})
        yield info
        for name, told, value in (("articles", "Reports.", stats.articles), ("versions", "Versions of reports.", stats.versions), ("texts", "Texts.", stats.texts), ("record_bytes", "Size of the record.", stats.bytes), ("ingests", "Ingests so far.", stats.ingests),
                                  ("ingests_unfinished", "Ingests that run, or were broken off.", stats.unfinished), ("failures", "Inputs that could not be read, and were not since.", stats.failures), ("takedowns", "Takedowns.", stats.takedowns)):  # fmt: skip
            yield GaugeMetricFamily(f"onrecord_{name}", told, value)
        for name, told, label, counts in (("statements", "Statements, by the model that found them.", "model", stats.statements), ("ingested", "Reports by what ingesting them came to.", "fate", stats.outcomes)):
            family = GaugeMetricFamily(f"onrecord_{name}", told, labels=[label])
            for name, count in counts.items():
                family.add_metric([name], count)
            yield family
        with self._record._reading() as connection:
            states = jobs.count_states(connection)
        family = GaugeMetricFamily("onrecord_jobs", "Jobs that are not over.", labels=["state"])
        for state, count in states.items():
            family.add_metric([state], count)
        yield family
