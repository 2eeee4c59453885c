"""Writes to static/built/ what comes out of Python packages: the charts' library and Bootstrap's style sheet."""

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bootstrap_wrapper
import vl_convert
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

PACKAGES = ("vl-convert-python", "bootstrap-wrapper")
SNIPPET = "window.vegaEmbed = vegaEmbed;"
SOURCE_MAP = re.compile(r"\n?/[/*]# sourceMappingURL=\S+(?: ?\*/)?\s*$")


class Command(BaseCommand):
    help = "Write the scripts and style sheets that come out of Python packages to static/built/."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="write them even where they are up to date")

    def handle(self, *args: Any, force: bool, **options: Any) -> None:
        folder: Path = settings.BASE_DIR / "static" / "built"
        versions = folder / "versions.txt"
        wanted = "".join(f"{package} {version(package)}\n" for package in PACKAGES)
        files = {"charts-library.js": _library, "bootstrap.min.css": _bootstrap}
        here = all((folder / name).exists() for name in files) and versions.exists() and versions.read_text() == wanted
        if here and not force:
            self.stdout.write("static/built/ is up to date.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        versions.unlink(missing_ok=True)
        for name, make in files.items():
            (folder / name).write_text(make(), encoding="utf-8")
        versions.write_text(wanted)
        self.stdout.write(f"Wrote {', '.join(files)} to static/built/.")


def _library() -> str:
    """Vega-Embed with all it needs, closed in a function of its own so that its names meet no others."""
    return f"(function () {{\n{vl_convert.javascript_bundle(SNIPPET)}\n}})();\n"


def _bootstrap() -> str:
    text = (bootstrap_wrapper.get_bootstrap_css_dir() / "bootstrap.min.css").read_text(encoding="utf-8")
    return SOURCE_MAP.sub("\n", text)
