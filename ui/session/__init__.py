"""The door: the one way from the window to the record, its file, its papers and the clock."""

from ui.session.door import Clock, Session, wall_clock

__all__ = ["Clock", "Session", "wall_clock"]
