"""A text in which some characters are left out or stand for others, and where each passage of the one lies in the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from onrecord.types import Span


class Edit(NamedTuple):
    """`words`, one character or none, in the place of text[start:end]; a passage that goes on over a `cut` is two passages of the text."""

    start: int
    end: int
    words: str = ""
    cut: bool = False


class Edited:
    """`text` is the edited text; edits are in order and do not overlap.  Places are told in the logarithm of the number of edits."""

    __slots__ = ("_at", "_behind", "_cuts", "_ends", "_starts", "text")

    def __init__(self, text: str, edits: Sequence[Edit]):
        pieces, at, length = [], 0, 0
        self._starts, self._ends = [e.start for e in edits], [e.end for e in edits]
        self._at: list[int] = []  # of each edit, where its words begin and end in the edited text
        self._behind: list[int] = []
        for edit in edits:
            length += edit.start - at
            self._at.append(length)
            length += len(edit.words)
            self._behind.append(length)
            pieces += [text[at : edit.start], edit.words]
            at = edit.end
        self._cuts = [behind for behind, edit in zip(self._behind, edits) if edit.cut]
        self.text = "".join(pieces) + text[at:]

    def back(self, start: int, end: int) -> Span:
        """Where a passage of the edited text, one character or longer, stands in the text: from its first character to its last, with all that was left out between."""
        k, last = bisect_right(self._at, start) - 1, bisect_right(self._at, end - 1) - 1
        first = start if k < 0 else self._starts[k] if start < self._behind[k] else start - self._behind[k] + self._ends[k]
        return first, end if last < 0 else self._ends[last] if end <= self._behind[last] else end - self._behind[last] + self._ends[last]

    def into(self, start: int, end: int) -> Span:
        """Where a passage of the text stands in the edited text; empty where it was left out."""
        k, last = bisect_right(self._starts, start) - 1, bisect_left(self._starts, end) - 1
        first = start if k < 0 else self._at[k] if start < self._ends[k] else start - self._ends[k] + self._behind[k]
        behind = end if last < 0 else self._behind[last] if end <= self._ends[last] else end - self._ends[last] + self._behind[last]
        return first, max(first, behind)

    def parts(self, start: int, end: int) -> list[Span]:
        """A passage of the edited text, in two wherever it goes on over a cut, without the blanks there."""
        edges = [start, *self._cuts[bisect_right(self._cuts, start) : bisect_left(self._cuts, end)], end]
        return [part for a, b in zip(edges, edges[1:]) if (part := self._trimmed(a, b))[0] < part[1]] if len(edges) > 2 else [(start, end)]

    def whole(self, spans: Iterable[Span]) -> list[Span]:
        """Passages of the edited text, those as one that only a cut parts."""
        joined: list[Span] = []
        for start, end in spans:
            if joined and joined[-1][1] <= start and self._parted(joined[-1][1], start):
                joined[-1] = joined[-1][0], end
            else:
                joined.append((start, end))
        return joined

    def _parted(self, end: int, start: int) -> bool:
        return bisect_left(self._cuts, end) < bisect_right(self._cuts, start) and not self.text[end:start].strip()

    def _trimmed(self, start: int, end: int) -> Span:
        words = self.text[start:end]
        return end - len(words.lstrip()), start + len(words.rstrip())
