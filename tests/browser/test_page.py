"""The HTML page in a real browser: Debian's chromium, headless.  `.ci/run` installs it."""

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browsing import CHROMIUM

from onrecord import Extractor
from onrecord.export.page import render_page

ROOT = Path(__file__).parents[2]
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")
SCRIPT = """<script>
const look = (c) => { const s = getComputedStyle(document.querySelector(c)); return [s.fontWeight, s.fontStyle, s.textDecorationLine, s.borderBottomStyle].join(' ') };
const plain = document.querySelector('.report').cloneNode(true); plain.querySelectorAll('.corner').forEach(c => c.remove());
document.title = JSON.stringify({source: look('.report .source'), cue: look('.report .cue'), content: look('.report .content'),
  wide: document.documentElement.scrollWidth > innerWidth, text: plain.textContent});
</script>"""


class Title(HTMLParser):
    def __init__(self):
        super().__init__()
        self.inside, self.title = False, ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "title"

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.title += data


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)")
@pytest.mark.parametrize("width", [1200, 400])
def test_roles_differ_by_more_than_colour_and_nothing_runs_out_of_the_page(tmp_path, width):
    text = (ROOT / "examples" / "reports" / "kesten-generators.txt").read_text(encoding="utf-8")
    page = tmp_path / "page.html"
    page.write_text(render_page([Extractor().extract(text)]).replace("</body>", SCRIPT + "</body>"), encoding="utf-8")
    done = subprocess.run([CHROMIUM, *OPTIONS, f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},900", "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=120)
    parser = Title()
    parser.feed(done.stdout)
    seen = json.loads(parser.title)
    assert len({seen["source"], seen["cue"], seen["content"]}) == 3
    assert not seen["wide"]
    assert seen["text"] == text
