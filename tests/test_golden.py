import pytest

from golden import GOLDEN, examples, extract_example, render


@pytest.mark.parametrize("path", examples(), ids=lambda p: p.stem)
def test_examples_give_what_was_read_and_found_good(path, extractor):
    assert render(extract_example(path, extractor)) == (GOLDEN / f"{path.stem}.txt").read_text(encoding="utf-8")
