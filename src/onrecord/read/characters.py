"""Characters that a text tells by other ones: `&quot;`, `&#8217;`, a backslash before a quotation mark, soft hyphens (U+00AD) at line ends."""

import html
import re
from collections.abc import Iterator

from onrecord.read.edits import Edit

_TOLD = re.compile(r"&(?:amp;)*(?P<entity>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\\(?P<escaped>\")|\u00ad[ \t]*(?:\r\n|\r|\n)[ \t]*")


def find_characters(text: str) -> list[Edit]:
    """What stands for a character, with that character; a soft hyphen and its line end with nothing."""
    return list(_found(text)) if "&" in text or '\\"' in text or "\u00ad" in text else []


def _found(text: str) -> Iterator[Edit]:
    for told in _TOLD.finditer(text):
        if told["entity"]:
            words = html.unescape(f"&{told['entity']};")
            if len(words) == 1 and (words.isprintable() or words == "\u00a0"):
                yield Edit(*told.span(), words)
        else:
            yield Edit(*told.span(), told["escaped"] or "")
