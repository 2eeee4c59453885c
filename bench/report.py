"""The findings as tables of ratios, for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

AIM_RUN = 3.0  # gap run against one GROUP BY over the same tables
AIM_FLAT = 1.5  # cost per result at a million pupils against that at a hundred thousand
AIM_IMPORT = 6.0  # import against a bare COPY of the same file
AIM_PUPILS = 3.0  # seconds for a trust's pupils file
AIM_MEMORY = 1024.0  # megabytes
AIM_PAGE = 1.5  # a page at 100 academies against the same at 13
AIM_QUERIES = 15


@dataclass
class Table:
    title: str
    words: str
    head: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def plain(self) -> str:
        widths = [max(len(row[i]) for row in (self.head, *self.rows)) for i in range(len(self.head))]
        lines = [
            "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
            for row in (self.head, *self.rows)
        ]
        return "\n".join([self.title, *lines, ""])

    def markdown(self) -> str:
        head = f"| {' | '.join(self.head)} |\n|---|{'---:|' * (len(self.head) - 1)}"
        return "\n".join(
            [f"## {self.title}", "", self.words, "", head, *(f"| {' | '.join(r)} |" for r in self.rows), ""]
        )


def kept(met: bool) -> str:
    return "met" if met else "missed"


def gap_tables(found: list[dict[str, Any]]) -> list[Table]:
    run = Table(
        "Gap run",
        "Ratios within one run; all ways gave the same figures to a millionth of a point. (a) is one GROUP BY of "
        "counts, means and deviations over results, enrolments and pupils by all that a figure is broken down by; "
        "(a') the same by academy, checkpoint and group alone. pandas and DuckDB start from rows in memory; “with "
        "reading” adds the time to get them out of PostgreSQL. A run reads, computes, applies disclosure control and "
        "publishes. DuckDB's time holds the making of outcomes in pandas.",
        ("scale", "run / (a)", "aim", "run / (a')", "run / pandas", "with reading", "run / DuckDB", "with reading",
         "µs a result", "figures agreeing", "MB"),
    )  # fmt: skip
    for f in found:
        ratio = f["run"] / f["bare_by_traits"]
        run.rows.append((
            f["scale"], f"{ratio:.1f}", f"≤ {AIM_RUN:g} {kept(ratio <= AIM_RUN)}", f"{f['run'] / f['bare']:.1f}",
            f"{f['run'] / f['pandas']:.2f}", f"{f['run'] / (f['pandas'] + f['load']):.2f}",
            f"{f['run'] / f['duckdb']:.2f}", f"{f['run'] / (f['duckdb'] + f['load']):.2f}",
            f"{1e6 * f['run'] / f['results']:.1f}", f"{f['figures']:,}", f"{f['megabytes']:,.0f}",
        ))  # fmt: skip
    tables = [run]
    if len(found) > 1:
        costs = [f["run"] / f["results"] for f in found]
        flat = Table(
            "Cost a result",
            "Seconds of the run for each result, as a ratio to the scale before.",
            ("scale", "ratio", "aim"),
        )
        for i in range(1, len(found)):
            ratio = costs[i] / costs[i - 1]
            aim = f"≤ {AIM_FLAT:g} {kept(ratio <= AIM_FLAT)}" if i == 2 else ""
            flat.rows.append((found[i]["scale"], f"{ratio:.2f}", aim))
        tables.append(flat)
    return tables


def import_tables(results: dict[str, Any] | None, pupils: dict[str, Any] | None) -> list[Table]:
    tables = []
    if results:
        table = Table(
            "Import of results",
            "One file of results against COPY of the same file: bare, to a table of texts without a key; and besides "
            "into the table itself with its keys and foreign keys, which is what the database asks for ready rows.",
            (
                "file",
                "import / bare COPY",
                "aim",
                "import / COPY with keys",
                "again, unchanged / bare COPY",
                "MB",
                "aim",
            ),
        )
        ratio = results["import"] / results["copy"]
        table.rows.append((
            f"{results['rows']:,} rows, {results['file_megabytes']:.0f} MB", f"{ratio:.1f}",
            f"≤ {AIM_IMPORT:g} {kept(ratio <= AIM_IMPORT)}", f"{results['import'] / results['copy_keys']:.2f}",
            f"{results['again'] / results['copy']:.1f}", f"{results['megabytes']:,.0f}",
            f"≤ {AIM_MEMORY:,.0f} {kept(results['megabytes'] <= AIM_MEMORY)}",
        ))  # fmt: skip
        tables.append(table)
    if pupils:
        table = Table(
            "A trust's pupils file",
            "Every row changes, then none does.",
            ("file", "seconds", "aim", "again, unchanged"),
        )
        table.rows.append((
            f"{pupils['rows']:,} pupils", f"{pupils['changed']:.1f}",
            f"≤ {AIM_PUPILS:g} {kept(pupils['changed'] <= AIM_PUPILS)}", f"{pupils['unchanged']:.1f}",
        ))  # fmt: skip
        tables.append(table)
    return tables


def page_table(small: dict[str, Any], large: dict[str, Any]) -> Table:
    table = Table(
        "Pages",
        "Every page that can be come to by links, as the role that comes to it first: queries with 13 academies and "
        "7,000 pupils and with 100 and 100,000, and the server's time as a ratio of the two.",
        ("page", "role", "queries at 13", "at 100", f"≤ {AIM_QUERIES}, the same", "time, 100 / 13", f"≤ {AIM_PAGE:g}"),
    )
    for key in sorted(set(small) & set(large)):
        a, b = small[key], large[key]
        ratio = b["seconds"] / a["seconds"]
        table.rows.append((
            key, b["role"], str(a["queries"]), str(b["queries"]),
            kept(a["queries"] == b["queries"] and b["queries"] <= AIM_QUERIES), f"{ratio:.2f}", kept(ratio <= AIM_PAGE),
        ))  # fmt: skip
    return table


def load_table(found: dict[str, Any]) -> Table:
    every = found["all pages"]
    table = Table(
        "A hundred people at once",
        "A hundred signed-in people of four roles ask the web server (two processes of four threads) for eight pages "
        "each, the next as soon as the one before is there, in the demo trust with every room filled; after five "
        "minutes nobody begins another. Before and "
        "after that the same hundred ask as often for a bare page, which passes every lock and asks the database "
        "nothing. Times are ratios to that bare page, median to median and 95th of a hundred to 95th; alone: one "
        "person who asks for the page while nobody else does, to the same for the bare page. Pages a second: "
        f"{every['a_second']:.2f} of those of the bare page; {every['bare_failed']} bare pages failed.",
        ("page", "requests", "failed", "median / bare", "95th / bare", "alone / bare"),
    )
    for name, f in found.items():
        ratios = (f"{f[which]:.1f}" for which in ("median", "high", "alone"))
        table.rows.append((name, str(f["requests"]), str(f["failed"]), *ratios))
    return table


# In the order of the document. What a run has not measured keeps the table of the run before.
TITLES = ("Gap run", "Cost a result", "Import of results", "A trust's pupils file", "Pages", "A hundred people at once")


def sections(text: str) -> dict[str, str]:
    """The tables of a document that stands, by title."""
    found = {}
    for part in text.split("\n## ")[1:]:
        title = part.split("\n", 1)[0]
        if title in TITLES:
            found[title] = f"## {part.rstrip()}\n"
    return found


def document(tables: list[Table], about: str, before: dict[str, str]) -> str:
    intro = (
        "# Benchmarks\n\nWritten by `./scripts/bench --write`; run it for figures of your own machine. They are ratios "
        "within one run, since\nseconds say more of the machine than of the program. A missed aim stays in the table, "
        f"with its reason below it.\n\n{about}\n"
    )
    now = {**before, **{table.title: table.markdown() for table in tables}}
    return "\n".join([intro, *(now[title] for title in TITLES if title in now)])
