"""Text as it is shown: what a reader could not see, or what would turn the words around it, becomes a sign of its own."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES = 0x2400  # Unicode's control pictures, in the order of the controls


def visible(text: str) -> str:
    """Control characters as their pictures, embeddings and overrides of direction and halves of surrogate pairs by their number; all else as it is."""
    return _UNSEEN.sub(lambda match: _sign(ord(match[0])), text)


def _sign(code: int) -> str:
    if code < 0x20:
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else f"⟦U+{code:04X}⟧"
