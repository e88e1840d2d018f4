"""Across reports: what belongs together does, in whatever order it comes, and what a person decides holds."""

from itertools import permutations

from town import REPORTS

from onrecord import Report
from onrecord.follow.corrections import Correction, in_force
from onrecord.follow.drafts import Told
from onrecord.follow.ledger import Ledger, drafts_of, told_by
from onrecord.follow.linking import CANDIDATES, Linker
from onrecord.follow.readers import Readers
from onrecord.follow.rows import CLOSED

NEEDED = {"delivered": {"delivered"}, "partly_delivered": {"partly_delivered"}, "in_progress": {"progressed"}, "refused": {"refused"}, "withdrawn": {"withdrawn"}}


def of(rows, word, type):
    found = [row for row in rows if word in row["what"]["text"] and row["type"] == type]
    assert len(found) == 1, [row["what"]["text"] for row in rows]
    return found[0]


def test_an_ask_meets_its_pledge_and_the_pledge_its_delivery(ledger):
    rows = ledger.rows(as_of="2024-06-30")
    ask, pledge = of(rows, "smoke", "ask"), of(rows, "smoke", "pledge")
    assert pledge["answers"] == ask["id"] and ask["status"] == "answered" and pledge["status"] == "delivered"
    assert pledge["days"]["ask_to_pledge"] == 6 and pledge["days"]["pledge_to_delivery"] == 78
    assert {e["kind"] for e in pledge["events"]} >= {"pledged", "partly_delivered", "delivered"}
    assert of(rows, "fire doors", "pledge")["status"] == "withdrawn"


def test_on_an_earlier_day_it_stood_otherwise(ledger):
    assert of(ledger.rows(as_of="2024-03-20"), "smoke", "pledge")["status"] == "open"
    assert of(ledger.rows(as_of="2024-05-01"), "smoke", "pledge")["status"] == "partly_delivered"
    known = of(ledger.rows(as_of="2024-06-30", known_on="2024-05-31"), "smoke", "pledge")
    assert known["status"] == "overdue"  # what was delivered on 28 May was only reported in June


def test_what_was_known_on_a_day_is_judged_as_of_it(ledger):
    assert ledger.rows(known_on="2024-03-20") == ledger.rows(as_of="2024-03-20", known_on="2024-03-20")
    assert of(ledger.rows(known_on="2024-03-20"), "smoke", "pledge")["status"] == "open"
    assert of(ledger.rows(known_on="2024-05-31"), "smoke", "pledge")["status"] != of(ledger.rows(as_of="2024-06-30"), "smoke", "pledge")["status"]
    assert ledger.rows(known_on="2999-01-01") == ledger.rows()  # a day to come is not foretold


def test_the_order_of_reports_changes_nothing(told):
    wanted = Ledger(told.values()).rows(as_of="2024-06-30")
    for order in permutations(told.values()):
        ledger = Ledger()
        for each in order:
            ledger.add(each)
        assert ledger.rows(as_of="2024-06-30") == wanted


def test_the_same_report_again_changes_nothing(told, ledger):
    wanted = ledger.rows(as_of="2024-06-30")
    ledger.add(told["h2"])
    assert ledger.rows(as_of="2024-06-30") == wanted


def test_a_report_by_itself_makes_the_commitments_that_all_its_findings_make(extractor, told):
    made = {}
    for name, (day, text) in REPORTS.items():
        made[name] = list(extractor.extract(Report(text, id=name, published=day)).commitments)
        assert made[name] == Ledger([told[name]]).rows(as_of=day)
    assert any(made.values()) and not all(made.values())


def test_of_a_report_without_a_commitment_nothing_is_read_to_the_end(extractor):
    article = extractor.extract("BROVA, 3 May - The bridge was closed by the flood. The mayor said the water had fallen since Monday.")
    assert read_in_full(extractor, article) == [] and not article.commitments


def test_before_anything_is_asked_or_promised_nothing_is_read_to_the_end(extractor):
    article = extractor.extract(Report("The harbour crane was delivered in April. The wardens refused the new rota. The council promised to send twelve boats to the harbour by June.", published="2024-05-03"))
    events = Readers(article, extractor.telling(article)).events
    assert len(events) > 1 and read_in_full(extractor, article) == [number for number, (_, _, event) in enumerate(events) if event.may_found]
    assert len(article.commitments) == 1


def read_in_full(extractor, article):
    """The numbers of the findings that are read to the end."""
    readers, numbers = Readers(article, extractor.telling(article)), []
    readers.finding = lambda number: numbers.append(number) or Readers.finding(readers, number)
    drafts_of(article, readers)
    return numbers


def test_no_status_without_an_event_that_says_so(told, ledger):
    for day in ("2024-03-06", "2024-04-01", "2024-05-01", "2024-06-30"):
        for row in ledger.rows(as_of=day):
            assert NEEDED.get(row["status"], set()) <= {e["kind"] for e in row["events"]}
            assert row["status"] != "overdue" or row["due"]["to"] < day
            assert all(e["span"][0] < e["span"][1] for e in row["events"])
            assert (row["days"]["open"] is None) == (row["status"] in CLOSED)


def correction(number, decision, commitment=None, event=None, undoes=None):
    return Correction(number, "2024-07-01T00:00:00+00:00", "Ada", "read it", decision, commitment, event, undoes)


def test_a_person_unlinks_an_event_and_takes_it_back(told, ledger):
    pledge = of(ledger.rows(as_of="2024-06-30"), "smoke", "pledge")
    delivered = next(e for e in pledge["events"] if e["kind"] == "delivered")
    rows = [correction(1, "unlink", pledge["id"], delivered["id"])]
    assert of(Ledger(told.values(), in_force(rows)).rows(as_of="2024-06-30"), "smoke", "pledge")["status"] == "overdue"
    rows.append(correction(2, "undo", undoes=1))
    assert Ledger(told.values(), in_force(rows)).rows(as_of="2024-06-30") == ledger.rows(as_of="2024-06-30")


def test_a_person_links_an_event_and_earlier_reports_do_not_lift_it(told, ledger):
    rows = ledger.rows(as_of="2024-06-30")
    pledge, other = of(rows, "smoke", "pledge"), of(rows, "fire doors", "pledge")
    delivered = next(e for e in pledge["events"] if e["kind"] == "delivered")
    held = in_force([correction(1, "link", other["id"], delivered["id"])])
    for order in (list(told.values()), list(told.values())[::-1]):
        later = Ledger((), held)
        for each in order:
            later.add(each)
        assert delivered["id"] in {e["id"] for e in of(later.rows(as_of="2024-06-30"), "fire doors", "pledge")["events"]}


def test_what_a_person_rejects_is_no_commitment(told, ledger):
    ask = of(ledger.rows(as_of="2024-06-30"), "smoke", "ask")
    rows = Ledger(told.values(), in_force([correction(1, "reject", ask["id"])])).rows(as_of="2024-06-30")
    assert ask["id"] not in {row["id"] for row in rows} and all(row["answers"] != ask["id"] for row in rows)


def test_a_report_is_compared_with_few_commitments_however_many_there_are(told):
    linker = Linker()
    for n in range(300):
        for name in ("h1", "h2"):
            t = told[name]
            linker.take(Told(f"{n:04d}-{name}", t.published, t.findings, t.spoken_for))
    assert len(linker._near(told["h3"], ["harbour", "house", "reid"])) <= CANDIDATES


def test_who_asks_for_something_else_asks_anew(ledger):
    assert of(ledger.rows(as_of="2024-06-30"), "lift", "ask")["events"][0]["article"] == "h3"


def test_what_will_not_be_there_before_a_day_is_put_off(extractor):
    reports = [
        ("p1", "2026-03-11", "The state will send four pumps to the flooded town of Lomen by 1 April, Interior Minister Paul Rehn said on Wednesday."),
        ("p2", "2026-03-29", 'Two of the four pumps that the state promised arrived in Lomen on Saturday. The other two would not be there before May, a ministry official told the mayor. "We will hold them to it," said the mayor, Aino Berg.'),
    ]
    ledger = Ledger(told_by(article, extractor.telling(article)) for name, day, text in reports for article in [extractor.extract(Report(text, id=name, published=day))])
    row = of(ledger.rows(as_of="2026-04-02"), "four pumps", "pledge")
    assert [event["kind"] for event in row["events"]] == ["pledged", "partly_delivered", "rescheduled"]
    assert row["due"]["to"] == "2026-04-01"  # "not before May" is no day by which
    start, end = row["events"][2]["span"]
    assert reports[1][2][start:end].startswith("The other two would not be there")
