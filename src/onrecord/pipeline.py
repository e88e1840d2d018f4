"""From a report to an article with its statements: a pure function of the text and the model."""

import os
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from copy import copy as duplicate
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from onrecord.classify.acts import acts_by_words, performed, tell_act
from onrecord.classify.addressees import tell_addressees
from onrecord.errors import OnrecordError, UsageError, expect
from onrecord.extraction.blocks import cut_blocks, together
from onrecord.extraction.confidence import probability
from onrecord.extraction.decoder import find_in_each, read_traits
from onrecord.extraction.drafts import Draft
from onrecord.extraction.encoder import WEIGHTS, Model
from onrecord.extraction.quotes import Quotation, find_quotations
from onrecord.extraction.statements import assemble, close_at_cues, holds, kind_of, statement_id
from onrecord.extraction.tokens import tokenize
from onrecord.follow.events import Telling
from onrecord.identity import id_of, version_of
from onrecord.read.boilerplate import find_boilerplate
from onrecord.read.copying import Copy, reading_copy
from onrecord.read.language import detect_language
from onrecord.resolve.document import Asked
from onrecord.resolve.hearers import only_hears
from onrecord.resolve.speakers import Scoring
from onrecord.resolve.telling import Part, join, read_document, tell_speakers
from onrecord.traits import split_traits
from onrecord.types import Article, Mode, Report, Span, Statement, Via

if TYPE_CHECKING:
    from onrecord.follow.drafts import Told

LANGUAGES = ("en", "und")  # what the model reads; a text too short to tell is tried
AHEAD = 8  # reports that each worker process has waiting


class Extractor:
    """Extracts the statements of many reports.

    `workers`: processes to use; 1 works in this one.  `min_confidence`: statements below it are left out (and
    always those less likely than the model's card sets, which would be wrong more often than right).  `weights`: a
    folder with another model's files.  `commitments`: whether articles tell theirs, which costs a fifth of the time; where they are ingested,
    whether they are read for the record's ledger, which else does that when it is asked for, in thrice the time.  Results do not depend on the number of workers or on what is extracted beside.
    Raises ModelError when the model's files are missing, UsageError for numbers that make no sense.
    """

    def __init__(self, *, workers: int = 1, min_confidence: float = 0.0, weights: Path = WEIGHTS, commitments: bool = True):
        expect(workers, int, "workers is a number of processes")
        expect(min_confidence, (int, float), "min_confidence is a number")
        expect(weights, (str, PathLike), "weights are named by the path of their file")
        if workers < 1:
            raise UsageError(f"workers must be 1 or more, not {workers}")
        if not 0 <= min_confidence <= 1:
            raise UsageError(f"min_confidence must lie between 0 and 1, not {min_confidence}")
        self.workers, self.min_confidence, self.weights, self.commitments = workers, min_confidence, Path(weights), commitments
        self.model = Model(self.weights)
        self._for_ledger = False

    def for_ledger(self) -> "Extractor":
        """The same one, whose articles carry what a record's ledger takes of them in place of their commitments; or neither, where commitments are not wanted."""
        made = duplicate(self)
        made._for_ledger = self.commitments
        return made

    def extract(self, report: str | Report) -> Article:
        """One report, or just its text, with every statement in it.  Raises UsageError for anything else."""
        if isinstance(report, str):
            report = Report(report)
        if not isinstance(report, Report):
            raise UsageError(f"a report is its text or a Report, not {type(report).__name__}: files, pages and bytes are read by `Record.ingest` and `onrecord extract`")
        expect(report.text, str, "the text of a Report is a string")
        copy = reading_copy(report.text)
        language = detect_language(copy.text)
        boilerplate = find_boilerplate(copy.text)
        version = version_of(report.text)
        kept: tuple[Statement, ...] = ()
        part: Part | None = None
        if language in LANGUAGES:
            blocks = [block for spans in together(cut_blocks(copy.text, boilerplate)) for block in self._blocks(copy, spans, version)]
            least = max(self.min_confidence, self.model.card["least_confidence"])
            kept = _kept([statement for statements, _, _ in blocks for statement in statements], least)
            rules = {s.id: rule for statements, _, found_by in blocks for s, rule in zip(statements, found_by)}
            part = join([part for _, part, _ in blocks]) if blocks else None
            kept = self._with_told(copy.text, kept, part, rules) if part else kept
        made = Article(id=id_of(report, version), text=report.text, sha256=version, model=self.model.card["name"], language=language, statements=tuple(map(copy.statement_back, kept)),
                       boilerplate=copy.boilerplate_back(boilerplate), path=report.path, url=report.url, title=report.title, outlet=report.outlet, published=report.published,
                       published_at=report.published_at, page_sha256=report.page_sha256)  # fmt: skip
        if not self.commitments or (language not in LANGUAGES and not self._for_ledger):
            return made
        from onrecord.follow.ledger import told_by, with_commitments  # here, as below, since it takes an eighth of the time in which the package is imported

        telling = self._telling(part)
        return replace(made, told=told_by(made, telling)) if self._for_ledger else with_commitments(made, telling)

    def tell(self, article: Article) -> "Told":
        """What an article, of which the statements are known, tells the ledger."""
        from onrecord.follow.ledger import told_by

        return told_by(article, self.telling(article))

    def telling(self, article: Article) -> Telling:
        """What the encoder tells of the events in an article's clauses."""
        found, copy = [], reading_copy(article.text)
        for start, end in cut_blocks(copy.text, copy.into(article.boilerplate)) if article.language in LANGUAGES else ():
            words = copy.text[start:end]
            tokens = tokenize(self.model.tokenizer, words, find_quotations(words))
            found.append(Part(tokens.starts + start, tokens.ends + start, tokens.breaks, read_traits(self.model, tokens)))
        return self._telling(join(found) if found else None)

    def _telling(self, part: Part | None) -> Telling:
        if part is None:
            return Telling.of_nothing(self.model.event_weights)
        traits = split_traits(part.traits)
        return Telling(part.starts, part.ends, traits["event"], traits["event weight"][:, 0], self.model.event_weights)

    def extract_many(self, reports: Iterable[str | Report]) -> Iterator[Article]:
        """The articles of many reports, in order; only a few reports are held in memory at a time.  Raises UsageError for one report, and for what is none."""
        if isinstance(reports, (str, Report)) or not isinstance(reports, Iterable):
            raise UsageError(f"many reports are a list of texts or Reports, or whatever goes through them, not {type(reports).__name__}: one is for `extract`")
        yield from self._each("extract", reports)

    def tell_many(self, articles: Iterable[Article]) -> "Iterator[Told]":
        """What many articles, of which the statements are known, tell the ledger, in order; only a few are held in memory at a time."""
        yield from self._each("tell", articles)

    def _each(self, what: Literal["extract", "tell"], given: Iterable[Any]) -> Iterator[Any]:
        """What a method makes of each, in this process or in others."""
        if self.workers == 1:
            yield from map(getattr(self, what), given)
            return
        from concurrent.futures import Future, ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        options = {"min_confidence": self.min_confidence, "weights": self.weights, "commitments": self.commitments}
        with ProcessPoolExecutor(self.workers, get_context(_start_method()), _start_worker, (options, self._for_ledger)) as pool:
            waiting: deque[Future[Any]] = deque()
            try:
                for each in given:
                    waiting.append(pool.submit(_in_worker, what, each))
                    if len(waiting) >= self.workers * AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except BrokenProcessPool:
                raise OnrecordError("a worker process died, probably for want of memory: use fewer workers, or a smaller --max-bytes") from None
            finally:
                for future in waiting:
                    future.cancel()

    def _with_told(self, text: str, statements: tuple[Statement, ...], part: Part, rules: dict[str, str | None]) -> tuple[Statement, ...]:
        """With speakers, outlets, addressees and acts."""
        if not statements:
            return statements
        scoring = self._scoring(text, statements, part, rules)
        document, traits = scoring.document, scoring.parts
        speakers = tell_speakers(scoring, self.model.speaker_calibration, [s.confidence for s in statements])
        acts = [tell_act(traits, document.units_of(s.cue), document.units_of(s.content), s.mode, self.model.act_weights, acts_by_words(text, s)) for s in statements]
        acts = performed(text, statements, acts)
        sources = [() if only_hears(document, i) else s.source for i, s in enumerate(statements)]
        return tuple(replace(s, source=source, speaker=speaker, via=via or s.via, addressee=addressee, act=act, act_confidence=sure)
                     for s, source, (speaker, via), addressee, (act, sure) in zip(statements, sources, speakers, tell_addressees(scoring), acts))  # fmt: skip

    def _scoring(self, text: str, statements: tuple[Statement, ...], part: Part, rules: dict[str, str | None]) -> Scoring:
        """What tells whom the sources of a report's statements stand for."""
        index = {s.id: i for i, s in enumerate(statements)}
        asked = [Asked(s.source, s.cue, s.content, None if s.within is None else index[s.within], rules[s.id], s.via.spans[0] if s.via else None) for s in statements]
        traits = split_traits(part.traits)
        return Scoring(read_document(text, part, traits, asked), traits, self.model.speaker_weights)

    def _blocks(self, copy: Copy, spans: Sequence[Span], version: str) -> Iterator[tuple[list[Statement], Part, list[str | None]]]:
        """Of each block its statements, what it was read as, and the rules that found them."""
        words = [copy.text[start:end] for start, end in spans]
        quotations = [find_quotations(each) for each in words]
        for (start, _), text, quoted, (drafts, part) in zip(spans, words, quotations, find_drafts_in_each(self.model, words, quotations)):
            yield self._block(copy, start, text, quoted, drafts, part, version)

    def _block(self, copy: Copy, start: int, words: str, quotations: list[Quotation], drafts: list[Draft], part: Part, version: str) -> tuple[list[Statement], Part, list[str | None]]:
        quotations = close_at_cues(words, quotations, drafts)

        def shifted(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
            return tuple((start + s, start + e) for s, e in spans)

        ids = [statement_id(version, copy.spans_back(shifted(d.content)), copy.spans_back(shifted(d.cue))) for d in drafts]
        found = [
            Statement(id=ids[i], kind=kind_of(words, d.content, quotations), mode=_mode(d), source=shifted(d.source), cue=shifted(d.cue), content=shifted(d.content),
                      within=None if d.outer is None else ids[d.outer], confidence=probability(d.found, d.rule, self.model.card["calibration"]), via=_via(words, start, d.via))
            for i, d in enumerate(drafts)
        ]
        return found, replace(part, starts=part.starts + start, ends=part.ends + start), [d.rule for d in drafts]


def find_drafts(model: Model, words: str, quotations: list[Quotation]) -> tuple[list[Draft], Part]:
    """What the model and the rules for quotations make of a text that is short enough to be read at once, and what it was read as."""
    return find_drafts_in_each(model, [words], [quotations])[0]


def find_drafts_in_each(model: Model, texts: Sequence[str], quotations: Sequence[list[Quotation]]) -> list[tuple[list[Draft], Part]]:
    """The same of several texts that are short enough to be read together."""
    tokens = [tokenize(model.tokenizer, text, quoted) for text, quoted in zip(texts, quotations)]
    read = find_in_each(model, tokens, model.card["cue_threshold"], model.card["inner_threshold"])
    return [(assemble(text, of, found, quoted), Part(of.starts, of.ends, of.breaks, traits)) for text, quoted, of, (found, traits) in zip(texts, quotations, tokens, read)]


def extract(text: str) -> Article:
    """Every statement of one English report.  For many reports, or other options, see Extractor."""
    global _default
    if _default is None:
        _default = Extractor()
    return _default.extract(text)


_default: Extractor | None = None
_worker: Extractor | None = None


def _start_method() -> Literal["fork", "spawn"]:
    """Forked workers have every module at once; where another thread might hold a lock that they would wait for, or onnxruntime runs one, they start anew."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 and "onnxruntime" not in sys.modules else "spawn"


def _start_worker(options: dict, for_ledger: bool) -> None:
    global _worker
    from multiprocessing import parent_process

    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    _worker = Extractor(**options)
    _worker = _worker.for_ledger() if for_ledger else _worker


def _end_with(parent: Any) -> None:
    """A worker whose parent was killed would wait for reports for ever."""
    parent.join()
    os._exit(1)


def _in_worker(what: str, given: Any) -> Any:
    return getattr(_worker, what)(given)


def _mode(draft: Draft) -> Mode:
    if draft.found is None:
        return "said"
    said, thought, shown = draft.found.mode_probability
    return "shown" if shown > max(said, thought) else "thought" if thought > said else "said"


def _via(words: str, start: int, span: Span | None) -> Via | None:
    """An outlet of a block that begins at `start`, without its article."""
    if span is None:
        return None
    first = span[0] + 4 * (words[span[0] : span[0] + 4].lower() == "the ")
    return Via(words[first : span[1]], ((start + first, start + span[1]),))


def _kept(statements: list[Statement], least: float) -> tuple[Statement, ...]:
    """Those at least so likely; `within` then names the innermost holder that is kept."""
    kept = {s.id: s for s in statements if s.confidence >= least}

    def holder(s: Statement) -> str | None:
        holding = [outer for outer in kept.values() if holds(outer, s)]
        return min(holding, key=lambda outer: sum(b - a for a, b in outer.content)).id if holding else None

    return tuple(s if s.within is None or s.within in kept else replace(s, within=holder(s)) for s in kept.values())
