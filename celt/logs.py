"""Logs as lines of JSON on standard output, without anybody in them.

A request leaves one line: its id, the pattern of its address (never the address itself: that can hold a name, a secret
of a calendar, a search), status, milliseconds, and the primary key of who was signed in. What other programs log is
let through only as far as it cannot name anybody: a message's own words, and of its values those that are known to be
harmless. Of an error the line says its kind and where it happened; what it said stays out, since a database's error
quotes the row.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")
ROOT = Path(__file__).resolve().parent.parent

# Ours, and those whose messages we write: what they say is said with care. Others' values are left out of their words.
OURS = (
    "celt", "accounts", "academies", "pupils", "toolkit", "reviews", "coaching", "plans", "dashboards", "checkpoints",
    "readers", "stewardship",
)  # fmt: skip
HARMLESS = frozenset({"id", "name", "runtime", "description", "internal", "hostname"})
LEFT_OUT = "-"
VALUE = re.compile(r"[:'\"(\[]")
# A last net under our own words too.
PERSONAL = (
    (re.compile(r"[^\s@'\"<>(),;:]+@[^\s@'\"<>(),;:]+"), "(address)"),
    (re.compile(r"\b[A-Za-z]\d{11}[\dA-Za-z]\b"), "(UPN)"),
    (re.compile(r"\b[0-9a-fA-F]{24,}\b|\b[\w-]{40,}\b"), "(secret)"),
)


# The programs that run until they are stopped. A command's own words go to standard output, and its log beside them.
SERVERS = frozenset({"granian", "celery"})


class Console(logging.StreamHandler[Any]):
    """Standard output of the servers; of a command, standard error."""

    def __init__(self) -> None:
        super().__init__(sys.stdout if Path(sys.argv[0]).name in SERVERS else sys.stderr)


class Json(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": without_persons(words_of(record)),
        }
        if of := request_id.get():
            line["request"] = of
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1]:
            line["error"], line["where"] = error_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=lambda value: type(value).__name__)


def words_of(record: logging.LogRecord) -> str:
    """The message: our own with its values, others' with those that cannot name anybody."""
    words = str(record.msg)
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    if not record.args:
        # A message that was put together before it was logged may quote anything: its beginning says what it is.
        return VALUE.split(words, maxsplit=1)[0].strip()
    if isinstance(record.args, Mapping):
        safe = {name: value if name in HARMLESS else LEFT_OUT for name, value in record.args.items()}
        try:
            return words % safe
        except (TypeError, ValueError, KeyError):
            return words
    if record.name == "django.request" and words == "%s: %s":
        return str(record.args[0])  # what went wrong; the second is the address
    return words


def without_persons(words: str) -> str:
    for pattern, instead in PERSONAL:
        words = pattern.sub(instead, words)
    return words


def error_of(error: BaseException) -> tuple[str, list[str]]:
    """An error's kind, and the lines of our own code that it came through, innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT) and ".venv" not in frame.filename]
    where = [f"{Path(f.filename).relative_to(ROOT)}:{f.lineno} {f.name}" for f in ours]
    last = frames[-1] if frames else None
    if last and last not in ours:
        where.append(f"{Path(last.filename).name}:{last.lineno} {last.name}")
    return f"{type(error).__module__}.{type(error).__qualname__}", where[-12:]
