"""manage.py reseal_second_factors: after a change of SECRET_KEY, so that the key of before is needed no longer."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services.second_factor import reseal_second_factors


class Command(BaseCommand):
    help = "Seals the secrets of second factors under today's SECRET_KEY. Those of SECRET_KEY_FALLBACKS may go then."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed, lost = reseal_second_factors()
        self.stdout.write(f"{sealed} sealed under today's key.")
        if lost:
            self.stdout.write(
                f"{lost} cannot be opened by any key that is set: take these second factors away on their people's "
                "pages, so that they set up others."
            )
