"""Makes the README's pictures of the page anew.

python tests/browser/take_pictures.py
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser_help import FLAGS, SIZES, ask, served

PICTURES = Path(__file__).parent / "pictures"
QUESTIONS = {
    "answer": ("What is Omar Qazi also known as, and when was he born?", "What will Dojo 2 focus on?"),
    "no": ("When was xAI founded?",),
    "phone": ("Who asked Musk about chips?",),
}


def take(name: str, address: str, size: str, scheme: str) -> None:
    """Ask, show the last answer's first quote in the article, and take a picture of that."""
    width, height = SIZES[size]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        page.goto(address)
        expect(page.locator(".text p").first).to_be_attached()
        for question in QUESTIONS[name]:
            ask(page, question)
        if name == "no":
            page.locator(".nearest summary").click()
        page.locator("a.source").last.click() if name != "no" else page.locator("a.source").first.click()
        if name == "answer":  # both answers whole
            page.set_viewport_size({"width": width, "height": 900})
        page.locator(".turns").evaluate("node => { node.scrollTop = node.scrollHeight }")
        if size == "phone":
            expect(page.locator(".text mark").first).to_be_in_viewport()
        page.mouse.move(0, 0)
        page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with served() as address:
        take("answer", address, "desktop", "light")
        take("no", address, "desktop", "dark")
        take("phone", address, "phone", "light")


if __name__ == "__main__":
    main()
