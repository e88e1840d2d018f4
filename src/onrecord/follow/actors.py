"""Who is named in a report, and where: names, bodies spoken of by their noun ("the regional government"), and who speaks for whom."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from onrecord.follow.lexicon import common, related, stem, weights
from onrecord.follow.nouns import is_plural
from onrecord.follow.numbers import NUMBER
from onrecord.resolve.countries import code_of
from onrecord.resolve.words import PRONOUNS, bodies, given_names, outlets, roles, titles
from onrecord.types import Article, Span

LONGEST_SHORT_FORM = 4  # letters of capitals that may be an agency's or a body's
BEFORE = 60  # characters before a word that tell whether it begins a sentence
_NAME = re.compile(r"(?<![\w’'])(?:(?:St|Mt|Ft|Mrs?|Ms|Drs?|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Brig|Rev|Fr|Sen|Rep|Gov|Cllr|Hon|No)\.|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*|[A-Z]\.)(?:[^\S\r\n]+(?:(?:of|de|van|von|der|for|and|&|al|the)[^\S\r\n]+(?=[A-Z]))*(?:[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*|[A-Z]\.))*")
_SIDE = re.compile(r"\s(?:side|delegation|camp)\b")
_DETERMINER = re.compile(r"^(?:the|its|their|his|her|our|an?|this|that)\s+(?=\S)", re.IGNORECASE)
_CONTRACTED = re.compile(r"(?:I|You|We|They|He|She|It)(?:[’'](?:m|ve|d|ll|re|s))?")  # "I've", which names nobody
_POSSESSIVE = re.compile(r"[’']s?$")
_TITLED = re.compile(r"(?:^|[\s,])((?:[\w-]+\s+){1,4})$")
_HEADS = re.compile(r"[\s,(]+(?:[\w\s,’'-]{0,30}\s)?(?:of|from|at|for|(?:who\s+)?(?:(?:chairs|heads|leads|runs)|(?:speaks|spoke)\s+for)\s+(?:(?:the|an?)\s+(?:[a-z][\w’'-]*\s+){1,3}(?:(?:called|named|by\s+the\s+name\s+of)\s+)?)?)\s*(?:the\s+|an?\s+)?")
_HEADED_BY = re.compile(r"(?:[’']s)?[\s,)]+(?:the\s+)?[^.;!?\n]*?")
_CALENDAR = frozenset(["jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "new year", "new year's day", "new year's eve", "christmas eve", "christmas day", "boxing day", "easter sunday", "easter monday", "good friday", "may day", "labour day", "midsummer day"])
_MONEY = re.compile(r"\s+(?:EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|UAH|RUB|CNY|CAD|AUD)$")
_NO_NAME = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "christmas", "easter", "i", "read", "video", "photo", "foto", "weather", "sport", *_CALENDAR])
_DOES = re.compile(r"\s+(?:(?:also|again|now|alone|itself|too|has|had|is|was|did|does|will|would|may|and)\b|(?:said|says|told|promised|pledged|vowed|offered|agreed|asked|demanded|urged|called|wants?|wanted|raised|cut|rejected|refused|denied|withdrew|cancelled|paid|pays|delivered|sent|sends|gave|gives|lent|lends|announced|plans|intends|hopes|put|took)\b)")
_LITTLE = frozenset(["the", "of", "and", "for", "a", "an", "in", "on", "de", "la", "al", "&", "s", "mr", "mrs", "ms", "dr"])
_BINDING = frozenset(["of", "for"])
_LEADS_IN = frozenset(
    ["about", "above", "according", "across", "after", "afterwards", "against", "all", "along", "also", "although", "amid", "among", "an", "and", "another", "any", "around", "as", "at", "because", "before", "behind", "below", "beside", "besides", "between", "beyond", "both", "but", "by", "despite", "down", "during", "each", "earlier", "even", "every", "few", "finally", "first", "for", "former", "from", "her", "his", "how", "however", "if", "in", "inside", "into", "its", "last", "late", "later", "like", "many", "meanwhile", "more", "most", "my", "near", "next", "no", "nor", "not", "now", "of", "off", "on", "once", "one", "only", "onto", "or", "other", "our", "out", "outside", "over", "per", "perhaps", "plus", "second", "since", "so", "some", "soon", "still", "such", "than", "that", "the", "their", "then", "there", "therefore", "these", "this", "those", "though", "through", "throughout", "thus", "till", "to", "today", "together", "tomorrow", "tonight", "too", "toward", "towards", "two", "under", "unlike", "until", "up", "upon", "was", "were", "what", "when", "whenever", "where", "whereas", "whether", "which", "while", "who", "whose", "why", "will", "with", "within", "without", "yesterday", "yet", "your"])  # fmt: skip
"""Words with which a sentence begins before a name, and which belong to none."""
_OFFICES = {
    "mayor": ("city", "town", "council", "city council", "town council"), "deputy": (), "minister": ("ministry", "government"), "premier": ("government",), "chancellor": ("government",), "governor": ("state", "region"),
    "commissioner": ("government", "commission"), "chairman": ("board",), "chairwoman": ("board",), "headteacher": ("school",), "headmaster": ("school",), "rector": ("university",), "bishop": ("diocese", "church"),
    "coach": ("club", "team"), "captain": (), "president": (), "secretary": ("ministry", "department"), "director": (), "landlord": (), "developer": ("company",), "builder": ("firm", "company"), "boss": ("company", "firm"),
}  # fmt: skip
"""Offices -> bodies for which their holders speak."""
_FIELDS = frozenset(["agriculture", "culture", "defence", "defense", "economic", "economy", "education", "energy", "environment", "finance", "foreign", "health", "home", "housing", "industry", "interior", "justice", "labor", "labour", "sport", "sports", "state", "tourism", "trade", "transport"])
"""Titles only together with an office: "Health Minister Ana Roth", but "Health Alliance"."""
_TERRITORIES = frozenset(["borough", "canton", "city", "county", "district", "duchy", "federation", "island", "islands", "kingdom", "municipality", "parish", "port", "principality", "province", "region", "republic", "state", "states", "territory", "town", "union", "village"])
FIRMS = frozenset(["company", "firm", "group", "manufacturer", "operator", "supplier", "corporation", "developer", "contractor"])
_PUBLIC = frozenset(["ministry", "council", "government", "parliament", "assembly", "union", "league", "association", "committee", "court", "party", "police", "city", "town", "province", "commission", "republic", "kingdom", "guild", "trust", "federation"])
_SMALL, _SMALL_BETWEEN = re.compile(r"\b(?:t(?:he(?:ir)?|his|hat)|its|h(?:is|er)|our|an?)\s+"), re.compile(r"(?!(?:at|of|in|for|on|by|to|with|from|near|and|or|the|its|their|his|her|our|that|which|who)\s)[a-z][\w-]+\s")
_CAPITAL, _CAPITAL_BETWEEN = re.compile(r"\b(?:The(?:ir)?|Its|the)\s+"), re.compile(r"[A-Z]?[a-z][\w-]+\s")
_NOUN_BEFORE = re.compile(r"(?<![’']\s)(?<![’']s\s)\b([A-Za-z-]+),?\s+$")  # but not "the supporters' club | Blue Bench"
_NOUN_RIGHT_BEFORE = re.compile(r"\b(?:the|an?|its|their|[\w-]+[’']s?)\s+(?:[a-z-]+\s+){0,2}?([a-z]+)\s+(?:(?:called|named|by\s+the\s+name\s+of)\s+)?$")  # "the relief agency | Open Hand", "a residents' group | Cross Again"
_NOUN_BEHIND = re.compile(r",\s+(?:the|an?|its|their)\s+((?:(?!(?:of|in|for|at|and|with)\b)[\w-]+(?![\w’'-])\s*){1,5})")
_RUN = re.compile(r"([\w-]+)\s*")
_APOSTROPHES = ("’", "'")
_DATELINE = re.compile(
    r"^[^\S\n]*(?:[^\W\d_][^()/\n!?]{1,60}(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)\s*[-–—]{1,2}|[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'.-]+(?:[ /,]+[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ’'.-]+)*(?:,[^()\n.!?]{2,40}?)?\s+[–—-]{1,2})\s", re.MULTILINE)  # fmt: skip
_SHORT_FORM = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Za-z]{1,8})\)")


def find_datelines(text: str) -> list[Span]:
    """Where and when a report was sent, and by which agency: "HALSMOUTH, 9 December (KTA) — ", "HALSMOUTH — "."""
    return [match.span() for match in _DATELINE.finditer(text)]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody as the report names him, and of which kind, as for a Speaker."""

    name: str
    kind: str

    def to_dict(self) -> dict[str, str]:
        return {"name": self.name, "kind": self.kind}


@lru_cache(1 << 14)
def words_of(name: str) -> frozenset[str]:
    """The words by which a name is recognised: without titles, roles and small words; acronyms of longer names too."""
    words = [_POSSESSIVE.sub("", w.strip(".,()“”\"")) for w in name.split()]
    kept = [w for w in words if w.casefold() not in _LITTLE and w.casefold() not in titles() and len(w) > 1]
    plain = {w.casefold() for w in kept}
    few = {w for w in plain if w not in roles()} or plain
    initials = "".join(w[0] for w in kept if w[0].isupper())
    return frozenset(few | ({initials.casefold()} if len(initials) > 2 else set()))


def undetermined(name: str) -> str:
    """A body's name without what determines it: "its ministry of transport" is a ministry of transport."""
    return _DETERMINER.sub("", name)


@cache
def _heads() -> frozenset[str]:
    return bodies() | roles()


def _determined(text: str, determiner: re.Pattern[str], between: re.Pattern[str], most: int) -> Iterator[tuple[Span, str, str]]:
    """Bodies spoken of by their nouns, and who holds an office by his, behind a determiner: the span, the words between, at most so many, and the noun."""
    done = 0
    for match in determiner.finditer(text):
        if match.start() < done:
            continue
        begin = at = match.end()
        for _ in range(most + 1):
            if (word := _RUN.match(text, at)) is None:
                break
            if (head := word[1].lower()) in _heads() and text[word.end(1) : word.end(1) + 1] not in _APOSTROPHES and (head == word[1] or determiner is _CAPITAL):
                done = word.end(1)
                yield (match.start(), done), text[begin:at], head
                break
            if between.match(text, at) is None:
                break
            at = word.end()


@cache
def _before_names() -> frozenset[str]:
    return roles() | titles()


def _is_ordinary(word: str) -> bool:
    """Whether a word in small letters is one that reports use."""
    return any(form in words for form in (word, stem(word)) for words in (related(), weights(), common()))


def _is_place_of(name: str, body: Actor) -> bool:
    """Whether a name is but where a body is: Orlanda is not the Interior Ministry of Orlanda, but the Republic of Orlanda."""
    before, _, place = body.name.rpartition(" of ")
    return body.kind == "organization" and place.removeprefix("the ") == name and before.casefold().split()[-1] not in _TERRITORIES


class Cast:
    """The actors of an article.  `within(start, end)` gives those named in a span, in order, each with its place; `mentions` counts how often each is named."""

    def __init__(self, article: Article):
        self.text = article.text
        self._words, self._inside = set(re.findall(r"\w+", self.text)), set(re.findall(r"(?<=[\w,])\s+(\w+)", self.text))
        self.actors: dict[frozenset[str], Actor] = {}
        self._people: dict[str, list[list[str]]] = {}  # full names of people, by their last word
        self.spoken_for: set[tuple[str, str]] = set()
        self.roles: dict[str, Actor] = {}
        self._heard: set[frozenset[str]] = set()  # organizations that speak, or for which somebody does
        for statement in article.statements:
            speaker = statement.speaker
            if speaker is None:
                continue
            kind = "country" if speaker.kind == "organization" and code_of(speaker.name) else speaker.kind
            actor = Actor(self.spelled(undetermined(speaker.name) if kind == "organization" else speaker.name), kind)
            if speaker.kind == "organization":
                self._heard.add(words_of(speaker.name))
            if speaker.name[:1].isupper() or speaker.kind in ("organization", "country", "person"):
                self._know(actor)
            if speaker.organization:
                self._know(Actor(speaker.organization.text, "organization"))
                self._heard.add(words_of(speaker.organization.text))
                self.spoken_for.add((speaker.name, speaker.organization.text))
            if speaker.role:
                self._office(speaker.name, speaker.role.text)
            if speaker.role and speaker.kind == "person":
                for word in re.findall(r"[a-z]+", speaker.role.text.casefold()):
                    if word in roles():
                        self.roles.setdefault(word, actor)
        self._mottoes: set[frozenset[str]] = set()
        self.datelines = find_datelines(self.text)
        self._places = list(self._names())
        for start, end in sorted(self._places, key=lambda place: (self.in_dateline(place[0]), place)):  # "HALSMOUTH — The Halsmouth Town Council": by the name as the report writes it
            name = self._untitled(self.text[start:end])
            name = name.title() if name.isupper() and len(name) > LONGEST_SHORT_FORM and self.in_dateline(start) else name
            if words_of(name) not in self.actors:
                self._know(Actor(name, "organization" if words_of(name) in self._mottoes or self._is_called_body(start) else self._kind(name)))
        self._spots = self._find()
        self._spot_starts = [start for start, _, _ in self._spots]
        self.mentions = Counter(actor.name for _, _, actor in self._spots)
        self._tie()

    def in_dateline(self, at: int) -> bool:
        """Whether a place lies where the report says from where it was sent, which names nobody who acts in it."""
        return any(a <= at < b for a, b in self.datelines)

    def _office(self, name: str, role: str) -> None:
        """Who holds an office speaks for a body: a mayor for the town, a minister for the ministry and the government, a club president for the club."""
        for word in re.findall(r"[a-z]+", role.casefold()):
            if word in bodies():
                self.spoken_for.add((name, word))
            for body in _OFFICES.get(word, ()):
                self.spoken_for.add((name, body))

    def _untitled(self, name: str) -> str:
        """A name without the office before it: "Transport Minister Lucan Feyer" is Lucan Feyer; "Ministry of Foreign Affairs" has none, nor has the rest of an office: "Minister of Foreign Affairs"."""
        words = name.split()
        heads = [i for i, word in enumerate(words[:-1]) if word.casefold().rstrip(".") in _before_names() or word.endswith(("maker", "giant"))]
        cut = heads[-1] + 1 if heads else 0
        if cut and (words[-1].casefold() in bodies() or (words[cut - 1].casefold() in _FIELDS and not self._office_before(words, cut))):
            cut = 0
        for known in self._people.get(words[-1], ()):
            if len(known) < len(words) and words[-len(known) :] == known:
                cut = max(cut, len(words) - len(known))
        rest = words[cut:]
        return " ".join(rest) if rest and rest[0][:1].isupper() and rest[0].casefold() not in _LITTLE else name

    def _office_before(self, words: list[str], cut: int) -> bool:
        """Whether words that end with a field ("Foreign") are the office of a person behind them: "Minister of Health Ana Roth", and neither "Health Alliance" nor "Minister of Foreign Affairs of Norland"."""
        before, rest = [word.casefold() for word in words[:cut]], words[cut:]
        if before[0] in bodies() or all(word in _FIELDS for word in before):
            return False
        return not _BINDING & set(before) or (len(rest) > 1 and not _BINDING & set(rest))

    def _know(self, actor: Actor) -> None:
        key = words_of(actor.name)
        if key and key not in self.actors:
            self.actors[key] = actor
            if actor.kind == "person" and len(known := actor.name.split()) > 1:
                self._people.setdefault(known[-1], []).append(known)

    def _names(self) -> Iterator[Span]:
        for match in _NAME.finditer(self.text):
            name = _MONEY.sub("", _POSSESSIVE.sub("", match[0]))
            words = name.split()
            first = words[0].casefold()
            if match[0].casefold().replace("’", "'").rstrip(".") in _CALENDAR or (len(words) == 1 and _CONTRACTED.fullmatch(name)):
                continue
            begins = match.start() == 0 or self.text[max(0, match.start() - BEFORE) : match.start()].rstrip(" \"“„‘'(")[-1:] in ".!?:\n\r"
            if begins and len(words) == 2 and self._common(words[0]) and self._is_motto(words, match.start() + len(name)):
                self._mottoes.add(words_of(name))
                yield match.start(), match.start() + len(name)
            elif begins and len(words) > 1 and (first in _LITTLE or (self._common(words[0]) and not self._is_unheard(words[0]))):
                kept = next((i for i, word in enumerate(words) if i and word.casefold() not in _LITTLE), 1)  # "As for Sarrand"; but Sarabar and Ildovia are two
                if words[1] != "and" or first in _LITTLE or first in self._words:
                    yield match.start() + len(name) - len(" ".join(words[kept:])), match.start() + len(name)
                else:
                    yield match.start(), match.start() + len(name)
            elif not ((begins or any(end == match.start() for _, end in self.datelines)) and len(words) == 1 and self._common(words[0]) and not self._acts(words[0], match.end())) and first not in _NO_NAME and not NUMBER.fullmatch(name):
                yield match.start(), match.start() + len(name)

    def _is_called_body(self, at: int) -> bool:
        """Whether the noun right before a name says that it is a body's: "the residents' group Cross Again"."""
        noun = _NOUN_RIGHT_BEFORE.search(self.text, max(0, at - BEFORE), at)
        return noun is not None and (noun[1] in bodies() or noun[1] in FIRMS) and noun[1] not in roles()

    def _is_motto(self, words: list[str], end: int) -> bool:
        """Whether two capitals before a verb are the name of a body that is made of ordinary words, of which the second names nobody by itself: "Cross Again is demanding"; but "Later Holm promised", "Yesterday Parliament asked"."""
        first, last = (word.casefold() for word in words)
        if words_of(" ".join(words)) in self.actors or first in _LEADS_IN or first.endswith("ly") or any(first in names for names in given_names()) or {first, last} & (_heads() | titles() | _NO_NAME) or is_plural(words[1]) or code_of(words[1]) or not _DOES.match(self.text, end):
            return False
        return all(plain in self._words or _is_ordinary(plain) for plain in (first, last)) and words[1] not in self._alone

    def _is_unheard(self, word: str) -> bool:
        """Whether a capital is no word that reports use, and thus part of the name with which a sentence begins: "Granit Works has"."""
        plain = word.casefold()
        return word.isalpha() and not (plain in self._words or plain in _heads() or plain in titles() or plain in PRONOUNS or plain.endswith("ly") or _is_ordinary(plain))

    @cached_property
    def _alone(self) -> set[str]:
        """Capitals inside a sentence behind a word without one: what is a name by itself."""
        return set(re.findall(r"\b[a-z][\w’'-]*,?\s+([A-ZÀ-ÖØ-Þ][\w’'-]*)", self.text))

    def _common(self, word: str) -> bool:
        """Whether a capital at a sentence's begin is only that: the word stands small elsewhere, or is never a name inside a sentence."""
        plain = word.casefold()
        if not word.isalnum():
            return bool(re.search(rf"(?<![\w])(?:{re.escape(plain)})\b", self.text)) or not re.search(rf"[\w,]\s+{re.escape(word)}\b", self.text)
        return plain in self._words or word not in self._inside

    def _acts(self, word: str, end: int) -> bool:
        """Whether a word that begins a sentence is a country's name, or no word that is known, and does something there: "Norway promised", "Voltara will"."""
        plain = word.casefold()
        known = plain in self._words or plain in PRONOUNS or _is_ordinary(plain)
        return bool(_DOES.match(self.text, end)) and (code_of(word) is not None or not known)

    def _kind(self, name: str) -> str:
        words = [w.casefold().strip(".,") for w in name.split()]
        if code_of(name):
            return "country"
        if any(w in bodies() or w in outlets() for w in words) or (name.isupper() and len(name) > 1):
            return "organization"
        return "person" if len(words) in (2, 3) and all(w[:1].isupper() for w in name.split()) else "organization"

    def _find(self) -> list[tuple[int, int, Actor]]:
        named = cache(lambda words: self.named(self._untitled(words)))
        spots = []
        for start, end in self._places:
            if (actor := named(self.text[start:end])) is not None:
                side = _SIDE.match(self.text, end) if actor.kind == "organization" else None
                spots.append((start, side.end() if side else end, Actor(self.text[start : side.end()], "organization") if side else actor))
        self._named = list(spots)
        for (start, end), before, head in _determined(self.text, _SMALL, _SMALL_BETWEEN, 3):
            if head in bodies():
                spots.append((start, end, self._body(before.split(), head, start) or Actor(undetermined(self.text[start:end]), "organization")))
            elif not before and head in self.roles:
                spots.append((start, end, self.roles[head]))
        known = {(start, end) for start, end, _ in spots}
        for (start, end), before, head in _determined(self.text, _CAPITAL, _CAPITAL_BETWEEN, 2):
            if (start, end) not in known and self.text[start] in "TI":
                if head in bodies():
                    spots.append((start, end, self._body(before.casefold().split(), head, start) or Actor(undetermined(self.text[start:end]), "organization")))
                elif head in self.roles:
                    spots.append((start, end, self.roles[head]))
        return sorted(spots, key=lambda spot: (spot[0], -spot[1]))

    def _body(self, before: list[str], head: str, at: int) -> Actor | None:
        """The only named body whose name holds these words: "the regional government" is the Sarne Valley Regional Government; "the company" is the last body named before that may be one."""
        wanted = {head, *(w.casefold() for w in before)} - _LITTLE
        found = [actor for key, actor in self.actors.items() if wanted <= key and actor.kind == "organization" and not re.search(rf"\b{head}[’']s\s", actor.name)]  # "the region" is not the region's museum
        fullest = max(found, key=lambda actor: len(words_of(actor.name)), default=None)
        if fullest is not None and (len(found) == 1 or (fullest.name.split(" of ")[0].casefold().endswith(head) and all(words_of(actor.name) <= words_of(fullest.name) for actor in found))):  # "the museum" is not the Friends of the Museum
            return fullest
        if not found and (called := self.called(head)) is not None and f"{head} {called.name}" not in self.text[at : at + BEFORE]:  # which stands there itself
            return called
        if wanted - FIRMS:
            return None
        named = [actor for start, _, actor in self._named if start < at and words_of(actor.name) in self._heard and not words_of(actor.name) & _PUBLIC]
        return named[-1] if named else None

    def called(self, noun: str) -> Actor | None:
        """The only body of which the report says that it is one of these: "the relief agency Open Hand" and "Lumo, a mobile network" are the agency and the network."""
        names = {name for name in map(self._untitled, self._called.get(noun, ())) if not words_of(name) & roles() and code_of(name) is None}
        return Actor(names.pop(), "organization") if len(names) == 1 else None

    @cached_property
    def _called(self) -> dict[str, set[str]]:
        """What stands for names beside them, word by word: "agency" for "the agency Open Hand", "mobile" and "network" for "Lumo, a mobile network"."""
        found: dict[str, set[str]] = {}
        for start, end in self._places:
            if self.in_dateline(start):
                continue
            before, behind = _NOUN_BEFORE.search(self.text, max(0, start - BEFORE), start), _NOUN_BEHIND.match(self.text, end)
            for word in [*([before[1]] if before else []), *(behind[1].split() if behind else [])]:
                found.setdefault(word.casefold(), set()).add(self.text[start:end])
        return found

    def named(self, name: str) -> Actor | None:
        """The actor with the fullest name that holds all words of this one."""
        key = words_of(name)
        if not key or key <= _NO_NAME:
            return None
        if key in self.actors and (len(key) > 1 or self.actors[key].kind == "country" or code_of(name)):
            return self.actors[key]
        holding = [(len(k), -i, a) for i, (k, a) in enumerate(self.actors.items()) if key <= k and not (key != k and (_is_place_of(name, a) or self._is_one_of(name, a)))]
        return max(holding, key=lambda h: h[:2])[2] if holding else None

    def _is_one_of(self, name: str, pair: Actor) -> bool:
        """Whether a name is one of two that the report names together, and each also alone: Kelvar is not "Kelvar and Lorin"."""
        sides = re.split(r",\s+|\s+and\s+", pair.name)
        return len(sides) > 1 and name in sides and (len(sides) > 2 or all(words_of(side) in self.actors for side in sides))

    def longer(self, span: Span) -> Actor | None:
        """Who is named in words that begin where a span does, and end behind it: "Cross Again", of which it is but "Cross"."""
        return next((actor for start, end, actor in self.within(span[0], span[1] + BEFORE) if start == span[0] and end > span[1] and words_of(actor.name) in self._mottoes), None)

    def has(self, words: str) -> bool:
        """Whether some words stand in the text, in their own spelling; the text is searched only if it has the last of them."""
        last = re.findall(r"\w+", words)[-1:]
        return bool(last) and last[0] in self._words and re.search(rf"\b{re.escape(words)}\b", self.text) is not None

    def spelled(self, name: str) -> str:
        """A name as the report writes it outside headlines and datelines: "ELSTROM" is Elstrom."""
        return name.title() if name.isupper() and len(name) > LONGEST_SHORT_FORM and self.has(name.title()) else name

    def names(self, start: int, end: int) -> bool:
        """Whether a word is part of what names an actor, at most BEFORE characters around it."""
        first, last = bisect_left(self._spot_starts, start - BEFORE), bisect_right(self._spot_starts, start)
        return any(start < b <= end + BEFORE for _, b, _ in self._spots[first:last])

    def within(self, start: int, end: int) -> list[tuple[int, int, Actor]]:
        first, last = bisect_left(self._spot_starts, start), bisect_left(self._spot_starts, end)
        return [spot for spot in self._spots[first:last] if spot[1] <= end]

    def _tie(self) -> None:
        """Who stands beside a body as its head: "Janek Sorrel of the Federation", "ONR chief executive Celia Brandreth", "Hallgarth's Bridie Kassell", "Its director, Ivo Lambrecht"."""
        for start, end, actor in self._spots:
            if not self.in_dateline(start) and (short := _SHORT_FORM.match(self.text, end)):
                self.spoken_for |= {(actor.name, short[1]), (short[1], actor.name)}
            if actor.kind == "person":
                before = self.text[max(0, start - 60) : start]
                title = _TITLED.search(before)
                for word in title[1].casefold().split() if title else ():
                    if word in _OFFICES or word in bodies():
                        self._office(actor.name, word)
        people = [s for s in self._spots if s[2].kind == "person"]
        bodies_ = [s for s in self._spots if s[2].kind in ("organization", "country")]
        for start, end, person in people:
            for a, b, body in bodies_:
                if a > end + BEFORE:
                    break
                if (end <= a and _HEADS.fullmatch(self.text, end, a)) or (b <= start <= b + 60 and _HEADED_BY.fullmatch(self.text, b, start) and (set(re.findall(r"[a-z]+", self.text[b:start].casefold())) & roles() or self.text[b:start] in ("'s ", "’s "))):
                    self.spoken_for.add((person.name, body.name))
