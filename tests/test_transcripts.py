import pytest

from onrecord.extraction.transcripts import find_turns


def turns(text: str) -> list[tuple[str, str, str, str]]:
    return [(t.rule, *(" / ".join(text[a:b] for a, b in spans) for spans in (t.source, t.cue, t.content))) for t in find_turns(text)]


def test_labelled_lines_are_turns_where_labels_speak_again():
    text = 'Fever chief speaks\n\nQ: How many?\nA: Forty. Perhaps more.\n\nQ: And now?\nA: "We wait."\n'
    assert turns(text) == [
        ("transcript", "Q", ":", "How many?"),
        ("transcript", "A", ":", "Forty. Perhaps more"),
        ("transcript", "Q", ":", "And now?"),
        ("transcript", "A", ":", '"We wait."'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Results\nMen: 1. Lind\nWomen: 1. Aas\nJuniors: 1. Dahl\nSeniors: 1. Roos\n",
        "When: Monday\nWhere: Brova\nWhen: Tuesday\nWhat: a fair\n",
        'She said: "We wait."\nHe said: "We go."\n',
    ],
)
def test_lists_and_single_lines_are_no_turns(text):
    assert turns(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Varland: We can hold the river\n\nThe minister spoke.", [("first-person headline", "Varland", ":", "We can hold the river")]),
        ("Varland: The river can be held\n\nThe minister spoke.", [("headline", "Varland", ":", "The river can be held")]),
        ("Video: We can hold the river\n\nThe minister spoke.", []),
        ("Pell on the river: We can hold it\n\nThe minister spoke.", [("first-person headline", "Pell", ":", "We can hold it")]),
        ("Flood in Varland: what we know so far\n\nThe minister spoke.", [("headline", "Flood in Varland", ":", "what we know so far")]),
        ("Live: the flood\n\n14:05 – Minister: no talks this week\n\nThe minister spoke.\n\n13.20 Pell on the dam: We can hold it\n\nHe saw no cracks.", [("entry", "Minister", ":", "no talks this week"), ("first-person headline", "Pell", ":", "We can hold it")]),
        ("The flood\n\n14:05 – Minister: no talks this week, he said.\n\nThe minister spoke.", []),
        ("The flood\n\nMinister: no talks this week\n\nThe minister spoke.", []),
        ("Varland: a river\nThe minister spoke at noon.", []),
    ],
)
def test_a_headline_with_a_colon(text, expected):
    assert turns(text) == expected


@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_a_name_behind_a_dash(dash):
    assert turns(f"“The dam is safe” {dash} Minister Pell\n\nHe saw no cracks.") == [("dash", "Minister Pell", dash, "“The dam is safe”")]


INTERVIEW = "Captain Aas on the final\n\nShe led Halden for nine years.\n\n" + "".join(
    f"{question}\n\n{answer}\n\n"
    for question, answer in (
        ("Did you sleep?", "I did not. We all watched the match again."),
        ("And now? Will you stay?", "My knee decides.\n\nI only follow it."),
        ("Who will lead?", "You must ask the coach."),
        ("Any regrets?", "None that I would print."),
    )
)


def test_questions_and_answers_without_labels_are_turns():
    found = turns(INTERVIEW + "The season begins in May.\n")
    assert [words for *_, words in found] == [
        "Did you sleep?", "I did not. We all watched the match again", "And now? Will you stay?", "My knee decides / I only follow it",
        "Who will lead?", "You must ask the coach", "Any regrets?", "None that I would print",
    ]  # fmt: skip
    assert [(rule, source, cue) for rule, source, cue, _ in found] == [("question", "", ""), ("answer", "", "")] * 4


@pytest.mark.parametrize("mark", ["*", "**", ""])
def test_answers_right_below_their_questions(mark):
    pairs = [("What do you do all day?", "I count birds and I paint."), ("Has the sea changed?", "People say so. I don't swim in it.\nThe cod agree."), ("Will you miss it?", "My wife says I will.")]
    text = "The keeper\n\nJorun Vik leaves the light.\n\n" + "\n\n".join(f"{mark}{question}{mark}\n{answer}" for question, answer in pairs)
    assert [(rule, content) for rule, _, _, content in turns(text)] == [(rule, words.rstrip(".")) for pair in pairs for rule, words in zip(("question", "answer"), pair)]


def test_an_article_that_asks_is_no_interview():
    assert turns("Why is the dam late?\n\nThe engineers blame the rain.\n\n" * 5) == []


@pytest.mark.parametrize("salutation", ["Sir, – ", "Dear Editor,\n", "Madam,\n", '"Dear Sir, '])
def test_a_page_of_letters_that_ask_is_no_interview(salutation):
    letter = "{}Why must I pay 58 crowns for a ferry?\n\nI have lived on Hask for forty years, and we were promised better.\n\nG. OST\n\n"
    assert turns(letter.format(salutation) * 3) == []
    assert len(turns(letter.format("") * 3)) == 6
    assert len(turns(letter.format("So, sir, tell me. ") * 3)) == 6


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('Mayor Greta Lind said: "We will open the bridge in May."', "Mayor Greta Lind", '"We will open the bridge in May."'),
        ('The company said: "It was a mistake and we regret it."\n\nThe mine has been closed for a year.', "The company", '"It was a mistake and we regret it."'),
        ("A council spokesman told reporters: We will wait for the court.", "A council spokesman", "We will wait for the court"),
    ],
)
def test_a_first_paragraph_with_a_verb_of_speech_before_its_colon_is_no_headline(extractor, text, source, content):
    article = extractor.extract(text)
    assert [(article.words(s.source), article.words(s.content).rstrip(".")) for s in article.statements] == [(source, content)]


def test_an_entry_of_a_live_blog_is_said_by_who_speaks_in_the_report(extractor):
    text = "Live: coalition talks in Sarnholm\n\n14:05 – {}: no talks this week\n\nThe interior minister, Kaja Brandt, told reporters that she had a country to run.\n\n11:00 – Rain stops the march\n\nIt rains.\n"
    found = {label: [article.words(s.content) for s in article.statements] for label in ("Minister", "Weather") if (article := extractor.extract(text.format(label)))}
    assert "no talks this week" in found["Minister"] and "no talks this week" not in found["Weather"]
