import pytest

from onrecord.read.boilerplate import find_boilerplate


@pytest.mark.parametrize(
    "line",
    [
        "Photo STR / AGN / Imago", "Photo: J. Lind / Nordpress", "Read also: Storm leaves 40,000 without heating", "Video of the day", "By Mila Aster", "By Odette Maruwa in Port Lessau",
        "Share this | Print | Get the Shuttle newsletter every Monday", "Follow us on Chirrup and Facepage", "Subscribe to our newsletter", "ADVERTISEMENT", "Tags: harbour, council",
        "(Reporting by Jan Roos; Editing by Lea Falk)", "© 2024 Nordpress. All rights reserved.", "Published: 12 May 2024, 10:15", "Share: F X W", "Interview: Ruedi Amsel",
        "Do you like this text? Share it!", "12 comments", "3 min read", "Author: D. K.", "08:41 | 22/9", "Staff reporter, LUYANG",
    ],
)
def test_lines_that_are_not_part_of_the_story(line):
    text = f"Dam holds\n\n{line}\n\nThe dam will hold, an engineer said."
    assert [text[s:e] for s, e in find_boilerplate(text)] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "By noon the water had reached the school.", "Photo of the minister's dog wins prize, says jury", "Follow-up talks begin on Monday.", "Share prices fell by a third, the bank said.",
        "Minister: We are late", "Comments by the mayor angered residents of the two towns, the council's clerk said.", "Read the letter, she told them.", "Video shows guards asleep, prosecutor says",
        "From Monday the ferry will sail twice a day.", "Novak: “Winter will not wait for us”", "Subscribers to the water scheme said they had not been asked.",
        "Sources: the ministry paid twice, auditors say", "By law, the council must publish its reasons", "Editing by the censor was ‘routine’, the former director told the court on Monday in a long statement.",
    ],
)
def test_lines_of_the_story(line):
    assert find_boilerplate(f"Dam holds\n\n{line}\n\nThe dam will hold.") == ()
