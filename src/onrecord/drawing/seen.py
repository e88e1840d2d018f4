"""Text as it is drawn: on one line, without what cannot be seen."""

import re

from onrecord.serve.visible import visible

_SPACE = re.compile(r"\s+")


def seen(text: str) -> str:
    return _SPACE.sub(" ", visible(text)).strip()
