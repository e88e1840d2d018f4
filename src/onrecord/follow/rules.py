"""What word lists and patterns take a clause for: asking, promising, delivering …  It is evidence for judging (`follow/judging.py`), not more."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from onrecord.follow.actors import Cast
from onrecord.follow.amounts import find_amounts
from onrecord.follow.clauses import Clause, Sentence, cut_clauses, trim
from onrecord.follow.dates import When, find_due
from onrecord.follow.lexicon import _lines, common, each_cue, forms
from onrecord.resolve.words import bodies, roles
from onrecord.types import Span, Statement

FUTURE = re.compile(
    r"(?P<modal>\bwill|[’']ll|\bshall|\bwould|[’']d|(?:\b(?:is|are|am|was|were)|[’'](?:s|re|m))\s+going\s+to|\b(?:is|are|was|were)\s+(?:set\s+|due\s+|about\s+)?to|\bgonna)\s+(?P<not>not\s+|never\s+)?(?:\w+ly\s+|also\s+|again\s+|then\s+|now\s+|soon\s+|all\s+|both\s+|even\s+|first\s+|still\s+|only\s+)*(?P<verb>[a-z]+)(?:\s+(?:\w+ly\s+|also\s+|now\s+|all\s+)?(?P<next>[a-z]+))?",
    re.IGNORECASE,
)
"""What is to come: "will deliver", "is to be opened"; the verb, and the word behind it."""
_MUST = re.compile(r"\b(?:must|should|ought\s+to|has\s+to|have\s+to|needs?\s+to|had\s+better)\s+(?:\w+ly\s+|now\s+|also\s+)?(?P<verb>[a-z]+)(?:\s+(?P<next>[a-z]+))?", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:not|never|no|nobody|none|nothing|without|neither|nor|cannot|hardly|barely|yet\s+to|fail(?:ed|s)?\s+to)\b|n[’']t\b", re.IGNORECASE)
_UNREAL = re.compile(r"\b(?:to|can|could|may|might|must|should|would|will|shall|cannot|whether|if|unless|until|when|before|once)\s+(?:\w+ly\s+|be\s+|have\s+|not\s+|been\s+|also\s+|ever\s+)*$|[’'](?:ll|d)\s+(?:be\s+|have\s+)*$", re.IGNORECASE)
CONDITION = re.compile(r"\b(?:if|provided(?:\s+that)?|on\s+(?:the\s+)?condition\s+that|so\s+long\s+as|as\s+long\s+as|unless|once|subject\s+to|as\s+soon\s+as|assuming|in\s+exchange\s+for|in\s+return\s+for)\b", re.IGNORECASE)
_QUESTION = re.compile(r"^\W*(?:about|whether|if|what|why|how|when|where|who|which)\b", re.IGNORECASE)
_READY = frozenset(["ready", "open", "free", "available", "back", "there", "complete", "in", "on", "running", "up", "able", "here", "done", "live"])
STRONG_ASK = re.compile(r"^(?:call|urg|demand|request|appeal|plead|pled|beg|implor|beseech|petition|press|push|lobb|campaign|insist|challeng|apply|applied|ask|claim|seek|sought|propos|invit|set|gave|give|writ|wrot|hand|launch|put|fil|submit|made|mak|entreat|instruct|bid|table)")
STRONG_PLEDGE = re.compile(r"^(?:promis|pledg|vow|commit|undert|guarant|offer|swear|swor|assur|reassur|volunteer|contribut|donat|earmark|sign|chip|put|stump|foot|cover|bear|bore|meet|met|pick|give|gave|giving|took|take|step|came|come|mak|made|strik|struck|reach)")
_TO_ACT = re.compile(r"\bto\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)", re.IGNORECASE)
_LIMIT = re.compile(r"\W*(?:if|provided|unless|in\s+case|on\s+condition|as\s+long\s+as|so\s+long\s+as|once|assuming)\b")
_NEUTRAL = re.compile(r"\b(?:said|says|say|told|tells|adds?|added|announced|reported|reports|stated|states|asked|wrote|writes|replied|replies|answered|answers|explained|explains|called|emphasised|noted|informed|declared|joked|laughs?|according|remarked|pointed\s+out|recalled|praised|mentioned)\b")
_SUBJECTS = frozenset(["i", "we", "you", "they", "he", "she", "it", "who", "which", "that", "this", "also", "again", "now", "still", "and", "but", "then", "not", "will", "would", "to", "never", "today", "there", "people", "residents", "parents", "workers", "villagers", "families", "both", "all", "some", "others", "himself", "herself", "itself"])
PURE = re.compile(r"^(?:promis|pledg|vow|commit|undert|guarant|swear|swor|assur|reassur|gave .*word|give .*word|given .*word)")
FOR_THINGS = re.compile(r"^(?:call\w* .*for$|call\w* for|ask\w* for|demand|request|petition|push\w* for|campaign\w* for|press\w* for|appeal|apply|applied|claim|seek|sought|lobb\w+ for|bid\w* for|plead|propos)")
FOLLOWING = ("withdrawn", "refused", "rescheduled", "cut", "raised", "disputed", "delivered", "progressed", "reaffirmed")


@cache
def _verbs(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Base forms, and participles with past forms."""
    found = [w for line in _lines(name) for w in line.split()]
    return frozenset(found), frozenset(f for w in found for f in (forms(w)[2], forms(w)[3]))


def acts(verb: str, behind: str = "", amount: bool = False) -> bool:
    """Whether a verb (with the word behind it) names an act that somebody could check."""
    verb, behind = verb.casefold(), (behind or "").casefold()
    base, participles = _verbs("actions.txt")
    if verb in ("be", "been"):
        return behind in participles or behind in _READY or (amount and behind.endswith("ed"))
    if verb == "have":
        return (amount or behind in ("their", "its", "your", "his", "her")) and behind not in _verbs("actions.txt")[1]
    return verb in base


def might_act(verb: str, behind: str = "") -> bool:
    """Whether a verb that is in no list may name an act: it is none of a state, and no adverb or noun."""
    states, of_states = _verbs("states.txt")
    verb, behind = verb.casefold(), (behind or "").casefold()
    if verb in ("be", "been"):
        return behind.endswith("ed") and behind not in of_states
    return len(verb) > 2 and verb not in states and verb not in common() and not verb.endswith(("ly", "ing", "ed"))


def harmful(verb: str, behind: str = "") -> bool:
    base, participles = _verbs("harms.txt")
    return verb.casefold() in base or (verb.casefold() == "be" and (behind or "").casefold() in participles)


@dataclass(frozen=True, slots=True)
class Place:
    """A clause, and the innermost statement whose content it is."""

    clause: Clause
    statement: Statement | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A span, the kind of event for which it is taken, and how surely where it asks or promises (0 to 1)."""

    kind: str
    span: Span
    type: str | None
    strength: float
    retold: bool


class Rules:
    """Reads the clauses of one text.  `lower` is the text in lower case with straight apostrophes; `dates_in` gives the expressions of time in a span."""

    def __init__(self, text: str, lower: str, statements: Sequence[Statement], sentences: Sequence[Sentence], cast: Cast, dates_in: Callable[[int, int], list[When]], today: date | None):
        self.text, self.lower, self.statements, self.sentences, self.cast, self.today = text, lower, statements, sentences, cast, today
        self._dates_in = dates_in
        borders = [edge for s in statements for start, end in s.content for edge in (start, end)]
        self.clauses = cut_clauses(text, sentences, borders)
        self._introducing: list[Span] = []  # words of asking and promising that have introduced something
        self.places = [Place(c, self._inside(c)) for c in self.clauses]

    def taken(self) -> list[Taken]:
        found: list[Taken] = []
        taken: list[Span] = []
        for finding in [*self._cued("asked"), *self._cued("pledged")]:
            found.append(finding)
            if not finding.type or not finding.retold or finding.strength >= 0.6:
                taken.append(finding.span)
        for place in self.places:
            c = place.clause
            covered = any((a <= c.start and c.end <= b) or _shared((a, b), (c.start, c.end)) > 0.5 * (c.end - c.start) for a, b in taken)
            more = list(self._of_clause(place, covered))
            found += more
            if any(f.type for f in more):
                taken.append((c.start, c.end))
        return found

    def _inside(self, clause: Clause) -> Statement | None:
        """The innermost statement whose content the clause is."""
        holding = [s for s in self.statements if any(_shared((a, b), (clause.start, clause.end)) > 0.6 * (clause.end - clause.start) for a, b in s.content)]
        return min(holding, key=lambda s: sum(b - a for a, b in s.content), default=None)

    # asking and promising

    def _cued(self, kind: str) -> Iterator[Taken]:
        """What a verb or noun of asking or of promising introduces."""
        for number, sentence in enumerate(self.sentences):
            for match in each_cue(kind, self.lower, sentence.start, sentence.end):
                finding = self._of_cue(kind, number, sentence, match)
                yield from finding or ()

    def _of_cue(self, kind: str, number: int, sentence: Sentence, match: re.Match[str]) -> list[Taken]:
        text, (start, end) = self.text, match.span()
        words = match[0]
        behind = text[end : sentence.end]
        before = text[sentence.start : start]
        near = " ".join(before.split()[-6:])
        statement = next((s for s in self.statements if any(a < end and start < b for a, b in s.cue)), None)
        if re.match(r"\W*(?:nothing|nobody|no\s|none\b|neither|by\s+whom|(?:not\s+)?to\s+(?:be\s+(?:named|identified|quoted)|remain\s+anonymous|comment|respond|reply|answer)\b)", behind) or _negated(near):
            return []
        if self._only_a_noun(words, before, behind):
            return []
        passive = bool(re.search(r"\b(?:was|were|is|are|been|being|be|as|when|once|if)\s+(?:\w+ly\s+|also\s+)?$", before, re.IGNORECASE)) and bool(re.search("(?:ed|n|t|ng)$", words.split()[0]))
        if _UNREAL.search(before) or (kind == "asked" and (_QUESTION.match(behind) or (re.match(r"^\W*(?:by|in|at|about|on)\b", behind) and passive))):
            return []
        noun = bool(re.search(r"(?: |^)(?:demand|request|appeal|plea|plead|call|petition|claim|bid|application|motion|promise|pledge|vow|commitment|undertaking|guarantee|offer|assurance|plan|intention) (?:for|to|that|of)$", words)) and bool(
            re.search(r"\b(?:the|a|an|its|his|her|their|our|this|that|[\w]+[’']s|any|new|first|second|last)\s+(?:\w+\s+)?$", before, re.IGNORECASE))
        if re.search(r"\b(?:the|a|an|its|his|her|their|our|this|that|of|no|any|in|\w+[’']s)\s+(?:\w+\s+)?$", before, re.IGNORECASE) and not noun and " " not in words and not re.search("(?:ed|ing)$", words):
            return []  # "the offer", "a request"
        if statement is not None and statement.content and not noun:
            ahead = [span for span in statement.content if span[1] > sentence.start and span[0] < sentence.end]
            whole = (min(a for a, _ in ahead), max(b for _, b in ahead)) if ahead else statement.content[0]
            if whole[0] < start < whole[1] or text[slice(*whole)].casefold() in ("that", "which", "whom"):
                whole = (end, sentence.end)
        else:
            whole = (end, sentence.end)
        whole = trim(text, max(whole[0], sentence.start), min(whole[1], sentence.end))
        if kind == "asked" and _QUESTION.match(text[whole[0] : whole[1]]):
            return []
        if whole[0] >= end:
            stop = re.search(r"[.;]\s|,\s+(?:and|but)\s+(?:he|she|it|they|the|said|added|told)\b|[,;]?\s+(?:he|she|it|they|[A-Z]\w+)\s+(?:said|says|added|told)\b|,\s+(?:said|says|according)\b", text[whole[0] : whole[1]])
            if stop:
                whole = trim(text, whole[0], whole[0] + stop.start())
        limit = CONDITION.search(text, whole[1], sentence.end) if kind == "pledged" and whole[0] >= end else None
        if limit and limit.start() - whole[1] < 60:
            whole = trim(text, whole[0], sentence.end)
        relative = re.search(r"\b(?:that|which|whom)\s+(?:[\w’'-]+\s+){0,5}(?:ha[ds]\s+|have\s+|was\s+|were\s+)?$", before, re.IGNORECASE) is not None and not re.match(r"\W*(?:to|that)\b", behind) and whole[0] >= end and not re.match(r"\W*(?:[\w’'-]+\s+){0,3}?to\s+[a-z]+", behind)
        bare = relative or re.match(r"(?:i|he|she|we|they|you)\b|it\b(?!\s+(?:to|for)\b)", self.lower[whole[0] : whole[1]]) is not None or whole[1] - whole[0] < 6 or re.fullmatch(r"\W*(?:in|last|on|this|a)\s+\w+(?:\s+\w+)?", text[whole[0] : whole[1]]) is not None
        if bare:
            clause = next((c for c in self.clauses if c.start <= start < c.end), None)
            if clause is None:
                return []
            whole = (clause.start, max(clause.end, min(end, sentence.end)))
            earlier = [c for c in self.clauses if c.sentence == clause.sentence and c.end <= clause.start and clause.start - c.end < 10 and c.end - c.start > 6]
            if relative and earlier and clause.start - earlier[-1].end < 10:
                whole = (earlier[-1].start, whole[1])
        retold = passive or (bool(re.search(r"\b(?:had|has|have|which|that|as|who|whom|what|when)\s+(?:\w+\s+){0,3}$", before, re.IGNORECASE)) and bool(re.search(r"ed$|ought$|ook$|ade$|ave$|wore$", words.split()[0])))
        strength = self._strength(kind, words, whole, statement, noun, passive)
        if strength <= 0:
            return []
        if bare:
            strength = 0.5 if relative and PURE.match(words) and find_amounts(text, *whole) else min(strength, 0.3)
        if noun:
            for other in ("withdrawn", "refused", "cut", "raised", "rescheduled", "delivered", "reaffirmed"):
                done = next((m for m in each_cue(other, self.lower, max(sentence.start, start - 60), start) if not _negated(" ".join(self.lower[sentence.start : m.start()].split()[-4:]))), None)
                if done is not None and not re.search(r"[,;]", text[done.end() : start]):
                    self._introducing.append((done.start(), end))
                    return [_taken(other, (done.start(), whole[1]))]
        found = [_taken(kind, span, strength, retold) for span in _split(text, whole, kind)]
        if not relative:
            self._introducing.append((start, end))
        return found

    def _only_a_noun(self, words: str, before: str, behind: str) -> bool:
        """Whether "offer", "plans", "calls" … is no verb here: it has no subject before it, or is one itself."""
        if " " in words or re.search("(?:ed|ing|ght|wore)$", words):
            return False
        last = re.search(r"([\w’'-]+)[\s,]*$", before)
        if re.match(r"\s+(?:have|has|had|is|are|was|were|will|would|of|by|from|which|that\s+(?:has|have|was|were|is|are))\b|\s*[.,;:]", behind):
            return True
        if last is None or last[1][:1].isupper() or before.rstrip()[-1:] == ",":
            return False
        word = last[1].casefold()
        return not (word in _SUBJECTS or word.endswith("ly") or word in bodies() or word in roles() or word.removesuffix("s") in roles() or word.removesuffix("s") in bodies() or word.endswith(("men", "people")))

    def _strength(self, kind: str, words: str, whole: Span, statement: Statement | None, noun: bool, passive: bool) -> float:
        text = self.text[whole[0] : whole[1]]
        amounts = find_amounts(text)
        to = _TO_ACT.search(text[:90])
        will = FUTURE.search(text)
        verb, behind = ("", "")
        if to:
            verb, behind = to["verb"], (text[to.end() :].split() or [""])[0].strip(",.")
        elif will:
            verb, behind = will["verb"], will["next"] or ""
        acting = bool(verb) and acts(verb, behind, bool(amounts))
        if kind == "pledged" and verb and harmful(verb, behind) and not acting:
            return 0.0
        if noun:
            return 0.4 if acting or amounts else 0.2
        if kind == "asked":
            if to and to.start() <= 2 and re.match(r"want|would like|seek|sought|need|requir|propos|table", words):
                return 0.0
            if re.match(r"order|tell|told|oblig", words):
                return 0.75 if to and acting and "," not in text[: to.start()] and not re.match(r"\W*(?:to|that|how|about)\b", text) else 0.0
            if STRONG_ASK.match(words):
                if not (to or amounts or FOR_THINGS.match(words) or re.match(r"\W*that\b", text)):
                    return 0.3
                if to and to.start() < 40 and verb in ("respond", "comment", "reply", "know", "see", "believe", "think", "understand", "remember", "imagine", "say", "tell", "explain"):
                    return 0.3
                return 0.8 if statement is not None or to or amounts else 0.55
            return 0.6 if acting or (amounts and not will) or re.match(r"\W*that\b", text) else 0.0
        if STRONG_PLEDGE.match(words):
            if statement is not None and statement.act == "refuse" and (statement.act_confidence or 0) > 0.6:
                return 0.0
            return 0.8 if acting or amounts or (statement is not None and PURE.match(words)) else 0.5 if PURE.match(words) else 0.3
        if re.match("hop|plan|intend|aim", words):
            return 0.6 if to and to.start() < 3 and acting else 0.0
        if will and will["not"]:
            return 0.0
        return 0.65 if (acting and (to is None or to.start() < 12)) or (amounts and any(a.money or a.unit != "percent" for a in amounts)) else 0.3 if acting else 0.0

    # what a clause tells

    def _of_clause(self, place: Place, covered: bool) -> Iterator[Taken]:
        clause = place.clause
        text = self.text[clause.start : clause.end]
        sentence = self.sentences[clause.sentence]
        question = self.text[sentence.start : sentence.end].rstrip("\"”’» ").endswith("?")
        if not covered and not question:
            made = self._promise_in(place, text, sentence) or self._ask_in(place, text, sentence)
            if made is not None:
                yield made
                return
        yield from self._event_in(place, text, sentence, covered)

    def _promise_in(self, place: Place, text: str, sentence: Sentence) -> Taken | None:
        """"We will finish this bridge", "the town will get two buses", "it would be opened by May"."""
        clause, statement = place.clause, place.statement
        match = FUTURE.search(text)
        if not match:
            return self._under_way(place, text, sentence)
        if re.match(r"\W*(?:if|when|until|whether|unless|once|whatever|who)\b", text, re.IGNORECASE):
            return None
        amounts = find_amounts(self.text, clause.start, clause.end)
        subject = text[: match.start()].strip()
        verb, behind = match["verb"].casefold(), (match["next"] or "").casefold()
        if re.search(r"\b(?:when|whether|how|what|why|if|who|where)\s+(?:[\w’'-]+\s+){0,4}$", text[: match.start()], re.IGNORECASE):
            return None
        due = self._is_due(clause.start, sentence.end if statement is None else clause.end)
        none = bool(re.search(r"^\W*(?:that\s+|and\s+|but\s+)*(?:no\s+(?:more|further|other|new)\b|nobody\b|no\s+one\b|none\b)", subject, re.IGNORECASE)) or (verb == "be" and behind == "no")
        if none or match["not"]:
            kept: object = due or re.search(r"\bnot\s+be\s+(?:charged|dismissed|sacked|cut|closed|touched|evicted|billed|fined|raised|asked\s+to\s+pay|left)\b", text, re.IGNORECASE) or re.search(r"\b(?:until|till|before|while|as long as|no more|no further|ever)\b", text, re.IGNORECASE)
            kept = kept or (re.search(r"\bwe\s*$", subject, re.IGNORECASE) and verb in ("take", "charge", "close", "sell", "cut", "dismiss", "raise", "touch", "leave", "abandon", "forget") and statement is not None and statement.act != "refuse")
            if not kept or statement is None or statement.mode != "said" or re.search(r"\b(?:i|you)\s*$", subject, re.IGNORECASE) or verb in ("comment", "believe", "know", "say") or behind in ("commenting", "drawn", "named", "surprised"):
                return None
            return _taken("pledged", (clause.start, clause.end), 0.55)
        if verb in ("go", "continue", "keep") and any(harmful(w.removesuffix("ing")) or harmful(w.removesuffix("ing") + "e") for w in text[match.end("verb") :].casefold().split()[:3] if w.endswith("ing")):
            return None
        there = bool(re.search(r"\bthere\s*$", text[: match.start()], re.IGNORECASE)) and verb == "be" and behind in ("a", "an", "new", "more") and due
        sure = there or acts(verb, behind, bool(amounts)) or (verb == "have" and due and behind not in ("to", "been", "had"))
        if (verb == "have" and behind.endswith("ed")) or re.search(r"would\s+have\b|[’']d\s+have\b", match[0], re.IGNORECASE):
            return None
        if not (sure or (might_act(verb, behind) and (due or amounts or statement is not None))) or harmful(verb, behind) or (verb in ("get", "have", "see") and not amounts and not due):
            return None
        if re.search(r"\b(?:who|nothing|people|whoever)$|^(?:no|who)\b", subject, re.IGNORECASE) or (re.search(r"\byou$", subject, re.IGNORECASE) and not due):
            return None
        own = bool(re.search(r"(?:^|\W)(?:we|i)$", subject, re.IGNORECASE))
        single = bool(re.search(r"(?:^|\W)i$", subject, re.IGNORECASE))
        spots = self.cast.within(clause.start, clause.start + match.start())
        if statement is not None:
            guessing = any(re.search(r"reckon|estimat|think|thought|believ|expect|fear|predict|doubt|guess|hear|imagin|hope", self.lower[a:b]) for a, b in statement.cue)
            if guessing or statement.mode == "thought" or statement.act in ("warn", "accuse", "deny"):
                strength = 0.3
            elif own:
                strength = 0.65 if not single or due or amounts else 0.45
            elif re.search(r"\b(?:is|are|was|were)\s+to\b", match[0]):
                strength = 0.45
            else:
                strength = 0.6 if due or amounts or statement.act == "pledge" else 0.5
                if (statement.speaker is not None and statement.speaker.kind == "document") or (statement.mode == "shown"):
                    strength = 0.3
        else:
            strength = 0.55 if spots and (due or amounts) and not re.search(r"\b(?:is|are|was|were)\s+(?:set\s+|due\s+|about\s+)?to\b", match[0]) else 0.4 if spots else 0.3
        if not sure:
            strength = min(strength, 0.5 if due or amounts else 0.4)
        return _taken("pledged", (clause.start, clause.end), strength)

    def _under_way(self, place: Place, text: str, sentence: Sentence) -> Taken | None:
        """"The Union is setting up a further 300 million": what somebody is about to do, with an amount."""
        clause, statement = place.clause, place.statement
        match = re.search(r"(?:\b(?:is|are|was|were)|[’'](?:s|re|m))\s+(?:now\s+|also\s+)?([a-z]+ing)\b", text)
        if match is None or not any(forms(verb)[4] == match[1] for verb in _verbs("actions.txt")[0]):
            return None
        amounts = find_amounts(self.text, clause.start, clause.end)
        giving = match[1] in ("giving", "lending", "sending", "putting", "offering", "donating", "building", "setting", "adding", "paying", "supplying", "contributing", "raising")
        if not any(a.money or giving for a in amounts) or _negated(text[: match.start()]):
            return None
        spots = [a for _, _, a in self.cast.within(clause.start, clause.start + match.start())]
        return _taken("pledged", (clause.start, clause.end), 0.55 if spots or statement is not None else 0.3)

    def _ask_in(self, place: Place, text: str, sentence: Sentence) -> Taken | None:
        """"The council must publish the report", "Give us our money"."""
        clause, statement = place.clause, place.statement
        if statement is None or statement.mode != "said":
            return None
        asked = statement.act == "request"
        if _QUESTION.match(text):
            return None
        match = _MUST.search(text)
        if match and acts(match["verb"], match["next"] or ""):
            subject = text[: match.start()]
            if re.search(r"\b(?:we|i|nobody|who|people)\s*$" if asked else r"\b(?:we|i|he|she|you|it|they|nobody|who|people)\s*$", subject, re.IGNORECASE) or NEGATION.search(text[: match.end()]):
                return None
            strength = 0.6 if asked else 0.5 if self._is_due(clause.start, clause.end) else 0.4
            return _taken("asked", (clause.start, clause.end), strength)
        first = text.split()[0].casefold() if text.split() else ""
        if asked and statement.kind != "indirect" and text[:1].isupper() and first in _verbs("actions.txt")[0] and first not in ("have", "work", "report", "can", "light", "post", "plant"):
            return _taken("asked", (clause.start, clause.end), 0.45)
        return None

    def _event_in(self, place: Place, text: str, sentence: Sentence, covered: bool) -> Iterator[Taken]:
        """What has become of something: delivered, begun, refused …; one kind a clause, the most telling."""
        clause = place.clause
        lower = self.lower[clause.start : clause.end]
        introduces = any(clause.start <= a < clause.end and clause.end - b < 4 for a, b in self._introducing)
        if clause.end - clause.start < 9 or introduces or _LIMIT.match(lower) or self._only_a_cue(clause, lower):
            return
        question = self.text[sentence.start : sentence.end].rstrip("\"”’» ").endswith("?")
        best: tuple[str, re.Match[str]] | None = None
        for kind in FOLLOWING if not question else ():
            match = self._cue_in(kind, clause, covered)
            if match is not None and (best is None or (best[0] == "delivered" and kind == "progressed" and len(match[0]) > len(best[1][0]))):
                best = kind, match
        if best is not None:
            kind, match = best
            if kind == "withdrawn" and re.match("expir|laps", match[0]) and re.search(r"deadline|time limit|date|ultimatum", lower):
                return
            yield _taken(kind, (clause.start, clause.end))

    def _cue_in(self, kind: str, clause: Clause, covered: bool) -> re.Match[str] | None:
        """The first words in a clause that tell this kind of event, and are neither negated nor of what is only to come."""
        begins = re.match(r"\W*(?:and\s+|but\s+)?(?:when|once|until|as\s+soon\s+as|before)\b", self.lower[clause.start : clause.end])
        for match in each_cue(kind, self.lower, clause.start, clause.end):
            before = self.lower[clause.start : match.start()]
            near = " ".join(before.split()[-4:])
            if kind not in ("refused", "disputed", "rescheduled", "reaffirmed") and (_negated(near) or _UNREAL.search(before) or begins):
                continue
            if (kind == "reaffirmed" and (covered or _negated(near))) or (covered and kind not in ("raised", "cut", "rescheduled")):
                continue
            return match
        return None

    def _only_a_cue(self, clause: Clause, lower: str) -> bool:
        """Whether a clause only says who said something that stands in another one."""
        if not _NEUTRAL.search(lower):
            return False
        for statement in self.statements:
            cued = any(clause.start <= a < clause.end for a, _ in statement.cue)
            if cued and not any(_shared((a, b), (clause.start, clause.end)) > 0.3 * (clause.end - clause.start) for a, b in statement.content):
                return True
        return len(lower.split()) < 5

    def _is_due(self, start: int, end: int) -> bool:
        """Whether a span tells by when."""
        return self.today is not None and find_due(self.text, self._dates_in(start, end), self.today) is not None


def _shared(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _negated(words: str) -> bool:
    return bool(NEGATION.search(words)) and not re.search(r"\bnot\s+only\b|\bno\s+later\b|\bnot\s+later\b", words)


def _split(text: str, whole: Span, kind: str) -> list[Span]:
    """What is asked or promised, one or several: "a pay rise … and for a second guard …"."""
    if kind != "asked":
        return [whole]
    cuts = [m.start() for m in re.finditer(r",?\s+and\s+(?=(?:for\s+(?:a|an|the|\d)|to\s+[a-z]+\s|that\s+))", text[whole[0] : whole[1]])]
    if not cuts:
        return [whole]
    edges = [whole[0], *(whole[0] + c for c in cuts), whole[1]]
    parts = [trim(text, re.match(r",?\s*(?:and\s+)?", text[a:b]).end() + a if a != whole[0] else a, b) for a, b in zip(edges, edges[1:])]  # type: ignore[union-attr]
    return parts if all(b - a > 15 for a, b in parts) else [whole]




def _taken(kind: str, span: Span, strength: float = 0.0, retold: bool = False) -> Taken:
    return Taken(kind, span, {"asked": "ask", "pledged": "pledge"}.get(kind), strength, retold)
