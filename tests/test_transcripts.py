import pytest

from onrecord.extraction.transcripts import find_turns


def turns(text: str) -> list[tuple[str, str, str, str]]:
    return [(rule, *(text[a:b] for a, b in spans)) for rule, *spans in find_turns(text)]


def test_labelled_lines_are_turns_where_labels_speak_again():
    text = 'Fever chief speaks\n\nQ: How many?\nA: Forty. Perhaps more.\n\nQ: And now?\nA: "We wait."\n'
    assert turns(text) == [
        ("transcript", "Q", ":", "How many?"),
        ("transcript", "A", ":", "Forty. Perhaps more"),
        ("transcript", "Q", ":", "And now?"),
        ("transcript", "A", ":", '"We wait."'),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Results\nMen: 1. Lind\nWomen: 1. Aas\nJuniors: 1. Dahl\nSeniors: 1. Roos\n",
        "Minister: We are late\n\nThe dam will not be ready.\n",
        "When: Monday\nWhere: Brova\nWhen: Tuesday\nWhat: a fair\n",
        'She said: "We wait."\nHe said: "We go."\n',
    ],
)
def test_lists_and_single_lines_are_no_turns(text):
    assert turns(text) == []


@pytest.mark.parametrize("dash", ["–", "—", "-"])
def test_a_name_behind_a_dash(dash):
    assert turns(f"“The dam is safe” {dash} Minister Pell\n\nHe saw no cracks.") == [("dash", "Minister Pell", dash, "“The dam is safe”")]
