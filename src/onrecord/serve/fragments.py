"""Where on a page some words stand, for a browser to look for (a text fragment; WICG, Scroll to Text Fragment)."""

from urllib.parse import quote

ENDS = 4  # words at either end by which a longer passage is found


def fragment(words: str) -> str:
    """The end of an address behind which the words are scrolled to."""
    every = words.split()
    ends = [every] if len(every) <= 2 * ENDS else [every[:ENDS], every[-ENDS:]]
    return "#:~:text=" + ",".join(quote(" ".join(part), safe="", errors="replace").replace("-", "%2D") for part in ends)
