"""A text browser for tests: lynx, given one key at a time, each page read as it is shown."""

import os
import re
import select
import shutil
import subprocess
from pathlib import Path

import pytest

SLOWEST_PAGE_MS = 20_000
WIDE = "200"  # columns: no label is broken over two lines
SCREEN = {"TERM": "vt100", "COLUMNS": WIDE, "LINES": "60", "LANG": "C.UTF-8"}
# A printer of our own hands the page to the test; a field takes words only once it is entered.
SETTINGS = """
ACCEPT_ALL_COOKIES:TRUE
CHARACTER_SET:utf-8
DEFAULT_KEYPAD_MODE:LINKS_AND_FIELDS_ARE_NUMBERED
INFOSECS:0
MESSAGESECS:0
ALERTSECS:0
TEXTFIELDS_NEED_ACTIVATION:TRUE
PRINTER:reader:cat %s > {shown}:FALSE
"""
ENTER, NEXT, CLEAR, SPACE = "^J", "<tab>", "^U", "<space>"
HAND_OVER = ["p", "/", *"reader", ENTER, ENTER]
NUMBERED = r"\[(\d+)\](?:BUTTON\))?(?:\([ *]\)|\[[ X]\])? *"
FIELD = re.compile(r"\[(\d+)\]_")


def lynx() -> str:
    """The path of lynx; skips the test where the machine has none."""
    found = shutil.which("lynx")
    if not found:
        pytest.skip("no text browser on this machine: install the package lynx")
    return found


class TextBrowser:
    """Somebody at a text browser, who picks links and fields by their numbers."""

    def __init__(self, program: str, folder: Path, url: str) -> None:
        self._shown = folder / "shown"
        os.mkfifo(self._shown)
        keys = folder / "keys"
        os.mkfifo(keys)
        settings = folder / "lynx.cfg"
        settings.write_text(SETTINGS.format(shown=self._shown))
        command = [program, f"-cfg={settings}", f"-cmd_script={keys}", url]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **SCREEN, "HOME": str(folder)},
        )
        self._keys = keys.open("w", buffering=1)
        self.page = self._read()

    def close(self) -> None:
        """Leave no browser behind."""
        self._process.kill()
        self._process.wait()
        self._keys.close()

    def follow(self, words: str) -> None:
        """Go to the link or button of these words, press it, and read the page that comes."""
        self._press(*self._go_to(words), ENTER)
        self.page = self._read()

    def choose(self, words: str) -> None:
        """Tick the answer of these words."""
        self._press(*self._go_to(words), ENTER)
        self.page = self._read()

    def write(self, text: str) -> None:
        """Write into the one text field of the page, in place of what is there."""
        field = FIELD.search(self.page)
        assert field, f"no text field on this page:\n{self.page}"
        letters = [SPACE if each == " " else each for each in text]
        self._press(*field[1], "g", ENTER, ENTER, CLEAR, *letters, NEXT)

    def offers(self, words: str) -> bool:
        """Whether there is a link, button or answer of these words."""
        return self._number(words) is not None

    def words(self) -> str:
        """All that the page says, in one line."""
        return " ".join(self.page.split())

    def _number(self, words: str) -> str | None:
        found = re.search(NUMBERED + re.escape(words) + r"$", self.page, re.MULTILINE)
        return found[1] if found else None

    def _go_to(self, words: str) -> list[str]:
        number = self._number(words)
        assert number, f"no {words!r} on this page:\n{self.page}"
        return [*number, "g", ENTER]

    def _press(self, *keys: str) -> None:
        for key in keys:
            self._keys.write(f"key {key}\n")

    def _read(self) -> str:
        """The page as it is shown; lynx takes these keys once all before them are done."""
        reading = os.open(self._shown, os.O_RDONLY | os.O_NONBLOCK)
        ready = select.poll()
        ready.register(reading, select.POLLIN)
        self._press(*HAND_OVER)
        shown = b""
        try:
            while ready.poll(SLOWEST_PAGE_MS):
                part = os.read(reading, 65_536)
                if not part:
                    return shown.decode().partition("\nReferences\n")[0]
                shown += part
        finally:
            os.close(reading)
        raise TimeoutError(f"no page from the text browser after:\n{getattr(self, 'page', '')}")
