"""What comes out of Python packages is written once, closed in itself, and again only when a package changed."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command


def built(**options: Any) -> str:
    out = StringIO()
    call_command("build_static", stdout=out, **options)
    return out.getvalue()


def test_writes_the_charts_library_and_the_style_sheet(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    assert "Wrote" in built()
    folder = tmp_path / "static" / "built"
    library = (folder / "charts-library.js").read_text()
    assert library.startswith("(function () {")
    assert "window.vegaEmbed" in library
    # A map that is not there would stop the collecting of static files.
    assert "sourceMappingURL" not in (folder / "bootstrap.min.css").read_text()
    assert "up to date" in built()
    (folder / "versions.txt").write_text("an older one")
    assert "Wrote" in built()
