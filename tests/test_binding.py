"""An office in somebody's own words, or in the clause of which somebody is the subject or the object, is not that person's."""

import pytest

from onrecord.resolve.binding import asking_another, asking_before, may_stand_for, met_at_the_outset
from onrecord.resolve.document import Asked, Document
from resolving import document, names_of, tokens_of


@pytest.mark.parametrize("text", [
    '"We voted for the mayor," said Ana Lind.',
    '"Let the coach decide," Ana Lind told reporters.',
    "Ana Lind thanked the bishop. Lind said the bells were fine.",
    'The mayor met Ana Lind at noon. "We got nothing," Lind said.',
    "Ana Lind sat beside the ambassador. Lind said the soup was cold.",
    'Ana Lind, who had written to the minister, said she was tired. "The minister is deaf," Lind said.',
])  # fmt: skip
def test_who_speaks_of_an_office_does_not_hold_it(extractor, text):
    statements = extractor.extract(text).statements
    assert statements
    for statement in statements:
        assert statement.speaker.name.endswith("Lind") and statement.speaker.role is None


@pytest.mark.parametrize("text", [
    'The mayor came late. "We got nothing," Ana Lind, the mayor, said.',
    'Ana Lind became mayor in May. "We got nothing," the mayor said.',
    "The head of the Brova regional administration Ana Lind said the road was open.",
])  # fmt: skip
def test_whose_office_is_told_holds_it(extractor, text):
    assert {s.speaker.role.text for s in extractor.extract(text).statements if s.speaker and s.speaker.role} <= {"mayor", "head"} != set()


@pytest.mark.parametrize("text", ['"Ask the chairman," he said.', '"Only the king can help us," she told reporters.'])
def test_nobody_who_is_named_in_a_quotation_alone_says_it(extractor, text):
    (statement,) = extractor.extract(text).statements
    assert statement.speaker is None


def test_what_stands_between_two_noun_phrases_tells_whether_they_are_one_clauses():
    for gap, may in ((" thanked ", False), (", ", True), (" is ", True), (" said that ", True), (" of Brova met ", False)):
        text = f"Ana Lind{gap}the bishop."
        tokens = tokens_of(text)
        at = text.index("the bishop")
        doc = Document(text, tokens, names_of(text, {"Ana Lind": "person"}), [Asked((), (), ((0, 3),))])
        first = doc.units((at, at + 10))
        doc = Document(text, tokens, names_of(text, {"Ana Lind": "person"}), [], [first])
        assert may_stand_for(doc, doc.name_count, [doc.name_units(0)], []) is may, gap


@pytest.mark.parametrize(("text", "may"), [
    ("Marcus Thorne wept in the dock on Friday afternoon as the foreman read out the verdict.", False),
    ("Marcus Thorne slept in a chair in the hall all night while the foreman counted.", False),
    ("Marcus Thorne wept in the dock on Friday afternoon. The town knew the foreman well.", True),
    ("They will meet with Marcus Thorne on Monday, when the foreman comes to Brova.", True),
])  # fmt: skip
def test_who_does_something_meanwhile_is_another(text, may):
    phrase = "the foreman"
    bare = document(text, {"Marcus Thorne": "person"})
    doc = Document(text, bare.tokens, bare.names, [], [bare.units((text.index(phrase), text.index(phrase) + len(phrase)))])
    assert may_stand_for(doc, doc.name_count, [doc.name_units(0)], []) is may


@pytest.mark.parametrize(("text", "speaker"), [
    ('Agata Wren has mended clocks for fifty years. Her nephew Tobias sweeps the shop. "He said he would carry on," she says of Tobias.', "Tobias"),
    ('Per Dahl left the board in May. Nobody asked why. "He told me that he was tired," said Ana Lind.', "Per Dahl"),
    ('Ana Lind said she would stay. "I told them that I would," Lind added.', "Ana Lind"),
    ("Ana Lind said that she had promised to stay.", "Ana Lind"),  # nobody's own words
])  # fmt: skip
def test_nobody_speaks_of_himself_as_another_in_his_own_words(extractor, text, speaker):
    inner = [s for s in extractor.extract(text).statements if s.within is not None][-1]
    assert (inner.speaker and inner.speaker.name) == speaker


@pytest.mark.parametrize(("text", "apart"), [
    ("Asked by a tall Torvian reporter Ana Lind about it, he said no.", {"Ana Lind"}),
    ("To a question of Ana Lind he said no.", {"Ana Lind"}),
    ("Speaking to Ana Lind on Monday, he said no.", {"Ana Lind"}),
    ("Asked by Ana Lind's deputy, he said no.", set()),
    ("Asked about Ana Lind's plan, she said no.", set()),
    ("By noon Ana Lind was tired, and she said no.", set()),
    ("Asked by Ana Lind, Per Dahl said no. He said it again.", set()),  # another sentence
])  # fmt: skip
def test_who_asks_is_not_who_answers(text, apart):
    said = text.rindex("said")
    bare = document(text, {"Ana Lind": "person", "Per Dahl": "person"})
    pronoun = text[:said].split()[-1]
    doc = Document(text, bare.tokens, bare.names, [Asked(((said - 1 - len(pronoun), said - 1),), (), ())])
    assert {doc.text[slice(*doc.span(*doc.fullest(entity)))] for entity in met_at_the_outset(doc, 0, doc.entity)} == apart


@pytest.mark.parametrize(("text", "speaker"), [
    ("The Herald’s Scott Conroy asked Ole Berg whether questions about his age were fair. “Sure it is. I would not have run if I was not well,” he said.", "Ole Berg"),
    ("The reporter Per Dahl asked Ole Berg whether he was tired. “I was up all night,” he said.", "Ole Berg"),
    ("Per Dahl asked whether the bridge was safe. “I have waited a year for this,” he said.", "Per Dahl"),  # nobody
    ("Per Dahl asked Ole Berg if the bridge was safe. “Is it?” he asked again.", "Per Dahl"),
])  # fmt: skip
def test_who_asks_somebody_by_name_does_not_answer(extractor, text, speaker):
    assert extractor.extract(text).statements[-1].speaker.name == speaker


@pytest.mark.parametrize(("text", "apart"), [
    ('The senator asked whether it was true. “It is,” the executive said.', {"The senator"}),
    ('The senator asked whether it was true. “It is,” the senator said.', set()),
    ('The senator asked whether it was true. “Is it?” the executive said.', set()),  # who may ask, too
    ('The senator asked for water. “It is hot,” the executive said.', set()),
    ('Ana Lind asked whether it was true. “It is,” the mayor said.', set()),  # who may be Lind
])  # fmt: skip
def test_another_noun_is_who_answers(text, apart):
    quote, source = (text.index("“"), text.index("”") + 1), text[text.index("”") + 2 : text.rindex(" said")]
    asker = text[: text.index(" asked")]
    content = text[text.index(" asked") + 7 : text.index(".")]
    spans = [(text.index(words), text.index(words) + len(words)) for words in (asker, "asked", content)]
    answer = text.rindex(source)
    asked = [Asked((spans[0],), (spans[1],), (spans[2],)), Asked(((answer, answer + len(source)),), (), (quote,))]
    bare = document(text, {"Ana Lind": "person"})
    doc = Document(text, bare.tokens, bare.names, asked)
    assert {text[slice(*doc.span(*doc.fullest(entity)))] for entity in asking_another(doc, 1, doc.entity)} == apart


def test_who_is_asked_answers(extractor):
    text = "President Olga Marn spoke in Dorem. To the question of a foreign journalist concerning the lost ammunition she answered that a register would be opened."
    assert extractor.extract(text).statements[-1].speaker.name == "Olga Marn"


@pytest.mark.parametrize(("text", "speaker"), [
    ("President Jules Tambwila won in Lessau. Former bank governor Esther Niyomba has not conceded. At a service on Monday the president, 71, told worshippers that he forgave them.", "Jules Tambwila"),
    ("Mayor Ana Lind opened the hall. Per Dahl did not come. The mayor, a baker by trade, told the crowd that bread was dear.", "Ana Lind"),
])  # fmt: skip
def test_what_is_put_behind_an_office_does_not_hide_it(extractor, text, speaker):
    assert extractor.extract(text).statements[-1].speaker.name == speaker


@pytest.mark.parametrize(("asking", "answer", "apart"), [
    ("Per Dahl | asked | whether the boat had come", "“It comes when it comes.”", {"Per Dahl"}),
    ("Per Dahl | asked | about the boat", "“It comes when it comes.”", {"Per Dahl"}),
    ("Per Dahl | asked | why the boat was late", "“Why did nobody look?”", set()),
    ("Per Dahl | asked | his crew to wait", "“It comes when it comes.”", set()),
    ("Per Dahl | said | what he knew", "“It comes when it comes.”", set()),
])  # fmt: skip
def test_who_asks_in_the_sentence_before_does_not_answer(asking, answer, apart):
    source, cue, content = asking.split(" | ")
    text = f"Ana Lind sat in the kitchen. {source} {cue} {content}. {answer}"
    spans = [((text.index(words), text.index(words) + len(words)),) for words in (source, f" {cue} ", content, answer)]
    bare = document(text, {"Ana Lind": "person", "Per Dahl": "person"})
    doc = Document(text, bare.tokens, bare.names, [Asked(*spans[:3]), Asked((), (), spans[3])])
    assert {doc.text[slice(*doc.span(*doc.fullest(entity)))] for entity in asking_before(doc, 1, doc.entity)} == apart
    assert asking_before(doc, 0, doc.entity) == set()
