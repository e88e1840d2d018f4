"""What one report tells, and what is right where a report is hard to read: each case of the guidelines is a test."""

import pytest

from onrecord import Report
from onrecord.follow.ledger import Ledger, told_by
from onrecord.follow.linking import REST
from onrecord.follow.reading import Reader


def test_a_pledge_with_its_fields(read):
    (row,) = read('"We will open two clinics in Brova by the end of May," Health Minister Nina Palm said on Monday.')
    assert (row["type"], row["maker"]["name"], row["due"]["to"], row["amount"]["value"], row["amount"]["unit"], row["firmness"], row["status"]) == ("pledge", "Nina Palm", "2025-05-31", 2, "clinic", "firm", "open")
    assert row["events"][0]["kind"] == "pledged" and row["events"][0]["date"] == "2024-12-09" and row["events"][0]["statement"]


def test_an_ask_with_its_fields(read):
    (row,) = read("The Dockers' Union called on Kesten Port to pay 900 euros to each crew before Christmas.")
    assert (row["type"], row["maker"]["name"], row["counterpart"]["name"], row["amount"]["value"], row["due"]["to"]) == ("ask", "Dockers' Union", "Kesten Port", 900, "2024-12-24" if row["due"]["to"] == "2024-12-24" else "2024-12-25")


def test_the_reports_own_voice_promises_and_delivers_in_one_sentence(read):
    (row,) = read("The ministry has paid 2 of the 5 million euros that it promised in May.")
    kinds = {e["kind"]: e for e in row["events"]}
    assert row["type"] == "pledge" and row["amount"]["value"] == 5_000_000 and row["status"] == "partly_delivered"
    assert kinds["pledged"]["date"] == "2024-05-01" and kinds["partly_delivered"]["amount"]["value"] == 2_000_000
    assert kinds["partly_delivered"]["statement"] is None  # nobody is quoted for it


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ida Holm did not promise a new bridge.",
        '"I make no promises," said Mayor Ida Holm.',
        "The minister promised nothing to the farmers.",
        "The council had never promised the town a theatre.",
        "The company will close the plant in Brova in March and dismiss 300 workers.",  # harm announced
        '"I want to hear you cheer," the singer Lia Borg told the crowd.',
        "The ministry declined to comment.",
        "A spokesman asked not to be named.",
        "Brandt was asked whether fares would rise.",
        "Asked about the bridge, the mayor laughed.",
    ],
)  # fmt: skip
def test_what_is_no_commitment(read, text):
    assert not read(text)


def test_who_asks_in_the_passive_is_not_counted_as_what_is_asked(read):
    (row,) = read("The ministry was silent on Friday. It was asked in October by all four island councils to pay for a second ferry.")
    assert row["type"] == "ask" and row["maker"]["name"].endswith("island councils") and (row["amount"] or {"unit": ""})["unit"] != "council"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ida Holm put the cost of the roof at 85 million crowns and asked the region to cover it.", 85_000_000),
        ("The roof would cost 8.2 million crowns. The region would pay that sum by the end of May, Commissioner Ida Holm said.", 8_200_000),
        ("The roof cost 8.2 million crowns. The region would pay for a new school by the end of May, Commissioner Ida Holm said.", None),
    ],
)
def test_the_sum_that_was_named_just_before(read, text, value):
    (row,) = read(text)
    assert (row["amount"] and row["amount"]["value"]) == value


def test_what_is_due_in_two_parts_is_due_with_the_last(read):
    (row,) = (row for row in read("The province will pay 190,000 crowns in two instalments, Ida Holm told the club. The first of them is due on 1 July and the second on 1 November.") if row["amount"])
    assert row["due"]["to"] == "2025-11-01"


def test_who_has_been_asked_does_not_ask_and_a_stop_at_a_clinic_is_nobody(read):
    (row,) = read("The province of Velm has been asked for 190,000 crowns as well.")
    assert row["maker"] is None and row["counterpart"]["name"] == "province of Velm"
    (row,) = read("The villagers' council demanded a stop at the clinic in Brenna, too.")
    assert row["counterpart"] is None


def test_the_first_word_behind_a_dateline_is_no_name(read):
    assert not any("Every" in (row["maker"] or {"name": ""})["name"] for row in read("ORSTED (Bay Echo) - Every child in the 24 schools is to get a glass of milk a day by the middle of May."))


def test_who_holds_others_to_their_word_promises_nothing(read):
    assert not read('"We will hold them to it," said Mayor Ida Holm of the bridge.')
    assert not read('"I am going to hold the minister to her word," Ida Holm said.')
    assert read('"We will hold the fair on 3 May in Brova," said Mayor Ida Holm.')


def test_what_is_promised_begins_behind_what_joins_it_to_the_clause_before(read):
    (row,) = read("Mayor Ida Holm opened the market on Monday, and promised to build 12 new stalls by the end of May.")
    text = "Mayor Ida Holm opened the market on Monday, and promised to build 12 new stalls by the end of May."
    start, end = row["what"]["span"]
    assert row["what"]["text"] == text[start:end] and row["what"]["text"].startswith("promised to build 12 new stalls")


def test_the_first_of_what_was_promised_are_no_second_promise(read):
    rows = read("The Harbour Line promised to hire 30 deckhands before the summer. The first ten would start in March, it said.", published="2025-01-02")
    assert [row["amount"]["value"] for row in rows] == [30]


def test_a_condition_is_kept_and_what_is_conditional_is_told(read):
    (row,) = read("Orland promised to send 40 generators to Kesten provided that parliament agrees.")
    assert row["firmness"] == "conditional" and row["condition"] and row["status"] == "open"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Orland promised to send 40 generators to Kesten once parliament agrees, its minister, Ole Brandt, told reporters.", "once parliament agrees"),
        ("Orland promised to send 40 generators to Kesten on the understanding that Varn pays for the fuel.", "on the understanding that Varn pays for the fuel"),
        ('"If we form the next government," Ida Holm told the hall, "we will build a new bridge at Kesten by May."', "If we form the next government"),
        ("Orland promised to pay for 40 generators for as long as the winter lasts.", None),  # how long, and not whether
    ],
)  # fmt: skip
def test_a_condition_is_what_limits_a_promise(read, text, wanted):
    (row,) = [row for row in read(text) if row["type"] == "pledge"]
    assert (row["condition"] and text[slice(*row["condition"]["span"])]) == wanted and row["firmness"] == ("conditional" if wanted else "firm")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Orland will send Kesten 4 helicopters, Prime Minister Ida Holm told parliament on Monday.", "military"), ("Orland promised to give Kesten 60 tents.", "humanitarian"), ("Orland promised to pay 400 euros to each household in Kesten.", "money")],
)
def test_what_is_counted_tells_what_it_is_about(read, text, wanted):
    (row,) = read(text)
    assert row["what"]["category"] == wanted


@pytest.mark.parametrize(("asked", "amount"), [("30 buses", (30, "bus")), ("new buses", None)])
def test_what_is_noted_first_is_not_what_is_asked(read, asked, amount):
    (row,) = read(f"Noting that two ferries were cancelled on Thursday, the mayor asked the ministry for {asked}.")
    assert (row["amount"] and (row["amount"]["value"], row["amount"]["unit"])) == amount


def test_a_place_is_nobody_to_whom_it_is_promised(read):
    rows = read("The town council will open two clinics in Harbour House by the end of May, Mayor Tomas Reid said on Monday.")
    assert [row["counterpart"] for row in rows] == [None]


def test_a_later_sentence_tells_until_when(read):
    (row,) = read("Orland promised to train 600 cooks in Kesten. All courses are to end by 31 July.")
    assert row["due"]["to"] == "2025-07-31" and row["amount"]["value"] == 600


def test_billions_without_a_number_are_no_amount(read):
    rows = read("President Ada Brun promised to spend billions on new schools.")
    assert rows and all(row["amount"] is None for row in rows)


def test_two_currencies_in_one_amount_are_the_first(read):
    (row,) = read("The Kingdom of Orland promised to pay 5 million euros, or 5.4 million dollars, for the dam.")
    assert (row["amount"]["value"], row["amount"]["unit"]) == (5_000_000, "EUR")


def test_a_promise_told_years_later_has_its_early_day(read):
    (row,) = read("In 1987 the regional president, Karl Amsel, vowed to build a second bridge by the end of 1992.")
    assert row["events"][0]["date"] == "1987-01-01" and row["due"]["to"] == "1992-12-31"


def test_a_report_without_a_date_gives_no_day(read):
    (row,) = read("The town council promised to repair the Corn Hall roof by the end of May.", None)
    assert row["events"][0]["date"] is None and row["due"] is None and row["events"][0]["reported"] is None and set(row["days"].values()) == {None}


def test_a_report_of_the_future_is_read_as_any_other(read):
    (row,) = read("The town council promised to repair the Corn Hall roof by the end of May.", "2093-02-01")
    assert row["due"]["to"] == "2093-05-31"


def test_a_pledge_quoted_by_its_opponent_is_not_the_opponents(read):
    rows = read('"The mayor promised us a new ferry by June," said opposition leader Kai Brandt.')
    assert all(row["maker"] is None or row["maker"]["name"] != "Kai Brandt" for row in rows)


@pytest.mark.parametrize("text", ["", "will", "promised promised promised", "“”", "The mayor promised to", "!!!\n\n???", "x" * 5000, "asked for\nasked for"])
def test_scraps_are_no_error(read, text):
    for row in read(text):
        assert row["words"]


def test_when_something_was_asked_is_no_term_of_it(read):
    (row,) = read("The Dockers' Guild had demanded five cranes and a pay rise of 6 percent in June.", "2026-11-12")
    assert row["type"] == "ask" and row["due"] is None


def test_a_number_that_begins_a_sentence_is_nobody(read):
    rows = read("DORVIK (Vale Wire) - Three activated-carbon filters will be in operation by the end of October, Edda Norling announced.", "2022-06-30")
    assert rows and all("Three" not in (row["maker"]["name"], (row["counterpart"] or {"name": ""})["name"]) for row in rows)


def test_the_day_of_telling_is_no_term(read):
    (row,) = read("Health Minister Nina Palm appealed to donors on Wednesday for 400,000 doses of vaccine.")
    assert row["type"] == "ask" and row["due"] is None


def test_what_is_denied_is_no_event_and_what_the_denier_says_himself_may_be_one(read, extractor):
    assert read("The mayor, Dagny Holt, denied that the union had asked for 12 percent.") == []
    article = extractor.extract(Report('A spokeswoman for the region denied this: "We answered on 3 July and offered one driver."', published="2024-12-10"))
    assert [s.act for s in article.statements if s.within is None] == ["deny"]
    assert any("offered one driver" in article.text[place.clause.start : place.clause.end] for place, _, _ in Reader(article, extractor.telling(article)).places())


@pytest.mark.parametrize("body", ["The ministry", "The\nministry", "The\nregional\ngovernment"])
def test_lines_may_break_inside_a_body(read, body):
    (row,) = read(f"{body} promised the town ten nurses by the end of June.")
    assert row["type"] == "pledge" and row["maker"]["name"].split()[-1] == body.split()[-1]


def test_a_dateline_further_down_takes_no_day_away(extractor):
    text = "The council handed over the keys on 3 December.\n\nSARN, 9 December (Wire) - The mayor laughed.\n"
    article = extractor.extract(Report(text, published="2024-12-10"))
    reader = Reader(article, extractor.telling(article))
    assert reader.timing.day_in([(0, len(text))]) == ("2024-12-03", "2024-12-03") and reader.timing.day_in([(text.index("SARN"), len(text))]) == (None, None)


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("Norway promised 40 generators to Karvia by March.", "Norway"),
        ("Vessany will send 12 ambulances to the town of Brova by March, Defence Minister Ada Holm said.", "Vessany"),
        ("Defence Minister Ada Holm told donors in Brova that Denmark would send 12 ambulances by March.", "Denmark"),
        ("Defence Minister Ada Holm promised 12 ambulances to the town of Brova by March.", "Ada Holm"),
    ],
)
def test_who_is_bound_is_the_country_or_body_that_will_do_it_also_first_in_its_sentence(read, text, maker):
    (row,) = read(text)
    assert row["maker"]["name"] == maker


def test_plants_are_no_plans(read):
    (row,) = read("Mayor Ida Holm promised the town on Monday to plant 200 trees in Mill Street by May.")
    assert row["firmness"] == "firm"


def test_for_whom_it_is_meant_behind_an_adjective(read):
    (row,) = read("Defence Minister Ada Holm promised Brova 300 tents for homeless families by March.")
    assert row["beneficiary"] == {"name": "homeless families", "kind": "group"}


def test_a_promise_of_a_common_thing_is_one(read):
    (row,) = read("The minister promised the town a new well by the end of June.")
    assert row["due"]["to"] == "2025-06-30" and row["type"] == "pledge"


def test_who_says_we_is_the_maker_and_no_nationality_is(read):
    rows = read("Russian attacks have cut off the heating of thousands of Ukrainians in Brova.\n\n\"We will deliver 40 generators to Brova by March,\" the ministers of the alliance said in their joint statement.")
    assert rows and all(row["maker"]["name"] not in ("Russian", "Ukrainians") for row in rows if row["maker"])


def test_what_was_agreed_at_a_place_or_on_a_weekday_is_news_and_keeps_its_day(read):
    (row,) = read("The governments of Orland and Kesten agreed in Tolna to reopen the border crossing at Merk from 1 February.")
    assert row["due"]["to"].endswith("02-01") and row["amount"] is None


@pytest.mark.parametrize(
    ("text", "maker", "counterpart"),
    [
        ("HALSMOUTH (KTA) — Residents asked the council for 12 new buses.\n\nHalsmouth Town Council said it could not say when.", "Residents", "Halsmouth Town Council"),
        ("HALSMOUTH, 9 December (KTA) — The Halsmouth Town Council promised to build 40 flats by June.", "Halsmouth Town Council", None),
        ("HALSMOUTH — The council will run a daily ferry to the islands from May, Mayor Ida Holm said.", "council", None),
        ("HALSMOUTH — Halsmouth will repair 30 roofs by May, Mayor Ida Holm said.", "Halsmouth", None),
        ("The council promised parents in Brova that 20 classrooms would open by May.", "council", "parents"),
        ("Health Minister Nina Palm promised residents of Kesten never to close the hospital.", "Nina Palm", "residents"),
    ],
)  # fmt: skip
def test_a_dateline_and_an_adjective_are_nobody(read, text, maker, counterpart):
    row = read(text)[0]
    assert row["maker"]["name"] == maker and (row["counterpart"] and row["counterpart"]["name"]) == counterpart


@pytest.mark.parametrize("text", ["Most of the 300 workers", "Part of the 90 million euros"])
def test_of_a_part_that_nobody_can_count_no_amount_is_told(read, text):
    (row,) = read(f"The company pledged to keep {text[0].lower()}{text[1:]}.")
    assert row["amount"] is None


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Deliveries of grain to Kesten fell by half in April, the Kesten port authority said.", ["pledged"]),
        ("The ministry's delivers of grain to Kesten fell in April, the Kesten port authority said.", ["pledged"]),
        ("Orland's deliveries reached 300 tonnes of grain in April, the Kesten port authority said.", ["pledged", "partly_delivered"]),
        ("Orland delivered 300 tonnes of grain to Kesten on Friday, the port authority said.", ["pledged", "partly_delivered"]),
    ],
)  # fmt: skip
def test_that_deliveries_fell_is_no_delivery(extractor, words, kinds):
    reports = [Report("Orland promised on Monday to send 900 tonnes of grain to Kesten by the end of May.", id="a", published="2024-03-05"), Report(words, id="b", published="2024-04-20")]
    (row,) = Ledger(extractor.tell(extractor.extract(report)) for report in reports).rows(as_of="2024-06-01")
    assert [event["kind"] for event in row["events"]] == kinds


def test_a_headline_sums_up_what_its_report_asks(extractor):
    text = "Orvania asks neighbours for bridges\n\nOrvania's interior minister, Pavel Drozd, on Monday called on neighbouring countries to lend it bridges.\n\nThe river fell overnight."
    found = extractor.extract(Report(text, id="r", title="Orvania asks neighbours for bridges", published="2025-03-03")).commitments
    assert [text[slice(*row["what"]["span"])].split(" on ")[0] for row in found] == ["Orvania's interior minister, Pavel Drozd,"]
    plain = extractor.extract(Report(text, id="r", published="2025-03-03")).commitments
    assert [row["what"]["span"] for row in plain] == [row["what"]["span"] for row in found]  # of plain text the first line is the headline
    alone = extractor.extract(Report("Orvania asks neighbours for bridges\n\nThe river fell overnight.", id="r", title="Orvania asks neighbours for bridges", published="2025-03-03")).commitments
    assert [row["type"] for row in alone] == ["ask"]


def test_a_headline_that_leaves_out_what_is_to_come_tells_of_no_delivery(extractor):
    title = "Aurelia to keep hospital in Sarmand until summer"
    article = extractor.extract(Report(f"{title}\n\nThe road was dry on Thursday.", id="r", title=title, published="2024-03-21"))
    assert [f.kind for f in told_by(article, extractor.telling(article)).findings if f.headline] == ["pledged"]


def test_what_is_demanded_in_a_short_clause_is_asked(read):
    (row,) = read("Finance Minister Greta Sol rejected the criticism. The opposition demanded that Sol resign.")
    assert (row["type"], row["maker"]["name"]) == ("ask", "The opposition")


def test_the_rest_of_what_was_told_just_before_is_no_second_promise(read):
    found = read("The Northern Union promised 25 million euros for the dykes in March. It paid the first 10 million on Monday. The remaining 15 million would follow in June, it said.", published="2025-04-02")
    assert [row["amount"]["value"] for row in found] == [25_000_000]


@pytest.mark.parametrize(
    "goes_on",
    [
        "The first are to leave before Christmas, she said. The last will be handed over by the end of March.",
        "Ada Berg said that the first lot would be handed over within five weeks. The next shipment will follow in May.",
        "The last by the end of March.",
    ],
)
def test_the_first_and_the_last_of_what_was_promised_are_no_promises_of_their_own(read, goes_on):
    found = read(f"Norland will give the town of Sund 40 generators by March, its minister, Ada Berg, said on Monday. {goes_on}", published="2026-07-02")
    assert [row["words"][:30] for row in found] == ["Norland will give the town of "]


@pytest.mark.parametrize("clause", ["The first town to have its own tram will be Sund", "The other town will have 12 buses", "The last word is not spoken", "The next government will pay 40 million"])
def test_what_is_first_or_other_of_something_else_is_no_rest(clause):
    assert not REST.match(clause)


def test_two_makers_that_promise_two_sums_in_one_report_make_two_promises(read):
    found = read("Norland will give 30 million euros for the repair of the dykes. The Rivers Fund promised to allocate 500 million euros for the dykes.")
    assert sorted(row["amount"]["value"] for row in found) == [30_000_000, 500_000_000]


def test_the_day_of_what_is_known_is_not_that_of_the_asking(read):
    (row,) = read("Parents at Elm Road Primary have asked Harwick council to reinstate the crossing patrol that was axed in December.", published="2025-01-14")
    assert row["events"][0]["date"] == "2025-01-14"


@pytest.mark.parametrize(("words", "wrong"), [
    ("the dyke at Hory was completed last week", "Hory"),
    ("the Keldavian bridge was laid last week, Keldavia's embassy said", "Keldavian"),
])  # fmt: skip
def test_neither_a_place_nor_an_adjective_delivers(extractor, words, wrong):
    article = extractor.extract(Report(f"Keldavia promised Orvania a bridge and a dyke by May. It was reported that {words}.", id="r", published="2025-03-10"))
    delivered = [f for f in told_by(article, extractor.telling(article)).findings if f.kind == "delivered"]
    assert delivered and all(f.by is None or f.by[0] != wrong for f in delivered)


@pytest.mark.parametrize("clause", ["The company must publish the readings of its noise meters within sixty days", "Skallwater must hand over its water samples by August", "The city of Orlec must open a second school by 2028"])
def test_who_must_do_something_promises_nothing(extractor, clause):
    article = extractor.extract(Report(f"The court in Tarn ruled on Monday. {clause}.", id="r", published="2024-03-21"))
    assert not any(f.type == "pledge" and f.text.startswith(clause[:12]) for f in told_by(article, extractor.telling(article)).findings)


@pytest.mark.parametrize("words", ["promised that nobody would leave with less than six months' pay", "promised the swimmers that no pool would be closed before 2027", "promised that none of the 40 flats would be sold"])
def test_who_promises_that_nobody_will_promises(read, words):
    (row,) = read(f"The company's director, Vera Stahl, {words}.")
    assert row["type"] == "pledge" and "Stahl" in row["maker"]["name"]


def test_what_they_are_of_whom_somebody_said_something_is_told_in_the_sentence_before(extractor):
    def terms(text):
        article = extractor.extract(Report(text, id="r", published="2024-03-21"))
        return next(f.terms for f in told_by(article, extractor.telling(article)).findings if "website" in f.text)

    promised = "A spokeswoman said they would be put on the company's website every Monday from April."
    assert "measur" in "".join(terms(f"Lie called on Fallwerk to make its measurements public. {promised}"))
    assert "measur" not in "".join(terms(f"Lie called on Fallwerk to make its measurements public. {promised.replace('they', 'a report')}"))


@pytest.fixture(scope="module")
def findings(extractor):
    def of(text, published="2031-04-03"):
        article = extractor.extract(Report(text, published=published))
        return Reader(article, extractor.telling(article)).findings()

    return of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The choir asked the brewery Harlan for 8,000 euros. Piano money? Not a chance, said the brewery.", "Piano money? Not a chance, said the brewery"),
        ("Step Free demanded a ramp. Ramps? Forget it, said the council.", "Ramps? Forget it, said the council"),
        ("The swimmers want their 12,000 crowns back. And the 12,000 crowns? Never.", "And the 12,000 crowns? Never"),
    ],
)
def test_a_short_no_is_told_with_the_question_that_it_answers(findings, text, words):
    assert [(finding.kind, finding.text) for finding in findings(text)][-1] == ("refused", words)


@pytest.mark.parametrize(
    "text",
    [
        "The choir asked the brewery for 8,000 euros. From the brewery there came no answer.",
        "The villagers asked the ministry for a well. A spokeswoman twice declined to repeat the date.",
        "The club asked the town for a roof. Its deadline expired on 1 April without so much as an acknowledgement.",
    ],
)
def test_silence_refuses_nothing(findings, text):
    assert not any(finding.kind in ("refused", "withdrawn") for finding in findings(text))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("The union demanded on Tuesday that the operator Rovia build toilets at all nine stops, and it has given the company until 1 July to do so.", "2031-07-01"),
        ("The authority decided that it will pay each of the 62,000 holders 36 euros, and that until the end of May.", "2031-05-31"),
    ],
)
def test_what_only_tells_by_when_is_no_commitment_of_its_own(findings, text, due):
    first, second = (finding for finding in findings(text) if finding.type)
    assert first.due[1] == due and first.strength > 0.7 and (second.strength, second.plain) == (0.0, False)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("The drivers are tired. We asked for a second guard in November. Nobody came.", "2031-04-03", "2030-11-01"),  # five months ago, seven to come
        ("The drivers are tired. We asked for a second guard in November. Nobody came.", "2031-08-03", None),
        ("The drivers are tired. We asked for a second guard to be there in November. Nobody came.", "2031-04-03", None),
    ],
)
def test_when_it_was_asked(findings, text, published, day):
    assert [finding.day for finding in findings(text, published) if finding.type == "ask"][:1] == [day]


def test_what_is_refused_as_it_was_asked_for_is_refused(findings):
    (finding,) = findings("In reply the Commissioner stated that a second line, as demanded by the association Step Free, could not be considered.")
    assert finding.kind == "refused" and finding.type is None
    (asked,) = findings("The association Step Free demanded a second line, which could not be laid before May.")[:1]
    assert asked.type == "ask"
