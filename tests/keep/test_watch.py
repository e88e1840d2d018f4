"""Feeds that are followed, against a server of the tests' own."""

import gzip
import json
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from test_commands import rows

import onrecord
from in_process import run
from onrecord import InputError, Limits, UsageError
from onrecord.types import UnreadDate
from onrecord.watch.rounds import Watch, keep_watching

PARAGRAPH = "<p>The harbour office of Vell reported on Monday that the north quay had been cleared, and that two ferries would sail before noon as planned.</p>"


def page(words: str) -> str:
    return f"<!doctype html><html><head><title>{words[:20]}</title></head><body><article><h1>{words[:20]}</h1><p>Ann Lee said \"{words}\".</p>{PARAGRAPH * 3}</article></body></html>"


class Web:
    """What the server has: pages by path, each (status, headers, body); `asked` are the requests, with their headers."""

    def __init__(self):
        self.pages: dict[str, tuple[int, dict, bytes]] = {}
        self.asked: list[tuple[str, dict]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                web.asked.append((self.path, dict(self.headers)))
                status, headers, body = web.pages.get(self.path, (404, {}, b""))
                if "ETag" in headers and self.headers.get("If-None-Match") == headers["ETag"]:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None
        self.site = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        self.pages[path] = (status, {"Content-Type": "text/html; charset=utf-8", **{name.replace("_", "-"): value for name, value in headers.items()}}, body.encode() if isinstance(body, str) else body)

    def feed(self, *numbers: int, etag: str | None = None) -> None:
        """A feed of entries with their text (even numbers) and of links to pages (odd ones)."""
        items = "".join(
            f"<item><guid>g{n}</guid><title>T{n}</title>" + (f"<link>{self.site}/page/{n}</link>" if n % 2 else f"<link>/entry/{n}</link><description>x</description><content:encoded>Ann Lee said \"number {n}\".</content:encoded>") + "</item>"
            for n in numbers
        )
        headers = {"ETag": etag, "Last_Modified": "Mon, 02 Feb 2026 10:00:00 GMT"} if etag else {}
        self.put("/feed", f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Vell Post</title><link>{self.site}/</link>{items}</channel></rss>", **headers)
        for n in numbers:
            if n % 2:
                self.put(f"/page/{n}", page(f"number {n}"))

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


@pytest.fixture
def web():
    web = Web()
    yield web
    web.server.shutdown()
    web.server.server_close()


@pytest.fixture
def watch(record, scripted):
    return Watch(record, Limits(delay=0.0, timeout=1.0, max_bytes=1_000_000), every=900, extractor=scripted)


def counts(visited) -> tuple[int, int, int, int]:
    return visited.outcome.new, visited.outcome.changed, visited.outcome.known, visited.outcome.failed


def due(record) -> float:
    """Seconds until the only feed may be visited again."""
    (feed,) = record.feeds()
    return (datetime.fromisoformat(feed.due) - datetime.now(UTC)).total_seconds()


def test_what_is_new_in_a_feed_is_kept_once(web, record, watch):
    web.feed(0, 1, 2, etag='"a"')
    record.follow(f"{web.site}/feed")
    (visited,) = watch.round()
    assert counts(visited) == (3, 0, 0, 0) and visited.fault is None
    assert {hit.words for hit in record.search("number").hits} == {'"number 0"', '"number 1"', '"number 2"'}
    assert {hit.outlet for hit in record.search("number").hits} == {"Vell Post"}
    (visited,) = watch.round()
    assert visited.unchanged and web.asked[-1][1]["If-None-Match"] == '"a"' and web.asked[-1][1]["If-Modified-Since"] == "Mon, 02 Feb 2026 10:00:00 GMT" and web.asked[-1][1]["User-Agent"].startswith("onrecord (+")
    web.feed(1, 2, 3, etag='"b"')
    (visited,) = watch.round()
    assert counts(visited) == (1, 0, 0, 0) and web.count("/page/1") == 1 and web.count("/robots.txt") == 1
    assert len(record.feeds()[0].seen) == 3  # what is in the feed, and no more


def test_a_date_that_cannot_be_read_is_told_and_its_entry_kept(web, record, watch, tmp_path):
    web.feed(0, 1)
    web.put("/feed", web.pages["/feed"][2].replace(b"<title>T", b"<pubDate>soon</pubDate><title>T"))
    record.follow(f"{web.site}/feed")
    (visited,) = watch.round()
    assert counts(visited) == (2, 0, 0, 0) and visited.outcome.unread_dates == tuple(UnreadDate(f"{web.site}/{path}", "soon") for path in ("entry/0", "page/1"))
    done = run("watch", f"{web.site}/feed", "--once", "--delay", 0, "--db", tmp_path / "x.db")
    assert done.returncode == 0 and f"{web.site}/page/1: read without its date 'soon'" in done.stderr


def test_an_entry_that_was_rewritten_is_a_new_version(web, record, watch):
    web.feed(0)
    record.follow(f"{web.site}/feed")
    list(watch.round())
    web.put("/feed", web.pages["/feed"][2].replace(b"number 0", b"number zero"))
    (visited,) = watch.round()
    assert counts(visited) == (0, 1, 0, 0) and len(record.versions(f"{web.site}/entry/0")) == 2


def test_a_failing_feed_is_left_alone_longer_each_time(web, record, watch):
    record.follow(f"{web.site}/feed")
    web.put("/feed", "", 500)
    for errors in (1, 2, 3):
        visited = watch.visit(record.feeds()[0])
        assert "500" in str(visited.fault) and record.feeds()[0].errors == errors and abs(due(record) - 900 * 2**errors) < 5
    assert list(watch.round()) == []
    web.put("/feed", "", 503, Retry_After="20000")
    watch.visit(record.feeds()[0])
    assert abs(due(record) - 20_000) < 5
    web.put("/feed", "", 503, Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=40_000)))
    watch.visit(record.feeds()[0])
    assert abs(due(record) - 40_000) < 5
    web.put("/feed", "", 410)
    assert "is gone" in str(watch.visit(record.feeds()[0]).fault) and due(record) > 10**7
    web.feed(0)
    visited = watch.visit(record.feeds()[0])
    assert counts(visited) == (1, 0, 0, 0) and record.feeds()[0].errors == 0 and record.feeds()[0].due is None


def test_robots_are_heeded(web, record, watch):
    web.put("/robots.txt", "User-agent: onrecord\nDisallow: /page/\nCrawl-delay: 0.3\n\nUser-agent: *\nDisallow: /")
    web.feed(0, 1, 2)
    record.follow(f"{web.site}/feed")
    (visited,) = watch.round()
    assert counts(visited) == (2, 0, 0, 1) and web.count("/page/1") == 0 and "robots.txt" in str(visited.outcome.failures[0])
    assert [failure.source for failure in record.failures()] == [f"{web.site}/page/1"]
    (visited,) = watch.round()
    assert counts(visited) == (0, 0, 0, 0)  # told once
    web.put("/robots.txt", "", 503)
    (visited,) = Watch(record, watch.limits, extractor=watch._extractor).round()
    assert "robots.txt that could not be read" in str(visited.fault) and str(visited.fault).startswith(f"{visited.url}: ")


def test_a_page_that_comes_back_is_read_after_all(web, record, watch):
    web.feed(1, etag='"a"')
    web.put("/page/1", "", 503)
    record.follow(f"{web.site}/feed")
    (visited,) = watch.round()
    assert counts(visited) == (0, 0, 0, 1) and visited.left == 1 and len(record.failures()) == 1
    web.put("/page/1", page("number 1"))
    (visited,) = watch.round()
    assert counts(visited) == (1, 0, 0, 0) and record.failures() == () and record.feeds()[0].etag == '"a"'


def test_a_page_that_never_comes_is_given_up(web, record, watch):
    web.feed(1)
    web.put("/page/1", "", 503)
    record.follow(f"{web.site}/feed")
    for _ in range(8):
        list(watch.round())
    assert web.count("/page/1") == 5


def test_a_long_feed_is_read_in_several_rounds(web, record, watch):
    watch.most = 7
    web.feed(*range(0, 40, 2), etag='"a"')
    record.follow(f"{web.site}/feed")
    assert [(counts(visited)[0], visited.left) for _ in range(4) for visited in watch.round()] == [(7, 13), (7, 6), (6, 0), (0, 0)]


@pytest.mark.parametrize(
    ("body", "headers", "words"),
    [
        (gzip.compress(b"<rss>" + b" " * 30_000_000), {"Content_Encoding": "gzip"}, "more than 1000000 bytes"), (gzip.compress(gzip.compress(b" " * 9_000_000)), {"Content_Encoding": "gzip, gzip"}, "encoding"),
        (b"<html><body>no feed</body></html>", {}, "is no feed"), (b"", {}, "empty"), (b"\x1f\x8b broken", {"Content_Encoding": "gzip"}, "damaged gzip"), (b"<rss><channel><item><title>x", {}, "cut off"),
    ],
)  # fmt: skip
def test_bad_feeds_are_told_and_left_alone(web, record, watch, body, headers, words):
    web.put("/feed", body, **headers)
    record.follow(f"{web.site}/feed")
    (visited,) = watch.round()
    assert words in str(visited.fault) and words in record.feeds()[0].told and counts(visited) == (0, 0, 0, 0)


def test_a_feed_that_hangs_costs_no_more_than_the_limit(record, watch):
    import socket

    with socket.socket() as quiet:
        quiet.bind(("127.0.0.1", 0))
        quiet.listen()
        record.follow(f"http://127.0.0.1:{quiet.getsockname()[1]}/feed")
        began = time.monotonic()
        (visited,) = watch.round()
        assert "did not answer" in str(visited.fault) and time.monotonic() - began < 15


def test_a_list_of_feeds_is_followed_by_its_feeds(web, record, watch, tmp_path):
    opml = f"<opml><body><outline xmlUrl='{web.site}/feed'/><outline text='more'><outline xmlUrl='/other'/></outline></body></opml>"
    web.put("/list.opml", opml)
    record.follow(f"{web.site}/list.opml")
    list(watch.round())
    assert [feed.url for feed in record.feeds()] == [f"{web.site}/feed", f"{web.site}/other"]
    (tmp_path / "mine.opml").write_text(opml)
    done = run("watch", tmp_path / "mine.opml", "--list", "--db", tmp_path / "x.db")
    assert [row["url"] for row in rows(done)] == [f"{web.site}/feed"] and "/other', which is no web address" in done.stderr


def test_saved_searches_tell_what_is_new(web, record, watch, scripted):
    web.feed(0)
    record.follow(f"{web.site}/feed")
    list(watch.round())
    record.save_search("numbers", "number", kind="direct")
    assert record.news("numbers") == ()
    web.feed(0, 2, 4)
    list(watch.round())
    assert [hit.words for hit in record.news("numbers")] == ['"number 4"', '"number 2"'] and record.news("numbers") == ()
    record.ingest(onrecord.Report('Bo Ek said "number 9".', id="by-hand"), extractor=scripted)
    assert [hit.article for hit in record.news("numbers")] == ["by-hand"]
    (saved,) = record.searches()
    assert (saved.name, saved.query.words, saved.query.kind) == ("numbers", "number", ("direct",))
    record.forget_search("numbers")
    with pytest.raises(InputError, match="no saved search"):
        record.news("numbers")
    with pytest.raises(UsageError):
        record.save_search(" ", "number")


def test_what_was_added_since(record, scripted):
    record.ingest(onrecord.Report('Bo Ek said "number 9".'), extractor=scripted)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert record.search(added=tomorrow).hits == () and len(record.search(added="2020-01-01").hits) == 1 and len(record.search(added="2020-01-01T10:00:00+05:00").hits) == 1
    with pytest.raises(UsageError, match="no time"):
        record.search(added="soon")


def test_rounds_come_after_each_other(web, record, watch):
    web.feed(0)
    record.follow(f"{web.site}/feed")
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 2:
            raise KeyboardInterrupt

    seen = []
    with pytest.raises(KeyboardInterrupt):
        keep_watching(watch, seen.append, lambda: seen.append("done"), sleep)
    assert [counts(each) if each != "done" else each for each in seen] == [(1, 0, 0, 0), "done", (0, 0, 0, 0), "done"] and all(890 < seconds <= 900 for seconds in slept)


def test_the_commands(web, tmp_path):
    db = tmp_path / "x.db"
    assert run("watch", "--once", "--db", db).returncode == 1
    web.feed(0, 1)
    (told,) = rows(run("watch", f"{web.site}/feed", "--once", "--delay", 0, "--db", db))
    assert (told["feed"], told["new"], told["fault"]) == (f"{web.site}/feed", 2, None)
    assert rows(run("search", "number", "--kind", "direct", "--save", "numbers", "--db", db))[:-1]
    assert [row["name"] for row in rows(run("searches", "--db", db))] == ["numbers"] and "number --kind direct  20" in run("searches", "--format", "table", "--db", db, COLUMNS="400").stdout
    again = run("search", "", "--save", "numbers", "--in", "reports", "--speaker", "the mayor", "--speaker", "Lee", "--min-confidence", 0.5, "--db", db)
    assert again.returncode == 0 and "in place of the search that had this name" in again.stderr and "--in reports --speaker 'the mayor' --speaker Lee --min-confidence 0.5" in run("searches", "--format", "table", "--db", db, COLUMNS="400").stdout
    assert "saved as numbers" in run("search", "number", "--kind", "direct", "--save", "numbers", "--db", db).stderr
    web.feed(0, 1, 2)
    _, hit = rows(run("watch", "--once", "--delay", 0, "--db", db))
    assert hit["search"] == "numbers" and hit["words"] == '"number 2"'
    assert "new" not in run("watch", "--once", "--delay", 0, "--db", db, "--format", "table").stdout
    web.put("/feed", "", 500)
    done = run("watch", "--once", "--delay", 0, "--db", db)
    assert done.returncode == 1 and "500" in done.stderr
    (listed,) = rows(run("watch", "--list", "--db", db))
    assert listed["errors"] == 1 and listed["entries"] == 3 and "500" in listed["told"]
    assert run("watch", "--forget", f"{web.site}/feed", "--db", db).returncode == 0 and run("watch", "--forget", "https://nowhere.example/", "--db", db).returncode == 1
    assert run("watch", "--once", "--db", db).returncode == 2 and run("watch", "ftp://x", "--db", db).returncode == 1
    assert run("searches", "--new", "--db", db).returncode == 0 and run("searches", "--forget", "numbers", "--db", db).returncode == 0 and rows(run("searches", "--db", db)) == []
    assert "no fault" in run("verify", "--db", db).stdout


def test_it_stops_when_it_is_told_to(web, tmp_path):
    web.feed(0)
    process = subprocess.Popen([sys.executable, "-m", "onrecord.cli", "--db", str(tmp_path / "x.db"), "watch", f"{web.site}/feed", "--delay", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert json.loads(process.stdout.readline())["new"] == 1
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=10)
    assert process.returncode == 0 and told == ""


def test_a_sitemap_is_gone_through_once(web, record, scripted):
    """A run that was killed goes on where it was; a page that changed since is read again."""
    for n in range(4):
        web.put(f"/page/{n}", page(f"number {n}"))

    def sitemap(lastmod: str) -> str:
        return "<urlset>" + "".join(f"<url><loc>{web.site}/page/{n}</loc>{lastmod if n == 0 else ''}</url>" for n in range(4)) + "</urlset>"

    web.put("/sitemap.xml", sitemap("<lastmod>2020-01-01</lastmod>"))
    ingest = [f"{web.site}/sitemap.xml"]
    first, again = (record.ingest(*ingest, limits=Limits(delay=0.0), extractor=scripted) for _ in range(2))
    assert (first.new, again.new, again.known) == (4, 0, 4) and web.count("/page/0") == web.count("/page/3") == 1
    web.put("/sitemap.xml", sitemap("<lastmod>2100-01-01T00:00:00Z</lastmod>"))
    web.put("/page/0", page("another number"))
    again = record.ingest(*ingest, limits=Limits(delay=0.0), extractor=scripted)
    assert (again.changed, again.known) == (1, 3) and web.count("/page/0") == 2 and web.count("/page/3") == 1


def test_a_round_that_breaks_off_is_made_up_for(web, record, watch, make_scripted):
    web.feed(*range(0, 60, 2), etag='"a"')
    record.follow(f"{web.site}/feed")

    class Killed(make_scripted):
        def extract(self, report):
            if self.seen == 25:
                raise KeyboardInterrupt
            return super().extract(report)

    with pytest.raises(KeyboardInterrupt):
        list(Watch(record, watch.limits, extractor=Killed()).round())
    assert record.stats().articles in range(20, 26) and record.verify().faults == ()
    (visited,) = watch.round()
    assert visited.outcome.new + visited.outcome.known == 10 and record.stats().articles == 30 and record.verify().faults == ()


def test_a_feed_that_wants_a_password_is_asked_by_netrc(web, watch, record, tmp_path, monkeypatch):
    web.feed(1)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login irena password sesame\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    record.follow(f"{web.site}/feed")
    assert counts(next(watch.round())) == (1, 0, 0, 0)
    asked = {path: headers.get("Authorization") for path, headers in web.asked}
    assert asked["/feed"] == asked["/page/1"] == "Basic aXJlbmE6c2VzYW1l"
    (tmp_path / "netrc").write_text("nonsense\n")
    assert "netrc cannot be read" in str(next(watch.round()).fault)


def test_a_password_goes_to_no_other_host(web, scripted, record, tmp_path, monkeypatch):
    other = Web()
    try:
        other.put("/page", page("number 9"))
        web.put("/feed", "", 302, Location=other.site.replace("127.0.0.1", "localhost") + "/page")
        (tmp_path / "netrc").write_text("machine 127.0.0.1 login irena password sesame\n")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        record.ingest(f"{web.site}/feed", extractor=scripted)
        assert {path: "Authorization" in headers for path, headers in web.asked + other.asked} == {"/feed": True, "/page": False}
    finally:
        other.server.shutdown()
        other.server.server_close()


def test_no_password_is_kept_in_an_address(record, scripted):
    for given in ("https://irena:sesame@paper.example/feed", "http://irena@paper.example/", "HTTPS://irena:sesame@[::1]:8/x?y#z"):
        for asked in (lambda given=given: record.follow(given), lambda given=given: record.ingest(given, extractor=scripted)):
            with pytest.raises(UsageError, match="netrc") as told:
                asked()
            assert "sesame" not in str(told.value) and "irena" not in str(told.value)
    assert record.feeds() == () and record.failures() == ()
