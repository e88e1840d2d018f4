"""What a clause is about, by its words and those around it."""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from onrecord.follow.actors import Cast
from onrecord.follow.clauses import Clause, Sentence, trim
from onrecord.follow.lexicon import common, concepts, stem, weights

PRONOUN = re.compile(r"^\W*(?:and\s+|but\s+|so\s+)?(?:it|this|that|they|these|those|he|she|we|i|here)\b", re.IGNORECASE)
_TAKING_UP = re.compile(r"(?=[srapet])\b(?:said|says|replied|answered|promised|added|explained|announced|told\s+(?:[\w’'.-]+\s+){1,4}?)(?:\s+on\s+\w+day)?\s*,?\s+(?:that\s+)?(?:it|they|this|these|those)\s", re.IGNORECASE)  # "a spokeswoman said they would be put on the website"
_SENTENCE_END = re.compile(r"[.!?]\W*$")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


class Terms:
    """What the clauses of a text are about: stems of words that tell, with weights; `within` a span also the stems of names among them, `of` a clause, and `around` the sentence of a number."""

    def __init__(self, text: str, sentences: Sequence[Sentence], cast: Callable[[], Cast]):
        self.text, self.sentences = text, sentences
        self.within = cache(lambda start, end: terms_of(text, start, end, cast()))
        self.of, self.around = cache(self._of), cache(self._around)

    def _of(self, clause: Clause, question: Sentence | None) -> dict[str, float]:
        """The clause's own terms, and with less weight those of the sentence around it, of the one before where a pronoun or an answer takes it up, and of the question that it answers in few words, where that is given."""
        sentence = self.sentences[clause.sentence]
        own, _ = self.within(*trim(self.text, clause.start, clause.end))
        if question is not None:
            own = {**self.within(question.start, question.end)[0], **own}
        around, _ = self.within(sentence.start, sentence.end)
        anaphoric = bool(PRONOUN.match(self.text[clause.start : clause.end]))
        if clause.sentence:
            earlier = self.sentences[clause.sentence - 1]
            if (earlier.paragraph == sentence.paragraph and (anaphoric or _TAKING_UP.search(self.text, clause.start, clause.end))) or self.text[earlier.end - 1] == "?":
                around = {**self.within(earlier.start, earlier.end)[0], **around}
        scale = 0.7 if anaphoric else 0.4
        return {**{term: scale * weight for term, weight in around.items()}, **own}

    def _around(self, number: int) -> dict[str, float]:
        """The terms of the sentences before and behind in the paragraph, of those next to it with the most weight."""
        here, found = self.sentences[number].paragraph, dict[str, float]()
        for step in (-3, -2, 2, -1, 1):
            other = number + step
            if 0 <= other < len(self.sentences) and self.sentences[other].paragraph == here:
                terms, _ = self.within(self.sentences[other].start, self.sentences[other].end)
                found |= {term: round(weight / (1 + 0.5 * (abs(step) - 1)), 3) for term, weight in terms.items()}
        return found


def terms_of(text: str, start: int, end: int, cast: Cast | None = None) -> tuple[dict[str, float], tuple[str, ...]]:
    """Stems of the words that tell what a span is about, with weights, and those of names among them."""
    terms: dict[str, float] = {}
    names = []
    for match in WORD.finditer(text, start, end):
        word = match[0]
        plain, weighed = _of_word(word)
        if not plain:
            continue
        at = match.start()
        if cast is not None and word[0].isupper() and (at > start or not _SENTENCE_END.search(text[max(0, at - 4) : at] or ".")) and cast.names(at, match.end()):
            names.append(plain)
            terms[plain] = max(terms.get(plain, 0.0), 0.35)
        else:
            terms |= weighed
    return terms, tuple(names)


@lru_cache(1 << 14)
def _of_word(word: str) -> tuple[str, dict[str, float]]:
    """The stem of a word, empty where it tells nothing, and what it adds to the terms of a span where it is no name."""
    plain = stem(word)
    if len(plain) < 3 or plain in common() or word.casefold() in common():
        return "", {}
    terms: dict[str, float] = {}
    for part in dict.fromkeys([plain, *(stem(p) for p in re.split("[-’']", word) if "-" in word and len(p) > 3)]):
        if part in common():
            continue
        terms[part] = weights().get(part, 1.0)
        if (kind := concepts().get(part)) is not None:
            terms[kind] = 0.7
        elif part.endswith(("bridge", "boat", "house", "bus", "road")) and len(part) > 6:
            tail = next(t for t in ("bridge", "boat", "house", "bus", "road") if part.endswith(t))
            terms[concepts().get(tail, tail)] = 0.7
    return plain, terms
