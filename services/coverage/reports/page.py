"""Pages with Chinese text, tables and drawn charts; equal content makes equal bytes."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF

INK, GREY, LIGHT, WHITE = (30, 36, 44), (120, 128, 138), (226, 231, 237), (255, 255, 255)
BLUE, GREEN, AMBER, RED = (31, 78, 121), (46, 139, 87), (222, 155, 40), (192, 57, 43)
Color = tuple[int, int, int]
MARGIN = 14.0


class Page(FPDF):
    def __init__(self, font: tuple[Path, int], when: datetime, footer: str) -> None:
        super().__init__(orientation="P", unit="mm", format="A4")
        self._line = footer
        self.set_creation_date(when)
        self.set_margin(MARGIN)
        self.set_auto_page_break(True, 16)
        path, number = font
        self.add_font("zh", fname=path, collection_font_number=number)
        self.set_producer("Anju")

    def footer(self) -> None:
        self.set_y(-12)
        self.ink(GREY, 8)
        self.cell(0, 5, self._line)
        self.set_x(MARGIN)
        self.cell(0, 5, f"第 {self.page_no()} 页", align="R")

    def ink(self, color: Color, size: float) -> None:
        self.set_font("zh", size=size)
        self.set_text_color(*color)

    def heading(self, text: str, note: str = "") -> None:
        self.ink(BLUE, 17)
        self.cell(0, 9, text, new_x="LMARGIN", new_y="NEXT")
        if note:
            self.ink(GREY, 9)
            self.cell(0, 5, note, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)

    def section(self, text: str) -> None:
        self.ln(2)
        self.ink(BLUE, 12)
        self.cell(0, 7, text, new_x="LMARGIN", new_y="NEXT")
        self.set_draw_color(*BLUE)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        self.ln(1.5)

    def text_line(self, text: str, color: Color = INK, size: float = 9.5) -> None:
        self.ink(color, size)
        self.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")

    def rows(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        size: float = 8.5,
    ) -> None:
        """A table that starts its header again on each page."""
        self._head(header, widths, size)
        for number, row in enumerate(rows):
            if self.get_y() + 5.4 > self.h - 16:
                self.add_page()
                self._head(header, widths, size)
            self.ink(INK, size)
            self.set_fill_color(*((246, 248, 251) if number % 2 else WHITE))
            for at, text in enumerate(row):
                shown = self.fitted(text, widths[at] - 2)
                self.cell(widths[at], 5.4, shown, fill=True, align="L" if at == 0 else "R")
            self.ln(5.4)

    def _head(self, header: Sequence[str], widths: Sequence[float], size: float) -> None:
        self.ink(WHITE, size)
        self.set_fill_color(*BLUE)
        for at, text in enumerate(header):
            self.cell(widths[at], 6, text, fill=True, align="L" if at == 0 else "R")
        self.ln(6)

    def fitted(self, text: str, width: float) -> str:
        while text and self.get_string_width(text) > width:
            text = text[:-2] + "…" if text[-1] == "…" else text[:-1] + "…"
        return text

    def box(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        self.set_fill_color(*color)
        self.rect(x, y, width, height, style="F")

    def label(self, x: float, y: float, text: str, color: Color = INK, size: float = 8) -> None:
        self.ink(color, size)
        self.text(x, y, text)
