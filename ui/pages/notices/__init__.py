"""The page Notices: where each exercise stands, and its papers."""

from ui.pages.notices.page import NoticesPage

__all__ = ["NoticesPage"]
