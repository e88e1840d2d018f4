"""What can be read on things."""

import time
from dataclasses import replace

import pytest

from onrecord.extraction.decoder import Found
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.signs import with_signs


def told(text: str, *drafts: Draft) -> list[tuple[str, ...]]:
    return [(*(" … ".join(text[s:e] for s, e in role) for role in (d.source, d.cue, d.content)),) for d in with_signs(text, drafts, find_quotations(text))]


@pytest.mark.parametrize(("text", "source", "cue", "content"), [
    ('One placard read "Hands off our ferry".', "One placard", "read", '"Hands off our ferry"'),
    ("It rained. A banner across the main road read “We are still here”. It hung there for weeks.", "A banner across the main road", "read", "“We are still here”"),
    ("Her badge says: ‘Doctor’.", "Her badge", "says", "‘Doctor’"),
    ("A note, pinned to the door by the clerk, said “Back in May”.", "A note, pinned to the door by the clerk,", "said", "“Back in May”"),
    ("One of the leaflets bears the words “The river is ours”.", "One of the leaflets", "bears the words", "“The river is ours”"),
    ("Several carried signs reading “No water, no vote”.", "signs", "reading", "“No water, no vote”"),
    ('Protesters held up hand-painted banners saying "Pay the nurses".', "hand-painted banners", "saying", '"Pay the nurses"'),
    ("Women in black carried placards with the words “Where is the money?”.", "placards", "with the words", "“Where is the money?”"),
    ("She posted it under a headline that said, “Salt is dear.”", "that", "said", "“Salt is dear.”"),
    ("Placards reading ‘Tax the bulls’ and ‘Butt out’ leaned there.", "Placards", "reading", "‘Tax the bulls’ … ‘Butt out’"),
    ("He wore a battered cap, bearing the slogan “Sea first”.", "a battered cap", "bearing the slogan", "“Sea first”"),
])  # fmt: skip
def test_things_say_what_is_written_on_them(text, source, cue, content):
    assert told(text) == [(source.rstrip(","), cue, content)]


@pytest.mark.parametrize("text", [
    "The nurse read “The Long Winter” to the children.",
    "The teacher read “Danger” on the box and stopped.",
    "The head of the board read “Annex C” and sighed.",
    "In one of the notes she read “Danger”.",
    "Holding a sign, Maria Holm said “We will stay”.",
    "The woman with the banner said “We will stay”.",
    "The man in the red cap said “Good morning”.",
    "The sign read like a letter. “We will stay.”",
    "A banner on the bridge fell on the road. Lind said “Nobody was hurt”.",
])  # fmt: skip
def test_people_read_and_say_other_things(text):
    assert told(text) == []


def test_who_carries_a_sign_does_not_say_it_unless_the_model_has_the_thing_for_the_source():
    text = 'Protesters held up banners saying "Pay the nurses".'
    found = Found(4, False, (), (), (), 0.9, (0.9, 0.9, 0.9), -0.3, (0.9, 0.1, 0.0))
    content = ((text.index('"'), len(text) - 1),)
    carried = Draft(((0, 10), (19, 26)), ((27, 33),), content, found)
    assert told(text, carried) == [("banners", "saying", '"Pay the nurses"')]
    own = Draft(((19, 26),), ((27, 33),), content, found)
    assert with_signs(text, [own], find_quotations(text)) == [replace(own, rule="sign")]


def test_what_others_quote_without_the_sign_is_theirs():
    text = "A poster says “Sea first”, and Lind told us “Sea last”."
    lind = Draft(((text.index("Lind"), text.index("Lind") + 4),), ((text.index("told"), text.index("told") + 4),), ((text.index("“Sea first”"), text.index(", and")),), None)
    assert told(text, lind) == [("Lind", "told", "“Sea first”")]


def test_time_is_linear():
    text = "a sign on the sign on the sign on the sign read “Sea.” the banner " * 1_000
    start = time.perf_counter()
    told(text)
    assert time.perf_counter() - start < 5
