"""Proper names in a text: found by the model's tags, and grouped into those that name one entity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.extraction.tokens import Tokens
from onrecord.resolve.words import ARTICLES, titles

TYPES = ("person", "organization", "place", "other")
NAME_LABELS = 1 + 2 * len(TYPES)  # 0 outside; 1 + 2t begins a name of type t, 2 + 2t continues it
PERSON, ORGANIZATION, PLACE, OTHER = range(4)
_POSSESSIVE = re.compile(r"[’'‘`]s?$")
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*\.?")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name without its title: offsets of its characters, its units first..end, and how likely each of TYPES is."""

    start: int
    end: int
    first: int
    last: int
    types: tuple[float, ...]


def find_names(text: str, tokens: Tokens, labels: np.ndarray) -> list[Name]:
    """The names in a text; labels (units, NAME_LABELS) are logits."""
    shares = np.exp(labels - labels.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    begins = shares[:, 1::2].sum(1)
    names = []
    start = None
    for u in range(len(shares) + 1):
        inside = u < len(shares) and shares[u, 0] < 0.5
        if start is not None and (not inside or begins[u] > 0.5 or tokens.breaks[u]):
            names += _name(text, tokens, shares, start, u)
            start = None
        if inside and start is None:
            start = u
    return names


def _name(text: str, tokens: Tokens, shares: np.ndarray, first: int, end: int) -> list[Name]:
    def word(u: int) -> str:
        return text[tokens.starts[u] : tokens.ends[u]].casefold()

    while first < end - 1 and (word(first) in titles() or word(first) in ARTICLES or word(first) in {".", ","}):
        first += 1
    while end - 1 > first and (word(end - 1) in {"s", "’", "'", ",", "("}):
        end -= 1
    start_char, end_char = int(tokens.starts[first]), int(tokens.ends[end - 1])
    words = text[start_char:end_char]
    if not any(c.isalpha() for c in words) or words == words.lower() != words.upper() or word(first) in titles() and end - first == 1:
        return []
    types = shares[first:end, 1::2].sum(0) + shares[first:end, 2::2].sum(0)
    return [Name(start_char, end_char, first, end, tuple(float(t) for t in types / types.sum()))]


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, in lower case: without titles in front, article and possessive."""
    words = [_POSSESSIVE.sub("", w).casefold() for w in _WORD.findall(name)]
    while len(words) > 1 and (words[0].rstrip(".") in titles() or words[0] in ARTICLES):
        words = words[1:]
    return tuple(words)


@dataclass(slots=True)
class Entity:
    """Names of one text that name the same; `best` is the fullest."""

    names: list[Name]
    words: tuple[str, ...]
    types: np.ndarray
    best: Name


def group_names(text: str, names: Sequence[Name]) -> list[Entity]:
    """The entities of a text, by the names alone: the fullest names first, then the shorter ones that are part of one of them.

    A surname that two people share goes to the one who was named last before it.
    """
    entities: list[Entity] = []
    order = sorted(range(len(names)), key=lambda i: (-len(name_words(text[names[i].start : names[i].end])), names[i].start))
    for i in order:
        name = names[i]
        words = name_words(text[name.start : name.end])
        if not words:
            continue
        fitting = [e for e in entities if _fits(words, name, e)]
        if fitting:
            entity = min(fitting, key=lambda e: (e.words != words, _distance(name, e)))
            entity.names.append(name)
            entity.types = entity.types + np.array(name.types)
        else:
            entities.append(Entity([name], words, np.array(name.types), name))
    for entity in entities:
        entity.names.sort(key=lambda n: n.start)
        entity.types = entity.types / entity.types.sum()
        entity.best = max(entity.names, key=lambda n: (len(name_words(text[n.start : n.end])), -n.start))
    return sorted(entities, key=lambda e: e.names[0].start)


def _fits(words: tuple[str, ...], name: Name, entity: Entity) -> bool:
    if words == entity.words:
        return True
    if entity.types.argmax() == PERSON and name.types[PERSON] > 0.3:
        return _of_person(words, entity.words)
    if name.types[PLACE] > 0.5 or entity.types.argmax() == PLACE:
        return False
    if len(words) == 1 and len(words[0]) > 1 and words[0].replace(".", "") in _acronyms(entity.words):
        return True
    return entity.types.argmax() == ORGANIZATION and name.types[ORGANIZATION] > 0.3 and len(words) > 1 and words == entity.words[: len(words)]


def _of_person(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    if len(words) == 1:
        return words[0] in (full[0], full[-1]) or (len(full) > 2 and words[0] in full[1:])
    return words[-1] == full[-1] and all(w in full or (len(w.rstrip(".")) == 1 and any(f.startswith(w[0]) for f in full)) for w in words[:-1])


def _acronyms(words: tuple[str, ...]) -> set[str]:
    telling = [w for w in words if w not in {"of", "the", "and", "for", "in", "on"}]
    return {"".join(w[0] for w in words), "".join(w[0] for w in telling)} if len(telling) > 1 else set()


def _distance(name: Name, entity: Entity) -> int:
    """Characters back to the entity's last name before; those that come only later are farther."""
    before = [name.start - n.start for n in entity.names if n.start < name.start]
    return min(before) if before else 1_000_000 + min(n.start - name.start for n in entity.names)
