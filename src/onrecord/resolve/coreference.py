"""Whom a source stands for: every mention in reach is scored by the model's link vectors and by what is plain from the text.

The features are computed for all mentions of a text at once and for one statement after another, since whom the last
statement was from tells much about the next.
"""

from dataclasses import dataclass

import numpy as np

from onrecord.resolve.document import FORMS, Document
from onrecord.resolve.names import TYPES

LINK = 64  # width of the link vectors
OPTIONS = ("self", "null")  # beside the mentions: the source names somebody new; the text tells nobody
FEATURES = 1 + len(FORMS) + len(TYPES) + 32
BACK, AHEAD = 64, 12  # mentions before and behind a source that are looked at
NEAR = 8  # units around a name in which its role is looked for


@dataclass(slots=True)
class Choices:
    """What a statement's speaker may be: `mentions` (N,) of the document, then OPTIONS; features (N + 2, FEATURES) without the link score."""

    mentions: np.ndarray
    features: np.ndarray


class Resolver:
    """Features of a document's mentions, statement by statement; `settled` takes each answer before the next is asked."""

    def __init__(self, document: Document):
        d = self.document = document
        self.count = np.bincount(d.entity, minlength=1) if len(d.entity) else np.zeros(1, dtype=np.int64)
        self.preposition = d.preceded_by_preposition(d.first)
        self.possessive = d.followed_by_possessive(d.last)
        self.paragraph_start = np.array([u == 0 or d.tokens.breaks[u] > 0 for u in d.first.tolist()], dtype=bool)
        self.telling = [d.telling_words(a - NEAR, b + NEAR) if named else set() for a, b, named in zip(d.first.tolist(), d.last.tolist(), d.is_name.tolist())]
        self.in_source = np.zeros(len(d.first), dtype=bool)
        self.in_content = np.zeros(len(d.first), dtype=bool)
        for query, asked in zip(d.queries, d.asked):
            if query.form != "none":
                self.in_source |= (d.first >= query.first) & (d.first < query.last)
            for span in asked.content:
                first, last = d.units(span)
                self.in_content |= (d.first >= first) & (d.first < last)
        self.speakers: list[int | None] = []
        self.recency: dict[int, int] = {}

    def settle(self, entity: int | None) -> None:
        """Tell whom the last statement asked for is from."""
        self.speakers.append(entity)
        if entity is not None:
            self.recency[entity] = len(self.speakers)

    def choices(self, index: int) -> Choices:
        d = self.document
        query, asked = d.queries[index], d.asked[index]
        at = int(np.searchsorted(d.first[d.is_name], query.first))
        near = np.flatnonzero(d.is_name)[max(0, at - BACK) : at + AHEAD]
        nominal = np.array([m for i, m in d.nominal.items() if d.queries[i].first < query.first], dtype=np.int64)[-BACK // 2 :]
        mentions = np.concatenate((near, nominal))
        first, last, entity = d.first[mentions], d.last[mentions], d.entity[mentions]
        n = len(mentions)
        rows = np.zeros((n + len(OPTIONS), FEATURES), dtype=np.float32)
        rows[:, 1 + FORMS.index(query.form)] = 1
        at_types = 1 + len(FORMS)
        rows[:n, at_types : at_types + len(TYPES)] = d.types[mentions]
        before = first < query.first
        inside = (first >= query.first) & (last <= query.last) & (query.form != "none")
        distance = np.where(before, query.first - last, np.maximum(first - query.last, 0))
        sentences = np.abs(d.sentence[query.first] - d.sentence[np.minimum(first, len(d.sentence) - 1)])
        paragraphs = np.abs(d.paragraph[query.first] - d.paragraph[np.minimum(first, len(d.paragraph) - 1)])
        previous = [self.speakers[i] for i in (index - 1, index - 2) if i >= 0]
        outer = self.speakers[asked.outer] if asked.outer is not None and asked.outer < index else None
        telling = d.telling_words(query.first, query.last) if query.form != "none" else set()
        overlap = np.array([len(telling & self.telling[m]) for m in mentions.tolist()]) / max(1, len(telling))
        own = np.zeros(n, dtype=bool)
        for span in asked.content:
            a, b = d.units(span)
            own |= (first >= a) & (first < b)
        order = np.array([self.recency.get(e, 0) for e in entity.tolist()])
        columns = (
            d.is_name[mentions], inside, inside & (first == query.first), inside & (last == query.last), inside & self.preposition[mentions],
            inside & self.possessive[mentions], inside & (first == query.first) & (last == query.last), before & ~inside, np.log1p(distance) / 5,
            sentences == 0, np.minimum(sentences, 6) / 6, paragraphs == 0, np.minimum(paragraphs, 6) / 6, before & (sentences == 1),
            self.in_source[mentions], self.in_content[mentions], own, self.preposition[mentions], self.possessive[mentions], self.paragraph_start[mentions],
            entity == (previous[0] if previous and previous[0] is not None else -1), entity == (previous[1] if len(previous) > 1 and previous[1] is not None else -1),
            entity == (outer if outer is not None else -1), np.log1p(self.count[entity]) / 3, overlap, (overlap > 0) & ~inside, order > 0,
            np.where(order > 0, 1 / (1 + len(self.speakers) - order), 0), np.full(n, bool(previous) and previous[0] is None),
        )  # fmt: skip
        start = at_types + len(TYPES)
        for k, column in enumerate(columns):
            rows[:n, start + k] = column
        rows[n, start + len(columns)] = rows[n + 1, start + len(columns) + 1] = 1
        rows[n:, start + len(columns) + 2] = asked.outer is not None
        return Choices(mentions, rows)
