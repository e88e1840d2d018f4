"""A sentence that ends a paragraph with "She writes:", so that the next one is what she wrote, without quotation marks: live blogs, newsletters."""

import re
from collections.abc import Iterator

from onrecord.extraction.turns import Turn, without_full_stop

_WRITES = re.compile(
    r"(?:^|(?<=[.!?\"”’)] ))(?P<label>(?:(?:The|Our|My|An?)(?: [a-zà-ÿ][\w'’-]{0,30}){1,3}|[A-ZÀ-Þ][\w.'’-]{0,30})(?: [A-ZÀ-Þ][\w.'’-]{0,30}){0,4})[ \t]+(?P<cue>(?:(?:has|have)(?: just)? )?(?:writes|wrote|reports|reported|sends this|sent this|posted|tweeted|texted|messaged|written))"
    r"(?: (?:from|in|to|on|for) [^.:;!?\"“”\r\n]{1,60})?(?P<colon>:)[ \t]*(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)[ \t]*(?P<words>[^\s\"“”„«‘'>•*–—-][^\"“„«\r\n]*)",
    re.MULTILINE,
)
_COLON = re.compile(r":[ \t]*[\r\n][\n \t]*[\r\n]")
_ENDS_SENTENCE = re.compile(r"[.!?…](?=\s|$)")


def find_handed_over(text: str) -> Iterator[Turn]:
    """Turns of the rule "handed over": the sentences of the next paragraph up to the first quotation, whose words may be another's."""
    for m in _WRITES.finditer(text) if _COLON.search(text) else ():
        ends = [end.end() for end in _ENDS_SENTENCE.finditer(text, *m.span("words"))]
        if ends:
            yield Turn("handed over", (m.span("label"),), ((m.start("cue"), m.end("cue")),), (without_full_stop(text, m.start("words"), ends[-1]),))
