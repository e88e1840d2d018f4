"""A report with its statements marked, as HTML: for notebooks and for `--format html`.

Source, cue and content differ by more than colour: the source is bold and underlined, the cue in italics over a dotted
line, the content on a tinted ground between corner marks, with the statement's number.
"""

from collections.abc import Iterable
from html import escape

from onrecord.export.table import acted, described, heading
from onrecord.types import Article, Statement

STYLE = """
.onrecord{font:16px/1.6 Georgia,'Times New Roman',serif;max-width:72rem;color:#1b1b1b;background:#fff;padding:1rem 1.25rem}
.onrecord h2{font-size:1.25rem;margin:.2rem 0 .1rem}.onrecord .about,.onrecord .legend{font:13px/1.5 system-ui,sans-serif;color:#555;margin:0 0 .8rem}
.onrecord .report{white-space:pre-wrap;overflow-wrap:anywhere;max-width:44rem}
.onrecord .source{font-weight:700;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:3px;color:#0b3d78}
.onrecord .cue{font-style:italic;border-bottom:2px dotted #7a3d00;color:#7a3d00}
.onrecord .content{background:#fff3c9}.onrecord .content.inner{background:#ffe08a}
.onrecord .corner{font:600 11px/1 system-ui,sans-serif;color:#6b5200;vertical-align:super;padding:0 1px}
.onrecord .boilerplate{color:#767676;font-size:.85em;text-decoration:line-through;text-decoration-color:#bbb}
.onrecord table{border-collapse:collapse;font:13px/1.45 system-ui,sans-serif;margin-top:1rem;width:100%;color:inherit;background:inherit}
.onrecord .scroll{overflow-x:auto}.onrecord th,.onrecord td{text-align:left!important;vertical-align:top;padding:.3rem .6rem .3rem 0;border-top:1px solid #ddd;white-space:normal}
.onrecord th{border-top:0;color:#555;font-weight:600}.onrecord td.nested{padding-left:1.2rem}.onrecord .number{color:#6b5200;font-weight:600}
.onrecord .speaker{position:relative;cursor:help;border-bottom:1px dotted currentColor}.onrecord .role{color:#555;font-size:12px}
.onrecord .why{display:none;position:absolute;left:0;top:100%;z-index:1;min-width:16rem;background:#fff;border:1px solid #999;padding:.4rem .6rem;font-weight:400}
.onrecord .speaker:hover .why,.onrecord .speaker:focus .why{display:block}
@media (prefers-color-scheme:dark){.onrecord{color:#e8e6e3;background:#17181a}.onrecord .about,.onrecord .legend,.onrecord th{color:#a9a9a9}
.onrecord .source{color:#8ec5ff}.onrecord .cue{color:#ffb877;border-color:#ffb877}.onrecord .content{background:#3b3415}.onrecord .content.inner{background:#5a4d12}
.onrecord .role{color:#a9a9a9}.onrecord .why{background:#222427;border-color:#666}.onrecord .corner,.onrecord .number{color:#e5c75c}.onrecord th,.onrecord td{border-color:#3a3b3d}.onrecord .boilerplate{color:#8f8f8f}}
"""
LEGEND = (
    '<span class="source">source</span>, <span class="cue">cue</span>, <span class="corner">⌜1</span><span class="content">content of statement 1</span>'
    '<span class="corner">⌝</span>, <span class="boilerplate">not part of the story</span>'
)


def render_page(articles: Iterable[Article]) -> str:
    """A whole page that needs nothing from elsewhere."""
    body = "<hr>".join(_body(article) for article in articles)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Statements</title><style>body{{margin:0}}{STYLE}</style></head><body>{body}</body></html>\n"
    )


def render_article(article: Article) -> str:
    """One article as a fragment with its own style."""
    return f"<style>{STYLE}</style>{_body(article)}"


def _body(article: Article) -> str:
    count = len(article.statements)
    about = f"{count} statement{'' if count == 1 else 's'} · {escape(article.model)}"
    return (
        f'<article class="onrecord"><h2>{escape(heading(article))}</h2><p class="about">{about}</p><p class="legend">{LEGEND}</p>'
        f'<div class="report">{_marked(article)}</div>{_table(article) if count else ""}</article>'
    )


def _marked(article: Article) -> str:
    """The text, cut wherever a span begins or ends."""
    numbers = {s.id: i for i, s in enumerate(article.statements, 1)}
    opening: dict[int, list[int]] = {}
    closing: dict[int, int] = {}
    changes: dict[int, list[tuple[str, int]]] = {0: [], len(article.text): []}
    for statement in article.statements:
        for role, spans in (("source", statement.source), ("cue", statement.cue), ("inner" if statement.within else "content", statement.content)):
            for start, end in spans:
                changes.setdefault(start, []).append((role, 1))
                changes.setdefault(end, []).append((role, -1))
                if role in ("content", "inner"):
                    opening.setdefault(start, []).append(numbers[statement.id])
                    closing[end] = closing.get(end, 0) + 1
    for start, end in article.boilerplate:
        changes.setdefault(start, []).append(("boilerplate", 1))
        changes.setdefault(end, []).append(("boilerplate", -1))
    out: list[str] = []
    depth: dict[str, int] = {}
    cuts = sorted(changes)
    for at, until in zip(cuts, [*cuts[1:], len(article.text)], strict=True):
        for role, step in changes[at]:
            depth[role] = depth.get(role, 0) + step
        out += ['<span class="corner">⌝</span>'] * closing.get(at, 0)
        out += [f'<span class="corner">⌜{n}</span>' for n in opening.get(at, [])]
        words = escape(article.text[at:until], quote=False)
        names = [role for role, n in depth.items() if n > 0]
        classes = " ".join((["content"] if "inner" in names and "content" not in names else []) + names)
        out.append(f'<span class="{classes}">{words}</span>' if classes and words else words)
    return "".join(out)


def _table(article: Article) -> str:
    rows = "".join(_row(article, number, statement) for number, statement in enumerate(article.statements, 1))
    titles = "".join(f"<th>{title}</th>" for title in ("", "speaker", "act", "source", "cue", "content", "kind", "mode", "confidence"))
    return f'<div class="scroll"><table><thead><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>'


def _row(article: Article, number: int, s: Statement) -> str:
    cells = [escape(article.words(spans)) or "–" for spans in (s.source, s.cue, s.content)]
    nested = ' class="nested" title="inside another statement"' if s.within else ""
    return (
        f'<tr><td class="number">{number}</td><td{nested}>{_speaker(article, s)}</td><td>{escape(acted(s))}</td><td>{cells[0]}</td><td><i>{cells[1]}</i></td><td>{cells[2]}</td>'
        f"<td>{s.kind}</td><td>{s.mode}</td><td>{s.confidence:.2f}</td></tr>"
    )


def _speaker(article: Article, s: Statement) -> str:
    """The speaker, and, shown under the pointer or by the keyboard, the mentions that lead there."""
    if s.speaker is None:
        return "–"
    chain = " ← ".join(f"“{escape(article.text[start:end])}”" for start, end in s.speaker.mentions)
    beside = escape(described(s.speaker).removeprefix(s.speaker.name).removeprefix(", "))
    role = f'<br><span class="role">{beside}</span>' if beside else ""
    return (
        f'<span class="speaker" tabindex="0"><b>{escape(s.speaker.name)}</b>{role}'
        f'<span class="why">{chain}<br>{s.speaker.kind} · probability {s.speaker.confidence:.2f}</span></span>'
    )
