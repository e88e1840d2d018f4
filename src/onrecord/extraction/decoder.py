"""From the model's scores to statements over units: cues start them, and the best allowed sequence of labels fills them."""

from dataclasses import dataclass

import numpy as np

from onrecord.extraction.encoder import AFTER, BEFORE, LABELS, REACH, Model, Reading
from onrecord.extraction.tokens import Tokens, cut_windows
from onrecord.traits import COLUMNS

SOURCE, CUE, CONTENT = 1, 3, 5
SURELY_OUTSIDE = 0.01
RESCALED = 8  # steps after which probabilities are scaled up again
NOWHERE = np.array([0] + [-50] * (LABELS - 1), dtype=np.float32)  # scores of a unit that is not there


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as runs of units (start, end) in each role, with what speaks for it.

    `cue_probability` is that of the unit by which it was found, `role_probability` the mean over its units in each role of
    the linker's score for that role as a probability, `path` the logarithm of the probability of all its labels together.
    """

    anchor: int
    inner: bool
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    cue_probability: float
    role_probability: tuple[float, float, float]
    path: float
    mode_probability: tuple[float, float, float]


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(-1, keepdims=True))
    shares: np.ndarray = e / e.sum(-1, keepdims=True)
    return shares


def find_statements(model: Model, tokens: Tokens, cue_threshold: float, inner_threshold: float) -> tuple[list[Found], np.ndarray]:
    """Every statement that starts from a cue likelier than its threshold, in the order of the anchors; and the traits of all units."""
    anchors: list[_Anchor] = []
    rows: list[np.ndarray] = []
    traits: list[np.ndarray] = []
    for window in cut_windows(tokens):
        reading = model.read(tokens, window)
        core = slice(window.core_start - window.start, window.core_end - window.start)
        traits.append(reading.traits[core])
        outer, inner = softmax(reading.tags), softmax(reading.inner)
        here = {u: (False, p) for u, p in _anchors(outer[:, CUE], outer[:, CUE + 1], cue_threshold, core)}
        for u, p in _anchors(inner[:, 1], inner[:, 2], inner_threshold, core):
            here.setdefault(u, (True, p))
        if not here:
            continue
        at = np.array(sorted(here))
        logits = model.link(reading, at)
        position = at[:, None] + np.arange(-BEFORE, AFTER + 1)[None]
        logits[(position < 0) | (position >= len(reading.tags))] = NOWHERE
        rows.append(logits)
        anchors += [_Anchor(reading, window.start, int(u), *here[int(u)]) for u in at]
    all_traits = np.concatenate(traits) if traits else np.zeros((0, COLUMNS), dtype=np.float32)
    if not anchors:
        return [], all_traits
    logits = np.concatenate(rows)
    chances = softmax(logits)
    labels, path = best_labels(logits, chances[..., 0], *model.transitions)
    role_chances = _role_chances(labels, chances)
    found = (_statement(anchor, runs, role_chances[i], float(path[i])) for i, (anchor, runs) in enumerate(zip(anchors, _runs(labels))))
    return [statement for statement in found if statement], all_traits


def read_traits(model: Model, tokens: Tokens) -> np.ndarray:
    """The traits of all units, where the statements are known already."""
    traits = [model.read(tokens, window).traits[window.core_start - window.start : window.core_end - window.start] for window in cut_windows(tokens)]
    return np.concatenate(traits) if traits else np.zeros((0, COLUMNS), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A unit of a window that a statement was found by; `inner`: by the cues inside other statements."""

    reading: Reading
    window_start: int
    unit: int
    inner: bool
    probability: float


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


def best_labels(logits: np.ndarray, outside: np.ndarray, transitions: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Viterbi and the forward pass of the conditional random field: the best allowed label sequence a row (N, R), and the
    logarithm of its probability (N,).  Only units that may be in a role, by their probability of being `outside` (N, R), are looked at."""
    n = len(logits)
    labels = np.zeros(logits.shape[:2], dtype=np.int64)
    active = outside < 1 - SURELY_OUTSIDE
    begin = np.maximum(active.argmax(1) - 1, 0)
    end = np.minimum(REACH - active[:, ::-1].argmax(1) + 1, REACH)
    length = np.where(active.any(1), end - begin, 0)
    steps = int(length.max(initial=0))
    if not steps:
        return labels, np.zeros(n)
    order = np.argsort(-length, kind="stable")
    index = np.minimum(begin[order, None] + np.arange(steps)[None], REACH - 1)
    stretch = np.take_along_axis(logits[order], index[..., None], 1).astype(np.float64).transpose(1, 2, 0).copy()  # (steps, LABELS, rows): rows last, where numpy is fast
    best = np.empty((steps, LABELS, n))  # of the paths that end in each label
    best[0] = stretch[0] + np.where(begin[order] == 0, first[:, None], transitions[0][:, None])
    high = best[0].max(0)
    forward, scale = np.exp(best[0] - high), np.zeros(n)
    peaks = stretch.max(1)
    emitted, allowed, through = np.exp(stretch - peaks[:, None]), np.exp(np.maximum(transitions, -80)).T.copy(), transitions[:, :, None]
    live = np.searchsorted(-length[order], -np.arange(steps), side="left").tolist()  # so many rows are longer than each step
    for t in range(1, steps):
        k = live[t]
        np.add(np.maximum.reduce(best[t - 1, :, None, :k] + through, 0), stretch[t, :, :k], out=best[t, :, :k])
        best[t, :, k:] = best[t - 1, :, k:]
        forward[:, :k] = allowed @ forward[:, :k] * emitted[t, :, :k]
        if t % RESCALED == 0 or t == steps - 1:
            sums = forward.sum(0)
            forward /= sums
            scale += np.log(sums)
    inside = np.arange(1, steps)[:, None] < length[order]
    total = high + scale + np.where(inside, peaks[1:], 0).sum(0) + np.log((forward * np.exp(np.maximum(transitions[:, :1], -80))).sum(0))
    ended = best[-1] + transitions[:, :1]
    path = np.zeros(n)
    path[order] = ended.max(0) - total
    label = ended.argmax(0)
    for t in range(steps - 1, -1, -1):
        k = live[t]
        labels[order[:k], index[:k, t]] = label[:k]
        if t:
            label[:k] = (best[t - 1, :, :k] + transitions[:, label[:k]]).argmax(0)
    return labels, path


Runs = dict[int, list[tuple[int, int]]]


def _statement(anchor: _Anchor, runs: Runs, chances: np.ndarray, path: float) -> Found | None:
    """A row's runs of units in each role as a statement; chances (3,) of the roles.  None where nothing is content."""
    if not runs[CONTENT]:
        return None
    offset = anchor.unit - BEFORE
    source = [offset + i for s, e in runs[SOURCE] for i in range(s, e)]
    mode = anchor.reading.anchor_mode[anchor.unit] + (anchor.reading.source_mode[source].mean(0) if source else 0)
    said, thought, shown = softmax(mode).tolist()
    start = anchor.window_start + offset
    placed = {role: tuple((start + s, start + e) for s, e in runs[role]) for role in runs}
    of_source, of_cue, of_content = chances.tolist()
    return Found(anchor.window_start + anchor.unit, anchor.inner, placed[SOURCE], placed[CUE], placed[CONTENT], anchor.probability, (of_source, of_cue, of_content), path, (said, thought, shown))


def _role_chances(labels: np.ndarray, chances: np.ndarray) -> np.ndarray:
    """(N, 3): the mean probability of each role over the units that a row's labels (N, R) put in it, 0 where there is none."""
    means = np.zeros((len(labels), 3))
    for k, role in enumerate((SOURCE, CUE, CONTENT)):
        within = (labels == role) | (labels == role + 1)
        counts = within.sum(1)
        sums = ((chances[..., role] + chances[..., role + 1]) * within).sum(1)
        means[:, k] = np.where(counts, sums / np.maximum(counts, 1), 0)
    return means


def _runs(labels: np.ndarray) -> list[Runs]:
    """For each row of labels (N, R) the unbroken runs of units (start, end) in each role."""
    found: list[Runs] = [{SOURCE: [], CUE: [], CONTENT: []} for _ in labels]
    rows, units = np.nonzero(labels)
    roles = (labels[rows, units] - 1) | 1  # 1 and 2, 3 and 4, 5 and 6 are one role each
    begins = np.flatnonzero((np.diff(rows, prepend=-1) != 0) | (np.diff(units, prepend=-2) != 1) | (np.diff(roles, prepend=0) != 0))
    ends = np.append(begins[1:], len(rows)) - 1
    for row, role, start, last in zip(rows[begins].tolist(), roles[begins].tolist(), units[begins].tolist(), units[ends].tolist()):
        found[row][role].append((start, last + 1))
    return found
