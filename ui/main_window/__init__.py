"""The window: rail, header, pages, Why? panel, menus; what it does with files and helps with stands beside it."""

from ui.main_window.window import MainWindow

__all__ = ["MainWindow"]
