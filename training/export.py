#!/usr/bin/env python3
"""Write the trained network as ONNX: the encoder with its heads (int8) and the linker.

    export.py --base DIR --weights average.pt [--weights other.pt] --speakers speakers.pt --out DIR [--float] [--source-bias 0.5]

Several --weights are averaged, parameter by parameter.  --float leaves the encoder unquantised, for comparison.  --source-bias makes
the linker readier to begin a source: it was chosen on the held-out texts.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from data import load_tokenizer
from model import Heads, Network


class EncoderGraph(nn.Module):
    """One window without padding: ids, features (T,), first (U,) -> all that the decoder needs of each unit."""

    def __init__(self, network: Network, traits: nn.Linear):
        super().__init__()
        self.traits = traits
        embeddings, config = network.encoder.embeddings, network.encoder.config
        self.words = nn.Embedding.from_pretrained(embeddings.word_embeddings.weight)
        self.features = nn.Embedding.from_pretrained(network.feature_table())
        self.positions = nn.Parameter(embeddings.position_embeddings.weight[:256].clone())
        self.norm, self.layers, self.heads = embeddings.LayerNorm, network.encoder.encoder.layer, config.num_attention_heads
        self.queries_keys_values = nn.ModuleList(_joined(layer.attention.self, math.sqrt(config.hidden_size / config.num_attention_heads)) for layer in self.layers)
        linker = network.linker
        width = config.hidden_size
        mode = linker.mode.weight
        weight = torch.cat([network.tag.weight, network.inner.weight, mode[:, :width], mode[:, width:], linker.anchor.weight, linker.unit.weight])
        bias = torch.cat([network.tag.bias, network.inner.bias, linker.mode.bias, torch.zeros(len(mode)), linker.anchor.bias, linker.unit.bias])
        self.small = nn.Linear(width, 16)
        self.large = nn.Linear(width, len(bias) - 16)
        self.small.weight.data, self.small.bias.data = weight[:16].clone(), bias[:16].clone()
        self.large.weight.data, self.large.bias.data = weight[16:].clone(), bias[16:].clone()

    def forward(self, ids, features, first):
        hidden = self.norm(self.words(ids) + self.features(features) + self.positions[: ids.shape[0]])
        for layer, joined in zip(self.layers, self.queries_keys_values):
            q, k, v = (p.reshape(-1, self.heads, hidden.shape[-1] // self.heads).transpose(0, 1) for p in joined(hidden).chunk(3, -1))
            weights = torch.softmax(q @ k.transpose(1, 2), -1)
            mixed = (weights @ v).transpose(0, 1).reshape(-1, hidden.shape[-1])
            hidden = layer.attention.output.LayerNorm(layer.attention.output.dense(mixed) + hidden)
            inner = F.gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(inner) + hidden)
        units = hidden[first]
        return self.small(units), self.large(units), self.traits(units)


def _joined(attention: nn.Module, scale: float) -> nn.Linear:
    """Queries, divided by the scale of the attention, keys and values as one matrix: the input is quantised once."""
    parts = (attention.query, attention.key, attention.value)
    joined = nn.Linear(parts[0].in_features, sum(p.out_features for p in parts))
    joined.weight.data = torch.cat([attention.query.weight / scale, attention.key.weight, attention.value.weight])
    joined.bias.data = torch.cat([attention.query.bias / scale, attention.key.bias, attention.value.bias])
    return joined


class LinkerGraph(nn.Module):
    """anchors (N, 2 D), units (N, R, 2 D), zero where there is none -> logits (N, R, LABELS)."""

    def __init__(self, network: Network):
        super().__init__()
        self.linker = network.linker

    def forward(self, anchors, units):
        a1, a2 = anchors.chunk(2, -1)
        u1, u2 = units.chunk(2, -1)
        z = F.gelu(a1[:, None] + u1 + a2[:, None] * u2 + self.linker.distance.weight[None])
        z = self.linker.norm1(z + F.gelu(self.linker.near(z.transpose(1, 2))).transpose(1, 2))
        z = self.linker.norm2(z + F.gelu(self.linker.far(z.transpose(1, 2))).transpose(1, 2))
        return self.linker.label(z)


def export_encoder(network, traits, path, quantised):
    example = (torch.arange(1000, 1040), torch.zeros(40, dtype=torch.long), torch.arange(1, 39))
    torch.onnx.export(EncoderGraph(network, traits).eval(), example, str(path), input_names=["ids", "features", "first"], output_names=["small", "large", "traits"],
                      dynamic_axes={"ids": {0: "T"}, "features": {0: "T"}, "first": {0: "U"}, "small": {0: "U"}, "large": {0: "U"}, "traits": {0: "U"}}, opset_version=17, dynamo=False)
    if quantised:
        whole = path.with_suffix(".float.onnx")
        path.rename(whole)
        small = [n.name for n in onnx.load(whole).graph.node if "/small/" in n.name or "/traits/" in n.name]
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"], nodes_to_exclude=small,
                         extra_options={"MatMulConstBOnly": True})
        whole.unlink()


def export_linker(network, path):
    inner = network.linker.unit.out_features
    reach = network.linker.distance.num_embeddings
    example = (torch.zeros(3, inner), torch.zeros(3, reach, inner))
    torch.onnx.export(LinkerGraph(network).eval(), example, str(path), input_names=["anchors", "units"], output_names=["logits"],
                      dynamic_axes={"anchors": {0: "N"}, "units": {0: "N"}, "logits": {0: "N"}}, opset_version=17, dynamo=False)


def load_network(base: Path, weights: list[Path]) -> Network:
    network = Network.from_base(base)
    states = [torch.load(path, map_location="cpu") for path in weights]
    states = [s.get("average", s) if "network" in s else s for s in states]
    if states:
        network.load_state_dict({k: sum(s[k] for s in states) / len(states) if v.is_floating_point() else v for k, v in states[0].items()})
    return network.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--speakers", type=Path, required=True, help="what train_speakers.py wrote")
    parser.add_argument("--float", action="store_true")
    parser.add_argument("--source-bias", type=float, default=0.0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    network = load_network(args.base, args.weights)
    network.linker.label.bias.data[1] += args.source_bias
    heads = Heads(network.encoder.config.hidden_size)
    heads.load_state_dict(torch.load(args.speakers))
    with torch.no_grad():
        export_encoder(network, heads.traits, args.out / "encoder.onnx", not args.float)
        np.savez(args.out / "speakers.npz", **heads.small_weights())
        export_linker(network, args.out / "linker.onnx")
        np.savez(args.out / "transitions.npz", transitions=network.scores().numpy().astype(np.float32), first=network.first_label.numpy())
    load_tokenizer(args.base).save(str(args.out / "tokenizer.json"), pretty=False)


if __name__ == "__main__":
    main()
