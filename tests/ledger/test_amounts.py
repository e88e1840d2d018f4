import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.follow.amounts import find_amounts, find_bare, find_shares
from onrecord.follow.numbers import spelled


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("1.5 billion euros", [(1_500_000_000, "EUR")]),
        ("340 pages of logs", [(340, "page")]),
        ("at least two dozen lorries", [(24, "lorry")]),
        ("six dozen eggs", [(72, "egg")]),
        ("several dozen lorries", []),
        ("4.5 million cubic feet of gas", [(4_500_000, "cubic foot")]),
        ("3 million marks, not the 2 million florins", [(3_000_000, "mark"), (2_000_000, "florin")]),
        ("nobody will lose one taler of it", []),
        ("a 40-bed ward", [(40, "bed")]),
        ("a new 300-megawatt plant", [(300, "megawatt")]),
        ("two 40-year loans", []),
        ("it will pay 1.5 bn euros", [(1_500_000_000, "EUR")]),
        ("put at EUR 2.4 million, in full", [(2_400_000, "EUR")]),
        ("€1,940 for a seat", [(1940, "EUR")]),
        ("US$40m in aid", [(40_000_000, "USD")]),
        ("a hundred and eighty thousand euros", [(180_000, "EUR")]),
        ("half a million pounds", [(500_000, "GBP")]),
        ("a nine percent pay rise", [(9, "percent")]),
        ("ten traineeships for school leavers", [(10, "traineeship")]),
        ("15,000 covered seats", [(15_000, "seat")]),
        ("2 of the 5 million euros that it promised", [(2_000_000, "EUR"), (5_000_000, "EUR")]),
        ("5 million of the 15 million euros it promised", [(5_000_000, "EUR"), (15_000_000, "EUR")]),
        ("the first 20 million of its 65 million dollars", [(20_000_000, "USD"), (65_000_000, "USD")]),
        ("two of the four launchers", [(2, "launcher"), (4, "launcher")]),
        ("of the 400 homes promised by the city, only 120 have been built", [(120, "home")]),
        ("5 million euros, or 5.4 million dollars", [(5_000_000, "EUR"), (5_400_000, "USD")]),
        ("12.5 million Swedish kronor", [(12_500_000, "SEK")]),
        ("27 million crowns", [(27_000_000, "crown")]),  # whose, the text does not tell
        ("400 Swiss francs", [(400, "CHF")]),
        ("8.2 million euros", [(8_200_000, "EUR")]),
        ("two and a half million crowns", [(2_500_000, "crown")]),
        ("a quarter of a million dollars", [(250_000, "USD")]),
        ("half a dozen buses", [(6, "bus")]),
        ("742 four-room houses", [(742, "house")]),
        ("3,000 uniformed personnel", [(3000, "personnel")]),
        ("three Halberds", [(3, "Halberd")]),
        ("seven more Halberd air defence batteries", [(7, "battery")]),
        ("the Three Wells", []),  # a name
        ("six kilometres of railway", [(6, "kilometre")]),
        ("20 kilometres from the border, four metres deep", []),
        ("1,500 amba a day", [(1500, "amba")]),
        ("one of its own, up to a ceiling of 5 million euros", [(5_000_000, "EUR")]),
        ("the first hundred and fifty thousand goes out", [(150_000, "")]),
        ("half of the 90 million euros", [(45_000_000, "EUR"), (90_000_000, "EUR")]),
        ("nearly half the 90 million euros", [(45_000_000, "EUR"), (90_000_000, "EUR")]),
        ("a third of the 60 boats", [(20, "boat"), (60, "boat")]),
        ("two thirds of its 30 million crowns", [(20_000_000, "crown"), (30_000_000, "crown")]),
        ("40 percent of the 8 million euros", [(3_200_000, "EUR"), (8_000_000, "EUR")]),
        ("all but 3 of the 20 boats", [(17, "boat"), (20, "boat")]),
        ("half of it, and 20 boats", [(20, "boat")]),  # of what, is told elsewhere
        ("a third of the crew and the 60 boats", [(60, "boat")]),
        ("a rise of 40 percent, and 8 million euros", [(40, "percent"), (8_000_000, "EUR")]),
        ("20,000 crowns for each day of delay", [(20_000, "crown")]),
        ("billions in aid", []),  # no number: nothing that could be compared
        ("over 18 months, on 30 June 2021, at 7 o'clock", []),
        ("1.5 million cubic metres of gas a day", [(1_500_000, "cubic metre")]),
        ("900 square meters of roof", [(900, "square metre")]),
        ("35 kg of rice, 12 MW of power", [(35, "kg"), (12, "MW")]),
        ("Rs 50,000 for each, Rs. 5 lakh for the dead, 3 crore rupees", [(50_000, "rupee"), (500_000, "rupee"), (30_000_000, "rupee")]),
        ("a rise of 9 pct", [(9, "percent")]),
        ("30 out of 46 posts", [(30, "post"), (46, "post")]),
        ("children under 12 will pay two crowns", [(2, "crown")]),
        ("a bonus of 60,000 centa on the pay slip", [(60_000, "centa")]),
        ("a list of 60,000 strong", []),  # no unit
        ("twelve hours a week, after twelve hours of talks", [(12, "hour")]),
        ("within a hundred days, for two thousand years", []),
        ("a lane three hundred metres wide", []),
        ("12.15 Jonas Orbeck arrives", []),
        ("one within a week", []),
    ],
)  # fmt: skip
def test_values_and_units(words, wanted):
    assert [(a.value, a.unit) for a in find_amounts(words)] == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("it will send six", [(6, "")]),
        ("twenty of the old ones get their lift", [(20, "")]),
        ("all the fourteen are to be set free", [(14, "")]),
        ("300,000 instead of 250,000", [(300_000, ""), (250_000, "")]),
        ("hitherto 45 million crowns, goes up to 60", [(60_000_000, "crown")]),  # as the amount before it is told
        ("12 generators for hospitals", []),  # not alone
        ("Line 4, Jonas, 44, and platform two", []),
        ("7. The town voted 14 to 9 in 2021", []),
        ("at seven, eleven and three", []),
        ("for pupils in grades 7 to 9", []),
        ("the striker, then 19, swore to come", []),
        ("told the two hundred who had come", []),
        ("told the town he would send six", [(6, "")]),
        ("it will take 3,000 this year", [(3000, "")]),
    ],
)
def test_numbers_alone(words, wanted):
    assert [(a.value, a.unit) for a in find_bare(words, 0, len(words))] == wanted


def test_numbers_of_dates_are_not_taken_for_amounts():
    assert not find_bare("until 12", 0, 8, [(6, 8)])


def test_what_comes_on_top_is_told():
    assert [a.further for a in find_amounts("a further 3 million euros")] == [True] and [a.further for a in find_amounts("raised to 3 million euros")] == [False]


def test_shares():
    assert [share for share, _ in find_shares("half of it has come, two thirds of the rest", 0, 43)] == [0.5, pytest.approx(2 / 3)]


@given(st.text(alphabet="0123456789.,%€$ millionbahudred-\n", max_size=60))
def test_spans_lie_in_the_text_and_begin_and_end_with_words(text):
    for amount in find_amounts(text):
        assert 0 <= amount.span[0] < amount.span[1] <= len(text) and amount.value >= 0
        assert not text[slice(*amount.span)].isspace()
    assert all(0 <= a.span[0] < a.span[1] <= len(text) for a in find_bare(text, 0, len(text)))


@given(st.integers(1, 99))
def test_numbers_that_are_spelled(n):
    ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    words = ones[n] if n < 20 else tens[n // 10 - 2] + ("-" + ones[n % 10] if n % 10 else "")
    assert spelled(words) == n and spelled(words + " million") == n * 10**6 and spelled("a hundred and " + words) == 100 + n and spelled(words + " and a half million") == (n + 0.5) * 10**6
