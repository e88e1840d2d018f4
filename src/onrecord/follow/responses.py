"""What is said in reply in few words, which refuses ("Refunds? There won't be any"), and what is only silence or keeps something to oneself, which is no event."""

import re

from onrecord.follow.patterns import FUTURE

FEW = 5  # words of an answer that says no
MOST = 9  # words of a question that only names what it is about: "Two guards on the late trains?"
_ANSWERS = r"(?:answers?|repl(?:y|ies)|responses?|reactions?|acknowledge?ments?)"
_NOT = r"(?:\s+(?:still\s+|simply\s+|also\s+)?(?:not|never)|n[’']t)"
_TO_ANSWER = r"(?:answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|react(?:ed)?)\b"
_SILENT = re.compile(
    rf"\bno\s+(?:\w+\s+)?{_ANSWERS}\b(?!\s+(?:but|other|except)\b)|\bwithout\s+(?:so\s+much\s+as\s+)?(?:an?\s+|any\s+|even\s+an?\s+)?(?:{_ANSWERS}|word)\b|\b{_ANSWERS}\s+(?:(?:did|has|have|had){_NOT}|never|failed\s+to|(?:has|have|had|is|are)\s+yet\s+to)\s+(?:yet\s+)?(?:come|came|arrived?|been\s+(?:received|given))\b|"
    rf"\b(?:has|have|had|did|do|does){_NOT}\s+(?:yet\s+|so\s+far\s+|even\s+)?{_TO_ANSWER}|\bnever\s+(?:even\s+)?{_TO_ANSWER}|\b(?:(?:has|have|had|is|are)\s+yet|fail(?:s|ed)?)\s+to\s+{_TO_ANSWER}|\b(?:kept|keeps|remain(?:s|ed)|stay(?:s|ed))\s+silent\b", re.IGNORECASE)  # fmt: skip
_KEPT_BACK = re.compile(
    r"\b(?:(?:declin|refus)(?:e[sd]?|ing)\s+to|(?:would|will|could|did|does|do)(?:\s+not|n[’']t)|won[’']t|cannot|can[’']t)\s+(?:(?:publicly|further)\s+)?(?:comment|be\s+(?:commenting|drawn|named|quoted|interviewed|more\s+specific)|repeat|say(?!\s+(?:sorry|yes|thank)\b)|elaborate|speculate|take\s+sides|confirm\s+(?:or\s+deny|whether|when|how|reports?|(?:the|any|a)\s+(?:date|figures?|numbers?|names?|details?))|"
    r"(?:give|name|disclose|reveal|specify|provide|mention)\s+(?:(?:an?|any|the|another|its|his|her|their|further|more|exact|new|precise)\s+)*(?:dates?|figures?|details?|reasons?|names?|numbers?|interviews?|price))\b|\b(?:un|not\s+)available\s+for\s+(?:further\s+)?comment\b", re.IGNORECASE)  # fmt: skip
_QUESTIONED = re.compile(r"(?:^\W*|,\s+|\bwhen\s+)(?:asked|invited|approached|contacted|pressed|questioned)\s+(?:about\b|whether\b|to\s+(?:comment|respond|reply|react|explain)\b|for\s+(?:an?\s+)?(?:comment|response|reply|reaction)\b)", re.IGNORECASE)
_BY_THE_WAY = re.compile(r",\s+as\s+(?:\w+ly\s+)?(?:demanded|requested|asked(?:\s+for)?|sought|called\s+for|wanted|urged|proposed)\s+by\s+[^,;.]{2,60},|,\s+as\s+(?:the\s+)?(?:[\w’'-]+\s+){1,5}(?:ha[sd]\s+)?(?:demanded|requested|asked(?:\s+for)?|sought|called\s+for|wanted),", re.IGNORECASE)
_AT_FIRST = r"\W*(?:(?:and|but|so|well|then|sorry|look)\b\W+)*"
_NO = re.compile(
    rf"{_AT_FIRST}(?:not\s+(?:a\s+(?:chance|hope)\b|a\s+(?:penny|cent|single\s+\w+)(?:\s+more)?(?=\s*(?:$|[,.;!]))|on\s+your\s+life|going\s+to\s+happen|happening)|no\s+(?:chance|way)\b(?!\s+(?:of|to|that|for)\b)|forget\s+(?:it|that)\b|out\s+of\s+the\s+question|there\s+(?:won[’']t|will\s+not|isn[’']t\s+going\s+to|is\s+not\s+going\s+to)\s+be\s+(?:any|one)\b(?!\s+\w)|"
    r"(?:that|this|it)(?:\s+simply)?\s*(?:\s(?:won[’']t|will\s+not|would\s+not|is\s+not\s+going\s+to|isn[’']t\s+going\s+to)|[’']s\s+not\s+going\s+to)\s+happen\b(?!\s+again\b)|(?:[\w’'-]+\s+){1,2}?(?:was|were|(?:ha[sd]|have)\s+been)\s+told\s+[\"“‘]?no\b(?!\s+(?!in\b|by\b|on\b|again\b|twice\b)\w)|(?:it|that|this|(?:the|our|my)\s+answer)(?:[’']s|\s+is|\s+was|\s+remains|\s+stays)\s+(?:still\s+)?(?:an?\s+)?(?:flat\s+|firm\s+|clear\s+)?[\"“‘]?no\b(?!\s+\w))", re.IGNORECASE)  # fmt: skip
_NONE = re.compile(rf"{_AT_FIRST}(?:no|never|none|nothing|nobody|not)\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:is|are|was|were|am|do|does|did|has|have|had|can|could|may|might|must|should|who|whom|whose|what|when|where|why|how|which|really|surely|right|ready|sure|true|happy|angry|afraid|not|n[’']t|you|i|we|he|she|they|it)\b", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")


def silent(text: str, start: int, end: int) -> re.Match[str] | None:
    """Where a clause tells that somebody did not answer, or kept to himself what he was asked: "there came no answer", "declined to repeat the date"; neither refuses what was asked for."""
    return _SILENT.search(text, start, end) or _KEPT_BACK.search(text, start, end)


def questioned(text: str, start: int, end: int) -> bool:
    """Whether a clause only tells that somebody was asked a question: ", invited to respond,"; that asks for nothing."""
    return _QUESTIONED.search(text, start, end) is not None


def asked_by_the_way(text: str, start: int, end: int) -> bool:
    """Whether a clause tells only beside what it says of something that it was asked for: "said that a footbridge, as demanded by the villagers, could not be considered"."""
    return _BY_THE_WAY.search(text, start, end) is not None


def names_only(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a question that only names what it is about: "And the 12,000 crowns?"."""
    words = text[start:end].rstrip("\"”’» ")
    return words.endswith("?") and len(_WORD.findall(words)) <= MOST and not _VERB.search(words) and not FUTURE.search(words)


def says_no(text: str, start: int, end: int, asked: bool) -> bool:
    """Whether a clause refuses in few words: "Not a chance", "so it's a no"; `asked`: whether a question that names what it is about stands right before, to which "Never" does, too."""
    return _NO.match(text, start, end) is not None or (asked and len(_WORD.findall(text[start:end])) <= FEW and _NONE.match(text, start, end) is not None and not FUTURE.search(text, start, end))
