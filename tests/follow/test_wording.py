import pytest

from onrecord.follow.wording import compare_versions, disagreement

NOVAK = "Irena Novak"


@pytest.fixture
def speech(record, told):
    record.ingest(
        told.say("a", "2026-03-05", (NOVAK, "“We will not sell the port before winter, and the ferry stays”"), outlet="Wire"),
        told.say("b", "2026-03-06", (NOVAK, "“We will not sell the port before winter”"), outlet="Mail"),
        told.say("c", "2026-03-06", (NOVAK, "that they would not sell the harbour before “winter”"), outlet="Post"),
        extractor=told,
    )
    return record.utterances()[0]


def test_versions_beside_the_reference(speech):
    wording = compare_versions(speech)
    by_article = {compared.version.article: compared for compared in wording.versions}
    ids = {v.article: v.statement.id for v in speech.versions}
    assert (wording.reference, wording.agreeing, wording.earliest, wording.fullest) == (ids["a"], 2, ids["a"], ids["a"])
    cut = by_article["b"]
    assert [(c.op, c.version) for c in cut.changes] == [("keep", "We will not sell the port before winter"), ("drop", "")]
    assert (cut.before, cut.behind) == ("", "and the ferry stays")
    told = [(c.op, c.reference, c.version) for c in by_article["c"].changes]
    assert ("replace", "port", "harbour") in told
    moved = [(c.version, c.marked) for c in by_article["c"].changes if c.moved]
    assert ("not sell the", False) in moved and all(version != "winter" for version, _ in moved)


def test_every_word_of_every_version_is_told_once(speech):
    for compared in compare_versions(speech).versions:
        words = " ".join(c.version for c in compared.changes if c.version)
        assert words.replace(",", "").replace("”", "").replace("“", "").split() == compared.version.words.replace("“", "").replace("”", "").replace(",", "").split()
        for change in compared.changes:
            assert change.version in compared.version.text


def test_json_has_the_changes(speech):
    row = compare_versions(speech).to_dict()
    assert row["id"] == speech.id and {"changes", "before", "behind", "likeness", "reasons", "spans"} <= row["versions"][0].keys()


def test_who_copied_whom(record, told):
    words = "The batteries are standing in hangars and protecting swallows while the hospitals of the coast have no light at all"
    more = "It was a long evening in the town hall of the port, and few of those who had come so early stayed until the very end of it."
    record.ingest(told.say("a", "2026-03-05", (NOVAK, words), before=more), told.say("b", "2026-03-06", (NOVAK, words), before=more), told.say("c", "2026-03-05", (NOVAK, "batteries stand in hangars and guard swallows")), extractor=told)
    (speech,) = record.utterances()
    assert [(copy.article, copy.source, copy.what) for copy in compare_versions(speech).copies] == [("b", "a", "the text")]


def test_disagreement(record, told, speech):
    assert 0 < disagreement(speech) < 1


def test_words_that_lines_break_are_the_words_and_stand_in_their_marks(record, told):
    record.ingest(
        told.say("a", "2026-03-05", (NOVAK, "“I would rather explain a detour than a funeral”")),
        told.say("b", "2026-03-05", (NOVAK, "“I would rather ex-\nplain a detour than a fu-\nneral”")),
        told.say("c", "2026-03-06", ("Irena No", "“I would rather explain a detour to you than a funeral”")),
        extractor=told,
    )
    (found,) = record.utterances()
    assert found.speaker == NOVAK
    changes = {compared.version.article: compared.changes for compared in compare_versions(found).versions}
    assert [(c.op, c.marked, c.moved) for c in changes["b"]] == [("keep", True, False)] and changes["b"][0].version.startswith("I would rather ex-\nplain")
