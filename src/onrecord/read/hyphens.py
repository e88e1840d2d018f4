"""Words that are cut by a hyphen at the end of a line, and those whose hyphen is their own."""

import json
import re
from collections import Counter
from functools import cache, cached_property
from pathlib import Path

from onrecord.read.edits import Edit

_VOCABULARY = Path(__file__).parent.parent / "extraction" / "weights" / "tokenizer.json"
_LETTERS = r"[^\W\d_]"
_CUT = re.compile(rf"(?<!{_LETTERS}){_LETTERS}++[-‐][ \t]*(?:\r\n|\r|\n)\s*{_LETTERS}+")
_WORD = re.compile(rf"{_LETTERS}+(?:[-‐]{_LETTERS}+)*")
_FIRST = re.compile(rf"{_LETTERS}+")
_LAST = re.compile(rf"({_LETTERS}+)[-‐]$")
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly")
_SHORT = frozenset(["air", "all", "big", "by", "car", "co", "cut", "day", "dry", "end", "ex", "far", "gas", "gun", "hot", "ice", "in", "law", "led", "long", "low", "man", "men", "mid", "new", "no", "non", "off", "oil", "old", "on", "one", "out", "own", "pay", "pre", "pro", "re", "red", "run", "sea", "set", "six", "so", "sub", "tax", "ten", "tip", "top", "two", "up", "war"])
_JOINING = frozenset(["and", "or", "to", "but", "nor"])  # behind a hyphen that stands for a word: "short- and long-term"
LONGEST = 60  # characters of a half


class Hyphens:
    """What becomes of the line ends of a text in which words may be cut by hyphens."""

    def __init__(self, text: str):
        self.text = text

    def at(self, end: int) -> bool:
        """Whether the words before an offset end in a hyphen that stands at a letter or a digit."""
        return end > 1 and self.text[end - 1] in "-‐" and self.text[end - 2].isalnum()

    def joint(self, end: int, start: int, cut: bool = False) -> Edit:
        """What stands in the place of text[end:start], where a sentence goes on from one line to another: a blank; nothing behind a hyphen, and the hyphen goes too, where it only cuts the word."""
        if not self.at(end) or not self.text[start : start + 1].isalnum():
            return Edit(end, start, " ", cut)
        behind, before = _FIRST.match(self.text, start, start + LONGEST), _LAST.search(self.text[max(0, end - LONGEST) : end])
        if behind and behind[0] in _JOINING and not (before and (before[1] + behind[0]).casefold() in vocabulary()):
            return Edit(end, start, " ", cut)
        cuts = before and behind and not self._own(before[1], behind[0], 2 if cut else 1)
        return Edit(end - 1 if cuts else end, start, "", cut)

    def _own(self, before: str, behind: str, least: int) -> bool:
        """Whether two halves are written with a hyphen wherever they stand: as they stand elsewhere in the text, as names are, or if both but not the whole are words, of the text at `least` so many times."""
        a, b = before.casefold(), behind.casefold()
        if f"{a}-{b}" in self._words or a + b in self._words:
            return f"{a}-{b}" in self._words
        if behind[0].isupper() and not (len(before) > 1 and before.isupper()):
            return True
        if any((a + b).removesuffix(ending) in vocabulary() for ending in ("", *_ENDINGS)):
            return False
        return all(self._words[half] >= least or (half in vocabulary() if len(half) > 3 else half in _SHORT) for half in (a, b))

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word.replace("‐", "-") for word in _WORD.findall(_CUT.sub(" ", self.text).casefold()))


@cache
def vocabulary() -> frozenset[str]:
    """The words, in small letters and without accents, that the model's tokenizer knows as a whole."""
    pieces = json.loads(_VOCABULARY.read_text(encoding="utf-8"))["model"]["vocab"]
    return frozenset(piece for piece in pieces if piece.isalpha())
