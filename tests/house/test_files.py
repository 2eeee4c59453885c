"""Every file stays short enough to be read, and says nothing that it should not."""

import re
from pathlib import Path

import pytest

from tests.house.files import files, is_room, name

LINES, TEST_LINES, SETTINGS_LINES = 400, 600, 300
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\()")


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_file_is_too_long_to_read():
    long = {
        name(path): lines(path)
        for path in files(".py", ".html", ".css", ".js", ".sh")
        if "migrations" not in path.parts and lines(path) > (TEST_LINES if name(path).startswith("tests/") else LINES)
    }
    assert not long, f"Longer than {LINES} lines ({TEST_LINES} in tests): {long}"


def test_settings_stay_within_their_lines():
    (settings,) = [path for path in files(".py") if name(path) == "celt/settings.py"]
    assert 50 < lines(settings) <= SETTINGS_LINES


def test_nothing_is_left_for_later_in_a_comment():
    unfinished = [
        f"{name(path)}: {line.strip()}"
        for path in files(".py", ".html", ".css", ".js")
        if name(path) != "tests/house/test_files.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if UNFINISHED.search(line)
    ]
    assert unfinished == []


def test_no_signal_carries_the_domain():
    """A signal hides who calls whom. Services call each other, and the task queue after commit."""
    receivers = [
        name(path)
        for path in files(".py")
        if is_room(path, "models", "services", "selectors", "views", "apps", "tasks", "providers", "signals")
        and re.search(r"^\s*@receiver\(|\b(?:post|pre)_(?:save|delete)\.connect\(", path.read_text(), re.MULTILINE)
    ]
    assert receivers == []


@pytest.mark.parametrize(
    ("text", "found"), [("# TODO later", True), ("todo.register(x)", False), ("TodoRegistry()", False)]
)
def test_what_is_left_for_later_is_found(text, found):
    assert bool(UNFINISHED.search(text)) is found
