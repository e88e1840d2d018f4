"""Check: whether a quotation stands in the record, by that speaker and on that day, and what the nearest wordings have otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from onrecord.errors import UsageError
from onrecord.export.checks import SAYS, tells
from onrecord.follow.checking import Check, Difference, Match
from onrecord.headlines import headline_of
from onrecord.keep.record import Record
from onrecord.pipeline import LANGUAGES
from onrecord.read.language import detect_language
from onrecord.serve.record_of import Served, stats_of
from onrecord.serve.templating import page

router = APIRouter(include_in_schema=False)
LONGEST = 5000  # characters of a quotation that a browser sends in an address
TELLING = 5  # words from which the language of a quotation can be told
NEXT = {
    "as_reported": "An unbroken part may still be cut so that it says something else: read what stands around it.",
    "reworded": "Each word that differs is marked below.",
    "other_speaker": "Whom the reports name is told below.",
    "other_occasion": "On which day the reports have it is told below.",
    "not_in_record": "The record knows only what its reports tell. Try fewer words, or leave the speaker and the day out.",
}  # fmt: skip
Text = Annotated[str, Query(max_length=LONGEST)]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one side; `only`: whether the other side lacks them; `gap`: the marks and spaces before them."""

    gap: str
    words: str
    only: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """A wording with the title of its report, and the runs of words of either side."""

    match: Match
    title: str | None
    reported: tuple[Run, ...]
    asked: tuple[Run, ...]

    @property
    def exact(self) -> bool:
        return all(step.op == "keep" for step in self.match.difference)


@router.get("/check")
def check(request: Request, record: Served, words: Text = "", speaker: Text = "", on: Text = "") -> Response:
    stats = stats_of(request, record)
    done, fault = None, None
    if words.strip():
        try:
            done = record.check(words, speaker=speaker.strip() or None, on=on.strip() or None)
        except UsageError as error:
            fault = str(error)
    elif speaker.strip() or on.strip():
        fault = "give the words of a quotation: a name or a day alone cannot be checked"
    return page(request, "check.html", 400 if fault else 200, words=words, speaker=speaker, on=on if _is_day(on) else None, fault=fault, done=done, stats=stats, nearest=_nearest(record, done) if done else [],
                titles={each.article: headline_of(record.article(each.article)) for each in done.passages} if done else {}, says=SAYS, tells=tells, next=_next(done) if done else None, language=foreign(done) if done else None, longest=LONGEST)  # fmt: skip


def _next(done: Check) -> str:
    """What to do with the verdict."""
    if done.verdict == "reworded" and all(step.op == "keep" for match in done.matches for step in match.difference):
        return "Where each part stands is told below."
    if done.verdict == "not_in_record" and done.passages:
        return "Where it stands is told below."
    return NEXT[done.verdict]


def foreign(done: Check) -> str | None:
    """The language of a quotation that was not found, where it is one whose statements the record does not know."""
    if done.verdict != "not_in_record" or len(done.quotation.split()) < TELLING:
        return None
    language = detect_language(done.quotation)
    return None if language in LANGUAGES else language


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _nearest(record: Record, done: Check) -> list[Nearest]:
    articles = {id: record.article(id) for id in dict.fromkeys(match.article for match in done.matches)}
    found = []
    for match in done.matches:
        article = articles[match.article]
        text = article.text[slice(*match.span)] if article.sha256 == match.sha256 else ""
        found.append(Nearest(match, headline_of(article), runs(match.difference, "reported", text), runs(match.difference, "asked", done.quotation)))
    return found


def runs(difference: Sequence[Difference], side: Literal["reported", "asked"], text: str) -> tuple[Run, ...]:
    """What one side has, in order, with what stands between as the text has it; parted by a space where a run is not to be found in the text as one piece."""
    found: list[Run] = []
    at = 0
    for step in difference:
        if not (words := step.reported if side == "reported" else step.asked):
            continue
        place = text.find(words, at)
        found.append(Run(text[at:place] if place >= 0 else " ", words, step.op != "keep"))
        at = place + len(words) if place >= 0 else at
    return tuple(found)
