"""Quotations that a clause without a verb of speech leads to: `Captain Luca Brenn was calmer: “We have to look at ourselves.”`; and headlines that begin with one: `‘You saw it’: Sabel storms out`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PASTS, PHRASE, SAID, SAYING
from onrecord.extraction.drafts import Draft
from onrecord.extraction.kickers import names_one_of
from onrecord.extraction.quotes import Quotation
from onrecord.resolve.words import is_role, is_shortened
from onrecord.types import Span

_NO_SUBJECT = r"(?!(?:There|Here|This|That|What|Which|If|When|While|As|After|Before|Since|Until|Because|Although|Though|Then|Now|So|In|On|At|By|For|From|To|With|Of|Under|During|One thing)\b)"
_VERB = rf"(?:(?:was|is|were|are|had|has|did|does|could|would|can)(?:n[’'](?=t\b)t)?|[a-z]{{2,}}(?:ed|[^s\W]s)|{'|'.join(sorted(PASTS))})"
_LEADS = re.compile(rf"(?:\d{{1,2}}[/.)][ \t]+|[-*•][ \t]+)?{_NO_SUBJECT}(?P<source>{PHRASE}) (?P<cue>(?:also |still |only |then )?{_VERB}\b(?: [^\s,;:\"“”„«»()–—]+){{0,6}}):[ \t]+")
_NAMES = re.compile(rf"(?:\d{{1,2}}[:.]\d\d[ \t]+)?{_NO_SUBJECT}(?P<source>[A-ZÀ-Þ][\w.'’-]*(?P<office>(?: [a-z]+){{0,2}})(?: [A-ZÀ-Þ][\w.'’-]*){{1,4}}) (?:in|on|at|after|before|during|from|outside|via)\b[^,;:\"“”„«»\r\n]{{2,60}}(?P<cue>:)[ \t]+")
_BEHIND = re.compile(rf",?[ \t]+(?P<source>{PHRASE}) (?P<cue>(?:also |then |only )?{_VERB}\b(?: [^\s.,;:\"“”„«»()–—]+){{0,2}})(?=[.](?:\s|\Z))")
_BEGINS = re.compile(r"(?:\A|[\r\n]|[.!?…][\"”»’)]*[ \t])[ \t]*\Z")
_SENTENCE = re.compile(r"\w+(?:\W+\w+){3,}\W*")
_SPEECH = re.compile(rf"\b(?:{SAID}|{SAYING}|(?:quot|cit|ask|answer|agre|call|shout|cr(?:y|ied)|continu|jok|retort|quip)\w*|read|reads|tell|say|write)\b")  # after which the model knows who speaks
_COLON = re.compile(r":[ \t]+\Z")
_STOP = re.compile(r"(?P<word>\w*)[.!?…][\"”»’)]*[ \t]+|[\r\n]")
_SAID = re.compile(r"[^\W\d_a-zß-öø-ÿ].*[.!?…]", re.DOTALL)
_HEADLINE = re.compile(r"(?P<cue>:)[ \t]+(?:The[ \t]+)?(?P<source>[A-ZÀ-Þ][\w’'-]*(?:[ \t]+[A-ZÀ-Þ][\w’'-]*){0,3})[ \t]+[a-zà-ÿ]+s\b[^.\r\n]*(?=[\r\n]|\Z)")
_LINE_END = re.compile(r"[\r\n]")
FURTHEST = 160  # characters before a quotation in which the sentence begins that leads to it
SURE_SOURCE = 0.7  # of the model, below which the form of the clause is surer than the model
RULE = "colon"


def with_what_leads_to_quotations(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts, and a statement for each quoted sentence that none of them claims and that stands behind the colon of a clause, or before the colon of a headline whose subject speaks in the report.  The clause itself is no part of what is said."""
    found = [*_led_to(text, quotations), *_tagged(text, quotations), *_before_colon(text, drafts, quotations)]
    if not found:
        return list(drafts)
    led = {d.content[0]: d for d in found}
    kept = []
    for draft in drafts:
        others = tuple(span for span in draft.content if span not in led or not _elsewhere(text, draft, led[span]))
        own = next((led[span] for span in others if span in led and led[span].cue[0][1] <= span[0]), None)
        if own is not None:
            others = tuple((s, e) for s, e in others if not own.start <= s < own.content[0][0])
        doubted = own is not None and draft.found is not None and draft.found.role_probability[0] < SURE_SOURCE and (draft.source, others) == (own.source, own.content)
        if others and not doubted:
            same = own is not None and draft.found is not None and (draft.source, others) == (own.source, own.content)
            kept.append(draft if others == draft.content and not same else replace(draft, content=others, rule=RULE if same else draft.rule))
    claimed = [span for d in kept if d.cue for span in (*d.content, *d.cue)]
    made = [d for d in found if not any(s < d.end and d.start < e for s, e in claimed)]
    contents = {d.content for d in made}
    return [*(d for d in kept if d.content not in contents), *made]


def _elsewhere(text: str, draft: Draft, led: Draft) -> bool:
    """Whether a draft's cue stands in another paragraph than a quotation that has its own clause before it, or the draft takes a part of that clause for the source."""
    if not draft.cue:
        return False
    return _LINE_END.search(text, *sorted((draft.cue[-1][1], led.start))) is not None or any(led.source[0][0] < s < led.content[0][0] for s, _ in draft.source)


def _led_to(text: str, quotations: Sequence[Quotation]) -> Iterator[Draft]:
    for q in quotations:
        if not q.closed or _COLON.search(text, max(0, q.start - 4), q.start) is None or _SAID.fullmatch(text, q.start + 1, q.end - 1) is None:
            continue
        first = max(0, q.start - FURTHEST)
        for stop in _STOP.finditer(text, first, q.start):
            if not stop["word"] or not is_shortened(stop["word"]):
                first = stop.end()
        if (m := _LEADS.fullmatch(text, first, q.start)) is not None and _SPEECH.search(text, *m.span("cue")) is None:
            yield Draft(_bare(text, m.span("source")), (m.span("cue"),), ((q.start, q.end),), None, RULE)
        elif (m := _NAMES.fullmatch(text, first, q.start)) is not None and all(map(is_role, m["office"].split())):
            yield Draft((m.span("source"),), (m.span("cue"),), ((q.start, q.end),), None, RULE)


def _tagged(text: str, quotations: Sequence[Quotation]) -> Iterator[Draft]:
    """Of `"Words," the mayor was short.` the statement of the mayor."""
    for q in quotations:
        words = text[q.start + 1 : q.end - 1]
        if not q.closed or "," not in text[q.end - 2 : q.end + 1] or _SENTENCE.fullmatch(words) is None or words.istitle() or _BEGINS.search(text, max(0, q.start - 4), q.start) is None:
            continue
        if words[0].isupper() and (m := _BEHIND.match(text, q.end)) is not None and _SPEECH.search(text, *m.span("cue")) is None:
            yield Draft(_bare(text, m.span("source")), (m.span("cue"),), ((q.start, q.end),), None, RULE)


def _before_colon(text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> Iterator[Draft]:
    """Of a headline `"Words": Lind does something` the statement of Lind, where the report has another one of hers."""
    q = quotations[0] if quotations else None
    if q is None or not q.closed or text[: q.start].strip() or (m := _HEADLINE.match(text, q.end)) is None:
        return
    if names_one_of(text, m["source"], (span for d in drafts for span in d.source if span[0] > m.end())):
        yield Draft((m.span("source"),), (m.span("cue"),), ((q.start, q.end),), None, RULE)


def _bare(text: str, span: Span) -> tuple[Span, ...]:
    return ((span[0], span[0] + len(text[slice(*span)].rstrip(" ,"))),)
