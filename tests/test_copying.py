import gc
import json
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.follow.ledger import with_commitments
from onrecord.read.copying import reading_copy
from onrecord.read.edits import Edit, Edited
from onrecord.types import Report

PIECES = st.sampled_from(
    ["the ferry", "Ber-", "gqvist", "six-", "month", " ", "\n", "\n", "\n\n", "\r\n", "\r", "Page 3 of 9", "- 18 -", "HARBOUR REVIEW   13", "14", "\f", "> ", ">> ", "&quot;", "&amp;amp;", "&#8217;", "&#0;", '\\"', "\u00ad\n",
     "**", "*", "_", "`", "[", "]", "](http://a.example)", "![", "[1]", "[1]: http://a.example", "# ", "- ", "* ", "---", '"', "“", "”", ". ", ", ", "went on", "\\*", "漢", "\ud83d", "\u200b"]
)  # fmt: skip
anything = st.one_of(st.lists(PIECES, max_size=50).map("".join), st.text(max_size=200))


@given(anything)
@settings(max_examples=400, deadline=None)
def test_every_passage_of_the_copy_stands_in_the_text_and_comes_back(text):
    copy = reading_copy(text)
    letters = [i for i, c in enumerate(copy.text) if not c.isspace()]
    places = [copy.back((i, i + 1)) for i in letters]
    assert all(0 <= a < b <= len(text) for a, b in places) and all(b <= c for (_, b), (c, _) in zip(places, places[1:]))
    assert all(copy.text[i] == text[slice(*place)] for i, place in zip(letters, places) if place[1] - place[0] == 1 and text[place[0]] not in "*+")
    for start, last in zip(letters, letters[3:] + letters[-1:]):
        span = start, last + 1
        assert copy.into([copy.back(span)]) == (span,) and copy.words(copy.back(span)) == copy.text[slice(*span)]
        parts = copy.spans_back([span])
        assert copy.into(parts) == (span,) and parts[0][0] == copy.back(span)[0] and parts[-1][1] == copy.back(span)[1]
        assert all(a < b and text[a:b] == text[a:b].strip() for a, b in parts)
        assert not any(a < d and c < b for a, b in parts for c, d in copy.furniture)


@given(anything)
@settings(max_examples=200, deadline=None)
def test_only_marks_and_blanks_are_left_out(text):
    copy = reading_copy(text)
    assert len(copy.text) <= len(text) + text.count("\n") + text.count("\r")
    assert all(0 <= a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in copy.furniture)
    assert not copy.into(copy.furniture)
    if not copy.steps:
        assert copy.text == text and copy.back((0, 3)) == (0, 3)


@settings(deadline=None)
@given(st.text(alphabet="abc .,\n", max_size=200).map(lambda text: text.replace("\n", "\n\n")))
def test_a_text_without_markup_is_its_own_copy(text):
    assert reading_copy(text).text == text and not reading_copy(text).steps


def test_offsets_go_both_ways():
    edited = Edited("abcdefghij", [Edit(1, 3), Edit(3, 5, "X"), Edit(7, 7, "-"), Edit(8, 9, " ", cut=True)])
    assert edited.text == "aXfg-h j"
    assert edited.back(0, 2) == (0, 5) and edited.back(1, 2) == (3, 5) and edited.back(2, 8) == (5, 10)
    assert edited.into(0, 5) == (0, 2) and edited.into(4, 6) == (1, 3) and edited.into(1, 3) == (1, 1)
    assert edited.parts(5, 8) == [(5, 6), (7, 8)] and edited.parts(0, 4) == [(0, 4)]
    assert edited.whole([(5, 6), (7, 8)]) == [(5, 8)] and edited.whole([(0, 1), (2, 3)]) == [(0, 1), (2, 3)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The governor, Ola Ber-\ngqvist, said that Bergqvist was his name.", "The governor, Ola Bergqvist, said that Bergqvist was his name."),
        ("It took the recon-\nstruction firm a six-\nmonth pause, said Ana Ruiz-\nLind.", "It took the reconstruction firm a six-month pause, said Ana Ruiz-Lind."),
        ("All short-\nand long-term plans of the island were put off, and\nnobody knows until when.", "All short- and long-term plans of the island were put off, and nobody knows until when."),
        ("The well-\nkept well-kept garden\nof the island is open again.", "The well-kept well-kept garden of the island is open again."),
        ("A lighthouse-\nkeeper who was never\ncalled a lighthousekeeper was\ncalled a lighthousekeeper.", "A lighthousekeeper who was never called a lighthousekeeper was called a lighthousekeeper."),
        ("The gover-\nnor of the island and the rest of\nits people are glad.", "The governor of the island and the rest of its people are glad."),
        ("The har\u00ad\nbour is shut.", "The harbour is shut."),
        ("The ships\n\nPage 13 of 40\n\nmust go.", "The ships\n\n\n\nmust go."),
        ("All of the ships\n\nPage 13 of 40\n\nmust go.", "All of the ships must go."),
        ("All of the har-\n\n- 18 -\n\nbour is shut.", "All of the harbour is shut."),
        ("All of the ships\n\nTHE HARBOUR REVIEW   13\n\nmust go.", "All of the ships must go."),
        ("All of the ships\n\n13\n\nmust go.\n\nSo it ended.\n\n14\n\nThen it began.", "All of the ships must go.\n\nSo it ended.\n\n\n\nThen it began."),
        ("Ola said: “All of the ships must go.\n\n13\n\nThey will not stay.”", "Ola said: “All of the ships must go. They will not stay.”"),
        ("Tarn United   3\n\nDolvek City   1\n\nA late goal.", "Tarn United   3\n\nDolvek City   1\n\nA late goal."),
        ("Five things to know\n\n1\n\nThe road is open.\n\n2\n\nThe bridge is not.", "Five things to know\n\n1\n\nThe road is open.\n\n2\n\nThe bridge is not."),
        ("> The dust has made children\n> ill in the whole\n> valley.\n>\n> Martin\n\nIt has not.", "The dust has made children ill in the whole valley.\n\n> Martin\n\nIt has not."),
        ("> a single line", "> a single line"),
        ("Strait Lines [denied](https://a.example/x_y_z) it.", "Strait Lines denied it."),
        ("It said [no](/a \"b\") to ![a map](m.png)[it][1] and [x][].\n\n[1]: http://a.example", "It said no to it and [x][].\n\n"),
        ("# News\n\n**Ana** _said_ it ***twice***, `once` with x_y_z.\n\n---\n\n> So *it* is.", "News\n\nAna said it twice, once with x_y_z.\n\n\n\nSo it is."),
        ("**Why?**\n\nI know.\n\n**When?**\n\nI do.\n\n**Who?**\n\nWe **all** know.", "**Why?**\n\nI know.\n\n**When?**\n\nI do.\n\n**Who?**\n\nWe all know."),
        ("A f**k and a s**t, #1 of 2 * 3 * 4 [sic] (a).", "A f**k and a s**t, #1 of 2 * 3 * 4 [sic] (a)."),
        ('*"We will go,"* said Ana. *Then* she went.', '"We will go," said Ana. Then she went.'),
        ("Of *stars* and _lines_ alone.", "Of *stars* and _lines_ alone."),
        ("&quot;It&amp;#8217;s AT&amp;T&quot; &bogus; R&D; &#10;", "\"It’s AT&T\" &bogus; R&D; &#10;"),
        ('He said \\"no\\" to C:\\dir.', 'He said "no" to C:\\dir.'),
    ],
)  # fmt: skip
def test_what_is_read(text, read):
    assert reading_copy(text).text == read


HOSTILE = ["[", "[a](", "[[a]", "![", "](", "*a ", "**", "_", "`a", "> ", ">", "&amp;", "&", "\\", "\\*", "-\n", "a-\n", "Page 1\n", "1\n", "a  1\n", "\t1 ", "# ", "- ", "---\n", "[1]: http://a\n", "[1]", "a", "\u00ad\n", '"a\n\n1\n\n', "\n", "\r", " ", "\f"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length(piece):
    def seconds(length: int) -> float:
        text = ("**a** [a](http://a.example)\n" + piece * length)[:length]
        gc.disable()
        try:
            start = time.process_time()
            reading_copy.__wrapped__(text)
            return time.process_time() - start
        finally:
            gc.enable()

    seconds(1000)
    assert seconds(80_000) < 40 * max(seconds(8_000), 0.002)


PAGED = """                 Harbour Report 2026                 17

The chairman, Ola Ber-
gqvist, said that the quay was broken. "It cannot
be mended before May," he told the coun-
cil, "and until then the larger ships will have

                         - 18 -

                 Harbour Report 2026

to go elsewhere." Bergqvist promised to pay 600,000
crowns for the repair by 1 August.
"""
NEWS = """# The Brief

Strait Lines [denied](https://lines.example) breaching its contract. **Mayor Ana Lind** [promised](https://a.example/p) to pay *600,000 crowns* for the quay by 1 August.

> "We are tired of this," Lind told the chamber.
"""


def said(article):
    return {(article.words(s.source), article.words(s.cue), article.words(s.content), s.speaker and s.speaker.name) for s in article.statements}


def test_words_cut_by_lines_and_pages_are_whole_and_spans_are_those_of_the_text(extractor):
    article = extractor.extract(Report(PAGED, id="paged", published="2026-05-02"))
    told = said(article)
    assert ("The chairman, Ola Ber-\ngqvist", "said", "that the quay was broken", "Ola Bergqvist") in told
    contents = {content for _, _, content, _ in told}
    assert any("the larger ships will have … to go elsewhere" in content for content in contents)
    assert [article.text[slice(*span)].split()[0] for span in article.boilerplate] == ["Harbour", "-", "Harbour"]
    assert {name for *_, name in told} == {"Ola Bergqvist"}
    (pledge,) = article.commitments
    assert pledge["maker"]["name"] == "Ola Bergqvist" and pledge["what"]["text"] == article.text[slice(*pledge["what"]["span"])]
    assert article.text[slice(*pledge["amount"]["span"])] == "600,000\ncrowns"


def test_markdown_is_read_by_its_words(extractor):
    article = extractor.extract(Report(NEWS, id="news", published="2026-05-02"))
    told = said(article)
    assert {("Strait Lines", "denied", "breaching its contract", "Strait Lines"), ("Mayor Ana Lind", "promised", "to pay *600,000 crowns* for the quay by 1 August", "Ana Lind")} <= told
    assert ("Lind", "told", '"We are tired of this,"', "Ana Lind") in told
    assert [c["maker"]["name"] for c in article.commitments] == ["Ana Lind"]


@pytest.mark.parametrize("text", [PAGED, NEWS, "> " + NEWS.replace("\n", "\n> ")])
def test_a_record_reads_the_same_commitments_again(extractor, text):
    article = extractor.extract(Report(text, id="a", published="2026-05-02"))
    assert with_commitments(replace(article, commitments=None), extractor.telling(article)) == article


def test_the_command_line_tells_places_in_the_text_as_it_came(tmp_path):
    (tmp_path / "paged.txt").write_text(PAGED, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "onrecord.cli", "extract", str(tmp_path / "paged.txt")], capture_output=True, text=True, check=True)
    article = json.loads(done.stdout)
    assert article["text"] == PAGED and len(article["boilerplate"]) == 3
    assert any("gqvist" in PAGED[a:b] for s in article["statements"] for a, b in s["speaker"]["mentions"])
    assert all(PAGED[a:b] == PAGED[a:b].strip() for s in article["statements"] for a, b in s["content"])
