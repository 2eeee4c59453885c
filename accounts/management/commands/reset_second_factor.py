"""manage.py reset_second_factor EMAIL: for an administrator who lost theirs, where nobody else can take it away."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.services.second_factor import take_second_factor


class Command(BaseCommand):
    help = "Takes somebody's second factor away and ends their sessions. They are told by e-mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"].strip()).first()
        if user is None:
            raise CommandError("Nobody is known by that e-mail address.")
        with pghistory.context(command="reset_second_factor"):
            taken = take_second_factor(user=user)
        if taken:
            self.stdout.write(f"{user} sets up a new second factor when they sign in next.")
        else:
            self.stdout.write(f"{user} has no second factor. Their sessions are ended.")
