"""Pages of templates.  Whatever is put into one is text: made visible, and escaped."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord import __version__
from onrecord.follow.nouns import numbered
from onrecord.headlines import headline_of
from onrecord.keep.quoting import quote
from onrecord.serve.access import Role, logged_in, login_wanted, may
from onrecord.serve.asking import encoded
from onrecord.serve.fragments import fragment
from onrecord.serve.locales import Reader, reader_of
from onrecord.serve.marking import mark_difference, mark_quote, mark_words
from onrecord.serve.standing import lacking
from onrecord.serve.visible import visible

PLACES: tuple[tuple[str, str], ...] = (("/search", "Search"), ("/speakers", "Speakers"), ("/ledger", "Ledger"), ("/check", "Check"), ("/review", "Review"))
"""What the head of every page leads to; to Review only for those who may."""
ACTS = {
    "deliver": "delivers", "pledge": "promises", "agree": "agrees", "request": "asks", "refuse": "refuses", "warn": "warns", "accuse": "accuses", "deny": "denies", "support": "supports", "assert": "asserts",
}  # fmt: skip
STATUSES = {
    "open": "open", "answered": "answered", "in_progress": "in progress", "partly_delivered": "partly delivered", "delivered": "delivered", "refused": "refused", "withdrawn": "withdrawn", "overdue": "overdue",
}  # fmt: skip
STATIC = files("onrecord.serve") / "static"


def page(request: Request, template: str, code: int = 200, **values: Any) -> HTMLResponse:
    reader = reader_of(request.headers.get("accept-language", ""))
    visitor = logged_in(request)
    about = {"lacking": lacking(request), "reader": reader, "path": request.url.path, "day": _day(reader), "visitor": visitor, "outside": visitor is None and login_wanted(request), "places": [each for each in PLACES if each[0] != "/review" or may(request, Role.reviewer)], "may": {role.name: may(request, role) for role in Role}}
    return HTMLResponse(_environment().get_template(template).render(about | values), code, {"Vary": "Accept-Language"})


def error_page(request: Request, status: int, detail: str) -> HTMLResponse:
    return page(request, "error.html", status, status=status, phrase=HTTPStatus(status).phrase, detail=detail)


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("onrecord.serve"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_finalize)
    environment.globals |= {"act_words": ACTS, "status_words": STATUSES, "program": __version__, "static": static, "to_report": to_report, "to_words": to_words, "to_changes": to_changes, "to_amend": to_amend, "to_takedown": to_takedown, "to_speakers": to_speakers, "mark_words": mark_words, "mark_quote": mark_quote, "mark_difference": mark_difference, "fragment": fragment, "quote": quote, "numbered": numbered, "unlike": unlike}
    environment.filters |= {"web": web, "encoded": encoded, "sentence": sentence, "headline": headline_of}
    return environment


def _finalize(value: Any) -> Any:
    return visible(value) if type(value) is str else "" if value is None else value


def _day(reader: Reader) -> Any:
    def day(iso: str | None, short: bool = False) -> Markup:
        if not iso:
            return Markup('<span class="undated">no date</span>')
        return Markup('<time datetime="{}" lang="{}">{}</time>').format(visible(iso), reader.tag, visible(reader.day(iso, short)))

    return day


@cache
def static(name: str) -> str:
    """The address of a file, which is another one when the file is."""
    return f"/static/{name}?{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]}"


def to_report(id: str, **more: Any) -> str:
    return "/report?" + encoded([("id", id), *((name, str(value)) for name, value in more.items())])


def to_words(id: str, statement: str, **more: Any) -> str:
    """Where a statement stands in its report."""
    return to_report(id, **more, statement=statement) + f"#m-{statement}"


def to_changes(id: str, **more: Any) -> str:
    return "/report/changes?" + encoded([("id", id), *((name, str(value)) for name, value in more.items())])


def to_amend(id: str, **more: Any) -> str:
    return "/amend?" + encoded([("id", id), *((name, str(value)) for name, value in more.items())])


def to_takedown(id: str) -> str:
    return "/takedown?" + encoded([("id", id)])


def to_speakers(name: str) -> str:
    return "/speakers?" + encoded([("name", name)])


def unlike(words: Iterable[str]) -> list[str]:
    """Those that differ by more than capitals."""
    return list({each.casefold(): each for each in reversed(list(words))}.values())[::-1]


def sentence(words: str) -> str:
    """What is told in one line elsewhere, as a sentence."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "?", "!")) else ".")


def web(url: str | None) -> str | None:
    """An address that may be a link, None for any other."""
    return url if url and url.lower().startswith(("https://", "http://")) and url.isprintable() and " " not in url else None


def bars(counts: Mapping[Any, int]) -> list[tuple[Any, int, int]]:
    """Values and counts, with the length of a bar for each, out of 100."""
    most = max(counts.values(), default=1)
    return [(value, count, max(1, round(100 * count / most))) for value, count in counts.items()]
