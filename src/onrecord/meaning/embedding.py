"""Words as vectors: all-MiniLM-L6-v2 in int8, of which texts that mean nearly the same have a large cosine (Reimers and Gurevych, 2019).

onnxruntime is imported when a text is first embedded.  Texts run one at a time and without padding, so that a text's vector does not depend on what it is batched with (see `onrecord.extraction.encoder`).
"""

import json
import re
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import ModelError
from onrecord.extraction.encoder import WEIGHTS as EXTRACTION

WEIGHTS = Path(str(files("onrecord.meaning") / "weights"))
LONGEST = 256  # wordpieces, with the two that mark begin and end; what comes behind is not looked at
LEAD, SHARE = 600, 0.5  # characters that a report begins with, and their weight beside what is said in it
_CHARACTERS = 4_000  # that may hold so many
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Embedding:
    """The embedding in a folder.  Raises ModelError where a file is missing, or, when it is first used, damaged."""

    def __init__(self, folder: Path = WEIGHTS):
        self.folder = Path(folder)
        missing = [name for name in ("embedding.onnx", "embedding.json") if not (self.folder / name).is_file()]
        if missing:
            raise ModelError(f"{self.folder} lacks {', '.join(missing)}: install onrecord again")

    @cached_property
    def _card(self) -> dict[str, Any]:
        card: dict[str, Any] = json.loads((self.folder / "embedding.json").read_text(encoding="utf-8"))
        return card

    @property
    def name(self) -> str:
        """Another one whenever the same words would have another vector."""
        return str(self._card["name"])

    @cached_property
    def centre(self) -> np.ndarray:
        """(D,), the mean vector of what is said in reports."""
        return np.array(self._card["centre"], dtype=np.float32)

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(EXTRACTION / "tokenizer.json"))

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(str(self.folder / "embedding.onnx"), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors have no common base class
            raise ModelError(f"{self.folder / 'embedding.onnx'} is damaged ({type(error).__name__}): install onrecord again") from None

    def pieces(self, text: str, longest: int = LONGEST) -> list[int]:
        """The wordpieces of a text, as far as they are looked at; none where there is no word that the vocabulary knows."""
        found = self._tokenizer.encode(_LONE_SURROGATE.sub("\ufffd", text[:_CHARACTERS]))
        ids: list[int] = found.ids
        return [*ids[: longest - 1], ids[-1]] if any(piece.isalnum() for piece in found.tokens) else []

    def embed(self, text: str, longest: int = LONGEST) -> np.ndarray | None:
        """(D,), of length 1, of so many wordpieces at most; None for a text without a word that the vocabulary knows, which has no meaning here."""
        ids = self.pieces(text, longest)
        if not ids:
            return None
        vector: np.ndarray = self._session.run(None, {"ids": np.array(ids, dtype=np.int64)})[0]
        return vector

    def embed_question(self, words: str) -> np.ndarray | None:
        """As `embed`, without the question mark at the end: nearest to a question are questions, and it is answers that are wanted."""
        return self.embed(words.rstrip().rstrip("?"))

    def embed_contents(self, text: str, contents: Iterable[str]) -> list[np.ndarray | None]:
        """What is said in a report, each with a share of the report's beginning, which tells what it is about; None for what has no meaning by itself."""
        lead = self.embed(text[:LEAD])
        return [_mixed(vector, lead) for vector in map(self.embed, contents)]


def _mixed(vector: np.ndarray | None, lead: np.ndarray | None) -> np.ndarray | None:
    if vector is None or lead is None:
        return vector
    mixed = vector + SHARE * lead
    unit: np.ndarray = mixed / np.linalg.norm(mixed)
    return unit


@cache
def embedding() -> Embedding:
    """The one that comes with onrecord, loaded once a process."""
    return Embedding()
