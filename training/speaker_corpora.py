"""Texts whose mentions are annotated: GUM (names and coreference), GAP (pronouns), and our own annotations of speakers.

GUM: Zeldes (LREV 2017); GAP: Webster et al. (TACL 2018).  Both are found through $ONRECORD_DATA.
"""

import csv
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotation import ROLES
from corpora import REPORTS, Text, corpora, read_polnear, read_reports, read_statement_pieces, reviewed_folders, split_polnear, split_reports
from onrecord.resolve.names import TYPES
from onrecord.types import Span
from speaker_annotation import key_of

BEHIND_THE_PHRASE = {",", ":", "-LRB-", "WDT", "WP", "WP$", "WRB", "VBG", "VBN", "TO"}  # Penn tags of relative clauses, participles and appositions
SPEAKERS = {part: Path(__file__).parent / f"polnear-{part}-speakers.json" for part in ("train", "dev")}
POLNEAR_NAMES, REPORT_NAMES = Path(__file__).parent / "polnear-train-names.json", REPORTS / "train-names.json"
POLNEAR_ACTS = {part: Path(__file__).parent / f"polnear-{part}-acts.json" for part in ("train", "dev")}
SINGLE_ACTS = Path(__file__).parent / "polnear-train-acts.tsv"
REPORT_ACTS = {part: REPORTS / f"{part}-acts.json" for part in ("train", "measure")}


@dataclass
class Mention:
    """A mention of GUM: its words, head words, the noun phrase without what describes it further, type, cluster, and whether the head is a proper name or a pronoun."""

    span: Span
    head: Span
    phrase: Span
    etype: str
    cluster: str
    name: bool
    pronoun: bool


@dataclass
class MentionText:
    name: str
    text: str
    mentions: list[Mention]


def read_gum(part: str) -> list[MentionText]:
    return [_read_conllu(path) for path in sorted((corpora() / "gum" / part).glob("*.conllu"))]


def _read_conllu(path: Path) -> MentionText:
    text, mentions, open_mentions = "", [], []
    tokens: list[tuple[Span, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block") and text:
            text = text.rstrip() + "\n\n"
        fields = line.split("\t")
        if len(fields) != 10 or not fields[0].isdigit():
            if re.match(r"\d+-\d+\t", line):
                continue
            continue
        start = len(text)
        text += fields[1]
        tokens.append(((start, len(text)), fields[4]))
        if "SpaceAfter=No" not in fields[9]:
            text += " "
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", fields[9])
        for part in re.findall(r"\(?[^()]+\)?", entity[1]) if entity else ():
            cluster = re.match(r"\(?([^-)]+)", part)[1]
            if part.startswith("("):
                open_mentions.append((cluster, part.strip("()").split("-"), len(tokens) - 1))
            if part.endswith(")"):
                at = max(i for i, (c, _, _) in enumerate(open_mentions) if c == cluster)
                _, told, first = open_mentions.pop(at)
                mentions.append(_mention(cluster, told, tokens, first, len(tokens)))
    return MentionText(path.stem, text, mentions)


def _mention(cluster: str, told: list[str], tokens: list[tuple[Span, str]], first: int, end: int) -> Mention:
    head = [first + int(k) - 1 for k in told[5].split(",")] if len(told) > 5 and re.fullmatch(r"[\d,]+", told[5]) else list(range(first, end))
    head = [k for k in head if k < end]
    tags = {tokens[k][1] for k in head}
    whole = head == list(range(head[0], head[-1] + 1))
    phrase_end = next((k for k in range(head[-1] + 1, end) if tokens[k][1] in BEHIND_THE_PHRASE), end)
    spans = [(tokens[a][0][0], tokens[b - 1][0][1]) for a, b in ((first, end), (head[0], head[-1] + 1), (first, phrase_end))]
    return Mention(*spans, told[1] if len(told) > 1 else "", cluster,
                   tags <= {"NNP", "NNPS", "POS", "HYPH", "IN", "DT", "CD", "."} and bool(tags & {"NNP", "NNPS"}) and whole, tags <= {"PRP", "PRP$"})


def type_of(etype: str) -> str:
    return etype if etype in TYPES else "other"


@dataclass
class Pronoun:
    """A snippet of GAP with its pronoun, and the two names it may refer to, with whether it does."""

    name: str
    text: str
    pronoun: Span
    names: list[tuple[Span, bool]]


def read_gap(part: str) -> list[Pronoun]:
    with open(corpora() / "gap" / f"gap-{part}.tsv", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Pronoun(r["ID"], r["Text"], (int(r["Pronoun-offset"]), int(r["Pronoun-offset"]) + len(r["Pronoun"])),
                    [((int(r[f"{x}-offset"]), int(r[f"{x}-offset"]) + len(r[x])), r[f"{x}-coref"] == "TRUE") for x in "AB"])
            for r in rows
        ]


@dataclass
class SpeakerText:
    """A text, its statements in the order of their content, and each annotator's speaker of each (null: none).

    `names`: every name and noun phrase of somebody or something named, as (start, end, type, None for a phrase, number of the entity); empty where nobody annotated them.
    `acts`: for each statement each annotator's act and addressee (or None); empty where nobody annotated them.
    """

    name: str
    text: str
    statements: list[dict]
    speakers: list[list[dict | None]] = field(default_factory=list)
    names: list[tuple[int, int, str | None, int]] = field(default_factory=list)
    acts: list[list[tuple[str, dict | None]]] = field(default_factory=list)


def _with_readings(text: Text, readings: dict) -> SpeakerText:
    statements = sorted(text.annotators[0], key=lambda s: s["content"][0][0])
    return SpeakerText(text.name, text.text, statements, [readings[key_of(s)] for s in statements])


def _with_acts(texts: list[SpeakerText], *paths: Path) -> list[SpeakerText]:
    acts = {name: told for path in paths for name, told in json.loads(path.read_text(encoding="utf-8")).items()}
    return [replace(t, acts=[acts[t.name][key_of(s)] for s in t.statements] if t.name in acts else []) for t in texts]


def read_polnear_speakers(part: str) -> list[SpeakerText]:
    readings = json.loads(SPEAKERS[part].read_text(encoding="utf-8"))
    names = json.loads(POLNEAR_NAMES.read_text(encoding="utf-8")) if part == "train" else {}
    texts = {t.name: t for t in read_polnear(part) if t.name in readings}
    return _with_acts([replace(_with_readings(texts[name], readings[name]), names=names.get(name, [])) for name in readings], POLNEAR_ACTS[part])


def split_polnear_speakers() -> tuple[list[SpeakerText], list[SpeakerText]]:
    """The annotated texts of PolNeAR train as (to train on, held out: those that split_polnear holds out)."""
    texts = read_polnear_speakers("train")
    held = {t.name for t in split_polnear()[1]}
    return [t for t in texts if t.name not in held], [t for t in texts if t.name in held]


@dataclass
class ActText:
    """A text and its statements of which no speaker is annotated, with their acts and, where all of the text's are annotated, the spans that name addressees."""

    name: str
    text: str
    statements: list[dict]
    acts: list[str]
    addressees: list[tuple[int, int]] | None = None


def read_single_acts() -> list[ActText]:
    """Statements of PolNeAR train, spread over texts of which no speakers are annotated; most of them chosen for a rare act that a first model gave them."""
    acts: dict[str, dict[str, str]] = {}
    for line in SINGLE_ACTS.read_text(encoding="utf-8").splitlines():
        name, key, act = line.split("\t")
        acts.setdefault(name, {})[key] = act
    texts = []
    for t in split_polnear()[0]:
        told = acts.get(t.name, {})
        statements = {key_of(s): s for s in t.annotators[0] if key_of(s) in told}
        if statements:
            texts.append(ActText(t.name, t.text, list(statements.values()), [told[key] for key in statements]))
    return texts


def read_piece_acts() -> list[ActText]:
    """Acts and addressees of `corpora.read_statement_pieces`."""
    pieces = [(t, t.annotators[0]) for t in read_statement_pieces()]
    return [ActText(t.name, t.text, statements, [s["act"] for s in statements], [span for s in statements for span in s["addressee"]]) for t, statements in pieces]


def read_measuring_speakers() -> list[SpeakerText]:
    readings = json.loads((REPORTS / "measure-speakers.json").read_text(encoding="utf-8"))
    return _with_acts([_with_readings(t, readings[t.name]) for t in read_reports("measure")], REPORT_ACTS["measure"])


def split_report_speakers() -> tuple[list[SpeakerText], list[SpeakerText]]:
    """Our own training reports as (to train on, held out); with what people reviewed, as `corpora.split_reports` has it, and its acts and addressees."""

    names = json.loads(REPORT_NAMES.read_text(encoding="utf-8"))

    def told(t: Text) -> SpeakerText:
        statements = sorted(t.annotators[0], key=lambda s: s["content"][0][0])
        return SpeakerText(t.name, t.text, statements, [[s["speaker"]] for s in statements], names.get(t.name, []))

    train, held = split_reports()
    return tuple(_with_acts([told(t) for t in texts], REPORT_ACTS["train"], *(folder / "acts.json" for folder in reviewed_folders())) for texts in (train, held))


def gold_of(text: SpeakerText) -> list[dict]:
    """Rows of the scorer's GOLD.json: where the annotators read a speaker differently, each reading is right."""
    rows = []
    for s, readings in zip(text.statements, text.speakers):
        names = [text.text[a:b] for r in readings if r for a, b in r["names"]] + [""] * any(r is None for r in readings)
        rows.append({role: s[role] for role in ROLES} | {"names": names, "kinds": sorted({r["kind"] for r in readings if r}), "mode": s.get("mode"), "act": None})
    return rows
