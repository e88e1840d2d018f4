"""SVG (W3C, SVG 2) as elements.  Colours are attributes, which a page's style sheet overrules by class, so that a drawing stands by itself as well as in a light or dark page."""

from xml.etree.ElementTree import Element, SubElement, tostring

from onrecord.drawing.lines import is_right_to_left
from onrecord.drawing.seen import seen

SERIF = "Charter, 'Bitstream Charter', 'Iowan Old Style', Georgia, 'Noto Serif', 'DejaVu Serif', serif"
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"
PAPER, INK, MUTED, RULE, LINE, GOOD, BAD = "#fcfbf8", "#1d1c1a", "#5c584f", "#dfdbd1", "#0b4a6f", "#14501b", "#7c1a12"


def drawing(width: int, height: int, label: str, kind: str) -> Element:
    """An empty drawing with its background; `label` is read out in its place, `kind` its class."""
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height), "role": "img", "aria-label": seen(label), "class": kind, "font-family": SANS})
    SubElement(root, "title").text = seen(label)
    shape(root, "rect", "ground", width=width, height=height, fill=PAPER)
    return root


def shape(parent: Element, name: str, kind: str, **attributes: str | float) -> Element:
    """`stroke_width` is stroke-width, and so on."""
    return SubElement(parent, name, {"class": kind} | {key.rstrip("_").replace("_", "-"): _number(value) for key, value in attributes.items()})


def words(parent: Element, x: float, y: float, text: str, size: float, kind: str = "words", fill: str = MUTED, anchor: str = "start", right_to_left: bool | None = None, **attributes: str | float) -> Element:
    """A line of text.  `anchor` is the end at which x lies, as one reads; the direction is that of the text, where none is given."""
    rtl = is_right_to_left(text) if right_to_left is None else right_to_left
    found = shape(parent, "text", kind, x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, **attributes)
    if rtl:
        found.set("direction", "rtl")
    found.set("unicode-bidi", "embed")
    found.text = seen(text)
    return found


def written(root: Element) -> str:
    return tostring(root, "unicode")


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
