"""What a sentence says of the telling itself is no part of what was told."""

import pytest

from onrecord.extraction.asides import without_asides
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations


def content_of(text: str, content: str) -> str:
    start = text.index(content)
    (draft,) = without_asides(text, [Draft((), (), ((start, start + len(content)),), None)], find_quotations(text))
    return text[slice(*draft.content[0])]


@pytest.mark.parametrize(("content", "expected"), [
    ("the talks had gone well, without elaborating", "the talks had gone well"),
    ("the quay would be rebuilt, without elaborating on the cost", "the quay would be rebuilt"),
    ("it would close the quay, without giving a reason", "it would close the quay"),
    ("the quay was safe, without offering any evidence for it", "the quay was safe"),
    ('a ship had been hit by "an object", without saying what it was', 'a ship had been hit by "an object"'),
    ("three people had been arrested, adding no more", "three people had been arrested"),
    ("the attack was repelled, giving few further details", "the attack was repelled"),
    ("two ships were lost, but declined to say where", "two ships were lost"),
    ("a suspect was in custody but did not provide further details", "a suspect was in custody"),
    ("that a deal had been reached, without going into details", "that a deal had been reached"),
    ("it would cut the fee, without giving up any of its income", "it would cut the fee, without giving up any of its income"),
    ("he left the room without giving details of the plan", "he left the room without giving details of the plan"),
    ("the man left, without saying goodbye", "the man left, without saying goodbye"),
    ("it had lost money but would pay a dividend", "it had lost money but would pay a dividend"),
    ("the company did not give further details", "the company did not give further details"),
    ('she "left, without giving any reason"', 'she "left, without giving any reason"'),
])  # fmt: skip
def test_what_was_not_told_is_no_content(content, expected):
    assert content_of(f"The mayor said {content}.", content) == expected


@pytest.mark.parametrize(("text", "source", "content"), [
    ("Two people were hurt, police said, without giving details.", "police", "Two people were hurt"),
    ("Osk's prime minister for his part welcomed the agreement.", "Osk's prime minister", "the agreement"),
    ("The council's own engineer, it emerged on Friday, had called the beam sound.", "The council's own engineer", "the beam sound"),
    ("The ministry for its part says no decision has been taken.", "The ministry", "no decision has been taken"),
    ("Meanwhile the Union of Fishermen, for its part, demanded compensation.", "the Union of Fishermen", "compensation"),
    ("She said the union, for its part, had kept its word.", "She", "the union, for its part, had kept its word"),
])  # fmt: skip
def test_in_sentences(extractor, text, source, content):
    (statement,) = extractor.extract(text).statements
    assert [text[slice(*spans[0])] for spans in (statement.source, statement.content)] == [source, content] and len(statement.content) == 1
