"""`manage.py index_toolkit`: the index of the toolkit's search anew, out of what is published, taken and offered."""

from typing import Any

from django.core.management.base import BaseCommand

from academies.models import Trust
from celt.lib.sentences import counted
from toolkit.services.index import rebuild


class Command(BaseCommand):
    help = "Make the index of the toolkit's search anew, for every trust."

    def handle(self, *args: Any, **options: Any) -> None:
        for trust in Trust.objects.all():
            self.stdout.write(f"{trust}: {counted(rebuild(trust), 'entry', 'entries')} in the index.")
