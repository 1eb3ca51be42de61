"""What every dialog has in common: a title, a form, refusals at their fields, and one button that does it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.errors import Refusal
from ui import theme
from ui.widgets.banner import Banner
from ui.widgets.card import row
from ui.widgets.field import Form, text_of
from ui.widgets.labels import label

# At the normal size of text.
_NARROWEST, _WIDEST = 420, 720


class FormDialog(QDialog):
    """A dialog around one `Form`. Subclasses fill `self.form` and `self.body` and override `result_value`.

    The button named by `verb` calls `result_value()`; a Refusal it raises is shown at the field it names, or
    across the top, and the dialog stays open. `ask_value()` runs the dialog and returns the value or None.
    """

    def __init__(self, parent: QWidget | None, title: str, verb: str, intro: str = "", columns: int = 1) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._value: Any = None
        self._beside = 0  # what stands beside the form takes so many pixels
        self.banner = Banner("bad")
        self.form = Form(columns)
        self.form.edited.connect(self._on_edited)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.GAP.medium)
        self.buttons = QDialogButtonBox()
        self.verb: QPushButton = self.buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.verb.setProperty("kind", "primary")
        self.verb.setDefault(True)
        cancel = self.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAutoDefault(False)
        self.buttons.accepted.connect(self._on_accepted)
        self.buttons.rejected.connect(self.reject)
        self._assemble(title, intro)

    def result_value(self) -> Any:
        """What the dialog returns, read from its fields; raise a Refusal for what cannot be taken."""
        raise NotImplementedError

    def ask_value(self) -> Any:
        """Run the dialog: the value, or None when it was cancelled."""
        self.fit()
        if self.form.fields and self.focusWidget() is None:
            self.form.fields[0].edit.setFocus()
        is_accepted = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()  # its window owns it and would keep it for as long as it is open
        return self._value if is_accepted else None

    def fit(self) -> None:
        """Be as large as what is in it, fields that were added or hidden last included."""
        inside = self._area.widget()
        for child in self.findChildren(QWidget):  # before that, words are measured in the font of the system
            child.ensurePolished()
        width = self._width()
        self.form.fit(width - 2 * theme.GAP.huge)
        for of in (self.form, inside, self):  # Qt tells nobody outside a scroll area what has changed inside it
            layout = of.layout() if of is not None else None
            if layout is not None:
                layout.invalidate()
                layout.activate()
        self._area.width_wanted, self._area.most = width, self._room().height() - self._around()
        self._area.updateGeometry()
        outside = self.layout()
        if outside is not None:
            self._middle.invalidate()
            outside.invalidate()
            width += self._beside
            self.resize(width, max(outside.totalHeightForWidth(width), outside.totalMinimumSize().height()))

    def grow(self) -> None:
        """Grow with what is in it; never shrink while it is open, so that nothing jumps."""
        if self.isVisible():
            before = self.size()
            self.fit()
            self.resize(self.size().expandedTo(before))

    def at_least(self, width: int) -> None:
        """Be at least so wide (at the normal size of text), as far as the screen is."""
        self.setMinimumWidth(min(theme.grown(width), self._room().width()))

    def put_beside(self, widget: QWidget, width: int) -> bool:
        """Put a widget of this width at the right of the form, where it stays in view; False where there's no room."""
        asked = theme.grown(width) + theme.GAP.huge + theme.GAP.small
        if self.minimumWidth() + asked > self._room().width():
            return False
        self._beside = asked
        widget.setFixedWidth(theme.grown(width))
        self._middle.addSpacing(theme.GAP.small)
        self._middle.addWidget(widget)
        self._middle.addSpacing(theme.GAP.huge)
        return True

    def _around(self) -> int:
        """How high everything but the form is."""
        outside, least = self.layout(), self._area.minimumSizeHint().height()
        return outside.totalHeightForWidth(self.minimumWidth()) - self._area.sizeHint().height() if outside else least

    def _room(self) -> QSize:
        """What there is of the screen, without the frames of windows."""
        return self.screen().availableSize() - QSize(80, 80)

    def _width(self) -> int:
        """As wide as what is in it asks for, within its minimum and most of the screen."""
        inside = self._area.widget()
        asked = inside.sizeHint().width() if inside is not None else 0
        return max(self.minimumWidth(), min(asked, theme.grown(_WIDEST), self._room().width() - self._beside))

    def done(self, result: int) -> None:
        was_active = self.isActiveWindow()
        super().done(result)
        give_back(self, was_active)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at its field, or across the top where it has none."""
        if not self.form.refuse(refusal):
            self.banner.show_words("bad", text_of(refusal))

    def _assemble(self, title: str, intro: str) -> None:
        inside = QWidget()
        inside.setProperty("plain", "true")
        content = QVBoxLayout(inside)
        content.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, 0)
        content.setSpacing(theme.GAP.medium)
        content.addWidget(self.form)
        content.addLayout(self.body)
        content.addStretch(1)
        self._area = _Area()
        self._area.setWidget(inside)
        head = QVBoxLayout()
        head.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, 0)
        head.addWidget(label(title, "title"))
        if intro:
            head.addWidget(label(intro, "body", "muted", wraps=True))
        head.addWidget(self.banner)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.GAP.huge, 0, theme.GAP.huge, 0)
        foot.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.GAP.large, 0, theme.GAP.large)
        layout.setSpacing(theme.GAP.medium)
        self._middle = row(self._area, spacing=0)
        layout.addLayout(head)
        layout.addLayout(self._middle, 1)
        layout.addLayout(foot)
        self.at_least(_NARROWEST)

    @Slot()
    def _on_edited(self) -> None:
        self.banner.show_words("bad", "")

    @Slot()
    def _on_accepted(self) -> None:
        if not self.form.check():
            return
        try:
            self._value = self.result_value()
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.accept()


def give_back(dialog: QDialog, was_active: bool) -> None:
    """Hand the keyboard back to the window below: a window manager does it, without one nobody would have it."""
    below = dialog.parentWidget()
    if was_active and below is not None:
        below.window().activateWindow()


class _Area(QScrollArea):
    """As wide as it is told and as high as what is in it, up to `most`."""

    def __init__(self) -> None:
        super().__init__()
        self.width_wanted, self.most = 0, 10_000
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        if inside is None:
            return super().sizeHint()
        size = QSize(self.width_wanted, inside.sizeHint().height())
        layout = inside.layout()
        if layout is not None and layout.hasHeightForWidth():  # captions that wrap need more height than they hint
            size.setHeight(layout.totalHeightForWidth(size.width()))
        return size.boundedTo(QSize(size.width(), max(self.most, self.minimumSizeHint().height())))


__all__ = ["FormDialog", "give_back"]
