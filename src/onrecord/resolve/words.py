"""The word lists that resolving goes by; the lists themselves are data files beside the code."""

from collections.abc import Sequence
from functools import cache, lru_cache
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
OFFICERS = frozenset(["minister", "official", "adviser", "advisor", "aide", "secretary", "lawyer", "attorney", "barrister", "judge", "clerk", "mayor", "director", "president", "deputy", "senator", "governor", "engineer", "doctor", "nurse", "officer", "inspector", "analyst"])
"""Offices that are never a body."""
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "prof", "rev", "st", "messrs"])
_STOPPED = frozenset(["jr", "sr", "st", "ste", "mt", "ft", "inc", "ltd", "co", "corp", "bros", "no", "vs", "dept", "univ", "assn", "ave", "blvd", "rd", "jan", "feb", "mar", "apr", "aug", "sept", "oct", "nov", "dec",
                      "calif", "conn", "fla", "ga", "ill", "ind", "ky", "la", "mass", "md", "mich", "minn", "miss", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "ariz", "ark", "ala", "colo", "del", "kan"])  # fmt: skip
NO_ROLES = frozenset(["human", "german", "roman", "ottoman", "gentlewoman", "layman", "man", "woman", "men", "women", "person", "people", "girl", "boy", "child", "children", "couple", "pair", "two", "three", "others", "one", "family", "guy", "lady", "gentleman", "kid", "kids", "persons", "figure", "figures", "ones", "trio", "duo", "group", "majority", "number", "old", "year", "former", "latter"])
_PREFIXES = ("co", "ex", "vice", "sub", "under", "arch")
_CALLINGS = ("ologist", "surgeon", "keeper", "holder", "maker", "master", "monger", "smith", "wright", "woman", "man")
POSSESSIVE_ENDINGS = frozenset(["'", "’", "'s", "’s"])
WHEN = frozenset(["last", "this", "week", "month", "year", "yesterday", "today", "earlier", "recently", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
WHERE = frozenset(["in", "on", "at"])
PLACING = frozenset(["along", "across", "around", "in", "at", "near", "from", "outside", "inside", "within", "throughout", "behind", "for", "on", "with"])


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


@cache
def ranks() -> tuple[frozenset[str], frozenset[str]]:
    """Ranks and styles as they are shortened, "Lt", "Insp", "DCI", and words that are one only before another, "Rt", "Ch"; those not in capitals in lower case."""
    return _with_marked("ranks.txt")[::-1]


@cache
def honours() -> tuple[frozenset[str], frozenset[str]]:
    """What is put behind a name, as it is written: offices ("KC", "MP"), and orders and degrees ("OBE", "PhD")."""
    return _with_marked("honours.txt")


@cache
def legal_forms() -> tuple[frozenset[str], frozenset[str]]:
    """Legal forms of companies as they are written: those that are other words as often ("AS"), and those that are not ("A/S")."""
    return _with_marked("legal_forms.txt")


@cache
def given_names() -> tuple[frozenset[str], frozenset[str]]:
    """Given names of women, and those of men."""
    return _with_marked("given_names.txt")


@lru_cache(1 << 12)
def is_rank(word: str, before_another: bool = False) -> bool:
    """Whether a word, as it is written, is a rank or a style before a name; `before_another`: whether one stands behind it."""
    alone, before = ranks()
    return word[:1].isupper() and (word in alone or word.casefold() in alone or (before_another and word.casefold() in before))


def is_shortened(word: str) -> bool:
    """Whether a full stop behind a word, as it is written, belongs to it: "J", "Lt", "Jr", "Inc"; behind any other one it ends a sentence."""
    return len(word) < 2 or word.isupper() or not word.isalpha() or word.casefold() in _STOPPED or word.casefold() in titles() or is_rank(word, True)


def behind_ranks(words: Sequence[str], first: int, last: int) -> int:
    """Behind the ranks that some words, as they are written, begin with, full stops among them: "Lt. Col. | Ana Lind"."""
    at = first
    while at < last:
        ahead = next((u for u in range(at + 1, last) if words[u] != "."), last)
        if not is_rank(words[at], ahead < last and (is_rank(words[ahead], True) or words[ahead].casefold() in titles())):
            break
        at = ahead
    return at


def _with_marked(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a file that have a + before them, and those that have none."""
    words = _read(name)
    return frozenset(word[2:] for word in words if word.startswith("+ ")), frozenset(word for word in words if not word.startswith("+ "))


def _read(name: str) -> frozenset[str]:
    lines = (files("onrecord.resolve") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def gender(word: str) -> int:
    """1 for a title or noun of men, -1 for one of women, 0 for others."""
    if word in _OF_WOMEN or word.endswith("woman"):
        return -1
    return 1 if word in _OF_MEN or (word.endswith("man") and len(word) > 4 and word not in ("human", "german", "roman", "woman")) else 0


def is_office_in_man(word: str) -> bool:
    """Whether a word ends as one of men, and may yet be the office of a woman before her name: "foreman", "Chairman"."""
    return gender(word) == 1 and word not in _OF_MEN


_OF_MEN = frozenset(["mr", "sir", "lord", "king", "prince", "duke", "count", "baron", "emperor", "father", "brother", "uncle", "son", "husband", "grandfather", "nephew", "grandson", "stepson", "stepfather", "godfather", "boy", "man", "widower", "priest", "monk", "bishop", "imam", "señor", "don", "herr", "monsieur", "signor", "actor", "waiter"])
_OF_WOMEN = frozenset(["mrs", "ms", "miss", "dame", "lady", "queen", "princess", "duchess", "countess", "baroness", "empress", "mother", "sister", "aunt", "daughter", "wife", "grandmother", "niece", "granddaughter", "stepdaughter", "stepmother", "godmother", "girl", "woman", "widow", "nun", "midwife", "señora", "doña", "frau", "madame", "signora", "actress", "waitress"])
_KIN = frozenset(["granddaughter", "grandson", "stepdaughter", "stepson", "nephew", "niece", "mother", "father", "son", "daughter", "brother", "sister", "wife", "husband", "widow", "widower", "uncle", "aunt", "grandmother", "grandfather", "cousin", "friend", "neighbour", "neighbor", "colleague", "boss", "resident", "villager", "insider", "source"])
