"""One person of the trust, as its administrators see them: what they hold, who gave it, and how they come in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db.models import Manager
from django.urls import reverse
from django.utils import timezone

from academies.access import works_elsewhere
from academies.models import Invitation, Membership, Trust
from accounts import entrance
from accounts.models import SignIn, User
from celt.lib.days import british
from celt.lib.sentences import inside, opened
from celt.ui.parts import Link, Status

COMMAND = "the command line"


@dataclass(frozen=True)
class Grant:
    """One role: from, until, who gave it, what was changed since."""

    role: str
    place: str
    starts: datetime.date
    ends: datetime.date | None
    state: Status
    given: str
    changed: list[str]
    links: list[Link]


@dataclass(frozen=True)
class PersonPage:
    pk: int
    name: str
    email: str
    self_: bool
    grants: list[Grant]
    facts: list[tuple[str, str]]
    invite: str  # the words of the button; "" where nothing is to be sent
    waiting: int | None
    sessions: int
    has_second_factor: bool
    elsewhere: bool  # their sign-in is another trust's concern too

    @property
    def answer(self) -> str:
        held = sum(grant.state.tone == "good" for grant in self.grants)
        return f"{self.name} holds {inside(opened(held, 'role'))} today"


def people_of(user: User, trust: Trust) -> Any:
    """Everybody who holds or held a role in the trust, for whoever may see its roles."""
    return User.objects.filter(pk__in=Membership.objects.visible_to(user).filter(trust=trust).values("user"))


def person_page(by: User, trust: Trust, person: User) -> PersonPage:
    """Eight queries, however many roles."""
    held = Membership.objects.visible_to(by).filter(user=person, trust=trust)
    rows = list(held.select_related("academy").order_by("-starts", "-pk"))
    log = _log([row.pk for row in rows])
    names = dict(
        User.objects.filter(pk__in={who for lines in log.values() for _, who, _ in lines if who}).values_list(
            "pk", "full_name"
        )
    )
    invitation = Invitation.objects.visible_to(by).filter(user=person, trust=trust).select_related("by").first()
    sign_ins = list(SignIn.objects.filter(user=person)[:50])
    knows_way = person.has_usable_password() or SocialAccount.objects.filter(user=person).exists()
    factor = entrance.has_second_factor(person)
    today = timezone.localdate()
    current = any(row.starts <= today and (row.ends is None or row.ends >= today) for row in rows)
    elsewhere = works_elsewhere(person, by)
    facts = [("Signs in", _way(person, knows_way, current))]
    # Anybody's address can be given a role: when and on what they sign in for another trust is not told for that.
    facts += [] if elsewhere else [("Signed in last", _last(sign_ins))]
    facts.append(("Second factor", _factor(person, factor)))
    if invitation:
        facts.append(("Invited", _invited(invitation)))
    expected = any(row.ends is None or row.ends >= today for row in rows) and person.is_active and person != by
    waiting = invitation.pk if invitation and invitation.used_at is None and invitation.withdrawn_at is None else None
    return PersonPage(
        pk=person.pk,
        name=person.full_name,
        email=person.email,
        self_=person == by,
        grants=[_grant(row, log[row.pk], names, today, person != by) for row in rows],
        facts=facts,
        invite=("Send the invitation again" if waiting else "Send an invitation") if expected and not knows_way else "",
        waiting=waiting,
        sessions=sum(one.ended_at is None for one in sign_ins),
        has_second_factor=factor,
        elsewhere=elsewhere,
    )


def _log(memberships: list[int]) -> dict[int, list[tuple[Any, int | None, bool]]]:
    """Of each role, first to last: the event, whose request it was, and whether a command's."""
    kept: Manager[Any] = Membership._meta.get_field("events").related_model._default_manager
    found: dict[int, list[tuple[Any, int | None, bool]]] = {pk: [] for pk in memberships}
    for event in kept.filter(pgh_obj_id__in=memberships).select_related("pgh_context").order_by("pgh_id"):
        told = event.pgh_context.metadata if event.pgh_context else {}
        found[event.pgh_obj_id].append((event, told.get("user"), "command" in told))
    return found


def _by(who: int | None, command: bool, names: dict[int, str]) -> str:
    return f" by {names[who]}" if who in names else f" from {COMMAND}" if command else ""


def _grant(row: Membership, log: Any, names: dict[int, str], today: datetime.date, may: bool) -> Grant:
    given, changed, before = "", [], None
    for event, who, command in log:
        day = british(timezone.localdate(event.pgh_created_at))
        if event.pgh_label == "insert":
            given = f"{day}{_by(who, command, names)}"
        elif before is not None and before.ends != event.ends:
            until = f"until {british(event.ends)}" if event.ends else "until further notice"
            changed.append(f"{until}: set on {day}{_by(who, command, names)}")
        before = event
    over = row.ends is not None and row.ends < today
    state = Status("Ended") if over else Status("From later", "busy") if row.starts > today else Status("Held", "good")
    links = []
    if may and not over:
        links.append(Link("End", reverse("academies:membership_end", args=[row.pk])))
    if may and row.ends is not None:
        links.append(Link("Extend", reverse("academies:membership_extend", args=[row.pk])))
    place = row.academy.name if row.academy else "The whole trust"
    return Grant(
        row.get_role_display(), place, row.starts, row.ends, state, given or "Before records began", changed, links
    )


def _way(person: User, knows_way: bool, current: bool) -> str:
    if not person.is_active:
        return "No: this account was closed."
    if not current:
        return "No: nobody comes in without a role of today."
    return "Yes." if knows_way else "Not yet: no password was chosen."


def _last(sign_ins: list[SignIn]) -> str:
    if not sign_ins:
        return "Never, as far as is kept."
    return f"{british(timezone.localdate(sign_ins[0].began))}, {sign_ins[0].device}."


def _factor(person: User, has: bool) -> str:
    if has:
        return "Set up."
    due = entrance.second_factor_due(person)
    if due is None:
        return "None; these roles need none."
    return f"None yet; needed from {british(due + datetime.timedelta(days=1))}."


def _invited(invitation: Invitation) -> str:
    said = f"{british(timezone.localdate(invitation.sent_at))} by {invitation.by.full_name}"
    if invitation.used_at:
        return f"{said}; came on {british(timezone.localdate(invitation.used_at))}."
    if invitation.withdrawn_at:
        return f"{said}; the link was taken back."
    word = "holds until" if invitation.holds else "ran out on"
    return f"{said}; the link {word} {british(timezone.localdate(invitation.runs_out_at))}."
