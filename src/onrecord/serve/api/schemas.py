"""What the API answers, as schemas; the terms are those of docs/statements.md and docs/record.md."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from onrecord.follow.alignment import Op
from onrecord.follow.checking import Verdict
from onrecord.follow.query import Category, Status, Type
from onrecord.types import Act, AmendmentAct, Kind, Mode, ReviewAct, SpeakerKind

Span = Annotated[list[int], Field(min_length=2, max_length=2, description="Start and end, in code points of the report's text: text[start:end].", examples=[[12, 31]])]
Probability = Annotated[float, Field(ge=0, le=1, description="Calibrated: of what has 0.9, nine in ten are right.", examples=[0.93])]
Day = Annotated[str | None, Field(description="ISO 8601.", examples=["2026-01-31"])]
StatementId = Annotated[str, Field(description="Of the text and the spans alone, so that it stays.", examples=["3e457130a1b2c3d4"])]
Cursor = Annotated[str | None, Field(description="Give it as `after` for the next page; null where there is none.")]


class Schema(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Fault(BaseModel):
    where: str = Field(description="The parameter, or the field of the body.", examples=["query.speker"])
    detail: str = Field(examples=["is no parameter here; did you mean 'speaker'?"])


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["x: is the id of no report here; find ids with `onrecord search`"])
    instance: str | None = Field(default=None, examples=["/api/statements/x"])
    errors: list[Fault] | None = Field(default=None, description="Of what was sent; with 422.")


class Told(Schema):
    text: str = Field(examples=["foreign minister"])
    spans: list[Span]


class Country(Schema):
    code: str = Field(description="ISO 3166.", examples=["NO"])
    spans: list[Span]


class Speaker(Schema):
    name: str = Field(description="The fullest form that the report gives.", examples=["Irena Novak"])
    kind: SpeakerKind
    confidence: Annotated[Probability, Field(description="That the name is right.")]
    mentions: list[Span] = Field(description="From the source itself to where the name stands: the chain of “he”.")
    role: Told | None
    organization: Told | None
    country: Country | None


class Via(Schema):
    name: str = Field(examples=["Nordpress"])
    spans: list[Span]


class Addressee(Schema):
    spans: list[Span]
    name: str = Field(examples=["reporters"])
    kind: SpeakerKind


class Corrected(Schema):
    """That a person has corrected the statement; of several corrections the last."""

    by: str = Field(examples=["the desk"])
    at: str = Field(description="ISO 8601, in UTC.")
    why: str


class Correction(Schema):
    """A dated row of a person's."""

    number: int = Field(ge=1)
    act: Literal["change", "none", "add", "undo"]
    at: str
    by: str
    why: str
    before: dict[str, object] | None = Field(description="The statement as it stood.")
    changes: dict[str, object] | None = Field(description="The fields that the person gave; for add the whole statement.")
    undoes: int | None


class Belonging(Schema):
    """The utterance, that is the speaking occasion, which a statement reports: in how many statements it is reported, and how probable that is, and why."""

    id: StatementId
    statements: int = Field(ge=1)
    probability: Probability
    reasons: list[str]


class Statement(Schema):
    id: StatementId
    kind: Kind
    mode: Mode
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    within: str | None = Field(description="The statement whose content holds this one.")
    speaker: Speaker | None
    via: Via | None
    addressee: Addressee | None
    act: Act | None
    act_confidence: Probability | None
    confidence: Annotated[Probability, Field(description="That the statement is right: its words, source and cue. How sure its speaker is, is told there.")]
    corrected: Corrected | None
    utterance: Belonging | None = Field(description="Null for what is in no latest version of a report.")


class About(Schema):
    """A report without its text."""

    id: str = Field(examples=["https://example.org/envoy-winter"])
    path: str | None
    url: str | None
    title: str | None = Field(examples=["Envoy: Winter will not wait for us"])
    outlet: str | None = Field(examples=["Nordpress"])
    published: Day
    published_at: str | None = Field(description="ISO 8601, with the time.")
    language: str = Field(examples=["en"])
    sha256: str = Field(description="Of the text.")
    page_sha256: str | None
    model: str = Field(description="What found the statements.", examples=["onrecord-0.3"])


class ReportAmendment(Schema):
    """A dated row about the day and the outlet of a version: an ingest told what was not known (`told`), a person put it right (`change`), or an earlier row no longer holds (`undo`)."""

    number: int
    act: AmendmentAct
    at: str = Field(description="ISO 8601, in UTC.")
    before: dict[str, str | None] = Field(description="`published`, `published_at` and `outlet`, as they stood.")
    changes: dict[str, str | None] = Field(description="Those of them that are given.")
    ingest: int | None = Field(description="The number of the ingest by which it was given.")
    by: str | None
    why: str | None
    undoes: int | None = Field(description="The number of the row that is taken back.")


class Amendment(ReportAmendment):
    article: str
    version: int


class Version(Schema):
    article: str
    number: int = Field(ge=1, description="1 is the first that was seen.")
    sha256: str
    title: str | None
    outlet: str | None
    published: Day
    published_at: str | None
    path: str | None
    url: str | None
    page_sha256: str | None
    source: str | None
    reader: str | None
    ingested: str
    tied: list[str] = Field(description="Other reports with the very same text.")
    taken_down: str | None
    near: list[Annotated[list[str | float], Field(min_length=2, max_length=2)]] = Field(description="Other reports with nearly the same text, and how much of it they share.")
    models: list[str]
    ingest: int = Field(description="The number of the ingest that brought it.")
    amendments: list[Amendment]


class Review(Schema):
    """A dated row of a person's: a statement is right, none was missed, or an earlier row no longer holds."""

    number: int
    act: Literal["accept", "whole", "undo"]
    at: str = Field(description="ISO 8601, in UTC.")
    by: str = Field(examples=["the desk"])
    why: str
    statement: str | None = Field(description="The id of the one that is right.")
    undoes: int | None
    seen: str | None = Field(description="Stands for what was looked at beside its passages; the row holds as long as that is so.")


class Article(About):
    text: str = Field(examples=['"Winter will not wait for us," Novak told reporters.'])
    boilerplate: list[Span]
    statements: list[Statement]
    commitments: list[dict[str, object]] | None
    corrections: list[Correction]
    reviews: list[Review]
    amendments: list[ReportAmendment]
    versions: list[Version]


class Quote(Schema):
    """How to quote a statement beside its report: its content where that says by itself what was said, else also source and cue; of what is denied or stands inside another statement, the words around it."""

    spans: list[Span]
    words: str = Field(description="Of these spans, those of different ones joined by “ … ”.", examples=['"Winter will not wait for us,"'])


class KeptStatement(Schema):
    statement: Statement
    words: str = Field(description="What was said, in the report's words; what these words mean, the cue may turn round: quote it by `quote`.", examples=['"Winter will not wait for us,"'])
    quote: Quote
    article: About
    corrections: list[Correction] = Field(description="What made it so, or made it none, the oldest first.")


class Hit(Schema):
    article: str
    sha256: str
    title: str | None
    outlet: str | None
    published: Day
    url: str | None
    snippet: list[Span]
    marks: list[Span]
    words: str
    statement: Statement | None
    quote: Quote | None = Field(description="Null where reports are searched.")


class Value(Schema):
    value: str | None
    count: int


class Hits(Schema):
    """A page of hits."""

    hits: list[Hit]
    after: Cursor
    count: int | None = Field(description="Of all hits, up to 10,000; null on later pages of a search without words.")
    more: bool = Field(description="Whether there are more than were counted.")
    facets: dict[str, list[Value]] | None = Field(description="The twenty most frequent values of each facet; all months, the latest first; and of confidence tenths, each with all hits that are as sure as that, or more.")


class UtteranceRow(Schema):
    """One speaking occasion in short."""

    id: Annotated[StatementId, Field(description="Of its earliest statement, whose report is `article`.")]
    speaker: str | None
    reports: int = Field(ge=2, description="How many tell it.")
    first: Day
    last: Day
    article: str
    outlet: str | None
    words: str | None = Field(description="Of its earliest statement; null where that was taken down a moment ago.")
    disagreement: float | None = Field(ge=0, le=1, description="How much the wordings differ; null but where that is the order.")


class Utterances(Schema):
    utterances: list[UtteranceRow]
    after: Cursor
    count: int


class Row(Schema):
    """A speaker across reports."""

    entity: str = Field(description="The speaker's id.", examples=["a3f1c2d4e5b60718"])
    name: str
    kind: str
    statements: int
    reports: int
    names: list[str]
    roles: list[str]
    sources: list[str]
    listed: str | None
    identifier: str | None


class Rows(Schema):
    speakers: list[Row]
    after: Cursor
    count: int


class Alias(Schema):
    name: str
    articles: int
    probability: Probability
    reasons: list[str]


class Tenure(Schema):
    role: str | None
    organization: str | None
    country: str | None
    first: Day
    last: Day
    articles: int


class Entity(Schema):
    id: str
    name: str
    kind: str
    aliases: list[Alias]
    roles: list[Tenure]
    appearances: list[str]


class Saying(Schema):
    statement: StatementId
    article: str
    published: Day
    act: Act | None


class Topic(Schema):
    """A noun or a name that stands in more of a speaker's newest statements than in those of others."""

    word: str = Field(description="In the form in which most of them have it.")
    forms: list[str] = Field(description="By which statements that have it are found.")
    statements: int


class Said(Schema):
    """A speaker, and a page of what was said, the newest first."""

    entity: Entity
    topics: list[Topic]
    acts: list[Value]
    sayings: list[Saying]
    after: Cursor
    count: int


class Stats(Schema):
    schema_: str = Field(alias="schema")
    bytes: int
    articles: int
    versions: int
    texts: int
    text_bytes: int
    tied: int
    near: int
    published: list[Day] = Field(min_length=2, max_length=2, description="The first and the last day.")
    undated: int = Field(description="Versions without a day.")
    outlets: int
    languages: dict[str, int]
    statements: dict[str, int]
    acts: dict[str, int]
    kinds: dict[str, int]
    modes: dict[str, int]
    ingests: int
    unfinished: int
    outcomes: dict[str, int]
    failures: int
    takedowns: int
    corrections: int = Field(description="Of statements, by people.")
    meaning: int = Field(description="Statements that can be searched by meaning.")


class Health(Schema):
    status: str = Field(examples=["ok"])
    version: str | None = Field(description="Null for those who must log in and have not.", examples=["0.3.0"])
    state: str | None = Field(description="Another one whenever the record has changed; null as version is.", examples=["60-60-3-0-0"])


class Ready(Schema):
    status: Literal["ready"]
    state: str | None


class Difference(Schema):
    op: Literal["keep", "drop", "add", "replace"] = Field(description="drop: only the report has the words; add: only the quotation has them.")
    asked: str
    reported: str


class Match(Schema):
    """A wording, and where it stands."""

    article: str
    sha256: str
    statement: StatementId
    span: Span
    spans: list[Span]
    speaker: str | None
    kind: Kind
    published: Day
    outlet: str | None
    said: list[str] = Field(description="Days that the report tells beside the statement.")
    source: str | None = Field(description="The words of the report that stand for the speaker, where they do not name who was taken for it.")
    unlike: list[Literal["speaker", "day"]] = Field(description="What is not as it was asked for.")
    difference: list[Difference]
    before: str
    after: str
    likeness: float = Field(ge=0, le=1)


class Covers(Schema):
    articles: int
    outlets: int
    from_: Day = Field(alias="from")
    to: Day
    undated: int = Field(description="Reports without a day.")


class Passage(Schema):
    """Where the very words of a quotation stand in the text of a report, in no statement that was found there."""

    article: str
    sha256: str
    span: Span
    published: Day
    outlet: str | None
    before: str
    words: str
    after: str


class Checked(Schema):
    """A quotation, the verdict, and the nearest wordings, the earliest report first."""

    quotation: str
    speaker: str | None
    on: Day
    verdict: Verdict
    matches: list[Match]
    covers: Covers
    passages: list[Passage]


class Change(Schema):
    """A run of words of the reference that a version has kept, dropped or replaced, or words that it has added."""

    op: Op
    reference: str
    version: str
    marked: bool = Field(description="Whether the version has them in quotation marks.")
    moved: bool = Field(description="Whether the reference has that otherwise.")


class Telling(Schema):
    """How one report tells an utterance."""

    article: str
    sha256: str
    statement: StatementId
    spans: list[Span]
    words: str
    kind: Kind
    speaker: str | None
    outlet: str | None
    published: Day
    said: list[str] = Field(description="Days on which it was said, as far as the report tells.")
    probability: Annotated[Probability, Field(description="That it belongs to the utterance.")]
    reasons: list[str]
    changes: list[Change]
    before: str = Field(description="What the fullest version has before these words, and this one leaves out.")
    behind: str
    likeness: float = Field(ge=0, le=1, description="To the reference.")


class Copy(Schema):
    """A report that plainly has its text, or the passage, from an earlier one."""

    article: str
    source: str
    what: str = Field(examples=["the paragraph"])


class Utterance(Schema):
    """One speaking occasion; `reference`, `earliest` and `fullest` are statements of its versions."""

    id: StatementId
    speaker: str | None
    reports: int = Field(ge=1)
    repeats: list[StatementId] = Field(description="Earlier utterances of the speaker, on other days, of the same.")
    versions: list[Telling]
    reference: StatementId = Field(description="The wording on which most reports agree.")
    agreeing: int = Field(description="How many reports that are.")
    earliest: StatementId
    fullest: StatementId
    copies: list[Copy]


class Actor(Schema):
    name: str = Field(examples=["Irena Novak"])
    kind: str


class Clause(Schema):
    article: str
    span: Span
    text: str = Field(description="In the report's words.", examples=["send 60 more before Christmas"])
    category: Category


class Amount(Schema):
    value: float
    unit: str | None = Field(description="ISO 4217, `percent`, or what is counted.", examples=["EUR"])


class ToldAmount(Amount):
    article: str
    span: Span


class Due(Schema):
    from_: Day = Field(alias="from")
    to: Day
    article: str
    span: Span


class Condition(Schema):
    article: str
    span: Span


class Event(Schema):
    id: str
    date: Day
    reported: Day
    kind: str = Field(examples=["pledged"])
    article: str
    statement: str | None = Field(description="Null where the report says it in its own voice.")
    span: Span
    by: Actor | None
    amount: Amount | None
    confidence: Probability
    why: list[str]


class Days(Schema):
    ask_to_pledge: int | None
    pledge_to_first_delivery: int | None
    pledge_to_delivery: int | None
    open: int | None


class CommitmentBase(Schema):
    id: str = Field(examples=["3e457130a1b2c3d4"])
    type: Type
    maker: Actor | None
    counterpart: Actor | None
    beneficiary: Actor | None
    what: Clause
    amount: ToldAmount | None = Field(description="As last raised or cut.")
    due: Due | None = Field(description="As last rescheduled.")
    condition: Condition | None
    firmness: str = Field(examples=["firm"])
    answers: str | None = Field(description="The ask that a pledge answers.")
    status: Status = Field(description="From the events up to the day alone.")
    days: Days


class Commitment(CommitmentBase):
    events: list[Event]


class Commitments(Schema):
    """A page of the ledger."""

    as_of: str = Field(description="The day on which it stands so.", examples=["2026-11-30"])
    commitments: list[Commitment]
    after: Cursor
    count: int


class Duration(Schema):
    """Days from one step to the next, of a group of commitments."""

    by: Literal["all", "maker", "category", "year"]
    group: str = Field(examples=["2026"])
    step: Literal["ask_to_pledge", "pledge_to_first_delivery", "pledge_to_delivery"]
    n: int = Field(ge=1, description="How many were watched.")
    ended: int = Field(ge=0, description="How many came to it.")
    lower: int | None = Field(description="Within so many days a quarter came to it; null where not so many have.")
    median: int | None
    upper: int | None


class Took(Schema):
    as_of: str = Field(description="The day up to which they were watched.", examples=["2026-11-30"])
    durations: list[Duration]


class WordedEvent(Event):
    words: str
    outlet: str | None
    title: str | None


class WordedCommitment(CommitmentBase):
    """A commitment with its events in the words of the reports."""

    events: list[WordedEvent]


Name = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00-\x1f\x7f]+$")]
Line = Annotated[str, Field(max_length=2_000)]


class NewReport(BaseModel):
    """A report to keep: its text; or, with an address and no text, the page there."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["text"], "properties": {"text": {"type": "string", "pattern": r"\S"}}}, {"required": ["url"], "properties": {"url": {"type": "string", "pattern": r"\S"}}}]})

    text: str | None = Field(default=None, description="The text as it stands; it is kept as it is.", examples=['"Winter will not wait for us," Novak told reporters.'])
    id: Name | None = Field(default=None, description="By which it is known again; else its address, else the hash of its text.", examples=["envoy-winter"])
    url: Name | None = Field(default=None, examples=["https://example.org/envoy-winter"])
    title: Line | None = None
    outlet: Line | None = None
    published: Line | None = Field(default=None, description="A day or a moment in ISO 8601, or as mails write it, or with its month written out in English; anything else is refused, and of several reports the one that has it.", examples=["2026-11-24"])

    @model_validator(mode="after")
    def _has_something(self) -> "NewReport":
        if not (self.text or "").strip() and not (self.url or "").strip():
            raise ValueError("a report has a text, or the address of a page")
        return self


def _no_default(schema: JsonDict) -> None:
    """What is left out is left as it is, and is not null."""
    schema.pop("default", None)


class Reason(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Name = Field(description="The reason, which is kept.", examples=["The feed had the day of its mending."])


class NewAmendment(Reason):
    """What of a version of a report is otherwise; the day, the outlet, or both."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["published"]}, {"required": ["outlet"]}]})

    article: Name = Field(description="The report's id, or a beginning of it that no other one has.", examples=["https://example.org/winter"])
    version: int | None = Field(default=None, ge=1, le=2**31 - 1, description="An earlier one, by its number; else the latest.")
    published: Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = Field(default=None, description="The day of publication; null where it is not known.", examples=["2026-11-24"], json_schema_extra=_no_default)
    outlet: Name | None = Field(default=None, description="Null where it is not known.", examples=["Nordpress"], json_schema_extra=_no_default)

    @model_validator(mode="after")
    def _changes_something(self) -> "NewAmendment":
        if not self.model_fields_set & {"published", "outlet"}:
            raise ValueError("say what is to be otherwise: published, outlet, or both")
        return self


Place = Annotated[list[Annotated[int, Field(ge=0, le=2**31 - 1)]], Field(min_length=2, max_length=2)]
Passages = Annotated[list[Name | Place], Field(max_length=100)]


class StatementChanges(Reason):
    """What a person gives of a statement.  A passage is exact words of the report, "words#2" for the second place where they stand, or start and end in code points."""

    source: Passages | None = Field(default=None, description="The words that stand for the speaker.", examples=[["she"]])
    cue: Passages | None = Field(default=None, examples=[["told"]])
    content: Passages | None = Field(default=None, description="The words that tell what was said.", examples=[[[97, 127]]])
    kind: Kind | None = Field(default=None, description="Where it is left out, the quotation marks around a new content tell it.")
    mode: Mode | None = None
    act: Act | None = None
    speaker: Name | None = Field(default=None, description="A name that stands in the report; null where the report does not tell whose words they are.", examples=["Irena Novak"], json_schema_extra=_no_default)
    speaker_kind: SpeakerKind | None = Field(default=None, description="Of a speaker that no other statement of the report has.")
    addressee: Passages | None = Field(default=None, description="The words that name to whom it was said; [] where nobody is named.", examples=[["reporters"]])
    addressee_name: Name | None = Field(default=None, description="Whom these words stand for; else the words themselves.")
    addressee_kind: SpeakerKind | None = None

    def changes(self) -> dict[str, Any]:
        """As `Record.correct_statement` and `Record.add_statement` take them."""
        given = {name: value for name in StatementChanges.model_fields if name != "why" and (value := getattr(self, name)) is not None}
        return given | ({"speaker": ""} if "speaker" in self.model_fields_set and self.speaker is None else {})


class NewCorrection(StatementChanges):
    """What of a statement is otherwise, or that it is `none`."""

    statement: Name = Field(description="The statement's id, or a beginning of it that no other one has.", examples=["3e457130a1b2c3d4"])
    none: bool = Field(default=False, description="What was taken for a statement is none.")


class MissedStatement(StatementChanges):
    """A statement that was missed, with its content at least."""

    article: Name = Field(description="The report's id, or a beginning of it that no other one has.", examples=["https://example.org/winter"])
    content: Passages = Field(min_length=1, description="The words that tell what was said.", examples=[["We asked for 120 generators"]])


class StatementCorrection(Correction):
    statement: StatementId = Field(description="Of the statement as it is now; passages that are otherwise give it another one.")
    article: str


class NewReview(BaseModel):
    model_config = ConfigDict(extra="forbid")

    statement: Name = Field(description="The id of the statement that is right as it stands, or a beginning of it that no other one has.", examples=["3e457130a1b2c3d4"])
    why: Name | None = Field(default=None, description="It is kept, and may be left out.")


class KeptReview(Schema):
    """A dated row: a statement is right, no statement of a report was missed, or an earlier row no longer holds."""

    number: int = Field(ge=1)
    act: ReviewAct
    at: str = Field(description="ISO 8601, in UTC.")
    by: str
    why: str
    article: str
    sha256: str
    statement: str | None
    undoes: int | None
    seen: str | None


class NewTakedown(Reason):
    """Which report's words are to be erased for good."""

    article: Name = Field(description="The report's id, whole.", examples=["https://example.org/winter"])


class Backup(Schema):
    file: str
    at: str
    holds: bool | None = Field(description="Whether it holds the words still; null where it is not where it was made any more, or cannot be read.")


class Takedown(Schema):
    """What was erased, and which reports and backups are concerned."""

    article: str
    at: str = Field(description="ISO 8601, in UTC.")
    who: str
    why: str
    sha256: list[str] = Field(description="Of the texts.")
    statements: int
    articles: list[str] = Field(description="The reports that had these texts.")
    backups: list[Backup] = Field(description="Those that `onrecord backup` made and that hold the words still, or may.")


class Differing(Schema):
    """A report that is known with another day or outlet than was sent, and is left so: both as `published` and `outlet`, as far as they differ."""

    article: str
    known: dict[str, str | None]
    given: dict[str, str | None]


class Posted(Schema):
    """What became of one report."""

    article: str = Field(description="The report's id.", examples=["envoy-winter"])
    fate: Literal["new", "changed", "known"]
    sha256: str
    statements: int
    differing: Differing | None = Field(description="Null where its day and outlet are as was sent, or are not known otherwise.")
    job: str


class Counts(Schema):
    new: int
    changed: int = Field(description="New versions of reports.")
    known: int
    failed: int
    taken_down: int = Field(description="Kept out by a takedown.")


class Failed(Schema):
    name: str = Field(description="Which of them it was.", examples=["item 3"])
    reason: str
    advice: str


class Job(Schema):
    """What was posted, and how far it is."""

    id: str = Field(examples=["5f0c1d7e9a3b4c2d8e6f7a1b2c3d4e5f"])
    state: Literal["waiting", "running", "done", "failed", "broken_off"] = Field(description="failed: for a reason that `fault` tells; broken_off: the process that worked on it has stopped. In both cases post it again; what was kept is known then.")
    total: int = Field(description="Reports and addresses that were posted.")
    done: int = Field(description="Of these, how many are kept or have failed.")
    counts: Counts
    failures: list[Failed] = Field(description="The first thousand.")
    differing: list[Differing] = Field(description="The first thousand; told when the job is over.")
    article: str | None = Field(description="The report's id, where one alone was posted and is kept.")
    fault: str | None
    at: str
    ended: str | None
    by: str


REFUSED: dict[int | str, dict[str, object]] = {
    400: {"model": Problem, "description": "What was asked cannot be asked so."},
    422: {"model": Problem, "description": "A parameter is not known here, or of another type; `errors` names it."},
    503: {"model": Problem, "description": "The record cannot be read."},
}
MISSING: dict[int | str, dict[str, object]] = REFUSED | {404: {"model": Problem, "description": "It is not in the record."}, 410: {"model": Problem, "description": "It was taken down."}}
NOT_ALLOWED: dict[int | str, dict[str, object]] = {403: {"model": Problem, "description": "This visitor may not."}}
NOT_TAKEN: dict[int | str, dict[str, object]] = {408: {"model": Problem, "description": "The body comes too slowly."}, 413: {"model": Problem, "description": "The body is too large."}, 415: {"model": Problem, "description": "The body is no JSON."}}
UNFIT: dict[int | str, dict[str, object]] = REFUSED | NOT_ALLOWED | NOT_TAKEN | {
    410: {"model": Problem, "description": "The text was taken down, and is not taken again."}, 422: {"model": Problem, "description": "It is no report, the page could not be read, or the key was used for another request."},
}  # fmt: skip
