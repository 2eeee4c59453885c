"""The sweep itself: one route, every person, every academy, every method; a list of what went wrong, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from academies.access import ROLE_PERMISSIONS, Permission, Role
from academies.models import Academy, Membership
from accounts.models import User
from tests.access.reading import found, tables_written, text_of
from tests.access.routes import EVERYBODY, SIGNED_IN, Route
from tests.access.watching import asked_for_htmx, watched
from tests.cast import PLANTED, PLANTED_COUNTS, World

# Whose names stand where somebody asks colleagues to visit on a round.
COLLEAGUES = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.COACH, Role.TEACHER)
METHODS = ("GET", "POST")
# Where each file and each opened list of names leaves a line, for whoever may have it.
LOG_OF_ACCESS = "stewardship_accessentry"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def route_names(patterns: list[URLPattern | URLResolver] | None = None, namespace: str = "") -> Iterator[str]:
    """The full name of every address; one without a name appears by its pattern, and so has no row."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from route_names(pattern.url_patterns, inner)
        else:
            yield namespace + (pattern.name or f"without a name: {pattern.pattern}")


@dataclass(frozen=True)
class Call:
    """One request of the sweep."""

    who: str
    user: User | None
    academy: Academy | None
    method: str
    htmx: bool = False

    def __str__(self) -> str:
        place = f" for {self.academy}" if self.academy else ""
        return f"{self.method}{' by htmx' if self.htmx else ''} as {self.who}{place}"


@dataclass
class Report:
    failures: list[str] = field(default_factory=list)
    asserted: int = 0

    def expect(self, holds: bool, sentence: str) -> None:
        self.asserted += 1
        if not holds:
            self.failures.append(sentence)


class Sweep:
    def __init__(self, world: World) -> None:
        self.world, self.cast = world, world.cast
        self.people: dict[str, User | None] = {**self.cast.everyone, "somebody not signed in": None}
        self.roles: dict[int, list[Membership]] = {}
        self.names: set[str] = set()
        self.hidden: dict[tuple[object, ...], list[tuple[str, str | int]]] = {}
        for membership in Membership.objects.select_related("academy", "user"):
            self.roles.setdefault(membership.user_id, []).append(membership)
            if membership.role in COLLEAGUES:
                self.names.add(membership.user.full_name)
        self.clients = {who: self._client(user) for who, user in self.people.items()}

    def _client(self, user: User | None) -> Client:
        client = Client(raise_request_exception=True)
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    def calls(self, route: Route) -> list[Call]:
        places: tuple[Academy | None, ...] = (
            (self.cast.own, self.cast.sibling, self.cast.foreign) if route.args and route.places else (None,)
        )
        return [
            Call(who, user, academy, method)
            for who, user in self.people.items()
            for academy in places
            for method in METHODS
        ]

    def holds(self, user: User, permission: Permission, academy: Academy | None, scope: str = "academy") -> bool:
        """Worked out from the memberships one by one, on purpose not by academies.access, which is under test."""
        for m in self.roles.get(user.pk, []):
            if permission not in ROLE_PERMISSIONS[Role(m.role)]:
                continue
            if academy is not None and m.trust_id != academy.trust_id:
                continue
            wide = m.academy_id is None
            if scope == "whole_trust" and not wide:
                continue
            if scope == "academy" and academy is not None and not wide and m.academy_id != academy.pk:
                continue
            return True
        return False

    def may(self, route: Route, user: User | None, academy: Academy | None) -> bool:
        if route.who == EVERYBODY:
            return True
        if user is None:
            return False
        if route.may is not None:
            return route.may(self.cast, user, academy)
        if isinstance(route.who, Permission):
            return self.holds(user, route.who, academy, route.scope)
        return route.who == SIGNED_IN

    def hidden_from(
        self,
        user: User | None,
        *,
        partners: bool = False,
        network: bool = False,
        toolkit: bool = False,
        colleagues: bool = False,
        staff_figures: bool = False,
    ) -> Iterator[tuple[str, str | int]]:
        """What this person must find nowhere: (what it is, the name or number planted for it). `partners`: the page
        offers the academies of a trust by name to whoever proposes support there. `network`: it offers academies and
        colleagues of a network to whoever knows of rounds in that trust. `toolkit`: it names academies of a trust to
        whoever reads its toolkit. `colleagues`: it names colleagues who chose to be named, and their academies, to who
        tries practices in that trust. `staff_figures`: it tells staff of an academy its published figures."""
        teachers = {
            self.cast.own: self.cast.teacher,
            self.cast.sibling: self.cast.sibling_teacher,
            self.cast.foreign: self.cast.foreign_teacher,
        }
        for academy, teacher in teachers.items():

            def lacks(permission: Permission, at: Academy = academy) -> bool:
                return user is None or not self.holds(user, permission, at)

            chosen = partners and user and self.holds(user, Permission.PROPOSE_DEPLOYMENT, academy, "anywhere")
            asked = network and user and self.holds(user, Permission.VIEW_ROUNDS, academy, "anywhere")
            gave = toolkit and user and self.holds(user, Permission.VIEW_TOOLKIT, academy, "anywhere")
            chose = colleagues and user and self.holds(user, Permission.TRY_PRACTICES, academy, "anywhere")
            if lacks(Permission.VIEW_ACADEMY) and not chosen and not asked and not gave and not chose:
                yield f"the name of {academy}", academy.name
            if lacks(Permission.VIEW_PEOPLE) and user != teacher and not asked and not chose:
                yield f"a teacher of {academy}", teacher.full_name
            if lacks(Permission.VIEW_PUPILS):
                yield f"a pupil of {academy}", PLANTED[academy.name]
            reads = staff_figures and not lacks(Permission.VIEW_STAFF_DASHBOARD)
            if lacks(Permission.VIEW_FIGURES) and not reads:
                yield f"a figure of {academy}", PLANTED_COUNTS[academy.name]
        for planted in self.world.planted:
            who = planted.who
            if isinstance(who, Permission):
                may = user is not None and self.holds(user, who, planted.academy)
            else:
                may = user in who if isinstance(who, tuple) else user == who
            asked = network and user and self.holds(user, Permission.VIEW_ROUNDS, planted.academy, "anywhere")
            if not may and not (asked and planted.text in self.names):
                yield planted.what, planted.text
        for trust in (self.cast.trust, self.cast.foreign_trust):
            if user is None or all(m.trust_id != trust.pk for m in self.roles.get(user.pk, [])):
                yield f"the name of {trust}", trust.name
                yield f"a file of {trust}", self.world.batches[trust.pk].filename
                yield f"a checkpoint of {trust}", self.world.checkpoints[trust.pk].name
                yield f"a mapping of {trust}", self.world.mappings[trust.pk].name

    def run(self, route: Route) -> Report:
        """Each request once, and once more by htmx where anything that answered it looked whether it came so."""
        report = Report()
        with watched():
            for call in self.calls(route):
                if self._one(route, call, report):
                    self._one(route, replace(call, htmx=True), report)
        return report

    def _one(self, route: Route, call: Call, report: Report) -> bool:
        """Whether htmx might be answered otherwise."""
        place = call.academy or self.cast.own
        url = reverse(route.name, kwargs=route.args(self.world, place) if route.args else None) + route.query
        headers: dict[str, Any] = {"HTTP_HX_REQUEST": "true"} if call.htmx else {}
        data = route.post(self.world, place) if call.method == "POST" and route.post else {}
        client = self.clients[call.who]
        cookies = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
        cache.clear()
        savepoint = transaction.savepoint()
        with CaptureQueriesContext(connection) as captured:
            response = getattr(client, call.method.lower())(url, data, **headers)
            text = text_of(response)
        transaction.savepoint_rollback(savepoint)
        client.cookies = cookies

        answers = self._answers(route, call)
        at = f"{route.name} ({url}): {call}"
        report.expect(
            response.status_code in answers,
            f"{at} answered {response.status_code}, but its row in tests/access/routes/ asks for "
            f"{' or '.join(map(str, sorted(answers)))}.",
        )
        for what, needle in self._hidden_on(route, call):
            report.expect(not found(needle, text), f"{at} told {what} (“{needle}”), which this person must not see.")
        allowed = self.may(route, call.user, call.academy)
        if call.method == "GET" or not allowed:
            written = tables_written(query["sql"] for query in captured.captured_queries)
            written -= {LOG_OF_ACCESS, *route.logs} if allowed else frozenset()
            why = "a GET saves nothing" if call.method == "GET" else "this person was refused"
            report.expect(not written, f"{at} wrote to {', '.join(sorted(written))}; {why}.")
        if route.shows and allowed and call.method == "GET" and response.status_code == 200:
            shown = route.shows(self.world, place)
            report.expect(found(shown, text), f"{at} does not show “{shown}”; the sweep may be reading an empty page.")
        return asked_for_htmx(response)

    def _hidden_on(self, route: Route, call: Call) -> list[tuple[str, str | int]]:
        """Worked out once for each person and kind of page."""
        offers = {
            "partners": route.offers_partners,
            "network": route.offers_network,
            "toolkit": route.names_academies,
            "colleagues": route.names_colleagues,
            "staff_figures": route.staff_figures,
        }
        key = (call.who, *offers.values())
        if key not in self.hidden:
            self.hidden[key] = list(self.hidden_from(call.user, **offers))
        return self.hidden[key]

    def _answers(self, route: Route, call: Call) -> set[int]:
        if call.user is None and route.who != EVERYBODY:
            return {401} if call.htmx else {302}
        known = _set(route.get) if call.method == "GET" else _set(route.post_answers) if route.post else {405}
        if self.may(route, call.user, call.academy):
            return known
        refused = {404}
        known_to = bool(route.knows and call.user and route.knows(self.cast, call.user, call.academy))
        if known_to or (route.needed and not (call.user and self.holds(call.user, Permission(route.who), None))):
            refused = {403}
        elif call.academy is None:
            refused = {403, 404} if route.may else {403}
        elif route.seen_by and call.user and self.holds(call.user, route.seen_by, call.academy, route.seen_scope):
            refused = {403}
        # Which is asked first, the method or the person, does not matter.
        return refused | ({405} if known == {405} else set())


def _set(answers: tuple[int, ...] | int) -> set[int]:
    return {answers} if isinstance(answers, int) else set(answers)
