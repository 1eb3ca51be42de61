"""Pages of a finished paper as pixels, for the window and the printer; the document stays open between pages."""

from __future__ import annotations

from models.notice.reader import Pixels, open_document, page_pixels

# Above this a page would take more memory than a screen or a printer needs.
LARGEST_SCALE = 12.0


class Preview:
    """An open paper. `scale` is pixels a point: 96/72 shows a page at its true size on a plain screen."""

    def __init__(self, pdf: bytes) -> None:
        self._document = open_document(pdf)
        self.pages: int = len(self._document)

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of page `number` (from 0) in points."""
        width, height = self._document.get_page_size(number)
        return float(width), float(height)

    def pixels(self, number: int, scale: float) -> Pixels:
        """Page `number` (from 0); `scale` is kept between 0.05 and `LARGEST_SCALE`."""
        return page_pixels(self._document, number, min(max(scale, 0.05), LARGEST_SCALE))

    def close(self) -> None:
        """Give the document back; the preview cannot be used afterwards."""
        self._document.close()


def page(pdf: bytes, number: int, scale: float) -> Pixels:
    """One page of a paper, from 0, at `scale` pixels a point."""
    with Preview(pdf) as preview:
        return preview.pixels(number, scale)
