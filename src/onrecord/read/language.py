"""Which language a text is in.  The model reads English only."""

import re
from functools import cache
from typing import Any

SAMPLE = 20_000  # characters that are looked at
CERTAIN = 0.6
_WORD = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS = frozenset(
    ["the", "of", "and", "to", "in", "that", "is", "was", "for", "on", "with", "as", "by", "at", "from", "it", "be", "this", "are", "were", "had", "has", "have", "he", "she", "they", "we", "his", "her", "their", "not", "but", "which", "who", "will", "would", "said", "been", "an", "or"]
)
_ENGLISH_SHARE = 0.2  # of the words of English news, 0.3 to 0.5 are function words; of other languages', under 0.1


def detect_language(text: str) -> str:
    """ISO 639-1 code; "und" where the text is too short or too mixed to tell.

    A text of which a fifth is English function words is English; any other is left to py3langid, whose model takes half a
    second to load.
    """
    words = _WORD.findall(text[:SAMPLE].lower())
    if not words:
        return "und"
    if sum(map(_FUNCTION_WORDS.__contains__, words)) >= _ENGLISH_SHARE * len(words):
        return "en"
    language, probability = _identifier().classify(text[:SAMPLE])
    return str(language) if probability >= CERTAIN else "und"


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
