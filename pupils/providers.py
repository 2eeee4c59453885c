"""What higher apps may hang on to pupils without pupils knowing them. They register in their AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# Called once an import or an undo has been committed, with the trust's id and what it touched:
# {"years": [2024], "assessments": ["mtc"]}, and "attendance": True or "pupils": True where those rows changed.
AfterImport = Callable[[int, dict[str, Any]], None]

after_import: list[AfterImport] = []
