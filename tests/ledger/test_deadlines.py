"""When a clause is due, and how much it asks or promises, by the words around it."""

from datetime import date

import pytest

from onrecord.follow.amounts import find_amounts, find_bare
from onrecord.follow.changes import changed_amount
from onrecord.follow.clauses import Sentence
from onrecord.follow.dates import find_dates
from onrecord.follow.deadlines import Occasion, goes_on, infinitive, is_a_term, looks_back, only_a_term, only_goes_on, read_due, sets_a_term
from onrecord.follow.findings import Finding
from onrecord.follow.quantities import how_much

TODAY = date(2024, 12, 13)  # a Friday


def due(text, clause="", **told):
    start = text.index(clause)
    found = read_due(text, (start, start + len(clause or text)), (0, len(text)), lambda a, b: find_dates(text, a, b), Occasion(TODAY, TODAY, **told))
    return found and found[:2]


@pytest.mark.parametrize(
    ("text", "clause", "wanted"),
    [
        ("The council promised to send ten nurses, and to have them there by the end of May.", "The council promised to send ten nurses", (None, "2025-05-31")),
        ("Before the year is out, each driver will have had a course.", "each driver will have had a course", (None, "2024-12-31")),
        ("Two posts will be advertised in March and are to be filled by 30 June.", "Two posts will be advertised in March", (None, "2025-06-30")),
        ("The board decided on Thursday that it will pay each of them 36 euros.", "", None),  # when it was said
        ("The union wrote on Monday that it would wait until May.", "", (None, "2025-04-30")),
        ("The ministry will give the town 5 million euros, Minister Ana Lind said on Friday.", "", None),
        ("The bridge, he said, will open on Monday.", "", ("2024-12-16", "2024-12-16")),
        ("The two agreed to reopen the crossing on 1 March and to double the trains by the autumn.", "", ("2025-03-01", "2025-03-01")),
        ("The two agreed to reopen the crossing and to double the trains by the autumn.", "", (None, "2025-11-30")),
        ("It will supply 200 doses by May and a further 500 in the course of next year.", "", (None, "2025-05-31")),
        ("She said that if the school lent them the hall by March they would have it ready by May.", "", (None, "2025-05-31")),
        ("If the council agrees by March, the club will open the hall in May.", "the club will open the hall in May", ("2025-05-01", "2025-05-31")),
        ("The club will open the hall if the council agrees by March.", "", None),
        ("The line promised not to raise fares before 2028.", "", (None, "2027-12-31")),
        ("The trains will not run before 2028.", "", None),  # when they come, nobody says
        ("It will recall all vehicles built before March and replace their locks by May.", "", (None, "2025-05-31")),
        ("The council wants the camps closed before March.", "", (None, "2025-02-28")),
        ("The crews asked for winter tyres.", "", None),
        ("The federation will hand over the samples taken in May.", "", None),
        ("The federation will have the samples tested in May.", "", ("2025-05-01", "2025-05-31")),
        ("The money will be paid in April and the rest in June.", "", ("2025-06-01", "2025-06-30")),
        ("The firm will open two wards, one of them by Christmas.", "", None),
        ("He wants the state to pay from next month, and the district to clear the road by Friday week.", "He wants the state to pay from next month", ("2025-01-01", "2025-01-31")),
        ("They called on both sides to talk by the end of May and promised to send observers.", "and promised to send observers", None),
        ("The firm will take less fish in the season that begins on 1 March.", "", None),
        ("They will supply the doses provided that the board, which sits on 20 March, agrees by May.", "", None),
        ("It will give 30 million, half of it this year.", "", None),  # only a part
        ("The school is to open in September.", "", ("2025-09-01", "2025-09-30")),
        ("From May on, the ferry will be free.", "", ("2025-05-01", "2025-05-31")),
        ("In 1987 he vowed that a bridge would stand by the end of 1992.", "he vowed that a bridge would stand by the end of 1992", (None, "1992-12-31")),
        ("The crews want new tyres, and not in January.", "", None),
        ("From May on, the ferry will be free, Monday to Friday.", "", ("2025-05-01", "2025-05-31")),
        ("Norvan had said that both filters would be working by the end of September.", "", (None, "2024-09-30")),
        ("Norvan had said that both filters would be working by the end of January.", "", (None, "2025-01-31")),  # the nearer
        ("Six hundred of them were to be ready by the end of July.", "", (None, "2024-07-31")),
        ("The federation will take part, backdated to 1 January.", "", None),
        ("Nurses will get 6 per cent, backdated to 1 January and with the March wages.", "", ("2025-03-01", "2025-03-31")),
        ("The line will pay back part of its tickets for May.", "", None),
        ("The line will pay back a part in May.", "", ("2025-05-01", "2025-05-31")),
        ("The council promised to publish the inspectors' report of March.", "", None),
        ("The council promised to publish the report before the sitting of 5 March.", "", (None, "2025-03-05")),
        ("The ferry is to run again as of 5 March.", "", ("2025-03-05", "2025-03-05")),
        ("The money will be there in the course of May.", "", ("2025-05-01", "2025-05-31")),
        ("We will wait like children before Christmas.", "", None),
        ("Every home hit by Sunday's storm is to get 500 crowns.", "", None),
        ("Every home hit by the storm is to get 500 crowns by Sunday.", "", (None, "2024-12-15")),
        ("A trust, which stood at 3 million on Monday, will put up 40 houses.", "", None),
        ("It will not open before May, the ministry conceded on Tuesday.", "", None),
        ("She demanded an answer before the feast, which falls on 30 March.", "She demanded an answer before the feast", (None, "2025-03-30")),
        ("All towers will be on air by the Lantern Feast (3 March).", "", (None, "2025-03-03")),
        ("The board voted for it by 17 to 14 on 9 December.", "", None),
        ("The second third will come at the end of May and the last at the end of July.", "", (None, "2025-07-31")),
        ("From May, 120 women will learn it, and the last of them will be done by the end of November.", "From May, 120 women will learn it", (None, "2025-11-30")),
        ("The roof will not be ready in September.", "", None),
        ("The roof will be ready in September.", "", ("2025-09-01", "2025-09-30")),
        ("Falk promised an answer at the meeting on 4 March.", "", ("2025-03-04", "2025-03-04")),
        ("Falk promised an answer on 4 December.", "", None),  # when it was said
        ("The nurses asked for a rise of 6 percent from 1 March.", "", ("2025-03-01", "2025-03-01")),
        ("The club offered to water them every Tuesday and Friday until October.", "", (None, "2025-09-30")),
        ("It will send a nurse only once a year from now on.", "", None),
        ("A year from now the ward will be open.", "", ("2025-12-13", "2025-12-13")),
    ],
)  # fmt: skip
def test_when_it_is_due(text, clause, wanted):
    assert due(text, clause) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They will be delivered by the end of October.", True),
        ("All of it is to be paid in May.", True),
        ("The money would follow by June.", True),
        ("Completion of the works is envisaged by 30 November 2027.", True),
        ("Delivery of the first boats is planned for June.", True),
        ("Work on the budget is under way.", False),
        ("The full amount is to be paid by June.", True),
        ("Payments are now expected to be made in May.", True),
        ("It will also build a school by June.", False),  # something else
        ("The council will be ready by June.", False),
        ("They were delivered in May.", False),
    ],
)
def test_a_sentence_that_only_tells_when(text, wanted):
    assert only_goes_on(text, Sentence(0, len(text), 0)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It gave the port operators until midnight on Friday to respond.", True),
        ("The league has set the city a deadline of 1 May.", True),
        ("Chairman Bert Aldous wants an answer before the season opens on 8 August.", True),
        ("She hopes for a reply by Easter.", True),
        ("The town gave up in May.", False),
        ("The fans want a new stand by May.", False),  # another ask
        ("The club gave its players a day off.", False),
        ("and it has given the regional government until 15 May to do it", True),
        ("The company has until the end of March to answer.", True),
    ],
)
def test_a_sentence_that_only_tells_until_when_an_answer_is_wanted(text, wanted):
    assert sets_a_term(text, 0, len(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Its secretary, Jan Sorrel, said management had until 22 November to reply", True),
        ("The brewery has until the end of March to answer", True),
        ("The town has been given until Friday to comply", True),
        ("The ministry has until May to do so", True),
        ("The company has until May to build the pier", False),  # what it is to do
        ("The shop has stayed open until May", False),
        ("Nobody had until then promised to answer", False),
    ],
)
def test_until_when_somebody_is_to_answer(text, wanted):
    assert is_a_term(text, 0, len(text)) == wanted


@pytest.mark.parametrize(
    ("text", "what", "wanted"),
    [
        ("The dockers' union demanded a pay rise of 9 percent. It gave the operators until 20 December to respond.", "9 percent", "2024-12-20"),
        ("The state will give Ambry 7 million crowns for the pool. The town had asked for 12 million. The money will be paid in two instalments, the last by 1 March.", "7 million", "2025-03-01"),
        ("The town had asked the state for 12 million crowns. The money will be paid by 1 March.", "12 million", None),  # that of another
        ("The ministry will repair the harbour wall by 30 September 2026, said Hal Moran, who promised to keep all 730 dockers.", "730 dockers", None),  # the wall's
        ("Voltan has offered to sell Ilmar 300 megawatts of power a day until 30 September.", "300", "2025-09-30"),
        ("The firm offered to pay the crews 1.5 million crowns in May.", "1.5", "2025-05-31"),
    ],
)
def test_the_term_stands_beside_it_and_is_not_another_s(read, text, what, wanted):
    row = next(row for row in read(text) if what in row["what"]["text"])
    assert (row["due"] and row["due"]["to"]) == wanted


def test_the_day_of_a_retold_promise_is_no_term():
    assert due("The firm has offered to train them in June.", retold=True) == ("2025-06-01", "2025-06-30")  # of the training
    assert due("The town had asked for it in October.", retold=True) is None


def test_a_clause_that_only_limits_what_stands_before_it():
    for text in ("and that not later than the feast on 20 September", "and that by the sixth of May", "all of it within ten days", "no later than Friday"):
        assert only_a_term(text, 0, len(text))
    for text in ("by May the hall will be open", "and that by May they would have it", "the lorries by May"):
        assert not only_a_term(text, 0, len(text))


def test_what_goes_on_beyond_a_day_is_not_due_then(read):
    (row,) = read("The Kolm chess league has asked the ministry of culture for 75,000 florins so that its hall can stay open beyond the end of October.")
    assert row["due"] is None


def test_a_day_behind_an_infinitive_is_not_when_it_was_said():
    assert infinitive("She asked both sides to hold their fire from six on Wednesday.", 0, 50) and not infinitive("She spoke to both sides on Wednesday.", 0, 27)


def test_what_looks_back_and_what_goes_on():
    assert looks_back("They should have had it.", 0, 20) and not looks_back("They would have it clean.", 0, 22)
    assert goes_on("All courses are to end by 31 July.", Sentence(0, 34, 0)) and not goes_on("Nobody had a date.", Sentence(0, 18, 0)) and not goes_on("It rained.", Sentence(0, 10, 0))


def amounts(text, clause="", asks=False):
    start = text.index(clause)
    found = how_much(text, text.lower(), (start, start + len(clause or text)), Sentence(0, len(text), 0), asks, lambda a, b: find_amounts(text, a, b), lambda a, b: find_bare(text, a, b))
    return [(a.value, a.unit) for a in found]


@pytest.mark.parametrize(
    ("text", "clause", "asks", "wanted"),
    [
        ("The league will give 40 billion florins by 2030, up from the 25 billion pledged before.", "", False, [(40e9, "florin")]),
        ("The firm will build between 400 and 500 flats.", "", False, [(500, "flat")]),
        ("The paths between the 12 villages will be mended.", "", False, []),
        ("The union asked for 7.5 percent and a payment of 1,000 crowns.", "", True, [(7.5, "percent")]),
        ("The council will buy 60 buses for 12 million crowns.", "", False, [(60, "bus"), (12e6, "crown")]),  # of which the money counts
        ("It promised to give a third of Sunday's gate, or around 90,000 pounds, to the fund.", "It promised to give a third of Sunday's gate", False, [(90_000, "GBP")]),
        ("It agreed to stay for three more years.", "", False, []),
        ("A wing with 60 beds was promised by the minister.", "", False, [(60, "bed")]),
        ("Three hundred people with 60 signatures promised to leave.", "", False, []),
        ("Full Plates wants a lunch for every child in the country's 1,140 schools.", "", True, []),
        ("No rent will be collected in the eleven districts.", "", False, []),
        ("The Alliance, 240 makers from nine countries, asked for 300 euros a film.", "", True, [(300, "EUR")]),
        ("The union wants the town to pay for films: 300 euros each.", "The union wants the town to pay for films", True, [(300, "EUR")]),
        ("The five boats which sail the strait will be gone by May.", "which sail the strait will be gone by May", False, [(5, "boat")]),
        ("Sund put itself down for 800,000.", "", False, [(800_000, "")]),
        ("The town will give twelve pumps.", "", False, [(12, "pump")]),
        ("They handed in a petition of 640 signatures for a path with 20 lamps.", "", True, [(20, "lamp")]),
        ("The note calls for a cut of the quota from 41,000 tonnes to 26,000.", "", True, [(26_000, "tonne")]),
        ("The fare will be cut from 12 crowns to 9 crowns.", "", False, [(9, "crown")]),
        ("The eleven states are to receive 80 million doses.", "", False, [(80_000_000, "dose")]),
        ("The money will be paid in three instalments.", "", False, []),
        ("The Front demands that 160 fighters be let out in return for the 43 engineers.", "", True, [(160, "fighter")]),
        ("which felled 1,100 trees, the city promised to plant 2,000 new ones.", "", False, [(2000, "")]),
        ("The city, which has 900 trees, promised 40 benches.", "", False, [(40, "bench")]),
        ("Buses will run between Lodden and six hill villages.", "", False, []),
        ("Buses will run from 12 villages to the town.", "", False, [(12, "village")]),
        ("The president asked eleven countries for 200 vehicles.", "", True, [(200, "vehicle")]),
        ("She begged eleven rich men to tear up the bill.", "", True, []),
        ("She asked for eleven men.", "", True, [(11, "man")]),
        ("The kin of the three who died have asked the state for help.", "", True, []),
        ("Between two storms she promised 1,200 kilometres of fence.", "", False, [(1200, "kilometre")]),
        ("The firm agreed to rehire all men in two groups.", "", False, []),
        ("The firm agreed to pay two groups.", "", False, [(2, "group")]),
        ("The council will keep open schools with fewer than 30 pupils.", "", False, []),
        ("A clinic of 40 beds will be up by March, the minister announced.", "", False, [(40, "bed")]),
        ("Norland will give up 40 per cent of its claim, or $520 million.", "Norland will give up 40 per cent of its claim", False, [(520_000_000, "USD")]),
        ("Norland will give up 40 per cent of its claim, or rather less.", "Norland will give up 40 per cent of its claim", False, [(40, "percent")]),
        ("Of the eighty benches that we offered, 25 stand.", "", False, [(80, "bench")]),
        ("Of the eighty benches, 25 will stand by June.", "", False, [(25, "bench")]),  # nobody recalls the promise
        ('It will pay the heirs of the owner of the "Alba" 480 thousand euros.', 'It will pay the heirs of the owner of the "Alba', False, [(480_000, "EUR")]),
    ],
)
def test_how_much(text, clause, asks, wanted):
    assert amounts(text, clause, asks) == wanted


@pytest.mark.parametrize(
    ("text", "latest", "wanted"),
    [
        ("Two more have come in, so it is going to be 300,000 instead of 250,000", (250_000, "shell"), (300_000, "shell")),
        ("The share goes up from 60 to 75 million euros", (60e6, "EUR"), (75e6, "EUR")),
        ("It lifted its twelve million to fifteen", (12e6, "crown"), (15e6, "crown")),
        ("Ruven, which spoke of 12 transformers, now speaks of eight", (12, "transformer"), (8, "transformer")),
        ("The budget now runs to forty-five paramedics rather than sixty", (60, "post"), (45, "post")),
        ("The share is now 75 million euros", (60e6, ""), (75e6, "EUR")),
        ("He gave ten percent in winter, and now gives eleven", (10, "percent"), (11, "percent")),
        ("It is still 150 boats short of the 200", (400, "boat"), (200, "boat")),
        ("The other 190 will follow", (250, "worker"), None),  # what is left of it
        ("Each of them gets 600 euros", (6e6, "EUR"), None),  # too little to be the same thing
        ("The 12 transformers will come", (12, "transformer"), None),
    ],
)
def test_what_an_amount_is_changed_to(text, latest, wanted):
    found = tuple((a.value, a.unit, a.further, *a.span) for a in sorted([*find_amounts(text), *find_bare(text, 0, len(text))], key=lambda a: a.span))
    changed = changed_amount(Finding("cut", (0, len(text)), 0, 0, text=text, amounts=found), latest)
    assert (changed and changed[:2]) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The survey ends on 3 March 2025. The council promised to repair the roofs by then.", (None, "2025-03-03")),
        ('Work begins in March. "By then we will hire 30 nurses," Health Minister Nina Palm said.', (None, "2025-03-31")),
        ("The bridge was closed on Monday. The council promised to have opened it by then.", None),  # what happened is no term
        ("The survey ends on 3 March.\nThe council promised to repair 30 roofs by then.", None),  # another paragraph
        ("The ministry pledged to deliver 40 buses before the winter.", (None, "2025-11-30")),  # told in winter: before the next
        ("The ministry pledged to deliver 40 buses before the summer.", (None, "2025-05-31")),
        ("The firm promised the 12 boats early next year.", ("2025-01-01", "2025-04-30")),
        ("The council promised to open the pool next summer.", ("2025-06-01", "2025-08-31")),
        ("The firm promised the 12 boats early this month.", None),  # when it was said
    ],
)  # fmt: skip
def test_a_day_named_just_before_and_what_is_to_come(read, text, wanted):
    (row,) = read(text)
    assert (row["due"] and (row["due"]["from"], row["due"]["to"])) == wanted
