"""Long texts are read block by block, so that time grows with their length and memory hardly does."""

from collections.abc import Iterable, Iterator, Sequence

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


def together(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Neighbouring spans in lists that are read at once, since that is faster than one by one: none of them longer than LONGEST in all, unless a span is."""
    kept: list[Span] = []
    for span in spans:
        if kept and sum(end - start for start, end in (*kept, span)) > LONGEST:
            yield kept
            kept = []
        kept.append(span)
    if kept:
        yield kept
