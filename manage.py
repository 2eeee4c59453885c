#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "celt.settings")
    from django.core.management import execute_from_command_line
    from psycopg2 import OperationalError

    from celt.local.state import hint

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        if not isinstance(error.__cause__, OperationalError):
            raise
        sys.exit(f"{hint(Path(__file__).resolve().parent)}\n{error}")


if __name__ == "__main__":
    main()
