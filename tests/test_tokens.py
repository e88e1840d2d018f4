import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extraction.encoder import Model
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.tokens import BREAKS, CASES, QUOTES, WINDOW, Tokens, cut_windows, tokenize

TOKENIZER = Model().tokenizer
words = st.text(alphabet=st.sampled_from("ab Zé.\n\"“’ \t漢🙂1"), max_size=3000)


def units(text: str) -> Tokens:
    return tokenize(TOKENIZER, text, find_quotations(text))


@given(words)
@settings(max_examples=60, deadline=None)
def test_units_lie_in_the_text_in_order_and_features_are_in_range(text):
    tokens = units(text)
    assert all(0 <= s < e <= len(text) for s, e in zip(tokens.starts, tokens.ends))
    assert (np.diff(tokens.starts) >= 0).all()
    assert ((tokens.features >= 0) & (tokens.features < CASES * BREAKS * QUOTES)).all()


@given(words, st.integers(min_value=8, max_value=64))
@settings(max_examples=60, deadline=None)
def test_every_unit_has_one_window_that_answers_for_it(text, size):
    tokens = units(text)
    windows = cut_windows(tokens, size, size // 5)
    answered = [u for w in windows for u in range(w.core_start, w.core_end)]
    assert answered == list(range(len(tokens.first)))
    assert all(w.start <= w.core_start < w.core_end <= w.end for w in windows)


def test_windows_hold_no_more_wordpieces_than_the_model_reads():
    tokens = units("The council met. " * 400 + "\n\n" + "Nobody came, she said.\n" * 300)
    position = np.append(tokens.first, len(tokens.ids))
    assert all(position[w.end] - position[w.start] <= WINDOW for w in cut_windows(tokens))


@pytest.mark.parametrize(("word", "case"), [("dam", 1), ("Dam", 2), ("DAM", 3), ("D", 2), ("iPad", 4), ("12", 0)])
def test_letter_case_is_told_beside_the_uncased_vocabulary(word, case):
    tokens = units(word)
    assert tokens.features[0] // (BREAKS * QUOTES) == case
