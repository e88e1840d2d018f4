"""The network: one encoder pass, tags for every unit, and for every cue the spans that belong to it.

Tags (BIO of source, cue, content) find the cues; the other roles only help the encoder to learn.  The linker then joins,
for each anchor (one unit of a cue), every nearby unit's vector with the anchor's (sum and product) and with an embedding
of their signed distance; two convolutions smooth that, and a conditional random field (Lafferty, McCallum and Pereira,
ICML 2001) labels the units with BIO of *this* statement's source, cue and content.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from transformers import AutoConfig, BertModel, MPNetModel, PretrainedConfig

from onrecord.classify.acts import ACTS, WIDTH
from onrecord.extraction.encoder import AFTER, BEFORE
from onrecord.extraction.tokens import BREAKS, CASES, CLS, QUOTES, SEP
from onrecord.follow import events
from onrecord.resolve.coreference import FEATURES
from onrecord.resolve.speakers import KIND_FEATURES
from onrecord.traits import COLUMNS, TRAITS
from onrecord.types import SPEAKER_KINDS

ROLES = ("source", "cue", "content")
LABELS = 2 * len(ROLES) + 1  # 0 outside; 1 + 2r begins role r, 2 + 2r continues it
MODES = ("said", "thought", "shown")
IMPOSSIBLE = -1e4
HIDDEN_FEATURES = 48
BERT_WORDPIECES, UNKNOWN, MASK = 30522, 100, 103
SHORT_VECTORS = 4.0  # by which all-mpnet's last vectors are shorter than MiniLM's, whose heads learn nothing from them


def allowed_transitions() -> torch.Tensor:
    """(LABELS, LABELS): 0 where label j may follow label i, else a large negative score."""
    scores = torch.zeros(LABELS, LABELS)
    for role in range(len(ROLES)):
        inside = 2 + 2 * role
        scores[:, inside] = IMPOSSIBLE
        scores[1 + 2 * role, inside] = scores[inside, inside] = 0
    return scores


def as_bert_numbers(words: torch.Tensor) -> torch.Tensor:
    """MPNet's table of wordpieces, numbered as BERT numbers them: four behind, but for those that mark begin, end and what is hidden or unknown."""
    table = words[4 : 4 + BERT_WORDPIECES].clone()
    for number, own in ((UNKNOWN, 3), (CLS, 0), (SEP, 2), (MASK, 30526)):
        table[number] = words[own]
    return table


class Linker(nn.Module):
    def __init__(self, width: int, inner: int = 160):
        super().__init__()
        self.anchor, self.unit = nn.Linear(width, 2 * inner), nn.Linear(width, 2 * inner)
        self.distance = nn.Embedding(BEFORE + AFTER + 1, inner)
        self.near, self.far = nn.Conv1d(inner, inner, 5, padding=2), nn.Conv1d(inner, inner, 5, padding=6, dilation=3)
        self.norm1, self.norm2 = nn.LayerNorm(inner), nn.LayerNorm(inner)
        self.label = nn.Linear(inner, LABELS)
        self.mode = nn.Linear(2 * width, len(MODES))

    def forward(self, hidden: torch.Tensor, row: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
        """hidden (B, U, H) padded with zeros; row, at (N,): which text and unit -> (N, BEFORE + 1 + AFTER, LABELS) logits."""
        reach = torch.arange(-BEFORE, AFTER + 1, device=hidden.device)
        index = at[:, None] + reach[None]
        exists = hidden.detach().abs().sum(-1) > 0  # padding is all zeros
        inside = (index >= 0) & (index < hidden.shape[1])
        index = index.clamp(0, hidden.shape[1] - 1)
        inside = inside & exists[row[:, None], index]
        a1, a2 = self.anchor(hidden[row, at]).chunk(2, -1)
        units = self.unit(hidden)
        u1, u2 = (units[row[:, None], index] * inside[..., None]).chunk(2, -1)
        z = F.gelu(a1[:, None] + u1 + a2[:, None] * u2 + self.distance.weight[None])
        z = self.norm1(z + F.gelu(self.near(z.transpose(1, 2))).transpose(1, 2))
        z = self.norm2(z + F.gelu(self.far(z.transpose(1, 2))).transpose(1, 2))
        return self.label(z)


class Network(nn.Module):
    """On a base of BERT's or MPNet's kind, which share their wordpieces."""

    def __init__(self, config: PretrainedConfig):
        super().__init__()
        width = config.hidden_size
        self.encoder = {"bert": BertModel, "mpnet": MPNetModel}[config.model_type](config, add_pooling_layer=False)
        self.case, self.line, self.quote = nn.Embedding(CASES, width), nn.Embedding(BREAKS, width), nn.Embedding(QUOTES, width)
        for table in (self.case, self.line, self.quote):
            nn.init.normal_(table.weight, std=0.01)
        self.tag = nn.Linear(width, LABELS)
        self.inner = nn.Linear(width, 3)  # BIO of cues that lie inside another statement's content
        self.traits = nn.Linear(width, COLUMNS)
        self.act = nn.Linear(WIDTH, len(ACTS))
        self.event = nn.Linear(events.WIDTH, len(events.EVENTS))
        self.linker = Linker(width)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.first_label = nn.Parameter(torch.zeros(LABELS))
        self.dropout = nn.Dropout(0.1)

    @classmethod
    def from_base(cls, folder, bfloat16: bool = False) -> "Network":
        from safetensors.torch import load_file

        config = AutoConfig.from_pretrained(folder, attention_probs_dropout_prob=0.0)
        state = load_file(f"{folder}/model.safetensors")
        if config.model_type == "mpnet":
            config.vocab_size = BERT_WORDPIECES
            state["embeddings.word_embeddings.weight"] = as_bert_numbers(state["embeddings.word_embeddings.weight"])
            for part in ("weight", "bias"):
                state[f"encoder.layer.{config.num_hidden_layers - 1}.output.LayerNorm.{part}"] *= SHORT_VECTORS
        else:
            config._attn_implementation = "eager" if bfloat16 else "sdpa"  # which is faster
        network = cls(config)
        network.in_bfloat16 = bfloat16
        missing, _ = network.encoder.load_state_dict(state, strict=False)
        if missing:
            raise ValueError(f"{folder} lacks {missing}")
        return network

    def start_from(self, state: dict[str, torch.Tensor]) -> None:
        """Take other weights over; what they lack of the traits, acts and events, and a linker of another width, stays as it is."""
        own = self.state_dict()
        for name in ("traits.weight", "traits.bias", "event.weight", "event.bias"):
            if name in state:
                state[name] = torch.cat((state[name], own[name][len(state[name]) :]))
        if state["linker.label.weight"].shape != own["linker.label.weight"].shape:
            state = {name: values for name, values in state.items() if not name.startswith("linker.") or name.startswith("linker.mode")}
        missing, unexpected = self.load_state_dict(state, strict=False)
        if unexpected or any(not name.startswith(("act.", "event.", "linker.")) for name in missing):
            raise ValueError(f"weights of another network: {[*missing, *unexpected]}")

    def feature_table(self) -> torch.Tensor:
        """The three tables of features and the base's segment vector, summed into one row a combination."""
        sums = self.case.weight[:, None, None] + self.line.weight[None, :, None] + self.quote.weight[None, None]
        return sums.reshape(CASES * BREAKS * QUOTES, -1) + self.segment()

    def segment(self) -> torch.Tensor | float:
        """The base's vector of the first segment, which it adds to every wordpiece."""
        return self.encoder.embeddings.token_type_embeddings.weight[0] if self.encoder.config.model_type == "bert" else 0.0

    def encode(self, ids, features, mask, first):
        """ids, features, mask (B, T); first (B, U) index of each unit's first wordpiece, -1 for none -> (B, U, H)."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.feature_table()[features] - self.segment()
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        units = hidden.gather(1, first.clamp(min=0)[..., None].expand(-1, -1, hidden.shape[-1]))
        return self.dropout(units * (first >= 0)[..., None])

    def scores(self) -> torch.Tensor:
        return self.transitions + allowed_transitions().to(self.transitions.device)


def split_traits(traits: torch.Tensor) -> dict[str, torch.Tensor]:
    return dict(zip(TRAITS, traits.split(list(TRAITS.values()), -1)))


class Heads(nn.Module):
    """What resolves speakers and tells acts: `traits`, which the network has learned already, goes into the encoder's graph, the rest is a few small matrices."""

    def __init__(self, width: int):
        super().__init__()
        self.traits = nn.Linear(width, COLUMNS)
        self.first, self.second = nn.Linear(FEATURES, HIDDEN_FEATURES), nn.Linear(HIDDEN_FEATURES, 1, bias=False)
        self.kind = nn.Linear(KIND_FEATURES, len(SPEAKER_KINDS))
        self.act = nn.Linear(WIDTH, len(ACTS))
        self.event = nn.Linear(events.WIDTH, len(events.EVENTS))

    def parts(self, hidden: torch.Tensor) -> dict[str, torch.Tensor]:
        return split_traits(self.traits(hidden))

    def small_weights(self) -> dict[str, np.ndarray]:
        """The matrices beside the encoder's graph, by the names of resolve.speakers.Weights, of classify.acts.ActWeights behind "act_" and of follow.events.EventWeights behind "event_"."""
        return {"event_output": self.event.weight.T.numpy(), "event_bias": self.event.bias.numpy(), "act_output": self.act.weight.T.numpy(), "act_bias": self.act.bias.numpy(), "hidden": self.first.weight.T.numpy(), "hidden_bias": self.first.bias.numpy(), "output": self.second.weight[0].numpy(), "kind": self.kind.weight.T.numpy(), "kind_bias": self.kind.bias.numpy()}


def log_likelihood(logits, labels, inside, transitions, first_label):
    """CRF log-likelihood a row.  logits (N, T, L); labels (N, T); inside (N, T) marks one unbroken stretch a row."""
    chosen = F.one_hot(labels, logits.shape[2]).to(logits.dtype) * inside[..., None]
    follow = torch.einsum("nti,ntj->nij", chosen[:, :-1], chosen[:, 1:])
    return expected_log_likelihood(logits, chosen, follow, inside, transitions, first_label)


def expected_log_likelihood(logits, chances, follow, inside, transitions, first_label):
    """The same, expected over label sequences with marginals `chances` (N, T, L), zero outside, and expected counts `follow` (N, L, L) of one label after another."""
    begin = inside.float().argmax(1)
    first = chances.gather(1, begin[:, None, None].expand(-1, 1, chances.shape[2]))[:, 0]
    gold = (chances * logits).sum((1, 2)) + (follow * transitions).sum((1, 2)) + (first * first_label).sum(1)
    return gold - log_partition(logits, inside, transitions.expand(len(logits), -1, -1), first_label)


def log_partition(logits, inside, transitions, first_label):
    """Of the random field: logits (N, T, L), inside (N, T), transitions (N, L, L) -> (N,)."""
    begin, length = inside.float().argmax(1), inside.sum(1)
    steps = int(length.max())
    index = (begin[:, None] + torch.arange(steps, device=logits.device)[None]).clamp(max=logits.shape[1] - 1)
    logits = logits.gather(1, index[..., None].expand(-1, -1, logits.shape[2]))
    live = torch.arange(steps, device=logits.device)[None] < length[:, None]
    alpha = logits[:, 0] + first_label
    for t in range(1, steps):
        ahead = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + logits[:, t]
        alpha = torch.where(live[:, t, None], ahead, alpha)
    return torch.logsumexp(alpha, dim=1)
