"""Quotations that no cue claims."""

import pytest

from onrecord.extraction.alone import in_headline, stands_alone, without_askers, without_headlines_of_others
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.statements import _continue_turns


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(("text", "quoted"), [
    ("The doctor shook her head. “Write that down.” Rain fell.", ["“Write that down.”"]),
    ('The lawyer did not stop for us. "No comment."', ['"No comment."']),
    ("Dahl had a question.\n\n‘Which letter?’ Nobody answered.", ["‘Which letter?’"]),
    ("She put down her bag. “Again.”", ["“Again.”"]),
    ("He would not say. 'I am not his lamp.' (He said it twice.)", ["'I am not his lamp.'"]),
    ("She reads two papers: “The Lantern.” It rained.", []),
    ("They sang twice. “Long Winter.” Then the lights went out.", []),
    ("It was called “Again.” Nobody came.", []),
    ("He painted. “Harbour at night” hangs in the hall.", []),
    ("\"We stay,\" he said.\n\n'A fine day.'\n\nThe fleet stayed in.", []),
    ("'We stay,' he said.\n\n'A fine day.'\n\nThe fleet stayed in.", ["'A fine day.'"]),
    ("He said “no.” She left.", []),
])  # fmt: skip
def test_a_few_words_stand_alone_where_they_are_a_sentence(text, quoted):
    assert [text[q.start : q.end] for q in find_quotations(text) if stands_alone(text, q)] == quoted


def test_a_few_words_answer_the_question_of_the_paragraph_before():
    text = "“Four glasses?” asked Mr Benn.\n\n“Perhaps.”\n\n“And then?” asked Mr Benn. “In a squall?”"
    asked = Draft((span(text, "Mr Benn"),), (span(text, "asked"),), (span(text, "“Four glasses?”"),), None)
    again = Draft(((text.rindex("Mr"), text.rindex("Benn") + 4),), ((text.rindex("asked"), text.rindex("asked") + 5),), (span(text, "“And then?”"),), None)
    assert [[text[a:b] for a, b in d.content] for d in _continue_turns(text, [asked, again], find_quotations(text))] == [["“Four glasses?”"], ["“Perhaps.”"], ["“And then?”", "“In a squall?”"]]


@pytest.mark.parametrize(("headline", "quoted"), [
    ("‘We sleep in our shoes’ – villagers fear second slide", True),
    ("“We sleep in our shoes”: life under the mountain", True),
    ("Villagers fear second slide: “We sleep in our shoes”", True),
    ("Coach unmoved – ‘We are learning’", True),
    ("MARKET DAY IN TROSK: “THE CARROTS ARE FINE”", True),
    ("'We sleep in our shoes.'", True),
    ("Review: “The Long Winter” – a film about snow", False),
    ("Album of the week – “The Long Winter”", False),
    ("‘Worst in years’ – storm takes two cranes", True),
    ("Storm ‘worst in forty years’ for the port", False),
    ("‘Salt’: a film about the sea", False),
    ("“Three old sisters” and the sea – a winter in Orrin", False),
    ("“We sleep in our shoes” - that was what most of those said who came to the hall on Monday night, and nobody in the hall, not even the mayor, had an answer to it.", False),
])  # fmt: skip
def test_a_headline_quotes_before_or_behind_its_colon_or_dash(headline, quoted):
    text = f"{headline}\n\nRescue workers searched for a third day."
    assert any(in_headline(text, q) for q in find_quotations(text)) is quoted
    text = f"Landslide in Arvo\n\n14:05 {headline}\n\nRescue workers searched for a third day."
    assert any(in_headline(text, q) for q in find_quotations(text)) is quoted
    text = f"Landslide in Arvo\n\nHory: {headline}\n\nRescue workers searched for a third day."
    assert not any(in_headline(text, q) for q in find_quotations(text))


def test_the_headline_of_the_next_entry_is_no_part_of_a_statement():
    text = "Live: talks\n\n14:05 Talks off\n\n“I have a country to run,” she said.\n\n13:20 – ‘Not a penny more’\n\nThe minister walked past us."
    parts = tuple((q.start, q.end) for q in find_quotations(text))
    assert [len(d.content) for d in _continue_turns(text, [Draft((span(text, "she"),), (span(text, "said"),), parts[:1], None)], find_quotations(text))] == [1, 1]
    (draft,) = without_headlines_of_others(text, [Draft((span(text, "she"),), (span(text, "said"),), parts, None)], find_quotations(text))
    assert [text[a:b] for a, b in draft.content] == ["“I have a country to run,”"]


@pytest.mark.parametrize(("text", "source", "cue", "content", "kept"), [
    ("He shrugged when I asked him. “They will sell it.”", "I", "asked", "“They will sell it.”", False),
    ("A deputy asked him once more. “The money is gone.”", "A deputy", "asked", "“The money is gone.”", False),
    ("A deputy asked him once more. “Where is the money?”", "A deputy", "asked", "“Where is the money?”", True),
    ("“Sell it,” I asked him.", "I", "asked", "“Sell it,”", True),
    ("I asked him: “Sell it.”", "I", "asked", "“Sell it.”", True),
    ("He shrugged when I told him. “They will sell it.”", "I", "told", "“They will sell it.”", True),
])  # fmt: skip
def test_who_asks_does_not_answer(text, source, cue, content, kept):
    before = Draft((span(text, source),), (span(text, cue),), (span(text, content),), None)
    (found,) = without_askers(text, [before])
    assert found.content == before.content and (found == before) is kept and (kept or not found.source)


@pytest.mark.parametrize(("source", "answer", "apart"), [("we", "“For a student it's a fail.”", True), ("our reporter", "“For a student it's a fail.”", True), ("the mayor", "“For a student it's a fail.”", False)])
def test_what_follows_a_reporters_question_in_the_next_paragraph_answers_it(source, answer, apart):
    text = f"“Is that a good score?” {source} asked.\n\n{answer}\n\nThe lights go out."
    both = Draft((span(text, source),), (span(text, "asked"),), (span(text, "“Is that a good score?”"), span(text, answer)), None)
    assert [[text[a:b] for a, b in d.content] for d in without_askers(text, [both])] == ([["“Is that a good score?”"], [answer]] if apart else [["“Is that a good score?”", answer]])
