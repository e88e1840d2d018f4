"""The speaker of each statement: whom its source stands for, of which kind, and the chain of mentions that says so."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from onrecord.resolve.acting import Acting, somebody_unnamed
from onrecord.resolve.ages import age_in, of_that_age
from onrecord.resolve.apart import Apart
from onrecord.resolve.binding import addressed, asking_another, asking_before, met_at_the_outset, named_in_own_words_alone, speaking_directly
from onrecord.resolve.clauses import subject_before
from onrecord.resolve.coreference import GENDER, LINK, Choices, Resolver
from onrecord.resolve.countries import code_of
from onrecord.resolve.document import FORMS, Document, Query
from onrecord.resolve.epithets import Told, is_epithet
from onrecord.resolve.interviewers import interviewer_of
from onrecord.resolve.issuers import issuer_of, own_writing
from onrecord.resolve.joint import joint_end
from onrecord.resolve.labels import Labels
from onrecord.resolve.named_sources import body_compounded, body_named, is_name_alone, person_named
from onrecord.resolve.names import ORGANIZATION, PERSON, PLACE, TYPES
from onrecord.resolve.near_bodies import body_near
from onrecord.resolve.posts import ANYBODY, belongs, holders_of_others, possessors, posts
from onrecord.resolve.protagonist import Protagonists
from onrecord.resolve.repeated import said_again
from onrecord.resolve.signing import Signatures
from onrecord.resolve.sorts import of_other_sorts
from onrecord.resolve.strangers import strangers_of
from onrecord.resolve.styles import holders, not_holding
from onrecord.resolve.ties import Ties
from onrecord.resolve.together import adds_others, is_joint, joined_to, together_before, told_together
from onrecord.resolve.untold import tells_nobody
from onrecord.resolve.words import OFFICERS, bodies, documents, gender, is_role, roles
from onrecord.resolve.writings import issuer_before, journals, other_writings, written_in
from onrecord.types import SPEAKER_KINDS

LEAST_SHARE, SURE, LEAST_OF_PHRASE, LEAST_OF_OWNER = 1e-3, 0.97, 0.4, 0.5
SURELY = 0.9  # share of a type from which a name surely is of it
LEAST_OF_ANOTHER = 0.55  # share from which a noun stands for somebody else than who was named by it more fully
LEAST_OF_ACTOR = 0.01  # share from which "he" may stand for who acts right before
LEAST_OF_HOLDER = 0.1  # share from which an office may be the other one's who holds it
LEAST_OF_NEAR = 0.03  # share from which it may stand for the one person whom the sentence before names
LIKELY = 0.8  # that a noun stands for who was or will be named by it more fully
QUESTION, ANSWER = "?", ""  # among the labels of turns
FIRST_PERSON = frozenset(["i", "we"])
UNTOLD = np.zeros(len(SPEAKER_KINDS))  # kinds before they are looked at
KIND_FEATURES = 2 * len(SPEAKER_KINDS) + len(TYPES) + len(FORMS) + 7


@dataclass(frozen=True, slots=True)
class Weights:
    """The small network over the features of a choice, and the regression that tells the kind."""

    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    kind: np.ndarray
    kind_bias: np.ndarray


@dataclass(frozen=True, slots=True)
class Resolution:
    """`entity` indexes the document's entities and, behind them, its nominal mentions; None: the text tells nobody.

    `mention` is the mention that the source was resolved to, None where the source itself names the speaker or nobody does; `shares` has the probability
    of every entity that it could be.
    """

    entity: int | None
    mention: int | None
    probability: float
    kinds: np.ndarray
    shares: dict[int | None, float]


class Scoring:
    """What is needed to score whom a mention of a document stands for; `parts`: each of TRAITS of all units."""

    def __init__(self, document: Document, parts: Mapping[str, np.ndarray], weights: Weights):
        self.document, self.parts, self.weights = document, parts, weights
        self.resolver = Resolver(document)
        self.apart = Apart(document)
        self._keys = mean_over(parts["key"], document.first, document.last)

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.document)

    @cached_property
    def acting(self) -> Acting:
        return Acting(self.document)

    @cached_property
    def protagonists(self) -> Protagonists:
        return Protagonists(self.document)

    @cached_property
    def ties(self) -> Ties:
        return Ties(self.document)

    @cached_property
    def told(self) -> Told:
        return Told(self.document)

    @cached_property
    def no_he(self) -> frozenset[int]:
        """The named entities that are surely bodies, or for which somebody speaks and that are not surely people: who is "he" behind "a spokesman for | Solvik |" is not Solvik."""
        document = self.document
        spoken_for = {e for i in document.nominal if is_role(document.head(document.queries[i].first, document.queries[i].last)) for e in strangers_of(document, document.queries[i])}
        return frozenset(e for e, entity in enumerate(document.entities) if entity.types[ORGANIZATION] > SURELY or (e in spoken_for and entity.types[PERSON] < SURELY))

    @cached_property
    def signatures(self) -> Signatures:
        return Signatures(self.document)

    def scores(self, choices: Choices, asking: np.ndarray, options: np.ndarray) -> np.ndarray:
        """(N + 2,) of the mentions that may be meant and of the two options, before softmax; asking (LINK,) and options (2,) are means of the traits over the units that ask."""
        n = len(choices.mentions)
        choices.features[:n, 0] = self._keys[choices.mentions] @ asking / np.sqrt(LINK)
        choices.features[n:, 0] = options
        scores: np.ndarray = np.maximum(choices.features @ self.weights.hidden + self.weights.hidden_bias, 0) @ self.weights.output
        return scores


def resolve(scoring: Scoring) -> list[Resolution]:
    """One resolution a statement of the document."""
    document, parts, weights, resolver = scoring.document, scoring.parts, scoring.weights, scoring.resolver
    if not document.asked:
        return []
    query_first, query_last = (np.array([getattr(query, end) for query in document.queries]) for end in ("first", "last"))
    asking, options, query_kinds = (mean_over(parts[name], query_first, query_last) for name in ("query", "option", "kind"))
    kinds_of: dict[int | None, np.ndarray] = {None: np.zeros(len(SPEAKER_KINDS))}
    resolutions: dict[int, Resolution] = {}
    agreed = False
    for i in resolver.order:
        if document.asked[i].outer is not None and not agreed:
            _agree_on_turns(document, resolver, resolutions)
            agreed = True
        query, together = document.queries[i], document.nominal.get(i)
        nobody = tells_nobody(document, i)
        named = None if nobody or (is_epithet(document, query) and age_in(document.words[query.first : query.last]) is None) else _named(scoring, i)
        resolution = Resolution(None, None, SURE, UNTOLD, {None: 1.0}) if nobody else _sure(*named) if named is not None else _chosen(scoring, i, asking[i], options[i], resolutions)
        of_itself = resolution.entity is None or (resolution.entity == resolver.own_entity(i) and resolution.entity >= len(document.entities))
        if together is not None and not nobody and (of_itself or resolution.probability < LEAST_OF_ANOTHER or _is_not_told_so(document, query, resolution.entity)):
            if (headed := document.headed_by(query)) is not None and headed not in _passing_on(document, i, resolver.entity_now):
                resolution = _sure(headed, None, LIKELY)
            elif (several := together_before(document, query)) is not None:
                resolution = _sure(int(resolver.entity_now[several]), several, LIKELY)
            elif resolution.probability < SURE and (fuller := document.fuller_before(query)) is not None:
                resolution = _sure(int(resolver.entity_now[fuller]), fuller, LIKELY)
        if not nobody and named is None and (meant := _called(scoring, query, resolution, of_itself)) is not None:
            resolution = _sure(meant, None, LIKELY)
            resolver.take(query, meant)
        if not nobody and (several := told_together(document, query)) is not None:
            alike = resolution.entity is not None and resolution.entity >= len(document.entities) and resolution.probability > LIKELY
            resolution = _sure(resolution.entity, resolution.mention) if alike and resolution.entity is not None and not is_joint(document, several) else _sure(int(document.entity[several]), several)
        if resolution.entity is not None and resolution.entity not in kinds_of:
            kinds_of[resolution.entity] = parts["kind"][slice(*document.fullest(resolution.entity))].mean(0)
        kinds = kind_features(document, i, resolution.entity, query_kinds[i], kinds_of[resolution.entity]) @ weights.kind + weights.kind_bias
        kinds = np.exp(kinds - kinds.max())
        resolutions[i] = Resolution(resolution.entity, resolution.mention, resolution.probability, kinds / kinds.sum(), resolution.shares)
        resolver.settle(i, resolution.entity)
    if not agreed:
        _agree_on_turns(document, resolver, resolutions)
    again = said_again(document)
    return [resolutions[again.get(i, i)] for i in range(len(document.asked))]


def _named(scoring: Scoring, index: int) -> tuple[int, int | None, float] | None:
    """Whom a statement's source names by its words alone, whoever else may be meant: entity, mention and probability."""
    document = scoring.document
    query, together = document.queries[index], document.nominal.get(index)
    labelled, told = scoring.labels.speaker(index)
    if labelled is not None:
        return labelled, None, SURE
    if told and together is not None:
        return int(document.entity[together]), None, SURE
    if together is not None and is_joint(document, together):
        return int(document.entity[together]), None, SURE
    if together is not None and adds_others(document, query.first, query.last):
        return int(document.entity[together]), None, SURE
    if (name := person_named(document, query)) is not None or (name := body_named(document, query)) is not None:
        return int(document.entity[name]), name, SURE
    if (name := document.one_of_two(query)) is not None:
        return int(document.entity[name]), name, LIKELY
    if (name := body_compounded(document, query)) is not None:
        return int(document.entity[name]), name, LIKELY
    if (of_writing := issuer_before(document, query)) is not None:
        return int(scoring.resolver.entity_now[of_writing]), of_writing, SURE
    if (made := written_in(document, index)) is not None and (writer := scoring.resolver.speakers.get(made)) is not None:
        return writer, None, LIKELY
    if (pair := document.pairs.get(index)) is not None:
        return int(scoring.resolver.entity_now[pair]), pair, SURE
    if (house := document.housed(query)) is not None:
        return int(scoring.resolver.entity_now[house]), house, SURE
    if together is None:
        return None
    if (tied := _tied(scoring, index)) is not None:
        return tied, None, LIKELY
    if len(so_old := of_that_age(document, query)[0]) == 1:
        return so_old.pop(), None, SURE
    if len(holding := holders(document, query)) == 1:
        return holding.pop(), None, SURE
    if own_writing(document, query) and (owner := _owner(scoring, index)) is not None:
        return owner
    if (issuer := issuer_of(document, query.first, query.last)) is not None:
        named = [m for m in document.names_within(*issuer) if int(document.last[m]) == issuer[1] and document.words[int(document.first[m]) - 1] != "/"] if joint_end(document, *issuer) is None else []
        return int(document.entity[named[-1] if named else together]), named[-1] if named else None, SURE
    return None


def _chosen(scoring: Scoring, index: int, asking: np.ndarray, options: np.ndarray, resolutions: Mapping[int, Resolution]) -> Resolution:
    """Whom a statement's source stands for as the scores tell, and as do those of the statements before it (`resolutions`) with which its form ties it."""
    document, resolver = scoring.document, scoring.resolver
    query, outer = document.queries[index], document.asked[index].outer
    if query.form == "you" and outer is not None and (answering := _answering(document, outer, resolver.speakers)) is not None:
        return _sure(answering, None, LIKELY)
    if query.form == "none" and somebody_unnamed(document, index):
        return Resolution(None, None, LIKELY, UNTOLD, {None: LIKELY})
    choices = resolver.choices(index)
    apart, same = _apart(scoring, query)
    apart |= asking_before(document, index, resolver.entity_now)
    if query.form in ("I", "we") and outer is None:
        apart |= scoring.signatures.strangers(query)
    if belongs(document, query) and (owner := _owner(scoring, index)) is not None:
        apart.add(owner[0])
    strangers = strangers_of(document, query) | apart | named_in_own_words_alone(document, index, resolver.entity_now) | addressed(document, index, resolver.entity_now)
    strangers |= other_writings(document, query, resolver.entity_now) | journals(document, query) | _passing_on(document, index, resolver.entity_now)
    clause = speaking_directly(document, index, resolver.speakers) | met_at_the_outset(document, index, resolver.entity_now) | asking_another(document, index, resolver.entity_now)
    if query.form in GENDER:
        clause |= {entity for entity, form in document.of_names.items() if form == -GENDER[query.form]}
        clause |= scoring.no_he if document.words[query.first] in GENDER else set()
    if query.form == "the" and query.last - query.first > 1 and is_role(office := document.head(query.first, query.last)):
        strangers |= {e for e, entity in enumerate(document.entities) if entity.names[0].first > query.first and entity.types[PERSON] > SURELY and office not in document.offices.get(e, ())}
    if query.form in GENDER or (query.form in ("the", "a", "bare") and document.head(query.first, query.last) in OFFICERS):
        clause |= {e for e, entity in enumerate(document.entities) if entity.types[PLACE] > SURELY}
    resolution = _choose(resolver, index, choices.mentions, scoring.scores(choices, asking, options), strangers, same, clause)
    if outer is None and (acting := _acting(scoring, index, resolution, strangers)) is not None:
        return acting
    if outer is None and (person := _going_back(scoring, query, resolution, strangers | clause)) is not None:
        return _sure(person, None, LIKELY)
    if (holder := _agreeing(scoring, index, resolution)) is not None:
        return _sure(holder, None, LIKELY)
    if (subject := subject_before(document, query)) is not None and (entity := int(resolver.entity_now[subject])) not in strangers | {resolution.entity}:
        return _sure(entity, subject)
    if (body := body_near(document, query, resolution.entity, resolver.entity_now, resolver.speakers)) is not None and body not in strangers:
        return _sure(body, None, LIKELY)
    if (name := is_name_alone(document, query)) is not None and (resolution.entity == (own := int(document.entity[name])) or _is_another_place(document, own, resolution.entity)):
        return replace(resolution, entity=own, mention=resolution.mention if resolution.entity == own else None, probability=max(SURE, resolution.probability))
    if query.form == "who" and (antecedent := resolver.antecedent(query)) is not None:
        entity = meant = int(resolver.entity_now[antecedent])
        if entity >= len(document.entities) and (fuller := _fuller(document, antecedent)) is not None:
            meant = int(resolver.entity_now[fuller])
        plain = resolution.entity is None or resolution.probability < LIKELY
        told = document.words[query.first] == "who" and (document.types[antecedent].argmax() == PERSON if document.is_name[antecedent] else plain)
        return _sure(meant, antecedent) if resolution.entity in (entity, meant) or told else resolution
    if query.form == "none" and document.asked[index].cue and (before := joined_to(document, index)) is not None and (speaker := resolver.speakers.get(before)) is not None:
        return _sure(speaker, None, resolutions[before].probability)
    first_person = document.words[query.first]
    if first_person in FIRST_PERSON and outer is not None and (speaker := resolver.speakers.get(outer)) is not None:
        plain = first_person == "i" or resolution.entity == speaker or resolution.probability < LIKELY
        return _sure(speaker, None, resolutions[outer].probability) if plain else resolution
    if first_person in ("i", "me") and outer is None and document.asked[index].rule is None and (writer := scoring.signatures.writer(query.first)) is not None:
        return _sure(writer, None)
    return resolution


def _acting(scoring: Scoring, index: int, resolution: Resolution, strangers: Set[int]) -> Resolution | None:
    """Who acts right before "he" or "she", where nothing since tells of whom the scores take it for."""
    document, resolver = scoring.document, scoring.resolver
    query = document.queries[index]
    actor = scoring.acting.before(query)
    if actor is None or actor.entity == resolution.entity or actor.entity in strangers or resolution.shares.get(actor.entity, 0.0) < LEAST_OF_ACTOR:
        return None
    if resolver.gender[actor.entity] == -GENDER[query.form]:
        return None
    since = (actor.begins <= document.first) & (document.first < query.first) & (resolver.entity_now == resolution.entity)
    spoke = any(speaker == resolution.entity and actor.begins <= document.queries[i].first < query.first for i, speaker in resolver.speakers.items())
    return None if since.any() or spoke else replace(resolution, entity=actor.entity, mention=actor.mention, probability=LIKELY)


def _going_back(scoring: Scoring, query: Query, resolution: Resolution, others: Set[int]) -> int | None:
    """Whom "he" or "she" goes back to, where nothing near tells of whom the scores take it for; `others`: who cannot be meant."""
    if query.form not in GENDER or resolution.entity is None:
        return None
    resolver, protagonists = scoring.resolver, scoring.protagonists
    known = resolution.entity, resolver.speakers, resolver.entity_now, resolver.gender
    near = protagonists.named_before(query, *known)
    if near is not None and near not in others and resolution.shares.get(near, 0.0) > LEAST_OF_NEAR:
        return near
    person = protagonists.instead(query, *known)
    return None if person is None or person in others else person


def _agreeing(scoring: Scoring, index: int, resolution: Resolution) -> int | None:
    """Of two who hold an office the one who is "she", where that is how what was said goes on ("The mayor said | she | …"), and the scores take it for a man's."""
    document, resolver = scoring.document, scoring.resolver
    query, content = document.queries[index], document.asked[index].content
    first = document.units(content[0])[0] if content else 0
    form = GENDER.get(document.words[first + (document.words[first] == "that")], 0) if content and first + 1 < len(document.words) else 0
    office = document.head(query.first, query.last) if query.form in ("the", "bare") else ""
    if not form or not is_role(office) or resolution.entity is None or resolver.gender[resolution.entity] != -form:
        return None
    holding = [entity for entity, share in resolution.shares.items() if entity is not None and share > LEAST_OF_HOLDER and resolver.gender[entity] == form and office in document.offices.get(entity, ())]
    return holding[0] if len(holding) == 1 else None


def _called(scoring: Scoring, query: Query, resolution: Resolution, of_itself: bool) -> int | None:
    """Whom a source calls by an epithet ("the 46-year-old"), or brings in who is named by the next words of the report; `of_itself`: whether the scores take it for nobody else."""
    document, resolver, told = scoring.document, scoring.resolver, scoring.told
    if is_epithet(document, query):
        form = gender(document.head(query.first, query.last))
        others = _apart(scoring, query)[0] | {entity for entity in range(len(resolver.gender)) if form and (document.of_names.get(entity) or resolver.gender[entity]) == -form}
        return told.before(query, resolver.speakers, resolver.entity_now, resolution.shares, others)
    name = told.named_below(query) if of_itself else None
    return None if name is None else document.entity_named(name)


def _is_another_place(document: Document, place: int, other: int | None) -> bool:
    """Whether an entity is a place, and another one is not that place: "Halden" is not Brova, but "Halden" may be the Republic of Halden."""
    if document.entities[place].types.argmax() != PLACE or other is None or other >= len(document.entities):
        return False
    a, b = (document.text[slice(*document.span(*document.fullest(entity)))] for entity in (place, other))
    return code_of(a) != code_of(b) if code_of(a) else set(document.entities[place].words).isdisjoint(document.entities[other].words)


def _is_not_told_so(document: Document, query: Query, entity: int | None) -> bool:
    """Whether a source names an office which the text tells of people, and an entity is a person of whom it does not; not what may be said of anybody ("the nominee")."""
    office = document.head(query.first, query.last)
    if entity is None or entity >= len(document.entities) or document.entities[entity].types.argmax() != PERSON or office in posts()[ANYBODY]:
        return False
    return any(office in told for told in document.offices.values()) and office not in document.offices.get(entity, frozenset())


def _fuller(document: Document, mention: int) -> int | None:
    """The mention before that names more fully whom a noun phrase names by its noun alone: "the Harbour Union" … "| the union |, which …"."""
    first, last = int(document.first[mention]), int(document.last[mention])
    return document.fuller_before(Query(first, last, document.form(first, last)))


def _passing_on(document: Document, index: int, entity_now: np.ndarray) -> set[int]:
    """The outlet that passes a statement on, which does not make it."""
    via = document.asked[index].via
    if via is None:
        return set()
    first, last = document.units(via)
    return set(entity_now[(document.first >= first) & (document.last <= last)].tolist())


def _tied(scoring: Scoring, index: int) -> int | None:
    """Who is "her husband", "his wife" or "his Torvian counterpart", where the report names that one."""
    document, ties, query = scoring.document, scoring.ties, scoring.document.queries[index]
    if document.head(query.first, query.last) == "counterpart":
        owner = _owner(scoring, index) if query.form == "possessive" else None
        return ties.counterpart(query, set() if owner is None else {owner[0]})
    if not ties.is_spouse(query):
        return None
    if (introduced := ties.introduced(query)) is not None:
        return introduced
    if (owner := _owner(scoring, index)) is None:
        return None
    tie = ties.introduced_by_other_tie(query)
    if tie is None or tie[0] != owner[0]:
        return ties.other_of_couple(query, owner[0])
    married = _owner_of(scoring, tie[1], scoring.resolver.choices_of_phrase(tie[1], tie[1] + 1), {owner[0]})
    return ties.one_before(tie[1]) if married is None else married[0] if married[0] < len(document.entities) else None


def _owner(scoring: Scoring, index: int) -> tuple[int, None, float] | None:
    """Whom the pronoun stands for that begins a statement's source, and how probable that is: "| its report"; None where nobody is likely."""
    own = scoring.resolver.own_entity(index)
    return _owner_of(scoring, scoring.document.queries[index].first, scoring.resolver.choices_of_owner(index), {-1 if own is None else own})


def _owner_of(scoring: Scoring, unit: int, choices: Choices, others: Set[int]) -> tuple[int, None, float] | None:
    """Whom the pronoun at a unit stands for, who is none of `others`, and how probable that is; None where nobody is likely."""
    scores = scoring.scores(choices, scoring.parts["query"][unit], scoring.parts["option"][unit])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    by_entity: dict[int, float] = {}
    for entity, share in zip(scoring.resolver.entities(choices.mentions).tolist(), shares.tolist()):
        by_entity[entity] = by_entity.get(entity, 0.0) + share
    for other in others:
        by_entity.pop(other, None)
    best = max(by_entity, key=lambda e: by_entity[e], default=None)
    return (best, None, by_entity[best]) if best is not None and by_entity[best] > LEAST_OF_OWNER else None


def whom(scoring: Scoring, index: int, first: int, last: int) -> int | None:
    """The entity that the units first..last, the addressee of a statement, stand for; None where they stand for themselves, or for nobody that the text tells."""
    resolver = scoring.resolver
    choices = resolver.choices_of_addressee(index, first, last)
    scores = scoring.scores(choices, scoring.parts["query"][first:last].mean(0), scoring.parts["option"][first:last].mean(0))
    entities = resolver.entities(choices.mentions)
    shares = np.exp(scores - scores.max())
    shares[: len(entities)][entities == resolver.speakers.get(index)] = 0  # nobody is told his own words
    shares[: len(entities)][np.isin(entities, list(_apart(scoring, _query(scoring, first, last))[0]))] = 0
    by_entity: dict[int, float] = {}
    for entity, share in zip(entities.tolist(), shares.tolist()):
        by_entity[entity] = by_entity.get(entity, 0.0) + share
    best = max(by_entity, key=lambda e: by_entity[e], default=None)
    return best if best is not None and by_entity[best] > shares[len(entities) :].max() else None


def stands_for(scoring: Scoring, mention: int) -> tuple[int | None, float]:
    """The named entity that a noun phrase of the document most probably stands for, once the speakers are resolved, and how probable that is; None where it stands for somebody else, or for
    nobody that the text tells."""
    document, resolver = scoring.document, scoring.resolver
    first, last = int(document.first[mention]), int(document.last[mention])
    choices = resolver.choices_of_phrase(first, last)
    scores = scoring.scores(choices, scoring.parts["query"][first:last].mean(0), scoring.parts["option"][first:last].mean(0))
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    by_entity: dict[int, float] = {}
    for entity, share in zip(resolver.entities(choices.mentions).tolist(), shares.tolist()):
        by_entity[entity] = by_entity.get(entity, 0.0) + share
    for entity in _apart(scoring, _query(scoring, first, last))[0]:
        by_entity.pop(entity, None)
    best = max(by_entity, key=lambda e: by_entity[e], default=None)
    return (best, by_entity[best]) if best is not None and best < len(document.entities) and by_entity[best] > LEAST_OF_PHRASE else (None, 0.0)


def _query(scoring: Scoring, first: int, last: int) -> Query:
    return Query(first, last, scoring.document.form(first, last))


def _apart(scoring: Scoring, query: Query) -> tuple[set[int], int | None]:
    """The entities for which a noun phrase cannot stand, and the mention before it, if any, of which the same is told."""
    entity_now = scoring.resolver.entity_now
    apart, same = scoring.apart.others(query, entity_now)
    return apart | of_other_sorts(scoring.document, query) | not_holding(scoring.document, query) | holders_of_others(scoring.document, query) | possessors(scoring.document, query, entity_now) | of_that_age(scoring.document, query)[1], same


def _agree_on_turns(document: Document, resolver: Resolver, resolutions: dict[int, Resolution]) -> None:
    """All answers of an interview are one person's, and so are all turns with one label in a transcript; the interviewer asks, where the report
    names one, and never who answers."""
    turns: dict[str, list[int]] = {}
    for i in resolutions:
        if (turn := _turn(document, i)) is not None and turn != QUESTION:
            turns.setdefault(turn, []).append(i)
    questions = [i for i in resolutions if _turn(document, i) == QUESTION]
    interviewer = interviewer_of(document) if questions else None
    for label, several in turns.items():
        initials = document.called_by_initials(label)
        people = document.people_before(min(document.queries[i].first for i in several)) - {interviewer} if label == ANSWER else frozenset()
        together = likeliest([resolutions[i] for i in several], people) if initials is None else (initials, SURE)
        if together is None:
            continue
        entity, probability = together
        for i in several:
            mention = resolutions[i].mention if resolutions[i].entity == entity else None
            resolutions[i] = replace(resolutions[i], entity=entity, mention=mention, probability=probability)
            resolver.speakers[i] = entity
    answering = next((resolutions[i].entity for i in turns.get(ANSWER, ())), None)
    for i in questions:
        if interviewer is not None or (answering is not None and resolutions[i].entity == answering):
            resolutions[i] = replace(resolutions[i], entity=interviewer, mention=None, probability=resolutions[i].probability if interviewer is None else SURE)
            resolver.speakers[i] = interviewer


def _answering(document: Document, index: int, speakers: Mapping[int, int | None]) -> int | None:
    """Who is "you" in a turn of an interview or a transcript: whose turn is the next, or else the last, that is another's; None outside of turns."""
    turns = [i for i in speakers if document.asked[i].outer is None and _turn(document, i) is not None]
    if index not in turns:
        return None
    others = [i for i in turns if speakers[i] is not None and speakers[i] != speakers[index]]
    return speakers[min(others, key=lambda i: (i < index, abs(i - index)))] if others else None


def _turn(document: Document, index: int) -> str | None:
    """QUESTION, ANSWER or the label of a statement that is a turn of an interview or a transcript."""
    asked = document.asked[index]
    if asked.rule != "transcript":
        return {"question": QUESTION, "answer": ANSWER}.get(asked.rule or "")
    label = document.text[slice(*asked.source[0])].casefold()
    return {"q": QUESTION, "a": ANSWER}.get(label.strip(" .:"), label)


def likeliest(resolutions: Sequence[Resolution], people: Set[int] = frozenset()) -> tuple[int, float] | None:
    """Who several turns of one speaker are from, by the evidence of all of them together, and how probable that is.  Evidence of one text is not independent:
    n turns count as the square root of n that are.  `people`: of whom it is one, where evidence names any of them."""
    everybody = {entity for r in resolutions for entity in r.shares if entity is not None}
    told = people & everybody
    if len(resolutions) < 2 or not everybody:
        return None
    possible: Set[int | None] = told or {*everybody, None}
    scores = {entity: sum(np.log(max(r.shares.get(entity, 0.0), LEAST_SHARE)) for r in resolutions) / len(resolutions) ** 0.5 for entity in possible}
    best = max(told or everybody, key=lambda entity: scores[entity])
    high = max(scores.values())
    return best, float(np.exp(scores[best] - high) / sum(np.exp(score - high) for score in scores.values()))


def _sure(entity: int, mention: int | None, probability: float = SURE) -> Resolution:
    return Resolution(entity, mention, probability, UNTOLD, {entity: probability, None: 1 - probability})


def _choose(resolver: Resolver, index: int, mentions: np.ndarray, scores: np.ndarray, strangers: Set[int], same: int | None, apart: Set[int]) -> Resolution:
    """The entity with the most probability over all its mentions; what strangers have of it goes to the mention of which the same is told as of the source, to the name that is all of it, or to the source itself.
    Those who are told `apart` by the clause in which the source stands have none from the first."""
    shares = np.exp(scores - scores.max())
    n = len(mentions)
    entities, own = resolver.entities(mentions), resolver.own_entity(index)
    if apart:
        shares[:n][np.isin(entities, list(apart))] = 0
    shares /= shares.sum()
    strange = np.isin(entities, list(strangers - {own})) if strangers else None
    if strange is not None and strange.any():
        name = is_name_alone(resolver.document, resolver.document.queries[index]) if own is None else same
        itself = np.flatnonzero(mentions == name) if name is not None else np.empty(0, dtype=np.int64)
        shares[itself[0] if itself.size else n] += shares[:n][strange].sum()
        shares[:n][strange] = 0
    by_entity: dict[int | None, float] = {None: float(shares[n + 1]) + (0.0 if own is not None else float(shares[n]))}
    if own is not None:
        by_entity[own] = float(shares[n])
    for entity, share in zip(entities.tolist(), shares[:n].tolist()):
        by_entity[entity] = by_entity.get(entity, 0.0) + share
    best = max(by_entity, key=lambda e: by_entity[e])
    of_best = (entities == best).nonzero()[0] if best is not None else ()
    mention = int(mentions[of_best[shares[of_best].argmax()]]) if len(of_best) else None
    return Resolution(best, mention, by_entity[best], UNTOLD, by_entity)


def mean_over(vectors: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Mean vectors of the units first..last of each mention, none of them empty."""
    lengths = last - first
    if not len(lengths):
        return np.zeros((0, vectors.shape[1]))
    begins = np.cumsum(lengths) - lengths
    rows = np.arange(int(lengths.sum())) - np.repeat(begins - first, lengths)
    means: np.ndarray = np.add.reduceat(vectors[rows], begins, axis=0, dtype=np.float64) / lengths[:, None]
    return means


def kind_features(document: Document, index: int, entity: int | None, of_source: np.ndarray, of_fullest: np.ndarray) -> np.ndarray:
    """Of a statement's source and of the entity that it stands for; of_source and of_fullest (SPEAKER_KINDS,) are what the encoder tells of the source and of the entity's fullest mention."""
    query = document.queries[index]
    rows = np.zeros(KIND_FEATURES, dtype=np.float32)
    rows[: len(SPEAKER_KINDS)] = of_source
    at = 2 * len(SPEAKER_KINDS)
    rows[len(SPEAKER_KINDS) : at] = of_fullest
    first, last = query.first, query.last
    if entity is not None:
        best_first, best_last = document.fullest(entity)
        if entity < len(document.entities):
            rows[at : at + len(TYPES)] = document.entities[entity].types
            rows[-1] = 1
            rows[-2] = code_of(document.text[slice(*document.span(best_first, best_last))]) is not None
        else:
            first, last = best_first, best_last
    rows[at + len(TYPES) + FORMS.index(query.form)] = 1
    if query.form != "none" or first != query.first:
        head = document.head(first, last)
        rows[-7:-2] = head in roles(), head in bodies(), head in documents(), document.plural(first, last), code_of(head) is not None
    return rows
