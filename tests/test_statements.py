from dataclasses import replace

import pytest

from onrecord.extraction.borders import (
    all_quoted,
    behind_colon,
    claimed_once,
    closed,
    in_its_sentence,
    inside_turns,
    unbroken,
    with_bracket,
    with_infinitive,
    without_paragraphs_before,
    without_tags_in_running_quotations,
)
from onrecord.extraction.dialogue import with_what_follows_tags
from onrecord.extraction.drafts import Draft
from onrecord.extraction.quotes import find_quotations
from onrecord.extraction.statements import _continue_turns, _nest, kind_of, statement_id


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


def cut(text: str, words: str) -> tuple[tuple[int, int], ...]:
    return (span(text, words),) if words else ()


def draft(text: str, source: str, cue: str, *content: str) -> Draft:
    return Draft(cut(text, source), cut(text, cue), tuple(span(text, words) for words in content), None)


def words_of(text: str, drafts: list[Draft]) -> list[tuple[str, str, list[str]]]:
    return [(*(" / ".join(text[a:b] for a, b in spans) for spans in (d.source, d.cue)), [text[a:b] for a, b in d.content]) for d in drafts]


def test_nothing_reaches_over_a_label_or_takes_it_for_its_own():
    text = "Sitting of 3 June. The chair said it would be long.\n\nMr QUOYLE: The port paid. I say it again.\n\nMs VALE (Osk) (16.41): No."
    turns = [draft(text, "Mr QUOYLE", ":", "The port paid. I say it again"), replace(draft(text, "Ms VALE (Osk) (16.41)", "", "No"), cue=((len(text) - 5, len(text) - 4),))]
    found = [
        draft(text, "The chair", "said", text[text.index("it would") : text.index("The port")]),
        draft(text, "I", "say", text[text.index("it again") :]),
        draft(text, "Mr QUOYLE", "", "The port paid"),
        draft(text, "", "Ms VALE", "No"),
    ]
    assert words_of(text, inside_turns(text, found, turns)) == [("The chair", "said", ["it would be long."]), ("I", "say", ["it again"])]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kept"),
    [
        ('“And it will last.”\n\nHer deputy, Per Dahl, said: “I agree.”', "Her deputy, Per Dahl", "said", ["“And it will last.”", "“I agree.”"], ["“I agree.”"]),
        ('"We stay." Lind said: "The port is ours."', "Lind", "said:", ['"We stay."', '"The port is ours."'], ['"The port is ours."']),
        ('"We stay," Lind said: "The port is ours."', "Lind", "said", ['"We stay,"', '"The port is ours."'], ['"We stay,"', '"The port is ours."']),
        ('"We stay," Lind said. "The port is ours."', "Lind", "said", ['"We stay,"', '"The port is ours."'], ['"We stay,"', '"The port is ours."']),
        ('"We stay," said Lind:', "Lind", "said", ['"We stay,"'], ['"We stay,"']),
    ],
)
def test_a_cue_with_a_colon_takes_nothing_that_stands_before_it(text, source, cue, content, kept):
    d = draft(text, source, cue, *content)
    assert [text[a:b] for a, b in behind_colon(text, d.source, d.cue, d.content)] == kept


def test_one_quotation_is_one_statements():
    text = '"We stay," said Lind.\n\n"The port is ours."\n\n"I doubt it," replied Dahl.'
    first, second = draft(text, "Lind", "said", '"We stay,"', '"The port is ours."'), draft(text, "Dahl", "replied", '"The port is ours."', '"I doubt it,"')
    assert [d[2] for d in words_of(text, claimed_once(text, [second, first]))] == [['"I doubt it,"'], ['"We stay,"', '"The port is ours."']]
    beside = draft(text, "Lind", "said", '"We stay,"', '"I doubt it,"')
    assert [d[2] for d in words_of(text, claimed_once(text, [beside, second]))] == [['"We stay,"'], ['"The port is ours."', '"I doubt it,"']]


@pytest.mark.parametrize(
    ("text", "source", "whole"),
    [
        ("Mayor Ana Lind (pictured left) told us", "Mayor Ana Lind (pictured left", "Mayor Ana Lind (pictured left)"),
        ("Osk Trams [@osk] said", "Osk Trams [@osk", "Osk Trams [@osk]"),
        ("Ana Lind (the mayor, who is 52) said", "Ana Lind (the mayor", "Ana Lind (the mayor, who is 52)"),
        ("Ana Lind (52) said (twice)", "Ana Lind (52)", "Ana Lind (52)"),
        ("Ana Lind (the mayor said (twice)", "Ana Lind (the mayor", "Ana Lind (the mayor"),
        ("Ana Lind (the mayor\nof Osk) said", "Ana Lind (the mayor", "Ana Lind (the mayor"),
    ],
)
def test_a_source_closes_the_bracket_that_it_opens(text, source, whole):
    start, end = with_bracket(text, span(text, source), text.find(" said", len(source) - 1) % (len(text) + 1))
    assert text[start:end] == whole


@pytest.mark.parametrize(
    ("text", "cue", "source", "said", "more"),
    [
        ("— We checked each tile, — answered the mason, Odo Karr. — The roof will hold.", "answered", "the mason, Odo Karr", "We checked each tile", ["The roof will hold"]),
        ("- We checked each tile - said Karr. - It will hold - he went on. - Ask us.", "said", "Karr", "We checked each tile", ["It will hold"]),
        ("—We checked —said Karr, a mason— and it will hold!", "said", "Karr, a mason", "We checked", ["and it will hold!"]),
        ("– We checked each tile – said Karr.", "said", "Karr", "We checked each tile", []),
        ("Karr said: – We checked – twice – each tile.", "said", "Karr", "We checked", []),
        ("- We checked a well-known tile, said Karr - the mason.", "said", "Karr", "We checked a well-known tile", []),
    ],
)
def test_what_follows_upon_a_tag_between_dashes_goes_on_with_the_statement(text, cue, source, said, more):
    text = f"The roof is old.\n\n{text}\n\nIt is old - they say - and dear - too."
    (found,) = with_what_follows_tags(text, [draft(text, source, cue, said)])
    assert [text[a:b] for a, b in found.content] == [said, *more]


def test_a_quotation_that_is_marked_anew_at_the_next_paragraph_holds_no_tag_but_a_verb_of_speech():
    text = '"The tide comes, it waits, it goes.\n\n"Nobody asks it, she said.\n\n"It comes."'
    quotations = find_quotations(text)
    tag, said = draft(text, "it", "goes", '"The tide comes, it waits,'), draft(text, "she", "said", '"Nobody asks it,')
    assert without_tags_in_running_quotations(text, [tag, said], quotations) == [said]
    assert without_tags_in_running_quotations(text, [tag], quotations[:1]) == [tag]


def test_a_statement_inside_a_quotation_does_not_keep_it_from_standing_alone():
    text = 'The tide was high.\n\n"Well, Karr said that it would fall by noon."'
    inner = draft(text, "Karr", "said", "that it would fall by noon")
    assert sorted(d.rule or "" for d in _continue_turns(text, [inner], find_quotations(text))) == ["", "quotation"]


@pytest.mark.parametrize("marks", ['"{}"', '"{} "', "“{}”", "«{}»", "« {} »"])
def test_spaces_within_marks_are_no_matter(extractor, marks):
    quoted = marks.format("The money is there.")
    text = f"Prime Minister Davit Marek said the payments would begin on Monday. {quoted}"
    assert text.endswith(quoted) and (text.index(quoted), len(text)) in [span for s in extractor.extract(text).statements for span in s.content]


@pytest.mark.parametrize(("text", "source", "cue", "kept"), [
    ("He said little. The authors argue that", ["He", "The authors"], "argue", ["The authors"]),
    ("Mrs. Hale, a nurse, was there. The chair then promised that", ["Mrs. Hale, a nurse,", "The chair"], "promised", ["The chair"]),
    ("It is late, said Dr. Ana Lind, the surgeon", ["Dr. Ana Lind", "the surgeon"], "said", ["Dr. Ana Lind", "the surgeon"]),
    ("Ana Lind, who came late, and Per Dahl said that", ["Ana Lind", "Per Dahl"], "said", ["Ana Lind", "Per Dahl"]),
    ("Lind spoke. Dahl spoke. It was agreed that", ["Lind", "Dahl"], "was agreed", ["Lind", "Dahl"]),
])  # fmt: skip
def test_of_several_parts_of_a_source_none_stands_in_another_sentence_than_the_cue(text, source, cue, kept):
    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    assert [text[s:e] for s, e in in_its_sentence(text, tuple(map(span, source)), [span(cue)])] == kept


@pytest.mark.parametrize(("text", "content", "whole"), [
    ("“They shouted ‘Fire!’ and ran,” he said.", "‘Fire", "‘Fire!’"),
    ("\"They said, 'Leave now.' We left,\" said the baker.", "'Leave now", "'Leave now.'"),
    ("‘They shouted “Run” to us,’ he said.", "“Run", "“Run”"),
    ("\"They said, 'Minister, we're a country of cheese,'\" he said.", "'Minister, we're a country of cheese", "'Minister, we're a country of cheese,'"),
    ("\"I said, 'Then send cheese. But wrap it in wire.' And they did.\"", "'Then send cheese", "'Then send cheese. But wrap it in wire.'"),
    ("“He said ‘Go’ and ‘Stay.’ So I went.”", "‘Go", "‘Go’"),
    ("“He said ‘Go and “now” is the time.’”", "‘Go and", "‘Go and"),
    ("'They said they don't know' was all.", "they don", "they don"),
    ("“They cried ‘Stop and nobody’s dog barked.", "‘Stop and nobody", "‘Stop and nobody"),
])  # fmt: skip
def test_a_quotation_inside_another_has_its_closing_mark(text, content, whole):
    at = text.index(content)
    assert text[slice(*closed(text, (at, at + len(content))))] == whole


@pytest.mark.parametrize(("text", "parts", "whole"), [
    ("She said that talks, first reported by the Daily, had broken down.", ["that talks", "had broken down"], ["that talks, first reported by the Daily, had broken down"]),
    ("The dam, she said, is safe.", ["The dam", "is safe"], ["The dam", "is safe"]),
    ("She said the dam was safe. The road, too, was open.", ["the dam was safe", "was open"], ["the dam was safe", "was open"]),
    ('She said it was, in her words, "a circus".', ["it was", '"a circus"'], ["it was", '"a circus"']),
    ("He asked her on Monday to leave.", ["her", "to leave"], ["her", "to leave"]),
])  # fmt: skip
def test_nothing_between_commas_is_left_out_of_a_content_but_source_and_cue(text, parts, whole):
    said = text.index("said" if "said" in text else "asked")
    content = tuple((at := text.index(part), at + len(part)) for part in parts)
    assert [text[s:e] for s, e in unbroken(text, [(said - 4, said - 1)], [(said, said + 4)], content)] == whole


@pytest.mark.parametrize(("text", "cue", "parts", "kept"), [
    ('"Five is a fine number", he said, it is reported.', "said", ['"Five is a fine number"', "it is reported"], ['"Five is a fine number"']),
    ("„All will be inside by May“, she said, and the guilt put on him.", "said", ["„All will be inside by May“", "and the guilt put on him"], ["„All will be inside by May“"]),
    ('"Eat first," she used to tell us, "and cry afterwards."', "tell", ['"Eat first,"', 'us, "and cry afterwards."'], ['"Eat first,"', '"and cry afterwards."']),
    ('"We stay," she told the reporters on Monday, "until spring."', "told", ['"We stay,"', 'the reporters on Monday, "until spring."'], ['"We stay,"', '"until spring."']),
    ('"Salt", he said, sold forty copies.', "said", ['"Salt"', "sold forty copies"], ['"Salt"', "sold forty copies"]),
    ('The dam, she said, is "as safe as a bank".', "said", ["The dam", 'is "as safe as a bank"'], ["The dam", 'is "as safe as a bank"']),
    ('He said "the dam is as safe as a bank" and that it would hold.', "said", ['"the dam is as safe as a bank"', "that it would hold"], ['"the dam is as safe as a bank"', "that it would hold"]),
])  # fmt: skip
def test_what_begins_with_a_quotation_goes_on_quoted_behind_its_cue(text, cue, parts, kept):
    at = text.index(cue)
    assert [text[s:e] for s, e in all_quoted(text, [(at, at + len(cue))], tuple((text.index(p), text.index(p) + len(p)) for p in parts))] == kept


@pytest.mark.parametrize(("text", "parts", "kept"), [
    ('"Unsafe", reads the report.\n\n"We knew nothing", said Ona.', ['"Unsafe"', '"We knew nothing"'], ['"We knew nothing"']),
    ("‘What for? They would write.’\n\nThe hosts were calm. ‘We were immense,’ said Lind. ‘All of us.’", ["‘What for? They would write.’", "‘We were immense,’", "‘All of us.’"], ["‘We were immense,’", "‘All of us.’"]),
    ('"We were tired."\n\n"We were cold," said Lind.', ['"We were tired."', '"We were cold,"'], ['"We were tired."', '"We were cold,"']),
    ('"We were tired.\n\n"We were cold," said Lind.', ['"We were tired.', '"We were cold,"'], ['"We were tired.', '"We were cold,"']),
    ('"We were tired."\n\nSo said Lind.', ['"We were tired."'], ['"We were tired."']),
    ('"We were tired." He yawned. "We were cold," said Lind.', ['"We were tired."', '"We were cold,"'], ['"We were tired."', '"We were cold,"']),
])  # fmt: skip
def test_a_quotation_of_a_paragraph_before_belongs_to_no_tag_behind_other_words(text, parts, kept):
    said, who = text.rindex("said"), text.rindex("Lind" if "Lind" in text else "Ona")
    content = tuple((text.index(p), text.index(p) + len(p)) for p in parts)
    assert [text[s:e] for s, e in without_paragraphs_before(text, [(who, who + 3)], [(said, said + 4)], content)] == kept


@pytest.mark.parametrize(("text", "cue", "content", "expected"), [
    ('"I became a light instead," she liked to say.', "liked", ['"I became a light instead,"', "to say"], ("liked to say", ['"I became a light instead,"'])),
    ("We like to say that we look after each other.", "like", ["to say that we look after each other"], ("like to say", ["that we look after each other"])),
    ('As he used to say, "A bridge is let down".', "used", ['"A bridge is let down"'], ("used to say", ['"A bridge is let down"'])),
    ("She declined to say whether it was safe.", "declined", ["to say whether it was safe"], ("declined", ["to say whether it was safe"])),
    ("She would like to thank the crews.", "would like", ["to thank the crews"], ("would like", ["to thank the crews"])),
    ("He liked to say.", "liked", ["to say"], ("liked", ["to say"])),
    ("“Not here,” she is said to have told the board.", "is said", ["“Not here,”", "to have told the board"], ("is said to have told", ["“Not here,”"])),
    ("“Not here,” he was heard to say.", "was heard", ["“Not here,”", "to say"], ("was heard to say", ["“Not here,”"])),
    ("She is said to have told the board that it was late.", "is said", ["to have told the board that it was late"], ("is said", ["to have told the board that it was late"])),
    ("“Not here,” he was asked to say.", "was asked", ["“Not here,”", "to say"], ("was asked", ["“Not here,”", "to say"])),
])  # fmt: skip
def test_what_somebody_likes_to_say_is_what_is_said(text, cue, content, expected):
    at = text.index(cue)
    cues, told = with_infinitive(text, ((at, at + len(cue)),), tuple((text.index(c), text.index(c) + len(c)) for c in content))
    assert (text[slice(*cues[0])], [text[s:e] for s, e in told]) == expected
