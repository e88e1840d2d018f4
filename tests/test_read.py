import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import InputError, Limits, Report, Skipped, UsageError, read
from onrecord.read.alike import HELD
from onrecord.read.decoding import decode
from onrecord.read.language import detect_language
from onrecord.types import UnreadDate

PAGE = (
    "<!doctype html><html lang='en'><head><title>Dam holds, engineer says</title><meta property='og:site_name' content='The Quarry Post'>"
    "<meta property='article:published_time' content='2025-02-03T08:15:00+02:00'></head><body><nav>Home Sport Weather</nav><article><h1>Dam holds, engineer says</h1>"
    "<p>The dam above Orrin will hold through the spring floods, the valley's chief engineer said on Monday after three days of inspections.</p>"
    "<p>“We looked at every joint,” she told residents. “It will hold.” Nobody in the hall asked her to repeat it, and the meeting was closed before nine.</p>"
    "<p>The valley council had ordered the inspection in January, after cracks were reported by hikers on the upper path near the spillway.</p></article>"
    "<footer>All rights reserved</footer></body></html>"
)


def one(source, **limits):
    (item,) = list(read(str(source), Limits(**limits)))
    return item


def failed(source, **limits) -> str:
    item = one(source, **limits)
    assert isinstance(item, InputError), item
    assert str(source) in str(item) and "\n" not in str(item)
    return str(item)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_text_file_is_kept_as_it_is(tmp_path, ends):
    path = tmp_path / "a.txt"
    text = f"Caf\u00e9 shut, owner says{ends}{ends}“No beans.”{ends}"
    path.write_bytes(text.encode())
    report = one(path)
    assert report.text == text and report.path == str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250", "iso-8859-1"])
def test_encodings_are_detected(tmp_path, encoding):
    text = "Müller said the café in Brünn would stay open. “Schöne Grüße,” he wrote in a letter to the council of the town. " * 5
    text = text if encoding != "iso-8859-1" else text.replace("“", '"').replace("”", '"')  # Latin-1 has no others
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert one(path).text == text


@given(st.binary(max_size=200))
def test_decoding_gives_text_or_one_kind_of_error(data):
    try:
        assert isinstance(decode("x", data), str)
    except InputError as error:
        assert "\n" not in str(error)


def test_empty_binary_and_cut_files_are_told_apart(tmp_path):
    for name, data, word in (("e.txt", b" \n", "empty"), ("b.txt", bytes(range(256)) * 9, "binary"), ("c.txt", "Sie sagte: schön, größ".encode() + "ö".encode()[:1], "cut off")):
        (tmp_path / name).write_bytes(data)
        assert word in failed(tmp_path / name)


def test_a_page_gives_title_and_main_text_with_what_it_says_of_itself(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    report = one(path)
    assert report.text.startswith("Dam holds, engineer says\n\nThe dam above Orrin")
    assert "Weather" not in report.text
    assert (report.title, report.outlet, report.published, report.published_at) == ("Dam holds, engineer says", "The Quarry Post", "2025-02-03", "2025-02-03T08:15:00+02:00")
    assert len(report.page_sha256) == 64


def test_a_page_that_says_latin_1_is_read_as_browsers_do(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.replace("<head>", "<head><meta charset='iso-8859-1'>").encode("cp1252"))
    assert "“We looked at every joint,”" in one(path).text


def test_a_title_that_begins_the_first_sentence_takes_nothing_from_it(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE.replace("Dam holds, engineer says", "The dam"), encoding="utf-8")
    assert one(path).text.startswith("The dam\n\nThe dam above Orrin")


def test_a_page_is_known_by_its_canonical_address(site):
    assert one(f"{site}/tracked?from=mail").url == "https://quarry.example/dam"


def test_a_hostile_page_is_judged_in_linear_time(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html>" + "<a" * 200_000)
    began = time.process_time()
    assert isinstance(one(path), InputError)
    assert time.process_time() - began < 10


def test_pages_without_text_or_nested_without_end(tmp_path):
    (tmp_path / "none.html").write_text("<html><body><script>draw()</script></body></html>")
    (tmp_path / "deep.html").write_text("<html><body>" + "<div>" * 10_000 + "x" + "</div>" * 10_000)
    assert "without a main text" in failed(tmp_path / "none.html")
    assert "deep" in failed(tmp_path / "deep.html")


def test_jsonl_with_broken_lines_loses_only_those(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 7, "body": "She said no.", "published": "2024-05-01T10:00:00Z", "outlet": "Post"}\n{broken\n\n[1]\n{"text": "x"}\n{"body": "He said yes.", "published": "soon"}\n')
    first, broken, array, other, undated = read(str(path), Limits(fields={"text": "body"}))
    assert (first.id, first.text, first.published, first.published_at, first.outlet) == ("7", "She said no.", "2024-05-01", "2024-05-01T10:00:00+00:00", "Post")
    assert "line 2" in str(broken) and "line 4" in str(array) and "'body'" in str(other)
    assert (undated.text, undated.published, undated.unread_date) == ("He said yes.", None, UnreadDate(f"{path} line 6", "soon"))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (['{"body": "She said no."}'] * 3, ["has no text in the field 'text', 3 times, first in line 1"]),
        (['{"body": "She said no."}', "{broken", '{"title": "Floods"}'], ["has no text in the field 'text', 2 times, first in line 1", "is not valid JSON"]),
        (['{"body": "She said no."}'], ["line 1: has no text in the field 'text'"]),
        (["[1]", "[2]"], ["is not a JSON object, 2 times"]),
        (['{"body": "She said no."}'] * 2 + ['{"text": "He said yes."}'] + ['{"body": "She said no."}'] * 2, ["line 1: has no text", "line 2: has no text", "line 4: has no text", "line 5: has no text"]),
    ],
)  # fmt: skip
def test_what_no_line_has_is_told_once(tmp_path, lines, told):
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines) + "\n")
    found = [item for item in read(str(path)) if isinstance(item, InputError)]
    assert len(found) == len(told) and all(each in str(error) and error.source == str(path) for each, error in zip(told, found, strict=True))


def test_what_no_item_has_is_told_once(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"body": "She said no."}, {"body": "He said yes."}]')
    assert "2 times, first in item 1" in failed(path)


def test_a_thousand_faults_and_then_a_report_are_told_once(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"body": "She said no."}\n' * (HELD + 1) + '{"text": "He said yes."}\n{"body": "She said no."}\n')
    many, report, last = read(str(path))
    assert (many.name, report.text) == (str(path), "He said yes.") and f"{HELD + 1} times, first in line 1" in str(many) and f"line {HELD + 3}" in str(last)


@pytest.mark.parametrize(("written", "day"), [("2026-01-31", "2026-01-31"), ("2026-01-31T08:15:00+02:00", "2026-01-31"), ("Sat, 31 Jan 2026 08:15:00 +0200", "2026-01-31"), ("", None), (None, None), ("2026-13-01", "unreadable"), ("31.01.2026", "unreadable"), (5, "unreadable")])
def test_a_date_is_read_or_told(tmp_path, written, day):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "She said no.", "published": written}) + "\n")
    [report] = read(str(tmp_path / "a.jsonl"))
    assert (report.published, bool(report.unread_date)) == ((None, True) if day == "unreadable" else (day, False))
    [given] = read(str(tmp_path / "a.jsonl"), Limits(published="2026-02-02"))
    assert (given.published, given.unread_date) == (report.published or "2026-02-02", report.unread_date)


@pytest.mark.parametrize(("declared", "day", "unread"), [
    ("<meta content='soon' property='article:published_time'>", None, "soon"),
    ("<meta name=pubdate content='last Tuesday &amp; later'>", None, "last Tuesday & later"),
    ("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"datePublished\": \"tomorrow\"}</script>", None, "tomorrow"),
    ("<meta property='article:published_time' content='2026-13-45'>", None, "2026-13-45"),  # and not the first of January
    ("<meta property='article:published_time' content='1 January 2026'>", "2026-01-01", None),
    ("<meta property='article:published_time' content='31.01.2026'>", "2026-01-31", None),
    ("<meta property='article:published_time' content=''>", None, None),
    ("<meta name='description' content='soon'><meta name='date'>", None, None),
    ("<time datetime='soon'>a day</time>", None, None),
    ("<time pubdate datetime='soon'>a day</time>", None, "soon"),
])  # fmt: skip
def test_a_date_that_a_page_declares_is_read_or_told(tmp_path, declared, day, unread):
    path = tmp_path / "a.html"
    path.write_text(re.sub("<meta property='article:published_time'[^>]*>", lambda _: declared, PAGE), encoding="utf-8")
    page = one(path)
    assert (page.published, page.unread_date) == (day, UnreadDate(str(path), unread) if unread else None)


def test_json_holds_one_report_or_many(tmp_path):
    (tmp_path / "one.json").write_text('{"text": "She said no."}')
    (tmp_path / "many.json").write_text('[{"text": "She said no."}, 3]')
    (tmp_path / "bad.json").write_text('{"text": ')
    (tmp_path / "deep.json").write_text("[" * 100_000)
    assert one(tmp_path / "one.json").text == "She said no."
    good, bad = read(str(tmp_path / "many.json"))
    assert isinstance(good, Report) and "item 2" in str(bad)
    assert "valid JSON" in failed(tmp_path / "bad.json") and "JSON" in failed(tmp_path / "deep.json")


def test_a_folder_gives_its_reports_in_order_and_counts_the_rest(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.htm", "sub/c.txt"):
        (tmp_path / name).write_text(PAGE if name.endswith("m") else "She said no.")
    for name in ("x.pdf", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    *reports, skipped = read(str(tmp_path))
    assert [os.path.relpath(r.path, tmp_path) for r in reports] == ["a.htm", "b.txt", "sub/c.txt"]
    assert skipped == Skipped(str(tmp_path), 1)


def test_what_is_not_there_or_holds_nothing(tmp_path):
    assert "does not exist" in failed(tmp_path / "nowhere.txt")
    assert "nothing to read" in failed(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in failed(tmp_path / "pipe")


def test_a_file_larger_than_allowed(tmp_path):
    (tmp_path / "a.txt").write_text("x" * 101)
    assert "larger" in failed(tmp_path / "a.txt", max_bytes=100)


def test_a_path_without_permission_as_another_user(tmp_path):
    """Root may read everything, so that this runs as nobody."""
    if os.geteuid() == 0:
        assert shutil.which("setpriv"), "setpriv (util-linux) is needed to test permissions as root"
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.owner() == "root" and parent.name.startswith("pytest"):
            parent.chmod(0o755)
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    secret.chmod(0o000)
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    (locked / "a.txt").write_text("x")
    locked.chmod(0o000)
    script = "import os, sys; from onrecord.read.sources import read\nif os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\nfor p in sys.argv[1:]:\n  for x in read(p): print(type(x).__name__, x)"
    out = subprocess.run([sys.executable, "-c", script, str(secret), str(locked)], capture_output=True, text=True)
    lines = out.stdout.splitlines()
    assert out.returncode == 0 and len(lines) == 2, out
    assert all(line.startswith("InputError") and "may not be read" in line for line in lines)


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/hangs":
            time.sleep(3)
        elif self.path == "/drips":
            self.send_response(200)
            self.end_headers()
            for _ in range(30):
                self.wfile.write(b"a" * 10)
                self.wfile.flush()
                time.sleep(0.1)
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
            self.end_headers()
        elif self.path == "/huge":
            self.send_response(200)
            self.send_header("Content-Length", str(5 * 2**30))
            self.end_headers()
            for _ in range(10_000):
                self.wfile.write(b"a" * 65_536)
        elif self.path == "/missing":
            self.send_error(404)
        else:
            canonical = PAGE.replace("<head>", "<head><link rel='canonical' href='https://quarry.example/dam'>")
            pages = {"/page": ("text/html; charset=utf-8", PAGE), "/tracked": ("text/html", canonical), "/json": ("application/json", '[{"text": "She said no."}]')}
            kind, body = pages.get(self.path.split("?")[0], ("text/plain", "She said no."))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_urls_are_read_by_what_they_are(site):
    page, text = one(f"{site}/page"), one(f"{site}/text")
    assert page.outlet == "The Quarry Post" and page.url == f"{site}/page"
    assert text.text == "She said no." and text.url == f"{site}/text"
    assert one(f"{site}/json").text == "She said no."


@pytest.mark.parametrize(("path", "words"), [("hangs", "did not answer"), ("drips", "longer than"), ("round", "redirects"), ("huge", "more than"), ("missing", "404")])
def test_urls_that_misbehave_cost_no_more_than_the_limits(site, path, words):
    began = time.monotonic()
    assert words in failed(f"{site}/{path}", timeout=1.0, max_bytes=2**20)
    assert time.monotonic() - began < 15


def test_a_url_where_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert "could not be fetched" in failed(f"http://127.0.0.1:{free.getsockname()[1]}/")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the bridge would be closed.", "en"),
        ("Der Minister sagte, dass die Brücke geschlossen wird, und dankte den Helfern.", "de"),
        ("Министр сказал, что мост будет закрыт до весны.", "ru"),
        ("12 + 13", "und"),
    ],
)
def test_languages(text, language):
    assert detect_language(text) == language


def test_standard_input_is_told_by_its_first_characters():
    import io

    (report,) = read("-", stdin=io.BytesIO(json.dumps({"text": "She said no."}).encode() + b"\n"))
    assert report.text == "She said no." and report.path is None
    (page,) = read("-", stdin=io.BytesIO(PAGE.encode()))
    assert page.title == "Dam holds, engineer says"
    (text,) = read("-", stdin=io.BytesIO(b"{She} said no."))
    assert text.text == "{She} said no."
    for whole in (b'[{"text": "She said no."}]', b'{\n "text": "She said no."\n}'):
        (report,) = read("-", stdin=io.BytesIO(whole))
        assert report.text == "She said no."
    (deep,) = read("-", stdin=io.BytesIO(b"[" * 100_000))
    assert isinstance(deep, (Report, InputError))


def test_outlet_and_day_hold_for_reports_that_do_not_tell_theirs(tmp_path):
    (tmp_path / "a.txt").write_text("She said no.")
    (tmp_path / "b.jsonl").write_text('{"text": "He said yes.", "outlet": "Post", "published": "2024-05-01T10:00:00Z"}\n')
    plain, told = read(str(tmp_path), Limits(outlet="Quarry Courier", published="2026-01-31"))
    assert (plain.outlet, plain.published, told.outlet, told.published) == ("Quarry Courier", "2026-01-31", "Post", "2024-05-01")
    for wrong in ("2026-13-01", "31 January", 5):
        with pytest.raises(UsageError, match="is no day: write it as 2026-01-31"):
            Limits(published=wrong)
