"""How alike two names of people are, and the keys under which alike names are looked up.

Names are written in ASCII (anyascii) and folded: letters that transliterations use for one sound become one letter ("Zelenskyy", "Zelenskiy").  A word's
skeleton is what is left when vowels go and kindred consonants fall together, so that "Serhiy" and "Sergei" have one; it finds names, and does not decide.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

ALIKE = 0.84  # likeness from which two names may name one
PARTICLES = frozenset(["al", "el", "ul", "bin", "ibn", "bint", "ben", "abu", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den", "la", "le", "y", "e", "ter", "zu", "af", "av"])
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "prof", "rev"])
GENERATIONS = frozenset(["jr", "sr", "ii", "iii", "iv", "junior", "senior"])
FEMININE = ("a", "ia", "ina", "ine", "ete", "ele", "le", "ova", "eva")
_SOUNDS = [(re.compile(pattern), letters) for pattern, letters in (
    ("shch|stsch|tsch|tch|tsh|tx|cz|ch", "c"), ("^ou(?=[aei])", "v"), ("ow(?=d)", "u"), ("dzh|dsch|dj", "j"), ("sch|sh|sz", "s"), ("zh", "z"), ("x", "ks"), ("kh", "x"), ("ph", "f"), ("gh", "g"), ("th", "t"), ("ts|tz", "c"),
    ("ck|q", "k"), ("c(?=[aouklrt]|$)", "c"), ("w", "v"), ("ff$", "v"), ("[yj]", "i"), ("ou|oo", "u"), ("ee", "i"), ("ue", "u"), ("oe", "o"), ("ae", "a"),
    ("(?<=[aeiou])h(?=[nmlr])|(?<=a)h$", ""), (r"(.)\1+", r"\1"))]  # fmt: skip
_READ_OTHERWISE = (("ph", "p"), ("dj", "d"), ("j", "zh"), ("q", "g"), ("eo", "u"))  # letters that stand for another sound in some languages
_FAMILIAR = """
robert bob bobby rob robbie bert | margaret maggie peggy meg greta margot | james jim jimmy jamie | joseph josé giuseppe joe pepe beppe | william bill billy will willy liam wm | richard dick rick ricky rich
edward ed eddie ted ned | theodore ted teddy theo | elizabeth liz lizzie beth betty bess eliza elisabeth lisa elise lise | john jack johnny jon | jacques jack | charles charlie chuck carlos | henry harry hank | francisco paco pancho curro
katherine catherine kate katie kathy cathy kitty | thomas tom tommy | michael mike mick mickey misha | christopher chris kit | anthony tony antonio | alexander alexandra alex sasha sandy sacha alejandro | patricia pat patty tricia
patrick pat paddy padraig | andrew andy drew | daniel dan danny | david dave davey | samuel samantha sam sammy | matthew matt mateo | benjamin ben benny | stephen steven steve | kenneth ken kenny | ronald ron ronnie
donald don donnie | gerald gerard gerry jerry | lawrence laurence larry | frederick fred freddie fritz | albert al bert | alfred alf alfie fred | nicholas nick nicky | peter pete | philip phil | ronaldo ronnie | raymond ray
susan sue susie | deborah debbie deb | barbara barb barbie | jennifer jenny jen | jessica jess jessie | rebecca becky | victoria viktoria vicky vicki | dorothy dot dottie | eleanor ellen nell nora | abigail abby gail | nancy ann
manuel manolo manny | ignacio nacho | guadalupe lupe | rosario charo | dolores lola | concepción concha conchita | consuelo connie chelo | constance connie | enrique quique kike | eduardo edu lalo | luis lucho
jesús chucho | mercedes merche | isabel isa chabela | giovanni gianni vanni giambattista | luigi gigi | francesco franco ciccio | vladimir vova volodya vladik | volodymyr vova | dmitri dima mitya | yevgeny zhenya | ivan vanya
mikhail misha | nikolai kolya | sergei siarhei serhiy seryozha | svetlana sviatlana | dmytro dzmitry dmitri | yevgeny yevhen yauhen evgeny | pyotr petro petr | grigory hryhoriy | konstantin kostiantyn | yelena elena olena alena | aleksandr sasha shura | tatiana tanya | yekaterina ekaterina katya | maria masha mariya ma | natalia natasha | anastasia nastya | olga olya | pavel pasha | boris borya
johann johannes hans hannes | heinrich heinz | wilhelm willi | josef sepp | maximilian max | ulrich uli | wolfgang wolf | mohammed mohamed muhammad mohammad mohd mo | jamal gamal djamel | ibrahim ibra | abdullah abdallah | gabriel gabi | joaquim quim | jean-claude claude
george georg georges georgios giorgos yiorgos djordje đorđe giorgio jorge jerzy jiří | gregory greg | jeffrey geoffrey jeff geoff | timothy tim timmy | zachary zach zack | nathaniel nathan nat nate | leonard len lenny leo | vincent vince vinny
walter walt wally | reginald reg reggie | terence terry | clifford cliff | douglas doug | eugene gene | russell russ | stanley stan | sidney sid | cynthia cindy | pamela pam | penelope penny | sophia sophie | theresa teresa tess terry
"""
_SURNAMES = """
lee yi rhee ri | park pak | choi choe | jung jeong chung cheong | moon mun | shin sin | noh roh no | cho jo | yoon yun youn | kang gang | kim gim | baek paek paik | zhang chang cheung | zhou chou chow | zhao chao | xie hsieh
cai tsai choi | deng teng | xu hsu | zhu chu | jiang chiang | qiu chiu | guo kuo kwok | gao kao | zeng tseng | xiao hsiao | du tu | huang wong | chen chan | wu ng | liang leung | lin lam | zheng cheng | qian chien | cao tsao
"""
_CLASSES = str.maketrans("fczjqw", "vksikv")
_TOKEN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: in ASCII, folded, its skeletons (two where it has an h that some writings leave out), whether it is an initial, and how else it may sound."""

    text: str
    fold: str
    skeletons: tuple[str, ...]
    initial: bool
    otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: given names, and the family name with the parts of a double one; `generation` as in "Jr".

    `letters` are those of all words, particles too; `together` are readings that write words of the family name as one: "De Smedt" as "Desmedt", "Tall Elk" as "Tallelk".
    """

    given: tuple[Word, ...]
    family: tuple[Word, ...]
    generation: str = ""
    letters: str = ""
    together: tuple["Name", ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word.fold for word in self.given + self.family)

    @property
    def full(self) -> bool:
        """Whether a given name is written out: neither a bare surname nor one with initials alone."""
        return any(not word.initial for word in self.given)

    def turned(self) -> "Name":
        """The same words with the family name first, as Hungarians and Chinese write."""
        words = self.given + self.family
        return Name(words[1:], words[:1], self.generation)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, from 0 to 1, and why."""

    score: float
    reasons: tuple[str, ...] = ()


@lru_cache(1 << 17)
def word(text: str) -> Word:
    """A word in lower-case ASCII, folded."""
    sounds = text
    for pattern, letters in _SOUNDS:
        sounds = pattern.sub(letters, sounds)
    sounds = sounds or text
    fold = sounds[0] + sounds[1:].replace("h", "g").replace("x", "g")
    fold = re.sub(r"(.)\1+", r"\1", ("h" + fold[1:]) if fold[0] == "x" else fold)
    kept = _skeleton(sounds.replace("x", "k") if sounds[1:] else sounds, "g")
    dropped = _skeleton(sounds[0] + sounds[1:].replace("x", "h"), "")
    others = tuple(word(text.replace(letters, sound)) for letters, sound in _READ_OTHERWISE if letters in text)
    return Word(text, fold, tuple(dict.fromkeys((kept, dropped, *(s for other in others for s in other.skeletons)))), len(text) == 1, tuple(other.fold for other in others))


@cache
def _forms(groups: str) -> dict[str, frozenset[str]]:
    """Folded names, and their other forms -> the folded names that they are forms of."""
    found: dict[str, set[str]] = {}
    for group in groups.strip().replace("\n", "|").split("|"):
        folds = [word("".join(part for token in ascii_tokens(name) for part in token)).fold for name in group.split()]
        for fold in folds:
            found.setdefault(fold, set()).add(folds[0])
    return {fold: frozenset(names) for fold, names in found.items()}


def familiar(name: Word) -> frozenset[str]:
    """The given names, folded, of which one is a familiar form: "Bob" of Robert."""
    return _forms(_FAMILIAR).get(name.fold, frozenset())


def _skeleton(sounds: str, h: str) -> str:
    first = "a" if sounds[0] in "aeiou" else sounds[0].replace("h", "g").translate(_CLASSES)
    first = "n" if sounds.startswith(("mikol", "mikit")) else first
    rest = re.sub("[aeiou]", "", sounds[1:].replace("h", h)).translate(_CLASSES)
    return re.sub(r"(.)\1+", r"\1", first + rest)


def ascii_tokens(text: str) -> list[list[str]]:
    """The words of a name in lower-case ASCII; those of a hyphenated one together."""
    tokens = []
    for token in re.split(r"[\s,.·•_/()\"“”]+", text):
        latin = anyascii(token)
        if not token.isascii() and len(token) < len(latin):
            latin = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", latin)
        for piece in latin.split():
            parts = _TOKEN.findall(re.sub("['’`ʼ]", "", piece.casefold()))
            if parts:
                tokens.append(parts)
    return tokens


@lru_cache(1 << 16)
def name_tokens(text: str) -> tuple[tuple[tuple[str, ...], ...], str]:
    """The words of a person's name, particles among them, in the order given name, family name; and the generation.  "Petrenko, Sergei" is turned, honorifics are left out."""
    before, comma, behind = text.partition(",")
    if comma and behind.strip() and behind.strip().rstrip(".").casefold() not in GENERATIONS:
        text = f"{behind} {before}"
    tokens = ascii_tokens(text)
    while len(tokens) > 1 and len(tokens[0]) == 1 and tokens[0][0] in HONORIFICS:
        tokens = tokens[1:]
    generation = ""
    if len(tokens) > 1 and tokens[-1][-1] in GENERATIONS:
        generation = tokens.pop()[-1]
    return tuple(map(tuple, tokens)), {"junior": "jr", "senior": "sr"}.get(generation, generation)


@lru_cache(1 << 16)
def parse(text: str) -> Name:
    """A person's name by its parts, without particles."""
    tokens, generation = name_tokens(text)
    telling = [kept for token in tokens if (kept := [part for part in token if part not in PARTICLES])] or [list(token) for token in tokens]
    if not telling:
        return Name((), (word(text.casefold() or "?"),))
    given = tuple(word(part) for token in telling[:-1] for part in token)
    letters = "".join(part for token in tokens for part in token)
    return Name(given, tuple(word(part) for part in telling[-1]), generation, letters, tuple(_together(tokens, generation)) if given else ())


def _together(tokens: Sequence[tuple[str, ...]], generation: str) -> Iterable[Name]:
    """Readings of a name with particles, the parts of a double name, or the last two words written as one."""
    first = next(i for i in range(1, len(tokens)) if i == len(tokens) - 1 or all(part in PARTICLES for token in tokens[i:-1] for part in token))
    given = tuple(word(part) for token in tokens[:first] for part in token if part not in PARTICLES)
    particles, last = "".join(part for token in tokens[first:-1] for part in token), tokens[-1]
    while not particles and len(last) > 1 and last[0] in PARTICLES:
        particles, last = last[0], last[1:]
    if given and particles:
        yield Name(given, (word(particles + last[0]), *map(word, last[1:])), generation)
    if given and len(last) > 1:
        yield Name(given, (word(particles + "".join(last)),), generation)
    if len(given) > 1 and not given[-1].initial and not particles:
        yield Name(given[:-1], (word(given[-1].text + "".join(last)),), generation)


@lru_cache(1 << 16)
def word_likeness(a: Word, b: Word) -> float:
    """How alike two words are by their letters, or by their letters and the skeleton that they share."""
    if a.fold == b.fold:
        return 1.0
    x, y = a.fold, b.fold
    if {x[:3], y[:3]} == {"mik", "nik"}:
        x, y = "n" + x[1:], "n" + y[1:]
    if y in a.otherwise or x in b.otherwise or (a.otherwise and b.otherwise and not set(a.otherwise).isdisjoint(b.otherwise)):
        return 0.97
    letters = max(Levenshtein.normalized_similarity(u, v) for u in (x, *a.otherwise) for v in (y, *b.otherwise))
    shared = max((len(s) for s in a.skeletons if s in b.skeletons), default=0)
    if shared and min(len(x), len(y)) + (shared > 2) > 4:
        return max(letters, 0.55 + 0.45 * letters)
    return letters


def given_likeness(a: Word, b: Word) -> Likeness:
    """Of given names: an initial fits, so does a name cut short ("Dan" for "Daniel"); a feminine ending tells two apart."""
    if a.initial or b.initial:
        return Likeness(0.88, ("an initial",)) if a.skeletons[0][0] == b.skeletons[0][0] and (not a.initial or not b.initial or a.fold == b.fold) else Likeness(0.0)
    if a.fold == b.fold:
        return Likeness(1.0)
    short, long = sorted((a.fold, b.fold), key=lambda fold: (len(fold), fold))
    if (long.startswith(short) and long[len(short) :] in FEMININE) or (short[:-1] == long[:-1] and {short[-1], long[-1]} == {"a", "o"}):
        return Likeness(0.6, ("a feminine ending",))
    if not familiar(a).isdisjoint(familiar(b)):
        return Likeness(0.93, ("a familiar form of the given name",))
    score = word_likeness(a, b)
    if score < ALIKE and ((len(short) >= 3 and long.startswith(short) and not long.endswith("a")) or _is_end_of(a.text, b.text) or _is_end_of(b.text, a.text)):
        return Likeness(0.86, ("a given name cut short",))
    return Likeness(score, ("the spelling of the given name",) if score >= ALIKE else ())


def _is_end_of(short: str, long: str) -> bool:
    return len(short) >= 4 and len(long) > len(short) + 1 and long.endswith(short)


def _family_likeness(a: tuple[Word, ...], b: tuple[Word, ...]) -> Likeness:
    if len(a) == len(b):
        scores = [_surname_likeness(x, y) for x, y in zip(a, b)]
        return Likeness(min(scores), () if min(scores) == 1 else ("the spelling of the family name",))
    few, many = sorted((a, b), key=len)
    score = min(max(_surname_likeness(x, y) for y in many) for x in few)
    return Likeness(0.92 * score, ("one part of a double name",))


def _surname_likeness(a: Word, b: Word) -> float:
    score = word_likeness(a, b)
    if score < 0.9 and not _forms(_SURNAMES).get(a.fold, frozenset()).isdisjoint(_forms(_SURNAMES).get(b.fold, ())):
        return 0.9
    if score < 1 and _masculine(a.fold) == _masculine(b.fold):
        return 0.95
    return score


def _masculine(fold: str) -> str:
    """A Slavic family name as a man bears it: "petrova" is "petrov", "novakova" "novak", "zelenska" "zelenski"."""
    for ending, other in (("skaia", "ski"), ("ska", "ski"), ("cka", "cki"), ("ova", "ov"), ("eva", "ev"), ("ina", "in")):
        if fold.endswith(ending) and len(fold) > len(ending) + 2:
            return fold.removesuffix(ending) + other
    return fold


def likeness(a: str, b: str) -> Likeness:
    """How alike two names of people are; that of a bare surname is low, since it fits many."""
    x, y = parse(a), parse(b)
    if x.generation and y.generation and x.generation != y.generation:
        return Likeness(0.0, ("another generation",))
    if x.words == y.words and len(x.family) == len(y.family):
        same = ascii_tokens(a) == ascii_tokens(b)
        return Likeness(1.0, ("the same name",)) if same else Likeness(0.99, ("the spelling",))
    if x.given and y.given and "".join(x.words) == "".join(y.words):
        return Likeness(0.97, ("the same letters",))
    if not x.given or not y.given:
        return _bare(x, y)
    found = [_in_order(x, y), _with_second_surname(x, y), _with_second_surname(y, x), _written_together(x, y)]
    if x.full and y.full:
        turned = max(_in_order(x.turned(), y), _in_order(x, y.turned()), key=lambda like: like.score)
        found.append(Likeness(turned.score * 0.97, (*turned.reasons, "the family name first")))
        if _forms(_SURNAMES).keys() >= {x.given[0].fold, y.given[0].fold}:
            found.append(_in_order(x.turned(), y.turned()))
    return max(found, key=lambda like: like.score)


def _bare(x: Name, y: Name) -> Likeness:
    family = _family_likeness(x.family, y.family)
    if not x.given and not y.given:
        return family
    bare, full = (y, x) if x.given else (x, y)
    given = max((word_likeness(bare.family[0], w) for w in full.given if not w.initial), default=0.0) if len(bare.family) == 1 else 0.0
    return Likeness(0.6 * family.score, ("the surname alone", *family.reasons)) if family.score >= given else Likeness(0.45 * given, ("one name alone",))


def _in_order(x: Name, y: Name) -> Likeness:
    family = _family_likeness(x.family, y.family)
    if family.score < ALIKE * 0.92:
        return Likeness(min(family.score, ALIKE - 0.1))
    first = given_likeness(x.given[0], y.given[0])
    reasons = family.reasons + first.reasons
    rest_x, rest_y = x.given[1:], y.given[1:]
    if (first.score < ALIKE and x.given[0].initial != y.given[0].initial) or first.reasons == ("an initial",):
        for skipped, other in ((x, y), (y, x)):
            if skipped.given[0].initial and len(skipped.given) > 1 and given_likeness(skipped.given[1], other.given[0]).score >= 0.9:
                first, reasons, rest_x, rest_y = Likeness(0.88), (*family.reasons, "another given name as an initial"), (), ()
    if first.score < ALIKE:
        for longer, other in ((x, y), (y, x)):
            if len(longer.given) > 1 and not longer.given[1].initial and not other.given[0].initial and len(longer.given) > len(other.given) and (like := given_likeness(longer.given[1], other.given[0])).score >= 0.9:
                first, reasons, rest_x, rest_y = Likeness(0.86, like.reasons), (*family.reasons, *like.reasons, "the first of several given names left out"), (), ()
                break
    score = min(first.score, family.score) if min(first.score, family.score) < ALIKE else (first.score + family.score) / 2
    if len(rest_x) != len(rest_y):
        reasons = (*reasons, "a middle name left out")
        score *= 0.98
    for u, v in zip(rest_x, rest_y):
        like = given_likeness(u, v)
        score *= 1.0 if like.score >= ALIKE else 0.75
        reasons += like.reasons
    if score < ALIKE and len(x.given) != len(y.given) and word("".join(w.text for w in x.given)).fold == word("".join(w.text for w in y.given)).fold:
        score, reasons = 0.97 * family.score, (*family.reasons, "given names written together")
    return Likeness(score, tuple(dict.fromkeys(reasons)))


def _written_together(x: Name, y: Name) -> Likeness:
    """Of readings that write words of a family name as one; and of names whose letters are nearly the same, but otherwise parted."""
    pairs = [(u, v) for u in (x, *x.together) for v in (y, *y.together) if u is not x or v is not y]
    best = max((_in_order(u, v) for u, v in pairs), key=lambda like: like.score, default=Likeness(0.0))
    if best.score < ALIKE and len(x.words) != len(y.words) and min(len(x.letters), len(y.letters)) > 9:
        all_x, all_y = word(x.letters), word(y.letters)
        if not set(all_x.skeletons).isdisjoint(all_y.skeletons):
            best = Likeness(word_likeness(all_x, all_y))
    return Likeness(best.score * 0.97, (*best.reasons, "words written together"))


def _with_second_surname(x: Name, y: Name) -> Likeness:
    """ "María López García" against "María López": the last name of three is a second family name."""
    if len(x.given) < 2 or len(x.given) <= len(y.given) or x.given[-1].initial or not y.given:
        return Likeness(0.0)
    like = _in_order(Name(x.given[:-1], x.given[-1:], x.generation), y)
    return Likeness(like.score * 0.93, (*like.reasons, "a second family name left out")) if like.score >= 0.9 else Likeness(0.0)


def keys(name: Name) -> frozenset[str]:
    """Where a full name is looked up: each family name alone and with the first sound of a given one, both skeletons in either order, and all letters together."""
    if not name.given:
        return frozenset()
    given, found = name.given[0], set()
    sounds = {s[0] for s in given.skeletons} | {s[1] for s in given.skeletons if s[0] == "a" and s[1:]} | {full[0] for full in familiar(given)} | {w.skeletons[0][0] for w in name.given[1:2]}
    families = {w for reading in (name, *name.together) for w in reading.family} | ({name.given[-1]} if len(name.given) > 1 and not name.given[-1].initial else set())
    others = {word(form).skeletons[0] for surname in families for form in _forms(_SURNAMES).get(surname.fold, ())}
    for skeleton in others | {s for surname in families for s in surname.skeletons}:
        found |= {f"{skeleton}|{sound}" for sound in sounds} | {f"{skeleton}|"} | {"&".join(sorted((skeleton, other))) for other in given.skeletons}
    for middle in (name.given[1:] + name.family[:-1])[:1]:
        found |= {"&".join(sorted(pair)) for pair in product(given.skeletons, middle.skeletons)}
    return frozenset(found | {"=" + skeleton for letters in {"".join(name.words), name.letters} - {""} for skeleton in word(letters).skeletons})


def surnames(name: Name) -> frozenset[str]:
    """Skeletons under which a name is looked up by one word alone: its family names, and its first given name."""
    words = name.family + tuple(w for w in name.given[:1] + name.given[-1:] if not w.initial)
    return frozenset(skeleton for w in words for skeleton in w.skeletons)
