"""Signs in to a running demo as its trust leader and takes a picture of the trust dashboard for the README."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "trust-dashboard.png"
LEADER = "Marguerite Okonjo"

WIDTH, HEIGHT = 1280, 1120


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{address}/account/login/")
        page.get_by_role("button", name=LEADER).click()
        page.goto(f"{address}/dashboards/")
        page.locator(".chart-plot svg").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main((sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/"))
