"""The page Record: what everything else is figured from, and the file it lies in."""

from ui.pages.record.page import RecordPage

__all__ = ["RecordPage"]
