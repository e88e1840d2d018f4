import numpy as np
import pytest

from onrecord import extract
from onrecord.classify.acts import ACTS, WIDTH, ActCalibration, ActWeights, act_chances, tell_act
from onrecord.classify.addressees import who_was_asked, whole_phrase
from onrecord.resolve.document import Asked, Document
from resolving import names_of, tokens_of

RNG = np.random.default_rng(0)
TOLD = {"act of cue": RNG.normal(size=(30, WIDTH)), "act of content": RNG.normal(size=(30, WIDTH)), "act weight": RNG.normal(size=(30, 1)) * 3}
WEIGHTS = ActWeights(RNG.normal(size=(WIDTH, len(ACTS))), RNG.normal(size=len(ACTS)))


@pytest.mark.parametrize("cue", [[], [3, 4]])
def test_chances_are_probabilities(cue):
    chances = act_chances(TOLD, cue, list(range(6, 20)), WEIGHTS)
    assert chances.shape == (len(ACTS),) and chances.sum() == pytest.approx(1) and (chances >= 0).all()


def test_how_likely_an_act_is_right_is_fitted_for_each():
    act, chance = tell_act(TOLD, [3], list(range(6, 20)), "said", WEIGHTS)
    doubtful = ActWeights(WEIGHTS.output, WEIGHTS.bias, ActCalibration(0.5, {act: -0.7}))
    assert tell_act(TOLD, [3], list(range(6, 20)), "said", doubtful) == (act, ActCalibration(0.5, {act: -0.7}).of(act, chance))
    assert ActCalibration(0.5, {act: -0.7}).of(act, 0.9) < ActCalibration(0.5).of(act, 0.9) < 0.9 and ActCalibration().of(act, 0.9) == 0.9
    assert 0 < ActCalibration().of(act, 0.0) < ActCalibration().of(act, 1.0) < 1


def test_the_mode_limits_the_act():
    for start in range(6, 25):
        content = list(range(start, start + 5))
        assert tell_act(TOLD, [1], content, "shown", WEIGHTS) == ("assert", 1.0)
        assert tell_act(TOLD, [1], content, "thought", WEIGHTS)[0] in ("assert", "pledge", "request")


def test_a_unit_that_does_not_count_changes_nothing():
    told = TOLD | {"act weight": np.where(np.arange(30)[:, None] < 10, 0.0, -60.0)}
    assert act_chances(told, [1], [5, 6, 20], WEIGHTS) == pytest.approx(act_chances(told, [1], [5, 6], WEIGHTS))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The minister vowed to rebuild the bridge by June.", "pledge"), ("Mayor Ana Lind urged donors to send the money before winter.", "request"),
        ("The spokesman declined to comment.", "refuse"), ("The company denied any link to the fire.", "deny"), ("Mayor Ana Lind thanked the crews for their work.", "support"),
        ("The union accused the board of hiding the report.", "accuse"), ("The ministry said half of the pumps were out of order.", "assert"),
    ],
)  # fmt: skip
def test_plain_cases(extractor, text, act):
    (statement,) = extractor.extract(text).statements
    assert statement.act == act and 0.3 < statement.act_confidence <= 1


def test_the_addressee_is_named_in_full(extractor):
    text = 'Governor Petra Holm met reporters in Brova on Monday.\n\nMayor Ana Lind told Holm that the bridge would stay closed. "We need the money now," she said.'
    statement = next(s for s in extractor.extract(text).statements if "bridge" in text[slice(*s.content[0])])
    assert statement.addressee is not None and statement.addressee.name == "Petra Holm" and statement.addressee.kind == "person"
    assert text[slice(*statement.addressee.spans[0])] == "Holm"


def test_who_is_asked_to_act_is_the_addressee(extractor):
    text = "Mayor Ana Lind urged the governor to send the money before winter. She asked how much was left."
    first, second = extractor.extract(text).statements
    assert first.addressee is not None and text[slice(*first.addressee.spans[0])] == "the governor" and first.addressee.kind == "person"
    assert second.addressee is None


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ('Ama Teklu led the work. The president of the farmers, Olle Brandt, said the samples "tell us about the lake\'s bottom, not about our fields".', None),
        ('The mayor spoke to islanders on Friday. "He promised us he would not pay a crown," Jens Ullman said.', None),
        ("Jens Ullman told islanders that the ferry would sail.", "islanders"),
    ],
)
def test_us_in_what_somebody_says_is_nobody_whom_he_tells(extractor, text, addressee):
    told = [s.addressee and s.addressee.name for s in extractor.extract(text).statements if s.within is None]
    assert told[-1] == addressee


def test_what_is_asked_for_is_nobody_who_is_asked(extractor):
    (statement,) = extractor.extract("The petition asks for a lollipop lady on weekdays, and for a lower limit by Easter.").statements[:1]
    assert statement.act == "request" and statement.addressee is None


@pytest.mark.parametrize(
    ("cue", "content", "text", "asked"),
    [
        ("Asked", "whether it would sail", "Asked whether it would sail, she laughed.", "she"),
        ("asked", "whether it would sail", "When asked whether it would sail, Mayor Ana Lind laughed.", "Mayor Ana Lind"),
        ("was asked", "whether it would sail", "On Monday Ana Lind was asked whether it would sail.", "Ana Lind"),
        ("was said", "that it would sail", "On Monday it was said that it would sail, she thought.", None),
    ],
)
def test_who_was_asked_is_the_addressee(cue, content, text, asked):
    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    doc = Document(text, tokens_of(text), names_of(text, {"Ana Lind": "person"}), [Asked((), (span(cue),), (span(content),))])
    found = who_was_asked(doc, 0)
    assert (found and text[slice(*doc.span(*found))]) == asked


@pytest.mark.parametrize(("tagged", "whole"), [("room", "a packed room"), ("former", "former Attorney General Ana Lind"), ("them", "them"), ("reporters", "reporters")])
def test_an_addressee_is_the_whole_noun_phrase(tagged, whole):
    text = f"Per Dahl told {whole} to leave."
    doc = Document(text, tokens_of(text), names_of(text, {"Ana Lind": "person", "Per Dahl": "person"}), [Asked(((0, 8),), ((9, 13),), ((len(text) - 9, len(text) - 1),))])
    first, last = doc.units((text.index(tagged), text.index(tagged) + len(tagged)))
    assert text[slice(*doc.span(*whole_phrase(doc, 0, first, last)))] == whole


def test_an_agency_in_the_dateline_is_not_the_company_that_is_told(extractor):
    text = "PORT ELMA, 3 March (Lowland Press) — Crews on the island ferries will walk out on Monday unless Marrow Lines restores night pay, the seafarers' union told the company in a letter on Tuesday."
    (statement,) = extractor.extract(text).statements
    assert statement.addressee is not None and statement.addressee.name in ("Marrow Lines", "the company")


@pytest.mark.parametrize(("text", "act"), [
    ('"We ask tenants to boil their water," the council said.', "request"),
    ('"I call on the harbour master to resign," Una Brod told reporters.', "request"),
    ('"We asked for forty pumps in March," Una Brod said.', "assert"),
])  # fmt: skip
def test_who_says_that_he_asks_asks(text, act):
    outer, inner = extract(text).statements
    assert outer.act == act and inner.within == outer.id and inner.act == "request"


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The Brova council never promised to build a second bridge.", {"assert", "deny"}),
        ("The council made no promise to repair the 20 roofs.", {"assert", "deny"}),
        ("Nobody in the government ever promised to pay for the 12 boats.", {"assert", "deny"}),
        ("The firm does not plan to deliver the 20 trams before June.", {"assert", "refuse"}),
        ("The company was not ready to pay 2 million euros for the new dyke.", {"assert", "refuse"}),
        ("The council not only promised to rebuild the school by June.", {"pledge"}),
        ("The council, not the port, promised to pay for 12 cranes by May.", {"pledge"}),
        ("Health Minister Nina Palm promised residents of Kesten never to close the hospital.", {"pledge"}),
    ],
)  # fmt: skip
def test_what_is_not_promised_is_no_pledge(extractor, text, acts):
    assert extractor.extract(text).statements[0].act in acts


@pytest.mark.parametrize(("text", "act"), [
    ('"We will not abandon our neighbours," the minister said.', "pledge"),
    ("Premier Una Dahl said her government would never leave the islanders without a doctor.", "pledge"),
    ("He vowed not to rest until the last prisoner was home.", "pledge"),
    ('"We will not accept this offer," the union leader Jon Berg said.', "refuse"),
    ("The company said it would not sell the plant in Orm.", "refuse"),
])  # fmt: skip
def test_who_will_never_forsake_somebody_promises_it(extractor, text, act):
    assert [s.act for s in extractor.extract(text).statements] == [act]


def test_nobody_is_called_this(extractor):
    for text in ("Velmar will get only eight buses instead of 12. The ministry wrote this to the city on Friday.", "The harbour will not open before May, and the port told this to the owners.", "“We will pay,” she wrote. He answered that with a letter to the board."):
        assert all(s.addressee is None or s.addressee.name not in ("this", "that") for s in extractor.extract(text).statements)
