#!/usr/bin/env python3
"""Read an exported model back into the network that it was made of, so that training can go on from weights of which only the ONNX files are kept.

    exported.py --base DIR --weights DIR --source-bias 0.5 --out average.pt --heads heads.pt

--weights: a folder that export.py wrote in int8.  Each matrix comes back to within half a step of its scale (a 127th of the largest weight of its column); the embeddings of words and segments are
the base's own, which training leaves as they are.  --source-bias: what export.py added, which is taken off again.
"""

import argparse
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from model import LABELS, MODES, Heads, Network
from onrecord.extraction.tokens import BREAKS, CASES, QUOTES

State = dict[str, torch.Tensor]


def arrays_of(path: Path) -> dict[str, np.ndarray]:
    """The graph's constants by name; what is quantised as X_quantized, with X_scale and X_zero_point, is given as X in float32."""
    stored = {i.name: numpy_helper.to_array(i) for i in onnx.load(path).graph.initializer}
    for name in [n for n in stored if n.endswith("_quantized")]:
        plain = name.removesuffix("_quantized")
        stored[plain] = (stored[name].astype(np.float32) - stored[f"{plain}_zero_point"].astype(np.float32)) * stored[f"{plain}_scale"]
    return stored


def state_of(folder: Path, network: Network, source_bias: float) -> State:
    """The parameters of `network`, by name, as they were before the export."""
    encoder, linker = arrays_of(folder / "encoder.onnx"), arrays_of(folder / "linker.onnx")
    state = network.state_dict()

    def matrix(name: str) -> torch.Tensor:
        return torch.from_numpy(encoder[f"{name}.weight_Transposed"].T.copy())

    def vector(name: str) -> torch.Tensor:
        return torch.from_numpy(encoder[name].copy())

    config = network.encoder.config
    width, scale = config.hidden_size, math.sqrt(config.hidden_size / config.num_attention_heads)
    state["encoder.embeddings.position_embeddings.weight"][:256] = vector("positions")
    for part in ("weight", "bias"):
        state[f"encoder.embeddings.LayerNorm.{part}"] = vector(f"norm.{part}")
    for number in range(config.num_hidden_layers):
        of = f"encoder.encoder.layer.{number}"
        weights, biases = matrix(f"queries_keys_values.{number}").chunk(3), vector(f"queries_keys_values.{number}.bias").chunk(3)
        for part, weight, bias, factor in zip(("query", "key", "value"), weights, biases, (scale, 1.0, 1.0)):
            state[f"{of}.attention.self.{part}.weight"], state[f"{of}.attention.self.{part}.bias"] = weight * factor, bias * factor
        for dense in ("attention.output.dense", "intermediate.dense", "output.dense"):
            state[f"{of}.{dense}.weight"], state[f"{of}.{dense}.bias"] = matrix(f"layers.{number}.{dense}"), vector(f"layers.{number}.{dense}.bias")
        for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
            for part in ("weight", "bias"):
                state[f"{of}.{norm}.{part}"] = vector(f"layers.{number}.{norm}.{part}")
    table = torch.from_numpy(encoder["features.weight"]).reshape(CASES, BREAKS, QUOTES, width) - network.segment().detach()
    state["case.weight"], state["line.weight"], state["quote.weight"] = table.mean((1, 2)), table.mean((0, 2)) - table.mean((0, 1, 2)), table.mean((0, 1)) - table.mean((0, 1, 2))

    doubled = network.linker.unit.out_features
    inner = doubled // 2
    weights, biases = torch.cat([matrix("small"), matrix("large")]), torch.cat([vector("small.bias"), vector("large.bias")])
    sizes = (LABELS, 3, len(MODES), len(MODES), doubled, doubled)
    tag, cue, by_anchor, by_source, anchor, unit = zip(weights.split(sizes), biases.split(sizes))
    for name, (weight, bias) in (("tag", tag), ("inner", cue), ("linker.anchor", anchor), ("linker.unit", unit)):
        state[f"{name}.weight"], state[f"{name}.bias"] = weight, bias
    state["linker.mode.weight"], state["linker.mode.bias"] = torch.cat([by_anchor[0], by_source[0]], 1), by_anchor[1]
    state["traits.weight"], state["traits.bias"] = matrix("traits"), vector("traits.bias")

    for name in ("linker.near.bias", "linker.far.bias", "linker.norm1.weight", "linker.norm1.bias", "linker.norm2.weight", "linker.norm2.bias", "linker.label.bias"):
        state[name] = torch.from_numpy(linker[name].copy())
    state["linker.label.bias"][1] -= source_bias
    for array in linker.values():  # these two lose their names in the export
        if array.shape == (1, *state["linker.distance.weight"].shape):
            state["linker.distance.weight"] = torch.from_numpy(array[0].copy())
        if array.shape == (inner, LABELS):
            state["linker.label.weight"] = torch.from_numpy(array.T.copy())
    for name in ("near", "far"):
        shifted = linker[f"{name}_quantised"].astype(np.float32) * linker[f"{name}_scales"]
        state[f"linker.{name}.weight"] = torch.from_numpy(shifted.reshape(-1, inner, inner).transpose(2, 1, 0).copy())
    kept = np.load(folder / "transitions.npz")
    state["transitions"], state["first_label"] = torch.from_numpy(kept["transitions"]) * (network.scores() > -1e3), torch.from_numpy(kept["first"])
    small = np.load(folder / "heads.npz")
    for head in ("act", "event"):
        state[f"{head}.weight"], state[f"{head}.bias"] = torch.from_numpy(small[f"{head}_output"].T.copy()), torch.from_numpy(small[f"{head}_bias"])
    return state


def heads_of(folder: Path, state: State) -> State:
    """The parameters of Heads."""
    small = {name: torch.from_numpy(values) for name, values in np.load(folder / "heads.npz").items()}
    heads = {name: state[name] for name in ("traits.weight", "traits.bias", "act.weight", "act.bias", "event.weight", "event.bias")}
    return heads | {"first.weight": small["hidden"].T.contiguous(), "first.bias": small["hidden_bias"], "second.weight": small["output"][None], "kind.weight": small["kind"].T.contiguous(), "kind.bias": small["kind_bias"]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--source-bias", type=float, default=0.0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--heads", type=Path, required=True)
    args = parser.parse_args()
    network = Network.from_base(args.base)
    with torch.no_grad():
        state = state_of(args.weights, network, args.source_bias)
    network.load_state_dict(state)
    heads = Heads(network.encoder.config.hidden_size)
    heads.load_state_dict(heads_of(args.weights, state))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.out)
    torch.save(heads.state_dict(), args.heads)


if __name__ == "__main__":
    main()
