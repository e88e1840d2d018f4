"""Kaplan–Meier curves: how many are still waited for after so many days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from onrecord.drawing.svg import INK, LINE, MUTED, RULE, drawing, shape, words, written
from onrecord.follow.survival import quantile, survival

WIDTH, PANEL, LEFT, RIGHT, TOP, BOTTOM = 760, 260, 56, 24, 44, 48


@dataclass(frozen=True, slots=True)
class Panel:
    """One curve with its title: `observed` as `survival` takes them."""

    title: str
    observed: Sequence[tuple[int, bool]]


def draw_curves(panels: Iterable[Panel], label: str) -> str:
    """One below the other; a short stroke on a curve is something that was watched no longer, and the dotted line its median."""
    shown = [panel for panel in panels if panel.observed]
    root = drawing(WIDTH, max(1, len(shown)) * PANEL, label, "chart curves")
    for number, panel in enumerate(shown):
        _draw(root, panel, number * PANEL)
    if not shown:
        words(root, LEFT, PANEL / 2, "There is nothing yet of which the days could be counted.", 14, fill=INK)
    return written(root)


def _draw(root: Element, panel: Panel, top: float) -> None:
    longest = max(1, *(days for days, _ in panel.observed))
    step = _step(longest)
    most = -(-longest // step) * step
    curve = [(0, 1.0), *survival(panel.observed)]

    def x(days: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * days / most

    def y(share: float) -> float:
        return top + TOP + (PANEL - TOP - BOTTOM) * (1 - share)

    ended = sum(done for _, done in panel.observed)
    words(root, LEFT, top + 24, f"{panel.title}: {ended} of {len(panel.observed)}", 15, "chart-title", fill=INK, font_weight="600")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        shape(root, "line", "grid", x1=LEFT, y1=y(share), x2=WIDTH - RIGHT, y2=y(share), stroke=RULE)
        words(root, LEFT - 8, y(share) + 4, f"{share:.0%}", 12, "tick", anchor="end")
    for days in range(0, most + 1, step):
        words(root, x(days), top + PANEL - BOTTOM + 18, str(days), 12, "tick", anchor="middle")
    words(root, WIDTH - RIGHT, top + PANEL - 10, "days; still waited for", 12, "tick", anchor="end")
    path = f"M{x(0):.1f} {y(1):.1f}"
    for days, left in curve[1:]:
        path += f"H{x(days):.1f}V{y(left):.1f}"
    shape(root, "path", "curve", d=path + f"H{x(longest):.1f}", fill="none", stroke=LINE, stroke_width=2.5)
    for days in sorted({days for days, done in panel.observed if not done}):
        share = [left for day, left in curve if day <= days][-1]
        shape(root, "line", "censored", x1=x(days), y1=y(share) - 5, x2=x(days), y2=y(share) + 5, stroke=LINE, stroke_width=1.5)
    if (median := quantile(curve[1:], 0.5)) is not None:
        shape(root, "line", "median", x1=x(median), y1=y(0.5), x2=x(median), y2=y(0), stroke=MUTED, stroke_dasharray="2 4")
        near_end = x(median) > WIDTH - 120
        words(root, x(median) + (-6 if near_end else 6), y(0) - 6, f"median {median}", 12, "tick", anchor="end" if near_end else "start")


def _step(longest: int) -> int:
    """Of the axis, so that there are four to ten."""
    size = 1
    while True:
        for each in (1, 2, 5):
            if longest <= 8 * each * size:
                return each * size
        size *= 10
