"""What flows through the program: articles and the statements in them.  Frozen, without logic."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from onrecord.follow.drafts import Told as Findings

Span = tuple[int, int]
"""Start and end, character offsets (Unicode code points) into the article's text: `text[start:end]`."""

Kind = Literal["direct", "indirect", "mixed"]
Mode = Literal["said", "thought", "shown"]
SpeakerKind = Literal["person", "group", "organization", "country", "document", "unnamed"]
SPEAKER_KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)
Act = Literal["deliver", "pledge", "agree", "request", "refuse", "warn", "accuse", "deny", "support", "assert"]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the report says of a speaker, with the spans that say so."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """An ISO 3166 code, with the spans that name the country or the nationality."""

    code: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom the source of a statement stands for, as far as the report tells.

    `name` is the fullest form that the report gives, without titles, or else the noun phrase by which it speaks of somebody without a name.
    `mentions` leads there: the source itself, then whom it was taken for, then where the name stands.  `confidence` is the calibrated probability
    that the name is right.
    """

    name: str
    kind: SpeakerKind
    confidence: float
    mentions: tuple[Span, ...]
    role: Told | None = None
    organization: Told | None = None
    country: Country | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values."""

        def told(part: Told | Country | None) -> dict[str, Any] | None:
            if part is None:
                return None
            return ({"code": part.code} if isinstance(part, Country) else {"text": part.text}) | {"spans": [list(span) for span in part.spans]}

        return {"name": self.name, "kind": self.kind, "confidence": self.confidence, "mentions": [list(span) for span in self.mentions],
                "role": told(self.role), "organization": told(self.organization), "country": told(self.country)}


@dataclass(frozen=True, slots=True)
class Via:
    """The newspaper, agency or broadcaster that reports somebody else's statement."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a statement was said: the words that name them, and whom these stand for, as for Speaker."""

    spans: tuple[Span, ...]
    name: str
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class Corrected:
    """That a person has corrected a statement: who, when (ISO 8601, in UTC) and why; of several corrections the last."""

    by: str
    at: str
    why: str


CorrectionAct = Literal["change", "none", "add", "undo"]
ReviewAct = Literal["accept", "whole", "undo"]
AmendmentAct = Literal["told", "change", "undo"]


@dataclass(frozen=True, slots=True)
class StatementCorrection:
    """A dated row of a person's: some fields of a statement are others (`change`), what was taken for a statement is none, one was missed (`add`), or an earlier row no longer holds (`undo`).

    `before` is the statement as it stood, None for `add` and `undo`; `changes` are the fields that the person gave, as in `Statement.to_dict`, for `add` the whole statement.
    `number` is that of the row in its record, `undoes` the number of the row that is taken back.
    """

    number: int
    act: CorrectionAct
    at: str
    by: str
    why: str
    before: dict[str, Any] | None = field(default=None, hash=False)
    changes: dict[str, Any] | None = field(default=None, hash=False)
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class StatementReview:
    """A dated row of what people looked through of a report's text: a statement is right (`accept`), no statement was missed (`whole`), or an earlier row no longer holds (`undo`).

    `number` is that of the row in its record, `undoes` the number of the row that is taken back, `statement` the id of the one that is right, and `seen` sixteen hexadecimal digits of what of it was looked at beside its passages: it holds
    as long as that is so.  `at` is ISO 8601, in UTC.
    """

    number: int
    act: ReviewAct
    at: str
    by: str
    why: str
    statement: str | None = None
    undoes: int | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class ReportAmendment:
    """A dated row about the day and the outlet of a report: an ingest told what was not known (`told`), they are others (`change`), or an earlier row no longer holds (`undo`).

    `number` is that of the row in its record, `before` how `published`, `published_at` and `outlet` stood, and `changes` those of them that are given, None for what is not known.  `ingest` is the number of the ingest by which it was given,
    `by` and `why` are None where an ingest told it; `undoes` is the number of the row that is taken back.  `at` is ISO 8601, in UTC.
    """

    number: int
    act: AmendmentAct
    at: str
    before: dict[str, str | None] = field(hash=False)
    changes: dict[str, str | None] = field(hash=False)
    ingest: int | None = None
    by: str | None = None
    why: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Belonging:
    """The utterance to which a statement belongs, in how many statements it is reported, and how probable that is, and why."""

    id: str
    statements: int
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution of words, thoughts or intentions to a source.

    `source`, `cue` and `content` are spans of the article's text, in order; source and cue may be empty.  `kind` tells
    whether the content stands in quotation marks, `mode` whether it was said, thought or shown, `within` names the
    statement whose content holds this one.  `confidence` is the calibrated probability that the statement is right.
    `speaker` is None where the report does not tell whose words they are; `via` is the outlet that passes them on, and `addressee` to whom they were said, where the report
    names one.  `act` is what the speaker does by saying it, `act_confidence` the calibrated probability of that.  `corrected` tells who has corrected it by hand; what a person gave has
    a confidence of 1.  `utterance` is the speaking occasion that it reports, as a record knows it: None where no record tells, and for what is in no latest version of a report.
    """

    id: str
    kind: Kind
    mode: Mode
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    within: str | None
    confidence: float
    speaker: Speaker | None = None
    via: Via | None = None
    addressee: Addressee | None = None
    act: Act | None = None
    act_confidence: float | None = None
    corrected: Corrected | None = None
    utterance: Belonging | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values, with the keys in the documented order."""
        return {
            "id": self.id, "kind": self.kind, "mode": self.mode, **{role: [list(span) for span in getattr(self, role)] for role in ("source", "cue", "content")}, "within": self.within,
            "speaker": self.speaker and self.speaker.to_dict(), "via": self.via and {"name": self.via.name, "spans": [list(span) for span in self.via.spans]},
            "addressee": self.addressee and {"spans": [list(span) for span in self.addressee.spans], "name": self.addressee.name, "kind": self.addressee.kind},
            "act": self.act, "act_confidence": self.act_confidence, "confidence": self.confidence, "corrected": self.corrected and asdict(self.corrected),
            "utterance": self.utterance and asdict(self.utterance) | {"reasons": list(self.utterance.reasons)},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnreadDate:
    """A date of publication that could not be read: in which input, and the words that stand there."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report as a reader gives it back, before anything is extracted: its text, and what is known about it.

    `source` is what it was read from, and `reader` which reader read it: text, html, json or jsonl.  `unread_date` is what stood where its day should, if that is no date.
    """

    text: str
    id: str | None = None
    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_at: str | None = None
    page_sha256: str | None = None
    source: str | None = None
    reader: str | None = None
    unread_date: UnreadDate | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One published report with its statements.  Every span is an offset into `text`, which is kept as it was read.  `corrections` are those that people made of its statements, `reviews` what they looked
    through of it, and `amendments` the rows about its day and its outlet, the oldest first.  `told`, where it was read for a record, is what its ledger takes of it; it is no part of the JSON."""

    id: str
    text: str
    sha256: str
    model: str
    language: str
    statements: tuple[Statement, ...]
    boilerplate: tuple[Span, ...] = ()
    path: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_at: str | None = None
    page_sha256: str | None = None
    commitments: tuple[dict[str, Any], ...] | None = field(default=None, hash=False)
    corrections: tuple[StatementCorrection, ...] = ()
    reviews: tuple[StatementReview, ...] = ()
    amendments: tuple[ReportAmendment, ...] = ()
    told: "Findings | None" = field(default=None, repr=False, compare=False)

    def words(self, spans: tuple[Span, ...]) -> str:
        """The words of some spans, those of different spans joined by " … "."""
        return " … ".join(self.text[start:end] for start, end in spans)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values: one line of `onrecord extract --format jsonl`."""
        keys = ("id", "path", "url", "title", "outlet", "published", "published_at", "language", "sha256", "page_sha256", "model", "text")
        return {key: getattr(self, key) for key in keys} | {
            "boilerplate": [list(span) for span in self.boilerplate],
            "statements": [statement.to_dict() for statement in self.statements],
            "commitments": None if self.commitments is None else list(self.commitments),
            "corrections": [asdict(correction) for correction in self.corrections],
            "reviews": [asdict(review) for review in self.reviews],
            "amendments": [asdict(amendment) for amendment in self.amendments],
        }

    def _repr_html_(self) -> str:
        from onrecord.export.page import render_article

        return render_article(self)


@dataclass(frozen=True, slots=True)
class Made(Report):
    """A report that comes with the article that a model made of it before."""

    article: Article | None = None
