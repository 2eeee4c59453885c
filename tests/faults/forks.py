"""Runs lines inside Django, each time in a fork of its own: a new process every time, which starts at once.

Started by `House.python`. Reads lines of JSON, each a program; answers each with [exit status, what it printed].
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback

import django


def run(program: str) -> int:
    try:
        exec(program, {})
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def main() -> None:
    django.setup()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as printed:
            child = os.fork()
            if child == 0:
                os.dup2(printed.fileno(), 1)
                os.dup2(printed.fileno(), 2)
                os._exit(run(json.loads(line)))
            _, status = os.waitpid(child, 0)
            printed.seek(0)
            told = printed.read().decode("utf-8", "replace")
        print(json.dumps([os.waitstatus_to_exitcode(status), told]), flush=True)


if __name__ == "__main__":
    main()
