import pytest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('Nour Said warned on Monday that the wells were dry. "We have two weeks," Said said.', [("Nour Said", "warned", "Nour Said"), ("Said", "said", "Nour Said")]),
        ("The water board's engineer, Nour Said, told reporters that the wells were dry. Said told them to boil the water.", [("The water board's engineer, Nour Said", "told", "Nour Said"), ("Said", "told", "Nour Said")]),
        ("Transport Minister Nour Said called on both sides to sign. Said's office later said that he would travel on Tuesday.", [("Transport Minister Nour Said", "called on", "Nour Said"), ("Said's office", "later said", "Said's office")]),
        ("Noting that two of the ferries of the islands were cancelled on Thursday, Transport Minister Nour Said called on both sides to sign.", [("Transport Minister Nour Said", "Noting", "Nour Said"), ("Transport Minister Nour Said", "called on", "Nour Said")]),
        ("Edward Said wrote that the map was wrong. Two days later the board agreed.", [("Edward Said", "wrote", "Edward Said")]),
        ('"We have no water," said Nour Said. The mayor said that it would come.', [("Nour Said", "said", "Nour Said"), ("The mayor", "said", "The mayor")]),
        ("He Lifeng said the tariff would be lifted. He told reporters that talks would go on.", [("He Lifeng", "said", "He Lifeng"), ("He", "told", "He Lifeng")]),
        ("Vice Premier He Lifeng promised to lift the tariff.", [("Vice Premier He Lifeng", "promised", "He Lifeng")]),
        ('The mayor will go, said aides on Monday. Said one official: "He is tired of all this."', [("aides", "said", "aides"), ("one official", "Said", "one official")]),
        ('Ana Lind was tired. "I am going home," she said. He said the same.', [("she", "said", "Ana Lind")]),
    ],
)  # fmt: skip
def test_surnames_that_are_other_words(extractor, text, told):
    statements = extractor.extract(text).statements
    found = [(" ".join(text[a:b] for a, b in s.source), " ".join(text[a:b] for a, b in s.cue), s.speaker and s.speaker.name) for s in statements]
    assert found[: len(told)] == told


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("MP for Saltby Hanna Reed asked why the bridge was closed.", "MP for Saltby Hanna Reed", "Hanna Reed"),
        ("The mayor of Olmsk Lida Sor thanked the crews.", "The mayor of Olmsk Lida Sor", "Lida Sor"),
        ("The Minister of Energy of Zelmar German Holub thanked the crews.", "The Minister of Energy of Zelmar German Holub", "German Holub"),
        ("The Minister of Foreign Affairs of Zelmar Iryna Saal thanked the crews.", "The Minister of Foreign Affairs of Zelmar Iryna Saal", "Iryna Saal"),
        ("Mayor of Brova Ana Lind said she would wait.", "Mayor of Brova Ana Lind", "Ana Lind"),
        ("MP for Upper Dell Rona Kirk said that it was late.", "MP for Upper Dell Rona Kirk", "Rona Kirk"),
        ("Senator for Saltby Ana J. Reed said it was hers.", "Senator for Saltby Ana J. Reed", "Ana J. Reed"),
        ("The vote was put off, said Marshal of the Seym Jadwiga Torek.", "Marshal of the Seym Jadwiga Torek", "Jadwiga Torek"),
        ("A spokesman for Ana Maria Lind said so.", "A spokesman for Ana Maria Lind", "A spokesman for Ana Maria Lind"),
        ("The president of Halden Yacht Club said that it was full.", "The president of Halden Yacht Club", "The president of Halden Yacht Club"),
    ],
)  # fmt: skip
def test_behind_an_offices_place_its_holder_is_named(extractor, text, source, name):
    (statement,) = extractor.extract(text).statements
    assert (" ".join(text[a:b] for a, b in statement.source), statement.speaker.name) == (source, name)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Rosalind Coyle, the councillor, promised a bench. The ticket clerk, a Mr Coyle, told me that it was in the cellar. Ms Coyle said she was sorry. Mr Coyle said he was not.", ["Rosalind Coyle", "Coyle", "Rosalind Coyle", "Coyle"]),
        ("Mayor Ana Lind said the bridge was safe. The ferry's owner, one Mrs. Lind, said that it was not.", ["Ana Lind", "Lind"]),
        ("Per Dahl chairs the board. A certain Dr Dahl wrote in May that the well was foul. Per Dahl said he had never met him.", ["Dahl", "Per Dahl"]),
        ("The station master, a Mr Coyle, told me the ramp was open. He could not say where. Rosalind Coyle (no relation) said that it was shut.", ["Coyle", "Coyle", "Rosalind Coyle"]),
        ("Rosalind Coyle promised a bench. A tired Ms Coyle said that it would come.", ["Rosalind Coyle", "Rosalind Coyle"]),  # she is described
        ("Rosalind Coyle promised a bench. Ms Coyle, a councillor, said that it would come.", ["Rosalind Coyle", "Rosalind Coyle"]),
    ],
)  # fmt: skip
def test_who_is_introduced_by_a_surname_is_nobody_who_is_named_in_full(extractor, text, speakers):
    assert [s.speaker and s.speaker.name for s in extractor.extract(text).statements if s.within is None] == speakers
