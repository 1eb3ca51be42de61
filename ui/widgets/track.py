"""The life of something as stages on a line: what is done with its day, what comes next, what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.card import is_restyle

DONE, NEXT, AHEAD, STOPPED = "done", "next", "ahead", "stopped"
_SPOKEN = {DONE: "done", NEXT: "next", AHEAD: "not yet", STOPPED: "cancelled"}
_DOT = 24
_FLAGS = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


@dataclass(frozen=True)
class Stage:
    """One stage: its name, `state` (DONE, NEXT, AHEAD or STOPPED), its day and a detail in words."""

    key: str
    title: str
    state: str
    day: str = ""
    detail: str = ""
    tip: str = ""


class _Stop(QAbstractButton):
    """One stage on the line; the line runs to its neighbours. `resized` when it has another width."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage("", "", AHEAD)
        self.is_first = self.is_last = False
        self.is_after_done = False  # whether the stage before is done
        self.lines = 2  # captions under the title, the same in all stages
        self._is_under_pointer = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stage(self, stage: Stage, is_first: bool, is_last: bool, is_after_done: bool) -> None:
        self.stage, self.is_first, self.is_last, self.is_after_done = stage, is_first, is_last, is_after_done
        can_act = bool(stage.tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_act else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_act else Qt.CursorShape.ArrowCursor)
        self.setToolTip(stage.tip)
        said = ", ".join(part for part in (_SPOKEN[stage.state], stage.day, stage.detail) if part)
        self.setAccessibleName(f"{stage.title}: {said}")
        self.setAccessibleDescription(stage.tip)
        self.updateGeometry()
        self.update()

    def deep(self, width: int) -> int:
        """How many lines the captions take at a width."""
        note = QFontMetricsF(theme.font("caption"))
        words = [said for said in (self.stage.day, self.stage.detail) if said]
        room = QRectF(0, 0, max(20, width - 6), 1000)
        return sum(max(1, round(note.boundingRect(room, _FLAGS, said).height() / note.height())) for said in words)

    def sizeHint(self) -> QSize:
        title, note = QFontMetricsF(theme.font("strong")), QFontMetricsF(theme.font("caption"))
        words = (self.stage.day, self.stage.detail)
        wide = max(title.horizontalAdvance(self.stage.title), *(note.horizontalAdvance(said) for said in words))
        return QSize(int(min(wide, 220)) + 24, int(_DOT + 14 + title.height() + self.lines * note.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        title = QFontMetricsF(theme.font("strong"))
        return QSize(int(title.horizontalAdvance(self.stage.title)) + 12, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_under_pointer = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_under_pointer = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if is_restyle(event):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        tones = theme.tones(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        can_act = bool(self.stage.tip)
        if can_act and (self._is_under_pointer or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.hover)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 8, 8)
        self._paint_line(painter, tones, area)
        self._paint_dot(painter, tones, QPointF(area.center().x(), 4 + _DOT / 2))
        self._paint_words(painter, tones, area)
        if self.hasFocus():
            painter.setPen(QPen(tones.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 8, 8)

    def _paint_line(self, painter: QPainter, tones: theme.Tones, area: QRectF) -> None:
        height, gap = 4 + _DOT / 2, _DOT / 2 + 5
        middle = area.center().x()
        done = QPen(tones.accent, 2)
        ahead = QPen(tones.line, 2, Qt.PenStyle.DotLine)
        if not self.is_first:
            painter.setPen(done if self.stage.state == DONE and self.is_after_done else ahead)
            painter.drawLine(QPointF(0, height), QPointF(middle - gap, height))
        if not self.is_last:
            painter.setPen(done if self.property("leads_on") else ahead)
            painter.drawLine(QPointF(middle + gap, height), QPointF(area.right(), height))

    def _paint_dot(self, painter: QPainter, tones: theme.Tones, middle: QPointF) -> None:
        state = self.stage.state
        circle = QRectF(middle.x() - _DOT / 2, middle.y() - _DOT / 2, _DOT, _DOT)
        painter.setPen(QPen(tones.line if state in {AHEAD, STOPPED} else tones.accent, 2))
        painter.setBrush(tones.accent if state == DONE else tones.card)
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        ratio = self.devicePixelRatioF()
        if state == DONE:
            mark = theme.pixmap("check", 14, tones.on_accent, ratio)
            painter.drawPixmap(QPointF(middle.x() - 7, middle.y() - 7), mark)
        elif state == STOPPED:
            painter.drawPixmap(QPointF(middle.x() - 7, middle.y() - 7), theme.pixmap("x", 14, tones.muted, ratio))
        elif state == NEXT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tones.accent)
            painter.drawEllipse(middle, 4, 4)

    def _paint_words(self, painter: QPainter, tones: theme.Tones, area: QRectF) -> None:
        top = _DOT + 12.0
        for words, role, colour in (
            (self.stage.title, "strong", tones.text if self.stage.state in {DONE, NEXT} else tones.muted),
            (self.stage.day, "caption", tones.text if self.stage.state == DONE else tones.muted),
            (self.stage.detail, "caption", tones.muted),
        ):
            font = theme.font(role)
            metrics = QFontMetricsF(font)
            painter.setFont(font)
            painter.setPen(colour)
            line = QRectF(3, top, area.width() - 6, area.height() - top)
            painter.drawText(line, _FLAGS, words)
            top += metrics.boundingRect(line, _FLAGS, words).height() if words else 0


class Track(QWidget):
    """Stages from left to right. `asked(key)` when a stage that can be acted on is pressed."""

    asked = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._stops: list[_Stop] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is shown."""
        return tuple(stop.stage for stop in self._stops)

    def stop(self, key: str) -> QAbstractButton:
        """The button of a stage."""
        return next(stop for stop in self._stops if stop.stage.key == key)

    def show_stages(self, stages: tuple[Stage, ...]) -> None:
        """Show other stages; a stage that can be acted on has a `tip`."""
        while len(self._stops) < len(stages):
            stop = _Stop()
            stop.clicked.connect(self._on_clicked)
            stop.resized.connect(self._fit)
            self._layout.addWidget(stop, 1)
            self._stops.append(stop)
        while len(self._stops) > len(stages):
            gone = self._stops.pop()
            self._layout.removeWidget(gone)
            gone.deleteLater()
        for at, (stop, stage) in enumerate(zip(self._stops, stages, strict=True)):
            before = stages[at - 1].state == DONE if at else False
            leads_on = stage.state == DONE and at + 1 < len(stages) and stages[at + 1].state == DONE
            stop.setProperty("leads_on", leads_on)
            stop.show_stage(stage, at == 0, at == len(stages) - 1, before)
        self._fit()
        reached = [f"{stage.title} {stage.day}".strip() for stage in stages if stage.state == DONE]
        self.setAccessibleName(f"{self._name}: {', '.join(reached)}" if reached else self._name)

    @Slot()
    def _fit(self) -> None:
        """Give every stage the height of the one whose captions need most lines."""
        each = self.width() // max(1, len(self._stops))
        lines = max((stop.deep(stop.width() if stop.isVisible() else each) for stop in self._stops), default=1)
        for stop in self._stops:
            if stop.lines != lines:
                stop.lines = lines
                stop.updateGeometry()

    @Slot()
    def _on_clicked(self) -> None:
        stop = self.sender()
        if isinstance(stop, _Stop) and stop.stage.tip:
            self.asked.emit(stop.stage.key)
