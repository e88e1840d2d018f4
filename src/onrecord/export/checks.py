"""Checked quotations: for a terminal, and as a page that needs nothing from elsewhere."""

import re
from collections.abc import Sequence
from html import escape

from rich.console import Console
from rich.text import Text

from onrecord.follow.checking import Check, Covers, Match
from onrecord.follow.number_words import take_numbers
from onrecord.follow.passages import Passage
from onrecord.follow.words import cut

SAYS = {
    "as_reported": "as reported", "reworded": "reworded", "other_speaker": "other speaker", "other_occasion": "other occasion", "not_in_record": "not in record",
}  # fmt: skip
TELLS = {
    "as_reported": "the words stand in the record", "reworded": "the nearest wording in the record differs", "other_speaker": "the same words, from another speaker",
    "other_occasion": "the same words, on another day", "not_in_record": "no such words in this record, which does not mean that they were not said",
}  # fmt: skip
IN_NO_STATEMENT = "the very words stand in the text of a report, but in no statement that was found there: read who says them"
SPLICED = "each part of it stands in the record by itself, but they do not stand together"
_NEGATIONS = frozenset(["not", "no", "never", "nobody", "nothing", "none", "neither", "nor", "cannot", "without"])
_STYLES = {"drop": "green", "add": "red", "keep": "", "replace": ""}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
_MARKS = "\"“”„«»‟"


def show_checks(checks: Sequence[Check], colours: bool) -> str:
    """As lines of text: words that only the quotation has stand as {+these+}, those that only the report has as [-these-]."""
    shown = Console(force_terminal=colours, no_color=not colours, soft_wrap=True, highlight=False)
    with shown.capture() as captured:
        for done in checks:
            asked = " · ".join(part for part in (done.speaker or "", done.on or "") if part)
            shown.print(Text(f"“{_bare(done.quotation)}”" + f"  ({_clean(asked)})" * bool(asked), style="bold"))
            shown.print(Text(f"{SAYS[done.verdict]}: ", style="bold reverse") + Text(tells(done)))
            for match in done.matches:
                shown.print(Text("  " + about(match), style="dim"))
                shown.print(Text("    ") + _differing(match))
            for passage in done.passages:
                shown.print(Text("  in no statement, " + about_passage(passage), style="dim"))
                shown.print(Text("    ") + Text(_clean(passage.before) + " ", style="dim") + Text(_clean(passage.words)) + Text(_SPACE.sub(" ", _CONTROL.sub(" ", passage.after)).rstrip(), style="dim"))
        if checks:
            shown.print(Text(told_of(checks[0].covers), style="dim"))
    return captured.get()


def about(match: Match) -> str:
    """Who said it, when, and where it stands."""
    said = f"said {' or '.join(match.said)}, " if match.said else ""
    taken = f" (in the report “{_short(match.source)}”)" if match.source else ""
    other = "".join(f"another {what}: " for what in match.unlike)
    return _clean(f"{other}{match.speaker or 'speaker not told'}{taken}, {said}reported {match.published or 'without a date'}" + f" by {match.outlet}" * bool(match.outlet) + f" [{match.article}]")


def about_passage(passage: Passage) -> str:
    """Where words stand that are in no statement."""
    return _clean(f"reported {passage.published or 'without a date'}" + f" by {passage.outlet}" * bool(passage.outlet) + f" [{passage.article}]")


def tells(done: Check) -> str:
    """What a verdict means for this quotation: of a wording that differs also in what."""
    if done.verdict == "not_in_record" and done.passages:
        return IN_NO_STATEMENT
    if done.verdict == "other_speaker" and all(match.source for match in done.matches):
        return "the same words, but whom the report means was taken for another speaker: read it"
    if done.verdict != "reworded":
        return TELLS[done.verdict]
    if all(step.op == "keep" for match in done.matches for step in match.difference):
        return SPLICED
    nearest = max(done.matches, key=lambda match: match.likeness)
    ops = {step.op for step in nearest.difference} - {"keep"}
    asked, reported = (" ".join(getattr(step, side) for step in nearest.difference if step.op != "keep") for side in ("asked", "reported"))
    what = [name for name, of in (("a number", _numbers), ("a negation", _negations)) if of(asked) != of(reported)]
    if ops == {"drop"}:
        told = "its words stand in the record in this order, but not in a row" + f", and {' and '.join(what)} stands between them" * bool(what)
    else:
        told = TELLS["reworded"] + f", also in {' and '.join(what)}" * bool(what)
    return told + f"; {IN_NO_STATEMENT}" * bool(done.passages)


def _numbers(words: str) -> list[float]:
    return sorted(take_numbers(tuple(word.folded for word in cut(words)))[0])


def _negations(words: str) -> int:
    return sum(word.folded in _NEGATIONS or word.folded.endswith("n't") for word in cut(words))


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"


def told_of(covers: Covers) -> str:
    """What the record covers."""
    days = f", {covers.first} to {covers.last}" if covers.first else ""
    days += f", {covers.undated:,} of them without a day" if covers.undated else ""
    return f"looked through: {covers.articles:,} report{'s' * (covers.articles != 1)} of {covers.outlets:,} outlet{'s' * (covers.outlets != 1)}{days}"


def _differing(match: Match) -> Text:
    parts = []
    for step in match.difference:
        if step.op == "keep":
            parts.append(Text(_clean(step.reported)))
        else:
            parts += [Text(f"[-{_clean(step.reported)}-]", style="red")] * bool(step.reported) + [Text(f"{{+{_clean(step.asked)}+}}", style="green")] * bool(step.asked)
    before, after = (Text(_CONTROL.sub("�", _SPACE.sub(" ", words)), style="dim") for words in (match.before, match.after))
    return before + Text(" ").join(parts) + after


STYLE = """
body{margin:0}.checks{color:#1c1b19;background:#fdfcfa;font:16px/1.55 Charter,"Iowan Old Style",Georgia,serif;padding:1.2rem;max-width:52rem}
.checks h1{font:600 20px/1.3 system-ui,sans-serif;margin:0 0 .3rem}.checks .covers,.checks .about,.checks .asked{font:13px/1.5 system-ui,sans-serif;color:#555;margin:.2rem 0}
.checks section{border-top:1px solid #ddd;padding:.8rem 0}.checks h2{font-size:17px;margin:0 0 .3rem;overflow-wrap:anywhere}.checks .verdict{font:600 13px/1 system-ui,sans-serif;padding:.25rem .5rem;border:1px solid currentColor}
.checks .as_reported{color:#145c2e}.checks .reworded{color:#7a3d00}.checks .other_speaker,.checks .other_occasion{color:#6b1f6b}.checks .not_in_record{color:#555}
.checks p{margin:.2rem 0;overflow-wrap:anywhere}.checks .context{color:#6f6f6f}.checks del{color:#8f1d1d;background:#fde8e8}.checks ins{color:#145c2e;background:#e5f5ea}
@media (prefers-color-scheme:dark){.checks,body{color:#e8e6e3;background:#17181a}.checks .covers,.checks .about,.checks .asked,.checks .context,.checks .not_in_record{color:#a9a9a9}.checks section{border-color:#3a3b3d}
.checks .as_reported{color:#7fd69b}.checks .reworded{color:#ffb877}.checks .other_speaker,.checks .other_occasion{color:#e0a6e0}.checks del{color:#ffb3b3;background:#4a1f1f}.checks ins{color:#9fe3b4;background:#16391f}}
"""


def render_checks(checks: Sequence[Check]) -> str:
    """A whole page; words that only the report has are struck out, those that only the quotation has are underlined."""
    covers = f'<p class="covers">{escape(told_of(checks[0].covers))}. Words that only the report has are <del>struck out</del>, those that only the quotation has are <ins>underlined</ins>.</p>' if checks else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Quotations checked</title><style>{STYLE}</style></head><body><main class="checks"><h1>Quotations checked</h1>{covers}{"".join(map(_section, checks))}</main></body></html>\n'
    )


def _section(done: Check) -> str:
    asked = " · ".join(part for part in (done.speaker or "", done.on or "") if part)
    beside = f'<p class="asked">{escape(asked)}</p>' if asked else ""
    matches = "".join(f'<p class="about">{escape(about(match))}</p><p>{_marked(match)}</p>' for match in done.matches)
    verdict = f'<p><span class="verdict {done.verdict}">{SAYS[done.verdict]}</span> {escape(tells(done))}</p>'
    passages = "".join(
        f'<p class="about">in no statement, {escape(about_passage(each))}</p><p><span class="context">{escape(each.before)}</span>{escape(each.words)}<span class="context">{escape(each.after)}</span></p>' for each in done.passages
    )
    return f"<section><h2>“{escape(_bare(done.quotation))}”</h2>{beside}{verdict}{matches}{passages}</section>"


def _marked(match: Match) -> str:
    parts: list[str] = []
    for step in match.difference:
        if step.op == "keep":
            parts.append(escape(step.reported))
        else:
            parts += [f"<del>{escape(step.reported)}</del>"] * bool(step.reported) + [f"<ins>{escape(step.asked)}</ins>"] * bool(step.asked)
    before, after = (f'<span class="context">{escape(words)}</span>' if words else "" for words in (match.before, match.after))
    return before + " ".join(parts) + after


def _bare(quotation: str) -> str:
    """A quotation without its own marks around it; those within it stay."""
    words = _clean(quotation)
    inner = words.strip(_MARKS)
    return inner if not any(mark in inner for mark in _MARKS) else words


def _clean(words: str) -> str:
    """On one line, and without control characters, which a terminal would obey."""
    return _CONTROL.sub("�", _SPACE.sub(" ", words)).strip()
