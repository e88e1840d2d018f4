"""Marked text is the text, whatever is marked in it."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from onrecord.keep.difference import compare
from onrecord.keep.quoting import quote
from onrecord.keep.snippets import cut_snippet
from onrecord.serve.marking import mark_difference, mark_quote, mark_text, mark_words, number_all
from onrecord.serve.visible import visible
from onrecord.types import Article, Statement

TEXTS = st.text(st.sampled_from([*"ab <>&\"'{}%\n\u202e\x00é\U0001f600\ud800م"]), min_size=1, max_size=60)


def seen(markup) -> str:
    root = fromstring(f"<div>{markup}</div>")
    for corner in root.cssselect(".corner"):
        corner.drop_tree()
    return root.text_content()


@st.composite
def articles(draw):
    text = draw(TEXTS)
    spans = st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: (min(pair), max(pair))).filter(lambda pair: pair[0] < pair[1]), max_size=3).map(tuple)
    statements = tuple(
        Statement(id=f"{i:016x}", kind="direct", mode="said", source=draw(spans), cue=draw(spans), content=draw(spans), within="0" * 16 if i and draw(st.booleans()) else None, confidence=0.5) for i in range(draw(st.integers(0, 3)))
    )
    return Article(id="x", text=text, sha256="", model="", language="en", statements=statements, boilerplate=draw(spans))


@given(articles(), st.data())
def test_the_words_stay_in_their_order(article, data):
    assert seen(mark_text(article, number_all(article))) == visible(article.text)
    start = data.draw(st.integers(0, len(article.text)))
    end = data.draw(st.integers(start, len(article.text)))
    assert seen(mark_text(article, number_all(article), (start, end), linked=False)) == visible(article.text[start:end])


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts(before, after):
    markup = mark_difference(before, after, compare(before, after))
    for text, other in ((after, "del"), (before, "ins")):
        root = fromstring(f"<div>{markup}</div>")
        for piece in root.cssselect(other):
            piece.drop_tree()
        assert root.text_content() == visible(text)


@given(TEXTS, st.data())
def test_a_snippet_is_shown_whole_with_its_marks(text, data):
    cut = data.draw(st.integers(0, len(text)))
    spans = [(a, b) for a, b in ((0, cut), (cut, len(text))) if a < b]
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    marks = [(a, b) for a, b in zip(places[::2], places[1::2]) if a < b and any(s <= a and b <= e for s, e in spans)]
    snippet = cut_snippet(text, spans, marks)
    hit = SimpleNamespace(words=" … ".join(text[a:b] for a, b in snippet))
    shown = [mark for mark in marks if any(a <= mark[0] and mark[1] <= b for a, b in snippet)]
    root = fromstring(f"<div>{mark_words(hit.words, snippet, shown)}</div>")
    assert root.text_content() == visible(hit.words)
    assert [mark.text_content() for mark in root.cssselect("mark")] == [visible(text[a:b]) for a, b in shown]


def test_what_says_how_a_content_is_meant_is_set_off():
    text = "Brod has never promised to close Lusk, and <left>."
    statement = Statement(id="0" * 16, kind="indirect", mode="said", source=((0, 4),), cue=((5, 23),), content=((24, 37),), within=None, confidence=0.5)
    assert mark_quote(quote(text, statement), statement.content, [(33, 37)]) == '<span class="around-it">Brod has never promised </span>to close <mark>Lusk</mark>'
    assert mark_quote(quote(text, statement, 10), statement.content) == '<span class="around-it">Brod has never promised </span>to close …'
