"""`python -m celt.local up | prepare | test | bench | deploy`: what the scripts and compose start."""

from __future__ import annotations

import sys
from pathlib import Path

from celt.local.state import Stop

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["up"]:
                from celt.local.up import up

                return up(ROOT)
            case ["prepare"]:
                from celt.local.prepare import prepare

                return prepare(ROOT)
            case ["bench", *rest]:
                from celt.local.bench import bench

                return bench(ROOT, rest)
            case ["deploy"]:
                from celt.local.deploy import deploy

                return deploy(ROOT)
            case ["test", *rest]:
                from celt.local.check import check

                return check(ROOT, rest)
        raise Stop("This takes no arguments; PORT, DATABASE_URL, REDIS_URL, SECRET_KEY and DEMO change what it does.")
    except Stop as sentence:
        print(sentence, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
