"""Turns that only their form tells: `Name: words` in transcripts, question and answer in interviews, `"Words" – Name` in headlines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.extraction.attributions import find_attributions
from onrecord.extraction.handing_over import find_handed_over
from onrecord.extraction.interviews import find_questions_and_answers, speaks_in_first_person
from onrecord.extraction.labels import RUBRICS, Label, read_label
from onrecord.extraction.turns import Turn, without_full_stop
from onrecord.extraction.verdicts import find_verdicts
from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_HEADLINE = re.compile(r"\s*(?P<label>[A-ZÀ-Þ][^:\r\n\"“„«‘?!.,]{1,39}?)(?P<cue>:)\s+(?P<words>\S+(?:[ \t]+\S+){2,}?)[ \t]*(?:\Z|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n))")
_ENTRY = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*\d{1,2}[:.]\d\d(?:[ \t]?[ap]\.?m\.?)?[ \t]*[–—|-]?[ \t]+(?P<label>[A-ZÀ-Þ][^:\r\n\"“„«‘?!.,]{1,39}?)(?P<cue>:)[ \t]+(?P<words>[^\s\"“„«‘'][^\r\n]{8,118}[^\s.!?…:;,])[ \t]*(?=[\r\n])")
_EXPLAINS = re.compile(r"(?:what|how|why|where|when|who|here|everything|all) ", re.IGNORECASE)  # "what we know" is the outlet's own
_ABOUT = re.compile(r"[ \t]+on[ \t].*", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_STAGE_NOTE = re.compile(r"\s*[(\[](?:[A-Z][^()\[\]]{2,60}\.|(?:[Ll]aughs|[Ll]aughter|[Aa]pplause|[Pp]auses?|[Ss]miles|[Ii]nterrupting)[^()\[\]]{0,30})[)\]]\s*")
_TAG = re.compile(r"#\w+|https?://\S+|[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+|\(?\d{1,2}/\d{0,2}\)?")  # what posts carry before or behind their words
_REPLYING = re.compile(r"(?:\S{1,8}\s+){0,2}?(?:Replying to|In reply to)\s+@\w{1,40}(?:(?:,|\s+and|\s+&)?\s+@\w{1,40}){0,9}:?\s+")
_WORD = re.compile(r"\S+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_TALK = re.compile(r"\bI\b|\b(?:[Ww]e|[Mm]e|[Uu]s|[Mm]y|[Oo]ur|[Yy]ou|[Yy]our)\b|[?!](?!\w)")
LONGEST_LOOK = 300  # characters behind a label that stands alone in its line, in which its words are looked for
MOST_INTERVIEWED = 12  # labels of an interview
FEWEST_TURNS = 4
FEWEST_NAMED = 3  # of labels that are names by their looks
SHARE = 2 / 3  # of the lines from the first label to the last, that have one, where labels are told by their looks and one of them speaking again


def find_turns(text: str) -> Iterator[Turn]:
    """The turns of a report, by rule.

    Lines with a label are turns where the labels tell that they are (see `_speaking`); paragraphs behind one go on with it as long as they are quoted or speak of "I" or "we".  Without
    labels, see interviews.py.
    """
    lines = [line.span() for line in _LINE.finditer(text)]
    labels = _speaking(text, lines, [label for span in lines if (label := read_label(text, *span)) is not None])
    for label, following in zip(labels, [*labels[1:], None]):
        yield from _labelled(text, label, following)
    if all(label.form == "handle" for label in labels):
        yield from _interview(text)
    headline = _HEADLINE.match(text)
    for rule, told in (*([("headline", headline)] if headline else ()), *(("entry", entry) for entry in _ENTRY.finditer(text))):
        if told["label"].lower() not in RUBRICS and not any(label.cue == told.span("cue") for label in labels):
            personal = speaks_in_first_person(text, told.span("words")) and not _EXPLAINS.match(told["words"])
            yield _turn("first-person headline" if personal else rule, text, told)
    yield from find_attributions(text)
    yield from find_verdicts(text)
    yield from find_handed_over(text)


def _speaking(text: str, lines: Sequence[Span], labels: Sequence[Label]) -> list[Label]:
    """The labels that begin turns, in order.

    Those with a handle always do.  Others do from the first to the last of those that tell it: two or more of different speakers that can stand for nothing but speakers ("Mr BRUN", "SPEAKER 2"), with
    those that are parts of their names, if any of them talks, of "I", "we" or "you", in questions or calls, which programmes and lists do not; Q and A; labels of which two speak again, so that a list of contents or of results is none; or, where most lines have a label that looks like a name and every third talks, one
    that does.
    """
    if not labels:
        return []
    whole = {short: label.who for label in labels if " " in label.who for short in (label.who.rpartition(" ")[2], "".join(w[0] for w in label.who.split()))}
    who = [whole.get(label.who, label.who) for label in labels]
    often = Counter(who)
    talks = [_TALK.search(text, label.words[0] if label.words[0] < label.words[1] else label.end, label.words[1] if label.words[0] < label.words[1] else label.end + LONGEST_LOOK) is not None for label in labels]
    sure = {w for label, w in zip(labels, who) if label.form in ("record", "person")} | ({"q", "a"} if {"q", "a"} <= set(who) else set())
    again = {w for w in often if often[w] > 1}
    telling = set()
    talking = any(talk and w in sure for talk, w in zip(talks, who))
    if talking and (len(sure) > 1 or sum(label.form == "record" for label in labels) > 1):
        telling |= sure
    if len(labels) >= FEWEST_TURNS and len(again) > 1:
        telling |= again
    named = [i for i, label in enumerate(labels) if label.form in ("name", "person", "record")]
    if 3 * sum(talks[i] for i in named) >= len(named) >= FEWEST_NAMED and len({who[i] for i in named}) > 1 and any(who[i] in again for i in named):
        within = sum(labels[named[0]].span[0] <= start and end <= labels[named[-1]].end for start, end in lines)
        telling |= {who[i] for i in named} if len(named) >= SHARE * within else set()
    at = [i for i, w in enumerate(who) if w in telling and labels[i].form != "handle"]
    between = range(at[0], at[-1] + 1) if at else range(0)
    return [label for i, label in enumerate(labels) if label.form == "handle" or i in between]


def _labelled(text: str, label: Label, following: Label | None) -> Iterator[Turn]:
    """A label's turn: its line, or the next one where the label stands alone, and what goes on with it."""
    end = following.span[0] if following else len(text)
    if label.words[0] == label.words[1]:
        line = _LINE.search(text, label.end, end)
        if line is None or not _LETTER.search(line[0]) or line.start() - label.end > 2:
            return
        words, last = without_full_stop(text, line.start() + len(line[0]) - len(line[0].lstrip()), line.end()), line.end()
    elif label.form == "handle":
        words, last = _post(text, label.words[0], _end_of_paragraph(text, label.end, end)), label.end
        last = max(words[1], last)
    else:
        words, last = without_full_stop(text, *label.words), label.end
    more = _going_on(text, last, end) if following and label.form != "handle" else ()
    if content := tuple(part for span in (words, *more) for part in without_stage_notes(text, span)):
        yield Turn("transcript", (label.span,), (label.cue,), content)


def _post(text: str, start: int, end: int) -> Span:
    """The words of a post without what its network puts around them: its number in a thread, whom it replies to, tags and pictures at its ends."""
    if (reply := _REPLYING.match(text, start, end)) is not None:
        start = reply.end()
    words = list(_WORD.finditer(text, start, end))
    first, last = 0, len(words)
    while first < last and _TAG.fullmatch(words[first][0]) and not words[first][0].startswith(("#", "http")) and words[first + 1 : first + 2] != [] and words[first + 1][0] != "of":
        first += 1
    while last > first and _TAG.fullmatch(words[last - 1][0]):
        last -= 1
    return without_full_stop(text, words[first].start(), words[last - 1].end()) if first < last else (start, end)


def _end_of_paragraph(text: str, start: int, end: int) -> int:
    """Where the lines end that follow upon one without an empty line between."""
    for line in _LINE.finditer(text, start, end):
        if not line[0].strip() or _LINE_END.sub("", text[start : line.start()], 1).strip(" \t") or _LINE_END.search(_LINE_END.sub("", text[start : line.start()], 1)):
            return start
        start = line.end()
    return start


def _interview(text: str) -> Iterator[Turn]:
    """Questions and answers by turns; where one has a label all the same, that is its source."""
    named: dict[str, bool] = {}
    for i, paragraphs in enumerate(find_questions_and_answers(text)):
        label = read_label(text, *_first_line(text, paragraphs[0]))
        if label is not None and not (label.words[0] < label.words[1] and len(label.who.split()) < 4 and _is_named(text, label, named)):
            label = None
        said = paragraphs if label is None else ((label.words[0], paragraphs[0][1]), *paragraphs[1:])
        if content := tuple(part for p in said for part in without_stage_notes(text, without_full_stop(text, *p))):
            yield Turn("answer" if i % 2 else "question", () if label is None else (label.span,), () if label is None else (label.cue,), content)


def _first_line(text: str, span: Span) -> Span:
    line = _LINE.match(text, *span)
    return line.span() if line else span


def _is_named(text: str, label: Label, known: dict[str, bool]) -> bool:
    """Whether a label is a name, part of a longer one elsewhere in the text; `known`: of the labels before, no more than a few of which are looked for."""
    name = text[slice(*label.span)]
    if name not in known:
        known[name] = len(known) < MOST_INTERVIEWED and name[0].isupper() and re.search(rf"(?<=\w\s){re.escape(name)}\b", text) is not None
    return known[name]


def _going_on(text: str, start: int, end: int) -> Iterator[Span]:
    for line in _LINE.finditer(text, start, end):
        if _LETTER.search(line[0]) and line[0].lstrip()[:1] != "(":
            if line[0].lstrip()[0] not in "\"“„«‘" and not speaks_in_first_person(text, line.span()):
                return
            yield without_full_stop(text, line.start() + len(line[0]) - len(line[0].lstrip()), line.end())


def without_stage_notes(text: str, span: Span) -> Iterator[Span]:
    """The parts of a turn between notes such as "(Laughs.)"."""
    start = span[0]
    for note in _STAGE_NOTE.finditer(text, *span):
        if note.start() > start:
            yield start, note.start()
        start = note.end()
    if start < span[1]:
        yield start, span[1]


def _turn(rule: str, text: str, m: re.Match[str]) -> Turn:
    """A headline's; of "Lind on the budget: …" only Lind is the source."""
    label = m.start("label")
    return Turn(rule, ((label, label + len(_ABOUT.sub("", m["label"]).rstrip())),), (m.span("cue"),), (without_full_stop(text, *m.span("words")),))
