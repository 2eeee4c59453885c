"""`python -m bench.worker TASK PUPILS OPTIONS`: one task against the database of DATABASE_URL; prints JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

import django

from bench.scales import DEMO, SCALES


def main(task: str, pupils: int, options: dict[str, Any]) -> dict[str, Any]:
    django.setup()
    scale = next(scale for scale in (*SCALES, DEMO) if scale.pupils == pupils)
    match task:
        case "fill":
            from django.core.management import call_command

            from academies.models import Trust
            from bench import rows

            call_command("migrate", interactive=False, verbosity=0)
            rows.make_copy_table()
            if not Trust.objects.exists():
                if scale == DEMO:
                    call_command("load_demo", verbosity=0)
                else:
                    rows.fill(scale)
            return {}
        case "gaps":
            from bench import gaps

            return gaps.measure(scale, **options)
        case "import":
            from bench import imports

            return imports.measure(**options)
        case "pupils":
            from bench import imports

            return imports.measure_pupils()
        case "pages":
            from bench import pages

            return pages.measure(**options)
        case "visitors":
            from bench import visitors

            return {"people": visitors.make(**options)}
    raise SystemExit(f"There is no task {task}.")


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]))))
