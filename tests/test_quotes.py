import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.quotes import find_quotations

MARKS = "\"“”„‟«»‹›‘’‚'`<> \n.,aA"


def quoted(text: str) -> list[tuple[str, bool]]:
    return [(text[q.start : q.end], q.closed) for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stay," she said. "Until spring."', ['"We stay,"', '"Until spring."']),
        ("“We stay,” she said.", ["“We stay,”"]),
        ("He wrote: „Wir bleiben“ and left.", ["„Wir bleiben“"]),
        ("«We stay», he said", ["«We stay»"]),
        ("‘We don’t know the workers’ names,’ she said.", ["‘We don’t know the workers’ names,’"]),
        ("'It's over,' said the captain's wife.", ["'It's over,'"]),
        ("It's the workers' fault and nobody's.", []),
        ("“He told me ‘go home’ and I went,” she said.", ["“He told me ‘go home’ and I went,”"]),
        ("In the ’90s, “we were poor,” she said.", ["“we were poor,”"]),
        ("In the '90s \"we were poor,\" she said of the workers' homes.", ['"we were poor,"']),
        ("Give ’em hell, he said. “We will stay.”", ["“We will stay.”"]),
        ("The 5' wall and the 6\" pipe", []),
        ('The 5 " wall and the 6 " pipe', []),
        ('He spoke. " We stay . " Rain fell.', ['" We stay . "']),
        ('" We stay , he said .', []),
    ],
)
def test_pairs_of_marks(text, expected):
    assert [words for words, _ in quoted(text)] == expected


def test_a_mark_that_is_never_closed_holds_to_the_end_of_its_paragraph():
    assert quoted('"We stay, she said.\n\nThe port is "ours".') == [('"We stay, she said.', False), ('"ours"', True)]


def test_an_opening_mark_inside_an_unclosed_quotation_begins_another():
    assert quoted('"We stay, he said. "The port is ours," he added.') == [('"We stay, he said.', False), ('"The port is ours,"', True)]


@given(st.text(alphabet=MARKS, max_size=80))
def test_quotations_are_ordered_stretches_inside_paragraphs(text):
    end = 0
    for q in find_quotations(text):
        assert end <= q.start < q.end <= len(text)
        assert "\n" not in text[q.start : q.end]
        end = q.end


def test_time_is_linear_in_the_number_of_marks():
    def seconds(n: int) -> float:
        text = "“a’ ‘b” 'c\" <<d >>e" * n
        began = time.process_time()
        find_quotations(text)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(80_000) < 40 * max(seconds(8_000), 0.01)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said: ,,We hold the bridge'', and left.", [",,We hold the bridge''"]),
        ("``We hold,'' he said. ''Always.''", ["``We hold,''", "''Always.''"]),
        ("Ten,, twenty.", []),
        ("<<We hold>>, said Lind, << always. >>", ["<<We hold>>", "<< always. >>"]),
        ("1 << 4, then go to Home >> News >> Osk", []),
        (">> quoted mail\n>> and more", []),
    ],
)
def test_marks_typed_as_two_characters(text, quoted):
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted
