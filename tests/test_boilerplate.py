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
        "Sources: the ministry paid twice, auditors say", "By Friday, the minister said, it would be over.", "Like the mayor, she said the bridge would close.",
        "The watchdog said Facepage's privacy policy broke the law.", "The mayor said the town would share it.", "Donate blood now, the ministry urged residents on Monday.",
        "Register by Friday, officials urged voters.", "Copyright law must change, the minister said on Monday.", "Photos he sent via Telegram show the guards asleep, police said.",
        "Reporter: Minister, will you resign?", "Comment on the verdict: “It is a disgrace,” Novak said.", "By law, the council must publish its reasons", "Editing by the censor was ‘routine’, the former director told the court on Monday in a long statement.",
    ],
)
def test_lines_of_the_story(line):
    assert find_boilerplate(f"Dam holds\n\n{line}\n\nThe dam will hold.") == ()


def test_a_hostile_line_takes_no_longer_than_its_length():
    import time

    began = time.process_time()
    for line in ("By A" + "andA" * 58 + "!", "share " * 40, "Photo " + "a / " * 58, "A" * 240, "By A, " * 40):
        find_boilerplate(line)
    assert time.process_time() - began < 2
