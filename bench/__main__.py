"""`python -m bench`: takes all measurements, prints them, and with --write puts them in docs/benchmarks.md.

DATABASE_URL names a server whose user may create databases and roles; `scripts/bench` starts one.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys

from bench import load, report
from bench.databases import ROOT, prepare, work
from bench.scales import DEMO, SCALES, Scale
from celt.local.state import Stop

PARTS = ("gaps", "import", "pages", "load")
NOTES = ROOT / "docs" / "benchmarks-notes.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="How long the slow things take, as ratios.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all of them where none is named")
    parser.add_argument("--pupils", type=int, default=SCALES[-1].pupils, help="the largest scale of the gap run")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the results file")
    parser.add_argument("--repeat", type=int, default=2, help="the shortest of so many runs counts")
    parser.add_argument("--fresh", action="store_true", help="fill the databases anew")
    parser.add_argument("--write", action="store_true", help="put the tables in docs/benchmarks.md")
    options = parser.parse_args()
    parts = options.parts or PARTS
    owner = os.environ.get("DATABASE_URL", "")
    if not owner:
        raise Stop("DATABASE_URL must name a server; ./scripts/bench starts one of its own.")
    small, large = SCALES[0], SCALES[1]
    addresses: dict[Scale, str] = {}

    def at(scale: Scale) -> str:
        if scale not in addresses:
            print(f"Filling: {scale}", file=sys.stderr)
            addresses[scale] = prepare(owner, scale, fresh=options.fresh)
        return addresses[scale]

    tables: list[report.Table] = []

    def done(*made: report.Table) -> None:
        for table in made:
            tables.append(table)
            print(table.plain(), flush=True)

    if "gaps" in parts:
        scales = [scale for scale in SCALES if scale.pupils <= options.pupils]
        done(*report.gap_tables([work("gaps", at(scale), scale, repeat=options.repeat) for scale in scales]))
    if "import" in parts:
        results = work("import", at(large), large, count=options.rows)
        done(*report.import_tables(results, work("pupils", at(small), small)))
    if "pages" in parts:
        done(report.page_table(*(work("pages", at(scale), scale) for scale in (small, large))))
    if "load" in parts:
        address = at(DEMO)
        people = work("visitors", address, DEMO, count=load.PEOPLE)["people"]
        done(report.load_table(load.measure(address, people)))
    if options.write:
        about = f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors."
        place = ROOT / "docs" / "benchmarks.md"
        before = report.sections(place.read_text(encoding="utf-8")) if place.exists() else {}
        text = report.document(tables, about, before) + "\n" + NOTES.read_text(encoding="utf-8")
        place.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as sentence:
        print(sentence, file=sys.stderr)
        sys.exit(1)
