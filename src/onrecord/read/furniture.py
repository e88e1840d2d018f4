"""Numbers and running heads of pages, which are in a text that was taken from pages but not part of its story, and which interrupt its sentences."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.read.edits import Edit
from onrecord.read.hyphens import Hyphens
from onrecord.types import Span

WIDEST = 120  # characters of a line of furniture, without the blanks around it
MOST = 5  # lines of furniture that stand together
LONGEST_HEAD = 60
FULL = 0.8  # of the longest line, from which on one is no heading
APART = 8  # lines between the numbers of pages that nothing else tells
FEWEST_WORDS = 3  # of a line that a sentence goes on from
FEWEST = 3  # pages with one head and rising numbers, where it interrupts no sentence
REACH = 4000  # characters of a paragraph in which an open quotation mark is sought
_LIKELY = re.compile(r"(?<![^\r\n])[ \t\f]*+(?:(?:page|pg?\.)[ \t]*\d|[-–—\[][ \t]*(?:page[ \t]*)?\d|\d{1,4}(?:[ \t]*+(?![^\r\n])|[ \t]{2}|\t|[ \t][|·•])|[^\r\n]{2,100}(?:[ \t]{2}|\t|[|·•][ \t])(?:page[ \t]+)?\d{1,4}[ \t]*+(?![^\r\n]))", re.IGNORECASE)
_SURE = re.compile(r"(?:page|pg?\.)\s*(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*(?:page\s*)?(\d{1,4})\s*[-–—]|\[\s*page\s*(\d{1,4})\s*\]", re.IGNORECASE)
_NUMBER = re.compile(r"(?:page\s+)?(\d{1,4})(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}|\t|\s[|·•]\s")
_LINE = re.compile(r"[^\r\n]+")
_EMPTY_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_OVER = re.compile(r"[.!?…:;][\"'”’»)\]*_]*$")
_LEADING_ON = frozenset(["a", "an", "the", "of", "in", "on", "at", "to", "for", "from", "by", "with", "and", "or", "but", "that", "which", "who", "as", "than", "its", "his", "her", "their", "our", "my", "this", "these", "is", "are", "was", "were", "has", "have", "had", "be", "been", "will", "would", "not"])


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a text without the blanks around it; the number of a page that it tells, whether it surely does, and the words of a head in it."""

    span: Span
    number: int | None
    sure: bool
    heads: tuple[str, ...]


def find_furniture(text: str) -> tuple[list[Span], list[Edit]]:
    """The lines of page numbers and running heads, and what stands in their place: nothing, or what joins the two parts of a sentence or quotation that they interrupt.

    Lines that tell a number as only pages do ("Page 13 of 40", "- 18 -") are furniture; a number alone or beside a head is where it interrupts a sentence (alone, also a quotation), and so are other lines with the same head or the next number.
    """
    if not _LIKELY.search(text):
        return [], []
    lines = [_read(text, *line.span()) for line in _LINE.finditer(text) if not line[0].isspace()]
    repeated = Counter(head for line in lines for head in set(line.heads))
    heads = {head for line in lines if line.number is not None for head in line.heads} | {head for line, near in _neighbours(lines) if near for head in line.heads if repeated[head] > 1}
    may = [line.number is not None or any(head in heads and repeated[head] > 1 for head in line.heads) for line in lines]
    groups = [group for group in _together(may) if len(group) <= MOST]
    hyphens = Hyphens(text)
    inside = [_is_inside(text, lines, group) for group in groups]
    quoted = [_is_quoted(text, lines, group) for group in groups]
    plain = [not any(lines[i].heads for i in group) for group in groups]  # nothing but numbers
    kept = _chosen(lines, groups, [a or (b and c) for a, b, c in zip(inside, quoted, plain)], repeated)
    full = FULL * min(WIDEST, max((b - a for a, b in (line.span for line in lines)), default=0))
    edits = []
    for group, goes_on, keep in zip(groups, [a or b or _is_full(text, lines, group, full) for a, b, group in zip(inside, quoted, groups)], kept):
        if keep and goes_on:
            edits.append(hyphens.joint(lines[group[0] - 1].span[1], lines[group[-1] + 1].span[0], True))
        elif keep:
            edits.append(Edit(lines[group[0]].span[0], lines[group[-1]].span[1], "", True))
    return [lines[i].span for group, keep in zip(groups, kept) if keep for i in group], edits


def _read(text: str, start: int, end: int) -> _Line:
    line = text[start:end]
    words = line.strip()
    start += len(line) - len(line.lstrip())
    span = start, start + len(words)
    if len(words) > WIDEST:
        return _Line(span, None, False, ())
    if sure := _SURE.fullmatch(words):
        return _Line(span, int(next(filter(None, sure.groups()))), True, ())
    parts = [part for part in _GAP.split(words) if part]
    numbers = [int(number[1]) for part in parts if (number := _NUMBER.fullmatch(part))]
    heads = tuple(" ".join(part.casefold().split()) for part in parts if not _NUMBER.fullmatch(part) and len(part) <= LONGEST_HEAD and not _OVER.search(part))
    return _Line(span, numbers[0] if len(numbers) == 1 and len(parts) <= 3 else None, False, heads)


def _neighbours(lines: Sequence[_Line]) -> list[tuple[_Line, bool]]:
    """Each line, and whether it stands beside the number of a page."""
    numbered = [False, *(line.number is not None for line in lines), False]
    return [(line, numbered[i] or numbered[i + 2]) for i, line in enumerate(lines)]


def _together(may: Sequence[bool]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, each in enumerate(may):
        if each and i and may[i - 1]:
            groups[-1].append(i)
        elif each:
            groups.append([i])
    return groups


def _is_inside(text: str, lines: Sequence[_Line], group: Sequence[int]) -> bool:
    """Whether a sentence goes on from the line before to the line behind."""
    if not group[0] or group[-1] + 1 == len(lines):
        return False
    before, behind = (text[slice(*lines[i].span)] for i in (group[0] - 1, group[-1] + 1))
    if _OVER.search(before) or len(before.split()) < FEWEST_WORDS:
        return False
    last = re.split(r"\W+", before[-30:])[-1].casefold()
    return behind[0].islower() or (behind[0].isalnum() and (before[-1] == "," or last in _LEADING_ON))


def _is_quoted(text: str, lines: Sequence[_Line], group: Sequence[int]) -> bool:
    """Whether a quotation that is open in the paragraph before is closed behind, and does not begin anew there."""
    if not group[0] or group[-1] + 1 == len(lines):
        return False
    (start, end), (behind, _) = lines[group[0] - 1].span, lines[group[-1] + 1].span
    breaks = [m.end() for m in _EMPTY_LINE.finditer(text, max(0, start - REACH), start)]
    paragraph = text[breaks[-1] if breaks else max(0, start - REACH) : end]
    mark = next((c for c in text[behind : behind + REACH] if c in "\"“”"), "")
    return text[behind] not in "\"“”'‘’" and ((mark == '"' and paragraph.count('"') % 2 == 1) or (mark == "”" and paragraph.count("“") > paragraph.count("”")))


def _is_full(text: str, lines: Sequence[_Line], group: Sequence[int], length: float) -> bool:
    """Whether the line before ends in no sentence, and is too long for a heading."""
    if not group[0] or group[-1] + 1 == len(lines):
        return False
    start, end = lines[group[0] - 1].span
    return end - start >= length and not _OVER.search(text, max(start, end - 8), end)


def _chosen(lines: Sequence[_Line], groups: Sequence[Sequence[int]], inside: Sequence[bool], repeated: Counter[str]) -> list[bool]:
    """Which groups are furniture: those that surely are or interrupt a sentence; then those with the same head as one of them, or the number of the page before or behind."""
    kept = [within or any(lines[i].sure for i in group) for group, within in zip(groups, inside)]
    heads = [{head for i in group for head in lines[i].heads if repeated[head] > 1} for group in groups]
    numbers = [next((number for i in group if (number := lines[i].number) is not None), None) for group in groups]
    rising: dict[str, list[int]] = {}
    for each, number in zip(heads, numbers):
        if number is not None:
            for head in each:
                rising.setdefault(head, []).append(number)
    known = {head for head, row in rising.items() if len(row) >= FEWEST and all(0 < b - a < 3 for a, b in zip(row, row[1:]))}
    known |= {head for each, keep in zip(heads, kept) if keep for head in each}
    kept = [keep or bool(each & known) for keep, each in zip(kept, heads)]
    far = [True, *(behind[0] - before[-1] > APART for before, behind in zip(groups, groups[1:])), True]
    rows = [far[i] and numbers[i] is not None and not heads[i] for i in range(len(groups))]
    for i in range(len(groups) - FEWEST + 1):
        row = numbers[i : i + FEWEST]
        if all(rows[i : i + FEWEST]) and all(a is not None and b == a + 1 for a, b in zip(row, row[1:])):
            kept[i : i + FEWEST] = [True] * FEWEST
    for step in (1, -1):
        page: int | None = None
        for i in range(len(groups))[::step]:
            kept[i] = kept[i] or (page is not None and numbers[i] == page + step)
            page = numbers[i] if kept[i] else page
    return kept
