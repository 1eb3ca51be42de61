"""The user guide inside the program: the same pages as in docs/guide."""

from ui.dialogs.guide.window import GuideWindow, show_guide

__all__ = ["GuideWindow", "show_guide"]
