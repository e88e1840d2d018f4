"""The word lists that resolving goes by; the lists themselves are data files beside the code."""

from functools import cache
from importlib.resources import files

PRONOUNS = {
    "he": "he", "him": "he", "his": "he", "himself": "he",
    "she": "she", "her": "she", "hers": "she", "herself": "she",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "it": "it", "its": "it", "itself": "it",
    "i": "I", "me": "I", "my": "I", "mine": "I", "myself": "I",
    "we": "we", "us": "we", "our": "we", "ours": "we", "ourselves": "we",
    "who": "who", "which": "who", "that": "who", "whose": "who", "whom": "who",
    "you": "you", "your": "you",
    "one": "indefinite", "some": "indefinite", "many": "indefinite", "others": "indefinite", "both": "they", "this": "it", "these": "they", "those": "they",
}  # fmt: skip
"""Forms of pronouns -> the form that stands for them here."""

ARTICLES = frozenset(["the", "a", "an"])
PREPOSITIONS = frozenset(["of", "for", "from", "at", "in", "with", "by", "to", "on", "under", "against", "among", "about", "near"])

OFFICES = frozenset(["rep", "reps", "sen", "sens", "gov", "govs", "pres", "gen", "col", "capt", "maj", "sgt", "lt", "adm", "cmdr", "rev", "cllr"])
NO_ROLES = frozenset(["human", "german", "roman", "ottoman", "gentlewoman", "layman", "man", "woman", "men", "women", "person", "people", "girl", "boy", "child", "children", "couple", "pair", "two", "three", "others", "one", "family", "guy", "lady", "gentleman", "kid", "kids", "persons", "figure", "figures", "ones", "trio", "duo", "group", "majority", "number", "old", "year", "former", "latter"])
_PREFIXES = ("co", "ex", "vice", "sub", "under", "arch")
_CALLINGS = ("ologist", "surgeon", "keeper", "holder", "maker", "master", "monger", "smith", "wright", "woman", "man")


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it: "Mr", "Dr", "President"."""
    return _read("titles.txt")


@cache
def roles() -> frozenset[str]:
    """Head nouns of offices and professions: "minister", "spokeswoman", "goalkeeper"."""
    return _read("roles.txt")


def kin() -> frozenset[str]:
    """Ties between people, which are no offices."""
    return _KIN


@cache
def is_role(word: str) -> bool:
    """Whether a word is an office or a profession, be it of several people."""
    for form in (word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word, word.partition("-")[2] if word.startswith(_PREFIXES) else word):
        if (form in roles() and form not in kin()) or form in OFFICES or (form.endswith(_CALLINGS) and form not in NO_ROLES):
            return True
    return False


def is_plural(word: str) -> bool:
    """Whether a word names several holders of an office."""
    return word.endswith("s") and word not in roles() and word not in OFFICES and is_role(word)


@cache
def bodies() -> frozenset[str]:
    """Head nouns of organizations: "ministry", "council", "union"."""
    return _read("bodies.txt")


@cache
def documents() -> frozenset[str]:
    """Head nouns of what is written or recorded: "report", "poll", "footage"."""
    return _read("documents.txt")


@cache
def outlets() -> frozenset[str]:
    """Words that mark a newspaper, an agency or a broadcaster."""
    return _read("outlets.txt")


@cache
def loose() -> frozenset[str]:
    """Words before a noun that do not tell one of its bearers from another: "new", "former", "local"."""
    return _read("loose.txt")


@cache
def portfolios() -> frozenset[str]:
    """What offices and bodies are for: "health", "foreign", "city"."""
    return _read("portfolios.txt")


def _read(name: str) -> frozenset[str]:
    lines = (files("onrecord.resolve") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def gender(word: str) -> int:
    """1 for a title or noun of men, -1 for one of women, 0 for others."""
    if word in _OF_WOMEN or word.endswith("woman"):
        return -1
    return 1 if word in _OF_MEN or (word.endswith("man") and len(word) > 4 and word not in ("human", "german", "roman", "woman")) else 0


_OF_MEN = frozenset(["mr", "sir", "lord", "king", "prince", "duke", "count", "baron", "emperor", "father", "brother", "uncle", "son", "husband", "grandfather", "nephew", "boy", "man", "widower", "priest", "monk", "bishop", "imam", "señor", "don", "herr", "monsieur", "signor", "actor", "waiter"])
_OF_WOMEN = frozenset(["mrs", "ms", "miss", "dame", "lady", "queen", "princess", "duchess", "countess", "baroness", "empress", "mother", "sister", "aunt", "daughter", "wife", "grandmother", "niece", "girl", "woman", "widow", "nun", "midwife", "señora", "doña", "frau", "madame", "signora", "actress", "waitress"])
_KIN = frozenset(["mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "widow", "widower", "uncle", "aunt", "grandmother", "grandfather", "cousin", "friend", "neighbour", "neighbor", "colleague", "boss", "resident", "villager", "insider", "source"])
