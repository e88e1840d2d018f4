"""Where the page of a statement's speaker is."""

from onrecord.resolve.listing import appearance_of
from onrecord.serve.templating import to_speakers
from onrecord.types import Article, Statement


def address_of(article: Article, statement: Statement, latest: bool = True) -> str | None:
    """By the speaker's appearance in the report; by the name alone where this is not the report's latest version, from which speakers are told across reports.  None where nobody is named."""
    speaker = statement.speaker
    if speaker is None:
        return None
    if not latest:
        return to_speakers(speaker.name)
    first = next(each.speaker for each in article.statements if each.speaker and (each.speaker.name, each.speaker.kind) == (speaker.name, speaker.kind))
    return f"/speakers/{appearance_of(article, first).id}"
