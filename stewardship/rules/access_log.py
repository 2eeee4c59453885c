"""What the log of exports and openings keeps. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from urllib.parse import unquote

# By the kind of the answer, so that a new file is kept without anybody thinking of it. SVG is not among them: with it
# pages draw their charts, and whoever takes a chart out takes its PNG or its figures.
FORMS = {
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "image/jpeg": "jpeg",
    "image/png": "png",
    "text/calendar": "ics",
}
# Files that hold neither figures nor people.
EMPTY = frozenset({"help:reading_a_gap_file", "pupils:layout", "reviews:survey_poster", "style"})
# A small photo is drawn in its page; the photo itself is opened by a click of its own, which is kept.
IN_PAGES = frozenset({"reviews:file_thumb"})
# A subscribed calendar is asked for day after day, by a program that nobody is signed in to: such lines would bury
# those of people, and its address is a secret that no log may hold. That it leaves is settled when the address is
# made: this is kept, as the file which the address hands out from then on.
FEED = "academies:feed"
LASTING = {"academies:feed_make": ("ics", "One’s own calendar, by an address that lasts")}
# Who opened whose coaching is told to those two alone, by the wall's own log (coaching.Opening); this one lies open.
UNKNOWN_HERE = "/coaching/"
NUMBERS_OF_COACHING = frozenset({"coaching:programme_csv"})
# Pages that name pupils, or people in a list, by the name of their address.
OPENINGS = {
    "academies:membership_list": "People and their roles",
    "academies:contact_list": "Contacts of academies",
    "stewardship:pupil_changes": "What was changed of a pupil’s rows",
    "pupils:batch_show": "A file of pupils, with the rows that were refused",
}
# Whose data it was, and of which year. Of all else that narrowed it the name alone is kept: a value may be a word that
# somebody typed to find a person.
KEPT_VALUES = frozenset({"academy", "year"})
ROW = b'<th scope="row"'
_NAME, _FOREIGN_NAME = re.compile(r'filename="?([^";]+)"?'), re.compile(r"filename\*=utf-8''([^;]+)")
_PARAMETER, _CODE = re.compile(r"[a-z_]{1,30}"), re.compile(r"[a-z0-9/-]{1,60}")


def form_of(content_type: str) -> str:
    """What kind of file an answer is; empty for what is none."""
    return FORMS.get(content_type.split(";")[0].strip().lower(), "")


def is_kept(name: str, path: str) -> bool:
    return name not in EMPTY | IN_PAGES | {FEED} and (not path.startswith(UNKNOWN_HERE) or name in NUMBERS_OF_COACHING)


def address_of(path: str, query: Mapping[str, str]) -> str:
    """Where it stands, and by what it was narrowed; nothing that somebody typed."""
    told = [
        f"{name}={value}" if name in KEPT_VALUES and _CODE.fullmatch(value) else name
        for name, value in query.items()
        if _PARAMETER.fullmatch(name)
    ]
    return f"{path}?{'&'.join(told)}" if told else path


def file_name(disposition: str, path: str) -> str:
    """What the file is called on the reader's own computer."""
    if foreign := _FOREIGN_NAME.search(disposition):
        return unquote(foreign[1])[:100]
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
