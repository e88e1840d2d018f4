"""Citations hold what the record knows, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.keep.lookup import Kept
from onrecord.serve.citing import cite, quotable
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


INNER = 'Noon. "We have never planned to close Lusk," the mayor, Ann Lee, said. Brod does not believe "the bridge is safe".'


def _at(words: str):
    return ((INNER.index(words), INNER.index(words) + len(words)),)


@pytest.mark.parametrize("kind", ["direct", "indirect"])
def test_a_statement_inside_another_is_cited_as_what_that_says(kind):
    outer = replace(DIRECT, id="1" * 16, kind=kind, source=_at("the mayor, Ann Lee"), cue=_at("said"), content=_at('"We have never planned to close Lusk,"'))
    inner = replace(DIRECT, source=_at("We"), cue=_at("have never planned"), content=_at("to close Lusk"), mode="thought", within=outer.id)
    innermost = replace(inner, id="2" * 16, source=(), cue=_at("planned"), within=inner.id)
    for each in (outer, inner, innermost):
        kept = Kept(each, replace(ARTICLE, text=INNER, statements=(inner, outer, innermost)))
        told, card = cite(kept)[0].text, quotable(kept)
        assert told.startswith('"We have never planned to close Lusk," – Ann Lee, mayor (' if kind == "direct" else '“"We have never planned to close Lusk," the mayor, Ann Lee, said” (')
        assert (card.words, card.who) == (('"We have never planned to close Lusk,"', "Ann Lee") if kind == "direct" else ('“"We have never planned to close Lusk," the mayor, Ann Lee, said”', "In the words of the report"))


def test_without_the_outer_statement_its_sentence_is_cited():
    inner = replace(DIRECT, source=_at("We"), cue=_at("have never planned"), content=_at("to close Lusk"), within="f" * 16)
    assert cited(inner, text=INNER)["Words"].startswith('“"We have never planned to close Lusk," the mayor, Ann Lee, said.” (')


def test_what_is_denied_is_cited_with_the_denial():
    doubted = replace(DIRECT, source=_at("Brod"), cue=_at("does not believe"), content=_at('"the bridge is safe"'), mode="thought")
    assert cited(doubted, text=INNER)["Words"].startswith('“Brod does not believe "the bridge is safe"” (') and "Ann Lee" not in cited(doubted, text=INNER)["Words"]


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
