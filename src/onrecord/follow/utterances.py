"""Utterances: statements of different reports that report one speaking occasion.

Statements are tied in pairs when their reports are kept (see `comparing`); an utterance is what ties connect, the strongest on the average first and one statement of a report at most (see `joining`), but for what a person decided.
So the same reports make the same utterances in whatever order they come.  An utterance is called by the id of its earliest statement, and the id of any of its statements leads to it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic, thread_time
from typing import Any, Literal

from sqlalchemy import Connection, or_, select

from onrecord.errors import InputError, UsageError, expect, expect_signed
from onrecord.follow.candidates import Found, load, with_rare_words
from onrecord.follow.contents import Weights, content_of, frequencies, overlap
from onrecord.follow.joining import Joining
from onrecord.follow.meetings import APART, met
from onrecord.follow.occasions import occasion_of
from onrecord.follow.speakers import compare, who_of
from onrecord.follow.words import cut
from onrecord.keep.clock import now
from onrecord.keep.database import add
from onrecord.keep.portions import portions
from onrecord.keep.schema import readings, statements, ties, utterance_decisions, versions
from onrecord.keep.state import decided, state_of
from onrecord.keep.superseding import LATEST_READING, LATEST_VERSION
from onrecord.odds import probability_of
from onrecord.resolve.decisions import Decision, Decisions
from onrecord.types import Belonging, Span, Statement

Sort = Literal["spread", "speaker", "disagreement"]
MOST_OF_AN_ID = 500  # statements that are looked at whose ids begin alike
DECIDED = "a person's decision"
LARGE, MOST_KEPT = 500, 100_000  # statements from which what ties connect is kept at hand; how many of them are
RESTS = 40  # times as long as putting them together took
REPEATED = 0.55  # share of the telling words in common from which a later utterance repeats an earlier one


@dataclass(frozen=True, slots=True)
class Version:
    """How one report tells an utterance: the report and the statement, the words of its content, when it was said as far as the report tells, and how probable it is, and why, that it belongs."""

    article: str
    sha256: str
    statement: Statement
    text: str
    outlet: str | None
    published: str | None
    said: tuple[str, ...]
    probability: float
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        return " … ".join(self.text[start:end] for start, end in self.statement.content)

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.statement.content

    @property
    def speaker(self) -> str | None:
        return self.statement.speaker.name if self.statement.speaker else None


@dataclass(frozen=True)
class Utterance:
    """One speaking occasion: its versions, the earliest report first, and the ids of earlier utterances of the speaker, on other days, that it repeats."""

    id: str
    versions: tuple[Version, ...]
    repeats: tuple[str, ...] = ()

    @cached_property
    def reports(self) -> int:
        return len({version.article for version in self.versions})

    @property
    def speaker(self) -> str | None:
        """The fullest name that most versions give, whole or in part; of equals the one that more of them give so."""
        words = {name: frozenset(word.folded for word in cut(name)) for version in self.versions if (name := version.speaker)}
        names = [version.speaker for version in self.versions if version.speaker]

        def given(name: str) -> tuple[int, int, int]:
            return sum(words[name] <= words[other] or words[other] <= words[name] for other in names), len(words[name]), names.count(name)

        return max(sorted(words), key=given, default=None)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON values: one line of `onrecord utterances --format jsonl`."""
        rows = [{"article": v.article, "sha256": v.sha256, "statement": v.statement.id, "spans": [list(span) for span in v.spans], "words": v.words, "kind": v.statement.kind, "speaker": v.speaker, "outlet": v.outlet,
                 "published": v.published, "said": list(v.said), "probability": v.probability, "reasons": list(v.reasons)} for v in self.versions]  # fmt: skip
        return {"id": self.id, "speaker": self.speaker, "reports": self.reports, "repeats": list(self.repeats), "versions": rows}


@dataclass(frozen=True, slots=True)
class _Tied:
    a: int
    b: int
    weight: float
    reasons: tuple[str, ...]


class Crowds:
    """What is kept at hand of utterances that many statements report, or are tied to, so that they are put together once for each state of a record; while reports come in, what took long is given as it was before, but for RESTS times as long alone,
    and never where people decided, corrected or took down something since."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Belonging, str, str, float]] = {}

    def known(self, connection: Connection, ids: Iterable[str]) -> dict[str, Belonging]:
        found = {id: self._kept[id] for id in ids if id in self._kept}
        if not found:
            return {}
        state, firm, now = state_of(connection), decided(connection), monotonic()
        return {id: belonging for id, (belonging, of, held, until) in found.items() if held == firm and (of == state or now < until)}

    def keep(self, connection: Connection, made: Mapping[str, Belonging], cost: float) -> None:
        """`cost`: seconds of the processor."""
        if len(made) < LARGE:
            return
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()
        at = state_of(connection), decided(connection), monotonic() + RESTS * cost
        self._kept.update((id, (belonging, *at)) for id, belonging in made.items())


def belongings(connection: Connection, ids: Collection[str], crowds: Crowds | None = None) -> dict[str, Belonging]:
    """The utterances of statements, by the statements' ids."""
    known = crowds.known(connection, ids) if crowds else {}
    began = thread_time()
    groups, strongest = _grouped(connection, _rows_of(connection, [id for id in ids if id not in known]))
    names = _ids_of(connection, [row for group in groups for row in group])
    told = _told(connection, [row for group in groups if len(group) > 1 for row in group])
    made: dict[str, Belonging] = {}
    for group in groups:
        named, size = _earliest(told, names, group), len({names[row] for row in group})
        for row in group:
            tied = strongest.get(row)
            made[names[row]] = Belonging(named, size, 1.0 if tied is None else _probability(tied), tied.reasons if tied else ())
    if crowds:
        crowds.keep(connection, made, thread_time() - began)
    return known | {id: made[id] for id in ids if id in made}


def find(connection: Connection, id: str, repeats: bool = True) -> Utterance:
    """The utterance to which a statement belongs, by the statement's id or a beginning of it.  Raises InputError where there is none."""
    expect(id, str, "an id is a string")
    rows = _rows_beginning(connection, id)
    if not rows:
        raise InputError(id or "''", "is the id of no statement in the latest version of a report here", "find ids with `onrecord utterances` or `onrecord search`")
    groups, strongest = _grouped(connection, rows)
    groups = [group for group in groups if not rows.isdisjoint(group)]
    if len(groups) > 1:
        raise UsageError(f"several ids begin with {id!r}: give more of it")
    return _utterance(connection, groups[0], strongest, repeats)


def place(sort: Sort, reports: int, speaker: str | None, published: str | None, disagreement: float, id: str) -> tuple[Any, ...]:
    """What utterances are sorted by."""
    first: dict[Sort, tuple[Any, ...]] = {"spread": (-reports, published or "9999"), "speaker": (speaker is None, speaker or "", published or "9999"), "disagreement": (-disagreement,)}
    return *first[sort], id


def every(connection: Connection) -> tuple[list[list[int]], dict[int, _Tied]]:
    """The rows of all statements that are tied, or of which people decided, by the occasion that they report, and the strongest tie of each."""
    connected = set(connection.execute(select(ties.c.a)).scalars()) | set(connection.execute(select(ties.c.b)).scalars())
    of_people = {id for row in connection.execute(select(utterance_decisions)) for id in (*row.left, *row.right)}
    return _grouped(connection, connected | _rows_of(connection, of_people), whole=True)


def decide(connection: Connection, act: Literal["merge", "split"], left: Iterable[str], right: Iterable[str], who: str, why: str) -> int:
    """Keep a person's decision that statements (by id) are of one utterance (`merge`) or of two (`split`); its number."""
    expect_signed(who, why, f"a {act} is kept with who decided it and why")
    return add(connection, utterance_decisions, {"act": act, "at": now(), "who": who, "why": why, "left": sorted(left), "right": sorted(right), "undoes": None})


def undo(connection: Connection, number: int, who: str, why: str) -> int:
    """Take a decision back; the row that it was stays."""
    decisions = _decisions(connection)[0]
    decisions.undo(number, now(), who, why)
    return add(connection, utterance_decisions, {"act": "undo", "at": now(), "who": who, "why": why, "left": [], "right": [], "undoes": number})


def decisions(connection: Connection) -> list[Decision]:
    """Every decision, the oldest first; those that were undone too."""
    return _decisions(connection)[0].rows


def groups_of(connection: Connection, rows: Collection[int]) -> list[list[int]]:
    """The rows of statements that report one occasion, for those groups in which some rows are; of the latest readings of the latest versions."""
    asked = set(rows)
    return [group for group in _grouped(connection, asked)[0] if not asked.isdisjoint(group)]


def _grouped(connection: Connection, rows: set[int], whole: bool = False) -> tuple[list[list[int]], dict[int, _Tied]]:
    """The groups in which some rows are, by ties and decisions, and others that ties lead to from there; and the strongest tie of each row.  `whole`: the rows are all that have ties."""
    decisions, numbered = _decisions(connection)
    found: dict[tuple[int, int], _Tied] = {}
    seen: set[int] = set()
    waiting = set(rows)
    together_ids = {id: (decision.left | decision.right) for decision in decisions.rows if decision.act == "merge" for id in decision.left | decision.right}
    while waiting:
        seen |= waiting
        beyond: set[int] = set()
        for tied in _ties_of(connection, waiting, whole):
            found[tied.a, tied.b] = tied
            beyond |= {tied.a, tied.b}
        if together_ids:
            ids = set(_ids_of(connection, list(waiting)).values())
            beyond |= _rows_of(connection, {other for id in ids & together_ids.keys() for other in together_ids[id]})
        waiting = beyond - seen
    alive = _alive(connection, seen)
    living = [t for t in found.values() if t.a in alive and t.b in alive]
    joined = {row for t in living for row in (t.a, t.b)} | (alive & _rows_of(connection, together_ids.keys()) if together_ids else set())
    groups, strongest = _parted(connection, sorted(joined), living, decisions, numbered)
    return [*groups, *([row] for row in sorted(alive & rows - joined))], strongest


def _parted(connection: Connection, rows: Sequence[int], tied: Iterable[_Tied], decisions: Decisions, numbered: bool) -> tuple[list[list[int]], dict[int, _Tied]]:
    """Rows joined by the ties that are strongest on the average first, but never two that a person parted, nor two of one report, unless a person put them together or one lies within the other."""
    chosen = select(statements.c.id, statements.c.statement_id, statements.c.within, statements.c.reading, readings.c.text).join(readings)
    told = {row.id: row for some in portions(rows) for row in connection.execute(chosen.where(statements.c.id.in_(some)))}
    ids = {row: told[row].statement_id for row in rows}
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(ids[row], row)
    within = {row: first[told[row].within] for row in rows if told[row].within in first}
    joining = Joining({row: told[row].text for row in rows}, within, *met(connection, {row.reading: row.text for row in told.values()}), APART)
    for row in rows:  # one statement as two models read it
        joining.join(first[ids[row]], row, surely=True)
    together: list[tuple[int, int]] = []
    if numbered:
        together, apart = decisions.constraints([decisions.labels(ids[row]) for row in rows])
        for i, j in together:
            joining.join(rows[i], rows[j], surely=True)
        for i, j in apart:
            joining.part(rows[i], rows[j])
    ordered = sorted(tied, key=lambda t: (-t.weight, *sorted((ids[t.a], ids[t.b]))))
    joining.connect([(round(1000 * t.weight), t.a, t.b) for t in ordered], ids)
    strongest: dict[int, _Tied] = {}
    for t in ordered:
        if joining.root(t.a) == joining.root(t.b):
            for row in (t.a, t.b):
                strongest.setdefault(row, t)
    for i, j in together:
        for at in (i, j):
            strongest[rows[at]] = _Tied(rows[i], rows[j], 30.0, (DECIDED,))
    groups: dict[int, list[int]] = {}
    for row in rows:
        groups.setdefault(joining.root(row), []).append(row)
    return list(groups.values()), strongest


def _utterance(connection: Connection, group: Sequence[int], strongest: Mapping[int, _Tied], repeats: bool) -> Utterance:
    ordered = as_reported(each for some in portions(group) for each in load(connection, some))
    made = Utterance(ordered[0].statement.id, tuple(_version(f, strongest.get(f.number)) for f in ordered))
    return replace(made, repeats=_repeats(connection, made)) if repeats else made


def as_reported(found: Iterable[Found]) -> list[Found]:
    """The statements of an utterance as the latest version of each report has them, the earliest report first."""
    latest: dict[tuple[str, str], Found] = {}
    for each in sorted(found, key=lambda f: f.version):
        latest[each.article, each.statement.id] = each
    outer = [f for f in latest.values() if (f.article, f.statement.within) not in latest]  # one that holds another says it too
    return sorted(outer, key=lambda f: (f.published or "9999", f.article, f.statement.id))


def _version(found: Found, tied: _Tied | None) -> Version:
    statement = found.statement
    occasion = occasion_of(found.text, found.published, [*statement.source, *statement.cue], statement.content)
    said = tuple(sorted(day.isoformat() for day in occasion.days)) if occasion.told else ()
    return Version(found.article, found.sha256, statement, found.text, found.outlet, found.published, said, _probability(tied) if tied else 1.0, tied.reasons if tied else ())


def _repeats(connection: Connection, utterance: Utterance) -> tuple[str, ...]:
    """Earlier utterances of the same speaker, on other days, with most of the same words."""
    first = utterance.versions[0]
    if first.published is None:
        return ()
    fullest = max(utterance.versions, key=lambda v: (v.statement.kind == "direct", len(v.words)))
    content, who = content_of(fullest.text, fullest.spans), who_of(fullest.statement, fullest.text)
    own = {version.statement.id for version in utterance.versions}
    earlier: set[str] = set()
    for found in load(connection, with_rare_words(connection, [word for w in cut(fullest.words) for word in w.folded.split("'")])):
        if found.statement.id in own or found.published is None or found.published >= first.published or compare(who, who_of(found.statement, found.text)) not in ("same", "body"):
            continue
        common = overlap(content, content_of(found.text, found.statement.content), Weights((frequencies(fullest.text), frequencies(found.text))))
        if common.contained >= REPEATED and common.dice >= REPEATED / 2 and common.weight >= 1.0:
            earlier.add(found.statement.id)
    return tuple(sorted({belonging.id for belonging in belongings(connection, earlier).values()} - own)) if earlier else ()


def _probability(tied: _Tied) -> float:
    return round(probability_of(tied.weight), 4)


def _told(connection: Connection, rows: Sequence[int]) -> dict[int, tuple[str, str]]:
    """For statements the day of the earliest of the reports that have their text, late where none has a day, and its id."""
    from onrecord.follow.candidates import tell

    told: dict[int, tuple[str, str]] = {}
    for some in portions(rows):
        for each in tell(connection, some):
            place = each.published or "9999", each.article_id
            told[each.number] = min(place, told.get(each.number, place))
    return told


def _earliest(told: Mapping[int, tuple[str, str]], ids: Mapping[int, str], group: Sequence[int]) -> str:
    """The id of the statement that was published first."""
    return ids[min((row for row in group if row in told), key=lambda row: (*told[row], ids[row]), default=group[0])]


def _decisions(connection: Connection) -> tuple[Decisions, bool]:
    decisions = Decisions()
    for row in connection.execute(select(utterance_decisions).order_by(utterance_decisions.c.id)):
        decisions.add(row.act, row.at, row.who, row.why, row.left, row.right, row.undoes)
    return decisions, bool(decisions.of)


def _ties_of(connection: Connection, rows: Collection[int], whole: bool) -> Iterable[_Tied]:
    if whole:
        yield from (_Tied(row.a, row.b, row.weight, tuple(row.reasons)) for row in connection.execute(select(ties)))
        return
    for some in portions(sorted(rows)):
        for row in connection.execute(select(ties).where(or_(ties.c.a.in_(some), ties.c.b.in_(some)))):
            yield _Tied(row.a, row.b, row.weight, tuple(row.reasons))


def _alive(connection: Connection, rows: Collection[int]) -> set[int]:
    """The rows of the latest reading of a text that is the latest version of a report."""
    chosen = select(statements.c.id).join(readings).join(versions, versions.c.text == readings.c.text).where(LATEST_VERSION, LATEST_READING)
    return {row for some in portions(sorted(rows)) for row in connection.execute(chosen.where(statements.c.id.in_(some))).scalars()}


def _rows_of(connection: Connection, ids: Collection[str]) -> set[int]:
    found = {row for some in portions(sorted(ids)) for row in connection.execute(select(statements.c.id).where(statements.c.statement_id.in_(some))).scalars()}
    return _alive(connection, found)


def _rows_beginning(connection: Connection, id: str) -> set[int]:
    if not id or len(id) > 16 or not set(id) <= set("0123456789abcdef"):
        return set()
    return _alive(connection, set(connection.execute(select(statements.c.id).where(statements.c.statement_id.between(id.ljust(16, "0"), id.ljust(16, "f"))).limit(MOST_OF_AN_ID)).scalars()))


def _ids_of(connection: Connection, rows: Sequence[int]) -> dict[int, str]:
    return {row.id: row.statement_id for some in portions(rows) for row in connection.execute(select(statements.c.id, statements.c.statement_id).where(statements.c.id.in_(some)))}
