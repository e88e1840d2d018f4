"""A statement as a card that can be shown elsewhere: its words as they stand in the report, who said them, and where they stand."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from onrecord.drawing.lines import is_right_to_left, shortened, width, wrapped
from onrecord.drawing.seen import seen
from onrecord.drawing.svg import INK, MUTED, RULE, SERIF, drawing, shape, words, written

WIDTH, HEIGHT = 1200, 630  # as Open Graph wants it
LEFT, RIGHT, TOP, BOTTOM = 96, 64, 84, 404  # of the box of the words
SIZES = (64, 56, 48, 42, 36, 32)
LEADING = 1.32
SMALLEST = 14  # of an address
BAR = "#654d00"


def draw_card(quoted: str, who: str, beside: Sequence[str], where: Sequence[str], address: str, label: str) -> str:
    """`quoted`: the words; `who` said them, with what is told `beside`; `where` they stand, part by part; `address` at which all of them are; `label` is read out in place of the card."""
    quoted, address = seen(quoted), seen(address)
    size, lines, cut = _set(quoted)
    root = drawing(WIDTH, HEIGHT, label, "card-image")
    rtl = is_right_to_left(quoted)
    shape(root, "rect", "bar", x=WIDTH - 44 if rtl else 32, y=TOP - 24, width=12, height=HEIGHT - TOP - 60, fill=BAR)
    x = WIDTH - LEFT if rtl else LEFT
    room = WIDTH - LEFT - RIGHT
    for number, line in enumerate(lines):
        words(root, x, TOP + size * (0.8 + number * LEADING), line, size, fill=INK, right_to_left=rtl, font_family=SERIF)
    shape(root, "line", "rule", x1=LEFT if not rtl else RIGHT, y1=436, x2=WIDTH - RIGHT if not rtl else WIDTH - LEFT, y2=436, stroke=RULE, stroke_width=2)
    for y, parts, at, fill, weight in ((482, (who,), 34, INK, "700"), (520, beside, 26, MUTED, "400"), (556, where, 26, MUTED, "400")):
        if told := [part for part in map(seen, parts) if part]:
            _along(root, x, y, told, room, at, fill, weight, rtl)
    footing = _footing(address, cut, (room - 150) / 22)
    small = max(SMALLEST, min(22, (room - 150) / (width(footing) or 1)))
    words(root, LEFT if not rtl else RIGHT, 600, shortened(footing, (room - 150) / small), small, right_to_left=False)
    words(root, WIDTH - RIGHT if not rtl else WIDTH - LEFT, 600, "onrecord", 24, fill=INK, anchor="end", right_to_left=False, font_family=SERIF, font_weight="700")
    return written(root)


def _along(root: Element, x: float, y: float, parts: list[str], room: float, size: float, fill: str, weight: str, rtl: bool) -> None:
    """A line on the side where the words begin; each part in its own direction, which turns no other one (Unicode Standard Annex 9, isolates)."""
    behind = width(", ".join(["", *parts[1:]]))
    parts = [shortened(parts[0], room / size - behind), *parts[1:]] if behind < room / size / 2 else [shortened(", ".join(parts), room / size)]
    own = all(map(is_right_to_left, parts))
    line = words(root, x, y, parts[0], size, fill=fill, anchor="start" if own == rtl else "end", right_to_left=own, font_weight=weight)
    if len(parts) > 1:
        line.text = ", ".join(f"\u2068{part}\u2069" for part in parts)


def _footing(address: str, cut: bool, most: float) -> str:
    """The address, and as much of what is to be said of it as goes beside it in so many em."""
    notes = ("Cut short here; in full at ", "In full: ") if cut else ()
    return next((note + address for note in notes if width(note + address) <= most), address)


def _set(quoted: str) -> tuple[int, list[str], bool]:
    """Size and lines of the words as large as they fit, and whether some had to be left out."""
    for size in SIZES:
        lines = wrapped(quoted, (WIDTH - LEFT - RIGHT) / size)
        most = int((BOTTOM - TOP) // (size * LEADING))
        if len(lines) <= most:
            return size, lines, False
    last = lines[most - 1]
    room = (WIDTH - LEFT - RIGHT) / size - width(" …")
    while width(last) > room:
        last = last.rpartition(" ")[0] or last[:-1]
    return size, [*lines[: most - 1], last + " …"], True

