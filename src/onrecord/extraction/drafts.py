"""A statement while it is put together: spans of characters in each role."""

from dataclasses import dataclass

from onrecord.extraction.decoder import Found
from onrecord.types import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as spans of characters, found by the model or by a `rule`; `outer` indexes the statement that holds it, `via` is the outlet that passes it on."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    found: Found | None
    rule: str | None = None
    outer: int | None = None
    via: Span | None = None

    @property
    def start(self) -> int:
        return min(s for role in (self.source, self.cue, self.content) for s, _ in role)

    @property
    def end(self) -> int:
        return max(e for role in (self.source, self.cue, self.content) for _, e in role)
