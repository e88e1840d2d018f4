"""The trained model: an ONNX encoder that reads one window, and the linker that is asked about each cue.

onnxruntime is imported when a model is first loaded, since its import alone takes 0.4 s.  Windows run one at a time and
without padding: dynamic int8 takes its scales from everything in a run, so that only then is a text's result the same
whatever it is batched with (onnxruntime issue 10111); it is no slower than padded batches on one thread.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.classify.acts import ActCalibration, ActWeights
from onrecord.errors import ModelError
from onrecord.extraction.tokens import CLS, SEP, Tokens, Window
from onrecord.follow.events import EventWeights
from onrecord.resolve.speakers import Weights
from onrecord.resolve.telling import Calibration

FILES = ("encoder.onnx", "linker.onnx", "tokenizer.json", "transitions.npz", "heads.npz", "card.json")
WEIGHTS = Path(str(files("onrecord.extraction") / "weights"))
LABELS = 7  # 0 outside; 1 and 2, 3 and 4, 5 and 6: begin and inside of source, cue, content
BEFORE, AFTER = 56, 96  # units around an anchor that may belong to its statement
REACH = BEFORE + 1 + AFTER


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder tells of each unit of a window.

    tags (U, 7) and inner (U, 3) are logits of BIO labels of the outer statements' roles and of the inner statements' cues;
    anchor_mode and source_mode (U, 3) add up to the logits of a statement's mode; anchor and unit (U, D) go to the linker; traits (U, T) tell
    what resolving speakers goes by.
    """

    tags: np.ndarray
    inner: np.ndarray
    anchor_mode: np.ndarray
    source_mode: np.ndarray
    anchor: np.ndarray
    unit: np.ndarray
    traits: np.ndarray


def inputs_of(tokens: Tokens, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of the encoder: ids and features (T,) of the window's wordpieces between CLS and SEP, and first (U,), the index of each unit's first wordpiece."""
    position = tokens.first[window.start]
    end = tokens.first[window.end] if window.end < len(tokens.first) else len(tokens.ids)
    ids = np.concatenate(([CLS], tokens.ids[position:end], [SEP]))
    features = np.concatenate(([0], tokens.features[position:end], [0]))
    return ids, features, tokens.first[window.start : window.end] - position + 1


class Model:
    """A model in a folder that holds FILES.  Raises ModelError where one is missing or, when it is first used, damaged."""

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1):
        self.folder, self.threads = Path(folder), threads
        missing = [name for name in FILES if not (self.folder / name).is_file()]
        if missing:
            raise ModelError(f"{self.folder} lacks {', '.join(missing)}: install onrecord again, or name a folder that has a model's files")

    def _session(self, name: str) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return onnxruntime.InferenceSession(str(self.folder / name), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's own errors have no common base class
            raise ModelError(f"{self.folder / name} is damaged ({type(error).__name__}): install onrecord again") from None

    @cached_property
    def encoder(self) -> Any:
        return self._session("encoder.onnx")

    @cached_property
    def linker(self) -> Any:
        return self._session("linker.onnx")

    @cached_property
    def tokenizer(self) -> Tokenizer:
        return Tokenizer.from_file(str(self.folder / "tokenizer.json"))

    @cached_property
    def card(self) -> dict[str, Any]:
        """The model's name, its decision thresholds and calibration, and the figures measured for it."""
        card: dict[str, Any] = json.loads((self.folder / "card.json").read_text(encoding="utf-8"))
        return card

    @cached_property
    def transitions(self) -> tuple[np.ndarray, np.ndarray]:
        """(7, 7) scores of one label after another, and (7,) of a label at the first unit."""
        kept = np.load(self.folder / "transitions.npz")
        return kept["transitions"], kept["first"]

    @cached_property
    def _heads(self) -> dict[str, np.ndarray]:
        return dict(np.load(self.folder / "heads.npz"))

    @cached_property
    def speaker_weights(self) -> Weights:
        """The small matrices with which speakers are resolved."""
        return Weights(**{name: self._heads[name] for name in Weights.__dataclass_fields__})

    @cached_property
    def act_weights(self) -> ActWeights:
        """The small matrices with which acts are told."""
        return ActWeights(self._heads["act_output"], self._heads["act_bias"], ActCalibration(**self.card["act_calibration"]))

    @cached_property
    def event_weights(self) -> EventWeights:
        """The small matrices with which the events of clauses are told."""
        return EventWeights(self._heads["event_output"], self._heads["event_bias"])

    @cached_property
    def speaker_calibration(self) -> Calibration:
        fitted = self.card["speaker_calibration"]
        return Calibration(fitted["slope"], fitted["bias"], self.card["least_speaker_confidence"])

    def read(self, tokens: Tokens, window: Window) -> Reading:
        ids, features, first = inputs_of(tokens, window)
        small, large, traits = self.encoder.run(None, {"ids": ids, "features": features, "first": first})
        half = large.shape[1] // 2
        return Reading(small[:, :7], small[:, 7:10], small[:, 10:13], small[:, 13:16], large[:, :half], large[:, half:], traits)

    def link(self, reading: Reading, at: np.ndarray) -> np.ndarray:
        """Logits (N, REACH, 7) of the units around each anchor `at` (N,), which index the reading's units."""
        padded = np.concatenate((np.zeros((BEFORE, reading.unit.shape[1]), dtype=np.float32), reading.unit, np.zeros((AFTER, reading.unit.shape[1]), dtype=np.float32)))
        units = np.stack([padded[u : u + REACH] for u in at.tolist()])
        logits: np.ndarray = self.linker.run(None, {"anchors": reading.anchor[at], "units": units})[0]
        return logits
