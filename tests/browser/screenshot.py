"""Makes docs/browser.png, the Report page of an invented report, and docs/review.png, a statement in Review: `make screenshot`."""

import tempfile
from pathlib import Path

from browsing import CHROMIUM, serving
from playwright.sync_api import sync_playwright

import onrecord
from onrecord.serve.app import make_app
from reading import REPORTS

DOCS = Path(__file__).parents[2] / "docs"
TARGET, REVIEW = DOCS / "browser.png", DOCS / "review.png"
LARGEST = 300_000  # bytes


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, onrecord.open(Path(folder) / "record.db") as record:
        record.ingest(*REPORTS)
        with serving(make_app(record)) as site, sync_playwright() as play:
            page = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]).new_page(viewport={"width": 1180, "height": 900}, locale="en-GB")
            page.goto(f"{site}/report?id=envoy-winter")
            page.locator(".card").nth(2).hover()
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=TARGET)
            page.goto(f"{site}/review?outlet=Nordpress&speaker=novak")
            page.locator(".hit a.words").first.click()
            page.locator("#tools:not([hidden])").wait_for()
            for key in ("d", "ArrowRight", "Tab", "ArrowRight"):
                page.keyboard.press(key)
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=REVIEW)
    for made in (TARGET, REVIEW):
        assert made.stat().st_size < LARGEST, f"{made} is larger than {LARGEST} bytes"


if __name__ == "__main__":
    main()
