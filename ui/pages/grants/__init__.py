"""The page Grants: what was granted, and what has vested?"""

from ui.pages.grants.page import GrantsPage

__all__ = ["GrantsPage"]
