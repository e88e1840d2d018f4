"""To which commitment a finding belongs: a scored decision with reasons, over candidates that an index gives.

Articles are taken in the order of their dates, so that the same set of articles makes the same commitments in whatever order they came.  A finding is compared only with commitments that
share a name with its report, and those with the fewest words in common are left out where they are too many, so that a report costs the same however many commitments there are.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from onrecord.follow.actors import words_of
from onrecord.follow.answers import by_a_stranger, may_answer, of_answering
from onrecord.follow.changes import changed_amount
from onrecord.follow.corrections import Corrections, commitment_id, event_id
from onrecord.follow.drafts import Draft, Event, Told, frequent, main_amount, specific, weights_of, who
from onrecord.follow.evidence import FOUNDING, Scene, may_join, of_founding, of_joining, of_one_thing
from onrecord.follow.findings import Finding
from onrecord.follow.kinds import FITTED, Weights, kind_of, telling_kind
from onrecord.follow.numbers import COUNT
from onrecord.follow.overruling import overruled
from onrecord.follow.replies import replied_to, said_no_to
from onrecord.follow.scoring import Scorer, fitted

_LOTS = r"(?:lot|batch|shipment|convoy|consignment|delivery|units|ones|half|part|instalment|tranche|payment)"
REST = re.compile(
    rf"\W*(?:(?:[\w’'.-]+\s+){{1,4}}?(?:said|says|announced|added|promised)\s+(?:on\s+\w+day\s+)?(?:that\s+)?)?(?:(?:and|but|that)\s+)*"
    rf"(?:(?:the|its|their|his|her|our)\s+(?:remaining|rest|remainder|outstanding|balance|others|other\s+(?:\d[\d,.]*|{COUNT}|million|hundred|thousand)|(?:first|second|third|last|final|next|other)\s+{_LOTS}|"
    rf"(?:first|last)\s+(?:of\s+(?:them|these|those)|few|\d[\d,.]*|{COUNT}|(?:is|are|was|were|will|would|by|before)\b))|another\s+(?:instalment|tranche))\b", re.IGNORECASE)  # fmt: skip
"""A clause that begins with what is left, or is the first or last part, of what was told of before: "the rest", "she said that the first lot"."""
BY_HAND = "a person put it here"
JOINING, FOUNDING_ALONE, FOUNDING_PLAINLY = -1.0, 1.25, 0.0  # least scores of what joins a commitment, of what makes one, and of what makes one in so many words ("promised", "asked for")
DOUBTFULLY = 0.5  # by how much less a finding makes one that is told only once something else bears it out
JOINING_BY_NAMES = 3.0  # the same for what asks or promises surely and has nothing in common with the commitment but who
LIKELIER = 0.6  # strength that a finding needs to make a commitment
REPLYING, REPLYING_AT_ALL = -2.0, 0.3  # least score, and strength, of what makes a pledge since it is said in reply to an ask, which is told only if it answers one
LENIENCE = 1.5  # by how much a pledge may fit less well than the ask that it answers, and still be what is meant
ANSWERED, ANSWERED_AFTER_ALL, ANSWERED_TOO = -1.75, -1.0, 0.0  # least scores of the first answer to an ask, since most asks find one, of the first one to an ask that was refused, and of further ones, and those of strangers
Step = tuple[Any, ...]
CANDIDATES = 64  # commitments that an article is compared with
OF_ONE_MATTER, BESIDE_A_NAME = 2.5, 0.5  # how specific the names are at most that an article must have in common with those of a commitment, and what each word counts that they share beside a name
FEW = 10  # articles among which one name in common is enough; among ten times as many it takes another
TERMS, PAIRED = 8, 8  # of a commitment and of an article's names, that are indexed together; all names are by themselves


@dataclass(frozen=True, slots=True)
class Scorers:
    """What decides: to which commitment a finding belongs, which ask a pledge answers, and of which kind an event is."""

    linking: Scorer
    answering: Scorer
    kinds: Weights


DECIDING = Scorers(Scorer.of(fitted()["linking"]), Scorer.of(fitted()["answering"]), FITTED)


@dataclass(frozen=True, slots=True)
class Option:
    """What may be done with a finding: put it to a commitment, or (None) make one of it; `replying`: since it replies to an ask."""

    draft: Draft | None
    features: dict[str, float]
    reasons: tuple[str, ...]
    replying: bool = False


class Linker:
    """Takes articles in order; `drafts` are the commitments so far, and `steps` what was done with the article that was taken last, as plain JSON values: with them `retake` does the same again, and decides nothing."""

    def __init__(self, corrections: Corrections = Corrections(), deciding: Scorers = DECIDING) -> None:
        self.drafts: list[Draft] = []
        self.deciding = deciding
        self.corrections = corrections
        self.steps: list[Step] = []
        self._waiting: dict[str, list[tuple[Told, Finding]]] = {}  # events that a person put to a commitment that no article has told of yet
        self._places: dict[int, tuple[str, int]] = {}  # of findings that wait, by their identity: their article, and which of its findings they are
        self._index: dict[tuple[str, str], tuple[int, ...]] = {}  # numbers of commitments
        self._spoken: dict[str, set[str]] = {}
        self._latest: Draft | None = None
        self._taken = 0
        self._numbers: dict[int, int] = {}  # of the findings of the article that is taken, by their identity

    def copy(self) -> "Linker":
        """Another one that goes on from here, while this one and its commitments stay as they are."""
        made = Linker(self.corrections, self.deciding)
        made.drafts = [copy(draft) for draft in self.drafts]
        for draft in made.drafts:
            draft.answers = draft.answers and made.drafts[draft.answers.number]
        made.steps, made._numbers, made._places, made._taken = self.steps.copy(), self._numbers.copy(), self._places.copy(), self._taken
        made._waiting = {target: waiting.copy() for target, waiting in self._waiting.items()}
        made._index = self._index.copy()
        made._spoken = {word: bodies.copy() for word, bodies in self._spoken.items()}
        made._latest = self._latest and made.drafts[self._latest.number]
        return made

    def take(self, told: Told, in_full: Callable[[int, Set[str]], Finding | None] | None = None) -> None:
        """One more article, of a later date than those before.  `in_full`: where `told` has only outlines, gives by its number all that a finding tells, or None where it can neither make a commitment nor
        belong to one of some types."""
        self._speak(told)
        self._taken += 1
        names = frequent(told.findings)
        self.steps = [("names", names)]
        self._numbers = {id(finding): number for number, finding in enumerate(told.findings)}
        scene = Scene(told, self._near(told, names), self._spoken)
        for known in scene.near:
            if not known.followed:
                self._follow(known)
        for number, outline in enumerate(told.findings):
            finding = outline if in_full is None else in_full(number, {draft.type for draft in scene.near})
            draft = None if finding is None else self._place(finding, scene)
            if draft is not None:
                if draft not in scene.near:
                    scene.near.append(draft)
                    del scene.near[: -2 * CANDIDATES]
                    scene.refresh()
                self._note(draft, names)
        self._answer(told.article, scene.near)

    def retake(self, told: Told, steps: Sequence[Step], finding: Callable[[int], Finding]) -> None:
        """An article once more, by the `steps` of when it was taken behind the same articles.  `told` needs no findings: `finding` gives that of a number."""
        self._speak(told)
        self._taken += 1
        names: Sequence[str] = ()
        waited = {self._places[id(each)]: (earlier, each) for waiting in self._waiting.values() for earlier, each in waiting}
        for step in steps:
            match step:
                case ["names", some]:
                    names = some
                case ["follow", number]:
                    self._follow(self.drafts[number])
                case ["begin", type, sureness]:
                    self._begin(type, sureness)
                case ["hold", number]:
                    self._hold(self.drafts[number])
                case ["assure", number, sureness]:
                    self._assure(self.drafts[number], sureness)
                case ["add", number, place, kind, score, reasons]:
                    of, each = (told, finding(place)) if isinstance(place, int) else waited[tuple(place)]
                    self._add(self.drafts[number], of, each, kind, score, tuple(reasons))
                case ["note", number]:
                    self._note(self.drafts[number], names)
                case ["wait", target, number]:
                    self._wait(target, told, finding(number), number)
                case ["come", target]:
                    del self._waiting[target]
                case ["tie", pledge, ask, score]:
                    self._tie(self.drafts[pledge], None if ask is None else self.drafts[ask], score)
        self.steps = list(steps)

    def _follow(self, draft: Draft) -> None:
        draft.followed = True
        self.steps.append(("follow", draft.number))

    def _begin(self, type: str, sureness: float) -> Draft:
        draft = Draft(len(self.drafts), type, sureness=sureness)
        self.drafts.append(draft)
        self.steps.append(("begin", type, sureness))
        return draft

    def _hold(self, draft: Draft) -> None:
        """Keep it, since a person put something to it."""
        draft.sureness = math.inf
        self.steps.append(("hold", draft.number))

    def _assure(self, draft: Draft, sureness: float) -> None:
        """What is put to it would have made it more surely."""
        draft.sureness = sureness
        self.steps.append(("assure", draft.number, sureness))

    def _wait(self, target: str, told: Told, finding: Finding, number: int) -> None:
        self._waiting.setdefault(target, []).append((told, finding))
        self._places[id(finding)] = told.article, number
        self.steps.append(("wait", target, number))

    def _tie(self, pledge: Draft, ask: Draft | None, score: float) -> None:
        pledge.answers, pledge.answer_score = ask, score
        self.steps.append(("tie", pledge.number, None if ask is None else ask.number, score))

    def _speak(self, told: Told) -> None:
        """Note who speaks for whom."""
        for speaker, body in told.spoken_for:
            people, bodies = words_of(speaker), words_of(body)
            if len(people) < 5:
                for word in people:
                    self._spoken.setdefault(word, set()).update(bodies)

    def _near(self, told: Told, names: Sequence[str]) -> list[Draft]:
        if not self._index:
            return []
        terms = {t for f in told.findings for t, w in f.terms.items() if w >= 0.4}
        numbered = Counter(number for key in _keys(names, terms) for number in self._index.get(key, ()))
        counts = {self.drafts[number]: keys for number, keys in numbered.items()}
        least = min(OF_ONE_MATTER, 1 + math.log10(max(1.0, self._taken / FEW)))
        here, numbers = set(names), {value for finding in told.findings for value, *_ in finding.amounts}
        of_it = [draft for draft, keys in counts.items() if specific(here & draft.names) + BESIDE_A_NAME * (keys - 1 + bool(numbers & draft.numbers)) >= min(least, specific(here), specific(draft.names))]
        best = sorted(of_it, key=lambda draft: (-counts[draft], -draft.number))[:CANDIDATES]
        return sorted(best, key=lambda draft: draft.number)

    def _note(self, draft: Draft, names: Sequence[str]) -> None:
        self.steps.append(("note", draft.number))
        draft.names |= set(names)
        terms = sorted(draft.terms, key=lambda t: (-draft.terms[t], t))[:TERMS] if names else []
        for key in _keys(names, terms):
            bucket = self._index.get(key, ())
            if draft.number not in bucket:
                self._index[key] = (*bucket, draft.number)[-CANDIDATES:]

    def _place(self, finding: Finding, scene: Scene) -> Draft | None:
        told, by_hand = scene.told, self.corrections
        event = event_id(told.article, finding) if by_hand.linked or by_hand.unlinked else ""
        if event in by_hand.linked:
            target = by_hand.linked[event]
            chosen = next((draft for draft in self.drafts if target in draft.addresses), None)
            if chosen is None:
                self._wait(target, told, finding, self._numbers[id(finding)])
                return None
            self._hold(chosen)
            return self._join(told, finding, 9.0, chosen, (BY_HAND,))
        scene.latest = self._latest
        barred = {d.number for d in scene.near if any((event, address) in by_hand.unlinked for address in d.addresses)} if event else set()
        options = [option for option in self._options(finding, scene) if option.draft is None or option.draft.number not in barred]
        if finding.type and commitment_id(told.article, finding) in by_hand.rejected:
            options = [option for option in options if option.draft is not None]
        return self._choose(finding, scene, options)

    def _options(self, finding: Finding, scene: Scene) -> list[Option]:
        options = [Option(draft, *of_joining(finding, draft, scene)) for draft in scene.near if may_join(finding, draft, scene.told.article)]
        replying = finding.type == "pledge" and finding.strength >= REPLYING_AT_ALL and replied_to(finding, scene) is not None
        if finding.type and (replying or finding.strength >= LIKELIER) and not _known(finding, scene):
            reasons = ("asked" if finding.type == "ask" else "promised", *(["in reply to an ask"] if replying else []))
            options.append(Option(None, of_founding(finding, scene), reasons, replying))
        return options

    def _choose(self, finding: Finding, scene: Scene, options: list[Option]) -> Draft | None:
        """Do what fits best, if anything fits; the commitment to which the finding belongs then."""
        options = [option for option in options if option.draft is not None or option.replying or finding.strength >= LIKELIER]
        scores = self.deciding.linking.scores([option.features for option in options])
        scored = [(score, option) for score, option in zip(scores, options) if score > self._least(finding, option, scene.told.article)]
        if finding.kind == "refused" and (asked := said_no_to(finding, scene)) is not None:
            scored = [(max(score, 0.0), option) for score, option in zip(scores, options) if option.draft is asked] or scored
        best = max(scored, key=lambda x: (x[0], x[1].draft is not None and -x[1].draft.number), default=None)
        if best is not None and best[1].draft is not None and best[1].draft.type == "ask" and finding.type is None and finding.kind not in ("refused", "withdrawn"):
            answering = [x for x in scored if x[1].draft is not None and x[1].draft.answers is best[1].draft and x[0] > best[0] - LENIENCE]
            best = max(answering, key=lambda x: (x[0], -x[1].draft.number), default=best)  # type: ignore[union-attr]  # a delivery belongs to the pledge, also when it is told against the ask
        if best is None:
            return None
        score, option = best
        if option.draft is None:
            return self._found(scene.told, finding, score - _least_to_found(finding) if finding.strength >= LIKELIER else 0.0, option.reasons)
        by_itself = max((score for score, option in zip(scores, options) if option.draft is None and finding.strength >= LIKELIER), default=-math.inf) - _least_to_found(finding)
        if option.draft.type == finding.type and by_itself > option.draft.sureness:
            self._assure(option.draft, by_itself)
        return self._join(scene.told, finding, score, option.draft, option.reasons)

    def _least(self, finding: Finding, option: Option, article: str) -> float:
        """The score above which something is done."""
        if option.draft is None:
            return REPLYING if option.replying else _least_to_found(finding) - DOUBTFULLY
        if _rest_of(finding, option.draft, article):
            return -math.inf
        return JOINING if finding.strength < FOUNDING or of_one_thing(finding, option.draft, option.features, self._spoken) else JOINING_BY_NAMES

    def _found(self, told: Told, finding: Finding, sureness: float, reasons: tuple[str, ...]) -> Draft:
        assert finding.type is not None
        draft = self._begin(finding.type, sureness)
        self._add(draft, told, finding, "asked" if finding.type == "ask" else "pledged", finding.strength, reasons)
        if waiting := self._waiting.pop(address := commitment_id(told.article, finding), ()):
            self._hold(draft)
            for earlier, each in waiting:
                self._join(earlier, each, 9.0, draft, (BY_HAND,))
            self.steps.append(("come", address))
        return draft

    def _join(self, told: Told, finding: Finding, score: float, draft: Draft, reasons: tuple[str, ...]) -> Draft:
        kind = kind_of(telling_kind(finding, draft, told.article, told.published, self._spoken), self.deciding.kinds)
        self._add(draft, told, finding, overruled(kind, finding, draft, told.article, self._spoken), score, reasons)
        return draft

    def _add(self, draft: Draft, told: Told, finding: Finding, kind: str, score: float, reasons: tuple[str, ...]) -> None:
        self.steps.append(("add", draft.number, self._places.get(id(finding), self._numbers.get(id(finding))), kind, score, reasons))
        date = draft.day_of(finding, kind) or told.published
        self._latest, draft.paragraph = draft, finding.paragraph
        for event in draft.events:
            if event.article == told.article and event.kind == kind and (event.date == date or kind in ("asked", "pledged", "reaffirmed")):
                draft.place = told.article, finding.sentence
                tells_when = kind != "rescheduled" or event.finding.due is None or finding.due is not None
                if score > event.score and tells_when and event is not draft.first:
                    better = replace(event, finding=finding, score=score, reasons=reasons)
                    draft.events = tuple(better if each is event else each for each in draft.events)
                return
        if finding.type not in (draft.type, None):
            finding = replace(finding, type=None, strength=0.0)
        asking = finding.type is not None
        if asking:
            draft.addresses |= {commitment_id(told.article, finding)}
        draft.events = (*draft.events, Event(finding, told.article, told.published, kind, date, score, reasons))
        draft.place = told.article, finding.sentence
        self._count(draft, finding, kind)
        if asking or kind in ("raised", "cut", "rescheduled"):
            scale = 1.0 if len(draft.events) == 1 else 0.7
            if len(draft.events) == 1 or asking:
                draft.terms, draft.around = _at_least(draft.terms, finding.terms, scale), _at_least(draft.around, finding.around, scale)
            if asking:
                if finding.by:
                    draft.makers |= who(finding.by[0], self._spoken)
                if finding.counterpart:
                    draft.others |= who(finding.counterpart[0], self._spoken)
            latest = draft.amounts[-1] if draft.amounts else None
            amount = main_amount(finding) if latest is None else changed_amount(finding, latest) if kind in ("raised", "cut") else None
            if amount:
                draft.amounts = (*draft.amounts, amount[:2])
            if finding.due and (draft.due is None or (kind == "rescheduled" and not finding.retold)):
                draft.due = (finding.due[0], finding.due[1], told.article, finding.due[2], finding.due[3])

    def _count(self, draft: Draft, finding: Finding, kind: str) -> None:
        """Numbers by which the commitment may be meant later: its amounts, and what is left when a part has come."""
        values = {v for v, u, f, _, _ in finding.amounts}
        if draft.amounts and kind in ("partly_delivered", "cut"):
            unit = draft.amounts[-1][1]
            values |= {draft.amounts[-1][0] - v for v, u, _, _, _ in finding.amounts if u == unit and 0 < v < draft.amounts[-1][0]}
        if finding.type or kind in ("raised", "cut", "partly_delivered", "rescheduled"):
            draft.numbers |= values

    def _answer(self, article: str, near: Sequence[Draft]) -> None:
        """Which asks the pledges answer, of those that are no doubtful ones, the likeliest first: anew for those of which the article tells, those without an ask where it tells of one, and those of which it was not sure."""
        asks = [d for d in near if d.type == "ask" and d.sureness > 0]
        asked = any(ask.place[0] == article for ask in asks)
        pledges = [d for d in near if d.type == "pledge" and (d.answers in asks if d.answers else True) and (d.place[0] == article or (asked if d.answers is None else d.answer_score <= ANSWERED_TOO))]
        weights = weights_of([d.terms for d in asks])
        pairs = []
        for pledge in pledges:
            possible = [ask for ask in asks if may_answer(pledge, ask)]
            scores = self.deciding.answering.scores([of_answering(pledge, ask, weights, asks) for ask in possible])
            pairs += [(round(score, 3), pledge, ask) for score, ask in zip(scores, possible)]
        answered = {d.answers.number for d in near if d.answers is not None and d not in pledges}
        chosen: dict[Draft, tuple[Draft | None, float]] = {}
        for score, pledge, ask in sorted(pairs, key=lambda x: (-x[0], x[1].number, x[2].number)):
            if pledge not in chosen and score > (ANSWERED_TOO if ask.number in answered else _least_of_first(pledge, ask)):
                chosen[pledge] = ask, score
                answered.add(ask.number)
        for pledge in pledges:
            ask_chosen, score = chosen.get(pledge, (None, 0.0))
            if (pledge.answers, pledge.answer_score) != (ask_chosen, score):
                self._tie(pledge, ask_chosen, score)


def _least_to_found(finding: Finding) -> float:
    """The score above which a finding makes a commitment."""
    return FOUNDING_PLAINLY if finding.plain else FOUNDING_ALONE


def _least_of_first(pledge: Draft, ask: Draft) -> float:
    """The score above which a pledge is the first answer to an ask."""
    if any(event.kind == "refused" for event in ask.events):
        return ANSWERED_AFTER_ALL
    return ANSWERED_TOO if by_a_stranger(pledge, ask) else ANSWERED


def _known(finding: Finding, scene: Scene) -> bool:
    """Whether what is asked or promised is surely told of already: a headline's, where its report asks or promises the like, and "the rest" of something."""
    alike = [draft for draft in scene.near if draft.type == finding.type]
    return (finding.headline and any(event.article == scene.told.article for draft in alike for event in draft.events)) or any(_rest_of(finding, draft, scene.told.article) for draft in alike)


def _rest_of(finding: Finding, draft: Draft, article: str) -> bool:
    """Whether a clause that begins with "the rest", or "the first ten", asks or promises that of a commitment: one that was told of just before, or what is left of one that has come in part."""
    if draft.type != finding.type or not REST.match(finding.text):
        return False
    return (draft.place[0] == article and 0 <= finding.sentence - draft.place[1] <= 2) or bool(draft.come and draft.amounts[-1][0] - draft.come in {value for value, *_ in finding.amounts})


def _at_least(weights: Mapping[str, float], others: Mapping[str, float], scale: float) -> dict[str, float]:
    """Of each term the greater of its weight and its scaled one among others."""
    return {**weights, **{term: max(weights.get(term, 0.0), weight * scale) for term, weight in others.items()}}


def _keys(names: Sequence[str], terms: Iterable[str]) -> list[tuple[str, str]]:
    """By which commitments are indexed: each name of an article alone, and the most frequent with each term."""
    return [*((name, "") for name in names), *product(names[:PAIRED], terms)]
