"""The page Deadlines: by when?"""

from ui.pages.deadlines.page import DeadlinesPage

__all__ = ["DeadlinesPage"]
