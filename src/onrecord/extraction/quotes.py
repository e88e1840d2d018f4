"""Quotation marks: which stretches of a text stand between them.

Marks are paired inside a paragraph.  Straight, curly, low, angle and single marks are known; an apostrophe is told from
a single mark by its neighbours.  A mark that is never closed holds to the end of its paragraph.  Time is linear.
"""

import re
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n\r]+")
_MARKS = re.compile("[\"“”„‟«»‹›‘’‚'`]")
_CLOSERS = {"“": "”", "„": "“”‟", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "’": "’'", "‚": "‘’", "”": "”", "‟": "”", '"': '"', "'": "'", "`": "'`"}
_TYPED = re.compile(r"(?<![,\w]),,(?=\w)|(?<!')''(?!')|``")
_ANGLES = re.compile(r"(?<![<\w])<<(?=[ ]?[^\W\d_][^<>\r\n]{1,2000}>>)|(?<=[^\s>])[ ]?>>(?![>\w])")
_FILLER = "\N{WORD JOINER}"
_SINGLE = "‘’'‚`"
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|bout|round|n)\b", re.IGNORECASE)  # ’em, ’til: an apostrophe, whatever stands before it
_DOUBLE_CLOSERS = '"”'
_DOUBLE_OPENERS = '"“”„‟'


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch: text[start:end] begins with its opening mark and, when `closed`, ends with its closing mark."""

    start: int
    end: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """The outermost quoted stretches of a text, in order."""
    text = _TYPED.sub(_as_one_mark, text)
    if "<<" in text:
        text = _ANGLES.sub(_as_one_mark, text)
    found: list[Quotation] = []
    for paragraph in _PARAGRAPH.finditer(text):
        marks = [m.start() for m in _MARKS.finditer(text, paragraph.start(), paragraph.end())]
        if marks:
            found += _pair(_Paragraph(text, paragraph.start(), paragraph.end()), marks)
    return found


def _as_one_mark(m: re.Match[str]) -> str:
    """Two commas, apostrophes, backticks or angle brackets typed for one mark, as that mark and fillers: no offset changes."""
    if m[0][-1] in "<>":
        return "«" + _FILLER if m[0] == "<<" else _FILLER * (len(m[0]) - 1) + "»"
    if m[0] == "''" and not (m.string[m.start() - 1 : m.start()].strip() == "" and m.string[m.end() : m.end() + 1].isalnum()):
        return _FILLER + "”"
    return ("„" if m[0] == ",," else "“") + _FILLER


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    start: int
    end: int

    def before(self, i: int) -> str:
        return self.text[i - 1] if i > self.start else " "

    def after(self, i: int) -> str:
        return self.text[i + 1] if i + 1 < self.end else " "

    def opens(self, i: int) -> bool:
        before, after = self.before(i), self.after(i)
        if self.text[i] in _SINGLE:
            return not before.isalnum() and before not in ".,!?" and after.isalpha() and not _ELISION.match(self.text, i + 1)
        if self.text[i] in "„“«‹‟":
            return True
        return not after.isspace() and not before.isalnum() and before not in ".,!?;"

    def only_opens(self, i: int) -> bool:
        return self.before(i).isspace() and self.after(i).isalnum()

    def spaced(self, i: int) -> bool:
        """A mark with spaces on both sides, as careless typists leave them, and no inches behind a number."""
        return self.text[i] == '"' and self.before(i).isspace() and self.after(i).isspace() and not self.text[max(self.start, i - 3) : i].rstrip()[-1:].isdigit()

    def may_close(self, i: int) -> bool:
        return not self.after(i).isalnum() and not self.before(i).isspace()

    def surely_closes(self, i: int) -> bool:
        """A possessive ("workers’ homes") looks like a closing mark, but not with punctuation beside it."""
        return not self.before(i).isalnum() or self.after(i) in ".,;:!?)"


def _pair(paragraph: _Paragraph, marks: list[int]) -> list[Quotation]:
    text = paragraph.text
    found: list[Quotation] = []
    closes_last = _last_closers(paragraph, marks)
    last_spaced = max((i for i in marks if paragraph.spaced(i)), default=-1)
    last_closer = max((i for i in marks if text[i] in "’'`‘" and paragraph.may_close(i)), default=-1)
    opened: int | None = None
    for i in marks:
        mark = text[i]
        if opened is None:
            if (paragraph.opens(i) and (mark not in _SINGLE or last_closer > i)) or (i < last_spaced and paragraph.spaced(i)):
                opened = i
            continue
        opener = text[opened]
        if mark in _CLOSERS[opener]:
            if mark in _SINGLE and not (paragraph.may_close(i) and (paragraph.surely_closes(i) or i in closes_last)):
                continue
            if mark == '"' and paragraph.only_opens(i):  # the earlier one was never closed
                found.append(Quotation(opened, _stripped(text, opened, i), False))
                opened = i
                continue
        elif not (mark in _DOUBLE_CLOSERS and opener in _DOUBLE_OPENERS):  # else opened by a mark of another kind
            continue
        found.append(Quotation(opened, i + 1, True))
        opened = None
    if opened is not None and text[opened] not in _SINGLE:
        found.append(Quotation(opened, _stripped(text, opened, paragraph.end), False))
    return found


def _last_closers(paragraph: _Paragraph, marks: list[int]) -> set[int]:
    """Single marks after which no other may close before the next one opens."""
    last: set[int] = set()
    closer_ahead = False
    for i in reversed(marks):
        mark = paragraph.text[i]
        if mark in "‘‚" or (mark == "'" and paragraph.opens(i)):
            closer_ahead = False
        elif mark in "’'`" and paragraph.may_close(i):
            if not closer_ahead:
                last.add(i)
            closer_ahead = True
    return last


def _stripped(text: str, start: int, end: int) -> int:
    return max(start + 1, start + len(text[start:end].rstrip()))


def is_titled(words: str) -> bool:
    """Whether all long words begin with a capital, as in titles."""
    return all(word[0].isupper() for word in words.strip("\"“”„«»‘’'").split() if len(word) > 3)
