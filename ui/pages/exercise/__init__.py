"""The page Exercise: what it costs, how to pay, and the notice that comes of it."""

from ui.pages.exercise.page import ExercisePage

__all__ = ["ExercisePage"]
