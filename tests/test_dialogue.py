"""Tags between dashes inside quotation marks."""

import time

import pytest

from onrecord.extraction.dialogue import with_tags_inside_quotations, with_what_follows_tags
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations


def told(text: str, *drafts: Draft) -> list[tuple[str, ...]]:
    return [(*(" … ".join(text[s:e] for s, e in role) for role in (d.source, d.cue, d.content)),) for d in with_tags_inside_quotations(text, drafts, find_quotations(text))]


@pytest.mark.parametrize(("text", "source", "cue", "content"), [
    ('"There are no injured, - he noted. - The people were brought out in time."', "he", "noted", '"There are no injured … The people were brought out in time."'),
    ("«Such a thing we have not seen, - has shared with us the pensioner Olga M. — Not even in the war».", "the pensioner Olga M.", "has shared", "«Such a thing we have not seen … Not even in the war»"),
    ('It rained. "Gas will come by winter, – promised the mayor Tev on Monday. – We keep our word".', "the mayor Tev", "promised", '"Gas will come by winter … We keep our word"'),
    ("“The road is open, — said Hric, — but drive slowly.”", "Hric", "said", "“The road is open … but drive slowly.”"),
    ("«Three days we carry the buckets! - is indignant the teacher Vera L. - And to whom to complain?»", "the teacher Vera L.", "is indignant", "«Three days we carry the buckets! … And to whom to complain?»"),
    ("«We keep our word, - said the mayor Tev».", "the mayor Tev", "said", "«We keep our word"),
    ("«Will we keep it? - asked the deputy. - We will!»", "the deputy", "asked", "«Will we keep it? … We will!»"),
    ('" No injured ones there are, - he has noted. - All are well . "', "he", "has noted", '" No injured ones there are … All are well . "'),
])  # fmt: skip
def test_a_tag_between_dashes_is_no_part_of_what_is_quoted(text, source, cue, content):
    assert told(text) == [(source, cue, content)]


@pytest.mark.parametrize("text", [
    '"Work - our main task - goes on," the mayor said.',
    '"The plan - a good one - was dropped, and nobody said why," Lind said.',
    '"The plan - as the minister said - is good," Lind noted.',
    "The mayor - he said so - was late. “The road is open.”",
    "“The road is open,” – said Hric. – “But drive slowly.”",
])  # fmt: skip
def test_other_dashes_are_no_tags(text):
    assert told(text) == []


def test_what_the_model_made_of_such_a_quotation_gives_way():
    text = "“The road is open, — said Hric, — but drive slowly,” it was told."
    read = Draft(((26, 30),), (), ((0, 52),), None)
    assert told(text, read) == [("Hric", "said", "“The road is open … but drive slowly,”")]
    outer = Draft((), ((56, 64),), ((0, 52),), None)
    assert with_tags_inside_quotations(text, [outer], find_quotations(text)) == [outer]


def test_time_is_linear():
    text = "“" + "the road - the road is the road of the road - said the road of the " * 1_500 + ".”"
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "content", "told"),
    [
        ("— We stay, — Ida Lind said. — The port is ours.", "We stay, —", ["We stay,", "The port is ours"]), ("— Never! — said Per Dahl.", "— Never! —", ["Never!"]), ("- It stays, - added the mayor.", "It stays, -", ["It stays,"]),
        ("– It stays – said the mayor.", "It stays –", ["It stays"]), ("— It stays, — said the mayor.", "It stays,", ["It stays,"]),
        ("The port stays open — the mayor said.", "The port stays open —", ["The port stays open —"]), ("— Lind said the port stays — for now.", "the port stays — for now", ["the port stays — for now"]),
    ],
)  # fmt: skip
def test_dashes_of_a_line_of_dialogue_are_no_content(text, content, told):
    cue = next(word for word in ("said", "added") if f" {word}" in text)
    source = next(name for name in ("Ida Lind", "Per Dahl", "the mayor", "Lind") if name in text)
    spans = [((start := text.index(words)), start + len(words)) for words in (source, cue, content)]
    (draft,) = with_what_follows_tags(text, [Draft((spans[0],), (spans[1],), (spans[2],), None)])
    assert [text[s:e] for s, e in draft.content] == told
