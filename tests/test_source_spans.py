"""How far a source reaches."""

import pytest

from onrecord.extraction.sources import of_whole_label, of_whose_words, with_relative, without_dummy, without_next_verb


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(("text", "source"), [
    ("“Where to?” asks Pino Lazar, 80, and lifts a roof tile from the mud.", "Pino Lazar, 80"),
    ("“It is over,” says the baker and locks the door.", "the baker"),
    ('"It is over," said Ana Lind, 40, and went back to her nets.', "Ana Lind, 40"),
    ("“Come in,” calls the priest, then waves his hat.", "the priest"),
    ("“Come in,” said one of the sisters and disappeared into the kitchen.", "one of the sisters"),
    ("“It is over,” say the mayor and the council.", None),
    ("“It is over,” said officials and employers at the plant.", None),
    ("“It is over,” said the director of roads and bridges the other day.", None),
    ("“It is over,” says the nurse, who has two jobs and looks up at the clock.", None),
    ("“It is over,” said a man and his wife.", None),
])  # fmt: skip
def test_what_somebody_does_next_is_no_part_of_the_source(text, source):
    cue = next(word for word in ("asks", "says", "said", "calls", "say") if f" {word} " in text)
    start = text.index(f" {cue} ") + len(cue) + 2
    whole = (start, len(text) - 1)
    ((first, last),) = without_next_verb(text, (whole,), (span(text, cue),))
    assert text[first:last] == (source or text[slice(*whole)])


def test_what_stands_before_the_verb_is_left_as_it_is():
    text = "The mayor and locks the door say it is over."
    source = ((0, 28),)
    assert without_next_verb(text, source, (span(text, "say"),)) == source


@pytest.mark.parametrize(("text", "source", "whole"), [
    ("It rained.\n* Inge Maas, prosecutor: “The court has seen it.”", "prosecutor", "Inge Maas, prosecutor"),
    ("Inge Maas, the prosecutor: “The court has seen it.”", "prosecutor", "Inge Maas, the prosecutor"),
    ("Minister on strike: ‘We will sit it out’", "Minister on strike", "Minister"),
    ("14:05 – Lind On the Budget: we will find a way", "Lind On the Budget", "Lind"),
    ("Ministers: we will find a way", "Ministers", "Ministers"),
    ("It rained, and then the prosecutor: “The court has seen it.”", "the prosecutor", "the prosecutor"),
    ("She asked a woman on the train: “Is it late?”", "a woman on the train", "a woman on the train"),
])  # fmt: skip
def test_a_label_is_told_whole_and_without_its_topic(text, source, whole):
    ((start, end),) = of_whole_label(text, (span(text, source),), ((text.index(source) + len(source), text.index(source) + len(source) + 1),))
    assert text[start:end] == whole


def test_the_words_of_somebody_are_no_part_of_the_source():
    text = "According to the words of the witness, it burned. According to the last words of the king, it rained."
    assert of_whose_words(text, (span(text, "the words of the witness"),), (span(text, "According to"),)) == ((span(text, "the witness"),), (span(text, "According to the words of"),))
    last = ((text.rindex("the last"), text.rindex("king") + 4),), ((text.rindex("According"), text.rindex("to the") + 2),)
    assert of_whose_words(text, *last) == last


@pytest.mark.parametrize(("words", "kept"), [
    (("It", "was reported by", "the warden", "that two swans had returned"), ["that two swans had returned"]),
    (("It", "was decided by", "the board", "to sell the boat"), ["to sell the boat"]),
    (("It", "was welcomed by", "the board", "as a good year"), ["It", "as a good year"]),
    (("it", "was expected by", "the board", "to be a good year"), ["it", "to be a good year"]),
    (("The boat", "was reported by", "the warden", "to be lost"), ["The boat", "to be lost"]),
])  # fmt: skip
def test_it_that_stands_for_what_follows_is_no_content(words, kept):
    text = " ".join(words) + "."
    content = without_dummy(text, (span(text, words[1]),), (span(text, words[0]), span(text, words[3])))
    assert [text[a:b] for a, b in content] == kept


@pytest.mark.parametrize(("text", "source", "whole"), [
    ("'The dam is unsafe', reads the report that the ministry kept in a drawer.", "the report", "the report that the ministry kept in a drawer"),
    ("Prices rose, according to the institute, which expects a slower pace.", "the institute", "the institute, which expects a slower pace"),
    ("“No,” said a man who did not give his name.", "a man", "a man who did not give his name"),
    ("“No,” said Kunin, who has been ill.", "Kunin", "Kunin"),
    ("“No,” said a man who sold bread, and went.", "a man", "a man"),
    ("The board was told by Rost that the money had gone.", "Rost", "Rost"),
])  # fmt: skip
def test_a_relative_clause_that_ends_the_sentence_belongs_to_the_source(text, source, whole):
    cue = next(word for word in ("reads", "according to", "said", "told by") if word in text)
    content = span(text, "that the money had gone") if "money" in text else (0, 2)
    ((start, end),) = with_relative(text, (span(text, cue),), (span(text, source),), (content,))
    assert text[start:end] == whole


def test_where_who_speaks_in_a_headline_acts_is_no_source():
    text = "Nurses walk out in Brenz: “Applause does not pay the rent”"
    colon = text.index(":")
    assert of_whole_label(text, (span(text, "Nurses"), span(text, "Brenz")), ((colon, colon + 1),)) == (span(text, "Nurses"),)
    text = "Minister Lind, Dahl: “We will pay”"
    both = (span(text, "Minister Lind"), span(text, "Dahl"))
    assert of_whole_label(text, both, ((text.index(":"), text.index(":") + 1),)) == both
