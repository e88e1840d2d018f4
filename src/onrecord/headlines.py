"""What a report is called where it is shown: its title, else its first line, where that is a headline.  Of plain text nothing says that it has a title; what is kept and exported as its title stays None."""

import re

from onrecord.follow.actors import find_datelines
from onrecord.read.boilerplate import find_boilerplate
from onrecord.types import Article

LONGEST = 140  # characters; a longer line is a paragraph
_FIRST = re.compile(r"[\s\ufeff]*(?:#{1,6}[ \t]+)?(?P<line>[^\r\n]{1,200}?)[ \t]*(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*\S")
_SENTENCE = re.compile(r"[.…:;,–—-][\"'”’»)\]]*$")  # such an end: of a sentence, or before what goes on
_MARK = re.compile(r"[>*•|=_~+–—-]")  # of quoted mail, lists, tables and rules
_DAY = re.compile(r"(?:[\W\d_]|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|[ap]m|gmt|utc|st|nd|rd|th)+", re.IGNORECASE)


def headline(title: str | None, text: str) -> str | None:
    """The title, else the first line where it is a headline: short, of two words at least, no sentence with its full stop, nothing but a byline, a dateline or a date, and with an empty line and more text behind; else None."""
    if title:
        return title
    found = _FIRST.match(text, 0, 2_000)
    line = found["line"] if found else ""
    if not line or len(line) > LONGEST or " " not in line or _SENTENCE.search(line) or _MARK.match(line) or _DAY.fullmatch(line) or find_boilerplate(line):
        return None
    sent = (line.split()[0].isupper() and not line.isupper()) or any(letter.isdecimal() for letter in line)
    return None if sent and find_datelines(f"{line} — ") else line


def headline_of(article: Article) -> str | None:
    return headline(article.title, article.text)
