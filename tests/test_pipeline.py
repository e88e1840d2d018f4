import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord import Extractor, ModelError, Report, UsageError, extract
from onrecord.extraction.encoder import WEIGHTS
from onrecord.read.copying import reading_copy

PIECES = st.sampled_from(
    ['"', "“", "”", "‘", "’", "«", "»", " ", "\n", "\n\n", ". ", ", ", "The minister ", "she said", "he denied that ", "We will stay", "according to Novak", "urged donors to pay", "Mayor: ", "Irena Novak, the mayor of Brova, ", "Novak’s spokesman ", "I ", "Will Hope ", "x" * 50, "漢字", "🙂", "\u200b", "\r\n", "\x00", "\ud83d", "١٢",
     "\n\nMr BRUN (14.02): ", "\n\nMs DAHL: ", "\nQ. ", "\nA. ", "\n[00:01:20] ", "\n@lind: ", "Ana Lind (@lind): ", "RT ", "1/ ", "\n— ", " — ", " - said Lind", "(", ")", "<<", ">>", "> ", "#road", "\nCLAIM: ", "\nRATING: False",
     "-\n", "> ", "Page 3 of 9", "**", "[", "](http://a.example)", "&quot;", "# ", "\\\""]
)
anything = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=300))
REPORT = 'Mayor Ana Ruiz said the bridge would stay closed. "We will not open it," she told reporters, adding that the council had agreed to pay.\n\nResidents fear for their shops.'


def check(article):
    text = article.text
    ids = [s.id for s in article.statements]
    assert len(set(ids)) == len(ids)
    for s in article.statements:
        assert s.content and 0 <= s.confidence <= 1
        assert s.within is None or s.within in ids
        for spans in (s.source, s.cue, s.content):
            assert all(0 <= a < b <= len(text) and text[a:b].strip() for a, b in spans)
            assert all(b <= c for (_, b), (c, _) in zip(spans, spans[1:]))
        assert not any("\n\n" in text[a:b] for a, b in (*s.source, *s.cue, *s.content))
        taken = sorted((*s.source, *s.cue, *s.content))
        assert all(b <= c for (_, b), (c, _) in zip(taken, taken[1:]))
        assert not any(a < e and b > st for a, b in taken for st, e in article.boilerplate)
        if s.speaker:
            check_speaker(article, s.speaker)


def check_speaker(article, speaker):
    """Every word that is told of a speaker is a span of the text, as it is read."""
    copy = reading_copy(article.text)
    words = list(map(copy.words, speaker.mentions))
    assert speaker.name == words[-1] and speaker.name.strip() and 0 <= speaker.confidence <= 1
    for part in (speaker.role, speaker.organization):
        assert part is None or list(map(copy.words, part.spans)) == [part.text]
    assert speaker.country is None or all(copy.words(span).strip() for span in speaker.country.spans)


@given(anything)
@example('according to Novak«»The minister ""')
@example("“There are none, - he noted. - All are well.” was it. “There are none, - he noted. - All are well.”“We stay,” ; ")
@example("\n@lind: \u200b")
@example("\n@lind: \x00")
@settings(max_examples=80, deadline=None)
def test_any_text_gives_valid_spans_and_the_same_again(text):
    article = extract(text)
    check(article)
    assert extract(text) == article


def test_a_report_gives_who_said_what():
    article = extract(REPORT)
    said = {(article.words(s.source), article.words(s.content)) for s in article.statements}
    assert ("Mayor Ana Ruiz", "the bridge would stay closed") in said
    assert ("she", '"We will not open it,"') in said


def test_the_result_does_not_depend_on_the_batch_or_on_workers(extractor):
    reports = [REPORT, "", REPORT * 3, "Nobody spoke.", REPORT.replace("bridge", "port")] * 3
    alone = [Extractor().extract(r) for r in reports[:5]] * 3
    assert list(extractor.extract_many(reports)) == alone
    assert list(Extractor(workers=2).extract_many(reports)) == alone


def test_what_is_not_english_is_kept_without_statements(extractor):
    article = extractor.extract("Der Bürgermeister sagte, die Brücke werde nicht geöffnet, und dankte den Helfern für ihre Arbeit.")
    assert article.language == "de" and article.statements == ()


def test_min_confidence_leaves_out_statements_below_it():
    every = Extractor().extract(REPORT).statements
    cut = sorted(s.confidence for s in every)[len(every) // 2]
    kept = Extractor(min_confidence=cut).extract(REPORT).statements
    assert {s.id for s in kept} == {s.id for s in every if s.confidence >= cut} and len(kept) < len(every)


@pytest.mark.parametrize("options", [{"workers": 0}, {"min_confidence": 1.5}])
def test_options_that_make_no_sense(options):
    with pytest.raises(UsageError):
        Extractor(**options)


def test_a_folder_without_a_model_is_told_at_once(tmp_path):
    with pytest.raises(ModelError, match=r"lacks encoder\.onnx"):
        Extractor(weights=tmp_path)


def test_a_damaged_model_is_one_kind_of_error(tmp_path):
    for file in WEIGHTS.iterdir():
        (tmp_path / file.name).write_bytes(b"\0" if file.name == "encoder.onnx" else file.read_bytes())
    with pytest.raises(ModelError, match="damaged"):
        Extractor(weights=tmp_path).extract(REPORT)


def test_decomposed_accents_stay_with_their_letter(extractor):
    article = extractor.extract("The owner of the cafe\u0301 said it would close. He blamed the rent.")
    assert article.words(article.statements[0].source) == "The owner of the cafe\u0301"


def test_a_missing_closing_mark_ends_at_the_cue(extractor):
    article = extractor.extract('"We will stay in the harbour, she said on Monday. The mayor denied that the port was closed.')
    kinds = {article.words(s.source): s.kind for s in article.statements}
    assert kinds["she"] == "direct" and kinds["The mayor"] == "indirect"


def test_identity_is_the_given_id_else_the_url_else_the_text(extractor):
    texts = [Report(REPORT, id="7", url="http://a.example/1"), Report(REPORT, url="http://a.example/1"), Report(REPORT)]
    articles = list(map(extractor.extract, texts))
    assert [a.id for a in articles] == ["7", "http://a.example/1", articles[0].sha256]
    assert len({a.statements for a in articles}) == 1


def test_time_is_linear_in_the_length_of_a_line(extractor):
    """Ten times the characters take about ten times as long."""

    def seconds(n: int) -> float:
        line = ("She said that “nothing’ would \"change\" 'here', he added: " * (n // 57))[:n]
        began = time.process_time()
        check(extractor.extract(line))
        return time.process_time() - began

    seconds(10_000)
    assert seconds(120_000) < 25 * seconds(12_000)


def test_an_article_shows_itself_in_a_notebook(extractor):
    html = extractor.extract(REPORT + "\n\nPhoto: A. B. / <Agency>")._repr_html_()
    assert 'class="source">Mayor Ana Ruiz</span>' in html and "&lt;Agency&gt;" in html


@pytest.mark.parametrize("given", [None, b"She said no.", 5, ["She said no."]], ids=str)
def test_what_is_no_report_is_told_of(extractor, given):
    with pytest.raises(UsageError, match=type(given).__name__):
        extractor.extract(given)
    with pytest.raises(UsageError, match=type(given).__name__):
        list(extractor.extract_many([given]))
