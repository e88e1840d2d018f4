"""The findings of one article: a pure function of its text, statements, date and what the encoder tells of its clauses."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache, partial

import numpy as np

from onrecord.extraction.blocks import cut_blocks
from onrecord.follow.actors import Actor, Cast, words_of
from onrecord.follow.amounts import Amount, find_amounts, find_bare, find_shares
from onrecord.follow.clauses import Clause, Sentence, cut_clauses, find_sentences, trim
from onrecord.follow.dates import When, find_dates
from onrecord.follow.deadlines import Occasion, goes_on, in_future, infinitive, is_a_term, looks_back, only_a_term, only_goes_on, read_due, sets_a_term
from onrecord.follow.events import EVENTS, Telling
from onrecord.follow.evidence import fits
from onrecord.follow.findings import Finding
from onrecord.follow.judging import FITTED, Clues, judge
from onrecord.follow.lexicon import common, concepts, cues, stem, weights
from onrecord.follow.linking import LIKELIER, REPLYING_AT_ALL
from onrecord.follow.makers import MAKING, RECEIVING, Candidate, find_candidates, find_receivers, is_adjective
from onrecord.follow.numbers import NUMBER, value_of
from onrecord.follow.outright import LEAST as OUTRIGHT
from onrecord.follow.outright import announces_harm, denied, promises_outright, will_not
from onrecord.follow.parties import AUDIENCE, addressed, asked_passively, body_of, leading_group, promised_passively, provider, subject_apart, subject_of, who_asks, whose
from onrecord.follow.patterns import CONDITION, FIRST, FUTURE
from onrecord.follow.quantities import THAT_SUM, counted_off, how_much
from onrecord.follow.responses import asked_by_the_way, names_only, questioned, says_no, silent
from onrecord.follow.scoring import Scorer
from onrecord.headlines import headline_of
from onrecord.read.copying import reading_copy
from onrecord.resolve.words import PRONOUNS, roles
from onrecord.types import Article, Span, Statement

LEAST_MAKER = -0.5  # score from which somebody counts as who asks or promises
LEAST_OF_IT = -1.2  # the same where "it" does, which is somebody named before
LEAST_RECEIVER = -0.7  # and as of or to whom
LIKELY = 0.015  # what the encoder must give a clause without a telling word to be looked at
LEAST = 0.06  # probability of an event from which a clause is a finding
LEAST_OF_HEADLINE = 0.5  # the same for a clause of the headline, which tells nothing that the report does not tell more plainly
SAID_NO = 0.75  # probability of a refusal, at least, where few words say no
FEW = 6  # words of a clause that may be but a cue with its source
_ASKED, _PLEDGED, _REFUSED, _ASKING, _PROMISING, _REFUSING = EVENTS.index("asked"), EVENTS.index("pledged"), EVENTS.index("refused"), np.array(EVENTS) == "asked", np.array(EVENTS) == "pledged", np.isin(EVENTS, ("refused", "withdrawn"))
SURELY = 0.7  # probability of a denial from which what it denies is no event
HELD = 0.4  # share of a clause that must be a statement's content, for it to be said there
LITTLE = 0.4  # how much the words of a clause must tell of what it asks or promises, for it not to be vague
SURE = 0.8  # strength from which a sentence asks or promises something of its own
TAKEN_UP = 0.75  # strength, at least, of "the 5 million that it promised"
HALF_A_YEAR = 183  # days
RECALLED = 9  # days before the report from which on something is recalled, and no news
Days = tuple[str | None, str | None]  # the first and last day of a period, as ISO dates
NO_DAY: Days = (None, None)
_LIMIT = re.compile(r"\W*(?:if|provided|unless|in\s+case|on\s+condition|as\s+long\s+as|so\s+long\s+as|assuming|subject\s+to)\b|\W*or\s+(?:(?:about|some|roughly|nearly)\s+)?[€$£]?\d", re.IGNORECASE)  # what only limits something else, or tells it another way, is no event
_PRONOUN = re.compile(r"^\W*(?:and\s+|but\s+|so\s+)?(?:it|this|that|they|these|those|he|she|we|i|here)\b", re.IGNORECASE)
_TAKING_UP = re.compile(r"(?=[srapet])\b(?:said|says|replied|answered|promised|added|explained|announced|told\s+(?:[\w’'.-]+\s+){1,4}?)(?:\s+on\s+\w+day)?\s*,?\s+(?:that\s+)?(?:it|they|this|these|those)\s", re.IGNORECASE)  # "a spokeswoman said they would be put on the website"
_NOTHING = re.compile(r"\s+(?:(?!that\b)\w+\s+){0,2}?(?:nothing|nobody|no|neither|none)\b", re.IGNORECASE)  # "promised nothing", but "promised not to …"
_WE = re.compile(r"\W*(?:(?:and|but|so)\s+)?(?:we|i)\b(?!\s+(?:was|were|are|am|ha(?:ve|d)\s+been)\s+(?:\w+ly\s+|also\s+|never\s+)?(?:promised|pledged|told|assured|offered|guaranteed)\b)", re.IGNORECASE)
_OURSELVES = re.compile(r"\W*(?:(?:and|but|so|that|because)\s+)?(?:we|i)\s+(?:all\s+|now\s+|also\s+)?(?:must|have\s+to|need\s+to|should|ought\s+to)\b", re.IGNORECASE)  # who says what he himself must do asks nobody
_OBLIGED = re.compile(r"\W*(?:(?:and|but|that)\s+)?(?!(?:we|i|you|which|who|that|so|nobody|none|no|in|for|before|until|if)\b)(?:[\w’'.&-]+\s+){1,5}must\s+(?!have\b|wait\b|first\b|be\b|not\s+(?:worry|fear)\b)[a-z]+", re.IGNORECASE)  # "the company must publish its readings": it is asked to, and promises nothing
_COORDINATED = re.compile(r"(?:and|but)\s+(?:\w+\s+){0,2}?[a-z]+ed\b", re.IGNORECASE)  # "and repeated its demand": who does is the subject before
_APART = re.compile(r",\s+(?:which|who|whom|whose|where)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*(?:he|she|it|they|the|this|that|we|i)\b", re.IGNORECASE)
_MILD = re.compile(r"(?=[piahbws])\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|aim(?:s|ed|ing)?|hop(?:es?|ed|ing)|(?:is|are|was|were|be|stand)\s+(?:ready|willing|prepared))\b", re.IGNORECASE)
_RETOLD = re.compile(r"(?=[hpardtwilfsen\d])(?:\b(?:had|has|have)\s+(?:\w+\s+){0,2}(?:promis|pledg|vow|commit|undert|guarant|ask|request|demand|call|appeal|agree|offer|sworn|given)|\b(?:promised|pledged|announced|agreed|asked|requested|demanded)\s+(?:in\s+(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|winter|week|month|year|(?:19|20)\d\d)|last|by|on(?!\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day)|back|earlier|(?:two|three|four|five|six|a|several|some|many|\d+)\s+(?:weeks?|months?|years?|days?|decades?))\b|\b(?:that|which|what|as)\s+(?:[\w’'-]+\s+){0,4}(?:promised|pledged|asked|requested|announced)\b|\b(?:in\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|(?:19|20)\d\d)\w*|last\s+(?!week\b)[a-z]+|\w+\s+(?:weeks|months|years?)\s+ago),?\s+(?:[\w’'-]+\s+){1,3}(?:promised|pledged|asked|requested|announced)\b)", re.IGNORECASE)
_OF_HOW_MUCH = re.compile(  # "deliveries of grain fell by half": nothing came, or was begun, by that
    r"\b(?:deliver(?:y|ies|s)|shipments?|supplies|payments?|arrivals|convoys|imports|donations)\b[^.;,]{0,60}?\s(?:(?:has|have|had)\s+)?(?:fell|falls?|fallen|rose|rises?|risen|dropped|slowed|slumped|shrank|shrunk|declined|halved|dwindled|stagnated|(?:are|is|was|were|been|being)\s+(?:down|up|low|lower|higher|slow|(?P<late>late|delayed|held\s+up|stuck)))\b", re.IGNORECASE)  # fmt: skip
_ASK_ME = re.compile(r"\W*(?:please\s+|just\s+|but\s+|so\s+)?(?:(?:ask|trust|believe|excuse|forgive|pardon)\s+(?:me|us)|let\s+me|(?:wait|come)\s+and\s+see|look|listen|remember|imagine)\b", re.IGNORECASE)  # said to whoever listens
_HELD_TO = re.compile(r"\b(?:hold|holding|hold[’']?s)\s+(?:(?:him|her|them|it|you|the\s+[\w’'-]+(?:\s+[\w’'-]+)?|[A-Z][\w’'-]+)\s+)to\s+(?:it|that|this|account|(?:his|her|their|its|your)\s+(?:word|promises?|pledges?))\b")  # by whom others are watched, and promises nothing
_TO_COME = re.compile(r"\W*(?:[\w’'.&-]+\s+){1,5}?to\s+(?!the\b|its\b|their\b|a\b|an\b)[a-z]+\b")  # in a headline, which leaves out "is"
_OFTEN = frozenset(["daily", "weekly", "monthly"])  # "a daily ferry": nobody to whom something is promised
_GETTING = frozenset(["get", "have", "receive", "gain", "need", "see"])  # "Sund will get twelve buses" binds somebody else
_IN_THAT_CASE = re.compile(r"\W*an?\s[^,;]*\swould$", re.IGNORECASE)  # "a Liberal cabinet would build": whoever says so promises
_PASSIVELY = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+|also\s+)?$", re.IGNORECASE)  # "further stoppages have been | announced"
_ASKED_FOR = re.compile(r"\W*(?:(?:[\w’'.-]+\s+){1,6}?)(?:asked|sought|requested|demanded|called|appealed)\s(?!.*\bto\s+[a-z])", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:the|our|your|my|their)\s+(?P<office>[a-z]+)\s+(?:also\s+|now\s+|again\s+|still\s+|has\s+|had\s+)*$", re.IGNORECASE)
_HE_OR_SHE = re.compile(r"\b(?:he|she)\b", re.IGNORECASE)
_WAYS = (" Street", " Road", " Avenue", " Square")  # whose names look like people's
_IT = re.compile(r"\W*it\s+(?!is\b|was\b|will\s+be\b|would\s+be\b)", re.IGNORECASE)
_IN_A_YEAR = re.compile(r"\W*(?:back\s+|already\s+)?in\s+(?:\w+\s+){0,3}(?:19|20)\d\d\b", re.IGNORECASE)
_FOR = re.compile(r"\b(?:for|beyond)\s+(?:the\s+)?$", re.IGNORECASE)  # "promised three more for June", "asked to stay open beyond October"
_CHANGING = re.compile(r"\b(?:now|instead|rather\s+than|became|becomes?|from\s+(?:\S+\s+){1,2}to|made\s+it|make\s+it|(?:down|up|lifted|raised|cut|reduced|increased|shr[aiu]nk\w*)\s+to|not\s+(?:the\s+)?(?:\d|[a-z]+(?:teen|ty)\b|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))", re.IGNORECASE)  # one number takes another's place
_THEY = re.compile(r"\W*they\b", re.IGNORECASE)
_ANY_EVENT = np.arange(len(EVENTS)) > 0
_ANY_BUT_ASKING: np.ndarray = _ANY_EVENT & ~_ASKING
_COMING = np.isin(EVENTS, ("delivered", "partly_delivered", "progressed"))
_SINGULAR = re.compile(r"\W*(?:(?:and|but|so|then|that)\s+)?(?P<who>he|she|it)\s+(?!is\b|was\b|has\s+been\b|would\s+be\b|will\s+be\b)", re.IGNORECASE)
_KNOWN = re.compile(r"(?<=\w)\s(?:which|who|whose|that\s+(?:was|were|had|has|have|is|are))\s", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:at|in|near|outside|inside|across|around|over|through|into|to|towards?|between|beyond)\s+(?:the\s+)?$", re.IGNORECASE)  # before a name, which then is a place where something is done
_RELATIVE = re.compile(r"\W*(?:that|which)\s+(?:[\w’'-]+\s+){1,4}(?:promised|pledged|announced|asked\s+for|requested|demanded)\b", re.IGNORECASE)
_SAID_SO = re.compile(r"[\"”’»]*,[\"”’»]*\s+(?:[^,;]{1,60},\s+){0,2}(?:[\w’'-]+\s+){0,5}(?:said|told|replied|announced|added|explained|says)\b", re.IGNORECASE)
_CUT = re.compile(r"[,”\"»]")
_SENTENCE_END = re.compile(r"[.!?]\W*$")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


@dataclass(slots=True)
class _Place:
    """A clause, the innermost statement whose content it is, all that hold it, and the words in it that tell of each kind of event."""

    clause: Clause
    statement: Statement | None
    chain: tuple[Statement, ...]
    cues: Mapping[str, re.Match[str]]


@dataclass(slots=True)
class _Event:
    """A place with the probabilities of each kind of event and of any, the likeliest kind, and its span; `taken_up`: it tells again what was asked or promised, as in "the 5 million that it promised";
    `plain`: its words say that it asks or promises, or what somebody will do, and how much or by when."""

    place: _Place
    told: tuple[float, ...]
    confidence: float
    kind: str
    type: str | None
    span: Span
    strength: float
    taken_up: bool
    plain: bool

    @property
    def may_found(self) -> bool:
        """Whether it may be strong enough for a commitment of its own, whatever else is told of it."""
        return self.strength >= LIKELIER or self.taken_up

    @property
    def may_reply(self) -> bool:
        """Whether it may be strong enough for a pledge in reply to an ask."""
        return self.type == "pledge" and self.strength >= REPLYING_AT_ALL

    def may_join(self, types: Set[str]) -> bool:
        """Whether it can belong to a commitment of one of these types, as far as the clause by itself tells."""
        return any(fits(self.type, self.told, self.confidence, of) for of in types)


class Reader:
    """Reads one article; `findings` is what it tells."""

    def __init__(self, article: Article, telling: Telling, weights: Mapping[str, np.ndarray] = FITTED, making: Scorer = MAKING, receiving: Scorer = RECEIVING):
        self.text, self.telling, self.weights, self.making, self.receiving = article.text, telling, weights, making, receiving
        lower = article.text.lower()
        self.lower = (lower if len(lower) == len(self.text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)).replace("’", "'")
        self.today = _day(article.published)
        title = (headline_of(article) or "").strip()
        self._headline = self.text.find(title) + len(title) if title and self.text.lstrip().startswith(title) else 0
        self.article, self.statements = article, [s for s in article.statements if s.content]
        self._held = sorted(self.statements, key=lambda s: sum(b - a for a, b in s.content))
        self._said = [span for s in self.statements for span in s.content]
        self._contents = np.array([span for s in self._held for span in s.content]).reshape(-1, 2)
        self._first_content = np.cumsum([0] + [len(s.content) for s in self._held])[:-1]
        self.sentences = find_sentences(self.text, article.boilerplate)
        borders = [edge for s in self.statements if s.kind == "direct" and s.within is None for start, end in s.content for edge in (start, end)]
        self.clauses = cut_clauses(self.text, self.sentences, borders)
        self._dates = find_dates(self.text)
        self._date_starts = [when.span[0] for when in self._dates]
        self.occasion = self._occasion()
        self._eve = self.occasion if self.today is not None and self.occasion == (self.today - timedelta(1)).isoformat() else None  # then was what the report tells without a day; older occasions are told with theirs
        self._amounts_in, self._terms_in = cache(partial(find_amounts, self.text)), cache(lambda start, end: terms_of(self.text, start, end, self.cast))
        self._terms, self._around, self._bare_in = cache(self._terms_with), cache(self._terms_around), cache(self._bare)

    @cached_property
    def cast(self) -> Cast:
        return Cast(self.article)

    def places(self) -> list[tuple[_Place, np.ndarray, Clues]]:
        """The clauses that may tell an event, each with the logarithms of what the encoder gives it, and what else speaks for one."""
        scores = self.telling.scores([(c.start, c.end) for c in self.clauses])
        found = []
        likely = 1 - np.exp(scores[:, 0]) >= LIKELY
        for i, clause in enumerate(self.clauses):
            telling = cues(self.lower, clause.start, clause.end)
            if not (likely[i] or telling or self._says_no(clause)) or _LIMIT.match(self.text, clause.start, clause.end):
                continue
            place = _Place(clause, *self._inside(clause), telling)
            if not self._only_cues(place) and not any(s.act == "deny" and s.kind == "indirect" and (s.act_confidence or 0) >= SURELY for s in place.chain):
                found.append((place, scores[i], self._clues(place)))
        return found

    @cached_property
    def events(self) -> list[_Event]:
        """What the clauses tell, in order, but that of the headline last, which sums up what the report tells; in a sentence first what it takes up, as in "has paid two of the five million that it promised"."""
        found = []
        for place, scores, clues in self.places():
            chances = judge(scores, clues, self.weights)
            if (ruled_out := self._ruled_out(place)) is not None:
                chances = _given(chances, ruled_out, 0)
            elif self._says_no(place.clause) or ("refused" in place.cues and asked_by_the_way(self.text, place.clause.start, place.clause.end)):
                chances = _at_least(chances, _REFUSED, SAID_NO)
            if 1 - chances[0] >= (LEAST_OF_HEADLINE if place.clause.start < self._headline else LEAST):
                found.append(self._event(place, chances))
        return sorted(found, key=lambda e: (self._in_headline(e.span), e.place.clause.sentence, not e.taken_up, e.span))

    def _ruled_out(self, place: _Place) -> np.ndarray | None:
        """The events that a clause does not tell, however likely they seem: what comes late or less has not come, and who holds others to their word does nothing."""
        slower = None if "delivered" in place.cues else _OF_HOW_MUCH.search(self.text, place.clause.start, place.clause.end)
        if slower is not None:
            return _COMING if slower["late"] else _ANY_EVENT
        if _HELD_TO.search(self.text, place.clause.start, place.clause.end):
            return _ANY_EVENT
        if is_a_term(self.text, place.clause.start, place.clause.end):
            return _ANY_BUT_ASKING
        if (silence := silent(self.text, place.clause.start, place.clause.end)) is not None:
            no = place.cues.get("refused")
            return _REFUSING if no is None or silence.start() <= no.start() < silence.end() else None
        return _ASKING if questioned(self.text, place.clause.start, place.clause.end) else None

    def _says_no(self, clause: Clause) -> bool:
        """Whether a clause refuses in few words, in reply to a question that names what it is about, or by themselves."""
        asked = clause.start <= self.sentences[clause.sentence].start and self._question_before(clause) is not None
        return says_no(self.text, *trim(self.text, clause.start, clause.end), asked)

    def _question_before(self, clause: Clause) -> Sentence | None:
        """The question before the sentence of a clause, in its paragraph, that only names what it is about."""
        before = self.sentences[clause.sentence - 1] if clause.sentence else None
        here = self.sentences[clause.sentence]
        return before if before is not None and before.paragraph == here.paragraph and names_only(self.text, before.start, before.end) else None

    def _in_headline(self, span: Span) -> bool:
        """Whether a clause stands in the report's headline, which the text begins with."""
        return span[0] < self._headline

    def findings(self) -> list[Finding]:
        return [self.finding(event) for event in self.events]

    def finding(self, event: _Event) -> Finding:
        """All that is told of an event.  What is asked or promised without a date is due when the sentences behind it say."""
        finding = self._in_its_sentence(event)
        if self.today is None or finding.what is None or finding.due:
            return finding
        after = self._going_on(finding)
        due = read_due(self.text, (after.start, after.end), (after.start, after.end), self._dates_in, Occasion(_day(finding.day) or self.today, self.today, finding.day, finding.retold)) if after else None
        return replace(finding, due=due) if due else finding

    def _going_on(self, finding: Finding) -> Sentence | None:
        """The sentence that tells when what is asked or promised is due: the next, if that goes on about it and surely asks and promises nothing of its own; of a promise also the one after an ask, if it only tells when that comes."""
        number = finding.sentence + 1
        behind = [sentence for sentence in self.sentences[number : number + 2] if sentence.paragraph == finding.paragraph]
        if not behind:
            return None
        if finding.type == "ask" and (term := next((sentence for sentence in behind if sets_a_term(self.text, sentence.start, sentence.end)), None)):
            return term
        if only_goes_on(self.text, behind[0]) or (number not in self._of_their_own and goes_on(self.text, behind[0])):
            return None if finding.type == "ask" and finding.retold and only_goes_on(self.text, behind[0]) else behind[0]
        return behind[1] if finding.type == "pledge" and len(behind) > 1 and only_goes_on(self.text, behind[1]) and not self._promises(number) else None

    def _own_part(self, event: _Event, sentence: Sentence) -> Span:
        """The sentence of an event, without the clauses before and behind that plainly ask or promise something of their own, and tell when."""
        start, end = event.span
        others = [other.span for other in self.events if other.plain and other.place.clause.sentence == event.place.clause.sentence and other.span != event.span and self._dates_in(*other.span) and not only_a_term(self.text, *other.span)]
        return max((b for _, b in others if b <= start), default=sentence.start), min((a for a, _ in others if a >= end), default=sentence.end)

    def _promises(self, number: int) -> bool:
        """Whether a sentence may promise something of its own."""
        return any(event.type == "pledge" and event.place.clause.sentence == number for event in self.events)

    @cached_property
    def _of_their_own(self) -> set[int]:
        """The sentences that surely ask or promise something of their own."""
        return {event.place.clause.sentence for event in self.events if event.strength >= SURE}

    def outline(self, event: _Event) -> Finding:
        """Of an event what counts beside others: its terms."""
        clause = event.place.clause
        return Finding(event.kind, event.span, clause.sentence, clause.paragraph, type=event.type, strength=event.strength, terms=self._terms(clause))

    def _event(self, place: _Place, chances: np.ndarray) -> _Event:
        start, end = trim(self.text, place.clause.start, place.clause.end)
        if self._says_no(place.clause) and (question := self._question_before(place.clause)) is not None:  # which tells what is refused
            start = question.start
        never = place.statement is not None and place.statement.act == "pledge" and will_not(self.text, start, end)
        if never:  # "we will never close this hospital" refuses nothing
            chances[0] = min(chances[0], 1 - (place.statement.act_confidence or 0.0))  # type: ignore[union-attr]  # it is a pledge
            chances = _given(chances, _REFUSING, _PLEDGED)
        if self._in_headline((start, end)) and _TO_COME.match(self.text, start, end):  # "Aurelia to keep hospital until summer"
            chances = _given(chances, _COMING, _PLEDGED)
        if "pledged" not in place.cues and _OBLIGED.match(self.text, start, end):
            chances = _given(chances, _PROMISING, _ASKED)
        told, chances = tuple(round(chance, 4) for chance in chances[1:].tolist()), _joined(chances)
        best = int(chances[1:].argmax()) + 1
        kind = EVENTS[best]
        type_ = {"asked": "ask", "pledged": "pledge"}.get(kind)
        said = place.cues.get(kind) if type_ else None
        no = said is not None and (denied(self.text, start, said.span()) or _NOTHING.match(self.text, said.end(), end) is not None)
        strength = 0.0 if no or not type_ else max(float(chances[best] / (chances[best] + chances[0])), LIKELIER if said else 0.0)
        plain = said is not None and not no
        if type_ and self._only_term(place.clause):
            plain, strength = False, 0.0
        if kind == "pledged" and announces_harm(self.text, start, end):
            plain, strength = False, 0.0
        if kind == "asked" and ((said is None and _OURSELVES.match(self.text, start, end)) or _ASK_ME.match(self.text, start, end)):
            plain, strength = False, 0.0
        if kind == "pledged" and not plain and strength >= OUTRIGHT and (never or promises_outright(self.text, start, end, self._has_terms(place.clause, start, end))):
            plain, strength = True, max(strength, LIKELIER)
        return _Event(place, told, round(float(1 - chances[0]), 3), kind, type_, (start, end), strength, type_ is not None and _RELATIVE.match(self.text, start, end) is not None, plain)

    def _only_term(self, clause: Clause) -> bool:
        """Whether a clause only tells by when what its sentence, or the one before, asks or promises is to be done: "and it gave the city until Friday to do so", "and that by the end of May"."""
        sentence = self.sentences[clause.sentence]
        behind = clause.start > trim(self.text, sentence.start, sentence.end)[0]
        return is_a_term(self.text, clause.start, clause.end) or (behind and (only_a_term(self.text, clause.start, clause.end) or sets_a_term(self.text, clause.start, clause.end)))

    def _has_terms(self, clause: Clause, start: int, end: int) -> bool:
        """Whether a clause says how much, or when, and does not only tell the sentence before, which promises, until when."""
        if self._amounts_in(start, end) or not self._dates_in(start, end):
            return bool(self._amounts_in(start, end))
        before = self.sentences[clause.sentence - 1] if clause.sentence else None
        return before is None or before.paragraph != clause.paragraph or not goes_on(self.text, self.sentences[clause.sentence]) or not cues(self.lower, before.start, before.end, ("pledged",))

    def _only_cues(self, place: _Place) -> bool:
        """Whether a clause only says who said what stands in another one: "the council said"."""
        clause = place.clause
        if place.statement is not None or len(self.text[clause.start : clause.end].split()) > FEW or self._says_no(clause):
            return False
        said = [s for s in self.statements if any(clause.start <= a and b <= clause.end for a, b in s.cue)]
        return bool(said) and not any(clause.start <= a < clause.end for s in said for a, _ in s.content)

    def _clues(self, place: _Place) -> Clues:
        clause = place.clause
        sentence = self.sentences[clause.sentence]
        dated = any(when.relation in ("by", "until") for when in self._dates_in(clause.start, clause.end))
        return Clues.of(self.text, self.lower, clause, sentence, place.statement, dated, self._amounts_in(*trim(self.text, clause.start, clause.end)), place.cues)

    def _inside(self, clause: Clause) -> tuple[Statement | None, tuple[Statement, ...]]:
        """The innermost statement whose content the clause is, and all that hold it."""
        if not self._held:
            return None, ()
        shared = np.maximum(np.minimum(self._contents[:, 1], clause.end) - np.maximum(self._contents[:, 0], clause.start), 0)
        held = np.add.reduceat(shared, self._first_content) >= HELD * (clause.end - clause.start)
        holding = tuple(self._held[i] for i in held.nonzero()[0].tolist())
        return (holding[0] if holding else None), holding

    def _dates_in(self, start: int, end: int) -> list[When]:
        """The expressions of time in a span."""
        return [when for when in self._dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)] if when.span[1] <= end]

    def _occasion(self) -> str | None:
        """The day that the lead names first, if it is at most three days before publication: what the report tells was said then."""
        if self.today is None:
            return None
        for sentence in self.sentences[:3]:
            for when in self._dates_in(sentence.start, sentence.end):
                period = when.resolve(self.today, False)
                if when.length != "day" or period is None or in_future(self.text, when.span, sentence.start):
                    continue
                return period[0].isoformat() if when.relation == "on" and 0 <= (self.today - period[0]).days <= 3 else None
        return None

    def _ahead(self, at: int, sentence: Sentence) -> bool:
        """Whether the clause before a place speaks of the future."""
        return infinitive(self.text, sentence.start, at) or (bool(FUTURE.search(self.text, sentence.start, at)) and not re.search(r"\bsaid\b|\btold\b", self.text[sentence.start : at]))

    def _day_of(self, spans: Sequence[Span], unless: Sequence[str] = ("by", "until")) -> Days:
        """The day or period in the past that some spans name, the first that they do; `unless`: relations that tell of something else."""
        if self.today is None:
            return NO_DAY
        for start, end in spans:
            for when in self._dates_in(start, end):
                if when.relation in unless or _FOR.search(self.text, max(start, when.span[0] - 8), when.span[0]) or any(a <= when.span[0] and when.span[1] <= b for a, b in self.cast.datelines):
                    continue
                explicit = bool(re.search(r"(?:1[89]|20)\d\d|last|ago|yesterday|today|night", self.text[slice(*when.span)].casefold()))
                period = when.resolve(self.today, False)
                if period is None or (period[0] > self.today) or in_future(self.text, when.span, start):
                    continue
                if when.length == "day" or explicit or when.relation in ("on", "after"):
                    return period[0].isoformat(), min(period[1], self.today).isoformat()
        return NO_DAY

    def _day_beside(self, number: int) -> Days:
        """The day, at most ten before publication, that another sentence of the paragraph names, where this one goes on about it: the nearest, those before first."""
        here = self.sentences[number]
        if self.today is None or not _GOES_ON.match(self.text, here.start):
            return NO_DAY
        for step in (-1, -2, 1, -3):
            other = number + step
            if 0 <= other < len(self.sentences) and self.sentences[other].paragraph == here.paragraph:
                for when in self._dates_in(self.sentences[other].start, self.sentences[other].end):
                    period = when.resolve(self.today, False)
                    if when.length == "day" and when.relation == "on" and period and 0 <= (self.today - period[0]).days <= 10 and not self._ahead(when.span[0], self.sentences[other]):
                        return period[0].isoformat(), period[0].isoformat()
        return NO_DAY

    def _telling(self, place: _Place, sentence: Sentence) -> list[Span]:
        """The part of a sentence that tells who said it and when: where its cue stands."""
        spans = []
        for statement in place.chain:
            for a, b in statement.cue:
                if sentence.start <= a < sentence.end:
                    spans.append((max(sentence.start, a - 60), min(sentence.end, b + 50)))
        return _without(spans, self._said)

    def _main_part(self, sentence: Sentence) -> Span:
        """A sentence up to its first relative clause, whose dates are of something else."""
        cut = re.search(r"\s(?:that|which|who|whom|whose)\s", self.text[sentence.start : sentence.end])
        return sentence.start, sentence.start + cut.start() if cut else sentence.end

    # who and when

    def _speaker(self, statement: Statement | None) -> Actor | None:
        if statement is None or statement.speaker is None:
            return None
        whole = self.cast.longer(statement.source[0]) if statement.source else None
        return whole or Actor(self.cast.spelled(statement.speaker.name), statement.speaker.kind)

    def makers(self, place: _Place, kind: str) -> list[Candidate]:
        """Who may be whoever asks (`kind` "ask") or promises ("pledge") in a clause."""
        clause = place.clause
        chain = place.chain or tuple(s for s in self.statements if any(a < clause.end and clause.start < b for a, b in s.cue))
        return find_candidates(self.text, clause, self.sentences, self.cast, chain, self._verb(place, kind), kind)

    def _verb(self, place: _Place, kind: str) -> int | None:
        """Where the word of asking or promising stands in a clause."""
        told = place.cues.get({"ask": "asked", "pledge": "pledged"}[kind])
        return min((match.start() for match in (told, FUTURE.search(self.text, place.clause.start, place.clause.end)) if match), default=None)

    def receivers(self, place: _Place, kind: str, maker: str | None, candidates: Sequence[Candidate] | None = None) -> list[Candidate]:
        """Of whom it may be asked, or to whom promised; `candidates`: the makers, where they are known."""
        return find_receivers(self.text, self.makers(place, kind) if candidates is None else candidates, place.clause, self.cast, self.statements, self._verb(place, kind), maker, kind)

    def _oneself(self, place: _Place, maker: Actor | None) -> Actor | None:
        """Who says "we will" or "I ask", unless the maker is he, or somebody for whom one speaks."""
        speaker = self._speaker(place.statement)
        if speaker is None or not _WE.match(self.text, place.clause.start, place.clause.end):
            return None
        known = maker is not None and (maker.name in speaker.name or any(maker.name in pair for pair in self.cast.spoken_for))
        return None if known else speaker

    def _as_called(self, place: _Place) -> Actor | None:
        """Who asks as somebody else recalls it, who calls him by his office: "The mayor wants 150,000 off you"."""
        told = place.cues.get("asked")
        called = _OFFICE.search(self.text, place.clause.start, told.start()) if told is not None and place.statement is not None else None
        if called is None or called["office"] not in roles():
            return None
        return self.cast.roles.get(called["office"]) or Actor(called[0].strip(), "person")

    def _as_before(self, place: _Place) -> Actor | None:
        """Who "he" or "she" is that asks, as the statement before in the paragraph tells, of which the source is the same word."""
        told = place.cues.get("asked")
        if told is None or (place.statement is not None and place.statement.kind == "direct"):
            return None
        pronouns = [match[0].casefold() for match in _HE_OR_SHE.finditer(self.text, place.clause.start, told.start())]
        paragraph = self.text.rfind("\n", 0, place.clause.start)
        before = [s for s in self.statements if s.source and paragraph < s.source[0][0] < place.clause.start and pronouns and self.text[slice(*s.source[0])].casefold() == pronouns[-1]]
        return self._speaker(max(before, key=lambda s: s.source[0], default=None))

    def _put_right(self, place: _Place) -> Actor | None:
        """Who says it, where a person put that right."""
        clause = place.clause
        said = [*place.chain, *(s for s in self.statements if any(a < clause.end and clause.start < b for a, b in s.cue))]
        return next((self._speaker(s) for s in said if s.corrected and s.speaker and s.speaker.confidence == 1.0), None)

    def _bound(self, place: _Place) -> Actor | None:
        """The country or body that will do it, where the clause says so: "Finland will send 20 ambulances, its minister said"."""
        verb = self._verb(place, "pledge")
        if verb is None:
            return None
        spots = self.cast.within(place.clause.start, verb)
        return spots[-1][2] if spots and spots[-1][2].kind in ("country", "organization") and self.text[spots[-1][1] : verb].strip() in ("", "alone", "itself", "too") else None

    def _saying(self, place: _Place, type_: str) -> Statement | None:
        """The statement of which the word of asking or promising in a clause is the cue: who makes it asks or promises, whoever else is named."""
        told = place.cues.get({"ask": "asked", "pledge": "pledged"}[type_])
        if told is None:
            return None
        return next((s for s in self._held if s.act == {"ask": "request", "pledge": "pledge"}[type_] and any(a <= told.start() < b for a, b in s.cue)), None)

    def _subject(self, place: _Place, type_: str) -> Actor | None:
        """The subject of the word of asking or promising, or in a pledge of what is to be done, unless that is a passive."""
        start, end = place.clause.start, place.clause.end
        told = place.cues.get({"ask": "asked", "pledge": "pledged"}[type_])
        if told is not None:
            passive = not told[0].endswith("ing") and _PASSIVELY.search(self.text, start, told.start())
            return None if passive else subject_of(self.text, start, told.start(), self.cast, any_people=True) or whose(self.text, (start, end), self.cast, type_)
        if type_ == "ask":
            return who_asks(self.text, (start, end), self.cast)
        will = FUTURE.search(self.text, start, end)
        if will is None:
            return None
        if will["verb"].casefold() in ("be", "come") or will["verb"].casefold() in _GETTING:
            return provider(self.text, start, end, self.cast)
        if _IN_THAT_CASE.match(self.text, start, will.end("modal")):
            return None
        found = subject_of(self.text, start, will.start(), self.cast) or (None if self.text[start : will.start()].strip() else subject_apart(self.text, self.sentences[place.clause.sentence].start, start, self.cast))
        return found if found is not None and found.kind in ("organization", "country") else None  # "pensioners will travel free" binds none of them

    def _getting(self, place: _Place) -> Actor | None:
        """Who will get what somebody else will give: "Luma will get a quarter of the wheat from Tessaly"."""
        start, end = place.clause.start, place.clause.end
        will = FUTURE.search(self.text, start, end)
        gets = will is not None and will["verb"].casefold() in _GETTING and provider(self.text, start, end, self.cast) is not None
        return subject_of(self.text, start, will.start(), self.cast, any_people=True) if will and gets else None

    def _teller(self, saying: Statement, place: _Place, maker: Actor | None) -> Actor | None:
        """Who asks or promises by the source of the statement that does, unless that is but a pronoun, or the maker is named in the clause before its cue."""
        at = saying.cue[0][0]
        pronoun = all(self.text[a:b].casefold() in PRONOUNS for a, b in saying.source)
        return None if pronoun or (maker is not None and any(actor.name == maker.name for _, _, actor in self.cast.within(place.clause.start, at))) else self._speaker(saying)

    def _of_many(self, number: int) -> Actor | None:
        """The people with whom the sentence before one begins, of whom it goes on as "they"."""
        here, before = self.sentences[number], self.sentences[number - 1] if number else None
        return leading_group(self.text, before.start, before.end, self.cast) if before is not None and before.paragraph == here.paragraph else None

    def _counterpart(self, place: _Place, event: _Event, told: Actor | None, saying: Statement | None, maker: Actor | None, candidates: Sequence[Candidate]) -> Actor | None:
        """Of or to whom: as the clause says in so many words, else to whom it was said, else the likeliest of those around."""
        assert event.type is not None
        own = words_of(maker.name) if maker else frozenset()
        if told is None and saying is not None and saying.addressee is not None and not self.text[: saying.cue[-1][1]].endswith(" for") and not words_of(saying.addressee.name) & AUDIENCE:
            told = Actor(saying.addressee.name, saying.addressee.kind)
        if told is not None and not words_of(told.name) & own:
            return told
        likeliest = _best(self.receivers(place, event.type, maker.name if maker else None, candidates), self.receiving, LEAST_RECEIVER)
        return None if likeliest is not None and likeliest.name in _OFTEN else likeliest

    def _by(self, place: _Place) -> Actor | None:
        start = place.clause.start
        spots = [spot for spot in self.cast.within(start, place.clause.end) if not ((place.statement is not None and self._spoken_to(spot[:2], place.clause)) or self.cast.in_dateline(spot[0]) or is_adjective(self.cast, *spot) or _WHERE.search(self.text, max(start, spot[0] - 16), spot[0]))]
        return spots[0][2] if spots else self._speaker(place.statement)

    def _spoken_to(self, name: Span, clause: Clause) -> bool:
        """Whether a name only calls who is spoken to: "That won't happen, Rolf", "Minister, you said no"."""
        start, end = trim(self.text, clause.start, clause.end)
        return (name[0] <= start and self.text.startswith(",", name[1])) or (name[1] >= end and self.text[start : name[0]].endswith(", "))

    def _day(self, place: _Place, asking: bool) -> Days:
        """The day or period in the past in which it happened, as far as the words around the clause name one."""
        clause, sentence = place.clause, self.sentences[place.clause.sentence]
        telling = self._telling(place, sentence)
        if asking:
            future = FUTURE.search(self.text, clause.start, clause.end)
            apart = _APART.search(self.text, sentence.start, clause.start)  # "which gave nothing last year, promised …"
            known = _KNOWN.search(self.text, clause.start, clause.end)  # "asked for the patrol that was axed in December"
            own = [(sentence.start, apart.start() if apart else clause.start), (clause.start, min(match.start() if match else clause.end for match in (future, known)))]
            if place.statement is not None:
                own = own[1:] if looks_back(self.text, clause.start, clause.end) or self._asked_then(clause) or _RETOLD.search(self.text, clause.start, clause.end) or _IN_A_YEAR.match(self.text, clause.start, clause.end) else []
            return next((days for days in (self._day_of([*own[::-1], *telling], ("by", "until", "after")), self._day_beside(clause.sentence)) if days[0]), NO_DAY)
        return self._day_of([(clause.start, clause.end), *telling, *([self._main_part(sentence)] if place.statement is None else [])])

    def _asked_then(self, clause: Clause) -> bool:
        """Whether a clause that says "asked" ends with the month in which that was, since the last such month is nearer than the next: "We asked for a second guard in November", told in April."""
        start, end = trim(self.text, clause.start, clause.end)
        when = next(iter(self._dates_in(start, end)[-1:]), None)
        if self.today is None or when is None or when.span[1] < end or when.length != "month" or when.relation != "on" or not _ASKED_FOR.match(self.text, start, end):
            return False
        then = when.resolve(self.today, False)
        return then is not None and 0 < (self.today - then[1]).days < HALF_A_YEAR

    # putting together

    def _in_its_sentence(self, event: _Event) -> Finding:
        """What the sentence of an event and those that it takes up tell of it."""
        clause, statement, kind, type_, taken_up = event.place.clause, event.place.statement, event.kind, event.type, event.taken_up
        sentence, place, (start, end) = self.sentences[clause.sentence], event.place, event.span
        own, names = self._terms_in(start, end)
        terms = self._terms(clause)
        amounts = how_much(self.text, self.lower, (start, end), sentence, type_ == "ask", self._amounts_in, self._bare_in) if type_ else counted_off(self.text, self._amounts_in(start, end))
        condition = self._condition(start, end, sentence) if type_ == "pledge" else None
        if condition is not None:
            amounts = [amount for amount in amounts if not condition[0] <= amount.span[0] < condition[1]]
        if kind in ("raised", "cut") or (amounts and _CHANGING.search(self.text, start, end)):
            amounts = [*amounts, *self._bare_in(start, end)]
        if not amounts and type_ and THAT_SUM.search(self.text, start, end):
            amounts = self._sum_before(clause)
        if not amounts and kind in ("delivered", "partly_delivered"):  # "only three have been paid out"
            amounts = self._bare_in(start, end)
        if not amounts and (taken_up or not type_):
            amounts = self._amounts_in(sentence.start, start)[-1:] if taken_up else self._amounts_in(sentence.start, sentence.end)
        strength = event.strength
        vague = not self._amounts_in(start, end) and sum(weight for term, weight in own.items() if weight > 0.2 and not term.startswith("=")) < LITTLE
        if taken_up and amounts:
            strength = max(strength, TAKEN_UP)
        maker, counterpart = self._parties(event)
        day, last = self._day(place, bool(type_))
        shares = find_shares(self.text, start, end)
        whens = self._dates_in(start, end)
        numbers = {value_of(m) for m in NUMBER.finditer(self.text, start, end) if not any(a <= m.start() < b for a, b in (when.span for when in whens))}
        around = max(sentence.start, start - 40)
        retold = bool(type_) and ((not day and looks_back(self.text, start, end)) or bool(_RETOLD.search(self.text, around, end)))
        due = None
        if self.today and not taken_up and (type_ or kind in ("rescheduled", "raised", "cut")):
            said = (_day(day) if type_ else None) or self.today
            due = read_due(self.text, (start, end), self._own_part(event, sentence), self._dates_in, Occasion(said, self.today, day, retold, statement is not None and statement.kind == "direct"))
        firmness = "conditional" if condition else "aspirational" if type_ and _MILD.search(self.text, around, end) else "firm"
        return Finding(
            kind=kind, span=event.span, sentence=clause.sentence, paragraph=sentence.paragraph, statement=statement.id if statement else None, type=type_, strength=strength,
            what=(start, end) if type_ else None, text=self.text[start:end], terms=terms, names=names, by=(maker.name, maker.kind) if maker else None,
            counterpart=(counterpart.name, counterpart.kind) if counterpart else None, named=tuple(sorted({actor.name for _, _, actor in self.cast.within(sentence.start, sentence.end)})),
            day=day or self._eve, last=last or self._eve, retold=self._long_ago(day) or retold, amounts=tuple((a.value, a.unit, a.further, *a.span) for a in amounts),
            numbers=tuple(sorted(v for v in numbers if v >= 2)), cued=strength >= 0.7, tokens=tuple(sorted({m[0] for m in _WORD.finditer(self.lower, start, end) if len(m[0]) > 2})),
            share=shares[0][0] if shares else None, due=due, dates=self._periods(whens), condition=condition,
            firmness=firmness, anaphoric=bool(_PRONOUN.match(self.text[start:end])), confidence=event.confidence, act=statement.act if statement else None,
            chances=event.told, around=self._around(clause.sentence), plain=event.plain, vague=vague, headline=self._in_headline(event.span),
        )  # fmt: skip

    def _sum_before(self, clause: Clause) -> list[Amount]:
        """The money that was named last before a clause, in its sentence or in the one before."""
        sentence, before = self.sentences[clause.sentence], self.sentences[clause.sentence - 1] if clause.sentence else None
        here = self._amounts_in(sentence.start, clause.start)
        told = here or (self._amounts_in(before.start, before.end) if before is not None and before.paragraph == sentence.paragraph else [])
        return [amount for amount in told if amount.money][-1:]

    def _parties(self, event: _Event) -> tuple[Actor | None, Actor | None]:
        """Who asks or promises, and of or to whom; of what neither asks nor promises who did it.  What the words say outright goes before who is likeliest, and what a person put right before all."""
        place, type_, (start, end) = event.place, event.type, event.span
        if type_ is None:
            return self._by(place), None
        candidates = _of_pronoun(self.makers(place, type_), self.text, start, end, place.statement is not None)
        makers = [one for one in candidates if not one.actor.name.endswith(_WAYS)]
        maker = _best(makers, self.making, LEAST_OF_IT if _IT.match(self.text, start, end) else LEAST_MAKER)
        saying = self._saying(place, type_)
        told = addressed(self.text, (start, end), self.cast, type_)
        passive = asked_passively(self.text, (start, end), self.cast) if type_ == "ask" else None
        if told is not None and maker is not None and words_of(told.name) & words_of(maker.name):  # whoever is asked, does not ask
            others = [c for c in makers if not words_of(c.actor.name) & words_of(told.name)]
            maker = _best(others, self.making, LEAST_MAKER) or (None if passive else maker)
        if (subject := self._subject(place, type_)) and (", " in subject.name or not (maker is not None and (_same(subject, maker) or (maker.name, subject.name) in self.cast.spoken_for))):
            maker = subject
        if maker is None and _THEY.match(self.text, start, end):
            maker = self._of_many(place.clause.sentence)
        if maker is None and _COORDINATED.match(self.text, start, end):
            maker = next((actor for _, _, actor in self.cast.within(self.sentences[place.clause.sentence].start, start)), None)
        if saying is not None and (teller := self._teller(saying, place, maker)):
            maker = teller
        if type_ == "pledge" and maker is not None and maker.kind == "person":
            maker = self._bound(place) or maker
        if passive and passive[1]:
            maker = passive[1]
        if type_ == "pledge":
            promised, promising = promised_passively(self.text, (start, end), self.cast)
            maker, told = promising or maker, told or promised or self._getting(place)
        if maker is not None and any(f" {whose} {maker.name} " in f" {self.text[start:end]} " for whose in ("his", "her")) and (speaker := self._speaker(place.statement)) and speaker.kind == "person":
            maker = speaker  # "she said that her government would …": whose it is
        if type_ == "ask":
            maker = self._as_called(place) or maker or self._as_before(place)
        maker = self._put_right(place) or self._oneself(place, maker) or (maker and body_of(maker, self.cast)) or maker
        return maker, self._counterpart(place, event, told, saying, maker, candidates)

    def _bare(self, start: int, end: int) -> list[Amount]:
        """The numbers alone in a span that are none of a date."""
        return find_bare(self.text, start, end, [when.span for when in self._dates_in(start, end)])

    def _condition(self, start: int, end: int, sentence: Sentence) -> Span | None:
        """What limits a promise: behind it in its sentence, without who said so, or first in the sentence."""
        behind = CONDITION.search(self.text, start, max(end, sentence.end))
        if behind is not None:
            said = _SAID_SO.search(self.text, behind.end() + 8, sentence.end)
            return trim(self.text, behind.start(), said.start() if said else sentence.end)
        first = FIRST.match(self.text, sentence.start, start)
        cut = _CUT.search(self.text, first.start("words"), start) if first else None
        return trim(self.text, first.start("words"), cut.start()) if first and cut else None

    def _terms_with(self, clause: Clause) -> dict[str, float]:
        """The clause's own terms, and with less weight those of the sentence around it, and of the one before where a pronoun or an answer takes it up."""
        sentence = self.sentences[clause.sentence]
        own, _ = self._terms_in(*trim(self.text, clause.start, clause.end))
        if self._says_no(clause) and (question := self._question_before(clause)) is not None:
            own = {**self._terms_in(question.start, question.end)[0], **own}
        around, _ = self._terms_in(sentence.start, sentence.end)
        anaphoric = bool(_PRONOUN.match(self.text[clause.start : clause.end]))
        if clause.sentence:
            earlier = self.sentences[clause.sentence - 1]
            if (earlier.paragraph == sentence.paragraph and (anaphoric or _TAKING_UP.search(self.text, clause.start, clause.end))) or self.text[earlier.end - 1] == "?":
                around = {**self._terms_in(earlier.start, earlier.end)[0], **around}
        scale = 0.7 if anaphoric else 0.4
        return {**{term: scale * weight for term, weight in around.items()}, **own}

    def _terms_around(self, number: int) -> dict[str, float]:
        """The terms of the sentences before and behind in the paragraph, of those next to it with the most weight."""
        here, found = self.sentences[number].paragraph, dict[str, float]()
        for step in (-3, -2, 2, -1, 1):
            other = number + step
            if 0 <= other < len(self.sentences) and self.sentences[other].paragraph == here:
                terms, _ = self._terms_in(self.sentences[other].start, self.sentences[other].end)
                found |= {term: round(weight / (1 + 0.5 * (abs(step) - 1)), 3) for term, weight in terms.items()}
        return found

    def _long_ago(self, day: str | None) -> bool:
        """Whether a day is so much earlier than the report, and than the occasion that it reports, that it is only recalled."""
        then = _day(day)
        if then is None or self.today is None or (self.occasion is not None and day is not None and day >= self.occasion):
            return False
        return (self.today - then).days > RECALLED

    def _periods(self, whens: Sequence[When]) -> tuple[tuple[str, str], ...]:
        """What each expression of time may mean, looking ahead and back."""
        if self.today is None:
            return ()
        periods = [when.resolve(self.today, future) for when in whens for future in (True, False)]
        return tuple((period[0].isoformat(), period[1].isoformat()) for period in periods if period is not None)


class Readers:
    """The readers of an article.  A text that is many times a report is read block by block, so that time grows with its length."""

    def __init__(self, article: Article, telling: Telling, weights: Mapping[str, np.ndarray] = FITTED, making: Scorer = MAKING, receiving: Scorer = RECEIVING):
        self._text, self._copy = article.text, reading_copy(article.text)
        article = self._copy.article(article)
        blocks = list(cut_blocks(article.text))
        parts = [(article, telling) if end - start == len(article.text) else (_block(article, start, end), telling.moved(-start)) for start, end in blocks]
        self._readers = [(start, Reader(part, told, weights, making, receiving)) for (start, _), (part, told) in zip(blocks, parts)]

    @cached_property
    def events(self) -> list[tuple[int, Reader, _Event]]:
        """What the clauses tell, in order, with the reader of each and where its block begins."""
        return [(start, reader, event) for start, reader in self._readers for event in reader.events]

    def finding(self, number: int) -> Finding:
        """All that is told of the event with a number, in places of the article."""
        start, reader, event = self.events[number]
        finding = _moved(reader.finding(event), start)
        if not self._copy.steps:
            return finding
        finding = _with_places(finding, self._copy.back)
        return replace(finding, text=self._text[slice(*(finding.what or finding.span))])

    def outlines(self) -> list[Finding]:
        """Of each event what counts beside others."""
        return [_moved(reader.outline(event), start) for start, reader, event in self.events]

    @property
    def spoken_for(self) -> set[tuple[str, str]]:
        """Who speaks for whom."""
        return {pair for _, reader in self._readers for pair in reader.cast.spoken_for}


def read_findings(article: Article, telling: Telling, weights: Mapping[str, np.ndarray] = FITTED, making: Scorer = MAKING, receiving: Scorer = RECEIVING) -> tuple[list[Finding], set[tuple[str, str]]]:
    """What an article tells, and who speaks for whom in it."""
    readers = Readers(article, telling, weights, making, receiving)
    return [readers.finding(number) for number in range(len(readers.events))], readers.spoken_for


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


def _block(article: Article, start: int, end: int) -> Article:
    """A part of an article as an article: its words, and the statements that lie in it."""

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple((a - start, b - start) for a, b in spans)

    inside = [s for s in article.statements if all(start <= a and b <= end for spans in (s.source, s.cue, s.content) for a, b in spans)]
    statements = tuple(
        replace(s, source=moved(s.source), cue=moved(s.cue), content=moved(s.content), addressee=s.addressee and replace(s.addressee, spans=moved(s.addressee.spans))) for s in inside
    )
    boilerplate = moved([(max(a, start), min(b, end)) for a, b in article.boilerplate if a < end and start < b])
    return replace(article, text=article.text[start:end], statements=statements, boilerplate=boilerplate)


def _moved(finding: Finding, by: int) -> Finding:
    """A finding of a block, told of the whole text; its numbers of sentence and paragraph only keep the order."""
    if not by:
        return finding
    return replace(_with_places(finding, lambda span: (span[0] + by, span[1] + by)), sentence=finding.sentence + by, paragraph=finding.paragraph + by)


def _with_places(finding: Finding, place: Callable[[Span], Span]) -> Finding:
    """A finding with another span for each of its own."""
    due = None if finding.due is None else (*finding.due[:2], *place(finding.due[2:]))
    amounts = tuple((value, unit, further, *place((start, end))) for value, unit, further, start, end in finding.amounts)
    what, condition = (None if span is None else place(span) for span in (finding.what, finding.condition))
    return replace(finding, span=place(finding.span), what=what, condition=condition, due=due, amounts=amounts)


def _given(chances: np.ndarray, ruled_out: np.ndarray, to: int) -> np.ndarray:
    """The probabilities without those of some events, which go to another one."""
    kept = np.where(ruled_out, 0.0, chances)
    kept[to] += 1 - kept.sum()
    return kept


def _at_least(chances: np.ndarray, event: int, least: float) -> np.ndarray:
    """The probabilities where that of an event is at least so much, and the others share what is left as before."""
    if chances[event] >= least:
        return chances
    raised: np.ndarray = chances * (1 - least) / (1 - chances[event])
    raised[event] = least
    return raised


def _joined(chances: np.ndarray) -> np.ndarray:
    """The probabilities with that of a delivery in part added to that of a delivery: what was promised tells better which of the two it is."""
    whole, part = EVENTS.index("delivered"), EVENTS.index("partly_delivered")
    joined = chances.copy()
    joined[whole] += joined[part]
    joined[part] = 0.0
    return joined


def terms_of(text: str, start: int, end: int, cast: Cast | None = None) -> tuple[dict[str, float], tuple[str, ...]]:
    """Stems of the words that tell what a span is about, with weights, and those of names among them."""
    terms: dict[str, float] = {}
    names = []
    for match in _WORD.finditer(text, start, end):
        word = match[0]
        plain, weighed = _of_word(word)
        if not plain:
            continue
        at = match.start()
        if cast is not None and word[0].isupper() and (at > start or not _SENTENCE_END.search(text[max(0, at - 4) : at] or ".")) and cast.names(at, match.end()):
            names.append(plain)
            terms[plain] = max(terms.get(plain, 0.0), 0.35)
        else:
            terms |= weighed
    return terms, tuple(names)


@lru_cache(1 << 14)
def _of_word(word: str) -> tuple[str, dict[str, float]]:
    """The stem of a word, empty where it tells nothing, and what it adds to the terms of a span where it is no name."""
    plain = stem(word)
    if len(plain) < 3 or plain in common() or word.casefold() in common():
        return "", {}
    terms: dict[str, float] = {}
    for part in dict.fromkeys([plain, *(stem(p) for p in re.split("[-’']", word) if "-" in word and len(p) > 3)]):
        if part in common():
            continue
        terms[part] = weights().get(part, 1.0)
        if (kind := concepts().get(part)) is not None:
            terms[kind] = 0.7
        elif part.endswith(("bridge", "boat", "house", "bus", "road")) and len(part) > 6:
            tail = next(t for t in ("bridge", "boat", "house", "bus", "road") if part.endswith(t))
            terms[concepts().get(tail, tail)] = 0.7
    return plain, terms


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words[:10]) if words else None
    except ValueError:
        return None


def _without(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    left = [(s, e) for s, e in spans if s < e]
    low, high = min((s for s, _ in left), default=0), max((e for _, e in left), default=0)
    for a, b in holes:
        if a < high and low < b:
            left = [piece for s, e in left for piece in ((s, min(e, a)), (max(s, b), e)) if piece[0] < piece[1]]
    return left
