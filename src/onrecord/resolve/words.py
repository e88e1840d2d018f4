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


@cache
def titles() -> frozenset[str]:
    """Words before a name that are no part of it: "Mr", "Dr", "President"."""
    return _read("titles.txt")


@cache
def roles() -> frozenset[str]:
    """Head nouns of offices and professions: "minister", "spokeswoman", "goalkeeper"."""
    return _read("roles.txt")


@cache
def bodies() -> frozenset[str]:
    """Head nouns of organizations: "ministry", "council", "union"."""
    return _read("bodies.txt")


def _read(name: str) -> frozenset[str]:
    lines = (files("onrecord.resolve") / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
