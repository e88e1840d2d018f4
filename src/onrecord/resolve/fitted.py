"""The odds by which speakers are told: `training/fit_speakers.py` fits them and writes `odds.json`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Odds:
    """Log-odds by the name of what is plain from the text: of a role, and of an organization, that it is what the report tells of a speaker ("nothing": that it tells none), and of a name that it is right."""

    role: Mapping[str, float]
    body: Mapping[str, float]
    trust: Mapping[str, float]


@cache
def fitted() -> Odds:
    """What was fitted."""
    return Odds(**json.loads((files("onrecord.resolve") / "odds.json").read_text(encoding="utf-8")))
