"""Who a source stands for, where grammar or another mention tells it."""

import numpy as np
import pytest

from onrecord import extract
from onrecord.resolve.describing import Describer
from onrecord.resolve.document import Asked, Document
from onrecord.resolve.interviewers import interviewer_of
from onrecord.resolve.issuers import own_writing
from onrecord.resolve.named_sources import body_named
from onrecord.resolve.names import PERSON, find_names, group_names
from onrecord.resolve.roles import ORGANIZATION, ROLE, read_phrase
from onrecord.resolve.speakers import Resolution, likeliest
from onrecord.resolve.telling import _is_withheld, cut_behind_head, name_of
from onrecord.resolve.together import adds_others
from onrecord.types import SPEAKER_KINDS
from resolving import document, logits, names_of, tagged, tokens_of

NOBODY = np.zeros(len(SPEAKER_KINDS))


def words(doc, first, last):
    return doc.text[slice(*doc.span(first, last))]


def name_words_of(text, names):
    return [text[n.start : n.end] for n in names_of(text, names)]


def test_a_person_is_named_behind_the_place_that_he_presides_over():
    text = "The president of Merovia Teodor Hasik came."
    tokens = tokens_of(text)
    labels = logits(text, tokens, {"Merovia": "place"})
    for word in ("Teodor", "Hasik"):
        unit = int(np.searchsorted(tokens.starts, text.index(word)))
        labels[unit] = 0
        labels[unit, 2 + 2 * PERSON] = 8  # goes on with a name, of a person
    assert [text[n.start : n.end] for n in find_names(text, tokens, labels)] == ["Merovia", "Teodor Hasik"]


@pytest.mark.parametrize(("text", "names", "found"), [
    ("Tevita “Big Tom” Langham laughed.", {"Tevita": "person", "Big Tom": "person", "Langham": "person"}, ["Tevita “Big Tom” Langham"]),
    ("Tevita, “Big Tom” and Langham laughed.", {"Tevita": "person", "Big Tom": "person", "Langham": "person"}, ["Tevita", "Big Tom", "Langham"]),
    ("Councillor Dean Arkwell wrote.", {"Dean Arkwell": "person"}, ["Dean Arkwell"]),
    ("The Race Is Wide Open For Ana Lind", {"Ana Lind": "person"}, ["Ana Lind"]),
])  # fmt: skip
def test_names_begin_and_end_where_they_do(text, names, found):
    assert name_words_of(text, names) == found


def test_a_son_is_named_without_his_numeral():
    text = "Per Dahl III spoke. Per Dahl went on. Dahl left."
    names = names_of(text, {"Per Dahl III": "person", "Per Dahl": "person", "Dahl": "person"})
    assert len(group_names(text, names)) == 1


def test_one_of_those_who_are_named_before_answers():
    shares = [{7: 0.1, 3: 0.2, None: 0.7}, {7: 0.3, None: 0.7}]
    several = [Resolution(None, None, 0.7, NOBODY, s) for s in shares]
    assert likeliest(several, frozenset([7]))[0] == 7
    assert likeliest(several, frozenset([7]))[1] > 0.9
    assert likeliest(several)[1] < 0.5


def test_people_before_the_interview_are_no_bylines():
    doc = document("By Ola Trent\n\nWe met Ana Lind.\n\nAre you well?\n\nPer Dahl says so.", {"Ola Trent": "person", "Ana Lind": "person", "Per Dahl": "person"}, "you")
    first = doc.queries[0].first
    assert [doc.text[e.best.start : e.best.end] for k, e in enumerate(doc.entities) if k in doc.people_before(first)] == ["Ana Lind"]


@pytest.mark.parametrize(("text", "source", "body"), [
    ("One, Blue Pagoda, has told customers.", "One, Blue Pagoda", "Blue Pagoda"),
    ("Torvia's Blue Pagoda agreed.", "Torvia's Blue Pagoda", "Blue Pagoda"),
    ("The dean of Torvia's Blue Pagoda agreed.", "The dean of Torvia's Blue Pagoda", None),
    ("The chairman of Blue Pagoda agreed.", "The chairman of Blue Pagoda", None),
    ("Lind, Dahl and Blue Pagoda agreed.", "Lind, Dahl and Blue Pagoda", None),
])  # fmt: skip
def test_a_body_behind_its_owner_or_a_comma_is_the_source(text, source, body):
    doc = document(text, {"Blue Pagoda": "organization", "Torvia": "place", "Lind": "person", "Dahl": "person"}, source)
    found = body_named(doc, doc.queries[0])
    assert (None if found is None else words(doc, int(doc.first[found]), int(doc.last[found]))) == body


@pytest.mark.parametrize(("source", "own"), [("Its preliminary report", True), ("Its 2019 sample", True), ("Its spokesman", False), ("The report", False), ("My report", False)])
def test_whose_report_a_pronoun_tells(source, own):
    doc = document(f"{source} lists two things.", {}, source)
    assert own_writing(doc, doc.queries[0]) == own


def test_who_adds_others_names_a_group():
    doc = document("Ana Lind, Per Dahl and other deputies want it.", {"Ana Lind": "person", "Per Dahl": "person"}, "Ana Lind, Per Dahl and other deputies")
    assert adds_others(doc, doc.queries[0].first, doc.queries[0].last)
    assert doc.text[slice(*cut_behind_head(doc, doc.queries[0].first, doc.queries[0].last))] == "Ana Lind, Per Dahl and other deputies"
    assert not adds_others(document("Deputies and Ana Lind want it.", {"Ana Lind": "person"}, "Deputies and Ana Lind"), 0, 4)


@pytest.mark.parametrize(("text", "person"), [
    ("Guard tells inquiry\n\nThe guard, Prakesh Ullam, said so.", "Prakesh Ullam"),
    ("Guard tells inquiry\n\nPrakesh Ullam, the guard, said so.", "Prakesh Ullam"),
    ("Guard tells inquiry\n\nPrakesh Ullam, a guard, met the guard Ana Lind.", None),
    ("Guard tells inquiry\n\nPrakesh Ullam was there when a guard spoke.", None),
    ("The guard was late.\n\nThe guard, Prakesh Ullam, met the guard Ana Lind.", None),
    ("They met.\n\nOur guard Ana Lind, with our guard Prakesh Ullam, came. The guard said so.", "Prakesh Ullam"),
    ("It rained.\n\nThe guard said so. Later the head guard, Prakesh Ullam, left.", "Prakesh Ullam"),
    ("It rained.\n\nThe night guard said so. Later the head guard, Prakesh Ullam, left.", None),
    ("It rained.\n\nOne guard said so. Later the guard, Prakesh Ullam, left.", None),
    ("It rained.\n\nThe deputy guard, Prakesh Ullam, came. The guard said so.", None),
    ("It rained.\n\nThe deputy guard, Prakesh Ullam, came. The deputy guard said so.", "Prakesh Ullam"),
    ("It rained.\n\nThe guard agreed with Prakesh Ullam. The guard said so.", None),  # another one
    ("It rained.\n\nThe guard thanked Prakesh Ullam. The guard said so.", None),
    ("It rained.\n\nThe guard of the depot thanked Prakesh Ullam. The guard said so.", None),
    ("It rained.\n\nPrakesh Ullam, demanded that the guard leave. The guard said so.", None),
    ("It rained.\n\nThe guard of the night train to the sea Prakesh Ullam came. The guard said so.", None),  # may be anybody
    ("It rained.\n\nGuard of the night train of Torvia Prakesh Ullam came. The guard said so.", "Prakesh Ullam"),
    ("It rained.\n\nGuard Ana Lind and Prakesh Ullam came. The guard said so.", "Ana Lind"),
    ("It rained.\n\nPrakesh Ullam, who had seen the guard, left. The guard said so.", None),
])  # fmt: skip
def test_an_office_is_whose_name_stands_beside_it(text, person):
    source = next(s for s in ("Guard tells", "The night guard said", "The deputy guard said", "One guard said", "The guard said so", "The guard was") if s in text).removesuffix(" so").rpartition(" ")[0]
    doc = Document(text, tokens_of(text), names_of(text, {"Prakesh Ullam": "person", "Ana Lind": "person"}), [Asked(((text.index(source + " "), text.index(source + " ") + len(source)),), (), ())])
    found = doc.headed_by(doc.queries[0])
    assert (None if found is None else words(doc, *doc.fullest(found))) == person


@pytest.mark.parametrize(("text", "source", "fuller"), [
    ("The electoral commission met. It is late, the commission denies it.", "the commission", "The electoral commission"),
    ("The environment director, Mr Sutterlin, came. Earlier the director agreed.", "the director", "Sutterlin"),
    ("The Harbour Board met. At night the board agreed.", "the board", "Harbour Board"),
    ("The council met. At night the board agreed.", "the board", None),
    ("The harbour board met. A board agreed.", "A board", None),
    ("It rained.\n\nThe Union of Pilots met. The union agreed.", "The union", "Union of Pilots"),
    ("Harbour board warns\n\nThe Harbour Board of Brova met.", "Harbour board", "Harbour Board"),
    ("Pilots warn\n\nThe Union of Pilots met.", "Pilots", None),
    ("It rained.\n\nThe Norre Union of Pilots met. The union of pilots agreed.", "The union of pilots", "Norre Union of Pilots"),
    ("It rained.\n\nThe Norre Union of Pilots met. The union of cooks agreed.", "The union of cooks", None),
])  # fmt: skip
def test_a_noun_stands_for_who_was_named_by_it_more_fully(text, source, fuller):
    phrases = ["The electoral commission", "The environment director, Mr Sutterlin", "The harbour board", "The council"]
    tokens = tokens_of(text)
    names = names_of(text, {"Sutterlin": "person", "Harbour Board": "organization", "Union of Pilots": "organization", "Norre Union of Pilots": "organization"})
    start = text.index(source)
    bare = Document(text, tokens, names, [Asked(((start, start + len(source)),), (), ())])
    doc = Document(text, tokens, names, bare.asked, [bare.units((text.index(p), text.index(p) + len(p))) for p in phrases if p in text and p != "The Harbour Board"])
    found = doc.fuller_before(doc.queries[0])
    assert (None if found is None else words(doc, int(doc.first[found]), int(doc.last[found]))) == fuller


@pytest.mark.parametrize(("source", "name"), [
    ("Only 19 percent", "19 percent"),
    ("Two people close to her", "Two people close to her"),
    ("Mr Sutterlin's office", "Mr Sutterlin's office"),
    ("Mrs Sutterlin", "Sutterlin"),
    ("No party in the region", "party in the region"),
    ("A memo seen by the Tide", "A memo"),
    ("A video shared widely online", "A video"),
    ("Figures released last week", "Figures"),
    ("Residents surveyed", "Residents"),
    ("Norland and its allies - among them two islands - said", "Norland and its allies"),
    ("Her lawyers in a court filing", "Her lawyers"),
    ("Teachers in a village school", "Teachers in a village school"),
    ("The accused", "The accused"),
])  # fmt: skip
def test_a_noun_phrase_without_what_is_no_part_of_it(source, name):
    doc = document(f"{source} agreed.", {}, source)
    assert doc.text[slice(*name_of(doc, int(doc.entity[0])))] == name


@pytest.mark.parametrize(("source", "withheld"), [("A senior official", True), ("One woman from Brova", True), ("A spokesman", False), ("The official", False), ("One in five", False)])
def test_one_of_many_is_withheld(source, withheld):
    doc = document(f"{source} agreed.", {}, source)
    assert _is_withheld(doc, doc.queries[0].first, doc.queries[0].last) == withheld


def role_of(text):
    doc = document(text, {"Harbour Board": "organization"})
    first = 0
    last = next(u for u, w in enumerate(doc.words) if w == ",")
    found = read_phrase(doc, first, last, {}, True)
    return tuple(span and doc.text[slice(*span)] for span in (found.role, found.organization))


@pytest.mark.parametrize(("phrase", "role"), [
    ("leader of opposition", ("leader", "opposition")),
    ("mayor of city", ("mayor", None)),
    ("chief of staff", ("chief of staff", None)),
    ("the then president", ("president", None)),
])  # fmt: skip
def test_an_office_ends_before_whose_it_is(phrase, role):
    assert role_of(f"{phrase}, said so.") == role


@pytest.mark.parametrize(("text", "phrase", "role"), [
    ("It is late for the former secretary of state, she said.", "the former secretary", "former secretary of state"),
    ("It is late for the former chief of the Harbour Board, she said.", "the former chief", "former chief"),
    ("It is late for the former secretary of it all, she said.", "the former secretary", "former secretary"),
])  # fmt: skip
def test_an_office_goes_on_to_what_it_is_of(text, phrase, role):
    doc = document(text, {"Harbour Board": "organization"})
    first, last = doc.units((text.index(phrase), text.index(phrase) + len(phrase)))
    told = Describer(doc, [(first + 1, last, ROLE)]).describe([(first, last, False)])
    assert told.role and text[slice(*told.role)] == role


@pytest.mark.parametrize(("tagged_words", "found"), [("s administration", "administration"), ("for", None), ("of the", "Harbour Board"), ("administration", "administration")])
def test_no_organization_begins_or_ends_with_what_ties_it(tagged_words, found):
    text = "Ana Lind, a veteran of Dahl's administration, stands for Torvia and of the Harbour Board."
    doc = document(text, {"Ana Lind": "person", "Torvia": "place", "Harbour Board": "organization"})
    run = tagged(doc, tagged_words, ORGANIZATION)[0]
    assert (words(doc, *ends) if (ends := Describer(doc)._without_ties(*run[:2])) and ends[0] < ends[1] else None) == found


@pytest.mark.parametrize(("text", "names", "name"), [
    ("The Quarrel County Coroner's Office named him. The Office was shut.", {"Office": "organization"}, "Quarrel County Coroner's Office"),
    ("On Monday the Office was shut. The Office named him.", {"Office": "organization"}, "Office"),
    ("The town's Office was shut.", {"Office": "organization"}, "Office"),
    ("Halden's Norbank was shut.", {"Norbank": "organization"}, "Norbank"),
])  # fmt: skip
def test_a_body_that_is_called_by_its_noun_is_named_in_full(text, names, name):
    doc = document(text, names)
    assert text[slice(*name_of(doc, 0))] == name


def test_a_group_has_the_body_that_it_names_and_no_role():
    source = "heads of diplomacy of the Harbour Board states"
    doc = document(f"The {source} agreed.", {"Harbour Board": "organization"}, f"The {source}")
    first, last = doc.queries[0].first, doc.queries[0].last
    head = doc.words.index("heads")
    board = doc.words.index("harbour")
    told = Describer(doc, [(head, head + 1, ROLE), (board, board + 3, 1)]).describe([(first, last, False)], "group")
    assert told.role is None
    assert told.organization is not None and doc.text[slice(*told.organization)] == "Harbour Board"


def test_words_of_a_headline_that_the_report_quotes_are_as_surely_theirs():
    text = "Halden coach: We gave the match away\n\nHalden lost on Sunday.\n\"We gave the match away. Nobody took it from us,\" coach Berit Aas said."
    headline, quoted = sorted(extract(text).statements, key=lambda s: s.content[0])[:2]
    assert headline.speaker.name == quoted.speaker.name == "Berit Aas"
    assert headline.speaker.confidence >= quoted.speaker.confidence - 0.001


@pytest.mark.parametrize(("text", "role", "organization"), [
    ("Ana Lind, 51, who runs the Harbour Board, left.", None, "Harbour Board"),
    ("Ana Lind, who oversees salvage at the Harbour Board, left.", None, "Harbour Board"),
    ("Ana Lind, who chairs the union, left.", None, "union"),
    ("Ana Lind, who once ran the union, left.", None, None),
    ("The host is Ana Lind.", "host", None),
    ("Ana Lind was sworn in on Tuesday as minister of transport.", "minister of transport", None),
    ("Ana Lind left as it rained.", None, None),
    ("Ana Lind, of the Harbour Board, left. It rained.", None, "Harbour Board"),
    ("Cllr Ana Lind left. Ana Lind, the council's leisure chairman, wept.", "leisure chairman", "council"),
])  # fmt: skip
def test_what_stands_beside_a_name_tells_of_who_bears_it(text, role, organization):
    doc = document(text, {"Harbour Board": "organization", "Ana Lind": "person"})
    told = Describer(doc, tagged(doc, organization, ORGANIZATION)).describe([(n.first, n.last, True) for n in doc.names if doc.text[n.start : n.end] == "Ana Lind"])
    assert tuple(span and doc.text[slice(*span)].removeprefix("the ") for span in (told.role, told.organization)) == (role, organization)


@pytest.mark.parametrize(("text", "asks"), [
    ("Our correspondent Ana Lind met Per Dahl.\n\nAre you well?", "Ana Lind"),
    ("Per Dahl is well.\n\nAre you well?\n\nThe interviewer, Ana Lind, went home.", "Ana Lind"),
    ("Interview: Ana Lind\n\nAre you well?", "Ana Lind"),
    ("The reporter Ana Lind and the reporter Per Dahl came.\n\nAre you well?", None),
    ("Ana Lind met Per Dahl.\n\nAre you well?", None),
])  # fmt: skip
def test_who_asks_in_an_interview(text, asks):
    start = text.index("Are you")
    turn = Asked((), (), ((start, start + 13),), rule="question")
    doc = Document(text, tokens_of(text), names_of(text, {"Ana Lind": "person", "Per Dahl": "person"}), [turn])
    found = interviewer_of(doc)
    assert (None if found is None else words(doc, *doc.fullest(found))) == asks


def test_turns_marked_q_and_a_are_an_interview():
    text = "Travel correspondent Ilse Brandt took your letters to Martin Olde, the railway's director.\n\nQ. How long will it take?\nA. Twenty-six hours, if the guards are in good form.\n\nQ. And dogs?\nA. Dogs, yes. Cats, yes, in a basket."
    answers = [s for s in extract(text).statements if text[s.source[0][0]] == "A"]
    assert answers and {s.speaker.name for s in answers} == {"Martin Olde"}


def test_sentences_tell_who_is_called_he_or_she():
    doc = document("Ana Lind wept. She left. Per Dahl took his coat. Robin Hale met Per Dahl. He left.", {"Ana Lind": "person", "Per Dahl": "person", "Robin Hale": "person"})
    assert doc.genders().tolist() == [-1, 1, 0]


def test_we_inside_a_quotation_is_its_speaker_where_nobody_else_is_surely_meant():
    text = "“We have proven that we can defend the strait, but the Northern Pact must decide faster,” Ana Lind said on the sidelines of the meeting of the Northern Pact in Brova."
    inner = next(s for s in extract(text).statements if s.within and text[slice(*s.source[0])] == "We")
    assert inner.speaker is not None and inner.speaker.name == "Ana Lind"


def test_who_is_told_in_the_plural_is_no_person():
    (statement,) = [s for s in extract("The heads of diplomacy of the coastal states promised in Brova on Monday that they would strengthen the support for Varland.\n").statements if s.act == "pledge"]
    assert statement.speaker is not None and statement.speaker.kind != "person"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Unions, charities and many deputies said the law was cruel.", "Unions, charities and many deputies", "group"),
        ("Friends, neighbours and former pupils said she was kind.", "Friends, neighbours and former pupils", "group"),
        ("Mayor Ana Lind, Per Dahl, and other deputies called for a vote.", "Mayor Ana Lind, Per Dahl, and other deputies", "group"),
        ("Residents, mostly teachers and nurses, said they had no water.", "Residents", "group"),
        ("Officials, two ministers and a judge among them, denied it.", "Officials", "group"),
        ("The minister, a friend of bishops and kings, said it was late.", "The minister", "person"),
        ("Ana Lind, the chair of two clubs and three charities, said so.", "Ana Lind", "person"),
    ],
)  # fmt: skip
def test_who_is_listed_in_the_plural_is_told_whole(extractor, text, name, kind):
    speaker = extractor.extract(text).statements[0].speaker
    assert (speaker.name, speaker.kind) == (name, kind)


@pytest.mark.parametrize(("text", "speaker"), [
    ("The Dockers' Union has 300 members in Brova. On Monday the union, which backs the plan, said that it would wait.", "Dockers' Union"),
    ("Halden sets strict rules as Brova plans to open the gates.\n\nHalden and Brova are near the sea.", "Brova"),
    ("A new Norbank poll found that most people in Brova would stay at home. The poll was short.", "Norbank"),
    ("A delegate, who backs Ana Lind, warned of a long day. Ana Lind was away.", "A delegate"),
])  # fmt: skip
def test_who_is_meant_where_another_is_named(extractor, text, speaker):
    assert speaker in {s.speaker and s.speaker.name for s in extractor.extract(text).statements}


def test_a_head_of_state_is_of_no_ministry_named_before(extractor):
    text = "Fourteen people were hurt, the Ministry of Health said on Tuesday.\n\nThe Head of State, Yuri Danil, condemned the attack. A spokeswoman said that two were children."
    said = extractor.extract(text).statements
    assert next(s.speaker for s in said if s.speaker and s.speaker.name == "Yuri Danil").organization is None


@pytest.mark.parametrize(("text", "source", "speaker"), [
    ("The first witness, Jon Tarr, was late. Cross-examined by Olm Vaas, for the defence, the witness agreed that he had been drunk.", "the witness", "Jon Tarr"),
    ("Inspector Una Brod went to the quay. A man was arrested. His solicitor, Jon Tarr, said he was ill.\n\nThe inspector said that a van had been found.", "The inspector", "Una Brod"),
    ("The judge thanked Olm Vaas, an expert on snow. The judge agreed with Vaas that it was late.", "The judge", "The judge"),
])  # fmt: skip
def test_an_office_that_the_text_tells_of_one_is_nobody_elses(extractor, text, source, speaker):
    found = [s for s in extractor.extract(text).statements if s.source and text[slice(*s.source[0])] == source]
    assert found and found[-1].speaker.name == speaker


@pytest.mark.parametrize(("text", "source", "speaker"), [
    ("The electoral commission fared less well.\n\nThe forms were altered, something the commission denies.", "the commission", "The electoral commission"),
    ("A new harbour authority is to be set up. The authority would pay for the cranes, the authority said.", "the authority", "A new harbour authority"),
    ("The commission fared less well. The forms were altered, something the commission denies.", "the commission", "The commission"),
    ("The electoral commission's warehouse burned. The forms were altered, something the commission denies.", "the commission", "the commission"),
])  # fmt: skip
def test_a_body_called_by_its_noun_has_its_fuller_name(extractor, text, source, speaker):
    found = [s for s in extractor.extract(text).statements if s.source and text[slice(*s.source[0])] == source]
    assert found and found[-1].speaker.name.casefold() == speaker.casefold()
