"""Quotations that no cue claims: sentences by themselves (`The doctor shook her head. “Nobody asked us.”`), and headlines (`Town fears second slide – “We sleep in our shoes”`)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import Quotation, is_titled

_ENDS_SENTENCE = re.compile(r"[.!?…,](?: ?[\"“”»]|['’])?$")
_OPENING = "\"“„«‹‘'»"
_SENTENCE = re.compile(r"[^\W\d_a-zß-öø-ÿ].*[.!?…] ?", re.DOTALL)
_DOUBLE = re.compile("[\"“«]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_STAMP = re.compile(r"[ \t]*\d{1,2}[:.]\d\d(?:[ \t]?[ap]\.?m\.?)?(?=[ \t–—|-])", re.IGNORECASE)
_LEADS = re.compile(r"[^\r\n]*?(?::|[ \t][–—-])[ \t]+|[ \t]*")
_FOLLOWS = re.compile(r"(?::|[ \t]*[–—]|[ \t]+-)[ \t]+\w[^\r\n]*")
_ASKS = re.compile(r"(?:has |have |had )?(?:once |again |then |also )?ask(?:s|ed)?(?: again)?")
_REPORTER = re.compile(r"I|we|We|(?:our|the|a|an|this|Our|The|A|An|This) (?:reporter|correspondent|interviewer|journalist|newspaper|moderator|host)")
_STOP = re.compile(r"[.!?…][\"”»’)]?\s+\Z")
_ASKED = re.compile(r"\?[\"”»’'›]?\Z")
TURN_WORDS = 4  # a quotation of fewer words, by itself, is a title or a name as often as a statement, unless it is a sentence with its mark
HEADLINE_WORDS = 3  # of a quotation that begins or ends a headline
LONGEST_HEADLINE = 140


def stands_alone(text: str, q: Quotation) -> bool:
    """A sentence by itself: it begins where a sentence may, and ends as one.  One of few words has its mark inside and no colon before it, and is no heading: in its own line, in single marks where others are double."""
    before, after = text[max(0, q.start - 3) : q.start].rstrip(" "), text[q.end : q.end + 3].lstrip(" ")
    if len(text[q.start : q.end].split()) < TURN_WORDS:
        words = text[q.start + 1 : q.end - 1]
        heading = text[q.start] in "'‘" and before[-1:] in "\r\n" and after[:1] in "\r\n" and _DOUBLE.search(text) is not None
        if not q.closed or _SENTENCE.fullmatch(words) is None or (" " in words and words.istitle()) or before.endswith(":") or heading:
            return False
    begins = not before or before[-1] in "\r\n.!?:…\"”»’'"
    ends = not after or after[0] in "\r\n" or after[0].isupper() or after[0] in _OPENING or after[0] in "(["
    return begins and ends and bool(_ENDS_SENTENCE.search(text[q.start : q.end])) and text[q.start + 1 : q.end].lstrip(" ")[:1].isupper()


def in_headline(text: str, q: Quotation) -> bool:
    """All of a headline, or what stands before or behind its colon or dash, but for titles.  A headline is the first line of a text, or a line that begins with a time, as in live blogs."""
    start = max(text.rfind("\n", 0, q.start), text.rfind("\r", 0, q.start)) + 1
    if q.start - start > LONGEST_HEADLINE:
        return False
    stamp = _STAMP.match(text, start, q.start)
    if (stamp is None and text[:start].strip()) or _LEADS.fullmatch(text, stamp.end() if stamp else start, q.start) is None:
        return False
    words = text[q.start + 1 : q.end - 1].split()
    end = q.end + text.startswith(".", q.end)
    alone = text[start : q.start].strip() == "" and text[end : end + 1] in "\r\n"
    if alone:
        return len(words) >= TURN_WORDS
    if len(words) < HEADLINE_WORDS or not words[0][0].isupper() or (is_titled(text[q.start : q.end]) and not text[q.start : q.end].isupper()):
        return False
    if text[end : end + 1] in "\r\n":
        return stamp is not None or bool(text[end:].strip())
    follows = None if stamp is None and text[start : q.start].strip() else _FOLLOWS.match(text, q.end)
    return follows is not None and follows.end() - start <= LONGEST_HEADLINE and bool(text[follows.end() :].strip())


def without_headlines_of_others(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts without quotations in headlines that were taken for a part of what is told in another line."""
    headlines = {(q.start, q.end) for q in quotations if in_headline(text, q)}
    kept = []
    for draft in drafts:
        at = draft.cue[0][0] if draft.cue else None
        content = tuple(span for span in draft.content if at is None or span not in headlines or not _LINE_END.search(text, *sorted((at, span[0]))))
        kept.append(replace(draft, content=content) if content and content != draft.content else draft)
    return kept


def without_askers(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, of which those that give an answer to who asks for it have no source: in the sentence before (`He shrugged when I asked him. | “They'll sell it.” |`), and in the next paragraph, where a reporter asks (`“Is that good?” we ask.`)."""
    return [kept for draft in drafts for kept in ((Draft((), (), draft.content, None, "quotation"),) if _answers(text, draft) else _apart(text, draft))]


def _apart(text: str, draft: Draft) -> tuple[Draft, ...]:
    """Of a reporter's question and its answer in another paragraph two statements."""
    if not draft.cue or len(draft.content) < 2 or len(draft.source) != 1 or _REPORTER.fullmatch(text, *draft.source[0]) is None or _ASKS.fullmatch(text, *draft.cue[0]) is None:
        return (draft,)
    first = next((i for i, (start, _) in enumerate(draft.content) if start > draft.cue[0][1] and _LINE_END.search(text, draft.cue[0][1], start)), 0)
    if not first or _ASKED.search(text[slice(*draft.content[first - 1])]) is None:
        return (draft,)
    return replace(draft, content=draft.content[:first]), Draft((), (), draft.content[first:], None, "quotation")


def _answers(text: str, draft: Draft) -> bool:
    if len(draft.cue) != 1 or not draft.source or _ASKS.fullmatch(text, *draft.cue[0]) is None:
        return False
    return all(text[s] in _OPENING and "?" not in text[s:e] and s > draft.cue[0][1] and _STOP.search(text, draft.cue[0][1], s) for s, e in draft.content)


def runs_on(text: str, draft: Draft, q: Quotation) -> bool:
    """Whether a draft's words end right before a quotation, or at the end of the paragraph before, and were quoted themselves; a few words behind a paragraph with a question answer it."""
    between = text[draft.end : q.start]
    quoted = any(text[start] in _OPENING for start, _ in draft.content)
    breaks = len(_LINE_END.findall(between))
    answers = breaks > 0 and len(text[q.start : q.end].split()) < TURN_WORDS and _ASKED.search(text[slice(*draft.content[-1])]) is not None
    return quoted and len(between.split()) <= 1 and breaks <= 2 and not answers
