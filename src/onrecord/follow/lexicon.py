"""The words by which asking, promising, delivering … are told.  The lists are data files; patterns are compiled when first used.

In a pattern `~verb` stands for any form of a verb, `<verb` for its past and participle, `..` for up to four words, `(a|b)` for either.
"""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

KINDS = ("asked", "pledged", "delivered", "progressed", "cut", "raised", "rescheduled", "refused", "withdrawn", "reaffirmed", "disputed")
_VOWELS = "aeiou"
_DOUBLING = re.compile(r"(?:^|[^aeiou])[aeiou][bdglmnprt]$")
_NOT_DOUBLED = frozenset(["offer", "open", "deliver", "enter", "order", "consider", "cover", "honour", "lower", "recover", "answer", "table", "benefit", "visit", "credit", "budget", "develop", "gather", "water", "better", "weaken", "reopen", "tender", "volunteer", "threaten", "broaden", "narrow", "widen", "happen", "rebuff", "listen", "master", "monitor", "edit", "limit", "render", "suffer", "differ", "alter", "repair", "appoint", "treat", "train", "load", "unload", "plead", "seek", "appeal", "reveal", "contain", "maintain", "remain", "cancel", "travel", "sail", "mail", "bail", "heal", "clean", "gain", "obtain", "join", "fail", "hail", "wait", "meet", "need", "greet", "sweeten", "shut", "abandon", "question", "commission", "earmark", "pardon", "strengthen", "function", "petition", "station", "mention", "pension", "ration", "auction", "equip", "campaign", "sign", "drain", "explain", "complain", "retrain"])  # fmt: skip


def _lines(name: str) -> list[str]:
    text = (files("onrecord.follow") / "lexicon" / name).read_text(encoding="utf-8")
    return [line.split("\t")[0].rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def irregular() -> dict[str, tuple[str, str]]:
    """Verbs whose past or participle does not end in -ed -> past, participle."""
    return {base: (past, participle) for base, past, participle in (line.split() for line in _lines("irregular.txt"))}


@lru_cache(2048)
def forms(verb: str) -> tuple[str, str, str, str, str]:
    """Base, third person, past, participle and -ing form."""
    if verb == "be":
        return "be", "is", "was", "been", "being"
    third = verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in _VOWELS else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    double = bool(_DOUBLING.search(verb)) and verb not in _NOT_DOUBLED and len(verb) > 2
    stem = verb + verb[-1] if double else verb
    regular = verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if third.endswith("ies") and verb.endswith("y") else stem + "ed"
    past, participle = irregular().get(verb, (regular, regular))
    ing = verb[:-2] + "ying" if verb.endswith("ie") else verb[:-1] + "ing" if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else stem + "ing"
    if verb in ("cancel", "travel"):
        return verb, verb + "s", verb + "(?:l)?ed", verb + "(?:l)?ed", verb + "(?:l)?ing"
    return verb, third, past, participle, ing


@lru_cache(4096)
def pattern(line: str) -> str:
    """A line of a list as a regular expression over text in lower case."""
    out = []
    for word in re.findall(r"\([^)]*\)|\S+", line):
        if word == "..":
            out.append(r"(?:[^\s,;.]+\s+){0,4}?")
            continue
        if word[0] in "~<" and len(word) > 1:
            base, third, past, participle, ing = forms(word[1:])
            options = sorted({base, third, past, participle, ing} if word[0] == "~" else {past, participle}, key=len, reverse=True)
            out.append("(?:" + "|".join(options) + ")")
        else:
            out.append("(?:" + word[1:-1].replace(" ", r"\s+") + ")" if word.startswith("(") and word.endswith(")") else re.escape(word))
        out.append(r"\s+")
    found = "".join(out).removesuffix(r"\s+")
    return found


@cache
def _by_first_word(kind: str) -> dict[str, list[str]]:
    """A list's patterns by the words that they can begin with, the longest first."""
    found: dict[str, list[str]] = {}
    for line in sorted(_lines(f"{kind}.txt"), key=len, reverse=True):
        whole = f"(?:{pattern(line)})(?![\\w-])"
        head = pattern(line.split(" ")[0] if not line.startswith("(") else line[: line.index(")") + 1])
        for option in re.findall(r"[a-z']+", re.sub(r"\(\?:l\)\?|\\[a-z]\+?|\(\?[:<][!=]?|\[[^\]]*\]", " ", head)):
            found.setdefault(option, []).append(whole)
    for verb in ("cancel", "travel"):
        for ending in ("ed", "ing"):
            if verb + "ed" in found or verb in found:
                found.setdefault(f"{verb}l{ending}", []).extend(found.get(verb, []) + found.get(verb + ending, []))
    return found


_WORD = re.compile(r"n't\b|[a-z](?:(?!n't\b)[a-z])*")
_PLAIN_WORD = re.compile("[a-z]+")  # the same where there is no "n't"


@cache
def _kinds_by_first_word(kinds: Sequence[str]) -> dict[str, list[tuple[str, list[str]]]]:
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for kind in kinds:
        for word, patterns in _by_first_word(kind).items():
            found.setdefault(word, []).append((kind, patterns))
    return found


@cache
def _beginning_with(word: str, kinds: Sequence[str]) -> list[tuple[str, list[re.Pattern[str]]]]:
    """The patterns of each kind that can begin with a word, compiled when one first stands in a text."""
    return [(kind, [_compiled(one) for one in those]) for kind, those in _kinds_by_first_word(kinds)[word]]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def cues(text: str, start: int, end: int, kinds: Sequence[str] = KINDS) -> dict[str, re.Match[str]]:
    """What tells each kind of event in a span of a text in lower case, with straight apostrophes: the first place, and there the longest words."""
    patterns = _kinds_by_first_word(kinds)
    found: dict[str, re.Match[str]] = {}
    words = _WORD if text.find("n't", start, end) >= 0 else _PLAIN_WORD
    for word in words.finditer(text, start, end):
        if word[0] not in patterns:
            continue
        place = word.start()
        if text[place - 1 : place] == "-" and place > 0:
            continue
        for kind, those in _beginning_with(word[0], kinds):
            if kind not in found and (match := next((m for p in those if (m := p.match(text, place, end))), None)):
                found[kind] = match
    return found


@cache
def concepts() -> dict[str, str]:
    """Stem -> the first word of its line: words for one kind of thing."""
    found: dict[str, str] = {}
    for line in _lines("concepts.txt"):
        words = line.split()
        for word in words:
            found.setdefault(stem(word), "=" + words[0])
    return found


@cache
def related() -> dict[str, dict[str, float]]:
    """Stem -> stems near to it in meaning, with how near, 0 to 1."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    near = {str(share): (share - 25) / 75 for share in range(101)}
    for line in _lines("related.txt"):
        one, *others = line.split()
        for other in others:
            word, _, share = other.partition(":")
            found[one][word] = found[word][one] = near[share]
    return dict(found)


@cache
def weights() -> dict[str, float]:
    """Stem -> how much it tells, from 1 for what stands in few news reports to 0.15 for what stands in every tenth."""
    found = {}
    for line in _lines("frequency.txt"):
        share, *stems = line.split()
        weight = round(min(1.0, max(0.15, 1.15 - 0.3 * math.log2(int(share)))), 3)
        found.update(dict.fromkeys(stems, weight))
    return found


@cache
def common() -> frozenset[str]:
    """Stems of words that say little about what something is about."""
    words = {word for line in _lines("common.txt") for word in line.split()}
    return frozenset(words | {stem(word) for word in words})


@lru_cache(1 << 16)
def stem(word: str) -> str:
    """A word without the endings of number, tense and derivation that are cut most safely."""
    word = re.sub(r"[’']s?$", "", word.casefold())
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and re.search("[aeiouy]", word[: -len(ending)]):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
