import pytest


@pytest.mark.parametrize(("text", "speaker"), [
    ('TRANSCRIPT\n\n"Minister Lind, why is the bridge closed?"\n\nLind: "It is not safe."\n\n"When will it open?"\n\nLind: "In May."', None),
    ('Ana Lind took the stand on Monday. The court was full.\n\n"Ms Lind, did you sign the letter?"\n\nThe room was silent.', None),
    ('Ana Lind came to the hall in Brova on Monday.\n\n"Lind, where is our money?"\n\nNobody moved.', None),
    ('Ana Lind took the stand on Monday. She was angry.\n\n"Why was I never asked? I would have told you everything."\n\nThe court was full.', "Ana Lind"),
])  # fmt: skip
def test_who_is_addressed_by_name_does_not_say_so(extractor, text, speaker):
    statement = next(s for s in extractor.extract(text).statements if text[slice(*s.content[0])].startswith('"'))
    assert (statement.speaker and statement.speaker.name) == speaker
