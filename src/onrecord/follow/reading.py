"""The findings of one article, or of a part of a long one: a pure function of its text, statements, date and what the encoder tells of its clauses."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property, partial

import numpy as np

from onrecord.follow.actors import Cast
from onrecord.follow.amounts import Amount, find_amounts, find_bare, find_shares
from onrecord.follow.clauses import Clause, Sentence, cut_clauses, find_sentences, trim
from onrecord.follow.deadlines import Occasion, goes_on, is_a_term, looks_back, only_a_term, only_goes_on, read_due, sets_a_term
from onrecord.follow.events import EVENTS, Telling
from onrecord.follow.findings import Finding
from onrecord.follow.judging import FITTED, Clues, judge
from onrecord.follow.lexicon import cues
from onrecord.follow.linking import LIKELIER
from onrecord.follow.makers import MAKING, RECEIVING
from onrecord.follow.numbers import NUMBER, value_of
from onrecord.follow.outright import LEAST as OUTRIGHT
from onrecord.follow.outright import announces_harm, denied, promises_outright, will_not
from onrecord.follow.participants import Participants
from onrecord.follow.patterns import CONDITION, FIRST
from onrecord.follow.places import Occurrence, Place
from onrecord.follow.quantities import THAT_SUM, counted_off, how_much
from onrecord.follow.responses import asked_by_the_way, names_only, questioned, says_no, silent
from onrecord.follow.scoring import Scorer
from onrecord.follow.terms import PRONOUN, WORD, Terms
from onrecord.follow.timing import RETOLD, Timing, date_of
from onrecord.headlines import headline_of
from onrecord.types import Article, Span, Statement

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
_LIMIT = re.compile(r"\W*(?:if|provided|unless|in\s+case|on\s+condition|as\s+long\s+as|so\s+long\s+as|assuming|subject\s+to)\b|\W*or\s+(?:(?:about|some|roughly|nearly)\s+)?[€$£]?\d", re.IGNORECASE)  # what only limits something else, or tells it another way, is no event
_NOTHING = re.compile(r"\s+(?:(?!that\b)\w+\s+){0,2}?(?:nothing|nobody|no|neither|none)\b", re.IGNORECASE)  # "promised nothing", but "promised not to …"
_OURSELVES = re.compile(r"\W*(?:(?:and|but|so|that|because)\s+)?(?:we|i)\s+(?:all\s+|now\s+|also\s+)?(?:must|have\s+to|need\s+to|should|ought\s+to)\b", re.IGNORECASE)  # who says what he himself must do asks nobody
_OBLIGED = re.compile(r"\W*(?:(?:and|but|that)\s+)?(?!(?:we|i|you|which|who|that|so|nobody|none|no|in|for|before|until|if)\b)(?:[\w’'.&-]+\s+){1,5}must\s+(?!have\b|wait\b|first\b|be\b|not\s+(?:worry|fear)\b)[a-z]+", re.IGNORECASE)  # "the company must publish its readings": it is asked to, and promises nothing
_MILD = re.compile(r"(?=[piahbws])\b(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|aim(?:s|ed|ing)?|hop(?:es?|ed|ing)|(?:is|are|was|were|be|stand)\s+(?:ready|willing|prepared))\b", re.IGNORECASE)
_OF_HOW_MUCH = re.compile(  # "deliveries of grain fell by half": nothing came, or was begun, by that
    r"\b(?:deliver(?:y|ies|s)|shipments?|supplies|payments?|arrivals|convoys|imports|donations)\b[^.;,]{0,60}?\s(?:(?:has|have|had)\s+)?(?:fell|falls?|fallen|rose|rises?|risen|dropped|slowed|slumped|shrank|shrunk|declined|halved|dwindled|stagnated|(?:are|is|was|were|been|being)\s+(?:down|up|low|lower|higher|slow|(?P<late>late|delayed|held\s+up|stuck)))\b", re.IGNORECASE)  # fmt: skip
_ASK_ME = re.compile(r"\W*(?:please\s+|just\s+|but\s+|so\s+)?(?:(?:ask|trust|believe|excuse|forgive|pardon)\s+(?:me|us)|let\s+me|(?:wait|come)\s+and\s+see|look|listen|remember|imagine)\b", re.IGNORECASE)  # said to whoever listens
_HELD_TO = re.compile(r"\b(?:hold|holding|hold[’']?s)\s+(?:(?:him|her|them|it|you|the\s+[\w’'-]+(?:\s+[\w’'-]+)?|[A-Z][\w’'-]+)\s+)to\s+(?:it|that|this|account|(?:his|her|their|its|your)\s+(?:word|promises?|pledges?))\b")  # by whom others are watched, and promises nothing
_TO_COME = re.compile(r"\W*(?:[\w’'.&-]+\s+){1,5}?to\s+(?!the\b|its\b|their\b|a\b|an\b)[a-z]+\b")  # in a headline, which leaves out "is"
_CHANGING = re.compile(r"\b(?:now|instead|rather\s+than|became|becomes?|from\s+(?:\S+\s+){1,2}to|made\s+it|make\s+it|(?:down|up|lifted|raised|cut|reduced|increased|shr[aiu]nk\w*)\s+to|not\s+(?:the\s+)?(?:\d|[a-z]+(?:teen|ty)\b|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))", re.IGNORECASE)  # one number takes another's place
_ANY_EVENT = np.arange(len(EVENTS)) > 0
_ANY_BUT_ASKING: np.ndarray = _ANY_EVENT & ~_ASKING
_COMING = np.isin(EVENTS, ("delivered", "partly_delivered", "progressed"))
_RELATIVE = re.compile(r"\W*(?:that|which)\s+(?:[\w’'-]+\s+){1,4}(?:promised|pledged|announced|asked\s+for|requested|demanded)\b", re.IGNORECASE)
_SAID_SO = re.compile(r"[\"”’»]*,[\"”’»]*\s+(?:[^,;]{1,60},\s+){0,2}(?:[\w’'-]+\s+){0,5}(?:said|told|replied|announced|added|explained|says)\b", re.IGNORECASE)
_CUT = re.compile(r"[,”\"»]")


class Reader:
    """Reads one article; `findings` is what it tells."""

    def __init__(self, article: Article, telling: Telling, weights: Mapping[str, np.ndarray] = FITTED, making: Scorer = MAKING, receiving: Scorer = RECEIVING):
        self.text, self.telling, self.weights = article.text, telling, weights
        lower = article.text.lower()
        self.lower = (lower if len(lower) == len(self.text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)).replace("’", "'")
        self.today = date_of(article.published)
        title = (headline_of(article) or "").strip()
        self._headline = self.text.find(title) + len(title) if title and self.text.lstrip().startswith(title) else 0
        self.article, self.statements = article, [s for s in article.statements if s.content]
        self._held = sorted(self.statements, key=lambda s: sum(b - a for a, b in s.content))
        self._contents = np.array([span for s in self._held for span in s.content]).reshape(-1, 2)
        self._first_content = np.cumsum([0] + [len(s.content) for s in self._held])[:-1]
        self.sentences = find_sentences(self.text, article.boilerplate)
        borders = [edge for s in self.statements if s.kind == "direct" and s.within is None for start, end in s.content for edge in (start, end)]
        self.clauses = cut_clauses(self.text, self.sentences, borders)
        self.timing = Timing(self.text, self.sentences, self.today, lambda: self.cast, [span for s in self.statements for span in s.content])
        self.terms = Terms(self.text, self.sentences, lambda: self.cast)
        self.participants = Participants(self.text, self.sentences, self.statements, lambda: self.cast, making, receiving)
        self._amounts_in, self._bare_in = cache(partial(find_amounts, self.text)), cache(self._bare)

    @cached_property
    def cast(self) -> Cast:
        return Cast(self.article)

    def places(self) -> list[tuple[Place, np.ndarray, Clues]]:
        """The clauses that may tell an event, each with the logarithms of what the encoder gives it, and what else speaks for one."""
        scores = self.telling.scores([(c.start, c.end) for c in self.clauses])
        found = []
        likely = 1 - np.exp(scores[:, 0]) >= LIKELY
        for i, clause in enumerate(self.clauses):
            telling = cues(self.lower, clause.start, clause.end)
            if not (likely[i] or telling or self._says_no(clause)) or _LIMIT.match(self.text, clause.start, clause.end):
                continue
            place = Place(clause, *self._inside(clause), telling)
            if not self._only_cues(place) and not any(s.act == "deny" and s.kind == "indirect" and (s.act_confidence or 0) >= SURELY for s in place.chain):
                found.append((place, scores[i], self._clues(place)))
        return found

    @cached_property
    def events(self) -> list[Occurrence]:
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

    def _ruled_out(self, place: Place) -> np.ndarray | None:
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

    def _terms(self, clause: Clause) -> dict[str, float]:
        return self.terms.of(clause, self._question_before(clause) if self._says_no(clause) else None)

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

    def finding(self, event: Occurrence) -> Finding:
        """All that is told of an event.  What is asked or promised without a date is due when the sentences behind it say."""
        finding = self._in_its_sentence(event)
        if self.today is None or finding.what is None or finding.due:
            return finding
        after = self._going_on(finding)
        due = read_due(self.text, (after.start, after.end), (after.start, after.end), self.timing.dates_in, Occasion(date_of(finding.day) or self.today, self.today, finding.day, finding.retold)) if after else None
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

    def _own_part(self, event: Occurrence, sentence: Sentence) -> Span:
        """The sentence of an event, without the clauses before and behind that plainly ask or promise something of their own, and tell when."""
        start, end = event.span
        others = [other.span for other in self.events if other.plain and other.place.clause.sentence == event.place.clause.sentence and other.span != event.span and self.timing.dates_in(*other.span) and not only_a_term(self.text, *other.span)]
        return max((b for _, b in others if b <= start), default=sentence.start), min((a for a, _ in others if a >= end), default=sentence.end)

    def _promises(self, number: int) -> bool:
        """Whether a sentence may promise something of its own."""
        return any(event.type == "pledge" and event.place.clause.sentence == number for event in self.events)

    @cached_property
    def _of_their_own(self) -> set[int]:
        """The sentences that surely ask or promise something of their own."""
        return {event.place.clause.sentence for event in self.events if event.strength >= SURE}

    def outline(self, event: Occurrence) -> Finding:
        """Of an event what counts beside others: its terms."""
        clause = event.place.clause
        return Finding(event.kind, event.span, clause.sentence, clause.paragraph, type=event.type, strength=event.strength, terms=self._terms(clause))

    def _event(self, place: Place, chances: np.ndarray) -> Occurrence:
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
        return Occurrence(place, told, round(float(1 - chances[0]), 3), kind, type_, (start, end), strength, type_ is not None and _RELATIVE.match(self.text, start, end) is not None, plain)

    def _only_term(self, clause: Clause) -> bool:
        """Whether a clause only tells by when what its sentence, or the one before, asks or promises is to be done: "and it gave the city until Friday to do so", "and that by the end of May"."""
        sentence = self.sentences[clause.sentence]
        behind = clause.start > trim(self.text, sentence.start, sentence.end)[0]
        return is_a_term(self.text, clause.start, clause.end) or (behind and (only_a_term(self.text, clause.start, clause.end) or sets_a_term(self.text, clause.start, clause.end)))

    def _has_terms(self, clause: Clause, start: int, end: int) -> bool:
        """Whether a clause says how much, or when, and does not only tell the sentence before, which promises, until when."""
        if self._amounts_in(start, end) or not self.timing.dates_in(start, end):
            return bool(self._amounts_in(start, end))
        before = self.sentences[clause.sentence - 1] if clause.sentence else None
        return before is None or before.paragraph != clause.paragraph or not goes_on(self.text, self.sentences[clause.sentence]) or not cues(self.lower, before.start, before.end, ("pledged",))

    def _only_cues(self, place: Place) -> bool:
        """Whether a clause only says who said what stands in another one: "the council said"."""
        clause = place.clause
        if place.statement is not None or len(self.text[clause.start : clause.end].split()) > FEW or self._says_no(clause):
            return False
        said = [s for s in self.statements if any(clause.start <= a and b <= clause.end for a, b in s.cue)]
        return bool(said) and not any(clause.start <= a < clause.end for s in said for a, _ in s.content)

    def _clues(self, place: Place) -> Clues:
        clause = place.clause
        sentence = self.sentences[clause.sentence]
        dated = any(when.relation in ("by", "until") for when in self.timing.dates_in(clause.start, clause.end))
        return Clues.of(self.text, self.lower, clause, sentence, place.statement, dated, self._amounts_in(*trim(self.text, clause.start, clause.end)), place.cues)

    def _inside(self, clause: Clause) -> tuple[Statement | None, tuple[Statement, ...]]:
        """The innermost statement whose content the clause is, and all that hold it."""
        if not self._held:
            return None, ()
        shared = np.maximum(np.minimum(self._contents[:, 1], clause.end) - np.maximum(self._contents[:, 0], clause.start), 0)
        held = np.add.reduceat(shared, self._first_content) >= HELD * (clause.end - clause.start)
        holding = tuple(self._held[i] for i in held.nonzero()[0].tolist())
        return (holding[0] if holding else None), holding





    def _in_its_sentence(self, event: Occurrence) -> Finding:
        """What the sentence of an event and those that it takes up tell of it."""
        clause, statement, kind, type_, taken_up = event.place.clause, event.place.statement, event.kind, event.type, event.taken_up
        sentence, place, (start, end) = self.sentences[clause.sentence], event.place, event.span
        own, names = self.terms.within(start, end)
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
        maker, counterpart = self.participants.of(event)
        day, last = self.timing.day_of_event(place, bool(type_))
        shares = find_shares(self.text, start, end)
        whens = self.timing.dates_in(start, end)
        numbers = {value_of(m) for m in NUMBER.finditer(self.text, start, end) if not any(a <= m.start() < b for a, b in (when.span for when in whens))}
        around = max(sentence.start, start - 40)
        retold = bool(type_) and ((not day and looks_back(self.text, start, end)) or bool(RETOLD.search(self.text, around, end)))
        due = None
        if self.today and not taken_up and (type_ or kind in ("rescheduled", "raised", "cut")):
            said = (date_of(day) if type_ else None) or self.today
            due = read_due(self.text, (start, end), self._own_part(event, sentence), self.timing.dates_in, Occasion(said, self.today, day, retold, statement is not None and statement.kind == "direct"))
        firmness = "conditional" if condition else "aspirational" if type_ and _MILD.search(self.text, around, end) else "firm"
        return Finding(
            kind=kind, span=event.span, sentence=clause.sentence, paragraph=sentence.paragraph, statement=statement.id if statement else None, type=type_, strength=strength,
            what=(start, end) if type_ else None, text=self.text[start:end], terms=terms, names=names, by=(maker.name, maker.kind) if maker else None,
            counterpart=(counterpart.name, counterpart.kind) if counterpart else None, named=tuple(sorted({actor.name for _, _, actor in self.cast.within(sentence.start, sentence.end)})),
            day=day or self.timing.eve, last=last or self.timing.eve, retold=self.timing.is_long_ago(day) or retold, amounts=tuple((a.value, a.unit, a.further, *a.span) for a in amounts),
            numbers=tuple(sorted(v for v in numbers if v >= 2)), cued=strength >= 0.7, tokens=tuple(sorted({m[0] for m in WORD.finditer(self.lower, start, end) if len(m[0]) > 2})),
            share=shares[0][0] if shares else None, due=due, dates=self.timing.periods(whens), condition=condition,
            firmness=firmness, anaphoric=bool(PRONOUN.match(self.text[start:end])), confidence=event.confidence, act=statement.act if statement else None,
            chances=event.told, around=self.terms.around(clause.sentence), plain=event.plain, vague=vague, headline=self._in_headline(event.span),
        )  # fmt: skip

    def _sum_before(self, clause: Clause) -> list[Amount]:
        """The money that was named last before a clause, in its sentence or in the one before."""
        sentence, before = self.sentences[clause.sentence], self.sentences[clause.sentence - 1] if clause.sentence else None
        here = self._amounts_in(sentence.start, clause.start)
        told = here or (self._amounts_in(before.start, before.end) if before is not None and before.paragraph == sentence.paragraph else [])
        return [amount for amount in told if amount.money][-1:]


    def _bare(self, start: int, end: int) -> list[Amount]:
        """The numbers alone in a span that are none of a date."""
        return find_bare(self.text, start, end, [when.span for when in self.timing.dates_in(start, end)])

    def _condition(self, start: int, end: int, sentence: Sentence) -> Span | None:
        """What limits a promise: behind it in its sentence, without who said so, or first in the sentence."""
        behind = CONDITION.search(self.text, start, max(end, sentence.end))
        if behind is not None:
            said = _SAID_SO.search(self.text, behind.end() + 8, sentence.end)
            return trim(self.text, behind.start(), said.start() if said else sentence.end)
        first = FIRST.match(self.text, sentence.start, start)
        cut = _CUT.search(self.text, first.start("words"), start) if first else None
        return trim(self.text, first.start("words"), cut.start()) if first and cut else None


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


