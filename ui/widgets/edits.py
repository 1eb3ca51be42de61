"""Line edits that hold one value: typed freely, read strictly, and never rounded behind the user's back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from models.errors import Refusal
from models.values.dates import add_months
from models.values.money import price_text, rate_text
from ui import text, theme
from ui.widgets import parsers
from ui.widgets.calendar import calendar, chosen, style

T = TypeVar("T")


class ParsedEdit(QLineEdit, Generic[T]):
    """A line edit whose text is read by a strict parser.

    `value()` is what it says or a Refusal; `maybe()` is None while it is empty or wrong. `value_changed` tells
    the value (None where there is none) whenever it becomes another one. `echo()` says what was understood.
    """

    value_changed = Signal(object)

    def __init__(self, parse: Callable[[str], T], show: Callable[[T], str], missing: str) -> None:
        super().__init__()
        self._parse = parse
        self._show = show
        self._missing = missing
        self._last: T | None = None
        self.is_optional = False
        self.textChanged.connect(self._on_text)
        self.editingFinished.connect(self._on_finished)

    def value(self) -> T:
        """The value typed; a Refusal where there is none."""
        if not self.text().strip():
            raise Refusal("missing", self._missing)
        return self._parse(self.text())

    def maybe(self) -> T | None:
        """The value typed, None where the field is empty or cannot be read."""
        try:
            return self.value()
        except Refusal:
            return None

    def optional(self) -> T | None:
        """The value typed, None where the field is empty; a Refusal where it cannot be read."""
        return self.value() if self.text().strip() else None

    def refusal(self) -> Refusal | None:
        """Why the text cannot be taken; None when it can."""
        try:
            self.optional() if self.is_optional else self.value()
        except Refusal as refused:
            return refused
        return None

    def set_value(self, value: T | None) -> None:
        """Show a value; None empties the field."""
        self.setText("" if value is None else self._show(value))

    def echo(self) -> str:
        """What was understood, where that says more than the text itself; else empty."""
        return ""

    @Slot()
    def _on_text(self) -> None:
        now = self.maybe()
        if now != self._last:
            self._last = now
            self.value_changed.emit(now)

    @Slot()
    def _on_finished(self) -> None:
        value = self.maybe()
        if value is not None and self._show(value) != self.text():
            self.setText(self._show(value))


class DateEdit(ParsedEdit[date]):
    """A date: Up and Down move it by a day, Page Up and Page Down by a month; a calendar opens with F4 or its icon."""

    def __init__(self, value: date | None = None) -> None:
        super().__init__(parsers.parse_date, str, "Type a date, such as 2003-11-10.")
        self.setPlaceholderText("2003-11-10")
        self._calendar: QCalendarWidget | None = None
        opener = self.addAction(theme.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        opener.setToolTip("Choose from a calendar (F4)")
        opener.triggered.connect(self.show_calendar)
        self.set_value(value)

    def echo(self) -> str:
        day = self.maybe()
        return text.long_day(day) if day is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, day = event.key(), self.maybe()
        steps: dict[Qt.Key, Callable[[date], date]] = {
            Qt.Key.Key_Up: lambda at: at + timedelta(days=1),
            Qt.Key.Key_Down: lambda at: at - timedelta(days=1),
            Qt.Key.Key_PageUp: lambda at: add_months(at, 1),
            Qt.Key.Key_PageDown: lambda at: add_months(at, -1),
        }
        if key == Qt.Key.Key_F4:
            self.show_calendar()
        elif day is not None and key in steps and not self.isReadOnly():
            moved = steps[Qt.Key(key)](day)
            if parsers.FIRST_DAY <= moved <= parsers.LAST_DAY:
                self.set_value(moved)
        else:
            super().keyPressEvent(event)

    @Slot()
    def show_calendar(self) -> None:
        """Open a calendar below the field; a click or Enter takes the day, Esc leaves it as it was."""
        if self.isReadOnly():
            return
        if self._calendar is None:
            self._calendar = calendar(self)
            self._calendar.setWindowFlag(Qt.WindowType.Popup)
            self._calendar.clicked.connect(self._on_chosen)
            self._calendar.activated.connect(self._on_chosen)
        style(self._calendar)
        day = self.maybe()
        if day is not None:
            self._calendar.setSelectedDate(day)  # type: ignore[arg-type]
        self._calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self._calendar.show()
        self._calendar.setFocus()

    @Slot(object)
    def _on_chosen(self, _: object) -> None:
        if self._calendar is not None:
            self.set_value(chosen(self._calendar))
            self._calendar.hide()
        self.setFocus()
        self.editingFinished.emit()


class SharesEdit(ParsedEdit[int]):
    """A whole number of shares, shown with thousands separators."""

    def __init__(self, value: int | None = None) -> None:
        super().__init__(parsers.parse_shares, text.shares, "Type how many shares.")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(theme.numerals(self.font()))
        self.set_value(value)


def _plain_price(price: Fraction) -> str:
    whole, _, decimals = price_text(price).partition(".")
    shown = f"{int(whole):,}.{decimals}"
    # A value that no few decimals can show must not be changed by showing it.
    return shown if parsers.parse_amount(shown) == price else rate_text(price)


def _plain_money(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


class _RightEdit(ParsedEdit[T]):
    def __init__(self, parse: Callable[[str], T], show: Callable[[T], str], missing: str) -> None:
        super().__init__(parse, show, missing)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(theme.numerals(self.font()))


class PriceEdit(_RightEdit[Fraction]):
    """A price of one share in dollars, above zero, with every decimal typed kept."""

    def __init__(self, value: Fraction | None = None) -> None:
        super().__init__(parsers.parse_price, _plain_price, "Type a price, such as 1.20.")
        self.set_value(value)

    def echo(self) -> str:
        price = self.maybe()
        return f"{text.price(price)} a share" if price is not None else ""


class AmountEdit(_RightEdit[Fraction]):
    """Dollars, zero or more, with every decimal typed kept: a basis, a fee a share."""

    def __init__(self, value: Fraction | None = None) -> None:
        super().__init__(parsers.parse_amount, _plain_price, "Type an amount, such as 1.20.")
        self.set_value(value)

    def echo(self) -> str:
        amount = self.maybe()
        return text.price(amount) if amount is not None else ""


class MoneyEdit(_RightEdit[int]):
    """An amount of money; its value is in cents."""

    def __init__(self, value: int | None = None) -> None:
        super().__init__(parsers.parse_money, _plain_money, "Type an amount, such as 1,250.00.")
        self.set_value(value)

    def echo(self) -> str:
        cents = self.maybe()
        return text.money(cents) if cents is not None else ""


class RateEdit(_RightEdit[Fraction]):
    """A percentage from 0 to 100; its value is a fraction of one."""

    def __init__(self, value: Fraction | None = None) -> None:
        super().__init__(parsers.parse_rate, text.percent, "Type a percentage, such as 22.")
        self.set_value(value)


class TextEdit(ParsedEdit[str]):
    """One line of text, with spaces at its ends taken away; at most `longest` characters."""

    def __init__(self, value: str = "", longest: int = 200, missing: str = "Fill this in.") -> None:
        self._longest = longest
        super().__init__(self._read, lambda value: value, missing)
        self.set_value(value)

    def _read(self, typed: str) -> str:
        words = typed.strip()
        if len(words) > self._longest:
            raise Refusal("too_long", f"Use at most {self._longest} characters; this has {len(words)}.")
        if not all(sign.isprintable() for sign in words):
            raise Refusal("bad_text", "Take out the characters that cannot be printed.")
        return words


_LEAST_CHOICE = 200  # a longer value is cut with an ellipsis before it takes more


class Choice(QComboBox):
    """A choice of a few values, each with its words; the wheel does not change it by accident."""

    value_changed = Signal(object)

    def __init__(self, choices: Sequence[tuple[Any, str]] = (), value: Any = None) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._values: list[Any] = []
        self.set_choices(choices, value)
        self.currentIndexChanged.connect(self._on_index)

    def set_choices(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        """Offer other values; the one chosen stays where it is still offered, unless `value` is given."""
        wanted = value if value is not None else self.value()
        self.blockSignals(True)
        self.clear()
        self._values = [one for one, _ in choices]
        self.addItems([words for _, words in choices])
        self.blockSignals(False)
        self.set_value(wanted)

    def value(self) -> Any:
        """The value chosen; None where there is nothing to choose."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: Any) -> None:
        """Choose `value` where it is offered."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def sizeHint(self) -> QSize:
        asked = super().sizeHint()
        return QSize(asked.width() + theme.grown(16), asked.height())  # Qt counts on a smaller arrow

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), theme.grown(_LEAST_CHOICE)), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        size = theme.grown(16)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - size - 2 * theme.GAP.medium  # Qt itself would cut in the middle of a letter
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        tones = theme.tones(self)
        arrow = theme.pixmap(
            "chevron-down", size, tones.muted if self.isEnabled() else tones.line, self.devicePixelRatioF()
        )
        painter.drawPixmap(self.width() - size - theme.GAP.small, (self.height() - size) // 2, arrow)

    @Slot(int)
    def _on_index(self, _: int) -> None:
        self.value_changed.emit(self.value())


def name_for(edit: QWidget, words: str) -> None:
    """Give a widget without a label of its own the name a screen reader says."""
    edit.setAccessibleName(words)
