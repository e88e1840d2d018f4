"""Marks: what may pass a filter is never left out."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord import Query
from onrecord.keep.marks import MARK, SURE, fitting, marks_of
from onrecord.keep.schema import ACTS, KINDS, MODES

numbers = st.tuples(st.integers(0, 2), st.integers(0, 2), st.none() | st.integers(0, len(ACTS) - 1), st.integers(0, SURE))
some = st.fixed_dictionaries({"kind": st.lists(st.sampled_from(KINDS), unique=True), "mode": st.lists(st.sampled_from(MODES), unique=True), "act": st.lists(st.sampled_from(ACTS), unique=True),
                              "between": st.lists(st.integers(0, SURE).map(lambda number: number / SURE), min_size=2, max_size=2).map(sorted)})  # fmt: skip


@given(st.lists(numbers), some)
def test_all_that_pass_fit(rows, options):
    least, most = options["between"]
    query = Query(**{name: tuple(value) for name, value in options.items() if name != "between"}, min_confidence=least, max_confidence=most)
    marks = np.frombuffer(marks_of(rows), dtype=np.uint8).reshape(-1, MARK)
    fit = fitting(marks, query)
    if fit is None:
        assert not query.of_statements
        return
    for (kind, mode, act, confidence), passes in zip(rows, fit.tolist(), strict=True):
        chosen = (not query.kind or KINDS[kind] in query.kind) and (not query.mode or MODES[mode] in query.mode) and (not query.act or (act is not None and ACTS[act] in query.act))
        if passes != (chosen and least * SURE <= confidence <= most * SURE):
            assert passes and chosen and (0 < least * SURE - confidence < SURE / 255 + 1 or 0 < confidence - most * SURE < SURE / 255 + 1)


def test_what_is_no_number_is_none():
    assert marks_of([("x", None, None, "0.5"), (2, 1, 9, SURE)]) == bytes([15 << 4, 0, 2 | 1 << 2 | 9 << 4, 255])
