"""When what a clause asks or promises is due: which of the expressions of time around it tell that, and not when it was said, or what it is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.follow.clauses import Sentence
from onrecord.follow.dates import When, find_due, find_past_due
from onrecord.follow.patterns import CONDITION, FUTURE, NOT_IN_TIME
from onrecord.types import Span

NEAR = 150  # days from the report within which a day without a year, that may be past or to come, is the one to come
BESIDE = 60  # characters behind a clause in which a day or a period, that is no deadline, may still be its
_ADDRESSING = re.compile(r"\b(?:appealed|applied|turned|said|spoke|wrote)\s+to\b", re.IGNORECASE)  # of which "to" begins no infinitive
_POINT = re.compile(r"(?<=\d)\.(?=\d)")  # in "1.5 million" ends no sentence
_SAID = re.compile(r",[\"”’»]*\s+(?:[^,;]{1,60},\s+)?(?:[\w’'-]+\s+){0,5}(?:said|says|told|announced|added|replied|explained|declared|stated|confirmed|wrote|reported|promised|conceded|admitted|acknowledged|insisted|stressed|warned|argued|claimed|noted|disclosed|revealed|recalled|repeated|complained|maintained|remarked|suggested|observed)\b", re.IGNORECASE)  # behind what was said; a day behind it tells when
_INFINITIVE = re.compile(r"(?<!\bbegan\s)(?<!\bbegun\s)(?<!\bstarted\s)(?<!\bcontinued\s)\bto\s+(?!(?:the|an?|its|their|his|her|our|my|your|this|that|th[eo]se|all|each|every|some|any|both|parliament|court|school|work|town|power|office|date|council)\b|[a-z]+[^s\W]s\b)[a-z]+\s[^.;]*$")
_TOLD = re.compile(r"\b(?:appealed|asked|called|demanded|requested|urged|invited|wanted|sought|applied|told|said|promised|pledged|vowed|announced|offered|committed|undertook|undertaken|agreed|put|signed|decided|resolved|ruled|voted|swore|sworn|assured|informed)\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:[a-z]{2,}ed|wrote|gave|took|made|met|sat|spoke|came|went|began|held|sent|let|heard|saw|found|stood|rose|fell|lay|ran|won|lost|paid|sold|bought)\s+(?:[\w.,]+\s+){0,4}?(?:(?:on|in|at|last)\s+)?(?:the\s+)?$", re.IGNORECASE)  # of which a day behind it tells when
_NOUN = re.compile(r"\s+(?!(?:and|at|but|or|to|as|if|for|from|with|in|on|when|until|evening|morning|afternoon|night)\b)[a-z]")  # "winter tyres"
_WHOSE = re.compile(r"[’']s\s+(?!end\b|close\b|time\b)", re.IGNORECASE)  # "by | Sunday | 's storm"
_WITH, _WAGES = re.compile(r"\b(?:with|on)\s+(?:the|their|its|his|her|your|our)\s+$", re.IGNORECASE), re.compile(r"\s+(?:pay|wages?|salar(?:y|ies)|pensions?|payslips?|payrolls?|bills?|invoices?)\b", re.IGNORECASE)  # "with the | March | wages"
_RANGE = re.compile(r"\s+to\s+[A-Z]\w+day\b")  # "Monday to Friday"
_TO_COME = re.compile(r"\b(?:next|coming|tomorrow)\b", re.IGNORECASE)  # no day on which something was said
_NO_TERM = re.compile(  # "backdated to | 1 January", "like a child before | Christmas", "since the week before | Easter", "tickets for | May", "the report of | March", but "before the sitting of | 5 March"
    r"\bbeyond\s+(?:the\s+)?$|\b(?:back-?dated|retroactive(?:ly)?)\s+(?:to|from)\s+(?:the\s+)?$|\b(?:un)?like\s+(?:[\w’'-]+\s+){0,4}$|(?<!\ba\s)(?<!\ban\s)(?<!\bper\s)(?<!\beach\s)(?<!\bevery\s)\b(?:day|week|month|year|night|evening|morning)s?\s+(?:before|until|till)\s+(?:the\s+)?$|"
    r"\b(?:tickets?|rents?|bills?|invoices?|wages|salar(?:y|ies)|fees?|fares?|figures|reports?|results|accounts|budgets?)\s+for\s+(?:the\s+)?$", re.IGNORECASE)  # fmt: skip
_OF, _BEFORE_IT = re.compile(
    r"\b(?!(?:as|course|days?|weeks?|months?|years?|hours|morning|evening|weekend|end|close|begin|beginning|start|middle|half|third|quarter|rest|deadline|date|term|target|first|last|spring|summer|autumn|winter)\s)[\w’'-]+\s+of\s+(?:the\s+)?$", re.IGNORECASE), re.compile(r"\b(?:before|by|until|till|ahead)\b", re.IGNORECASE)  # fmt: skip
_NOT = re.compile(r"(?:\bnot|n[’']t)\s+(?:(?:[\w-]+\s+){0,3}?(?:before|until|till)|in|on|by)\s+(?:the\s+)?$", re.IGNORECASE)
_APART = re.compile(r"(?<!,)\s(?:which|who|whose|where|when|after)\s|\bthat\s+(?:begins?|starts?|ends?|opens?|falls?|sits?)\b", re.IGNORECASE)  # what follows tells of something else
_BEHIND = re.compile(r"\b(?:which|who|whose|where|when)\b", re.IGNORECASE)
_OF_A_PART = re.compile(r"\b(?:the\s+first\s+(?:of\s+(?:them|these|which)|lot|batch|part|half|instalment|tranche|units?|ones?)|one\s+half|half\s+of\s+(?:it|them)|(?:one|two|three|four|five|ten|some|most|many|several)\s+of\s+(?:them|these|which))\b[^.;]*$", re.IGNORECASE)
_REST = re.compile(r"\b(?:the\s+(?:rest|remainder|remaining|others?|last|second|latter|balance)|the\s+other\s+half)\b[^.;]{0,60}$", re.IGNORECASE)
_TAKEN = re.compile(r"\b(?!(?:is|are|was|were|be|been|being|get|gets|got|have|has|had|to|will|would|not|also|and|or|it|them|him|her|us|fully)\s|[a-z]+ly\s)(?:[a-z]+s|money|sum|data|report|letter|promise|offer|aid|contract|agreement)\s+(?:[a-z]{2,}ed|taken|made|lost|given|built|held|sent|paid|seen|won|drawn|found|laid|cut|shot|stolen|begun)\s+(?:in|on|during|since|before)\s+(?:the\s+)?$")  # "the samples taken in | May"
_KEPT = re.compile(r"\b(?:have|has|having|get|see|keep|wants?|wanted|expects?|expected|like)\b[^.;]*$", re.IGNORECASE)
_COORDINATED = re.compile(r"(?:and|but)\s+(?:\w+\s+){0,2}?[a-z]+ed\b", re.IGNORECASE)  # "… and promised": what stands before is another's
_PAST = re.compile(r"\b(?:was|were)\s+(?:\w+\s+)?(?:to|due|supposed|meant)\b|\bmeant\s+to\b|\bhad\s+(?:said|told|promised|announced|pledged|vowed)\b|\b(?:should|ought\s+to)\s+have\s+(?:had|been|[a-z]+ed)\b", re.IGNORECASE)
_GOING_ON = re.compile(r"[\"“”„«»‘'(\s]*(?:it|they|he|she|this|that|these|those|all|each|both|the|of\s+(?:these|them)|its|their|his|her|and|but)\b", re.IGNORECASE)
_COMING = re.compile(
    r"[\"“”„«»‘'(\s]*(?:they|it|these|those|both|all\s+(?:of\s+(?:them|these|it)|\w+)|each\s+of\s+them|(?:the\s+)?(?:full\s+|whole\s+)?(?:money|sum|amount|works?|funds|payments?|grant|transfer|delivery|deliveries|shipments?|handover|construction))\s+(?:will|would|shall|(?:is|are)\s+(?:now\s+)?(?:due\s+|set\s+|expected\s+|scheduled\s+)?to)\s+(?:all\s+|both\s+)?"
    r"(?:be\s+(?:delivered|ready|there|here|made|paid|sent|handed|finished|completed?|built|done|open(?:ed)?|available|installed|transferred|shipped|in\s+\w+|on\s+(?:site|the))|arrive|come|follow|reach|open|begin|start|have\s+(?:it|them|the\s+money))\b"
    r"|\W*(?:the\s+)?(?:completion|delivery|deliveries|payments?|opening|handover|commissioning|construction|works?|shipments?)\s+(?:of\s+(?:[\w’'-]+\s+){1,4})?(?:is|are)\s+(?:envisaged|planned|scheduled|expected|foreseen|due|set|slated)\s+(?:for|by|in|on|before|no)\b", re.IGNORECASE)  # fmt: skip
_TERM_OF_ASK = re.compile(
    r"\W*(?:[\w’'.-]+\s+){1,6}?(?:(?:has|have|had|also|now)\s+)*"
    r"(?:(?:gave|gives?|given|set)\s+(?!up\b|out\b|off\b)[^.;]{2,60}?\s(?:until|till|a\s+deadline|to\s+(?:reply|respond|answer|comply|decide)|\w+\s+(?:hours|days|weeks|months))\b|(?:hopes?|hoped|wants?|wanted|expects?|expected|demands?|demanded|awaits?)\s+(?:for\s+)?(?:an?|the)\s+(?:\w+\s+)?(?:answer|reply|response|decision)\b|deadline\s+(?:is|was|expires|runs\s+out|ends)\b)", re.IGNORECASE)  # fmt: skip
_HAS_UNTIL = re.compile(
    r"\W*(?:[\w’'.-]+,?\s+){1,9}?(?:has|have|had|(?:has|have|had|is|are|was|were)\s+(?:been\s+)?given)\s+(?:only\s+|now\s+)?(?:until|till)\s(?!then\b|now\b|recently\b)[^.;]{2,40}?\sto\s+(?:reply|respond|answer|comply|react|decide|think|agree|accept|explain|act|(?:do|give|meet|deliver)\s+(?:so|it|that|this|them)|(?:give|send)\s+(?:an|its|their|his|her)\s+(?:answer|reply|response))\b", re.IGNORECASE)  # fmt: skip
_NOT_TO = re.compile(r"\b(?:promis|pledg|vow|undert|agree|guarant|commit|assur)\w*\s(?:[\w’'-]+\s+){0,4}?not\s+to\b", re.IGNORECASE)
_AND_TO = re.compile(r"\band\s+(?:also\s+)?(?:to\s+(?!the\b|an?\b|its\b|their\b)[a-z]+|another|an?\s+(?:further|additional|second|new))\s", re.IGNORECASE)
_THEN_WILL = re.compile(r"(?:,\s+(?:[\w’'-]+\s+){1,4}?|\s+(?:[\w’'-]+\s+){2,}?(?:we|they|he|she|it|I)\s+)(?:will|would)\s", re.IGNORECASE)
_ONLY_TERM = re.compile(r"\W*(?:(?:and|all|all\s+of)\s+)?(?:that|this|it|them)?\s*(?:by|before|no[tr]?\s+later\s+than|within|until|at\s+the\s+latest)\b(?!.*\b(?:will|would|shall|is|are|was|were)\b)", re.IGNORECASE)
_IS_DUE = re.compile(r"\b(?:is|are|falls?)\s+due\b", re.IGNORECASE)
_DAY_AND_MONTH = re.compile(r"(?:the\s+)?(?:\w+day,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Za-z]+\.?|[A-Za-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
Due = tuple[str | None, str | None, int, int]


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something was asked or promised: `said`, or told with its day (`day`); `written` is the report's own day; `retold` that somebody recalls it later, `direct` that it stands in quotation marks, so that "next month" is counted from when it was said."""

    said: date
    written: date
    day: str | None = None
    retold: bool = False
    direct: bool = False


def looks_back(text: str, start: int, end: int) -> bool:
    """Whether a clause tells what was to come, and may have or not: "were to be ready", "should have had them"."""
    return _PAST.search(text, start, end) is not None


def goes_on(text: str, sentence: Sentence) -> bool:
    """Whether a sentence may tell more of what is to come of what the one before it spoke of."""
    return bool(_GOING_ON.match(text, sentence.start)) and bool(FUTURE.search(text, sentence.start, sentence.end) or _IS_DUE.search(text, sentence.start, sentence.end))


def only_a_term(text: str, start: int, end: int) -> bool:
    """Whether a clause is but an expression of time that limits what stands before it: "and that not later than the feast on 20 September"."""
    return _ONLY_TERM.match(text, start, end) is not None


def sets_a_term(text: str, start: int, end: int) -> bool:
    """Whether a sentence or a clause only tells until when what the one before it asks for is wanted: "It gave the company until Friday to reply", "They hope for an answer by Easter"."""
    return bool(_TERM_OF_ASK.match(text, start, end)) or is_a_term(text, start, end)


def is_a_term(text: str, start: int, end: int) -> bool:
    """Whether a clause tells until when somebody is to answer, or to do what was asked of him: "management has until 22 November to reply"."""
    return _HAS_UNTIL.match(text, start, end) is not None


def only_goes_on(text: str, sentence: Sentence) -> bool:
    """Whether a sentence only tells when what the one before it spoke of will come: "They will be delivered by the end of October"."""
    return bool(_COMING.match(text, sentence.start, sentence.end))


def infinitive(text: str, start: int, end: int) -> bool:
    """Whether an infinitive stands before a place, of which what follows may tell when: "asked both sides to hold their fire from"."""
    return _INFINITIVE.search(_POINT.sub(" ", _ADDRESSING.sub(" ", text[start:end]))) is not None


def in_future(text: str, span: Span, start: int) -> bool:
    """Whether what stands between `start` and an expression of time speaks of what is to come."""
    before = _POINT.sub(" ", _ADDRESSING.sub(" ", text[start : span[0]]))
    last = max((match.end() for match in FUTURE.finditer(before)), default=None)
    return (last is not None and not _SAID.search(before, last)) or bool(_INFINITIVE.search(before) and not re.search(r"\b(?:said|asked|told)\b[^.;]*$", before))


def read_due(text: str, clause: Span, sentence: Span, dates_in: Callable[[int, int], Sequence[When]], occasion: Occasion) -> Due | None:
    """First and last day, and the span that says so: by the clause and what its sentence, or the part of it that tells of nothing else, adds behind it, up to a condition, else by a deadline before it."""
    (start, end), (first, last) = clause, sentence
    past = occasion.day is None and looks_back(text, start, end)
    limit, late = CONDITION.search(text, start, last), NOT_IN_TIME.search(text, start, end)
    then = _THEN_WILL.search(text, limit.end(), last) if limit else None  # "said that if the school lent the hall, they would have it ready by May"
    condition = (limit.start(), then.end() if then else last) if limit and (then or limit.start() > start + 10) else None
    near = max(end, min(last, end + BESIDE))
    starts = _COORDINATED.match(text, start, end)
    for a, b in ((start, last), *(() if starts else ((first, start),))):
        dates = [when for when in dates_in(a, b) if not _of_a_part(text, start, when.span[0]) and not _is_denied(text, start, when.span[0]) and not _made_then(text, start, when) and not _tells_no_term(text[max(a, when.span[0] - 40) : when.span[0]]) and not _WHOSE.match(text, when.span[1])]
        dates = _of_the_first(text, [when for when in dates if not (condition and condition[0] <= when.span[0] < condition[1])])
        dates = [when for when in dates if not (late and late.end() - 6 <= when.span[0] <= late.end() + 8)]  # which is not kept
        dates = [when for when in dates if when.relation in ("by", "until") or (a == start and when.span[1] <= near and _may_be_due(text, when, start, end, occasion.written))]
        rest = [when for when, before in zip(dates, [None, *dates]) if _REST.search(text, max(a, start, when.span[0] - 80, before.span[1] if before else 0), when.span[0])]
        own = [when for when in dates if when.span[1] <= end]
        if own and a == start and not rest and all(when.relation == "after" for when in own):  # "from next month", and by when another does something else
            dates = own
        due = find_due(text, rest[-1:] or dates, occasion.said, None if occasion.direct else occasion.written)
        behind = find_past_due(text, dates, occasion.said) if past else None
        if behind is not None and behind[1] and (due is None or due[1] is None or occasion.said - behind[1] < due[1] - occasion.said):  # of the end of July before and after today, the nearer
            due = behind
        due = due or find_past_due(text, [when for when in dates if when.relation == "by" and _YEAR.search(text, *when.span)], occasion.said)
        if due is not None and not (due[0] and ((occasion.retold and not in_future(text, due[2], start)) or due[0].isoformat() == occasion.day)):  # when it was said is no term: "had demanded in June"
            return due[0].isoformat() if due[0] else None, due[1].isoformat() if due[1] else None, *due[2]
    return None


def _is_denied(text: str, start: int, at: int) -> bool:
    """Whether something is not done before or until a day, which then is none by which it is due; but "promised not to raise fares before | 2028" is."""
    return _NOT.search(text, start, at) is not None and not _NOT_TO.search(text, start, at)


def _made_then(text: str, start: int, when: When) -> bool:
    """Whether an expression of time tells of things when they were made: "the samples taken in | May", "all vehicles built before | March"."""
    if when.relation in ("by", "until") and not text[: when.span[0]].rstrip().endswith(("before", "before the")):
        return False
    taken = _TAKEN.search(text, max(start, when.span[0] - 60), when.span[0])
    return taken is not None and not _KEPT.search(text, start, taken.start())


def _of_the_first(text: str, dates: Sequence[When]) -> list[When]:
    """The expressions of time up to where a second thing is asked or promised: "to reopen the crossing on 1 March | and to double the trains by autumn"."""
    cut = next((i for i, (one, other) in enumerate(zip(dates, dates[1:]), 1) if one.relation not in ("since", "after") and _AND_TO.search(text, one.span[1], other.span[0])), len(dates))
    return list(dates[:cut])


def _lies_ahead(text: str, when: When, written: date) -> bool:
    """Whether a day that is told by its month cannot be when something was said, since it is to come in the months after the report, and the last such day was long ago: "promised an answer at the meeting on 4 March", in February."""
    ahead, back = when.resolve(written, True), when.resolve(written, False)
    return when.length == "day" and when.relation in ("on", "after") and _DAY_AND_MONTH.fullmatch(text[slice(*when.span)]) is not None and ahead is not None and back is not None and 0 < (ahead[0] - written).days < NEAR < (written - back[1]).days


def _tells_no_term(before: str) -> bool:
    """Whether the words before an expression of time say that it is none by which something is due."""
    return _NO_TERM.search(before) is not None or (before.rstrip().endswith((" of", " of the")) and _OF.search(before) is not None and not _BEFORE_IT.search(before))


def _of_a_part(text: str, start: int, at: int) -> bool:
    """Whether an expression of time tells when a part comes, of a clause that promises the whole: "20 buses, the first of them by | June", but not "and that the first of them would be ready by | June"."""
    found = _OF_A_PART.search(text, start, at)
    return found is not None and bool(text[start : found.start()].casefold().removeprefix("and").removeprefix("but").strip(" ,\"“”'‘’").removeprefix("that").strip())


def _may_be_due(text: str, when: When, start: int, end: int, written: date) -> bool:
    """Whether a day or a period that is no deadline may tell when something is due, and not when it was said ("appealed on Wednesday"), nor of what thing it is ("winter tyres", "the season that begins in May")."""
    a, b = when.span
    if when.relation == "since" or _APART.search(text, start + 1, a) or (a >= end and _BEHIND.search(text, end, a)) or (when.bare and ((_NOUN.match(text, b) and not (_WITH.search(text, max(start, a - 12), a) and _WAGES.match(text, b))) or _RANGE.match(text, b) or text[:a].endswith("day to "))):
        return False
    said = _SAID.search(text, start, a)
    if said and when.length == "day" and not FUTURE.search(text, said.end(), a):
        return False
    if in_future(text, when.span, start):
        return True
    will = FUTURE.search(text, b, end)
    told = _TOLD.search(text, start, will.start() if will and start - a < 3 else end)
    return not (told or _DONE.search(text, start, a)) or when.length != "day" or _TO_COME.search(text, a, b) is not None or _lies_ahead(text, when, written)
