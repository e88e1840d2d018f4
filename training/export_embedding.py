#!/usr/bin/env python3
"""Write all-MiniLM-L6-v2 as ONNX in int8: what turns words into the vector by which statements are searched by meaning.

    export_embedding.py --base BASE --reports ../reports/train --out ../src/onrecord/meaning/weights [--float]

BASE is all-MiniLM-L6-v2 unpacked (see README.md); nothing is trained.  The graph takes the wordpieces of one text and gives the mean of their last hidden states, of length 1, as Reimers and
Gurevych (2019) have it.  Its vocabulary is that of the extraction model, whose tokenizer.json it shares.  Beside it goes the mean vector of what is said
in annotated reports, around which vectors are told apart when they are kept in few bytes.  --float leaves it unquantised, for comparison.
"""

import argparse
import hashlib
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel

from export import _joined
from onrecord.meaning.codes import DIMENSIONS
from onrecord.meaning.embedding import LEAD, SHARE, Embedding

POSITIONS = 256  # wordpieces of the longest text: what the model was trained on


class EmbeddingGraph(nn.Module):
    """One text without padding: ids (T,) -> vector (D,)."""

    def __init__(self, encoder: nn.Module):
        super().__init__()
        embeddings, config = encoder.embeddings, encoder.config
        self.words = nn.Embedding.from_pretrained(embeddings.word_embeddings.weight)
        self.positions = nn.Parameter(embeddings.position_embeddings.weight[:POSITIONS] + embeddings.token_type_embeddings.weight[0])
        self.norm, self.layers, self.heads = embeddings.LayerNorm, encoder.encoder.layer, config.num_attention_heads
        self.queries_keys_values = nn.ModuleList(_joined(layer.attention.self, math.sqrt(config.hidden_size / config.num_attention_heads)) for layer in self.layers)

    def forward(self, ids):
        hidden = self.norm(self.words(ids) + self.positions[: ids.shape[0]])
        for layer, joined in zip(self.layers, self.queries_keys_values):
            q, k, v = (p.reshape(-1, self.heads, hidden.shape[-1] // self.heads).transpose(0, 1) for p in joined(hidden).chunk(3, -1))
            mixed = (torch.softmax(q @ k.transpose(1, 2), -1) @ v).transpose(0, 1).reshape(-1, hidden.shape[-1])
            hidden = layer.attention.output.LayerNorm(layer.attention.output.dense(mixed) + hidden)
            hidden = layer.output.LayerNorm(layer.output.dense(F.gelu(layer.intermediate.dense(hidden))) + hidden)
        return F.normalize(hidden.mean(0), dim=0)


def export(base: Path, out: Path, quantised: bool) -> None:
    graph = EmbeddingGraph(AutoModel.from_pretrained(base).eval()).eval()
    whole = out.with_suffix(".float.onnx") if quantised else out
    torch.onnx.export(graph, (torch.arange(1000, 1040),), str(whole), input_names=["ids"], output_names=["vector"], dynamic_axes={"ids": {0: "T"}}, opset_version=17, dynamo=False)
    if quantised:
        quantize_dynamic(whole, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"], extra_options={"MatMulConstBOnly": True})
        whole.unlink()


def vectors_in(embedding: Embedding, reports: Path) -> list[np.ndarray]:
    """Of the statements of annotated reports."""
    found = []
    for path in sorted(reports.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        contents = [" ".join(text[start:end] for start, end in row["content"]) for row in json.loads(path.read_text(encoding="utf-8"))["statements"]]
        found += [vector for vector in embedding.embed_contents(text, contents) if vector is not None]
    return found


def write_card(out: Path, reports: Path) -> None:
    """Its name ends with the beginning of the hash of all that a vector depends on."""
    card = out / "embedding.json"
    name = "all-MiniLM-L6-v2-" + hashlib.sha256((out / "embedding.onnx").read_bytes() + f"{LEAD} {SHARE}".encode()).hexdigest()[:8]
    card.write_text(json.dumps({"name": name, "licence": "Apache-2.0", "centre": [0.0] * DIMENSIONS}))
    vectors = vectors_in(Embedding(out), reports)
    card.write_text(json.dumps({"name": name, "licence": "Apache-2.0", "centre": [round(float(value), 5) for value in np.mean(vectors, axis=0)]}) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        export(args.base, args.out / "embedding.onnx", not args.float)
    write_card(args.out, args.reports)


if __name__ == "__main__":
    main()
