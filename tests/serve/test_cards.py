"""Cards: the words as they stand in the report, set so that they fit, in the direction in which they are read."""

import re
import struct
import zlib
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from resvg_py import svg_to_bytes

import onrecord
from onrecord import Report
from onrecord.drawing.card import draw_card
from onrecord.drawing.lines import is_right_to_left, shortened, width, wrapped
from onrecord.drawing.raster import prepared
from onrecord.drawing.seen import seen
from onrecord.serve.app import make_app
from onrecord.serve.reach import Reach

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script>"&]]>\u202e\x00\ufffe'
LONG = " ".join(f"Winter is near in the {n} villages of the coast, and the pumps stand still." for n in range(8))


def read(drawn: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(drawn)
    assert root.get("viewBox") == "0 0 1200 630" and root.get("role") == "img" and root.get("aria-label") is not None
    return list(root.iter(SVG + "text"))


def quoted(drawn: str) -> str:
    """The words of the card: those in the largest face."""
    lines = [text for text in read(drawn) if text.get("fill") == "#1d1c1a" and text.get("font-weight") is None]
    return " ".join(text.text for text in lines)


@given(st.text(max_size=3000), st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_on_a_card_fits_and_is_there_word_for_word(words, who, where):
    drawn = draw_card(seen(words), who, (where, who), (where,), "localhost/statements/x", words or "x")
    told = quoted(drawn)
    whole = seen(words)
    flat, expected = told.replace(" ", ""), whole.replace(" ", "")
    if any((text.text or "").startswith(("Cut short here", "In full")) for text in read(drawn)):
        assert told.endswith(" …") and expected.startswith(flat[:-1]) and len(flat) > 100
    else:
        assert flat == expected
    for text in read(drawn):
        assert width(text.text) * float(text.get("font-size")) <= 1200 - 96 - 64 + 1
        assert float(text.get("y")) <= 604


@given(st.text(max_size=200), st.floats(3, 60))
def test_lines_are_no_longer_than_they_may_be(text, most):
    lines = wrapped(text, most)
    assert all(width(line) <= most or len(line) <= 2 for line in lines) and "".join(lines).replace(" ", "") == "".join(text.split())
    assert width(shortened(text, most)) <= max(most, 3)


def test_directions():
    assert is_right_to_left("«שלום» he said") and is_right_to_left("123 قال") and not is_right_to_left("he said שלום") and not is_right_to_left("123 …")
    drawn = draw_card("המולדות יגיעו לפני החורף", "Ann Lee", (), ("עיתון הצפון",), "x", "x")
    directions = {text.text: (text.get("direction"), text.get("text-anchor"), float(text.get("x"))) for text in read(drawn)}
    assert directions["המולדות יגיעו לפני החורף"] == ("rtl", "start", 1104) and directions["Ann Lee"] == (None, "end", 1104) and directions["עיתון הצפון"] == ("rtl", "start", 1104)
    (where,) = [text for text in read(draw_card("Winter", "Ann Lee", (), ("صحيفة الشمال", "5 January 2026"), "x", "x")) if "2026" in text.text]
    assert where.text == "\u2068صحيفة الشمال\u2069, \u20685 January 2026\u2069" and where.get("direction") is None
    assert {text.get("x") for text in read(draw_card("Winter", "Ann Lee", (), (), "x", "x"))} == {"96", "1136"}


def test_the_largest_size_that_fits_is_taken():
    sizes = [max(float(text.get("font-size")) for text in read(draw_card("winter will not wait " * n, "x", (), (), "x", "x"))) for n in (1, 8, 14, 60)]
    assert sizes[0] == 64 and sizes == sorted(sizes, reverse=True) and sizes[-1] < 40


@pytest.fixture(scope="module")
def site(tmp_path_factory, extractor):
    with onrecord.open(tmp_path_factory.mktemp("cards") / "record.db") as record:
        record.ingest(Report('"Winter is near in the villages," said the foreign minister, Irena Novak.\n', id="winter", outlet="Nordpress", published="2026-01-02"),
                      Report(f'“The pumps came at last, at the end of May, and {HOSTILE[:25]} \u202e,” said Ann Lee.\n\nThe council said that the pool would stay open.\n', id="hostile", title=HOSTILE, outlet=HOSTILE, published="2026-05-05"), extractor=extractor)  # fmt: skip
        yield record, TestClient(make_app(record), base_url="http://127.0.0.1:8765")


def card_of(site, words):
    record, client = site
    id = max((hit.statement for hit in record.search(limit=500).hits if hit.words and words in hit.words), key=lambda statement: sum(end - start for start, end in statement.content)).id
    answer = client.get(f"/statements/{id}/card.svg")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/svg+xml" and "default-src 'none'" in answer.headers["content-security-policy"]
    return answer, client.get(f"/statements/{id}"), id


def test_a_long_statement_is_cut_and_says_so():
    drawn = draw_card(LONG, "Irena Novak", (), ("Nordpress",), "127.0.0.1:8765/statements/ab12", LONG)
    assert len(cut := quoted(drawn).removesuffix(" …")) > 300 and LONG.startswith(cut) and "Cut short here; in full at 127.0.0.1:8765/statements/ab12" in drawn


def test_a_card_says_who_and_where(site):
    answer, _, id = card_of(site, "villages")
    assert quoted(answer.text) == '"Winter is near in the villages,"' and "Cut short" not in answer.text and f"127.0.0.1:8765/statements/{id}" in answer.text
    assert "Irena Novak" in answer.text and "foreign minister" in answer.text and "\u2068Nordpress\u2069, \u20682 January 2026\u2069" in answer.text and answer.headers["etag"]


def test_hostile_words_are_words(site):
    answer, page, _ = card_of(site, "pumps")
    assert "<script" not in answer.text and "\u202e" not in answer.text and "⟦U+202E⟧" in answer.text and "<script>alert(1)" not in page.text
    assert "<script>alert(1)</script>" in quoted(answer.text)


def test_words_of_a_report_are_not_given_to_the_speaker(site):
    answer, _, _ = card_of(site, "pool")
    assert "In the words of the report" in answer.text and "The council said that the pool would stay open" in quoted(answer.text)


def test_a_link_to_a_statement_shows_its_card(site):
    record, _ = site
    _, answer, id = card_of(site, "villages")
    meta, page = meta_of(answer)
    assert not {"og:url", "og:image", "twitter:image"} & set(meta) and meta["twitter:card"] == "summary"  # nobody reaches this machine by such a name
    shared = TestClient(make_app(record, reach=Reach(hosts=frozenset({"record.example"}))), base_url="https://record.example")
    meta, page = meta_of(shared.get(f"/statements/{id}"))
    here = f"https://record.example/statements/{id}"
    assert meta["og:url"] == here and meta["og:image"] == meta["twitter:image"] == here + "/card.png" and meta["og:image:type"] == "image/png" and meta["twitter:card"] == "summary_large_image" and meta["og:title"].startswith("Irena Novak: ")
    assert meta["og:description"] == meta["og:image:alt"] and "Nordpress, 2 January 2026" in meta["og:description"] and meta["article:published_time"] == "2026-01-02"
    (image,) = page.iter("img")
    assert image.get("src") == f"/statements/{id}/card.svg" and re.search(r"\w", image.get("alt"))


def meta_of(answer):
    page = fromstring(answer.text)
    return {element.get("property") or element.get("name"): element.get("content") for element in page.iter("meta")}, page


def pixels(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a PNG of eight bits a channel, without interlacing (W3C, PNG, 9)."""
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[colour]
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and depth == 8
    at, packed = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        packed += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += length + 12
    raw, rows, above = zlib.decompress(packed), [], bytes(width * size)
    for number in range(height):
        kind, *line = raw[number * (width * size + 1) : (number + 1) * (width * size + 1)]
        for at in range(len(line)):
            left, up, corner = (line[at - size], above[at], above[at - size]) if at >= size else (0, above[at], 0)
            near = min((left, up, corner), key=lambda each: abs(left + up - corner - each))
            line[at] = (line[at] + (0, left, up, (left + up) // 2, near)[kind]) & 255
        above = bytes(line)
        rows.append(above[::size])  # red
    return width, height, rows


def ink(drawn: str, top: int, bottom: int) -> tuple[int, int]:
    """The first and last column with something dark in some rows, between the bars; drawn at a quarter of its size, for the time that it takes."""
    width, _, rows = pixels(svg_to_bytes(svg_string=prepared(drawn), zoom=0.25))
    assert width == 300
    dark = [4 * x for row in rows[top // 4 : bottom // 4] for x in range(15, 285) if row[x] < 140]
    return min(dark), max(dark)


def test_a_card_in_pixels(site):
    _, page, id = card_of(site, "villages")
    picture = site[1].get(f"/statements/{id}/card.png")
    assert picture.headers["content-type"] == "image/png" and picture.headers["etag"] and f'href="/statements/{id}/card.png"' in page.text
    assert struct.unpack(">II", picture.content[16:24]) == (1200, 630) and 10_000 < len(picture.content) < 150_000


def test_pixels_go_from_right_to_left():
    drawn = draw_card("המולדות יגיעו לפני החורף", "ליאת כהן", (), ("Sorland Wire",), "localhost/statements/x", "x")
    for top, bottom in ((84, 160), (440, 490)):  # words and name end, as one reads, far from the right, and begin there
        first, last = ink(drawn, top, bottom)
        assert last in range(1080, 1108) and first > 200
    beside = draw_card("We stay.", "ליאת כהן", (), (), "localhost/statements/x", "x")
    assert ink(beside, 440, 490)[0] in range(92, 112)  # a name in Hebrew under words in English stands on their side
    lines = ElementTree.fromstring(prepared(drawn)).findall(f"{SVG}text[@direction='rtl']")
    assert all(line.text[0] == "\u2067" and line.text[-1] == "\u2069" for line in lines) and {line.get("text-anchor") for line in lines} == {"end"}


def test_long_quotations_in_pixels_stay_within():
    drawn = draw_card(LONG * 3, "Ann Lee", (), ("Sorland Wire",), "record.example.org/statements/0123456789abcdef", "x")
    assert "In full: record.example.org/statements/0123456789abcdef" in drawn and "a-very-long-name.of.record.example.org/statements/0123456789abcdef<" in draw_card(LONG * 3, "x", (), (), "a-very-long-name.of.record.example.org/statements/0123456789abcdef", "x")
    first, last = ink(drawn, 84, 404)
    assert first >= 92 and last <= 1136


def test_without_fonts_there_is_no_picture(site, monkeypatch):
    monkeypatch.setattr("onrecord.serve.pages.card.can_raster", lambda: False)
    monkeypatch.setattr("onrecord.serve.pages.statement.can_raster", lambda: False)
    _, page, id = card_of(site, "villages")
    assert site[1].get(f"/statements/{id}/card.png").status_code == 404 and "card.png" not in page.text


def test_there_is_no_card_of_what_is_not_here(site):
    answer = site[1].get("/statements/none/card.svg")
    assert answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json"
