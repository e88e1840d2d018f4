"""English nouns that are counted, in the singular and in the plural."""

import re
from functools import lru_cache

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "foot": "feet", "tooth": "teeth", "goose": "geese", "mouse": "mice", "ox": "oxen", "life": "lives", "knife": "knives", "wife": "wives", "half": "halves", "calf": "calves", "shelf": "shelves",
    "loaf": "loaves", "wolf": "wolves", "leaf": "leaves", "thief": "thieves", "scarf": "scarves", "hoof": "hooves", "crisis": "crises", "analysis": "analyses", "axis": "axes", "oasis": "oases", "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "veto": "vetoes", "cargo": "cargoes",
    "echo": "echoes", "torpedo": "torpedoes", "embargo": "embargoes", "movie": "movies", "tie": "ties", "pie": "pies", "gas": "gases", "bus": "buses", "cache": "caches", "headache": "headaches", "axe": "axes", "quiz": "quizzes", "person": "persons",
    "krona": "kronor", "krone": "kroner", "leu": "lei", "lev": "leva", "penny": "pence", "yen": "yen", "yuan": "yuan", "won": "won", "rand": "rand", "baht": "baht",
}  # fmt: skip
_PEOPLE = frozenset(["people", "staff", "personnel", "police", "troops", "aircraft", "sheep", "fish", "cattle", "crew"])
_SAME = _PEOPLE | frozenset(["percent", "spacecraft", "hovercraft", "deer", "poultry", "series", "species", "offspring", "lira", "km", "kg", "cm", "mm", "mw", "gw", "kw", "kwh", "mwh", "gwh", "kv", "m", "t"])
"""Of which the plural is the singular, or which are plural anyhow."""
_SINGULAR = {plural: one for one, plural in reversed(_IRREGULAR.items())}
_NO_MEN = frozenset(["human", "german", "roman", "norman", "ottoman", "talisman", "shaman", "specimen", "regimen", "omen", "abdomen"])
_TAILS = ("man", "men", "child", "children", "wife", "wives", "knife", "knives", "shelf", "shelves")
_LAST = re.compile(r"[^\W\d_]+$")


_NO_PLURAL = re.compile(r"(?:ss|ous|us|is|[^\W\d_]['’]s)$|(?:gas|lens|news|canvas|atlas)$")


@lru_cache(1 << 14)
def is_plural(noun: str) -> bool:
    """Whether a word may be the plural of a noun that is counted."""
    return noun in _SINGULAR or noun in _PEOPLE or (noun.endswith("s") and len(noun) > 2 and not _NO_PLURAL.search(noun)) or bool(_of_last(noun, _SINGULAR))


@lru_cache(1 << 14)
def singular(noun: str) -> str:
    """The singular of an English plural: "lorries" is "lorry", "houses" "house"."""
    if noun in _SAME:
        return noun
    if (one := _of_last(noun, _SINGULAR)) is not None:
        return one
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zzes")) or (noun.endswith("uses") and not noun.endswith(("ouses", "auses")) and len(noun) > 4):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def plural(noun: str) -> str:
    """The plural of an English noun, of several words that of the last: "breathing set" has "breathing sets"; codes (`EUR`) and what is plural already stay."""
    last = _LAST.search(noun)
    if not last or last[0] in _SAME or last[0].isupper():
        return noun
    if (many := _of_last(noun, _IRREGULAR)) is not None:
        return many
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if re.search(r"(?:[^aeiou]|qu)y$", noun) else noun + "s"


def numbered(unit: str, value: float) -> str:
    """A unit as it is written behind a number: 1 crown, and 2 or 0.5 crowns."""
    return unit if value == 1 else plural(unit)


def _of_last(noun: str, forms: dict[str, str]) -> str | None:
    """The other form of a noun's last word, or of what that ends with: "fireman", "policewomen", "midwives"; but not of "olives"."""
    last = _LAST.search(noun)
    if last is None:
        return None
    word = last[0]
    if word in forms:
        return noun[: last.start()] + forms[word]
    return next((noun[: -len(tail)] + forms[tail] for tail in _TAILS if tail in forms and word.endswith(tail) and word.casefold() not in _NO_MEN), None)
