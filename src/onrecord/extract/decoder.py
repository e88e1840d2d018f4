"""From the model's scores to statements over units: cues start them, and the best allowed sequence of labels fills them."""

from dataclasses import dataclass

import numpy as np

from onrecord.extract.encoder import AFTER, BEFORE, LABELS, REACH, Model, Reading
from onrecord.extract.tokens import Tokens, cut_windows

SOURCE, CUE, CONTENT = 1, 3, 5
SURELY_OUTSIDE = 0.01


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as runs of units (start, end) in each role, with what speaks for it.

    `cue_probability` is that of the unit by which it was found, `role_probability` the mean over its units in each role of
    the linker's probability for that role, `edge_probability` the least over the edges of its content.
    """

    anchor: int
    inner: bool
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    cue_probability: float
    role_probability: tuple[float, float, float]
    edge_probability: float
    mode_probability: tuple[float, float, float]


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(-1, keepdims=True))
    shares: np.ndarray = e / e.sum(-1, keepdims=True)
    return shares


def find_statements(model: Model, tokens: Tokens, cue_threshold: float, inner_threshold: float) -> list[Found]:
    """Every statement that starts from a cue likelier than its threshold, in the order of the anchors."""
    found: list[Found] = []
    for window in cut_windows(tokens):
        reading = model.read(tokens, window)
        core = slice(window.core_start - window.start, window.core_end - window.start)
        outer, inner = softmax(reading.tags), softmax(reading.inner)
        anchors = [(u, False, p) for u, p in _anchors(outer[:, CUE], outer[:, CUE + 1], cue_threshold, core)]
        taken = {u for u, _, _ in anchors}
        anchors += [(u, True, p) for u, p in _anchors(inner[:, 1], inner[:, 2], inner_threshold, core) if u not in taken]
        if not anchors:
            continue
        anchors.sort()
        at = np.array([u for u, _, _ in anchors])
        logits = model.link(reading, at)
        position = at[:, None] + np.arange(-BEFORE, AFTER + 1)[None]
        logits[(position < 0) | (position >= len(reading.tags))] = [0] + [-50] * (LABELS - 1)
        labels, chances = best_labels(logits, *model.transitions), softmax(logits)
        for row, (u, is_inner, p) in enumerate(anchors):
            offset = window.start + u - BEFORE
            statement = _statement(labels[row], chances[row], offset, u + window.start, is_inner, p, reading, window.start)
            if statement:
                found.append(statement)
    return found


def _anchors(begins: np.ndarray, inside: np.ndarray, threshold: float, core: slice) -> list[tuple[int, float]]:
    """The likeliest unit of each run of units that are part of a cue, with its probability."""
    chance = begins + inside
    anchors: list[tuple[int, float]] = []
    previous = -2
    for u in map(int, np.flatnonzero(chance > threshold)):
        if u == previous + 1 and inside[u] >= begins[u]:
            if chance[u] > anchors[-1][1]:
                anchors[-1] = (u, float(chance[u]))
        else:
            anchors.append((u, float(chance[u])))
        previous = u
    return [(u, p) for u, p in anchors if core.start <= u < core.stop]


def best_labels(logits: np.ndarray, transitions: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Viterbi: the best allowed label sequence a row, (N, R).  Only units that may be in a role are looked at."""
    n = len(logits)
    active = softmax(logits)[..., 0] < 1 - SURELY_OUTSIDE
    labels = np.zeros(logits.shape[:2], dtype=np.int64)
    begin = np.maximum(active.argmax(1) - 1, 0)
    end = np.minimum(REACH - active[:, ::-1].argmax(1) + 1, REACH)
    length = np.where(active.any(1), end - begin, 0)
    steps = int(length.max(initial=0))
    if not steps:
        return labels
    index = np.minimum(begin[:, None] + np.arange(steps)[None], REACH - 1)
    stretch = np.take_along_axis(logits, index[..., None], 1)
    score = stretch[:, 0] + np.where(begin[:, None] == 0, first, transitions[0])
    back = np.zeros((steps, n, LABELS), dtype=np.int64)
    for t in range(1, steps):
        options = score[:, :, None] + transitions[None]
        back[t] = options.argmax(1)
        ahead = options.max(1) + stretch[:, t]
        live = t < length
        score = np.where(live[:, None], ahead, score)
        back[t][~live] = np.arange(LABELS)
    rows = np.arange(n)
    label = (score + transitions[:, 0]).argmax(1)
    for t in range(steps - 1, -1, -1):
        live = t < length
        labels[rows[live], index[live, t]] = label[live]
        label = back[t][rows, label]
    return labels


def _statement(
    labels: np.ndarray, chances: np.ndarray, offset: int, anchor: int, inner: bool, cue_probability: float, reading: Reading, window_start: int
) -> Found | None:
    """A row of labels as a statement; `offset` is the unit of the row's first label.  None where nothing is content."""
    runs = {role: _runs(labels, role) for role in (SOURCE, CUE, CONTENT)}
    if not runs[CONTENT]:
        return None

    def mean_probability(role: int) -> float:
        units = [i for s, e in runs[role] for i in range(s, e)]
        return float(chances[units, role : role + 2].sum(-1).mean()) if units else 0.0

    edges = [i for s, e in runs[CONTENT] for i in (s, e - 1)] + [i for s, e in runs[CONTENT] for i in (s - 1, e) if 0 <= i < len(labels) and labels[i] == 0]
    edge = min(float(chances[i, CONTENT : CONTENT + 2].sum() if labels[i] >= CONTENT else chances[i, 0]) for i in edges)
    source = [offset + i - window_start for s, e in runs[SOURCE] for i in range(s, e)]
    mode = reading.anchor_mode[anchor - window_start] + (reading.source_mode[source].mean(0) if source else 0)
    placed = {role: tuple((offset + s, offset + e) for s, e in runs[role]) for role in runs}
    said, thought, shown = softmax(mode).tolist()
    return Found(anchor, inner, placed[SOURCE], placed[CUE], placed[CONTENT], cue_probability,
                 (mean_probability(SOURCE), mean_probability(CUE), mean_probability(CONTENT)), edge, (said, thought, shown))


def _runs(labels: np.ndarray, begin: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i in np.flatnonzero((labels == begin) | (labels == begin + 1)):
        if runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], int(i) + 1)
        else:
            runs.append((int(i), int(i) + 1))
    return runs
