import time
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.document import Asked, Document
from onrecord.resolve.interviewers import interviewer_of
from onrecord.resolve.names import TYPES, Name, find_names, find_phrases, group_names, name_words
from resolving import document, logits, names_of, tokens_of


def grouped(text: str, names: dict[str, str]) -> list[list[str]]:
    return [[text[n.start : n.end] for n in e.names] for e in group_names(text, names_of(text, names))]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("President Irena Novak spoke.", {"President Irena Novak": "person"}, ["Irena Novak"]),
        ("Novak’s plan failed.", {"Novak’s": "person"}, ["Novak"]),
        ("Ana Osei-Lund spoke.", {"Ana Osei": "person", "Lund": "person"}, ["Ana Osei-Lund"]),
        ("He spoke.", {"He": "person"}, []),
        ("The Relief Office (RO) spoke.", {"Relief Office (RO": "organization"}, ["Relief Office", "RO"]),
        ("Halden promised much.", {"Halden promised": "place"}, ["Halden"]),
    ],
)
def test_a_name_is_cut_to_the_name(text, names, found):
    assert [text[n.start : n.end] for n in names_of(text, names)] == found


def test_shorter_forms_join_the_fullest():
    text = "Irena Novak spoke. Novak left. Petr Novak stayed; Petr smiled. Irena called. I. Novak wrote."
    names = {"Irena Novak": "person", "Petr Novak": "person", "I. Novak": "person", "Petr": "person", "Irena": "person", "Novak": "person"}
    assert grouped(text, names) == [["Irena Novak", "Novak", "Irena", "I. Novak"], ["Petr Novak", "Petr"]]


def test_a_surname_that_two_share_goes_to_the_one_named_last():
    text = "Irena Novak spoke. Then Petr Novak came. Novak left."
    assert grouped(text, {"Irena Novak": "person", "Petr Novak": "person", "Novak": "person"}) == [["Irena Novak"], ["Petr Novak", "Novak"]]


def test_acronyms_and_places():
    text = "The Harbour Workers Union met in Harbour. The HWU won. Harbour Times wrote."
    names = {"Harbour Workers Union": "organization", "HWU": "organization", "Harbour Times": "organization", "Harbour": "place"}
    assert grouped(text, names) == [["Harbour Workers Union", "HWU"], ["Harbour"], ["Harbour Times"]]


@pytest.mark.parametrize(("name", "words"), [("the Hon. Dr Ana Lind", ("ana", "lind")), ("Novak’s", ("novak",)), ("O’Hara", ("o’hara",)), ("…", ())])
def test_name_words(name, words):
    assert name_words(name) == words


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=12), max_size=4))
def test_any_names_in_any_text(text, names):
    text += " ".join(names)
    found = names_of(text, dict.fromkeys(names, "person"))
    entities = group_names(text, found)
    assert sum(len(e.names) for e in entities) <= len(found)
    assert all(text[n.start : n.end].strip() == text[n.start : n.end] for n in found)


def test_many_names_take_linear_time():
    def seconds(n: int) -> float:
        words = [w for i in range(n) for w in (f"Ana Lind{i % 977}", "Novak")]
        starts = [0, *accumulate(len(w) + 1 for w in words)]
        names = [Name(a, a + len(w), i, i + 1, (1.0, 0.0, 0.0, 0.0)) for i, (a, w) in enumerate(zip(starts, words))]
        began = time.process_time()
        group_names(" ".join(words), names)
        return time.process_time() - began

    assert seconds(20_000) < 30 * seconds(2_000) + 0.5


def test_what_a_source_is():
    doc = document(
        "Irena Novak, the mayor, spoke. She said. The mayor of Brova said. A woman in Brova said. Mr Novak said.",
        {"Irena Novak": "person", "Brova": "place", "Novak": "person"},
        "She", "The mayor of Brova", "A woman in Brova", "Mr Novak",
    )  # fmt: skip
    assert [q.form for q in doc.queries] == ["she", "name", "name", "name"]
    assert list(doc.nominal) == [1, 2]  # those that may name somebody new


def test_noun_phrases_end_with_their_tags_and_with_the_line():
    text = "A guard of the mill and the owner\nstayed"
    tokens = tokens_of(text)
    labels = np.zeros((len(tokens.starts), 3))
    for unit, label in enumerate([1, 2, 2, 2, 2, 0, 1, 2, 2]):
        labels[unit, label] = 5
    assert [text[tokens.starts[a] : tokens.ends[b - 1]] for a, b in find_phrases(text, tokens, labels, [])] == ["A guard of the mill", "the owner", "stayed"]


@pytest.mark.parametrize(("text", "tagged", "phrase"), [
    ("A passer-by was hurt.", "A passer", "A passer-by"),
    ("A brother-in-law was hurt.", "A brother", "A brother-in-law"),
    ("A worker - he is 60 - was hurt.", "A worker", "A worker"),
    ("Two former Brova players were hurt.", "Two", "Two former Brova players"),
    ("Several thousand garment workers who marched were hurt.", "Several", "Several thousand garment workers"),
    ("Two former Brova players were hurt.", "Two former", "Two former Brova players"),
    ("Two of the players were hurt.", "Two", "Two"),
    ("Two said the players were hurt.", "Two", "Two"),
    ("The two players were hurt.", "The two players", "The two players"),
    ("The Torvian ministry of foreign affairs was asked.", "The Torvian ministry of", "The Torvian ministry of foreign affairs"),
    ("The Torvian ministry of Lind was asked.", "The Torvian ministry of", "The Torvian ministry"),
    ("My mother booed.", "My", "My mother"),
    ("My boat sank.", "My", "My"),
])  # fmt: skip
def test_a_phrase_is_whole(text, tagged, phrase):
    tokens = tokens_of(text)
    labels = np.zeros((len(tokens.starts), 3))
    size = len(tagged.split())
    labels[0, 1], labels[1:size, 2] = 5, 5
    assert [text[tokens.starts[a] : tokens.ends[b - 1]] for a, b in find_phrases(text, tokens, labels, [])] == [phrase]


@pytest.mark.parametrize(("text", "person", "of", "kind", "names"), [
    ("The team of Ana Lind of Torvia Polytechnic said so.", "Ana Lind", "of Torvia Polytechnic", "organization", ["Ana Lind", "Torvia Polytechnic"]),
    ("It was Ana Lind of Brova who said so.", "Ana Lind", "of Brova", "place", ["Ana Lind", "Brova"]),
    ("It was Ana Lind of Brova who said so.", "Ana Lind", "of Brova", "person", ["Ana Lind of Brova"]),
    ("The Bank of Brova said so.", "Bank", "of Brova", "place", ["Bank of Brova"]),
])  # fmt: skip
def test_a_person_is_named_without_the_body_that_he_is_of(text, person, of, kind, names):
    tokens = tokens_of(text)
    labels = logits(text, tokens, {person: "organization" if person == "Bank" else "person"})
    first, last = np.searchsorted(tokens.starts, [text.index(f" {of}") + 1, text.index(f" {of}") + len(of) + 1])
    labels[first:last] = 0
    labels[first:last, 2 + 2 * TYPES.index(kind)] = 8  # as if the name went on
    assert [text[n.start : n.end] for n in find_names(text, tokens, labels)] == names


def test_phrases_beside_sources_are_mentions_in_the_order_of_the_text():
    text = "A guard spoke. The owner said so. A boy ran."
    asked = [Asked(((15, 24),), (), ())]
    doc = Document(text, tokens_of(text), [], asked, [(0, 2), (5, 6), (9, 11)])
    assert [doc.text[slice(*doc.span(*doc.fullest(len(doc.entities) + k)))] for k in range(3)] == ["A guard", "The owner", "A boy"]
    assert doc.nominal == {0: 1}  # and the phrase inside the source is no mention of its own


@pytest.mark.parametrize(("text", "expected"), [("The Halden Times met her at the rink.\n\nWhy?", 0), ("She spoke to The Halden Times.\n\nWhy?", 0), ("The Halden Times wrote of her.\n\nWhy?", None)])
def test_who_interviews(text, expected):
    names = names_of(text, {"Halden Times": "organization"})
    at = text.index("Why?")
    doc = Document(text, tokens_of(text), names, [Asked((), (), ((at, at + 4),), None, "question")])
    assert interviewer_of(doc) == expected


def test_initials_stand_for_the_only_person_who_has_them():
    doc = document("Alma Kreutz met Vesna Dragoti, Ana Kos and Viktor Dan.", {"Alma Kreutz": "person", "Vesna Dragoti": "person", "Ana Kos": "person", "Viktor Dan": "person"})
    assert [doc.called_by_initials(label) for label in ("VD", "AK", "X", "")] == [None] * 4
    doc = document("Alma Kreutz met Vesna Dragoti.", {"Alma Kreutz": "person", "Vesna Dragoti": "person"})
    assert [doc.called_by_initials(label) for label in ("A.K.", "vd")] == [0, 1]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [("The Agriculture Ministry said so.", "Agriculture Ministry", "organization"), ("Energy Minister Petr Pell said so.", "Energy Minister Petr Pell", "person"), ("Tarn & Vane said so.", "Tarn & Vane", "organization"), ("Pell 67 scored.", "Pell 67", "person")],
)
def test_where_a_name_begins_and_ends(text, name, kind):
    expected = {"Energy Minister Petr Pell": "Petr Pell", "Pell 67": "Pell"}.get(name, name)
    assert [text[n.start : n.end] for n in names_of(text, {name: kind})] == [expected]


def test_two_ministries_are_two():
    text = "The Finance Ministry paid. The Health Ministry said so."
    assert grouped(text, {"Finance Ministry": "organization", "Health Ministry": "organization"}) == [["Finance Ministry"], ["Health Ministry"]]


def test_a_word_that_names_nobody_else_is_the_body_whose_name_it_begins_or_ends():
    def grouped(text, names):
        return [[text[n.start : n.end] for n in e.names] for e in group_names(text, names_of(text, names))]

    body = {"Norvane Refining": "organization", "Deportivo Cumbre": "organization"}
    assert grouped("Norvane Refining lost to Deportivo Cumbre. Norvane wept, Cumbre sang.", body | {"Norvane": "person", "Cumbre": "person"}) == [["Norvane Refining", "Norvane"], ["Deportivo Cumbre", "Cumbre"]]
    assert len(grouped("Norvane Refining lost. Ana Norvane wept. Norvane sang.", body | {"Norvane": "person", "Ana Norvane": "person"})) == 2
    assert len(grouped("Norvane Refining lost. Mrs Norvane wept.", body | {"Norvane": "person"})) == 2
    assert len(grouped("Norvane Refining lost. It rained in Norvane.", body | {"Norvane": "place"})) == 2


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("@oda_q wrote. @tess_v replied to @oda_q.", {}, [["@oda_q", "@oda_q"], ["@tess_v"]]),
        ("Oda Quoyle (@oda_q) wrote. @ODA_Q added.", {"Oda Quoyle": "person"}, [["Oda Quoyle", "@oda_q", "@ODA_Q"]]),
        ("@oda_q wrote. @oda_q (Oda Quoyle) added.", {"Oda Quoyle": "person"}, [["@oda_q", "@oda_q", "Oda Quoyle"]]),
        ("Quoyle met @quoyle and @oda_quoyle.", {"Quoyle": "person"}, [["Quoyle"], ["@quoyle"], ["@oda_quoyle"]]),
        ("Oda Quoyle @oda left. Write to oda@osk.example.", {"Oda Quoyle @oda": "person"}, [["Oda Quoyle"], ["@oda"]]),
    ],
)
def test_a_handle_is_one_token_of_a_name_and_equal_to_itself_alone(text, names, expected):
    assert grouped(text, names) == expected


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("President of Merovia Teodor Hasik came. Teodor Hasik spoke.", {"Merovia Teodor Hasik": "place", "Teodor Hasik spoke": "person"}, ["Merovia", "Teodor Hasik", "Teodor Hasik"]),
        ("The mayor of Upper Dell Ana Lind came. Ana Lind spoke.", {"Upper Dell Ana Lind": "place", "Ana Lind spoke": "person"}, ["Upper Dell", "Ana Lind", "Ana Lind"]),
        ("The streets of Port Ana Lind were dark. Ana Lind spoke.", {"Port Ana Lind": "place", "Ana Lind spoke": "person"}, ["Port Ana Lind", "Ana Lind"]),  # no office's place
    ],
)
def test_an_offices_place_is_no_part_of_its_holders_name(text, names, found):
    assert [text[n.start : n.end] for n in names_of(text, names)] == found


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Dr Osei-Lund's Progress Front said no.", {"Osei-Lund's Progress Front": "organization"}, ["Osei-Lund", "Progress Front"]),
        ("Ana Lind spoke. Lind’s Lake Party said no.", {"Ana Lind": "person", "Lind’s Lake Party": "organization"}, ["Ana Lind", "Lind", "Lake Party"]),
        ("St Mary's City Hospital was full.", {"Mary's City Hospital": "organization"}, ["Mary's City Hospital"]),
        ("King's College Hospital was full.", {"King's College Hospital": "organization"}, ["King's College Hospital"]),
        ("The Mbaro Bakers' Union and the Pell's Lane School struck.", {"Mbaro Bakers' Union": "organization", "Pell's Lane School": "organization"}, ["Mbaro Bakers' Union", "Pell's Lane School"]),
        ("Dr Orrin's Clinic was full.", {"Orrin's Clinic": "organization"}, ["Orrin's Clinic"]),  # which is no name without its owner
    ],
)
def test_a_body_does_not_begin_with_whose_it_is(text, names, found):
    assert [text[n.start : n.end] for n in names_of(text, names)] == found


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("the Harbour and Allied Workers' Union struck.", {"Harbour": "organization", "Allied Workers' Union": "organization"}, ["Harbour and Allied Workers' Union"]),
        ("The Education and Youth Ministry said no.", {"Youth Ministry": "organization"}, ["Education and Youth Ministry"]),
        ("the Fisheries and Coast Board met.", {"Fisheries": "organization", "Coast Board": "organization"}, ["Fisheries and Coast Board"]),
        ("the Bundestag and Coast Board met.", {"Bundestag": "organization", "Coast Board": "organization"}, ["Bundestag", "Coast Board"]),
        ("Water and Coast Board met.", {"Water": "organization", "Coast Board": "organization"}, ["Water", "Coast Board"]),  # without an article
        ("the Water and Ana Lind met.", {"Water": "organization", "Ana Lind": "person"}, ["Water", "Ana Lind"]),
    ],
)
def test_a_body_of_two_fields_is_one(text, names, found):
    assert [text[n.start : n.end] for n in names_of(text, names) if n.types[1] > 0.5 or n.types[0] > 0.5] == found


def test_a_body_that_is_called_by_one_word_is_so_where_the_word_looks_like_a_places():
    text = "Norvane Refining was fined. Norvane said no. Shares in Norvane fell."
    tokens = tokens_of(text)
    at = [text.index("Norvane Refining"), text.index("Norvane said"), text.index("Norvane fell")]
    kinds = ((0.0, 1.0, 0.0, 0.0), (0.0, 0.8, 0.2, 0.0), (0.0, 0.35, 0.65, 0.0))
    ends = [at[0] + len("Norvane Refining"), at[1] + len("Norvane"), at[2] + len("Norvane")]
    names = [Name(a, b, int(np.searchsorted(tokens.starts, a)), int(np.searchsorted(tokens.starts, b)), kind) for a, b, kind in zip(at, ends, kinds)]
    assert len(group_names(text, names)) == 1
    surely_a_place = [*names[:2], Name(*(getattr(names[2], field) for field in ("start", "end", "first", "last")), (0.0, 0.05, 0.95, 0.0))]
    assert len(group_names(text, surely_a_place)) == 2


@pytest.mark.parametrize(("text", "names", "expected"), [
    ("Velmar Foods shuts its plant. Velmar saw one offer. The heiress, Una Velmar, was sad.", {"Velmar Foods": "organization", "Velmar": "person", "Una Velmar": "person"}, [["Velmar Foods", "Velmar"], ["Una Velmar"]]),
    ("Velmar Foods shuts its plant. The heiress, Una Velmar, was sad. Velmar saw one offer.", {"Velmar Foods": "organization", "Velmar": "person", "Una Velmar": "person"}, [["Velmar Foods"], ["Una Velmar", "Velmar"]]),
    ("Velmar Foods shuts its plant. Mrs Velmar saw one offer. The heiress, Una Velmar, was sad.", {"Velmar Foods": "organization", "Velmar": "person", "Una Velmar": "person"}, [["Velmar Foods"], ["Velmar", "Una Velmar"]]),
    ("Velmar wept. The heiress, Una Velmar, was sad. Velmar Foods shuts its plant.", {"Velmar Foods": "organization", "Velmar": "person", "Una Velmar": "person"}, [["Velmar", "Una Velmar"], ["Velmar Foods"]]),
])  # fmt: skip
def test_a_surname_is_the_company_s_until_its_bearer_is_named(text, names, expected):
    assert grouped(text, names) == expected
