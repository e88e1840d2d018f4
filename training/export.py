#!/usr/bin/env python3
"""Write the trained network as ONNX: the encoder with its heads, and the linker, both in int8.

    export.py --base DIR --weights average.pt [--weights other.pt] --heads heads.pt --out DIR [--float] [--source-bias 0.5]

Several --weights are averaged, parameter by parameter.  --float leaves them unquantised, for comparison.  --source-bias makes
the linker readier to begin a source: it was chosen on the held-out texts.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
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
    """anchors (N, 2 D), units (N, R, 2 D), zero where there is none -> logits (N, R, LABELS).  Convolutions are matrix products over shifted copies, which quantise better."""

    def __init__(self, network: Network):
        super().__init__()
        self.linker = network.linker
        self.near, self.far = (nn.Parameter(c.weight.data.permute(2, 1, 0).reshape(-1, c.out_channels).clone()) for c in (network.linker.near, network.linker.far))

    def forward(self, anchors, units):
        linker = self.linker
        a1, a2 = anchors.chunk(2, -1)
        u1, u2 = units.chunk(2, -1)
        z = F.gelu(a1[:, None] + u1 + a2[:, None] * u2 + linker.distance.weight[None])
        z = linker.norm1(z + F.gelu(_shifted(z, linker.near) @ self.near + linker.near.bias))
        z = linker.norm2(z + F.gelu(_shifted(z, linker.far) @ self.far + linker.far.bias))
        return linker.label(z)


def _shifted(z: torch.Tensor, convolution: nn.Conv1d) -> torch.Tensor:
    """(N, R, kernel * D): beside each unit what the convolution looks at."""
    (step,), (padding,), (kernel,) = convolution.dilation, convolution.padding, convolution.kernel_size
    padded = F.pad(z, (0, 0, padding, padding))
    return torch.cat([padded[:, k * step : k * step + z.shape[1]] for k in range(kernel)], -1)


def quantise_convolutions(path: Path) -> None:
    """What _shifted makes is quantised before it is padded and copied, and multiplied in int8, with a scale for each column of the weights."""
    model = onnx.load(path)
    graph = model.graph
    weights = {i.name: i for i in graph.initializer if i.name in ("near", "far")}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if node.op_type == "Pad":
            whole = node.input[0]
            quantised, scale, zero = (f"{whole}_{part}" for part in ("quantised", "scale", "zero"))
            nodes.append(helper.make_node("DynamicQuantizeLinear", [whole], [quantised, scale, zero]))
            node.input[0], node.input[2] = quantised, zero
        if node.op_type == "MatMul" and node.input[1] in weights:
            name, product = node.input[1], node.output[0]
            weight = numpy_helper.to_array(weights[name])
            scales = (np.abs(weight).max(0) / 127).astype(np.float32)
            for part, values in (("quantised", np.round(weight / scales).astype(np.int8)), ("scales", scales), ("zeros", np.zeros(len(scales), dtype=np.int8))):
                graph.initializer.append(numpy_helper.from_array(values, f"{name}_{part}"))
            graph.initializer.remove(weights[name])
            nodes += [helper.make_node("MatMulInteger", [node.input[0], f"{name}_quantised", zero, f"{name}_zeros"], [f"{product}_integer"]),
                      helper.make_node("Cast", [f"{product}_integer"], [f"{product}_float"], to=TensorProto.FLOAT), helper.make_node("Mul", [scale, f"{name}_scales"], [f"{product}_scales"]),
                      helper.make_node("Mul", [f"{product}_float", f"{product}_scales"], [product])]  # fmt: skip
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


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


def export_linker(network, path, quantised):
    inner = network.linker.unit.out_features
    reach = network.linker.distance.num_embeddings
    example = (torch.zeros(3, inner), torch.zeros(3, reach, inner))
    torch.onnx.export(LinkerGraph(network).eval(), example, str(path), input_names=["anchors", "units"], output_names=["logits"],
                      dynamic_axes={"anchors": {0: "N"}, "units": {0: "N"}, "logits": {0: "N"}}, opset_version=17, dynamo=False)
    if quantised:
        quantise_convolutions(path)


def load_network(base: Path, weights: list[Path], bfloat16: bool = False) -> Network:
    network = Network.from_base(base, bfloat16)
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
    parser.add_argument("--heads", type=Path, required=True, help="what train_heads.py wrote")
    parser.add_argument("--float", action="store_true")
    parser.add_argument("--source-bias", type=float, default=0.0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    network = load_network(args.base, args.weights)
    network.linker.label.bias.data[1] += args.source_bias
    heads = Heads(network.encoder.config.hidden_size)
    heads.load_state_dict(torch.load(args.heads))
    with torch.no_grad():
        export_encoder(network, heads.traits, args.out / "encoder.onnx", not args.float)
        np.savez(args.out / "heads.npz", **heads.small_weights())
        export_linker(network, args.out / "linker.onnx", not args.float)
        np.savez(args.out / "transitions.npz", transitions=network.scores().numpy().astype(np.float32), first=network.first_label.numpy())
    load_tokenizer(args.base).save(str(args.out / "tokenizer.json"), pretty=False)


if __name__ == "__main__":
    main()
