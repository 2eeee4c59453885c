"""Who may do what, and where. Roles and permissions live in code; memberships (rows) say who holds which role.

Nothing is allowed unless a role lists it. Every academy-owned queryset narrows itself with `academies_where`
in its `visible_to` and `editable_by`; views ask `user_can` for what has no rows.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from academies.models import Academy, Membership, Trust
    from academies.models.membership import MembershipQuerySet
    from accounts.models import User


class Role(models.TextChoices):
    TRUST_LEADER = "trust_leader", "Trust leader"
    HEADTEACHER = "headteacher", "Headteacher"
    SENIOR_LEADER = "senior_leader", "Senior leader"
    COACH = "coach", "Coach"
    TEACHER = "teacher", "Teacher"
    GOVERNOR = "governor", "Governor"
    TRUSTEE = "trustee", "Trustee"
    DATA_LEAD = "data_lead", "Data lead"
    MODERATOR = "moderator", "External moderator"
    ADMINISTRATOR = "administrator", "Administrator"
    EXTERNAL_COACH = "external_coach", "External coach"


# Whose names stand on an academy's page for everybody who sees it; who teaches and coaches is for staff.
NAMED_ROLES = frozenset({Role.HEADTEACHER, Role.GOVERNOR})

# Where a role can be held. A coach or a data lead may serve one academy or the whole trust.
TRUST_ROLES = frozenset(
    {Role.TRUST_LEADER, Role.TRUSTEE, Role.ADMINISTRATOR, Role.DATA_LEAD, Role.COACH, Role.EXTERNAL_COACH}
)
ACADEMY_ROLES = frozenset(set(Role) - {Role.TRUST_LEADER, Role.TRUSTEE, Role.ADMINISTRATOR})


class Permission(StrEnum):
    """What can be done. The text is what the table in docs/roles.md shows."""

    VIEW_ACADEMY = "see the academy's page"
    VIEW_PEOPLE = "see who teaches and coaches there"
    MANAGE_ACADEMIES = "change academies and terms"
    MANAGE_ACCESS = "grant and end roles"
    VIEW_FIGURES = "see published figures, groups of 10 and fewer hidden"
    VIEW_STAFF_DASHBOARD = "see the staff dashboard, where groups of 10 and fewer are hidden"
    VIEW_STAFF_FIGURES = "see figures of groups of 6 to 10 too"
    VIEW_PUPILS = "see pupil rows"
    IMPORT_DATA = "bring files in and undo them"
    MANAGE_CHECKPOINTS = "name checkpoints"
    VIEW_RUNS = "see the night runs"
    RUN_GAPS = "start a gap run"
    RECORD_INSPECTIONS = "enter inspections"
    VIEW_CATEGORY = "see the academy's category and why"
    DECIDE_CATEGORY = "decide and moderate categories"
    ANSWER_CATEGORY = "answer a category decision"
    MANAGE_SCHEMES = "write category schemes"
    VIEW_SUPPORT = "see support promised, given and received"
    MANAGE_SUPPORT = "plan support and record what was delivered"
    PROPOSE_DEPLOYMENT = "propose support between academies and log its days"
    SIGN_DEPLOYMENT = "sign a support agreement"
    VIEW_CONCERNS = "see concerns about an academy"
    MANAGE_CONCERNS = "raise, escalate and resolve concerns"
    MANAGE_CONTACTS = "change an academy's contacts"
    VIEW_TOOLKIT = "read the toolkit: practices, library, theories of action"
    MANAGE_TOOLKIT = "publish practices, keep the trust's library and theories of action, take stories"
    WRITE_TOOLKIT = "write and review practices, write pieces of the library"
    TRY_PRACTICES = "say what came of a practice, offer to show it, ask to see it"
    COACH = "coach colleagues who accept it"
    BE_COACHED = "be coached"
    VIEW_PROGRAMME = "see how much coaching there is, in numbers of five people or more"
    MANAGE_COACHING = "write the models of coaching"
    WRITE_THEORIES = "write an academy's own theories of action, say whether one held"
    VIEW_PLAN = "read the improvement plan"
    EDIT_PLAN = "write the improvement plan and log its stages"
    ASK_GATE = "ask for the next stage, or for one to be opened again"
    CONFIRM_GATE = "confirm or open again a stage"
    MANAGE_PROGRAMME = "set the stages, their activities and the trust's priorities"
    RATE_CONDITIONS = "rate the conditions of the five rings"
    AGREE_CONDITIONS = "open and agree a self-evaluation"
    READ_REVIEWS = "read published reviews of the academy"
    VIEW_REVIEWS = "see reviews that are planned, and what was found once it is shared"
    RUN_REVIEWS = "plan reviews, put teams together and publish"
    ANSWER_REVIEW = "reply to a review on facts"
    MANAGE_FRAMEWORKS = "write the frameworks of reviews"
    READ_ROUNDS = "read what instructional rounds at the academy agreed on"
    VIEW_ROUNDS = "see instructional rounds that are planned, their classrooms and visitors"
    RUN_ROUNDS = "plan instructional rounds and say what came of them"
    VIEW_LEARNING = "see learning teams, cycles of enquiry and curriculum tours"
    LEAD_LEARNING = "set up learning teams, cycles of enquiry and curriculum tours"
    VIEW_CHECKPOINTS = "see the trust's checkpoints, what was decided there and its interventions"
    SET_CHECKPOINTS = "set the trust's checkpoints, name who decides, and close them"
    HAND_IN = "hand in for a checkpoint"
    RUN_INTERVENTIONS = "decide on interventions where named for it, and say how they go"
    READ_HISTORY = "read the history of the records that they may read"
    READ_ACCESS_LOG = "see who took data out and who opened sensitive records"
    KEEP_PERSONAL_DATA = "keep the register of personal data, see what is due to go, ask for an erasure"
    AGREE_ERASURE = "agree to an erasure that somebody else asked for"
    VIEW_READERS = "read what is issued for governors and trustees, and when their boards meet"
    ISSUE_READERS = "keep the dates of boards, prepare and issue what they read"


_READER = {Permission.VIEW_ACADEMY, Permission.VIEW_FIGURES}
_GOVERNING = _READER | {
    Permission.VIEW_CATEGORY,
    Permission.VIEW_SUPPORT,
    Permission.VIEW_PLAN,
    Permission.VIEW_TOOLKIT,
    Permission.READ_REVIEWS,
    Permission.READ_ROUNDS,
    Permission.VIEW_READERS,
    Permission.VIEW_CHECKPOINTS,
}
_STAFF = _READER | {Permission.VIEW_STAFF_FIGURES, Permission.VIEW_PEOPLE}
_ROUNDS = {Permission.READ_ROUNDS, Permission.VIEW_ROUNDS}
_COACHING = {Permission.COACH, Permission.BE_COACHED}
_TEACHING = (
    _ROUNDS
    | _COACHING
    | {Permission.VIEW_TOOLKIT, Permission.VIEW_LEARNING, Permission.RATE_CONDITIONS, Permission.TRY_PRACTICES}
    | {Permission.VIEW_STAFF_DASHBOARD}
)
_CARE = {
    Permission.READ_HISTORY,
    Permission.READ_ACCESS_LOG,
    Permission.KEEP_PERSONAL_DATA,
    Permission.AGREE_ERASURE,
}
_LEADER = _STAFF | _GOVERNING | _ROUNDS | {Permission.VIEW_LEARNING, Permission.VIEW_REVIEWS}
_LEADS_ACADEMY = (
    _LEADER
    | _TEACHING
    | {Permission.VIEW_PUPILS, Permission.EDIT_PLAN, Permission.LEAD_LEARNING, Permission.WRITE_THEORIES}
    | {Permission.WRITE_TOOLKIT, Permission.VIEW_PROGRAMME, Permission.READ_HISTORY}
    | {Permission.HAND_IN, Permission.RUN_INTERVENTIONS}
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.TRUST_LEADER: frozenset(
        _LEADER
        | _COACHING
        | {
            Permission.VIEW_RUNS,
            Permission.RUN_GAPS,
            Permission.RECORD_INSPECTIONS,
            Permission.READ_HISTORY,
            Permission.AGREE_ERASURE,
            Permission.DECIDE_CATEGORY,
            Permission.MANAGE_SCHEMES,
            Permission.MANAGE_SUPPORT,
            Permission.PROPOSE_DEPLOYMENT,
            Permission.VIEW_CONCERNS,
            Permission.MANAGE_CONCERNS,
            Permission.MANAGE_CONTACTS,
            Permission.MANAGE_TOOLKIT,
            Permission.WRITE_TOOLKIT,
            Permission.TRY_PRACTICES,
            Permission.VIEW_PROGRAMME,
            Permission.MANAGE_COACHING,
            Permission.WRITE_THEORIES,
            Permission.CONFIRM_GATE,
            Permission.MANAGE_PROGRAMME,
            Permission.RUN_REVIEWS,
            Permission.RUN_ROUNDS,
            Permission.MANAGE_FRAMEWORKS,
            Permission.SET_CHECKPOINTS,
            Permission.RUN_INTERVENTIONS,
            Permission.ISSUE_READERS,
        }
    ),
    Role.HEADTEACHER: frozenset(
        _LEADS_ACADEMY
        | {
            Permission.ANSWER_CATEGORY,
            Permission.PROPOSE_DEPLOYMENT,
            Permission.SIGN_DEPLOYMENT,
            Permission.VIEW_CONCERNS,
            Permission.MANAGE_CONTACTS,
            Permission.ASK_GATE,
            Permission.ANSWER_REVIEW,
            Permission.RUN_ROUNDS,
            Permission.AGREE_CONDITIONS,
            Permission.ISSUE_READERS,
        }
    ),
    Role.SENIOR_LEADER: frozenset(_LEADS_ACADEMY),
    Role.COACH: frozenset(_STAFF | _TEACHING | {Permission.WRITE_TOOLKIT}),
    Role.TEACHER: frozenset(_TEACHING | {Permission.VIEW_ACADEMY}),
    Role.GOVERNOR: frozenset(_GOVERNING),
    Role.TRUSTEE: frozenset(_GOVERNING),
    Role.DATA_LEAD: frozenset(
        _STAFF
        | _CARE
        | {
            Permission.VIEW_PUPILS,
            Permission.RECORD_INSPECTIONS,
            Permission.IMPORT_DATA,
            Permission.MANAGE_CHECKPOINTS,
            Permission.VIEW_CHECKPOINTS,
            Permission.HAND_IN,
            Permission.VIEW_RUNS,
            Permission.RUN_GAPS,
        }
    ),
    Role.MODERATOR: frozenset({Permission.VIEW_ACADEMY}),
    Role.ADMINISTRATOR: frozenset(
        _CARE
        | {
            Permission.VIEW_ACADEMY,
            Permission.VIEW_PEOPLE,
            Permission.MANAGE_ACADEMIES,
            Permission.MANAGE_ACCESS,
            Permission.MANAGE_CONTACTS,
            Permission.VIEW_RUNS,
        }
    ),
    Role.EXTERNAL_COACH: frozenset({Permission.VIEW_ACADEMY, Permission.VIEW_TOOLKIT, Permission.COACH}),
}


def roles_with(permission: Permission) -> list[Role]:
    return [role for role in Role if permission in ROLE_PERMISSIONS[role]]


def held(user: User | AnonymousUser, permission: Permission) -> MembershipQuerySet:
    """The person's current memberships that carry the permission; none for somebody not signed in."""
    from academies.models import Membership

    memberships: MembershipQuerySet = Membership.objects.current().filter(role__in=roles_with(permission))
    return memberships.filter(user=user.pk) if user.is_authenticated else memberships.none()


def academies_where(user: User | AnonymousUser, permission: Permission, path: str = "") -> Q:
    """A condition on academy-owned rows: only academies in which the person holds the permission.

    `path` leads from the row to its academy ("enrolment__academy"); empty for Academy itself.
    """
    memberships = held(user, permission)
    own, trust = (f"{path}__in", f"{path}__trust__in") if path else ("pk__in", "trust__in")
    # An academy that left the trust is not reached by the roles that it had there.
    return Q(**{own: memberships.filter(academy__trust=F("trust")).values("academy")}) | Q(
        **{trust: memberships.filter(academy__isnull=True).values("trust")}
    )


def trusts_where(user: User | AnonymousUser, permission: Permission, path: str = "trust") -> Q:
    """A condition on trust-owned rows: trusts in which the person holds the permission for the whole trust."""
    return Q(**{f"{path}__in": held(user, permission).filter(academy__isnull=True).values("trust")})


def anywhere_in_trust_where(user: User | AnonymousUser, permission: Permission, path: str = "trust") -> Q:
    """A condition on rows that every academy of the trust shares (checkpoints, trust-wide figures)."""
    return Q(**{f"{path}__in": held(user, permission).values("trust")})


def user_can(
    user: User | AnonymousUser,
    permission: Permission,
    *,
    academy: Academy | None = None,
    trust: Trust | None = None,
) -> bool:
    """True where the person holds the permission for `academy`, for the whole `trust`, or, with neither, anywhere."""
    memberships = held(user, permission)
    if academy is not None:
        memberships = memberships.filter(Q(academy=academy) | Q(academy__isnull=True), trust=academy.trust_id)
    if trust is not None:
        memberships = memberships.filter(academy__isnull=True, trust=trust)
    return memberships.exists()


def works_elsewhere(user: User, by: User) -> bool:
    """Whether the person holds a role today in a trust whose roles `by` does not grant. Whoever may give a role to
    anybody's e-mail address would otherwise have a hand on the sign-in of people of other trusts."""
    from academies.models import Membership

    held_today: MembershipQuerySet = Membership.objects.current().filter(user=user.pk)
    return held_today.exclude(trusts_where(by, Permission.MANAGE_ACCESS)).exists()


class Person:
    """Somebody's current roles, read once a request."""

    def __init__(self, memberships: list[Membership], trust: Trust | None) -> None:
        self.memberships = memberships
        self.trust = trust

    def can(self, permission: Permission) -> bool:
        """True where any role in the trust now looked at carries the permission."""
        return any(permission in ROLE_PERMISSIONS[Role(m.role)] for m in self.here)

    def can_trust_wide(self, permission: Permission) -> bool:
        return any(m.academy_id is None and permission in ROLE_PERMISSIONS[Role(m.role)] for m in self.here)

    @property
    def reads_as_staff(self) -> bool:
        """Whether groups of 6 to 10 are shown to them, in places where a role of theirs shows them.

        Somebody who is staff at one academy and governor at another reads as a governor: two views of one set of
        figures could be subtracted from each other.
        """
        if self.can_trust_wide(Permission.VIEW_STAFF_FIGURES):
            return True
        reading = [held for m in self.here if Permission.VIEW_FIGURES in (held := ROLE_PERMISSIONS[Role(m.role)])]
        return bool(reading) and all(Permission.VIEW_STAFF_FIGURES in held for held in reading)

    @property
    def here(self) -> list[Membership]:
        return [m for m in self.memberships if self.trust and m.trust_id == self.trust.pk]

    @property
    def trusts(self) -> list[Trust]:
        return list({m.trust_id: m.trust for m in self.memberships}.values())


def person_for(user: User | AnonymousUser, trust: object = None) -> Person:
    """The person's current roles, looking at the trust of that pk, or at their first where it is none of theirs."""
    from academies.models import Membership

    if not user.is_authenticated:
        return Person([], None)
    held_now: MembershipQuerySet = Membership.objects.current().filter(user=user.pk)
    memberships = list(held_now.select_related("trust", "academy").order_by("pk"))
    trusts = {m.trust_id: m.trust for m in memberships}
    looked_at = trusts.get(trust) if isinstance(trust, int) else None
    return Person(memberships, looked_at or next(iter(trusts.values()), None))
