"""Citations hold what the record knows, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.keep.lookup import Kept
from onrecord.serve.citing import cite
from onrecord.types import Article, Speaker, Statement, Told

TEXT = 'The mayor, Ann Lee, said: "We will not wait." The bridge would close, she said.'
DIRECT = Statement(id="0123456789abcdef", kind="direct", mode="said", source=((0, 18),), cue=((20, 24),), content=((26, 45),), within=None, confidence=0.9, speaker=Speaker("Ann Lee", "person", 0.9, ((11, 18),), Told("mayor", ((4, 9),))))
TOLD = replace(DIRECT, kind="indirect", source=((70, 73),), cue=((74, 78),), content=((46, 68),))
ARTICLE = Article(id="x", text=TEXT, sha256="", model="m", language="en", statements=(DIRECT, TOLD), url="https://post.example/bridge", title="Bridge to close", outlet="The Post", published="2026-09-03")


def cited(statement=DIRECT, **changes) -> dict[str, str]:
    return {each.style: each.text for each in cite(Kept(statement, replace(ARTICLE, **changes)))}


def test_styles():
    assert cited() == {
        "Words": '"We will not wait." – Ann Lee, mayor (The Post, 3 September 2026, https://post.example/bridge)',
        "Markdown": '> "We will not wait." – Ann Lee, mayor\n>\n> The Post · 3 September 2026 · <https://post.example/bridge>',
        "APA": "Bridge to close. (2026, September 3). The Post. https://post.example/bridge",
        "MLA": "“Bridge to close.” The Post, 3 Sept. 2026, https://post.example/bridge",
        "Chicago": "“Bridge to close,” The Post, September 3, 2026, https://post.example/bridge",
        "BibTeX": "@article{onrecord-0123456789abcdef,\n  title = {{Bridge to close}},\n  journal = {The Post},\n  year = {2026},\n  month = {9},\n  day = {3},\n  url = {https://post.example/bridge},\n  note = {statement 0123456789abcdef},\n}",
    }


def test_indirect_words_are_the_reports_and_not_put_into_a_mouth():
    assert cited(TOLD)["Words"].startswith("“The bridge would close, she said” (The Post") and "Ann Lee" not in cited(TOLD)["Words"]


def test_what_is_not_known_is_left_out():
    found = cited(url=None, title=None, outlet=None, published=None)
    assert found["Words"] == '"We will not wait." – Ann Lee, mayor' and found["APA"] == "(n.d.)." and "None" not in "".join(found.values())
    assert cited(title="Who pays?")["MLA"].startswith("“Who pays?” The Post") and cited(title="Who pays?")["Chicago"].startswith("“Who pays?” The Post")


@pytest.mark.parametrize("month", range(1, 13))
def test_months(month):
    found = cited(published=f"2026-{month:02}-01")
    assert "1 " in found["MLA"] and f"month = {{{month}}}" in found["BibTeX"]


@given(st.text(max_size=40))
def test_nothing_breaks_out_of_a_citation(words):
    found = cited(title=words, outlet=words, url=words)
    assert not any("\u202e" in text or "\x00" in text for text in found.values())
    depth = 0
    for before, c in zip(" " + found["BibTeX"], found["BibTeX"]):
        depth += (c == "{") - (c == "}") if before != "\\" else 0
        assert depth >= 0
    assert depth == 0 and all("\n" not in found[style] for style in ("Words", "APA", "MLA", "Chicago"))
