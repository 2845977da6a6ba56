"""A letter as a PDF to print: with its language and title set, in a type that has Welsh letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import font_source_sans_pro
from fpdf import FPDF
from fpdf.enums import PageMode, XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from backend.letters.blocks import HEADING, ITEM, Block

FONTS = Path(font_source_sans_pro.__file__).parent / "files"
FACE = "SourceSansPro"
LANGUAGES = {"en": "en-GB", "cy": "cy"}
STANDARD, LARGE = 12, 14
MARGIN, INDENT = 25, 6  # millimetres
LINE = 1.4
MILLIMETRES = 0.3528  # of a point
BULLET, UNKNOWN = "•", "?"


@dataclass(frozen=True)
class Paper:
    """What every page of one PDF has: its title and language, and how large its letters are."""

    title: str
    locale: str
    made_at: datetime
    size: int = STANDARD


class Pages(FPDF):
    """Pages of plain text with headings, lists, lines to write on, and a number at the foot."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(format="A4")
        self.paper = paper
        for style, file in (("", "Regular"), ("B", "Bold")):
            self.add_font(FACE, style, FONTS / f"SourceSansPro-{file}.ttf")
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        self.set_title(paper.title)
        self.set_lang(LANGUAGES.get(paper.locale, LANGUAGES["en"]))
        self.set_creation_date(paper.made_at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.page_mode = PageMode.USE_NONE
        self.add_page()

    def footer(self) -> None:
        """The number of the page, on those after the first."""
        if self.page_no() > 1:
            self.set_y(-15)
            self._type("", self.paper.size - 2)
            self.cell(0, 5, str(self.page_no()), align="C")

    def words(self, text: str, *, bold: bool = False, indent: float = 0) -> None:
        """Some lines of text."""
        self._type("B" if bold else "")
        self.set_x(MARGIN + indent)
        self._lines(text, self.epw - indent)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, which also stands in the outline that readers show."""
        if self.will_page_break(3 * self._line):
            self.add_page()
        self.ln(self._line / 3)
        self.start_section(text, level=level)
        self._type("B", self.paper.size + (4 if level == 0 else 1))
        self._lines(text, 0)

    def items(self, lines: Sequence[str]) -> None:
        """A list."""
        for line in lines:
            self._type("")
            self.set_x(MARGIN)
            self.cell(INDENT, self._line, BULLET)
            self.words(line, indent=INDENT)

    def gap(self, lines: float = 0.6) -> None:
        """Some room."""
        self.ln(self._line * lines)

    def blocks(self, found: Sequence[Block]) -> None:
        """The blocks of a letter."""
        for block in found:
            if block.kind == HEADING:
                self.heading(block.text)
            elif block.kind == ITEM:
                self.items(block.lines)
                self.gap()
            else:
                self.words(block.text)
                self.gap()

    def to_sign(self, label: str) -> None:
        """A line to write on, with what belongs there."""
        if self.will_page_break(4 * self._line):
            self.add_page()
        self.gap(1.6)
        self.line(MARGIN, self.get_y(), MARGIN + 90, self.get_y())
        self.words(label)

    def made(self) -> bytes:
        """The whole file."""
        return bytes(self.output())

    @property
    def _line(self) -> float:
        return self.paper.size * MILLIMETRES * LINE

    def _lines(self, text: str, width: float) -> None:
        """Lines of text; a sign that the type does not have is shown as one that is not known."""
        face = self.current_font
        known = face.cmap if isinstance(face, TTFFont) else {}
        shown = "".join(sign if sign == "\n" or ord(sign) in known else UNKNOWN for sign in text)
        self.multi_cell(width, self._line, shown, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _type(self, style: str, size: int | None = None) -> None:
        self.set_font(FACE, style, size or self.paper.size)
