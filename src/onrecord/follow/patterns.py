"""What several readings of a clause look for: what is to come, negation, conditions.

Each pattern looks first at the letter that it can begin with: at most places of a text none does, which is several times as fast.
"""

import re

FUTURE = re.compile(
    r"(?=[wsiag’'])(?P<modal>\bwill|[’']ll|\bshall|\bwould|[’']d|(?:\b(?:is|are|am|was|were)|[’'](?:s|re|m))\s+going\s+to|\b(?:is|are|was|were)\s+(?:set\s+|due\s+|about\s+)?to|\bgonna)\s+(?P<not>not\s+|never\s+)?(?:\w+ly\s+|also\s+|again\s+|then\s+|now\s+|soon\s+|all\s+|both\s+|even\s+|first\s+|still\s+|only\s+)*(?P<verb>[a-z]+)(?:\s+(?:\w+ly\s+|also\s+|now\s+|all\s+)?(?P<next>[a-z]+))?",
    re.IGNORECASE,
)
"""What is to come: "will deliver", "is to be opened"; the verb, and the word behind it."""
NEGATION = re.compile(r"(?=[nwchbyf])(?:\b(?:not|never|no|nobody|none|nothing|without|neither|nor|cannot|hardly|barely|yet\s+to|fail(?:ed|s)?\s+to)\b|n[’']t\b)", re.IGNORECASE)
NOT_BEFORE = re.compile(
    r"(?:\bnot|n[’']t)\s+(?:\w+ly\s+|now\s+|all\s+)?(?:be\s+(?:there|here|ready|paid|delivered|finished|completed?|available|in\s+place|open(?:ed)?|sent|built|back)|come|arrive|open|start|begin|reach|follow|leave|sail)\b[^.;,]{0,40}?\b(?:before|until|till)\s", re.IGNORECASE)  # fmt: skip
"""What comes later than it was to: "would not be there before May"."""
NOT_IN_TIME = re.compile(
    r"(?=[wcn’'])(?:\b(?:will|would|can|could)(?:\s+not|n[’']t)|\bcannot|\bwon[’']t)\s+(?:now\s+|all\s+)?be\s+(?:ready|finished|completed?|done|there|delivered|open(?:ed)?|available|in\s+place|built|paid)\s+(?:\w+\s+){0,2}?(?:in(?!\s+(?:place|full|hand))|by|on|this|next)\s", re.IGNORECASE)  # fmt: skip
"""The same, told with the day that is not kept: "will not be ready in September"."""
CONDITION = re.compile(r"(?=[iposau])\b(?:if(?!\s+(?:I|we)\s+must\b)|provided(?:\s+that)?|on\s+(?:the\s+)?(?:condition|understanding)\s+that|so\s+long\s+as|unless|(?<!\bat\s)once(?!\s+(?:of|more|again|a|in|every)\b|\s*[,.;:])|subject\s+to|as\s+soon\s+as|assuming|in\s+exchange\s+for|in\s+return\s+for)\b", re.IGNORECASE)
FIRST = re.compile(r"\W*(?:(?:but|and|so|only)\s+)?(?P<words>(?:if|should|as\s+soon\s+as|once|provided(?:\s+that)?|unless)\s[^.;:]*),?\W*$", re.IGNORECASE)
"""A condition that stands first in its sentence: "Should the government ask for it, …"."""
PART = re.compile(r"\b(?:so\s+far|first|part\s+of|some\s+of|half|third\s+of|quarter\s+of|a\s+few|instalment|tranche|only|already)\b", re.IGNORECASE)
"""Words of what is less than all."""
WHOLE = re.compile(
    r"\b(?:(?<!in\s)(?<!at\s)(?<!after\s)(?<!above\s)all(?!\s+but)|rest|remaining|remainder|whole|entire|complete[ds]?|in\s+full|fully|final|every|everything|both|second\s+half|other\s+half|"
    r"last(?!\s+(?:day|week|weekend|month|year|night|spring|summer|autumn|winter|minute|moment|time|chance|[A-Z])))\b", re.IGNORECASE)  # fmt: skip
"""Words of what is all, or the end of it."""
