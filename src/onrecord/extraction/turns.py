"""What one speaker says at a time, as the form of a text tells it."""

from dataclasses import dataclass

from onrecord.types import Span


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a time; an interview's turns have neither source nor cue."""

    rule: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def without_full_stop(text: str, start: int, end: int) -> Span:
    """The full stop that ends a turn outside quotation marks is not part of it."""
    end = start + len(text[start:end].rstrip())
    return start, end - (text[end - 1] == "." and text[end - 2 : end] != "..")
