#!/usr/bin/env python3
"""Train the network.  Resumable: run it again and it goes on from its last checkpoint.

    train.py --base DIR --out DIR [--epochs 9] [--reports-from 2] [--start average.pt] [--soft soft.pt] [--mentions 1.0] [--rate 1.0] [--head-rate 1.0] [--frozen 0] [--seed 0] [--float32]

--base: all-MiniLM-L6-v2 unpacked.  Epochs are counted from 0; from epoch --reports-from on, our own reports and the inner
statements found by nested.py join PolNeAR train.  The mentions of mentions.py are learned beside, in batches of their own, of which --mentions is the share that each epoch takes.  --soft: what soften.py wrote (one file or several), learned from beside the
annotations.  --start goes on from other weights, --rate and --head-rate scale the learning rates of the encoder and of the heads; the first --frozen of its layers stay as they are,
which saves the time of going back through them.  Processors that multiply in bfloat16 do so, two to three times as fast, unless --float32 is
given; others compute in float32, since there bfloat16 is many times slower.  Needs $ONRECORD_DATA with polnear/, gum/ and gap/.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from corpora import Text, read_modes, read_statement_pieces, split_polnear, split_reports, with_modes
from data import IGNORED, Sample, load_tokenizer, reach, samples_of
from mentions import MentionSample, mention_losses, read_mention_samples
from model import AFTER, BEFORE, MASK, Network, expected_log_likelihood, log_likelihood, split_traits
from onrecord.extraction.tokens import CLS, SEP

INNER_STATEMENTS = Path(__file__).parent / "polnear-train-inner.json"  # written by nested.py
BATCH, ENCODER_RATE, HEAD_RATE, AVERAGING = 12, 3e-4, 1e-3, 0.998
LINK_WEIGHT, MODE_WEIGHT, INNER_WEIGHT, MENTION_WEIGHT, REPORT_COPIES = 0.05, 0.2, 1.0, 0.5, 2
SOFT_SHARE = 0.7  # how much what other models tell counts, where it is known, against the annotations
SOFT_ANCHORS = 6  # at most so many units without an annotated statement are asked about in a window of which only other models tell
UNKNOWN = -200  # the mode of what nobody has annotated as a statement
CHECKPOINT_EVERY = 100  # batches
HIDDEN_WORDPIECES = 0.08  # so many of the wordpieces are hidden from the network, so that it looks at what stands around them


def collate(samples: list[Sample]):
    width = max(len(s.ids) for s in samples) + 2
    units = max(len(s.first) for s in samples)
    ids, features, mask = (torch.zeros(len(samples), width, dtype=torch.long) for _ in range(3))
    first = torch.full((len(samples), units), -1)
    tags, inner = torch.full((len(samples), units), IGNORED), torch.full((len(samples), units), IGNORED)
    for b, s in enumerate(samples):
        n, u = len(s.ids), len(s.first)
        ids[b, : n + 2] = torch.tensor([CLS, *s.ids.tolist(), SEP])
        features[b, 1 : n + 1] = torch.from_numpy(s.features)
        mask[b, : n + 2] = 1
        first[b, :u] = torch.from_numpy(s.first) + 1
        tags[b, :u], inner[b, :u] = torch.from_numpy(s.tags), torch.from_numpy(s.inner)
    return ids, features, mask, first, tags, inner


def choose_anchors(samples, tag_logits, inner_logits, rng):
    """One anchor unit a statement: mostly the likeliest unit of the gold cue, as when predicting, else any.  -> rows, units, labels, modes, and what other models tell of each or None."""
    chance = torch.maximum(tag_logits.softmax(-1)[..., 3:5].sum(-1), inner_logits.softmax(-1)[..., 1:].sum(-1)).detach()
    chosen = []
    for b, s in enumerate(samples):
        for anchors, row_labels, mode in s.links:
            anchor = max(anchors, key=lambda u: float(chance[b, u])) if rng.random() < 0.6 else rng.choice(anchors)
            chosen.append((b, anchor, reach(row_labels, anchor), mode, s.soft_links.get(anchor)))
        if not s.links and s.soft_links:
            unknown = np.zeros(len(s.first), dtype=np.int64)
            for anchor in rng.sample(sorted(s.soft_links), min(SOFT_ANCHORS, len(s.soft_links))):
                chosen.append((b, anchor, reach(unknown, anchor), UNKNOWN, s.soft_links[anchor]))
    if not chosen:
        return None
    rows, at, labels, modes, soft = zip(*chosen)
    return torch.tensor(rows), torch.tensor(at), torch.from_numpy(np.stack(labels)), torch.tensor(modes), soft


def tag_loss(logits, gold, samples, part):
    """Cross entropy (B, U, L) against the annotations and, as far as it is known, against what other models tell."""
    soft = torch.zeros_like(logits)
    for b, s in enumerate(samples):
        if (told := getattr(s, part)) is not None:
            soft[b, : len(told)] = torch.from_numpy(told.astype(np.float32))
    logs, known, told = logits.log_softmax(-1), gold != IGNORED, soft.sum(-1) > 0
    hard = -logs.gather(-1, gold.clamp(min=0)[..., None])[..., 0]
    share = SOFT_SHARE * told * known + 1.0 * told * ~known
    per_unit = (1 - share) * hard * known + share * -(soft * logs).sum(-1)
    return per_unit.sum() / (known | told).sum().clamp(min=1)


def link_fit(network, logits, labels, modes, soft):
    """Mean log-likelihood of the labels around the anchors, by the annotations and by what other models tell."""
    inside = labels != IGNORED
    told = torch.tensor([each is not None for each in soft])
    known = modes != UNKNOWN
    fit = torch.zeros(len(labels))
    if known.any():
        fit = fit.index_put((known.nonzero()[:, 0],), log_likelihood(logits[known], labels[known].clamp(min=0), inside[known], network.scores(), network.first_label))
    if told.any():
        chances, follow = (torch.from_numpy(np.stack([each[i] for each in soft if each is not None]).astype(np.float32)) for i in (0, 1))
        expected = expected_log_likelihood(logits[told], chances, follow, inside[told], network.scores(), network.first_label)
        share = (SOFT_SHARE * known + 1.0 * ~known)[told]
        fit = fit.index_put((told.nonzero()[:, 0],), (1 - share) * fit[told] + share * expected)
    return fit.mean()


def losses(network, samples, rng):
    ids, features, mask, first, tags, inner = collate(samples)
    hide = (torch.rand(ids.shape) < HIDDEN_WORDPIECES) & (mask > 0) & (ids != CLS) & (ids != SEP)
    ids = ids.masked_fill(hide, MASK)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.in_bfloat16):
        hidden = network.encode(ids, features, mask, first).float()
    if isinstance(samples[0], MentionSample):
        return MENTION_WEIGHT * mention_losses(split_traits(network.traits(hidden)), samples, network.act, network.event)
    tag_logits, inner_logits = network.tag(hidden), network.inner(hidden)
    loss = tag_loss(tag_logits, tags, samples, "soft_tags") + INNER_WEIGHT * tag_loss(inner_logits, inner, samples, "soft_inner")
    chosen = choose_anchors(samples, tag_logits, inner_logits, rng)
    if chosen is not None:
        rows, at, labels, modes, soft = chosen
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.in_bfloat16):
            logits = network.linker(hidden, rows, at).float()
        loss = loss - LINK_WEIGHT * link_fit(network, logits, labels, modes, soft)
        if (modes >= 0).any():
            loss = loss + MODE_WEIGHT * F.cross_entropy(network.linker.mode(mode_input(network, hidden, rows, at, logits)), modes.clamp(min=IGNORED), ignore_index=IGNORED)
    return loss


def mode_input(network, hidden, rows, at, logits):
    """The anchor's vector and the mean vector of its source, as the linker sees it now."""
    index = (at[:, None] + torch.arange(-BEFORE, AFTER + 1)[None]).clamp(0, hidden.shape[1] - 1)
    weight = logits.softmax(-1)[..., 1:3].sum(-1).detach()
    mean = (weight[:, None] @ hidden[rows[:, None], index])[:, 0] / weight.sum(1, keepdim=True).clamp(min=0.5)
    return torch.cat([hidden[rows, at], mean], -1)


def with_inner(text: Text, inner: list[list[dict]] | None) -> Text:
    return text if inner is None else Text(text.name, text.text, [found + more for found, more in zip(text.annotators, inner)], nested=True)


def epoch_samples(polnear: list[Text], reports: list[Text], unannotated: list[Text], tokenizer, rng, soft: dict[str, dict]) -> list[Sample]:
    samples = []
    for text in polnear:
        samples += samples_of(text, rng.choice(text.annotators), tokenizer, rng, soft.get(text.name))
    for text in reports * REPORT_COPIES:
        samples += samples_of(text, text.annotators[0], tokenizer, rng, soft.get(text.name))
    for text in unannotated:
        samples += samples_of(text, [], tokenizer, None, soft[text.name])
    return samples


def batches_of(samples: list[Sample], rng) -> list[list[Sample]]:
    """Batches of like length."""
    order = sorted(samples, key=lambda s: (len(s.ids) // 16, rng.random()))
    return [order[i : i + BATCH] for i in range(0, len(order), BATCH)]


def rate(progress: float) -> float:
    return min(progress / 0.06, max(0.0, (1 - progress) / 0.94))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--reports-from", type=int, default=2)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--soft", type=Path, action="append", default=[])
    parser.add_argument("--mentions", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=1.0)
    parser.add_argument("--head-rate", type=float, default=1.0)
    parser.add_argument("--frozen", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--float32", action="store_true")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    checkpoint = args.out / "checkpoint.pt"
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(args.base)
    network = Network.from_base(args.base, bfloat16=not args.float32 and torch.cpu._is_avx512_bf16_supported())
    if args.start:
        network.start_from(torch.load(args.start))
    average = {k: v.clone() for k, v in network.state_dict().items()}
    network.encoder.embeddings.requires_grad_(False)  # as the base has them: a tenth faster, and words unseen in training keep their places
    for layer in network.encoder.encoder.layer[: args.frozen]:
        layer.requires_grad_(False)
    if args.frozen and network.encoder.config.model_type == "mpnet":
        network.encoder.encoder.relative_attention_bias.requires_grad_(False)  # which all layers share
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": network.encoder.encoder.parameters(), "lr": args.rate * ENCODER_RATE}, {"params": heads, "lr": args.head_rate * HEAD_RATE}], weight_decay=0.01)
    bases = [group["lr"] for group in optimizer.param_groups]
    start_epoch = start_batch = 0
    if checkpoint.exists():
        kept = torch.load(checkpoint)
        network.load_state_dict(kept["network"]), optimizer.load_state_dict(kept["optimizer"])
        average, start_epoch, start_batch = kept["average"], kept["epoch"], kept["batch"]
    polnear, _ = split_polnear()
    mentions = read_mention_samples(tokenizer)
    soft = {name: told for path in args.soft for name, told in torch.load(path, weights_only=False).items()}
    annotated = {text.name for text in polnear + split_reports()[0]}
    unannotated = [Text(name, told["text"], []) for name, told in soft.items() if name not in annotated]
    for epoch in range(start_epoch, args.epochs):
        rng, began = random.Random(args.seed * 1000 + epoch), time.time()
        torch.manual_seed(args.seed * 1000 + epoch)
        texts, reports = polnear, []
        if epoch >= args.reports_from:
            reports = split_reports()[0] + read_statement_pieces()
            inner = json.loads(INNER_STATEMENTS.read_text())
            modes = read_modes()
            texts = [with_modes(with_inner(t, inner.get(t.name)), modes) for t in polnear]
        samples = epoch_samples(texts, reports, unannotated, tokenizer, rng, soft)
        some = batches_of(mentions, rng)
        batches = batches_of(samples, rng) + rng.sample(some, round(args.mentions * len(some)))
        rng.shuffle(batches)
        network.train()
        total = 0.0
        for i, batch in enumerate(batches):
            if epoch == start_epoch and i < start_batch:
                continue
            scale = rate((epoch + i / len(batches)) / args.epochs)
            for group, base in zip(optimizer.param_groups, bases):
                group["lr"] = base * scale
            loss = losses(network, batch, rng)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step(), optimizer.zero_grad()
            with torch.no_grad():
                keep = min(AVERAGING, (epoch * len(batches) + i + 1) / (epoch * len(batches) + i + 10))
                for k, v in network.state_dict().items():
                    if v.is_floating_point():
                        average[k].lerp_(v, 1 - keep)
            total += loss.item()
            if i % 20 == 19:
                print(f"epoch {epoch} batch {i + 1}/{len(batches)} loss {total / 20:.4f} {time.time() - began:.0f} s", flush=True)
                total = 0.0
            if i % CHECKPOINT_EVERY == CHECKPOINT_EVERY - 1 or i == len(batches) - 1:
                if not all(math.isfinite(float(v.float().sum())) for v in network.state_dict().values()):
                    raise SystemExit(f"epoch {epoch}: the weights are no longer finite")
                torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "epoch": epoch, "batch": i + 1}, checkpoint.with_suffix(".new"))
                checkpoint.with_suffix(".new").replace(checkpoint)
    torch.save(average, args.out / "average.pt")
    torch.save(network.state_dict(), args.out / "last.pt")


if __name__ == "__main__":
    main()
