"""Questions and answers of interviews that name nobody before them: told by how paragraphs follow each other."""

import re
from collections.abc import Iterator, Sequence

from onrecord.types import Span

_PARAGRAPH = re.compile(r"\S+(?:(?!\s*(?:\Z|(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)))\s+\S+)*")
_FIRST_PERSON = re.compile(r"\b(?:I|we|me|us|my|our|ours|myself|(?:(?<=\bof )|(?<=\bis )|(?<=\bwas )|(?<=\bare )|(?<=['’]s ))mine)\b(?<!\bUS)", re.IGNORECASE)  # but "the mine reopens"
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]*[\"”“»]?|(?<!\w)[‘'][^‘’']{3,}[’'](?!\w)")
_MARKUP = re.compile(r"(?P<mark>\*\*|__|\*|_|[–—-][ \t])(?P<words>.*?)(?:(?<![ \t])(?P=mark))?", re.DOTALL)
_SALUTATION = re.compile(r"^[ \t\"“]*(?:(?:Dear|My dear)[ \t]+[^\W\d_][^,;:.!?\r\n]{0,40}|Sir|Madam|Sirs|Sir or Madam|Sir/Madam)[,:.]?[ \t]*(?:[–—-]|[,:]|$)", re.MULTILINE)
_LINE_END = re.compile(r"(?:\r\n|\r|\n)[ \t]*")
_OPENING = "\"“„«‘"
FEWEST_QUESTIONS = 3
FEWEST_MARKS = 2  # of questions; without as many no interview is told by them
LONGEST_QUESTION, LONGEST_REMARK = 60, 35  # words of a question, and of a question that is put as a remark
MOST_LAST = 3  # paragraphs that may answer the last question


def find_questions_and_answers(text: str) -> Iterator[tuple[Span, ...]]:
    """The turns of an interview, a question and its answer in turns, each as the spans of its paragraphs; nothing where the text is none.

    Questions are paragraphs set off in one way (markup, capitals, a dash) of which most end in a question mark, or else paragraphs
    that end in one; most answers must speak of "I" or "we".  In an interview, a short remark between two answers is a question too.
    Letters, which begin with a salutation, ask and speak of "I" as well: two of them are no interview.
    """
    if text.count("?") < FEWEST_MARKS or len(_SALUTATION.findall(text)) > 1:
        return
    paragraphs = _with_answers_apart(text, [m.span() for m in _PARAGRAPH.finditer(text)])
    asking = _with_remarks(text, paragraphs, _set_off(text, paragraphs) or _asking(text, paragraphs))
    turns = [(i, range(i + 1, j)) for i, j in zip(asking, [*asking[1:], _end(text, paragraphs, asking)]) if j > i + 1]
    personal = sum(any(speaks_in_first_person(text, paragraphs[k]) for k in answer) for _, answer in turns)
    quoted = sum(text[paragraphs[k][0]] in _OPENING for _, answer in turns for k in answer)
    if len(turns) < FEWEST_QUESTIONS or 2 * personal < len(turns) or 3 * quoted > len(turns):
        return
    for question, answer in turns:
        yield (_without_markup(text, paragraphs[question]),)
        yield tuple(_without_markup(text, paragraphs[k]) for k in answer)


def _with_answers_apart(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """The paragraphs, of which those that begin with a question in its own line are two, where several do."""
    apart: list[tuple[Span, ...]] = []
    for start, end in paragraphs:
        line = _LINE_END.search(text, start, end)
        asks = line is not None and _ends_asking(text, (start, start + len(text[start : line.start()].rstrip())))
        apart.append(((start, start + len(text[start : line.start()].rstrip())), (line.end(), end)) if line is not None and asks else ((start, end),))
    return [span for spans in apart for span in spans] if sum(len(spans) > 1 for spans in apart) >= FEWEST_QUESTIONS else list(paragraphs)


def _set_off(text: str, paragraphs: Sequence[Span]) -> list[int]:
    styles: dict[str, list[int]] = {}
    for i, (start, end) in enumerate(paragraphs):
        styles.setdefault(_style(text[start:end]), []).append(i)
    styles.pop("", None)
    marked = [i for i in max(styles.values(), key=len, default=[]) if i + 1 < len(paragraphs)]
    questions = sum(_ends_asking(text, paragraphs[i]) for i in marked)
    return marked if len(marked) >= FEWEST_QUESTIONS and 2 * questions >= len(marked) else []


def _style(paragraph: str) -> str:
    markup = _MARKUP.fullmatch(paragraph)
    if markup:
        return markup["mark"].strip()
    return "capitals" if paragraph.isupper() and len(paragraph.split()) > 1 else ""


def _asking(text: str, paragraphs: Sequence[Span]) -> list[int]:
    return [i for i, p in enumerate(paragraphs) if _ends_asking(text, p) and _words(text, p) <= LONGEST_QUESTION]


def _with_remarks(text: str, paragraphs: Sequence[Span], asking: Sequence[int]) -> list[int]:
    """With what is asked between two answers and not set off, and, where nothing is set off, with short remarks between two answers."""
    set_off = any(_style(text[slice(*paragraphs[i])]) for i in asking)
    found = set(asking)
    for i in range(asking[0] + 2 if asking else 0, asking[-1] if asking else 0):
        remark = _words(text, paragraphs[i]) <= LONGEST_REMARK and not speaks_in_first_person(text, paragraphs[i])
        if not found & {i - 1, i, i + 1} and remark and (_ends_asking(text, paragraphs[i]) if set_off else text[paragraphs[i][1] - 1] in ".!…"):
            found.add(i)
    return sorted(found)


def _end(text: str, paragraphs: Sequence[Span], asking: Sequence[int]) -> int:
    """Index behind the last answer, which goes on as long as it speaks in the first or second person."""
    if not asking:
        return 0
    end = asking[-1] + 2
    while end < len(paragraphs) and end - asking[-1] <= MOST_LAST and speaks_in_first_person(text, paragraphs[end]):
        end += 1
    return min(end, len(paragraphs))


def _ends_asking(text: str, paragraph: Span) -> bool:
    return text[slice(*_without_markup(text, paragraph))].endswith("?")


def speaks_in_first_person(text: str, paragraph: Span) -> bool:
    """Whether "I" or "we" speaks, outside quotation marks."""
    return bool(_FIRST_PERSON.search(_QUOTED.sub("", text[slice(*paragraph)])))


def _words(text: str, paragraph: Span) -> int:
    return len(text[slice(*paragraph)].split())


def _without_markup(text: str, paragraph: Span) -> Span:
    markup = _MARKUP.fullmatch(text, *paragraph)
    return markup.span("words") if markup and markup["words"] else paragraph
