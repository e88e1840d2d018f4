"""Feeds, OPML, sitemaps, WARC, ZIP and gzip: what is read, and what bad input gets."""

import gzip
import io
import threading
import time
import zipfile
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord import InputError, Limits, Report, Skipped, read
from onrecord.read import polite
from onrecord.read.feed import read_feed
from onrecord.read.inflate import inflated
from onrecord.read.links import Link, absolute
from onrecord.read.markup import root_of, text_of
from onrecord.types import UnreadDate

BODY = "<p>The ferry office of Sarn said on Friday that the night boat would not sail before the storm had passed.</p><p>“Nobody is stranded,” its head, Ida Moen, told reporters.</p>"
PAGE = f"<!doctype html><html><head><title>Night boat stays in port</title></head><body><article><h1>Night boat stays in port</h1>{BODY * 3}</article></body></html>"
RSS = (
    "<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Sarn Courier</title><link>{site}/</link>"
    "<item><title>Caf\xe9 &amp; quay</title><link>/a/1?b=1&amp;c=2</link><pubDate>Mon, 03 Feb 2025 23:15:00 -0500</pubDate><description>Teaser</description>"
    "<content:encoded><![CDATA[<p>She said <b>no</b>.</p><script>x()</script><p>He said yes.<br>Twice.</p>]]></content:encoded></item>"
    "<item><title>Linked</title><link>{site}/page</link><pubDate>Tue, 04 Feb 2025 08:00:00 GMT</pubDate><description>Teaser</description></item>"
    "<item><guid isPermaLink='false'>note-7</guid><description>The mayor said it was late.</description></item>"
    "<item><title>Nothing</title></item></channel></rss>"
)
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><id>tag:sarn.example,2025:1</id><title type='html'>T &amp;amp; U</title><updated>2025-03-01T10:00:00+01:00</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>She said no.</p></div></content></entry></feed>"
ROBOTS = "User-agent: *\nDisallow: /secret\n"


class Site(BaseHTTPRequestHandler):
    seen: list[tuple[float, str]] = []

    def do_GET(self):
        site = f"http://127.0.0.1:{self.server.server_port}"
        Site.seen.append((time.monotonic(), self.path))
        pages = {
            "/robots.txt": ("text/plain", ROBOTS), "/page": ("text/html; charset=utf-8", PAGE), "/secret/page": ("text/html", PAGE), "/feed": ("application/rss+xml", RSS.format(site=site)),
            "/list.opml": ("text/xml", f"<opml version='2.0'><body><outline text='News'><outline type='rss' text='Sarn' xmlUrl='{site}/feed'/></outline></body></opml>"),
            "/sitemap.xml": ("application/xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{site}/page</loc><lastmod>2025-01-01</lastmod></url><url><loc>{site}/secret/page</loc></url></urlset>"),
            "/index.xml": ("application/xml", f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{site}/sitemap.xml</loc></sitemap><sitemap><loc>{site}/index.xml</loc></sitemap></sitemapindex>"),
        }  # fmt: skip
        if self.path == "/moves":
            self.send_response(302)
            self.send_header("Location", "/secret/page")
            self.end_headers()
            return
        if self.path == "/bomb":
            self.send_response(200)
            self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(gzip.compress(b"a" * 50_000_000))
            return
        if self.path not in pages:
            self.send_error(404)
            return
        kind, body = pages[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode("iso-8859-1" if "iso-8859-1" in body else "utf-8"))

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.handle_error = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def items(source, stdin: bytes | None = None, **limits) -> list:
    return list(read(str(source), Limits(**{"delay": 0.0, **limits}), None if stdin is None else io.BytesIO(stdin)))


def texts(found) -> list[str]:
    return [item.text for item in found if isinstance(item, Report)]


def errors(found) -> list[str]:
    told = [str(item) for item in found if isinstance(item, InputError)]
    assert all("\n" not in line for line in told)
    return told


@pytest.mark.parametrize("name", ["feed.xml", "feed.txt", "feed", "feed.html"])
def test_a_feed_is_told_by_what_it_is(site, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(RSS.format(site=site).encode("iso-8859-1"))
    whole, page, note, nothing = items(path)
    assert whole.text == "Café & quay\n\nShe said no.\n\nHe said yes.\nTwice." and whole.url == f"{site}/a/1?b=1&c=2" and whole.outlet == "The Sarn Courier"
    assert (whole.published, whole.published_at, whole.reader, whole.path) == ("2025-02-03", "2025-02-03T23:15:00-05:00", "feed", str(path))
    assert page.text.startswith("Night boat stays in port\n\nThe ferry office") and (page.published, page.outlet, page.url) == ("2025-02-04", "The Sarn Courier", f"{site}/page")
    assert note.text == "The mayor said it was late." and note.id == f"{site}/#note-7" and note.published is None
    assert "entry 4: has no address and no text" in str(nothing)


def test_atom_and_a_feed_by_address(site):
    (entry,) = items("-", ATOM.encode())
    assert (entry.text, entry.id, entry.published_at) == ("T & U\n\nShe said no.", "tag:sarn.example,2025:1", "2025-03-01T10:00:00+01:00")
    assert len(texts(items(f"{site}/feed"))) == 3


def test_a_feed_s_date_that_cannot_be_read_is_told():
    entry = "<item><link>https://a.example/{}</link><description>She said no.</description>{}</item>"
    given = ["<pubDate>soon</pubDate>", "<pubDate></pubDate>", "<pubDate>Mon, 03 Feb 2025 23:15:00 -0500</pubDate>", ""]
    feed = "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel>" + "".join(entry.format(i, "<c:encoded>She said no.</c:encoded>" + date) for i, date in enumerate(given)) + "</channel></rss>"
    assert [(item.published, item.unread_date) for item in items("-", feed.encode())] == [(None, UnreadDate("https://a.example/0", "soon")), (None, None), ("2025-02-03", None), (None, None)]
    (entry,) = items("-", ATOM.replace("<updated>", "<published>the first\n of May</published><updated>").encode())
    assert entry.published == "2025-03-01" and entry.unread_date.words == "the first of May"


def test_what_leads_to_a_page_lends_it_its_day_and_what_is_none(site):
    news = "<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>{}/page</loc><n:news><n:publication_date>{}</n:publication_date></n:news></url></urlset>"
    for written, day, unread in (("2025-02-04", "2025-02-04", None), ("Shrovetide", None, UnreadDate(f"{site}/page", "Shrovetide")), ("", None, None)):
        (page,) = items("-", news.format(site, written).encode())
        assert (page.published, page.unread_date) == (day, unread)
    link = Link(f"{site}/page", unread_date=UnreadDate("x", "soon"))
    assert link.complete(Report("x", published="2025-02-04")).unread_date is None


def test_opml_and_sitemaps_lead_to_pages_politely(site):
    found = items(f"{site}/list.opml")
    assert len(texts(found)) == 3 and len(errors(found)) == 1
    page, forbidden = items(f"{site}/index.xml")  # which names itself too, and ends all the same
    assert page.title == "Night boat stays in port" and page.published is None
    assert "robots.txt" in str(forbidden) and forbidden.source == f"{site}/secret/page"
    assert "/secret/page" not in [path for _, path in Site.seen]


def test_a_host_is_left_alone_between_two_requests_and_robots_hold_for_redirects(site):
    guest = polite.Visitor(0.2)
    began = len(Site.seen)
    for _ in range(3):
        guest.fetch(f"{site}/page", 10_000, 5)
    with pytest.raises(InputError, match=r"robots\.txt"):
        guest.fetch(f"{site}/moves", 10_000, 5)
    asked = [at for at, path in Site.seen[began:] if path != "/robots.txt"]
    assert len(asked) == 4 and all(b - a >= 0.19 for a, b in zip(asked, asked[1:]))
    assert [path for _, path in Site.seen[began:]].count("/robots.txt") == 1


def test_a_gzip_bomb_from_the_web_is_refused(site):
    (told,) = errors(items(f"{site}/bomb", max_bytes=1_000_000))
    assert "more than 1000000 bytes" in told


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "http://[", "relative", "ftp://sarn.example/x", "http://a b/"])
def test_addresses_that_are_no_web_addresses_are_not_followed(address):
    (told,) = errors(items("-", f"<urlset><url><loc>{address}</loc></url></urlset>".encode()))
    assert "no web address" in told
    (told,) = errors(items("-", f"<rss><channel><item><title>x</title><link>{address}</link></item></channel></rss>".encode()))
    assert "leads nowhere" in told or "no address" in told


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://localhost:8080/admin", "http://10.0.0.7/", "http://169.254.169.254/latest", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://printer.local/"])
def test_the_public_web_does_not_lead_into_a_private_network(address):
    assert absolute(address, "https://sarn.example/feed") is None and absolute(address, "http://192.168.1.2/feed") == address == absolute(address, None)
    assert absolute("/a", "https://sarn.example/feed") == "https://sarn.example/a" and absolute("https://9.9.9.9/", "https://sarn.example/") == "https://9.9.9.9/"


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY {c} '{f'&{p};' * 10}'>" for p, c in zip("abcdefghi", "bcdefghij")) + "<!ENTITY file SYSTEM 'file:///etc/hostname'>]>"


def test_entity_bombs_and_outer_entities_come_to_nothing():
    began = time.process_time()
    for inner in ("&j;", "&file;"):
        found = items("-", f"{BOMB}<rss version='2.0'><channel><item><title>x</title><description>She said {inner} no.</description></item></channel></rss>".encode())
        assert all(len(text) < 1_000 and open("/etc/hostname").read().strip() not in text for text in texts(found))
        assert errors(items("-", f"{BOMB}<urlset><url><loc>https://sarn.example/{inner}</loc></url></urlset>".encode(), timeout=0.2))
        assert errors(items("-", f"{BOMB}<opml><body><outline xmlUrl='x{inner}'/></body></opml>".encode()))
    assert time.process_time() - began < 10


def test_broken_feeds_are_read_as_far_as_they_go():
    good = "<item><title>One & two</title><description>She said <b>no.</description></item>"
    assert len(texts(items("-", f"<rss version='2.0'><channel>{good * 3}</channel></rss>".encode()))) == 3
    whole = ("<rss version='2.0'><channel>" + "".join(f"<item><title>{n}</title><description>She said no, {n}.</description></item>" for n in range(5)) + "</channel></rss>").encode()
    for cut in range(1, len(whole) - len("</channel></rss>"), 7):
        found = items("-", whole[:cut])
        kept = whole[:cut].count(b"</item>")
        if whole[:cut].startswith(b"<rss "):
            assert texts(found) == [f"{n}\n\nShe said no, {n}." for n in range(kept)] and len(errors(found)) == 1 and "cut off" in errors(found)[0]


def test_broken_sitemaps_and_other_xml():
    (told,) = errors(items("-", b"<urlset><url><loc>nowhere</loc></url><url><loc>"))[1:]
    assert "is broken XML" in told and "1 addresses could be read" in told
    assert "lists no addresses" in errors(items("-", b"<urlset></urlset>"))[0]
    assert "root is 'invoice'" in errors(items("-", b"<?xml version='1.0'?><invoice/>"))[0]
    assert texts(items("-", b"<b>She said no.</b>")) == ["<b>She said no.</b>"]


def test_a_long_feed_is_read_in_time():
    entries = "".join(f"<item><title>T{n}</title><guid>{n}</guid><description>She said no, {n}.</description></item>" for n in range(10_000))
    began = time.process_time()
    assert len(texts(items("-", f"<rss version='2.0'><channel>{entries}</channel></rss>".encode()))) == 10_000
    assert time.process_time() - began < 30


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_words_in_a_feed_give_reports_or_errors(words):
    for text in (f"<rss><channel><item><description>{words}</description></item></channel></rss>", f"<rss>{words}", words):
        for entry in read_feed("x", text, Report("")):
            assert isinstance(entry, InputError) or isinstance(entry.item, (Report, InputError)) or entry.item.url.startswith("http")
    assert isinstance(root_of(words), (str, type(None))) and isinstance(text_of(words), str)


def test_keys_tell_entries_apart_and_what_was_rewritten():
    feed = "<rss><channel><item><guid>1</guid><title>A</title><description>She said no.</description></item><item><guid>2</guid><title>A</title><description>She said no.</description></item></channel></rss>"
    first, second = read_feed("x", feed, Report(""))
    rewritten, same = read_feed("x", feed.replace("no", "yes", 1), Report(""))
    assert len({first.key, second.key, rewritten.key}) == 3 and same.key == second.key


def warc(gzipped: bool, *records: tuple[str, str, bytes, str]) -> bytes:
    """`records`: type, content type, body and address."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
    for kind, media, body, url in records:
        if kind == "response":
            http = StatusAndHeaders("200 OK", [("Content-Type", media), ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http))
        else:
            writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(body), warc_content_type=media))
    return out.getvalue()


RECORDS = (
    ("response", "text/html; charset=utf-8", PAGE.encode(), "https://sarn.example/boat"), ("response", "image/png", b"\x89PNG", "https://sarn.example/x.png"),
    ("conversion", "text/plain", b"She said no.", "https://sarn.example/no"), ("response", "text/html", b"<html></html>", "https://sarn.example/empty"), ("resource", "text/plain", b"He said yes.", "https://sarn.example/yes"),
)  # fmt: skip


@pytest.mark.parametrize("gzipped", [True, False])
def test_warc(tmp_path, gzipped):
    path = tmp_path / ("x.warc.gz" if gzipped else "x.dat")
    path.write_bytes(warc(gzipped, *RECORDS))
    found = items(path)
    assert [report.url for report in found if isinstance(report, Report)] == ["https://sarn.example/boat", "https://sarn.example/no", "https://sarn.example/yes"]
    assert texts(found)[0].startswith("Night boat stays in port\n\nThe ferry") and texts(found)[1:] == ["She said no.", "He said yes."]
    assert found[-1] == Skipped(str(path), 1, "record") and "sarn.example/empty" in errors(found)[0] and "without a main text" in errors(found)[0]
    assert {report.source for report in found if isinstance(report, InputError)} == {str(path)}


def member_ends(data: bytes) -> list[int]:
    ends, rest = [], data
    while rest:
        member = zlib.decompressobj(31)
        member.decompress(rest)
        rest = member.unused_data
        ends.append(len(data) - len(rest))
    return ends


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_warc_file_that_is_cut_gives_what_comes_before(gzipped, capfd):
    few = [("conversion", "text/plain", f"She said no, {n}.".encode() * 3, f"https://sarn.example/{n}") for n in range(3)]
    whole = warc(gzipped, *few)
    ends = member_ends(whole) if gzipped else [len(warc(False, *few[:n])) for n in range(4)]
    for cut in range(8, len(whole)):
        found = items("-", whole[:cut])
        complete = sum(end - (0 if gzipped else 4) <= cut for end in ends[1:])  # the four bytes that end a record are no part of it
        assert len(texts(found)) in (complete, complete + gzipped), cut  # of a gzip member all may be there but its checksum
        if cut not in ends and not any(end - 4 <= cut <= end for end in ends):
            assert len(errors(found)) == 1 and ("cut off" in errors(found)[0]), (cut, errors(found))
    assert capfd.readouterr().err == ""


def test_damaged_and_greedy_warc(tmp_path):
    data = bytearray(warc(True, *RECORDS))
    data[len(data) // 2] ^= 0xFF
    assert any("damaged" in told or "cut off" in told for told in errors(items("-", bytes(data))))
    bomb = warc(True, ("resource", "text/plain", b"a" * 20_000_000, "https://sarn.example/bomb"), RECORDS[2])
    found = items("-", bomb, max_bytes=1_000_000)
    assert texts(found) == ["She said no."] and "larger than 1000000" in errors(found)[0]
    whole = gzip.compress(warc(False, *RECORDS))  # gzipped as one piece, which some programs do
    assert len(texts(items("-", whole))) == 3


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return out.getvalue()


def test_zip(tmp_path):
    inner = archive(**{"deep.txt": b"Deep, she said."})
    path = tmp_path / "x.bin"
    path.write_bytes(archive(**{"a.txt": b"She said no.", "sub/b.html": PAGE.encode(), "c.jsonl": b'{"text": "He said yes."}\n{', "d.pdf": b"x", "__MACOSX/._a.txt": b"x", "e.zip": inner, "f.warc.gz": warc(True, RECORDS[2])}))
    found = items(path)
    assert [text[:12] for text in texts(found)] == ["She said no.", "Night boat s", "He said yes.", "Deep, she sa", "She said no."]
    assert found[0].path == f"{path}/a.txt" and len(errors(found)) == 1 and "c.jsonl line 2" in errors(found)[0] and found[-1] == Skipped(str(path), 1)


def test_zip_with_names_outside_bombs_and_locks():
    found = items("-", archive(**{"../../up.txt": b"x", "/root.txt": b"x", "C:\\x.txt": b"x", "..\\y.txt": b"x", "bomb.txt": b"a" * 20_000_000, "good.txt": b"She said no."}))
    assert texts(found) == ["She said no."]
    told = errors(found)
    assert len(told) == 5 and sum("outside of the archive" in line for line in told) == 4 and sum("bomb" in line for line in told) == 1
    locked = bytearray(archive(**{"a.txt": b"She said no.", "b.txt": b"He said yes."}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    locked[6] |= 1
    found = items("-", bytes(locked))
    assert texts(found) == ["He said yes."] and "encrypted" in errors(found)[0]
    nested = b"She said no."
    for _ in range(6):
        nested = archive(**{"x.zip": nested})
    assert "archives" in errors(items("-", nested))[0]
    assert "office document" in errors(items("-", archive(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})))[0]
    assert "nothing to read" in errors(items("-", archive()))[0]


WHOLE = [archive(**{"a.txt": b"She said no.", "b.txt": b"He said yes." * 9}), warc(True, *RECORDS[2:]), warc(False, *RECORDS[2:]), gzip.compress(b"She said no." * 9)]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_archives_raise_nothing(data):
    whole = WHOLE[data.draw(st.integers(0, 3))]
    damaged = bytearray(whole[: data.draw(st.integers(20, len(whole)))])
    for at in data.draw(st.lists(st.integers(5, len(damaged) - 1), max_size=4)):
        damaged[at] = data.draw(st.integers(0, 255))
    assert all(isinstance(item, (Report, InputError, Skipped)) for item in items("-", bytes(damaged), max_bytes=1_000_000))


def test_gzipped_files(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "She said no."}\n{"text": "He said yes."}\n'))
    assert texts(items(tmp_path)) == ["She said no.", "He said yes."]
    lines = gzip.compress(b"".join(b'{"text": "She said no, %d."}\n' % n for n in range(500)))
    found = items("-", lines[:-400])
    assert 0 < len(texts(found)) < 500 and errors(found) == ["-: is gzip that is cut off; fetch it again"]
    assert "gzip bomb" in errors(items("-", gzip.compress(b"a" * 5_000_000), max_bytes=1_000_000))[0]
    assert texts(items("-", gzip.compress(b"Only half of what she said is no report. " * 50)[:-20])) == []


@given(st.lists(st.binary(max_size=3_000), min_size=1, max_size=4), st.integers(1, 50))
@settings(max_examples=40, deadline=None)
def test_members_in_any_pieces_are_inflated(members, size):
    packed = b"".join(map(gzip.compress, members)) + b"\0" * 5
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert b"".join(inflated(chunks)) == b"".join(members)


def test_what_reads_them_is_not_imported_before():
    import subprocess
    import sys

    script = "import sys, onrecord, onrecord.cli; print([m for m in ('feedparser', 'warcio', 'protego', 'lxml') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout.strip() == "[]"


def test_jsonl_of_any_length_is_read_line_by_line(tmp_path):
    lines = b"".join(b'{"text": "She said no, %d."}\n' % n for n in range(500)) + b'{"text": "' + b"x" * 3_000 + b'"}\n{broken\n\xff\n{"text": "He said yes."}'
    for name, data in (("a.jsonl", lines), ("a.jsonl.gz", gzip.compress(lines))):
        (tmp_path / name).write_bytes(data)
        found = items(tmp_path / name, max_bytes=2_000)
        assert len(texts(found)) == 501 and texts(found)[-1] == "He said yes." and {item.reader for item in found if isinstance(item, Report)} == {"jsonl"}
        assert [told.split(" line ")[1][:3] for told in errors(found)] == ["501", "502", "503"] and "longer than 2000" in errors(found)[0]
    assert "larger than 2000 bytes" in errors(items("-", lines, max_bytes=2_000))[0]
