"""Where sentences are cut into clauses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.clauses import cut_clauses, find_sentences


def cut(text: str) -> list[str]:
    return [text[c.start : c.end] for c in cut_clauses(text, find_sentences(text))]


@pytest.mark.parametrize(("text", "clauses"), [
    ("Nine of the 20 boats that Norvane promised reached Skarn on Friday.", ["Nine of the 20 boats that Norvane promised reached Skarn on Friday"]),
    ("Nine of the boats that Norvane promised to Skarn have arrived.", ["Nine of the boats that Norvane promised to Skarn have arrived"]),
    ("It handed over nine of the boats that it promised in May.", ["It handed over nine of the boats", "that it promised in May"]),
    ("Una Orel asked for pumps and boats, noting that 60,000 people were cut off.", ["Una Orel asked for pumps and boats", "noting that 60,000 people were cut off"]),
    ("The sides signed a memorandum, under which 30 million euros will be paid.", ["The sides signed a memorandum", "under which 30 million euros will be paid"]),
    ("The state promised families who lost their homes 4,000 crowns each.", ["The state promised families who lost their homes 4,000 crowns each"]),
    ("Not one of the families who lost their homes has received the money.", ["Not one of the families who lost their homes has received the money"]),
    ("Lind sent 14 boats, the last of which came on Friday.", ["Lind sent 14 boats", "the last of which came on Friday"]),
    ("Deckhands will return on Friday after the line agreed to hire 30 more.", ["Deckhands will return on Friday", "after the line agreed to hire 30 more"]),
    ("The boats will return after the storm has passed.", ["The boats will return after the storm has passed"]),
    ("The council asked for a crane and promised to pay for it.", ["The council asked for a crane", "and promised to pay for it"]),
])  # fmt: skip
def test_a_clause_goes_on_to_its_verb(text, clauses):
    assert cut(text) == clauses


@given(st.lists(st.sampled_from(["the boats", "that Norvane promised", "have come", ", which", "and", "asked for", ". ", "; ", "to Skarn", "“", "”", "\n"]), max_size=20).map(" ".join))
def test_clauses_follow_one_another(text):
    found = cut_clauses(text, find_sentences(text))
    assert all(c.start < c.end for c in found) and all(a.end <= b.start for a, b in zip(found, found[1:]))
