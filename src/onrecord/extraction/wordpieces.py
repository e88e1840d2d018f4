"""Wordpieces of an uncased BERT vocabulary, with the places where they stand: as the library `tokenizers` cuts them, of which the vocabulary is a file, in a tenth of its size.

A text is cleaned of control characters, stripped of accents and put into lower case, character by character; words are what stands between white space, punctuation marks and Chinese characters being words of their own; and a word is cut
into the longest pieces that the vocabulary has, from the left (Devlin et al., 2019; Wu et al., 2016).
"""

import json
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from onrecord.types import Span

LONGEST = 100  # characters of a word; a longer one is unknown
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
INNER = "##"  # before a piece that is not the first of its word
_SIMPLE = re.compile(r"[0-9A-Za-z]+(?=[\t\n\r -/:-@\[-`{-~]|\Z)|[\t\n\r ]+|(?s:.)")
_CHINESE = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))

_OTHERWISE = {"\u166d": "P", "\u1734": "M", "\U000111c9": "P"}  # as Unicode 8 had them
_LATER = (  # marks, punctuation marks and signs of layout since Unicode 9 (to 17), in hexadecimal: the vocabulary's own library knows Unicode 8, and takes them for letters
    "5c8-5c9 61d 7fd 890-891 897-89f 8ca-8e2 9fd-9fe a76 afa-aff b53-b55 c04 c3c c77 c84 d00 d3b-d3c d81 eba ece 180f 1885-1886 1abf-1af0 1b4e-1b4f 1b7d-1b7f 1df6-1dfb "
    "2e43-2e4f 2e52-2e5d 2e60-2e63 a82c a8c5 a8ff a9bd 10d24-10d27 10d69-10d6e 10eab-10ead 10ecb-10ed0 10ef0-10eff 10f46-10f50 10f55-10f59 10f82-10f89 11070 11073-11074 "
    "110c2 110cd 111c9 111cf 1123e 11241 1133b 113bb-113c0 113ce 113d0 113d2 113d4-113d5 113d7-113d8 113e1-113e2 11438-1143f 11442-11444 11446 1144b-1144f 1145a-1145b "
    "1145d-1145e 11660-1166c 116b9 1182f-11837 11839-1183b 1193b-1193c 1193e 11943-11946 119d4-119d7 119da-119db 119e0 119e2 11a01-11a0a 11a33-11a38 11a3b-11a47 11a51-11a56 "
    "11a59-11a5b 11a8a-11a96 11a98-11a9c 11a9e-11aa2 11b00-11b09 11b60 11b62-11b64 11b66 11be1 11c30-11c36 11c38-11c3d 11c3f 11c41-11c45 11c70-11c71 11c92-11ca7 11caa-11cb0 "
    "11cb2-11cb3 11cb5-11cb6 11d31-11d36 11d3a 11d3c-11d3d 11d3f-11d45 11d47 11d90-11d91 11d95 11d97 11df0 11ef3-11ef4 11ef7-11ef8 11f00-11f01 11f36-11f3a 11f40 11f42-11f4f "
    "11f5a 11fff 12ff1-12ff2 13430-13440 13447-13455 1611e-16129 1612d-1612f 16d6d-16d6f 16e97-16e9a 16f4f 16fe2 16fe4 1cf00-1cf2d 1cf30-1cf46 1d127-1d128 1d25b-1d25c "
    "1e000-1e006 1e008-1e018 1e01b-1e021 1e023-1e024 1e026-1e02a 1e08f 1e130-1e136 1e2ae 1e2ec-1e2ef 1e4ec-1e4ef 1e5ee-1e5ef 1e5ff 1e6e3 1e6e6 1e6ee-1e6ef 1e6f5 1e944-1e94a "
    "1e95e-1e95f"
)


class Encoding(NamedTuple):
    """Of each piece: its number in the vocabulary, its words, where it stands, and in the how manieth word (None for those that mark begin and end)."""

    ids: list[int]
    tokens: list[str]
    offsets: list[Span]
    word_ids: list[int | None]


class Wordpieces:
    """A vocabulary; from a file of `tokenizers`, read once, ValueError, KeyError or TypeError where it is none."""

    def __init__(self, vocabulary: dict[str, int], special: frozenset[str]):
        self.vocabulary, self.special = vocabulary, special
        self.cut = lru_cache(maxsize=65_536)(self._cut)

    @staticmethod
    @cache
    def from_file(path: str | Path) -> "Wordpieces":
        kept = json.loads(Path(path).read_text(encoding="utf-8"))
        return Wordpieces(kept["model"]["vocab"], frozenset(token["content"] for token in kept["added_tokens"]))

    def encode(self, text: str, add_special_tokens: bool = True) -> Encoding:
        encoding = Encoding([], [], [], [])
        for number, (word, places) in enumerate(self._words(text)):
            for piece, start, end in [(word, 0, len(word))] if word in self.special else self.cut(word):
                encoding.ids.append(self.vocabulary[piece])
                encoding.tokens.append(piece)
                encoding.offsets.append((places + start, places + end) if isinstance(places, int) else (places[start][0], places[end - 1][1]))
                encoding.word_ids.append(number)
        return self._marked(encoding) if add_special_tokens else encoding

    def _marked(self, encoding: Encoding) -> Encoding:
        ids, tokens, offsets, word_ids = encoding
        return Encoding([self.vocabulary[BEGIN], *ids, self.vocabulary[END]], [BEGIN, *tokens, END], [(0, 0), *offsets, (0, 0)], [None, *word_ids, None])

    @cached_property
    def _special(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self.special))))

    def _words(self, text: str) -> Iterator[tuple[str, int | list[Span]]]:
        """Words in lower case, with the place of the first character, or those of each where some are gone or have become several."""
        done = 0
        for found in self._special.finditer(text) if "[" in text else ():
            yield from _between(text, done, found.start())
            yield found[0], found.start()
            done = found.end()
        yield from _between(text, done, len(text))

    def _cut(self, word: str) -> tuple[tuple[str, int, int], ...]:
        """Pieces with begin and end in the word."""
        if len(word) > LONGEST:
            return ((UNKNOWN, 0, len(word)),)
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = INNER * (start > 0) + word[start:end]
                if piece in self.vocabulary:
                    break
            else:
                return ((UNKNOWN, 0, len(word)),)
            pieces.append((piece, start, end))
            start = end
        return tuple(pieces)


def _between(text: str, start: int, end: int) -> Iterator[tuple[str, int | list[Span]]]:
    word, places = "", list[Span]()
    for found in _SIMPLE.finditer(text[start:end]):
        run, at = found[0], start + found.start()
        if not word and len(run) > 1 and run[0] > " ":
            yield run.lower(), at
            continue
        for place, character in enumerate(run, at):
            for folded in _folded(character):
                if folded == " " or _alone(folded):
                    if word:
                        yield word, places
                        word, places = "", []
                    if folded != " ":
                        yield folded, [(place, place + 1)]
                else:
                    word += folded
                    places.append((place, place + 1))
    if word:
        yield word, places


@lru_cache(maxsize=65_536)
def _folded(character: str) -> str:
    """What is left of a character: nothing, a space, or letters."""
    if character in "\t\n\r":
        return " "
    kind = _kind(character)
    if character == "\ufffd" or kind == "C":
        return ""
    if kind == "Z":
        return " "
    return "".join(part.lower() for part in unicodedata.normalize("NFD", character) if _kind(part) != "M")


@lru_cache(maxsize=65_536)
def _alone(character: str) -> bool:
    """Whether it is a word of its own."""
    return _kind(character) == "P" or any(first <= ord(character) <= last for first, last in _CHINESE)


@lru_cache(maxsize=65_536)
def _kind(character: str) -> str:
    """C, what nobody sees; Z, space; M, a mark without a width; P, punctuation; L, all else."""
    if character in _OTHERWISE:
        return _OTHERWISE[character]
    category = unicodedata.category(character)
    kind = "C" if category in ("Cc", "Cf", "Co", "Cs") else "M" if category == "Mn" else "P" if character in "$+<=>^`|~" else category[0] if category[0] in "ZP" else "L"
    return "L" if kind in "CMP" and ord(character) > 127 and _is_later(ord(character)) else kind


def _is_later(number: int) -> bool:
    ends = _later_ends()
    at = bisect_left(ends, number)
    return at < len(ends) and _later_begins()[at] <= number


@cache
def _later_begins() -> list[int]:
    return [int(run.partition("-")[0], 16) for run in _LATER.split()]


@cache
def _later_ends() -> list[int]:
    return [int(run.rpartition("-")[2], 16) for run in _LATER.split()]
