"""From the model's scores to statements over units: cues start them, and the best allowed sequence of labels fills them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from onrecord.extraction.encoder import AFTER, BEFORE, LABELS, REACH, Model, Reading
from onrecord.extraction.tokens import Tokens, Window, cut_windows
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
    """Over the last axis, which the result has first in memory: numpy is fast over many rows, and slow over few columns."""
    columns = logits.reshape(-1, logits.shape[-1]).T.copy()
    shares = np.exp(columns - columns.max(0))
    shares /= shares.sum(0)
    rows: np.ndarray = shares.T.reshape(logits.shape)
    return rows


def find_statements(model: Model, tokens: Tokens, cue_threshold: float, inner_threshold: float) -> tuple[list[Found], np.ndarray]:
    """Every statement that starts from a cue likelier than its threshold, in the order of the anchors; and the traits of all units."""
    return find_in_each(model, [tokens], cue_threshold, inner_threshold)[0]


def find_in_each(model: Model, texts: Sequence[Tokens], cue_threshold: float, inner_threshold: float) -> list[tuple[list[Found], np.ndarray]]:
    """The same of several texts together, step by step: encoder and linker leave little of anything else in the processor's caches, so that what is done between their runs is done once for all windows."""
    windows = [(number, window) for number, tokens in enumerate(texts) for window in cut_windows(tokens)]
    readings = [model.read(texts[number], window) for number, window in windows]
    anchors: list[list[_Anchor]] = [[] for _ in texts]
    rows: list[np.ndarray] = []
    for (number, window), reading, here in zip(windows, readings, _anchors_of(readings, [window for _, window in windows], cue_threshold, inner_threshold)):
        if here:
            rows.append(_linked(model, reading, np.array(sorted(here))))
            anchors[number] += [_Anchor(reading, window.start, u, *here[u]) for u in sorted(here)]
    found = iter(_decoded(model, [anchor for each in anchors for anchor in each], np.concatenate(rows)) if rows else ())
    traits: list[list[np.ndarray]] = [[] for _ in texts]
    for (number, window), reading in zip(windows, readings):
        traits[number].append(_core_of(window, reading.traits))
    return [([statement for statement in islice(found, len(each)) if statement.content], _joined(parts)) for each, parts in zip(anchors, traits)]


def _linked(model: Model, reading: Reading, at: np.ndarray) -> np.ndarray:
    """The linker's logits for the anchors `at` of a window, in which units outside of it are nowhere."""
    logits = model.link(reading, at)
    position = at[:, None] + np.arange(-BEFORE, AFTER + 1)[None]
    logits[(position < 0) | (position >= len(reading.tags))] = NOWHERE
    return logits


def _core_of(window: Window, rows: np.ndarray) -> np.ndarray:
    """Of rows for all units of a window those for the units that it answers for."""
    return rows[window.core_start - window.start : window.core_end - window.start]


def _joined(traits: Sequence[np.ndarray]) -> np.ndarray:
    """(units, COLUMNS) of a text, from those of its windows."""
    if len(traits) == 1:
        return traits[0]
    return np.concatenate(traits) if traits else np.zeros((0, COLUMNS), dtype=np.float32)


def _decoded(model: Model, anchors: Sequence["_Anchor"], logits: np.ndarray) -> list[Found]:
    """Each anchor with the units that the linker's logits (N, REACH, LABELS) put in its roles."""
    chances = softmax(logits)
    labels, path = best_labels(logits, chances[..., 0], *model.transitions)
    role_chances = _role_chances(labels, chances)
    runs = _runs(labels)
    modes = softmax(np.array([_mode(anchor, run[SOURCE]) for anchor, run in zip(anchors, runs)]))
    told = zip(anchors, runs, map(tuple, role_chances.tolist()), path.tolist(), map(tuple, modes.tolist()))
    return [_statement(*each) for each in told]


def read_traits(model: Model, tokens: Tokens) -> np.ndarray:
    """The traits of all units, where the statements are known already."""
    return _joined([_core_of(window, model.read(tokens, window).traits) for window in cut_windows(tokens)])


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A unit of a window that a statement was found by; `inner`: by the cues inside other statements."""

    reading: Reading
    window_start: int
    unit: int
    inner: bool
    probability: float


def _anchors_of(readings: Sequence[Reading], windows: Sequence[Window], cue_threshold: float, inner_threshold: float) -> list[dict[int, tuple[bool, float]]]:
    """For each window the units that statements are found by -> whether by the cues inside other statements, and the probability."""
    if not readings:
        return []
    outer, inner = softmax(np.concatenate([r.tags for r in readings])), softmax(np.concatenate([r.inner for r in readings]))
    found = []
    at = 0
    for reading, window in zip(readings, windows):
        own = slice(at, at + len(reading.tags))
        core = slice(window.core_start - window.start, window.core_end - window.start)
        here = {u: (False, p) for u, p in _anchors(outer[own, CUE], outer[own, CUE + 1], cue_threshold, core)}
        for u, p in _anchors(inner[own, 1], inner[own, 2], inner_threshold, core):
            here.setdefault(u, (True, p))
        found.append(here)
        at = own.stop
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


def best_labels(logits: np.ndarray, outside: np.ndarray, transitions: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Viterbi and the forward pass of the conditional random field: the best allowed label sequence a row (N, R), and the
    logarithm of its probability (N,).  Only units that may be in a role, by their probability of being `outside` (N, R), are looked at."""
    n = len(logits)
    labels, path = np.zeros(logits.shape[:2], dtype=np.int64), np.zeros(n)
    active = outside < 1 - SURELY_OUTSIDE
    begin = np.maximum(active.argmax(1) - 1, 0)
    end = np.minimum(REACH - active[:, ::-1].argmax(1) + 1, REACH)
    length = np.where(active.any(1), end - begin, 0)
    steps = int(length.max(initial=0))
    if not steps:
        return labels, path
    order = np.argsort(-length, kind="stable")  # the longest first: rows end together; a shorter one enters later, and what it has before is overwritten then
    begin, end, length = begin[order], end[order], length[order]
    entry, step = steps - length, np.arange(steps)[:, None]
    index = end - steps + step
    best = logits[order, np.maximum(index, 0)].transpose(0, 2, 1).astype(np.float64, order="C")  # (steps, LABELS, rows) of the paths that end in each label; rows last, where numpy is fast
    peaks = best.max(1)
    emitted = np.exp(best - peaks[:, None])
    step_score = transitions.astype(np.float64)
    through, allowed = np.repeat(step_score[:, :, None], n, 2), np.exp(np.maximum(transitions, -80)).T.astype(np.float64)
    begun = best[np.minimum(entry, steps - 1), :, np.arange(n)].T + np.where(begin == 0, first[:, None], transitions[0][:, None])
    high = begun.max(0)
    entered = np.exp(begun - high)
    times, firsts = np.unique(entry, return_index=True)
    entering = {t: slice(a, b) for t, a, b in zip(times.tolist(), firsts.tolist(), [*firsts[1:].tolist(), n])}
    forward, scale, ahead, spare = np.ones((LABELS, n)), np.zeros(n), np.empty((LABELS, LABELS, n)), np.empty((LABELS, n))
    for t in range(steps):
        if t:
            np.add(best[t - 1][:, None], through, out=ahead)
            best[t] += np.maximum.reduce(ahead, 0, out=spare)
            np.multiply(np.dot(allowed, forward, out=spare), emitted[t], out=forward)
        if t in entering:
            rows = entering[t]
            best[t][:, rows], forward[:, rows], scale[rows] = begun[:, rows], entered[:, rows], 0
        if t % RESCALED == 0 or t == steps - 1:
            sums = forward.sum(0)
            forward /= sums
            scale += np.log(sums)
    total = high + scale + np.where(step > entry, peaks, 0).sum(0) + np.log((forward * np.exp(np.maximum(transitions[:, :1], -80))).sum(0))
    ended = best[-1] + transitions[:, :1]
    chosen = np.empty((steps, n), dtype=np.int64)
    chosen[-1] = ended.argmax(0)
    for t in range(steps - 1, 0, -1):
        chosen[t - 1] = (best[t - 1] + step_score.take(chosen[t], 1)).argmax(0)
    at, row = np.nonzero(step >= entry)
    labels[order[row], index[at, row]] = chosen[at, row]
    path[order] = np.where(length, ended.max(0) - total, 0.0)
    return labels, path


Runs = dict[int, list[tuple[int, int]]]


def _mode(anchor: _Anchor, source: list[tuple[int, int]]) -> np.ndarray:
    """(3,) logits of a statement's mode, by its anchor and the runs of its source."""
    mode: np.ndarray = anchor.reading.anchor_mode[anchor.unit]
    if source:
        offset = anchor.unit - BEFORE
        units = np.concatenate([anchor.reading.source_mode[offset + s : offset + e] for s, e in source])
        mode = mode + units.sum(0) / len(units)
    return mode


def _statement(anchor: _Anchor, runs: Runs, chances: tuple[float, float, float], path: float, modes: tuple[float, float, float]) -> Found:
    """A row's runs of units in each role as a statement; chances of the roles, and of the modes."""
    start = anchor.window_start + anchor.unit - BEFORE
    placed = {role: tuple((start + s, start + e) for s, e in runs[role]) for role in runs}
    return Found(anchor.window_start + anchor.unit, anchor.inner, placed[SOURCE], placed[CUE], placed[CONTENT], anchor.probability, chances, path, modes)


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
    goes_on = (rows[1:] == rows[:-1]) & (units[1:] == units[:-1] + 1) & (roles[1:] == roles[:-1])
    begins, ends = np.flatnonzero(np.append(True, ~goes_on)[: len(rows)]), np.flatnonzero(np.append(~goes_on, True)[: len(rows)])
    for row, role, start, last in zip(rows[begins].tolist(), roles[begins].tolist(), units[begins].tolist(), units[ends].tolist()):
        found[row][role].append((start, last + 1))
    return found
