"""manage.py erase_file NUMBER: takes the bytes of a struck-out photo or file off the disk, for good."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.models import ReviewFile
from reviews.services.file import erase_file


class Command(BaseCommand):
    help = (
        "Erases the bytes of a photo or file of a review that its sender has struck out, such as one that shows a "
        "face. NUMBER is the number in its address, /reviews/files/NUMBER/. That there was one stays on record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        file = ReviewFile.objects.filter(pk=options["number"]).first()
        if file is None:
            raise CommandError(f"No photo or file has the number {options['number']}.")
        try:
            erase_file(file=file)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{file.name} is erased. Erase it from backups too, where they must not hold it.")
