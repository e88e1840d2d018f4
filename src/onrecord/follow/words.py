"""Words as they are compared: without case, diacritics, forms of marks and white space, each with its place in the text.

Numbers are one word each, whatever parts their thousands ("1,500" is "1500"), and so are the signs that change what is said: currencies, "%" and a minus.  Everything else that
is no word (commas, quotation marks, dashes) does not count.  A hyphen at a line's end, as PDF files have it, may or may not be part of a word: `settle` tells by the other text.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.keep.words import IDEOGRAPH, MARKS
from onrecord.keep.words import cut as cut_indexed
from onrecord.types import Span

_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphens and what has no width
_LETTER = f"[^\\W_{IDEOGRAPH}]"
_PART = f"{_LETTER}(?:{_LETTER}|[{MARKS}{_HIDDEN}])*"
_WORD = re.compile(
    rf"(?:(?<=[\s(“\"‘'])|^)[-−](?=\d)|[{IDEOGRAPH}]|[$€£¥₴₹%‰&+]|\d+(?:[.,\u00a0\u202f\u2009]\d+)*(?:{_PART})?|(?:[^\W\d_]\.){{2,}}|[^\W\d_]\.[^\W\d_](?![^\W_])|{_PART}(?:['’‘ʼ`´]{_PART})*"
)
_BREAK = re.compile(rf"[-‐\u00ad][{_HIDDEN}]*\s+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?")
_MILLIONS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?![\d.,])")  # parted by points, as one point alone may be that of a decimal
_NOT_FOLDED = re.compile(f"[{_HIDDEN}._]")
_ALIKE = {"%": "percent", "&": "and", "−": "-"}
COMMON = frozenset(
    ["a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "had", "has", "have", "he", "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "it's", "just", "me", "more", "most", "my", "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "said", "same", "say", "she", "should", "so", "some", "such", "than", "that", "that's", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "very", "was", "we", "we're", "we've", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "you", "your", "i'm", "i've", "don't"]
)  # words that tell little of what was said


class Word(NamedTuple):
    """A word as it is compared, where it stands, and whether a hyphen and white space follow it."""

    folded: str
    start: int
    end: int
    broken: bool = False

    @property
    def telling(self) -> bool:
        return self.folded not in COMMON


def cut(text: str, spans: Iterable[Span] | None = None) -> list[Word]:
    """The words of a text, or of spans of it in their order."""
    return list(_cut(text, [(0, len(text))] if spans is None else spans))


def _cut(text: str, spans: Iterable[Span]) -> Iterator[Word]:
    for start, end in spans:
        last: Word | None = None
        for match in _WORD.finditer(text, start, end):
            word = fold(match[0])
            if word == "cent" and last is not None and last.folded == "per":
                last = Word("percent", last.start, match.end())
                continue
            if last is not None:
                yield last
            last = Word(word, match.start(), match.end(), bool(_BREAK.match(text, match.end(), end))) if word else None
        if last is not None:
            yield last


@lru_cache(1 << 16)
def fold(word: str) -> str:
    """Without case, diacritics and hidden characters, and with one form of apostrophe: "WON’T" is "won't"."""
    if word[0].isdigit():
        whole = _THOUSANDS.match(word)
        if whole:
            word = re.sub(r"[,\u00a0\u202f\u2009]", "", whole[0]) + word[whole.end() :]
        elif parted := _MILLIONS.match(word):
            word = parted[0].replace(".", "").replace(",", ".") + word[parted.end() :]
        elif re.fullmatch(r"\d+,\d+\D*", word):
            word = word.replace(",", ".")
        return unicodedata.normalize("NFKC", word).casefold()
    if word in _ALIKE:
        return _ALIKE[word]
    plain = _NOT_FOLDED.sub("", re.sub("['’‘ʼ`´]", "'", word))
    if plain.isascii():
        return plain.lower()
    letters = "".join(c for c in unicodedata.normalize("NFKD", plain.casefold()) if not unicodedata.combining(c))
    return letters.casefold()


def settle(words: Sequence[Word], others: Collection[str]) -> list[Word]:
    """The words with those broken by a hyphen written as one where the other text has them so."""
    found: list[Word] = []
    for word in words:
        before = found[-1] if found else None
        if before is not None and before.broken and before.folded + word.folded in others:
            found[-1] = Word(before.folded + word.folded, before.start, word.end, word.broken)
        else:
            found.append(word)
    return found


def settle_both(asked: Sequence[Word], reported: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Both texts, each with its broken words as the other has them, or may have them."""
    mine = settle(asked, {w.folded for w in reported} | _joined(reported))
    return mine, settle(reported, {w.folded for w in mine})


def _joined(words: Sequence[Word]) -> set[str]:
    """Words that a hyphen may have broken, written as one."""
    return {first.folded + second.folded for first, second in zip(words, words[1:]) if first.broken}


def unbroken(text: str, words: Sequence[Word]) -> list[Word]:
    """The words of a text with those that a line's end breaks written as one, for where no other text tells whether the hyphen is a part of them."""
    found: list[Word] = []
    for word in words:
        before = found[-1] if found else None
        if before is not None and before.broken and "\n" in text[before.end : word.start]:
            found[-1] = Word(before.folded + word.folded, before.start, word.end, word.broken)
        else:
            found.append(word)
    return found


def indexed(text: str, word: Word) -> tuple[str, ...]:
    """How the record's index holds a word of a text: "won't" is two words there."""
    plain = re.sub(f"[{_HIDDEN}]", "", text[word.start : word.end])
    return tuple(found.folded for found in cut_indexed(plain))
