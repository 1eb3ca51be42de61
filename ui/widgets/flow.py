"""A layout that puts things beside one another and wraps them like words when the width ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui import theme


class Flow(QLayout):
    """Items keep their size hint and stand on one base line, or share a row equally where `is_even`: as many as fit
    at `least` pixels (at the normal size of text), all as high as the highest. The first stands `hang` pixels further
    left than the layout: what has air around it is in line with what has none."""

    def __init__(self, spacing: int = theme.GAP.large, is_even: bool = False, least: int = 240, hang: int = 0) -> None:
        super().__init__()
        self._hang = hang
        self._items: list[QLayoutItem] = []
        self._is_even = is_even
        self._least = least
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, at: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[at] if 0 <= at < len(self._items) else None

    def takeAt(self, at: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(at) if 0 <= at < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(QRect(0, 0, width, 0), is_trial=True)

    def setGeometry(self, area: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(area)
        self._lay_out(area, is_trial=False)

    def sizeHint(self) -> QSize:
        items = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in items) + self.spacing() * max(0, len(items) - 1)
        return QSize(width, max((size.height() for size in items), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, int]]]:
        items = [item for item in self._items if not item.isEmpty()]
        if self._is_even and items:
            least = theme.grown(self._least)
            columns = max(1, min(len(items), (width + self.spacing()) // (least + self.spacing())))
            each = (width - self.spacing() * (columns - 1)) // columns
            return [[(item, each) for item in items[at : at + columns]] for at in range(0, len(items), columns)]
        wides = [item.sizeHint().width() for item in items]
        rows = self._wrapped(wides, width)
        each = -(-len(items) // max(1, rows))
        across = [max(wides[at::each]) for at in range(each)]
        if rows > 1 and sum(across) + self.spacing() * (each - 1) <= width:  # as many in each row, in columns
            return [
                [(item, across[at]) for at, item in enumerate(items[first : first + each])]
                for first in range(0, len(items), each)
            ]
        return self._greedy(items, wides, width)

    def _wrapped(self, wides: list[int], width: int) -> int:
        """How many rows there are where each takes as many as fit."""
        rows, used = 0, width + 1
        for wide in wides:
            if used + wide > width:
                rows, used = rows + 1, 0
            used += wide + self.spacing()
        return rows

    def _greedy(self, items: list[QLayoutItem], wides: list[int], width: int) -> list[list[tuple[QLayoutItem, int]]]:
        rows: list[list[tuple[QLayoutItem, int]]] = []
        used = width + 1
        for item, wide in zip(items, wides, strict=True):
            if used + wide > width:
                rows.append([])
                used = 0
            rows[-1].append((item, min(wide, width)))
            used += wide + self.spacing()
        return rows

    def _lay_out(self, area: QRect, is_trial: bool) -> int:
        top = area.top()
        area = area.adjusted(-self._hang, 0, 0, 0)
        for row in self._rows(area.width()):
            heights = [
                item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                for item, wide in row
            ]
            left = area.left()
            for (item, wide), height in zip(row, heights, strict=True):
                if not is_trial:
                    wide_now = wide if self._is_even else min(wide, item.sizeHint().width())
                    high = max(heights) if self._is_even else height
                    item.setGeometry(QRect(QPoint(left, top + max(heights) - high), QSize(wide_now, high)))
                left += wide + self.spacing()
            top += max(heights) + self.spacing()
        return max(0, top - self.spacing() - area.top()) if self._items else 0


def figures(*widgets: QWidget) -> Flow:
    """Figures beside one another, their words in line with the words above and below."""
    made = Flow(theme.GAP.small, hang=theme.GAP.small + 1)
    for widget in widgets:
        made.addWidget(widget)
    return made


class Head(Flow):
    """A title at the left and what follows it at the right of the same line, or below it where both do not fit."""

    def __init__(self) -> None:
        super().__init__(theme.GAP.small)

    def addLayout(self, layout: QLayout) -> None:  # noqa: N802 - as Qt's boxes call it
        """Take a layout as an item."""
        self.addChildLayout(layout)
        self.addItem(layout)

    def _lay_out(self, area: QRect, is_trial: bool) -> int:
        items = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
        rest = sum(size.width() for _, size in items[1:]) + self.spacing() * len(items[1:])
        if len(items) < 2 or items[0][1].width() + rest > area.width():
            return super()._lay_out(area, is_trial)
        high = max(size.height() for _, size in items)
        left = area.left()
        for at, (item, size) in enumerate(items):
            if at == 1:
                left = area.right() + 1 - rest + self.spacing()
            if not is_trial:
                top = area.top() + (high - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self.spacing()
        return high


def flow(*widgets: QWidget, spacing: int = theme.GAP.large, is_even: bool = False, least: int = 240) -> Flow:
    """Widgets in a `Flow`."""
    made = Flow(spacing, is_even, least)
    for widget in widgets:
        made.addWidget(widget)
    return made
