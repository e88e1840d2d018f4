"""What `ingest` makes of an archive, from the command line."""

import io
import zipfile

from test_commands import rows
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from in_process import run

PAGE = "<!doctype html><html><head><title>Tower is shut</title></head><body><article><h1>Tower is shut</h1>" + "<p>The keeper of Orm Tower, Liv Aas, said on Friday that it would stay shut until the stairs were mended. “Nobody goes up,” she told visitors.</p>" * 3 + "</article></body></html>"
FEED = "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Orm Post</title><item><guid>tag:1</guid><title>Ferry</title><content:encoded>The mayor said the ferry would sail.</content:encoded></item></channel></rss>"


def crawl() -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, kind, body in (("https://orm.example/tower", "text/html", PAGE.encode()), ("https://orm.example/x.png", "image/png", b"x"), ("https://orm.example/none", "text/html", b"<html></html>")):
        http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http))
    return out.getvalue()


def test_an_archive_is_kept_and_what_fails_in_it_is_told(tmp_path):
    path, db = tmp_path / "old.zip", tmp_path / "x.db"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in (("crawl.warc.gz", crawl()), ("feed.xml", FEED.encode()), ("../out.txt", b"x"), ("notes.pdf", b"x")):
            packed.writestr(name, data)
    done = run("ingest", path, "--db", db)
    assert done.returncode == 1 and done.stdout == "2 new, 0 changed, 0 known, 2 failed\n"
    assert "1 record of other kinds skipped" in done.stderr and "1 file of other kinds skipped" in done.stderr and "without a main text" in done.stderr and "outside of the archive" in done.stderr
    assert {failure["source"] for failure in rows(run("failures", "--db", db))} == {str(path)}
    assert {hit["outlet"] for hit in rows(run("search", "ferry", "--db", db))[:-1]} == {"Orm Post"} and rows(run("show", "https://orm.example/tower", "--db", db))[0]["title"] == "Tower is shut"
    assert run("ingest", path, "--db", db).stdout == "0 new, 0 changed, 2 known, 2 failed\n"
    path.write_bytes(path.read_bytes()[:-30])
    done = run("ingest", path, "--db", db)
    assert done.returncode == 1 and "cut off or damaged" in done.stderr and "Traceback" not in done.stderr
