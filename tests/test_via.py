import pytest

from onrecord.resolve.document import Asked, Document
from onrecord.resolve.via import find_via
from resolving import names_of, tokens_of


def via(text: str, source: str, content: str, outlet: str, within: str | None = None) -> str | None:
    """The outlet of the statement with this source; `within` is the source of one that holds it."""

    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    asked = [Asked((span(source),), (), (span(content),), None if within is None else 1)]
    if within:
        asked.append(Asked((span(within),), (), (span(text.split(" that ")[1]),)))
    found = find_via(Document(text, tokens_of(text), names_of(text, {outlet: "organization"}), asked))[0]
    return found and text[slice(*found)]


@pytest.mark.parametrize(
    ("text", "source", "content", "outlet", "expected"),
    [
        ("The dam is safe, Pell said, Radio Halden reported.", "Pell", "The dam is safe", "Radio Halden", "Radio Halden"),
        ("Pell told Radio Halden that the dam is safe.", "Pell", "that the dam is safe", "Radio Halden", "Radio Halden"),
        ("In an interview with the Halden Times, Pell said the dam is safe.", "Pell", "the dam is safe", "Halden Times", "Halden Times"),
        ("Pell said at noon, reports the agency Karin, the dam is safe.", "Pell", "the dam is safe", "Karin", "Karin"),
        ("Pell told the Harbour Board that the dam is safe.", "Pell", "that the dam is safe", "Harbour Board", None),
        ("Pell said that Radio Halden reported a leak.", "Pell", "that Radio Halden reported a leak", "Radio Halden", None),
        ("Radio Halden reported that the dam is safe.", "Radio Halden", "that the dam is safe", "Radio Halden", None),
        ("Radio Halden reported a leak. Pell said the dam is safe.", "Pell", "the dam is safe", "Radio Halden", None),
    ],
)
def test_who_passes_a_statement_on(text, source, content, outlet, expected):
    assert via(text, source, content, outlet) == expected


def test_an_outlet_that_reports_what_somebody_said():
    assert via("Radio Halden reported that Pell said the dam is safe.", "Pell", "the dam is safe", "Radio Halden", within="Radio Halden") == "Radio Halden"
