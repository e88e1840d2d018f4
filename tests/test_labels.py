import time

import pytest

from onrecord.extraction.labels import read_label
from onrecord.extraction.transcripts import find_turns


def label_of(line: str) -> tuple[str, str, str, str] | None:
    label = read_label(line, 0, len(line))
    return None if label is None else (line[slice(*label.span)], line[slice(*label.words)], label.who, label.form)


def turns(text: str) -> list[tuple[str, str]]:
    return [(" / ".join(text[a:b] for a, b in t.source), " / ".join(text[a:b] for a, b in t.content)) for t in find_turns(text)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Mrs TIERNEY-VALE (Osk North) (16.41): Who paid?", ("Mrs TIERNEY-VALE (Osk North) (16.41)", "Who paid?", "tierney-vale", "person")),
        ("Mr QUOYLE [16:42]: The port did.", ("Mr QUOYLE [16:42]", "The port did.", "quoyle", "person")),
        ("QUOYLE (16:42:09): The port did.", ("QUOYLE (16:42:09)", "The port did.", "quoyle", "person")),
        ("[00:03:44] ODA QUOYLE: The port did.", ("ODA QUOYLE", "The port did.", "oda quoyle", "person")),
        ("16.44 Ms Ferrane: Never.", ("Ms Ferrane", "Never.", "ferrane", "person")),
        ("Oda Quoyle 10:32 AM: The port did.", ("Oda Quoyle 10:32 AM", "The port did.", "oda quoyle", "person")),
        ("HON. SENATORS: Shame!", ("HON. SENATORS", "Shame!", "senators", "person")),
        ("Speaker #12: I was there.", ("Speaker #12", "I was there.", "speaker 12", "person")),
        ("Deputy Chair: Order.", ("Deputy Chair", "Order.", "deputy chair", "person")),
        ("Union chief Vale: It will not.", ("Union chief Vale", "It will not.", "union chief vale", "person")),
        ("ODA QUOYLE, HARBOUR MASTER: No.", ("ODA QUOYLE, HARBOUR MASTER", "No.", "oda quoyle", "name")),
        ("J. Ferrane (Lake Party): No.", ("J. Ferrane (Lake Party)", "No.", "j ferrane", "name")),
        ("Mr. QUOYLE of Osk. Madam President, I yield.", ("Mr. QUOYLE of Osk", "Madam President, I yield.", "quoyle of osk", "record")),
        ("The PRESIDING OFFICER. Without objection.", ("The PRESIDING OFFICER", "Without objection.", "presiding officer", "record")),
        ("Q. Who paid?", ("Q", "Who paid?", "q", "loose")),
        ("@oda_q: Late again", ("@oda_q", "Late again", "@oda_q", "handle")),
        ("RT @oda_q: Late again", ("@oda_q", "Late again", "@oda_q", "handle")),
        ("Dr. Oda Quoyle (@oda_q): Late again", ("Dr. Oda Quoyle (@oda_q)", "Late again", "@oda_q", "handle")),
        ("Winner: Quoyle, 12 points", ("Winner", "Quoyle, 12 points", "winner", "loose")),
        ("Correction: The bridge is in Osk.", ("Correction", "The bridge is in Osk.", "correction", "loose")),
        ('She said "no": nobody came.', None),
        ("Ask the harbour master, who has been there for years now: he knows.", None),
        ("Mr. Quoyle. He left.", None),
    ],
)
def test_a_label_is_read_with_its_title_seat_and_time(line, expected):
    assert label_of(line) == expected


def test_labels_of_one_speaker_stand_for_one():
    lines = ["Mrs VALE (Osk North) (16.41): Who paid?", "THE HON. MRS VALE: Who?", "Vale: Who?", "16.50 Ms Vale [Lake]: Who?"]
    assert {read_label(line, 0, len(line)).who for line in lines} == {"vale"}


def test_two_sure_labels_are_a_transcript_and_every_turn_ends_before_the_next():
    assert turns("Sitting of 3 June\n\nMr QUOYLE (16.40): Who paid for it? The port.\n\nMs VALE (Osk) (16.41): No.\n\nHON. MEMBERS: Hear, hear!\n\nThe house rose at six.") == [
        ("Mr QUOYLE (16.40)", "Who paid for it? The port"), ("Ms VALE (Osk) (16.41)", "No"), ("HON. MEMBERS", "Hear, hear!"),
    ]  # fmt: skip


def test_records_of_sittings_have_full_stops_behind_their_labels():
    assert turns("Mr. QUOYLE. Mr. Speaker, I object.\n\nThe CLERK. The clerk will read.") == [("Mr. QUOYLE", "Mr. Speaker, I object"), ("The CLERK", "The clerk will read")]


def test_a_label_alone_in_its_line_goes_with_the_next():
    assert turns("SPEAKER 1:\nWho paid?\n\nSPEAKER 2:\nThe port did.") == [("SPEAKER 1", "Who paid?"), ("SPEAKER 2", "The port did")]


def test_names_that_most_lines_begin_with_are_speakers_where_one_speaks_again():
    assert turns("ODA QUOYLE, HARBOUR MASTER: We opened it.\n\nTESS VALE (voice-over): Nobody came.\n\nQUOYLE: They will.") == [
        ("ODA QUOYLE, HARBOUR MASTER", "We opened it"), ("TESS VALE (voice-over)", "Nobody came"), ("QUOYLE", "They will"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The fair is open.\n\nKEY FACTS: The bridge is closed.\n\nWHERE TO GO: The fair is in Osk.\n\nThe fair opens at noon.",
        "The results\n\nMr Quoyle: 9 points.\nMs Vale: 8 points.\n",
        "The fair is open.\n\nNote: Bring a coat.\n\nMr Quoyle: It will rain.\n\nThe end.",
        "Monday (Osk): Rain, then sun\nTuesday (Osk): Sun\nMonday (Vale): Fog\n",
        "Q: Who paid?\n\nThe port paid for all of it.",
        "The vote\n\nVale (Lake Party): 412 votes.\nKarr (Mill Party): 398 votes.\nVale (Lake Party): elected.\n",
        "How they played\n\nKarr (7): Solid in goal. Saved a penalty.\nVale (5): Lost the ball too often.\nBrill (8): Scored twice.\nKarr (6): Came on late, to our joy.\n",
        "Programme\n\n10.00 Opening: The mayor will speak.\n10.30 Dr Vale: The ferry and the tides.\n11.00 Coffee: In the hall.\n11.30 Mr Karr: Why mills close.\n",
        "The council met.\n\nKEY POINTS: The road stays closed.\nWHAT NEXT: The mayor will ask the province.\nWHY IT MATTERS: Lorries need the road.\nKEY POINTS: Again, it is closed.\n",
    ],
)
def test_lists_notes_and_single_labels_are_no_transcripts(text):
    assert turns(text) == []


THREAD = "@osk_trams: 🧵 1/ No trams on Sunday, sorry. #osk\n\n@osk_trams: 2/ Buses go from 6am.\nEvery 20 minutes. 👍\n\n@tess_v: Replying to @osk_trams and @oda_q You said that in May.\n\nOda Quoyle (@oda_q): lol 🙄\n\nRT @osk_fire: Keep off the square. https://osk.example/x\n\nThe trams have run since 1911."


def test_a_thread_is_told_by_its_handles_though_each_speaks_but_once():
    assert turns(THREAD) == [
        ("@osk_trams", "No trams on Sunday, sorry"), ("@osk_trams", "Buses go from 6am.\nEvery 20 minutes"), ("@tess_v", "You said that in May"),
        ("Oda Quoyle (@oda_q)", "lol"), ("@osk_fire", "Keep off the square"),
    ]  # fmt: skip


def test_an_answer_with_a_label_in_an_interview_without_labels():
    asked = "".join(f"{q}\n\n{a}\n\n" for q, a in (("Did you sleep?", "I did not."), ("And now?", "I wait."), ("Vale: Will you stay?", "Quoyle: I might, if my knee does."), ("Any regrets?", "None of mine.")))
    assert turns(f"Oda Quoyle spoke to Tess Vale.\n\n{asked}")[4:6] == [("Vale", "Will you stay?"), ("Quoyle", "I might, if my knee does")]


def test_a_note_alone_is_no_turn():
    assert turns("MINISTER KARR: No.\n\nQUESTION: (Inaudible.)\n\nMINISTER KARR: I won't say.\n\nQUESTION: (Laughs) Why?") == [("MINISTER KARR", "No"), ("MINISTER KARR", "I won't say"), ("QUESTION", "Why?")]


@pytest.mark.parametrize("line", ["A" * 50 + " (" * 200_000, "Mr A" + "A'" * 200_000, "[00:01:20] " * 60_000, "@" * 400_000, "Mr. A. " * 60_000, "X @a " * 90_000, "A." * 200_000 + ":", "1/ " * 130_000, "A B: I?\n\nI am. \n\n" * 4_000, "Mr A (b): I?\n" * 8_000])
def test_reading_labels_is_linear_in_hostile_lines(line):
    def cost(text: str) -> float:
        began = time.process_time()
        list(find_turns(text))
        return time.process_time() - began

    short = line[: len(line) // 8]
    assert min(cost(line) for _ in range(2)) < 40 * max(min(cost(short) for _ in range(3)), 0.001)


@pytest.mark.parametrize("kicker", ["FACTBOX", "Timeline", "WATCH"])
def test_what_tells_of_which_sort_a_report_is_says_nothing(extractor, kicker):
    text = f'{kicker}: What the ceasefire says\n\nThe text has nine articles. "It is a start," said the envoy, Dana Orsk.'
    assert [s.speaker and s.speaker.name for s in extractor.extract(text).statements] == ["Dana Orsk"]
