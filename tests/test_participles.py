"""Whose saying a participle tells."""

import re
import time

import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.hearing import said_to_hearers
from onrecord.extraction.participles import with_subjects
from onrecord.extraction.passing_on import without_passing_on


def told(extractor, text: str) -> list[tuple[str, str]]:
    article = extractor.extract(text)
    return [(article.words(s.source), article.words(s.cue)) for s in article.statements]


@pytest.mark.parametrize(("text", "expected"), [
    ("Noting that the bridge was unsafe, Brun called for it to be closed at once.", [("Brun", "Noting"), ("Brun", "called for")]),
    ("Stressing that talks would go on, the minister said a deal was near.", [("the minister", "Stressing"), ("the minister", "said")]),
    ("Warning that the dam could burst, Ana Lind urged people in the valley to leave.", [("Ana Lind", "Warning"), ("Ana Lind", "urged")]),
    ('Calling the raid "a crime," Rost demanded that the men be freed.', [("Rost", "Calling"), ("Rost", "demanded")]),
    ("Saying he had nothing to hide, Dahl opened the books to the auditors.", [("Dahl", "Saying")]),
    ('Saying "we are tired", the two brothers of Tarn left the hall.', [("the two brothers of Tarn", "Saying")]),
    ("While noting that the bridge was unsafe, Brun did not ask for it to be closed.", [("Brun", "noting"), ("Brun", "did not ask for")]),
    ("After saying that he would stay, Dahl left.", [("Dahl", "saying")]),
    ("The meal began after saying grace, Dahl said.", [("Dahl", "said")]),
    ("Asked whether the bridge was unsafe, Brun said it was not.", [("", "Asked"), ("Brun", "said")]),
    ('Insisting that she had done nothing wrong, "I will stay," Lind said.', [("", "Insisting"), ("Lind", "said")]),
])  # fmt: skip
def test_a_participle_that_begins_a_sentence_has_the_subject_of_its_clause(extractor, text, expected):
    assert told(extractor, text) == expected


@pytest.mark.parametrize(("text", "source", "cue"), [
    ("Brun wrote to the minister requesting a meeting on the dam.", "Brun", "wrote … requesting"),
    ("On Monday Lind wrote to the board asking it to reopen the case.", "Lind", "wrote … asking"),
    ('She has also written to the president accusing him of "a betrayal".', "She", "has also written … accusing"),
    ("The council wrote a letter to the ministry complaining that the school had no heating.", "The council", "wrote a letter … complaining"),
    ("Forty mayors signed a petition demanding that the railway be kept.", "Forty mayors", "signed a petition demanding"),
    ("The union sent a letter asking the government to stop the sale.", "The union", "sent a letter asking"),
    ("The ministry issued a statement saying that the ship was sunk.", "The ministry", "issued a statement saying"),
    ("A letter was sent to the minister requesting a meeting on the dam.", "A letter", "requesting"),
    ("The firm sent engineers to the mine, warning that it was not safe.", "The firm", "warning"),
    ('Lind published a letter, calling the plan "a folly".', "Lind", "calling"),
])  # fmt: skip
def test_who_writes_asks(extractor, text, source, cue):
    assert told(extractor, text) == [(source, cue)]


@pytest.mark.parametrize("piece", [" wrote a letter to the a b c d, ", "The Aa Bb wrote to Cc Dd on Ee ff ", "As Aa Bb Cc Dd ", "x, the A a a reports ", "heard from the Aa a a "])
@pytest.mark.parametrize("rule", [with_subjects, without_passing_on, said_to_hearers])
def test_time_is_linear_in_hostile_texts(rule, piece):
    times = []
    for n in (300, 1200):
        start = time.process_time()
        rule(piece * n, [])
        times.append(time.process_time() - start)
    assert times[1] < 16 * times[0] + 0.05


@pytest.mark.parametrize(("text", "expected"), [
    ("A fisherman accused of cutting the cables appeared in court.", ("", "of cutting the cables")),
    ("Two officials suspected of taking bribes have left the country.", ("", "of taking bribes")),
    ("Three men believed to be smugglers were held at the border.", ("", "to be smugglers")),
    ("Passengers told to wait on the quay were given blankets.", ("", "to wait on the quay")),
    ("The council urged to stop the sale has refused.", ("", "to stop the sale")),
    ("The mayor accused the council of waste.", ("The mayor", "the council of waste")),
    ("The mayor warned not to expect miracles.", ("The mayor", "not to expect miracles")),
    ("She said to be careful.", ("She", "to be careful")),
    ("Lind believed the men to be smugglers.", ("Lind", "the men to be smugglers")),
    ("They said that one had to be careful.", ("They", "that one had to be careful")),
])  # fmt: skip
def test_who_is_accused_or_told_says_nothing(text, expected):
    cue = next(word for word in ("accused", "suspected", "believed", "told", "urged", "warned", "said") if word in text)
    at = text.index(cue)
    draft = Draft(((0, at - 1),), ((at, at + len(cue)),), ((at + len(cue) + 1, len(text) - 1),), None)
    (found,) = with_subjects(text, [draft])
    assert (" ".join(text[s:e] for s, e in found.source), " ".join(text[s:e] for s, e in found.content)) == expected


@pytest.mark.parametrize(("text", "found", "expected"), [
    ("Lind left her husband a note saying that she would be back.", "a note", ("Lind", "left her husband a note saying")),
    ("The bank sent them an email telling them to wait.", "an email", ("The bank", "sent them an email telling")),
    ("The clerk received a text message saying the hall was full.", "The clerk", ("a text message", "saying")),
    ("The mayor got a letter from the ministry accusing him of waste.", "The mayor", ("a letter from the ministry", "accusing")),
    ("The chair read out a letter from Mr Finch, the head, requesting a crossing.", "Mr Finch, the head", ("a letter from Mr Finch, the head", "requesting")),
    ("The minister received the envoy, saying that talks would go on.", "The minister", ("The minister", "saying")),
    ("The firm left the port, warning that it was not safe.", "The firm", ("The firm", "warning")),
])  # fmt: skip
def test_a_letter_says_what_its_writer_does_and_not_who_receives_it(text, found, expected):
    m = re.search(r"[a-z]+ing(?= )", text)
    assert m is not None
    at = text.index(found)
    (told,) = with_subjects(text, [Draft(((at, at + len(found)),), (m.span(),), ((m.end() + 1, len(text) - 1),), None)])
    assert (" ".join(text[s:e] for s, e in told.source), " ".join(text[s:e] for s, e in told.cue)) == expected
