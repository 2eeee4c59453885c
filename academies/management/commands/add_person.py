"""manage.py add_person EMAIL --role ROLE [--name NAME] [--trust TRUST] [--academy URN] [--password-stdin]"""

import sys
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from academies.access import ACADEMY_ROLES, TRUST_ROLES, Role
from academies.letters import public
from academies.management.options import TRUST_HELP, chosen_trust
from academies.models import Academy, Trust
from academies.services.people import add_person
from accounts.passwords import way_to_a_new_one


class Command(BaseCommand):
    help = (
        "Gives somebody a role from today on. For whoever has no password yet a link is printed by which they choose "
        "one, unless it came by --password-stdin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="full name, for somebody new")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--trust", help=TRUST_HELP)
        parser.add_argument("--academy", help="URN, short name or name; left out: the whole trust")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from the first line of input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        trust = chosen_trust(options["trust"])
        academy = self._academy(trust, options["academy"]) if options["academy"] else None
        role = Role(options["role"])
        if academy is None and role not in TRUST_ROLES:
            raise CommandError(f"A {role.label.lower()} serves one academy. Name it with --academy.")
        if academy is not None and role not in ACADEMY_ROLES:
            raise CommandError(f"A {role.label.lower()} serves the whole trust. Leave --academy out.")
        password = sys.stdin.readline().rstrip("\r\n") if options["password_stdin"] else None
        if options["password_stdin"] and not password:
            raise CommandError("No password came in. Write it on the first line of the input.")
        try:
            with pghistory.context(command="add_person"):
                membership = add_person(
                    email=options["email"], full_name=options["name"], role=role, trust=trust, academy=academy,
                    password=password,
                )  # fmt: skip
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{membership.user} is {role.label.lower()} of {academy or trust} from today.")
        if not membership.user.has_usable_password():
            link = public(way_to_a_new_one(membership.user))
            self.stdout.write(f"By this link they choose a password, within two hours and once:\n{link}")

    def _academy(self, trust: Trust, wanted: str) -> Academy:
        academies = Academy.objects.filter(trust=trust)
        found = (
            academies.filter(urn=int(wanted)).first()
            if wanted.isascii() and wanted.isdigit() and len(wanted) == 6
            else academies.filter(slug=wanted).first() or academies.filter(name__iexact=wanted).first()
        )
        if found is None:
            raise CommandError(f"{trust} has no academy “{wanted}”. Give its URN.")
        return found
