import pytest

from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.statements import Draft, _continue_turns, _nest, kind_of, statement_id


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("content", "kind"),
    [('"We stay,"', "direct"), ("the port stays open", "indirect"), ('that the port "stays open"', "mixed"), ('"We stay," … ', "direct")],
)
def test_kind_is_told_by_what_stands_in_marks(content, kind):
    text = f"She said {content} and left."
    assert kind_of(text, [span(text, content)], find_quotations(text)) == kind


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_quoted_sentences_without_a_cue_belong_to_the_turn_before_them(ends):
    text = '"We stay," he said. "The port is ours."\n\n"Nobody will take it."\n\nThe fleet left at noon.\n\n"It was a fine day for it."'.replace("\n", ends)
    first = Draft((span(text, "he"),), (span(text, "said"),), (span(text, '"We stay,"'),), None)
    turn, alone = _continue_turns(text, [first], find_quotations(text))
    assert [text[a:b] for a, b in turn.content] == ['"We stay,"', '"The port is ours."', '"Nobody will take it."']
    assert [text[a:b] for a, b in alone.content] == ['"It was a fine day for it."'] and not alone.source


@pytest.mark.parametrize("text", ['The "harbour of the three old sisters" opened.', 'She sang "The Long Way Home to Orrin" twice.', 'A "no".'])
def test_names_and_titles_in_marks_are_no_statements(text):
    assert _continue_turns(text, [], find_quotations(text)) == []


def test_nesting_names_the_innermost_holder():
    text = "A said B said C said it rains."
    drafts = [Draft((), (), (span(text, words),), None) for words in ("B said C said it rains", "C said it rains", "it rains")]
    assert [d.outer for d in _nest(drafts)] == [None, 0, 1]


def test_a_shared_source_does_not_hide_a_holder():
    text = "The firm denied that it had refused to talk and urged them to return."
    denied, urged, inner = ("denied", "that it had refused to talk"), ("urged", "them to return"), ("had refused", "to talk")
    drafts = [Draft((span(text, "The firm"),), (span(text, cue),), (span(text, content),), None) for cue, content in (denied, urged, inner)]
    assert [d.outer for d in _nest(drafts)] == [None, None, 0]


def test_ids_depend_on_version_and_spans_alone():
    assert statement_id("v", [(1, 2)], [(3, 4)]) == statement_id("v", ((1, 2),), ((3, 4),))
    assert len({statement_id(v, [c], [k]) for v in "vw" for c in ((1, 2), (1, 3)) for k in ((3, 4), (3, 5))}) == 8
