"""A text as the model reads it: word units, their wordpieces, what the vocabulary drops, and windows.

A *unit* is a word or a punctuation mark, as the tokenizer splits them before wordpieces.  The vocabulary is uncased and
knows no line breaks, so that letter case, line breaks and quotation marks are given beside it, as one number a wordpiece.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from tokenizers import Tokenizer

from onrecord.extraction.quotes import Quotation

CASES, BREAKS, QUOTES = 5, 3, 4
WINDOW = 254  # wordpieces, without the two that mark begin and end
CONTEXT = 48  # wordpieces shared by windows that are cut inside a paragraph
CLS, SEP = 101, 102
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON may hold one; no tokenizer reads it


@dataclass(frozen=True, slots=True)
class Tokens:
    """ids, features: (wordpieces,); first: (units,) index of a unit's first wordpiece; starts, ends: (units,) offsets."""

    ids: np.ndarray
    features: np.ndarray
    first: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    breaks: np.ndarray


def tokenize(tokenizer: Tokenizer, text: str, quotations: Sequence[Quotation]) -> Tokens:
    encoding = tokenizer.encode(_LONE_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    spans = encoding.offsets
    offsets = np.fromiter(chain.from_iterable(spans), np.int64, 2 * len(spans)).reshape(-1, 2)
    words = np.array(encoding.word_ids, dtype=np.int64)
    first = np.flatnonzero(np.diff(words, prepend=-1))
    last = np.append(first[1:], len(words)) - 1 if len(first) else first
    starts = offsets[first, 0]
    ends = _with_combining_marks(text, offsets[last, 1])
    breaks = _breaks(text, starts)
    piece_breaks = np.zeros(len(words), dtype=np.int64)
    piece_breaks[first] = breaks
    cases = np.array([_case(text[s:e]) for s, e in spans], dtype=np.int64)
    features = (cases * BREAKS + piece_breaks) * QUOTES + _quote_states(offsets[:, 0], quotations)
    return Tokens(np.array(encoding.ids, dtype=np.int64), features, first, starts, ends, breaks)


@lru_cache(maxsize=50_000)
def _case(word: str) -> int:
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    if word.istitle():
        return 2
    return 4 if word[:1].isalpha() else 0


def _with_combining_marks(text: str, ends: np.ndarray) -> np.ndarray:
    """The tokenizer drops accents that are characters of their own: a unit takes along those that follow it."""
    if not _COMBINING.search(text):
        return ends
    ends = ends.copy()
    for i, end in enumerate(ends):
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        ends[i] = end
    return ends


def _breaks(text: str, starts: np.ndarray) -> np.ndarray:
    """Line breaks before each unit: 0, 1, or 2 for an empty line or the start of the text."""
    before = np.searchsorted([m.start() for m in _LINE_END.finditer(text)], starts)
    breaks: np.ndarray = np.minimum(np.diff(before, prepend=0), 2)
    breaks[:1] = 2
    return breaks


def _quote_states(starts: np.ndarray, quotations: Sequence[Quotation]) -> np.ndarray:
    """0 outside quotation marks, 1 an opening mark, 2 inside, 3 a closing mark."""
    states = np.zeros(len(starts), dtype=np.int64)
    edges = np.searchsorted(starts, [(q.start, q.end) for q in quotations]).tolist()
    for quotation, (a, b) in zip(quotations, edges):
        states[a:b] = 2
        states[a : a + 1] = 1
        if quotation.closed and b > a:
            states[b - 1] = 3
    return states


@dataclass(frozen=True, slots=True)
class Window:
    """Units start..end are read together; those of core_start..core_end are answered for by this window."""

    start: int
    end: int
    core_start: int
    core_end: int


def cut_windows(tokens: Tokens, size: int = WINDOW, context: int = CONTEXT) -> list[Window]:
    """Cut at the ends of paragraphs where possible, else with some context on both sides."""
    units = len(tokens.first)
    if not units:
        return []
    position = np.append(tokens.first, len(tokens.ids))
    if position[-1] <= size:
        return [Window(0, units, 0, units)]
    windows: list[Window] = []
    paragraph = np.append(np.flatnonzero(tokens.breaks), units)
    empty_line_before = np.append(tokens.breaks == 2, True)
    start = 0
    while start < units:
        reach = int(np.searchsorted(position, position[start] + size, side="right")) - 1
        if reach >= units:
            windows.append(Window(start, units, start, units))
            break
        cuts = paragraph[(paragraph > start) & (paragraph <= reach)]
        long_enough = cuts[position[cuts] - position[start] >= size // 3]
        if len(long_enough):
            after_empty_lines = long_enough[empty_line_before[long_enough]]  # a single break may only wrap a line
            end = int(after_empty_lines[-1] if len(after_empty_lines) else long_enough[-1])
            windows.append(Window(start, end, start, end))
            start = end
        else:
            long_end = int(paragraph[np.searchsorted(paragraph, start, side="right")]) if not len(cuts) else int(paragraph[np.searchsorted(paragraph, cuts[-1], side="right")])
            windows += _inside_paragraph(position, start, long_end, size, context)
            start = long_end
    return windows


def _inside_paragraph(position: np.ndarray, start: int, end: int, size: int, context: int) -> list[Window]:
    """Windows over units start..end, which are more wordpieces than one window holds."""
    windows: list[Window] = []
    core = start
    while core < end:
        left = max(start, int(np.searchsorted(position, position[core] - context, side="left")))
        right = max(core + 1, int(np.searchsorted(position, position[left] + size, side="right")) - 1)
        if right >= end:
            windows.append(Window(left, end, core, end))
            break
        core_end = max(core + 1, int(np.searchsorted(position, position[right] - context, side="right")) - 1)
        windows.append(Window(left, right, core, core_end))
        core = core_end
    return windows
