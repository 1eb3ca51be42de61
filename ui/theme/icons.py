"""Icons by name, drawn in the colour of their meaning at the moment they are painted."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap

import resources
from ui.theme.tones import tones


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resources.read_text(f"icons/ui/{name}.svg")


@lru_cache(maxsize=512)
def _image(name: str, pixels: int, colour: str) -> QImage:
    """The icon at a size in device pixels: Qt draws `currentColor` black, so the colour is put in first."""
    svg = _source(name).replace("currentColor", colour)
    svg = svg.replace('width="24"', f'width="{pixels}"', 1).replace('height="24"', f'height="{pixels}"', 1)
    image = QImage()
    image.loadFromData(QByteArray(svg.encode()), "SVG")
    return image


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """An icon of `size` logical pixels in `colour` for a screen with this device pixel ratio."""
    made = QPixmap.fromImage(_image(name, ceil(size * ratio), colour.name()))
    made.setDevicePixelRatio(ratio)
    return made


class _Engine(QIconEngine):
    """Paints an icon in the tone asked for, greyed where it is disabled; follows a change of scheme by itself."""

    def __init__(self, name: str, meaning: str) -> None:
        super().__init__()
        self._name = name
        self._meaning = meaning

    def _colour(self, mode: QIcon.Mode) -> QColor:
        now = tones()
        return now.line if mode == QIcon.Mode.Disabled else now.of(self._meaning)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())  # a wider place leaves air between the icon and its words
        ratio = max(1.0, painter.combinedTransform().m11())  # not device(): its wrapper may outlive the device
        spare = QPoint(0, (rect.height() - side) // 2)
        painter.drawPixmap(rect.topLeft() + spare, pixmap(self._name, side, self._colour(mode), ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        whole = QPixmap(size)
        whole.fill(QColor(0, 0, 0, 0))
        painter = QPainter(whole)
        image = _image(self._name, min(size.width(), size.height()), self._colour(mode).name())
        painter.drawImage(0, (size.height() - image.height()) // 2, image)
        painter.end()
        return whole

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._meaning)


def icon(name: str, meaning: str = "text") -> QIcon:
    """The icon called `name` in resources/icons/ui, in the colour of `meaning` (a field of `Tones`)."""
    _source(name)
    return QIcon(_Engine(name, meaning))
