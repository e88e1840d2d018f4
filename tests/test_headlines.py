import pytest

from onrecord.headlines import headline


@pytest.mark.parametrize(("text", "line"), [
    ("Brova council puts off bridge vote\n\nBy Mila Aster\n\nThe council …", "Brova council puts off bridge vote"),
    ('Envoy: "Winter will not wait"\n\nKESTEN, 29 November (Nordpress) – The minister …', 'Envoy: "Winter will not wait"'),
    ("\ufeff\n# Ferry stays in port\r\n\r\nThe ferry …", "Ferry stays in port"),
    ("COUNCIL CUTS 9 JOBS\n \nThe council …", "COUNCIL CUTS 9 JOBS"),
    ("Will the bridge hold?\r\rThe bridge …", "Will the bridge hold?"),
    ("Lind to leave (for good)\n\nShe …", "Lind to leave (for good)"),
    ("May 2026 budget cut by half\n\nThe budget …", "May 2026 budget cut by half"),
    ("Storm of 9 December kills two\n\nIt …", "Storm of 9 December kills two"),
])  # fmt: skip
def test_a_first_line_that_is_a_headline(text, line):
    assert headline(None, text) == headline("", text) == line and headline("Another title", text) == "Another title"


@pytest.mark.parametrize("text", [
    "The council met on Monday.\n\nIt …", "The council met\nand voted\n\nIt …", "A line by itself", "A line before nothing\n\n", "", "\n\n\n",
    "By Mila Aster\n\nThe council …", "Read also: the storm\n\nThe council …", "KESTEN, 29 November (Nordpress)\n\nThe minister …", "KESTEN, 29 November\n\nThe minister …", "9 December 2026\n\nThe …", "Monday, 3 March 2026, 18:05 GMT\n\nThe …",
    "Dear editors,\n\nThe …", "ANA LIND:\n\nWe …", "> we are late\n\nThe …", "- one thing\n\nThe …", "BREAKING\n\nThe …", '“We will not wait.”\n\nThe …', "They came, they saw …\n\nThe …", f"{'word ' * 40}\n\nThe …",
])  # fmt: skip
def test_a_first_line_that_is_none(text):
    assert headline(None, text) is None
