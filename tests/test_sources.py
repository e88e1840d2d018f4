"""Who heads a source, who only stands in it, and who signs what nobody else says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import extract
from onrecord.extraction.borders import in_its_sentence
from onrecord.resolve.document import Asked, Document
from onrecord.resolve.issuers import issuer_of
from onrecord.resolve.named_sources import person_named
from onrecord.resolve.names import find_phrases
from onrecord.resolve.signing import Signatures
from onrecord.resolve.strangers import strangers_of
from onrecord.resolve.telling import cut_behind_head, name_of
from onrecord.resolve.together import is_joint, joined_to
from resolving import document, logits, names_of, tokens_of

NAMES = {"Ana Lind": "person", "Per Dahl": "person", "Lind": "person", "Harbour Board": "organization", "Brova": "place"}


def named(text: str, source: str) -> str | None:
    doc = document(text, NAMES, source)
    mention = person_named(doc, doc.queries[0])
    return None if mention is None else text[doc.span(int(doc.first[mention]), int(doc.last[mention]))[0] : doc.span(int(doc.first[mention]), int(doc.last[mention]))[1]]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ana Lind", "Ana Lind"), ("Mayor of the city Ana Lind", "Ana Lind"), ("Sen. Ana Lind (R-Brova), who sponsored the act", "Ana Lind"), ("Ana Lind of the Harbour Board", "Ana Lind"),
        ("the board's chair, Ana Lind", "Ana Lind"), ("the board's chair, Ana Lind of Brova", "Ana Lind"), ("Per Dahl's lawyer, Ana Lind", "Ana Lind"), ("Ana Lind's answer", "Ana Lind"),
        ("Head of council Ana Lind", "Ana Lind"), ("aides to Ana Lind", None), ("the Ana Lind campaign", None), ("Ana Lind's aides", None), ("a spokesman for candidate Ana Lind", None),
        ("insiders who tried to block Ana Lind", None), ("the party backing Ana Lind", None), ("several leaders, including mayor Ana Lind, and others", None),
    ],
)  # fmt: skip
def test_who_heads_a_source(source, name):
    assert named(f"On Monday {source} said so.", source) == name


@pytest.mark.parametrize(
    ("source", "strange"),
    [("the Ana Lind campaign", True), ("a spokesman for Ana Lind", True), ("engineers at the Harbour Board", True), ("Ana Lind's aides", True), ("Ana Lind", False), ("a report by Ana Lind", False), ("the Harbour Board", False),
     ("the delegate, who backs Ana Lind", True), ("Ana Lind, who runs the port", False), ("a memo obtained by the Harbour Board", True), ("a memo sent by the Harbour Board", False)],
)
def test_who_only_stands_in_a_source(source, strange):
    doc = document(f"On Monday {source} said so.", NAMES, source)
    assert bool(strangers_of(doc, doc.queries[0])) == strange


@pytest.mark.parametrize(
    ("source", "issuer"),
    [
        ("A survey by the tourist office", "the tourist office"), ("the ministry's own figures", "the ministry"), ("data from the water office", "the water office"), ("A letter from the police, read out by a clerk", "the police"),
        ("figures compiled by broker Lind", "broker Lind"), ("A memo seen by Lind", None), ("A study commissioned by the city", None), ("Data from the two elephants", None), ("The pictures, shot by a worker", None), ("its report", None),
        ("Its 2019 sample", None), ("health ministry data", "health ministry"), ("court figures", None), ("the report of the water board", "the water board"), ("a report of the flood", None), ("the minister", None), ("the mayor's wife", None),
        ("a new Norbank poll", "Norbank"), ("a Norbank/Torrex survey released on Monday", "Norbank/Torrex"), ("a Halden poll", None), ("a Lind poll", None), ("a survey by the water board published last week", "the water board"),
        ("a letter from the water board released on Friday", "the water board"), ("A study released this month by the state's water board", "the state's water board"), ("figures compiled last week by the police", "the police"),
        ("A memo seen last week by Lind", None), ("a study published on Monday by Norbank", "Norbank"),
    ],
)  # fmt: skip
def test_who_issued_a_document(source, issuer):
    doc = document(f"On Monday {source} said so.", {"Lind": "person", "Norbank": "organization", "Torrex": "organization", "Halden": "place"}, source)
    found = issuer_of(doc, doc.queries[0].first, doc.queries[0].last)
    assert (found and doc.text[slice(*doc.span(*found))]) == issuer


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Ana Lind (Brova) and Per Dahl (Halden)", "Ana Lind (Brova) and Per Dahl"), ("Ana Lind, 62, and Per Dahl, 66", "Ana Lind, 62, and Per Dahl"), ("Senators Ana Lind and Per Dahl", "Ana Lind and Per Dahl"),
        ("Mrs Lind and Mr Per Dahl", "Mrs Lind and Mr Per Dahl"), ("Ana Lind, who is ill and has left the office of Per Dahl,", None),
    ],
)  # fmt: skip
def test_several_people_named_together(source, name):
    doc = document(f"On Monday {source} said so.", NAMES, source)
    joint = [doc.text[slice(*name_of(doc, int(doc.entity[m])))] for m in range(len(doc.first)) if is_joint(doc, m)]
    assert joint == ([name] if name else [])


LETTERS = """LETTERS

Sir – I asked the Harbour Board who had paid. Ana Lind would not say.

Per Dahl, Brova

Sir – “I will not say,” she told me. I urge her to.

Ana Lind
"""


def test_whoever_signs_a_letter_writes_it():
    doc = document(LETTERS, NAMES)
    signatures = Signatures(doc)
    first, quoted, second = (doc.units((at, at + 1))[0] for at in (LETTERS.index("I asked"), LETTERS.index("I will"), LETTERS.index("I urge")))
    names = [None if entity is None else doc.text[slice(*name_of(doc, entity))] for entity in map(signatures.writer, (first, quoted, second))]
    assert names == ["Per Dahl", None, "Ana Lind"]


@pytest.mark.parametrize(
    ("text", "author"),
    [("By Ana Lind\n\nI asked Per Dahl. He left.", "Ana Lind"), ("I asked Per Dahl. He left.\n\nAna Lind is the mayor of Brova.", "Ana Lind"), ("I asked Per Dahl. He left.\n\nAna Lind was asked too.", None)],
)
def test_the_author_of_a_column(text, author):
    doc = document(text, NAMES)
    writer = Signatures(doc).writer(doc.units((text.index("I asked"), text.index("I asked") + 1))[0])
    assert (None if writer is None else doc.text[slice(*name_of(doc, writer))]) == author


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("a regulatory filing", "a regulatory filing"), ("best hiring practices", "best hiring practices"), ("Families of mass shooting victims", "Families of mass shooting victims"), ("people waiting in the rain", "people"),
        ("a group representing the towns", "a group"), ("surveys leading up to the vote", "surveys"),
    ],
)  # fmt: skip
def test_a_word_in_ing_ends_a_name_only_as_a_participle(phrase, name):
    doc = document(f"On Monday {phrase} said so.", {}, phrase)
    query = doc.queries[0]
    assert doc.text[slice(*cut_behind_head(doc, query.first, query.last))] == name


def test_a_title_tells_which_bearer_of_a_surname_is_meant():
    text = "Ana Lind met Per Lind. Mr Lind left. Per Lind sat. Mrs Lind stayed. Mr Lind came back."
    doc = document(text, {"Ana Lind": "person", "Per Lind": "person", "Lind": "person"})
    told = [text[e.best.start : e.best.end] for n in doc.names for e in doc.entities if n in e.names]
    assert told == ["Ana Lind", "Per Lind", "Per Lind", "Per Lind", "Ana Lind", "Per Lind"]


def test_a_surname_alone_is_that_of_who_is_named_in_full_most_often():
    text = "Ana Lind won. Ana Lind spoke, as Per Lind once had. Lind went on."
    doc = document(text, {"Ana Lind": "person", "Per Lind": "person", "Lind": "person"})
    last = max(doc.names, key=lambda n: n.start)
    assert next(text[e.best.start : e.best.end] for e in doc.entities if last in e.names) == "Ana Lind"


def test_a_body_is_called_by_its_last_word_behind_an_article():
    text = "The Health Directorate met. The Directorate left. A Directorate came."
    doc = document(text, {"Health Directorate": "organization", "Directorate": "organization"})
    assert [len(e.names) for e in doc.entities] == [2, 1]


def test_a_phrase_is_more_than_an_article():
    text = "He saw a man."
    tokens = tokens_of(text)
    labels = logits(text, tokens, {})[:, :3].copy()
    labels[2, 1] = 20
    assert find_phrases(text, tokens, labels, []) == []


@pytest.mark.parametrize(
    ("cue", "joined"),
    [("accused", True), ("was told", False), ("denied", False)],
)
def test_a_cue_without_a_source_is_joined_to_the_one_before(cue, joined):
    text = f"Ana Lind praised the crews and {cue} the board." if cue != "denied" else "Ana Lind praised the crews. The board denied it."

    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    asked = [Asked((span("Ana Lind"),), (span("praised"),), (span("the crews"),)), Asked((), (span(cue),), ((len(text) - 4, len(text) - 1),))]
    doc = Document(text, tokens_of(text), names_of(text, NAMES), asked)
    assert joined_to(doc, 1) == (0 if joined else None)


@given(st.lists(st.sampled_from(["Ana Lind", "Per Dahl", "the", "a", "of", "by", "for", ",", "(", ")", "and", "who", "'s", "spokesman", "report", "campaign", "Harbour Board", "to", "mayor", "aides"]), min_size=1, max_size=12))
def test_any_source_is_read(words):
    source = " ".join(words)
    doc = document(f"On Monday {source} said so.", NAMES, source)
    query = doc.queries[0]
    mention, issuer = person_named(doc, query), issuer_of(doc, query.first, query.last)
    assert mention is None or query.first <= doc.first[mention] < query.last
    assert issuer is None or query.first <= issuer[0] < issuer[1] <= query.last
    assert all(0 <= entity < len(doc.entities) for entity in strangers_of(doc, query))


@pytest.mark.parametrize(("text", "sources"), [
    ('"It is late," said Jon Ek. Una Brod agreed that it was.', ["Jon Ek", "Una Brod"]),
    ('"It is late," said Una Brod. Tarr denied it.', ["Una Brod", "Tarr"]),
    ('"It is late," said Peter St. John. Tarr denied it.', ["Peter St. John", "Tarr"]),
])  # fmt: skip
def test_a_source_ends_with_its_sentence(text, sources):
    article = extract(text)
    assert [article.words(s.source) for s in article.statements] == sources
    assert [s.speaker and s.speaker.name for s in article.statements] == sources


@given(st.text("aB. \n", max_size=40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_what_is_kept_of_a_source_is_a_part_of_it(text, start, end, cue):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    ((a, b),) = in_its_sentence(text, ((start, end),), ((min(cue, len(text)), len(text)),))
    assert start <= a <= b <= end


@pytest.mark.parametrize(("text", "names"), [
    ("Officer K said the car had stopped. Witness B denied it.", ["Officer K", "Witness B"]),
    ("Tan Huilin said the market was open.", ["Tan Huilin"]),
])  # fmt: skip
def test_a_letter_needs_its_noun_and_a_surname_is_no_title(text, names):
    assert [s.speaker and s.speaker.name for s in extract(text).statements] == names


def test_what_somebody_asks_for_is_asked_by_him_and_not_by_what_is_his():
    assert "The minister" in {s.speaker and s.speaker.name for s in extract("The minister's demand for calm was loud.").statements}


@pytest.mark.parametrize(("phrase", "head"), [
    ("Eleven towns along the river", "towns"), ("A study published last week in the journal Shore", "study"), ("a study published Wednesday in the Brova Journal of Salt", "study"), ("the hotels around the lake", "hotels"),
    ("the weather last week", "week"), ("the third report this year", "year"), ("The board of the Front Behind the Hill", "board"), ("the Friday market", "market"),
])  # fmt: skip
def test_the_head_of_a_noun_phrase(phrase, head):
    doc = document(f"{phrase} said so.", {}, phrase)
    assert doc.head(doc.queries[0].first, doc.queries[0].last) == head


@pytest.mark.parametrize(("text", "body"), [
    ("In the Harbour Board they hope so.", "Harbour Board"),
    ("At the Harbour Board they hope so.", "Harbour Board"),
    ("Ana Lind met Per Dahl. In Brova they said so.", None),  # the two
    ("Ana Lind met the Harbour Board they know.", None),
    ("In the Harbour Board Ana Lind said they knew.", None),
])  # fmt: skip
def test_in_a_body_they_are_that_body(text, body):
    doc = document(text, NAMES, "they")
    found = doc.housed(doc.queries[0])
    assert (None if found is None else text[slice(*doc.span(int(doc.first[found]), int(doc.last[found])))]) == body


def test_in_the_embassy_they_are_the_embassy(extractor):
    text = "The Foreign Ministry called the letter a joke. The ambassador was not available; in the embassy they said that she was on leave."
    assert extractor.extract(text).statements[-1].speaker.name == "the embassy"


def test_a_source_ends_before_the_subject_of_the_clause():
    text = "In the union of doctors they do not agree."
    doc = document(text, {}, "the union of doctors they")
    assert text[slice(*doc.span(doc.queries[0].first, doc.queries[0].last))] == "the union of doctors"
    text = "Those who were in it remember it."
    doc = document(text, {}, "Those who were in it")
    assert text[slice(*doc.span(doc.queries[0].first, doc.queries[0].last))] == "Those who were in it"
