"""An answer of each kind, for the description of the API: one invented report, as the program gives it."""

from typing import Any

from onrecord.keep.quoting import quote
from onrecord.serve.api.articles import about
from onrecord.types import Article, Belonging, Speaker, Statement, Told

_TEXT = 'Winter will not wait for us\n\nIrena Novak, the foreign minister, arrived on Tuesday. "We asked for 120 generators," she told reporters.\n'


def _at(words: str) -> tuple[int, int]:
    start = _TEXT.index(words)
    return start, start + len(words)


_SPEAKER = Speaker("Irena Novak", "person", 0.93, (_at("she"), _at("Irena Novak")), Told("foreign minister", (_at("foreign minister"),)))
_STATEMENT = Statement(id="3e457130a1b2c3d4", kind="direct", mode="said", source=(_at("she"),), cue=(_at("told"),), content=(_at('"We asked for 120 generators,"'),), within=None, confidence=0.97, speaker=_SPEAKER, act="assert", act_confidence=0.81, utterance=Belonging("3e457130a1b2c3d4", 1, 1.0, ()))
_ARTICLE = Article(id="https://example.org/winter", text=_TEXT, sha256="5f0c" * 16, model="onrecord-0.3", language="en", statements=(_STATEMENT,), url="https://example.org/winter", title="Winter will not wait for us", outlet="Nordpress", published="2026-11-24")

_WHOLE: dict[str, Any] = _ARTICLE.to_dict()
_ABOUT = about(_ARTICLE)
_SAID = _STATEMENT.to_dict()
_QUOTE = quote(_TEXT, _STATEMENT).to_dict()
_HIT = {key: _WHOLE[key] for key in ("sha256", "title", "outlet", "published", "url")} | {"article": _ARTICLE.id}
_HITS = {"after": None, "count": 1, "more": False, "facets": None}
_VERSION = {key: _WHOLE[key] for key in ("sha256", "title", "outlet", "published", "published_at", "path", "url", "page_sha256")} | {
    "article": _ARTICLE.id, "number": 1, "source": "articles/", "reader": "html", "ingested": "2026-11-25T08:00:00+00:00", "tied": [], "taken_down": None, "near": [], "models": ["onrecord-0.3"], "ingest": 1, "amendments": [],
}  # fmt: skip
_AMENDED = {
    "number": 3, "act": "change", "at": "2026-11-26T09:30:00+00:00", "article": _ARTICLE.id, "version": 1, "before": {"published": "2026-11-25", "published_at": "2026-11-25T06:00:00+01:00", "outlet": "Nordpress"},
    "changes": {"published": "2026-11-24", "published_at": None}, "ingest": None, "by": "the desk", "why": "The feed had the day of its mending.", "undoes": None,
}  # fmt: skip
_UNDONE = _AMENDED | {"number": 4, "act": "undo", "at": "2026-11-27T10:00:00+00:00", "before": {"published": "2026-11-24", "published_at": None, "outlet": "Nordpress"}, "changes": {}, "why": "It was right.", "undoes": 3}
_CORRECTED = {"number": 5, "act": "change", "at": "2026-11-26T09:30:00+00:00", "by": "the desk", "why": "wrong act", "before": _SAID, "changes": {"act": "request"}, "undoes": None, "statement": _STATEMENT.id, "article": _ARTICLE.id}
_REVIEWED = {"number": 7, "act": "accept", "at": "2026-11-26T09:30:00+00:00", "by": "the desk", "why": "", "article": _ARTICLE.id, "sha256": _ARTICLE.sha256, "statement": _STATEMENT.id, "undoes": None, "seen": "0f1e2d3c4b5a6978"}
_VALUES = [{"value": "assert", "count": 1}]
_ROW = {"entity": "a3f1c2d4e5b60718", "name": "Irena Novak", "kind": "person", "statements": 1, "reports": 1, "names": ["Irena Novak"], "roles": ["foreign minister"], "sources": ["she"], "listed": None, "identifier": None}
_ENTITY = {
    "id": "a3f1c2d4e5b60718", "name": "Irena Novak", "kind": "person", "aliases": [{"name": "Irena Novak", "articles": 1, "probability": 1.0, "reasons": []}],
    "roles": [{"role": "foreign minister", "organization": None, "country": None, "first": "2026-11-24", "last": "2026-11-24", "articles": 1}], "appearances": ["a3f1c2d4e5b60718"],
}  # fmt: skip

_EVENT = {
    "id": "9a0b1c2d3e4f5061", "date": "2026-11-24", "reported": "2026-11-24", "kind": "asked", "article": _ARTICLE.id, "statement": _STATEMENT.id, "span": list(_at("We asked for 120 generators")), "by": {"name": "Irena Novak", "kind": "person"},
    "amount": {"value": 120, "unit": "generator"}, "confidence": 0.71, "why": ["asked for"],
}  # fmt: skip
_COMMITMENT: dict[str, Any] = {
    "id": "c0ffee00a1b2c3d4", "type": "ask", "maker": {"name": "Irena Novak", "kind": "person"}, "counterpart": None, "beneficiary": None,
    "what": {"article": _ARTICLE.id, "span": list(_at("We asked for 120 generators")), "text": "We asked for 120 generators", "category": "energy"},
    "amount": {"value": 120, "unit": "generator", "article": _ARTICLE.id, "span": list(_at("120 generators"))}, "due": None, "condition": None, "firmness": "firm", "events": [_EVENT], "answers": None, "status": "open",
    "days": {"ask_to_pledge": None, "pledge_to_first_delivery": None, "pledge_to_delivery": None, "open": 6},
}  # fmt: skip

_JOB: dict[str, Any] = {
    "id": "5f0c1d7e9a3b4c2d8e6f7a1b2c3d4e5f", "state": "running", "total": 3, "done": 2, "counts": {"new": 1, "changed": 0, "known": 0, "failed": 1, "taken_down": 0},
    "failures": [{"name": "item 2", "reason": "has neither a text nor an address", "advice": 'give {"text": "…"} or {"url": "…"}'}], "differing": [], "article": None, "fault": None, "at": "2026-11-25T08:00:00+00:00", "ended": None, "by": "desk",
}  # fmt: skip
_POSTED = {"article": _ARTICLE.id, "fate": "new", "sha256": _ARTICLE.sha256, "statements": 1, "differing": None, "job": _JOB["id"]}

EXAMPLES: dict[str, dict[str, Any]] = {
    "/api/search": _HITS | {"hits": [_HIT | {"snippet": [list(span) for span in _STATEMENT.content], "marks": [list(_at("generators"))], "words": _ARTICLE.words(_STATEMENT.content), "statement": _SAID, "quote": _QUOTE}], "facets": {"act": _VALUES}},
    "/api/articles": _HITS | {"hits": [_HIT | {"snippet": [[0, len(_TEXT) - 1]], "marks": [], "words": _TEXT.strip(), "statement": None, "quote": None}]},
    "/api/articles/{id}": _WHOLE | {"versions": [_VERSION]},
    "/api/statements/{id}": {"statement": _SAID, "words": _ARTICLE.words(_STATEMENT.content), "quote": _QUOTE, "article": _ABOUT, "corrections": []},
    "/api/speakers": {"speakers": [_ROW], "after": None, "count": 1},
    "/api/speakers/{id}": {"entity": _ENTITY, "topics": [{"word": "generators", "forms": ["generator", "generators"], "statements": 4}], "acts": _VALUES, "sayings": [{"statement": _STATEMENT.id, "article": _ARTICLE.id, "published": "2026-11-24", "act": "assert"}], "after": None, "count": 1},
    "/api/check": {
        "quotation": "We asked for 100 generators", "speaker": "Novak", "on": None, "verdict": "reworded",
        "matches": [
            {"article": _ARTICLE.id, "sha256": _ARTICLE.sha256, "statement": _STATEMENT.id, "span": list(_at("We asked for 120 generators")), "spans": [list(_at("We asked for 120 generators"))], "speaker": "Irena Novak", "kind": "direct",
             "published": "2026-11-24", "outlet": "Nordpress", "said": ["2026-11-24"], "source": None, "unlike": [], "difference": [{"op": "keep", "asked": "We asked for", "reported": "We asked for"}, {"op": "replace", "asked": "100", "reported": "120"},
             {"op": "keep", "asked": "generators", "reported": "generators"}], "before": '"', "after": ',"', "likeness": 0.6893}
        ],
        "covers": {"articles": 1, "outlets": 1, "from": "2026-11-24", "to": "2026-11-24", "undated": 0},
        "passages": [],
    },
    "/api/utterances": {
        "utterances": [{"id": _STATEMENT.id, "speaker": "Irena Novak", "reports": 3, "first": "2026-11-24", "last": "2026-11-25", "article": _ARTICLE.id, "outlet": "Nordpress", "words": _ARTICLE.words(_STATEMENT.content), "disagreement": None}],
        "after": None, "count": 1,
    },
    "/api/utterances/{id}": {
        "id": _STATEMENT.id, "speaker": "Irena Novak", "reports": 1, "repeats": [],
        "versions": [
            {"article": _ARTICLE.id, "sha256": _ARTICLE.sha256, "statement": _STATEMENT.id, "spans": [list(span) for span in _STATEMENT.content], "words": _ARTICLE.words(_STATEMENT.content), "kind": "direct", "speaker": "Irena Novak", "outlet": "Nordpress",
             "published": "2026-11-24", "said": ["2026-11-24"], "probability": 1.0, "reasons": [], "changes": [{"op": "keep", "reference": "We asked for 120 generators", "version": "We asked for 120 generators", "marked": True, "moved": False}], "before": "", "behind": "", "likeness": 1.0}
        ],
        "reference": _STATEMENT.id, "agreeing": 1, "earliest": _STATEMENT.id, "fullest": _STATEMENT.id, "copies": [],
    },
    "/api/ledger/stats": {"as_of": "2026-11-30", "durations": [{"by": "all", "group": "all", "step": "ask_to_pledge", "n": 4, "ended": 3, "lower": 7, "median": 12, "upper": 30}]},
    "/api/ledger": {"as_of": "2026-11-30", "commitments": [_COMMITMENT], "after": None, "count": 1},
    "/api/ledger/{id}": _COMMITMENT | {"events": [_EVENT | {"words": "We asked for 120 generators", "outlet": _ARTICLE.outlet, "title": _ARTICLE.title}]},
    "/api/stats": {
        "schema": "0002", "bytes": 94208, "articles": 1, "versions": 1, "texts": 1, "text_bytes": len(_TEXT.encode()), "tied": 0, "near": 0, "published": ["2026-11-24", "2026-11-24"], "undated": 0, "outlets": 1, "languages": {"en": 1},
        "statements": {"onrecord-0.3": 1}, "acts": {"assert": 1}, "kinds": {"direct": 1}, "modes": {"said": 1}, "ingests": 1, "unfinished": 0,
        "outcomes": {"new": 1, "changed": 0, "known": 0, "failed": 0, "taken_down": 0}, "failures": 0, "takedowns": 0, "corrections": 0, "meaning": 1,
    },
    "/api/jobs/{id}": _JOB,
    "POST /api/articles": _POSTED,
    "POST /api/articles 202": _JOB,
    "POST /api/amendments": _AMENDED,
    "POST /api/amendments/{number}/undo": _UNDONE,
    "POST /api/corrections": _CORRECTED,
    "POST /api/corrections/{number}/undo": _CORRECTED | {"number": 6, "act": "undo", "at": "2026-11-27T10:00:00+00:00", "why": "It was right.", "before": None, "changes": None, "undoes": 5},
    "POST /api/statements": _CORRECTED | {"act": "add", "why": "missed", "before": None, "changes": _SAID},
    "POST /api/reviews": _REVIEWED,
    "POST /api/reviews/{number}/undo": _REVIEWED | {"number": 8, "act": "undo", "at": "2026-11-27T10:00:00+00:00", "why": "The speaker is somebody else.", "statement": None, "undoes": 7, "seen": None},
    "POST /api/takedowns": {"article": _ARTICLE.id, "at": "2026-11-27T10:00:00+00:00", "who": "the desk", "why": "A court's order.", "sha256": [_ARTICLE.sha256], "statements": 1, "articles": [_ARTICLE.id], "backups": [{"file": "/srv/onrecord/monday.db", "at": "2026-11-26T02:00:00+00:00", "holds": True}]},
    "/readyz": {"status": "ready", "state": "1-1-1-0-0"},
    "/healthz": {"status": "ok", "version": "0.3.0", "state": "1-1-1-0-0"},
}  # fmt: skip
PROBLEM = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "since 'soon' is no day: write it as 2026-01-31", "instance": "/api/search"}
