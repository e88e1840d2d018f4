"""What a speaker speaks of: nouns and names of its statements that others have less often."""

import pytest

from onrecord import Report, UsageError
from onrecord.keep.topics import SHOWN, choose, count, words_in


def nouns(text: str) -> set[str]:
    return {form for form, noun in words_in(text, [(0, len(text))]).values() if noun}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("we need forty generators and the old transformer", {"generators"}),  # "transformer" stands behind another telling word
        ("the ferry to Lusk will sail, with a new engine, in the spring of 2031", {"ferry", "Lusk", "spring"}),
        ("Ferries sail on Monday. Nobody knows how many, said the harbour", {"harbour"}),
        ("“Teachers of the school” asked for help", {"school", "help"}),
        ("we will start to build and not stop", set()),
        ("the first two of them, in May, for an hour", set()),
    ],
)
def test_nouns_and_names(text, wanted):
    assert nouns(text) == wanted


def test_a_word_counts_by_its_singular_in_the_form_that_most_statements_have():
    said = [words_in(text, [(0, len(text))]) for text in ("the generators are late", "a generator came", "six generators for us", "we wait for a ferry", "the ferry is late", "we wait")]
    others = count([words_in(text, [(0, len(text))]) for text in ("the ferry is late", "a ferry came", "the roof leaks", "the ferry sank", "the ferry sails")] * 4)
    (topic,) = choose(said, others)
    assert (topic.word, topic.forms, topic.statements) == ("generators", ("generator", "generators"), 3)
    assert choose(said, others, ["Ada Generator"]) == [] and choose([], others) == choose(said[5:], others) == []


def test_those_that_most_statements_have_come_first_and_few_are_told():
    letters = "abcdefghijklmnopqrst"
    said = [words_in(text := " ".join(f"the s{letter}t," for letter in letters[: 3 + n]), [(0, len(text))]) for n in range(17)]
    told = choose(said, count([]))
    assert len(told) <= SHOWN and [topic.statements for topic in told] == sorted((topic.statements for topic in told), reverse=True)


def test_of_a_record(record, scripted):
    said = [Report(f'Ann Lee said "the pumps of {place} are late". Bo Ek said "a ferry to {place} sank".', id=place, published=f"2026-01-0{n}") for n, place in enumerate(("Lusk", "Sarn", "Vell", "Orm", "Tarn"), 1)]
    record.ingest(*said, extractor=scripted)
    lee, ek = (next(row.entity for row in record.speakers() if row.name == name) for name in ("Ann Lee", "Bo Ek"))
    assert [(topic.word, topic.statements) for topic in record.topics(lee)] == [("pumps", 5)] and [topic.word for topic in record.topics(ek)] == ["ferry"]
    assert record.outline(lee, about=" OR ".join(record.topics(lee)[0].forms)).count == 5
    record.takedown("Lusk", who="the editor", why="asked for")
    assert [topic.statements for topic in record.topics(next(row.entity for row in record.speakers() if row.name == "Ann Lee"))] == [4]
    with pytest.raises(UsageError):
        record.topics("nobody")
