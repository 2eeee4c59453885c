"""What the log of exports and openings keeps. Pure."""

from __future__ import annotations

import csv
import io
import re

# By the kind of the answer, so that a new file is kept without anybody thinking of it.
FORMS = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/pdf": "pdf",
    "application/zip": "zip",
}
# Files that hold neither figures nor people.
EMPTY = frozenset({"pupils:layout", "reviews:survey_poster"})
# Who opened whose coaching is told to those two alone, by the wall's own log (coaching.Opening); this one lies open.
UNKNOWN_HERE = "/coaching/"
NUMBERS_OF_COACHING = frozenset({"coaching:programme_csv"})
# Pages that name pupils, or people in a list, by the name of their address.
OPENINGS = {
    "academies:membership_list": "People and their roles",
    "academies:contact_list": "Contacts of academies",
    "pupils:batch_show": "A file of pupils, with the rows that were refused",
}
ROW = b'<th scope="row"'
_NAME = re.compile(r'filename="?([^";]+)"?')


def form_of(content_type: str) -> str:
    """csv, xlsx, pdf or zip; empty for what is no export."""
    return FORMS.get(content_type.split(";")[0].strip().lower(), "")


def is_kept(name: str, path: str) -> bool:
    return name not in EMPTY and (not path.startswith(UNKNOWN_HERE) or name in NUMBERS_OF_COACHING)


def file_name(disposition: str, path: str) -> str:
    """What the file is called on the reader's own computer."""
    found = _NAME.search(disposition)
    return (found[1] if found else path.rstrip("/").rsplit("/", 1)[-1])[:100]


def rows_of_csv(content: bytes) -> int:
    """Rows below the header. A line break within a cell makes no row."""
    return max(sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace")))) - 1, 0)


def client_address(remote: str, forwarded: str, proxies: int) -> str | None:
    """Where a request came from, as the nearest of the trusted proxies vouches for it."""
    if not proxies:
        return remote or None
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    return hops[-proxies] if len(hops) >= proxies else remote or None
