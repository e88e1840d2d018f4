"""Of or to whom something is asked or promised, and by whom, where the words themselves say so: "urged the city to …", "promised the islanders a boat", "was asked by the farmers to …"."""

import re
from functools import cache

from onrecord.follow.actors import FIRMS, Actor, Cast
from onrecord.follow.lexicon import forms
from onrecord.follow.makers import PEOPLE
from onrecord.follow.nouns import is_plural
from onrecord.follow.numbers import COUNT
from onrecord.resolve.countries import code_of
from onrecord.resolve.words import PRONOUNS, bodies, is_role, roles
from onrecord.types import Span

COMMUNITIES = frozenset(["city", "town", "village", "municipality", "state", "region", "province", "district", "county", "kingdom", "republic", "canton", "borough", "management", "house", "country", "authority", "authorities", "public", "crown"])
"""Bodies that are named by a noun for a place, or that are none where nobody speaks to them."""
PARTIES = frozenset(["allies", "parties", "sides", "states", "countries", "governments", "authorities", "powers", "islanders", "guests", "households", "neighbours", "voters", "citizens", "inhabitants", "colleagues", "partners", "owners", "shipowners", "insurers", "heirs", "survivors", "relatives", "dependants", "applicants", "creditors", "shareholders", "readers", "listeners", "viewers", "travellers", "riders", "skippers", "evacuees", "women", "men", "mothers", "fathers", "widows", "orphans", "pupils", "taxpayers", "consumers", "users", "growers", "breeders", "miners", "dockers", "settlers", "subscribers", "lenders", "banks", "companies", "firms", "clubs", "unions", "churches", "schools", "hospitals", "teams", "players", "athletes", "fans", "members", "organisers", "hosts", "councils", "cities", "towns", "communities", "ministers", "mayors"])
AUDIENCE = frozenset(["reporters", "reporter", "journalists", "journalist", "press", "media", "newspaper", "radio", "television", "correspondents", "agency", "broadcaster", "programme", "meeting", "hall", "audience", "conference"])
_SMALL = frozenset(["of", "the", "for", "and", "de", "van", "von", "der", "la", "al"])


def _determiners(also: str = "") -> str:
    return rf"(?:(?:the|its|their|his|her|our|my|your|all|{also}every|each|an?|those|these|some|other|any|all\s+of|both\s+of|each\s+of|every\s+one\s+of)\s+)*"


_STRIPPED, _DETERMINERS = re.compile(_determiners(), re.IGNORECASE), _determiners("both|")
_NO_PARTY = r"(?!(?:to|for|that|whether|if|when|why|how|what|about|on|upon|at|in|by|from|with|again|not|more|it|and|or|but|than|as|also|only|so|is|are|was|were|be|been|the|an?|its|their|today|yesterday|tomorrow|last|next|help|money|permission|time|[A-Za-z]+day)\b)"
_NOUN = rf"{_NO_PARTY}[^\W\d_][\w’'&-]*"
_WHO = rf"(?P<who>{_DETERMINERS}(?:{_NOUN}\s+){{0,4}}?{_NOUN}(?:\s+of\s+(?:the\s+|its\s+|their\s+)?{_NOUN}(?:\s+{_NOUN}){{0,3}}?(?:\s+and\s+(?:the\s+)?(?-i:[A-Z])[\w’'-]*)?)?)"
_BESIDE = r"(?:\s+(?:on|last|this)\s+[A-Z]?\w+|\s+(?:yesterday|today|again|once\s+more|also|earlier|formally|publicly))?"
_STOP = r"(?:\s+(?:by|before|until|within|from|in|on|at|as|and|or|if|once|when|who|which|that|for|with|to)\b|\s*[,.;:!?)”\"»]|\s+[–—-]\s|\s*$)"
_PASSIVE = r"\b(?:is|are|was|were|has\s+been|have\s+been|had\s+been|being)\s+(?:\w+ly\s+|also\s+|again\s+)?"
_DONE_BY_WHOM = (  # what follows upon "demanded that the company |"
    r"(?:should|must|be|keep|pay|resign|stop|end|give|take|make|let|hold|publish|release|return|build|rebuild|open|reopen|close|send|provide|drop|restore|step|leave|stay|cut|raise|withdraw|sack|dismiss|apologi[sz]e|negotiate|investigate|ban|allow|lift|halt|hand|help|join|lower|move|offer|put|reduce|"
    r"reinstate|repair|replace|respect|review|set|show|sign|start|talk|tell|act|accept|admit|ensure|finance|fund|guarantee|honour|meet|protect|refund|reverse|scrap|suspend|vacate)")
_WITHIN = r"(?:[^.,;]|(?<=\d)[.,](?=\d))"  # a character of the same part of a sentence; "2,000" is one
_TO_DO = re.compile(r"\s(?:to|for)\s", re.IGNORECASE)
_LISTED = re.compile(r"(?:^|[.;:–—]\s+|\bthat\s+)\W*(?P<names>(?:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3},\s+)+)$")
_BY = re.compile(rf"\s+by\s+{_WHO}(?:{_STOP}|\s+(?:along|near|around|across|between|under|living|outside|inside|beside)\b)")
_PROVIDED = re.compile(rf"\b(?:will|would|shall|(?:is|are|was|were)\s+to)\s+(?:\w+ly\s+|also\s+|all\s+|both\s+)?(?:come\s(?:{_WITHIN}{{0,40}}?\s)?from|be\s+(?:[a-z]+ed|(?:re)?paid|(?:re)?built|given|sent|lent|laid|borne|met|bought|run|put\s+up)\s(?:{_WITHIN}{{0,60}}?\s)?by)\s+{_WHO}(?={_STOP})")
_LEADING = re.compile(rf"\W*(?:(?:(?:about|some|around|nearly|almost|over|more\s+than)\s+)?(?:\d[\d,]*|{COUNT})\s+)?{_WHO}(?=\s+(?:[a-z]+ed|have|are|were|will|would|stood|sat|met|say|want|fear|live|hold|held|went|came|took|sent|wrote|told|of|in|from|on|at|who|whose|near|along|outside)\b|,)", re.IGNORECASE)
_GOT_FROM = re.compile(rf"\b(?:get|have|receive)\s{_WITHIN}{{0,60}}?\sfrom\s+{_WHO}(?={_STOP})")
_WHOSE = {
    kind: re.compile(rf"\b(?:{nouns})s?\s+(?:(?:made|given|last|this|on|in|yesterday|earlier)\s+(?:\w+\s+)?)?(?:by|from|of(?=[^.;]*?\s(?:to|that)\b))\s+{_WHO}(?=\s+(?:of|to|for|that|worth)\b|\s*[,.;])")
    for kind, nouns in (("pledge", "pledge|promise|offer|commitment|undertaking|guarantee|assurance|readiness|willingness|donation|gift|contribution"), ("ask", "request|appeal|demand|call|plea|application"))
}
_ASIDE = re.compile(r",\s+(?:which|who|whose|whom|where|of\s+which)\b[^;:]*,\s*$")
_OF_A_BODY = re.compile(r"(?:The\s+|the\s+|[Aa]n?\s+)?(?:[a-z-]+\s+)*?(?P<role>[a-z-]+)\s+(?:of|for|at)\s+(?:the\s+|its\s+|their\s+)?(?P<body>\S.*)|(?P<whose>[^\W\d_].*?)[’']s?\s+(?:[a-z-]+\s+)*(?P<head>[a-z-]+)")
_INFINITIVE = re.compile(r"(?:\bnot|\b(?:promis|pledg|offer|guarantee)[a-z]*(?:\s+(?:now|also|again|instead|[a-z]+ly))?|\b(?:promis|pledg|offer|guarantee)[a-z]*\s+to\s[^.;]*?(?:,|\band|\bor))\s+to\s+$", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?:^(?:(?:In|On|Last|Since|This|At)\s+(?:\w+\s+){{1,3}}?)?|[,;:–—]\s*|\b(?:and|but|that)\s+){_WHO}(?:\s*,[^,]{{2,60}},)?\s*$", re.IGNORECASE)

_AUXILIARIES = re.compile(r"(?:(?:\b(?:has|have|had|did|does|do|now|also|again|further|meanwhile|then|today|still|since|once|more|already|jointly|formally|repeatedly|alone|itself|themselves|too|instead|finally|later|is|are|was|were|been|will|would|shall)|\b[a-z]+ly)\s+)+$", re.IGNORECASE)
_NO_SUBJECT = re.compile(r"(?:each|every|some|any|no|another|all|his|her|their|its|my|our|minister|secretary|last|this|next|every|in|on|at|from|of)\b|.*\b(?:year|month|week|day|summer|winter|spring|autumn)$", re.IGNORECASE)


def _any(*verbs: str) -> str:
    """Any form of some verbs."""
    return r"\b(?:" + "|".join(sorted({form for verb in verbs for form in forms(verb)}, key=len, reverse=True)) + ")"


_ASKING = ("ask", "urge", "beg", "implore", "beseech", "press", "invite", "order", "instruct", "petition", "oblige", "entreat", "challenge", "lobby", "direct", "summon")
_GIVING = ("give", "lend", "grant", "send", "pay", "hand", "offer", "owe", "supply", "provide", "promise", "guarantee", "award", "sell", "lease", "leave")


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    infinitive = r"\s+(?:not\s+)?to\s+[a-z]"
    ask = (
        rf"(?:{_any(*_ASKING)}|{_any('call')}\s+(?:again\s+)?(?:up)?on|{_any('appeal', 'turn', 'apply')}\s+to|{_any('plead')}\s+with){_BESIDE}\s+{_WHO}(?=\s*,[^,]{{2,80}},\s+(?:to|for)\b|{_BESIDE}(?:{infinitive}|\s+(?:for|that|not)\b)|{_BESIDE}\s*[,.;:!?]|{_BESIDE}\s*$)",
        rf"(?:{_any('want', 'need', 'tell', 'expect', 'request', 'require')}|\bwould\s+like){_BESIDE}\s+{_WHO}(?={infinitive})",
        rf"{_any('demand', 'insist', 'request', 'propose', 'recommend', 'ask', 'urge')}{_BESIDE}\s+that\s+{_WHO}(?=\s+(?:not\s+)?{_DONE_BY_WHOM}\b)",
        rf"(?<!\bthe\s)(?<!\ba\s)(?:{_any('demand', 'seek', 'want', 'require', 'expect', 'request', 'claim')})\b(?:\s+of|[^.;:]{{0,60}}?\sfrom)\s+{_WHO}(?={_STOP}|\s+(?:the|an?|its|their|\d[\d,.]*|{COUNT}|[a-z]+\s+(?:million|thousand))\s)",
        rf"{_any('ask')}\s+(?:for|the\s+return\s+of)\b[^.;:]{{0,60}}?\sfrom\s+{_WHO}(?={_STOP})",
        rf"\b(?:From|Of)\s+{_WHO}\s+(?:(?:it|they|he|she|we)\b|the\s+\w+)\s+(?:{_any('demand', 'want', 'ask', 'expect')})",
        rf"\b(?:appeal|request|petition|demand|letter|call|plea|application|ultimatum)s?\s+(?:{_BESIDE}\s*)?to\s+{_WHO}(?={_STOP})",
        rf"\b(?:gave|give|gives|given|giving|set|sets)\s+{_WHO}\s+(?:until|till|a\s+deadline|a\s+week|\w+\s+(?:days|weeks|months))\b",
    )
    pledge = (
        rf"(?:{_any('promise', 'assure', 'reassure', 'guarantee', 'tell', 'inform')}){_BESIDE}\s+{_WHO}(?={_BESIDE}\s+that\b|{_BESIDE}\s+(?:the|he|she|it|they|its|his|her|their|there|every|all|no)\b)",
        rf"(?:{_any(*_GIVING)})\s+{_WHO}(?=\s+(?:(?:an?|the|its|their|his|her|another|up\s+to|about|some|more|at\s+least|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half)\s|[€$£\d]|[A-Z]{{3}}\s\d|with\b))",
        rf"(?<!\ba\s)(?<!\bthe\s)(?:{_any(*_GIVING, 'deliver', 'donate', 'contribute', 'ship', 'transfer', 'return', 'allocate', 'open', 'present', 'pledge', 'restore', 'refund', 'repay', 'distribute')})\s(?:{_WITHIN}{{0,60}}?\s)?to\s+{_WHO}(?={_STOP})",
        rf"(?:{_any('agree', 'sign')})\s(?:[^.;]{{0,60}}?\s)?with\s+{_WHO}(?=\s+(?:to|that|on|under|for|by|in)\b|\s*[,.;]|\s*$)",
        rf"(?:{_any('support', 'help', 'assist', 'back', 'compensate', 'reimburse', 'defend', 'protect', 'equip', 'arm')}|{_any('stand')}\s+(?:by|with)|\bsupport\s+(?:for|to))\s+{_WHO}(?={_STOP}|{infinitive})",
    )
    promised = (rf"{_PASSIVE}(?P<verb>{_any('promise', 'pledge', 'offer', 'guarantee', 'assure', 'grant', 'award')})\b",)
    passive = (rf"{_PASSIVE}(?P<verb>{_any(*_ASKING)}|called\s+(?:up)?on|told)\b",)
    return {name: tuple(re.compile(each) for each in found) for name, found in (("ask", ask), ("pledge", pledge), ("passive", passive), ("promised", promised))}


def addressed(text: str, clause: Span, cast: Cast, kind: str) -> Actor | None:
    """Of whom a clause that asks (`kind` "ask") asks it, or to whom one that promises ("pledge") does, in so many words; None where it does not say."""
    start, end = clause
    if kind == "ask" and (passive := asked_passively(text, clause, cast)) is not None:
        return passive[0]
    for pattern in _patterns()[kind]:
        for match in pattern.finditer(text, start, end):
            if kind == "pledge" and _is_done(text, match):
                continue
            if (found := party(text, match.span("who"), cast, kind == "ask")) is not None:
                return found
    return None


def _is_done(text: str, match: re.Match[str]) -> bool:
    """Whether what follows upon "to" is what will be done, and nobody who gets something: "promised not | to close any clinic", "offered to train nurses, and to pay teachers"."""
    words = match["who"].split()
    bare = len(words) > 1 and words[0].islower() and not _STRIPPED.match(match["who"]).end()  # type: ignore[union-attr]  # it matches anything
    return bare and _INFINITIVE.search(text[match.start() : match.start("who")]) is not None


def subject_of(text: str, start: int, verb: int, cast: Cast, any_people: bool = False) -> Actor | None:
    """Who stands as the subject right before a word of asking or promising, or of what is to come; None where that is a pronoun, nobody who acts, or not told; `any_people`: as in `party`."""
    said = _AUXILIARIES.search(text, start, verb)
    subject = _subject_in(text, start, said.start() if said else verb)
    if subject is None or _NO_SUBJECT.match(text, *subject):
        return None
    joint = next((spot for spot in cast.within(start, subject[1]) if spot[0] < subject[0] and spot[1] == subject[1] and " and " in spot[2].name), None)
    if joint is not None and text[subject[0] - 5 : subject[0]] == " and ":
        subject = joint[:2]
    found = party(text, subject, cast, any_people)
    if found is not None and " and " in found.name and (others := _LISTED.search(text, start, subject[0])):  # "Norland, | Kelvar and Lorin"
        found = Actor(others["names"] + found.name, found.kind)
    return None if found is None or found.name.split()[0].casefold() in roles() else found


def _subject_in(text: str, start: int, end: int) -> Span | None:
    """The subject with which a part of a text ends."""
    found = _SUBJECT.search(text[start:end])
    return (start + found.start("who"), start + found.end("who")) if found else None


def leading_group(text: str, start: int, end: int, cast: Cast) -> Actor | None:
    """The people with whom a sentence begins: "Relatives of the prisoners stood outside …"."""
    found = _LEADING.match(text, start, end)
    actor = party(text, found.span("who"), cast, False) if found else None
    return actor if actor is not None and actor.kind == "group" else None


def subject_apart(text: str, sentence: int, start: int, cast: Cast) -> Actor | None:
    """The subject of a clause that goes on at `start` behind a relative clause: "The state of Lirien, which led the talks, | will lend two aircraft"; `sentence` is where its sentence begins."""
    aside = _ASIDE.search(text, sentence, start)
    return subject_of(text, sentence, aside.start(), cast) if aside else None


def provider(text: str, start: int, end: int, cast: Cast) -> Actor | None:
    """The body or country by which or from which something will come: "will be paid for by the province", "will come from the firm Biolenta", "will get a boat from the state"."""
    for pattern in (_PROVIDED, _GOT_FROM):
        for match in pattern.finditer(text, start, end):
            found = party(text, match.span("who"), cast, False)
            if found is not None and found.kind in ("organization", "country"):
                return found
    return None


def body_of(actor: Actor, cast: Cast) -> Actor | None:
    """The body or country for which somebody without a name speaks, as he is called: "the director of the Coast Museum", "Norland's health minister"; None where that tells none."""
    called = _OF_A_BODY.fullmatch(actor.name) if actor.kind == "person" else None
    if called is None or (called["role"] or called["head"]) not in roles():
        return None
    name = called["body"] or called["whose"]
    found = cast.named(name)
    if found is not None and found.kind in ("organization", "country"):
        return found
    if found is not None and found.name == actor.name and name[0].isupper():  # who is named by the body alone
        return Actor(name, "country" if code_of(name) else "organization")
    return Actor(name, "organization") if name.split()[-1].casefold() in bodies() or name.split()[-1] in FIRMS else None


def asked_passively(text: str, clause: Span, cast: Cast) -> tuple[Actor | None, Actor | None] | None:
    """Who is asked, and who asks, each where that is told, of "the government was urged by farmers to pay"; None of a clause that tells neither so."""
    start, end = clause
    for pattern in _patterns()["passive"]:
        for match in pattern.finditer(text, start, end):
            subject = _subject_in(text, start, match.start())
            asked = party(text, subject, cast, True) if subject else None
            by = _BY.search(text, match.end(), end)
            asking = party(text, by.span("who"), cast, True) if by else None
            if asked is not None or (asking is not None and not _TO_DO.search(text, match.end(), by.start())):  # type: ignore[union-attr]
                return asked, asking
    return None


def promised_passively(text: str, clause: Span, cast: Cast) -> tuple[Actor | None, Actor | None]:
    """To whom something is promised, and by whom, each where that is told, of "the crews have been promised two engines by the district"."""
    start, end = clause
    for match in _patterns()["promised"][0].finditer(text, start, end):
        subject = _subject_in(text, start, match.start())
        bys = (party(text, by.span("who"), cast, True) for by in _BY.finditer(text, match.end(), end))
        return party(text, subject, cast, True) if subject else None, next((who for who in bys if who is not None), None)
    return None, None


def who_asks(text: str, clause: Span, cast: Cast) -> Actor | None:
    """The subject of a word that says of whom something is asked: "the Ministry invited the agency to …"."""
    for pattern in _patterns()["ask"][:4]:
        for match in pattern.finditer(text, *clause):
            return subject_of(text, clause[0], match.start(), cast, any_people=True)
    return None


def whose(text: str, clause: Span, cast: Cast, kind: str) -> Actor | None:
    """Who asks or promises by a noun: "a pledge by the Orrin Foundation of 3 million", "the readiness of Frigora to lend them"."""
    for match in _WHOSE[kind].finditer(text, *clause):
        if (found := party(text, match.span("who"), cast, True)) is not None:
            return found
    return None


def party(text: str, span: Span, cast: Cast, any_people: bool) -> Actor | None:
    """Whom some words name: an actor of the report, or else the words themselves, where they name people or a body; `any_people`: whatever noun in the plural is taken to."""
    start, end = span
    start = _STRIPPED.match(text, start, end).end()  # type: ignore[union-attr]  # it matches anything
    words = text[start:end].split()
    if not words or (words[0].casefold() in PRONOUNS and (words[0] not in ("both", "many") or len(words) == 1)) or words[-1].casefold() in AUDIENCE:
        return None
    of = next((i for i, word in enumerate(words) if word == "of"), len(words))
    head = words[of - 1] if of else words[0]
    if head.casefold() in FIRMS and len(words) == 1:  # which one, is seldom told near
        return cast.called(head.casefold()) or Actor(head, "organization")
    many = head.casefold() in PEOPLE or head.casefold() in PARTIES or (head.islower() and is_plural(head) and (any_people or is_role(head)))
    spots = [spot for spot in cast.within(span[0], end) if spot[1] == end]
    whole = of == len(words) or (spots and spots[0][0] <= start)  # and not only what stands behind "of"
    if spots and (whole or head[:1].isupper()):
        return _as_named(text, (start, end), *spots[0])
    if many:
        return Actor(text[start:end], "group")
    if head in bodies() or head in COMMUNITIES:
        return (cast.named(text[start:end]) if whole else None) or Actor(text[start:end], "organization")
    if head in roles() and head.islower() and any_people:
        return (cast.roles.get(head) if whole else None) or Actor(text[start:end], "person")
    return None


def _as_named(text: str, span: Span, at: int, end: int, actor: Actor) -> Actor:
    """An actor by what the words say: "the Front of the Five Rivers" as it stands; of a body "Norland" is not the "Norland embassy" that holds its name, nor "the region" the region's museum, but "the Ministry" is the Ministry of Health, and "the Front" the Coast Front."""
    words = text[slice(*span)]
    if (at > span[0] and words[:1].isupper()) or re.search(rf"\b{re.escape(words)}[’']s\s", actor.name) or (actor.kind == "person" and actor.name.count(" ") > 1 and actor.name.split()[0] == words):
        return Actor(words, "organization")
    if actor.name.endswith(f" {words}"):
        return actor
    described = actor.kind == "organization" or any(word[0].islower() and word not in _SMALL for word in actor.name.split())
    return Actor(words, "country" if code_of(words) else "organization") if described and words[:1].isupper() and words.split()[-1].casefold() not in bodies() else actor
