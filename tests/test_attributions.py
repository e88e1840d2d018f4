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
        ("‘The tide waits’ – mayor\n\nShe spoke at noon.", ("mayor", "–", "‘The tide waits’")),
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
        "".join(f"> line {i} of a mail\n" for i in range(30)) + "> — Odo Karr",
        "> — Odo Karr",
    ],
)
def test_other_dashes_are_no_attributions(text):
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


@pytest.mark.parametrize("piece", ["> a\n", "> — A\n", '"' + "a" * 20 + '" — A\n', "CLAIM: a RATING: ", "CLAIM: \n", 'CLAIM: "', "— A A", "— A, on "])
def test_time_is_linear_in_hostile_lines(piece):
    def cost(n: int) -> float:
        text = piece * n
        began = time.process_time()
        list(find_attributions(text)), list(find_verdicts(text))
        return time.process_time() - began

    cost(100)
    assert cost(16_000) < 40 * max(cost(2_000), 0.005)
