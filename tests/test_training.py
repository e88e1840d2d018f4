"""The scorer and the annotations' compiler, without which no figure means anything."""

import json
import sys
from pathlib import Path

import pytest

from onrecord.classify.acts import ACTS

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training"))

from annotation import Problem, locate, place, read_text  # noqa: E402
from calibration import calibration_error, chance_error  # noqa: E402
from corpora import read_statement_pieces  # noqa: E402
from scoring import counts_of, figures, match  # noqa: E402

TEXT = 'Ana Ruiz said the port stays open. "We will pay," she told reporters.'


def statement(source, cue, content, **more):
    def at(words):
        return [[TEXT.index(words), TEXT.index(words) + len(words)]] if words else []

    return {"source": at(source), "cue": at(cue), "content": at(content), "within": None, **more}


GOLD = [statement("Ana Ruiz", "said", "the port stays open", kind="indirect", mode="said"), statement("she", "told", '"We will pay,"', kind="direct", mode="said")]


def test_a_perfect_answer_scores_a_hundred():
    assert {figures(counts_of(TEXT, GOLD, GOLD))[k] for k in ("quotes", "who_said_what", "exact", "direct", "kind", "mode")} == {100.0}


def test_wrong_sources_edges_and_misses_cost_what_they_should():
    found = [statement("", "said", "the port stays", kind="indirect", mode="said")]
    f = figures(counts_of(TEXT, GOLD, found))
    assert (f["quotes"], f["who_said_what"], f["exact"], f["direct"]) == (66.67, 0.0, 0.0, 0.0)


def test_contents_are_matched_one_to_one():
    pairs, n_found, n_gold = match(TEXT, GOLD, [GOLD[0], GOLD[0]])
    assert len(pairs) == 1 and (n_found, n_gold) == (2, 2)


def test_nested_statements_are_counted_apart():
    outer = statement("Ana Ruiz", "said", "the port stays open", id="o", kind="indirect", mode="said")
    inner = statement("the port", "stays", "open", id="i", kind="indirect", mode="said") | {"within": "o"}
    f = figures(counts_of(TEXT, [outer, inner], [outer]))
    assert f["who_said_what"] == 100.0 and f["nested"] == 0.0 and f["n_nested"] == 1


def test_calibration_error_of_known_answers():
    assert calibration_error([(0.5, i % 2 == 0) for i in range(3000)]) < 1
    assert calibration_error([(0.9, i % 2 == 0) for i in range(3000)]) == pytest.approx(40, abs=1)
    assert chance_error([(0.5, True)] * 300) > chance_error([(0.5, True)] * 3000) > 0


def test_pieces_are_placed_by_context():
    text = "He said he knew. He left, he said."
    assert locate(text, "knew. ⟦He⟧ left") == [17, 19]
    assert locate(text, "He left ⟦...⟧ said".replace("left ", "left, ")) == [17, 33]
    with pytest.raises(Problem):
        locate(text, "said")
    assert locate(text, "said", near=30) == [29, 33]
    with pytest.raises(Problem):
        place(text, {"id": "s", "source": ["He left"], "cue": ["left"], "content": ["he ⟦knew⟧"], "kind": "indirect", "mode": "said"})


def test_every_piece_fits_its_text():
    pieces = read_statement_pieces()
    assert pieces
    for piece in pieces:
        for s in piece.annotators[0]:
            assert s["act"] in ACTS and s["content"] and all(piece.text[a:b].strip() for part in ("source", "cue", "content", "addressee") for a, b in s[part])
            assert max(b for _, b in s["cue"] + s["content"]) <= len(piece.text)


@pytest.mark.parametrize(("part", "count"), [("train", 195), ("measure", 30)])
def test_every_annotation_of_our_reports_fits_its_text(part, count):
    paths = sorted((ROOT / "reports" / part).glob("*.txt"))
    assert len(paths) == count
    for path in paths:
        text = read_text(path)
        assert 140 <= len(text.split()) <= 620
        for annotation in (path.with_suffix(".json"), *path.parent.glob(f"{path.stem}.[AB].json")):
            document = json.loads(annotation.read_text(encoding="utf-8"))
            by_id = {s["id"]: s for s in document["statements"]}
            for s in document["statements"]:
                assert s["content"] and all(0 <= a < b <= len(text) and text[a:b] == text[a:b].strip() for role in ("source", "cue", "content") for a, b in s[role])
                outer = by_id.get(s["within"])
                assert s["within"] is None or all(any(a <= x and y <= b for a, b in outer["content"]) for x, y in s["content"])
