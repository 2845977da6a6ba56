"""What the widget costs the page it stands on: `python -m bench.widget_page`.

Long tasks and layout shift as the chat opens on a processor slowed down four times, how soon a
reply is seen there once the server's answer has come, and Lighthouse's marks for the demo page
with and without it (skipped where npm cannot fetch it).
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from bench.widget_size import npm
from ops.widget import ROOT, node
from tests.web_widget.browser import ARGUMENTS, browsing, chromium
from tests.web_widget.fake_server import FakeServer, serving
from tests.web_widget.widget import Widget

SLOWER = 4
RUNS = 5
TOOLS = ROOT / "var" / "bench"
LIGHTHOUSE = "13.5.0"
SECONDS = 300
SETTLES_MS = 1_000
TRACED = ["toplevel", "devtools.timeline", "blink.user_timing"]
MARK = "opening"
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => {
  window.shifted += each.value;
})).observe({type: 'layout-shift', buffered: true});
// The page opens it by itself: a driven browser's own scripts would count as long tasks.
window.opening = (settles) => new Promise((done) => setTimeout(() => {
  performance.mark('opening');
  document.querySelector('ombudsman-chat').launcher.click();
  setTimeout(() => { performance.mark('opened'); setTimeout(done, settles); }, settles);
}, settles));
"""

SAID = ("Yes", "They lost my letter.", "Me", "It cost me money", "March 2026", "Yes")
SEEN_WITHIN_MS = 300
# When the first line of each reply was painted: a message sent from a frame comes after its paint.
SEE = """
window.seen = [];
const {port1, port2} = new MessageChannel();
port1.onmessage = () => { seen.push(performance.now()); window.told?.(); };
const ofBot = (node) => node.matches?.('.message.bot');
const log = document.querySelector('ombudsman-chat').shadowRoot.querySelector('[role=log]');
new MutationObserver((changes) => {
  if (!changes.some((each) => [...each.addedNodes].some(ofBot))) return;
  requestAnimationFrame(() => port2.postMessage(0));
}).observe(log, {childList: true});
"""
# From the arrival of the newest answer to the paint of its first line, once that is there.
SEEN_AFTER = """(before) => new Promise((done) => {
  window.told = () => {
    const answers = performance.getEntriesByType('resource').filter(
      (each) => each.name.endsWith('/api/chat/messages'));
    if (seen.length > before) done(seen[before] - answers.at(-1).responseEnd);
  };
  told();
})"""


def opening(browser: Browser, url: str, rate: int = SLOWER) -> dict[str, float]:
    """Open the chat once in a fresh browser slowed down: its longest task (ms), all layout shift.

    Tasks are counted in processor time, so that other work on the machine does not count.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.add_init_script(WATCH)
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.goto(f"{url}/demo", wait_until="networkidle")
    browser.start_tracing(page=page, categories=TRACED)
    page.evaluate("settles => window.opening(settles)", SETTLES_MS)
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    page.get_by_role("log").get_by_text("Is it all right").wait_for()
    shifted = page.evaluate("window.shifted")
    context.close()
    return {"longest": longest(trace), "shift": shifted}


def longest(trace: list[dict[str, Any]]) -> float:
    """Processor time (ms) of the longest task of the page's thread between the two marks."""
    marks = {each["name"]: each for each in trace if each["name"] in (MARK, "opened")}
    first, last = marks[MARK], marks["opened"]
    tasks: list[float] = [
        each["tdur"] / 1000
        for each in trace
        if each["name"].endswith("RunTask")
        and each.get("tdur")
        and each["tid"] == first["tid"]
        and each["pid"] == first["pid"]
        and first["ts"] <= each["ts"] + each["dur"]
        and each["ts"] <= last["ts"]
    ]
    return max(tasks)


def replies(browser: Browser, url: str) -> list[float]:
    """For each reply of a conversation: time (ms) from the answer's arrival to its first paint."""
    context = browser.new_context(viewport={"width": 375, "height": 667})
    page = context.new_page()
    page.goto(f"{url}/demo")
    widget = Widget(page)
    widget.open()
    slow = context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.evaluate(SEE)
    took = []
    for words in SAID:
        before = page.evaluate("seen.length")
        widget.write(words)
        took.append(page.evaluate(SEEN_AFTER, before))
    context.close()
    return took


def lighthouse() -> Path | None:
    """Lighthouse's program, fetched if need be; None where npm cannot fetch it."""
    program = TOOLS / "node_modules" / "lighthouse" / "cli" / "index.js"
    if program.exists():
        return program
    TOOLS.mkdir(parents=True, exist_ok=True)
    command = [*npm(), "install", "--prefix", str(TOOLS), f"lighthouse@{LIGHTHOUSE}"]
    try:
        subprocess.run(
            [*command, "--ignore-scripts", "--silent"],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return program


def marks(program: Path, url: str, *more: str) -> dict[str, float]:
    """Lighthouse's marks for a page, out of 100: the middle of several runs."""
    found: list[dict[str, float]] = []
    for _ in range(RUNS):
        done = subprocess.run(
            [
                *node(),
                str(program),
                url,
                "--output=json",
                "--quiet",
                "--only-categories=accessibility,performance",
                f"--chrome-flags={' '.join(['--headless=new', *ARGUMENTS])}",
                *more,
            ],
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            env={**os.environ, "CHROME_PATH": chromium()},
        )
        categories = json.loads(done.stdout)["categories"]
        found.append({name: 100 * each["score"] for name, each in categories.items()})
    return {name: statistics.median(each[name] for each in found) for name in found[0]}


def spread(milliseconds: list[float]) -> str:
    """The least and the most."""
    return f"{min(milliseconds):.0f} to {max(milliseconds):.0f} ms"


def main() -> int:
    """Print what opening costs, how soon a reply is seen, and Lighthouse's marks."""
    with serving(FakeServer()) as url:
        with browsing() as browser:
            seen = [opening(browser, url) for _ in range(RUNS)]
            full = [SLOWER * opening(browser, url, 1)["longest"] for _ in range(RUNS)]
            seen_after = [each for _ in range(RUNS) for each in replies(browser, url)]
        tasks = [each["longest"] for each in seen]
        print(f"opening, {RUNS} runs, longest task in processor time:")
        print(f"    slowed down {SLOWER} times by the browser      {spread(tasks)}")
        print(f"    at full speed, {SLOWER} times what it took     {spread(full)}")
        print(f"layout shift while opening: {max(each['shift'] for each in seen):.4f}")
        middle, slowest = statistics.median(seen_after), statistics.quantiles(seen_after, n=20)[-1]
        print(f"first line of a reply seen after the server's answer, slowed down {SLOWER} times:")
        told = f"half within {middle:.0f} ms, 95 of 100 within {slowest:.0f} ms"
        print(f"    {len(seen_after)} replies: {told} (at most {SEEN_WITHIN_MS})", flush=True)
        program = lighthouse()
        if program is None:
            print("Lighthouse: skipped, because npm could not fetch it (no network?)")
            return 0
        for name, more in (("with it", ()), ("without", ("--blocked-url-patterns=*/widget/*.js",))):
            got = marks(program, f"{url}/demo", *more)
            told = ", ".join(f"{category} {mark:.0f}" for category, mark in got.items())
            print(f"Lighthouse, demo page {name}: {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
