#!/usr/bin/env python3
"""Train the heads that resolve speakers, tell acts and events, on the vectors of a trained encoder, which stays as it is.

    train_heads.py --base DIR --weights average.pt [--weights other.pt] --out heads.pt [--epochs 7] [--seed 0]
    train_heads.py --base DIR --weights average.pt --events-of heads.pt --out other.pt [--event-epochs 12]

First the heads that tag names, noun phrases, roles and addressees (GUM and our own annotations) and those that tell acts, then, over the names and phrases that are
found, the link vectors and the small network that choose whom a mention stands for (our own annotations, GUM's pronouns and noun phrases, GAP's pronouns), and
the regression for the kind.  With --events-of, heads that are there learn anew only what clauses tell of commitments; nothing else that they tell changes.  --weights are averaged, as export.py does.  Needs $ONRECORD_DATA with gum/, gap/ and polnear/.
"""

import argparse
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data import IGNORED, load_tokenizer
from export import load_network
from mentions import Told, act_scores, act_told, event_scores, gum_told, speaker_told, story_told
from model import Heads, Network
from onrecord.classify.acts import ACTS
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import CLS, SEP, Tokens, cut_windows, tokenize
from onrecord.extraction.transcripts import find_turns
from onrecord.resolve.coreference import LINK, OPTIONS, Resolver
from onrecord.resolve.document import Asked, Document
from onrecord.resolve.names import Name, find_names, find_phrases, name_words
from onrecord.resolve.speakers import kind_features
from onrecord.traits import TRAITS
from onrecord.types import SPEAKER_KINDS
from speaker_corpora import MentionText, Pronoun, SpeakerText, read_gap, read_gum, read_piece_acts, read_single_acts, split_polnear_speakers, split_report_speakers
from stories import read_pieces, read_stories

GUM_QUERIES, STEP = 60, 100
STORY_COPIES = 4  # of each storyline among what events are learned from
TAGS = {"name": "names", "phrase": "phrases", "role": "roles", "addressee": "addressees"}
ACT_PARTS = ("act of cue", "act of content", "act weight")
EVENT_PARTS = ("event", "event weight")
FIRST = {part: sum(list(TRAITS.values())[:i]) for i, part in enumerate(TRAITS)}  # row of each part among the traits


@dataclass
class Read:
    """A text, its units, their vectors (U, H), and what is annotated of them."""

    text: str
    tokens: Tokens
    hidden: torch.Tensor
    told: Told | None = None


@torch.no_grad()
def read(network: Network, tokenizer, text: str) -> Read:
    tokens = tokenize(tokenizer, text, find_quotations(text))
    position = np.append(tokens.first, len(tokens.ids))
    hidden = torch.zeros(len(tokens.first), network.encoder.config.hidden_size)
    for w in cut_windows(tokens):
        a, b = position[w.start], position[w.end]
        ids = torch.tensor([[CLS, *tokens.ids[a:b].tolist(), SEP]])
        features = torch.tensor([[0, *tokens.features[a:b].tolist(), 0]])
        first = torch.from_numpy(tokens.first[w.start : w.end] - a + 1)[None]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.in_bfloat16):
            units = network.encode(ids, features, torch.ones_like(ids), first)[0].float()
        hidden[w.core_start : w.core_end] = units[w.core_start - w.start : w.core_end - w.start]
    return Read(text, tokens, hidden)


@dataclass
class Found:
    """What the trained tags find in a text."""

    names: list[Name]
    phrases: list[tuple[int, int]]


@torch.no_grad()
def find(heads: Heads, r: Read) -> Found:
    parts = heads.parts(r.hidden)
    names = find_names(r.text, r.tokens, parts["name"].numpy())
    return Found(names, find_phrases(r.text, r.tokens, parts["phrase"].numpy(), names))


@dataclass
class Example:
    """One statement or mention whose referent is known: which options are right, of which kind it is."""

    mentions: np.ndarray
    features: np.ndarray
    right: np.ndarray
    query: tuple[int, int]
    kind: int
    kind_features: tuple[Document, int, int | None] | None


def speaker_examples(text: SpeakerText, document: Document, annotator: int) -> list[Example]:
    resolver = Resolver(document)
    entities_of: dict[str, int] = {}
    examples = []
    for i in resolver.order:
        speaker = text.speakers[i][min(annotator, len(text.speakers[i]) - 1)]
        entity = _gold_entity(text.text, document, speaker, entities_of, i)
        choices = resolver.choices(i)
        n = len(choices.mentions)
        right = np.zeros(n + len(OPTIONS), dtype=bool)
        if speaker is None:
            right[n + 1] = True
        else:
            right[:n] = entity is not None and resolver.entities(choices.mentions) == entity
            own = resolver.own_entity(i)
            right[n] = own is not None and (entity == own or (not right[:n].any() and (entity is None or entity >= len(document.entities))))
        known = entity if entity is not None else None
        if right.any():
            query = document.queries[i]
            kind = SPEAKER_KINDS.index(speaker["kind"]) if speaker else IGNORED
            examples.append(Example(choices.mentions, choices.features, right, (query.first, query.last), kind, (document, i, known) if speaker else None))
        resolver.settle(i, entity)
    return examples


def _gold_entity(text: str, document: Document, speaker: dict | None, by_phrase: dict[str, int], index: int) -> int | None:
    """The document's entity that the annotated names stand for: by overlap with its names, else by their words, else with a noun phrase, else the nominal mention."""
    if speaker is None:
        return None
    for s, e in speaker["names"]:
        for k, entity in enumerate(document.entities):
            if any(n.start < e and s < n.end and n.end - n.start >= (e - s) / 2 for n in entity.names):
                return k
    for s, e in speaker["names"]:
        words = name_words(text[s:e])
        for k, entity in enumerate(document.entities):
            if entity.words == words:
                return k
    for s, e in speaker["names"]:
        first, last = document.units((s, e))
        for m in range(document.name_count, len(document.first)):
            common = min(last, int(document.last[m])) - max(first, int(document.first[m]))
            if 2 * common > max(last, int(document.last[m])) - min(first, int(document.first[m])) and m not in document.nominal.values():
                return int(document.entity[m])
    phrase = " ".join(name_words(text[slice(*speaker["names"][0])]))
    if phrase not in by_phrase and index in document.nominal:
        by_phrase[phrase] = int(document.entity[document.nominal[index]])
    return by_phrase.get(phrase)


def mention_examples(document: Document, right_of) -> list[Example]:
    resolver = Resolver(document)
    examples = []
    for i in range(len(document.asked)):
        choices = resolver.choices(i)
        right = right_of(i, choices.mentions)
        if right is not None and right.any():
            query = document.queries[i]
            examples.append(Example(choices.mentions, choices.features, right, (query.first, query.last), IGNORED, None))
    return examples


def gum_examples(text: MentionText, read: Read, found: Found, rng) -> tuple[Document, list[Example]]:
    """Third-person pronouns and definite noun phrases for people, organizations and places."""
    asked = [m for m in text.mentions if m.etype in ("person", "organization", "place") and (m.pronoun or (not m.name and text.text[slice(*m.span)].lower().startswith(("the ", "his ", "her ", "a "))))]
    asked = sorted(rng.sample(asked, min(GUM_QUERIES, len(asked))), key=lambda m: m.span)
    document = Document(text.text, read.tokens, found.names, [Asked((m.span,), (), ()) for m in asked], found.phrases)
    clusters = np.full(len(document.first), "", dtype=object)
    for m in text.mentions:
        a, b = document.units(m.head if m.name else m.phrase)
        touched = (document.first < b) & (document.last > a) & (document.is_name == m.name)
        common = np.minimum(document.last, b) - np.maximum(document.first, a)
        clusters[touched & (m.name | (2 * common > np.maximum(document.last, b) - np.minimum(document.first, a)))] = m.cluster
    for i, m in document.nominal.items():
        clusters[m] = asked[i].cluster

    def right_of(i, mentions):
        n = len(mentions)
        right = np.zeros(n + len(OPTIONS), dtype=bool)
        same = (clusters[mentions] == asked[i].cluster) & (mentions != document.nominal.get(i, -1))
        named = same & document.is_name[mentions]
        right[:n] = named if named.any() else same
        right[n] = not same.any() and i in document.nominal
        return right

    return document, mention_examples(document, right_of)


def gap_examples(snippet: Pronoun, read: Read, found: Found) -> tuple[Document, list[Example]]:
    document = Document(snippet.text, read.tokens, found.names, [Asked((snippet.pronoun,), (), ())], found.phrases)
    spans = [(document.units(span), right) for span, right in snippet.names]

    def right_of(i, mentions):
        right = np.zeros(len(mentions) + len(OPTIONS), dtype=bool)
        for (a, b), is_right in spans:
            if is_right:
                hit = {int(document.entity[m]) for m in np.flatnonzero(document.is_name & (document.first < b) & (document.last > a)).tolist()}
                right[: len(mentions)] |= np.array([int(document.entity[m]) in hit for m in mentions.tolist()], dtype=bool)
        return right

    return document, mention_examples(document, right_of)


def train_tags(heads: Heads, reads: list[Read], epochs: int) -> None:
    """The labels of names, noun phrases, roles and addressees, each where it is known."""
    hidden = torch.cat([r.hidden for r in reads])
    labels = {part: torch.from_numpy(np.concatenate([getattr(r.told, of) for r in reads])) for part, of in TAGS.items()}
    optimizer = torch.optim.AdamW(heads.traits.parameters(), lr=3e-3, weight_decay=0.01)
    for _ in range(epochs):
        for batch in torch.randperm(len(hidden)).split(2048):
            parts = heads.parts(hidden[batch])
            losses = [F.cross_entropy(parts[part], gold[batch], ignore_index=IGNORED) for part, gold in labels.items() if (gold[batch] != IGNORED).any()]
            optimizer.zero_grad(), torch.stack(losses).sum().backward(), optimizer.step()


def keeping(heads: Heads, parts: Collection[str]) -> Callable[[], None]:
    """What sets the rows of some parts of the traits back to what they are now."""
    rows = torch.cat([torch.arange(FIRST[part], FIRST[part] + TRAITS[part]) for part in parts])
    weight, bias = heads.traits.weight.data[rows].clone(), heads.traits.bias.data[rows].clone()

    def set_back() -> None:
        with torch.no_grad():
            heads.traits.weight[rows], heads.traits.bias[rows] = weight, bias

    return set_back


def train_acts(heads: Heads, reads: list[Read], epochs: int, rng, report) -> None:
    set_back = keeping(heads, [part for part in TRAITS if part not in ACT_PARTS])
    optimizer = torch.optim.AdamW([*heads.traits.parameters(), *heads.act.parameters()], lr=1e-3, weight_decay=0.05)
    reads = [r for r in reads if r.told.acts]
    for epoch in range(epochs):
        rng.shuffle(reads)
        for start in range(0, len(reads), 4):
            losses = []
            for r in reads[start : start + 4]:
                scores = act_scores(heads.parts(F.dropout(r.hidden, 0.2)), r.told.acts, heads.act)
                losses.append(F.cross_entropy(scores, torch.tensor([act for *_, act in r.told.acts]), reduction="sum"))
            for group in optimizer.param_groups:
                group["lr"] = 1e-3 * (1 - (epoch + start / len(reads)) / epochs)
            optimizer.zero_grad(), (torch.stack(losses).sum() / STEP).backward(), optimizer.step()
            set_back()
        print(f"acts, epoch {epoch}: {report()}", flush=True)


def train_events(heads: Heads, reads: list[Read], epochs: int, rng) -> None:
    """What clauses tell of commitments."""
    set_back = keeping(heads, [part for part in TRAITS if part not in EVENT_PARTS])
    optimizer = torch.optim.AdamW([*heads.traits.parameters(), *heads.event.parameters()], lr=1e-3, weight_decay=0.1)
    for epoch in range(epochs):
        rng.shuffle(reads)
        total = count = 0.0
        for start in range(0, len(reads), 4):
            losses = []
            for r in reads[start : start + 4]:
                scores = event_scores(heads.parts(F.dropout(r.hidden, 0.3)), r.told.events, heads.event)
                losses.append(F.cross_entropy(scores, torch.tensor([event for *_, event in r.told.events]), reduction="sum"))
                count += len(r.told.events)
            for group in optimizer.param_groups:
                group["lr"] = 1e-3 * (1 - (epoch + start / len(reads)) / epochs)
            loss = torch.stack(losses).sum()
            optimizer.zero_grad(), (loss / STEP).backward(), optimizer.step()
            set_back()
            total += loss.item()
        print(f"events, epoch {epoch}: loss {total / count:.3f}", flush=True)


def choice_loss(heads: Heads, hidden: torch.Tensor, document_mentions, example: Example) -> torch.Tensor:
    return -choice_scores(heads, hidden, document_mentions, example).log_softmax(0)[torch.from_numpy(example.right)].logsumexp(0)


def choice_scores(heads, parts, document_mentions, example):
    first, last = document_mentions
    sums = torch.cat((torch.zeros(1, LINK), parts["key"].cumsum(0)))
    begin, end = first[example.mentions], last[example.mentions]
    keys = (sums[end] - sums[begin]) / torch.from_numpy(end - begin)[:, None]
    a, b = example.query
    query = parts["query"][a:b].mean(0)
    features = torch.from_numpy(example.features).clone()
    features[:, 0] = torch.cat((keys @ query / LINK**0.5, parts["option"][a:b].mean(0)))
    return heads.second(F.relu(heads.first(features)))[:, 0]


def train_choices(heads: Heads, groups: list[tuple[Read, Document, list[Example]]], epochs: int, rng, report) -> None:
    set_back = keeping(heads, [*TAGS, *ACT_PARTS, *EVENT_PARTS])
    optimizer = torch.optim.AdamW(heads.parameters(), lr=2e-3, weight_decay=0.1)
    steps, step = epochs * len(groups), 0
    for epoch in range(epochs):
        rng.shuffle(groups)
        total = count = 0
        for start in range(0, len(groups), 8):
            losses = []
            for read, document, examples in groups[start : start + 8]:
                parts = heads.parts(F.dropout(read.hidden, 0.2))
                mentions = (document.first, document.last)
                losses += [choice_loss(heads, parts, mentions, e) for e in examples]
                losses += [0.5 * loss for e in examples if (loss := kind_loss(heads, parts, e)) is not None]
                step += 1
            if losses:
                loss = torch.stack(losses).sum() / STEP
                for group in optimizer.param_groups:
                    group["lr"] = 2e-3 * min(1, step / 100) * (1 - step / (steps + 8))
                optimizer.zero_grad(), loss.backward(), optimizer.step()
                set_back()
                total, count = total + loss.item() * STEP, count + len(losses)
        print(f"epoch {epoch} loss {total / count:.4f} {report() if epoch % 3 == 2 or epoch == epochs - 1 else ''}", flush=True)


def kind_loss(heads, parts, example):
    if example.kind == IGNORED:
        return None
    return F.cross_entropy(kind_scores(heads, parts, example)[None], torch.tensor([example.kind]))


def kind_scores(heads, parts, example):
    document, index, entity = example.kind_features
    nothing = np.zeros(len(SPEAKER_KINDS), dtype=np.float32)
    rows = torch.from_numpy(kind_features(document, index, entity, nothing, nothing))
    query = document.queries[index]
    told = parts["kind"][query.first : query.last].mean(0)
    of_best = parts["kind"][slice(*document.fullest(entity))].mean(0) if entity is not None else torch.zeros(len(SPEAKER_KINDS))
    features = torch.cat((told, of_best, rows[2 * len(SPEAKER_KINDS) :]))
    return heads.kind(features)


def asked_of(text: str, statements: list[dict]) -> list[Asked]:
    rules = {tuple(turn.content[0]): turn.rule for turn in find_turns(text)}
    index = {s.get("id"): i for i, s in enumerate(statements)}
    return [Asked(tuple(map(tuple, s["source"])), tuple(map(tuple, s["cue"])), tuple(map(tuple, s["content"])), index.get(s.get("within")) if s.get("within") else None, rules.get(tuple(s["content"][0]))) for s in statements]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--act-epochs", type=int, default=6)
    parser.add_argument("--event-epochs", type=int, default=10)
    parser.add_argument("--events-of", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    network, tokenizer = load_network(args.base, args.weights, bfloat16=torch.cpu._is_avx512_bf16_supported()), load_tokenizer(args.base)
    heads = Heads(network.encoder.config.hidden_size)
    heads.traits.load_state_dict(network.traits.state_dict())
    heads.act.load_state_dict(network.act.state_dict())
    heads.event.load_state_dict(network.event.state_dict())
    stories = read_stories("train") + read_pieces()
    own, held = split_report_speakers()
    own, held = own + split_polnear_speakers()[0], held + split_polnear_speakers()[1]

    def reads_of(texts):
        return [read(network, tokenizer, t.text) for t in texts]

    single_acts = read_single_acts() + read_piece_acts()
    story_reads, own_reads, act_reads = reads_of(stories), reads_of(own), reads_of(single_acts)
    for r, t in zip(story_reads, stories):
        r.told = story_told(t, r.tokens)
    for r, t in zip(own_reads, own):
        r.told = speaker_told(t, r.tokens)
    for r, t in zip(act_reads, single_acts):
        r.told = act_told(t, r.tokens)
    event_reads = story_reads * STORY_COPIES + [r for r in own_reads + act_reads if r.told.events]
    if args.events_of:
        heads.load_state_dict(torch.load(args.events_of))
        train_events(heads, event_reads, args.event_epochs, rng)
        torch.save(heads.state_dict(), args.out)
        return
    gum, gap = read_gum("train"), read_gap("development")
    gum_reads, gap_reads, held_reads = reads_of(gum), reads_of(gap), reads_of(held)
    print("texts read", flush=True)
    for r, t in zip(gum_reads, gum):
        r.told = gum_told(t, r.tokens)
    for r, t in zip(held_reads, held):
        r.told = speaker_told(t, r.tokens)
    train_tags(heads, gum_reads + own_reads * 3, 15)

    @torch.no_grad()
    def acts_right() -> str:
        rows = [(act_scores(heads.parts(r.hidden), r.told.acts, heads.act).argmax(1), torch.tensor([act for *_, act in r.told.acts])) for r in held_reads if r.told.acts]
        found, gold = (torch.cat(side) for side in zip(*rows))
        f1 = [float(2 * ((found == a) & (gold == a)).sum() / ((found == a).sum() + (gold == a).sum())) for a in range(len(ACTS)) if (gold == a).sum() >= 10]
        return f"held out: {100 * (found == gold).float().mean():.1f} % of {len(gold)} acts right, macro F1 {100 * sum(f1) / len(f1):.1f}"

    train_acts(heads, own_reads + act_reads, args.act_epochs, rng, acts_right)

    train_events(heads, event_reads, args.event_epochs, rng)

    def speaker_group(t: SpeakerText, r: Read):
        found = find(heads, r)
        document = Document(t.text, r.tokens, found.names, asked_of(t.text, t.statements), found.phrases)
        return r, document, speaker_examples(t, document, 0)

    groups = [speaker_group(t, r) for t, r in zip(own, own_reads)] * 2
    groups += [(r, *gum_examples(t, r, find(heads, r), rng)) for t, r in zip(gum, gum_reads)]
    groups += [(r, *gap_examples(t, r, find(heads, r))) for t, r in zip(gap, gap_reads)]
    held_groups = [speaker_group(t, r) for t, r in zip(held, held_reads)]
    print(sum(len(g[2]) for g in groups), "examples;", sum(len(g[2]) for g in held_groups), "held out", flush=True)

    def report() -> str:
        right = total = kinds = 0
        with torch.no_grad():
            for r, document, examples in held_groups:
                parts = heads.parts(r.hidden)
                for e in examples:
                    right += bool(e.right[int(choice_scores(heads, parts, (document.first, document.last), e).argmax())])
                    kinds += e.kind == IGNORED or int(kind_scores(heads, parts, e).argmax()) == e.kind
                    total += 1
        return f"held out: {100 * right / total:.1f} % of {total} mentions right, {100 * kinds / total:.1f} % of the kinds"

    train_choices(heads, groups, args.epochs, rng, report)
    torch.save(heads.state_dict(), args.out)


if __name__ == "__main__":
    main()
