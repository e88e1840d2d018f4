"""spaCy's DocBin: a Doc a report, whose text is the report's to the character, with the spans of statements in `doc.spans`.

spaCy's tokens are cut further wherever a span begins or ends inside of one, so that each span is there to the character.  The groups are "source", "cue" and "content"; a span's label is the statement's
kind ("direct"), and its id the statement's.  `doc.user_data["onrecord"]` is the report's line of JSONL, without the text.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any, BinaryIO

from onrecord.errors import InputError
from onrecord.export.arrow import needed
from onrecord.types import Article

ROLES = ("source", "cue", "content")


def write_docbin(articles: Iterable[Article], out: BinaryIO) -> None:
    """To be read by `DocBin().from_bytes(…)` and `get_docs(spacy.blank("en").vocab)`.  Raises InputError for a text that spaCy cannot hold."""
    spacy = needed("spacy", "spacy")
    language = spacy.blank("en")
    packed = needed("spacy.tokens", "spacy").DocBin(store_user_data=True)
    for article in articles:
        packed.add(document(language, article))
    out.write(packed.to_bytes())


def document(language: Any, article: Article) -> Any:
    """The Doc of an article."""
    tokens = needed("spacy.tokens", "spacy")
    try:
        article.text.encode()
    except UnicodeEncodeError:
        raise InputError(article.id, "holds half a surrogate pair, which spaCy cannot store", "export it as JSONL") from None
    spans = [span for s in article.statements for role in ROLES for span in getattr(s, role)]
    words, spaces = _cut(language, article.text, {start for start, _ in spans}, {end for _, end in spans})
    doc = tokens.Doc(language.vocab, words=words, spaces=spaces)
    for role in ROLES:
        doc.spans[role] = [doc.char_span(start, end, label=s.kind, span_id=s.id) for s in article.statements for start, end in getattr(s, role)]
    doc.user_data["onrecord"] = json.dumps({key: value for key, value in article.to_dict().items() if key != "text"})
    return doc


def _cut(language: Any, text: str, starts: set[int], ends: set[int]) -> tuple[list[str], list[bool]]:
    """Tokens and whether one space follows each, so that together they are the text."""
    words: list[str] = []
    spaces: list[bool] = []
    edges = sorted(starts | ends)
    for token in language.tokenizer(text):
        start, end = token.idx, token.idx + len(token)
        cuts = [start, *edges[bisect_right(edges, start) : bisect_left(edges, end)], end]
        words += [text[a:b] for a, b in zip(cuts, cuts[1:])]
        spaces += [False] * (len(cuts) - 2) + [bool(token.whitespace_)]
        if token.whitespace_ and (end in starts or end + 1 in ends):  # a span that begins or ends with the space
            spaces[-1:] = [False, False]
            words.append(text[end])
    return words, spaces
