"""Run by the system's Python, which has pyatspi: prints what a screen reader is told of the widgets of Strikebook.

One JSON line for each question on its standard input: role, name and states of every object on screen that can take
the keyboard.
"""

import json
import sys

import pyatspi


def walk(one, found, names):
    """Add what can take the keyboard and is on screen, and count the pages' names."""
    states = one.getState()
    if not states.contains(pyatspi.STATE_SHOWING) and one.getRole() != pyatspi.ROLE_APPLICATION:
        return
    names.append(one.name)
    if states.contains(pyatspi.STATE_FOCUSABLE):
        found.append([one.getRoleName(), one.name])
    if states.contains(pyatspi.STATE_MANAGES_DESCENDANTS) and one.childCount > 200:
        return
    for child in list(one):
        if child is not None:
            walk(child, found, names)


for _ in sys.stdin:
    applications = [one for one in pyatspi.Registry.getDesktop(0) if one is not None and one.name == "Strikebook"]
    found, names = [], []
    for application in applications:
        walk(application, found, names)
    print(json.dumps({"applications": len(applications), "focusable": found, "names": names}), flush=True)
