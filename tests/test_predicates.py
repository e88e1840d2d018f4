"""Quotations of which the rest of the sentence tells whose they are."""

import time
from dataclasses import replace

import pytest

from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft
from onrecord.extraction.predicates import with_predicates
from onrecord.extraction.quotes import find_quotations


def told(text: str, *drafts: Draft) -> list[tuple[str, ...]]:
    return [(*(" … ".join(text[s:e] for s, e in role) for role in (d.source, d.cue, d.content)),) for d in with_predicates(text, drafts, find_quotations(text))]


@pytest.mark.parametrize(("text", "source", "cue"), [
    ("“Embarrassing,” was his verdict.", "his", "was … verdict"),
    ("It rained. “Too slow” was the coach's verdict on his team.", "the coach's", "was … verdict on"),
    ("“We will not go,” was the villagers’ short answer.", "the villagers’", "was … short answer"),
    ('"We let the fans down," was how the goalkeeper, Finn Sole, put it.', "the goalkeeper, Finn Sole", "was how … put it"),
    ("“A disgrace” is how Lind described the ruling.", "Lind", "is how … described"),
    ("“It was late,” was all he would say.", "he", "was all … would say"),
    ("“We are tired, and so are you,” was how Oskar Lind opened, without a tie.", "Oskar Lind", "was how … opened"),
    ("“We will not go,” was the answer of the villagers, who left in May.", "the villagers", "was the answer of"),
    ("“Shame!” came the cry from the back of the hall in Orrin.", "the back of the hall", "came the cry from"),
])  # fmt: skip
def test_the_predicate_tells_whose_a_quotation_is(text, source, cue):
    ((who, how, what),) = told(text)
    assert (who, how) == (source, cue) and what == text[text.index(what[0]) : text.index(what[-1], text.index(what[0]) + 1) + 1]


@pytest.mark.parametrize("text", [
    "“The Long Winter” was his first film.",
    "“Salt” was how the town was called.",
    "“Harbour” is the word of the year.",
    "“Hope” is the last word in her book.",
    "“Embarrassing,” he said. That was his verdict.",
    "“Never again” is the motto of the club.",
])  # fmt: skip
def test_other_predicates_tell_nothing(text):
    assert told(text) == []


@pytest.mark.parametrize(("cue", "sure", "kept"), [("was how", 0.9, False), ("put it", 0.9, True), ("put it", 0.6, False)])
def test_what_the_model_has_surely_read_stays(cue, sure, kept):
    text = "“Too late” was how Lind put it."
    read = Draft(((text.index("Lind"), text.index("Lind") + 4),), ((text.index(cue), text.index(cue) + len(cue)),), ((0, 10),), Found(4, False, (), (), (), sure, (0.9, 0.9, 0.5), -0.3, (0.9, 0.1, 0.0)))
    assert (with_predicates(text, [read], find_quotations(text)) == [replace(read, rule="predicate")]) is kept


def test_time_is_linear():
    text = "“No,” was the answer of the answer of the answer of the " * 2_000
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5


def test_what_somebody_explained_by_a_quotation_is_no_other_statement(extractor):
    text = 'The answer has an annex. "Seventy pages, and it was a Friday," is how Agnes Torrow, who leads the council, explained that nobody had read it.'
    (statement,) = extractor.extract(text).statements
    assert text[slice(*statement.content[0])] == '"Seventy pages, and it was a Friday,"' and statement.speaker.name == "Agnes Torrow"
