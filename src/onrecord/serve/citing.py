"""A statement as a citation, in usual styles: of what the record knows, and of nothing else.

After the manuals of the American Psychological Association (7th edition, 10.1 and 10.16), the Modern Language Association (9th edition) and Chicago (17th edition, 14.191), for an article of which the author is not known.
"""

import re
from dataclasses import dataclass
from datetime import date

from onrecord.headlines import headline_of
from onrecord.keep.lookup import Kept
from onrecord.keep.quoting import frame, stands_alone
from onrecord.serve.visible import visible
from onrecord.types import Article, Statement

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_TEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ENDS = (".", "?", "!", "…")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Citation:
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Quotable:
    """A statement's words, who said them with what is told beside, and where and when they stand, part by part; each on one line."""

    words: str
    who: str
    beside: tuple[str, ...]
    where: tuple[str, ...]


def quotable(kept: Kept) -> Quotable:
    """Of direct speech the words of the speaker, of other statements those of the report, which then says who speaks; of a statement inside another one, that one's."""
    statement, article = around(kept), kept.article
    where = tuple(filter(None, [_clean(article.outlet), _long(_day(article.published))]))
    if not stands_alone(article.text, statement):
        return Quotable(f"“{_clean(_whole(article, statement))}”", "In the words of the report", (_clean(headline_of(article)),), where)
    speaker = statement.speaker
    beside = tuple(_clean(told.text) for told in (speaker.role, speaker.organization) if told) if speaker else ()
    return Quotable(_clean(article.words(statement.content)), _clean(speaker.name) if speaker else "Speaker not told", beside, where)


def cite(kept: Kept) -> tuple[Citation, ...]:
    """The words with who said them and where they stand, for running text and in Markdown; and the report for a list of sources."""
    article = kept.article
    day, url = _day(article.published), _clean(article.url)
    title, outlet = _clean(headline_of(article)), _clean(article.outlet)
    return (
        Citation("Words", _words(kept) + " (" + ", ".join(filter(None, [outlet, _long(day), url])) + ")" if outlet or day or url else _words(kept)),
        Citation("Markdown", "> " + _markdown(_words(kept)) + "\n>\n> " + " · ".join(filter(None, [_markdown(outlet), _long(day), f"<{url}>" if url and _is_web(url) else _markdown(url)]))),
        Citation("APA", _sentences(title, f"({day.year}, {MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)", outlet, url)),
        Citation("MLA", _sentences(title and f"“{_ended(title)}”", ", ".join(filter(None, [outlet, f"{day.day} {_short(day)} {day.year}" if day else "", url])))),
        Citation("Chicago", _sentences(_chicago(title), ", ".join(filter(None, [outlet, f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "", url])))),
        Citation("BibTeX", _bibtex(kept, title, outlet, day, url)),
    )


def _words(kept: Kept) -> str:
    """What was said in direct speech, as the report has it, and who said it; of other statements the report's whole words, since these are not the speaker's own, and of a statement inside another one that one's."""
    statement, article = around(kept), kept.article
    if stands_alone(article.text, statement):
        speaker = statement.speaker
        told = ", ".join(filter(None, [_clean(speaker.name), _clean(speaker.role.text) if speaker.role else ""])) if speaker else ""
        return _clean(article.words(statement.content)) + (f" – {told}" if told else "")
    return f"“{_clean(_whole(article, statement))}”"


def around(kept: Kept) -> Statement:
    """The statement in which it was said: the outermost that holds it, or itself."""
    known = {each.id: each for each in kept.article.statements}
    found = kept.statement
    while found.within in known:
        found = known.pop(found.within)
    return found


def _whole(article: Article, statement: Statement) -> str:
    start, end = frame(article.text, statement)
    return article.text[start:end]


def _bibtex(kept: Kept, title: str, outlet: str, day: date | None, url: str) -> str:
    fields = {"title": title and "{" + _tex(title) + "}", "journal": _tex(outlet), "year": str(day.year) if day else "", "month": str(day.month) if day else "", "day": str(day.day) if day else "",
              "url": "".join(c for c in url if c not in "{}\\"), "note": f"statement {kept.statement.id}"}  # fmt: skip
    return "@article{onrecord-" + kept.statement.id + ",\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value) + "}"


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None


def _long(day: date | None) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def _short(day: date) -> str:
    name = MONTHS[day.month - 1]
    return name if len(name) < 5 else ("Sept." if name == "September" else name[:3] + ".")


def _clean(words: str | None) -> str:
    """On one line, and without signs that turn the words around them."""
    return _SPACE.sub(" ", visible(words or "")).strip()


def _chicago(title: str) -> str:
    return title and (f"“{title}”" if title.endswith(_ENDS) else f"“{title},”")


def _ended(words: str) -> str:
    return words if words.endswith(_ENDS) else words + "."


def _sentences(*parts: str) -> str:
    return " ".join(part if part.endswith((*_ENDS, "”")) or _is_web(part.rpartition(" ")[2]) else part + "." for part in parts if part)


def _is_web(words: str) -> bool:
    return words.startswith(("https://", "http://")) and " " not in words


def _markdown(words: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~&!])", r"\\\1", words)


def _tex(words: str) -> str:
    return "".join(_TEX.get(c, c) for c in words)
