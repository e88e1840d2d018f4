import time

import pytest

from onrecord.extraction.handing_over import find_handed_over


def told(text: str) -> list[tuple[str, ...]]:
    return [(t.rule, *(" / ".join(text[a:b] for a, b in spans) for spans in (t.source, t.cue, t.content))) for t in find_handed_over(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tess Vale is in Osk. She writes:\n\nThe quay is under water. Nobody sleeps.\n\nThe ferry lies idle.", ("She", "writes", "The quay is under water. Nobody sleeps")),
        ("Our reporter Tess Vale sent this from Osk:\r\n\r\nThe quay is under water. “I saw it,” said Karr.", ("Our reporter Tess Vale", "sent this", "The quay is under water")),
        ("Karr has just posted:\n\nI am safe!\n", ("Karr", "has just posted", "I am safe!")),
    ],
)
def test_the_paragraph_behind_a_colon_is_what_somebody_wrote(text, expected):
    assert told(text) == [("handed over", *expected)]


@pytest.mark.parametrize(
    "text",
    [
        "She writes:\n\n“The quay is under water.”",
        "She writes:\n\n- the quay\n- the ferry\n",
        "She writes: the quay is under water.\n\nNobody sleeps.",
        "She writes:\n\nLatest news from the quay\n",
        "The ferry reports that it waits.\n\nNobody sleeps.",
    ],
)
def test_other_paragraphs_are_not(text):
    assert told(text) == []


@pytest.mark.parametrize("piece", ["She ", "The a ", "She writes: ", "She writes:\n\n", "She writes:\n\nA. B. ", "A. "])
def test_time_is_linear_in_hostile_lines(piece):
    def cost(n: int) -> float:
        began = time.process_time()
        list(find_handed_over(piece * n))
        return time.process_time() - began

    cost(100)
    assert cost(16_000) < 40 * max(cost(2_000), 0.005)
