"""The page Plan: what are the rules?"""

from ui.pages.plan.page import PlanPage

__all__ = ["PlanPage"]
