"""What the encoder tells of each unit beside the statements, in the order of its columns: for names, roles, whom a mention stands for, addressees, acts and events."""

from itertools import accumulate

import numpy as np

from onrecord.classify.acts import WIDTH
from onrecord.follow import events
from onrecord.resolve.coreference import LINK, OPTIONS
from onrecord.resolve.names import NAME_LABELS
from onrecord.types import SPEAKER_KINDS

ROLE_LABELS = 5  # 0 outside; 1 and 2, 3 and 4: begin and inside of a role, of an organization
TRAITS = {"name": NAME_LABELS, "phrase": 3, "role": ROLE_LABELS, "kind": len(SPEAKER_KINDS), "option": len(OPTIONS), "query": LINK, "key": LINK,
          "addressee": 3, "act of cue": WIDTH, "act of content": WIDTH, "act weight": 1,
          "event": events.WIDTH, "event weight": 1}  # fmt: skip
"""Labels of names, noun phrases and roles, kinds, options, link vectors as source and as mention; labels of addressees; what the unit adds to the act's hidden layer
in a cue and in a content, and how much it counts in a content; what it adds to the event's hidden layer, and how much it counts in a clause."""
COLUMNS = sum(TRAITS.values())
_PLACES = {name: slice(end - width, end) for (name, width), end in zip(TRAITS.items(), accumulate(TRAITS.values()))}


def split_traits(traits: np.ndarray) -> dict[str, np.ndarray]:
    return {name: traits[..., place] for name, place in _PLACES.items()}
