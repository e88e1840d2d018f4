"""Who asks or promises in a clause, and of or to whom: chosen among those who are named around, unless the words say it outright."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from onrecord.follow.actors import Actor, Cast, words_of
from onrecord.follow.clauses import Clause, Sentence, trim
from onrecord.follow.makers import Candidate, find_candidates, find_receivers, is_adjective
from onrecord.follow.parties import AUDIENCE, addressed, asked_passively, body_of, leading_group, promised_passively, provider, subject_apart, subject_of, who_asks, whose
from onrecord.follow.patterns import FUTURE
from onrecord.follow.places import Occurrence, Place
from onrecord.follow.scoring import Scorer
from onrecord.resolve.words import PRONOUNS, roles
from onrecord.types import Span, Statement

LEAST_MAKER = -0.5  # score from which somebody counts as who asks or promises
LEAST_OF_IT = -1.2  # the same where "it" does, which is somebody named before
LEAST_RECEIVER = -0.7  # and as of or to whom
_WE = re.compile(r"\W*(?:(?:and|but|so)\s+)?(?:we|i)\b(?!\s+(?:was|were|are|am|ha(?:ve|d)\s+been)\s+(?:\w+ly\s+|also\s+|never\s+)?(?:promised|pledged|told|assured|offered|guaranteed)\b)", re.IGNORECASE)
_COORDINATED = re.compile(r"(?:and|but)\s+(?:\w+\s+){0,2}?[a-z]+ed\b", re.IGNORECASE)  # "and repeated its demand": who does is the subject before
_OFTEN = frozenset(["daily", "weekly", "monthly"])  # "a daily ferry": nobody to whom something is promised
_GETTING = frozenset(["get", "have", "receive", "gain", "need", "see"])  # "Sund will get twelve buses" binds somebody else
_IN_THAT_CASE = re.compile(r"\W*an?\s[^,;]*\swould$", re.IGNORECASE)  # "a Liberal cabinet would build": whoever says so promises
_PASSIVELY = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+|also\s+)?$", re.IGNORECASE)  # "further stoppages have been | announced"
_OFFICE = re.compile(r"\b(?:the|our|your|my|their)\s+(?P<office>[a-z]+)\s+(?:also\s+|now\s+|again\s+|still\s+|has\s+|had\s+)*$", re.IGNORECASE)
_HE_OR_SHE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_WAYS = (" Street", " Road", " Avenue", " Square")  # whose names look like people's
_IT = re.compile(r"\W*it\s+(?!is\b|was\b|will\s+be\b|would\s+be\b)", re.IGNORECASE)
_THEY = re.compile(r"\W*they\b", re.IGNORECASE)
_SINGULAR = re.compile(r"\W*(?:(?:and|but|so|then|that)\s+)?(?P<who>he|she|it)\s+(?!is\b|was\b|has\s+been\b|would\s+be\b|will\s+be\b)", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:at|in|near|outside|inside|across|around|over|through|into|to|towards?|between|beyond)\s+(?:the\s+)?$", re.IGNORECASE)  # before a name, which then is a place where something is done


class Participants:
    """Who asks or promises, of or to whom, in the clauses of a text; `cast` gives those who are named in it."""

    def __init__(self, text: str, sentences: Sequence[Sentence], statements: Sequence[Statement], cast: Callable[[], Cast], making: Scorer, receiving: Scorer):
        self.text, self.sentences, self.statements, self.making, self.receiving, self._cast = text, sentences, statements, making, receiving, cast
        self._shortest_first = sorted(statements, key=lambda s: sum(b - a for a, b in s.content))

    def _speaker(self, statement: Statement | None) -> Actor | None:
        if statement is None or statement.speaker is None:
            return None
        whole = self._cast().longer(statement.source[0]) if statement.source else None
        return whole or Actor(self._cast().spelled(statement.speaker.name), statement.speaker.kind)

    def makers(self, place: Place, kind: str) -> list[Candidate]:
        """Who may be whoever asks (`kind` "ask") or promises ("pledge") in a clause."""
        clause = place.clause
        chain = place.chain or tuple(s for s in self.statements if any(a < clause.end and clause.start < b for a, b in s.cue))
        return find_candidates(self.text, clause, self.sentences, self._cast(), chain, self._verb(place, kind), kind)

    def _verb(self, place: Place, kind: str) -> int | None:
        """Where the word of asking or promising stands in a clause."""
        told = place.cues.get({"ask": "asked", "pledge": "pledged"}[kind])
        return min((match.start() for match in (told, FUTURE.search(self.text, place.clause.start, place.clause.end)) if match), default=None)

    def receivers(self, place: Place, kind: str, maker: str | None, candidates: Sequence[Candidate] | None = None) -> list[Candidate]:
        """Of whom it may be asked, or to whom promised; `candidates`: the makers, where they are known."""
        return find_receivers(self.text, self.makers(place, kind) if candidates is None else candidates, place.clause, self._cast(), self.statements, self._verb(place, kind), maker, kind)

    def _oneself(self, place: Place, maker: Actor | None) -> Actor | None:
        """Who says "we will" or "I ask", unless the maker is he, or somebody for whom one speaks."""
        speaker = self._speaker(place.statement)
        if speaker is None or not _WE.match(self.text, place.clause.start, place.clause.end):
            return None
        known = maker is not None and (maker.name in speaker.name or any(maker.name in pair for pair in self._cast().spoken_for))
        return None if known else speaker

    def _as_called(self, place: Place) -> Actor | None:
        """Who asks as somebody else recalls it, who calls him by his office: "The mayor wants 150,000 off you"."""
        told = place.cues.get("asked")
        called = _OFFICE.search(self.text, place.clause.start, told.start()) if told is not None and place.statement is not None else None
        if called is None or called["office"] not in roles():
            return None
        return self._cast().roles.get(called["office"]) or Actor(called[0].strip(), "person")

    def _as_before(self, place: Place) -> Actor | None:
        """Who "he" or "she" is that asks, as the statement before in the paragraph tells, of which the source is the same word."""
        told = place.cues.get("asked")
        if told is None or (place.statement is not None and place.statement.kind == "direct"):
            return None
        pronouns = [match[0].casefold() for match in _HE_OR_SHE.finditer(self.text, place.clause.start, told.start())]
        paragraph = self.text.rfind("\n", 0, place.clause.start)
        before = [s for s in self.statements if s.source and paragraph < s.source[0][0] < place.clause.start and pronouns and self.text[slice(*s.source[0])].casefold() == pronouns[-1]]
        return self._speaker(max(before, key=lambda s: s.source[0], default=None))

    def _put_right(self, place: Place) -> Actor | None:
        """Who says it, where a person put that right."""
        clause = place.clause
        said = [*place.chain, *(s for s in self.statements if any(a < clause.end and clause.start < b for a, b in s.cue))]
        return next((self._speaker(s) for s in said if s.corrected and s.speaker and s.speaker.confidence == 1.0), None)

    def _bound(self, place: Place) -> Actor | None:
        """The country or body that will do it, where the clause says so: "Finland will send 20 ambulances, its minister said"."""
        verb = self._verb(place, "pledge")
        if verb is None:
            return None
        spots = self._cast().within(place.clause.start, verb)
        return spots[-1][2] if spots and spots[-1][2].kind in ("country", "organization") and self.text[spots[-1][1] : verb].strip() in ("", "alone", "itself", "too") else None

    def _saying(self, place: Place, type_: str) -> Statement | None:
        """The statement of which the word of asking or promising in a clause is the cue: who makes it asks or promises, whoever else is named."""
        told = place.cues.get({"ask": "asked", "pledge": "pledged"}[type_])
        if told is None:
            return None
        return next((s for s in self._shortest_first if s.act == {"ask": "request", "pledge": "pledge"}[type_] and any(a <= told.start() < b for a, b in s.cue)), None)

    def _subject(self, place: Place, type_: str) -> Actor | None:
        """The subject of the word of asking or promising, or in a pledge of what is to be done, unless that is a passive."""
        start, end = place.clause.start, place.clause.end
        told = place.cues.get({"ask": "asked", "pledge": "pledged"}[type_])
        if told is not None:
            passive = not told[0].endswith("ing") and _PASSIVELY.search(self.text, start, told.start())
            return None if passive else subject_of(self.text, start, told.start(), self._cast(), any_people=True) or whose(self.text, (start, end), self._cast(), type_)
        if type_ == "ask":
            return who_asks(self.text, (start, end), self._cast())
        will = FUTURE.search(self.text, start, end)
        if will is None:
            return None
        if will["verb"].casefold() in ("be", "come") or will["verb"].casefold() in _GETTING:
            return provider(self.text, start, end, self._cast())
        if _IN_THAT_CASE.match(self.text, start, will.end("modal")):
            return None
        found = subject_of(self.text, start, will.start(), self._cast()) or (None if self.text[start : will.start()].strip() else subject_apart(self.text, self.sentences[place.clause.sentence].start, start, self._cast()))
        return found if found is not None and found.kind in ("organization", "country") else None  # "pensioners will travel free" binds none of them

    def _getting(self, place: Place) -> Actor | None:
        """Who will get what somebody else will give: "Luma will get a quarter of the wheat from Tessaly"."""
        start, end = place.clause.start, place.clause.end
        will = FUTURE.search(self.text, start, end)
        gets = will is not None and will["verb"].casefold() in _GETTING and provider(self.text, start, end, self._cast()) is not None
        return subject_of(self.text, start, will.start(), self._cast(), any_people=True) if will and gets else None

    def _teller(self, saying: Statement, place: Place, maker: Actor | None) -> Actor | None:
        """Who asks or promises by the source of the statement that does, unless that is but a pronoun, or the maker is named in the clause before its cue."""
        at = saying.cue[0][0]
        pronoun = all(self.text[a:b].casefold() in PRONOUNS for a, b in saying.source)
        return None if pronoun or (maker is not None and any(actor.name == maker.name for _, _, actor in self._cast().within(place.clause.start, at))) else self._speaker(saying)

    def _of_many(self, number: int) -> Actor | None:
        """The people with whom the sentence before one begins, of whom it goes on as "they"."""
        here, before = self.sentences[number], self.sentences[number - 1] if number else None
        return leading_group(self.text, before.start, before.end, self._cast()) if before is not None and before.paragraph == here.paragraph else None

    def _counterpart(self, place: Place, event: Occurrence, told: Actor | None, saying: Statement | None, maker: Actor | None, candidates: Sequence[Candidate]) -> Actor | None:
        """Of or to whom: as the clause says in so many words, else to whom it was said, else the likeliest of those around."""
        assert event.type is not None
        own = words_of(maker.name) if maker else frozenset()
        if told is None and saying is not None and saying.addressee is not None and not self.text[: saying.cue[-1][1]].endswith(" for") and not words_of(saying.addressee.name) & AUDIENCE:
            told = Actor(saying.addressee.name, saying.addressee.kind)
        if told is not None and not words_of(told.name) & own:
            return told
        likeliest = _best(self.receivers(place, event.type, maker.name if maker else None, candidates), self.receiving, LEAST_RECEIVER)
        return None if likeliest is not None and likeliest.name in _OFTEN else likeliest

    def _by(self, place: Place) -> Actor | None:
        start = place.clause.start
        spots = [spot for spot in self._cast().within(start, place.clause.end) if not ((place.statement is not None and self._spoken_to(spot[:2], place.clause)) or self._cast().in_dateline(spot[0]) or is_adjective(self._cast(), *spot) or _WHERE.search(self.text, max(start, spot[0] - 16), spot[0]))]
        return spots[0][2] if spots else self._speaker(place.statement)

    def _spoken_to(self, name: Span, clause: Clause) -> bool:
        """Whether a name only calls who is spoken to: "That won't happen, Rolf", "Minister, you said no"."""
        start, end = trim(self.text, clause.start, clause.end)
        return (name[0] <= start and self.text.startswith(",", name[1])) or (name[1] >= end and self.text[start : name[0]].endswith(", "))

    def of(self, event: Occurrence) -> tuple[Actor | None, Actor | None]:
        """Who asks or promises, and of or to whom; of what neither asks nor promises who did it.  What the words say outright goes before who is likeliest, and what a person put right before all."""
        place, type_, (start, end) = event.place, event.type, event.span
        if type_ is None:
            return self._by(place), None
        candidates = _of_pronoun(self.makers(place, type_), self.text, start, end, place.statement is not None)
        makers = [one for one in candidates if not one.actor.name.endswith(_WAYS)]
        maker = _best(makers, self.making, LEAST_OF_IT if _IT.match(self.text, start, end) else LEAST_MAKER)
        saying = self._saying(place, type_)
        told = addressed(self.text, (start, end), self._cast(), type_)
        passive = asked_passively(self.text, (start, end), self._cast()) if type_ == "ask" else None
        if told is not None and maker is not None and words_of(told.name) & words_of(maker.name):  # whoever is asked, does not ask
            others = [c for c in makers if not words_of(c.actor.name) & words_of(told.name)]
            maker = _best(others, self.making, LEAST_MAKER) or (None if passive else maker)
        if (subject := self._subject(place, type_)) and (", " in subject.name or not (maker is not None and (_same(subject, maker) or (maker.name, subject.name) in self._cast().spoken_for))):
            maker = subject
        if maker is None and _THEY.match(self.text, start, end):
            maker = self._of_many(place.clause.sentence)
        if maker is None and _COORDINATED.match(self.text, start, end):
            maker = next((actor for _, _, actor in self._cast().within(self.sentences[place.clause.sentence].start, start)), None)
        if saying is not None and (teller := self._teller(saying, place, maker)):
            maker = teller
        if type_ == "pledge" and maker is not None and maker.kind == "person":
            maker = self._bound(place) or maker
        if passive and passive[1]:
            maker = passive[1]
        if type_ == "pledge":
            promised, promising = promised_passively(self.text, (start, end), self._cast())
            maker, told = promising or maker, told or promised or self._getting(place)
        if maker is not None and any(f" {whose} {maker.name} " in f" {self.text[start:end]} " for whose in ("his", "her")) and (speaker := self._speaker(place.statement)) and speaker.kind == "person":
            maker = speaker  # "she said that her government would …": whose it is
        if type_ == "ask":
            maker = self._as_called(place) or maker or self._as_before(place)
        maker = self._put_right(place) or self._oneself(place, maker) or (maker and body_of(maker, self._cast())) or maker
        return maker, self._counterpart(place, event, told, saying, maker, candidates)


def _of_pronoun(candidates: list[Candidate], text: str, start: int, end: int, spoken: bool) -> list[Candidate]:
    """Those whom the pronoun may mean that a clause begins with: "he" and "she" are a person, "it" is none, and none who is named in the clause; of what somebody says (`spoken`), where nobody else is, "it" may be the body for which he speaks."""
    pronoun = _SINGULAR.match(text, start, end)
    if pronoun is None:
        return candidates
    if pronoun["who"].casefold() != "it":
        return [one for one in candidates if one.actor.kind == "person"] or candidates
    fitting = [one for one in candidates if one.actor.kind != "person" and one.actor.name not in text[start:end]]
    return fitting or (candidates if spoken else [])


def _same(subject: Actor, maker: Actor) -> bool:
    """Whether the words of one of two names are all in the other; but "residents of the Old Docks" are not the Old Docks."""
    a, b = words_of(subject.name), words_of(maker.name)
    return a <= b or (b <= a and (maker.kind == "person" or subject.kind != "group"))


def _best(candidates: Sequence[Candidate], scorer: Scorer, least: float) -> Actor | None:
    scores = scorer.scores([candidate.features for candidate in candidates])
    best = int(np.argmax(scores)) if scores else -1
    return candidates[best].actor if best >= 0 and scores[best] > least else None
