"""Text as it is shown: what a reader could not see, or what would turn the words around it, becomes a sign of its own."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """Control characters, embeddings and overrides of direction, halves of surrogate pairs and what is no character by their number, ⟦U+202E⟧; all else as it is."""
    return _UNSEEN.sub(lambda match: f"⟦U+{ord(match[0]):04X}⟧", text)
