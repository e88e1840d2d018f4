"""Countries by name and by nationality, from babel's English names of territories and languages."""

from functools import cache, lru_cache

FORMERLY = {"turkey": "TR", "czech republic": "CZ", "ivory coast": "CI", "burma": "MM", "u.s.": "US", "us": "US", "u.s": "US", "usa": "US", "united states": "US", "america": "US",
            "u.k.": "GB", "uk": "GB", "britain": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "south korea": "KR", "north korea": "KP", "russia": "RU", "palestine": "PS"}  # fmt: skip
"""Names in use that babel spells otherwise."""
NATIONALITIES = {"english": "GB", "scottish": "GB", "welsh": "GB", "portuguese": "PT", "arabic": None, "kurdish": None, "latin": None, "congo": None, "high": None, "simplified": None, "traditional": None,
                 "european": None, "dutch": "NL", "swiss": "CH", "lebanese": "LB", "afghan": "AF", "filipino": "PH", "greek": "GR", "danish": "DK", "peruvian": "PE", "cypriot": "CY"}  # fmt: skip
"""Where the rules below would say otherwise, or nothing."""


@cache
def countries() -> dict[str, str]:
    """Names of countries, in lower case -> ISO 3166 code."""
    from babel import Locale

    territories = Locale("en").territories
    names = {name.casefold(): code for code, name in territories.items() if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "ZZ", "QO", "EZ", "XA", "XB")}
    return {**names, **{name.removeprefix("the "): code for name, code in names.items()}, **FORMERLY}


@cache
def nationalities() -> dict[str, str]:
    """Adjectives such as "french" -> ISO 3166 code.

    Of the country where babel takes a language of that name to be spoken most; from the names of variants ("American English"); and made of the
    country's name by the usual endings ("Kenyan", "Iraqi", "Egyptian").
    """
    from babel import Locale
    from babel.core import get_global

    likely = get_global("likely_subtags")
    found: dict[str, str | None] = {}
    for name, code in countries().items():
        if name.isalpha() and len(name) > 3:
            stem = name.rstrip("aeiouy")
            found |= dict.fromkeys((f"{name}n", f"{name}i", f"{name}ian", f"{stem}ian", f"{stem}an", f"{stem}ese", f"{stem}ish"), code)
    for code, name in Locale("en").languages.items():
        words = name.casefold().split()
        if "_" in code and len(words) == 2 and len(code.split("_")[-1]) == 2:
            found[words[0]] = code.split("_")[-1]
        elif len(code) == 2 and len(words) == 1 and code in likely and len(likely[code].split("_")[-1]) == 2:
            found[words[0]] = likely[code].split("_")[-1]
    return {word: code for word, code in (found | NATIONALITIES).items() if code}


@lru_cache(1 << 14)
def code_of(words: str) -> str | None:
    """The code of the country that the words name, or whose nationality they are."""
    key = words.casefold().removesuffix("’s").removesuffix("'s").removeprefix("the ")
    return countries().get(key) or nationalities().get(key)
