"""The project's own files, as a developer would list them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "accounts",
    "academies",
    "pupils",
    "toolkit",
    "reviews",
    "coaching",
    "plans",
    "dashboards",
    "checkpoints",
    "readers",
    "stewardship",
)
NOT_OURS = {
    ".venv",
    ".local",
    ".git",
    "staticfiles",
    "built",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
}


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    for path in sorted((ROOT / under).rglob("*")):
        if path.suffix in suffixes and path.is_file() and not NOT_OURS & set(path.relative_to(ROOT).parts):
            yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_room(path: Path, *rooms: str) -> bool:
    """Whether a file is one of an app's rooms: views/academy.py and views.py are both "views"."""
    parts = path.relative_to(ROOT).parts
    return len(parts) > 1 and parts[0] in APPS and (parts[1] in rooms or parts[1].removesuffix(".py") in rooms)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))
