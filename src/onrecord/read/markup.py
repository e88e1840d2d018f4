"""XML and pieces of HTML: what a document is by its root, its elements without any of XML's traps, and the text of a fragment."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

BLOCKS = frozenset(["address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "th", "tr", "ul"])
UNSEEN = frozenset(["script", "style", "noscript", "template", "iframe"])
_NAME = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" *\n *")


def root_of(text: str) -> str | None:
    """The name of an XML document's root element, without its prefix; None where it is no XML."""
    at = 0
    while True:
        while at < len(text) and (text[at].isspace() or text[at] == "\ufeff"):
            at += 1
        if text.startswith("<?", at):
            end, more = text.find("?>", at), 2
        elif text.startswith("<!--", at):
            end, more = text.find("-->", at), 3
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            inner, end = text.find("[", at), text.find(">", at)
            end, more = (text.find(">", text.find("]", inner)) if 0 <= inner < end and "]" in text else end), 1
        else:
            found = _NAME.match(text, at)
            return found[1].rpartition(":")[2] if found else None
        if end < 0:
            return None
        at = end + more


def as_utf8(text: str) -> bytes:
    """A decoded document as bytes, without the declaration of the encoding that it had."""
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


class Elements:
    """The elements of some names in an XML document, one by one; broken XML is read as far as it goes.  No entity is expanded, and nothing is loaded.

    `fault`, once all were given: what is wrong with the document, or "".
    """

    def __init__(self, text: str, *names: str):
        self._data, self._names, self.fault = as_utf8(text), names, ""

    def __iter__(self) -> Iterator[Any]:
        from lxml import etree

        found = etree.iterparse(BytesIO(self._data), events=("end",), tag=[f"{{*}}{name}" for name in self._names], recover=True, resolve_entities=False, no_network=True, load_dtd=False)
        try:
            for _, element in found:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            self.fault = f"is broken XML ({error.msg})"
        for entry in found.error_log:
            if entry.level_name in ("ERROR", "FATAL"):
                self.fault = self.fault or f"is broken XML in line {entry.line} ({entry.message.strip()})"


def local(element: Any) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(fragment: str) -> str:
    """The text of a piece of HTML: blocks are paragraphs, with an empty line between them."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (etree.LxmlError, ValueError):
        return ""
    parts: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        name = local(element)
        if event == "start":
            hidden += name in UNSEEN
            parts.append("\n\n" if name in BLOCKS else "\n" if name == "br" else "")
            if not hidden:
                parts.append(_flat(element.text))
        else:
            if event == "end":
                hidden -= name in UNSEEN
                parts.append("\n\n" if name in BLOCKS else "")
            if not hidden and element is not tree:
                parts.append(_flat(element.tail))
    lines = _LINES.sub("\n", _SPACES.sub(" ", "".join(parts)))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _flat(words: str | None) -> str:
    """White space in HTML is one space, whatever it is."""
    return re.sub(r"\s+", " ", words or "")
