"""What goes into the double-click program and what stays out, for pyinstaller.spec.

On Linux the libraries of tools.system are taken from the system, like the C library: a copy of them from the
building machine would sooner or later meet a newer desktop and clash with it.
"""

from __future__ import annotations

import os
import py_compile
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

Entry = tuple[str, str, str]  # name in the bundle, source, kind: PyInstaller's table of contents

# Qt's plugins by folder; any other is for devices, protocols and formats this program has nothing to do with.
PLUGINS = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg",),
    "platforminputcontexts": ("composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"),
    "platforms": ("qcocoa", "qoffscreen", "qwayland", "qwindows", "qxcb"),
    "platformthemes": ("qxdgdesktopportal",),
    "printsupport": ("cupsprintersupport",),
    "styles": ("qmacstyle", "qmodernwindowsstyle"),
    "wayland-decoration-client": ("adwaita", "bradient"),
    "wayland-shell-integration": ("xdg-shell",),
}
QT_LIBRARIES = ("Core", "DBus", "Gui", "PrintSupport", "Svg", "WaylandClient", "Widgets", "XcbQpa")

# Linux: libraries of the building system that go along, because a bare desktop may lack them.
TAKEN = re.compile(
    r"lib(python3|crypto|sqlite3|ffi|lzma|bz2|uuid|mpdec|expat"
    r"|xkbcommon-x11|xcb-(cursor|icccm|image|keysyms|randr|render|render-util|shape|shm|sync|util|xfixes|xkb))\b.*"
)


# Imported somewhere inside the packages below, but never on a way this program takes.
_EXCLUDED = """
    IPython _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _hashlib _multibytecodec
    _pytest _pydecimal _ssl asyncio charset_normalizer concurrent curses doctest ensurepip hypothesis lib2to3
    lxml matplotlib multiprocessing mypy numpy pandas pdb pip pydoc pygments pytest readline rich setuptools
    ssl test tkinter unittest venv wheel xmlrpc PIL.AvifImagePlugin PIL.ImageCms PIL.ImageFont PIL.ImageQt
    PIL.ImageTk PIL.WebPImagePlugin PySide6.QtDBus PySide6.QtNetwork PySide6.QtOpenGL PySide6.QtOpenGLWidgets
    PySide6.QtQml PySide6.QtQuick PySide6.QtSql PySide6.QtTest
"""
EXCLUDED = [*_EXCLUDED.split(), *([] if os.name == "nt" else ["tzdata"])]  # only Windows has no zones of its own


def is_wanted(entry: Entry) -> bool:
    """Say whether a file that PyInstaller found belongs into the bundle."""
    name, source, _ = entry
    path = PurePosixPath(name.replace("\\", "/"))
    if "translations" in path.parts and "PySide6" in path.parts:
        return False
    if path.suffix == ".dist-info" or any(part.endswith(".dist-info") for part in path.parts):
        return False
    if "plugins" in path.parts:
        folder, stem = path.parts[-2], path.name.removeprefix("lib").partition(".")[0]
        return stem in PLUGINS.get(folder, ())
    qt = re.match(r"(?:lib)?Qt6(\w+?)\.(?:so|dll|dylib)", path.name)
    if qt:
        return qt.group(1) in QT_LIBRARIES
    is_system_library = (
        sys.platform.startswith("linux")
        and len(path.parts) == 1
        and ".so" in path.name
        and "site-packages" not in source
        and PurePosixPath(source).is_absolute()
    )
    return not is_system_library or TAKEN.fullmatch(path.name) is not None


def chosen(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that belong into the bundle; a link to a file that is left out goes with it."""
    entries = [entry for entry in entries if is_wanted(entry)]
    names = {name for name, _, _ in entries}
    return [
        entry for entry in entries if entry[2] != "SYMLINK" or str(PurePosixPath(entry[0]).parent / entry[1]) in names
    ]


def own_modules(root: Path) -> list[str]:
    """Return the names of all modules of the program itself; some are imported by name, so all go along."""
    files = [file for folder in ("models", "ui") for file in sorted((root / folder).rglob("*.py"))]
    return [".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__") for file in files]


def collection_modes(root: Path) -> dict[str, str]:
    """Return how each module is kept: open ("pyc") what a start of the window imports, the others packed ("pyz").

    Unpacking costs an eighth of the start, packing saves two thirds of the size. Packages of others count as a whole.
    """
    code = "import sys, main; main.quicken(); import ui.app, ui.pages.overview; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=root, capture_output=True, text=True)
    names = set(done.stdout.split())
    own = set(own_modules(root))
    modes = dict.fromkeys((name.partition(".")[0] for name in names), "pyc")
    modes |= {name: "pyc" if name in names else "pyz" for name in own}
    return dict(sorted(modes.items()))


# Run by PyInstaller before the program. One brings `inspect` and its kin to be able to show source lines, one lets
# packages be listed, one loads Qt to tell it where its plugins are, which the bindings have told it already.
_RUN_BEFORE = frozenset({"pyi_rth_inspect", "pyi_rth_multiprocessing", "pyi_rth_pkgutil", "pyi_rth_pyside6"})


def scripts(entries: Iterable[Entry]) -> list[Entry]:
    """Return what is run at the start, without what this program has no use for and would wait for.

    On Linux alone, where that was tried.
    """
    return [entry for entry in entries if not (sys.platform.startswith("linux") and entry[0] in _RUN_BEFORE)]


def resource_files(root: Path) -> list[tuple[str, str]]:
    """Return the data in resources/ and the user guide as data entries (source, folder in the bundle)."""
    folders = (root / "resources", root / "docs" / "guide")
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [
        (str(path), path.parent.relative_to(root).as_posix())
        for path in files
        if path.suffix != ".py" and "__pycache__" not in path.parts
    ]


def licences(workspace: Path, binaries: Iterable[Entry]) -> list[Entry]:
    """Write the licences of what is in the bundle and return them as data: a bundle has no other trace of packages.

    Packages bring their texts; those of Python and of the system's libraries are Debian's, where that builds.
    """
    from ui.dialogs.licences import PARTS, text_of

    texts = {name: text_of(name) for name in PARTS if name.replace("-", "_") not in EXCLUDED}
    for source in sorted({source for _, source, _ in binaries if "site-packages" not in source}):
        texts |= _system_licence(source)
    own = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    if own.exists():
        texts["Python"] = own.read_text(encoding="utf-8")
    target = workspace / "licences"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    found: list[Entry] = []
    for name, text in sorted(texts.items()):
        if text:
            path = target / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            found.append((f"resources/licences/{path.name}", str(path), "DATA"))
    return found


def _system_licence(library: str) -> dict[str, str]:
    """The terms of the Debian package that a library comes from, by its name; empty elsewhere."""
    if shutil.which("dpkg") is None:
        return {}
    real = os.path.realpath(library)
    for path in (real, real.removeprefix("/usr")):
        done = subprocess.run(["dpkg", "-S", path], check=False, capture_output=True, text=True)
        name = done.stdout.partition(":")[0]
        terms = Path("/usr/share/doc", name, "copyright")
        if name and terms.is_file():
            return {name: terms.read_text(encoding="utf-8")}
    return {}


def shiboken_support(workspace: Path) -> list[tuple[str, str]]:
    """Return the bindings' support code, compiled, as data entries; without it each start would compile it anew.

    The set-up has written the sources out (see tools.setup); `workspace` receives the compiled files.
    """
    import shiboken6

    source = Path(str(shiboken6.__file__)).parent / "files.dir"
    if not source.is_dir():
        subprocess.run([sys.executable, "-c", "import shiboken6"], check=True, env={**os.environ, "SBK_EMBED": "0"})
    target = workspace / "shiboken-support"
    shutil.rmtree(target, ignore_errors=True)
    for file in sorted(source.rglob("*.py")):
        inside = file.relative_to(source)
        py_compile.compile(
            str(file),
            cfile=str(target / inside.with_suffix(".pyc")),
            dfile=inside.as_posix(),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    return [(str(target), "shiboken6/files.dir")]


WINDOWS_VERSION = """VSVersionInfo(
  ffi=FixedFileInfo(filevers=({numbers}), prodvers=({numbers}), mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable('040904B0', [
      StringStruct('CompanyName', 'The Strikebook contributors'),
      StringStruct('FileDescription', 'Strikebook'),
      StringStruct('FileVersion', '{version}'),
      StringStruct('InternalName', 'strikebook'),
      StringStruct('LegalCopyright', 'MIT License'),
      StringStruct('OriginalFilename', 'strikebook.exe'),
      StringStruct('ProductName', 'Strikebook'),
      StringStruct('ProductVersion', '{version}')])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""


def windows_version(version: str, workspace: Path) -> str | None:
    """Write the version resource of strikebook.exe and return its path; None where there is no such thing."""
    if os.name != "nt":
        return None
    numbers = ", ".join([*version.split("."), "0"])
    target = workspace / "windows-version.txt"
    target.write_text(WINDOWS_VERSION.format(numbers=numbers, version=version), encoding="utf-8")
    return str(target)
