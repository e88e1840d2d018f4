import time

import pytest

from onrecord.errors import OnrecordError
from onrecord.resolve.entities import Appearance
from onrecord.resolve.organizations import body_likeness
from onrecord.resolve.people import read_people
from onrecord.resolve.spelling import likeness


def people(tmp_path, text: str, name: str = "people.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_people(path)


def seen(name: str, role: str | None = None, day: str | None = "2031-03-01") -> Appearance:
    return Appearance("1", day, name, "person", role)


def test_an_alias_and_a_spelling_lead_to_the_person_on_the_list(tmp_path):
    known = people(tmp_path, "name,aliases,role,identifier\nSerhiy Petrenko,Sergei Petrenko,energy minister,Q1\nAna Lind,,judge,Q2\n")
    assert known.match(seen("Sergei Petrenko", "minister")).person.identifier == "Q1"
    assert known.match(seen("Ana Lind")).person.identifier == "Q2"
    assert known.match(seen("Ana Lind", "striker")) is None
    assert known.match(seen("Petr Pell")) is None


def test_two_of_one_name_are_told_apart_by_their_days(tmp_path):
    known = people(tmp_path, "name,role,from,to,identifier\nPetr Pell,mayor,1970-01-01,1980-01-01,Q1\nPetr Pell,mayor,2028-01-01,2036-01-01,Q2\n")
    assert known.match(seen("Petr Pell", "mayor")).person.identifier == "Q2"


def test_json_lists_too(tmp_path):
    assert people(tmp_path, '[{"name": "Ana Lind", "role": "judge"}]', "people.json").match(seen("Ana Lind", "judge")).person.name == "Ana Lind"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("surname\nNovak\n", "people.csv"),
        ("name,role,identifier\nAna Lind,judge,Q1\nAna Lind,judge,Q2\n", "line 3"),
        ("name,from\nAna Lind,yesterday\n", "line 2"),
    ],
)
def test_a_bad_list_is_told_with_file_and_line(tmp_path, text, told):
    with pytest.raises(OnrecordError, match=told):
        people(tmp_path, text)


def test_a_long_list_takes_linear_time(tmp_path):
    def seconds(n: int) -> float:
        rows = "".join(f"Ana{i % 97} Lind{i},,judge,Q{i}\n" for i in range(n))
        began = time.process_time()
        people(tmp_path, "name,aliases,role,identifier\n" + rows)
        return time.process_time() - began

    few = max(seconds(1_000) for _ in range(2))
    assert min(seconds(10_000) for _ in range(2)) < 30 * few + 1


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [("Sergei Petrenko", "Serhiy Petrenko", True), ("Petrenko Sergei", "Sergei Petrenko", True), ("Ana Lind", "Anna Lind", True), ("Ana Lind", "Petr Lind", False), ("Ana Lind", "Ana Pell", False)],
)
def test_spellings(a, b, alike):
    near, far = likeness(a, b).score, likeness("Ana Lind", "Petr Pell").score
    assert (near > far + 0.3) == alike


def test_a_name_without_a_word_is_like_no_other():
    assert body_likeness("the", "Ministry of Ports and Waterways").score == 0 == body_likeness("Ministry of Ports and Waterways", "The …").score
