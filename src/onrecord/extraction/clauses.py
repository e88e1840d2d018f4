"""What the rules know of English clauses: verbs of saying, and the noun phrases that stand before them or behind."""

from onrecord.follow.lexicon import forms, irregular

_BASES = ("say add note state declare announce claim confirm explain insist admit argue warn stress reveal recall concede complain predict promise suggest write tweet post tell report inform believe maintain assure "
          "underline emphasise emphasize reiterate acknowledge affirm allege assert caution clarify comment conclude disclose indicate mention object observe point remark remind repeat reply respond specify testify")  # fmt: skip

SAID = "(?:" + "|".join(form for base in _BASES.split() for form in dict.fromkeys(forms(base)[1:4])) + ")"
"""Third person and past of verbs of saying."""
_ASKING = "ask request demand urge call accuse deny reject seek condemn criticise criticize thank invite protest oppose offer propose threaten apologise apologize"
SAYING = "(?:" + "|".join(dict.fromkeys(forms(base)[4] for base in (*_BASES.split(), *_ASKING.split()))) + ")"
"""The -ing forms of verbs of saying, and of those of asking and the like that letters have."""
PASTS = frozenset(past for base, (past, _) in irregular().items() if past != base and len(past) > 2)
"""Past forms that do not end in -ed and are no base forms."""

_FINITE = rf"(?:is|was|are|were|has|had|have|will|would|can|could|may|might|must|shall|should|does|did|do|that|which|who|if|whether|because|when|while|{SAID})"
_WORD = rf"(?!{_FINITE}\b)[^\s,;:\"“”„«»()–—]+"
PHRASE = rf"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[A-ZÀ-Þ][^\s,;:\"“”„«»()–—]*|[a-z]+(?= [A-ZÀ-Þ])|one|two|three|sources|officials|residents|police|he|she|they)(?: {_WORD}){{0,9}}?(?:, (?![–—-])[^,;:\"“”„«»\r\n]{{2,60}},)?)"
"""A noun phrase that begins as one does and has no verb in it, perhaps with an apposition between commas."""
WHEN = r"(?: (?:on|at|in|during|late|early|earlier|today|yesterday|this|last|via|to)\b[^,;:\"“”„«»\r\n]{0,50}?| (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|evening|night|afternoon))?)"
"""When and where something was said."""
