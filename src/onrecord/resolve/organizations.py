"""How alike two names of organizations are, by their words, short forms and acronyms, and which of them say nothing without a country."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from itertools import permutations

from onrecord.resolve.countries import code_of, countries
from onrecord.resolve.spelling import ALIKE, Likeness, ascii_tokens, word, word_likeness
from onrecord.resolve.words import bodies

_SMALL = frozenset(["of", "the", "and", "for", "in", "al", "el", "ul", "on", "to", "a", "an", "s", "de", "la", "du", "des", "der", "die", "und", "et", "affair", "affairs"])
_LEGAL = frozenset(["inc", "ltd", "plc", "llc", "corp", "gmbh", "ag", "sa", "co", "oy", "ab", "nv", "spa", "holding", "holdings", "limited", "incorporated", "group", "de", "cv", "se", "kg", "asa", "corporation", "company", "bv", "sarl", "srl", "pty", "jsc", "ojsc", "pjsc", "ooo"])
_TRADES = frozenset(["motor", "motors", "oil", "gas", "energy", "steel", "robotics", "semiconductor", "semiconductors", "semi", "pharma", "pharmaceutical", "pharmaceuticals", "food", "foods", "airlines", "airways", "electronics",
                     "technologies", "technology", "tech", "shipping", "mining", "media", "capital", "logistics", "international", "systems", "software", "industry", "industries", "chemicals", "chemical", "bank", "line", "lines", "marine"])  # fmt: skip
_COMMON = frozenset(["foreign", "defence", "defense", "interior", "finance", "health", "education", "justice", "energy", "transport", "trade", "agriculture", "environment", "economy", "culture", "home",
                     "national", "central", "city", "town", "state", "federal", "supreme", "high", "regional", "local", "public", "opposition", "ruling", "coast", "border", "air", "constitutional", "electoral",
                     "election", "statistics", "weather", "tax", "customs", "emergency", "services", "human", "rights", "general", "staff", "treasury", "military", "armed", "forces", "upper", "lower", "district", "county", "municipal"])  # fmt: skip
_SPELLINGS = ((re.compile(r"is(ation|e|ing|ational)$"), r"iz\1"), (re.compile("our$"), "or"), (re.compile("tre$"), "ter"), (re.compile("ence$"), "ense"), (re.compile("programme$"), "program"), (re.compile("ies$"), "y"),
              (re.compile("^saint$"), "st"), (re.compile("(?<=[^s])s$"), ""))  # fmt: skip


@cache
def acronyms() -> dict[str, str]:
    """Well-known acronyms -> name in full."""
    lines = (files("onrecord.resolve") / "acronyms.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@lru_cache(1 << 15)
def body_words(name: str) -> tuple[str, ...]:
    """The telling words of an organization's name, as written in one way; those of a well-known acronym are those of its full name."""
    name = acronyms().get(name.removeprefix("the ").replace(".", ""), name)
    name = " ".join(acronyms().get(w.replace(".", ""), w) for w in name.split())
    found = []
    for part in (part for token in ascii_tokens(name.replace("'s", "").replace("’s", "")) for part in token):
        for pattern, letters in _SPELLINGS:
            part = pattern.sub(letters, part) if len(part) > 4 else part
        found.append(part)
    telling = [part for part in found if part not in _SMALL]
    while len(telling) > 1 and (telling[-1] in _LEGAL or len(telling[-1]) == 1):
        telling = telling[:-1]
    while len(telling) > 1 and telling[0] in ("grupo", "gruppo", "groupe"):
        telling = telling[1:]
    return tuple(telling or found)


def is_acronym(name: str) -> bool:
    """Letters alone, such as "OECD", "U.N." or "MoD"."""
    letters = name.removeprefix("the ").replace(".", "")
    mixed = len(letters) < 6 and letters[:1].isupper() and letters[-1:].isupper()
    return letters.isalpha() and (letters.isupper() or mixed) and 2 <= len(letters) <= 8 and letters.isascii()


@lru_cache(1 << 15)
def initials(name: str) -> frozenset[str]:
    """The acronyms that a name may be shortened to: of all its words, and without the small ones."""
    words = [part for token in ascii_tokens(acronyms().get(name, name)) for part in token]
    if "@" in name:
        return _letters_of_a_country_s_body(name)
    if words[:1] == ["the"]:
        words = words[1:]
    telling = [w for w in words if w not in _SMALL or w.startswith("affair")]
    return frozenset("".join(w[0] for w in some) for some in (words, telling) if len(some) > 1)


def _letters_of_a_country_s_body(key: str) -> frozenset[str]:
    """Of a body that is told by its words in no order and its country: "mod" of "defense ministry @UA", "cbk" of "bank central @KE"."""
    plain, _, code = key.partition("@")
    letters = [w[0] for w in plain.split()][:3]
    orders = {"".join(some) for some in permutations(letters)}
    with_nation = {order + start.casefold() for order in orders for start in nation_initials(code)}
    return frozenset(found for some in orders | with_nation for found in (some, some[0] + "o" + some[1:], some[:-1] + "o" + some[-1]) if len(found) > 1)


@lru_cache(1 << 15)
def is_generic(name: str) -> bool:
    """Whether many countries or towns have a body of that name ("the Foreign Ministry", "police", "the city council")."""
    plain = [part for token in ascii_tokens(name) for part in token if part not in _SMALL]
    return all(part in bodies() or part in _COMMON for part in plain) and not is_acronym(name)


@lru_cache(1 << 15)
def country_in(name: str) -> tuple[str, str]:
    """The country that an organization's name begins or ends with, and the rest: "French Foreign Ministry" -> "FR", "Foreign Ministry"."""
    words = name.removeprefix("the ").removeprefix("The ").split()
    for size in (3, 2, 1):
        if len(words) > size:
            if (words[0][:1].isupper() or name.islower()) and (code := _code(" ".join(words[:size]))):
                return code, " ".join(words[size:])
            if (words[-size][:1].isupper() or name.islower()) and (code := _code(" ".join(words[-size:]))):
                return code, re.sub(r"\s+(of|in|for)(\s+the)?$", "", " ".join(words[:-size]))
    return "", name


@lru_cache(1 << 15)
def nation_of(name: str) -> str:
    """The country that the name of one of its own bodies begins or ends with, a body such as many countries have: "Norwegian Labour Party"."""
    code, rest = country_in(name)
    return code if code and rest.split() and (rest.split()[-1].casefold() in bodies() or is_acronym(rest)) else ""


@cache
def nation_initials(code: str) -> frozenset[str]:
    """First letters of a country's names."""
    return frozenset(name[0] for name, of in countries().items() if of == code)


def _code(words: str) -> str | None:
    return code_of(words) or (code_of(words.removesuffix("n")) if " " in words else None)


def _same_word(a: str, b: str) -> bool:
    """Of one spelling, or in a long word nearly so: places named alike ("Halden", "Holden") are two."""
    return word(a).fold == word(b).fold if min(len(a), len(b)) < 7 else word_likeness(word(a), word(b)) >= 0.86


@lru_cache(1 << 16)
def body_likeness(a: str, b: str) -> Likeness:
    """How alike two names of organizations are."""
    for short, long in ((a, b), (b, a)):
        letters = short.removeprefix("the ").replace(".", "").casefold()
        if is_acronym(short) and not is_acronym(long):
            if letters in initials(long):
                return Likeness(0.9, (f"{short} are the first letters of {long}",))
            if short.removeprefix("the ").replace(".", "") not in acronyms():
                return Likeness(0.0)
    x, y = body_words(a), body_words(b)
    if x == y:
        return Likeness(1.0, ("the same name",))
    if not x or not y:
        return Likeness(0.0)
    if sorted(x) == sorted(y):
        return Likeness(0.97, ("the same words",))
    if "".join(x) == "".join(y) or (len(x) != len(y) and len("".join(x)) > 8 and _same_word("".join(x), "".join(y))):
        return Likeness(0.95, ("words written together",))
    nation_a, rest_a = country_in(a)
    nation_b, rest_b = country_in(b)
    if bool(nation_a) != bool(nation_b) and body_words(rest_a) == body_words(rest_b) and not is_generic(rest_a):
        return Likeness(0.9, ("its country left out",))
    short_words, long_words = sorted((x, y), key=lambda words: (len(words), words))
    matched = [any(_same_word(u, v) for v in long_words) for u in short_words]
    share = sum(matched) / len(long_words)
    if all(matched):
        if len(short_words) == len(long_words):
            return Likeness(0.95, ("the spelling",))
        missing = len(long_words) - len(short_words)
        if long_words[: len(short_words)] == short_words and not is_generic(" ".join(short_words)) and (len(short_words) > 1 or all(w in bodies() or w in _LEGAL or w in _TRADES for w in long_words[1:])):
            return Likeness(max(ALIKE, 0.92 - 0.03 * missing), ("a short form",))
    beginnings = ["".join(long_words[:size]) for size in range(2, len(long_words))]
    if len(short_words) == 1 and len(short_words[0]) > 5 and short_words[0] in beginnings:
        return Likeness(ALIKE, ("a short form written together",))
    joined_x, joined_y = (("".join(words[:2]), *words[2:]) for words in (x, y))
    if joined_x == y or joined_y == x:
        return Likeness(0.95, ("words written together",))
    return Likeness(min(0.8, share * 0.8))


def body_keys(name: str) -> frozenset[str]:
    """Where an organization is looked up: by its first two telling words, by all of them in any order, and by its letters."""
    words = [word(w).skeletons[0] for w in body_words(name)]
    together = [word("".join(some)).skeletons[0] for some in (body_words(name)[:2], body_words(name))]
    found = {"body:" + " ".join(words[:2]), "body:" + " ".join(sorted(words)), "body:" + words[0] + "…", "body:" + together[0] + "…", "body=" + together[1]}
    if (nation := country_in(name))[0] and len(nation[1].split()) > 1:
        found.add("body:" + " ".join(sorted(word(w).skeletons[0] for w in body_words(nation[1]))))
    found |= {"letters:" + letters for letters in initials(name) if 2 < len(letters) < 9}
    if is_acronym(name):
        found.add("letters:" + name.removeprefix("the ").replace(".", "").casefold())
    return frozenset(found)
