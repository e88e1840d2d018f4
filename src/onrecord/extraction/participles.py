"""Whose saying a participle tells: the subject's of the clause behind it (`Noting that …, Lind called for …`), the writer's (`Lind wrote to the board requesting …`), or nobody's that is named (`A man accused of …`)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PASTS, PHRASE, SAID, SAYING
from onrecord.extraction.drafts import Draft
from onrecord.extraction.main_verbs import own_verbs
from onrecord.resolve.words import is_shortened
from onrecord.types import Span

_ING = re.compile(r"(?!According\b)[A-Za-z][a-z]+ing\b")
_WHILE = re.compile(r"\b(?:While|Even while|After|Before|When|By|In|On|Without|Instead of|Besides|Despite|Although|Though)(?: also| publicly| repeatedly)?[ \t]+\Z")
_SENTENCE = re.compile(r"(?:\A|[\r\n]|[.!?…][\"”’»)]?[ \t]|[–—][ \t])[ \t\"“„«]*\Z")
_BEHIND = re.compile(rf"[\"”»]?,[\"”»]?[ \t]+(?P<subject>[Hh]e|[Ss]he|[Tt]hey|{PHRASE})(?=[ \t]+(?:also |later |then )?(?:has|had|have|is|was|are|were|will|would|did|{SAID}|[a-z]{{3,}}ed|{'|'.join(sorted(PASTS))})\b)")
_WRITES = re.compile(
    r"(?<=[ \t])(?P<verb>(?:(?:has|have|had)[ \t]+)?(?:also[ \t]+)?(?P<passive>(?:was|were|been)[ \t]+)?(?:wrote|writes|written|sent|sends|handed|left|issued|issues|released|releases|published|signed|addressed|submitted|filed|posted)\b"
    r"(?:(?:[ \t]+(?:(?:the|its|his|her|their|all|every)[ \t]+[\w-]+|[Hh]im|[Hh]er|[Tt]hem|us|me|it))?[ \t]+(?:out[ \t]+)?(?:an?|another|the|its|his|her|their|several|two|three)[ \t]+(?:[\w-]+[ \t]+){0,2}?(?:letters?|statement|petition|notes?|message|emails?|e-mails?|request|memo|complaint|appeal|communiqué|circular|telegram|tweet|post))?)"
    rf"(?P<to>[ \t]+(?:to|for)[ \t]+[^.,;:!?\"“”„«»()\r\n]{{2,80}}?)?(?P<when>[ \t]+(?:on|in|last|this|late|earlier)[ \t]+[\w ]{{2,24}}?)?(?P<comma>,)?[ \t]+(?P<saying>{SAYING})\b"
)
_RECEIVES = re.compile(
    r"[ \t](?:received|receives|got|gets|read[ \t]out|found|opened|saw|seen|obtained)[ \t]+(?P<source>(?:an?|another|the|two|several|this)[ \t]+(?:[\w-]+[ \t]+){0,2}?(?:letters?|statement|petition|notes?|messages?|emails?|e-mails?|request|memo|complaint|appeal|circular|telegram|tweet|post|notice)"
    rf"(?P<from>[ \t]+(?:from|of|by)[ \t]+[^.;:!?\"“”„«»()\r\n]{{2,80}}?)?),?[ \t]+(?P<saying>{SAYING})\b"
)
_SUBJECT = re.compile(rf"(?:\A|[\r\n]|[.!?…][\"”’»)]?[ \t]|,[ \t]|[–—][ \t]|[\"“„«]|\b(?:and|but|that|as|when|after|said)[ \t])(?P<subject>{PHRASE})[ \t]+\Z")
_NO_SUBJECT = re.compile(r"(?:On|In|At|Last|This|Earlier|After|Since|By|During|From|For|As|When|Yesterday|Today|Meanwhile|Then|But|And|Also)\b")
_STOP = re.compile(r"(\w+)[.!?…][\"”»)]?(?=\s|\Z)|[\r\n]")
_REDUCED = re.compile(r"(?:(?:falsely|wrongly|widely|once|still|now|also|later|previously) )*(?:(?P<of>accused|suspected|convicted|acquitted)(?: of)?|(?P<be>believed|thought|alleged|said|rumou?red|feared|presumed|understood|reported)|(?P<do>told|urged|ordered|warned(?: not)?|advised|invited|instructed|forbidden))")
_BEHIND_REDUCED = {"of": re.compile(r"[ \t]*of\b|(?<=of)[ \t]"), "be": re.compile(r"[ \t]+to (?:be|have)\b"), "do": re.compile(r"[ \t]+(?:not )?to [a-z]")}
FURTHEST = 160  # characters before a verb of writing in which its subject is looked for


def with_subjects(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in which participles have the subjects that they share with another verb."""
    return _of_what_is_received(text, _of_writing(text, [_of_nobody(text, _with_subject(text, draft, drafts)) for draft in drafts]))


def _of_nobody(text: str, draft: Draft) -> Draft:
    """Of "A man accused of theft appeared in court" and "Men believed to be smugglers were held" a statement without a source, that ends before the verb of the sentence: its subject says nothing."""
    if len(draft.source) != 1 or len(draft.cue) != 1 or (m := _REDUCED.fullmatch(text, *draft.cue[0])) is None or m.lastgroup is None:
        return draft
    (_, subject), (cue, end) = draft.source[0], draft.cue[0]
    if subject > cue or text[subject:cue].strip(" ,") or _BEHIND_REDUCED[m.lastgroup].match(text, end) is None:
        return draft
    if draft.content[0][0] < cue:
        return draft
    stop = _STOP.search(text, end)
    verb = next((at for at in own_verbs(text, end, stop.start() if stop else len(text)) if at > draft.content[0][0]), None)
    if verb is None:  # without another verb of its sentence it may be that one's own
        return replace(draft, source=()) if m["of"] else draft
    last = end + len(text[end:verb].rstrip(" ,"))
    content = tuple((s, min(e, last)) for s, e in draft.content if s < last)
    return replace(draft, source=(), content=content) if content else draft


def _with_subject(text: str, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """Of a participle that begins its sentence, perhaps behind "while" or the like, and has no source, the subject of the clause behind its content."""
    if draft.source or len(draft.cue) != 1 or _ING.match(text, draft.cue[0][0]) is None:
        return draft
    first = draft.cue[0][0]
    if text[first].islower():
        behind = _WHILE.search(text, max(0, first - 24), first)
        if behind is None:
            return draft
        first = behind.start()
    if _SENTENCE.search(text, max(0, first - 4), first) is None or draft.content[0][0] < first:
        return draft
    end = draft.content[-1][1]
    at = end + len(text[end : end + 4]) - len(text[end : end + 4].lstrip("\"”», "))
    if "," not in text[end - 2 : at]:
        return draft
    main = next((d for d in drafts if d.source and d.source[0][0] == at and d.cue and d.cue[0][0] >= at), None)
    if main is not None:
        return replace(draft, source=main.source[:1])
    m = _BEHIND.match(text, end - (text[end - 1] in "\"”»"))
    return draft if m is None else replace(draft, source=(m.span("subject"),))


def _of_writing(text: str, drafts: list[Draft]) -> list[Draft]:
    """Of "X wrote to Y asking Z" and "X sent a letter to Y asking Z" the statement of X, and of "A letter was sent to Y asking Z" that of the letter."""
    for m in _WRITES.finditer(text):
        here = [i for i, d in enumerate(drafts) if any(s <= m.start("saying") < e for s, e in d.cue)]
        told = any(s < m.end("verb") and m.start("verb") < e for d in drafts for s, e in d.cue)  # whose cue has the verb already
        subject = _subject(text, m.start())
        if told or (m["comma"] and not m["to"]) or len(here) != 1:
            continue
        cue: tuple[Span, ...] = (m.span("saying"),) if m["passive"] else (m.span("verb"), m.span("saying")) if m["to"] or m["when"] else ((m.start("verb"), m.end("saying")),)
        draft = drafts[here[0]]
        source = (subject,) if subject else tuple((s, e) for s, e in draft.source if e <= m.start())
        content = tuple(span for span in draft.content if span[0] >= m.end("saying"))
        if source and content:
            drafts[here[0]] = replace(draft, source=source, cue=(*cue[:-1], (cue[-1][0], max(cue[-1][1], *(e for _, e in draft.cue)))), content=content)
    return drafts


def _of_what_is_received(text: str, drafts: list[Draft]) -> list[Draft]:
    """Of "X received a letter from Y asking Z" the statement of the letter, and not of X."""
    for m in _RECEIVES.finditer(text):
        for i, draft in enumerate(drafts):
            if draft.cue and m.start("saying") <= draft.cue[-1][0] < m.end("saying") and draft.content[0][0] >= m.end("saying"):
                drafts[i] = replace(draft, source=(m.span("source"),), cue=draft.cue[-1:])
    return drafts


def _subject(text: str, verb: int) -> Span | None:
    """The phrase that stands before a verb, in its sentence."""
    first = max(0, verb - FURTHEST)
    for stop in _STOP.finditer(text, first, verb):
        if stop[1] is None or not is_shortened(stop[1]):
            first = stop.end()
    m = _SUBJECT.search(text, max(0, first - 1), verb)
    return None if m is None or _NO_SUBJECT.match(m["subject"]) else m.span("subject")
