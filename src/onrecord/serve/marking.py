"""A report's text with its statements marked, as HTML in which the words stay in their order and nothing is added but numbers.

Source, cue and content differ by more than colour: see `static/style.css`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from onrecord.keep.difference import Change
from onrecord.keep.quoting import JOIN, Quote
from onrecord.serve.visible import visible
from onrecord.types import Article, Span, Statement


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement with its number on the page, from 1 on."""

    number: int
    statement: Statement


def number_all(article: Article) -> tuple[Numbered, ...]:
    return tuple(Numbered(number, statement) for number, statement in enumerate(article.statements, 1))


def mark_text(article: Article, statements: Iterable[Numbered], within: Span | None = None, linked: bool = True) -> Markup:
    """The text, or a span of it, cut wherever something begins or ends; with `linked`, each content begins with its statement's number, which leads to the statement."""
    start, end = within or (0, len(article.text))
    changes: dict[int, list[tuple[str, str, int]]] = {start: [], end: []}  # place → role, number, whether it begins or ends
    opening: dict[int, list[tuple[Numbered, bool]]] = {}
    closing: dict[int, int] = {}

    def note(role: str, number: str, spans: Sequence[Span]) -> None:
        for a, b in spans:
            if a < end and b > start:
                changes.setdefault(max(a, start), []).append((role, number, 1))
                changes.setdefault(min(b, end), []).append((role, number, -1))

    note("boilerplate", "", article.boilerplate)
    for each in statements:
        s = each.statement
        for role, spans in (("source", s.source), ("cue", s.cue), ("content", s.content)):
            note(f"{role} inner" if role == "content" and s.within else role, str(each.number), spans)
        for i, (a, b) in enumerate(s.content):
            if start <= a and b <= end:
                opening.setdefault(a, []).append((each, i == 0))
                closing[b] = closing.get(b, 0) + 1
    out: list[str] = []
    open_: dict[tuple[str, str], int] = {}
    cuts = sorted(changes)
    for at, until in zip(cuts, [*cuts[1:], end], strict=True):
        for role, number, step in changes[at]:
            open_[role, number] = open_.get((role, number), 0) + step
        if linked:
            out += ['<span class="corner" aria-hidden="true">⌝</span>'] * closing.get(at, 0)
            out += [_corner(each, first) for each, first in opening.get(at, [])]
        out.append(_piece(article.text[at:until], [key for key, count in open_.items() if count > 0]))
    return Markup("".join(out))


def _corner(each: Numbered, first: bool) -> str:
    place = f' id="m-{each.statement.id}"' if first else ""
    return f'<a class="corner"{place} href="#s-{each.statement.id}" data-of="{each.number}" aria-label="Statement {each.number}">⌜{each.number}</a>'


def _piece(words: str, roles: Sequence[tuple[str, str]]) -> str:
    shown = escaped(words)
    if not words or not roles:
        return shown
    classes = " ".join(dict.fromkeys(part for role, _ in roles for part in role.split()))
    numbers = " ".join(dict.fromkeys(number for _, number in roles if number))
    return f'<span class="{classes}"' + (f' data-of="{numbers}"' if numbers else "") + f">{shown}</span>"


def mark_words(words: str, spans: Sequence[Span], marks: Sequence[Span]) -> Markup:
    """A hit's words with its marks, which are spans of the report's text as `spans`, of which the words are, is: see `onrecord.keep.search.Hit`."""
    return _in_pieces(words, spans, (("<mark>", "</mark>", marks),))


def mark_quote(quote: Quote, content: Sequence[Span], marks: Sequence[Span] = ()) -> Markup:
    """A statement as it is quoted, with what is not its content, but says how it is meant, set off; see `static/style.css`."""
    shown = _in_pieces(quote.words, quote.spans, (('<span class="around-it">', "</span>", _without(quote.spans, content)), ("<mark>", "</mark>", marks)))
    return "… " * (content[0][0] < quote.spans[0][0]) + shown + " …" * (quote.spans[-1][1] < content[-1][1])


def _in_pieces(words: str, spans: Sequence[Span], tags: Sequence[tuple[str, str, Sequence[Span]]]) -> Markup:
    out = []
    for i, (start, end) in enumerate(spans):
        begin = sum(b - a + len(JOIN) for a, b in spans[:i])
        cuts = sorted({start, end, *(at for _, _, some in tags for span in some for at in span if start < at < end)})
        out.append(JOIN * (i > 0))
        for a, b in pairwise(cuts):
            around = [(opened, closed) for opened, closed, some in tags if any(first <= a and b <= last for first, last in some)]
            out += [*(opened for opened, _ in around), escaped(words[a - start + begin : b - start + begin]), *(closed for _, closed in reversed(around))]
    return Markup("".join(out))


def _without(spans: Sequence[Span], content: Sequence[Span]) -> list[Span]:
    """What of some spans lies outside of others."""
    left = list(spans)
    for start, end in content:
        left = [piece for a, b in left for piece in ((a, min(b, start)), (max(a, end), b)) if piece[0] < piece[1]]
    return left


def mark_difference(before: str, after: str, changes: Iterable[Change]) -> Markup:
    """The later text, with the words that it lost struck out before those that it gained."""
    out, at = [], 0
    for change in changes:
        lost, gained = escaped(before[slice(*change.before)]), escaped(after[slice(*change.after)])
        out += [escaped(after[at : change.after[0]]), lost and f"<del>{lost}</del>", gained and f"<ins>{gained}</ins>"]
        at = change.after[1]
    return Markup("".join([*out, escaped(after[at:])]))


def escaped(words: str) -> str:
    return str(Markup.escape(visible(words)))

