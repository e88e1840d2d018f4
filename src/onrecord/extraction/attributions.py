"""A name behind a quotation, or under it: `"Words" – Name`, `"Words" (Name, office)`, and a block quote or a quoted paragraph with `— Name` in the next line; or above it, as round-ups of reactions have it: `ANA LIND, ANALYST AT NORBANK`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.extraction.clauses import SAID
from onrecord.extraction.quotes import is_titled
from onrecord.extraction.turns import Turn, without_full_stop
from onrecord.resolve.words import is_role
from onrecord.types import Span

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_BULLET = r"\s*(?P<bullet>[-*•·▪‣–][ \t]+)?"
_DASHED = re.compile(rf"{_BULLET}(?P<words>[\"“„«‘'](?:.{{12,}}|.{{2,}}[.!?…])[\"”»“’'])\s+(?P<cue>[–—-]{{1,2}})\s+(?P<label>[A-Za-zÀ-ÿ][^\"“”.!?]{{1,79}})\.?\s*")
_BESIDE = re.compile(rf"{_BULLET}(?P<words>[\"“„«‘'].{{12,}}[\"”»“’'])[ \t]+(?P<open>\()?(?P<label>[A-Za-zÀ-ÿ][^\"“”.!?():;0-9]{{1,79}})(?(open)\))\.?\s*")
_UNDER = re.compile(r"\s*(?P<marks>(?:>[ \t]?)*)\s*(?P<cue>[–—―]|--?)[ \t]*(?P<label>[A-Za-zÀ-Þ][^\"“”!?;:\r\n]{1,119}?)\s*")
_BLOCK = re.compile(r"\s*>(?:[ \t]?>)*[ \t]*(?P<words>.*?)\s*")
_QUOTED = re.compile(r"\s*(?P<words>[\"“„«].{12,}[\"”“»])\s*")
_NAMED = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*|of|the|de|la|le|du|da|dos|van|von|der|den|bin|al|el|y|e|and|&)(?:[ \t]+(?:[A-ZÀ-Þ][\w.'’-]*|of|the|de|la|le|du|da|dos|van|von|der|den|bin|al|el|y|e|and|&)){0,7}")
_NO_PART_OF_A_NAME = re.compile(r",[ \t]+(?:on|in|at|after|when|who|speaking|during|to|from|before|about|as|while)\b.*", re.IGNORECASE)
_ABOVE = re.compile(r"[ \t]*(?P<label>[A-ZÀ-Þ](?:[^\"“”„«»:;!?.()\[\]0-9\r\n]|(?<=\b[A-Z])\.|(?<=\b[DMJS]r)\.){3,119}?)[ \t]*(?P<cue>:?)[ \t]*")
_ONLY_QUOTED = re.compile(r"\s*(?P<words>[\"“„«][^\"“”„«»\r\n]{12,}[\"”»]?)\s*")
_ENDS = re.compile(r"[.!?…][\"”“»’']?$")
_POSTED = re.compile(r"[ \t]+(?:on|via) (?:X|Twitter|Facebook|Telegram|Instagram|TikTok|YouTube|Bluesky|Mastodon|LinkedIn|Truth Social|VKontakte|Threads)\b.*")
_LAST_NAME = re.compile(r"(?<=[a-zà-ÿ] )[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,3}\Z")
_NO_OFFICE = re.compile(rf"{SAID}|[\w’'-]*[^\w’'-].*|(?:and|but|or|which|who|that|when|where|if|as|so|by|to|in|on|at|for|from|with|of|ask|asks|asked|the|not|is|was|were|are|it|then|[a-z]+ing)", re.IGNORECASE)
_UNNAMED = re.compile(r"(?:An?|One) [a-z-]+(?: [a-z-]+)? (?:who|whose|from|of|at|in) [^.]+")
_NAMED_UNDER = re.compile(r"[ \t]*(?P<label>[A-ZÀ-Þ][^\"“”„«»:;!?()\r\n]{2,99}?)[ \t]*")
_WORD = re.compile(r"\w+")
_BEGINS = frozenset("\"“„«‘'>–—―-*•·▪‣")
MOST_LINES = 12  # of a block quote with a name under it
LONGEST_OFFICE = 4  # words of a speaker who is named by an office alone
LONGEST_ABOVE = 16  # words of a name with its office above a quotation
FURTHEST_ABOVE = 2  # line ends between a label and its quotation, and between the paragraphs of that
FEWEST_UNDER = 2  # names without a dash under quotations
FEWEST_ABOVE = 2  # labels of different speakers, unless one is in capitals


def find_attributions(text: str) -> Iterator[Turn]:
    """Turns of the rule "attribution", where a sentence is quoted or a person's name or office stands by itself, and else of the rule "dash"."""
    lines = [line.span() for line in _LINE.finditer(text) if line[0].strip()]
    under = list(_under(text, lines))
    yield from under if len(under) >= FEWEST_UNDER else ()
    for i, (start, end) in enumerate(lines):
        if text[start:end].lstrip()[0] not in _BEGINS:
            continue
        if (m := _DASHED.fullmatch(text, start, end)) is not None:
            label, sure = _label(text, m.span("label"))
            if sure and (_ENDS.search(m["words"]) or m["words"][-2] == "," or is_role(_last_word(text, label))):
                yield Turn("attribution", (label,), (m.span("cue"),), (m.span("words"),))
            elif m["label"][0].isupper():
                yield Turn("dash", (m.span("label"),), (m.span("cue"),), (without_full_stop(text, *m.span("words")),))
        elif (m := _BESIDE.fullmatch(text, start, end)) is not None and (m["bullet"] or m["open"]):
            label, sure = _label(text, m.span("label"))
            if sure and (_ENDS.search(m["words"]) or (m["open"] and not is_titled(m["words"]))):
                yield Turn("attribution", (label,), (), (m.span("words"),))
        elif (m := _UNDER.fullmatch(text, start, end)) is not None and i:
            label, sure = _label(text, m.span("label"))
            above = _block(text, lines[max(0, i - MOST_LINES - 1) : i]) if m["marks"] else ()
            if not above and (m["marks"] or m["cue"] != "-") and (quoted := _QUOTED.fullmatch(text, *lines[i - 1])) is not None:
                above = (quoted.span("words"),)
            if sure and above:
                yield Turn("attribution", (label,), (m.span("cue"),), above)
    yield from _below_labels(text, lines)


def _under(text: str, lines: Sequence[Span]) -> Iterator[Turn]:
    """Quoted sentences that stand alone in their lines, with a name or an office in the next one and an empty line behind that."""
    for i in range(1, len(lines)):
        (start, end), after = lines[i], lines[i + 1][0] if i + 1 < len(lines) else len(text)
        if _line_ends(text, lines[i - 1][1], start) > 1 or (after < len(text) and _line_ends(text, end, after) < FURTHEST_ABOVE) or (m := _NAMED_UNDER.fullmatch(text, start, end)) is None:
            continue
        quoted = _ONLY_QUOTED.fullmatch(text, *lines[i - 1])
        label, sure = _label(text, m.span("label"))
        if quoted is not None and _ENDS.search(quoted["words"]) and (sure or _UNNAMED.fullmatch(text, *label)):
            yield Turn("attribution", (label,), (), (quoted.span("words"),))


@dataclass(frozen=True, slots=True)
class _Above:
    """A line that may tell who is quoted in the next ones; `office`: it has a word for one; `plain`: a name and an office behind a comma, in capitals; `beside`: a quotation before it is as near."""

    label: Span
    cue: Span
    words: tuple[Span, ...]
    office: bool
    plain: bool
    beside: bool


def _below_labels(text: str, lines: Sequence[Span]) -> Iterator[Turn]:
    """Quotations that stand alone in their lines, with who speaks in the line above them: where several are told so and most labels have an office, or where a name in capitals has."""
    found = [above for i in range(len(lines) - 1) if (above := _above(text, lines, i)) is not None]
    if not found or found[0].beside or 2 * sum(above.office for above in found) < len(found):
        return
    if len({text[slice(*above.label)] for above in found}) >= FEWEST_ABOVE or found[0].plain:
        for above in found:
            yield Turn("attribution", (above.label,), (above.cue,) if above.cue[0] < above.cue[1] else (), above.words)


def _above(text: str, lines: Sequence[Span], i: int) -> _Above | None:
    quoted = _ONLY_QUOTED.fullmatch(text, *lines[i + 1])
    if quoted is None or (gap := _line_ends(text, lines[i][1], lines[i + 1][0])) > FURTHEST_ABOVE or (m := _ABOVE.fullmatch(text, *lines[i])) is None:
        return None
    label, sure = _label(text, m.span("label"))
    told = text[slice(*label)]
    name, _, behind = told.partition(",")
    office, behind_name = (any(is_role(word.casefold()) for word in _WORD.findall(part)) for part in (told, behind))
    if not sure or not (office or behind.strip()) or not 1 < len(told.split()) <= LONGEST_ABOVE or not (office or 1 < len(name.split()) <= LONGEST_OFFICE):
        return None
    words = [quoted.span("words")]
    for k in range(i + 2, len(lines)):
        if (more := _ONLY_QUOTED.fullmatch(text, *lines[k])) is None or _line_ends(text, lines[k - 1][1], lines[k][0]) > FURTHEST_ABOVE:
            break
        words.append(more.span("words"))
    beside = i > 0 and _ONLY_QUOTED.fullmatch(text, *lines[i - 1]) is not None and _line_ends(text, lines[i - 1][1], lines[i][0]) <= gap
    return _Above(label, m.span("cue"), tuple(words), office, told.isupper() and behind_name and len(name.split()) > 1, beside)


def _line_ends(text: str, start: int, end: int) -> int:
    return len(_LINE_END.findall(text, start, end))


def _label(text: str, span: Span) -> tuple[Span, bool]:
    """The words of a label that name who speaks, without what tells of when and where, and whether they surely name somebody: a name, or a short office."""
    start = span[0]
    end = start + len(_POSTED.sub("", _NO_PART_OF_A_NAME.sub("", text[slice(*span)])).rstrip(" \t.,"))
    name = text[start:end].partition(",")[0]
    named = _NAMED.fullmatch(name) is not None and any(w[0].isupper() for w in name.split())
    return (start, end), named or _is_office_with_name(name) or (len(name.split()) <= LONGEST_OFFICE and is_role(_last_word(text, (start, start + len(name)))))


def _is_office_with_name(words: str) -> bool:
    """Whether some words are what somebody is, with the name: "harbour master Elin Stro", "Former director Hugo Vinter"."""
    of_name = _LAST_NAME.search(words)
    office = words[: of_name.start()].split() if of_name else []
    return of_name is not None and 0 < len(office) <= LONGEST_OFFICE and (is_role(office[-1].casefold()) or (" " in of_name[0] and not any(_NO_OFFICE.fullmatch(word) for word in office)))


def _last_word(text: str, span: Span) -> str:
    words: list[str] = _WORD.findall(text, *span)
    return words[-1].casefold() if words else ""


def _block(text: str, lines: list[Span]) -> tuple[Span, ...]:
    """The words of the lines of a block quote that end such a list of lines, without their marks; nothing where it has too many."""
    found: list[Span] = []
    for span in reversed(lines):
        if (m := _BLOCK.fullmatch(text, *span)) is None or _UNDER.fullmatch(text, *span):
            break
        if m["words"]:
            found.insert(0, m.span("words"))
    return tuple(found) if len(found) < MOST_LINES else ()
