"""The licences of the program and of everything it is made of, from source and from the double-click program alike.

What pip installed carries its own texts. The double-click program has none of that; its build writes the texts into
resources/licences, with those of the libraries it takes from the building system.
"""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import resources

# What is installed with the program, and what it is for.
PARTS = {
    "PySide6-Essentials": "the window (Qt and Qt for Python, LGPL)",
    "shiboken6": "the window's bindings to Python (LGPL)",
    "reportlab": "the papers",
    "pillow": "needed by reportlab",
    "charset-normalizer": "needed by reportlab",
    "pypdfium2": "reading papers back and showing them",
    "sqlite-utils": "making and upgrading the record's file",
    "click": "needed by sqlite-utils",
    "click-default-group": "needed by sqlite-utils",
    "pluggy": "needed by sqlite-utils",
    "sqlite-fts4": "needed by sqlite-utils",
    "tabulate": "needed by sqlite-utils",
    "icalendar": "calendar files",
    "python-dateutil": "calendar rules, needed by icalendar",
    "tzdata": "time zones, needed by icalendar",
    "typing-extensions": "needed by icalendar",
    "openpyxl": "writing spreadsheets",
    "et-xmlfile": "needed by openpyxl",
    "python-calamine": "reading spreadsheets",
}
_SHIPPED = (
    ("Inter, the typeface of the window", "fonts/ui/LICENSE.txt"),
    ("Gentium Book Plus, the typeface of the papers", "fonts/paper/LICENSE.txt"),
    ("DejaVu Sans, for the letters that one lacks", "fonts/LICENSE.txt"),
    ("Lucide, the icons", "icons/ui/LICENSE.txt"),
    ("GNU Lesser General Public License 3, for Qt and Qt for Python", "licences/LGPL-3.0.txt"),
    ("GNU General Public License 3, which the one above builds on", "licences/GPL-3.0.txt"),
)
_QT = (
    "Used unchanged, as libraries of their own that may be exchanged for other builds of the same version: in the"
    " folder PySide6 of the program. Their source is published by The Qt Company at code.qt.io. The terms stand above."
)


def licence_texts() -> list[tuple[str, str]]:
    """Title and text of every licence, the program's own first."""
    found = [("Strikebook", _own())]
    found += [(title, resources.read_text(name)) for title, name in _SHIPPED]
    written = {path.stem: path for path in sorted(resources.path("licences").glob("*.txt"))}
    for name, use in PARTS.items():
        text = text_of(name) or _read(written.get(name))
        if text:
            found.append((f"{name}: {use}", text))
    known = {*PARTS, *(Path(name).stem for _, name in _SHIPPED)}
    return found + [(name, _read(path)) for name, path in written.items() if name not in known]


def text_of(name: str) -> str:
    """The licence of an installed package with its version; empty where it is not installed."""
    try:
        found = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return ""
    about = found.metadata
    licence = next((about[key] for key in ("License-Expression", "License") if key in about), "")
    texts = [file for file in found.files or () if _is_licence(file)]
    bodies = [Path(str(file.locate())) for file in texts]
    said = [path.read_text(encoding="utf-8", errors="replace").strip() for path in bodies if path.is_file()]
    own = _QT if licence.startswith("LGPL") else ""
    parts = (f"{about['Name']} {found.version}", licence if len(licence) < 200 else "", own, *dict.fromkeys(said))
    return "\n\n".join(part for part in parts if part)


def _is_licence(file: metadata.PackagePath) -> bool:
    words = ("licen", "copying", "notice")
    is_named = any(word in file.name.lower() for word in words) or "licenses" in file.parts
    return is_named and any(part.endswith(".dist-info") for part in file.parts)


def _own() -> str:
    path = resources.path("icons").parent.parent / "LICENSE"
    return path.read_text(encoding="utf-8") if path.exists() else "MIT License. See the file LICENSE."


def _read(path: Path | None) -> str:
    return "" if path is None else path.read_text(encoding="utf-8").strip()
