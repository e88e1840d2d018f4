"""Whom a source stands for: every mention in reach is scored by the model's link vectors and by what is plain from the text.

The features are computed for all mentions of a text at once, for one statement after another, since whom the last
statement was from tells much about the next.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.resolve.countries import code_of
from onrecord.resolve.document import FORMS, Asked, Document
from onrecord.resolve.names import TYPES
from onrecord.resolve.words import bodies, documents, roles

LINK = 64  # width of the link vectors
OPTIONS = ("self", "null")  # beside the mentions: the source names somebody new; the text tells nobody
COLUMNS = (
    "name", "inside", "inside, first", "inside, last", "inside, after preposition", "inside, possessive", "inside, all", "before", "distance", "same sentence",
    "sentences", "same paragraph", "paragraphs", "sentence before", "in a source", "in a content", "in this content", "after preposition", "possessive",
    "paragraph's start", "last speaker", "speaker before the last", "outer speaker", "frequency", "role nouns shared", "some role noun shared", "has spoken",
    "spoke lately", "plural", "plural source", "both plural", "gender", "question", "answer", "spoke the last turn", "frequency outside turns",
    "same head", "inner", "last speaker unknown", "self", "null", "role noun", "body noun", "document noun", "nationality",
)  # fmt: skip
"""What is plain from the text, of a mention as seen from a source; of the two options only some apply."""
FEATURES = 1 + len(FORMS) + len(TYPES) + len(COLUMNS)
BACK, AHEAD = 64, 12  # mentions before and behind a source that are looked at
TURNS = ("question", "answer")
GENDER = {"he": 1, "she": -1}
NEAR = 8  # units around a name in which its role is looked for


@dataclass(slots=True)
class Choices:
    """What a statement's speaker may be: `mentions` (N,) of the document, then OPTIONS; features (N + 2, FEATURES) without the link score."""

    mentions: np.ndarray
    features: np.ndarray


def asking_order(asked: Sequence[Asked]) -> list[int]:
    """Outer statements in the order in which they are given, then those inside them, level by level."""

    def depth(i: int) -> int:
        steps, outer = 0, asked[i].outer
        while outer is not None:
            steps, outer = steps + 1, asked[outer].outer
        return steps

    return sorted(range(len(asked)), key=lambda i: (depth(i), i))


class Resolver:
    """Features of a document's mentions, statement by statement; `settled` takes each answer before the next is asked."""

    def __init__(self, document: Document):
        d = self.document = document
        self.count = np.bincount(d.entity, minlength=1) if len(d.entity) else np.zeros(1, dtype=np.int64)
        self.preposition = d.preceded_by_preposition(d.first)
        self.possessive = d.followed_by_possessive(d.last)
        self.paragraph_start = np.array([u == 0 or d.tokens.breaks[u] > 0 for u in d.first.tolist()], dtype=bool)
        spans = list(zip(d.first.tolist(), d.last.tolist(), d.is_name.tolist()))
        self.telling = [d.telling_words(a - NEAR, b + NEAR) if named else d.telling_words(a, b) for a, b, named in spans]
        self.head = np.array([d.words[b - 1] if named else d.head(a, b) for a, b, named in spans], dtype=object)
        self.gender = d.genders()
        self.plural = np.array([not named and d.plural(a, b) for a, b, named in zip(d.first.tolist(), d.last.tolist(), d.is_name.tolist())], dtype=bool)
        sources, contents, turns = (np.zeros(len(d.words) + 1, dtype=bool) for _ in range(3))
        for query, asked in zip(d.queries, d.asked):
            if query.form != "none":
                sources[query.first : query.last] = True
            for span in asked.content:
                first, last = d.units(span)
                contents[first:last] = True
                turns[first:last] |= asked.rule in TURNS
        self.in_source, self.in_content = sources[d.first], contents[d.first]
        self.outside_turns = np.bincount(d.entity, weights=d.is_name & ~turns[d.first], minlength=1) if len(d.entity) else np.zeros(1)
        self.last_turn: dict[str, int | None] = {}
        self.order = asking_order(d.asked)
        self.outer = [i for i in self.order if d.asked[i].outer is None]
        self.speakers: dict[int, int | None] = {}
        self.recency: dict[int, int] = {}
        self.merged: dict[int, int] = {}
        self.types = np.concatenate((np.array([e.types for e in d.entities]).reshape(-1, len(TYPES)), np.zeros((len(d.first) - d.name_count, len(TYPES)))))

    def settle(self, index: int, entity: int | None) -> None:
        """Tell whom the statement that was asked for is from; a noun phrase that is its source then stands for that entity."""
        self.speakers[index] = entity
        if entity is not None and index in self.document.nominal:
            self.merged[int(self.document.entity[self.document.nominal[index]])] = entity
        if (rule := self.document.asked[index].rule) in TURNS:
            self.last_turn[str(rule)] = entity
        if entity is not None:
            self.recency[entity] = len(self.speakers)

    def previous(self, index: int) -> list[int | None]:
        """Speakers of the two outer statements before this one, the last first."""
        at = bisect_left(self.outer, index)
        return [self.speakers[i] for i in self.outer[max(0, at - 2) : at][::-1] if i in self.speakers]

    def entities(self, mentions: np.ndarray) -> np.ndarray:
        """The entity that each mention stands for, as far as it is known now."""
        return np.array([self.merged.get(e, e) for e in self.document.entity[mentions].tolist()], dtype=np.int64)

    def choices(self, index: int) -> Choices:
        d = self.document
        query, asked = d.queries[index], d.asked[index]
        at = int(np.searchsorted(d.first[: d.name_count], query.first))
        near = np.arange(max(0, at - BACK), min(d.name_count, at + AHEAD))
        nominal = d.name_count + np.flatnonzero(d.first[d.name_count :] < query.first)[-BACK // 2 :]
        mentions = np.concatenate((near, nominal))
        first, end = d.first[mentions], d.last[mentions]
        entity = self.entities(mentions)
        n = len(mentions)
        rows = np.zeros((n + len(OPTIONS), FEATURES), dtype=np.float32)
        rows[:, 1 + FORMS.index(query.form)] = 1
        at_types = 1 + len(FORMS)
        rows[:n, at_types : at_types + len(TYPES)] = self.types[entity]
        before = first < query.first
        inside = (first >= query.first) & (end <= query.last) & (query.form != "none")
        distance = np.maximum(np.where(before, query.first - end, first - query.last), 0)
        sentences = np.abs(d.sentence[query.first] - d.sentence[np.minimum(first, len(d.sentence) - 1)])
        paragraphs = np.abs(d.paragraph[query.first] - d.paragraph[np.minimum(first, len(d.paragraph) - 1)])
        previous = self.previous(index)
        outer = self.speakers.get(asked.outer) if asked.outer is not None else None
        telling = d.telling_words(query.first, query.last) if query.form != "none" else set()
        overlap = np.array([len(telling & self.telling[m]) for m in mentions.tolist()]) / max(1, len(telling))
        plural = query.form != "none" and d.plural(query.first, query.last)
        own = np.zeros(n, dtype=bool)
        for span in asked.content:
            a, b = d.units(span)
            own |= (first >= a) & (first < b)
        order = np.array([self.recency.get(e, 0) for e in entity.tolist()])
        last, before_last = [*previous, None, None][:2]
        head = d.head(query.first, query.last) if query.form != "none" else ""
        columns = {
            "name": d.is_name[mentions],
            "inside": inside,
            "inside, first": inside & (first == query.first),
            "inside, last": inside & (end == query.last),
            "inside, after preposition": inside & self.preposition[mentions],
            "inside, possessive": inside & self.possessive[mentions],
            "inside, all": inside & (first == query.first) & (end == query.last),
            "before": before & ~inside,
            "distance": np.log1p(distance) / 5,
            "same sentence": sentences == 0,
            "sentences": np.minimum(sentences, 6) / 6,
            "same paragraph": paragraphs == 0,
            "paragraphs": np.minimum(paragraphs, 6) / 6,
            "sentence before": before & (sentences == 1),
            "in a source": self.in_source[mentions],
            "in a content": self.in_content[mentions],
            "in this content": own,
            "after preposition": self.preposition[mentions],
            "possessive": self.possessive[mentions],
            "paragraph's start": self.paragraph_start[mentions],
            "last speaker": _same(entity, last),
            "speaker before the last": _same(entity, before_last),
            "outer speaker": _same(entity, outer),
            "frequency": np.log1p(self.count[entity]) / 3,
            "role nouns shared": overlap,
            "some role noun shared": (overlap > 0) & ~inside,
            "has spoken": order > 0,
            "spoke lately": np.where(order > 0, 1 / (1 + len(self.speakers) - order), 0),
            "plural": self.plural[mentions],
            "plural source": np.full(n, plural),
            "both plural": self.plural[mentions] & plural,
            "gender": GENDER.get(query.form, 0) * self.gender[entity],
            "same head": self.head[mentions] == head,
            "question": np.full(n, asked.rule == "question"),
            "answer": np.full(n, asked.rule == "answer"),
            "spoke the last turn": _same(entity, self.last_turn.get(str(asked.rule))),
            "frequency outside turns": (asked.rule in TURNS) * np.log1p(self.outside_turns[entity]) / 3,
        }
        start = at_types + len(TYPES)
        for name, column in columns.items():
            rows[:n, start + COLUMNS.index(name)] = column
        for name, value in {"role noun": head in roles(), "body noun": head in bodies(), "document noun": head in documents(), "nationality": bool(head) and code_of(head) is not None,
                            "plural source": plural, "question": asked.rule == "question", "answer": asked.rule == "answer", "inner": asked.outer is not None,
                            "last speaker unknown": bool(previous) and last is None}.items():  # fmt: skip
            rows[:, start + COLUMNS.index(name)] = value
        rows[n, start + COLUMNS.index("self")] = rows[n + 1, start + COLUMNS.index("null")] = 1
        return Choices(mentions, rows)


def _same(entity: np.ndarray, speaker: int | None) -> np.ndarray:
    same: np.ndarray = entity == (-1 if speaker is None else speaker)
    return same
