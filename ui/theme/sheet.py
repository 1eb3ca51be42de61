"""The one style sheet of the program: edges, distances and states of Qt's own widgets."""

from __future__ import annotations

from string import Template

import resources
from ui.theme.tones import Tones, mixed
from ui.theme.type import SIZES

# Distances come from the spacing scale. A focused edge is 2 px and its padding 1 px less, so nothing jumps.
_SHEET = Template(
    """
QMainWindow, QDialog { background: $window; }
QToolTip { background: $card; color: $text; border: 1px solid $line; padding: 4px 8px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QPushButton, QToolButton[kind="button"] {
  background: $card; color: $text; border: 1px solid $line; border-radius: 6px; padding: 5px 13px; min-height: 18px;
  outline: 0;
}
QPushButton:hover, QToolButton[kind="button"]:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selection; }
QPushButton:focus, QToolButton[kind="button"]:focus { border: 2px solid $accent; padding: 4px 12px; }
QPushButton:disabled { color: $line; border-color: $hairline; background: transparent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_strong; border-color: $accent_strong; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $hover; color: $line; border-color: $hairline; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="quiet"], QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; }
QPushButton[kind="quiet"] { color: $accent; padding: 5px 9px; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="quiet"]:checked { background: $selection; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 4px 8px; }
QToolButton { padding: 4px; color: $text; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton, QTableView, QListView, QMenu, QTabBar, QLineEdit { icon-size: ${icon}px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {
  background: $card; color: $text; border: 1px solid $line; border-radius: 6px; padding: 4px 8px; min-height: 20px;
  selection-background-color: $selection; selection-color: $text;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 3px 7px;
}
QLineEdit[state="refused"], QComboBox[state="refused"] { border-color: $bad; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; border-color: $hairline; background: $window; }
QLineEdit:read-only { background: $window; border-color: $hairline; }
QComboBox::drop-down { border: none; width: ${icon}px; margin-right: 4px; }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line; padding: 4px; outline: 0; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }

QTableView, QListView, QTreeView {
  background: $card; alternate-background-color: $card; border: none; outline: 0; gridline-color: $hairline;
  selection-background-color: $selection; selection-color: $text;
}
QListView[plain="true"] { background: transparent; }
QTableView::item { padding: 0 8px; border-bottom: 1px solid $hairline; }
QTableView::item:selected { background: $selection; color: $text; }
QTableView::item:focus { border: 2px solid $accent; padding: 0 6px; }
QHeaderView { background: $card; border: none; }
QHeaderView::section {
  background: $card; color: $muted; border: none; border-bottom: 1px solid $line; padding: 6px 11px; font-weight: 500;
}
QHeaderView::section:hover { color: $text; }
QTableCornerButton::section { background: $card; border: none; }

QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] { background: transparent; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 12px; }
QScrollBar:horizontal { height: 12px; }
QScrollBar::handle { background: $scroll; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $line; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: $rail; color: $text; padding: 2px 4px; border: none; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover_rail; }
QMenu { background: $card; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $line; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }

QStatusBar { background: $rail; color: $muted; border: none; font-size: ${caption}pt; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $hairline; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTabBar { background: transparent; }
QTabBar::tab {
  color: $muted; padding: 8px 4px; margin-right: 20px; border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $hairline; }
QProgressBar { background: $hover; border: none; border-radius: 3px; max-height: 6px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSlider::groove:horizontal { height: 4px; background: $hairline; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
  width: 16px; height: 16px; margin: -7px 0; border-radius: 9px; background: $card; border: 2px solid $accent;
}
QSlider::handle:horizontal:focus { background: $accent; }
QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
QFrame[kind="hairline"] { background: $hairline; border: none; }
QFrame[kind="popup"] { background: $card; border: 1px solid $line; }
QToolButton[kind="mark"] {
  background: $accent_soft; color: $accent; border-radius: 9px; padding: 1px 8px; font-weight: 600;
}
QToolButton[kind="mark"]:focus { border: 2px solid $accent; padding: 0 7px; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 16px; height: 16px; border: 1px solid $line; border-radius: 4px; background: $card;
}
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:checked { image: url($look/check-$on.svg); }
QRadioButton::indicator:checked { image: url($look/dot-$on.svg); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $hairline; background: $window; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $card; }
QCalendarWidget QToolButton { font-weight: 600; padding: 4px 8px; }
QCalendarWidget QAbstractItemView { border: none; selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QTableView::item { border: none; padding: 0; }
QCalendarWidget QSpinBox { background: $card; color: $text; border: 1px solid $line; }
QCalendarWidget QWidget { alternate-background-color: $card; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="warn"] { color: $warn; }
QLabel[tone="bad"] { color: $bad; }
"""
)


def style_sheet(now: Tones, points: float, icon: int = 16) -> str:
    """The sheet in these tones, its type scale grown from a body of `points`, icons `icon` pixels high."""
    names = {name: now.of(name).name() for name in Tones._fields[1:]}
    names["accent_strong"] = mixed(now.accent, now.text, 0.2).name()
    names["look"] = resources.path("icons/look").as_posix()
    names["on"] = "dark" if now.is_dark else "white"
    names["icon"] = str(icon)
    names["caption"] = f"{points * SIZES['caption'][0]:.2f}"
    names["scroll"] = mixed(now.hairline, now.line, 0.45).name()
    names["hover_rail"] = mixed(now.rail, now.line, 0.2).name()
    roles = "\n".join(
        f'QLabel[type="{role}"] {{ font-size: {points * factor:.2f}pt; font-weight: {int(weight.value)}; }}'
        for role, (factor, weight) in SIZES.items()
    )
    return _SHEET.substitute(names) + roles
