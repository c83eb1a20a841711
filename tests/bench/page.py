"""Prints how fast the page is in a real browser on this machine; nothing here can fail a test run.

    python tests/bench/page.py

"Usable" is by our clock: from asking for the page, of a server that has just said it is ready, until the article stands
there and a question can be typed; in a browser just started, then in a second tab. The rest is by the browser's clock.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.append(str(Path(__file__).parents[1]))
from bench import QUESTIONS, megabyte
from browser_help import FLAGS, served

ANSWER = """async ([question, count]) => {
  const box = document.querySelector('.composer textarea');
  box.value = question;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const began = performance.now();
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  const done = () => document.querySelectorAll('.turn .reply').length > count;
  while (!done()) await new Promise(requestAnimationFrame);
  return performance.now() - began;
}"""
MARK = """async () => {
  const taken = [];
  for (let n = 0; n < 20; n++) {
    for (const cite of document.querySelectorAll('.turn:last-child a.number')) {
      for (const mark of document.querySelectorAll('mark.current')) mark.classList.remove('current');
      const began = performance.now();
      cite.click();
      while (!document.querySelector('.text mark.current')) await null;
      document.querySelector('.text mark.current').getBoundingClientRect();  // makes the browser lay it out
      taken.push(performance.now() - began);
      await new Promise(requestAnimationFrame);
    }
  }
  return taken;
}"""


def told(name: str, taken: list[float]) -> None:
    """Print the median and the most of some times."""
    median, most = statistics.median(taken), max(taken)
    print(f"{name:40} median {median:6.1f} ms, most {most:6.1f} ms, n = {len(taken)}", flush=True)


def usable(page: Page, address: str) -> float:
    """Open the page; return the seconds until its article is there and a question can be typed."""
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".composer textarea")
    page.wait_for_selector(".text p")
    return time.perf_counter() - began


def measure(page: Page, name: str) -> None:
    """Ask, and mark what is answered, in the article that is open."""
    count, taken = 0, []
    for question in QUESTIONS * 4:
        taken.append(page.evaluate(ANSWER, [question, count]))
        count += 1
    told(f"{name}: Enter to answer", taken[len(QUESTIONS) :])
    page.evaluate(ANSWER, [QUESTIONS[0], count])
    told(f"{name}: a citation marked", page.evaluate(MARK))


def main() -> None:
    """Measure everything, print one line for each."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        large = Path(folder) / "megabyte.txt"
        large.write_text(megabyte(), encoding="utf-8")
        line = Path(folder) / "line.txt"
        line.write_text(megabyte().replace("\n", " "), encoding="utf-8")
        for name, options in (
            ("seed article", ()),
            ("a million characters", ("-a", str(large))),
            ("a million in one line", ("-a", str(line))),
        ):
            firsts, agains = [], []
            for _ in range(5):
                with served(*options) as address:
                    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                    context = browser.new_context()
                    firsts.append(1000 * usable(context.new_page(), address))
                    agains.append(1000 * usable(context.new_page(), address))
                    if len(firsts) == 5:
                        measure(context.pages[-1], name)
                    browser.close()
            told(f"{name}: usable, all cold", firsts)
            told(f"{name}: usable, again", agains)


if __name__ == "__main__":
    main()
