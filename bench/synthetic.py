"""Reports with statements, as many as are wanted, made up from a seed: words and speakers by Zipf's law, lengths and kinds as they are in news.

The figures are those of 300 reports of PolNeAR as the model reads them (log of words a report: mean 6.2, deviation 0.9; of words a content: 2.27 and 0.93; 24 statements a report; kinds, modes, acts and what is
told of speakers by their shares).  Words follow Zipf–Mandelbrot, p ~ 1 / (rank + 2) ** 1.07, as the commonest words of the same reports do.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np

from onrecord.extraction.statements import statement_id
from onrecord.identity import version_of
from onrecord.types import Addressee, Article, Report, Speaker, Statement, Told

VOCABULARY, SPEAKERS, OUTLETS, PER_REPORT = 200_000, 20_000, 200, 24
KINDS = {"indirect": 0.626, "direct": 0.238, "mixed": 0.136}
MODES = {"said": 0.798, "thought": 0.147, "shown": 0.055}
ACTS = {"assert": 0.707, "accuse": 0.113, "request": 0.054, "support": 0.047, "pledge": 0.046, "refuse": 0.017, "warn": 0.009, "deny": 0.004, "agree": 0.002, "deliver": 0.001}
CUES = ("said", "told", "has called for", "warned", "promised", "believes", "according to", "insisted")


class Synthetic:
    """A stand-in for an extractor that has its results already: reports by number, the same for the same seed."""

    def __init__(self, seed: int = 1):
        self.model = SimpleNamespace(card={"name": "synthetic-1"})
        self.seed = seed
        chance = np.random.default_rng(seed)
        self.words = _names(chance, VOCABULARY)
        self.word_shares = np.cumsum(_zipf(VOCABULARY, 1.07, 2))
        self.speakers = [f"{a.title()} {b.title()}" for a, b in zip(_names(chance, SPEAKERS), _names(chance, SPEAKERS))]
        self.speaker_shares = np.cumsum(_zipf(SPEAKERS, 1.0, 1))
        self.outlets = [f"The {name.title()} Post" for name in _names(chance, OUTLETS)]
        self.outlet_shares = np.cumsum(_zipf(OUTLETS, 1.0, 1))

    def drawn(self, chance: np.random.Generator, shares: np.ndarray, number: int) -> list[int]:
        return np.minimum(np.searchsorted(shares, chance.random(number)), len(shares) - 1).tolist()

    def article(self, number: int) -> tuple[Report, Article]:
        chance = np.random.default_rng((self.seed, number))
        length = int(np.clip(chance.lognormal(6.2, 0.9), 30, 8000))
        wanted = max(1, round(length * PER_REPORT / 745 * chance.lognormal(0, 0.3)))
        stock = iter(self.drawn(chance, self.word_shares, 2 * length + 200 * wanted))
        present = [self.speakers[i] for i in self.drawn(chance, self.speaker_shares, max(1, wanted // 3))]
        contents = np.clip(chance.lognormal(2.27, 0.93, wanted), 1, 120).astype(int)
        between = max(0, length - int(contents.sum())) // wanted
        kinds, modes, acts = (chance.choice(list(of), wanted, p=list(of.values())).tolist() for of in (KINDS, MODES, ACTS))
        sure = np.round(chance.beta(5, 1.5, (wanted, 3)), 4).tolist()
        text, drafts = "", []
        for n in range(wanted):
            name, cue = present[n % len(present)], CUES[int(chance.integers(len(CUES)))]
            role = self.words[next(stock)]
            content = " ".join(self.words[next(stock)] for _ in range(contents[n]))
            if kinds[n] == "direct":
                content = f'"{content}"'
            start = len(text) + len(role) + 1
            text += f"{role} {name} {cue} {content}. "
            source, at = (start, start + len(name)), start + len(name) + 1
            drafts.append((role, name, source, (at, at + len(cue)), (at + len(cue) + 1, at + len(cue) + 1 + len(content))))
            text += " ".join(self.words[next(stock)] for _ in range(between)) + ".\n"
        text += f"{number}"
        sha256 = version_of(text)
        statements = []
        for n, (role, name, source, cue, content) in enumerate(drafts):
            told = Told(role, ((source[0] - 1 - len(role), source[0] - 1),)) if n % 2 else None
            speaker = Speaker(name, "person" if len(name) % 5 else "organization", sure[n][2], (source, drafts[n % len(present)][2]), told) if n % 5 else None
            addressee = Addressee((source,), name, "person") if n % 13 == 0 else None
            statements.append(Statement(statement_id(sha256, (content,), (cue,)), kinds[n], modes[n], (source,), (cue,), (content,), None, sure[n][0], speaker, None, addressee, acts[n], sure[n][1]))
        day = np.datetime64("2016-01-01") + int(chance.integers(3650))
        about = {"id": f"report-{number}", "url": f"https://news.example/{number}", "title": text[:50], "outlet": self.outlets[self.drawn(chance, self.outlet_shares, 1)[0]], "published": str(day)}
        return Report(text, **about, source="synthetic", reader="text"), Article(text=text, sha256=sha256, model="synthetic-1", language="en", statements=tuple(statements), **about)

    def extract_many(self, reports) -> Iterator[Article]:
        for report in reports:
            yield self.made.pop(report.id)

    def reports(self, statements: int) -> Iterator[Report]:
        """Reports with about so many statements; each is to be extracted before the next is asked for."""
        self.made: dict[str, Article] = {}
        found = number = 0
        while found < statements:
            report, article = self.article(number)
            self.made[article.id] = article
            found += len(article.statements)
            number += 1
            yield report


def _zipf(size: int, power: float, shift: float) -> np.ndarray:
    weights = 1 / (np.arange(size) + 1 + shift) ** power
    return weights / weights.sum()


def _names(chance: np.random.Generator, number: int) -> list[str]:
    """Different words, the first ones short."""
    heads, tails, found = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "st", "th", "tr"], ["a", "e", "i", "o", "u", "ai", "ou"], {}
    while len(found) < number:
        size = 1 + min(4, len(found).bit_length() // 4)
        found["".join(heads[a] + tails[b] for a, b in zip(chance.integers(len(heads), size=size), chance.integers(len(tails), size=size)))] = None
        if len(found) < 40 and size == 1 and chance.random() < 0.2:
            found["".join(heads[a] + tails[b] for a, b in zip(chance.integers(len(heads), size=2), chance.integers(len(tails), size=2)))] = None
    return list(found)
