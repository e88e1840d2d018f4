import pytest
from browsing import CHROMIUM
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="module")
def chromium():
    assert CHROMIUM, "chromium is not installed, in which the pages are tested: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()
