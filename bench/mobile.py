#!/usr/bin/env python3
"""How soon pages show something on a telephone, and what they weigh, by Lighthouse's mobile profile: 150 ms there and back, 1.6 Mbit/s, a processor four times as slow, all simulated.

    npm install lighthouse            # once; drives Debian's chromium
    mobile.py [--lighthouse node_modules/.bin/lighthouse] [--db FILE] [--runs 3]

A record of storylines of the example newsroom and of made-up statements is served in a process of its own, as `onrecord serve` does.  Tasks of the
browser, and answers of the server, count as long as the processor worked on them, and not as long as they took: on a machine that does other things too the latter tells of these alone (`--as-it-passed` leaves it so).  First and largest contentful paint: the median of the runs, in seconds; the weight is that of all that
comes over the network at a first visit, in kB (1 000 bytes), and beside it without the text of the report, compressed as it comes.
"""

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
STORIES = ("generators", "theatre", "bus", "water")
AUDITS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "server-response-time", "total-byte-weight")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lighthouse", type=Path, default=ROOT / "node_modules/.bin/lighthouse")
    parser.add_argument("--db", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--made-up", type=int, default=5000, help="statements; the ledger reads their reports when it is first asked for, which takes a while")
    parser.add_argument("--only", metavar="PAGE", action="append", help="one page, by its name in the table; again for another one")
    parser.add_argument("--as-it-passed", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = options.db or Path(folder) / "record.db"
        pages, texts = filled(db, options.made_up)
        command = [sys.executable, "-c", "from onrecord.cli import main; main()", "--db", str(db), "serve", "--port", "0", "--no-browser"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            try:
                site = server.stderr.readline().split()[3].rstrip("/")
                wait_for(site + "/readyz")
                print("| page | first paint | largest paint | blocked, ms | shift | server, ms | kB | kB without the report's text |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
                for name, address in pages.items():
                    if options.only and name not in options.only:
                        continue
                    wait_for(site + address)  # the first time something is asked is not a visitor's
                    work = None if options.as_it_passed else worked(server.pid, site + address)
                    found = [measured(options.lighthouse, site + address, Path(folder), work) for _ in range(options.runs)]
                    told = {audit: statistics.median(each[audit] for each in found) for audit in AUDITS}
                    weight = told["total-byte-weight"] / 1000
                    text = len(gzip.compress(texts.get(name, "").encode())) / 1000 if name in texts else 0
                    print(f"| {name} | {told['first-contentful-paint'] / 1000:.2f} | {told['largest-contentful-paint'] / 1000:.2f} | {told['total-blocking-time']:.0f} | {told['cumulative-layout-shift']:.3f} | {told['server-response-time']:.0f} | {weight:.1f} | {weight - text:.1f} |", flush=True)
            finally:
                server.terminate()


def wait_for(url: str) -> None:
    """Until everything can be asked."""
    for _ in range(300):
        try:
            urlopen(url).read()
            return
        except HTTPError as error:
            if error.code != 503:
                raise
        except OSError:
            pass
        time.sleep(1)
    raise TimeoutError(url)


def filled(db: Path, made_up: int) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """A page of each kind by its address, those with most in them, and the texts of reports that are on them."""
    import onrecord
    from onrecord.serve.parts import parts_of

    sys.path.insert(0, str(Path(__file__).parent))
    from synthetic import Synthetic

    with onrecord.open(db) as record:
        if not record.stats().articles:
            if made_up:
                made = Synthetic()
                record.ingest(*made.reports(made_up), extractor=made)
            record.ingest(*(ROOT / "examples/newsroom/develop" / story / "reports.jsonl" for story in STORIES))
        record.resolve_speakers()
        hit = record.search("generators").hits[0]
        assert hit.statement is not None
        longest = max((record.article(each.article) for each in record.search("generators", within="reports").hits), key=lambda article: len(article.text))
        largest = max((record.article(each.article) for each in record.search(within="reports", limit=1000).hits), key=lambda article: len(article.statements))
        speaker = max(record.speakers(), key=lambda each: each.statements)
        many = max((each.statement.id for each in record.search("generators", limit=200).hits if each.statement), key=lambda id: len(record.belongings(id)) and record.belongings(id)[id].statements)
        waiting = record.review_queue(limit=1).waiting[0].statement.id
        pages = {
            "front": "/", "search": "/search?q=generators", "report": f"/report?id={quote(longest.id, safe='')}", "report, the largest": f"/report?id={quote(largest.id, safe='')}", "statement": f"/statements/{hit.statement.id}", "speaker": f"/speakers/{speaker.entity}", "ledger": "/ledger",
            "utterance": f"/utterance/{many}", "review": "/review", "review, a statement": f"/review/statements/{waiting}",
        }  # fmt: skip
        print(f"The longest report about generators has {len(longest.text)} characters and {len(longest.statements)} statements, the largest of all {len(largest.text)} and {len(largest.statements)}.\n")
        return pages, {"report": longest.text, "report, the largest": largest.text[slice(*parts_of(largest)[0])], "review, a statement": record.statement(waiting).article.text}


def worked(server: int, url: str, rounds: int = 20) -> float:
    """Milliseconds of the processor that the server works on an answer, compressed, on average."""
    ticks = lambda: sum(map(int, Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[11:13]))  # noqa: E731
    before = ticks()
    for _ in range(rounds):
        urlopen(Request(url, headers={"Accept-Encoding": "gzip"})).read()
    return 1000 * (ticks() - before) / os.sysconf("SC_CLK_TCK") / rounds


def measured(lighthouse: Path, url: str, folder: Path, work: float | None) -> dict[str, float]:
    """What is seen of a page is gathered first, and judged then; `work`: milliseconds of the server, None where all counts as it passed."""
    seen, out = folder / "gathered", folder / "lighthouse.json"
    command = [str(lighthouse), url, "--quiet", "--only-categories=performance", "--throttling-method=simulate", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    settings = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    subprocess.run([*command, f"-G={seen}"], check=True, env=settings, stdout=subprocess.DEVNULL)
    if work is not None:
        by_processor(seen / "defaultPass.trace.json")
        answered_after(work, seen / "defaultPass.devtoolslog.json")
    subprocess.run([*command, f"-A={seen}", "--output=json", f"--output-path={out}"], check=True, env=settings, stdout=subprocess.DEVNULL)
    told = json.loads(out.read_text())
    return {name: told["audits"][name]["numericValue"] for name in AUDITS}


def by_processor(trace: Path) -> None:
    """Events take the time of the processor (`tdur`); those of which none is told, as much of theirs as the others on average."""
    told = json.loads(trace.read_text())
    lasting = [event for event in told["traceEvents"] if event.get("ph") == "X" and "dur" in event]
    known = [event for event in lasting if "tdur" in event]
    share = sum(event["tdur"] for event in known) / (sum(event["dur"] for event in known) or 1)
    for event in lasting:
        event["dur"] = event.get("tdur", int(event["dur"] * share))
    trace.write_text(json.dumps(told))


def answered_after(work: float, log: Path) -> None:
    """Every answer, also of a file, comes so many milliseconds after it was asked for."""
    told = json.loads(log.read_text())
    for event in told:
        if event["method"] == "Network.responseReceived" and (timing := event["params"]["response"].get("timing")):
            timing["receiveHeadersStart"] = timing["receiveHeadersEnd"] = timing["sendEnd"] + work
    log.write_text(json.dumps(told))


if __name__ == "__main__":
    main()
