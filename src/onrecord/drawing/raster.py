"""Drawings in pixels, as PNG: by resvg, with the fonts of this machine."""

from functools import cache
from importlib.util import find_spec
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

SVG = "{http://www.w3.org/2000/svg}"
ISOLATE, END = "\u2067", "\u2069"  # right to left (Unicode Standard Annex 9)
SWAPPED = {"start": "end", "end": "start"}
FACES = "'Noto Sans', 'DejaVu Sans', 'Liberation Sans', sans-serif"
"""Of lines from right to left: few serif faces have their letters, and what stands in for one that has not may be of any weight."""


def rastered(svg: str) -> bytes:
    """A PNG, as large as the drawing says."""
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=prepared(svg)))


@cache
def can_raster() -> bool:
    """Whether resvg is installed, and a font for it to write with."""
    if find_spec("resvg_py") is None:
        return False
    root = Element("svg", {"xmlns": SVG[1:-1], "width": "40", "height": "40", "font-family": FACES})
    empty = rastered(tostring(root, "unicode"))
    SubElement(root, "text", {"x": "5", "y": "30", "font-size": "30"}).text = "M"
    return rastered(tostring(root, "unicode")) != empty


def prepared(svg: str) -> str:
    """As resvg wants lines from right to left: it takes no `direction`, so that the line begins at the end of its box, within isolates that say how it is read."""
    root = fromstring(svg)
    for text in root.iter(SVG + "text"):
        if text.get("direction") == "rtl":
            text.set("text-anchor", SWAPPED[text.get("text-anchor", "start")])
            text.set("font-family", FACES)
            text.text = f"{ISOLATE}{text.text or ''}{END}"
    return tostring(root, "unicode")
