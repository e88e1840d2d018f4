"""What a hit shows: a piece of the stored text, and where in it the words stand that were searched."""

from collections.abc import Iterable, Sequence

from onrecord.keep.syntax import Phrase
from onrecord.keep.words import Word, cut
from onrecord.types import Span

LONGEST = 320  # characters of a snippet
BEFORE = 100  # of them before the first mark, at most


def find_marks(text: str, spans: Sequence[Span], phrases: Iterable[Phrase]) -> tuple[Span, ...]:
    """Where the phrases stand in the spans; one that goes on in the next span is marked in both."""
    phrases = tuple(phrases)
    if not phrases:
        return ()
    words = [(word, i) for i, (start, end) in enumerate(spans) for word in cut(text, start, end)]
    places: dict[str, list[int]] = {}
    for at, (word, _) in enumerate(words):
        places.setdefault(word.folded, []).append(at)
    marked: set[int] = set()
    for phrase in phrases:
        first = phrase.words[0]
        begins = [at for word, some in places.items() if word.startswith(first) for at in some] if phrase.prefix and len(phrase.words) == 1 else places.get(first, [])
        for at in begins:
            if at + len(phrase.words) <= len(words) and _stands_at(words, at, phrase):
                marked.update(range(at, at + len(phrase.words)))
    found: list[tuple[int, int, int]] = []
    for at in sorted(marked):
        word, span = words[at]
        if at - 1 in marked and found and found[-1][2] == span:
            found[-1] = (found[-1][0], word.end, span)
        else:
            found.append((word.start, word.end, span))
    return tuple((start, end) for start, end, _ in found)


def cut_snippet(text: str, spans: Sequence[Span], marks: Sequence[Span], longest: int = LONGEST) -> tuple[Span, ...]:
    """The spans from the one with the first mark on, as far as so many characters reach; a long one begins a little before the mark, between words."""
    first = next((i for i, (start, end) in enumerate(spans) if marks and start <= marks[0][0] < end), 0)
    left, pieces = longest, []
    for i, (start, end) in enumerate(spans[first:]):
        if i == 0 and marks and end - start > longest and marks[0][0] - start > BEFORE:
            start = _between_words(text, marks[0][0] - BEFORE, marks[0][0])
        if end - start > left:
            end = _end_between_words(text, start, start + left)
        if start < end:
            pieces.append((start, end))
        left -= end - start
        if left < BEFORE:
            break
    return tuple(pieces)


def _stands_at(words: Sequence[tuple[Word, int]], at: int, phrase: Phrase) -> bool:
    *whole, last = phrase.words
    end = words[at + len(whole)][0].folded
    return (end.startswith(last) if phrase.prefix else end == last) and all(words[at + i][0].folded == word for i, word in enumerate(whole))


def _between_words(text: str, at: int, latest: int) -> int:
    """The first place from `at` on where a word begins."""
    while at < latest and not text[at - 1].isspace():
        at += 1
    return at


def _end_between_words(text: str, start: int, at: int) -> int:
    """The last place up to `at` where a word ends; in a text without spaces, `at` itself."""
    end = at
    while end > start and not text[end].isspace():
        end -= 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return end if end > start else at
