"""The page What if: what happens if I leave, die, am dismissed, or the company is sold?"""

from ui.pages.what_if.page import WhatIfPage

__all__ = ["WhatIfPage"]
