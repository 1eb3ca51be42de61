"""What stands around the program: the locks, the set-up, the one command, and what no file here may hold."""

from __future__ import annotations

import functools
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap
import models
import resources
from tools import bundle, desktop, state, system

pytestmark = pytest.mark.slow  # several ask git or start Python
ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
MADE = {".git", ".venv", ".venv-lock", "build", "dist", "mutants", "__pycache__", ".hypothesis"}
MADE |= {f".{tool}_cache" for tool in ("import_linter", "mypy", "pytest", "ruff")}


def tracked() -> list[Path]:
    """Return the files that belong to the project: those git knows, else all that is not made by a tool."""
    if shutil.which("git"):
        listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True)
        names = [name for name in listing.stdout.decode().split("\0") if name]
        if names:
            return [ROOT / name for name in names if (ROOT / name).is_file()]
    found: list[Path] = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in MADE]
        found += [Path(folder, name) for name in names if name not in MADE]
    return found


@functools.cache
def readable() -> dict[Path, str]:
    """Return the project's text files with their text."""
    texts = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            texts[path] = content.decode("utf-8", "replace")
    return texts


def pins(lock: str) -> dict[str, str]:
    """Return the exact version of each package in a lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


# ------------------------------------------------------------------------------------------------ locks


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: str) -> None:
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.+]+( ; [^:/@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_the_locks_keep_to_the_bounds_of_the_project() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    for wanted, lock in ((PROJECT["project"]["dependencies"], run), (PROJECT["dependency-groups"]["dev"], dev)):
        for text in wanted:
            requirement = Requirement(text)
            assert requirement.specifier.contains(lock[canonicalize_name(requirement.name)]), text
    assert run.items() <= dev.items(), "the tests would run against other versions than the program"


def test_no_reference_to_none_is_lost() -> None:
    """PySide6 6.12.0 loses one at every call that returns nothing, and Python 3.11 aborts in the end."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(10_000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 1_000


# --------------------------------------------------------------------------------------- setting up


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that looks like a checkout whose `.venv` has just been made, with nothing noted yet."""
    venv = tmp_path / ".venv"
    python = venv / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("")
    for lock in LOCKS:
        (tmp_path / lock).write_text(f"{lock} as it was\n")
    monkeypatch.setattr(state, "ROOT", str(tmp_path))
    monkeypatch.setattr(state, "VENV", str(venv))
    monkeypatch.setattr(state, "VENV_PYTHON", str(python))
    monkeypatch.setattr(state, "NOTE", str(venv / "strikebook-setup"))
    return tmp_path


def test_nothing_is_ready_before_the_last_note(checkout: Path) -> None:
    assert not state.is_ready("run", "none")
    state.note_group("run")
    assert not state.is_ready("run", "none"), "interrupted between packages and note"
    state.note_level("offscreen")
    assert state.is_ready("run", "none")
    assert state.is_ready("run", "offscreen")
    assert not state.is_ready("run", "window")
    assert not state.is_ready("dev", "none")


def test_the_tests_packages_include_the_programs(checkout: Path) -> None:
    state.note_group("dev")
    state.note_level("none")
    assert state.is_ready("run", "none")
    assert state.is_ready("dev", "none")


def test_a_lower_level_does_not_forget_a_higher_one(checkout: Path) -> None:
    state.note_group("run")
    state.note_level("window")
    state.note_level("none")
    assert state.is_ready("run", "window")


@pytest.mark.parametrize("change", ["lock", "python", "folder", "recipe", "interpreter gone", "note garbled"])
def test_a_set_up_is_made_anew_when(change: str, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.note_group("run")
    state.note_level("window")
    assert state.is_ready("run", "window")
    if change == "lock":
        (checkout / "requirements.lock").write_text("another version\n")
    elif change == "python":
        monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    elif change == "folder":
        monkeypatch.setattr(state, "ROOT", str(checkout) + "-moved")
    elif change == "recipe":
        monkeypatch.setattr(state, "RECIPE", state.RECIPE + 1)
    elif change == "interpreter gone":
        Path(state.VENV_PYTHON).unlink()
    else:
        Path(state.NOTE).write_bytes(b"\xff\x00\n\n")
    assert not state.is_ready("run", "none")


def test_a_missing_library_is_found_out_and_its_package_named() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux is asked for libraries")
    wanted = {"libc.so.6": "libc6", "libno-such-thing.so.9": "libno-such-thing9"}
    assert system.missing_libraries(wanted) == {"libno-such-thing.so.9": "libno-such-thing9"}


def test_who_may_not_install_is_told_the_line_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(system.SetupError) as told:
        system.install_packages(["libegl1", "libgl1", "libegl1"], "Qt needs libraries.")
    assert str(told.value).endswith("sudo apt-get install -y --no-install-recommends libegl1 libgl1")


def test_each_level_of_libraries_holds_the_one_below() -> None:
    levels = [system.LIBRARIES[level].items() for level in state.LEVELS]
    assert all(lower <= higher for lower, higher in itertools.pairwise(levels))


# ------------------------------------------------------------------------------------- the one command


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, list[str]]]:
    """Return a list that receives (packages, libraries, command) instead of the command being started."""
    seen: list[tuple[str, str, list[str]]] = []
    needs: list[tuple[str, str]] = []
    monkeypatch.setattr(bootstrap, "ensure", lambda group, level: needs.append((group, level)))
    monkeypatch.setattr(bootstrap, "start", lambda command, **_: seen.append((*needs[-1], command[1:])))
    monkeypatch.setattr(os, "chdir", lambda folder: None)
    monkeypatch.setattr(system, "need_tools", lambda tools, why: None)
    return seen


@pytest.mark.parametrize(
    ("typed", "needs", "command"),
    [
        ("", ("run", "window"), "main.py"),
        ("my.strikebook", ("run", "window"), "main.py my.strikebook"),
        ("evaluate in.json", ("run", "none"), "main.py evaluate in.json"),
        ("--version", ("run", "none"), "main.py --version"),
        ("test -k lots", ("dev", "offscreen"), "-m pytest -k lots"),
        ("check", ("dev", "offscreen"), "-m tools.check"),
        ("build --archive", ("dev", "offscreen"), "-m tools.build --archive"),
        ("harness --small", ("dev", "offscreen"), "-m tests.harness --small"),
        ("install", ("run", "window"), "-m tools.desktop install"),
    ],
)
def test_a_command_needs_and_starts(
    typed: str, needs: tuple[str, str], command: str, started: list[tuple[str, str, list[str]]]
) -> None:
    bootstrap.main(typed.split())
    words = [word.removeprefix(state.ROOT + os.sep) for word in started[0][2]]
    assert (started[0][:2], " ".join(words)) == (needs, command)


@pytest.mark.parametrize(
    ("typed", "tests"),
    [("", "tests/x11"), ("-k path", "-k path tests/x11"), ("tests/x11/test_atspi.py -x", "tests/x11/test_atspi.py -x")],
)
def test_the_real_window_is_driven_on_a_display_of_its_own(
    typed: str, tests: str, started: list[tuple[str, str, list[str]]]
) -> None:
    bootstrap.main(["x11", *typed.split()])
    assert started[0][:2] == ("dev", "window")
    assert started[0][2][:2] == ["xvfb-run", "-a"]
    assert " ".join(started[0][2]).endswith(f" -m pytest {tests}")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    bootstrap.main(["help"])
    told = capsys.readouterr().out
    for word in ("evaluate", "test", "x11", "check", "bench", "harness", "build", "install", "uninstall", "lock"):
        assert re.search(rf"\b{word}\b", told), word


def test_a_start_imports_next_to_nothing() -> None:
    """Each of these costs more milliseconds than all of the front door may."""
    code = "import sys; sys.argv = ['run', 'help']; import bootstrap; print(*sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert not {"argparse", "hashlib", "json", "pathlib", "re", "shutil", "subprocess", "typing"} & set(loaded)


# --------------------------------------------------------------------------------------- the desktop


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder with a space in its name."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the Linux desktop")
    folder = tmp_path / "a home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr(desktop, "refresh", lambda: None)
    return folder


def test_install_and_uninstall_leave_no_trace(home: Path) -> None:
    desktop.install(ROOT / "run")
    launcher = home / ".local" / "bin" / "strikebook"
    assert os.access(launcher, os.X_OK)
    entry = (home / ".local/share/applications/org.strikebook.Strikebook.desktop").read_text()
    assert f'Exec="{launcher}" %f' in entry
    assert "MimeType=application/x-strikebook;" in entry
    desktop.uninstall()
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_install_leaves_another_programs_command_alone(home: Path) -> None:
    command = home / ".local" / "bin" / "strikebook"
    command.parent.mkdir(parents=True)
    command.write_text("somebody else's")
    with pytest.raises(SystemExit, match="another program's"):
        desktop.install(ROOT / "run")
    desktop.uninstall()
    assert command.read_text() == "somebody else's"


def test_a_path_in_an_exec_line_stays_one_word() -> None:
    assert desktop.exec_word(Path('/a b/c"d$e%f')) == '"/a b/c\\\\"d\\\\$e%%f"'


# --------------------------------------------------------------------------------------- the bundle


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6\\Qt\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/libQt6Network.so.6", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/rates/withholding.json", True),
        ("click-8.5.1.dist-info/METADATA", False),
    ],
)
def test_the_bundle_takes(name: str, wanted: bool) -> None:
    assert bundle.is_wanted((name, "/somewhere/site-packages/file", "BINARY")) is wanted


def test_a_link_goes_with_the_file_it_leads_to() -> None:
    entries = [
        ("PySide6/Qt/lib/libQt6Core.so.6", "/x/site-packages/a", "BINARY"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libleftout.so.1", "elsewhere/libleftout.so.1", "SYMLINK"),
    ]
    assert bundle.chosen(entries) == entries[:2]


def test_the_bundle_holds_modules_that_are_imported_by_name() -> None:
    assert {"models", "models.values.money", "ui.pages.registry"} <= set(bundle.own_modules(ROOT))


def test_the_bundles_data_holds_no_python() -> None:
    sources = [Path(source) for source, _ in bundle.resource_files(ROOT)]
    assert ROOT / "resources" / "icons" / "strikebook.svg" in sources
    assert not [source for source in sources if source.suffix in {".py", ".pyc"}]


# --------------------------------------------------------------------------- what the project may hold


def test_resources_are_found_by_name_and_never_outside() -> None:
    assert json.loads(resources.read_text("rates/withholding.json"))["federal_supplemental"]
    assert resources.read_bytes("fonts/LICENSE.txt").startswith(b"DejaVu")
    with pytest.raises(FileNotFoundError, match="no-such-file"):
        resources.path("no-such-file")
    for outside in ("../pyproject.toml", str(ROOT)):
        with pytest.raises(ValueError, match="inside resources"):
            resources.path(outside)


def test_every_folder_of_fonts_and_icons_has_its_licence() -> None:
    for pattern in ("*.ttf", "*.otf", "ui/*.svg"):
        folders = {path.parent for path in (ROOT / "resources").rglob(pattern)}
        for folder in folders:
            assert [*folder.glob("LICENSE*"), *folder.glob("OFL*")], folder


def test_the_version_stands_in_one_place() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", models.__version__)
    literal = re.compile(rf"(?<![\d.]){re.escape(models.__version__)}(?![\d.])")
    code = [path for path in readable() if path.suffix in {".py", ".toml", ".spec"} or path.name == "run"]
    holders = {path.relative_to(ROOT).as_posix() for path in code if literal.search(readable()[path])}
    assert holders == {"models/__init__.py"}


def test_the_newest_release_is_told_to_the_desktop_and_in_the_changelog() -> None:
    metainfo = (ROOT / "packaging/linux/org.strikebook.Strikebook.metainfo.xml").read_text(encoding="utf-8")
    released = re.search(r'<release version="([^"]+)"', metainfo)
    assert released
    assert released.group(1) == models.__version__
    assert models.__version__ in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# Words of one machine or one workplace, cut in two so that this file does not hold them.
FOREIGN = [
    "/wo" + "rk/",
    "/op" + "t/",
    "/ro" + "ot/",
    "py" + "env",
    "index" + "-url =",
    "find" + "-links =",
]


@pytest.mark.parametrize("word", FOREIGN)
def test_no_file_names_the_machine_it_was_written_on(word: str) -> None:
    holders = [str(path.relative_to(ROOT)) for path, text in readable().items() if word in text]
    assert holders == []


def test_nothing_is_left_for_later() -> None:
    left = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    code = {path: text for path, text in readable().items() if path.suffix in {".py", ".sh", ".spec", ".md"}}
    assert [str(path.relative_to(ROOT)) for path, text in code.items() if left.search(text)] == []
