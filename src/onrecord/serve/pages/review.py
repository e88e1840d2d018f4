"""Review: the statements that wait for a person's look, each with its text, to be accepted, rejected or corrected; a report as a whole, with what was missed."""

from collections.abc import Callable
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.keep.doubting import DOUBTS
from onrecord.keep.lookup import Kept
from onrecord.keep.queue import ReviewPage, ReviewQuery
from onrecord.keep.quoting import bounds
from onrecord.keep.record import Record
from onrecord.keep.reviewing import seen
from onrecord.resolve.listing import appearance_of
from onrecord.serve.access import Reviewer, audit
from onrecord.serve.forms import Form, Sent
from onrecord.serve.history import Entry, entries, of_statement
from onrecord.serve.marking import number_all
from onrecord.serve.pages.statement import context
from onrecord.serve.passages import mark_passages
from onrecord.serve.record_of import Queued, Served, with_speakers
from onrecord.serve.reviewing import DOUBT_WORDS, address, changes_in, corrected_id, fields_of, known_speaker, local, names_in, query_from, spans_of, stands_for
from onrecord.serve.templating import ACTS, page, to_report
from onrecord.types import SPEAKER_KINDS, Article, Kind, Mode, Span, Statement

router = APIRouter(include_in_schema=False)
ROWS, SHORT, AROUND = 20, 6_000, 1_500  # statements of a page; characters of a text that is shown whole, and of what is shown around a statement in a longer one
REASONS = ("no statement", "wrong words", "wrong speaker", "wrong act", "missed")
Number = Annotated[int | None, Query(ge=1, le=2**31)]


@router.get("/review")
def queue(request: Request, record: Queued, visitor: Reviewer, done: str = "") -> Response:
    pairs = request.query_params.multi_items()
    words = {name: request.query_params.get(name, "") for name in ("speaker", "outlet", "act", "doubt")}
    try:
        query, fault = query_from(pairs, limit=ROWS), None
        found = record.review_queue(query, as_kept=True)
    except UsageError as error:
        query, fault, found = ReviewQuery(), str(error), ReviewPage((), None, 0, False)
    links = [(None, "everything", address("/review", _without(query, "doubt")), not query.doubt)] + [(each, DOUBT_WORDS[each], address("/review", _without(query, "doubt"), doubt=each), query.doubt == (each,)) for each in DOUBTS]
    later = address("/review", query, after=found.after) if found.after else None
    rows = [(each, address(f"/review/statements/{each.statement.id}", query)) for each in found.waiting]
    return page(request, "review.html", 400 if fault else 200, rows=rows, found=found, query=query, words=words, fault=fault, links=links, later=later, first=address("/review", query) if query.after else None,
                doubt_words=DOUBT_WORDS, acts=list(ACTS), notice=_notice(record, done), here=address("/review", query))  # fmt: skip


def _without(query: ReviewQuery, name: str) -> ReviewQuery:
    return ReviewQuery(**{each: getattr(query, each) for each in ("doubt", "speaker", "act", "outlet") if each != name})


@router.get("/review/next")
def following(request: Request, record: Served, visitor: Reviewer) -> Response:
    """To the first statement that waits, or to the one after a cursor."""
    query = query_from(request.query_params.multi_items(), limit=1)
    return RedirectResponse(_next(record, query, query.after), 303)


def _next(record: Record, query: ReviewQuery, after: str | None, done: str | None = None) -> str:
    waiting = record.review_queue(ReviewQuery(query.doubt, query.speaker, query.act, query.outlet, 1, after)).waiting
    return address(f"/review/statements/{waiting[0].statement.id}", query, done=done) if waiting else address("/review", query, done=done)


@router.get("/review/statements/{id}")
def statement(request: Request, record: Queued, visitor: Reviewer, id: str, done: str = "", whole: bool = False) -> Response:
    kept = record.statement(id)
    if all(each.id != kept.statement.id for each in kept.article.statements):
        return RedirectResponse(f"/statements/{kept.statement.id}", 303)
    return _statement_page(request, record, kept, done=done, whole=whole)


def _statement_page(request: Request, record: Record, kept: Kept, sent: Form | None = None, fault: str | None = None, done: str = "", whole: bool = False) -> Response:
    s, article = kept.statement, kept.article
    query = query_from(request.query_params.multi_items())
    versions = record.versions(article.id)
    here = next(each for each in versions if each.sha256 == article.sha256)
    looked = record.reviewed(article.id, here.number)
    place = record.place_in_queue(s.id, as_kept=True)
    window = _window(article, _bounds(kept), whole or sent is not None)
    return page(
        request, "review_statement.html", 400 if fault else 200, kept=kept, s=s, article=article, fault=fault, notice=_notice(record, done), query=query,
        **_form(record, article, s, sent), text=mark_passages(article, window, spans_of(s), [("boilerplate", article.boilerplate)]), window=window, cut=(window[0] > 0, window[1] < len(article.text)), seen=seen(s),
        review=looked.accepted.get(s.id), history=of_statement(kept, looked), here=address(f"/review/statements/{s.id}", query), more=address(f"/review/statements/{s.id}", query, whole="true"),
        queue=address("/review", query), skip=address("/review/next", query, after=place) if place else None, report="/review/report?" + to_report(article.id).partition("?")[2],
        utterance=_utterance(record, s), latest=here.number == versions[-1].number,
    )  # fmt: skip


def _utterance(record: Record, s: Statement) -> Any:
    belonging = record.belongings(s.id).get(s.id)
    return belonging if belonging and belonging.statements > 1 else None


def _form(record: Record, article: Article, s: Statement | None, sent: Form | None) -> dict[str, Any]:
    """What the form of a correction needs; what was sent stands in it again."""
    chosen = {name: sent.get(name) if sent else "" for name in ("speaker", "speaker_words", "speaker_known", "speaker_kind", "addressee_name", "addressee_kind", "why")}
    told = {name: (sent.get(name) if sent else "") or (getattr(s, name) if s else "") or "" for name in ("kind", "mode", "act")}
    return {"fields": fields_of(article.text, s, sent), "names": names_in(article, record.known_names(article.text)), "given": chosen | told, "kinds": get_args(Kind), "modes": get_args(Mode), "acts": list(ACTS), "speaker_kinds": SPEAKER_KINDS, "reasons": REASONS}


def _bounds(kept: Kept) -> Span:
    """With the words that name the addressee."""
    start, end = bounds(kept.statement)
    spans = kept.statement.addressee.spans if kept.statement.addressee else ()
    return min([start, *(a for a, _ in spans)]), max([end, *(b for _, b in spans)])


def _window(article: Article, span: Span, whole: bool) -> Span:
    return (0, len(article.text)) if whole or len(article.text) <= SHORT else context(article, span, AROUND)


def _notice(record: Record, done: str) -> Entry | None:
    """What was decided last about a statement, or a report."""
    if not done:
        return None
    try:
        kept = record.statement(done)
        number = next(each.number for each in record.versions(kept.article.id) if each.sha256 == kept.article.sha256)
        found = of_statement(kept, record.reviewed(kept.article.id, number))
    except OnrecordError:
        return None
    return found[-1] if found else None


@router.post("/review/statements/{id}")
def decide(request: Request, record: Served, visitor: Reviewer, sent: Sent, id: str) -> Response:
    """Accept, reject or correct it, and go on to the next one that waits; to its own page where it did not wait."""
    kept = record.statement(id)
    query = query_from(request.query_params.multi_items())
    place = record.place_in_queue(kept.statement.id)
    done = kept.statement.id
    try:
        if sent.get("seen") != seen(kept.statement) or all(each.id != done for each in kept.article.statements):
            raise UsageError("somebody has corrected it since, or another model has read it: look again")
        if sent.get("do") == "accept":
            record.accept_statement(done, who=visitor.name, why=sent.get("why").strip())
        elif sent.get("do") == "reject":
            record.correct_statement(done, none=True, who=visitor.name, why=sent.get("why").strip())
        else:
            done = _correct(request, record, kept, sent, visitor.name)
    except UsageError as error:
        return _statement_page(request, record, record.statement(kept.statement.id), sent if sent.get("do") != "accept" else None, str(error))
    audit(record, visitor, "review" if sent.get("do") == "accept" else "correction", done)
    return RedirectResponse(_next(record, query, place, done) if place else f"/statements/{done}", 303)


def _correct(request: Request, record: Record, kept: Kept, sent: Form, who: str) -> str:
    """The id of the statement that was corrected, or whose speaker was tied to a known one."""
    s, why = kept.statement, sent.get("why").strip()
    changes = changes_in(sent, kept.article, s, record.known_names(kept.article.text))
    asked = sent.get("speaker_known").strip()
    known = known_speaker(with_speakers(request).speakers(), asked) if asked else None
    if known:
        changes = stands_for(sent, s, kept.article, known, changes)
    if not changes and not known:
        raise UsageError("nothing is otherwise than before: accept it, or change something")
    if not why:
        raise UsageError("a correction is kept with its reason: give one")
    if changes:
        made = record.correct_statement(s.id, who=who, why=why, **changes)
        s = record.statement(corrected_id(kept.article.sha256, made)).statement
    if known and s.speaker:
        article = record.statement(s.id).article
        first = next(each.speaker for each in article.statements if each.speaker and (each.speaker.name, each.speaker.kind) == (s.speaker.name, s.speaker.kind))
        here = appearance_of(article, first).id
        if record.speaker(here)[0].id != known.entity:
            record.merge_speakers(here, known.entity, who=who, why=why)
    return s.id


@router.get("/review/report")
def report(request: Request, record: Served, visitor: Reviewer, id: str) -> Response:
    return _report_page(request, record, id)


def _report_page(request: Request, record: Record, id: str, sent: Form | None = None, fault: str | None = None) -> Response:
    """The report as it stands last."""
    looked = record.reviewed(id)
    article = looked.article
    numbered = number_all(article)
    found = [("found-already", tuple(span for s in article.statements for span in s.content)), ("boilerplate", article.boilerplate)]
    whole = (0, len(article.text))
    return page(
        request, "review_report.html", 400 if fault else 200, article=article, looked=looked, numbered=numbered, fault=fault, **_form(record, article, None, sent), text=mark_passages(article, whole, spans_of(None), found), window=whole,
        left={s.id for s in looked.left}, history=entries(article, article.corrections, looked.rows), here="/review/report?" + to_report(article.id).partition("?")[2], s=None,
    )  # fmt: skip


@router.post("/review/report")
def complete(request: Request, record: Served, visitor: Reviewer, sent: Sent, id: str) -> Response:
    """Add what was missed, or say that nothing is."""
    looked = record.reviewed(id)
    article = looked.article
    try:
        if sent.get("do") == "whole":
            if sent.get("sha256") != article.sha256 or sent.get("left") != str(len(looked.left)):
                raise UsageError("the report has changed since, or somebody has reviewed some of it: look again")
            record.finish_report(article.id, who=visitor.name, why=sent.get("why").strip())
            audit(record, visitor, "review", article.id)
            return RedirectResponse("/review/report?" + to_report(article.id).partition("?")[2] + "#reviewed", 303)
        record.add_statement(article.id, who=visitor.name, why=sent.get("why").strip(), **changes_in(sent, article, None, record.known_names(article.text)))
    except UsageError as error:
        return _report_page(request, record, id, sent if sent.get("do") != "whole" else None, str(error))
    audit(record, visitor, "correction", article.id)
    return RedirectResponse("/review/report?" + to_report(article.id).partition("?")[2] + "#added", 303)


@router.post("/review/undo")
def undo(record: Served, visitor: Reviewer, sent: Sent) -> Response:
    """Take a correction, a review or an amendment back, and go back to the page on which that was asked for."""
    back, number = local(sent.get("back")), sent.get("number")
    ways: dict[str, Callable[..., Any]] = {"correction": record.undo_statement_correction, "review": record.undo_review, "amendment": record.undo_amendment, "utterance": record.undo_utterances, "speaker": record.undo_decision, "ledger": lambda number, **signed: record.correct("undo", undoes=number, **signed)}
    if not number.isdecimal() or len(number) > 9 or sent.get("sort") not in ways:
        raise InputError(number, "is the number of no correction, review or amendment", "open the page of the statement, the report or the commitment again")
    ways[sent.get("sort")](int(number), who=visitor.name, why=sent.get("why").strip())
    audit(record, visitor, f"{sent.get('sort')} undone", str(int(number)))
    return RedirectResponse(back, 303)
