"""Dialogs: each offers one classmethod that asks and returns plain data, or None."""
