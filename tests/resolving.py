"""Documents made by hand: a text, the names in it with their types, and the statements whose speakers are asked for."""

import numpy as np
from tokenizers import Tokenizer

from onrecord.extraction.encoder import WEIGHTS
from onrecord.extraction.tokens import Tokens, tokenize
from onrecord.resolve.document import Asked, Document
from onrecord.resolve.names import NAME_LABELS, TYPES, Name, find_names

TOKENIZER = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))


def tokens_of(text: str) -> Tokens:
    return tokenize(TOKENIZER, text, [])


def logits(text: str, tokens: Tokens, names: dict[str, str]) -> np.ndarray:
    """Name labels as a model would give them that is sure of each occurrence of some words."""
    labels = np.zeros((len(tokens.starts), NAME_LABELS), dtype=np.float32)
    labels[:, 0] = 8
    for words, kind in sorted(names.items(), key=lambda item: len(item[0])):  # so that the longer ones stay whole
        at = text.find(words)
        while at >= 0:
            first, last = np.searchsorted(tokens.starts, at), np.searchsorted(tokens.starts, at + len(words))
            labels[first:last] = 0
            labels[first:last, 2 + 2 * TYPES.index(kind)] = 8
            labels[first : first + 1] = 0
            labels[first : first + 1, 1 + 2 * TYPES.index(kind)] = 8
            at = text.find(words, at + 1)
    return labels


def names_of(text: str, names: dict[str, str]) -> list[Name]:
    tokens = tokens_of(text)
    return find_names(text, tokens, logits(text, tokens, names))


def document(text: str, names: dict[str, str], *sources: str) -> Document:
    """Each source is its first occurrence behind the one before."""
    asked, at = [], 0
    for source in sources:
        start = text.index(source, at)
        at = start + len(source)
        asked.append(Asked(((start, at),), (), ()))
    return Document(text, tokens_of(text), names_of(text, names), asked)


def tagged(doc: Document, words: str | None, kind: int) -> list[tuple[int, int, int]]:
    """The first occurrence of some words as a run that the model tags, ROLE or ORGANIZATION."""
    return [(*doc.units((doc.text.index(words), doc.text.index(words) + len(words))), kind)] if words else []
