"""Whom a source stands for: every mention in reach is scored by the model's link vectors and by what is plain from the text.

The features are computed for all mentions of a text at once, for one statement after another, since whom the last
statement was from tells much about the next.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.resolve.countries import code_of
from onrecord.resolve.document import FORMS, Asked, Document, Query
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
_FORM_AT, _TYPES_AT = 1, 1 + len(FORMS)
_AT = {name: 1 + len(FORMS) + len(TYPES) + i for i, name in enumerate(COLUMNS)}
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
        self._telling: dict[str, np.ndarray] = {}  # word -> the mentions beside or in which it stands
        for m, (a, b, named) in enumerate(spans):
            for word in d.telling_words(a - NEAR, b + NEAR) if named else d.telling_words(a, b):
                self._telling.setdefault(word, np.zeros(len(spans), dtype=np.int64))[m] = 1
        heads = [d.words[b - 1] if named else d.head(a, b) for a, b, named in spans]
        self._number_of_head = {head: number for number, head in enumerate(dict.fromkeys(heads))}
        self.head = np.array([self._number_of_head[head] for head in heads], dtype=np.int64)
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
        self.recency = np.zeros(len(self.count), dtype=np.int64)
        self.entity_now = d.entity.copy()
        self._ending: dict[int, list[int]] = {}
        for m, last in enumerate(d.last.tolist()):
            self._ending.setdefault(last, []).append(m)
        self._of_mention, self._of_entity = self._lasting()

    def _lasting(self) -> tuple[np.ndarray, np.ndarray]:
        """The features of mentions, and those of entities, that are the same whatever statement is asked for; (mentions, FEATURES) and (entities, FEATURES)."""
        d = self.document
        of_mention, of_entity = np.zeros((len(d.first), FEATURES), dtype=np.float32), np.zeros((len(self.count), FEATURES), dtype=np.float32)
        for name, column in {"name": d.is_name, "in a source": self.in_source, "in a content": self.in_content, "after preposition": self.preposition, "possessive": self.possessive,
                             "paragraph's start": self.paragraph_start, "plural": self.plural}.items():  # fmt: skip
            of_mention[:, _AT[name]] = column
        of_entity[: len(d.entities), _TYPES_AT : _TYPES_AT + len(TYPES)] = np.array([e.types for e in d.entities]).reshape(-1, len(TYPES))
        of_entity[:, _AT["frequency"]] = np.log1p(self.count) / 3
        return of_mention, of_entity

    def settle(self, index: int, entity: int | None) -> None:
        """Tell whom the statement that was asked for is from; a noun phrase that is its source then stands for that entity, and "he" or "she" tells its gender."""
        self.speakers[index] = entity
        if entity is not None and index in self.document.nominal:
            self.entity_now[self.document.entity == self.document.entity[self.document.nominal[index]]] = entity
        if (rule := self.document.asked[index].rule) in TURNS:
            self.last_turn[str(rule)] = entity
        if entity is not None:
            self.recency[entity] = len(self.speakers)
            self.gender[entity] = self.gender[entity] or GENDER.get(self.document.queries[index].form, 0)

    def take(self, query: Query, entity: int) -> None:
        """Tell that a name with which a source ends is no name of its own and stands for that entity: "the | Torvian"."""
        if query.form == "name":
            self.entity_now[self._ending.get(query.last, [])] = entity

    def previous(self, index: int) -> list[int | None]:
        """Speakers of the two outer statements before this one, the last first."""
        at = bisect_left(self.outer, index)
        return [self.speakers[i] for i in self.outer[max(0, at - 2) : at][::-1] if i in self.speakers]

    def entities(self, mentions: np.ndarray) -> np.ndarray:
        """The entity that each mention stands for, as far as it is known now."""
        now: np.ndarray = self.entity_now[mentions]
        return now

    def own_entity(self, index: int) -> int | None:
        """The entity that the noun phrase which is a statement's source stands for, as far as it is known now; None where the source is no noun phrase."""
        mention = self.document.nominal.get(index)
        return None if mention is None else int(self.entity_now[mention])

    def choices(self, index: int) -> Choices:
        """For a statement's source."""
        return self._choices(self.document.queries[index], self.document.asked[index], self.previous(index))

    def choices_of_addressee(self, index: int, first: int, last: int) -> Choices:
        """For the units to whom a statement was said, once its speaker is settled."""
        d = self.document
        asked = replace(d.asked[index], source=(d.span(first, last),), rule=None)
        return self._choices(Query(first, last, d.form(first, last)), asked, [self.speakers.get(index), *self.previous(index)][:2])

    def antecedent(self, query: Query) -> int | None:
        """The mention right before a relative pronoun, be there a comma between."""
        d = self.document
        end = query.first - (d.words[query.first - 1] == ",") if query.first else 0
        found = [m for m in self._ending.get(end, ()) if int(d.first[m]) < end]
        return min(found, key=lambda m: int(d.first[m]), default=None)

    def choices_of_owner(self, index: int) -> Choices:
        """For the pronoun that begins a statement's source: "| its report"."""
        d = self.document
        first = d.queries[index].first
        asked = replace(d.asked[index], source=(d.span(first, first + 1),), rule=None)
        return self._choices(Query(first, first + 1, d.form(first, first + 1)), asked, self.previous(index))

    def choices_of_phrase(self, first: int, last: int) -> Choices:
        """For the units of a noun phrase that is no source, once all speakers are settled."""
        d = self.document
        before = [i for i in self.outer if d.queries[i].first < first][-2:][::-1]
        return self._choices(Query(first, last, d.form(first, last)), Asked((d.span(first, last),), (), ()), [self.speakers.get(i) for i in before])

    def _choices(self, query: Query, asked: Asked, previous: Sequence[int | None]) -> Choices:
        d = self.document
        at, phrases = d.names_before(query.first), d.phrases_before(query.first)
        mentions = np.concatenate((np.arange(max(0, at - BACK), min(d.name_count, at + AHEAD)), np.arange(d.name_count + max(0, phrases - BACK // 2), d.name_count + phrases)))
        first, end = d.first[mentions], d.last[mentions]
        entity = self.entities(mentions)
        n = len(mentions)
        rows = np.zeros((n + len(OPTIONS), FEATURES), dtype=np.float32)
        rows[:n] = self._of_mention[mentions] + self._of_entity[entity]
        rows[:, _FORM_AT + FORMS.index(query.form)] = 1
        told = query.form != "none"
        before = first < query.first
        distance = np.where(before, query.first - end, first - query.last)
        sentences = np.abs(d.sentence[query.first] - d.sentence[first])
        paragraphs = np.abs(d.paragraph[query.first] - d.paragraph[first])
        order = self.recency[entity]
        columns: dict[str, np.ndarray] = {
            "distance": np.log1p(np.maximum(distance, 0)) / 5,
            "same sentence": sentences == 0,
            "sentences": np.minimum(sentences, 6) / 6,
            "same paragraph": paragraphs == 0,
            "paragraphs": np.minimum(paragraphs, 6) / 6,
            "sentence before": before & (sentences == 1),
            "has spoken": order > 0,
            "spoke lately": np.where(order > 0, 1 / (1 + len(self.speakers) - order), 0),
            "before": before,
        }
        if told:
            columns |= self._seen_from_source(query, mentions, first, end)
        if query.form in GENDER:
            columns["gender"] = GENDER[query.form] * self.gender[entity]
        own = np.zeros(n, dtype=bool)
        for span in asked.content:
            a, b = d.units(span)
            own |= (first >= a) & (first < b)
        columns["in this content"] = own
        last, before_last = [*previous, None, None][:2]
        outer = self.speakers.get(asked.outer) if asked.outer is not None else None
        for name, speaker in (("last speaker", last), ("speaker before the last", before_last), ("outer speaker", outer), ("spoke the last turn", self.last_turn.get(str(asked.rule)))):
            if speaker is not None:
                columns[name] = entity == speaker
        if asked.rule in TURNS:
            columns["frequency outside turns"] = np.log1p(self.outside_turns[entity]) / 3
        for name, column in columns.items():
            rows[:n, _AT[name]] = column
        head = d.head(query.first, query.last) if told else ""
        for name, value in {"role noun": head in roles(), "body noun": head in bodies(), "document noun": head in documents(), "nationality": bool(head) and code_of(head) is not None,
                            "plural source": told and d.plural(query.first, query.last), "question": asked.rule == "question", "answer": asked.rule == "answer", "inner": asked.outer is not None,
                            "last speaker unknown": last is None and bool(previous)}.items():  # fmt: skip
            if value:
                rows[:, _AT[name]] = 1
        rows[n, _AT["self"]] = rows[n + 1, _AT["null"]] = 1
        return Choices(mentions, rows)

    def _seen_from_source(self, query: Query, mentions: np.ndarray, first: np.ndarray, end: np.ndarray) -> dict[str, np.ndarray]:
        """Features of mentions that lie inside a source, or share words with it."""
        d = self.document
        inside = (first >= query.first) & (end <= query.last)
        columns: dict[str, np.ndarray] = {"before": (first < query.first) & ~inside}
        if inside.any():
            begins, ends = first == query.first, end == query.last
            columns |= {"inside": inside, "inside, first": inside & begins, "inside, last": inside & ends, "inside, after preposition": inside & self.preposition[mentions],
                        "inside, possessive": inside & self.possessive[mentions], "inside, all": inside & begins & ends}  # fmt: skip
        if telling := d.telling_words(query.first, query.last):
            overlap = np.zeros(len(mentions))
            for word in telling & self._telling.keys():
                overlap += self._telling[word][mentions]
            overlap /= len(telling)
            columns |= {"role nouns shared": overlap, "some role noun shared": (overlap > 0) & ~inside}
        if d.plural(query.first, query.last):
            columns["both plural"] = self.plural[mentions]
        columns["same head"] = self.head[mentions] == self._number_of_head.get(d.head(query.first, query.last), -1)
        return columns
