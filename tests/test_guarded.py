"""Reading pages by addresses that others give: nothing but the public web is ever connected to."""

import socket
import threading
import time
from contextlib import suppress

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError, LaterError
from onrecord.read.guarded import addresses_of, checked, is_public, read_page
from onrecord.read.limits import Limits

PUBLIC, OTHER = "93.184.216.34", "2606:4700::1111"
PRIVATE = ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.3.4", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0.1.2.3", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
           "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2002:7f00:1::", "2001:0:1::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "4000::1", "x", ""]  # fmt: skip
PAGE = b"<!doctype html><html><head><title>Ferry stays</title></head><body><article><h1>Ferry stays</h1><p>" + b"The mayor of Kesten, Irena Novak, said on Tuesday that the ferry would stay until spring. " * 4 + b"</p></article></body></html>"


class Wire(httpcore.NetworkStream):
    """A connection that gives an answer, `slow` seconds a byte where it is slow."""

    def __init__(self, answer: bytes, slow: float = 0.0):
        self.answer, self.slow, self.asked = answer, slow, b""

    def read(self, max_bytes, timeout=None):
        if self.slow:
            assert timeout is not None
            if timeout < self.slow:
                time.sleep(timeout)
                raise httpcore.ReadTimeout("slow")
            time.sleep(self.slow)
            max_bytes = 1
        piece, self.answer = self.answer[:max_bytes], self.answer[max_bytes:]
        return piece

    def write(self, buffer, timeout=None):
        self.asked += buffer

    def close(self):
        pass

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self.asked += f"TLS for {server_hostname}\n".encode()
        return self

    def get_extra_info(self, info):
        return None


class Net:
    """Names with their addresses, which change from one question to the next where several are given, and what answers at an address."""

    def __init__(self, names=(), answers=()):
        self.names, self.answers = {name: list(given) for name, given in dict(names).items()}, dict(answers)
        self.tried: list[tuple[str, int]] = []
        self.wires: list[Wire] = []

    def resolve(self, host, port):
        given = self.names.get(host)
        if given is None:
            raise InputError(host, "is no name that leads anywhere", "check the address")
        return given.pop(0) if len(given) > 1 else given[0]

    def connect(self, address, port, timeout):
        self.tried.append((address, port))
        if address not in self.answers:
            raise httpcore.ConnectError("nobody is there")
        given = self.answers[address]
        self.wires.append(given if isinstance(given, Wire) else Wire(given))
        return self.wires[-1]

    def read(self, url, **limits):
        return read_page(url, Limits(**{"max_bytes": 100_000, "timeout": 5.0} | limits), resolve=self.resolve, connect=self.connect)


def http(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


def test_a_page_is_read():
    net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http()})
    report = net.read("https://paper.example/ferry")
    assert report.title == "Ferry stays" and "would stay until spring" in report.text and report.url == "https://paper.example/ferry"
    assert net.tried == [(PUBLIC, 443)] and b"TLS for paper.example" in net.wires[0].asked and b"host: paper.example" in net.wires[0].asked.lower()


@pytest.mark.parametrize("address", PRIVATE)
def test_numbers_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, OTHER, "8.8.8.8", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_numbers_that_are(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_is_as_public_as_itself(address):
    assert is_public(f"::ffff:{address}") == is_public(f"64:ff9b::{address}") == is_public(str(address)) and not is_public(f"::{address}")


@pytest.mark.parametrize("address", [each for each in PRIVATE if each not in ("x", "")])
def test_no_connection_is_tried_to_what_a_name_hides(address):
    for led in ([address], [PUBLIC, address], [address, PUBLIC]):
        net = Net({"paper.example": [led]}, {PUBLIC: http(), address: http()})
        with pytest.raises(InputError, match="not on the public web"):
            net.read("http://paper.example/")
        assert net.tried == []


HIDDEN = ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "0177.1", "017700000001", "127.0.0.1.", "0", "0.0.0.0", "10.0.0.1", "169.254.169.254", "2852039166", "0xA9.254.0251.254", "[::1]", "[::]", "[::ffff:127.0.0.1]",
          "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:10.0.0.1]", "[fe80::1]", "[fd00:ec2::254]", "[64:ff9b::a9fe:a9fe]", "[2002:a00:1::]", "①②⑦.⓪.⓪.①", "１２７.０.０.１", "127。0。0。1"]  # fmt: skip


@pytest.mark.parametrize("host", HIDDEN)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_connection_is_tried_to_a_number_in_any_form(host, scheme):
    net = Net({name: [["127.0.0.1"]] for name in (host, host.strip("[]"), "127.0.0.1")}, {"127.0.0.1": http()})
    with pytest.raises(InputError):
        net.read(f"{scheme}://{host}/latest/meta-data")
    assert net.tried == []


@pytest.mark.parametrize("url", ["ftp://paper.example/", "file:///etc/passwd", "gopher://127.0.0.1:70/_x", "data:text/html,x", "javascript:1", "//paper.example/", "paper.example", "", "http://", "http:///x", "http://paper.example:22/", "http://paper.example:6379/", "http://paper.example:443:80/",
                                 "http://user:word@paper.example/", "http://paper.example@127.0.0.1/", "http://[::1", "http://a b/", "http://paper.example\\@127.0.0.1/", "http://\x00/", "http://" + "a" * 70 + ".example/", "dict://127.0.0.1:11211/", "unix:///run/docker.sock"])  # fmt: skip
def test_what_is_no_address_of_a_page(url):
    net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http(), "127.0.0.1": http()})
    with pytest.raises(InputError):
        net.read(url)
    assert net.tried == []


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://inside.example/", "http://2130706433/", "//localhost/x", "http://[::ffff:169.254.169.254]/", "http://paper.example:8080/", "file:///etc/passwd", "https://user@inside.example/"])
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_no_redirect_leads_inside(target, status):
    net = Net({"paper.example": [[PUBLIC]], "inside.example": [["192.168.7.7"]], "localhost": [["127.0.0.1", "::1"]]}, {PUBLIC: http(b"", f"Location: {target}", status=status), "192.168.7.7": http(), "127.0.0.1": http()})
    with pytest.raises(InputError):
        net.read("http://paper.example/")
    assert net.tried == [(PUBLIC, 80)]


def test_redirects_are_followed_and_counted():
    net = Net({"paper.example": [[PUBLIC]], "www.paper.example": [[OTHER]]}, {PUBLIC: http(b"", "Location: https://www.paper.example/a", status="301 Moved"), OTHER: http()})
    assert net.read("http://paper.example/").url == "https://www.paper.example/a" and net.tried == [(PUBLIC, 80), (OTHER, 443)]
    net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http(b"", "Location: /again", status="302 Found")})
    with pytest.raises(InputError, match="redirects more than"):
        net.read("http://paper.example/")


def test_a_name_that_is_answered_otherwise_the_next_time_leads_nowhere_else():
    net = Net({"paper.example": [[PUBLIC], ["127.0.0.1"]]}, {PUBLIC: http(), "127.0.0.1": http(b"secret")})
    assert "until spring" in net.read("http://paper.example/").text and net.tried == [(PUBLIC, 80)]
    net = Net({"paper.example": [[PUBLIC], ["127.0.0.1"]]}, {PUBLIC: http(b"", "Location: http://paper.example/again", status="302 Found"), "127.0.0.1": http(b"secret")})
    with pytest.raises(InputError, match="not on the public web"):
        net.read("http://paper.example/")
    assert net.tried == [(PUBLIC, 80)]


def test_other_addresses_of_a_name_are_tried():
    net = Net({"paper.example": [[OTHER, PUBLIC]]}, {PUBLIC: http()})
    assert net.read("http://paper.example/").title == "Ferry stays" and net.tried == [(OTHER, 80), (PUBLIC, 80)]
    net = Net({"paper.example": [[f"8.8.8.{n}" for n in range(9)]]})
    with pytest.raises(LaterError, match="nobody is there"):
        net.read("http://paper.example/")
    assert len(net.tried) == 3


def test_size_and_time_are_limited():
    net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http(b"x" * 5_000, kind="text/plain")})
    with pytest.raises(InputError, match="sends more than 1000 bytes"):
        net.read("http://paper.example/", max_bytes=1000)
    for slow in (http(), b"HTTP/1.1 200 OK\r\nX-Filler: " + b"a" * 10_000):
        net, began = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: Wire(slow, 0.05)}), time.monotonic()
        with pytest.raises(LaterError, match="seconds"):
            net.read("http://paper.example/", timeout=0.4)
        assert time.monotonic() - began < 15


@pytest.mark.parametrize(("body", "kind", "told"), [(b"%PDF-1.7", "application/pdf", "no page"), (b"<rss/>", "application/rss+xml", "no page"), (b"PK\x03\x04", "application/zip", "no page"), (b"", "text/html", "empty"), (b"<html><body></body></html>", "text/html", "main text")])
def test_what_is_no_page(body, kind, told):
    net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http(body, kind=kind)})
    with pytest.raises(InputError, match=told):
        net.read("http://paper.example/")


def test_a_feed_that_says_it_is_a_page_leads_nowhere():
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title><item><link>http://127.0.0.1/</link></item></channel></rss>'
    for kind in ("text/html", "text/plain"):
        net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http(feed, kind=kind)})
        with suppress(InputError):
            net.read("http://paper.example/")
        assert net.tried == [(PUBLIC, 80)]


def test_plain_text_is_read_as_it_is():
    net = Net({"paper.example": [[PUBLIC]]}, {PUBLIC: http("Novak sa: “ja”.\r\n".encode(), kind="text/plain; charset=utf-8")})
    report = net.read("http://paper.example/note")
    assert report.text == "Novak sa: “ja”.\r\n" and report.reader == "text"


def test_no_proxy_is_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    test_a_page_is_read()


def test_the_system_is_asked_for_names():
    assert set(addresses_of("localhost", 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(InputError, match="leads anywhere"):
        addresses_of("none.invalid", 80)
    with pytest.raises(InputError, match="not on the public web"):
        checked("localhost", 80, addresses_of)


def test_what_does_not_prove_who_it_is_is_refused():
    """A real connection, to a server that speaks no TLS we trust."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            peer, _ = server.accept()
            with peer:
                peer.recv(4096)
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        net = Net({"paper.example": [[PUBLIC]]})
        with pytest.raises(LaterError):
            read_page("https://paper.example/", Limits(timeout=5), resolve=net.resolve, connect=lambda address, at, timeout: httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout))
        thread.join(5)
