"""Role, organization and country of a noun phrase, each as a span of its words: "the French government's chief negotiator for trade"."""

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.resolve.countries import code_of
from onrecord.resolve.document import Document
from onrecord.resolve.names import ORGANIZATION as ORGANIZATION_NAME
from onrecord.resolve.names import PERSON, PLACE
from onrecord.resolve.words import ARTICLES, HONORIFICS, NO_ROLES, OFFICES, PRONOUNS, bodies, honours, is_rank, is_role, kin, portfolios, titles
from onrecord.types import Span

PARTIES = frozenset(["republican", "republicans", "democratic", "democrat", "democrats", "gop", "tory", "tories"])
POSSESSIVE = frozenset(["'", "’", "s", "'s", "’s"])
_LOOSE = frozenset(["in", "on", "with", "from"])  # links behind which something else than a body stands as often
LINKS = frozenset(["of", "for", "at", "in", "with", "from", "on"])
ONCE = frozenset(["former", "ex", "then", "acting", "retired", "outgoing", "incoming", "interim", "late", "presumptive", "would"])  # which belong to a role, be it written with a capital or not
_BESIDE = frozenset(["longtime", "sitting", "prominent", "leading", "billionaire", "influential", "outspoken", "fellow", "himself", "herself", "now", "current", "only", "also", "same", "other", "one", "two", "three", "four", "five", "year", "years", "old", "another", "several", "some", "many", "all", "any", "even", "new", "both"])
_SEATS = frozenset(["city", "town", "village", "district", "province", "region"])
_GOVERNED = _SEATS | frozenset(["opposition", "center", "centre", "club", "party", "council", "union", "group", "parliament", "canteen", "plant", "company"])  # what translated reports name behind an office without an article: "mayor of | city"
_WITH_FIELDS = frozenset(["minister", "secretary", "commissioner"])  # offices before which their field stands: "Food | Minister"
_COMPOUNDS = frozenset(["based", "old", "winning", "selling", "born", "known", "ranking", "area", "long"])  # the second words of compounds that belong to no role: "Oscar-winning"
SURELY_PERSON = 0.8  # share from which who owns an office is somebody, and no club or town
ROLE, ORGANIZATION = 0, 1
Runs = Mapping[int, tuple[int, int, int]]  # unit -> the run (first, last, ROLE or ORGANIZATION) that the model tags there


@dataclass(frozen=True, slots=True)
class Description:
    """Spans of the words that tell a speaker's role and organization, and the country's code with its span."""

    role: Span | None = None
    organization: Span | None = None
    country: tuple[str, Span] | None = None


def read_phrase(document: Document, first: int, last: int, runs: Runs, heads_role: bool = False) -> Description:
    """What the units first..last tell.  `heads_role`: the phrase stands for a person who has a name, so that its head noun is a role whatever it is."""
    words = document.words
    while first < last and (words[first] in ARTICLES or words[first] in PRONOUNS or words[first] in POSSESSIVE):
        first += 1
    while first < last and words[last - 1] in POSSESSIVE:
        last -= 1
    people = {u for m in document.names_within(first, last) if int(document.types[m].argmax()) == PERSON for u in range(int(document.first[m]), int(document.last[m]))}
    links = [u for u in range(first + 1, last) if words[u] in LINKS]
    stop = links[0] if links else last
    heads = [u for u in range(first, stop) if u not in people and words[u] not in PARTIES and (is_role(words[u]) or (words[u].isalpha() and _tagged_end(runs, u)) or is_rank(document.written(u)) or document.written(u) in honours()[0])]
    if not heads and stop > first and words[stop - 1] in kin():
        heads = [stop - 1]
    if not heads and heads_role and first < stop and not document.names_within(first, last) and words[stop - 1].isalpha() and not is_capitalised(document, stop - 1) and words[stop - 1] not in NO_ROLES and words[stop - 1] not in PARTIES:
        heads = [stop - 1]
    if not heads:
        party = next((u for u in range(first, stop) if words[u] in PARTIES and is_capitalised(document, u)), None)
        return Description(organization=None if party is None else document.span(party, party + 1), country=country_in(document, first, last))
    head = heads[-1]
    short = words[head] in OFFICES or is_rank(document.written(head))
    start = start_of_ranks(document, first, head) if short else _start(document, first, head)
    if not short and (run := runs.get(head)) and run[2] == ROLE and start < run[0] and not any(is_role(words[u]) or words[u] in ONCE for u in range(start, run[0])):
        start = run[0]
        while start > first + 1 and words[start - 1] == "-" and document.tokens.starts[start] == document.tokens.ends[start - 1]:
            start -= 2
    end = head + 1
    organization = _organization_before(document, first, start, runs)
    for link, behind in zip(links, [*links[1:], last]) if stop == head + 1 else ():
        begin = link + 1
        while begin < behind and words[begin] in ARTICLES:
            begin += 1
        behind = next((u for u in range(begin + 1, behind) if (u in people or is_rank(document.written(u)) or words[u] in HONORIFICS) and begin not in people), behind)
        if begin == behind or (words[link] in _LOOSE and not _names_body(document, begin, behind)):
            break
        office = words[head] in _WITH_FIELDS and (words[link] == "for" or (words[link] == "of" and words[begin] in portfolios() and words[begin:behind][-1:] != ["ministry"]))
        named = is_capitalised(document, begin) or any(w in bodies() for w in words[begin:behind])
        if not office and named and words[head] in ("secretary", "minister", "head") and words[begin : begin + 1] in (["state"], ["staff"], ["government"]):
            named = False
        if not office and named:
            if organization is None and _is_body(document, begin, behind, True):
                organization = document.span(begin, _before_bracket(document, begin, _with_of(document, behind, last)))
            break
        if end != link or words[link] not in ("of", "for") or begin > link + 1 or words[begin] in PRONOUNS:
            break
        if words[begin] in _GOVERNED and behind == begin + 1:
            organization = organization or (document.span(begin, behind) if words[begin] not in _SEATS else None)
            break
        end = next((u for u in range(begin, behind) if words[u] in ("(", ")")), behind)
        if end < behind:
            break
    return Description(document.span(start, end), organization, country_in(document, first, last))


def start_of_ranks(document: Document, first: int, head: int) -> int:
    """Where the ranks begin of which the last is given: "Lt. | Col.", "Acting Det Ch | Insp"."""
    start = head
    while start > first and (document.words[start - 1] in (".", "'", "’") or document.words[start - 1] in ONCE or is_rank(document.written(start - 1), True)):
        start -= 1
    return start + (not document.words[start].isalpha())


def is_capitalised(document: Document, unit: int) -> bool:
    return document.text[document.tokens.starts[unit]].isupper()


def country_in(document: Document, first: int, last: int) -> tuple[str, Span] | None:
    for u in range(first, last):
        for end in (u + 2, u + 1):
            if end <= last and is_capitalised(document, u) and (code := code_of(document.text[slice(*document.span(u, end))])):
                return code, document.span(u, end)
    return None


def _tagged_end(runs: Runs, unit: int) -> bool:
    run = runs.get(unit)
    return run is not None and run[2] == ROLE and run[1] == unit + 1


def _start(document: Document, first: int, head: int) -> int:
    """Where the words of the role begin whose head noun is given: "press | secretary", "Deputy Foreign | Minister", but neither a nationality, a party nor a body's name."""
    start, capital = head, is_capitalised(document, head)
    while start > first and _modifies(document, start - 1, start, capital):
        start -= 1
    while start < head and document.words[start] in ("-", "and", ".", ",", "then"):
        start += 1
    if start > first + 1 and document.words[start - 1] == "-" and document.tokens.starts[start] == document.tokens.ends[start - 1]:
        return start - 2 if start == head else start + 1  # "front-runner", but "two-term | president"
    return start


def _modifies(document: Document, unit: int, behind: int, capital: bool) -> bool:
    word = document.words[unit]
    if word in ONCE:
        return True
    if word in HONORIFICS or word in bodies() or word in PRONOUNS or word in _BESIDE or word in POSSESSIVE or word in PARTIES or code_of(word):
        return False
    if word in _COMPOUNDS and document.words[unit - 1] == "-":
        return False
    if is_capitalised(document, unit):
        named = any(int(document.last[m]) > unit for m in document.names_within(max(0, unit - 3), unit + 1))
        field = (capital or word in portfolios()) and document.words[behind] in _WITH_FIELDS and not named
        return (is_role(word) and word not in OFFICES) or word in titles() or document.words[unit + 1] == "-" or field
    if word == "-":
        return bool(document.tokens.starts[unit] == document.tokens.ends[unit - 1])
    if capital:
        return is_role(word) or document.words[unit + 1] == "-"
    return word.isalpha() and not word.isdigit()


def _organization_before(document: Document, first: int, end: int, runs: Runs) -> Span | None:
    """The body whose name or noun stands before a role: "Harbour Board | spokesman", "the ministry's | spokesman"."""
    words, given = document.words, end
    while end > first and words[end - 1] in POSSESSIVE:
        end -= 1
    if end > first and (run := runs.get(end - 1)) and run[2] == ORGANIZATION and run[0] >= first and run[1] <= end:
        first = run[0]
    behind = next((u + 1 for u in range(end - 1, first, -1) if words[u] in _COMPOUNDS and words[u - 1] == "-"), first)
    owner = max((int(document.last[m]) for m in document.names_within(first, end) if document.is_person(m) and words[int(document.last[m])] in POSSESSIVE), default=first)
    first = max(first, behind, owner if owner < end else first)
    while first < end and (code_of(words[first]) or words[first] in ARTICLES or words[first] in HONORIFICS or words[first] in PRONOUNS or words[first] in _BESIDE or words[first] in ONCE or words[first] in POSSESSIVE):
        first += 1
    if first < end and not is_capitalised(document, first) and not any(w in bodies() for w in words[first:end]):
        first = next((u for u in range(first, end) if is_capitalised(document, u)), end)
    if all(is_rank(document.written(u), True) or not words[u].isalpha() for u in range(first, end)):
        return None
    return document.span(first, end) if first < end and words[end - 1].isalnum() and _is_body(document, first, end, end < given) else None


def _is_body(document: Document, first: int, last: int, ties: bool = False) -> bool:
    """Whether some units may name a body: no country, and no name that ends as a person's or is a place's, but for one behind an office or that owns it ("mayor of | Brova", "| Brova's mayor")."""
    if code_of(document.text[slice(*document.span(first, last))]):
        return False
    for m in document.names_within(first, last):
        person = document.types[m, PERSON] > (SURELY_PERSON if ties else 0.5)
        place = int(document.types[m].argmax()) == PLACE and int(document.first[m]) == first and not ties
        if int(document.last[m]) >= last and (person or place):
            return False
    return True


def _names_body(document: Document, first: int, last: int) -> bool:
    """Whether some units are a body's name or hold a body's noun."""
    return any(w in bodies() for w in document.words[first:last]) or any(int(document.first[m]) == first and int(document.types[m].argmax()) == ORGANIZATION_NAME for m in document.names_within(first, first + 1))


def _before_bracket(document: Document, first: int, last: int) -> int:
    return next((u for u in range(first + 1, last) if document.words[u] == "("), last)


def _with_of(document: Document, end: int, last: int) -> int:
    """A name that goes on: "University | of North Carolina"."""
    words = document.words
    while end < last and words[end] == "of" and end + 1 < last and is_capitalised(document, end + 1):
        end = next((u for u in range(end + 1, last) if words[u] in LINKS), last)
    return end
