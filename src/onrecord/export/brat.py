"""brat standoff (https://brat.nlplab.org/standoff.html), in PolNeAR's manner: Source, Cue and Content tied by an Attribution."""

from onrecord.types import Article, Span, Statement

ROLES = ("source", "cue", "content")


def render(article: Article) -> str:
    """The .ann file that stands beside the article's text.  Kind, mode and act are attributes, `within` a relation."""
    lines: list[str] = []
    events: dict[str, str] = {}
    count = 0
    for number, statement in enumerate(article.statements, 1):
        roles: list[str] = []
        for role in ROLES:
            spans: tuple[Span, ...] = getattr(statement, role)
            if spans:
                count += 1
                lines.append(_text_bound(f"T{count}", role.capitalize(), article, spans))
                roles.append(f"{role.capitalize()}:T{count}")
        count += 1
        lines.append(_text_bound(f"T{count}", "Attribution", article, statement.cue or statement.content[:1]))
        lines.append(f"E{number}\tAttribution:T{count} {' '.join(roles)}")
        events[statement.id] = f"E{number}"
    lines += _attributes(article.statements, events)
    return "".join(line + "\n" for line in lines)


def _text_bound(name: str, label: str, article: Article, spans: tuple[Span, ...]) -> str:
    """Spans are cut at line breaks, which brat's fragments may not cross."""
    pieces = [piece for start, end in spans for piece in _lines(article.text, start, end)]
    offsets = ";".join(f"{s} {e}" for s, e in pieces)
    return f"{name}\t{label} {offsets}\t{' '.join(article.text[s:e] for s, e in pieces)}"


def _lines(text: str, start: int, end: int) -> list[Span]:
    pieces: list[Span] = []
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            at = start + len(line) - len(line.lstrip())
            pieces.append((at, at + len(stripped)))
        start += len(line)
    return pieces


def _attributes(statements: tuple[Statement, ...], events: dict[str, str]) -> list[str]:
    lines = [f"A{3 * i + k}\t{name.capitalize()} {events[s.id]} {getattr(s, name)}" for i, s in enumerate(statements) for k, name in enumerate(("kind", "mode", "act"), 1) if getattr(s, name)]
    nested = [s for s in statements if s.within]
    return lines + [f"R{i}\tWithin Arg1:{events[s.id]} Arg2:{events[s.within]}" for i, s in enumerate(nested, 1) if s.within]
