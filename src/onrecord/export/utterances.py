"""Utterances and their wordings for a terminal."""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from onrecord.follow.utterances import Utterance, Version
from onrecord.follow.wording import Compared, Wording

SHOWN = 12  # characters of an id
LONGEST = 160  # characters of a wording in a list
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


def show_utterances(utterances: Sequence[Utterance], colours: bool) -> str:
    """A list: speaker, day and number of reports, and the first wording of each."""
    shown = Console(force_terminal=colours, no_color=not colours, soft_wrap=True, highlight=False)
    with shown.capture() as captured:
        for utterance in utterances:
            first = utterance.versions[0]
            repeats = f", repeats {', '.join(id[:SHOWN] for id in utterance.repeats)}" if utterance.repeats else ""
            shown.print(Text(f"{utterance.id[:SHOWN]}  ", style="dim") + Text(_clean(utterance.speaker or "speaker not told"), style="bold") + Text(f"  {first.published or 'without a date'}, {utterance.reports} reports{repeats}"))
            words = _clean(first.words)
            shown.print(Text("    " + (words if len(words) <= LONGEST else words[: LONGEST - 1] + "…")))
        if not utterances:
            shown.print("no utterance that so many reports tell", style="dim")
    return captured.get()


def show_wording(wording: Wording, colours: bool) -> str:
    """The reference, then each version beside it: [-words that it has not-], {+words that only it has+}, and what the fullest version has around it."""
    shown = Console(force_terminal=colours, no_color=not colours, soft_wrap=True, highlight=False)
    utterance = wording.utterance
    names = {version.statement.id: version for version in utterance.versions}
    with shown.capture() as captured:
        shown.print(Text(f"{_clean(utterance.speaker or 'speaker not told')}, {utterance.reports} reports", style="bold"))
        agree = f"on which {wording.agreeing} reports agree" if wording.agreeing > 1 else "from which the others differ least"
        shown.print(Text(f"wording {agree}: {_clean(names[wording.reference].words)}"))
        if utterance.repeats:
            shown.print(Text(f"repeats {', '.join(utterance.repeats)}"))
        for compared in wording.versions:
            version = compared.version
            told = [name for name, id in (("earliest", wording.earliest), ("fullest", wording.fullest), ("reference", wording.reference)) if id == version.statement.id]
            shown.print(Text("  " + about(version) + f" ({', '.join(told)})" * bool(told), style="dim"))
            shown.print(Text("    ") + _changes(compared))
            if compared.before or compared.behind:
                shown.print(Text("    cut: " + " [ … ] ".join(part for part in (_clean(compared.before), _clean(compared.behind)) if part), style="dim"))
            if moved := [change for change in compared.changes if change.moved]:
                shown.print(Text("    marks: " + "; ".join(f"{_clean(change.version)} is brought {'inside' if change.marked else 'outside'}" for change in moved), style="dim"))
            if version.reasons:
                shown.print(Text(f"    probability {version.probability:.2f}: {'; '.join(version.reasons)}", style="dim"))
        for copy in wording.copies:
            shown.print(Text(_clean(f"  {copy.article} has {copy.what} of {copy.source}")))
    return captured.get()


def about(version: Version) -> str:
    """Where a version stands, when it was said and reported."""
    said = f"said {' or '.join(version.said)}, " if version.said else ""
    return _clean(f"{version.statement.id[:SHOWN]}  {version.speaker or 'speaker not told'}, {said}reported {version.published or 'without a date'}" + f" by {version.outlet}" * bool(version.outlet) + f" [{version.article}]")


def _changes(compared: Compared) -> Text:
    parts = []
    for change in compared.changes:
        if change.op == "keep":
            parts.append(Text(_clean(change.version)))
        else:
            parts += [Text(f"[-{_clean(change.reference)}-]", style="red")] * bool(change.reference) + [Text(f"{{+{_clean(change.version)}+}}", style="green")] * bool(change.version)
    return Text(" ").join(parts)


def _clean(words: str) -> str:
    """On one line, and without control characters, which a terminal would obey."""
    return _CONTROL.sub("�", " ".join(words.split()))
