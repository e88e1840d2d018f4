"""Who is told something is not its source."""

import pytest


@pytest.mark.parametrize("text", [
    "At nine she was told that her hands were too small for the harp. She left.",
    "The council met on Monday. The mayor has been told to apologise for the delay.",
    "The council met on Monday. Two clubs are said to be interested in the striker.",
    "The council met on Monday. The pilots had been promised that there would be no cuts before May.",
])  # fmt: skip
def test_who_hears_is_no_source(extractor, text):
    statements = extractor.extract(text).statements
    assert statements and all(s.source == () and s.speaker is None for s in statements)


@pytest.mark.parametrize(("text", "source"), [
    ("The council met on Monday. Ana Lind told the mayor to apologise.", "Ana Lind"),
    ("The council met on Monday. Nobody said that the bridge was safe.", "Nobody"),
    ("The council met on Monday. The mayor was quoted as saying that the bridge was safe.", "The mayor"),
])  # fmt: skip
def test_who_speaks_is_one(extractor, text, source):
    assert source in [text[slice(*s.source[0])] for s in extractor.extract(text).statements if s.source]
