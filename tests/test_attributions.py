import time

import pytest

from onrecord.extraction.attributions import find_attributions
from onrecord.extraction.turns import Turn
from onrecord.extraction.verdicts import find_verdicts


def told(text: str, turns: list[Turn]) -> list[tuple[str, str, str, str]]:
    return [(t.rule, *(" / ".join(text[a:b] for a, b in spans) for spans in (t.source, t.cue, t.content))) for t in turns]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> The tide waits for nobody.\n>\n> — Captain Odo Karr, on why the ferry was late", ("Captain Odo Karr", "—", "The tide waits for nobody.")),
        ("> The tide waits\n> for nobody.\n> - Odo Karr, harbour master", ("Odo Karr, harbour master", "-", "The tide waits / for nobody.")),
        ("“The tide waits for nobody.” — Captain Odo Karr", ("Captain Odo Karr", "—", "“The tide waits for nobody.”")),
        ('"The tide waits for nobody."\n-- Odo Karr of the Osk Ferries', ("Odo Karr of the Osk Ferries", "--", '"The tide waits for nobody."')),
        ('"Why?" – Odo Karr', ("Odo Karr", "–", '"Why?"')),
        ("‘The tide waits’ – mayor\n\nShe spoke at noon.", ("mayor", "–", "‘The tide waits’")),
        ("- “The tide waits for nobody.” – Harbour master Odo Karr", ("Harbour master Odo Karr", "–", "“The tide waits for nobody.”")),
        ("• “The tide waits for nobody,” – shipowner Odo Karr on Facebook.", ("shipowner Odo Karr", "–", "“The tide waits for nobody,”")),
        ("- “The tide waits for nobody.” Odo Karr, the widower", ("Odo Karr, the widower", "", "“The tide waits for nobody.”")),
        ('"The tide waits for nobody" (Odo Karr, harbour master)', ("Odo Karr, harbour master", "", '"The tide waits for nobody"')),
        ("“The tide waits for nobody.”\n— Former director Odo Karr, in court on Tuesday", ("Former director Odo Karr", "—", "“The tide waits for nobody.”")),
    ],
)
def test_a_name_or_an_office_behind_or_under_a_quotation(text, expected):
    whole = "The ferry was late.\n\n" + text + "\n"
    assert told(whole, list(find_attributions(whole))) == [("attribution", *expected)]


@pytest.mark.parametrize(
    "text",
    [
        "The tide waits for nobody.\n\n— Captain Odo Karr",
        '"The tide waits for nobody."\n\n- Odo Karr came late',
        '"The tide waits for nobody."\n\n— And yet it waited for us all',
        '> The tide waits.\n\nKarr left.\n\n— Odo Karr',
        '"The tide waits for nobody" – which is a proverb',
        '"Salt" – Odo Karr',
        '"The tide waits for nobody," – says Odo Karr',
        '"The tide waits for nobody." – but Odo Karr',
        '- "The tide waits for nobody." The rest is silence',
        '"The tide waits for nobody." Odo Karr',
        '- "The Tide Waits" Odo Karr',
        '"The Long Tide and the Sea" (Odo Karr)',
        '"The tide waits for nobody" (Oskbank, 1999)',
        "".join(f"> line {i} of a mail\n" for i in range(30)) + "> — Odo Karr",
        "> — Odo Karr",
    ],
)
def test_other_dashes_are_no_attributions(text):
    assert [t for t in find_attributions(text) if t.rule == "attribution"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('ODO KARR, ANALYST AT OSKBANK\n"The tide waits for nobody. It never did."\n\nTESS VALE, HARBOUR UNION\n"We shall wait for the boat."', [("ODO KARR, ANALYST AT OSKBANK", "", '"The tide waits for nobody. It never did."'), ("TESS VALE, HARBOUR UNION", "", '"We shall wait for the boat."')]),
        ("Odo Karr, chief economist, Oskbank:\n\n“The tide waits for nobody.”\n\n“It never did.”\n\nMayor Tess Vale of Osk:\n\n“We shall wait for the boat.”", [("Odo Karr, chief economist, Oskbank", ":", "“The tide waits for nobody.” / “It never did.”"), ("Mayor Tess Vale of Osk", ":", "“We shall wait for the boat.”")]),
        ('OSK PRESIDENT ODO KARR, ON STATE TELEVISION\n"The tide waits for nobody."\nOPPOSITION LEADER TESS VALE, IN PARLIAMENT\n"We shall wait for the boat."', [("OSK PRESIDENT ODO KARR", "", '"The tide waits for nobody."'), ("OPPOSITION LEADER TESS VALE", "", '"We shall wait for the boat."')]),
        ("“We shall wait for the boat.”\n\nJ. KARR, CHIEF EXECUTIVE, OSKBANK\n“The tide waits for nobody.\n“It never did.”\n\nThe boat was late.", [("J. KARR, CHIEF EXECUTIVE, OSKBANK", "", "“The tide waits for nobody. / “It never did.”")]),
    ],
)
def test_names_above_quotations_in_round_ups(text, expected):
    whole = "The ferry was late.\n\n" + text + "\n"
    assert [found[1:] for found in told(whole, list(find_attributions(whole)))] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ('"The tide waits for nobody."\nOdo Karr, harbour master\n\n"We shall wait for the boat."\nTess Vale, mayor of Osk', ["Odo Karr, harbour master", "Tess Vale, mayor of Osk"]),
    ("“The tide waits for nobody.”\nHarbour master Odo Karr\n\n“It never did.”\nA docker who did not want to be named\n\nThe ferry was late.", ["Harbour master Odo Karr", "A docker who did not want to be named"]),
    ("“The tide waits for nobody.”\nOdo Karr, harbour master\n\nThe ferry was late.", []),
    ("“The tide waits for nobody.”\nThe hall was quiet.\n\n“They will be back.”\nNobody answered her.", []),
    ("“The tide waits for nobody.”\nOdo Karr\n“It never did.”\nTess Vale\n“It never will.”\nUna Brod", []),
])  # fmt: skip
def test_names_under_quotations_where_several_are(text, expected):
    found = [t for t in find_attributions(f"The ferry was late.\n\n{text}\n") if t.rule == "attribution"]
    assert [f"The ferry was late.\n\n{text}\n"[slice(*t.source[0])] for t in found] == expected


def test_each_of_a_list_of_quotations_speaks(extractor):
    text = 'Reactions to the ruling\n\n- “Justice has a long memory.” Ana Peres, the widow\n- “We will appeal on every count.” – Defence lawyer Duarte Kell\n- "I slept for the first time in years" (Luis Peres, son)\n'
    assert [s.speaker and s.speaker.name for s in extractor.extract(text).statements if s.within is None and s.kind == "direct"] == ["Ana Peres", "Duarte Kell", "Luis Peres"]


def test_each_of_a_round_up_speaks(extractor):
    text = 'The bank raised its rate.\n\nODO KARR, ANALYST AT OSKBANK\n"We expect the bank to stop in the spring."\n\nTESS VALE, CHIEF ECONOMIST, VALE SECURITIES\n"The surprise was the tone."\n\nUNA BROD, TENANTS\' UNION\n"Rents will go up again."\n'
    outer = [s for s in extractor.extract(text).statements if s.within is None]
    assert [(s.speaker and s.speaker.name, s.kind) for s in outer] == [("ODO KARR", "direct"), ("TESS VALE", "direct"), ("UNA BROD", "direct")]


@pytest.mark.parametrize(
    "text",
    [
        'OSK MAYOR RESIGNS\n"I have given what I had to give."',
        'Odo Karr, harbour master of Osk\n\n"The tide waits for nobody."\n\nKarr has worked there since May.',
        'Odo Karr, harbour master of Osk\n\n"The tide waits for nobody," he said.\n\nTess Vale, mayor of Osk\n\n"We shall wait," she said.',
        'Osk Waits\n\n"The tide waits for nobody."\n\nVale Is Angry\n\n"We shall wait for the boat."',
        '"The tide waits for nobody."\n\nOdo Karr, harbour master\n\n"We shall wait for the boat."\n\nTess Vale, mayor of Osk\n\n"It never comes on Sundays."\n\nUna Brod, teacher',
        'The mayor of Osk, who was there, was angry.\n"We shall wait for the boat."\nThe harbour master, who was not, was calm.\n"The tide waits for nobody."',
    ],
)
def test_other_lines_above_quotations(text):
    assert [t for t in find_attributions(text) if t.rule == "attribution"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('CLAIM: "The mayor sold the quay."\nRATING: False\n\nShe did not.', [("", "CLAIM:", '"The mayor sold the quay."')]),
        ('Claim: The mayor sold the quay. Rating: False', [("", "Claim:", "The mayor sold the quay")]),
        ("She did not.\n\nOur verdict: Mostly false. By our rules it means that hardly any of it holds.", [("Our verdict", ":", "Mostly false")]),
        ("Claim: The mayor sold the quay.\n\nShe did not.", []),
        ("The verdict: guilty on all counts, which nobody had thought to hear.", []),
    ],
)
def test_what_fact_checks_set_apart(text, expected):
    assert [found[1:] for found in told(text, list(find_verdicts(text)))] == expected


@pytest.mark.parametrize("piece", ["> a\n", "> — A\n", '"' + "a" * 20 + '" — A\n', "CLAIM: a RATING: ", "CLAIM: \n", 'CLAIM: "', "— A A", "— A, on ", 'A B, mayor\n"aaaaaaaaaaaaaaaa"\n', "A B, mayor\n", '"aaaaaaaaaaaaaaaa"\n', "A. "])
def test_time_is_linear_in_hostile_lines(piece):
    def cost(n: int) -> float:
        text = piece * n
        began = time.process_time()
        list(find_attributions(text)), list(find_verdicts(text))
        return time.process_time() - began

    cost(100)
    assert min(cost(16_000) for _ in range(3)) < 40 * max(cost(2_000), 0.005)
