"""What an outlet passes on is said by whom it names: `The mayor said the dam was safe, the agency reports`, `the radio quoted the mayor as saying …`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extraction.clauses import PHRASE, SAID, WHEN
from onrecord.extraction.drafts import Draft
from onrecord.resolve.words import is_role, outlets
from onrecord.types import Span

_PASSES_ON = re.compile(r"(?:[Aa]s )?(?:(?:has|have|had|is|was) )?(?:also |first )?(?:reports?|reported|informs?|informed|transmits|transmitted)(?: (?:on|in|at|late|earlier|today)\b.*)?")
_NAMED_ALONE = re.compile(r"(?:[Aa]s )?(?:(?:has|have|had) )?(?:said|says|writes?|wrote|written|quotes?|quoted)|(?:[Aa]s )?(?:cited|quoted|reported) by|[Aa]ccording to")
_OUTLET = re.compile(r"(?:[A-ZÀ-Þ]\w*(?:inform|press|presse|news|media|pravda|zeitung|bladet?|posten|wire|agency|radio))", re.IGNORECASE)
_ALONE = re.compile(r"[A-ZÀ-Þ][\w-]+")
_BODIES = frozenset(["un", "eu", "nato", "who", "imf", "osce", "iaea", "unicef", "unhcr", "fbi", "cia", "nasa", "opec", "oecd"])
_HEAD = rf"(?P<source>{PHRASE}) (?P<cue>(?:(?:has|had|have) )?(?:also |later |then )?{SAID})"
_BEFORE = re.compile(rf"{_HEAD}(?:(?:{WHEN}){{0,2}}(?:,|:)? (?=that\b|[\"“„«])(?P<that>.+)| (?!(?:to|on|in|at|of|for|by|with|about|that|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b)(?P<words>[^\s,].+))", re.DOTALL)
_BEHIND = re.compile(rf"(?P<words>.{{8,}}?)(?P<comma>,[\"”»]?) (?:(?P<source>{PHRASE}) (?P<cue>(?:(?:has|had|have) )?(?:also |later )?{SAID})(?:(?<=told|ells) [^,;:\"“”„«»\r\n]{{2,40}}?)?|(?P<verb>{SAID}) (?P<last>{PHRASE}))(?:{WHEN}){{0,2}}", re.DOTALL)
_STATED = re.compile(rf"(?P<words>[Tt]his|[Ii]t) (?P<cue>(?:was|is|has been) (?:stated|announced|said|reported|confirmed|noted|declared|told|emphasi[sz]ed|written|posted)(?:{WHEN})? by) (?P<source>{PHRASE}|[^,;:\"“”„«»\r\n]{{2,120}}?)(?P<when>,? (?:on|at|in|during)\b[^;:\"“”„«»]{{0,80}})?", re.DOTALL)
_QUOTES = re.compile(r" (?P<cue>(?:(?:has|had|have) )?(?:also )?(?:quot|cit)(?:ed|es|ing|e)) (?P<source>(?!by\b|in\b|as\b)[^.;:\"“„«»\r\n]{2,120}?)(?: (?P<say>as (?:saying|telling|writing|stating|declaring|claiming|warning|adding|asking))\b|(?=: [\"“„«]))")
_OUTLET_BEFORE = re.compile(r"(?<!\w)(?P<name>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,4}|(?<=[Tt]he )[a-z]+(?: [a-z]+){0,2})\Z")
_ASIDE = re.compile(r"[Aa]s (?!.*ed\b)|[Aa]ccording")  # "As the agency reported", which points to an earlier report, is a statement that holds another
_FRONTED = re.compile(
    rf"(?:(?<=[.!?\"”»)]\s)|(?<![^\r\n]))[\"“]?As (?:(?:was |is )?(?:reported|written|told|informed|transmitted) by (?P<by>[^.;:,\"“”„«»\r\n]{{2,80}}?)|(?P<name>[^.;:,\"“”„«»\r\n]{{2,80}}?) (?:(?:has |had )?(?:also |earlier )?(?:reports?|reported|informs?|informed|writes|wrote|written|transmits|notes|tells|told)))"
    rf"(?: us)?(?: earlier)?(?:{WHEN})?, (?=[\w\"“„«])"
)
_LAST = re.compile(rf"(?P<before>[\w\"”»]), (?P<name>[A-ZÀ-Þt][^.;:,\"“”„«»\r\n]{{1,80}}?) (?:has )?(?:reports|reported|informs|informed|transmits)(?:{WHEN})?(?=\.(?:\s|$)|$)", re.MULTILINE)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"”»)]*(?=\s+[A-ZÀ-Þ\"“„«]|\s*$)|[\r\n]", re.MULTILINE)
_LONGEST = 600  # characters of a sentence that an outlet ends
_FURTHEST = 80  # characters before a verb in which an outlet is looked for


def without_passing_on(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, in which what an outlet reports that somebody said is that one's statement, with the outlet as `via`.  An outlet's statement "…, that X said Y" stays, and holds that of X."""
    drafts = _quoted_as_saying(text, drafts) if " quot" in text or " cit" in text else list(drafts)
    changed: dict[int, list[Draft]] = {}
    for i, draft in enumerate(drafts):
        if len(draft.source) != 1 or not draft.cue or not draft.content or not _reports(text, draft):
            continue
        reported = [k for k, d in enumerate(drafts) if k != i and d.cue and d.source and d.found is not None and _holds(draft, d) and _covers(draft, d)]
        inner = [drafts[k] for k in reported] or _as_reported(text, draft)
        aside = draft.cue[0][0] > draft.content[0][0] or _ASIDE.match(text, min(draft.cue[0][0], _as_before(text, draft.start)), draft.cue[-1][1]) is not None
        changed |= {k: [replace(drafts[k], via=draft.source[0])] for k in reported}
        if not aside:
            changed[i] = [draft] if reported else [draft, *(replace(d, via=draft.source[0]) for d in inner)]
        elif inner:
            changed |= {k: [] for k in reported}
            changed[i] = [replace(d, via=draft.source[0], found=draft.found and d.found and replace(draft.found, mode_probability=d.found.mode_probability)) for d in inner]
    return _as_named_beside(text, [d for i, draft in enumerate(drafts) for d in changed.get(i, [draft])])


def _as_named_beside(text: str, drafts: list[Draft]) -> list[Draft]:
    """Of "As the agency reports, the mayor said …" and "The mayor said …, the agency reports", where the agency makes no statement of its own, the mayor's statement, with the agency as `via`."""
    for via, first, last in _named_beside(text):
        name = text[slice(*via)].removeprefix("the ")
        if not is_outlet(name) and not _may_be_outlet(text, name):
            continue
        for i, draft in enumerate(drafts):
            if draft.cue and draft.via is None and first <= draft.cue[0][0] and draft.cue[-1][1] <= last:
                source = tuple((max(s, first), e) for s, e in draft.source if e > first)
                if source and source[-1][1] <= last:
                    drafts[i] = replace(draft, source=source, via=via)
    return drafts


def _named_beside(text: str) -> Iterator[tuple[Span, int, int]]:
    """Who may pass on what somebody says, and where the sentence begins and ends that tells it."""
    for m in _FRONTED.finditer(text) if "As " in text else ():
        stop = _ENDS_SENTENCE.search(text, m.end())
        yield m.span("name") if m["name"] else m.span("by"), m.end(), stop.start() if stop else len(text)
    for m in _LAST.finditer(text):
        stops = list(_ENDS_SENTENCE.finditer(text, max(0, m.start() - _LONGEST), m.start()))
        if stops or m.start() <= _LONGEST:
            yield m.span("name"), stops[-1].end() if stops else 0, m.end("before")


def _as_before(text: str, start: int) -> int:
    """Where "As" begins right before a character, else that character."""
    return start - 3 if text[max(0, start - 3) : start].lower() == "as " else start


def _reports(text: str, draft: Draft) -> bool:
    """Whether a draft's source is an outlet, or by its name may be one, and its cue passes something on."""
    cue = " … ".join(text[s:e] for s, e in draft.cue).strip(" ,:")
    source = text[slice(*draft.source[0])]
    if _PASSES_ON.fullmatch(cue):
        return is_outlet(source) or _may_be_outlet(text, source)
    return _NAMED_ALONE.fullmatch(cue) is not None and is_outlet(source)


def is_outlet(phrase: str) -> bool:
    """Whether a phrase names a newspaper, an agency or a broadcaster, and nobody who works for one."""
    words = [w.strip(".,'’").casefold() for w in phrase.split()]
    return bool(words) and len(words) < 7 and not is_role(words[-1]) and "by" not in words and (any(w in outlets() for w in words) or any(_OUTLET.fullmatch(w) for w in phrase.split()) or words[-2:] == ["press", "service"])


def _may_be_outlet(text: str, source: str) -> bool:
    """One word in capitals or a name of one word, which no person of the text has, and no world body."""
    return _ALONE.fullmatch(source) is not None and source.casefold() not in _BODIES and source.casefold() not in ("he", "she", "it", "they", "we", "this", "who") and not is_role(source.casefold()) and re.search(rf"\b(?!As\b)[A-ZÀ-Þ][\w’'-]+ {re.escape(source)}\b|\b{re.escape(source)} [A-ZÀ-Þ]", text) is None


def _holds(outer: Draft, inner: Draft) -> bool:
    return all(any(a <= s and e <= b for a, b in outer.content) for s, e in (*inner.content, *inner.cue))


def _covers(outer: Draft, inner: Draft) -> bool:
    """Whether the inner statement is nearly all of the outer one's content, and its content not half of a quotation in it."""
    size = sum(e - s for s, e in outer.content)
    of_inner = sum(e - s for spans in (inner.source, inner.cue, inner.content) for s, e in spans if any(a <= s and e <= b for a, b in outer.content))
    return size - of_inner < max(12, size // 4) or (size - of_inner < 60 and of_inner > size // 2)


def _as_reported(text: str, draft: Draft) -> list[Draft]:
    """The statement that a draft's content tells as a whole, "X said Y"; nothing where it does not."""
    if len(draft.content) > 1:
        return []
    start, end = draft.content[0]
    if text.startswith(("that ", "That "), start):
        start += 5
    m = _STATED.fullmatch(text, start, end) or _BEFORE.fullmatch(text, start, end) or _BEHIND.fullmatch(text, start, end)
    if m is None:
        return []
    found = m.groupdict()
    source = m.span("source") if found["source"] else m.span("last")
    cue = m.span("cue") if found["cue"] else m.span("verb")
    content = m.span("that") if found.get("that") else m.span("words")
    if found.get("comma", ",") != ",":
        content = content[0], content[1] + len(found["comma"])
    return [Draft(_bare(text, source), (cue,), (content,), draft.found and replace(draft.found, inner=True))]


def _bare(text: str, span: Span) -> tuple[Span, ...]:
    return ((span[0], span[0] + len(text[slice(*span)].rstrip(" ,"))),)


def _quoted_as_saying(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Of "the radio quoted the mayor as saying …" the mayor's statement, instead of the radio's."""
    kept = list(drafts)
    for via, cue, source, end in _quoting(text):
        start = cue[0][0]
        here = [d for d in kept if d.cue and any(start <= s < end for s, _ in d.cue)]
        pieces = {(max(s, end), e) if s < end < e else (s, e) for d in here for s, e in d.content}
        pieces = {(s + len(text[s:e]) - len(text[s:e].lstrip(" :,")), e) for s, e in pieces if e <= via[0] or s >= end}
        content = tuple(sorted(p for p in pieces if not any(a <= p[0] and p[1] <= b and (a, b) != p for a, b in pieces)))
        if content:
            likeliest = max(here, key=lambda d: (d.found is not None and not d.found.inner, sum(e - s for s, e in d.content)))
            kept = [d for d in kept if not any(d is h for h in here)] + [Draft((source,), cue, content, likeliest.found, likeliest.rule, via=via)]
    return kept


def _quoting(text: str) -> Iterator[tuple[Span, tuple[Span, ...], Span, int]]:
    """Outlet, cue, whom it quotes, and where the words may begin."""
    for quotes in _QUOTES.finditer(text):
        m = _OUTLET_BEFORE.search(text, max(0, quotes.start() - _FURTHEST), quotes.start())
        if m is not None and m.end() == quotes.start() and (is_outlet(m["name"]) or (m["name"].isupper() and _may_be_outlet(text, m["name"]))):
            say = quotes.span("say")
            yield m.span("name"), (quotes.span("cue"), *([say] if quotes["say"] else [])), quotes.span("source"), quotes.end()
