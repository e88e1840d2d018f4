"""The lists of words by which events are told."""

import pytest

from onrecord.follow import lexicon


@pytest.mark.parametrize("kind", lexicon.KINDS)
def test_every_line_of_a_list_can_be_looked_for(kind):
    words = lexicon._by_first_word(kind)
    assert words and all(found == kind and those for word in words for found, those in lexicon._beginning_with(word, (kind,)))


@pytest.mark.parametrize(("text", "told"), [("they haven't promised it", "pledged"), ("the mayor hasn't promised a bridge", "pledged"), ("the mayor promised a bridge", "pledged")])
def test_words_are_found_beside_a_negation_that_is_joined_to_one(text, told):
    found = lexicon.cues(text, 0, len(text))
    assert told in found and text[: found[told].start()].endswith(("n't ", "mayor "))
