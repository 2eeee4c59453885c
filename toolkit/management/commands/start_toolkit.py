"""Gives every trust the practices and the pieces of the library that the product ships and it has not got yet.

./manage.py start_toolkit              # every trust
./manage.py start_toolkit --trust celt # one, by its short name
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from academies.models import Trust
from celt.lib.sentences import counted
from toolkit.services.library_starter import ensure_library
from toolkit.services.starter import ensure_practices


class Command(BaseCommand):
    help = "Publishes the shipped practices and pieces of the library in every trust that has not got them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--trust", default="", help="Only the trust of this short name.")

    def handle(self, *args: Any, trust: str, **options: Any) -> None:
        trusts = Trust.objects.filter(slug=trust) if trust else Trust.objects.all()
        if trust and not trusts:
            known = ", ".join(Trust.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no trust called {trust}. Known: {known}.")
        for each in trusts:
            made = ensure_practices(each)
            pieces = ensure_library(each)
            self.stdout.write(f"{each}: {counted(len(made), 'practice')} published.")
            self.stdout.write(f"{each}: {counted(len(pieces), 'piece')} of the library published.")
