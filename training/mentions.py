"""What the encoder learns beside the spans of statements: names, noun phrases, roles, kinds, which mentions name the same, addressees, acts, and events of
commitments.

Its vectors then tell train_heads.py whom a source stands for and what a statement does.  A window's mentions are ranked against each other: a mention's query vector
should meet the key vectors of the other mentions of its cluster (mention ranking, Denis and Baldridge, EMNLP 2008).
"""

import re
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F

from data import IGNORED, Sample, units_of
from onrecord.classify.acts import ACTS
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import Tokens, cut_windows, tokenize
from onrecord.follow.events import EVENTS
from onrecord.resolve.coreference import LINK, OPTIONS
from onrecord.resolve.names import TYPES, may_be_in_name
from onrecord.resolve.words import bodies, roles, titles
from onrecord.types import SPEAKER_KINDS
from speaker_corpora import (
    ActText,
    MentionText,
    Pronoun,
    SpeakerText,
    read_gap,
    read_gum,
    read_piece_acts,
    read_single_acts,
    split_polnear_speakers,
    split_report_speakers,
    type_of,
)
from stories import StoryText, clauses_of, read_pieces, read_stories

NAME_WEIGHT, PHRASE_WEIGHT, ROLE_WEIGHT, ADDRESSEE_WEIGHT, KIND_WEIGHT, LINK_WEIGHT, ACT_WEIGHT, EVENT_WEIGHT = 1.0, 0.3, 0.5, 0.5, 0.2, 0.3, 0.6, 0.4
EVENT_OF_ACT = {"request": "asked", "pledge": "pledged", "deliver": "delivered", "refuse": "refused", "assert": "none", "accuse": "none", "support": "none", "deny": "none"}
LONGEST_CLAUSE = 40  # units of a statement that stands for one clause
DROPPED, SMOOTHED = 0.3, 0.1  # of what acts and events are told by while they are learned, and how much of their certainty is spread over all: without, they are learned by heart
ACTING, NAMED = ("person", "organization"), ("person", "organization", "place")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


@dataclass
class MentionSample(Sample):
    """A window's units with labels of names, phrases, roles and addressees; mentions (first, last, cluster); asked (first, last, cluster, kind); acts (units of the
    cue, units of the content, act); events (first, last, kind) of clauses."""

    names: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    phrases: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    roles: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    addressees: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    mentions: list[tuple[int, int, str]] = field(default_factory=list)
    asked: list[tuple[int, int, str, int]] = field(default_factory=list)
    acts: list[tuple[np.ndarray, np.ndarray, int]] = field(default_factory=list)
    events: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class Told:
    """What is annotated of a text's units and mentions."""

    names: np.ndarray
    phrases: np.ndarray
    roles: np.ndarray
    addressees: np.ndarray
    mentions: list[tuple[int, int, str]] = field(default_factory=list)
    asked: list[tuple[int, int, str, int]] = field(default_factory=list)
    acts: list[tuple[np.ndarray, np.ndarray, int]] = field(default_factory=list)
    events: list[tuple[int, int, int]] = field(default_factory=list)


def span_units(tokens: Tokens, span) -> tuple[int, int]:
    first = int(np.searchsorted(tokens.ends, span[0], side="right"))
    return first, max(first + 1, int(np.searchsorted(tokens.starts, span[1], side="left")))


def label_names(tokens: Tokens, names, labels: np.ndarray) -> np.ndarray:
    for span, kind in sorted(names, key=lambda n: n[0][0] - n[0][1], reverse=True):
        first, last = span_units(tokens, span)
        labels[first:last] = 2 + 2 * TYPES.index(kind)
        labels[first] -= 1
    return labels


def candidates_only(text: str, tokens: Tokens, labels: np.ndarray) -> np.ndarray:
    """Labels of the units that a name can hold, IGNORED for the others: find_names looks at no others."""
    possible = [may_be_in_name(text[a:b]) for a, b in zip(tokens.starts, tokens.ends)]
    return np.where(possible, labels, IGNORED)


def events_of_acts(acts) -> list[tuple[int, int, int]]:
    """What statements tell of commitments, by their acts: (first unit, last unit, event); none of those whose act leaves it open, or which are long."""
    found = []
    for cue, content, act in acts:
        units = np.concatenate((cue, content))
        if len(content) and units.max() + 1 - units.min() <= LONGEST_CLAUSE and ACTS[act] in EVENT_OF_ACT:
            found.append((int(units.min()), int(units.max()) + 1, EVENTS.index(EVENT_OF_ACT[ACTS[act]])))
    return found


def gum_names(text: MentionText, tokens: Tokens) -> np.ndarray:
    names = [(m.head, type_of(m.etype)) for m in text.mentions if m.name and m.etype != "time"]
    return candidates_only(text.text, tokens, label_names(tokens, names, np.zeros(len(tokens.first), dtype=np.int64)))


def own_names(text: SpeakerText, tokens: Tokens) -> np.ndarray:
    if not text.names:
        return np.full(len(tokens.first), IGNORED, dtype=np.int64)
    names = [((start, end), kind) for start, end, kind, _ in text.names if kind]
    return candidates_only(text.text, tokens, label_names(tokens, names, np.zeros(len(tokens.first), dtype=np.int64)))


def cluster_of(text: SpeakerText, speaker: dict | None) -> str:
    """The entity that a speaker's annotated names stand for, else the words of the first."""
    if speaker is None:
        return ""
    for s, e in speaker["names"]:
        for start, end, _, number in text.names:
            if start < e and s < end and 2 * (min(e, end) - max(s, start)) > max(e, end) - min(s, start):
                return str(number)
    return text.text[slice(*speaker["names"][0])].casefold()


def label_phrases(tokens: Tokens, spans) -> np.ndarray:
    labels = np.zeros(len(tokens.first), dtype=np.int64)
    for span in sorted(spans, key=lambda span: span[1] - span[0]):  # the outer ones stay whole
        first, last = span_units(tokens, span)
        labels[first:last] = 2
        labels[first] = 1
    return labels


def gum_told(text: MentionText, tokens: Tokens) -> Told:
    phrases = label_phrases(tokens, [m.phrase for m in text.mentions if m.etype in ACTING and not m.name and not m.pronoun])
    told = Told(gum_names(text, tokens), phrases, *[np.full(len(tokens.first), IGNORED, dtype=np.int64)] * 2)
    for m in text.mentions:
        if m.etype in NAMED:
            first, last = span_units(tokens, m.head if m.name else m.phrase)
            told.mentions.append((first, last, m.cluster))
            told.asked.append((first, last, m.cluster, IGNORED))
    return told


def gap_told(snippet: Pronoun, tokens: Tokens) -> Told:
    unknown = np.full(len(tokens.first), IGNORED, dtype=np.int64)
    told = Told(unknown, unknown, unknown, unknown)
    told.mentions = [(*span_units(tokens, span), "right" if right else "wrong") for span, right in snippet.names]
    if any(right for _, right in snippet.names):
        told.asked.append((*span_units(tokens, snippet.pronoun), "right", IGNORED))
    return told


def speaker_told(text: SpeakerText, tokens: Tokens) -> Told:
    unknown = np.full(len(tokens.first), IGNORED, dtype=np.int64)
    phrases = label_phrases(tokens, [(start, end) for start, end, kind, _ in text.names if not kind]) if text.names else unknown
    addressees = label_phrases(tokens, [addressee["span"] for readings in text.acts for _, addressee in readings[:1] if addressee]) if text.acts else unknown
    told = Told(own_names(text, tokens), phrases, _roles(text, tokens), addressees)
    for s, readings in zip(text.statements, text.acts):
        if s.get("mode") != "shown":
            told.acts.append((units_of(tokens, s["cue"]), units_of(tokens, s["content"]), ACTS.index(readings[0][0])))
    told.events = events_of_acts(told.acts)
    for start, end, _, number in text.names:
        first, last = span_units(tokens, (start, end))
        told.mentions.append((first, last, str(number)))
        told.asked.append((first, last, str(number), IGNORED))
    for s, readings in zip(text.statements, text.speakers):
        reading = readings[0]
        first, last = span_units(tokens, (s["source"] or s["cue"] or s["content"])[0])
        if not s["source"] and not s["cue"]:
            last = first + 1
        cluster = cluster_of(text, reading)
        told.asked.append((first, last, cluster, SPEAKER_KINDS.index(reading["kind"]) if reading else IGNORED))
        if reading and s["source"] and not any(first <= a and b <= last for a, b, _ in told.mentions):
            told.mentions.append((first, last, cluster))
    return told


def act_told(text: ActText, tokens: Tokens) -> Told:
    unknown = np.full(len(tokens.first), IGNORED, dtype=np.int64)
    told = Told(unknown, unknown, unknown, unknown if text.addressees is None else label_phrases(tokens, text.addressees))
    told.acts = [(units_of(tokens, s["cue"]), units_of(tokens, s["content"]), ACTS.index(act)) for s, act in zip(text.statements, text.acts)]
    told.events = events_of_acts(told.acts)
    return told


def story_told(text: StoryText, tokens: Tokens) -> Told:
    unknown = np.full(len(tokens.first), IGNORED, dtype=np.int64)
    told = Told(unknown, unknown, unknown, unknown)
    told.events = [(*span_units(tokens, span), kind) for span, kind in clauses_of(text)]
    return told


def _roles(text: SpeakerText, tokens: Tokens) -> np.ndarray:
    """Labels of roles and organizations: in the sentences where a speaker's stand, and in those without any word of the kind."""
    labels = np.full(len(tokens.first), IGNORED, dtype=np.int64)
    spans = {(tuple(r[part]), part) for readings in text.speakers for r in readings if r for part in ("role", "organization") if r[part]}
    telling = roles() | titles() | bodies()
    for sentence in _SENTENCE.finditer(text.text):
        if any(s < sentence.end() and sentence.start() < e for (s, e), _ in spans) or not telling & set(re.findall(r"\w+", sentence[0].casefold())):
            first, last = span_units(tokens, sentence.span())
            labels[first:last] = 0
    for (s, e), part in sorted(spans, key=lambda row: row[0][0] - row[0][1]):
        first, last = span_units(tokens, (s, e))
        begin = 1 if part == "role" else 3
        labels[first:last] = begin + 1
        labels[first] = begin
    return labels


def samples_of_mentions(text: str, told_of, annotated, tokenizer) -> list[MentionSample]:
    tokens = tokenize(tokenizer, text, find_quotations(text))
    told = told_of(annotated, tokens)
    position = np.append(tokens.first, len(tokens.ids))
    samples = []
    for w in cut_windows(tokens):
        a, b = position[w.start], position[w.end]
        nothing = np.full(w.end - w.start, IGNORED, dtype=np.int64)
        sample = MentionSample(tokens.ids[a:b], tokens.features[a:b], tokens.first[w.start : w.end] - a, nothing, nothing,
                               names=told.names[w.start : w.end], phrases=told.phrases[w.start : w.end], roles=told.roles[w.start : w.end], addressees=told.addressees[w.start : w.end])
        sample.mentions = [(first - w.start, last - w.start, cluster) for first, last, cluster in told.mentions if w.start <= first and last <= w.end]
        sample.asked = [(first - w.start, last - w.start, *rest) for first, last, *rest in told.asked if w.core_start <= first and last <= w.core_end]
        for cue, content, act in told.acts:
            anchor = (cue if len(cue) else content)[:1]
            if len(content) and w.core_start <= anchor[0] < w.core_end:
                inside = [units[(units >= w.start) & (units < w.end)] - w.start for units in (cue, content)]
                if len(inside[1]):
                    sample.acts.append((*inside, act))
        sample.events = [(first - w.start, last - w.start, kind) for first, last, kind in told.events if w.core_start <= first and last <= w.core_end]
        samples.append(sample)
    return samples


def read_mention_samples(tokenizer) -> list[MentionSample]:
    sources = [(gum_told, read_gum("train")), (gap_told, read_gap("development")), (speaker_told, split_report_speakers()[0] + split_polnear_speakers()[0]), (story_told, read_stories("train") + read_pieces())]
    samples = [sample for told_of, texts in sources for text in texts for sample in samples_of_mentions(text.text, told_of, text, tokenizer)]
    return samples + [sample for text in read_single_acts() + read_piece_acts() for sample in samples_of_mentions(text.text, act_told, text, tokenizer) if sample.acts]


def act_scores(parts: dict[str, torch.Tensor], acts, output: torch.nn.Linear, dropped: float = 0.0) -> torch.Tensor:
    """(acts, ACTS) scores; parts: each of TRAITS (U, width) of one window or text; acts: (units of the cue, units of the content, ...).  As classify.acts computes them, but for the share of it that is dropped."""
    hidden = []
    for cue, content, *_ in acts:
        cue, content = torch.from_numpy(cue), torch.from_numpy(content)
        row = parts["act weight"][content, 0].softmax(0) @ parts["act of content"][content]
        hidden.append(row + parts["act of cue"][cue].mean(0) if len(cue) else row)
    return output(F.dropout(F.relu(torch.stack(hidden)), dropped))


def event_scores(parts: dict[str, torch.Tensor], clauses, output: torch.nn.Linear, dropped: float = 0.0) -> torch.Tensor:
    """(clauses, EVENTS) scores; parts as for act_scores; clauses: (first unit, last unit, ...).  As follow.events computes them."""
    hidden = [parts["event weight"][first:last, 0].softmax(0) @ parts["event"][first:last] for first, last, *_ in clauses]
    return output(F.dropout(F.relu(torch.stack(hidden)), dropped))


def mention_losses(parts: dict[str, torch.Tensor], samples: list[MentionSample], act_output: torch.nn.Linear, event_output: torch.nn.Linear) -> torch.Tensor:
    """parts: each of TRAITS (B, U, width) for the padded units of the samples."""
    loss = parts["name"].sum() * 0
    for part, labels, weight in (("name", "names", NAME_WEIGHT), ("phrase", "phrases", PHRASE_WEIGHT), ("role", "roles", ROLE_WEIGHT), ("addressee", "addressees", ADDRESSEE_WEIGHT)):
        gold = torch.full(parts[part].shape[:2], IGNORED)
        for b, s in enumerate(samples):
            gold[b, : len(s.first)] = torch.from_numpy(getattr(s, labels))
        if (gold != IGNORED).any():
            loss = loss + weight * F.cross_entropy(parts[part].reshape(-1, parts[part].shape[-1]), gold.reshape(-1), ignore_index=IGNORED)
    links, kinds, acts, events = [], [], [], []
    for b, s in enumerate(samples):
        if s.events:
            scores = event_scores({part: parts[part][b] for part in ("event", "event weight")}, s.events, event_output, DROPPED)
            events.append(F.cross_entropy(scores, torch.tensor([kind for *_, kind in s.events]), reduction="none", label_smoothing=SMOOTHED))
        if s.acts:
            scores = act_scores({part: parts[part][b] for part in ("act of cue", "act of content", "act weight")}, s.acts, act_output, DROPPED)
            acts.append(F.cross_entropy(scores, torch.tensor([act for *_, act in s.acts]), reduction="none", label_smoothing=SMOOTHED))
        if not s.asked:
            continue
        queries, told = (_means(parts[part][b], s.asked) for part in ("query", "kind"))
        kind = torch.tensor([row[3] for row in s.asked])
        kinds.append((told[kind != IGNORED], kind[kind != IGNORED]))
        nobody = _means(parts["option"][b], s.asked)[:, OPTIONS.index("null")]
        if s.mentions:
            scores = queries @ _means(parts["key"][b], s.mentions).T / LINK**0.5
            same = torch.tensor([[(q[0], q[1]) == (m[0], m[1]) for m in s.mentions] for q in s.asked])
            right = torch.tensor([[q[2] == m[2] for m in s.mentions] for q in s.asked]) & ~same
        else:
            scores, same, right = torch.zeros(len(s.asked), 0), torch.zeros(len(s.asked), 0, dtype=torch.bool), torch.zeros(len(s.asked), 0, dtype=torch.bool)
        scores = torch.cat((scores.masked_fill(same, -1e4), nobody[:, None]), 1)
        right = torch.cat((right, ~right.any(1, keepdim=True)), 1)
        links.append(-scores.log_softmax(1).masked_fill(~right, -1e4).logsumexp(1))
    if links:
        loss = loss + LINK_WEIGHT * torch.cat(links).mean()
    if acts:
        loss = loss + ACT_WEIGHT * torch.cat(acts).mean()
    if events:
        loss = loss + EVENT_WEIGHT * torch.cat(events).mean()
    if any(len(gold) for _, gold in kinds):
        loss = loss + KIND_WEIGHT * F.cross_entropy(torch.cat([k for k, _ in kinds]), torch.cat([gold for _, gold in kinds]))
    return loss


def _means(vectors: torch.Tensor, spans) -> torch.Tensor:
    """Mean vectors of spans of units, (N, width)."""
    sums = torch.cat((torch.zeros(1, vectors.shape[1]), vectors.cumsum(0)))
    first, last = torch.tensor([s[0] for s in spans]), torch.tensor([s[1] for s in spans])
    return (sums[last] - sums[first]) / (last - first)[:, None]
