"""Our wordpieces beside those of the library that the vocabulary is a file of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from onrecord import ModelError
from onrecord.extraction.encoder import FILES, WEIGHTS, Model
from onrecord.extraction.wordpieces import LONGEST, Wordpieces

FILE = WEIGHTS / "tokenizer.json"
LIBRARY, OURS = Tokenizer.from_file(str(FILE)), Wordpieces.from_file(FILE)
SURROGATES = range(0xD800, 0xE000)


def both(text: str, special: bool = False):
    found, ours = LIBRARY.encode(text, add_special_tokens=special), OURS.encode(text, add_special_tokens=special)
    return (found.ids, found.tokens, [tuple(span) for span in found.offsets], found.word_ids), tuple(ours)


@pytest.mark.parametrize("part", range(4))
def test_every_character_is_taken_as_the_library_takes_it(part):
    """Within a word; of those that nobody has assigned yet, and of private ones, every 97th."""
    numbers = [number for number in range(0x32000) if number not in SURROGATES and number % 4 == part] + [*range(0x32000 + part, 0x110000, 4 * 97), *range(0xE0000 + part, 0xE0200, 4)]
    differing = [hex(number) for number in numbers if (pair := both(f"a{chr(number)}b"))[0] != pair[1]]
    assert differing == []


letters = st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("ab Zé.\n\"“’ \t漢🙂1İßΣςﬁ\u0301\u0308\u200d\xad\ufeff\x00각ᄀ힣ﬀⅣ"))


@given(st.lists(st.one_of(letters, st.sampled_from(["[MASK]", "[SEP]", "[CLS]", "[UNK]", "[PAD]", "[mask]", "said", "unaffable", "Donaudampfschiff", "e\u0301t\u00e9", "\r\n"])), max_size=60).map("".join), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_as_the_library_cuts_it(text, special):
    theirs, ours = both(text, special)
    assert ours == theirs


@pytest.mark.parametrize("text", ["", " ", "\u0301", "a" * LONGEST, "a" * (LONGEST + 1), "é" * 101 + " word", "x[MASK]y [SEP]", "[[CLS]]", "\ufffd\x00", "word " * 3_000])
def test_edges(text):
    for special in (True, False):
        theirs, ours = both(text, special)
        assert ours == theirs


def test_the_reports_are_cut_as_the_library_cuts_them():
    paths = sorted((WEIGHTS.parents[3] / "reports" / "train").glob("*.txt"))[::4]
    assert len(paths) > 20
    for path in paths:
        theirs, ours = both(path.read_text(encoding="utf-8"), True)
        assert ours == theirs, path.name


@pytest.mark.parametrize("words", ["", "{", "[]", "{}", '{"model": {}}', '{"model": {"vocab": {}}, "added_tokens": [1]}'])
def test_a_damaged_vocabulary_is_told(tmp_path, words):
    for name in FILES:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "tokenizer.json").write_text(words)
    with pytest.raises(ModelError, match=r"tokenizer\.json is damaged"):
        Model(tmp_path).tokenizer.encode("word")
