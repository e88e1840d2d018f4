"""Statements as rows of the table, and back."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any, cast

from onrecord.errors import RecordError
from onrecord.keep.packing import Part
from onrecord.types import Addressee, Corrected, Country, Span, Speaker, SpeakerKind, Statement, Told, Via


def row_of(statement: Statement, text: str) -> dict[str, Any]:
    """The columns of a statement, `reading` and `place` left out."""
    speaker, via, addressee = statement.speaker, statement.via, statement.addressee
    return {
        "statement_id": statement.id, "kind": statement.kind, "mode": statement.mode, "act": statement.act, "act_confidence": statement.act_confidence, "confidence": statement.confidence,
        "within": statement.within, "source": statement.source, "cue": statement.cue, "content": statement.content,
        "speaker_name": speaker and speaker.name, "speaker_kind": speaker and speaker.kind, "speaker_confidence": speaker and speaker.confidence, "speaker_told": speaker and _told(speaker),
        "speaker_country": speaker and speaker.country and speaker.country.code,
        "via": via and ((via.name, via.spans),), "addressee": addressee and ((addressee.name, addressee.spans), (addressee.kind, ())),
        "words_hash": digest(statement, text), "corrected": statement.corrected and asdict(statement.corrected),
    }  # fmt: skip


def _told(speaker: Speaker) -> tuple[Part | None, ...]:
    """Mentions, role, organization and country; None for what is not told."""
    country = speaker.country
    return ("", speaker.mentions), _part(speaker.role), _part(speaker.organization), (country.code, country.spans) if country else None


def _part(told: Told | None) -> Part | None:
    return (told.text, told.spans) if told else None


def statement_of(row: Any) -> Statement:
    """The statement that a row of the table holds.  Raises RecordError where the row was altered into something else."""
    try:
        return _statement(row)
    except (TypeError, ValueError):
        raise RecordError(f"statement {row.statement_id} is damaged: go back to a backup; `onrecord verify` names everything that is wrong") from None


def spans_in(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Spans as they are kept.  Raises TypeError or ValueError where they are none."""
    return tuple((start + 0, end + 0) for start, end in pairs)


def _statement(row: Any) -> Statement:
    return Statement(
        id=row.statement_id, kind=row.kind, mode=row.mode, source=spans_in(row.source), cue=spans_in(row.cue), content=spans_in(row.content), within=row.within, confidence=row.confidence,
        speaker=_speaker(row), via=row.via and _via(row.via), addressee=row.addressee and _addressee(row.addressee), act=row.act, act_confidence=row.act_confidence,
        corrected=row.corrected and Corrected(**row.corrected),
    )  # fmt: skip


def spans_of(statement: Statement) -> dict[str, tuple[Span, ...]]:
    """Every span of a statement and of what is told about it, by what it is."""
    speaker = statement.speaker
    parts: Iterable[tuple[str, Any]] = (
        ("speaker's role", speaker and speaker.role), ("speaker's organization", speaker and speaker.organization), ("speaker's country", speaker and speaker.country),
        ("via", statement.via), ("addressee", statement.addressee),
    )  # fmt: skip
    return {
        "source": statement.source, "cue": statement.cue, "content": statement.content, "speaker's mentions": speaker.mentions if speaker else (),
        **{name: part.spans if part else () for name, part in parts},
    }  # fmt: skip


def digest(statement: Statement, text: str) -> bytes:
    """The first half of the SHA-256 of the words that every span of the statement gives, each with what it is."""
    words = {name: [text[start:end] for start, end in spans] for name, spans in spans_of(statement).items()}
    return hashlib.sha256(json.dumps(words).encode()).digest()[:16]


def _via(parts: Sequence[Part]) -> Via:
    ((name, spans),) = parts
    return Via(name, spans)


def _addressee(parts: Sequence[Part]) -> Addressee:
    (name, spans), (kind, _) = parts
    return Addressee(spans, name, cast(SpeakerKind, kind))


def _speaker(row: Any) -> Speaker | None:
    if row.speaker_name is None:
        return None
    (_, mentions), role, organization, country = row.speaker_told
    return Speaker(row.speaker_name, row.speaker_kind, row.speaker_confidence, mentions, role and Told(*role), organization and Told(*organization), country and Country(*country))
