"""Draws the program's icon in the formats that Windows and macOS want, from the SVGs in resources/icons."""

from __future__ import annotations

import io
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256, 512, 1024)


def draw(size: int) -> bytes:
    """Return the icon as PNG, `size` pixels square; up to 20 the drawing made for few pixels is used."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    name = "strikebook-16.svg" if size <= 20 else "strikebook.svg"
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "resources" / "icons" / name)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def make(folder: Path) -> None:
    """Write strikebook.ico and strikebook.icns, and every size as PNG, into `folder`."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    images = {}
    for size in SIZES:
        png = draw(size)
        (folder / f"strikebook-{size}.png").write_bytes(png)
        images[size] = Image.open(io.BytesIO(png))
    largest = images[256]
    windows = [images[size] for size in SIZES if size < 256]
    largest.save(folder / "strikebook.ico", sizes=[(s, s) for s in SIZES if s <= 256], append_images=windows)
    apple = [images[size] for size in (16, 32, 64, 128, 256, 512)]
    images[1024].save(folder / "strikebook.icns", append_images=apple)


if __name__ == "__main__":
    make(ROOT / "build" / "icons")
