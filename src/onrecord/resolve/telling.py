"""From resolutions to speakers: names, kinds, and what the report says beside."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.odds import probability_of
from onrecord.resolve.binding import may_stand_for
from onrecord.resolve.companies import is_company, told_as_bodies, with_legal_forms
from onrecord.resolve.countries import code_of
from onrecord.resolve.describing import Describer
from onrecord.resolve.document import INDEFINITE, Asked, Document
from onrecord.resolve.fitted import Odds
from onrecord.resolve.issuers import issuer_of
from onrecord.resolve.joint import joint_end, named_in_full
from onrecord.resolve.names import ORGANIZATION, PERSON, find_names, find_phrases, tagged_runs
from onrecord.resolve.nicknames import with_nicknames
from onrecord.resolve.roles import PARTIES, POSSESSIVE, is_capitalised
from onrecord.resolve.speakers import SURE, Resolution, Scoring, resolve, stands_for
from onrecord.resolve.together import adds_others
from onrecord.resolve.trust import trust
from onrecord.resolve.via import find_via
from onrecord.resolve.words import ARTICLES, HONORIFICS, OFFICERS, PREPOSITIONS, PRONOUNS, bodies, is_plural, is_role, outlets
from onrecord.resolve.worth import Found
from onrecord.resolve.writings import is_writing
from onrecord.types import SPEAKER_KINDS, Country, Span, Speaker, SpeakerKind, Told, Via

REPEATED = 4  # words from which on it is no chance that they stand in two statements
AT_THE_TOP = 10  # statements, among which a headline's are
SURELY, HARDLY = 0.9, 0.2  # shares of a type from which, and below which, a name's kind follows
_FOCUS = frozenset(["only", "even", "just", "also", "but", "while", "although", "among", "no"])  # before a noun phrase, and no part of it
_COUNTING = frozenset(["several", "many", "few", "most", "two", "three", "four", "five", "six", "dozens"])  # behind which no head noun has stood yet: "several | leading candidates"
_WITHHELD = frozenset(["official", "diplomat", "source", "man", "woman", "person", "aide", "officer", "staffer", "employee", "strategist", "executive", "insider", "engineer", "journalist", "reporter", "resident",
                       "villager", "worker", "cook", "nurse", "teacher", "student", "participant", "neighbour", "neighbor", "soldier", "consultant", "operative", "adviser", "advisor"])  # fmt: skip
_OF_OUTLETS = ("zeitung", "blad", "bladet", "posten", "presse", "news", "times", "press", "wire")
_DATELINE = re.compile(r"^[^\W\d_][^()\n!?]{1,60}\((?P<agency>[^()\n]{2,40})\)\s*[-–—]{1,2}\s", re.MULTILINE)  # who sent the report is nobody in it
_BEHIND_THE_HEAD = re.compile(r"\s*(?:,(?!\d)|[;(–—])|\s+--?\s|\s+in\s(?:an?|the|his|her|its|their)\s(?:\w+\s){0,2}(?:statement|interview|filing|letter|email|e-mail|report|post|tweet|lawsuit|complaint|speech|memo)\b|\s(?:who|whom|which|that|whose|after|before|during|since|until|based|named|quoted|asked|led|called|due|there|themselves|himself|herself|sent|made|held|written|run|familiar(?= with)|\w{2,}ing(?= (?:the|an?|to|that|for|in|on|at|with|by|from|of|as|about|against|under|over|up|out|down|back|through|h(?:is|er)|their|its|our|my|your|(?-i:[A-Z])|\d)\w*)|(?:seen|shown|drawn|taken|known)(?= (?:by|in|to|at|from|last)\b)|\w{3,}ed(?= (?:by|in|with|for|on|to|at|from|last|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|there|widely|online|yesterday|through|until|after|under|during|between)\b))\b|(?<=s)\s\w{4,}ed$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Units of a stretch of the text, in characters of the whole text, and what the encoder told of each of them."""

    starts: np.ndarray
    ends: np.ndarray
    breaks: np.ndarray
    traits: np.ndarray


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic function of the resolver's log-odds that gives the probability of a name; names less likely than `least` are not told."""

    slope: float
    bias: float
    least: float

    def of(self, odds: float) -> float:
        """The probability by log-odds."""
        return round(probability_of(self.slope * odds + self.bias), 4)


def join(parts: Sequence[Part]) -> Part:
    return Part(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("starts", "ends", "breaks", "traits")))


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaker of a document: by their indices the statements that were resolved to it, its kind, its mentions as `Describer` takes them, and all that is found beside them."""

    statements: list[int]
    kind: SpeakerKind
    mentions: list[tuple[int, int, bool]]
    found: list[Found]


def tell_speakers(scoring: Scoring, calibration: Calibration, found: Sequence[float], odds: Odds | None = None) -> list[tuple[Speaker | None, Via | None]]:
    """The speaker of each statement, None where the report does not tell, or not surely enough, and the outlet that passes it on; `found`: how probable it is that each statement is right; `odds`: others than
    those that were fitted."""
    document = scoring.document
    text = document.text
    resolutions, describer, everybody = hear(scoring, odds)
    speakers: list[Speaker | None] = [None] * len(resolutions)
    words = [_plain_words(document, i) for i in range(len(resolutions))]
    for entity, heard in everybody.items():
        name, kind, description = name_of(document, entity), heard.kind, describer.choose(heard.found, heard.mentions, heard.kind)
        role, organization = (_told(text, span) for span in (description.role, description.organization))
        country = Country(description.country[0], (description.country[1],)) if description.country else None
        if kind == "country" and (code := code_of(text[slice(*name)])):
            country = Country(code, (name,))
        trusted = {i: trust(document, i, resolutions[i], kind, found[i], odds) for i in heard.statements}
        for i in heard.statements:
            confidence = calibration.of(max(trusted[j] for j in (i, *_saying_it_again(words, i, heard.statements))))
            if confidence >= calibration.least:
                speakers[i] = Speaker(text[slice(*name)], kind, confidence, _chain(document, i, resolutions[i], name), role, organization, country)
    return [(speaker, Via(text[slice(*span)], (span,)) if speaker and span else None) for speaker, span in zip(speakers, find_via(document))]


def hear(scoring: Scoring, odds: Odds | None = None) -> tuple[list[Resolution], Describer, dict[int, Heard]]:
    """Whom each statement's source stands for, and by its entity each of these speakers, with all that may tell of it and what chooses among that."""
    document = scoring.document
    resolutions = resolve(scoring)
    of_entity: dict[int, list[int]] = {}
    for i, resolution in enumerate(resolutions):
        if resolution.entity is not None:
            of_entity.setdefault(resolution.entity, []).append(i)
    describer = Describer(document, tagged_runs(document.tokens, scoring.parts["role"]), odds)
    kinds = {entity: _kind(document, entity, statements, resolutions) for entity, statements in of_entity.items()}
    mentions = {entity: _mentions(document, entity, statements) for entity, statements in of_entity.items()}
    phrases = _phrases(scoring, describer, {entity: (mentions[entity], of_entity[entity]) for entity, kind in kinds.items() if entity < len(document.entities) and kind == "person"})
    heard = {entity: Heard(statements, kinds[entity], mentions[entity], describer.find(mentions[entity], kinds[entity], phrases.get(entity, ()))) for entity, statements in of_entity.items()}
    return resolutions, describer, heard


def _saying_it_again(words: Sequence[str], i: int, others: Sequence[int]) -> list[int]:
    """Those of the same speaker's statements in which the words of one of the first stand as a whole: a headline's, that the report quotes below; `words` are each statement's."""
    if i >= AT_THE_TOP or words[i].count(" ") + 1 < REPEATED:
        return []
    return [j for j in others if j != i and f" {words[i]} " in f" {words[j]} "]


def _plain_words(document: Document, i: int) -> str:
    return " ".join(re.findall(r"\w+", " ".join(document.text[a:b] for a, b in document.asked[i].content).casefold()))


def _phrases(scoring: Scoring, describer: Describer, people: Mapping[int, tuple[Sequence[tuple[int, int, bool]], Sequence[int]]]) -> dict[int, list[tuple[int, int, float]]]:
    """By people who have a name the noun phrases elsewhere that stand for them ("the former envoy"): first and last unit, and how probable that is; of each of the people the mentions and the statements."""
    document = scoring.document
    found: dict[int, list[tuple[int, int, float]]] = {}
    sources = frozenset(document.nominal.values())
    for mention in range(document.name_count, len(document.first)) if people else ():
        own = int(scoring.resolver.entity_now[mention])
        if int(document.entity[mention]) in people and mention not in sources:
            found.setdefault(own, []).append((int(document.first[mention]), int(document.last[mention]), SURE))
        if own >= len(document.entities) and own not in scoring.labels.unnamed and describer.may_describe(mention):
            entity, share = stands_for(scoring, mention)
            if entity is not None and entity in people:
                mentions, statements = people[entity]
                if may_stand_for(document, mention, [(first, last) for first, last, _ in mentions], statements):
                    found.setdefault(entity, []).append((int(document.first[mention]), int(document.last[mention]), share))
    return found


def read_document(text: str, part: Part, traits: Mapping[str, np.ndarray], asked: Sequence[Asked]) -> Document:
    """The document with the names and noun phrases that the encoder's traits tell."""
    agencies = [m.span("agency") for m in _DATELINE.finditer(text)]
    names = [n for n in find_names(text, part, traits["name"]) if not any(a <= n.start and n.end <= b for a, b in agencies)]
    names = with_nicknames(text, part, told_as_bodies(text, with_legal_forms(text, part, names)))
    return Document(text, part, names, asked, find_phrases(text, part, traits["phrase"], names))


def _told(text: str, span: Span | None) -> Told | None:
    return Told(text[slice(*span)], (span,)) if span else None


def name_of(document: Document, entity: int) -> Span:
    """Where an entity's name stands, or the noun phrase for who has none, without what is put behind its head."""
    first, last = document.fullest(entity)
    if (first, last) in document.joint:
        return document.span(*named_in_full(document, first, last))
    if entity >= len(document.entities):
        first, last = issuer_of(document, first, last) or (first, last)
        if (end := joint_end(document, first, last)) is not None:
            return document.span(*named_in_full(document, first, end))
        first += document.words[first] == "both" and "and" in document.words[first:last]
        while first < last - 1 and (document.words[first] in _FOCUS or (POSSESSIVE.isdisjoint(document.words[first:last]) and (document.words[first] in HONORIFICS or document.words[first] == "."))):
            first += 1
    if entity >= len(document.entities):
        while last > first + 1 and ((document.words[last - 1] in PREPOSITIONS and document.words[last - 2] != "-") or document.words[last - 1] in ",;:" or document.words[last - 1] in POSSESSIVE):
            last -= 1
        return cut_behind_head(document, first, last)
    if last - first == 1 and document.words[first] in bodies():
        first, last = max((_in_full(document, a, b) for n in document.entities[entity].names for a, b in [(n.first, n.last)]), key=lambda units: units[1] - units[0])
    return document.span(first, last - (last - first > 1 and document.words[last - 1] == "poll"))  # the Gallup | poll is Gallup's


def _in_full(document: Document, first: int, last: int) -> tuple[int, int]:
    """The units of a body's noun with the capitalised words that own it: "| the Quarrel County Coroner's | Office"."""
    words, breaks = document.words, document.tokens.breaks

    def goes_on(unit: int) -> bool:
        return unit >= 0 and not breaks[unit + 1] and (words[unit] in POSSESSIVE or is_capitalised(document, unit))

    begin = first
    while goes_on(begin - 1) and (begin < first or words[begin - 1] in POSSESSIVE):
        begin -= 1
    begin += begin < first and words[begin] in ARTICLES
    return (first if words[begin] in POSSESSIVE else begin), last


def cut_behind_head(document: Document, first: int, last: int) -> Span:
    """The span of a noun phrase without what is put behind its head noun: relative clauses, participles, appositions."""
    start, end = document.span(first, last)
    for cut in () if adds_others(document, first, last) else _BEHIND_THE_HEAD.finditer(document.text, start, end):
        before = document.text[start : cut.start()].casefold().split()
        if before and before[-1] not in ARTICLES and before[-1] not in _COUNTING and before[-1] not in PREPOSITIONS and before[-1] not in PRONOUNS:
            return start, cut.start()
    return start, end


def _is_withheld(document: Document, first: int, last: int) -> bool:
    """Whether a noun phrase is of one of many, whose name is kept back: "a senior official", "one woman"; not who speaks for others ("a spokesman")."""
    return document.words[first] in INDEFINITE and document.head(first, last) in _WITHHELD


def _asks_for_outlet(document: Document, entity: int, statements: Sequence[int]) -> bool:
    """Whether an entity that speaks only in an interview's or a transcript's turns is a newspaper or broadcaster."""
    if any(document.asked[i].rule not in ("question", "transcript") for i in statements):
        return False
    words = document.entities[entity].words
    return any(w in outlets() or w.endswith(_OF_OUTLETS) for w in words)


def _kind(document: Document, entity: int, statements: Sequence[int], resolutions: Sequence[Resolution]) -> SpeakerKind:
    """The likeliest kind over all statements, of those that the text allows: several people named together are a group, and who is told in the plural is no person; whose name is surely a person's is one, and the body that asks in an
    interview is no person."""
    if document.fullest(entity) in document.joint:
        return "group"
    kinds = np.log(np.array([resolutions[i].kinds for i in statements]) + 1e-6).sum(0)
    if entity < len(document.entities):
        types = document.entities[entity].types
        if _asks_for_outlet(document, entity, statements) or is_company(document.text[slice(*document.span(*document.fullest(entity)))]):
            return "organization"
        if types[PERSON] > SURELY:
            return "person"
        if types[PERSON] < HARDLY or int(types.argmax()) == ORGANIZATION:
            kinds[SPEAKER_KINDS.index("person")] = -np.inf
        if types[ORGANIZATION] > SURELY and document.entities[entity].words[-1].endswith("s") and PARTIES.isdisjoint(document.entities[entity].words):
            kinds[SPEAKER_KINDS.index("group")] = -np.inf
    elif (issuer := issuer_of(document, *document.fullest(entity))) is not None:
        if joint_end(document, *issuer) is not None:
            return "group"
        return "person" if is_role(document.head(*issuer)) and not document.plural(*issuer) else "group" if document.plural(*issuer) else "organization"
    elif adds_others(document, *document.fullest(entity)):
        return "group"
    elif _is_withheld(document, *document.fullest(entity)):
        return "unnamed"
    else:
        first, last = document.fullest(entity)
        head, plural = document.head(first, last), document.plural(first, last)
        if is_role(head):
            kinds[[SPEAKER_KINDS.index(kind) for kind in ("document", "country")]] = -np.inf
        if head in OFFICERS or (is_role(head) and head.endswith(("man", "woman", "person"))):
            kinds[[SPEAKER_KINDS.index(kind) for kind in ("organization", "group")]] = -np.inf
        if plural or (not is_role(head) and (head in bodies() or head in outlets())):
            kinds[SPEAKER_KINDS.index("person")] = -np.inf
        if is_writing(document, first, last):
            return "document"
        if plural and document.words[first] == "the" and is_capitalised(document, last - 1):
            kinds[SPEAKER_KINDS.index("unnamed")] = -np.inf  # "the Greens"
        counted = not _COUNTING.isdisjoint(document.words[first:last]) or any(word.isdigit() for word in document.words[first:last])
        if is_plural(head) and head.removesuffix("s") not in _WITHHELD and document.words[first] not in INDEFINITE and not counted:
            kinds[SPEAKER_KINDS.index("unnamed")] = -np.inf
    return SPEAKER_KINDS[int(np.argmax(kinds))]


def _mentions(document: Document, entity: int, statements: Sequence[int]) -> list[tuple[int, int, bool]]:
    """The speaker's names, then the noun phrases that stand for it, in the order of the text."""
    names = [(n.first, n.last, True) for n in document.entities[entity].names] if entity < len(document.entities) else [(*document.fullest(entity), False)]
    phrases = [(document.queries[i].first, document.queries[i].last, False) for i in statements if i in document.nominal]
    return list(dict.fromkeys(names + phrases))


def _chain(document: Document, index: int, resolution: Resolution, name: Span) -> tuple[Span, ...]:
    spans = [document.asked[index].source[0]] if document.asked[index].source else []
    if resolution.mention is not None:
        spans.append(document.span(int(document.first[resolution.mention]), int(document.last[resolution.mention])))
    spans.append(name)
    chain: list[Span] = []
    for i, span in enumerate(spans):
        inside_the_last = i and any(a <= span[0] and span[1] <= b for a, b in chain) and span != name
        if span not in chain and not inside_the_last:
            chain.append(span)
    return tuple(chain)
