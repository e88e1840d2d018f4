"""Words that stand in a report twice."""

import pytest

from onrecord.resolve.document import Asked
from onrecord.resolve.repeated import said_again
from resolving import document


def asked(text: str, words: str, source: str = "", after: int = 0, outer: int | None = None) -> Asked:
    start = text.index(words, after)
    begins = text.index(source, start) if source else 0
    return Asked(((begins, begins + len(source)),) if source else (), (), ((start, start + len(words)),), outer)


@pytest.mark.parametrize(("headline", "spoken", "again"), [
    ("‘We are learning’", ["“We are learning. It hurts,” Theo Drum said."], {0: 1}),
    ("“We are learning: it hurts”", ["“We are learning; it hurts!” Theo Drum said.", "“We are not,” Abel Rye said."], {0: 1}),
    ("‘We are learning’", ["“We are learning,” Theo Drum said.", "“We are learning,” Abel Rye said."], {}),
    ("‘Not now’", ["“Not now,” Theo Drum said."], {}),
    ("‘We are learning’", ["“We are yearning,” Theo Drum said."], {}),
])  # fmt: skip
def test_a_quotation_without_a_source_is_whose_words_it_has(headline, spoken, again):
    text = "\n\n".join([headline, *spoken])
    statements = [asked(text, headline)]
    for sentence in spoken:
        statements.append(asked(text, sentence[: sentence.index("”") + 1], " ".join(sentence.split()[-3:-1]), text.index(sentence)))
    doc = document(text, {"Theo Drum": "person", "Abel Rye": "person"}) if len(spoken) > 1 else document(text, {"Theo Drum": "person"})
    doc.asked = statements
    assert said_again(doc) == again


def test_a_pull_quote_is_said_by_whom_the_text_names(extractor):
    text = "Storm at the port\n\nMayor Pia Roth said the port would open in May.\n\n“A port without cranes is a beach.”\n\nHarbour master Elin Stro said the cranes had stood for forty years. “A port without cranes is a beach,” she said."
    bare = [s for s in extractor.extract(text).statements if not s.source]
    assert [s.speaker and s.speaker.name for s in bare] == ["Elin Stro"]
