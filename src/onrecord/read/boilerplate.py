"""What is in a text but not part of its story: credits, bylines, "Read also", share bars, subscription boxes."""

import re

from onrecord.types import Span

LONGEST = 240  # characters; a longer line is a paragraph of the story

_NAME = r"(?-i:[A-ZÀ-Þ][\w’'.-]*+(?:\s+(?:(?:de|van|von|der|den|la|le|el|al|bin|da|dos|di)\s+)*[A-ZÀ-Þ][\w’'.-]*+){0,3})"
_LINES = [
    r"(?:file\s+|archive\s+)?(?:photo|photos|photograph|image|picture|pic|foto|illustration|graphic|video)s?(?:\s+(?:credit|by|from|courtesy of|source))?\s*(?::|/|\||©|–|-|—)\s*\S.*",
    r"(?:photo|foto|image|picture|illustration|graphic)s?\s+[\w .’'-]{0,40}(?:/|\||©|via).*",
    r"(?:photo|foto|photograph|image|picture|illustration)s?\s+(?:by|courtesy of|credit)\s.*",
    r"(?:photo|foto|image)\s+" + _NAME + r"(?:,.{0,40})?",
    r"[\[(]?\s*(?:photo|foto|image|picture|illustration|credit)s?\s*:?.{0,80}[\])]",
    r"©.*|\(c\)\s*(?:19|20)\d\d.*|copyright\b.*|.*\ball rights reserved\b.*",
    r"(?:read|see|watch|listen|look)\s+(?:also|more|too|next|further|it also)\b.{0,160}|also (?:read|see|watch)\b.{0,160}|(?:read|see|more) (?:on|about|in) (?:the )?(?:topic|subject|this).{0,80}",
    r"(?:related|more|further)(?:\s+(?:stories|articles|news|reading|coverage|from|on this))?\s*:.{0,160}|(?:related|more|recommended) (?:stories|articles|news)\b.{0,60}|more from\b.{0,60}|(?:most|popular) (?:read|viewed|popular)\b.{0,60}",
    r"you (?:may|might|can) also (?:like|read|be interested)\b.*|(?:don['’]t|do not) miss\b.{0,100}|in case you missed it\b.*",
    r"video(?:s)? of (?:the )?(?:day|week)\b.*|photo(?:s)? of the (?:day|week)\b.*|(?:quote|picture|image) of the day",
    r"(?:share|tweet|print|e-?mail|pin|like|comment)(?: (?:this|on|it|with|the)\b[^.]{0,60})?\W*(?:[|/·•:,].{0,100})?|(?:(?:facebook|twitter|whatsapp|telegram|linkedin|viber|x|copy link|save)\W+){2,}\w*",
    r"do you like this .{0,80}|.{0,60}\bshare (?:it|this)(?: (?:on|with|article|story|text)\b.{0,40})?[!.]?",
    r"follow (?:us|our|(?-i:[A-Z]\w*) on)\b.{0,160}|(?:like|join|find) us (?:on|in)\b.{0,120}|join (?:our|the) (?:\w+ )?(?:channel|newsletter|group|community)\b.{0,120}",
    r".{0,80}\b(?:subscribe to|sign up (?:for|to)|listen to) our (?:podcast|newsletter|channel)\b.{0,80}|(?:subscribe|sign up|register|log in|sign in|become a member|support us|donate|download (?:our|the) app|get (?:our|the) (?:app|newsletter|news|daily|morning))\b.{0,200}",
    r"(?:this article is|article available|content reserved) (?:for|to) (?:our )?subscribers\b.*|(?:already a subscriber|have an account)\b.*|.*\b(?:unsubscribe|privacy policy|terms of (?:use|service)|cookie (?:policy|settings))\b.*",
    r"advertis(?:ement|ing)|sponsored(?: content)?|\W*(?:ad|ads|advert)\W*|(?:article|story) continues (?:below|after)\b.*|continue reading\b.*|loading\W*|click (?:here|to)\b.{0,120}|tap (?:here|to)\b.{0,120}",
    r"(?:tags?|topics?|keywords?|labels?|categor(?:y|ies)|filed under|section|hashtags?)\s*:.{0,200}|(?:#\w+[\s,]*){2,}",
    r"\d*\s*comments?(?:\s*\(\d+\))?|leave a (?:comment|reply).*|(?:view|show|post|add|write) (?:all )?(?:a )?comments?.*|\d+ (?:min|minutes?) read|reading time\b.{0,40}",
    r"(?:reporting|editing|writing|additional reporting|translation|translated|compiled|edited|written|prepared)(?: and (?:reporting|editing|writing))? by (?:our |" + _NAME + r"\b).{0,160}",
    r"(?:author|text|editor|translation|journalist|correspondent|reporter|interview|source)s?\s*:\s*" + _NAME + r"(?:\s*[,/|].{0,40})?(?<![?.!])|(?:author|text|source)s?\s*:\s*" + _NAME,
    r"by\s+(?:our\s+[\w ]{0,40}|a?n?\s*staff (?:reporter|writer|correspondent)s?|" + _NAME + r"(?:(?:\s*[,&/]\s*|\s+and\s+)" + _NAME + r")*)(?:\s*(?:,|\||/|—|–|-)\s*.{0,60}|\s+in\s+" + _NAME + r")?",
    r"(?:our )?staff (?:reporter|writer|correspondent)s?(?:,.{0,40})?",
    r"\d{1,2}[:.]\d\d\s*(?:[|/>•·-].{0,60})?",
    r"(?:published|updated|last updated|posted|modified|created|first published)\s*(?::|on\b|at\b|\d).{0,80}",
    r"(?:newsletter|most popular|trending|latest news|breaking news|top stories|home|back to top|menu|search)\W*",
    r"(?:contact|write to|e-?mail) (?:the (?:author|reporter|editor|newsroom)|us)\b.{0,120}|got a (?:tip|story|gripe|question|complaint)\b.{0,160}|do you (?:have|know) (?:a |more|something).{0,120}(?:write|contact|call|e-?mail|tell) us\b.*",
]
_BOILERPLATE = re.compile(r"\W{0,3}(?:" + "|".join(f"(?:{line})" for line in _LINES) + r")\s*", re.IGNORECASE)
_SURE = re.compile(r"\W*(?:read|see|watch) (?:also|more|next)\b|\W*also read\b|\W*related\b|\W*(?:photo|foto|image)s?\s*:|\W*(?:additional )?(?:reporting|editing|writing) by|\W*(?:follow|join) us\b|©", re.IGNORECASE)
_SPEECH = re.compile(r"\b(?:said|says|say|told|tells|asked|asks|urged|urges|warned|warns|denied|denies|added|adds|promised|insisted|claimed|according to)\b|[“„«][^”“»]{12,}|\"[^\"]{12,}\"|:\s*[“\"‘„«]", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(?:was|were|has|have|had|will|would|must|may|might|could|should|did|does|fell|rose|broke)\b")
_LINE = re.compile(r"[^\n\r]+")


def find_boilerplate(text: str) -> tuple[Span, ...]:
    """The lines of a text that are boilerplate, without the white space around them."""
    return tuple(span for line in _LINE.finditer(text) if (span := _marked(text, line.start(), line.end())))


def _marked(text: str, start: int, end: int) -> Span | None:
    line = text[start:end]
    stripped = line.strip()
    if not stripped or len(stripped) > LONGEST or not _BOILERPLATE.fullmatch(stripped) or _reads_as_prose(stripped):
        return None
    start += len(line) - len(line.lstrip())
    return start, start + len(stripped)


def _reads_as_prose(line: str) -> bool:
    """Somebody says something in it: a verb of speech, or a quotation that is more than a title."""
    return not _SURE.match(line) and bool(_SPEECH.search(line) or (line[-1] in ".?" and _CLAUSE.search(line)))
