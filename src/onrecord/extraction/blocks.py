"""Long texts are read block by block, so that time grows with their length and memory hardly does."""

from collections.abc import Iterator, Sequence

from onrecord.types import Span

LONGEST = 20_000  # characters: six times a wire report


def cut_blocks(text: str, left_out: Sequence[Span] = ()) -> Iterator[Span]:
    """Spans that cover a text without the spans `left_out`, none longer than LONGEST: cut at line ends, else at spaces."""
    start = 0
    for left_start, left_end in (*left_out, (len(text), len(text))):
        yield from _cut(text, start, left_start)
        start = left_end


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        cut = text.rfind("\n", start + LONGEST // 2, start + LONGEST)
        if cut < 0:
            cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut + 1
        yield start, cut
        start = cut
    if text[start:end].strip():
        yield start, end
